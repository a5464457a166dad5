"""The command that makes a notebook of the notes that people have: adopt."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli.options import DryRun, Encoding
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import out, printable, printable_block
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from snnnotes.features.adopting import Adoption
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()


@commands.command("adopt")
def adopt(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="The folder; the current one by default.", show_default=False
        ),
    ] = None,
    encoding: Encoding = None,
    dry_run: DryRun = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What is known of each note and from where, as JSON.")
    ] = False,
) -> None:
    """Make a notebook of a folder of Markdown notes.

    Puts frontmatter in front of each note, of what its text, its name, its folder, the README,
    a .bib file and Git tell of the paper. Text and file names stay as they are.

    \b
    Examples:
      snnnotes adopt --dry-run
      snnnotes adopt ~/paper-notes --encoding gb18030
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.cli import adoption_report as report
    from snnnotes.features.adopting import plan_adopt
    from snnnotes.storage.foreign_files import checked_encoding

    session = Session.of(context)
    notebook = _folder(session, folder)
    known = checked_encoding(encoding) if encoding else None
    with session.progress("Reading notes") as progress:
        adoption = plan_adopt(
            notebook, now=datetime.now().astimezone(), encoding=known, progress=progress
        )
    if as_json:
        if not dry_run:
            notebook.apply(adoption.changes())
        report.print_data(adoption, is_written=not dry_run and adoption.changes_anything)
    else:
        report.print_notes(adoption, session)
        if dry_run:
            _print_diffs(adoption)
        else:
            notebook.apply(adoption.changes())
    report.warn_of_problems(adoption, session)
    report.say_counts(adoption, session)
    report.say_what_was_done(adoption, session, is_dry_run=dry_run)
    if adoption.unreadable:
        raise typer.Exit(3)


def _folder(session: Session, named: Path | None) -> Notebook:
    """The folder that is meant.

    Raises:
        UsageError: There is none, or nobody said that a part of a notebook is meant.
        ConfigError: Its `snnnotes.toml` cannot be understood.
    """
    from snnnotes.storage.note_files import is_file, is_folder
    from snnnotes.storage.notebook import CONFIG_NAME, Notebook

    given = named or session.root
    root = session.folder / (given or "")
    if not is_folder(root):
        raise UsageError(f"{given}: no such folder", hint="look at how it is spelled")
    if given is None and not is_file(root / CONFIG_NAME):
        above = next((one for one in root.parents if is_file(one / CONFIG_NAME)), None)
        if above is not None:
            raise UsageError(
                f"this folder is part of the notebook {above}",
                hint="adopt what is new in it:  snnnotes adopt"
                f" {printable(str(above))}   or make a notebook of this part:  snnnotes adopt .",
            )
    return session.undoable(Notebook(Path(os.path.normpath(root)), session.environment))


def _print_diffs(adoption: Adoption) -> None:
    for change in adoption.changes():
        out(printable_block(change.diff()), end="")
