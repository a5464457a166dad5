"""Where each key and value of a frontmatter stands in the text, to the character."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml

from snnnotes.formats.frontmatter_block import find_block
from snnnotes.formats.frontmatter_yaml import yaml_events

_LINE_END = re.compile(r"\r\n|\n|\r")
_LAST_LINE_END = re.compile(r"(?:\r\n|\n|\r)\Z")
_COLON = re.compile(r"[ \t]*:")
_KEEPS_BLANK_LINES = re.compile(r"[|>][0-9]?\+")


@dataclass(slots=True)
class Node:
    """One value in the text; offsets count characters from the start of the text."""

    start: int
    #: After the last character of the value: comments and blank lines behind it say nothing.
    end: int
    #: As YAML begins it: ``'``, ``"``, ``|``, ``>``, ``[``, ``{``, ``*`` (an alias), ``-`` (a
    #: list over lines), ``:`` (keys over lines), or nothing for a plain scalar.
    form: str
    #: Items of a list, or keys and values in turn.
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Key:
    """A key of the frontmatter and its value."""

    name: str
    start: int
    #: After its colon; before it, if the two stand in different lines.
    colon_end: int
    value: Node


@dataclass(slots=True)
class Layout:
    """Where the keys of a frontmatter are."""

    #: After the line of the opening ``---``.
    start: int
    #: Before the line of the closing ``---``.
    end: int
    #: The line end that the opening line has.
    line_end: str
    keys: list[Key]
    #: Do the keys stand in lines, not between ``{`` and ``}``?
    in_lines: bool


def layout(text: str, *, path: PurePosixPath) -> Layout:
    """Where the keys of a note are; the text must be one that `read_yaml` can read."""
    block = find_block(text, path=path)
    # The text as it is, with its own line ends, so that PyYAML's offsets fit it.
    keys, in_lines = _Reader(text, block.start, block.closing).keys()
    start = line_after(text, block.start)
    opening = text[block.start : start]
    line_end = opening[len(opening.rstrip("\r\n")) :]
    return Layout(start, block.closing, line_end, keys, in_lines)


def line_start(text: str, offset: int) -> int:
    r"""Where the line of a character begins.

    >>> line_start("ab\r\ncd", 5), line_start("ab", 1)
    (4, 0)
    """
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_after(text: str, offset: int) -> int:
    r"""Where the line after that of a character begins.

    >>> line_after("ab\r\ncd", 1), line_after("ab", 1)
    (4, 2)
    """
    found = _LINE_END.search(text, offset)
    return found.end() if found else len(text)


class _Reader:
    """Builds nodes from YAML's events; the depth was limited by `read_yaml`."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.events = yaml_events(text[start:end])

    def keys(self) -> tuple[list[Key], bool]:
        """All keys, and whether they stand in lines."""
        keys: list[Key] = []
        event = next(
            (event for event in self.events if isinstance(event, yaml.MappingStartEvent)), None
        )
        if event is None:
            return keys, True
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            key_end = self.start + key.end_mark.index
            colon = _COLON.match(self.text, key_end)
            keys.append(
                Key(
                    name=key.value,
                    start=self.start + key.start_mark.index,
                    colon_end=colon.end() if colon else key_end,
                    value=self._node(next(self.events)),
                )
            )
        return keys, not event.flow_style

    def _node(self, event: Any) -> Node:  # noqa: ANN401 (typeshed's events lack flow_style)
        """The node that begins with `event`."""
        node = Node(self.start + event.start_mark.index, self.start + event.end_mark.index, "")
        if isinstance(event, yaml.AliasEvent):
            node.form = "*"
        elif isinstance(event, yaml.ScalarEvent):
            node.form = event.style or ""
            if node.form in ("|", ">"):
                node.end = self._block_scalar_end(node)
        else:
            is_list = isinstance(event, yaml.SequenceStartEvent)
            closing: Any = yaml.SequenceEndEvent if is_list else yaml.MappingEndEvent
            node.form = ("[" if is_list else "{") if event.flow_style else "-" if is_list else ":"
            while not isinstance(item := next(self.events), closing):
                node.items.append(self._node(item))
            # A list over lines ends, to PyYAML, where the next key begins.
            node.end = self.start + item.end_mark.index if event.flow_style else node.items[-1].end
        return node

    def _block_scalar_end(self, node: Node) -> int:
        """The end of the last line that says something.

        To PyYAML all blank lines below belong to the scalar; they count only after ``|+``.
        """
        shown = self.text[node.start : node.end]
        if not _KEEPS_BLANK_LINES.match(shown):
            shown = shown.rstrip(" \t\r\n")
            line_end = _LINE_END.search(self.text, node.start + len(shown), node.end)
            return line_end.start() if line_end else node.end
        return node.start + len(_LAST_LINE_END.sub("", shown))
