"""Reading and writing text files: no byte is lost, and nobody ever sees half a file."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath

from snnnotes.errors import UnreadableFileError, WouldOverwriteError, WriteError
from snnnotes.model.change import UTF_8, FileChange
from snnnotes.storage.encoding import decoded, decoded_by, is_damaged_utf8, likely_encoding
from snnnotes.storage.file_write import FileWrite, make_all, would_overwrite
from snnnotes.storage.note_files import inside, is_folder

#: Names in a folder by their folded form; see `fold_name`.
_Names = dict[str, str]


def read_text(path: str | os.PathLike[str], shown: PurePath) -> str:
    """The text of a file, with its line ends and byte order mark.

    Args:
        path: The file.
        shown: What messages call it.

    Raises:
        UnreadableFileError: It cannot be read, or is not UTF-8 text.
    """
    return decoded(read_bytes(path, shown), shown)


def read_text_in(
    path: str | os.PathLike[str], shown: PurePath, *, encoding: str | None
) -> tuple[str, str]:
    """The text of a file that may be older than UTF-8, and the encoding that it is in.

    Args:
        path: The file.
        shown: What messages call it.
        encoding: What the user says of files that are not UTF-8; None if nothing.

    Raises:
        UnreadableFileError: It cannot be read, or is in no such encoding.
    """
    return text_in(read_bytes(path, shown), shown, encoding=encoding)


def text_in(data: bytes, shown: PurePath, *, encoding: str | None) -> tuple[str, str]:
    """The text in bytes that may be older than UTF-8, and the encoding that it is in.

    Args:
        data: All of them.
        shown: What messages call where they are from.
        encoding: What the user says of what is not UTF-8; None if nothing.

    Raises:
        UnreadableFileError: They are in no such encoding.
    """
    try:
        return decoded(data, shown), UTF_8
    except UnreadableFileError as error:
        # Damaged UTF-8 is garbage in any other encoding, whatever was said of the other files.
        if encoding in {None, UTF_8} or is_damaged_utf8(data):
            likely = likely_encoding(data)
            hint = f"say so:  --encoding {likely.lower()}" if likely else error.hint
            raise UnreadableFileError(shown, error.problem, line=error.line, hint=hint) from error
    return decoded_by(encoding, data, shown), encoding


def read_bytes(path: str | os.PathLike[str], shown: PurePath) -> bytes:
    """What a file holds.

    Raises:
        UnreadableFileError: It cannot be read, or is no ordinary file.
    """
    try:
        with open(path, "rb", buffering=0, opener=_open_at_once) as file:
            regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            data = file.readall() if regular else b""
    except OSError as error:
        raise _unreadable(error, path, shown) from error
    if not regular:
        raise UnreadableFileError(shown, "not a file with text in it")
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; without O_NONBLOCK, a named pipe called x.md would stop every command."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _unreadable(
    error: OSError, path: str | os.PathLike[str], shown: PurePath
) -> UnreadableFileError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableFileError(shown, "no such file", hint="look at how the path is spelled")
    if is_folder(path) and os.access(path, os.R_OK):  # Windows says that permission is denied
        return UnreadableFileError(shown, "a folder, not a file")
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            shown, "you may not read it", hint="ask its owner, or change its permissions"
        )
    return UnreadableFileError(shown, error.strerror or str(error))


def fold_name(name: str) -> str:
    """What two names share if some system takes them for one: case and composed accents.

    >>> fold_name("LIF.md") == fold_name("lif.md")
    True
    """
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def existing(
    root: Path, path: PurePosixPath, seen: dict[str, _Names] | None = None
) -> PurePosixPath | None:
    """The file or folder of this name as it is spelled on disk; None if there is none.

    Names are compared as `fold_name` does, on every disk: two that differ in nothing else
    cannot both be checked out on macOS or Windows. The very name goes before a twin.

    Args:
        root: The notebook's root.
        path: Relative to it.
        seen: Folders already listed; many paths in one folder then cost one look.
    """
    seen = {} if seen is None else seen
    place = os.fspath(root)
    spelled = []
    for part in path.parts:
        if place not in seen:
            names = _names_in(place)
            seen[place] = {fold_name(name): name for name in names} | {name: name for name in names}
        known = seen[place]
        name = known.get(part) or known.get(fold_name(part))
        if name is None:
            return None
        spelled.append(name)
        place = f"{place}/{name}"
    return PurePosixPath(*spelled)


def _names_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except OSError:  # no folder, or none that may be opened
        return []


def write_all(root: Path, changes: Iterable[FileChange]) -> None:
    """Make all `changes` under `root`; if one cannot be made safely, make none.

    Each text goes to a temporary file beside its target, is flushed to the disk and renamed over
    the target, so that a reader, or a loss of power, finds the old text or the new one.
    Permissions stay; a link to elsewhere in the notebook stays a link.

    Raises:
        ChangedOnDiskError: A file differs from what the change was planned on.
        WouldOverwriteError: A file exists that would be new, or a twin of its name does.
        UnreadableFileError: A file that would be changed cannot be read.
        WriteError: The system refuses, a link would be removed, or a path leads out of the
            notebook.
    """
    make_all(planned_writes(root, changes))


def planned_writes(root: Path, changes: Iterable[FileChange]) -> list[FileWrite]:
    """The writes that make all `changes` under `root`, in the order of `in_safe_order`.

    Raises:
        WouldOverwriteError: A file exists that would be new, or a twin of its name does.
        WriteError: A text cannot be encoded, a link would be removed, or a path leads out of the
            notebook.
    """
    real_root = os.path.realpath(root)
    planned = [
        change
        for change in changes
        # The same text in another encoding is a change of its bytes.
        if change.after != change.before or (change.encoding != UTF_8 and change.after is not None)
    ]
    writes = [_planned(root, real_root, change) for change in planned]
    _refuse_conflicts(root, planned)
    return in_safe_order(writes)


def moved_writes(root: Path, moves: Mapping[PurePosixPath, PurePosixPath]) -> list[FileWrite]:
    """The writes that move files of any kind, every byte as it is, and their permissions.

    Args:
        root: The notebook's root.
        moves: New paths by old ones, relative to the root; nothing may be there yet.

    Raises:
        UnreadableFileError: A file cannot be read.
        WriteError: A file is a link to another one, or a path leads out of the notebook.
    """
    real_root = os.path.realpath(root)
    writes = []
    for old, new in moves.items():
        source = _named_target(root, real_root, old)
        if source.is_symlink():
            raise _is_link(old)
        data = read_bytes(source, old)
        target = _named_target(root, real_root, new)
        writes.append(FileWrite(new, target, old=None, new=data))
        writes.append(FileWrite(old, source, old=data, new=None))
    keep_permissions(root, writes, moves)
    return in_safe_order(writes)


def keep_permissions(
    root: Path, writes: Iterable[FileWrite], moves: Mapping[PurePosixPath, PurePosixPath]
) -> None:
    """Have files that move keep their permissions.

    Args:
        root: The notebook's root.
        writes: Those that are planned.
        moves: New paths by old ones.
    """
    sources = {new: old for old, new in moves.items()}
    for write in writes:
        if write.is_new and write.path in sources:
            with suppress(FileNotFoundError):  # which `FileWrite.prepare` finds out and says
                write.mode = stat.S_IMODE((root / sources[write.path]).stat().st_mode)


def in_safe_order(writes: Iterable[FileWrite]) -> list[FileWrite]:
    """New texts first: a kill between two writes then leaves a moved file twice, not nowhere.

    Before them goes what is to be removed and differs from a new name in nothing but case: on
    macOS and Windows the two are one name, which has to be free first.
    """
    writes = list(writes)
    new = {fold_name(str(write.path)) for write in writes if write.is_new}

    def rank(write: FileWrite) -> int:
        return 1 if not write.is_removal else 0 if fold_name(str(write.path)) in new else 2

    return sorted(writes, key=rank)


def remove_emptied_folders(
    root: Path, writes: Iterable[FileWrite], note_folders: Iterable[str]
) -> None:
    """Remove the folders that removals left empty: those below a note folder, such as a year's."""
    real_root = os.path.realpath(root)
    tops = [Path(real_root, folder) for folder in note_folders]
    for write in writes:
        folder = write.target.parent
        while write.is_removal and any(top in folder.parents for top in tops):
            try:
                folder.rmdir()
            except OSError:  # something is left in it
                break
            folder = folder.parent


