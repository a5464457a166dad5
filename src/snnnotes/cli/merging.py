"""What Git runs for a README that two branches changed: merge-readme."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli.session import Session
from snnnotes.errors import ConfigError, NotebookNotFoundError, UnreadableFileError

if TYPE_CHECKING:
    from snnnotes.model.note import Note
    from snnnotes.model.readme_settings import ReadmeFile
    from snnnotes.storage.git_merge import Sides

commands = typer.Typer()


@commands.command("merge-readme", hidden=True)
def merge_readme_for_git(
    context: typer.Context,
    base: Annotated[
        Path, typer.Argument(metavar="BASE", help="The README as both branches had it.")
    ],
    ours: Annotated[
        Path, typer.Argument(metavar="OURS", help="As this branch has it; the result goes here.")
    ],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="As the other branch has it.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="Where it lies in the repository.")],
) -> None:
    """Merge a README that two branches changed; Git calls this.

    The list is rebuilt from the notes of both branches, the text around it is merged line by
    line. Exits with 1 if conflicts are left in it. `snnnotes init --git` tells Git to use it.

    \b
    Examples:
      snnnotes merge-readme %O %A %B %P
      snnnotes merge-readme base.md ours.md theirs.md README.md
    """
    from snnnotes.features.merging import merge_readme
    from snnnotes.storage.git_merge import MergedText, merge_texts
    from snnnotes.storage.git_sides import read_sides, write_merged

    session = Session.of(context)
    shown = PurePosixPath(path)
    sides = read_sides(*(session.folder / side for side in (base, ours, theirs)), shown=shown)

    def merge(sides: Sides, *, union: bool = False) -> MergedText:
        return merge_texts(sides, path=shown, environment=session.environment, union=union)

    file, notes = _readme_and_notes(session, shown, sides)
    merged = merge_readme(sides, notes, file=file, merge=merge)
    write_merged(session.folder / ours, merged.text, shown=shown)
    if notes is None:
        session.say(
            f"{path}: has the rows of both sides; after the merge run  snnnotes build-readme"
        )
    if merged.conflicts:
        raise typer.Exit(1)


def _readme_and_notes(
    session: Session, path: PurePosixPath, sides: Sides
) -> tuple[ReadmeFile, list[Note] | None]:
    """The README as the notebook around it has it set, and the notes of both sides if known."""
    from snnnotes.model.readme_settings import ReadmeFile
    from snnnotes.storage.git_sides import merged_notes
    from snnnotes.storage.notebook import ROOT_VARIABLE, Notebook

    # Git runs us at the root of the work tree, whatever notebook the user else works in.
    environment = {
        name: value for name, value in session.environment.items() if name != ROOT_VARIABLE
    }
    file = session.folder / path
    try:
        notebook = Notebook.open(file.parent, root=session.root, environment=environment)
        inside = notebook.path_of(file)
        readmes = {readme.path: readme for readme in notebook.readme_settings().files}
    except (NotebookNotFoundError, ConfigError, UnreadableFileError):
        # Settings may themselves be in the middle of a merge.
        return ReadmeFile(path), None
    if inside not in readmes:
        return ReadmeFile(path), None
    return readmes[inside], merged_notes(notebook, inside, sides)
