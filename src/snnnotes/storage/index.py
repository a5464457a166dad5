"""The index of a notebook: what makes lists and searches quick. A cache, and never more.

It lies outside the notebook, every command that uses it brings it up to date first, and where it
is damaged, of another version or cannot be written, a new one takes its place.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from snnnotes.model.fields import BY_NAME
from snnnotes.model.note import Note, Value
from snnnotes.model.query import Query
from snnnotes.storage import index_query
from snnnotes.storage.index_place import default_cache_folder, index_path
from snnnotes.storage.index_schema import (
    IN_MEMORY,
    FileKind,
    OtherVersionError,
    connected,
    identity,
    remove,
)
from snnnotes.storage.index_sync import Progress, sync
from snnnotes.storage.index_text import field_texts
from snnnotes.storage.index_write import transaction
from snnnotes.storage.notebook import Notebook

__all__ = ["Best", "Index", "NoteProblem", "Ranked", "default_cache_folder"]

_Answer = TypeVar("_Answer")

#: What lifts a note over all that have less; BM25 of a query stays far below.
_TITLE_HOLDS_ALL = 1000.0
_LITERAL = 2 * _TITLE_HOLDS_ALL

#: A damaged file, one that another process replaced, memory: more cannot happen in one command.
_MOST_ATTEMPTS = 5

#: Notes asked for by number in one statement.
_AT_ONCE = 500

_DAMAGED = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    # Tables or rows that are not what they were when they were made.
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
}
_REASONS = {
    sqlite3.SQLITE_BUSY: "other processes keep writing to it",
    sqlite3.SQLITE_FULL: "the disk is full",
}


class Ranked:
    """A note that a search finds, and how well it fits."""

    __slots__ = ("_note", "fields", "path", "score")

    # Not a dataclass: each takes 0.4 ms to define, and every list and search loads this one.
    def __init__(self, path: str, score: float, fields: str) -> None:
        #: Relative to the notebook, with forward slashes on every system.
        self.path = path
        #: Higher is better. More than 1000 if the title holds all that was searched for.
        self.score = score
        #: The frontmatter as JSON.
        self.fields = fields
        self._note: Note | None = None

    def __repr__(self) -> str:
        return f"Ranked({self.path!r}, score={self.score})"

    @property
    def note(self) -> Note:
        """The note; made only when somebody asks, since few of many hits are ever shown."""
        if self._note is None:
            self._note = _note(self.path, self.fields)
        return self._note


class Best(NamedTuple):
    """The first of the notes that a search finds."""

    #: How many it finds in all.
    total: int
    #: Best first; of equals, sorted by path.
    hits: list[Ranked]


class NoteProblem(NamedTuple):
    """Why a note cannot be read."""

    path: PurePosixPath
    #: Counted from 1 in the file.
    line: int
    message: str
    hint: str


class Index:
    """The index of one notebook; `open` it in a ``with`` statement and `sync` it first."""

    def __init__(self, notebook: Notebook, folder: Path) -> None:
        self.notebook = notebook
        #: What the user should know of the index itself; at most one line.
        self.warnings: list[str] = []
        #: None once the index is in memory.
        self._place: Path | None = index_path(folder, notebook.root)
        self._identity: tuple[int, int] | None = None
        self._db: sqlite3.Connection | None = None
        #: How it was synced last, so that a new one in its place can be made the same.
        self._synced_text: bool | None = None
        self._was_damaged = False

    @classmethod
    def open(cls, notebook: Notebook, folder: Path) -> Self:
        """The index of `notebook`, kept in `folder`; made if it is not there.

        Raises:
            ConfigError: This Python cannot search text.
        """
        index = cls(notebook, folder)
        index._use(lambda _: None)
        return index

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; notes that were found stay usable."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def sync(self, *, text: bool, progress: Progress | None = None) -> None:
        """Bring the index up to date with the files.

        Args:
            text: Is their text needed, or only the frontmatter?
            progress: Is called with the files read so far and all that have to be read.

        Raises:
            UnreadableFileError: A note folder is a link that leads out of the notebook.
        """
        self._use(lambda db: sync(db, self.notebook, text=text, progress=progress))
        self._synced_text = text

    def notes(self, query: Query) -> list[Note]:
        """The notes that fit a query, sorted by path."""
        return self._use(lambda db: _notes(db, query))

    def ranked(self, query: Query, *, literal: Query | None = None) -> list[Ranked]:
        """The notes that fit a query, best first; of equals, sorted by path.

        A note whose title holds all that is asked for comes first.

        Args:
            query: What to find.
            literal: What the user typed, if `query` is that with other words of equal meaning:
                notes that fit it come before those that do not.
        """
        return self.best(query, literal=literal, limit=None).hits

    def best(self, query: Query, *, literal: Query | None = None, limit: int | None) -> Best:
        """The first of the notes that `ranked` gives, and how many these are.

        What stands in the others is not read, which saves most of the time of a search for a word
        that half of the notes have.

        Args:
            query: What to find.
            literal: As for `ranked`.
            limit: No more hits than this; all if None.
        """
        return self._use(lambda db: _best(db, query, literal, limit))

    def ranked_paths(self, query: Query, *, literal: Query | None = None) -> list[str]:
        """The paths of the notes that fit a query, in the order of `ranked`."""
        return self._use(lambda db: _ranked_paths(db, query, literal))

    def problems(self) -> list[NoteProblem]:
        """The notes that cannot be read, sorted by path."""
        found = "SELECT path, problem FROM notes WHERE kind = ? ORDER BY path"
        rows = self._use(lambda db: db.execute(found, (FileKind.PROBLEM,)).fetchall())
        return [NoteProblem(PurePosixPath(path), *json.loads(problem)) for path, problem in rows]

    def titles(self) -> list[tuple[str, str]]:
        """The titles of all notes, each in its terms and as written, in the order of the terms."""
        found = "SELECT trim(title, char(10, 32)), json_extract(fields, '$.title') FROM facts"
        return sorted(self._use(lambda db: db.execute(found).fetchall()))

    def values(self, field: str) -> list[str]:
        """Every value that a known field has in the notes, as written, sorted."""
        # Of notes whose values compare as equal, one is enough.
        found = f"""SELECT path, fields FROM facts JOIN notes USING (id)
            WHERE {BY_NAME[field].name} IS NOT NULL GROUP BY {BY_NAME[field].name}"""
        rows = self._use(lambda db: db.execute(found).fetchall())
        texts = (text for row in rows for text in field_texts(_note(*row), field))
        return sorted(dict.fromkeys(texts))

    def vocabulary(self) -> Iterator[str]:
        """The words of the notes in Latin letters, folded; for "did you mean" alone."""
        yield from self._use(lambda db: index_query.vocabulary(db, "a", "{"))

    def _use(self, action: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        """Do something with the index; if that fails, with one that takes its place."""
        for attempt in range(_MOST_ATTEMPTS):
            try:
                return action(self._connection())
            except (sqlite3.Error, OtherVersionError) as error:
                if self._place is None or attempt + 1 == _MOST_ATTEMPTS:
                    raise
                self.close()
                self._give_up_file(self._place, error)
        raise AssertionError

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = self._connected()
            if self._synced_text is not None:
                sync(self._db, self.notebook, text=self._synced_text, progress=None)
        return self._db

    def _connected(self) -> sqlite3.Connection:
        if self._place is not None:
            try:
                # Notes may be private, whatever the cache folder lets others see.
                self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                self._move_to_memory(self._place, error.strerror or "no such folder")
        if self._place is None:
            return connected(IN_MEMORY, self.notebook.root)
        self._identity = identity(self._place)
        db = connected(str(self._place), self.notebook.root)
        self._identity = identity(self._place)
        return db

    def _give_up_file(self, place: Path, error: Exception) -> None:
        """Make way for a new index after an error."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code == sqlite3.SQLITE_READONLY_DBMOVED:
            return  # deleted under our hands; the next attempt makes a new one
        damaged = not isinstance(error, OtherVersionError)
        # The low byte is the kind of error, what is above it the details.
        if damaged and (code & 0xFF not in _DAMAGED or self._was_damaged):
            self._move_to_memory(place, _REASONS.get(code & 0xFF, str(error)))
            return
        try:
            remove(place, self._identity)
        except OSError as reason:
            self._move_to_memory(place, reason.strerror or str(reason))
            return
        if damaged:
            self._was_damaged = True
            self.warnings[:] = ["the search index was damaged and has been made anew"]

    def _move_to_memory(self, place: Path, reason: str) -> None:
        self._place = None
        where = f"the search index cannot be kept in {place.parent}"
        self.warnings[:] = [f"{where}, so that each command makes it anew: {reason}"]


