"""Gives a note fields that it lacks, many at once, and changes no byte of what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError
from snnnotes.formats.field_lines import field_lines
from snnnotes.formats.frontmatter import Frontmatter, parse
from snnnotes.formats.frontmatter_block import BYTE_ORDER_MARK, find_block
from snnnotes.formats.frontmatter_layout import layout, line_after, line_start
from snnnotes.formats.frontmatter_plain import read_plain
from snnnotes.model.fields import FIELDS
from snnnotes.model.note import Value

_PLACES = {known.name: place for place, known in enumerate(FIELDS)}
_LINE_END = re.compile(r"\r\n|\n|\r")


def with_frontmatter(text: str, fields: Mapping[str, Value], *, path: PurePosixPath) -> str:
    r"""The text with a block of metadata in front of it.

    Args:
        text: The whole file, which has no frontmatter; a byte order mark stays the first thing.
        fields: In this order.
        path: The note, for messages.

    Raises:
        NoteFormatError: The block would not be read back as it is meant.

    >>> with_frontmatter("## LIF\n", {"title": "LIF"}, path=PurePosixPath("lif.md"))
    '---\ntitle: LIF\n---\n## LIF\n'
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    body = text.removeprefix(mark)
    first = _LINE_END.search(body)
    # Never a bare CR, which Git takes for no line end: it would see the first line changed.
    line_end = "\r\n" if first and first[0] == "\r\n" else "\n"
    lines = [field_lines(name, value, line_end) for name, value in fields.items()]
    after = "".join([mark, "---", line_end, *lines, "---", line_end, body])
    found = parse(after, path=path)
    if found.fields != fields or after[found.body_start :] != body:
        raise _refusal(path)
    return after


def with_new_fields(text: str, fields: Mapping[str, Value], *, path: PurePosixPath) -> str:
    r"""The text with more fields in its frontmatter, each where a new note would have it.

    Args:
        text: The whole file, which has frontmatter.
        fields: Those that it lacks.
        path: The note, for messages.

    Raises:
        NoteFormatError: The frontmatter cannot be read, or not be changed without harm.

    >>> with_new_fields("---\ntitle: LIF\ntags: [a]\n---\n", {"year": "2023", "rating": "4"},
    ...     path=PurePosixPath("lif.md"))
    '---\ntitle: LIF\nyear: 2023\ntags: [a]\nrating: 4\n---\n'
    """
    before = parse(text, path=path)
    expected = {**before.fields, **fields}
    after = _spliced_by_line(text, before, fields, path)
    if after is None:
        after = _spliced_by_layout(text, fields, path)
    if parse(after, path=path).fields != expected:
        raise _refusal(path)
    return after


def _spliced_by_line(
    text: str, before: Frontmatter, fields: Mapping[str, Value], path: PurePosixPath
) -> str | None:
    """The text with new lines between the keys; None if its lines are not plain enough for that.

    To find the places by a parser takes ten times as long.
    """
    block = find_block(text, path=path)
    written = text[block.start : block.closing]
    plain = written.replace("\r\n", "\n")
    # In a plain block each line is a key's, or an item's of the key above it.
    if "\r" in plain or read_plain(f"{plain}---") is None:
        return None
    line_end = written[: written.index("\n") + 1].lstrip("- \t")
    lines = written.split("\n")
    keys = sorted(before.lines, key=before.lines.__getitem__)
    #: The line after each key's last one, counted from 0.
    ends = [*(before.lines[key] - 1 for key in keys[1:]), len(lines) - 1]
    new: dict[int, list[str]] = {}
    for name, value in fields.items():
        above = _above(name, keys)
        line = 1 if above is None else ends[above]
        new.setdefault(line, []).append(field_lines(name, value, line_end))
    spliced = "".join(_with_lines(lines, new))
    return text[: block.start] + spliced + text[block.closing :]


def _spliced_by_layout(text: str, fields: Mapping[str, Value], path: PurePosixPath) -> str:
    place = layout(text, path=path)
    if not place.in_lines:
        raise _refusal(path)
    first = place.keys[0].start if place.keys else place.start
    indent = text[line_start(text, first) : first]
    keys = [key.name for key in place.keys]
    new: dict[int, list[str]] = {}
    for name, value in fields.items():
        above = _above(name, keys)
        offset = place.start if above is None else line_after(text, place.keys[above].value.end)
        lines = field_lines(name, value, place.line_end).splitlines(keepends=True)
        new.setdefault(offset, []).extend(indent + line for line in lines)
    parts, done = list[str](), 0
    for offset in sorted(new):
        parts += [text[done:offset], *new[offset]]
        done = offset
    return "".join([*parts, text[done:]])


def _above(name: str, keys: Sequence[str]) -> int | None:
    """Which of the keys a new field goes below: the last before it in the order of `FIELDS`."""
    place = _PLACES.get(name, len(FIELDS))
    before = [(_PLACES[key], at) for at, key in enumerate(keys) if key in _PLACES]
    above = max(((own, at) for own, at in before if own < place), default=None)
    return above[1] if above else None


def _with_lines(lines: list[str], new: Mapping[int, Iterable[str]]) -> Iterator[str]:
    """The lines, with others in front of those whose place, counted from 0, is named."""
    for at, line in enumerate(lines):
        yield from new.get(at, ())
        yield f"{line}\n" if at < len(lines) - 1 else line


def _refusal(path: PurePosixPath) -> NoteFormatError:
    return NoteFormatError(
        path,
        1,
        "no field can be added here without harm to the rest",
        hint="add it in your editor",
    )
