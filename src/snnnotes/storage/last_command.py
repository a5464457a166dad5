"""What `undo` would take back, without a look at the files it would change."""

from __future__ import annotations

from typing import NamedTuple

from snnnotes.storage.journal import newest_entry
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
    newest = newest_entry(notebook)
    if newest is None:
        return None
    _, entry = newest
    return LastCommand(entry.command, entry.time)
