"""What `search` finds, and in which form it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from snnnotes.cli.querying import built_query, widened_query
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.terminal import out, printable
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    import re

    from snnnotes.features.listing import SortKey
    from snnnotes.model.query import Query
    from snnnotes.storage.index import Index, Ranked
    from snnnotes.storage.notebook import Notebook

#: What a terminal shows when nobody asks for more: about a screen.
NOTES_SHOWN = 20


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
    # A wrong expression or order is told before the notes are read.
    regex = _regex(text) if asked.regex else None
    order = _order(asked.sort) if asked.sort else None
    if regex is not None:
        query = wide = built_query((), asked.filters, exact=True)
    else:
        query = built_query(asked.words, asked.filters, exact=asked.exact)
        wide = query if asked.exact else widened_query(query, notebook, session)
    needs_all = regex is not None or order is not None
    total, ranked, paths, suggestion = 0, list["Ranked"](), list[str](), ""
    with session.index(notebook, text=regex is None) as index:
        if asked.only_paths and not needs_all:
            paths = index.ranked_paths(wide, literal=query)
            total = len(paths)
        else:
            limit = None if needs_all else asked.limit
            total, ranked = index.best(wide, literal=query, limit=limit)
        session.warn_of_problems(index)
        if not total and regex is None:
            suggestion = _suggestion(index, query)
    found = Found(
        notebook=notebook,
        total=total,
        ranked=ranked,
        paths=paths or [one.path for one in ranked],
        query=wide,
        text=text,
        regex=regex,
        suggestion=suggestion,
    )
    if regex is not None:
        from snnnotes.cli.hit_lines import lines_of

        found = _with(found, [one for one in ranked if lines_of(found, one.note)])
    if order is not None:
        from snnnotes.features.listing import in_order

        by_path = {one.path: one for one in found.ranked}
        notes = in_order((one.note for one in found.ranked), order)
        found = _with(found, [by_path[str(note.path)] for note in notes])
    return found


# What only some searches need is imported where they do: each is up to 3 ms of the others.


def _regex(text: str) -> re.Pattern[str]:
    from snnnotes.features.search import compiled_regex

    return compiled_regex(text)


def _order(keys: str) -> Sequence[SortKey]:
    from snnnotes.features.listing import parse_order

    return parse_order(keys)


def _with(found: Found, ranked: list[Ranked]) -> Found:
    """The same search with other notes, or the same in another order."""
    return found._replace(total=len(ranked), ranked=ranked, paths=[one.path for one in ranked])


def _suggestion(index: Index, query: Query) -> str:
    from snnnotes.features.suggesting import nearest

    return nearest(query, index.vocabulary(), index.titles())


def print_nothing(session: Session, found: Found, *, as_json: bool) -> None:
    """Say that there is no hit, and what may have been meant."""
    if as_json:
        from snnnotes.cli.hit_lines import as_data
        from snnnotes.cli.tables import print_json

        print_json(as_data(found, []))
    # Not as Python would write it: \tau is not \\tau.
    session.say(f"Nothing found for '{printable(found.text)}'" if found.text else "Nothing found")
    if found.suggestion:
        session.say(f"Did you mean '{printable(found.suggestion)}'?")


def print_hits(session: Session, found: Found, shape: Shape) -> None:
    """Write the hits to stdout in the form asked for, and their number to stderr."""
    if shape.only_paths and not shape.as_json:
        out(_path_lines(found.paths[: shape.limit]), end="")
    else:
        _print_lines(session, found, shape)
    hidden = max(0, found.total - (shape.limit or found.total))
    more = f", {hidden} not shown" if hidden else ""
    if hidden and shape.is_default_limit:
        more += " (--all shows them)"
    session.say(count_of(found.total, "note") + more)


def _path_lines(paths: Sequence[str]) -> str:
    """The paths, one a line, with nothing in them that a terminal obeys."""
    # They may be tens of thousands, and hardly ever is there anything to look for in each.
    if not "".join(paths).isprintable():
        paths = [printable(path) for path in paths]
    return "".join(f"{path}\n" for path in paths)


def _print_lines(session: Session, found: Found, shape: Shape) -> None:
    # Imported here because -l, which wants no line, need not wait for it: 5 ms.
    from snnnotes.cli import hit_lines

    shown = found.ranked[: shape.limit]
    if shape.as_json:
        from snnnotes.cli.tables import print_json

        print_json(hit_lines.as_data(found, shown))
    elif shape.only_counts:
        for one in shown:
            out(f"{printable(one.path)}:{len(hit_lines.lines_of(found, one.note))}")
    elif session.at_terminal() or session.colors():
        hit_lines.print_for_people(session, found, shown, shape)
    else:
        hit_lines.print_like_grep(found, shown, shape)


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
