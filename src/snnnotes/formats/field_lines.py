"""A field of the frontmatter as a new note has it; apart from what needs a YAML parser."""

from __future__ import annotations

from collections.abc import Sequence

from snnnotes.formats.yaml_scalar import in_one_line, quoted, quoted_for
from snnnotes.model.fields import BY_NAME
from snnnotes.model.note import Value

#: Short words that read well in one line; names and titles get a line each.
_LISTS_IN_ONE_LINE = frozenset({"tags", "pending"})
#: In characters; for the user's own keys.
_MAX_LIST_LINE = 60


def field_lines(name: str, value: Value, line_end: str = "\n") -> str:
    r"""A field as a new note has it, in one line or several, each with its line end.

    >>> field_lines("tags", ["snn", "a, b"])
    'tags: [snn, "a, b"]\n'
    >>> field_lines("authors", ["Wei Fang", "方维"])
    'authors:\n  - Wei Fang\n  - 方维\n'
    """
    key = quoted(name, in_list=True)
    if isinstance(value, str):
        return f"{key}: {quoted_for(name, value)}{line_end}"
    if isinstance(value, list) and not is_short_list(name, value):
        return f"{key}:{line_end}" + "".join(item_line("  - ", item, line_end) for item in value)
    return f"{key}: {in_one_line(value)}{line_end}"


def is_short_list(name: str, items: Sequence[Value]) -> bool:
    """Does a list go into the line of its key?"""
    if not items or name in _LISTS_IN_ONE_LINE:
        return True
    return name not in BY_NAME and sum(len(in_one_line(item)) for item in items) <= _MAX_LIST_LINE


def item_line(dash: str, item: Value, line_end: str) -> str:
    """One item of a list over lines, behind its dash."""
    return f"{dash}{quoted(item) if isinstance(item, str) else in_one_line(item)}{line_end}"
