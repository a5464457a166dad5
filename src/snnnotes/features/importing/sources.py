"""What the user names to be imported, read: bibliographies, folders of notes, single notes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath, PurePosixPath

from snnnotes.errors import UnreadableFileError, UsageError
from snnnotes.features.importing.formats import format_of, reader_of
from snnnotes.features.importing.notes import NotesSource
from snnnotes.formats.bibliography import Bibliography
from snnnotes.formats.foreign_entry import EntriesByNote
from snnnotes.storage.copying import SourceFolder, is_same_content
from snnnotes.storage.files import read_text_in, text_in
from snnnotes.storage.foreign_files import NOTE_SUFFIXES, foreign_files
from snnnotes.storage.git_history import git_history
from snnnotes.storage.note_files import is_folder
from snnnotes.storage.notebook import Notebook

STDIN = "-"


@dataclass(slots=True)
class Sources:
    """What was named, as far as it can be read."""

    #: Each with what messages call its file.
    bibliographies: list[tuple[str, Bibliography]] = field(default_factory=list)
    notes: list[NotesSource] = field(default_factory=list)
    #: One for each source, or bibliography in a folder of notes, that cannot be read.
    problems: list[UnreadableFileError] = field(default_factory=list)
    #: What was left out though the user may expect it to be there, one line each.
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How sources are read."""

    notebook: Notebook
    #: The current folder, from which their names go.
    folder: Path
    #: Of files that are not UTF-8; None if the user says nothing.
    encoding: str | None
    #: What stands on standard input.
    stdin: Callable[[], bytes]

    def read(self, names: Sequence[str]) -> Sources:
        """All sources; one of several that cannot be read is a problem of what comes out.

        Raises:
            UnreadableFileError: The only one cannot be read.
            UsageError: One is part of the notebook.
        """
        sources = Sources()
        for name in names:
            try:
                self._read_one(name, sources)
            except UnreadableFileError as error:
                if len(names) == 1:
                    raise
                sources.problems.append(error)
        return sources

    def _read_one(self, name: str, into: Sources) -> None:
        path = self.folder / name
        if name == STDIN:
            shown = PurePosixPath("stdin")
            text, _ = text_in(self.stdin(), shown, encoding=self.encoding)
            into.bibliographies.append((str(shown), _bibliography(text, shown)))
        elif is_folder(path):
            self._refuse_own(path, name)
            into.notes.append(self._folder(path, name, into))
        elif path.suffix.lower() in NOTE_SUFFIXES:
            self._refuse_own(path, name)
            into.notes.append(self._note(path, name))
        else:
            shown = PurePosixPath(PurePath(name).as_posix())
            text, _ = read_text_in(path, shown, encoding=self.encoding)
            into.bibliographies.append((str(shown), _bibliography(text, shown)))

    def _refuse_own(self, path: Path, name: str) -> None:
        """Raise an error for a source that is part of the notebook's notes, or has them in it."""
        place = Path(os.path.realpath(path))
        root = self.notebook.root
        own = [Path(os.path.realpath(root / folder)) for folder in self.notebook.folders]
        if any(place.is_relative_to(folder) or folder.is_relative_to(place) for folder in own):
            raise UsageError(
                f"{name}: the notes of this notebook are there, and a copy would double them",
                hint="to give notes their metadata where they are:  snnnotes adopt",
            )

    def _folder(self, path: Path, name: str, into: Sources) -> NotesSource:
        found = foreign_files(path)
        shown = PurePath(name).as_posix()
        into.warnings += [f"{shown}: {warning}" for warning in found.warnings]
        entries = EntriesByNote()
        for bibliography in found.bibliographies:
            called = PurePosixPath(shown) / bibliography
            try:
                text, _ = read_text_in(path / bibliography, called, encoding=self.encoding)
            except UnreadableFileError as error:
                into.problems.append(error)
            else:
                found_here = _bibliography(text, called).entries
                entries.add(found_here, text=text, path=called)
        return NotesSource(
            folder=SourceFolder(Path(os.path.abspath(path))),  # noqa: PTH100 (links as they are)
            shown=shown,
            paths=found.notes,
            read=partial(self._text, path, shown),
            entries=entries,
            dates=partial(self._dates, path),
            is_there=partial(is_same_content, notebook=self.notebook),
        )

    def _note(self, path: Path, name: str) -> NotesSource:
        folder = Path(os.path.abspath(path.parent))  # noqa: PTH100 (links as they are)
        shown = PurePath(name).parent.as_posix()
        return NotesSource(
            folder=SourceFolder(folder),
            shown=shown,
            paths=[PurePosixPath(path.name)],
            is_named=True,
            read=partial(self._text, folder, shown),
            dates=partial(self._dates, folder),
            is_there=partial(is_same_content, notebook=self.notebook),
        )

    def _text(self, folder: Path, shown: str, path: PurePosixPath) -> str:
        text, _ = read_text_in(folder / path, PurePosixPath(shown) / path, encoding=self.encoding)
        return text

    def _dates(self, folder: Path) -> Mapping[PurePosixPath, str]:
        """When each file came into the Git repository around it, if there is one."""
        history = git_history(folder, environment=self.notebook.environment)
        return {path: commit.time for path, commit in history.first_commits.items()}


def _bibliography(text: str, shown: PurePath) -> Bibliography:
    return reader_of(format_of(text, shown))(text)
