"""The text of a foreign note with our frontmatter: what it knew stays, its body to the byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError
from snnnotes.formats.foreign_fact import Fact
from snnnotes.formats.foreign_frontmatter import Carrier, ForeignFrontmatter
from snnnotes.formats.foreign_keys import facts_of_block
from snnnotes.formats.frontmatter import read_note
from snnnotes.formats.frontmatter_add import with_frontmatter, with_new_fields
from snnnotes.formats.frontmatter_block import BYTE_ORDER_MARK
from snnnotes.formats.frontmatter_edit import set_field
from snnnotes.model.fields import BY_NAME, FIELDS
from snnnotes.model.note import Value

#: Goes before a key of ours that says what the field cannot hold, such as ``year: soon``.
OLD_PREFIX = "imported_"
#: The key for lines of broken frontmatter that nobody can make sense of.
OLD_LINES = f"{OLD_PREFIX}lines"

_LINE_END = re.compile(r"\r\n|\n|\r")


def note_text(
    text: str,
    block: ForeignFrontmatter | None,
    fields: Mapping[str, Value],
    *,
    path: PurePosixPath,
) -> str:
    r"""The whole text of the new note.

    Frontmatter in YAML keeps its lines, with its comments, and only what has to be different is
    changed; of any other carrier the keys are written anew.

    Args:
        text: The foreign note.
        block: Its metadata, as `foreign_frontmatter` has it.
        fields: What is known of the paper and the note, by names of ours.
        path: The new note, for messages.

    Raises:
        NoteFormatError: What comes out is no note, such as one without a year.

    >>> text = "SEENN is a network.\n"
    >>> print(note_text(text, None, {"title": "SEENN", "year": "2023"}, path=PurePosixPath("n.md")))
    ---
    title: SEENN
    year: 2023
    ---
    SEENN is a network.
    <BLANKLINE>
    """
    own = _own_fields(text, block, fields) if block else {}
    if block is not None and block.carrier is Carrier.YAML:
        try:
            changed = _edited(text, block, {**fields, **own}, path)
            read_note(changed, path=path)
        except NoteFormatError:
            pass  # written in a way that cannot be changed line by line: it is written anew
        else:
            return changed
    written = _written(text, block, {**fields, **own}, path)
    read_note(written, path=path)
    return written


def _own_fields(
    text: str, block: ForeignFrontmatter, fields: Mapping[str, Value]
) -> dict[str, Value]:
    """The keys of the old block that `fields` do not speak for, under names that are free."""
    facts = facts_of_block(block)
    own: dict[str, Value] = {}
    for key, value in block.fields.items():
        if value in ("", [], {}) or _is_told(key, value, block.lines.get(key), facts, fields):
            continue
        if isinstance(value, dict) and all(
            block.fields.get(name) == inner for name, inner in value.items()
        ):
            continue  # a table of TOML whose keys stand beside it as well
        own[_free_name(key, block)] = value
    if block.unread:
        lines = _LINE_END.split(text)
        own[OLD_LINES] = [lines[number - 1].strip() for number in block.unread]
    return own


def _free_name(key: str, block: ForeignFrontmatter) -> str:
    """The name of a key that is the user's own."""
    name = key
    while name in BY_NAME or (name != key and name in block.fields):
        name = f"{OLD_PREFIX}{name}"
    return name


def _is_told(
    key: str,
    value: Value,
    line: int | None,
    facts: Sequence[Fact],
    fields: Mapping[str, Value],
) -> bool:
    """Do `fields` say what the key said?"""
    if fields.get(key) == value:
        return True
    if isinstance(value, dict) or (
        isinstance(value, list) and not all(isinstance(item, str) for item in value)
    ):
        return False  # names with affiliations, say: more than a field holds
    told = [fact for fact in facts if fact.line == line]
    return any(_says(fields.get(fact.field), fact.value) for fact in told)


def _says(field: Value | None, value: str | tuple[str, ...]) -> bool:
    if isinstance(value, str):
        return field == value
    return isinstance(field, list) and all(item in field for item in value)


def _edited(
    text: str, block: ForeignFrontmatter, fields: Mapping[str, Value], path: PurePosixPath
) -> str:
    """The note with its own YAML, in which only what differs is changed.

    Raises:
        NoteFormatError: Some key is written in a way that does not allow for that.
    """
    for name in block.fields:
        if name in BY_NAME and name not in fields and _free_name(name, block) in fields:
            text = set_field(text, name, None, path=path)
    for name, value in fields.items():
        if name in block.fields and block.fields[name] != value:
            texts = [item for item in value if isinstance(item, str)]
            new_value = value if isinstance(value, str) else texts
            text = set_field(text, name, new_value, path=path)
    new = {name: value for name, value in fields.items() if name not in block.fields}
    return with_new_fields(text, new, path=path)


def _written(
    text: str, block: ForeignFrontmatter | None, fields: Mapping[str, Value], path: PurePosixPath
) -> str:
    """The note with frontmatter that is written anew, in our order."""
    if block is not None:
        mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        text = mark + text[block.body_start :]
    ours = [known.name for known in FIELDS if known.name in fields]
    names = [*ours, *(name for name in fields if name not in BY_NAME)]
    return with_frontmatter(text, {name: fields[name] for name in names}, path=path)