def _planned(root: Path, real_root: str, change: FileChange) -> FileWrite:
    target = target_of(root, real_root, change.path)
    if change.before is None or change.after is None:
        target = _named_target(root, real_root, change.path)
    if change.after is None and target.is_symlink():
        raise _is_link(change.path)
    try:
        new = None if change.after is None else change.after.encode()
    except UnicodeEncodeError as error:  # typed at a terminal that is not set to UTF-8
        raise WriteError(
            f"{change.path}: the new text holds bytes that are not UTF-8",
            hint="set the terminal to UTF-8, then type it again",
        ) from error
    if change.before is not None and change.encoding != UTF_8:
        return _RecodedWrite(change, target, new)
    old = None if change.before is None else change.before.encode()
    return FileWrite(change.path, target, old=old, new=new)


def _named_target(root: Path, real_root: str, path: PurePosixPath) -> Path:
    """Where a file comes or goes that has just this name."""
    target_of(root, real_root, path)
    # Windows resolves a name to how a twin of it is spelled, which may be about to go.
    return Path(os.path.realpath((root / path).parent), path.name)


def _is_link(path: PurePosixPath) -> WriteError:
    # Not what it leads to, for others may lead there, nor the link, which is no text.
    return WriteError(
        f"{path}: a link to another file, so it is not removed",
        hint="remove the link by hand, or name the file that it leads to",
    )


