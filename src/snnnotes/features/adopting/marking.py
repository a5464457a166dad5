"""Putting markers round the lists that READMEs have, and settings by which these are built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.features.adopting.adoption import MarkedList
from snnnotes.features.adopting.lists import NoteList
from snnnotes.formats.hand_list import NoHandList, with_markers
from snnnotes.formats.hand_list_rebuild import take_over
from snnnotes.formats.readme_block import has_markers
from snnnotes.model.change import FileChange
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import ReadmeFile, ReadmeSettings


class Marked(NamedTuple):
    """What becomes of the lists."""

    lists: list[MarkedList]
    #: How each of them is built.
    looks: list[ReadmeFile]
    #: Why one gets no markers, one sentence each.
    problems: list[str]


def marked(
    lists: Iterable[NoteList],
    notes: Mapping[PurePosixPath, Note],
    *,
    settings: ReadmeSettings | None,
) -> Marked:
    """The lists of the folder's own READMEs, with markers.

    Args:
        lists: All READMEs with a list.
        notes: The notes that can be in a list, by path.
        settings: Those that hold already; None if the lists decide.
    """
    result = Marked([], [], [])
    for one in lists:
        # A README further down lists only some of the notes; a built list has all.
        if one.path.parent != PurePosixPath() or has_markers(one.text):
            continue
        look = _set_look(one.path, settings) if settings else None
        if settings and look is None:
            continue
        taken = take_over(one.text, path=one.path, notes=notes, file=look)
        if isinstance(taken, NoHandList):
            if taken.reason:
                result.problems.append(_no_markers(one.path, taken.reason))
            continue
        after = with_markers(one.text, taken.found, path=one.path)
        change = FileChange(one.path, one.text, after, one.encoding)
        result.lists.append(MarkedList(change, taken.rebuild))
        result.looks.append(taken.file)
    return result


def _set_look(path: PurePosixPath, settings: ReadmeSettings) -> ReadmeFile | None:
    """What `snnnotes.toml` says of a README; None if it is none of the notebook's."""
    folded = str(path).casefold()
    return next((file for file in settings.files if str(file.path).casefold() == folded), None)


def _no_markers(path: PurePosixPath, reason: str) -> str:
    return (
        f"{path}: its list stays as it is and gets no markers, since {reason}; to have it built,"
        " put them round it yourself:  snnnotes build-readme  shows them"
    )
