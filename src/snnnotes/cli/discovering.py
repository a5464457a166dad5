"""The command that shows what is new in a paper list: discover."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from snnnotes.cli import completion
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.terminal import out, printable, printable_block
from snnnotes.errors import SourceError, UnreadableFileError, UsageError

if TYPE_CHECKING:
    from snnnotes.features.discovering import Listed, Picked
    from snnnotes.formats.paper_list import PaperList
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

_EXAMPLE = "zhouchenlin2096/Awesome-Spiking-Neural-Networks"


@commands.command("discover")
def discover(
    context: typer.Context,
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[LIST]",
            help="Markdown file, OWNER/REPOSITORY on GitHub, or URL; if none, that of"
            " snnnotes.toml.",
            show_default=False,
        ),
    ] = None,
    year: Annotated[
        list[str] | None,
        typer.Option("--year", metavar="YEAR", help="Year or years: 2023, 2021..2023, 2021.."),
    ] = None,
    venue: Annotated[
        list[str] | None,
        typer.Option(
            "--venue",
            metavar="VENUE",
            help="Venue, such as NeurIPS.",
            autocompletion=completion.venues,
        ),
    ] = None,
    match: Annotated[
        str | None,
        typer.Option(metavar="QUERY", help="Words of title, venue or authors, and field:value."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also papers that have a note, marked.")
    ] = False,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBERS", help="Make unread notes of these: 3,7-9."),
    ] = None,
    problems: Annotated[
        bool, typer.Option("--problems", help="The list's own errors, for a pull request.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Take the list as it was last fetched.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --add: write nothing; show what would be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, for programs.")] = False,
) -> None:
    """Show what a paper list has that has no note yet.

    Newest years first. The numbers stay the same whatever is shown, and whatever notes there are.

    \b
    Examples:
      snnnotes discover zhouchenlin2096/Awesome-Spiking-Neural-Networks --year 2024..
      snnnotes discover --add 3,7-9
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.cli.discovery_report import print_papers, print_problems, say_counts
    from snnnotes.cli.querying import built_query, widened_query
    from snnnotes.features.discovering import State
    from snnnotes.model.query_match import Matcher

    session = Session.of(context)
    asked = built_query([match] if match else [], {"year": year, "venue": venue}, exact=False)
    _refuse_what_contradicts(add, problems=problems, dry_run=dry_run, filters=(year, venue, match))
    notebook = session.notebook()
    read = _read(session, notebook, place, offline=offline)
    if add:
        picked = _add(session, notebook, read, add, dry_run=dry_run)
        _show_added(session, picked, dry_run=dry_run, as_json=as_json)
        return
    if problems:
        print_problems(session, read.papers, read.shown, as_json=as_json)
        return
    papers = _papers(session, notebook, read)
    wide = widened_query(asked, notebook, session)
    shown = [
        listed
        for listed in papers
        if (everything or listed.state is not State.NOTED) and Matcher(listed.as_note()).fits(wide)
    ]
    print_papers(session, read.papers, shown, read.shown, as_json=as_json)
    say_counts(session, read.papers, papers, shown, place=place)


class _Read(NamedTuple):
    """A list that was read."""

    papers: PaperList
    #: What its keeper calls the file.
    shown: str
    is_own: bool


