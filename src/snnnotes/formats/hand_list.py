"""A list of notes that somebody keeps in a README by hand: where it stands, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.paper_list_link import Link, note_path
from snnnotes.formats.readme_block import BEGIN, END, find_block, lines_in_code

_ROW = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)]) +\S")
_LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\((?P<target><[^<>]*>|(?:[^()\s\\]|\\.|\([^()\s]*\))*)(?:\s+\"[^\"]*\")?\)"
)
_HEADING = re.compile(r" {0,3}#{1,6}\s+\S")
_YEAR_HEADING = re.compile(r"#{1,6} +\d{4}")
#: A row that says nothing but a title before the one link at its end.
_PLAIN_ROW = re.compile(r"[-*+] +[^\]]*\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class HandRow:
    """One row, which opens a note."""

    #: Counted from 1 in the file.
    line: int
    #: Without its line end.
    text: str
    #: The note that it opens, from the notebook's root on.
    target: PurePosixPath
    #: Where the address stands in `text`, as characters from its start.
    target_span: tuple[int, int]
    #: What the reader clicks on to open it.
    label: str
    #: The heading over it, as written; empty if the list has none.
    heading: str


@dataclass(frozen=True, slots=True)
class HandList:
    """Where the list stands, and its rows."""

    #: Lines of the file counted from 0, headings included; `stop` is the one after the last.
    start: int
    stop: int
    rows: tuple[HandRow, ...]
    #: The headings in it, as written.
    headings: tuple[str, ...]

    def is_plain(self, notes: Collection[PurePosixPath]) -> bool:
        """Does it say nothing but years, titles and the notes that there are?"""
        known = set(notes)
        return all(map(_YEAR_HEADING.fullmatch, self.headings)) and all(
            row.target in known and _PLAIN_ROW.fullmatch(row.text) for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class NoHandList:
    """There is no list round which markers could go without harm."""

    #: Why; empty if there is nothing like one.
    reason: str = ""


def find_hand_list(
    text: str, *, folder: PurePosixPath, notes: Collection[PurePosixPath]
) -> HandList | NoHandList:
    """The list of notes in a README that has no markers yet.

    It holds nothing but rows, blank lines and headings: anything else among them would be lost
    when the list is built, so that there is none then.

    Args:
        text: The README.
        folder: Its folder, from which its links go.
        notes: The notes of the notebook. A row without a note, such as one whose file is gone, is
            a row all the same.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    known = set(notes)
    rows = list(_rows(lines, folder))
    if not any(row.target in known for row in rows):
        return NoHandList()
    in_code = lines_in_code(lines)
    if any(row.line - 1 in in_code for row in rows):
        return NoHandList("it stands in a code block")
    start, stop = rows[0].line - 1, rows[-1].line
    of_ours = {row.line - 1 for row in rows}
    for at in range(start, stop):
        if lines[at].strip() and at not in of_ours and not _HEADING.match(lines[at]):
            return NoHandList(f"line {at + 1} stands among its rows and is none: {lines[at]!r}")
    above = next((at for at in range(start - 1, -1, -1) if lines[at].strip()), None)
    if above is not None and _HEADING.match(lines[above]):
        has_headings = any(_HEADING.match(line) for line in lines[start:stop])
        if has_headings or _YEAR.search(lines[above]):
            start = above
    elif above is not None and above == start - 1:
        return NoHandList(f"line {above + 1} stands right above it: {lines[above]!r}")
    if stop < len(lines) and lines[stop].strip() and not _HEADING.match(lines[stop]):
        return NoHandList(f"line {stop + 1} stands right below it: {lines[stop]!r}")
    headings = tuple(line.strip() for line in lines[start:stop] if _HEADING.match(line))
    return HandList(start, stop, tuple(_with_headings(rows, lines, start)), headings)


def with_markers(text: str, found: HandList | None, *, path: PurePosixPath) -> str:
    """The README with the two markers round its list, or at its end if there is none.

    Args:
        text: Has no markers; may be empty.
        found: What `find_hand_list` gave.
        path: The README, for messages.

    Raises:
        ReadmeMarkerError: The end of the file is in a code block.
    """
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    if found is None:
        ends_in_blank = text.endswith(("\n\n", "\n\r\n")) or text in ("", "\ufeff")
        gap = "" if ends_in_blank else line_end if text.endswith("\n") else line_end * 2
        after = f"{text}{gap}{BEGIN}{line_end}{END}{line_end}"
    else:
        lines = text.split("\n")
        head = "".join(f"{line}\n" for line in lines[: found.start])
        rows = "\n".join(lines[found.start : found.stop])
        # The last row's own line end now follows the second marker.
        after_row = "\r" if rows.endswith("\r") else ""
        tail = after_row + "".join(f"\n{line}" for line in lines[found.stop :])
        rows = rows.removesuffix("\r")
        after = f"{head}{BEGIN}{line_end}{rows}{line_end}{END}{tail}"
    try:
        find_block(after, path=path)
    except ReadmeMarkerError as error:
        raise ReadmeMarkerError(
            f"{path}: the file ends in a code block that is not closed",
            hint=f"close it, or put these two lines where the list should be:\n{BEGIN}\n{END}",
        ) from error
    return after


def _rows(lines: Sequence[str], folder: PurePosixPath) -> Iterator[HandRow]:
    here = "" if folder == PurePosixPath() else str(folder)
    for number, line in enumerate(lines, 1):
        if "](" not in line or not _ROW.match(line):
            continue
        for link in _LINK.finditer(line):
            start, end = link.span("target")
            if line[start : start + 1] == "<":
                start, end = start + 1, end - 1
            target = note_path(Link(link["label"], line[start:end]), here)
            if target is not None and target.lower().endswith((".md", ".markdown")):
                path = PurePosixPath(target)
                yield HandRow(number, line, path, (start, end), link["label"], "")
                break


def _with_headings(rows: Sequence[HandRow], lines: Sequence[str], start: int) -> Iterator[HandRow]:
    heading, at = "", start
    for row in rows:
        for line in lines[at : row.line - 1]:
            if _HEADING.match(line):
                heading = line.strip()
        at = row.line
        yield HandRow(row.line, row.text, row.target, row.target_span, row.label, heading)
