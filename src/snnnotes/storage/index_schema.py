"""The index file: where it is, its tables, and whether it is ours and of this version."""

from __future__ import annotations

import os
import sqlite3
import string
import time
from binascii import crc32
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path

from snnnotes.errors import ConfigError
from snnnotes.model.fields import FIELDS, Kind
from snnnotes.model.text import RULES
from snnnotes.storage.index_text import COLUMNS

#: Raise it when index_text or index_reading put other things into the same tables.
CONTENT = 2

#: Where an index cannot be a file.
IN_MEMORY = ":memory:"

#: Seconds to wait for another process that writes. A first build lets others in several times a
#: second.
WAIT_SECONDS = 10.0

#: Fields that the catalogue keeps as text; year, rating and added have columns of their own.
TEXT_FIELDS = tuple(
    field.name for field in FIELDS if field.kind not in (Kind.YEAR, Kind.RATING, Kind.DATE)
)


class FileKind(IntEnum):
    """What a file in a note folder turned out to be."""

    NOTE = 0
    #: It should be a note and cannot be read.
    PROBLEM = 1
    #: The page of a folder, say. It is remembered so that it is not read each time.
    NO_NOTE = 2


class OtherVersionError(Exception):
    """The file holds an index made by other rules, or something else altogether."""


#: Every character but blanks is part of a token, so that tokens are the terms of our text and
#: nothing is decided here. SQLite's `unicode61` knows other letters in every version.
_TOKENIZER = "ascii tokenchars '{}'".format(string.punctuation.replace("'", "''"))

#: Most notes fit on one such page: 15 % faster to build than with 4096 (measured).
_PAGE_SIZE = 8192

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    # `listing` as `FolderListing` gives it; NULL unless the rows of `notes` surely agree with it.
    "CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT UNIQUE, listing BLOB)",
    # Every file that was looked at. Narrow, since whole folders are compared with the disk.
    """CREATE TABLE notes (
      id INTEGER PRIMARY KEY, path TEXT UNIQUE, folder INTEGER,
      size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, digest BLOB,
      kind INTEGER, has_text INTEGER, problem TEXT)""",
    "CREATE INDEX notes_by_folder ON notes (folder)",
    "CREATE INDEX notes_without_text ON notes (id) WHERE NOT has_text",
    f"CREATE INDEX notes_with_problem ON notes (path) WHERE kind = {FileKind.PROBLEM}",
    # The catalogue: one row for each note that can be read.
    f"""CREATE TABLE facts (
      id INTEGER PRIMARY KEY, year INTEGER, rating INTEGER, added TEXT, fields TEXT,
      {", ".join(f"{name} TEXT" for name in TEXT_FIELDS)}, others TEXT)""",
    "CREATE INDEX facts_by_year ON facts (year)",
    # The text index. FTS5 keeps a copy of the text: to take a note out again it needs the very
    # text that was put in, and keeping that apart is as large and no faster.
    f"""CREATE VIRTUAL TABLE words USING fts5(
      {", ".join(COLUMNS)}, tokenize="{_TOKENIZER.replace('"', '""')}")""",
    f"INSERT INTO words (words, rank) VALUES ('pgsz', {_PAGE_SIZE - 100})",
    # Bytes that FTS5 gathers before it writes; its own 1 MB makes a first build slower by 10 %.
    f"INSERT INTO words (words, rank) VALUES ('hashsize', {16 << 20})",
    "CREATE TABLE formulas (id INTEGER PRIMARY KEY, terms TEXT)",
)


def connected(place: str, root: Path) -> sqlite3.Connection:
    """A connection to the index file `place`, which is made if it does not exist.

    Raises:
        OtherVersionError: The file has to be made anew.
        ConfigError: This Python has no full-text search.
        sqlite3.Error: The file cannot be used.
    """
    # No implicit transactions: what has to stay together says so itself.
    db = sqlite3.connect(place, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        db.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        db.execute("PRAGMA cache_size = -16000")  # KiB
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("PRAGMA synchronous = NORMAL")
        # Debian's SQLite writes zeros over what is deleted; in a cache that is wasted time.
        db.execute("PRAGMA secure_delete = OFF")
        _make_or_check_tables(db, _version(root))
    except BaseException:
        db.close()
        raise
    return db


def _version(root: Path) -> dict[str, str]:
    """All that an index depends on."""
    return {
        "content": str(CONTENT),
        "tables": f"{crc32(repr(_TABLES).encode()):08x}",
        "rules": RULES,
        "sqlite": sqlite3.sqlite_version,
        "root": ascii(os.path.realpath(root)),
    }


def _make_or_check_tables(db: sqlite3.Connection, version: Mapping[str, str]) -> None:
    if not _table_names(db):
        _set_journal(db)
        db.execute("BEGIN IMMEDIATE")
        # Another process may have made them while this one waited.
        if not _table_names(db):
            _make_tables(db, version)
        db.execute("COMMIT")
    if "meta" not in _table_names(db):
        raise OtherVersionError
    if dict(db.execute("SELECT key, value FROM meta")) != version:
        raise OtherVersionError


def _table_names(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master")}


def _set_journal(db: sqlite3.Connection) -> None:
    """Let readers read while somebody writes, where the disk can do that."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait here by itself when many processes come at once.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


_MODULES = "SELECT name FROM pragma_module_list"


def _make_tables(db: sqlite3.Connection, version: Mapping[str, str]) -> None:
    if ("fts5",) not in set(db.execute(_MODULES)):
        raise ConfigError(
            "the SQLite of this Python has no full-text search (FTS5)",
            hint="install Python from python.org, from your system's packages, or with uv",
        )
    for statement in _TABLES:
        db.execute(statement)
    db.executemany("INSERT INTO meta VALUES (?, ?)", version.items())


def remove(place: Path, damaged: tuple[int, int] | None) -> None:
    """Delete an index file with what SQLite put beside it, unless somebody has done so meanwhile.

    Args:
        place: The file.
        damaged: `identity` of the file that is to go; None if it could not be told.

    Raises:
        OSError: It cannot be deleted, as on Windows while others use it.
    """
    if identity(place) != damaged:
        return
    for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
        place.with_name(name).unlink(missing_ok=True)


def identity(place: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None if there is none."""
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
