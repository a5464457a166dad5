"""Where the notes of a notebook lie, and which Markdown files beside them are none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile
from pathlib import PurePosixPath

from snnnotes.formats.foreign_choice import folder_of
from snnnotes.storage.note_files import is_note_name

_ROOT = PurePosixPath()
_USUAL = PurePosixPath("notes")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GLOB_SIGNS = re.compile(r"[*?\[]")


def note_folders(notes: Iterable[PurePosixPath]) -> tuple[PurePosixPath, ...]:
    """The folders that hold all notes, for `snnnotes.toml`; new notes go into the first.

    >>> note_folders([PurePosixPath("2022/GLIF.md"), PurePosixPath("2023/SEENN.md")])
    (PurePosixPath('.'),)
    >>> note_folders([PurePosixPath("papers/2023/SEENN.md")])
    (PurePosixPath('papers'),)
    """
    paths = list(notes)
    # A notebook looks into no folder whose name begins with _, such as _posts, unless it is named.
    hidden = sorted({base for path in paths if (base := _hidden_folder(path))}, key=str)
    others = [folder_of(path) for path in paths if not _hidden_folder(path)]
    if not others:
        return tuple(hidden)
    shared = _without_years(_common(others))
    if shared == _USUAL or _USUAL in shared.parents:
        shared = _USUAL
    return (*_around(shared, others, hidden), *hidden)


def _around(
    folder: PurePosixPath, notes: Sequence[PurePosixPath], hidden: Sequence[PurePosixPath]
) -> list[PurePosixPath]:
    """Folders for all of `notes` that hold none of `hidden`: within another it would not count.

    Args:
        folder: Holds all notes.
        notes: Their folders; what lies right in a folder with one of `hidden` is left over.
        hidden: The folders to go round.
    """
    if not any(folder in base.parents for base in hidden):
        return [folder]
    depth = len(folder.parts) + 1
    children = sorted({PurePosixPath(*note.parts[:depth]) for note in notes if note != folder})
    found: list[PurePosixPath] = []
    for child in children:
        inside = [note for note in notes if note == child or child in note.parents]
        found += _around(child, inside, hidden)
    return found


def is_reached(path: PurePosixPath, folders: Iterable[PurePosixPath]) -> bool:
    """Does a notebook look at this file?"""
    if not is_note_name(path.name):
        return False
    for folder in folders:
        if folder == _ROOT or folder in path.parents:
            between = path.parts[len(folder.parts) : -1]
            if not any(part[0] in "._" or part == "node_modules" for part in between):
                return True
    return False


def excluded(
    others: Collection[PurePosixPath],
    kept: Iterable[PurePosixPath],
    *,
    single: Collection[PurePosixPath],
) -> tuple[str, ...]:
    """Patterns for the files that are no notes: whole folders where they hold no note.

    Args:
        others: The files.
        kept: All other Markdown files.
        single: Those of `others` that speak for no more than themselves, such as an empty file.

    >>> excluded([PurePosixPath("TODO.md"), PurePosixPath("docs/a.md"), PurePosixPath("docs/b.md")],
    ...     [PurePosixPath("2023/SEENN.md")], single=[])
    ('/TODO.md', '/docs/')
    """
    mixed = {_ROOT}
    for path in (*kept, *single):
        mixed.update(path.parents)
    patterns = set()
    for path in others:
        whole = next(
            (
                folder
                for folder in reversed(path.parents)
                if folder not in mixed and not _YEAR.search(folder.name)
            ),
            None,
        )
        name = _GLOB_SIGNS.sub(lambda sign: f"[{sign[0]}]", str(whole or path))
        patterns.add(f"/{name}/" if whole else f"/{name}")
    return tuple(sorted(patterns))


def _common(folders: Sequence[PurePosixPath]) -> PurePosixPath:
    """The innermost folder that holds all of them."""
    levels = zip(*(folder.parts for folder in folders), strict=False)
    return PurePosixPath(*(parts[0] for parts in takewhile(lambda one: len({*one}) == 1, levels)))


def _hidden_folder(path: PurePosixPath) -> PurePosixPath | None:
    """The innermost folder around a file whose name begins with ``_``."""
    return next((folder for folder in path.parents if folder.name.startswith("_")), None)


def _without_years(folder: PurePosixPath) -> PurePosixPath:
    """The folder in which there may be one for each year."""
    while _YEAR.search(folder.name):
        folder = folder.parent
    return folder


def unreached(notes: Sequence[PurePosixPath]) -> set[PurePosixPath]:
    """The notes that no choice of folders would bring into the notebook; as few as can be."""
    named = [path for path in notes if is_note_name(path.name)]
    lost = set(notes) - set(named)
    folders = note_folders(named)
    left_over = {path for path in named if not is_reached(path, folders)}
    posts = {path for path in named if _hidden_folder(path)}
    # Either those in _posts or those beside it: rather lose a page about the blog than the blog.
    return lost | (posts if len(left_over) > len(posts) else left_over)