def _note(path: str, fields: str, known: dict[str, str] | None = None) -> Note:
    """A note from its row.

    Args:
        path: Relative to the notebook.
        fields: The frontmatter as JSON.
        known: What other notes say, for those to share it; grows with every note.
    """
    values: dict[str, Value] = json.loads(fields)
    if known is not None:
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = [_shared(item, known) for item in value]
            elif name in _SHARED:
                values[name] = _shared(value, known)
    return Note.from_fields(values, path=PurePosixPath(path), lines={})


#: Beside the items of lists: what many notes have in common.
_SHARED = frozenset({"venue", "status"})


def _shared(value: Value, known: dict[str, str]) -> Value:
    return known.setdefault(value, value) if isinstance(value, str) else value


def _notes(db: sqlite3.Connection, query: Query) -> list[Note]:
    """The notes that fit, sorted by path."""
    with transaction(db, "BEGIN"):
        # Made one by one as the rows come: 100,000 rows and their notes at once take 400 MB. A
        # third of what is left are names, tags and venues that notes have in common.
        rows = _rows(db, index_query.matching(db, query))
        known: dict[str, str] = {}
        return [_note(path, fields, known) for _, path, fields in rows]


def _rows(db: sqlite3.Connection, notes: set[int]) -> Iterable[tuple[int, str, str]]:
    """Number, path and frontmatter of notes, sorted by path."""
    select = "SELECT id, path, fields FROM facts JOIN notes USING (id)"
    # To count the rows takes a look at all of them, which few notes are not worth.
    if len(notes) > _AT_ONCE and 2 * len(notes) > _count(db):
        return (row for row in db.execute(f"{select} ORDER BY path") if row[0] in notes)
    rows: list[tuple[int, str, str]] = []
    for some in _chunks(notes):
        marks = ", ".join("?" * len(some))
        rows += db.execute(f"{select} WHERE id IN ({marks})", some)
    return sorted(rows, key=lambda row: row[1])


