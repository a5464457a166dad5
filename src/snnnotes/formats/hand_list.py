"""A list of notes that somebody keeps in a README by hand: where it stands, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.hand_list_row import HandRow, NotePaths, row_on
from snnnotes.formats.readme_block import BEGIN, END, find_block, lines_in_code

__all__ = ["HandHeading", "HandList", "HandRow", "NoHandList", "find_hand_list", "with_markers"]


class HandHeading(NamedTuple):
    """A heading in the list, with the head of the table under it if there is one."""

    #: Counted from 1 in the file.
    line: int
    #: As written, without the line end; of several lines if a table's head is in it.
    text: str


class HandList(NamedTuple):
    """Where the list stands, and its rows."""

    #: Lines of the file counted from 0, headings included; `stop` is the one after the last.
    start: int
    stop: int
    rows: tuple[HandRow, ...]
    headings: tuple[HandHeading, ...]
    #: The lines from `start` to `stop`, without line ends.
    lines: tuple[str, ...]

    def is_plain(self, notes: Collection[PurePosixPath]) -> bool:
        """Does it say nothing but years, titles and the notes that there are?"""
        known = set(notes)
        return all(is_year_heading(heading.text) for heading in self.headings) and all(
            row.target in known and _PLAIN_ROW.fullmatch(row.text) for row in self.rows
        )


class NoHandList(NamedTuple):
    """There is no list round which markers could go without harm."""

    #: Why, as a clause on the list; empty if there is nothing like one.
    reason: str = ""


class _Kind(Enum):
    BLANK = "blank"
    ROW = "row"
    HEADING = "heading"
    TABLE_HEAD = "table head"
    OTHER = "other"


_HEADING = re.compile(
    r" {0,3}(?P<signs>#{1,6})[ \t]+\S|(?:\*\*[^*\[\]]+\*\*|__[^_\[\]]+__)[:：]?[ \t]*\Z"
)
#: Lower than all that are written with signs.
_BOLD_LEVEL = 7
_YEAR_HEADING = re.compile(r"\W*(?:19|20)\d\d\s*年?(?:\W*\d+\s*篇?)?\W*")
#: A row that says nothing but a title before the one link at its end, or in it.
_PLAIN_ROW = re.compile(
    r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+[^\]]*\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
    r"\([^()]*(?:\([^()]*\)[^()]*)*\)[*_]*\s*"
)
_TABLE_HEAD_END = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")


def find_hand_list(
    text: str, *, folder: PurePosixPath, notes: Collection[PurePosixPath]
) -> HandList | NoHandList:
    """The list of notes in a README that has no markers yet.

    It holds nothing but rows, blank lines, headings and the heads of tables: anything else among
    them would be lost when the list is built, so that there is none then. Where a README has
    several lists, such as one of the last notes, it is the one that has all their notes.

    Args:
        text: The README.
        folder: Its folder, from which its links go.
        notes: The notes of the notebook. A row without a note, such as one whose file is gone, is
            a row all the same.
    """
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    return _Search(lines, NotePaths(notes, folder), set(notes)).found()


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
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        lines = text.removeprefix(mark).split("\n")
        head = "".join(f"{line}\n" for line in lines[: found.start])
        rows = "\n".join(lines[found.start : found.stop])
        # The last row's own line end now follows the second marker.
        after_row = "\r" if rows.endswith("\r") else ""
        tail = after_row + "".join(f"\n{line}" for line in lines[found.stop :])
        rows = rows.removesuffix("\r")
        after = f"{mark}{head}{BEGIN}{line_end}{rows}{line_end}{END}{tail}"
    try:
        find_block(after, path=path)
    except ReadmeMarkerError as error:
        raise ReadmeMarkerError(
            f"{path}: the file ends in a code block that is not closed",
            hint=f"close it, or put these two lines where the list should be:\n{BEGIN}\n{END}",
        ) from error
    return after


def is_year_heading(text: str) -> bool:
    """Does a heading say nothing but a year, and perhaps how many papers it has?

    >>> is_year_heading("### 2023 年（15 篇）"), is_year_heading("# Papers of 2023")
    (True, False)
    """
    return _YEAR_HEADING.fullmatch(text) is not None


def _level(heading: str) -> int:
    signs = heading.lstrip(" ").partition(" ")[0].partition("\t")[0]
    return len(signs) if signs.strip("#") == "" else _BOLD_LEVEL


class _Search:
    """One README, line by line, all counted from 0."""

    def __init__(
        self, lines: Sequence[str], paths: NotePaths, notes: Collection[PurePosixPath]
    ) -> None:
        self.lines = lines
        self.paths = paths
        self.notes = notes
        self.hidden = lines_in_code(lines).keys() | _in_comments(lines)
        rows = ((at, row_on(line, at + 1, paths)) for at, line in enumerate(lines))
        self.rows = {at: row for at, row in rows if row is not None and at not in self.hidden}
        self.kinds = self._kinds()

    def found(self) -> HandList | NoHandList:
        """The list, or why there is none."""
        of_notes = [at for at in self.rows if self._is_of_note(at)]
        if not of_notes:
            return NoHandList(self._why_nothing())
        wanted = {self.rows[at].target for at in of_notes}
        runs = [run for run in map(self._trimmed, self._runs()) if run]
        complete = [run for run in runs if wanted <= self._targets(run)]
        if not complete:
            foreign = self._first_foreign(of_notes[0], of_notes[-1])
            line = self.lines[foreign].strip()
            return NoHandList(f"line {foreign + 1} stands among its rows and is none: {line}")
        return self._list_of(max(complete, key=len))

    def _is_of_note(self, at: int) -> bool:
        return at in self.rows and self.rows[at].target in self.notes

    def _targets(self, run: Sequence[int]) -> set[PurePosixPath]:
        return {self.rows[at].target for at in run if at in self.rows}

    def _why_nothing(self) -> str:
        """Why no line is a row that opens a note, if one looks as if it should be."""
        for at, line in enumerate(self.lines):
            row = row_on(f"- {line.strip()}", at + 1, self.paths)
            if row is None or row.target not in self.notes:
                continue
            if at in self.hidden:
                return f"line {at + 1} stands in code or in a comment: {line.strip()}"
            return f"line {at + 1} leads to a note and is no row: {line.strip()}"
        return ""

    def _kinds(self) -> list[_Kind]:
        """What each line is. A row of a table is one only under the table's head."""
        heads = {
            at
            for above, at in pairwise(range(len(self.lines)))
            if self.lines[above].startswith("|")
            and self.lines[at].startswith("|")
            and _TABLE_HEAD_END.fullmatch(self.lines[at])
            and above not in self.rows
        }
        heads |= {at - 1 for at in heads}
        kinds: list[_Kind] = []
        for at, line in enumerate(self.lines):
            if not line.strip():
                kind = _Kind.BLANK
            elif at in self.hidden:
                kind = _Kind.OTHER
            elif at in heads:
                kind = _Kind.TABLE_HEAD
            elif at in self.rows:
                above = kinds[-1] if kinds else _Kind.OTHER
                is_table = line.startswith("|")
                fits = not is_table or (
                    above is _Kind.TABLE_HEAD
                    or (above is _Kind.ROW and self.lines[at - 1].startswith("|"))
                )
                kind = _Kind.ROW if fits else _Kind.OTHER
            else:
                kind = _Kind.HEADING if _HEADING.match(line) else _Kind.OTHER
            kinds.append(kind)
        self.rows = {at: row for at, row in self.rows.items() if kinds[at] is _Kind.ROW}
        return kinds

    def _runs(self) -> Iterator[list[int]]:
        """Rows, headings and table heads with nothing else between them.

        A heading that has another one of a lower level right under it is one of a chapter, and
        ends a list.
        """
        run: list[int] = []
        for at, kind in enumerate(self.kinds):
            if kind is _Kind.OTHER or (kind is _Kind.HEADING and self._is_of_chapter(at)):
                yield run
                run = []
            elif kind is not _Kind.BLANK:
                run.append(at)
        yield run

    def _is_of_chapter(self, at: int) -> bool:
        below = next(
            (i for i in range(at + 1, len(self.lines)) if self.kinds[i] is not _Kind.BLANK), None
        )
        return (
            below is not None
            and self.kinds[below] is _Kind.HEADING
            and _level(self.lines[below]) > _level(self.lines[at])
        )

    def _trimmed(self, run: Sequence[int]) -> list[int]:
        """A run without the sections at its ends that have no note, and with its first heading.

        The heading over the first rows is part of the list if it is one of several, or a year.
        """
        sections: list[list[int]] = [[]]
        for at in run:
            if self.kinds[at] is _Kind.HEADING:
                sections.append([])
            sections[-1].append(at)
        while sections and not any(map(self._is_of_note, sections[0])):
            del sections[0]
        while sections and not any(map(self._is_of_note, sections[-1])):
            del sections[-1]
        if not sections:
            return []
        last = max(at for at in sections[-1] if at in self.rows)
        kept = [at for section in sections for at in section if at <= last]
        if self.kinds[kept[0]] is _Kind.HEADING:
            level = _level(self.lines[kept[0]])
            others = [at for at in kept[1:] if self.kinds[at] is _Kind.HEADING]
            is_one_of_several = any(_level(self.lines[at]) == level for at in others)
            if not is_one_of_several and not is_year_heading(self.lines[kept[0]]):
                del kept[0]
        return kept

    def _first_foreign(self, start: int, stop: int) -> int:
        """The first line that parts two runs between two rows."""
        return next(
            at
            for at in range(start, stop)
            if self.kinds[at] is _Kind.OTHER
            or (self.kinds[at] is _Kind.HEADING and self._is_of_chapter(at))
        )

    def _list_of(self, run: Sequence[int]) -> HandList | NoHandList:
        start, stop = run[0], run[-1] + 1
        headings = [at for at in run if self.kinds[at] is _Kind.HEADING]
        for above, at in pairwise(headings):
            if _level(self.lines[above]) != _level(self.lines[at]):
                return NoHandList(f"its headings are of several levels, as in line {at + 1}")
        is_heading = self.kinds[start] is _Kind.HEADING
        if start and not is_heading and self.kinds[start - 1] is _Kind.OTHER:
            return NoHandList(
                f"line {start} stands right above it: {self.lines[start - 1].strip()}"
            )
        if stop < len(self.lines) and self.kinds[stop] is _Kind.OTHER:
            return NoHandList(f"line {stop + 1} stands right below it: {self.lines[stop].strip()}")
        over = self._headings_over(run)
        rows = tuple(
            self.rows[at]._replace(heading=heading.text if heading is not None else "")
            for at, heading in over.items()
            if at in self.rows
        )
        # A table's head makes the heading above it longer; the longest of each line is meant.
        found = {heading.line: heading for heading in over.values() if heading is not None}
        lines = tuple(self.lines[start:stop])
        return HandList(start, stop, rows, tuple(found.values()), lines)

    def _headings_over(self, run: Sequence[int]) -> Mapping[int, HandHeading | None]:
        """Each line of the list with the heading that it stands under."""
        over: dict[int, HandHeading | None] = {}
        heading: HandHeading | None = None
        may_go_on = False
        for at in run:
            kind = self.kinds[at]
            if kind is _Kind.HEADING:
                heading = HandHeading(at + 1, self.lines[at])
                may_go_on = True
            elif kind is _Kind.TABLE_HEAD:
                # It goes on with what is above: a heading, or its own first line.
                first = heading.line - 1 if heading is not None and may_go_on else at
                heading = HandHeading(first + 1, "\n".join(self.lines[first : at + 1]))
                may_go_on = _TABLE_HEAD_END.fullmatch(self.lines[at]) is None
            else:
                may_go_on = False
            over[at] = heading
        return over


def _in_comments(lines: Sequence[str]) -> set[int]:
    """Lines in comments; those that have something beside a comment are not."""
    inside: set[int] = set()
    is_open = False
    for at, line in enumerate(lines):
        if is_open or line.lstrip().startswith("<!--"):
            inside.add(at)
            after = line if is_open else line.partition("<!--")[2]
            is_open = "-->" not in after
    return inside
