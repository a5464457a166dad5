"""Names of authors in running text, where nothing but their looks tells them from other words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from snnnotes.formats.foreign_venue import venue_name
from snnnotes.model.author import author_names
from snnnotes.model.title import clean_line


@dataclass(frozen=True, slots=True)
class Names:
    """The authors that a list names."""

    names: tuple[str, ...]
    #: There are more of them: ``et al.``
    more: bool = False


_MORE = re.compile(
    r"[\s,，、;]*(?:\bet\.?\s*al\b\.?|\band others\b|等人?|\.{3}|…)[\s,.。]*$", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*(?:[,;，、；]|\band\b|&|和|与)\s*")
#: Marks of affiliation and of equal contribution.
_SIGN = re.compile(r"[*†‡§¶#✉]+|\s*\([^()]*\)")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])[\d,]*\d(?=[\s,;]|$)")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.$")
_PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le"),
        *("el", "al", "bin", "ibn", "ten", "ter", "zu", "y"),
    )
)
_WORD = re.compile(r"(?:[^\W\d_]|['’.-])+")
_CHINESE = re.compile(r"[\u4e00-\u9fff·]{2,6}")
_MOST_WORDS = 5
_LONGEST_CHINESE = 4
#: Words that stand in titles and names of institutions as names do.
_NO_NAMES = re.compile(
    r"\b(?:networks?|neural|learning|spiking|models?|university|institute|lab|laboratory|team"
    r"|research|anonymous|paper|code|survey|review|dataset|oral|spotlight|poster)\b",
    re.IGNORECASE,
)


def names(text: str, *, single: bool = False) -> Names | None:
    """The authors that `text`, as a whole, names; None if it is something else.

    Args:
        text: Without Markdown.
        single: One name is enough. Elsewhere two words with capitals may be anything.

    >>> names("Man Yao, Jiakui Hu1 and Guoqi Li")
    Names(names=('Man Yao', 'Jiakui Hu', 'Guoqi Li'), more=False)
    >>> names("Siyuan Yang et.al."), names("Deep Learning") is None
    (Names(names=('Siyuan Yang',), more=True), True)
    """
    whole = clean_line(_FOOTNOTE.sub("", _SIGN.sub("", text))).strip(" ,;，、；:：")
    listed = _FULL_STOP.sub("", _MORE.sub("", whole))
    more = _MORE.search(whole) is not None
    parts = [part.rstrip(".") if " " not in part else part for part in _parts(listed)]
    if not parts or not all(map(_is_name, parts)) or _NO_NAMES.search(listed):
        return None
    if len(parts) == 1 and not (more or (single and _is_full(parts[0]))):
        return None
    found = author_names([listed])
    # What could be read in two ways comes back as one; here each part looks like a name.
    return Names(found if len(found) > 1 else tuple(parts), more)


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATOR.split(text) if part]


def _is_full(name: str) -> bool:
    return " " in name or _CHINESE.fullmatch(name) is not None


def _is_name(part: str) -> bool:
    words = part.split()
    if _CHINESE.fullmatch(part):
        return len(part) <= _LONGEST_CHINESE or "·" in part
    if len(words) > _MOST_WORDS or venue_name(part) is not None:
        return False
    return all(
        _WORD.fullmatch(word) and (word[0].isupper() or word in _PARTICLES) for word in words
    )
