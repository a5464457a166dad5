"""Commands that begin something: init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from snnnotes.cli.options import DryRun
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import out, printable, printable_block

commands = typer.Typer()


@commands.command("init")
def init(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder; this one if none.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Start a notebook.

    Makes snnnotes.toml, README.md with the markers of the paper list, and notes/glossary.yaml;
    what is there already stays as it is.

    \b
    Examples:
      snnnotes init
      snnnotes init ~/papers
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.readme import BEGIN, END
    from snnnotes.features.starting import next_steps, plan_init
    from snnnotes.storage.notebook import Notebook

    session = Session.of(context)
    root = session.folder / (folder or session.root or "")
    notebook = Notebook(root, session.environment)
    name = root.resolve().name
    changes = plan_init(notebook.exists, name=name, paper_list=f"{BEGIN}\n{END}\n")
    if dry_run:
        for change in changes:
            out(printable_block(change.diff()), end="")
        return
    notebook.apply(changes)
    for change in changes:
        out(printable(str(change.path)))
    if not changes:
        session.say(f"{printable(str(root))} is a notebook already")
        return
    session.say("Next:")
    for step in next_steps([change.path for change in changes]):
        session.say(f"  {step}")
