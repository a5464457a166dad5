"""Which files of a notebook may be notes, and what tells whether they have changed."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from snnnotes.errors import UnreadableFileError
from snnnotes.storage.encoding import shell_quoted
from snnnotes.storage.folder_walk import SUFFIXES, Skip, Walk, packed, unpacked, walk

_FOLDER_PAGES = frozenset({"readme.md", "index.md", "readme.markdown", "index.markdown"})


class FileState(NamedTuple):
    """A file that may be a note, and what tells whether it has changed since."""

    #: Relative to the notebook, with forward slashes on every system.
    path: str
    #: In bytes.
    size: int
    #: Last change of the content, in nanoseconds since 1970.
    mtime_ns: int
    #: Last change of anything about the file; on Windows the time it was made.
    ctime_ns: int


class FolderListing(NamedTuple):
    """The note files of one folder in compact form.

    A folder in which nothing changed gives the same listing to the byte, so a cache compares
    one value a folder and unpacks (`files`) only the folders that differ.
    """

    #: Relative to the notebook, with forward slashes on every system.
    path: str
    #: Names, sizes and times in the order of the disk; means nothing on another machine.
    listing: bytes

    def files(self) -> list[FileState]:
        """The files of this folder without its sub-folders, in no particular order."""
        names, numbers = unpacked(self.listing)
        if names == [""]:  # see `_single`
            return [FileState(self.path, *numbers)]
        start = "" if self.path == "." else f"{self.path}/"
        new = tuple.__new__  # FileState(…) looks at its arguments and takes twice as long
        return [
            new(FileState, (start + name, size, mtime, ctime))
            for name, size, mtime, ctime in zip(
                names, numbers[0::3], numbers[1::3], numbers[2::3], strict=True
            )
        ]


class Scan(NamedTuple):
    """What a look through the note folders gave."""

    #: Every folder once, also those without notes, in no particular order. A folder that may
    #: not be opened comes as a file of that path: reading it fails as the reading of a note
    #: does, and nobody takes its notes for deleted.
    folders: list[FolderListing]
    #: One line each: what was left out though the user may expect it to be there.
    warnings: list[str]

    def files(self) -> list[FileState]:
        """All files that may be notes, sorted by path."""
        return sorted(state for folder in self.folders for state in folder.files())


def is_note_name(name: str) -> bool:
    """May a file of this name be a note?

    Hidden files and those that begin with ``_`` are none; where `is_folder_page` is true, the
    content decides.

    >>> is_note_name("膜电位.md"), is_note_name("_draft.md"), is_note_name("glossary.yaml")
    (True, False, False)
    """
    return name.endswith(SUFFIXES) and name[0] not in "._"


def is_folder_page(name: str) -> bool:
    """Does GitHub show a file of this name as the page of its folder?

    Such a file is a note only if it has frontmatter, and no problem if it has none.

    >>> is_folder_page("README.md"), is_folder_page("Index.md"), is_folder_page("Readmes.md")
    (True, True, False)
    """
    return name.lower() in _FOLDER_PAGES


def scan(root: Path, folders: Sequence[str], exclude: Iterable[str]) -> Scan:
    """Look for notes in `folders` and their sub-folders.

    A link to elsewhere in the notebook is followed, and what it leads to is known under its own
    path, so that no note is there twice; a link that leads out is not followed.

    Args:
        root: The notebook's root.
        folders: Relative to it, with forward slashes; one that does not exist has no notes.
        exclude: Patterns as in `skip_for`.

    Raises:
        UnreadableFileError: One of `folders` is itself a link that leads out of the notebook.
    """
    base = os.fspath(root)
    real = os.path.realpath(base)
    result = Scan([], [])
    wanted = []
    for folder in folders:
        place = inside(real, f"{base}/{folder}")
        if place is None:
            raise UnreadableFileError(
                PurePosixPath(folder),
                "a link that leads out of the notebook, so its notes are not read",
                hint="move the notes into the notebook, or use the folder it leads to:"
                f"  snnnotes --root {shell_quoted(str(Path(base, folder).resolve().parent))}",
            )
        if is_folder(f"{base}/{folder}"):
            wanted.append(place)
        else:
            result.warnings.append(f"{folder}: no such folder, so no notes in it")
    skip = skip_for(exclude)
    links = _add(result, base, walk(base, _outermost(wanted), skip))
    if links:
        _follow(result, base, links, skip)
    return result


def inside(real_root: str, path: str) -> str | None:
    """Where `path` really is, relative to a root, with forward slashes; None if it leads out.

    Args:
        real_root: The root, with its own links resolved.
        path: Absolute; need not exist.
    """
    real = os.path.realpath(path)
    if os.path.normcase(real) == os.path.normcase(real_root):
        return "."
    start = real_root.rstrip(os.sep) + os.sep
    if not os.path.normcase(real).startswith(os.path.normcase(start)):
        return None
    return real[len(start) :].replace(os.sep, "/")


def file_kind(path: str | os.PathLike[str]) -> int:
    """What is there, links followed, as `stat.S_IFMT` says; 0 if nothing, or nobody may look."""
    # Path.is_dir() fails before Python 3.14 in a folder that may not be entered.
    try:
        return stat.S_IFMT(Path(path).stat().st_mode)
    except OSError:
        return 0


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Is there a folder, links followed?"""
    return file_kind(path) == stat.S_IFDIR


