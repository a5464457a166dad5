"""Bringing the index up to date with the disk.

Freshness is Git's rule: a file whose size and times are those that the index has is unchanged,
unless it was so young when it was read that a later change could have left the times as they
were. Such a file is read again until it is older; its digest tells whether anything is new.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from snnnotes.storage.folder_walk import unpacked
from snnnotes.storage.index_write import (
    KNOWN_COLUMNS,
    Known,
    Task,
    known_file,
    transaction,
    write_gone,
    write_readings,
)
from snnnotes.storage.note_files import FileState, FolderListing
from snnnotes.storage.notebook import Notebook

if TYPE_CHECKING:
    from snnnotes.storage.index_reading import Answer

#: Notes that are written in one transaction: some 50 ms, in which other processes cannot write.
BATCH = 250
#: Changed notes from which on processes are started to read them. One takes 150 ms to start.
WORTH_SHARING = 2000

#: Edited notes of one folder that are looked up by path; for more, all rows of it are read.
_FEW = 500

Progress = Callable[[int, int], None]
_Item = TypeVar("_Item")


class _Plan:
    """What differs between the disk and the index."""

    # Not a dataclass: each takes 0.4 ms to define, and every list and search loads this one.
    def __init__(self) -> None:
        self.tasks: list[Task] = []
        #: Files that are no longer there.
        self.gone: list[Known] = []
        #: Folders whose listing the index does not have.
        self.folders: list[FolderListing] = []
        #: Folders that are no longer there.
        self.gone_folders: list[int] = []
        #: SQLite's count of what other processes have written.
        self.data_version = 0


def sync(
    db: sqlite3.Connection, notebook: Notebook, *, text: bool, progress: Progress | None
) -> None:
    """Bring the catalogue, and where asked for the text index, up to date.

    If nothing has changed, nothing is written and no lock taken. Each batch is a transaction, so
    that what was done stays done if the process is ended.

    Args:
        db: From `index_schema.connected`.
        notebook: Whose index it is.
        text: Is the text needed, or only the frontmatter?
        progress: Is called with the files done and all that are to be read.

    Raises:
        UnreadableFileError: A note folder is a link that leads out of the notebook.
        sqlite3.Error: The index cannot be read or written.
    """
    plan = look(db, notebook, text=text)
    for gone in _batches(plan.gone):
        write_gone(db, gone)
    base, unsettled, done = os.fspath(notebook.root), set[str](), 0
    batches = _batches(plan.tasks)
    with closing(_answers(base, batches, text=text)) as answers:
        for batch, answer in zip(batches, answers, strict=True):
            unsettled |= write_readings(db, base, batch, answer, text=text)
            done += len(batch)
            if progress is not None:
                progress(done, len(plan.tasks))
    _write_folders(db, plan, unsettled)


def look(db: sqlite3.Connection, notebook: Notebook, *, text: bool) -> _Plan:
    """Compare disk and index; only folders whose listing differs are looked into."""
    plan = _Plan()
    with transaction(db, "BEGIN"):
        # The index first and then the disk: what the index has of a file is older than the
        # listing of its folder, so that a file that is in the index alone is really gone.
        known = {path: (key, listing) for key, path, listing in db.execute(_FOLDERS)}
        plan.data_version = _data_version(db)
        for folder in notebook.listings():
            key, listing = known.pop(folder.path, (0, None))
            if listing != folder.listing:
                plan.folders.append(folder)
                edited = edited_files(listing, folder) if listing else None
                if edited is None:
                    _compare(plan, folder.path, folder.files(), _known_files(db, key))
                else:
                    # The rows of the other notes agree with the listing and need no look.
                    _compare(plan, folder.path, edited, _known_paths(db, edited))
        for key, _ in known.values():
            plan.gone_folders.append(key)
            plan.gone.extend(_known_files(db, key).values())
        if text:
            _add_those_without_text(db, plan)
    plan.tasks.sort()
    return plan


_FOLDERS = "SELECT id, path, listing FROM folders"


def _data_version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA data_version").fetchone()
    return int(version)


def edited_files(before: bytes, folder: FolderListing) -> list[FileState] | None:
    """The files of a folder that changed while none came or went; None if some did.

    Args:
        before: The listing of the folder that the index has.
        folder: As it is now.
    """
    names, numbers = unpacked(before)
    names_now, numbers_now = unpacked(folder.listing)
    if names != names_now or len(numbers) != len(numbers_now):
        return None
    places = {at // 3 for at, number in enumerate(numbers) if number != numbers_now[at]}
    return None if len(places) > _FEW else [folder.files()[place] for place in sorted(places)]


def _known_paths(db: sqlite3.Connection, states: Sequence[FileState]) -> dict[str, Known]:
    marks = ", ".join("?" * len(states))
    paths = [state.path for state in states]
    rows = db.execute(f"SELECT {KNOWN_COLUMNS} FROM notes WHERE path IN ({marks})", paths)
    return {one.state.path: one for one in map(known_file, rows)}


def _known_files(db: sqlite3.Connection, folder: int) -> dict[str, Known]:
    rows = db.execute(f"SELECT {KNOWN_COLUMNS} FROM notes WHERE folder = ?", (folder,))
    return {one.state.path: one for one in map(known_file, rows)}


def _compare(
    plan: _Plan, folder: str, states: Iterable[FileState], known: dict[str, Known]
) -> None:
    for state in states:
        one = known.pop(state.path, None)
        if one is None or one.state != state:
            plan.tasks.append(Task(state, folder, one))
    plan.gone.extend(known.values())


def _add_those_without_text(db: sqlite3.Connection, plan: _Plan) -> None:
    rows = db.execute(
        f"SELECT {KNOWN_COLUMNS}, folders.path FROM notes JOIN folders ON folders.id = folder"
        " WHERE NOT has_text"
    )
    found = [(known_file(row[:-1]), row[-1]) for row in rows]
    planned = {one.state.path for one in plan.gone} | {task.state.path for task in plan.tasks}
    plan.tasks.extend(
        Task(one.state, folder, one) for one, folder in found if one.state.path not in planned
    )


def _batches(items: Sequence[_Item]) -> list[Sequence[_Item]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def _answers(
    base: str, batches: Sequence[Sequence[Task]], *, text: bool
) -> Generator[Answer, None, None]:
    """What the files of each batch hold."""
    if not batches:
        return
    # Imported here because YAML and the rest take 15 ms to load, and most commands read nothing.
    from snnnotes.storage.index_reading import answer_to  # noqa: PLC0415

    jobs = [
        [
            (task.state.path, task.known.digest_for(text=text) if task.known else b"")
            for task in batch
        ]
        for batch in batches
    ]
    if sum(map(len, jobs)) >= WORTH_SHARING:
        # The same again: what it takes to start processes takes 5 ms more.
        from snnnotes.storage.index_worker import answers_of_workers  # noqa: PLC0415

        yield from answers_of_workers(base, jobs, text=text)
    else:
        yield from (answer_to(base, batch, text=text) for batch in jobs)


def _write_folders(db: sqlite3.Connection, plan: _Plan, unsettled: set[str]) -> None:
    """Remember the listings, so that these folders need not be looked into again."""
    settled = [folder for folder in plan.folders if folder.path not in unsettled]
    if not settled and not plan.gone_folders:
        return
    with transaction(db, "BEGIN IMMEDIATE"):
        # What another process has written meanwhile may not agree with our listings.
        if _data_version(db) == plan.data_version:
            db.executemany(
                "DELETE FROM folders WHERE id = ?", [(key,) for key in plan.gone_folders]
            )
            db.executemany(
                "INSERT INTO folders (path, listing) VALUES (?, ?)"
                " ON CONFLICT (path) DO UPDATE SET listing = excluded.listing",
                settled,
            )
