"""Paths in the links of Markdown, however they are written there."""

from __future__ import annotations

import html
import re

from snnnotes.model.identifiers import percent_decoded

_ENTITY = re.compile(r"&(?:#\w{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_TARGET = re.compile(r"\]\((?:<(?P<wrapped>[^<>]*)>|(?P<bare>(?:[^()<>\s]|\([^()<>\s]*\))*))\)")
#: Where such a sign stands as it is, the link leads elsewhere than to a file of this name, or
#: makes something else of the line. An address of the web is compared as it is written.
_NO_PLAIN_PATH = re.compile(
    r"[#?$\\\"|`&]|%(?![0-9A-Fa-f]{2})|%2F|\A(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE
)


def without_entities(text: str) -> str:
    """Text with ``&amp;`` and the like as the characters they stand for.

    Only what ends in a semicolon is one, unlike in `html.unescape`: browsers of long ago are no
    reason to read ``?id=1&noteId=2`` as ``?id=1¬eId=2``.

    >>> without_entities("?a=1&amp;b=2&noteId=3")
    '?a=1&b=2&noteId=3'
    """
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def normal_path(path: str) -> str:
    """A path without ``.``, ``..`` and doubled slashes; ``..`` stays where it leads outside.

    >>> normal_path("docs/../notes//./a.md"), normal_path("../a.md")
    ('notes/a.md', '../a.md')
    """
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def spelling_key(line: str) -> str:
    """Equal for two lines that differ in nothing but how their links to files are written.

    >>> spelling_key("- A [笔记](2023/A%2C%20b.md)") == spelling_key("- A [笔记](<./2023/A, b.md>)")
    True
    >>> spelling_key("- A [笔记](C%23.md)") == spelling_key("- A [笔记](C#.md)")
    False
    """
    return _TARGET.sub(_with_plain_target, line)


def _with_plain_target(found: re.Match[str]) -> str:
    target = found["bare"] if found["wrapped"] is None else found["wrapped"]
    path = "" if _NO_PLAIN_PATH.search(target) else percent_decoded(target).removeprefix("./")
    # What is no UTF-8 cannot be told apart once it is decoded.
    return found[0] if not path or "\ufffd" in path else f"](<{path}>)"
