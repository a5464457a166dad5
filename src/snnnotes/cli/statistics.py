"""Commands that count: stats."""

# No `from __future__ import annotations` here: Typer would have to evaluate every annotation anew
# at each start.
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from snnnotes.cli.finding import AsJson, Authors, Exact, Query, Statuses, Tags, Venues, Years
from snnnotes.cli.querying import QueryCommand, built_query, widened_query
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import out, printable, width
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from snnnotes.features.statistics import Counts, Key
    from snnnotes.model.note import Note

commands = typer.Typer()

#: Bars of one group where nobody asks for more.
_MOST_BARS = 15
KEYS = ("year", "venue", "tag", "author", "status", "added")


def _keys(_incomplete: str) -> list[str]:
    """What papers are counted by, for the shell."""
    return list(KEYS)


@commands.command("stats", cls=QueryCommand)
def stats(
    context: typer.Context,
    query: Query = None,
    year: Years = None,
    venue: Venues = None,
    author: Authors = None,
    tag: Tags = None,
    status: Statuses = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help=f"Count by one of {', '.join(KEYS)}; by each of them if not given.",
            autocompletion=_keys,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=1, metavar="N",
                     help=f"No more than N bars each; a terminal and a chart have {_MOST_BARS}."),
    ] = None,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw a chart as SVG; needs the extra plot.")
    ] = None,
    png: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw a chart as PNG; needs the extra plot.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a chart that is there.")
    ] = False,
    exact: Exact = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Count papers by year, venue, tag, author, status and month added.

    \b
    Examples:
      snnnotes stats
      snnnotes stats tag:attention --by venue --svg venues.svg
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.statistics import count_by

    session = Session.of(context)
    keys = _parsed_keys(by)
    files = {form: file for form, file in (("svg", svg), ("png", png)) if file is not None}
    if force and not files:
        raise UsageError("--force says nothing without --svg or --png", hint="leave it out")
    _refuse_files(session, files, force=force)
    filters = {"year": year, "venue": venue, "author": author, "tag": tag, "status": status}
    notes = _notes(session, query or [], filters, exact=exact)
    counts = [count_by(notes, key) for key in keys]
    if files:
        _draw(session, counts, len(notes), files, limit=limit or _MOST_BARS, force=force)
    if as_json:
        print_json(_record(len(notes), counts))
    elif not files:
        _print(session, counts, limit)
    session.say(count_of(len(notes), "note"))


def _parsed_keys(names: "Sequence[str] | None") -> "list[Key]":
    from snnnotes.features.statistics import Key

    # What a note calls it, or a query: tags, authors.
    known = {str(key): key for key in Key} | {f"{key}s": key for key in Key} | {"month": Key.ADDED}
    keys = []
    for name in names or KEYS:
        if name.lower() not in known:
            raise UsageError(f"--by {name}: there is no such key", hint=f"one of {', '.join(KEYS)}")
        keys.append(known[name.lower()])
    return list(dict.fromkeys(keys))


def _notes(
    session: Session,
    words: "Sequence[str]",
    filters: "Mapping[str, Sequence[str] | None]",
    *,
    exact: bool,
) -> "list[Note]":
    """The notes that fit; those that cannot be read are named on stderr."""
    from snnnotes.model.query import needs_text

    asked = built_query(words, filters, exact=exact)
    notebook = session.notebook()
    wide = asked if exact else widened_query(asked, notebook, session)
    with session.index(notebook, text=needs_text(wide)) as index:
        notes = index.notes(wide)
        session.warn_of_problems(index)
    return notes


def _print(session: Session, counts: "Sequence[Counts]", limit: int | None) -> None:
    from snnnotes.features.statistics import shown

    if not session.at_terminal():
        for group in counts:
            kept = shown(group, limit) if limit else group
            for count in kept.counts:
                out(f"{group.key}\t{printable(count.value or '')}\t{count.papers}")
        return
    from snnnotes.cli.bars import lines_of_bars

    groups = [shown(group, limit or _MOST_BARS) for group in counts if group.counts]
    for line in lines_of_bars(groups, width=width(), color=session.colors()):
        out(line)


def _record(notes: int, counts: "Sequence[Counts]") -> "dict[str, Any]":
    return {
        "schema": SCHEMA,
        "notes": notes,
        "by": {
            str(group.key): [
                {"value": count.value, "notes": count.papers} for count in group.counts
            ]
            for group in counts
        },
    }


def _refuse_files(session: Session, files: "Mapping[str, Path]", *, force: bool) -> None:
    """Refuse files that cannot be made before the notes are read and the chart is drawn."""
    if files:
        from snnnotes.cli.charts import refuse_without_library
        from snnnotes.storage.output_file import refuse_output

        if form := next((form for form, file in files.items() if str(file) == "-"), None):
            raise UsageError(
                f"--{form} -: a chart goes into a file",
                hint=f"name it, as in  --{form} papers.{form}",
            )
        refuse_without_library()
        for file in files.values():
            refuse_output(session.folder, file, overwrite=force)


def _draw(
    session: Session,
    counts: "Sequence[Counts]",
    notes: int,
    files: "Mapping[str, Path]",
    *,
    limit: int,
    force: bool,
) -> None:
    """Write a chart into each of `files`.

    Raises:
        UsageError: There is nothing to draw.
    """
    from snnnotes.cli.charts import drawn, lacking_characters
    from snnnotes.features.statistics import shown
    from snnnotes.storage.output_file import write_output

    groups = [shown(group, limit) for group in counts if group.counts]
    if not groups:
        raise UsageError(
            "there is no paper to draw", hint="snnnotes stats  shows what a query finds"
        )
    if lacking := lacking_characters(groups):
        session.warn(
            f"no font of this system has {' '.join(lacking)}; a box stands for each in the chart",
            hint="install one for Chinese, such as Noto Sans CJK (fonts-noto-cjk)",
        )
    for form, file in files.items():
        write_output(session.folder, file, drawn(groups, notes, form), overwrite=force)
        session.say(f"Wrote {printable(file.as_posix())}")
