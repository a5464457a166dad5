"""Hits with their lines, as search shows them: headings and marked words, or grep's forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from snnnotes.cli.session import Session, count_of
from snnnotes.cli.snippets import ROWS, pieces_of, rows_of
from snnnotes.cli.terminal import out, printable, width
from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.features.search import HitLine, Span, context_lines, marked_lines, regex_lines
from snnnotes.formats.frontmatter_block import find_block
from snnnotes.model.note import Note
from snnnotes.storage.index import Ranked

if TYPE_CHECKING:
    from snnnotes.cli.hits import Found, Shape

#: Lines of one note that a terminal shows when nobody asks for more.
LINES_SHOWN = 4


def lines_of(found: Found, note: Note) -> tuple[HitLine, ...]:
    """The lines of a note that hold what was searched for; none if the file is gone meanwhile."""
    text = _text_of(found, note)
    if found.regex is not None:
        return regex_lines(text, found.regex)
    return marked_lines(text, found.query, frontmatter_end=_body_start(text, note))


def _text_of(found: Found, note: Note) -> str:
    try:
        return found.notebook.read_text(note.path)
    except UnreadableFileError:
        return ""


def _body_start(text: str, note: Note) -> int:
    try:
        return find_block(text, path=note.path).body
    except NoteFormatError:  # somebody is rewriting the file at this moment
        return 0


def as_data(found: Found, shown: Sequence[Ranked]) -> dict[str, Any]:
    """The hits as data for JSON."""
    from snnnotes.cli.tables import SCHEMA
    from snnnotes.features.listing import record

    return {
        "schema": SCHEMA,
        "query": found.text,
        "total": found.total,
        "hits": [
            {
                "note": record(one.note),
                "score": round(one.score, 4),
                "lines": [
                    {"line": line.number, "text": line.text, "spans": line.spans}
                    for line in lines_of(found, one.note)
                ],
            }
            for one in shown
        ],
    }


def print_like_grep(found: Found, shown: Sequence[Ranked], shape: Shape) -> None:
    """``path:line:text``; context lines have ``-`` in the place of ``:``, groups a ``--``."""
    first = True
    for one in shown:
        path = printable(one.path)
        hits = lines_of(found, one.note)
        if not hits:
            # Found by a field whose line says it in other words (year:2021..2023, has:code).
            out(f"{path}:1:{printable(one.note.paper.title)}")
        for group in _groups(found, one.note, hits, shape.around):
            if shape.around and not first:
                out("--")
            first = False
            for line in group:
                mark = ":" if line in hits else "-"
                out(f"{path}{mark}{line.number}{mark}{printable(line.text)}")


def print_for_people(session: Session, found: Found, shown: Sequence[Ranked], shape: Shape) -> None:
    """A heading for each note, and under it the first of its lines with the words marked."""
    paint = Paint(on=session.colors())
    for number, one in enumerate(shown, 1):
        note = one.note
        _print_title(number, HitLine(0, note.paper.title, _title_spans(found, note)), paint)
        where = (note.paper.venue, str(note.paper.year), note.citekey)
        out(f"   {' · '.join(printable(part) for part in where if part)}")
        out(f"   {paint.path(printable(one.path))}")
        hits = tuple(line for line in lines_of(found, note) if not _repeats_title(line, note))
        kept = hits if shape.everything else hits[:LINES_SHOWN]
        for group in _groups(found, note, kept, shape.around):
            for line in group:
                _print_line(line, paint, everything=shape.everything)
        if len(kept) < len(hits):
            out(paint.dim(f"        … {count_of(len(hits) - len(kept), 'more line')}"))


def _print_title(number: int, title: HitLine, paint: Paint) -> None:
    label = f"{number}."
    margin = paint.dim(label) + " "
    pieces = pieces_of(title, 2 * len(title.text))
    for row in rows_of(pieces, max(20, width() - len(label) - 1)):
        out(margin + "".join((paint.mark if marked else paint.bold)(text) for text, marked in row))
        margin = " " * (len(label) + 1)


def _title_spans(found: Found, note: Note) -> tuple[Span, ...]:
    """The words in the title; it is shown as a heading, so they are marked there."""
    if found.regex is not None:
        lines = regex_lines(note.paper.title, found.regex)
    else:
        lines = marked_lines(note.paper.title, found.query)
    return lines[0].spans if lines else ()


def _repeats_title(line: HitLine, note: Note) -> bool:
    """Does the line say nothing but the title, which the heading above it shows already?"""
    bare = line.text.removeprefix("title:").lstrip("#").strip().strip("\"'")
    return bare == note.paper.title


#: Columns before the text of a hit line: its number and a colon.
_MARGIN = 9


def _print_line(line: HitLine, paint: Paint, *, everything: bool) -> None:
    """Write a line under its note, on at most `ROWS` rows unless everything is asked for."""
    columns = max(20, width() - _MARGIN)
    fitting = len(line.text) * 2 if everything else columns * ROWS
    margin = paint.dim(f"{line.number:>7}:") + " "
    for row in rows_of(pieces_of(line, fitting), columns):
        out(margin + "".join(paint.mark(text) if marked else text for text, marked in row))
        margin = " " * _MARGIN


def _groups(
    found: Found, note: Note, hits: tuple[HitLine, ...], around: int
) -> list[list[HitLine]]:
    """Hit lines with their context, in runs without a gap."""
    lines = context_lines(_text_of(found, note), hits, around) if around else hits
    groups: list[list[HitLine]] = []
    for line in lines:
        if around and groups and groups[-1][-1].number == line.number - 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


class Paint(NamedTuple):
    """The few ANSI styles of search results: they are not worth loading rich for."""

    on: bool

    def _style(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text

    def bold(self, text: str) -> str:
        """Titles."""
        return self._style("1", text)

    def dim(self, text: str) -> str:
        """Numbers."""
        return self._style("2", text)

    def path(self, text: str) -> str:
        """Paths."""
        return self._style("35", text)

    def mark(self, text: str) -> str:
        """The words that were searched for."""
        return self._style("1;31", text)
