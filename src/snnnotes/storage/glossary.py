"""The notebook's own glossary of equal terms."""

from __future__ import annotations

from pathlib import PurePosixPath

from snnnotes.formats.glossary import loads
from snnnotes.model.glossary import Glossary
from snnnotes.storage.notebook import Notebook

GLOSSARY_NAME = "glossary.yaml"


def read_glossary(notebook: Notebook) -> Glossary:
    """The groups of `glossary.yaml` in the first note folder that has one; none if none has.

    Raises:
        UnreadableFileError: The file cannot be read.
        NoteFormatError: It is not a list of groups.
    """
    for folder in notebook.folders:
        path = PurePosixPath(folder) / GLOSSARY_NAME
        if notebook.exists(path):
            return loads(notebook.read_text(path), path)
    return Glossary()
