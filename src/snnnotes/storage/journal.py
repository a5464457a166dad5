"""What the last writing commands did, so that each can be taken back."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from snnnotes.errors import ChangedOnDiskError
from snnnotes.storage.file_write import FileWrite, make_all
from snnnotes.storage.files import existing, in_safe_order, read_bytes, target_of
from snnnotes.storage.index_place import index_path
from snnnotes.storage.journal_format import (
    Entry,
    is_same,
    packed_batch,
    packed_done,
    packed_head,
    packed_too_big,
    read_entry,
)

if TYPE_CHECKING:
    from snnnotes.storage.notebook import Notebook

#: How many commands are kept, and how much of them in bytes.
MOST_COMMANDS = 20
MOST_BYTES = 50 * 1024 * 1024

#: New paths of files by their old ones.
Moves = Mapping[PurePosixPath, PurePosixPath]
_NO_MOVES: Moves = MappingProxyType({})

_SUFFIX = ".undo"
_PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700
_FLAGS = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Undone(NamedTuple):
    """A command that was taken back."""

    #: What the user typed, without the program's name; empty if nobody said.
    command: str
    #: When it began to write: ISO 8601 with seconds and zone.
    time: str
    #: The files that are again what they were, sorted; none if they were so already.
    paths: list[PurePosixPath]
    #: The same files: path, what they held until now and what they hold again; None for nothing.
    files: list[tuple[PurePosixPath, bytes | None, bytes | None]]
    #: Those that go back to another name, by the name that they have had until now.
    moves: dict[PurePosixPath, PurePosixPath]
    #: False if the command was ended in the middle of its work.
    was_complete: bool


def default_state_folder(environment: Mapping[str, str]) -> Path:
    """Where journals are kept: $SNNNOTES_STATE_DIR, else the user's folder for states.

    It is the folder that platformdirs names, which takes 8 ms to load.

    Raises:
        FileNotFoundError: No variable names it.
    """
    if named := environment.get("SNNNOTES_STATE_DIR"):
        return Path(named)
    if named := environment.get("XDG_STATE_HOME", "").strip():
        return Path(named, "snnnotes")
    if sys.platform == "win32":
        home, below = environment.get("LOCALAPPDATA"), ("snnnotes",)
    elif sys.platform == "darwin":
        home, below = environment.get("HOME"), ("Library", "Application Support", "snnnotes")
    else:
        home, below = environment.get("HOME"), (".local", "state", "snnnotes")
    if not home:
        raise FileNotFoundError(errno.ENOENT, "no variable names a folder for it")
    return Path(home, *below)


def journal_folder(root: Path, environment: Mapping[str, str]) -> Path:
    """Where the journal of the notebook at `root` lies; another root has another name.

    Raises:
        FileNotFoundError: No variable names a place.
    """
    return index_path(default_state_folder(environment) / "undo", root).with_suffix("")


class Recording:
    """What one command writes, on its way into the journal.

    For each set of writes: `begin` before the first file changes, then `done`; or `strike` if
    nothing was changed after all. Where no journal can be written, the command works all the
    same, and `problem` says why it cannot be taken back.
    """

    def __init__(self, root: Path, environment: Mapping[str, str], command: str) -> None:
        self._root = root
        self._environment = environment
        self._command = command
        self._file: Path | None = None
        self._handle: int | None = None
        #: The length of the file before the set that is being made.
        self._start = 0
        self._head_length = 0
        #: Why the command cannot be taken back; empty if it can.
        self.problem = ""

    def begin(self, writes: Sequence[FileWrite], moves: Moves = _NO_MOVES) -> None:
        """Keep what the files were and will be. Their new texts are on the disk already."""
        if not writes or self.problem:
            return
        try:
            self._begin(packed_batch(os.path.realpath(self._root), writes, moves))
        except OSError as error:
            self._give_up(error)

    def _begin(self, batch: bytes) -> None:
        self._handle = self._opened()
        self._start = os.fstat(self._handle).st_size
        if self._start + len(batch) > MOST_BYTES:
            batch = packed_too_big()
            self.problem = f"it changed more than the {MOST_BYTES >> 20} MB that undo keeps"
        _write(self._handle, batch)
        if self._file is not None:
            _prune(self._file.parent, self._file.name)

    def done(self) -> None:
        """Note that all of it was made."""
        if self._handle is not None:
            try:
                _write(self._handle, packed_done())
            except OSError as error:
                self._give_up(error)
            self._close()

    def strike(self) -> None:
        """Forget the set that was begun: nothing was changed."""
        if self._handle is not None and self._file is not None:
            try:
                os.truncate(self._file, self._start)
                is_empty = self._start == self._head_length
            except OSError as error:
                self._give_up(error)
                return
            self._close()
            if is_empty:
                self._file.unlink(missing_ok=True)
                self._file = None

    def _give_up(self, error: OSError) -> None:
        """Keep nothing of this command: half of it is not what anybody wants to take back."""
        self._close()
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink()
        self.problem = f"its journal cannot be written: {error.strerror or error}"

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _opened(self) -> int:
        if self._file is not None:
            with suppress(FileNotFoundError):  # somebody took the first half back meanwhile
                return os.open(self._file, _FLAGS)
        folder = journal_folder(self._root, self._environment)
        folder.mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
        names = _names(folder)
        number = int(Path(names[-1]).stem) + 1 if names else 1
        file = folder / f"{number:010}{_SUFFIX}"
        self._handle = os.open(file, _FLAGS | os.O_CREAT | os.O_EXCL, _PRIVATE)
        self._file = file
        head = packed_head(os.path.realpath(self._root), self._command, _now())
        self._head_length = len(head)
        _write(self._handle, head)
        return self._handle


def newest_entry(notebook: Notebook) -> tuple[Path, Entry] | None:
    """The last command that wrote into `notebook`, and its file; None if there is none.

    Raises:
        UnreadableFileError: What the journal says of it cannot be understood.
    """
    try:
        folder = journal_folder(notebook.root, notebook.environment)
    except FileNotFoundError:
        return None
    root = os.path.realpath(notebook.root)
    for name in reversed(_names(folder)):
        entry = read_entry(folder / name)
        if entry.root == root:
            return folder / name, entry
    return None


def undo(
    notebook: Notebook,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Undone | None:
    """Take the last command that wrote into `notebook` back: all of it, or nothing.

    Each file is again what it was to the byte, and so are folders that were made or removed.
    Called again, the command before that one. None if there is none.

    Args:
        notebook: Whose last command.
        dry_run: Only say what would be taken back.
        progress: Is told how many files are done, of how many.

    Raises:
        ChangedOnDiskError: A file was changed since.
        UnreadableFileError: The journal, or a file, cannot be read; or it was too much to keep.
        WouldOverwriteError: A file was made since that has the name of one that would come back.
        WriteError: The system refuses, or another writer does not end.
    """
    with notebook.writing():
        newest = newest_entry(notebook)
        if newest is None:
            return None
        file, entry = newest
        writes = _backwards(notebook.root, entry)
        if not dry_run:
            missing = [place for place in entry.folders if not Path(entry.root, place).is_dir()]
            make_all(writes, progress=progress)
            _restore_folders(entry, missing)
            file.unlink(missing_ok=True)
    files = sorted((write.path, write.old, write.new) for write in writes)
    paths = [path for path, _, _ in files]
    moves = {new: old for old, new in entry.moves.items()}
    return Undone(entry.command, entry.time, paths, files, moves, entry.is_done)


def _backwards(root: Path, entry: Entry) -> list[FileWrite]:
    """The writes that take a command back; not of files that are what they were."""
    seen: dict[str, dict[str, str]] = {}
    writes, changed = [], []
    for path, file in entry.files.items():
        there = existing(root, path, seen)
        # A twin of its name is not the file itself, unless the disk takes one for the other.
        is_there = there == path or (there is not None and there not in entry.files)
        if there is not None and is_there and not os.path.lexists(root / path):
            changed.append(there)
            continue
        data = read_bytes(root / path, path) if is_there else None
        if data == file.before:
            continue
        target_of(root, entry.root, path)  # refuses what leads out
        # Windows would resolve a name to how a twin of it is spelled.
        target = Path(os.path.realpath((root / path).parent), path.name)
        if target.is_symlink() or not any(is_same(data, after) for after in file.after):
            changed.append(path)
            continue
        write = FileWrite(path, target, old=data, new=file.before)
        write.mode = file.mode
        writes.append(write)
    if changed:
        raise ChangedOnDiskError(
            f"{entry.command or 'the last command'}: cannot be taken back, since other changes came"
            " after it:\n" + "\n".join(f"  {path}" for path in sorted(changed)),
            hint="take those changes back first, then run  snnnotes undo  again",
        )
    return in_safe_order(writes)


def _restore_folders(entry: Entry, missing: Iterable[PurePosixPath]) -> None:
    """Remove folders that the command made, and give those that it removed their permissions."""
    missing = set(missing)
    for path, mode in sorted(entry.folders.items(), reverse=True):  # the inner before the outer
        with suppress(OSError):  # somebody has put something there
            if mode is None:
                Path(entry.root, path).rmdir()
            elif path in missing:
                Path(entry.root, path).chmod(mode)


def _names(folder: Path) -> list[str]:
    """The files of a journal, the oldest first."""
    try:
        return sorted(
            name
            for name in os.listdir(folder)  # noqa: PTH208 (names are all it takes)
            if name.endswith(_SUFFIX) and name.removesuffix(_SUFFIX).isdigit()
        )
    except OSError:
        return []


def _prune(folder: Path, newest: str) -> None:
    """Forget what is too old or too much, but not the newest."""
    left = MOST_BYTES
    for number, name in enumerate(reversed(_names(folder))):
        with suppress(OSError):
            left -= (folder / name).stat().st_size
            if name != newest and (number >= MOST_COMMANDS or left < 0):
                (folder / name).unlink()


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _now() -> str:
    now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    return f"{now[:-2]}:{now[-2:]}"
