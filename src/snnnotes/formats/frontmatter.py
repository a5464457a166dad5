"""What the YAML block at the top of a note says."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.formats.frontmatter_block import Block, find_block, has_frontmatter
from snnnotes.formats.frontmatter_plain import read_plain
from snnnotes.model.note import Note, Value

__all__ = ["Frontmatter", "has_frontmatter", "parse", "read_block", "read_note"]


class Frontmatter(NamedTuple):
    """What the block at the top of a note says, and where it stands."""

    #: In the order written; every scalar as it is written, without its quotes.
    fields: dict[str, Value]
    #: The line of each key, counted from 1 in the file.
    lines: dict[str, int]
    #: Where the body begins, in characters from the start of the text.
    body_start: int


def parse(text: str, *, path: PurePosixPath) -> Frontmatter:
    r"""The frontmatter of a note.

    Args:
        text: The whole file; line ends of every system and a byte order mark are fine.
        path: The note, for messages.

    Raises:
        NoteFormatError: There is no frontmatter, or it cannot be read.

    >>> found = parse("---\narxiv: 2307.10690\n---\nText", path=PurePosixPath("lif.md"))
    >>> found.fields, found.lines, found.body_start
    ({'arxiv': '2307.10690'}, {'arxiv': 2}, 26)
    """
    block = find_block(text, path=path)
    fields, lines, _ = read_block(text, block, path=path)
    return Frontmatter(fields, lines, block.body)


def read_block(
    text: str, block: Block, *, path: PurePosixPath
) -> tuple[dict[str, Value], dict[str, int], bool]:
    """Value and line of each key of a block, and whether it is so plain that no YAML was needed.

    Raises:
        NoteFormatError: It cannot be read.
    """
    # Only the block: a body can be long.
    head = text[block.start : block.closing] + "---"
    if "\r" in head:
        # YAML folds all line ends to LF anyway; now the lines of all files count in one way.
        head = head.replace("\r\n", "\n").replace("\r", "\n")
    plain = read_plain(head)
    if plain is not None:
        return *plain, True
    # Imported here because the parser takes 10 ms to load, and most notes do not need it.
    from snnnotes.formats.frontmatter_yaml import read_yaml  # noqa: PLC0415

    return *read_yaml(head, path=path), False


def read_note(text: str, *, path: PurePosixPath) -> Note:
    """The note that a file holds.

    Raises:
        NoteFormatError: The frontmatter cannot be read, lacks a required field, or has a field
            of the wrong type.
    """
    found = parse(text, path=path)
    return Note.from_fields(found.fields, path=path, lines=found.lines)
