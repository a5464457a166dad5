"""A file that a command makes for the user, wherever in the file system it is wanted."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from snnnotes.errors import UsageError, WouldOverwriteError
from snnnotes.storage.file_write import FileWrite, make_all
from snnnotes.storage.files import read_bytes


def write_output(folder: Path, name: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file: all of it, or nothing.

    Args:
        folder: The current one; absolute.
        name: As the user gave it; relative to `folder`.
        data: What it shall hold.
        overwrite: May there be such a file already?

    Raises:
        UsageError: Its folder does not exist, or the name is that of something else.
        WouldOverwriteError: It exists, and `overwrite` is false.
        ChangedOnDiskError: It was changed meanwhile.
        WriteError: The system refuses.
    """
    refuse_output(folder, name, overwrite=overwrite)
    target = _target(folder, name)
    old = read_bytes(target, name) if target.exists() else None
    make_all([FileWrite(PurePosixPath(name.as_posix()), target, old=old, new=data)])


def refuse_output(folder: Path, name: Path, *, overwrite: bool) -> None:
    """Refuse what cannot be written, so that nobody waits for it in vain.

    Args:
        folder: The current one; absolute.
        name: As the user gave it; relative to `folder`.
        overwrite: May there be such a file already?

    Raises:
        UsageError: Its folder does not exist, or the name is that of something else.
        WouldOverwriteError: It exists, and `overwrite` is false.
    """
    target = _target(folder, name)
    if not target.parent.is_dir():
        raise UsageError(
            f"{name.as_posix()}: there is no folder {name.parent.as_posix()}", hint="make it first"
        )
    if not target.exists():
        return
    if not target.is_file():
        what = "a folder" if target.is_dir() else "no ordinary file"
        raise UsageError(f"{name.as_posix()}: is {what}", hint="name a file that is to be made")
    if not overwrite:
        raise WouldOverwriteError(
            f"{name.as_posix()}: exists already", hint="another name, or --force to write over it"
        )


def _target(folder: Path, name: Path) -> Path:
    # Written through a link, as a shell's > does: the link stays.
    return Path(os.path.realpath(folder / name))
