"""The files of a folder that is not yet a notebook, or not ours."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from snnnotes.errors import UnreadableFileError, UsageError
from snnnotes.storage.folder_walk import SKIPPED_FOLDERS, is_junction, is_utf8, printable

NOTE_SUFFIXES = (".md", ".markdown")
_BIBLIOGRAPHY_SUFFIX = ".bib"
_FOLDER = "/"
_GIT_FOLDER = ".git"


class ForeignFiles(NamedTuple):
    """What a folder holds, each list sorted; paths go from the folder on."""

    #: All Markdown files, also those in hidden and generated folders.
    notes: list[PurePosixPath]
    #: BibTeX files.
    bibliographies: list[PurePosixPath]
    #: What was left out though the user may expect it to be there, one line each.
    warnings: list[str]


def foreign_files(folder: Path) -> ForeignFiles:
    """The Markdown and BibTeX files below `folder`; links are not followed.

    Git's own folder is the only one that is not looked into.

    Raises:
        UnreadableFileError: There is no such folder, or it may not be opened.
    """
    found = ForeignFiles([], [], [])
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise UnreadableFileError(
            folder, error.strerror or "cannot be opened", hint="look at how it is spelled"
        ) from error
    waiting = [""]
    while waiting:
        _list_folder(folder, waiting.pop(), waiting, found)
    found.notes.sort()
    found.bibliographies.sort()
    return found


def _list_folder(root: Path, start: str, waiting: list[str], found: ForeignFiles) -> None:
    """Put the files of one folder where they belong, and its folders to those that wait.

    Args:
        root: Of the whole walk.
        start: The folder, from the root on; ends in a slash unless it is the root.
        waiting: Folders still to be listed.
        found: What was found so far.
    """
    try:
        with os.scandir(root / start) as entries:
            listed = list(entries)
    except FileNotFoundError:  # removed since its parent was listed
        return
    except OSError:
        _warn(start, "it may not be opened", found)
        return
    for entry in listed:
        path = f"{start}{entry.name}"
        kind = _kind(entry)
        if kind is None or entry.name == _GIT_FOLDER:
            continue
        if not is_utf8(path):
            _warn(path, "its name is not UTF-8", found)
            continue
        if sys.platform == "darwin":
            path = unicodedata.normalize("NFC", path)  # as in a notebook, and as Git has it
        if entry.is_symlink() or is_junction(entry):
            _warn(path, "it is a link", found)
        elif kind == _FOLDER:
            waiting.append(f"{path}/")
        elif kind == _BIBLIOGRAPHY_SUFFIX:
            found.bibliographies.append(PurePosixPath(path))
        else:
            found.notes.append(PurePosixPath(path))


def _warn(path: str, why: str, found: ForeignFiles) -> None:
    """Say what is left out, but where nobody looks for notes: pnpm makes links by the hundred."""
    is_expected = not any(
        part in SKIPPED_FOLDERS or part.startswith(".") for part in path.split("/")
    )
    if is_expected:
        found.warnings.append(f"{printable(path)}: left out, since {why}")


def _kind(entry: os.DirEntry[str]) -> str | None:
    """What an entry of a folder is, links followed: a folder, or a file's suffix if it counts."""
    suffix = PurePosixPath(entry.name).suffix.lower()
    counts = suffix in (*NOTE_SUFFIXES, _BIBLIOGRAPHY_SUFFIX)
    try:
        if entry.is_dir():
            return _FOLDER
    except OSError:  # a link that leads to itself, or to where we may not look
        pass
    return suffix if counts else None


#: Codecs of Python that turn text into text; no file is written in one.
_NO_CHARACTER_SETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})


def checked_encoding(name: str) -> str:
    """The name of an encoding of text as Python has it.

    Raises:
        UsageError: There is no such encoding.
    """
    try:
        found = codecs.lookup(name).name
        "".encode(name)  # not one of those that turn bytes into bytes, such as zlib
    except (LookupError, ValueError):
        found = ""
    if not found or found in _NO_CHARACTER_SETS:
        raise UsageError(
            f"--encoding {name}: there is no such encoding of text",
            hint="Chinese files are most often  --encoding gb18030",
        )
    return found
