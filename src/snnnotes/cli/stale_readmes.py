"""READMEs whose list is no longer that of the notes, after a command that changed notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from snnnotes.cli.terminal import printable
from snnnotes.errors import ConfigError, ReadmeMarkerError, UnreadableFileError

if TYPE_CHECKING:
    from snnnotes.cli.session import Session
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook


def stale_readmes(notebook: Notebook, notes: Sequence[Note]) -> set[PurePosixPath]:
    """READMEs whose list is not that of these notes; none if that cannot be told."""
    from snnnotes.features.readme import plan_readmes

    try:
        settings = notebook.readme_settings()
        texts = {
            file.path: notebook.read_text(file.path) if notebook.exists(file.path) else None
            for file in settings.files
        }
        return {change.path for change in plan_readmes(texts, notes, settings=settings)}
    except (ConfigError, ReadmeMarkerError, UnreadableFileError):
        # The notes are written by now; build-readme will tell what is wrong.
        return set()


def say_stale(session: Session, readmes: Collection[PurePosixPath]) -> None:
    """Name them, and the command that mends them; nothing if there are none."""
    if readmes:
        names = " and ".join(printable(str(path)) for path in sorted(readmes))
        verb = "is" if len(readmes) == 1 else "are"
        session.say(f"{names} {verb} stale now; run  snnnotes build-readme")
