"""How the journal keeps a command: what its files were, and what it made of them.

A file of the journal is a list of records, a record is a list of fields, and a field is bytes after
its length: ``7:3:abc0:``. The first record is the head; then comes a record for each set of
writes, before it is made, and one after it. So what a kill cuts off is never a set that was made.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from snnnotes.errors import UnreadableFileError
from snnnotes.storage.file_write import FileWrite
from snnnotes.storage.files import read_bytes

#: The first field of each file, so that a later version knows ours from its own.
_FORMAT = b"snnnotes journal 1"
_BATCH, _DONE, _TOO_BIG = b"batch", b"done", b"too big"
_FOLDER, _FILE, _MOVE = b"folder", b"file", b"move"
#: How a new text is kept: not at all, itself, or its SHA-256.
_NOTHING, _TEXT, _DIGEST = b"", b"=", b"#"
#: Below this size, in bytes, new texts are kept whole: to load SHA-256 takes longer than to write.
_SMALL = 256 * 1024
_REMOVE = "remove that file; the next  snnnotes undo  takes the command before it back"


class KeptFile(NamedTuple):
    """A file before a command, and all that the command made of it, one after the other."""

    before: bytes | None
    mode: int | None
    #: As a mark and what it says, see `_after`; two if the command wrote it twice.
    after: list[bytes]


class Entry(NamedTuple):
    """What the journal knows of one command."""

    root: str
    command: str
    time: str
    files: dict[PurePosixPath, KeptFile]
    #: Permissions of folders before; None for those that were not there.
    folders: dict[PurePosixPath, int | None]
    #: New paths by old ones, of files that Git was told of.
    moves: dict[PurePosixPath, PurePosixPath]
    is_done: bool


def packed_head(root: str, command: str, time: str) -> bytes:
    """The head of a command's file.

    Args:
        root: Of the notebook, links resolved.
        command: What the user typed.
        time: When, as ISO 8601.
    """
    text = command.encode("utf-8", "surrogateescape")
    return _packed([_FORMAT, os.fsencode(root), text, time.encode()])


def packed_done() -> bytes:
    """The note that the set before it was made."""
    return _packed([_DONE])


def packed_too_big() -> bytes:
    """The note that the command changed too much to be kept."""
    return _packed([_TOO_BIG])


def read_entry(file: Path) -> Entry:
    """What one file of the journal says.

    Raises:
        UnreadableFileError: It is damaged, of another version, or tells only of too much.
    """
    shown = PurePosixPath(file.as_posix())
    records = _unpacked(read_bytes(file, shown))
    head = next(records, [])
    try:
        form, root, command, when = head
    except ValueError:
        form = root = command = when = b""
    if form != _FORMAT:
        raise UnreadableFileError(
            shown, "tells of the last command, but cannot be understood", hint=_REMOVE
        )
    text = command.decode("utf-8", "surrogateescape")
    files: dict[PurePosixPath, KeptFile] = {}
    folders: dict[PurePosixPath, int | None] = {}
    moves: dict[PurePosixPath, PurePosixPath] = {}
    is_done = True
    for kind, *rest in records:
        if kind == _TOO_BIG:
            raise UnreadableFileError(
                shown,
                f"{text or 'the last command'} changed more than undo keeps, so it cannot be taken"
                " back",
                hint=_REMOVE,
            )
        is_done = kind == _DONE
        for item in rest:
            fields = next(_unpacked(item))
            if fields[0] == _MOVE:
                old, new = map(_path, fields[1:])
                moves[old] = new
            else:
                _read_item(fields, files, folders)
    return Entry(os.fsdecode(root), text, when.decode(), files, folders, moves, is_done)


def _read_item(
    item: list[bytes],
    files: dict[PurePosixPath, KeptFile],
    folders: dict[PurePosixPath, int | None],
) -> None:
    kind, name, mode, *texts = item
    path = _path(name)
    known = int(mode) if mode else None
    if kind == _FOLDER:
        folders.setdefault(path, known)
    else:
        before, after = texts
        # A file that did not exist has no permissions.
        file = KeptFile(before if mode else None, known, [])
        files.setdefault(path, file).after.append(after)


def _path(name: bytes) -> PurePosixPath:
    return PurePosixPath(os.fsdecode(name))


def packed_batch(
    real_root: str,
    writes: Sequence[FileWrite],
    moves: Mapping[PurePosixPath, PurePosixPath],
) -> bytes:
    """One set of writes as it is kept, and which files they move."""
    folders: dict[Path, bytes] = {}
    for write in writes:
        folders |= dict.fromkeys(write.made_folders, b"")
        if write.is_removal:
            for folder in write.target.parents:
                if Path(real_root) in folder.parents:
                    folders.setdefault(folder, b"%d" % stat.S_IMODE(folder.stat().st_mode))
    after = _after if sum(len(write.new or b"") for write in writes) < _SMALL else _after_digest
    items = [[_FOLDER, _place(real_root, folder), mode] for folder, mode in folders.items()]
    for write in writes:
        mode = b"" if write.is_new else b"%d" % (write.old_mode or 0)
        place = _place(real_root, write.target)
        items.append([_FILE, place, mode, write.old or b"", after(write)])
    items += ([_MOVE, os.fsencode(str(old)), os.fsencode(str(new))] for old, new in moves.items())
    return _packed([_BATCH, *map(_packed, items)])


def _place(real_root: str, target: Path) -> bytes:
    return os.fsencode(target.relative_to(real_root).as_posix())


def _after(write: FileWrite) -> bytes:
    if write.is_removal:
        return _NOTHING
    return _DIGEST + write.new_digest if write.new_digest else _TEXT + (write.new or b"")


def _after_digest(write: FileWrite) -> bytes:
    if write.is_removal or write.new_digest:
        return _after(write)
    return _DIGEST + _sha256(write.new or b"")


def is_same(data: bytes | None, after: bytes) -> bool:
    """Is a file what a command made of it?

    Args:
        data: What it holds; None if it is not there.
        after: As `_after` gives it.
    """
    if data is None or after == _NOTHING:
        return data is None and after == _NOTHING
    if after.startswith(_TEXT):
        return after[1:] == data
    return after[1:] == _sha256(data)


def _sha256(data: bytes) -> bytes:
    import hashlib  # noqa: PLC0415 (4 ms, which adding one note does not need)

    return hashlib.sha256(data).digest()


def _packed(fields: Iterable[bytes]) -> bytes:
    """Fields as one record: the length of all, then each after its own length.

    >>> _packed([b"abc", b""])
    b'7:3:abc0:'
    >>> list(_unpacked(_packed([b"abc", b""]) + b"7:3:ab"))
    [[b'abc', b'']]
    """
    body = b"".join(b"%d:%b" % (len(field), field) for field in fields)
    return b"%d:%b" % (len(body), body)


def _unpacked(data: bytes) -> Iterator[list[bytes]]:
    """The records in `data`; one that is cut off at the end was never finished, and is none."""
    for record in _fields(data):
        yield list(_fields(record))


def _fields(data: bytes) -> Iterator[bytes]:
    start = 0
    while True:
        colon = data.find(b":", start)
        length = data[start:colon] if colon > 0 else b""
        end = colon + 1 + int(length) if length.isdigit() else len(data) + 1
        if end > len(data):
            return
        yield data[colon + 1 : end]
        start = end
