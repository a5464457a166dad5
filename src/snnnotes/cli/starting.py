"""Commands that begin something: init."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli.options import DryRun
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import out, printable, printable_block

if TYPE_CHECKING:
    from snnnotes.model.change import FileChange
    from snnnotes.storage.git_setup import GitSetup
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

_MERGES = (
    "Git merges the README's list from now on: commit .gitattributes, and run"
    "  snnnotes init --git  in each other clone"
)


@commands.command("init")
def init(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder; this one if none.")
    ] = None,
    git: Annotated[
        bool,
        typer.Option(
            "--git", help="Let Git merge the README's list; also in a notebook that is one already."
        ),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Start a notebook.

    Makes snnnotes.toml, README.md with the markers of the paper list, and notes/glossary.yaml;
    what is there already stays as it is. With --git, two branches that each add a note merge
    without conflict: .gitattributes names a merge driver, which each clone has to set.

    \b
    Examples:
      snnnotes init ~/papers
      snnnotes init --git
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.readme import BEGIN, END
    from snnnotes.features.starting import next_steps, plan_init
    from snnnotes.storage.notebook import Notebook

    session = Session.of(context)
    root = session.folder / (folder or session.root or "")
    setup = _repository(session, root) if git else None
    notebook = session.undoable(Notebook(root, session.environment))
    name = root.resolve().name
    created = plan_init(notebook.exists, name=name, paper_list=f"{BEGIN}\n{END}\n")
    changes, settings = list(created), {}
    if setup is not None:
        settings = _unset(setup)
        changes += _attributes(setup, notebook, [change.path for change in created])
    if dry_run:
        _show(changes, settings)
        return
    notebook.apply(changes)
    for change in changes:
        out(printable(str(change.path)))
    if not created:
        session.say(f"{printable(str(root))} is a notebook already")
    if setup is not None:
        setup.set(settings)
        session.say(_MERGES if changes or settings else "Git merges the README's list already")
    if created:
        session.say("Next:")
        for step in next_steps([change.path for change in created]):
            session.say(f"  {step}")


def _repository(session: Session, root: Path) -> GitSetup:
    from snnnotes.storage.git_setup import GitSetup

    return GitSetup(root, session.environment)


def _unset(setup: GitSetup) -> dict[str, str]:
    """The settings that this clone lacks."""
    from snnnotes.features.git_setup import SETTINGS

    return {name: value for name, value in SETTINGS.items() if setup.setting(name) != value}


def _attributes(
    setup: GitSetup, notebook: Notebook, created: Collection[PurePosixPath]
) -> list[FileChange]:
    """The change to .gitattributes, if there is one to make."""
    from snnnotes.features.git_setup import ATTRIBUTES, plan_attributes

    readmes = notebook.readme_settings()
    files = [
        file.path
        for file in readmes.files
        if readmes.named or file.path in created or notebook.exists(file.path)
    ]
    text = notebook.read_text(ATTRIBUTES) if notebook.exists(ATTRIBUTES) else None
    change = plan_attributes(text, setup.merge_drivers(files))
    return [] if change is None else [change]


def _show(changes: Collection[FileChange], settings: Mapping[str, str]) -> None:
    """What would be written, and the settings as commands that make them."""
    for change in changes:
        out(printable_block(change.diff()), end="")
    for name, value in settings.items():
        out(f"git config --local {name} '{value}'")
