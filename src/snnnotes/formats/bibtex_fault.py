"""Where a BibTeX entry that cannot be read is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = re.compile(r"\s*@(?P<kind>\w*)\s*[{(]\s*(?P<key>[^,\s={}\"]*)")
_FIELD = re.compile(r"\s*,?\s*[A-Za-z][\w-]*\s*=\s*(?:[\"{]|\w+\s*,?\s*$)")
_NO_COMMA_AFTER_KEY = re.compile(r"\s*@\w+\s*[{(]\s*[^,\s={}\"]+\s*$")
_SIGN = re.compile(r"(?<!\\)[{}]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry, and where."""

    #: Type of the entry in lower case, and its key, as far as they can be read.
    kind: str
    key: str
    #: Counted from 1 in the lines of the entry.
    line: int
    #: Goes on after "left out, since ".
    sentence: str


def fault_in(lines: list[str]) -> Fault:
    """The fault of an entry that cannot be read.

    Args:
        lines: From the entry's ``@`` on, up to the next entry or the end of the file.
    """
    head = _HEAD.match(lines[0])
    kind, key = (head["kind"].casefold(), head["key"]) if head else ("", "")
    depth, field_line = 0, 1
    for number, line in enumerate(lines, 1):
        if number > 1 and _FIELD.match(line):
            # A field begins in the entry's own brace; a deeper one was left open by the last.
            if depth > 1:
                return Fault(kind, key, field_line, "a { of this field has no }; mend it there")
            field_line = number
        signs = _SIGN.findall(line)
        depth += signs.count("{") - signs.count("}")
    if _NO_COMMA_AFTER_KEY.match(lines[0]):
        return Fault(kind, key, 1, f"a comma is missing after the key; write  {key},")
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    if depth > 1 or (
        depth == 1 and lines[last - 1].strip() == "}" and _is_open_at_its_end(lines[field_line - 1])
    ):
        return Fault(kind, key, field_line, "a { of this field has no }; mend it there")
    if depth == 1:
        return Fault(kind, key, last, "its last } is missing; add it after this line")
    return Fault(kind, key, 1, "it cannot be read; look for a missing comma, = or quotation mark")


def _is_open_at_its_end(line: str) -> bool:
    """Does a field look finished on its line, and lack a brace nevertheless?"""
    signs = _SIGN.findall(line)
    return line.rstrip(" \t,").endswith("}") and signs.count("{") > signs.count("}")
