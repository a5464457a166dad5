"""The texts of a notebook that may hold links to its files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from snnnotes.errors import UnreadableFileError
from snnnotes.storage.files import read_text

Progress = Callable[[int, int], None]

#: Files that are read between two signs of life.
_BATCH = 100
_SUFFIXES = (".md", ".markdown", ".mdx", ".qmd", ".rmd")


class MarkdownTexts(Mapping[PurePosixPath, str]):
    """The Markdown files of a notebook; each is read when it is asked for, and then forgotten.

    One that cannot be read counts as empty, and `problems` names it. Files behind links are left
    out, since they are there under their own paths too.
    """

    def __init__(
        self, root: Path, files: Iterable[PurePosixPath], progress: Progress | None = None
    ) -> None:
        """Choose among files.

        Args:
            root: The notebook's root.
            files: As `all_files` gives them.
            progress: Is told how many files were read, of how many.
        """
        self._progress = progress
        self._done = 0
        self._root = root
        self._real_root = Path(os.path.realpath(root))
        self._folders: dict[PurePosixPath, bool] = {}
        self._paths = [path for path in files if self._is_wanted(path)]
        self._known = frozenset(self._paths)
        #: Those that could not be read so far.
        self.problems: dict[PurePosixPath, UnreadableFileError] = {}

    def __getitem__(self, path: PurePosixPath) -> str:
        if path not in self._known:
            raise KeyError(path)
        self._done += 1
        if self._progress is not None and self._done % _BATCH == 0:
            self._progress(min(self._done, len(self)), len(self))
        try:
            return read_text(self._root / path, path)
        except UnreadableFileError as error:
            self.problems[path] = error
            return ""

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def _is_wanted(self, path: PurePosixPath) -> bool:
        if path.suffix.lower() not in _SUFFIXES:
            return False
        folder = path.parent
        if folder not in self._folders:
            place = self._real_root / folder
            self._folders[folder] = os.path.realpath(place) == os.fspath(place)
        return self._folders[folder] and not (self._root / path).is_symlink()
