"""The notebook on disk: where it is, what is in it, and the only way to change it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from snnnotes.errors import NotebookNotFoundError
from snnnotes.model.change import FileChange
from snnnotes.storage.encoding import shell_quoted
from snnnotes.storage.file_write import make_all
from snnnotes.storage.files import (
    existing,
    keep_permissions,
    planned_writes,
    read_text,
    remove_emptied_folders,
)
from snnnotes.storage.lock import lock
from snnnotes.storage.note_files import (
    FileState,
    FolderListing,
    inside,
    is_file,
    is_folder,
    scan,
)

if TYPE_CHECKING:
    from snnnotes.model.readme_settings import ReadmeSettings
    from snnnotes.storage.config import Config
    from snnnotes.storage.file_write import FileWrite
    from snnnotes.storage.journal import Recording

CONFIG_NAME = "snnnotes.toml"
ROOT_VARIABLE = "SNNNOTES_ROOT"
NOTES_FOLDER = "notes"
_NO_MOVES: Mapping[PurePosixPath, PurePosixPath] = MappingProxyType({})
#: Tables of `snnnotes.toml` that commands need not read which only look at notes.
_OTHER_TABLES = frozenset({"readme", "check", "sources", "mirrors", "discover"})

#: A folder or pattern as nearly all are; what else there may be is for the TOML parser.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_*-][A-Za-z0-9_.*-]*(?:/[A-Za-z0-9_*-][A-Za-z0-9_.*-]*)*")


class Notebook:
    """A folder of notes; `open` finds the one that is meant."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        """Take the notebook at `root`, which exists.

        Raises:
            ConfigError: Its `snnnotes.toml` cannot be understood.
            UnreadableFileError: Its `snnnotes.toml` cannot be read.
        """
        #: Absolute; links in it are as the user wrote them.
        self.root = root
        #: What the last look at the files left out, one line each.
        self.warnings: list[str] = []
        #: The variables of the process; they name the cache folder, say.
        self.environment = environment
        self._config: Config | None = None
        self._is_writing = False
        self._command: str | None = None
        self._recording: Recording | None = None
        #: Why the last write cannot be taken back; empty if it can.
        self.undo_problem = ""
        self.folders: tuple[str, ...]
        self.exclude: tuple[str, ...]
        plain = _plain_settings(root)
        self.folders, self.exclude = plain or (self.config.folders, self.config.exclude)

    @classmethod
    def open(cls, start: Path, *, root: Path | None, environment: Mapping[str, str]) -> Self:
        """The notebook at `root`, else at $SNNNOTES_ROOT, else the nearest from `start` upwards.

        Args:
            start: The current folder; absolute.
            root: What the user gave as --root; relative to `start`.
            environment: The variables of the process.

        Raises:
            NotebookNotFoundError: There is none.
            ConfigError: Its `snnnotes.toml` cannot be understood.
            UnreadableFileError: Its `snnnotes.toml` cannot be read.
        """
        return cls(find_root(start, root=root, environment=environment), environment)

    @property
    def config(self) -> Config:
        """What `snnnotes.toml` says.

        Raises:
            ConfigError: It cannot be understood.
            UnreadableFileError: It cannot be read.
        """
        if self._config is None:
            # Imported here because the TOML parser takes 5 ms to load, and most commands need
            # nothing from the file.
            from snnnotes.storage.config import load_config  # noqa: PLC0415

            self._config = load_config(self.root)
        return self._config

    def files(self) -> list[FileState]:
        """All files that may be notes, sorted by path.

        Folders that may not be opened are among them, see `Scan.folders`.

        Raises:
            UnreadableFileError: A note folder is a link that leads out of the notebook.
        """
        return sorted(state for folder in self.listings() for state in folder.files())

    def listings(self) -> list[FolderListing]:
        """The same files by folder and packed, for a quick comparison with what a cache has.

        Raises:
            UnreadableFileError: A note folder is a link that leads out of the notebook.
        """
        found = scan(self.root, self.folders, self.exclude)
        self.warnings = found.warnings
        return found.folders

    def read_text(self, path: PurePosixPath) -> str:
        """The text of a file of the notebook, with its line ends and byte order mark.

        Raises:
            UnreadableFileError: It cannot be read, or is not UTF-8 text.
        """
        return read_text(self.root / path, path)

    def existing(self, path: PurePosixPath) -> PurePosixPath | None:
        """The file or folder of this name as it is spelled on disk; None if there is none.

        Upper and lower case count as one, and so do the two ways to write an accent.
        """
        return existing(self.root, path)

    def readme_settings(self) -> ReadmeSettings:
        """How READMEs are made, their names as they are on disk: readme.md for README.md."""
        settings = self.config.readme
        files = (
            file._replace(path=self.existing(file.path) or file.path) for file in settings.files
        )
        return settings._replace(files=tuple(files))

    def exists(self, path: PurePosixPath) -> bool:
        """Is there a file or folder of this name, compared as `existing` does?"""
        return self.existing(path) is not None

    def path_of(self, file: Path) -> PurePosixPath | None:
        """What a file is called in the notebook, links resolved; None if it lies outside.

        Args:
            file: Absolute; need not exist.
        """
        place = inside(os.path.realpath(self.root), os.fspath(file))
        if place is None:
            return None
        return self.existing(PurePosixPath(place)) or PurePosixPath(place)

    def apply(
        self,
        changes: Iterable[FileChange],
        command: str = "",
        *,
        moves: Mapping[PurePosixPath, PurePosixPath] = _NO_MOVES,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Make all `changes`; if one cannot be made safely, make none.

        Args:
            changes: What was planned.
            command: What the user typed, for `storage.journal.undo`; see `recorded`.
            moves: New paths by old ones, where a file that goes and one that comes are the same:
                the permissions go with it, and `undo` says that it went back.
            progress: Is told how many files are done, of how many.

        Raises:
            ChangedOnDiskError: A file differs from what the change was planned on.
            WouldOverwriteError: A file exists that would be new, or a twin of its name does.
            WriteError: The system refuses, another writer does not end, or a path leads out.
        """
        with self.writing(), self.recorded(command):
            writes = planned_writes(self.root, changes)
            keep_permissions(self.root, writes, moves)
            self.make(writes, moves, progress=progress)

    def make(
        self,
        writes: Sequence[FileWrite],
        moves: Mapping[PurePosixPath, PurePosixPath] = _NO_MOVES,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Make all writes, or none, and keep in the journal what takes them back.

        Args:
            writes: In an order that suits the disk.
            moves: As `apply` takes them.
            progress: As `apply` takes it.

        Raises:
            ChangedOnDiskError: A file differs from what the write was planned on.
            WouldOverwriteError: A new file's name is taken meanwhile.
            WriteError: The system refuses, or another writer does not end.
        """
        if not writes:
            return
        with self.writing(), self.recorded(""):
            recording = self._journal()
            try:
                make_all(
                    writes,
                    ready=lambda them: recording.begin(them, moves),
                    progress=progress,
                )
            except BaseException:  # also Ctrl-C
                recording.strike()
                raise
            recording.done()
            remove_emptied_folders(self.root, writes, self.folders)
            self.undo_problem = recording.problem

    @contextmanager
    def recorded(self, command: str) -> Iterator[None]:
        """Whatever is written inside is one command, which `undo` takes back at once.

        Costs nothing where nothing is written. May be nested; the outermost command counts.

        Args:
            command: What the user typed, without the program's name.
        """
        if self._command is not None:
            yield
            return
        self._command = command
        try:
            yield
        finally:
            self._command = self._recording = None

    def _journal(self) -> Recording:
        if self._recording is None:
            # Imported here because most commands only read.
            from snnnotes.storage.journal import Recording  # noqa: PLC0415

            self._recording = Recording(self.root, self.environment, self._command or "")
        return self._recording

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One process at a time is inside, so that what it saw holds until it has written.

        `apply` does this by itself; it matters where a look decides what is written, as the
        look for duplicates does. May be nested.

        Raises:
            WriteError: Another writer does not end.
        """
        if self._is_writing:
            yield
            return
        with lock(self.root, self.environment):
            self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False


def find_root(start: Path, *, root: Path | None, environment: Mapping[str, str]) -> Path:
    """The root of the notebook that is meant; see `Notebook.open`.

    Raises:
        NotebookNotFoundError: There is none.
    """
    if root is not None:
        return _named_root(start, os.fspath(root), environment, f"--root {root}")
    if named := environment.get(ROOT_VARIABLE):
        return _named_root(start, named, environment, f"${ROOT_VARIABLE} {named}")
    above = (start, *start.parents)
    for folder in above:
        if is_file(folder / CONFIG_NAME):
            return folder
    for folder in above:
        if is_folder(folder / NOTES_FOLDER):
            return folder
    raise NotebookNotFoundError(
        f"{start}: no notebook in this folder or above it",
        hint="make one here:  snnnotes init   or name one:  snnnotes --root FOLDER",
    )


def _named_root(start: Path, named: str, environment: Mapping[str, str], origin: str) -> Path:
    home = environment.get("HOME") or environment.get("USERPROFILE")
    if home and (named == "~" or named.startswith("~/")):  # no shell expands --root=~/papers
        named = home + named[1:]
    folder = Path(os.path.normpath(start / named))
    if not is_folder(folder):
        raise NotebookNotFoundError(f"{origin}: no such folder", hint="look at how it is spelled")
    if _is_root(folder):
        return folder
    if _is_root(folder.parent):
        hint = f"the folder above it is one:  snnnotes --root {shell_quoted(str(folder.parent))}"
    else:
        hint = f"make one there:  snnnotes --root {shell_quoted(str(folder))} init"
    raise NotebookNotFoundError(
        f"{origin}: no notebook there: neither {CONFIG_NAME} nor a folder {NOTES_FOLDER}",
        hint=hint,
    )


def _is_root(folder: Path) -> bool:
    return is_file(folder / CONFIG_NAME) or is_folder(folder / NOTES_FOLDER)


def _plain_settings(root: Path) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Folders and exclude of the settings, if they are written so plainly that we can tell.

    That is without a `snnnotes.toml`, without a table ``[notes]``, or where its lines are no more
    than ``exclude = ["a", "b"]``. Then commands that only read notes need not load the TOML
    parser, which takes as long as reading 40 notes. None where in doubt.
    """
    found = {"folders": (NOTES_FOLDER,), "exclude": ()}
    if not is_file(root / CONFIG_NAME):
        return found["folders"], found["exclude"]
    text = read_text(root / CONFIG_NAME, PurePosixPath(CONFIG_NAME))
    # A text of several lines may hold any of them.
    is_plain = '"""' not in text and "'''" not in text
    table, seen = "", set[str]()
    for line in text.splitlines():
        start = line.strip(" \t\ufeff")
        if not start or start.startswith("#"):
            continue
        if start.startswith("["):
            table = start.lstrip("[ ").partition("]")[0].partition(".")[0].strip()
            if table not in _OTHER_TABLES and not (
                start == "[notes]" and is_plain and table not in seen
            ):
                return None
            seen.add(table)
        elif table not in _OTHER_TABLES:
            key, equals, value = (part.strip() for part in start.partition("="))
            items = value[1:-1].split(",") if value[:1] + value[-1:] == "[]" else []
            names = tuple(item.strip()[1:-1] for item in items)
            if table != "notes" or key not in found or key in seen or not equals or not names:
                return None
            seen.add(key)
            # A plain name is a text in quotes without escapes, and no path that must be refused.
            if not all(
                item.strip() == f'"{name}"' and _PLAIN_NAME.fullmatch(name) and ".." not in name
                for item, name in zip(items, names, strict=True)
            ):
                return None
            found[key] = names
    return found["folders"], found["exclude"]
