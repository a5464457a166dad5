"""A glossary file in whatever YAML its author likes, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import yaml

from snnnotes.errors import NoteFormatError
from snnnotes.model.text import terms

try:
    from yaml import CBaseLoader as EventLoader
except ImportError:  # PyYAML built without libyaml: slower, the same answers
    from yaml import BaseLoader as EventLoader  # type: ignore[assignment]

#: How many lists are open where the terms are.
_IN_GROUP = 2

_WRITE = "write one group a line, as in  - [膜电位, membrane potential]"
_QUOTE = f"{_WRITE}; put quotes around a term that holds a comma, colon, bracket, quote or #"


def yaml_groups(text: str, path: PurePath) -> tuple[tuple[str, ...], ...]:
    r"""The groups of a glossary file: a list of lists of terms.

    Raises:
        NoteFormatError: It is something else.

    >>> yaml_groups("- - LIF\n  - 'leaky integrate-and-fire'\n", PurePath("glossary.yaml"))
    (('LIF', 'leaky integrate-and-fire'),)
    """
    groups: list[tuple[str, ...]] = []
    group: list[str] = []
    depth = 0
    # Events rather than values: they know their lines, and neither a thousand brackets nor an
    # alias that repeats itself can do harm.
    for event, line in _events(text, path):
        problem, hint = _problem(event, depth, group_count=len(groups))
        if problem:
            raise NoteFormatError(path, line, problem, hint=hint)
        if isinstance(event, yaml.SequenceStartEvent):
            depth += 1
            group = []
        elif isinstance(event, yaml.SequenceEndEvent):
            depth -= 1
            if depth:
                groups.append(tuple(group))
        elif isinstance(event, yaml.ScalarEvent) and depth:
            group.append(event.value)
    return tuple(groups)


def _events(text: str, path: PurePath) -> Iterator[tuple[yaml.Event, int]]:
    """What the parser meets, each with its line, counted from 1."""
    events = yaml.parse(text.removeprefix("\ufeff"), Loader=EventLoader)
    while True:
        try:
            event = next(events, None)
        except yaml.YAMLError as error:
            raise NoteFormatError(
                path, _line_of(error, text), "the glossary is not YAML", hint=_QUOTE
            ) from error
        if event is None:
            return
        yield event, event.start_mark.line + 1 if event.start_mark else 1


def _line_of(error: yaml.YAMLError, text: str) -> int:
    """The line that has the fault, which is often not the one where the parser stopped."""
    if isinstance(error, yaml.reader.ReaderError):  # a control character
        return text.count("\n", 0, text.find(chr(error.character))) + 1
    mark = getattr(error, "problem_mark", None)
    # A bracket or quotation mark is missed only on a later line. A list begins on the first line
    # of the file, which says nothing.
    if "block" not in (getattr(error, "context", None) or "block"):
        mark = getattr(error, "context_mark", None) or mark
    return mark.line + 1 if mark else 1


def _problem(event: yaml.Event, depth: int, *, group_count: int) -> tuple[str, str]:
    """What is wrong, when so many lists are open and groups read, and how to mend it.

    Both are empty if nothing is wrong.
    """
    problem, hint = "", _WRITE
    if isinstance(event, yaml.MappingStartEvent):
        problem, hint = "a group is a list of terms, not a key with a value", _QUOTE
    elif isinstance(event, yaml.AliasEvent):
        problem, hint = f"the alias *{event.anchor} is not a term", _QUOTE
    elif isinstance(event, yaml.SequenceStartEvent) and depth == _IN_GROUP:
        problem = "a list stands in a group of terms"
    elif isinstance(event, yaml.DocumentStartEvent) and group_count:
        problem, hint = "a second document begins", "leave out the line with ---"
    elif isinstance(event, yaml.ScalarEvent):
        problem, hint = _scalar_problem(event, depth)
    return problem, hint


def _scalar_problem(event: yaml.ScalarEvent, depth: int) -> tuple[str, str]:
    is_plain = event.style is None or event.style == ""
    if depth < _IN_GROUP:
        return f"the term {event.value!r} is in no group", _WRITE
    if not terms(event.value):
        return "a term is empty", "write the term, or leave out its comma"
    if is_plain and ("，" in event.value or "、" in event.value):
        # Chinese keyboards give it, and to YAML it is a letter like any other.
        return (
            f"no comma parts the terms of {event.value!r}",
            "write , for ， between terms; put quotes around a term that has it",
        )
    return "", ""
