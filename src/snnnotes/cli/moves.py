"""Changes of which some move files: made, told to Git, and shown as diffs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from snnnotes.cli.session import Session
from snnnotes.cli.terminal import out, printable_block
from snnnotes.model.change import FileChange, moved_diff
from snnnotes.storage.notebook import Notebook

Moves = Mapping[PurePosixPath, PurePosixPath]


def moves_in(changes: Iterable[FileChange]) -> dict[PurePosixPath, PurePosixPath]:
    """New paths by old ones: the first file that goes is the first that comes, and so on."""
    changes = list(changes)
    gone = [change.path for change in changes if change.after is None]
    come = [change.path for change in changes if change.before is None]
    return dict(zip(gone, come, strict=True))


def apply_with_moves(session: Session, notebook: Notebook, changes: Sequence[FileChange]) -> None:
    """Make changes in which each file that goes is one that comes; Git is told, as by `git mv`."""
    moves = moves_in(changes)
    notebook.apply(changes, moves=moves)
    move_in_git(session, notebook, moves)


def move_in_git(session: Session, notebook: Notebook, moves: Moves) -> None:
    """Have Git know the files that got another name, where it knew them before."""
    if not moves:
        return
    from snnnotes.storage.git_index import moved_in_git

    if problem := moved_in_git(notebook.root, moves, session.environment):
        session.warn(problem)


def print_diff(changes: Sequence[FileChange]) -> None:
    """What changes would do, in the form that ``git apply`` takes."""
    moves = moves_in(changes)
    come = {change.path: change for change in changes if change.before is None}
    for change in changes:
        if change.after is None:
            out(printable_block(moved_diff(change, come[moves[change.path]])), end="")
        elif change.before is not None:
            out(printable_block(change.diff()), end="")
