"""Reading frontmatter without a YAML parser, where it is as plain as that of nearly all notes.

A line here is ``key: value``, ``key: [a, b]``, or ``key:`` with ``- value`` lines under it; a
value begins with a letter or digit, or stands in quotes without escapes. Any other line sends the
whole block to YAML, and tests compare the two. That is worth it: the parser takes 10 ms to load,
and several times as long to read a block.
"""

from __future__ import annotations

import re

from snnnotes.model.note import Value

# Small sets of characters alone: one with all of Unicode takes 1 ms to compile, which is part of
# the search after a change. What is odd beyond ASCII is out before, see `read_plain`.
_QUOTED = r"\"[^\"\\]*\"|'[^']*'"
# No sign of YAML's can begin a value that begins like this.
_FIRST = r"(?:[A-Za-z0-9]|[^\x00-\x7f])"
_KEY_LINE = re.compile(
    r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,100}):"
    rf"(?: +(?:(?P<quoted>{_QUOTED})|(?P<plain>{_FIRST}.*)|(?P<flow>\[.*\])))? *"
)
_ITEM_LINE = re.compile(rf"(?P<indent> *)- +(?:(?P<quoted>{_QUOTED})|(?P<plain>{_FIRST}.*)) *")
#: In a list within brackets, more signs mean something.
_FLOW_ITEM = rf"(?:{_QUOTED}|{_FIRST}[^,\[\]{{}}:?#&*!|>%@`\"']*)"
_FLOW = re.compile(rf"\[ *(?:{_FLOW_ITEM} *(?:, *{_FLOW_ITEM} *)*)?\]")
_FLOW_ITEMS = re.compile(_FLOW_ITEM)


def read_plain(block: str) -> tuple[dict[str, Value], dict[str, int]] | None:
    r"""Value and line of each key of a block, or None if only YAML can tell.

    Args:
        block: From the opening ``---`` up to and with the closing one; LF as its line ends.

    >>> read_plain("---\ntitle: SEENN\ntags: [snn, 膜电位]\n---")
    ({'title': 'SEENN', 'tags': ['snn', '膜电位']}, {'title': 2, 'tags': 3})
    >>> read_plain("---\ntitle: SEENN # why\n---") is None
    True
    """
    block_lines = block.split("\n")[1:-1]
    # All that YAML forbids or takes for a blank or line end, in one of its versions, is no
    # character to print; so is a little more.
    if not "".join(block_lines).isprintable():
        return None
    fields: dict[str, Value] = {}
    lines: dict[str, int] = {}
    #: The key that has no value on its own line, and the items under it.
    key, items, indent = "", list[Value](), ""
    for number, line in enumerate(block_lines, 2):
        found = _KEY_LINE.fullmatch(line)
        if found is None:
            item = _ITEM_LINE.fullmatch(line)
            value = _scalar(item) if item and key else None
            if item is None or value is None or (items and item["indent"] != indent):
                return None
            indent = item["indent"]
            items.append(value)
            fields[key] = items
            continue
        key, items = found["key"], []
        if key in fields:
            return None
        fields[key], lines[key] = "", number
        if found["flow"]:
            if not _FLOW.fullmatch(found["flow"]):
                return None
            fields[key] = [_unquoted(text) for text in _FLOW_ITEMS.findall(found["flow"])]
            key = ""
        elif found["quoted"] or found["plain"]:
            scalar = _scalar(found)
            if scalar is None:
                return None
            fields[key] = scalar
            key = ""
    return (fields, lines) if fields else None


def _scalar(found: re.Match[str]) -> str | None:
    """The value of a line; None if a colon or a hash may end it."""
    quoted: str | None = found["quoted"]
    if quoted:
        return quoted[1:-1]
    plain: str = found["plain"].rstrip(" ")
    return None if ": " in plain or " #" in plain or plain.endswith(":") else plain


def _unquoted(text: str) -> str:
    return text[1:-1] if text[0] in "\"'" else text.rstrip(" ")
