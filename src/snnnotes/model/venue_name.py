"""Short names of venues, as notes have them, from the long ones that bibliographies give.

One table of full names, `data/venues.toml`. Abbreviations as in ``IEEE Trans. Neural Netw. Learn.
Syst.`` need none of their own: each word of them begins the word of the full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from snnnotes.model.title import clean_line
from snnnotes.model.venue_table import VENUES

#: Words that make no difference to a long name.
_SMALL = frozenset({
    "a", "acm", "an", "and", "annual", "at", "cvf", "for", "ieee", "in", "of", "on", "proc",
    "proceedings", "rsj", "the", "to",
})  # fmt: skip
#: Abbreviations that do not begin the word they stand for.
_RESPELT = {"intl": "international", "natl": "national"}
_ORDINAL = re.compile(
    r"\b(?:(?:twenty|thirty|forty|fifty|sixty)[ -]?)?(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|\d+(?:st|nd|rd|th)"
    r"|(?-i:[LVX][ILVX]+))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"3D[A-Z]?(?![A-Za-z])|[^\W\d_]+")
_INNER_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[a-z])")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BREAK = re.compile(r"[,:;()\[\]{}|]|\s[-–—]+\s|–|—")
#: Booktitles with place and date have about eight parts; commas belong to some names.
_MOST_PARTS, _LONGEST_NAME = 20, 4

_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_FINDINGS = re.compile(r"\bfindings\b(?:\s+of)?", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:conf(?:erence|\.)|symposium|congress|meeting|workshops?)", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){3})[A-Z][A-Za-z]{2,11}(?:-[A-Z]+)?")
_NO_ACRONYMS = frozenset({"IEEE", "USA", "ACM", "VLSI", "CVF", "IFIP", "PMLR", "LNCS", "CCIS"})
_YEAR = re.compile(r"\s*['’]?(?:(?:19|20)\d\d|(?<=['’])\d\d)\b")
_SERIES = re.compile(
    r"(?:lecture notes in|communications in computer and information science|proceedings of machine"
    r" learning research|pmlr|advances in intelligent systems and computing|ifip advances|lncs|ccis"
    r"|leibniz international proceedings|ceur workshop|smart innovation|springer)\b",
    re.IGNORECASE,
)


def short_venue(name: str) -> str:
    """The short name of the venue that `name` names; a venue that we do not know as written.

    A workshop is not its conference. Years, places and volumes go with the long name.

    >>> short_venue("Advances in Neural Information Processing Systems 36")
    'NeurIPS'
    >>> short_venue("IEEE Trans. Neural Netw. Learn. Syst."), short_venue("2022 CVPR Workshops")
    ('TNNLS', 'CVPR Workshop')
    >>> short_venue("Annals of Improbable Research")
    'Annals of Improbable Research'
    """
    return known_venue(name) or _own_acronym(name) or clean_line(name)


def known_venue(name: str) -> str | None:
    """The short name of the venue that `name` names, if it is one of our table."""
    name = " ".join(name.split())
    exact = _in_table(name)
    if exact:
        return exact.short
    for part, pattern in (("Workshop", _WORKSHOP), ("Findings", _FINDINGS)):
        if pattern.search(name):
            main = _main_venue(pattern.sub(" ", name)) or _acronym_among(name)
            return f"{main} {part}" if main else None
    return _main_venue(name)


def is_preprint(name: str) -> bool:
    """Is it a server of preprints and no venue?

    >>> [is_preprint(name) for name in ("arXiv preprint arXiv:2307.01694", "CoRR", "Corr. Sci.")]
    [True, True, False]
    """
    return _preprint().match(name.strip()) is not None


def is_series(name: str) -> bool:
    """Is it a series of books, in which the proceedings of many venues appear?"""
    return _SERIES.match(name.strip()) is not None


def ccf_rank(venue: str) -> str | None:
    """The rank of a venue in the catalogue of the China Computer Federation: A, B, C, or none.

    Which edition of the catalogue that is, `data/venues.toml` tells. Workshops have no rank.

    >>> ccf_rank("NeurIPS"), ccf_rank("IEEE Trans. Neural Netw. Learn. Syst."), ccf_rank("Nature")
    ('A', 'B', None)
    >>> ccf_rank("CVPR Workshop") is None
    True
    """
    return _ranks().get(known_venue(venue) or "")


@dataclass(frozen=True, slots=True)
class _Venue:
    short: str
    #: Short and full name differ, so that neither can be part of something else's name.
    has_full_name: bool
    #: Short forms that are words as well: they name the venue only if written in capitals.
    in_capitals: frozenset[str] = frozenset()
    #: Of these, those that need a year among other words.
    with_year: frozenset[str] = frozenset()


def _main_venue(name: str) -> str | None:
    """The venue that the whole of `name` names, or parts of it between commas and the like."""
    outside = _BRACKETED.sub(" ", name)
    whole = _in_table(name) or _in_table(outside)
    if whole:
        return whole.short
    parts = [part for part in _BREAK.split(name) if part.strip()][:_MOST_PARTS]
    if parts and len(_words(parts[0])) > 1 and not _MEETING.search(name):
        first = _in_table(parts[0])  # Neural networks: the official journal of …
        if first:
            return first.short
    found = (_in_table(text) for text in _neighbours(parts))
    return next((venue.short for venue in found if venue and venue.has_full_name), None)


def _neighbours(parts: list[str]) -> Iterator[str]:
    """Each part, and parts that stand together: "Acoustics, Speech and Signal Processing"."""
    for start in range(len(parts)):
        for length in range(1, _LONGEST_NAME + 1):
            yield " ".join(parts[start : start + length])


def _in_table(text: str) -> _Venue | None:
    """The venue whose short name, full name or abbreviated full name is all of `text`."""
    written = _WORD.findall(_INNER_APOSTROPHE.sub("", _ORDINAL.sub(" ", text)))
    words = _words(text)
    names, initials = _table()
    for key in ("".join(written).casefold(), "".join(words)):
        venue = names.get(key)
        if venue and _is_capital_enough(key, written, venue):
            return venue
    if len(words) > 1:
        fitting = {
            venue
            for full, venue in initials.get("".join(word[0] for word in words), ())
            if all(map(_abbreviates, words, full))
        }
        if len({venue.short for venue in fitting}) == 1:
            return fitting.pop()
    # CVPRW, as the society's own BibTeX has it.
    if len(written) == 1 and text.strip()[-1:] != "w" and words[:1] and words[0].endswith("w"):
        venue = names.get(words[0][:-1])
        return _Venue(f"{venue.short} Workshop", has_full_name=True) if venue else None
    return None


def _is_capital_enough(key: str, written: list[str], venue: _Venue) -> bool:
    """Is a short form that is a word as well written in capitals; and is it written as one word?"""
    short = key.upper()
    return short not in venue.in_capitals or short in written


def _words(text: str) -> list[str]:
    """The words by which venues are told apart, in lower case."""
    text = _INNER_APOSTROPHE.sub("", _ORDINAL.sub(" ", text))
    folded = [word.casefold() for word in _WORD.findall(text)]
    return [_RESPELT.get(word, word) for word in folded if word not in _SMALL]


def _abbreviates(word: str, full: str) -> bool:
    """Is `word` the full word, its plural, or an abbreviation of it?

    >>> _abbreviates("netw", "networks"), _abbreviates("j", "journal"), _abbreviates("n", "neural")
    (True, True, False)
    """
    if len(word) == 1:
        return word == full[:1] and full in ("i", "journal", "transactions", "u", "s")
    return full.startswith(word) or word == f"{full}s"


def _acronym_among(name: str) -> str | None:
    """The first short name among the words of `name`, as in NeurIPS 2023 Workshop on Symmetry."""
    names, _ = _table()
    for word in _WORD.findall(name):
        venue = names.get(word.casefold())
        if not venue or not venue.has_full_name or sum(map(str.isupper, word)) < 2:  # noqa: PLR2004
            continue
        # A workshop on FPGA and VLSI is about these.
        if word not in venue.with_year or _YEAR.search(name):
            return venue.short
    return None


def _own_acronym(name: str) -> str | None:
    """The short name that a meeting's long name brings along, in brackets or before a year."""
    if not _MEETING.search(name) or _WORKSHOP.search(name):
        return None
    in_brackets = [_YEAR.sub("", inside).strip() for inside in _BRACKETED.findall(name)]
    parts = [part for part in _BREAK.split(name) if _YEAR.search(part)]
    before_year = [_YEAR.sub("", part).strip() for part in parts]
    for candidate in (*in_brackets, *before_year):
        if _ACRONYM.fullmatch(candidate) and candidate not in _NO_ACRONYMS:
            return candidate
    return None


