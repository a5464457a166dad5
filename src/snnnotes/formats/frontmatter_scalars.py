"""The values of a frontmatter that stand without quotes, and what YAML makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.formats.frontmatter_block import Block


class Unquoted(NamedTuple):
    """A value, or item of a list, without quotes; offsets count characters of the text."""

    key: str
    start: int
    #: Equal to `start` if there is none, as in ``tags: #a``.
    end: int


# https://yaml.org/type/ (1.1) and https://yaml.org/spec/1.2.2/#103-core-schema. Unlike
# yaml_scalar, which keeps away from all that is like them: this is what they do take.
_CHANGED = re.compile(
    r"""
    (?P<truth>[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)
    | (?P<nothing>~|null|Null|NULL)
    | (?P<time>
        \d{4}-\d\d?-\d\d?
        (?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)?
    )
    | (?P<number>
        [-+]?(?:
            0b[01_]+ | 0x[0-9a-fA-F_]+ | 0o[0-7]+
            | \d[\d_]*(?::[0-5]?\d)*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?
            | \.[\d_]+(?:[eE][-+]?\d+)?
            | \.(?:inf|Inf|INF)
        )
        | \.(?:nan|NaN|NAN)
    )
    | (?P<sign>=|<<)
    """,
    re.VERBOSE | re.ASCII,
)
_MADE = {
    "truth": "true or false",
    "nothing": "nothing",
    "time": "a date",
    "number": "a number",
    "sign": "a sign of its own",
}

# Of a block that `read_plain` can read, whose values and quotes are as simple as these.
_QUOTED = r"\"[^\"]*\"|'[^']*'"
_KEY_OR_ITEM = re.compile(
    r"(?:(?<=\n)|(?<=\r))(?:(?P<key>[A-Za-z][\w-]*):(?: +|(?=[\r\n]))| *- +)"
    rf"(?:{_QUOTED}|\[(?P<flow>[^\r\n]*)\]|(?P<plain>[^\r\n \[\"'](?:[^\r\n]*[^\r\n ])?))?",
    re.ASCII,
)
_FLOW_ITEM = re.compile(rf"{_QUOTED}|(?P<plain>[^,\[\] \"'](?:[^,\[\]]*[^,\[\] ])?)")
#: ``&anchor`` in front of a value; ``!tag`` says itself what YAML shall make of it.
_ANCHOR = re.compile(r"&\S+[ \t\r\n]+")


def made_by_yaml(value: str) -> str:
    """What some reader of YAML makes of a text without quotes; empty if all leave it as it is.

    >>> made_by_yaml("2307.10690"), made_by_yaml("No"), made_by_yaml("2024-01-01")
    ('a number', 'true or false', 'a date')
    >>> made_by_yaml("SEENN"), made_by_yaml("10.1109/iccv48922.2021.00266")
    ('', '')
    """
    found = _CHANGED.fullmatch(value)
    return _MADE[str(found.lastgroup)] if found else ""


def unquoted(text: str, block: Block, *, path: PurePosixPath, is_plain: bool) -> Iterator[Unquoted]:
    """The values without quotes, and the items of lists, but not what lies deeper.

    Args:
        text: A note whose frontmatter can be read.
        block: Where that is.
        path: The note, for messages.
        is_plain: Is it so plain that `read_plain` reads it? Then no YAML parser is loaded.
    """
    return _in_plain(text, block) if is_plain else _in_yaml(text, path)


def _in_plain(text: str, block: Block) -> Iterator[Unquoted]:
    key = ""
    for found in _KEY_OR_ITEM.finditer(text, block.start, block.closing):
        key = found["key"] or key
        if found["plain"]:
            yield Unquoted(key, *found.span("plain"))
        elif found["flow"]:
            for item in _FLOW_ITEM.finditer(text, *found.span("flow")):
                if item["plain"]:
                    yield Unquoted(key, *item.span("plain"))


def _in_yaml(text: str, path: PurePosixPath) -> Iterator[Unquoted]:
    # Imported here because the parser takes 10 ms to load, and most notes do not need it.
    from snnnotes.formats.frontmatter_layout import layout  # noqa: PLC0415

    for key in layout(text, path=path).keys:
        nodes = key.value.items if key.value.form in ("-", "[") else [key.value]
        for node in nodes:
            if node.form == "" and not text.startswith("!", node.start):
                anchor = _ANCHOR.match(text, node.start, node.end)
                start = anchor.end() if anchor else node.start
                if not text.startswith("!", start):
                    yield Unquoted(key.name, start, node.end)
