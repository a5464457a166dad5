"""The command that asks sources for what notes lack: fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from snnnotes.cli import completion
from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import is_agreed, out, printable, printable_block
from snnnotes.errors import SnnnotesError, UsageError

if TYPE_CHECKING:
    from snnnotes.cli.network import Online
    from snnnotes.features.resolving import Resolved
    from snnnotes.model.change import FileChange
    from snnnotes.model.citekey import Citekeys
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()


@commands.command("fill")
def fill(
    context: typer.Context,
    notes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NOTE]...",
            help="Which notes; those that wait for a source if none.",
            autocompletion=completion.citekeys,
        ),
    ] = None,
    overwrite: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Write over this field too; once for each."),
    ] = None,
    published: Annotated[
        bool,
        typer.Option("--published", help="Look whether preprints have appeared; offer where."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Write what --published offers, without asking.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only answers that were kept.")
    ] = False,
    dry_run: DryRunDiff = False,
    as_json: Annotated[bool, typer.Option("--json", help="What was found, as JSON.")] = False,
) -> None:
    """Ask sources for what notes lack.

    \b
    Examples:
      snnnotes fill
      snnnotes fill yao2023spikedriven --overwrite venue --dry-run
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.cli.network import client_of, online_of
    from snnnotes.features.filling import checked_overwrite
    from snnnotes.model.citekey import Citekeys
    from snnnotes.model.query import And

    session = Session.of(context)
    if dry_run and as_json:
        raise UsageError("--dry-run shows a diff and --json data", hint="leave out one of them")
    if published and overwrite:
        raise UsageError(
            "--published has fields of its own to write over, and --overwrite names others",
            hint="leave out one of them",
        )
    wanted = checked_overwrite(overwrite or ())
    notebook = session.notebook()
    with session.index(notebook, text=False) as index:
        every = index.notes(And(()))
        session.warn_of_problems(index)
    citekeys = Citekeys(note.citekey for note in every if note.citekey)
    chosen = _chosen(session, notebook, notes or [], every, published=published)
    # Anew: who fills in wants to know what has come since.
    with client_of(session, notebook, offline=offline, anew=True) as client:
        online = online_of(session, client)
        _prepare(online, chosen)
        ask = _Asking(notebook, online, citekeys, wanted, published)
        filled = [ask.about(note) for note in chosen]
    offers = [one for one in filled if one.change]
    if published and not dry_run:
        offers = _agreed(session, offers, yes=yes, as_json=as_json)
    problems = [one.problem for one in filled if one.problem]
    offers, unwritten = _write(notebook, offers, dry_run=dry_run)
    problems += unwritten
    if as_json:
        print_json(_as_data(filled, offers))
    elif not dry_run and not published:
        for one in offers:
            out(printable(str(one.note.path)))
    failed = [one for one in filled if one.has_failed]
    if failed and client.is_offline:
        session.say(f"{count_of(len(failed), 'note')} not asked about, since we are offline")
        failed = []
    _say(session, filled, len(offers), published=published, dry_run=dry_run)
    code = _say_problems(session, failed, problems)
    if code:
        raise typer.Exit(code)


class _Filled(NamedTuple):
    """What came of asking about one note."""

    note: Note
    resolved: Resolved
    change: FileChange | None
    #: Why the note cannot be changed, though there is something to fill in.
    problem: SnnnotesError | None = None

    @property
    def has_failed(self) -> bool:
        """Did the sources that matter not answer?"""
        return bool(self.resolved.pending)

    @property
    def lacks(self) -> list[str]:
        """What only stands in for title or year, though the sources have answered."""
        told = {*self.resolved.fields, *self.resolved.pending}
        return [
            name for name in ("title", "year") if name in self.note.pending and name not in told
        ]


def _chosen(
    session: Session,
    notebook: Notebook,
    names: Sequence[str],
    every: Sequence[Note],
    *,
    published: bool,
) -> list[Note]:
    """The notes to ask about.

    Raises:
        UsageError: One that is named has neither identifier nor address.
    """
    from snnnotes.cli.notes import selected
    from snnnotes.features.filling import subject_of, unpublished, waiting

    if names:
        found = [selected(session, notebook, name) for name in names]
        for note in found:
            if not subject_of(note):
                raise UsageError(
                    f"{note.path}: neither identifier nor address to ask about",
                    hint='add a line such as  arxiv: "2307.01694"  or  doi: 10.1109/…',
                )
        return found
    chosen = unpublished(every) if published else waiting(every)
    return [note for note in chosen if subject_of(note)]


def _prepare(online: Online, notes: Sequence[Note]) -> None:
    """Ask arXiv about all of them at once."""
    from snnnotes.features.filling import subject_of
    from snnnotes.model.identifiers import ArxivId

    subjects = [subject_of(note) for note in notes]
    online.prepare([one for one in subjects if isinstance(one, ArxivId)])