@cache
def _table() -> tuple[dict[str, _Venue], dict[str, list[tuple[list[str], _Venue]]]]:
    """Venues by the letters of their names, and full names by the initials of their words."""
    names: dict[str, _Venue] = {}
    initials: dict[str, list[tuple[list[str], _Venue]]] = {}
    for row in VENUES:
        if row.kind == "preprint server":
            continue
        words = frozenset(filter(str.isupper, row.words))
        venue = _Venue(row.short, bool(row.names), words | frozenset(row.capitals), words)
        for name in (row.short, *row.names, *row.also):
            letters = "".join(_WORD.findall(name)).casefold()
            words_of_name = _words(name)
            # The small words of a short name are all there is of it: "Proceedings of the IEEE".
            names.setdefault(letters, venue)
            if len(words_of_name) > 1:
                names.setdefault("".join(words_of_name), venue)
                key = "".join(word[0] for word in words_of_name)
                initials.setdefault(key, []).append((words_of_name, venue))
    return names, initials


@cache
def _ranks() -> dict[str, str]:
    """The rank of each venue that has one, by its short name."""
    return {row.short: row.ccf for row in VENUES if row.ccf}


@cache
def _preprint() -> re.Pattern[str]:
    """How the names of preprint servers, and what is on them, begin."""
    servers = "|".join(
        # "Corr. Sci." is another journal.
        re.escape(name) + (r"(?!\.)" if name in row.words else "")
        for row in VENUES
        if row.kind == "preprint server"
        for name in (row.short, *row.names, *row.also)
    )
    return re.compile(
        rf"(?:the\s+)?(?:(?:{servers})(?![^\W\d_])|(?:e-?prints?|preprints?)\b|预印本)",
        re.IGNORECASE,
    )
