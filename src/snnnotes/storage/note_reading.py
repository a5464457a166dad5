"""Reading notes straight from their files, without the index."""

from __future__ import annotations

from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.formats.frontmatter import has_frontmatter, read_note
from snnnotes.model.note import Note
from snnnotes.storage.note_files import is_folder_page
from snnnotes.storage.notebook import Notebook


def load_notes(
    notebook: Notebook,
) -> tuple[list[Note], list[NoteFormatError | UnreadableFileError]]:
    """All notes of a notebook, sorted by path, and why each that is missing cannot be read."""
    notes: list[Note] = []
    problems: list[NoteFormatError | UnreadableFileError] = []
    for state in notebook.files():
        path = PurePosixPath(state.path)
        try:
            text = notebook.read_text(path)
            # A folder's page is a note only if it looks like one.
            if has_frontmatter(text) or not is_folder_page(path.name):
                notes.append(read_note(text, path=path))
        except (NoteFormatError, UnreadableFileError) as problem:
            problems.append(problem)
    return notes, problems
