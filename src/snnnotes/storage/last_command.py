"""What `undo` would take back, without a look at the files it would change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from snnnotes.storage.journal import journal_folder
from snnnotes.storage.journal_format import read_entry
from snnnotes.storage.notebook import Notebook


class LastCommand(NamedTuple):
    """A command that wrote into the notebook."""

    #: What the user typed, without the program's name; empty if nobody said.
    command: str
    #: When it began to write: ISO 8601 with seconds and zone.
    time: str


def last_command(notebook: Notebook) -> LastCommand | None:
    """The newest command in the journal of `notebook`; None if there is none.

    Raises:
        UnreadableFileError: What the journal says of it cannot be understood.
    """
    root = os.path.realpath(notebook.root)
    try:
        folder = journal_folder(notebook.root, notebook.environment)
    except FileNotFoundError:
        return None
    for file in _newest_first(folder):
        entry = read_entry(file)
        if entry.root == root:
            return LastCommand(entry.command, entry.time)
    return None


def _newest_first(folder: Path) -> list[Path]:
    return sorted(
        (file for file in folder.glob("*.undo") if file.stem.isdigit()),
        key=lambda file: int(file.stem),
        reverse=True,
    )
