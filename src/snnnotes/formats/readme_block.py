"""Where in a README the generated list stands: two markers, each alone on its line.

What stands in code is no marker, so that a README can show the two lines to others. Lines end
as Git sees them, with a line feed; a carriage return before it belongs to the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple, NoReturn

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.link_path import spelling_key

BEGIN = "<!-- snnnotes:begin papers -->"
END = "<!-- snnnotes:end papers -->"

_HINT = f"the list goes between these two lines:\n{BEGIN}\n{END}"
_PASTE_HINT = (
    "run  snnnotes build-readme --init  or paste these two lines where the list should be:\n"
    f"{BEGIN}\n{END}"
)

#: A line set in by more blanks than this is code: https://spec.commonmark.org/0.31.2/#indented-code-blocks
_MARGIN = 3

_COMMENT = r"<!--[ \t]*snnnotes:(?P<kind>begin|end)[ \t]+papers[ \t]*-->"
_MARKER = re.compile(rf" {{0,{_MARGIN}}}{_COMMENT}[ \t]*\r?")
_MENTION = re.compile(_COMMENT)

#: A code fence may stand in a list, even right behind the sign of the list item.
_FENCE = re.compile(r"(?P<before>[ ]*(?:(?:[-*+]|\d{1,9}[.)]) +)*)(?P<fence>`{3,}(?!.*`)|~{3,})")
_FENCE_END = re.compile(r"(?P<before> *)(?P<fence>`{3,}|~{3,})[ \t]*\r?")

_CONFLICT = re.compile(r"(?P<sign><{7}|\|{7}|={7}|>{7})(?: .*)?\r?")


@dataclass(frozen=True, slots=True)
class Block:
    """The text around the generated list."""

    #: Up to the line of the first marker and with it.
    head: str
    #: From the line of the second marker on.
    tail: str
    line_end: str
    #: What stands between the markers now, without line ends.
    lines: tuple[str, ...] = field(default=(), compare=False)

    def filled(self, lines: Iterable[str]) -> str:
        """The whole text with `lines` between the markers.

        A line that differs from one there in nothing but how its links to files are written, as
        ``%2C`` for a comma, is left as it is: both lead to the same place.
        """
        written = {line: line for line in self.lines}
        # A list may have 100,000 lines, and hardly ever are many of them new: of the others, none
        # is kept twice, and the text is made without a copy of each.
        filled = [written.get(line, line) for line in lines]
        if any(line not in written for line in filled):
            spelt = {spelling_key(line): line for line in self.lines}
            filled = [
                line if line in written else spelt.get(spelling_key(line), line) for line in filled
            ]
        return self.line_end.join([self.head.removesuffix(self.line_end), *filled, self.tail])


class _Marker(NamedTuple):
    kind: str
    #: Counted from 0.
    line: int


class _Hunk(NamedTuple):
    """Lines of a Git conflict, counted from 0: `<<<<<<<`, `|||||||` or again `=======`, ..."""

    start: int
    ours_end: int
    middle: int
    end: int


def find_block(text: str, *, path: PurePosixPath) -> Block:
    """The place of the list in a README.

    A Git conflict is no obstacle inside the block, nor where both of its sides have the markers
    and are the same outside them.

    Raises:
        ReadmeMarkerError: There is not exactly one pair of markers.
    """
    lines = text.split("\n")
    markers = _markers(lines)
    over_markers = [
        hunk
        for hunk in _hunks(lines)
        if any(hunk.start < marker.line < hunk.end for marker in markers)
    ]
    if not over_markers:
        return _block(lines, path)
    first, last = over_markers[0].start + 1, over_markers[-1].end + 1
    try:
        ours = _block(_side(lines, over_markers, ours=True), path)
        theirs = _block(_side(lines, over_markers, ours=False), path)
    except ReadmeMarkerError as error:
        raise _conflict_error(path, first, last) from error
    if ours != theirs:
        raise _conflict_error(path, first, last)
    return ours


def has_markers(text: str) -> bool:
    """Does a README have a marker, be it alone or at the wrong place?"""
    return bool(_markers(text.split("\n")))


def lines_in_code(lines: Sequence[str]) -> dict[int, int]:
    """Lines that stand in fenced code, each with the line where that begins; both from 0.

    A fence that nobody closes goes to the end if it stands at the margin. In a list it would end
    with the list; since we do not follow lists, it counts for nothing there.
    """
    inside: dict[int, int] = {}
    at = 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        if opening is None:
            at += 1
            continue
        end = _fence_end(lines, at, opening)
        in_list = len(opening["before"]) > _MARGIN or opening["before"].strip()
        if end is None and in_list:
            at += 1
            continue
        stop = len(lines) if end is None else end + 1
        inside.update(dict.fromkeys(range(at, stop), at))
        at = stop
    return inside


def _fence_end(lines: Sequence[str], start: int, opening: re.Match[str]) -> int | None:
    """The line that closes a code fence: the same sign as often or more, about as far in."""
    column = len(opening["before"])
    for at in range(start + 1, len(lines)):
        closing = _FENCE_END.fullmatch(lines[at])
        if (
            closing is not None
            and closing["fence"].startswith(opening["fence"])
            and abs(len(closing["before"]) - column) <= _MARGIN
        ):
            return at
    return None


def _markers(lines: Sequence[str]) -> list[_Marker]:
    # Most READMEs name the markers twice at most, and most lines need no look at all.
    candidates = [at for at, line in enumerate(lines) if "snnnotes:" in line]
    if not candidates:
        return []
    in_code = lines_in_code(lines)
    found = (
        (at, _MARKER.fullmatch(lines[at].removeprefix("\ufeff") if at == 0 else lines[at]))
        for at in candidates
        if at not in in_code
    )
    return [_Marker(match["kind"], at) for at, match in found if match]


def _block(lines: Sequence[str], path: PurePosixPath) -> Block:
    markers = _markers(lines)
    if not markers:
        _no_markers(lines, path)
    for kind in ("begin", "end"):
        places = [marker.line + 1 for marker in markers if marker.kind == kind]
        if not places:
            raise ReadmeMarkerError(
                f"{path}:{markers[0].line + 1}: the {kind} marker is missing", hint=_HINT
            )
        if len(places) > 1:
            raise ReadmeMarkerError(
                f"{path}:{places[1]}: the {kind} marker is there already, in line {places[0]}",
                hint=f"keep one pair of markers; {_HINT}",
            )
    begin, end = markers
    if begin.kind == "end":
        raise ReadmeMarkerError(
            f"{path}:{begin.line + 1}: the end marker stands before the begin marker", hint=_HINT
        )
    return Block(
        head="\n".join(lines[: begin.line + 1]) + "\n",
        tail="\n".join(lines[end.line :]),
        line_end="\r\n" if lines[begin.line].endswith("\r") else "\n",
        lines=tuple(line.removesuffix("\r") for line in lines[begin.line + 1 : end.line]),
    )


def _no_markers(lines: Sequence[str], path: PurePosixPath) -> NoReturn:
    """Raise the error for a README without markers; it names what looks like one."""
    in_code = lines_in_code(lines)
    for at, line in enumerate(lines):
        if _MENTION.search(line) is None:
            continue
        if at in in_code:
            why = f"is in the code block that begins in line {in_code[at] + 1}"
        elif _MENTION.match(line.strip()) and _MARKER.match(line) is None:
            why = "is set in as code is"
        else:
            why = "does not stand alone on its line"
        raise ReadmeMarkerError(
            f"{path}: no markers (the one in line {at + 1} {why})", hint=_PASTE_HINT
        )
    raise ReadmeMarkerError(f"{path}: no markers", hint=_PASTE_HINT)


def _hunks(lines: Sequence[str]) -> list[_Hunk]:
    """The Git conflicts in a text, also those with the common ancestor between the sides."""
    hunks: list[_Hunk] = []
    start = ours_end = middle = -1
    for at, line in enumerate(lines):
        found = _CONFLICT.fullmatch(line)
        if found is None:
            continue
        sign = found["sign"][0]
        if sign == "<":
            start, ours_end, middle = at, -1, -1
        elif sign == "|" and start >= 0 and ours_end < 0:
            ours_end = at
        elif sign == "=" and start >= 0 and middle < 0:
            middle = at
            ours_end = at if ours_end < 0 else ours_end
        elif sign == ">" and middle >= 0:
            hunks.append(_Hunk(start, ours_end, middle, at))
            start = ours_end = middle = -1
    return hunks


def _side(lines: Sequence[str], hunks: Sequence[_Hunk], *, ours: bool) -> list[str]:
    """The lines with each of the conflicts settled for one side."""
    settled: list[str] = []
    at = 0
    for hunk in hunks:
        settled += lines[at : hunk.start]
        settled += (
            lines[hunk.start + 1 : hunk.ours_end] if ours else lines[hunk.middle + 1 : hunk.end]
        )
        at = hunk.end + 1
    return settled + list(lines[at:])


def _conflict_error(path: PurePosixPath, first: int, last: int) -> ReadmeMarkerError:
    return ReadmeMarkerError(
        f"{path}:{first}: a Git conflict takes in a marker and text outside the list",
        hint=f"settle the conflict in lines {first} to {last}, keep one pair of markers,"
        " and run the command again",
    )
