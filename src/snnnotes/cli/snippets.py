"""Hit lines for people: as much as fits a few rows, with every marked word and what is round it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snnnotes.cli.terminal import columns_of, printable
from snnnotes.features.search import HitLine, Span

#: Rows of the terminal that one line of a note may take.
ROWS = 2

#: Between two pieces of a line.
GAP = " … "

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
        start, end = max(0, start - around), min(len(line.text), end + around)  # noqa: PLW2901
        if shown and start <= shown[-1][1] + len(GAP):
            shown[-1] = (shown[-1][0], max(end, shown[-1][1]))
        else:
            shown.append((start, end))
    return shown


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
    """The pieces on rows of at most `columns` columns; broken at blanks where there are any."""
    rows: list[list[Piece]] = [[]]
    left = columns
    for text, marked in pieces:
        for chunk in _chunks(text):
            taken = columns_of(chunk)
            if taken > left and rows[-1]:
                rows.append([])
                left = columns
                chunk = chunk.lstrip()  # noqa: PLW2901
                taken = columns_of(chunk)
            if rows[-1] and rows[-1][-1][1] is marked:
                chunk = rows[-1].pop()[0] + chunk  # noqa: PLW2901
            rows[-1].append((chunk, marked))
            left -= taken
    return [row for row in rows if row]


def _chunks(text: str) -> Iterator[str]:
    """Where a row may be broken: behind a blank, and on either side of a wide character."""
    start = 0
    for at, character in enumerate(text):
        if columns_of(character) > 1:
            if start < at:
                yield text[start:at]
            yield character
            start = at + 1
        elif character == " ":
            yield text[start : at + 1]
            start = at + 1
    if start < len(text):
        yield text[start:]
