"""How wide text is where each character stands in columns of one width."""

from __future__ import annotations

import unicodedata


def columns_of(text: str) -> int:
    """Columns that text takes on a terminal: Chinese takes two each, combining marks none.

    >>> columns_of("LIF神经元"), columns_of("e\u0301"), columns_of("a\u200bb")
    (9, 1, 2)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    # Marks stand on the character before; format characters, such as a joiner of emoji, nowhere.
    if unicodedata.category(character) in ("Mn", "Me", "Cf") and character != _SOFT_HYPHEN:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_SOFT_HYPHEN = "\u00ad"  # most terminals show it