class _RecodedWrite(FileWrite):
    """A change of a file that was not in UTF-8."""

    def __init__(self, change: FileChange, target: Path, new: bytes | None) -> None:
        super().__init__(change.path, target, old=b"", new=new)
        self._change = change

    def _was_planned_on(self, data: bytes) -> bool:
        # Not the other way round: to UTF-16, both orders of the bytes are one text.
        if data.decode(self._change.encoding, "replace") != self._change.before:
            return False
        self.old = data
        return True


def _refuse_conflicts(root: Path, changes: Sequence[FileChange]) -> None:
    """Two changes of one file, or a new file where one exists that is not removed."""
    wanted: set[str] = set()
    seen: dict[str, _Names] = {}
    found = [existing(root, change.path, seen) for change in changes]
    gone = {there for change, there in zip(changes, found, strict=True) if change.after is None}
    for change, there in zip(changes, found, strict=True):
        # Two files that are there are two, although not every system could hold both.
        name = fold_name(str(change.path)) if change.before is None else str(there or change.path)
        if change.after is None:
            name = f"{name}\0"  # a new file whose name differs in nothing but case is no second
        if name in wanted:
            raise WouldOverwriteError(
                f"{change.path}: two texts would go into this one file",
                hint="give them titles that differ in more than upper and lower case",
            )
        wanted.add(name)
        if change.before is None and there is not None and there not in gone - {change.path}:
            raise would_overwrite(there)


def target_of(root: Path, real_root: str, path: PurePosixPath) -> Path:
    """Where a change is really written: behind links, and never outside the notebook.

    Raises:
        WriteError: The path leads out.
    """
    # A backslash or colon is an ordinary character but on Windows, where it changes the place.
    strange = "\0\\:" if sys.platform == "win32" else "\0"
    if path.is_absolute() or ".." in path.parts or any(sign in str(path) for sign in strange):
        raise WriteError(f"{path}: not a path inside the notebook")
    place = inside(real_root, os.fspath(root / path))
    if place in {None, "."}:
        raise WriteError(
            f"{path}: leads out of the notebook, so it is not written",
            hint="replace the link by a real file or folder",
        )
    return Path(real_root, str(place))
