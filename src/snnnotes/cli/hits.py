"""What `search` finds and how it is shown: headings and marked lines, or grep's forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from snnnotes.cli.querying import built_query, widened_query
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.snippets import ROWS, pieces_of, rows_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import out, printable, width
from snnnotes.errors import NoteFormatError, UnreadableFileError, UsageError
from snnnotes.features.listing import in_order, parse_order, record
from snnnotes.features.search import (
    HitLine,
    Span,
    compiled_regex,
    context_lines,
    marked_lines,
    regex_lines,
)
from snnnotes.formats.frontmatter_block import find_block
from snnnotes.model.note import Note
from snnnotes.model.query import Query
from snnnotes.storage.index import Index, Ranked
from snnnotes.storage.notebook import Notebook

#: What a terminal shows when nobody asks for more: about a screen.
NOTES_SHOWN = 20
LINES_SHOWN = 4


class Asked(NamedTuple):
    """What the user searches for."""

    words: tuple[str, ...]
    filters: Mapping[str, Sequence[str] | None]
    exact: bool
    regex: bool
    sort: str | None
    #: How many of the notes will be looked at; all if None.
    limit: int | None
    #: Is nothing wanted of the notes but their paths?
    only_paths: bool


class Shape(NamedTuple):
    """How much to show, and in which form."""

    #: No more notes than this; all if None.
    limit: int | None
    everything: bool
    only_paths: bool
    only_counts: bool
    around: int
    as_json: bool
    #: Is the limit ours, because nobody named one?
    is_default_limit: bool = False

    def fitted(self, *, at_terminal: bool) -> Shape:
        """The same with a limit where a person would get more than a screen."""
        listing = self.only_paths or self.only_counts or self.as_json
        if self.limit is not None or not at_terminal or self.everything or listing:
            return self
        return self._replace(limit=NOTES_SHOWN, is_default_limit=True)


class Found(NamedTuple):
    """The notes that fit, best first, and what it takes to show their lines."""

    notebook: Notebook
    #: How many fit.
    total: int
    #: As many of them as were asked for.
    ranked: Sequence[Ranked]
    #: The same as paths.
    paths: Sequence[str]
    query: Query
    #: As the user typed it.
    text: str
    regex: re.Pattern[str] | None = None
    suggestion: str = ""


def find(session: Session, asked: Asked) -> Found:
    """The notes that fit; warns of notes that could not be read."""
    notebook = session.notebook()
    text = " ".join(asked.words)
    if asked.regex:
        compiled_regex(text)  # a wrong one is told before the notes are read
        query = wide = built_query((), asked.filters, exact=True)
    else:
        query = built_query(asked.words, asked.filters, exact=asked.exact)
        wide = query if asked.exact else widened_query(query, notebook, session)
    order = parse_order(asked.sort) if asked.sort else None
    needs_all = asked.regex or order is not None
    total, ranked, paths, suggestion = 0, list[Ranked](), list[str](), ""
    with session.index(notebook, text=not asked.regex) as index:
        if asked.only_paths and not needs_all:
            paths = index.ranked_paths(wide, literal=query)
            total = len(paths)
        else:
            limit = None if needs_all else asked.limit
            total, ranked = index.best(wide, literal=query, limit=limit)
        session.warn_of_problems(index)
        if not total and not asked.regex:
            suggestion = _suggestion(index, query)
    found = Found(
        notebook=notebook,
        total=total,
        ranked=ranked,
        paths=paths or [one.path for one in ranked],
        query=wide,
        text=text,
        regex=compiled_regex(text) if asked.regex else None,
        suggestion=suggestion,
    )
    if asked.regex:
        found = _with(found, [one for one in ranked if lines_of(found, one.note)])
    if order is not None:
        by_path = {one.path: one for one in found.ranked}
        notes = in_order((one.note for one in found.ranked), order)
        found = _with(found, [by_path[str(note.path)] for note in notes])
    return found


def _with(found: Found, ranked: list[Ranked]) -> Found:
    """The same search with other notes, or the same in another order."""
    return found._replace(total=len(ranked), ranked=ranked, paths=[one.path for one in ranked])


def _suggestion(index: Index, query: Query) -> str:
    from snnnotes.features.suggesting import nearest

    return nearest(query, index.vocabulary(), index.titles())


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


def print_nothing(session: Session, found: Found, *, as_json: bool) -> None:
    """Say that there is no hit, and what may have been meant."""
    if as_json:
        print_json(_as_data(found, []))
    # Not as Python would write it: \tau is not \\tau.
    session.say(f"Nothing found for '{printable(found.text)}'" if found.text else "Nothing found")
    if found.suggestion:
        session.say(f"Did you mean '{printable(found.suggestion)}'?")


def print_hits(session: Session, found: Found, shape: Shape) -> None:
    """Write the hits to stdout in the form asked for, and their number to stderr."""
    shown = found.ranked[: shape.limit]
    if shape.as_json:
        print_json(_as_data(found, shown))
    elif shape.only_paths:
        # In one go: they may be tens of thousands.
        out("".join(f"{printable(path)}\n" for path in found.paths[: shape.limit]), end="")
    elif shape.only_counts:
        for one in shown:
            out(f"{printable(one.path)}:{len(lines_of(found, one.note))}")
    elif session.at_terminal() or session.colors():
        _print_for_people(session, found, shown, shape)
    else:
        _print_like_grep(found, shown, shape)
    hidden = max(0, found.total - (shape.limit or found.total))
    more = f", {hidden} not shown" if hidden else ""
    if hidden and shape.is_default_limit:
        more += " (--all shows them)"
    session.say(count_of(found.total, "note") + more)


def _as_data(found: Found, shown: Sequence[Ranked]) -> dict[str, Any]:
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


def _print_like_grep(found: Found, shown: Sequence[Ranked], shape: Shape) -> None:
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


def _print_for_people(
    session: Session, found: Found, shown: Sequence[Ranked], shape: Shape
) -> None:
    paint = Paint(on=session.colors())
    for number, one in enumerate(shown, 1):
        note = one.note
        title = _marked(HitLine(0, note.paper.title, _title_spans(found, note)), paint)
        out(f"{paint.dim(f'{number}.')} {paint.bold(title)}")
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


def _marked(line: HitLine, paint: Paint) -> str:
    pieces = pieces_of(line, 2 * len(line.text))
    return "".join(paint.mark(text) if marked else text for text, marked in pieces)


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


def go_on(session: Session, found: Found, *, open_hit: int | None, edit_hit: int | None) -> None:
    """Open the paper of one hit in the browser, or its note in the editor.

    Raises:
        UsageError: There is no such hit, or its note names no address.
    """
    from snnnotes.cli.launching import edit_file, open_address

    for number, action in ((open_hit, "open"), (edit_hit, "edit")):
        if number is None:
            continue
        if number > found.total:
            raise UsageError(
                f"--{action} {number}: there {_are(found.total)}",
                hint=f"choose one from 1 to {found.total}",
            )
        note = found.ranked[number - 1].note
        if action == "open":
            open_address(note)
        else:
            edit_file(found.notebook.root / note.path, session.environment)


def _are(number: int) -> str:
    return f"{'is' if number == 1 else 'are'} only {count_of(number, 'hit')}"
