"""Changes one field of a note and leaves every other byte of it as the user wrote it.

The lines of that key are spliced; nothing is written anew from what was read. What comes out is
read again: if it does not say exactly what was wanted, nothing comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError
from snnnotes.formats.field_lines import field_lines, is_short_list, item_line
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_layout import Key, Layout, Node, layout, line_after, line_start
from snnnotes.formats.yaml_scalar import (
    in_double_quotes,
    in_one_line,
    in_single_quotes,
    quoted,
    quoted_for,
)
from snnnotes.model.fields import FIELDS
from snnnotes.model.note import Value

_PLACES = {known.name: place for place, known in enumerate(FIELDS)}

_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_COMMENT_OR_COMMA = re.compile(r"(#[^\r\n]*)|,")
#: The dash of an item, at the beginning of its line.
_DASH = re.compile(r"(?:(?<=\n)|(?<=\r))[ \t]*-(?=\s|\Z)")
#: ``&anchor`` and ``!tag`` in front of a value.
_PROPERTIES = re.compile(r"[&!]\S*(?:[ \t]+[&!]\S*)*")


@dataclass(frozen=True, slots=True, order=True)
class _Splice:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _ItemLines:
    """The lines of one item in a list over lines."""

    start: int
    #: After the dash of its first line.
    dash_end: int
    #: Where the line after its last begins.
    end: int


class _NoPlaceError(Exception):
    """The key is written in a way that cannot be changed line by line."""


def set_field(
    text: str, name: str, value: str | Sequence[str] | None, *, path: PurePosixPath
) -> str:
    r"""The note's text with one field changed.

    Args:
        text: The whole note; its line ends, byte order mark and missing last line end stay.
        name: The key; one that is absent is added where a new note would have it.
        value: What the field shall say; None takes the key away.
        path: The note, for messages.

    Raises:
        NoteFormatError: The note cannot be read, or the field cannot be changed without harm to
            another one, such as one that repeats it by an alias.
        UsageError: The value holds half a character, which no file can hold.

    >>> print(set_field("---\nyear: 2022 # ?\n---\n", "year", "2023", path=PurePosixPath("n.md")))
    ---
    year: 2023 # ?
    ---
    <BLANKLINE>
    """
    before = parse(text, path=path)
    wanted = value if value is None or isinstance(value, str) else list(value)
    if before.fields.get(name) == wanted:  # also: absent, and shall be
        return text
    expected: dict[str, Value] = {key: old for key, old in before.fields.items() if key != name}
    if wanted is not None:
        expected[name] = wanted if isinstance(wanted, str) else [*wanted]
    try:
        after = _spliced(text, _splices(text, name, wanted, before.fields.get(name), path))
        found = parse(after, path=path).fields
    except (_NoPlaceError, NoteFormatError) as error:
        raise _refusal(path, before.lines.get(name, 1), name) from error
    if found != expected:
        raise _refusal(path, before.lines.get(name, 1), name)
    return after


def _splices(
    text: str,
    name: str,
    wanted: str | list[str] | None,
    old: Value | None,
    path: PurePosixPath,
) -> list[_Splice]:
    """What to splice so that the field says what is wanted."""
    place = layout(text, path=path)
    if not place.in_lines:
        raise _NoPlaceError
    key = next((key for key in place.keys if key.name == name), None)
    if key is None:
        return [] if wanted is None else [_new_field(text, place, name, wanted)]
    start = line_start(text, key.start)
    if text[start : key.start].strip(" ") or not text[: key.colon_end].endswith(":"):
        raise _NoPlaceError  # written as "? key"
    if wanted is None:
        return [_Splice(start, line_after(text, key.value.end), "")]
    if isinstance(wanted, str):
        return _to_scalar(text, key, wanted)
    if key.value.form == "[" and isinstance(old, list):
        return [_flow_list(text, key.value, old, wanted)]
    if key.value.form == "-" and isinstance(old, list):
        return _block_list(text, key, old, wanted, place.line_end)
    return _to_list(text, key, wanted, place.line_end)


def _new_field(text: str, place: Layout, name: str, value: str | list[str]) -> _Splice:
    """The lines of a field that the note lacks, where `FIELDS` has it, else as the last."""
    offset = place.end
    if name in _PLACES:
        before = [key for key in place.keys if _PLACES.get(key.name, len(FIELDS)) < _PLACES[name]]
        # After the field before it rather than before the one after it: a comment above that one
        # is about that one.
        offset = (
            line_after(text, max(before, key=lambda key: _PLACES[key.name]).value.end)
            if before
            else place.start
        )
    first = place.keys[0].start if place.keys else place.start
    indent = text[line_start(text, first) : first]
    lines = field_lines(name, [*value] if isinstance(value, list) else value, place.line_end)
    return _Splice(
        offset, offset, "".join(indent + line for line in lines.splitlines(keepends=True))
    )


def _to_scalar(text: str, key: Key, value: str) -> list[_Splice]:
    """Put one value in place of whatever the key has."""
    if key.value.form in ("-", ":"):
        return [*_without_lines(text, key, quoted_for(key.name, value))]
    return [_in_place(text, key.value, _as_written(key.value, key.name, value))]


def _to_list(text: str, key: Key, values: list[str], line_end: str) -> list[_Splice]:
    """Put a list in place of one value or of keys."""
    node = key.value
    line = in_one_line([*values])
    if node.form == ":":
        return [*_without_lines(text, key, line)]
    starts_below = line_start(text, node.start) != line_start(text, key.start)
    if is_short_list(key.name, values) or starts_below or node.form in ("|", ">"):
        return [_in_place(text, node, line)]
    below = line_after(text, node.end)
    lines = "".join(item_line("  - ", value, line_end) for value in values)
    return [_Splice(key.colon_end, node.end, ""), _Splice(below, below, lines)]


def _as_written(node: Node, name: str, value: str) -> str:
    """The value in the kind of quotes that the old one has."""
    if node.form == "'":
        return in_single_quotes(value) or in_double_quotes(value)
    return in_double_quotes(value) if node.form == '"' else quoted_for(name, value)


def _in_place(text: str, node: Node, new: str) -> _Splice:
    """Put text of one line in place of a value that does not consist of whole lines."""
    if node.form in ("|", ">"):
        comment = _COMMENT.search(text, node.start, line_after(text, node.start))
        new += comment[0] if comment else ""
    elif node.start == node.end:
        new = f" {new}"  # right after a colon or dash
    return _Splice(node.start, node.end, new)


def _without_lines(text: str, key: Key, new: str) -> Iterator[_Splice]:
    """Put text of one line after the colon, in place of the lines below the key."""
    node = key.value
    properties = _PROPERTIES.match(text, node.start)
    yield _Splice(key.colon_end, properties.end() if properties else key.colon_end, f" {new}")
    if node.form == "-":
        for lines in _item_lines(text, key):
            yield _Splice(lines.start, lines.end, "")
    else:
        yield _Splice(line_start(text, node.items[0].start), line_after(text, node.end), "")


def _steps(old: list[Value], new: list[str]) -> list[tuple[int, int, int, int, int]]:
    """Where the lists differ: a range of the old, one of the new, and how many to overwrite."""
    # Values that are no text never equal a new one; repr makes them hashable.
    before = [item if isinstance(item, str) else f"\0{item!r}" for item in old]
    matcher = SequenceMatcher(None, before, new, autojunk=False)
    return [
        (i1, i2, j1, j2, min(i2 - i1, j2 - j1))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _block_list(
    text: str, key: Key, old: list[Value], new: list[str], line_end: str
) -> list[_Splice]:
    """Change the lines of those items that differ; comments and other items stay."""
    if not new:
        return [*_without_lines(text, key, "[]")]
    items = key.value.items
    lines = _item_lines(text, key)
    first = lines[0]
    blanks = text[first.dash_end : items[0].start]
    dash = text[first.start : first.dash_end] + (
        blanks if blanks.strip(" ") == "" != blanks else " "
    )
    splices = []
    for i1, i2, j1, j2, common in _steps(old, new):
        for item, item_lines, value in zip(
            items[i1:], lines[i1:], new[j1 : j1 + common], strict=False
        ):
            if item.form in ("-", ":"):
                splices.append(
                    _Splice(item_lines.start, item_lines.end, item_line(dash, value, line_end))
                )
            else:
                splices.append(_in_place(text, item, _as_written(item, "", value)))
        splices += [_Splice(gone.start, gone.end, "") for gone in lines[i1 + common : i2]]
        offset = lines[i1 + common - 1].end if i1 + common else first.start
        added = "".join(item_line(dash, value, line_end) for value in new[j1 + common : j2])
        splices.append(_Splice(offset, offset, added))
    return splices


def _item_lines(text: str, key: Key) -> list[_ItemLines]:
    """The lines of each item of a list over lines."""
    found = []
    end = key.colon_end
    for item in key.value.items:
        dash = _DASH.search(text, end, item.start)
        if dash is None:
            raise _NoPlaceError
        end = line_after(text, item.end)
        found.append(_ItemLines(dash.start(), dash.end(), end))
    return found


def _flow_list(text: str, node: Node, old: list[Value], new: list[str]) -> _Splice:
    """Change those items between the brackets that differ; comments and line breaks stay."""
    opening = text.index("[", node.start)
    edges = [opening + 1]
    for item in node.items:
        edges += [item.start, item.end]
    edges.append(node.end - 1)
    pieces = [text[item.start : item.end] for item in node.items]
    #: What stands before, between and after the pieces.
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    separator = next((gap for gap in gaps[1:-1] if "#" not in gap), ", ")
    for i1, i2, j1, j2, common in reversed(_steps(old, new)):
        for gone in reversed(range(i1 + common, i2)):
            _drop(pieces, gaps, gone)
        for shift, value in enumerate(new[j1 + common : j2]):
            _insert(pieces, gaps, i1 + common + shift, quoted(value, in_list=True), separator)
        for shift, value in enumerate(new[j1 : j1 + common]):
            form = node.items[i1 + shift].form
            pieces[i1 + shift] = (
                _as_written(node.items[i1 + shift], "", value)
                if form in ("'", '"')
                else quoted(value, in_list=True)
            )
    inside = gaps[0] + "".join(piece + gap for piece, gap in zip(pieces, gaps[1:], strict=True))
    return _Splice(opening + 1, node.end - 1, inside)


def _drop(pieces: list[str], gaps: list[str], place: int) -> None:
    """Take a piece away, and one of the gaps at its sides, but never a comment."""
    before, after = gaps[place], gaps[place + 1]
    if 0 < place == len(pieces) - 1:
        before = _without_comma(before) if "#" in before else ""
    else:
        after = _without_comma(after) if "#" in after else ""
    gaps[place : place + 2] = [before + after]
    del pieces[place]


def _insert(pieces: list[str], gaps: list[str], place: int, piece: str, separator: str) -> None:
    """Put a piece in, with a comma between it and its neighbour."""
    if not pieces:
        # A comment ends in a line end, and what goes on in the next line has to be indented.
        gaps[:] = [f"{gaps[0].rstrip(' ')}  " if "#" in gaps[0] else "", ""]
    else:
        gaps.insert(place if place == len(pieces) else place + 1, separator)
    pieces.insert(place, piece)


def _without_comma(gap: str) -> str:
    """What stands between two items, without the comma; one in a comment stays."""
    return _COMMENT_OR_COMMA.sub(lambda found: found[1] or "", gap)


def _spliced(text: str, splices: list[_Splice]) -> str:
    """The text with all splices made; offsets are those of the text as it is."""
    parts = []
    done = 0
    for splice in sorted(splices):
        if splice.start < done:
            raise _NoPlaceError
        parts += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*parts, text[done:]])


def _refusal(path: PurePosixPath, line: int, name: str) -> NoteFormatError:
    return NoteFormatError(
        path,
        line,
        f"{name} cannot be changed here without harm to the rest",
        hint="change it in your editor",
    )
