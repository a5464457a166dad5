"""Files to which imported notes link: where each goes, and which links have to change for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import PurePosixPath

from snnnotes.formats.local_link import LinkForm, LocalLink, paths_meant, with_targets
from snnnotes.model.file_name import folded_name
from snnnotes.storage.copying import FileCopy, SourceFolder
from snnnotes.storage.foreign_files import NOTE_SUFFIXES

#: Where site generators keep what ``/img/x.png`` means.
_SITE_FOLDERS = ("static", "source", "public")
#: A target that is meant to be a file: ``[x](y)`` in a formula is not.
_FILE_NAME = re.compile(r".*[^./\\]\.[A-Za-z0-9]{1,5}", re.DOTALL)


class Attachments:
    """The files of one source folder that come along, each once."""

    def __init__(
        self,
        folder: SourceFolder,
        place_for: Callable[[PurePosixPath], PurePosixPath],
        *,
        exists: Callable[[PurePosixPath], bool],
        is_there: Callable[[FileCopy], bool],
    ) -> None:
        """Take the folder, with nothing from it so far.

        Args:
            folder: The source.
            place_for: Where a file of the folder goes if nothing is in its way.
            exists: Is there a file of that path in the notebook, on a disk that knows no case?
            is_there: Is what would be copied there already, to the byte?
        """
        self.copies: list[FileCopy] = []
        self._folder = folder
        self._place_for = place_for
        self._exists = exists
        self._is_there = is_there
        self._places: dict[PurePosixPath, PurePosixPath] = {}
        self._taken: set[str] = set()

    def place_of(self, path: PurePosixPath) -> PurePosixPath:
        """Where a file of the folder goes; from now on it comes along."""
        if path not in self._places:
            self._places[path] = self._free_place(path)
        return self._places[path]

    def _free_place(self, path: PurePosixPath) -> PurePosixPath:
        wanted = self._place_for(path)
        names = (wanted.with_name(f"{wanted.stem} ({n}){wanted.suffix}") for n in count(2))
        place = wanted
        while True:
            copy = self._folder.copy(path, place)
            if self._exists(place):
                if self._is_there(copy):
                    return place
            elif folded_name(str(place)) not in self._taken:
                self._taken.add(folded_name(str(place)))
                self.copies.append(copy)
                return place
            place = next(names)


class Links:
    """Points the links of the notes of one folder to where their targets go."""

    def __init__(
        self,
        folder: SourceFolder,
        notes: Mapping[PurePosixPath, PurePosixPath],
        attachments: Attachments,
    ) -> None:
        """Take where each note of the folder goes.

        Args:
            folder: The source.
            notes: By path in the folder, the path in the notebook.
            attachments: The files that come along; there will be more.
        """
        self._folder = folder
        self._notes = notes
        self._attachments = attachments
        self._by_name: dict[str, PurePosixPath] = {}
        for path in sorted(notes, key=lambda path: len(path.parts)):
            self._by_name.setdefault(folded_name(path.stem), path)

    def pointed(self, body: str, path: PurePosixPath, missing: Callable[[LocalLink], None]) -> str:
        """The body of a note with those links changed that would lead nowhere otherwise.

        Args:
            body: Of the note.
            path: In the source folder.
            missing: Gets each link to a file that does not come along.
        """
        new_folder = self._notes[path].parent

        def new_target(link: LocalLink) -> str | None:
            if link.form is LinkForm.WIKI:
                return self._wiki_target(link, path, body, missing)
            found = self._found(link, path)
            if found is None:
                if _FILE_NAME.fullmatch(link.target):
                    missing(link)
                return None
            meant, target = found
            place = self._place(target)
            if place is None:
                missing(link)
                return None
            same = not link.from_root and _joined(new_folder, meant) == place
            if same or link.form is LinkForm.TAG:
                return None
            return posixpath.relpath(str(place), str(new_folder))

        return with_targets(body, new_target)

    def _place(self, target: PurePosixPath) -> PurePosixPath | None:
        """Where a file goes; None for a page that does not become a note."""
        if target in self._notes:
            return self._notes[target]
        # Without our frontmatter it would be a note that cannot be read.
        return (
            None if target.suffix.lower() in NOTE_SUFFIXES else self._attachments.place_of(target)
        )

    def _found(self, link: LocalLink, path: PurePosixPath) -> tuple[str, PurePosixPath] | None:
        """The path that a link means, as it is to be written, and the file that it leads to."""
        for meant in paths_meant(link):
            if not link.from_root:
                joined = _joined(path.parent, meant)
                found = self._folder.find(joined) if joined else None
                if found:
                    # A backslash parts folders on Windows alone.
                    return ("" if "\\" in link.target else meant), found
            for start in _other_starts(link, path):
                joined = _joined(start, meant)
                found = self._folder.find(joined) if joined else None
                if found:
                    return "", found
        return None

    def _wiki_target(
        self, link: LocalLink, path: PurePosixPath, body: str, missing: Callable[[LocalLink], None]
    ) -> str | None:
        """The new name for a wikilink; None if the old one will do."""
        name = PurePosixPath(link.target).name
        is_file = PurePosixPath(name).suffix.lower() not in ("", *NOTE_SUFFIXES)
        target = self._by_name.get(folded_name(name.removesuffix(".md")))
        if target is not None:
            stem = self._notes[target].stem
            return None if stem == target.stem else stem
        for start in (path.parent, PurePosixPath()):
            joined = _joined(start, link.target)
            target = target or (self._folder.find(joined) if joined else None)
        target = target or (self._folder.find_named(name) if is_file else None)
        if target is None or target.suffix.lower() in NOTE_SUFFIXES:
            # A link to a page that is not written yet is usual; one to a missing image is not.
            if is_file and body[link.start - 3 : link.start] == "![[":
                missing(link)
            return None
        place = self._attachments.place_of(target)
        return None if place.name == target.name else place.name


def _other_starts(link: LocalLink, path: PurePosixPath) -> Iterator[PurePosixPath]:
    """Where else than beside the note a target may lie, by the customs of site generators."""
    if not link.from_root:
        yield path.parent / path.stem  # Hexo: a folder of the post's name
        return
    above = [*path.parents]
    yield from reversed(above)
    yield from (folder / name for folder in reversed(above) for name in _SITE_FOLDERS)


def _joined(folder: PurePosixPath, path: str) -> PurePosixPath | None:
    """A path from a folder on, without ``..``; None if it leads out."""
    joined = posixpath.normpath(posixpath.join(str(folder), path))
    if joined.startswith(("../", "/")) or joined in ("..", "."):
        return None
    return PurePosixPath(joined)
