"""Names of authors, from how people paste them to "Given Family"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from snnnotes.model.title import clean_line

#: What may follow a name, in lower case and without full stop.
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})

# A dot without blanks is part of a name: 伊隆·马斯克
_BETWEEN_AUTHORS = re.compile(r"[;；、\n]|\s[·•|]\s")
#: What a paper's page puts behind names: marks of footnotes, and affiliations in brackets.
_MARKS = re.compile(
    r"[*†‡§¶✉\u00b9\u00b2\u00b3\u2070-\u2079]+"
    r"|(?<=[^\W\d_])\d{1,2}(?:\s*,\s*\d{1,2})*(?=\s*(?:[,，;；、*†‡§¶]|\band\b|&|$))"
    r"|(?<=\w)\s*[(（][^()（）]*[)）]"
)
_AND = re.compile(r",?\s+(?:and|&)\s+")
_COMMA_OR_AND = re.compile(rf"{_AND.pattern}|[,，]")


def author_names(given: Iterable[str]) -> tuple[str, ...]:
    """Single authors as "Given Family", from names as they stand on a paper's page.

    Marks of footnotes and affiliations in brackets go. A text that could be read in two ways
    stays as it is.

    Raises:
        UsageError: A name is not Unicode.

    >>> author_names(["Man Yao, Jiakui Hu and Guoqi Li"])
    ('Man Yao', 'Jiakui Hu', 'Guoqi Li')
    >>> author_names(["Yao, Man", "姚满、李国齐"])
    ('Man Yao', '姚满', '李国齐')
    """
    texts = [_MARKS.sub("", part) for text in given for part in _BETWEEN_AUTHORS.split(text)]
    names = [clean_line(name) for text in texts for name in _names_in(text.strip())]
    return tuple(name for name in names if name)


def _names_in(text: str) -> list[str]:
    """The names in a text without semicolons and line breaks."""
    parts = _parts(_COMMA_OR_AND, text)
    if all(map(_is_full_name, parts)):
        return parts
    names = _parts(_AND, text)  # "Yao, Man and Hu, Jiakui" is how BibTeX writes two
    if all(name.count(",") == 1 for name in names):
        return [_given_first(name) for name in names]
    return [text]


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    parts = [part.strip() for part in separator.split(text)]
    return [part for part in parts if part and part.rstrip(".").casefold() != "et al"]


def _is_full_name(name: str) -> bool:
    """Has it a given and a family name? Chinese puts no blank between them."""
    return " " in name or not name.isascii()


def _given_first(name: str) -> str:
    """A name with one comma in it, as it is spoken.

    >>> _given_first("Engelken, Rainer"), _given_first("King, Jr.")
    ('Rainer Engelken', 'King Jr.')
    """
    family, given = (part.strip() for part in name.split(","))
    is_generation = given.rstrip(".").casefold() in GENERATIONS
    return f"{family} {given}" if is_generation else f"{given} {family}"
