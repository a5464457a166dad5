"""Frontmatter read by a YAML parser: any that is YAML.

python-frontmatter reads it, through a handler that takes every scalar as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NoReturn

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from snnnotes.errors import KeyTwiceError, NoteFormatError
from snnnotes.formats.frontmatter_block import MAX_LENGTH, OPENING
from snnnotes.formats.frontmatter_problem import (
    MAX_DEPTH,
    Problem,
    RefusedError,
    no_keys,
    problem_in,
    too_deep,
)
from snnnotes.model.note import Value

try:
    from yaml import CBaseLoader as _EventLoader
except ImportError:  # PyYAML built without libyaml: slower, the same answers
    from yaml import BaseLoader as _EventLoader  # type: ignore[assignment]

#: To YAML 1.1 these end a line; to an editor, to Git and to YAML 1.2 they do not.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def read_yaml(block: str, *, path: PurePosixPath) -> tuple[dict[str, Value], dict[str, int]]:
    """Value and line of each key of a block.

    Args:
        block: From the opening ``---`` up to the closing one, with LF as its line ends. Its last
            line goes along, since stripping would take the last line end of a block scalar.
        path: The note, for messages.

    Raises:
        KeyTwiceError: It has a key twice.
        NoteFormatError: The block cannot be read.
    """
    handler = _Handler(path)
    fields: Any  # python-frontmatter knows only that it is a dict
    fields, _ = frontmatter.parse(block, handler=handler)
    return fields, handler.lines


def yaml_events(text: str) -> Iterator[Any]:
    """The events of a block that `read_yaml` could read, as PyYAML gives them."""
    return iter(yaml.parse(text, Loader=_EventLoader))


class _TwiceError(RefusedError):
    """A key is there twice."""


class _Handler(BaseHandler):
    """Tells python-frontmatter how our notes are read; one for each note."""

    FM_BOUNDARY = OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: PurePosixPath) -> None:
        super().__init__()
        self.path = path
        #: The line of each key, counted from 1 in the file; known after `load`.
        self.lines: dict[str, int] = {}

    def split(self, text: str) -> tuple[str, str]:
        """The text without its last line, the closing ``---``; there is no body in it."""
        # The opening --- stays: to YAML it begins a document, and so lines count as in the file.
        return text[: text.rindex("\n") + 1], ""

    def load(self, fm: str) -> dict[str, Any]:
        """The fields; `lines` is filled on the way."""
        fields: dict[str, Any]
        try:
            fields, self.lines = yaml.load(fm, Loader=_Loader)  # noqa: S506 (see _Loader)
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            problem = problem_in(fm, error)
            kind = KeyTwiceError if isinstance(error, _TwiceError) else NoteFormatError
            raise kind(self.path, problem.line, problem.sentence, hint=problem.hint) from error
        return fields


class _Loader(_EventLoader):
    """Builds text, lists and dicts from YAML's events, and nothing else.

    The usual way, by nodes, keeps the last of two equal keys without a word, has no limit on depth
    and aliases, and takes longer. Tags say nothing here, and ``<<``, which YAML 1.2 no longer
    knows, is a key as any other.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.text = stream
        self.lines_are_ours = _OTHER_LINE_ENDS.search(stream) is None
        #: An offset, and its line counted from 1, from where to count on.
        self.counted = (0, 1)
        #: What each anchor stands for, and its weight.
        self.anchors: dict[str, tuple[Value, int]] = {}
        #: Number of values so far and of their characters, with what aliases repeat.
        self.weight = 0

    def get_single_data(self) -> tuple[dict[str, Value], dict[str, int]]:
        """Value and line of each key.

        Raises:
            RefusedError: It is YAML, but not keys and values, or it is a trap.
            yaml.YAMLError: It is not YAML.
        """
        self.get_event()  # the stream begins
        self.get_event()  # the document begins: the text has a --- line
        event: Any = self.get_event()
        values: dict[str, Value] = {}
        lines: dict[str, int] = {}
        if isinstance(event, yaml.MappingStartEvent):
            self._fill(values, lines, 1)
        elif not isinstance(event, yaml.ScalarEvent) or event.value:
            raise RefusedError(no_keys(self.text, self._line(event)))
        self.get_event()  # the document ends
        event = self.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(
                event,
                "a second YAML document begins here",
                "close the frontmatter with a line that holds nothing but ---",
            )
        return values, lines

    def _fill(self, values: dict[str, Value], lines: dict[str, int], depth: int) -> None:
        """Read a mapping to its end, whose beginning was read."""
        event: Any
        while not isinstance(event := self.get_event(), yaml.MappingEndEvent):
            key = self._value(event, depth) if isinstance(event, yaml.ScalarEvent) else ""
            if not isinstance(key, str) or not key:
                self._refuse(event, "a key is not a word", "write each line as  key: value")
            line = self._line(event)
            if key in values:
                raise _TwiceError(
                    Problem(
                        line,
                        f"{key} is there twice, in lines {lines[key]} and {line}",
                        "keep one of the two",
                    )
                )
            lines[key] = line
            values[key] = self._value(self.get_event(), depth)
        self.weight += 1

    def _value(self, event: Any, depth: int) -> Value:  # noqa: ANN401 (typeshed's events lack anchor)
        """The value that begins with `event`, read to its end."""
        before = self.weight
        value: Value
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
            self.weight += len(value) + 1
        elif isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        elif depth == MAX_DEPTH:
            raise RefusedError(too_deep(self._line(event)))
        elif isinstance(event, yaml.MappingStartEvent):
            value = {}
            self._fill(value, {}, depth + 1)
        else:
            value = []
            while not isinstance(item := self.get_event(), yaml.SequenceEndEvent):
                value.append(self._value(item, depth + 1))
            self.weight += 1
        if event.anchor is not None:
            self.anchors[event.anchor] = value, self.weight - before
        return value

    def _repeated(self, event: Any) -> Value:  # noqa: ANN401 (as above)
        """What an alias (``*name``) stands for."""
        if event.anchor not in self.anchors:
            raise yaml.MarkedYAMLError(problem="unknown alias", problem_mark=event.start_mark)
        value, weight = self.anchors[event.anchor]
        self.weight += weight
        # Without aliases the weight stays below three for each character.
        if self.weight > 3 * MAX_LENGTH:
            self._refuse(
                event,
                f"aliases (*name) make it longer than {3 * MAX_LENGTH:,} characters",
                "write out what is meant",
            )
        return value

    def _line(self, event: Any) -> int:  # noqa: ANN401 (as above)
        """The line where `event` begins, counted from 1 in the file."""
        mark = event.start_mark
        if self.lines_are_ours:
            return int(mark.line) + 1
        offset, line = self.counted
        line += self.text.count("\n", offset, mark.index)
        self.counted = mark.index, line
        return line

    def _refuse(self, event: Any, sentence: str, hint: str) -> NoReturn:  # noqa: ANN401 (as above)
        raise RefusedError(Problem(self._line(event), sentence, hint))