def _refuse_what_contradicts(
    add: Sequence[str] | None, *, problems: bool, dry_run: bool, filters: Sequence[object]
) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: There are such.
    """
    if dry_run and not add:
        raise UsageError("--dry-run is for --add", hint="without --add nothing is written")
    if add and problems:
        raise UsageError("--add and --problems at once", hint="leave out one of them")
    if (add or problems) and any(filters):
        option = "--add takes numbers of the whole list" if add else "--problems are of all rows"
        raise UsageError(option, hint="leave out --year, --venue and --match")


def _read(session: Session, notebook: Notebook, place: str | None, *, offline: bool) -> _Read:
    """The list that the user names, or the one of the settings.

    Raises:
        UsageError: None is named.
        UnreadableFileError: It is a file that cannot be read.
        SourceError: It is online and cannot be had.
    """
    from snnnotes.features.discovering import place_of
    from snnnotes.formats.paper_list import loads
    from snnnotes.sources.github_list import is_online
    from snnnotes.storage.files import text_in
    from snnnotes.storage.note_files import is_file

    folder = session.folder
    if place is None:
        place, folder = notebook.config.paper_list, notebook.root
    if place is None:
        raise UsageError(
            "no paper list is named",
            hint=f"name one: snnnotes discover {_EXAMPLE}\nor write into snnnotes.toml\n"
            f'  [discover]\n  list = "{_EXAMPLE}"',
        )
    if place == "-":
        text, _ = text_in(sys.stdin.buffer.read(), PurePath("-"), encoding=None)
        return _Read(loads(text, origin="-"), "-", is_own=False)
    if is_online(place) and not is_file(folder / place):
        text, origin = _fetched(session, notebook, place, offline=offline)
        return _Read(loads(text, origin=origin), place_of(origin), is_own=False)
    text = _text_of(folder / place, place)
    own = notebook.path_of(folder / place)
    origin = str(own) if own is not None else PurePath(place).as_posix()
    return _Read(loads(text, origin=origin), PurePath(place).as_posix(), is_own=own is not None)


def _fetched(session: Session, notebook: Notebook, place: str, *, offline: bool) -> tuple[str, str]:
    """Text and origin of a list online.

    Raises:
        SourceError: It cannot be had.
    """
    from snnnotes.cli.network import client_of
    from snnnotes.sources.github_list import fetch_list

    with client_of(session, notebook, offline=offline) as client:
        if session.can_ask() and not client.is_offline:
            session.say(f"Fetching {printable(place)} …")
        try:
            text, origin = fetch_list(client, place)
        except SourceError as error:
            # Whoever cannot get through may have a browser that can.
            way_out = "or download the list and name its file: snnnotes discover README.md"
            hint = error.hint if "download" in error.hint else f"{error.hint}\n{way_out}".strip()
            raise SourceError(error.source, error.problem, hint=hint) from error
        if client.is_offline:
            session.say("Offline: this is the list as it was last fetched")
        return text, origin


def _text_of(path: Path, place: str) -> str:
    """The text of a file.

    Raises:
        UnreadableFileError: It cannot be read.
    """
    from snnnotes.storage.files import read_text

    if path.is_dir():
        raise UnreadableFileError(
            PurePath(place), "this is a folder", hint=f"name the file in it: {place}/README.md"
        )
    return read_text(path, PurePath(place))


def _papers(session: Session, notebook: Notebook, read: _Read) -> list[Listed]:
    """The papers of the list, each with its note."""
    from snnnotes.features.discovering import listed_papers

    return listed_papers(read.papers, _notes(session, notebook), is_own=read.is_own)


def _notes(session: Session, notebook: Notebook) -> list[Note]:
    from snnnotes.model.query import And

    with session.index(notebook, text=False) as index:
        session.warn_of_problems(index)
        return index.notes(And(()))


def _add(
    session: Session, notebook: Notebook, read: _Read, numbers: Sequence[str], *, dry_run: bool
) -> list[Picked]:
    """Plan notes for papers of the list and, unless it is a dry run, write them.

    The lock is held from the look at the notes to the write, so that nobody adds the same paper
    meanwhile.
    """
    from snnnotes.features.discovering import chosen_numbers, listed_papers, plan_notes

    now = datetime.now().astimezone().isoformat(timespec="seconds")
    with notebook.writing():
        notes = _notes(session, notebook)
        papers = listed_papers(read.papers, notes, is_own=read.is_own)
        picked = [papers[number - 1] for number in chosen_numbers(numbers, count=len(papers))]
        plan = plan_notes(picked, notebook, notes, added=now)
        if not dry_run:
            notebook.apply([one.change for one in plan])
    return plan


def _show_added(
    session: Session, picked: Sequence[Picked], *, dry_run: bool, as_json: bool
) -> None:
    """Say what was added, and what is still to do for it."""
    if as_json:
        from snnnotes.cli.discovery_report import print_added

        print_added(picked, dry_run=dry_run)
    for one in picked:
        if not as_json and dry_run:
            out(printable_block(one.change.diff()), end="")
        elif not as_json:
            out(printable(str(one.change.path)))
        if one.lacks_link:
            session.warn(
                f"{one.listed.number} {one.listed.paper.title}: its link was left out, since the"
                " list has it for another paper too",
                hint="find the right one and put it into the note as url",
            )
    pending = sum(bool(one.pending) for one in picked)
    if pending and not dry_run:
        session.say(f"Pending: authors of {count_of(pending, 'note')}; later, run  snnnotes fill")
    verb = "would be made" if dry_run else "made"
    session.say(f"{count_of(len(picked), 'unread note')} {verb}")
