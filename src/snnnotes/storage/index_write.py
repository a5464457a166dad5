"""Writing what was read of some files into the index.

Several processes may do this at once, so nothing is written from an old view: with the write
lock in hand each file is looked at once more, and read again if it is not what it was. What the
index has of a file is therefore never older than the last time that the lock was taken for it.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from snnnotes.storage.index_schema import TEXT_FIELDS, FileKind
from snnnotes.storage.index_text import COLUMNS
from snnnotes.storage.note_files import FileState

if TYPE_CHECKING:
    from snnnotes.storage.index_reading import Answer, Reading

#: A file must be older than this when it is read, for its times to tell of every later change:
#: FAT counts in two seconds, all others in less.
RACY_NS = 2_000_000_000
#: Stands for the mtime of a file that is to be read again.
UNSETTLED = -1
#: A file of which the listing could tell nothing.
_UNKNOWN = (0, 0, 0)


class Known(NamedTuple):
    """What the index has of a file."""

    id: int
    state: FileState
    #: Of the content.
    digest: bytes
    has_text: bool

    def digest_for(self, *, text: bool) -> bytes:
        """The digest if the index has enough of the file, else nothing."""
        return self.digest if self.has_text or not text else b""


class Task(NamedTuple):
    """A file to read."""

    state: FileState
    folder: str
    known: Known | None


KNOWN_COLUMNS = "notes.id, notes.path, size, mtime_ns, ctime_ns, digest, has_text"


def known_file(row: Sequence[Any]) -> Known:
    """What a row of KNOWN_COLUMNS says."""
    key, path, size, mtime_ns, ctime_ns, digest, has_text = row
    return Known(key, FileState(path, size, mtime_ns, ctime_ns), digest, bool(has_text))


@contextmanager
def transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    """All of the block or nothing."""
    db.execute(begin)
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()


def write_gone(db: sqlite3.Connection, gone: Sequence[Known]) -> None:
    """Take files out of the index that are no longer there."""
    with transaction(db, "BEGIN IMMEDIATE"):
        now = _known_now(db, [one.state.path for one in gone])
        # A file that came back meanwhile, and that another process has read, is not the same.
        same = [one.id for one in gone if now.get(one.state.path) == one]
        _forget(db, same)


def write_readings(
    db: sqlite3.Connection, base: str, tasks: Sequence[Task], answer: Answer, *, text: bool
) -> set[str]:
    """Write what was read of some files; nothing if nothing is new.

    Args:
        db: The index.
        base: The notebook's root.
        tasks: The files.
        answer: When their reading began, and what came out for each.
        text: Was the text asked for?

    Returns:
        Folders of which a file has to be looked at again the next time.
    """
    began, readings = answer
    work = [
        (task, reading)
        for task, reading in zip(tasks, readings, strict=True)
        if task.known is None
        or not _is_same(reading, task.known, text=text)
        or task.known.state != _stored(task.state, reading, began)
    ]
    working = {task.state.path for task, _ in work}
    # What is left is as it was: to be read again, or it would not be among the tasks.
    unsettled = {task.folder for task in tasks if task.state.path not in working}
    if work:
        with transaction(db, "BEGIN IMMEDIATE"):
            batch = _Batch(base, text=text, known=_known_now(db, list(working)))
            for task, reading in work:
                batch.add(task, reading, began)
            batch.write(db)
        unsettled |= batch.unsettled
    return unsettled


def _is_same(reading: Reading | None, known: Known, *, text: bool) -> bool:
    """Does the index have all of that already?"""
    return reading is None or reading.digest == known.digest_for(text=text)


def _stored(state: FileState, reading: Reading | None, began: int) -> FileState:
    """How the state of a file goes into the index."""
    # On Windows, ctime is when the file was made. Elsewhere nobody can set it back, while mtime
    # is whatever rsync, tar or touch make it.
    changed = state.mtime_ns if os.name == "nt" else state.ctime_ns
    may_heal = reading is not None and reading.may_heal
    if may_heal or changed > began - RACY_NS:
        return state._replace(mtime_ns=UNSETTLED)
    return state


def _known_now(db: sqlite3.Connection, paths: Sequence[str]) -> dict[str, Known]:
    marks = ", ".join("?" * len(paths))
    rows = db.execute(f"SELECT {KNOWN_COLUMNS} FROM notes WHERE path IN ({marks})", paths)
    return {one.state.path: one for one in map(known_file, rows)}


class _Batch:
    """The rows that some files give, gathered while the write lock is held."""

    def __init__(self, base: str, *, text: bool, known: dict[str, Known]) -> None:
        self.base = base
        self.text = text
        self.known = known
        self.folders = set[str]()
        #: Of these, the ones with a file that has to be looked at again the next time.
        self.unsettled = set[str]()
        self.forgotten: list[int] = []
        self.states: list[tuple[FileState, int]] = []
        self.new: list[tuple[FileState, str, int | None, Reading]] = []

    def add(self, task: Task, reading: Reading | None, began: int) -> None:
        """Decide what becomes of a file.

        Args:
            task: The file as it was when it was read.
            reading: What it held; None for what the index had at that time.
            began: When it was read.
        """
        self.folders.add(task.folder)
        state, known = state_now(self.base, task.state), self.known.get(task.state.path)
        if state is None:
            self.forgotten += [known.id] if known else []
            self.unsettled.add(task.folder)
            return
        had = reading is not None or (known and task.known and known.digest == task.known.digest)
        if state != task.state or not had:
            # Imported here as in `index_sync`; it is loaded, since others were read.
            from snnnotes.storage.index_reading import read  # noqa: PLC0415

            self.unsettled.add(task.folder)
            began = time.time_ns()
            digest = known.digest_for(text=self.text) if known else b""
            reading = read(self.base, state.path, digest, text=self.text)
        stored = _stored(state, reading, began)
        if stored.mtime_ns == UNSETTLED:
            self.unsettled.add(task.folder)
        if known and _is_same(reading, known, text=self.text):
            self.states.append((stored, known.id))
        elif reading is not None:
            self.forgotten += [known.id] if known else []
            self.new.append((stored, task.folder, known.id if known else None, reading))

    def write(self, db: sqlite3.Connection) -> None:
        """Write all of it."""
        # Before any row goes: a note that changed keeps its number, which nobody else may get.
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM notes").fetchone()
        _forget(db, self.forgotten)
        folders = _touched_folders(db, self.folders)
        db.executemany(
            "UPDATE notes SET size = ?, mtime_ns = ?, ctime_ns = ? WHERE id = ?",
            [(*state[1:], key) for state, key in self.states],
        )
        numbers = itertools.count(last + 1)
        rows = [
            (next(numbers) if key is None else key, state, folders[folder], reading)
            for state, folder, key, reading in self.new
        ]
        _insert(db, "notes", [_notes_row(*row) for row in rows])
        _insert(db, "facts", [(key, *one.facts) for key, _, _, one in rows if one.facts])
        _insert(db, "words", [(key, *one.words) for key, _, _, one in rows if one.words])
        _insert(db, "formulas", [(key, one.formulas) for key, _, _, one in rows if one.formulas])


def _notes_row(key: int, state: FileState, folder: int, reading: Reading) -> tuple[Any, ...]:
    has_text = reading.words is not None or reading.kind != FileKind.NOTE
    return (
        key, state.path, folder, *state[1:], reading.digest, reading.kind, has_text,
        reading.problem,
    )  # fmt: skip


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({marks})", rows)


_COLUMNS = {
    "notes": "id, path, folder, size, mtime_ns, ctime_ns, digest, kind, has_text, problem",
    "facts": f"id, year, rating, added, fields, {', '.join(TEXT_FIELDS)}, others",
    "words": f"rowid, {', '.join(COLUMNS)}",
    "formulas": "id, terms",
}


def _touched_folders(db: sqlite3.Connection, paths: Iterable[str]) -> dict[str, int]:
    """The numbers of folders, whose listings no longer count."""
    found = {}
    for path in paths:
        db.execute(
            "INSERT INTO folders (path) VALUES (?) ON CONFLICT (path) DO UPDATE SET listing = NULL",
            (path,),
        )
        (found[path],) = db.execute("SELECT id FROM folders WHERE path = ?", (path,)).fetchone()
    return found


def _forget(db: sqlite3.Connection, notes: Sequence[int]) -> None:
    rows = [(key,) for key in notes]
    db.executemany(
        "UPDATE folders SET listing = NULL WHERE id = (SELECT folder FROM notes WHERE id = ?)", rows
    )
    db.executemany("DELETE FROM words WHERE rowid = ?", rows)
    for table in ("formulas", "facts", "notes"):
        db.executemany(f"DELETE FROM {table} WHERE id = ?", rows)


def state_now(base: str, state: FileState) -> FileState | None:
    """A file as it is on the disk; None if it is gone."""
    if state[1:] == _UNKNOWN:
        return state
    try:
        found = os.lstat(f"{base}/{state.path}")
    except FileNotFoundError:
        return None
    except OSError:  # reading it has said so
        return state
    return FileState(state.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
