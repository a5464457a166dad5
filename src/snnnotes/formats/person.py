"""One author's name, from the parts that a bibliography keeps apart."""

from __future__ import annotations

import re

from snnnotes.model.author import GENERATIONS, author_names
from snnnotes.model.title import clean_line

#: Chinese, Japanese and Korean: the family name stands first, without a blank.
_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff·\s]+")
#: DBLP tells namesakes apart by a number.
_NAMESAKE = re.compile(r"\s\d{4}$")
_MORE = frozenset({"others", "et al", "et al.", "等", "等人"})
#: Family name, generation, given name.
_MOST_COMMAS = 2


def full_name(family: str, given: str = "", *, particle: str = "", generation: str = "") -> str:
    """A name as it is spoken.

    >>> full_name("Beethoven", "Ludwig", particle="van"), full_name("King", generation="Jr.")
    ('Ludwig van Beethoven', 'King Jr.')
    >>> full_name("姚", "满"), full_name("Yao", "满")
    ('姚满', '满 Yao')
    """
    if given and family and _CJK.fullmatch(family + given):
        return clean_line(f"{particle}{family}{given}")
    elided = particle.endswith(("'", "’"))  # d'Alembert
    surname = f"{particle}{family}" if elided else f"{particle} {family}"
    return _NAMESAKE.sub("", clean_line(f"{given} {surname} {generation}"))


def names_in(text: str) -> list[str]:
    """The names in a text that should be one name: "Family, Given", or "Family, Given, Jr.".

    A text with more commas, or with semicolons, holds several.

    >>> names_in("Engelken, Rainer"), names_in("King, Jr., Martin"), names_in("King, Martin, Jr.")
    (['Rainer Engelken'], ['Martin King Jr.'], ['Martin King Jr.'])
    >>> names_in("Man Yao, Jiakui Hu, Guoqi Li"), names_in("others")
    (['Man Yao', 'Jiakui Hu', 'Guoqi Li'], [])
    """
    text = clean_line(text)
    if text.casefold() in _MORE:
        return []
    parts = [part.strip() for part in re.split("[,，]", text)]
    if not any(parts):
        return []
    while not parts[-1]:
        parts.pop()
    generation = next((part for part in parts[1:] if _is_generation(part)), "")
    if generation and len(parts) - 1 <= _MOST_COMMAS:
        parts.remove(generation)
    if len(parts) == 1:
        # Separators that belong to no name are left to the reader of whole lists.
        name = full_name(parts[0], generation=generation)
        return list(author_names([name])) if re.search("[;；、]", name) else [name]
    if len(parts) == _MOST_COMMAS and not re.search("[;；、]", text):
        family, given = parts
        # Two Chinese names of full length with a comma between them are two people.
        if min(map(len, parts)) > 1 and _CJK.fullmatch(family + given):
            return parts
        return [full_name(family, given, generation=generation)]
    return list(author_names([text]))


def _is_generation(text: str) -> bool:
    return text.rstrip(".").casefold() in GENERATIONS
