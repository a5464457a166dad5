"""Commands that make something for readers: build-readme."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.terminal import out, printable_block
from snnnotes.errors import UnreadableFileError, UnreadableNotesError, UsageError

if TYPE_CHECKING:
    from snnnotes.model.change import FileChange
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()


@commands.command("build-readme")
def build_readme(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="README files, relative to the notebook; all of them if none."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; show the diff and exit 1 if stale.")
    ] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Put the two markers into a README that lacks them.")
    ] = False,
    dry_run: DryRunDiff = False,
) -> None:
    """Rebuild the paper list of the README from the notes.

    \b
    Examples:
      snnnotes build-readme
      snnnotes build-readme --check
    """
    session = Session.of(context)
    notebook = session.notebook()
    notes = _all_notes(session, notebook)
    changes = _planned(notebook, notes, files or [], init=init)
    for change in changes if check or dry_run else ():
        out(printable_block(change.diff()), end="")
    if check:
        stale = ", ".join(str(change.path) for change in changes)
        session.say(f"Stale: {stale}; run  snnnotes build-readme" if stale else "Up to date")
        raise typer.Exit(1 if changes else 0)
    if dry_run:
        return
    notebook.apply(changes)
    for change in changes:
        session.say(f"Rebuilt {change.path}")
    if not changes:
        session.say(f"Up to date: {count_of(len(notes), 'note')}")


def _all_notes(session: Session, notebook: Notebook) -> list[Note]:
    """Every note of the notebook.

    Raises:
        UnreadableNotesError: One cannot be read. Its row would vanish from the README without
            a word, so nothing is built at all.
    """
    for folder in notebook.folders:
        if not (notebook.root / folder).is_dir():
            raise UnreadableFileError(
                PurePosixPath(folder),
                "no such folder, so the list would lose all its notes",
                hint="bring it back, or name the right one under [notes] folders in snnnotes.toml",
            )
    notes, unreadable = _read_or_indexed(session, notebook)
    if unreadable:
        raise UnreadableNotesError(
            f"{count_of(unreadable, 'note')} cannot be read; no README was changed",
            hint="mend what the warnings name, then run the command again",
        )
    return notes


def _read_or_indexed(session: Session, notebook: Notebook) -> tuple[list[Note], int]:
    """The notes, and how many more cannot be read; those are named on stderr."""
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.storage.index_place import default_cache_folder, index_path

    if index_path(default_cache_folder(session.environment), notebook.root).exists():
        from snnnotes.model.query import And

        with session.index(notebook, text=False) as index:
            return index.notes(And(())), session.warn_of_problems(index)
    # In a fresh clone, as in CI, nothing comes after this command that an index would be for.
    from snnnotes.storage.note_reading import load_notes

    notes, problems = load_notes(notebook)
    for problem in problems:
        session.warn(str(problem), hint=problem.hint)
    for warning in notebook.warnings:
        session.warn(warning)
    return notes, len(problems)


def _planned(
    notebook: Notebook, notes: list[Note], files: list[str], *, init: bool
) -> list[FileChange]:
    """The changes to the READMEs named, or to all of the notebook's.

    Raises:
        UsageError: A file is named that is not one of the notebook's READMEs.
        ReadmeMarkerError: Markers are missing or wrong.
    """
    from snnnotes.features.readme import plan_readmes

    settings = notebook.readme_settings()
    known = [file.path for file in settings.files]
    asked = [PurePosixPath(file) for file in files] or known
    for path in asked:
        if path not in known:
            raise UsageError(
                f"{path} is none of the notebook's READMEs: {', '.join(map(str, known))}",
                hint="name it under [readme] files in snnnotes.toml",
            )
    texts = {path: notebook.read_text(path) if notebook.exists(path) else None for path in asked}
    return plan_readmes(texts, notes, settings=settings, add_markers=init)
