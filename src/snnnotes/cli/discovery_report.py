"""What `discover` shows: papers of a list, new notes, and the list's own errors."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from snnnotes.cli import terminal
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import out, printable
from snnnotes.features.discovering import State, problem_lines

if TYPE_CHECKING:
    from snnnotes.features.discovering import Listed, Picked
    from snnnotes.formats.paper_list import PaperList

#: Columns that a venue takes at most, as share of the terminal: lists have long names for some.
_VENUE_SHARE = 5
_LEAST_VENUE = 8
#: Enough to show how numbers are written.
_MOST_NUMBERS = 2


def print_papers(
    session: Session,
    found: PaperList,
    papers: Sequence[Listed],
    place: str,
    *,
    as_json: bool,
) -> None:
    """Write papers to stdout: as JSON, as a table at a terminal, as lines in a pipe.

    Args:
        session: Of the command.
        found: The list.
        papers: Those to show.
        place: What to call the list.
        as_json: Did the user ask for JSON?
    """
    if as_json:
        print_json(
            {
                "schema": SCHEMA,
                "list": found.origin,
                "rows": len(found.rows),
                "papers": [_record(listed) for listed in papers],
                "problems": _problems(found, place),
            }
        )
    elif session.at_terminal():
        _print_table(papers, color=session.colors())
    else:
        for listed in papers:
            out("\t".join(map(printable, _cells(listed))))


def print_problems(session: Session, found: PaperList, place: str, *, as_json: bool) -> None:
    """Write the list's own errors to stdout, a line each."""
    if as_json:
        print_json({"schema": SCHEMA, "list": found.origin, "problems": _problems(found, place)})
    else:
        for line in problem_lines(found, place):
            out(printable(line))
    session.say(f"{count_of(len(found.problems), 'problem')} in {count_of(len(found.rows), 'row')}")


def print_added(picked: Sequence[Picked], *, dry_run: bool) -> None:
    """Write new notes to stdout as JSON."""
    from snnnotes.features.listing import record
    from snnnotes.formats.frontmatter import read_note

    notes = [
        {"number": one.listed.number, "lines": one.listed.lines}
        | record(read_note(one.change.text, path=one.change.path))
        for one in picked
    ]
    print_json({"schema": SCHEMA, "dry_run": dry_run, "notes": notes})


def say_counts(
    session: Session,
    found: PaperList,
    papers: Sequence[Listed],
    shown: Sequence[Listed],
    *,
    place: str | None,
) -> None:
    """Say how many papers there are of each kind, and what to do next.

    Args:
        session: Of the command.
        found: The list.
        papers: All of it.
        shown: Those that were shown.
        place: The list as the user named it; None for that of the settings.
    """
    if not papers:
        session.say(
            "No papers were found in this list; it should have bullets with links, or tables"
        )
        return
    states = Counter(listed.state for listed in papers)
    parts = [f"{states[State.NEW]} new"]
    if states[State.PROBABLY]:
        parts.append(f"{states[State.PROBABLY]} probably with a note")
    parts.append(f"{states[State.NOTED]} with a note")
    in_rows = f" in {len(found.rows)} rows" if len(found.rows) != len(papers) else ""
    session.say(f"{count_of(len(papers), 'paper')}{in_rows}: {', '.join(parts)}")
    if states[State.NOTED] == len(papers):
        session.say("Nothing new: every paper of the list has a note")
    elif not shown:
        session.say("None of them fits; leave out --year, --venue or --match")
    elif len(shown) < len(papers):
        session.say(f"{len(shown)} shown")
    if wanted := [str(listed.number) for listed in shown if listed.state is State.NEW]:
        named = f"{shlex.quote(place)} " if place else ""
        numbers = ",".join(wanted[:_MOST_NUMBERS])
        session.say(f"Make unread notes: snnnotes discover {printable(named)}--add {numbers}")
    if found.problems:
        session.say(
            f"The list has {count_of(len(found.problems), 'problem')} of its own;"
            " --problems names them"
        )


def _record(listed: Listed) -> dict[str, object]:
    paper = listed.paper
    return {
        "number": listed.number,
        "lines": listed.lines,
        "title": paper.title,
        "authors": list(paper.authors),
        "more_authors": listed.more_authors,
        "year": paper.year or None,
        "venue": paper.venue,
        "url": paper.url,
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "openreview": paper.openreview,
        "code": paper.code,
        "section": list(listed.rows[0].section),
        "state": listed.state,
        "note": str(listed.note.path) if listed.note else None,
        "reason": listed.reason or None,
    }


def _problems(found: PaperList, place: str) -> list[dict[str, object]]:
    return [
        {"path": place, "line": problem.line, "name": problem.name, "message": problem.sentence}
        for problem in found.problems
    ]


def _cells(listed: Listed) -> list[str]:
    """A line of a pipe: number, year, venue, title, paper, code, state and note."""
    paper = listed.paper
    return [
        str(listed.number),
        str(paper.year or ""),
        paper.venue or "",
        paper.title,
        paper.url or "",
        paper.code or "",
        listed.state,
        str(listed.note.path) if listed.note else "",
    ]


def _print_table(papers: Sequence[Listed], *, color: bool) -> None:
    # Imported here: rich takes 20 ms or more, and a pipe never needs it.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not papers:
        return
    width = terminal.width()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Year", no_wrap=True, style="cyan")
    table.add_column("Venue", max_width=max(_LEAST_VENUE, width // _VENUE_SHARE))
    table.add_column("Title", ratio=1, overflow="fold")
    table.add_column("Code", no_wrap=True)
    has_notes = any(listed.note for listed in papers)
    if has_notes:
        table.add_column("Note", no_wrap=True)
    before: int | None = None
    for listed in papers:
        paper = listed.paper
        is_first = paper.year != before
        if is_first and before is not None:
            table.add_row()
        before = paper.year
        note = {State.NOTED: "yes", State.PROBABLY: "probably"}.get(listed.state, "")
        table.add_row(
            str(listed.number),
            (str(paper.year) if paper.year else "none") if is_first else "",
            # As Text, not as markup: `[bold]` in a title is part of the title.
            Text(printable(paper.venue or "")),
            Text(printable(paper.title)),
            "yes" if paper.code else "",
            *([note] if has_notes else []),
            style="dim" if listed.state is State.NOTED else None,
        )
    Console(width=width, force_terminal=color, no_color=not color, highlight=False).print(table)
