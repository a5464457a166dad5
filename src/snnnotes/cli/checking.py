"""Commands that look for what is not right: check."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli import completion
from snnnotes.cli.check_report import CheckFormat
from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.terminal import out, printable_block
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from snnnotes.features.checking import Checked
    from snnnotes.model.check_settings import CheckSettings
    from snnnotes.model.finding import Finding
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

#: So often findings are mended and looked for again.
_MOST_ROUNDS = 10


def _names(_incomplete: str) -> list[str]:
    """Checks and groups, for the shell."""
    # Imported here because this module is loaded on every start of its command.
    from snnnotes.model.checks import CHECKS
    from snnnotes.model.finding import Group

    return [*Group, *(check.name for check in CHECKS)]


@commands.command("check")
def check(
    context: typer.Context,
    notes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NOTE]...",
            help="Notes or READMEs to report on; all of them if none.",
            autocompletion=completion.citekeys,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Only this check or group of checks.", autocompletion=_names
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Not this check or group.", autocompletion=_names),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings, too.")] = False,
    form: Annotated[
        CheckFormat, typer.Option("--format", help="How findings are written.")
    ] = CheckFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Say what a check looks for, and why; `all` lists them.",
            autocompletion=_names,
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what has one right answer, then check again.")
    ] = False,
    dry_run: DryRunDiff = False,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the links to papers, too: are they still there?")
    ] = False,
) -> None:
    """Look for what is not right in the notes and the README.

    \b
    Examples:
      snnnotes check
      snnnotes check --fix --dry-run
    """
    from snnnotes.cli.check_report import explain_check, report
    from snnnotes.model.check_settings import CheckSettings

    if explain is not None:
        explain_check(explain)
        return
    if dry_run and not fix:
        raise UsageError("--dry-run says nothing without --fix", hint="snnnotes check --fix")
    form = CheckFormat.JSON if as_json else form
    if dry_run and form is not CheckFormat.TEXT:
        raise UsageError(
            f"--dry-run shows a diff and --format {form} findings", hint="leave out one of them"
        )
    session = Session.of(context)
    notebook = session.notebook()
    usual = notebook.config.check or CheckSettings()
    settings = usual.but(select=select or [], ignore=ignore or [])
    checked = _checked(session, notebook, settings)
    paths = _paths(session, notebook, notes or [], checked)
    if fix:
        checked = _fixed(session, notebook, settings, checked, paths, dry_run=dry_run)
    told = [finding for finding in checked.findings if paths is None or finding.path in paths]
    if online:
        told += _with_dead_links(session, notebook, settings, checked, paths)
        told.sort(key=lambda finding: finding.place)
    report(
        session,
        notebook,
        told,
        form=form,
        files=len(checked.looks) if paths is None else len(paths),
        hint=not fix or dry_run,
    )
    if any(finding.fails(strict=strict) for finding in told):
        raise typer.Exit(1)


def _checked(session: Session, notebook: Notebook, settings: CheckSettings) -> Checked:
    from datetime import datetime

    from snnnotes.features.checking import check_notebook

    with session.progress("Checking notes") as progress:
        checked = check_notebook(
            notebook,
            settings=settings,
            this_year=datetime.now().astimezone().year,
            progress=progress,
        )
    for warning in notebook.warnings:
        session.warn(warning)
    return checked


def _paths(
    session: Session, notebook: Notebook, asked: list[str], checked: Checked
) -> set[PurePosixPath] | None:
    """The files that are to be reported on; None for all.

    Raises:
        NoteNotFoundError: One that is named is not there.
    """
    if not asked:
        return None
    from snnnotes.cli.notes import selected

    known = {look.path for look in checked.looks}
    paths = set()
    for name in asked:
        # A note that cannot be read has nothing but its path to be found by. It is one from the
        # current folder, or from the root if that is another one.
        places = (notebook.path_of(session.folder / name), PurePosixPath(name))
        place = next((place for place in places if place in known), None)
        paths.add(place or selected(session, notebook, name).path)
    return paths


def _fixed(
    session: Session,
    notebook: Notebook,
    settings: CheckSettings,
    checked: Checked,
    paths: set[PurePosixPath] | None,
    *,
    dry_run: bool,
) -> Checked:
    """Mend what can be mended, and check again.

    Args:
        session: Of the command.
        notebook: Whose files.
        settings: Which findings are told.
        checked: What was found.
        paths: Files to be mended, None for all; one that gets another name has that one then.
        dry_run: Show the changes, and write nothing.
    """
    from snnnotes.cli.moves import apply_with_moves
    from snnnotes.features.checking import plan_fixes

    mended = 0
    # A name may become free only when the note that has it gets another one.
    for _ in range(_MOST_ROUNDS):
        wanted = [one for one in checked.findings if paths is None or one.path in paths]
        with notebook.writing():
            changes = plan_fixes(
                checked,
                wanted,
                read_text=notebook.read_text,
                exists=notebook.exists,
                readmes=notebook.readme_settings(),
            )
            if dry_run:
                for change in changes:
                    out(printable_block(change.diff()), end="")
                return checked
            apply_with_moves(session, notebook, changes)
        if not changes:
            break
        # A file with another name is one that goes and one that comes.
        mended += sum(change.after is not None for change in changes)
        if paths is not None:
            paths |= {change.path for change in changes if change.before is None}
            paths -= {change.path for change in changes if change.after is None}
        checked = _checked(session, notebook, settings)
    session.say(f"Mended {count_of(mended, 'file')}" if mended else "Nothing to mend")
    return checked


def _with_dead_links(
    session: Session,
    notebook: Notebook,
    settings: CheckSettings,
    checked: Checked,
    paths: set[PurePosixPath] | None,
) -> list[Finding]:
    """Findings on links whose pages are gone; what could not be asked is named on stderr."""
    from snnnotes.cli.network import client_of
    from snnnotes.features.checking.online import dead_links
    from snnnotes.formats.finding_ignore import without_ignored

    ignores = {look.path: look.ignores for look in checked.looks}
    notes = [
        (look.note, look.lines)
        for look in checked.looks
        if look.note is not None and (paths is None or look.path in paths)
    ]
    with (
        client_of(session, notebook, offline=False) as client,
        session.progress("Asking links") as progress,
    ):
        answer = dead_links(notes, client.status_of, progress=progress)
    for host, why, count in answer.unknown_hosts:
        session.say(f"{host}: {why} ({count_of(count, 'link')} not known to be alive or dead)")
    told = settings.applied(answer.findings)
    return [one for one in told if any(without_ignored([one], ignores[one.path]))]
