"""The template of new notes: the user's own if there is one, else ours."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from snnnotes.storage.notebook import Notebook

#: Beside the notes; its dot keeps it from being taken for one.
TEMPLATE_NAME = ".template.md"

_OURS = Path(__file__).parent.parent / "templates" / "note.md"


def read_note_template(notebook: Notebook) -> str:
    """The text of `.template.md` in the first note folder, or of the template we bring.

    Raises:
        UnreadableFileError: The user's template cannot be read.
    """
    own = PurePosixPath(notebook.folders[0]) / TEMPLATE_NAME
    return notebook.read_text(own) if notebook.exists(own) else _OURS.read_text("utf-8")
