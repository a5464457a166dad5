"""Commands that find notes: list, search."""

# No `from __future__ import annotations` here: Typer would have to evaluate every annotation anew
# at each start.
from typing import Annotated

import typer

from snnnotes.cli import completion
from snnnotes.cli.querying import QueryCommand, built_query, widened_query
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import Format, print_notes
from snnnotes.errors import UsageError

commands = typer.Typer()

Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...", help="Words and field:value; see docs/reference/query-language.md."
    ),
]
Years = Annotated[
    list[str] | None,
    typer.Option(
        "--year",
        metavar="YEAR",
        help="Year or years: 2023, 2021..2023, 2021.., ..2022.",
        autocompletion=completion.years,
    ),
]
Venues = Annotated[
    list[str] | None,
    typer.Option(
        "--venue", metavar="VENUE", help="Venue, such as NeurIPS.", autocompletion=completion.venues
    ),
]
Authors = Annotated[
    list[str] | None,
    typer.Option("--author", metavar="NAME", help="Words of an author's name.",
                 autocompletion=completion.authors),
]  # fmt: skip
Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="Tag; given twice, both are needed.",
                 autocompletion=completion.tags),
]  # fmt: skip
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="unread, reading or read.",
                 autocompletion=completion.statuses),
]  # fmt: skip
Exact = Annotated[
    bool, typer.Option("--exact", help="Words as typed: no other forms, no equal terms.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]


@commands.command("list", cls=QueryCommand)
def list_notes(
    context: typer.Context,
    query: Query = None,
    year: Years = None,
    venue: Venues = None,
    author: Authors = None,
    tag: Tags = None,
    status: Statuses = None,
    sort: Annotated[
        str, typer.Option(metavar="KEYS", help="Columns to sort by; - turns one round.")
    ] = "-year,-added,title",
    form: Annotated[
        Format | None,
        typer.Option("--format", help="table at a terminal and plain lines in a pipe by default."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="COLUMNS", help="Columns of table, plain, csv and tsv: year,title."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="No more than N notes.")
    ] = None,
    exact: Exact = False,
    as_json: AsJson = False,
) -> None:
    """List notes by year, venue, author, tag or query.

    \b
    Examples:
      snnnotes list --year 2023
      snnnotes list tag:attention year:2022.. --sort venue,title --format csv
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.listing import in_order, parse_columns, parse_order
    from snnnotes.model.query import needs_text

    session = Session.of(context)
    order, shown = parse_order(sort), parse_columns(columns) if columns else ()
    filters = {"year": year, "venue": venue, "author": author, "tag": tag, "status": status}
    asked = built_query(query or [], filters, exact=exact)
    notebook = session.notebook()
    wide = asked if exact else widened_query(asked, notebook, session)
    with session.index(notebook, text=needs_text(wide)) as index:
        notes = in_order(index.notes(wide), order)
        session.warn_of_problems(index)
    chosen = Format.JSON if as_json else form
    if chosen is None:
        chosen = Format.TABLE if session.at_terminal() else Format.PLAIN
    print_notes(notes[:limit], chosen, shown, color=session.colors())
    cut = len(notes) - len(notes[:limit])
    session.say(count_of(len(notes), "note") + (f", {cut} not shown" if cut else ""))


@commands.command("search", cls=QueryCommand)
def search(
    context: typer.Context,
    query: Query = None,
    year: Years = None,
    venue: Venues = None,
    author: Authors = None,
    tag: Tags = None,
    status: Statuses = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=1, metavar="N",
                     help="No more than N notes; at a terminal 20."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All notes and all their lines, also at a terminal.")
    ] = False,
    paths: Annotated[bool, typer.Option("--files", "-l", help="Only the paths.")] = False,
    count: Annotated[
        bool, typer.Option("--count", "-c", help="Only path:number of lines.")
    ] = False,
    around: Annotated[
        int, typer.Option("--context", "-C", min=0, metavar="N", help="N lines before and after.")
    ] = 0,
    regex: Annotated[
        bool,
        typer.Option("--regex", help="QUERY is a regular expression for a line; case is ignored."),
    ] = False,
    sort: Annotated[
        str | None,
        typer.Option(metavar="KEYS", help="Columns to sort by, such as -year; best first if none."),
    ] = None,
    exact: Exact = False,
    as_json: AsJson = False,
    open_hit: Annotated[
        int | None, typer.Option("--open", min=1, metavar="K", help="Open the paper of hit K.")
    ] = None,
    edit_hit: Annotated[
        int | None, typer.Option("--edit", min=1, metavar="K", help="Edit the note of hit K.")
    ] = None,
) -> None:  # fmt: skip
    """Find notes by what stands in them, in Chinese and English.

    \b
    Examples:
      snnnotes search 膜电位 threshold
      snnnotes search '"surrogate gradient" year:2022..' -C 1
    """
    from snnnotes.cli import hits

    session = Session.of(context)
    filters = {"year": year, "venue": venue, "author": author, "tag": tag, "status": status}
    if not query and not any(filters.values()):
        raise UsageError("search for what?", hint="example: snnnotes search 膜电位")
    going_on = max(open_hit or 0, edit_hit or 0)
    shape = hits.Shape(limit=limit, everything=everything, only_paths=paths, only_counts=count,
                       around=around, as_json=as_json)  # fmt: skip
    shape = shape.fitted(at_terminal=session.at_terminal())
    asked = hits.Asked(words=tuple(query or ()), filters=filters, exact=exact, regex=regex,
                       sort=sort, limit=going_on or shape.limit,
                       only_paths=paths and not (going_on or as_json))  # fmt: skip
    found = hits.find(session, asked)
    if not found.total:
        hits.print_nothing(session, found, as_json=as_json)
        raise typer.Exit(1)
    if going_on:
        hits.go_on(session, found, open_hit=open_hit, edit_hit=edit_hit)
        return
    hits.print_hits(session, found, shape)
