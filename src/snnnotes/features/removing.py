"""Notes that go to the notebook's trash, and the links that will open nothing then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.errors import NoteFormatError, ReadmeMarkerError
from snnnotes.formats.frontmatter import has_frontmatter, parse
from snnnotes.formats.link_check import Targets
from snnnotes.formats.link_moves import MovedFiles
from snnnotes.formats.note_links import note_links
from snnnotes.formats.readme_block import find_block
from snnnotes.model.change import FileChange
from snnnotes.model.file_name import folded_name
from snnnotes.model.note import Note

TRASH = PurePosixPath(".trash")
#: Git passes over a folder whose own ``.gitignore`` says so; the user's is left alone.
IGNORE = TRASH / ".gitignore"
_IGNORE_ALL = "*\n"

#: In bytes of UTF-8, what a file's name may have on all common disks.
_LONGEST_NAME = 255


class Place(NamedTuple):
    """Where a link stands."""

    path: PurePosixPath
    #: Counted from 1.
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def plan_removals(
    paths: Iterable[PurePosixPath], exists: Callable[[PurePosixPath], bool]
) -> dict[PurePosixPath, PurePosixPath]:
    """Where in the trash each file goes: its own path there, with a number if that is taken.

    Args:
        paths: Files of the notebook.
        exists: Is there a file of that path, on a disk that knows no case?
    """
    moves: dict[PurePosixPath, PurePosixPath] = {}
    taken: set[str] = set()
    for path in paths:
        place, number = TRASH / path, 1
        while folded_name(str(place)) in taken or exists(place):
            number += 1
            place = TRASH / numbered(path, number)
        taken.add(folded_name(str(place)))
        moves[path] = place
    return moves


def plan_trash(exists: Callable[[PurePosixPath], bool]) -> list[FileChange]:
    """What it takes that Git never commits what is in the trash; nothing if that is there."""
    return [] if exists(IGNORE) else [FileChange(IGNORE, None, _IGNORE_ALL)]


def numbered(path: PurePosixPath, number: int) -> PurePosixPath:
    """A path with a number in its name, cut so that every disk takes it.

    >>> numbered(PurePosixPath("notes/LIF.md"), 2)
    PurePosixPath('notes/LIF (2).md')
    """
    tail = f" ({number}){path.suffix}"
    room = _LONGEST_NAME - len(tail.encode())
    stem = path.stem.encode("utf-8", "surrogateescape")[:room].decode("utf-8", "ignore")
    return path.with_name(f"{stem}{tail}")


def links_to(
    gone: Mapping[PurePosixPath, Note | None],
    texts: Mapping[PurePosixPath, str],
    files: Iterable[PurePosixPath],
) -> list[Place]:
    """Where other files link to some notes, by place.

    The list that `build-readme` makes is passed over: it is built again without them.

    Args:
        gone: The notes by their paths; None for one that cannot be read.
        texts: All files of the notebook that may hold links.
        files: What links may open.
    """
    titles = {path: note.paper.title for path, note in gone.items() if note}
    aliases = {path: [*note.aliases, note.citekey or ""] for path, note in gone.items() if note}
    names = {name.casefold() for known in aliases.values() for name in known if name}
    moved = MovedFiles({path: TRASH / path for path in gone}, files, titles=titles)
    targets = Targets({*files, *gone}, titles, aliases)
    found = []
    for path in texts:
        if path in gone:
            continue
        text = texts[path]
        if not (moved.may_concern(text) or _has_any(names, text)):
            continue
        lines = {
            link.line
            for link in note_links(text, _body_start(text, path), web=False)
            if gone.keys() & {*targets.opened(link, path.parent)}
        }
        found += [Place(path, line) for line in lines.difference(_lines_of_list(text, path))]
    return sorted(found)


def _has_any(names: Collection[str], text: str) -> bool:
    """May there be a wikilink that uses one of those names?"""
    if not names or "[[" not in text:
        return False
    folded = text.casefold()
    return any(name in folded for name in names)


def _lines_of_list(text: str, path: PurePosixPath) -> range:
    """The lines between the markers of a README, counted from 1."""
    if "snnnotes:" not in text:
        return range(0)
    try:
        block = find_block(text, path=path)
    except ReadmeMarkerError:
        return range(0)
    first = block.head.count("\n") + 1
    return range(first, first + len(block.lines))


def _body_start(text: str, path: PurePosixPath) -> int:
    if not has_frontmatter(text):
        return 0
    try:
        return parse(text, path=path).body_start
    except NoteFormatError:
        return 0
