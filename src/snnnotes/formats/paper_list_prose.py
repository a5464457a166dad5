"""Running text in a row of a paper list: which of its pieces are authors, which are venues."""

from __future__ import annotations

import re
import unicodedata

from snnnotes.formats.paper_list_names import Names, names
from snnnotes.formats.paper_list_text import LINK, STYLES, plain
from snnnotes.formats.paper_list_venue import Published, is_known, published
from snnnotes.model.title import clean_line

_LEADING_NOISE = re.compile(r":[a-z0-9_+-]+:|\[[ xX✓√]?\](?!\()|\s+|[,，:：;|·•]")
_SEGMENT_END = re.compile(
    r"[\n|·•\[\]()【】（）]|(?<=[^\W_]{2})[.。](?=[\s\n\x12]|$)|\s[–—-]+(?=\s)|[–—]{2}"
)
_EDGES = " \t\n,，;；:：.。|·•–—-_/"
#: Stands behind the name before a year in brackets: Maass W (1996).
YEAR_CHIP = "\x12"
_LONGEST_VENUE_WORDS = 12
SHORT_WORDS = 3
#: Words that belong to the venue that follows them.
_OF_VENUES = frozenset(("ieee", "acm", "ieee/cvf", "ieee-cvf", "proc.", "in", "of", "the"))


def segments(text: str) -> list[str]:
    """The pieces of running text between full stops, line ends and other separators."""
    bare = re.sub(f"[{STYLES}]", "", text)
    pieces = (piece.strip(_EDGES) for piece in _SEGMENT_END.split(bare))
    return [piece for piece in pieces if piece.strip(_EDGES + YEAR_CHIP)]


def fact_of(segment: str, *, single: bool = False) -> Names | Published | None:
    """What a segment is, if it is authors or a venue."""
    text = segment.strip(_EDGES + YEAR_CHIP)
    said = published(text)
    if said is not None and _is_plausible(said):
        return said
    return names(text, single=single)


def _is_plausible(said: Published) -> bool:
    """In running text a venue must look like one: an acronym, or a name that is known."""
    if said.venue is None:
        return True
    return is_known(said.venue) or bool(
        re.search(r"\b[A-Z][A-Za-z@-]*[A-Z]|\b(?:Journal|Conference|Trans|Proc|Nature)", said.venue)
    )


def without_publication(text: str) -> tuple[str, Published | None]:
    """Text without the venue and year that it ends in, and these.

    >>> without_publication("Spiking Deep Residual Network, TNNLS 2021")[0]
    'Spiking Deep Residual Network'
    """
    words = text.strip(_EDGES + YEAR_CHIP).split()
    for count in range(1, min(len(words), _LONGEST_VENUE_WORDS)):
        before = words[-count - 1]
        is_apart = before[-1] in ",.;|@-–—，。；：" and before.casefold() not in _OF_VENUES
        said = published(" ".join(words[-count:])) if is_apart or count <= SHORT_WORDS else None
        if said is None or said.year is None:
            continue
        is_year = count == 1 and before.endswith((",", "，"))
        if not (said.venue or said.is_preprint or is_year):
            continue
        if _is_plausible(said) if is_apart else _is_sure(said, before):
            return " ".join(words[:-count]).strip(_EDGES + "@"), said
    return " ".join(words), None


def _is_sure(said: Published, before: str) -> bool:
    """Is it a conference's short name, which needs no comma before it?"""
    name = said.venue or ""
    is_acronym = " " not in name and sum(map(str.isupper, name)) > 1
    return is_known(name) and is_acronym and before.casefold() not in _OF_VENUES


def without_noise(text: str) -> str:
    """Text without emoji, boxes to tick and separators at its start."""
    while text:
        noise = _LEADING_NOISE.match(text)
        if noise:
            text = text[noise.end() :]
        elif unicodedata.category(text[0]) in ("So", "Sk", "Cf", "Mn", "Co"):
            if re.match(LINK, text):
                return text
            text = text[1:]
        else:
            return text
    return text


def clean_title(text: str) -> str:
    """A title without what stands around it."""
    line = clean_line(plain(without_noise(text)))
    while line and (
        line[-1] in _EDGES + '"“”' or unicodedata.category(line[-1]) in ("So", "Cf", "Mn")
    ):
        line = line[:-1]
    return line.strip('"“”《》 ')