def _count(db: sqlite3.Connection) -> int:
    (count,) = db.execute("SELECT count(*) FROM facts").fetchone()
    return int(count)


def _best(db: sqlite3.Connection, query: Query, literal: Query | None, limit: int | None) -> Best:
    with transaction(db, "BEGIN"):
        scores = _scores(db, query, literal)
        likely = set(scores)
        if limit is not None and limit < len(scores):
            # Of equals the path decides, so that all that equal the last one are in question.
            least = heapq.nlargest(max(limit, 1), scores.values())[-1]
            likely = {note for note, score in scores.items() if score >= least}
        if limit is not None and limit < len(likely):
            likely = {note for note, _ in _in_order(_paths(db, likely), scores)[:limit]}
        found = [Ranked(path, scores[note], fields) for note, path, fields in _rows(db, likely)]
    # Python keeps the order of equals: by path.
    found.sort(key=lambda one: -one.score)
    return Best(len(scores), found)


def _ranked_paths(db: sqlite3.Connection, query: Query, literal: Query | None) -> list[str]:
    with transaction(db, "BEGIN"):
        scores = _scores(db, query, literal)
        return [path for _, path in _in_order(_paths(db, set(scores)), scores)]


def _in_order(paths: list[tuple[int, str]], scores: Mapping[int, float]) -> list[tuple[int, str]]:
    """Numbers and paths of notes, sorted by path, put into the order of their scores."""
    return sorted(paths, key=lambda row: -scores[row[0]])


def _paths(db: sqlite3.Connection, notes: set[int]) -> list[tuple[int, str]]:
    """Number and path of notes, sorted by path."""
    # Numbers are hardly ever given up, so that the last one tells about how many notes there are;
    # a count would look at each.
    (last,) = db.execute("SELECT max(id) FROM notes").fetchone()
    if len(notes) > _AT_ONCE and 2 * len(notes) > last:
        # They stand together, in an index of the table.
        every = db.execute("SELECT id, path FROM notes ORDER BY path")
        return [row for row in every if row[0] in notes]
    rows: list[tuple[int, str]] = []
    for some in _chunks(notes):
        marks = ", ".join("?" * len(some))
        rows += db.execute(f"SELECT id, path FROM notes WHERE id IN ({marks})", some)
    # As SQLite sorts them: UTF-8 has the order of its characters.
    return sorted(rows, key=lambda row: row[1])


def _chunks(notes: set[int]) -> Iterator[list[int]]:
    """Numbers of notes in order, no more at once than one statement takes."""
    wanted = sorted(notes)
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


def _scores(db: sqlite3.Connection, query: Query, literal: Query | None) -> dict[int, float]:
    """The notes that fit, each with how well it does; higher is better."""
    scores = index_query.scores(db, query)
    lifts = [(index_query.in_title(query), _TITLE_HOLDS_ALL)]
    if literal is not None and literal != query:
        lifts.append((literal, _LITERAL))
    for lifting, lift in lifts:
        if scores and lifting is not None:
            for note in index_query.matching(db, lifting) & scores.keys():
                scores[note] += lift
    return scores
