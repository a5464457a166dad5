"""Hit lines for people: as much as fits a few rows, with every marked word and what is round it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from snnnotes.cli.terminal import columns_of, printable
from snnnotes.features.search import HitLine, Span

#: Rows of the terminal that one line of a note may take.
ROWS = 2

#: Between two pieces of a line.
GAP = " … "

#: Of Latin letters, or a command of LaTeX.
_WORD = re.compile(r"\\?[A-Za-z0-9]+")
_WORD_AT_END = re.compile(r"\\?[A-Za-z0-9]+$")

#: What is marked, and what is not, in turn: text and whether it is marked.
Piece = tuple[str, bool]


def pieces_of(line: HitLine, columns: int) -> list[Piece]:
    """A line cut to at most `columns` columns, every marked word in it if they fit.

    What is round the words is cut alike on both sides of each. With no words, as in a line of
    context, the beginning is kept.
    """
    for around in (columns, 60, 40, 25, 15, 8, 3, 0):
        spans = _widened(line, around)
        pieces = list(_pieces(line, spans))
        if sum(columns_of(text) for text, _ in pieces) <= columns:
            return pieces
    return _cut(pieces, columns)


def _widened(line: HitLine, around: int) -> list[Span]:
    """The parts of the line to show: `around` characters on each side of each word."""
    shown: list[Span] = []
    for start, end in line.spans or ((0, 0),):
        start, end = _whole_words(line.text, start, end, around)  # noqa: PLW2901
        if shown and start <= shown[-1][1] + len(GAP):
            shown[-1] = (shown[-1][0], max(end, shown[-1][1]))
        else:
            shown.append((start, end))
    return shown


def _whole_words(text: str, start: int, end: int, around: int) -> Span:
    """A part with at most `around` characters more on each side, but with no half of a word."""
    first, last = max(0, start - around), min(len(text), end + around)
    if first and (cut := _WORD.match(text, first - 1)):
        first = min(cut.end(), start)
    if cut := _WORD_AT_END.search(text[end:last]) if _WORD.match(text, last) else None:
        last = end + cut.start()
    # The gap beside it has a blank of its own.
    if first:
        first = start - len(text[first:start].lstrip())
    if last < len(text):
        last = end + len(text[end:last].rstrip())
    return first, last


def _pieces(line: HitLine, shown: Sequence[Span]) -> Iterator[Piece]:
    for number, (start, end) in enumerate(shown):
        if number or start:
            yield GAP if number else GAP.lstrip(), False
        at = start
        for begin, stop in line.spans:
            if start <= begin and stop <= end:
                yield printable(line.text[at:begin]), False
                yield printable(line.text[begin:stop]), True
                at = stop
        yield printable(line.text[at:end]), False
    if shown[-1][1] < len(line.text):
        yield GAP.rstrip(), False


def _cut(pieces: Sequence[Piece], columns: int) -> list[Piece]:
    """The pieces from the first on that fit."""
    kept: list[Piece] = []
    left = columns - 2
    for text, marked in pieces:
        part = text
        while columns_of(part) > left:
            part = part[:-1]
        kept.append((part, marked))
        left -= columns_of(part)
        if part != text:
            return [*kept, (GAP.rstrip(), False)]
    return kept


def rows_of(pieces: Sequence[Piece], columns: int) -> list[list[Piece]]:
    """The pieces on rows of at most `columns` columns, which end where lines of Chinese may."""
    # Imported here because its expression takes 3 ms to compile, and a pipe gets whole lines.
    from snnnotes.cli.break_places import break_places

    text = "".join(part for part, _ in pieces)
    places = [0, *break_places(text, columns), len(text)]
    rows = [_between(pieces, start, end) for start, end in pairwise(places)]
    return [row for row in rows if row]


def _between(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """What of the pieces stands there in their text, without blanks at the end."""
    found: list[Piece] = []
    for text, marked in pieces:
        part = text[max(0, start) : max(0, end)]
        start, end = start - len(text), end - len(text)
        if part:
            found.append((part, marked))
    while found and not found[-1][0].rstrip():
        found.pop()
    if found:
        last, marked = found[-1]
        found[-1] = (last.rstrip(), marked)
    return found
