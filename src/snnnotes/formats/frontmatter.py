"""What the YAML block at the top of a note says.

python-frontmatter reads it, through a handler that takes every scalar as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NoReturn

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter_block import MAX_LENGTH, OPENING, find_block, has_frontmatter
from snnnotes.formats.frontmatter_problem import Problem, RefusedError, no_keys, problem_in
from snnnotes.model.note import Note, Value

try:
    from yaml import CBaseLoader as _EventLoader
except ImportError:  # PyYAML built without libyaml: slower, the same answers
    from yaml import BaseLoader as _EventLoader  # type: ignore[assignment]

__all__ = ["MAX_DEPTH", "Frontmatter", "has_frontmatter", "parse", "read_note", "yaml_events"]

#: PyYAML's composer in C recurses without a limit: "[" 100,000 times ends the process (6.0.3).
MAX_DEPTH = 100

#: To YAML 1.1 these end a line; to an editor, to Git and to YAML 1.2 they do not.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Frontmatter:
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
    handler = _Handler(path)
    # Only the block: python-frontmatter copies and strips what it gets, and a body can be long.
    # Its last line goes along, since stripping would take the last line end of a block scalar.
    head = text[block.start : block.closing] + "---"
    if "\r" in head:
        # YAML folds all line ends to LF anyway; now the lines of all files count in one way.
        head = head.replace("\r\n", "\n").replace("\r", "\n")
    fields: Any  # python-frontmatter knows only that it is a dict
    fields, _ = frontmatter.parse(head, handler=handler)
    return Frontmatter(fields, handler.lines, block.body)


def read_note(text: str, *, path: PurePosixPath) -> Note:
    """The note that a file holds.

    Raises:
        NoteFormatError: The frontmatter cannot be read, lacks a required field, or has a field
            of the wrong type.
    """
    found = parse(text, path=path)
    return Note.from_fields(found.fields, path=path, lines=found.lines)


def yaml_events(text: str) -> Iterator[Any]:
    """The events of a text that `parse` could read, as PyYAML gives them."""
    return iter(yaml.parse(text, Loader=_EventLoader))


class _Handler(BaseHandler):
    """Tells python-frontmatter how our notes are read; one for each note."""

    FM_BOUNDARY = OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: PurePosixPath) -> None:
        super().__init__()
        self.path = path
        #: As in `Frontmatter`; known after `load`.
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
            raise NoteFormatError(
                self.path, problem.line, problem.sentence, hint=problem.hint
            ) from error
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
                self._refuse(
                    event,
                    f"{key} is there twice, in lines {lines[key]} and {line}",
                    "keep one of the two",
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
            self._refuse(
                event,
                f"lists and keys are nested more than {MAX_DEPTH} deep",
                "write it flatter, or move it to the body",
            )
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