@dataclass(frozen=True, slots=True)
class _Asking:
    """What asking about each note takes."""

    notebook: Notebook
    online: Online
    citekeys: Citekeys
    overwrite: frozenset[str]
    published: bool

    def about(self, note: Note) -> _Filled:
        """What sources say of a note, and what would change in it."""
        from snnnotes.features.filling import PUBLISHED, Wish, plan_fill, subject_of
        from snnnotes.features.resolving import Prefer, resolve

        prefer = Prefer.PUBLISHED if self.published else Prefer.PREPRINT
        resolved = resolve(
            subject_of(note), self.online, prefer=prefer, seek_published=self.published
        )
        values = {name: one.value for name, one in resolved.fields.items()}
        wish = Wish(self.overwrite)
        if self.published:
            wish = Wish(frozenset(PUBLISHED), PUBLISHED if values.get("venue") else ())
        # Who does not answer, or not know the paper, may do so tomorrow: it stays marked as it is.
        has_answer = not (resolved.pending or resolved.unknown_to)
        pending = () if has_answer else note.pending
        try:
            change = plan_fill(
                self.notebook.read_text(note.path), note, values, pending=pending,
                citekeys=self.citekeys, wish=wish,
            )  # fmt: skip
        except SnnnotesError as error:
            return _Filled(note, resolved, None, error)
        return _Filled(note, resolved, change)


def _agreed(
    session: Session, offers: Sequence[_Filled], *, yes: bool, as_json: bool
) -> list[_Filled]:
    """Those of the published papers that the user wants to have written."""
    agreed = []
    for one in offers:
        if not as_json:
            for name, value in _offered(one):
                out("\t".join(map(printable, (str(one.note.path), name, value))))
        asked = yes or (session.can_ask() and is_agreed("Write it?", default=True))
        if asked:
            agreed.append(one)
    return agreed


def _offered(one: _Filled) -> list[tuple[str, str]]:
    """What would change in a note on a paper that has appeared."""
    from snnnotes.features.filling import PUBLISHED

    paper, fields = one.note.paper, one.resolved.fields
    before = {"year": str(paper.year), "venue": paper.venue, "doi": paper.doi}
    told = {name: str(fields[name].value) for name in PUBLISHED if name in fields}
    return [(name, value) for name, value in told.items() if value != before[name]]


def _write(
    notebook: Notebook, offers: Sequence[_Filled], *, dry_run: bool
) -> tuple[list[_Filled], list[SnnnotesError]]:
    """Write each note by itself: one that cannot be written does not hold up the others.

    Returns: Those that were written, and why others were not.
    """
    written: list[_Filled] = []
    problems: list[SnnnotesError] = []
    for one in offers:
        if one.change is None:
            continue
        if dry_run:
            out(printable_block(one.change.diff()), end="")
        else:
            try:
                notebook.apply([one.change])
            except SnnnotesError as error:
                problems.append(error)
                continue
        written.append(one)
    return written, problems


def _say(
    session: Session, filled: Sequence[_Filled], changed: int, *, published: bool, dry_run: bool
) -> None:
    """Say on stderr what came of it."""
    for one in filled:
        if one.resolved.unknown_to:
            session.warn(
                f"{one.note.path}: {one.resolved.unknown_to} has no such paper",
                hint="look at the identifier in the note",
            )
        elif one.lacks:
            session.say(
                f"{printable(str(one.note.path))}: no source tells the {' and '.join(one.lacks)}; "
                "write it yourself, and take it out of pending"
            )
    if not filled:
        session.say("No preprint is without a venue" if published else "No note is waiting")
        return
    verb = "would be filled in" if dry_run else "filled in"
    asked = count_of(len(filled), "note")
    session.say(f"{asked} asked about, {changed} {verb}")
    if published and changed < sum(one.change is not None for one in filled):
        session.say("--yes writes what is offered")


def _say_problems(
    session: Session, failed: Sequence[_Filled], problems: Sequence[SnnnotesError]
) -> int:
    """Say on stderr what went wrong, and with which code to end."""
    from snnnotes.cli.app import ExitCode, exit_code

    for one in failed:
        for failure in one.resolved.failures:
            session.warn(f"{one.note.path}: {failure.error}", hint=failure.error.hint)
    for problem in problems:
        session.warn(str(problem), hint=problem.hint)
    codes = [exit_code(problem) for problem in problems]
    return max([*codes, ExitCode.SOURCE_FAILED if failed else ExitCode.DONE])


def _left(one: _Filled) -> tuple[str, ...]:
    """What a note still waits for once its change is written."""
    from snnnotes.formats.frontmatter import read_note

    return read_note(one.change.text, path=one.note.path).pending if one.change else ()


def _as_data(filled: Sequence[_Filled], written: Sequence[_Filled]) -> dict[str, object]:
    paths = {one.note.path for one in written}
    return {
        "schema": SCHEMA,
        "notes": [
            {
                "path": str(one.note.path),
                "written": one.note.path in paths,
                "pending": list(_left(one) if one.note.path in paths else one.note.pending),
                "fields": {
                    name: {
                        "value": list(told.value) if isinstance(told.value, tuple) else told.value,
                        "source": told.source,
                        "guess": told.is_guess,
                    }
                    for name, told in one.resolved.fields.items() if name != "abstract"
                },
                "failures": [
                    {"source": failure.source, "problem": failure.error.problem}
                    for failure in one.resolved.failures
                ],
            }
            for one in filled
        ],
    }  # fmt: skip
