"""Lines of code that have no other sign of it than four blanks before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BLANK_OR_INDENTED = re.compile(r"(?P<blank>[ \t]*\Z)|(?P<code> {4}| {0,3}\t)")
#: What follows an item or a footnote with four blanks before it belongs to that.
_ITEM = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)|\[\^[^\[\]]+\]:)")


def indented_code(body: str, line_starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    r"""Where lines of indented code begin and end.

    Below an item of a list or a footnote, such lines are its text.

    Args:
        body: A note without its frontmatter.
        line_starts: Where its lines begin; the first does at 0.

    >>> list(indented_code("a\n    b\n\n    c\n", [0, 2, 8, 9]))
    [(9, 15)]
    """
    after_blank, in_list = True, False
    for place, start in enumerate(line_starts):
        end = line_starts[place + 1] if place + 1 < len(line_starts) else len(body)
        line = body[start:end].rstrip("\r\n")
        found = _BLANK_OR_INDENTED.match(line)
        if found and found["blank"] is not None:
            after_blank = True
        elif found:
            if after_blank and not in_list:
                yield start, end
            else:
                after_blank = False
        else:
            is_item = bool(_ITEM.match(line))
            in_list = is_item or (in_list and (line[0] in " \t" or not after_blank))
            after_blank = False
