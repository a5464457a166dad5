"""What was found out about each note the last time, so that only changed ones are read again.

A cache beside the index, and like it never more than that: what cannot be read or written is done
without.
"""

from __future__ import annotations

import os
import sqlite3
import time
from binascii import crc32
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from snnnotes.storage.index_place import index_path
from snnnotes.storage.note_files import FileState

#: A file may change again without a trace in its times as long as the clock of its disk shows the
#: same: two seconds on FAT, the worst that there is.
_SETTLED_NS = 2_000_000_000
_WAIT_SECONDS = 2.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS looks (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER,"
    " ctime_ns INTEGER, look TEXT, checksum INTEGER) WITHOUT ROWID"
)
_COLUMNS = "path, size, mtime_ns, ctime_ns, look, checksum"
#: What SQLite says of a damaged file, or of one that is no cache of ours; it says nothing if it is
#: the text that is damaged. All else is about the disk, or another program that uses the file.
_DAMAGED = frozenset({None, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class LookCache:
    """Looks by path, each with the state that the file had."""

    def __init__(self, folder: Path, root: Path, *, rules: str) -> None:
        """Use the cache of the notebook at `root`; nothing is opened yet.

        Args:
            folder: Of all caches, see `index_place.default_cache_folder`.
            root: Of the notebook.
            rules: By which looks are made; those made by others are thrown away.
        """
        self._place = index_path(folder, root).with_suffix(".looks.sqlite3")
        # Another root may have the same file name, see `index_path`.
        self._rules = f"{rules} {os.path.realpath(root)!a}"

    def fresh(self, states: Iterable[FileState]) -> dict[str, str]:
        """The looks of the files that are as they were, by path."""
        with suppress(sqlite3.Error, OSError), self._opened() as db:
            known = {
                row[:4]: row[4]
                for row in db.execute(f"SELECT {_COLUMNS} FROM looks")
                # SQLite itself does not see a wrong letter.
                if _checksum(row[4]) == row[5]
            }
            return {state.path: known[state] for state in states if state in known}
        return {}

    def keep(self, looks: Iterable[tuple[FileState, str]], gone: Iterable[str], began: int) -> None:
        """Keep looks for the next time.

        Args:
            looks: With the states that the files had before they were read.
            gone: Paths of files that are no longer there.
            began: When the states were taken, in nanoseconds since 1970.
        """
        settled = (
            (*state, look, _checksum(look))
            for state, look in looks
            if max(state.mtime_ns, state.ctime_ns) < began - _SETTLED_NS
        )
        with suppress(sqlite3.Error, OSError), self._opened() as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("DELETE FROM looks WHERE path = ?", ((path,) for path in gone))
            db.executemany("INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?, ?, ?)", settled)
            db.execute("COMMIT")

    def paths(self) -> set[str]:
        """The files of which there is a look."""
        with suppress(sqlite3.Error, OSError), self._opened() as db:
            return {path for (path,) in db.execute("SELECT path FROM looks")}
        return set()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(self._connected()) as db:
                yield db
        except sqlite3.DatabaseError as error:
            # A file that is in use, or on a full disk, is a good one.
            if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                self._place.unlink(missing_ok=True)
            raise

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._place, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = OFF")  # lost or damaged, it is made again
            db.execute("CREATE TABLE IF NOT EXISTS rules (rules TEXT)")
            if db.execute("SELECT rules FROM rules").fetchall() != [(self._rules,)]:
                db.execute("BEGIN IMMEDIATE")
                db.execute("DROP TABLE IF EXISTS looks")
                db.execute("DELETE FROM rules")
                db.execute("INSERT INTO rules VALUES (?)", (self._rules,))
                db.execute("COMMIT")
            db.execute(_TABLE)
        except BaseException:
            db.close()
            raise
        return db


def _checksum(look: object) -> int:
    # A damaged file may have no text where one was.
    return crc32(str(look).encode("utf-8", "surrogatepass"))


def program_state() -> str:
    """Another one for each state of the program's own files.

    Its version does not tell: many install what a branch holds today.
    """
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 (a third of the time)
    states = []
    waiting = [package]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    states.append((entry.name, state.st_size, state.st_mtime_ns))
                elif entry.is_dir() and entry.name != "__pycache__":
                    waiting.append(entry.path)
    return f"{crc32(repr(sorted(states)).encode()):08x}"


def now_ns() -> int:
    """The present, as file times count."""
    return time.time_ns()
