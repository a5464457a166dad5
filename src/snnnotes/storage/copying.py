"""Files of any kind that go into the notebook together with notes: all of them, or none."""

from __future__ import annotations

import filecmp
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from snnnotes.errors import UnreadableFileError, WouldOverwriteError, WriteError
from snnnotes.model.change import FileChange
from snnnotes.storage.file_write import FileWrite, would_overwrite
from snnnotes.storage.files import existing, fold_name, planned_writes
from snnnotes.storage.folder_walk import is_utf8
from snnnotes.storage.note_files import inside, is_file
from snnnotes.storage.notebook import Notebook

_GIT_FOLDER = ".git"
_NOT_LOOKED_INTO = frozenset({_GIT_FOLDER, "node_modules"})
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileCopy:
    """A file that somebody decided to copy into the notebook."""

    #: Where it is now.
    source: Path
    #: What messages call it.
    shown: PurePath
    #: Where it goes, relative to the notebook.
    path: PurePosixPath

    @property
    def size(self) -> int:
        """In bytes; 0 if the file is gone."""
        try:
            return self.source.stat().st_size
        except OSError:
            return 0


class SourceFolder:
    """A folder from which notes are copied, and the files in it to which they link.

    Nothing outside of it is ever found: a link in somebody's notes must not be able to fetch a
    private key into a repository.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = os.path.realpath(root)
        self._seen: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, list[PurePosixPath]] | None = None

    def find(self, path: PurePosixPath) -> PurePosixPath | None:
        """The file of that path as it is spelled on disk; None if there is none.

        Upper and lower case count as one, since the notes may come from a disk that knows none.

        Args:
            path: From this folder on, without ``..``.
        """
        found = existing(self.root, path, self._seen)
        if found is None or _GIT_FOLDER in found.parts:  # its settings may hold a password
            return None
        place = self.root / found
        is_ours = inside(self._real, os.fspath(place)) is not None
        return found if is_ours and is_file(place) and os.access(place, os.R_OK) else None

    def find_named(self, name: str) -> PurePosixPath | None:
        """The one nearest to the top of the files of that name, in whatever folder."""
        if self._by_name is None:
            self._by_name = {}
            for path in self._all_files():
                self._by_name.setdefault(fold_name(path.name), []).append(path)
        found = self._by_name.get(fold_name(name), [])
        return next(filter(self.find, found), None)

    def copy(self, path: PurePosixPath, target: PurePosixPath) -> FileCopy:
        """The copy of a file of this folder to a place in the notebook."""
        return FileCopy(self.root / path, PurePath(self.root.name, path), target)

    def _all_files(self) -> list[PurePosixPath]:
        found: list[PurePosixPath] = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted({*folders} - _NOT_LOOKED_INTO)
            start = PurePosixPath(Path(folder).relative_to(self.root).as_posix())
            found += [start / name for name in sorted(files) if is_utf8(name)]
        return sorted(found, key=lambda path: len(path.parts))


def is_same_content(copy: FileCopy, notebook: Notebook) -> bool:
    """Is what would be copied there already, to the byte?"""
    place = notebook.root / copy.path
    return is_file(place) and filecmp.cmp(copy.source, place, shallow=False)


def apply_with_copies(
    notebook: Notebook, changes: Iterable[FileChange], copies: Sequence[FileCopy]
) -> None:
    """Copy files and make changes; if one cannot be made safely, none is, also on Ctrl-C.

    The files come first, so that no note is ever there without its images.

    Raises:
        ChangedOnDiskError: A file differs from what the change was planned on.
        WouldOverwriteError: A file exists that would be new, or a twin of its name does.
        UnreadableFileError: A file that would be copied cannot be read.
        WriteError: The system refuses, another writer does not end, or a path leads out.
    """
    changes = list(changes)
    with notebook.writing():
        targets = _targets(notebook.root, copies, {change.path for change in changes})
        files = [_CopyWrite(copy, target) for copy, target in targets]
        notebook.make([*files, *planned_writes(notebook.root, changes)])


def _targets(
    root: Path, copies: Sequence[FileCopy], texts: Iterable[PurePosixPath]
) -> list[tuple[FileCopy, Path]]:
    real_root = os.path.realpath(root)
    seen: dict[str, dict[str, str]] = {}
    taken = {fold_name(str(path)) for path in texts}
    targets = []
    for copy in copies:
        place = inside(real_root, os.fspath(root / copy.path))
        if copy.path.is_absolute() or ".." in copy.path.parts or place in {None, "."}:
            raise WriteError(f"{copy.path}: leads out of the notebook, so it is not written")
        folded = fold_name(str(copy.path))
        if folded in taken:
            raise WouldOverwriteError(f"{copy.path}: two files would go into this one")
        taken.add(folded)
        found = existing(root, copy.path, seen)
        if found is not None:
            raise would_overwrite(found)
        targets.append((copy, Path(real_root, str(place))))
    return targets


class _CopyWrite(FileWrite):
    """A copy on its way to the disk."""

    def __init__(self, copy: FileCopy, target: Path) -> None:
        super().__init__(copy.path, target, old=None, new=b"")
        self._copy = copy

    def _write_temporary(self) -> None:
        try:
            source = self._copy.source.open("rb")
        except OSError as error:
            problem = error.strerror or "cannot be opened"
            raise UnreadableFileError(self._copy.shown, problem) from error
        digest = hashlib.sha256()
        with source, self._temporary.open("xb") as file:
            # In blocks: a video need not fit into memory.
            while block := source.read(_BLOCK):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        self.new_digest = digest.digest()
