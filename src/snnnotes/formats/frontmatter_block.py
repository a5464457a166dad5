"""Where the frontmatter of a note stands in its text; what it says is for `frontmatter`.

Apart from it, since whoever only wants the place need not wait for a YAML parser to load.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple, NoReturn

from snnnotes.errors import NoteFormatError

#: In characters. Far more than an abstract and a hundred authors take; a block that is longer is
#: a note whose closing --- is missing, or a trap.
MAX_LENGTH = 1_000_000

BYTE_ORDER_MARK = "\ufeff"

OPENING = re.compile(r"\ufeff?---[ \t]*(?=[\r\n]|\Z)")
#: Only in the first column: an indented --- belongs to a block of text.
_CLOSING = re.compile(r"(?:\r\n|\n|\r)(?P<marker>---)[ \t]*(?=[\r\n]|\Z)")
_LINE_END = re.compile(r"\r\n|\n|\r")
_DOTS = re.compile(r"(?:\A|[\r\n])(\.\.\.)(?=\s|\Z)")
# For messages alone, so that they wait to be compiled.
_BLANK_LINE = r"(?:\r\n|\n|\r(?!\n))[ \t]*(?=[\r\n])"
_HEADING = r"^#{1,6}[ \t]+(\S[^\r\n]*)"


class Block(NamedTuple):
    """Where the frontmatter stands in a text, in characters from its start."""

    #: The opening ``---``, after a byte order mark.
    start: int
    #: The closing ``---``.
    closing: int
    #: What follows after the line of the closing ``---``.
    body: int


def has_frontmatter(text: str) -> bool:
    r"""Does the text begin with a block between two ``---`` lines?

    >>> has_frontmatter("---\ntitle: LIF\n---\n")
    True
    >>> has_frontmatter("# Notes\n\n---\n")
    False
    """
    opening = OPENING.match(text)
    return opening is not None and _CLOSING.search(text, opening.end()) is not None


def find_block(text: str, *, path: PurePosixPath) -> Block:
    """Where the frontmatter is.

    Raises:
        NoteFormatError: The text does not begin with a line of ``---``, no second one follows,
            or it follows only after `MAX_LENGTH` characters.
    """
    opening = OPENING.match(text)
    if opening is None:
        _refuse_missing(text, path)
    closing = _CLOSING.search(text, opening.end())
    end = len(text) if closing is None else closing.end()
    dots = _DOTS.search(text, opening.end(), min(end, MAX_LENGTH))
    if dots is not None:
        raise NoteFormatError(
            path,
            line_at(text, dots.start(1)),
            "... does not end the frontmatter",
            hint="write --- instead, as GitHub expects it",
        )
    if closing is None:
        blank = re.compile(_BLANK_LINE).search(text, opening.end(), MAX_LENGTH)
        last = line_at(text, blank.start()) if blank else 1
        place = f"line {last}" if last > 1 else "the last key"
        raise NoteFormatError(
            path, 1, "the frontmatter has no end", hint=f"put a line of --- after {place}"
        )
    if end > MAX_LENGTH:
        raise NoteFormatError(
            path,
            1,
            f"the frontmatter is longer than {MAX_LENGTH:,} characters",
            hint="put a line of --- after the last key, and leave the rest to the body",
        )
    line_end = _LINE_END.match(text, end)
    return Block(
        start=opening.end() - len(opening[0].removeprefix(BYTE_ORDER_MARK)),
        closing=closing.start("marker"),
        body=line_end.end() if line_end else end,
    )


def _refuse_missing(text: str, path: PurePosixPath) -> NoReturn:
    """Say what a text lacks that does not begin with ``---``."""
    stripped = text.removeprefix(BYTE_ORDER_MARK).lstrip()
    if has_frontmatter(stripped):
        raise NoteFormatError(
            path,
            1,
            "the frontmatter does not begin in the first line",
            hint="delete the blank lines above the first ---",
        )
    heading = re.compile(_HEADING, re.MULTILINE).search(text, 0, MAX_LENGTH)
    title = heading[1].rstrip("# \t") if heading else ""
    # Imported here because its expressions take 2 ms to compile, and few texts are refused.
    from snnnotes.formats.yaml_scalar import quoted  # noqa: PLC0415

    shown = quoted(title or "Title of the paper")
    raise NoteFormatError(
        path,
        1,
        "no frontmatter" if stripped else "the file is empty",
        hint=f"put these lines at its top:\n---\ntitle: {shown}\nyear: 2023\n---",
    )


def line_at(text: str, offset: int) -> int:
    r"""The line of a character, counted from 1, whichever line ends the text has.

    >>> line_at("a\r\nb\rc\nd", 7)
    4
    """
    return len(_LINE_END.findall(text, 0, offset)) + 1
