"""One writer at a time in a notebook."""

from __future__ import annotations

import errno
import os
import sys
import time
from binascii import crc32
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from snnnotes.errors import WriteError
from snnnotes.file_lock import take

#: Longer than any command of ours writes; a program that hangs must not stop all others for good.
WAIT_SECONDS = 10.0
_PAUSE_SECONDS = 0.02


@contextmanager
def lock(
    root: Path, environment: Mapping[str, str], *, wait: float = WAIT_SECONDS
) -> Iterator[None]:
    """Hold the one writing place of the notebook at `root`; it is free again if we die.

    Where nothing can be locked, the block runs all the same: every single write is safe
    without, and only a look-then-write may meet another.

    Args:
        root: The notebook's root.
        environment: Names the folder of the lock file on Windows.
        wait: Seconds to wait for another writer.

    Raises:
        WriteError: Another writer did not end in time.
    """
    handle = _opened(root, environment)
    if handle is None:
        yield
        return
    try:
        deadline = time.monotonic() + wait
        while not take(handle):
            if time.monotonic() > deadline:
                raise WriteError(
                    f"{root}: another snnnotes has been writing here for {wait:.0f} seconds",
                    hint="let it end, or end it, then run the command again; nothing was changed",
                )
            time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        os.close(handle)  # gives the lock back


def _opened(root: Path, environment: Mapping[str, str]) -> int | None:
    try:
        return os.open(_place(root, environment), _OPEN)
    except OSError:  # the write to come will fail for the same reason, and can name the file
        return None


if sys.platform == "win32":
    _OPEN = os.O_RDWR | os.O_CREAT | os.O_NOINHERIT

    def _place(root: Path, environment: Mapping[str, str]) -> Path:
        """A file of the user's own: Windows cannot lock a folder."""
        home = environment.get("LOCALAPPDATA") or environment.get("TEMP")
        if not home:
            raise FileNotFoundError(errno.ENOENT, "no folder for the lock")
        folder = Path(home, "snnnotes", "locks")
        folder.mkdir(parents=True, exist_ok=True)
        # Two notebooks with one number would only wait for each other.
        return folder / f"{crc32(os.path.normcase(os.path.realpath(root)).encode()):08x}.lock"

else:
    _OPEN = os.O_RDONLY

    def _place(root: Path, environment: Mapping[str, str]) -> Path:  # noqa: ARG001 (as above)
        """The notebook's own folder: no file is left lying about, and all users share it."""
        return root
