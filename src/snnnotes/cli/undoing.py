"""The command that takes the last one back: undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import out, printable, printable_block

if TYPE_CHECKING:
    from snnnotes.storage.journal import Undone

commands = typer.Typer()


@commands.command("undo")
def undo(context: typer.Context, dry_run: DryRunDiff = False) -> None:
    """Take back the last command that wrote into the notebook.

    \b
    Examples:
      snnnotes undo
      snnnotes undo --dry-run
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.cli.moves import move_in_git
    from snnnotes.storage import journal

    session = Session.of(context)
    notebook = session.notebook()
    with notebook.writing():
        with session.progress("Writing files") as progress:
            undone = journal.undo(notebook, dry_run=dry_run, progress=progress)
        if undone is None:
            session.say("Nothing to undo")
            raise typer.Exit(1)  # so that a loop in a script ends
        if not dry_run:
            move_in_git(session, notebook, undone.moves)
    if dry_run:
        _print_diff(undone)
    else:
        for path, before, after in undone.files:
            what = "created" if before is None else "removed" if after is None else "changed"
            out(f"{what}\t{printable(str(path))}")
    session.say(_told(undone, dry_run=dry_run))


def _told(undone: Undone, *, dry_run: bool) -> str:
    """Which command it is about, and when that was."""
    command = printable(undone.command) or "the last change"
    when = undone.time[: len("2025-01-31T12:00")].replace("T", " ")
    cut = "" if undone.was_complete else ", which was stopped in the middle"
    verb = "Would take back" if dry_run else "Took back"
    rest = "" if undone.files else "; all files were as before already"
    return f"{verb}: {command} ({when}{cut}){rest}"


def _print_diff(undone: Undone) -> None:
    """What would change, as a unified diff."""
    from snnnotes.model.change import FileChange, moved_diff

    changes = {}
    for path, before, after in undone.files:
        try:
            texts = [None if data is None else data.decode() for data in (before, after)]
        except UnicodeDecodeError:
            out(f"Binary files a/{printable(str(path))} and b/{printable(str(path))} differ")
            continue
        changes[path] = FileChange(path, texts[0], texts[1])
    for old, new in undone.moves.items():
        if old in changes and new in changes:
            out(printable_block(moved_diff(changes.pop(old), changes.pop(new))), end="")
    for change in changes.values():
        out(printable_block(change.diff()), end="")
