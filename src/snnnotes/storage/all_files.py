"""All files of a notebook that a link may open, and those that a program left behind."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from snnnotes.storage.file_write import TEMPORARY_SUFFIX
from snnnotes.storage.folder_walk import SKIPPED_FOLDERS, is_junction, is_utf8, printable
from snnnotes.storage.note_files import file_kind, inside

#: Of other hidden folders, such as .github and .assets, people commit what notes link to.
_SKIPPED = SKIPPED_FOLDERS | {
    "__pycache__", ".trash", ".git", ".hg", ".svn", ".venv", ".tox", ".nox", ".cache",
    ".hypothesis", ".eggs",
}  # fmt: skip

#: A look at the end is enough for most names; only these are looked at by pattern.
_ENDINGS = (
    TEMPORARY_SUFFIX, "~", "#", ".bak", ".orig", ".rej", ".tmp", ".part",
    *(f".sw{letter}" for letter in "klmnop"),
)  # fmt: skip
_TEMPORARY = re.compile(
    rf"""
    .+~                        # Emacs, vim, gedit
    | \#.+\#                   # Emacs: what was not saved
    | \..+\.sw[k-p]            # vim: of a note that is open, or was in a crash
    | .+\.(?:bak|orig|rej|tmp) # by hand, Git and patch, Office
    | .+\.\w+\.part            # a download that was broken off
    | \..+{re.escape(TEMPORARY_SUFFIX)}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
# Dropbox and Nextcloud, in English and Chinese; Nutstore; ownCloud; Syncthing.
_CONFLICT_COPY = re.compile(
    r"[(（][^()（）]*(?:conflicted copy|冲突副本|冲突文件|冲突版本)[^()（）]*[)）]"
    r"|_conflict-\d{8}-\d{6}|\.sync-conflict-\d{8}-\d{6}",
    re.IGNORECASE,
)


class AllFiles(NamedTuple):
    """The files of a notebook. Paths are relative to it and sorted."""

    #: Every file that a link may open, those that were left behind among them.
    files: list[PurePosixPath]
    #: In the note folders: what editors, sync programs and killed programs left behind. A name
    #: that is not UTF-8 comes made printable, and is then not the name on the disk.
    temporary: list[PurePosixPath]


def all_files(root: Path, note_folders: Iterable[str] = (".",)) -> AllFiles:
    """Look through the notebook.

    Folders of version control and of tools, such as ``.git`` and ``node_modules``, are left out,
    unless notes lie there, and so are links that lead out of the notebook and files whose names
    are not UTF-8.

    Args:
        root: The notebook's root.
        note_folders: Relative to it, with forward slashes; where temporary files are looked for.
            Unless given, everywhere.
    """
    base = os.fspath(root)
    real = os.path.realpath(base)
    places = (inside(real, f"{base}/{folder}") for folder in note_folders)
    look = _Look(frozenset(place for place in places if place is not None))
    waiting = ["."]
    while waiting:
        look.open_folder(base, waiting.pop(), waiting)
    look.files.extend(_behind(base, real, look.links, look.files))
    return AllFiles(
        [PurePosixPath(path) for path in sorted(set(look.files))],
        [PurePosixPath(path) for path in sorted(look.temporary)],
    )


def is_temporary(name: str) -> bool:
    """Is it the name of a file that a program leaves behind?

    >>> is_temporary("Spikformer.md~"), is_temporary(".#Spikformer.md"), is_temporary("Loihi.md")
    (True, True, False)
    """
    if name.endswith(".md"):  # most names
        return name.startswith(".#") or is_conflict_copy(name)
    # Emacs' locks are links to nowhere; they are told by their names alone.
    return (
        name.startswith(".#")
        or (name.lower().endswith(_ENDINGS) and _TEMPORARY.fullmatch(name) is not None)
        or is_conflict_copy(name)
    )


def is_conflict_copy(name: str) -> bool:
    """Did a sync program make this file, since the note was changed in two places at once?

    >>> is_conflict_copy("Spikformer (Yao's conflicted copy 2024-01-01).md")
    True
    >>> is_conflict_copy("Conflicting Spikes (and Their Resolution).md")
    False
    """
    return _CONFLICT_COPY.search(name) is not None


class _Look:
    """What was found so far. Paths are text with forward slashes."""

    def __init__(self, note_folders: frozenset[str]) -> None:
        self._note_folders = note_folders
        self._with_notes = {
            str(folder)
            for place in note_folders
            for folder in (PurePosixPath(place), *PurePosixPath(place).parents)
        }
        self.files: list[str] = []
        self.temporary: list[str] = []
        self.links: list[str] = []

    def open_folder(self, base: str, folder: str, waiting: list[str]) -> None:
        """Add what `folder` holds; the folders in it go to `waiting`."""
        start = "" if folder == "." else f"{folder}/"
        has_notes = self._has_notes(folder)
        try:
            with os.scandir(f"{base}/{folder}") as entries:
                for entry in entries:
                    self._add(entry, start + _name(entry), waiting, has_notes=has_notes)
        except OSError:  # may not be opened, or was removed meanwhile: nothing opens its files
            return

    def _has_notes(self, folder: str) -> bool:
        return any(
            "/." not in f"/{folder}".removeprefix(f"/{place}")
            and (place in (".", folder) or folder.startswith(f"{place}/"))
            for place in self._note_folders
        )

    def _add(
        self, entry: os.DirEntry[str], path: str, waiting: list[str], *, has_notes: bool
    ) -> None:
        is_link = entry.is_symlink() or is_junction(entry)
        if not is_link and entry.is_dir(follow_symlinks=False):
            if path in self._with_notes or not _is_skipped(entry.name):
                waiting.append(path)
            return
        if has_notes and is_temporary(entry.name):
            self.temporary.append(printable(path))
        if not path.isascii() and not is_utf8(path):
            return
        if is_link:
            self.links.append(path)
        elif entry.is_file(follow_symlinks=False):
            self.files.append(path)


def _name(entry: os.DirEntry[str]) -> str:
    # As in `folder_walk`: one form of the name, whatever the disk makes of it.
    return unicodedata.normalize("NFC", entry.name) if sys.platform == "darwin" else entry.name


def _is_skipped(name: str) -> bool:
    return name in _SKIPPED or name.endswith("_cache")


def _behind(base: str, real: str, links: list[str], files: list[str]) -> list[str]:
    """The files that can be opened through `links`, under the paths that go through them."""
    found = []
    for link in links:
        place = inside(real, f"{base}/{link}")
        if place is None:
            continue
        kind = file_kind(f"{base}/{link}")
        if kind == stat.S_IFREG:
            found.append(link)
        # A link to a folder that holds it would go round for ever.
        elif kind == stat.S_IFDIR and place != "." and not link.startswith(f"{place}/"):
            found.extend(
                link + path[len(place) :] for path in files if path.startswith(f"{place}/")
            )
    return found