def is_file(path: str | os.PathLike[str]) -> bool:
    """Is there a regular file, links followed?"""
    return file_kind(path) == stat.S_IFREG


def skip_for(patterns: Iterable[str]) -> Skip | None:
    """The test for paths that are left out; None if there is no pattern.

    As in .gitignore: a pattern without a slash fits a file or folder of that name anywhere, one
    with a slash a path from the notebook's root; ``*`` and ``?`` stop at slashes, ``**`` does
    not, and a slash at the end means folders only.

    >>> skip = skip_for(["*.draft.md", "notes/old/"])
    >>> skip("notes/2023/a.draft.md"), skip("notes/old/"), skip("notes/2023/old/")
    (True, True, False)
    """
    expressions = [_expression(unicodedata.normalize("NFC", pattern)) for pattern in patterns]
    if not expressions:
        return None
    fits = re.compile("|".join(expressions)).fullmatch

    def skip(path: str) -> bool:
        return fits(path if path.isascii() else unicodedata.normalize("NFC", path)) is not None

    return skip


_PIECES = re.compile(r"\*\*/|/\*\*|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_MEANING = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _expression(pattern: str) -> str:
    """A pattern of `skip_for` as a regular expression."""
    body = pattern.rstrip("/")
    anywhere = "" if "/" in body else "(?:.*/)?"
    end = "/" if pattern.endswith("/") else "/?"
    translated = [
        f"[{'^' if piece[1] == '!' else ''}{re.escape(piece[1:-1].lstrip('!'))}]".replace(
            r"\-", "-"
        )
        if len(piece) > 2 and piece[0] == "["  # noqa: PLR2004 (a class of at least one character)
        else _MEANING.get(piece, re.escape(piece))
        for piece in _PIECES.findall(body.removeprefix("/"))
    ]
    return f"(?s:{anywhere}{''.join(translated)}{end})"


def _outermost(folders: list[str]) -> list[str]:
    """Without those that lie in another of them."""
    return [
        folder
        for folder in dict.fromkeys(folders)
        if not any(
            other != folder and (other == "." or folder.startswith(f"{other}/"))
            for other in folders
        )
    ]


def _add(result: Scan, base: str, found: Walk) -> list[str]:
    """Put what a walk found into `result`; the links that it came by are left to do."""
    result.folders.extend(FolderListing(*listing) for listing in found.listings)
    result.folders.extend(_single(base, folder) for folder in found.closed)
    result.warnings.extend(f"{path}: left out, its name is not UTF-8" for path in found.misnamed)
    return found.links


def _single(base: str, path: str) -> FolderListing:
    """One file, or folder that may not be opened, that no listing of a folder can hold."""
    try:
        state = Path(base, path).stat()
    except OSError:
        return FolderListing(path, packed([""], [0, 0, 0]))
    return FolderListing(path, packed([""], [state.st_size, state.st_mtime_ns, state.st_ctime_ns]))


def _follow(result: Scan, base: str, links: list[str], skip: Skip | None) -> None:
    """Add to `result` what `links` lead to and what is not there yet."""
    real = os.path.realpath(base)
    known = {listing.path for listing in result.folders}
    known.update(state.path for listing in result.folders for state in listing.files())

    def skip_known(path: str) -> bool:
        return path.rstrip("/") in known or (skip is not None and skip(path))

    waiting = list(links)
    while waiting:
        link = waiting.pop(0)
        target = f"{base}/{link}"
        kind = file_kind(target)
        if kind != stat.S_IFDIR and not is_note_name(PurePosixPath(link).name):
            continue  # a picture, say
        place = inside(real, target)
        if place is None:
            result.warnings.append(f"{link}: not read, it is a link that leads out of the notebook")
        elif not kind:
            result.warnings.append(f"{link}: not read, it is a link to a file that does not exist")
        elif place in known:
            continue
        elif kind != stat.S_IFDIR:
            known.add(place)
            result.folders.append(_single(base, place))
        elif place == "." or link.startswith(f"{place}/"):
            result.warnings.append(f"{link}: not read, it is a link to a folder that holds it")
        else:
            before = len(result.folders)
            waiting += _add(result, base, walk(base, [place], skip_known))
            for listing in result.folders[before:]:
                known.add(listing.path)
                known.update(state.path for state in listing.files())
