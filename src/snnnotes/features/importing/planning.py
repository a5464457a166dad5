"""The whole import as a plan, from what was read and what the notebook has."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from snnnotes.errors import UsageError
from snnnotes.features.importing.entries import add_bibliography
from snnnotes.features.importing.notes import add_notes
from snnnotes.features.importing.outcome import Import
from snnnotes.features.importing.shelf import Shelf, Wish
from snnnotes.features.importing.sources import Sources
from snnnotes.model.note import Note
from snnnotes.storage.files import existing
from snnnotes.storage.note_files import skip_for
from snnnotes.storage.note_template import read_note_template
from snnnotes.storage.notebook import Notebook


def plan_import(  # noqa: PLR0913 (what is imported, where, and how)
    sources: Sources,
    notebook: Notebook,
    notes: Sequence[Note],
    *,
    folder: PurePosixPath,
    wish: Wish,
    progress: Callable[[int, int], None] | None = None,
) -> Import:
    """The new notes for all that was read, and the files that come with them.

    Args:
        sources: What was read.
        notebook: Where it goes.
        notes: All of the notebook's.
        folder: Where in the notebook.
        wish: What the user wants of all the notes.
        progress: Called with how many files of a folder are done, and of how many.

    Raises:
        UsageError: The template for new notes gives none.
        UnreadableFileError: The user's template cannot be read.
    """
    seen: dict[str, dict[str, str]] = {}
    skip = skip_for(notebook.exclude)
    shelf = Shelf(
        notes,
        template=read_note_template(notebook),
        folder=folder,
        exists=lambda path: existing(notebook.root, path, seen) is not None,
        is_excluded=lambda path: skip is not None and skip(str(path)),
    )
    plan = Import(unreadable=len(sources.problems))
    # Notes first: of an entry and a note on one paper, the one with text in it is imported.
    progress = progress or (lambda _done, _total: None)
    for source in sources.notes:
        add_notes(source, shelf, wish, plan, progress)
    for shown, bibliography in sources.bibliographies:
        add_bibliography(bibliography, shown, shelf, wish, plan, progress=progress)
    return plan


def destination(notebook: Notebook, to: str | None) -> PurePosixPath:
    """Where imported notes go.

    Args:
        notebook: The one.
        to: A folder from the notebook's root on; None for the first note folder.

    Raises:
        UsageError: Notes there would not be found.
    """
    if to is None:
        return PurePosixPath(notebook.folders[0])
    folder = PurePosixPath(os.path.normpath(to).replace(os.sep, "/"))
    if not any(known == "." or folder.is_relative_to(known) for known in notebook.folders) or (
        folder.is_absolute() or ".." in folder.parts
    ):
        raise UsageError(
            f"--to {to}: not in a note folder of the notebook, so notes there would not be found",
            hint=f"name a folder in one of these: {', '.join(notebook.folders)}",
        )
    return folder
