"""Puts in quotes what YAML would change in a frontmatter, and touches nothing else."""

from __future__ import annotations

from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse, read_block
from snnnotes.formats.frontmatter_block import find_block
from snnnotes.formats.frontmatter_check import changed_values
from snnnotes.formats.yaml_scalar import in_double_quotes


def fixed_frontmatter(text: str, *, path: PurePosixPath) -> str:
    r"""The note's text with quotes around what YAML would change.

    What a ``#`` cuts off is left alone: whether it is a comment, only its writer knows. A text
    whose frontmatter cannot be read stays as it is.

    Args:
        text: The whole note; line ends, comments and byte order mark stay.
        path: The note, for messages.

    Raises:
        NoteFormatError: With the quotes it would say something else than before.

    >>> fixed_frontmatter("---\narxiv: 2307.10690 # v2\n---\n", path=PurePosixPath("lif.md"))
    '---\narxiv: "2307.10690" # v2\n---\n'
    """
    try:
        block = find_block(text, path=path)
        fields, _, is_plain = read_block(text, block, path=path)
    except NoteFormatError:
        return text
    parts, done = list[str](), 0
    for value, _ in changed_values(text, block, path=path, is_plain=is_plain):
        shown = " ".join(text[value.start : value.end].split())
        parts += [text[done : value.start], in_double_quotes(shown)]
        done = value.end
    if not parts:
        return text
    after = "".join([*parts, text[done:]])
    if parse(after, path=path).fields != fields:
        raise NoteFormatError(
            path, 1, "quotes would change what the frontmatter says", hint="set them in your editor"
        )
    return after
