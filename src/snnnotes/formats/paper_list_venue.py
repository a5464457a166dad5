"""Where and when a paper was published, from short texts such as ``NeurIPS'23 (oral)``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from snnnotes.formats.foreign_venue import venue_name
from snnnotes.model.text import fold


@dataclass(frozen=True, slots=True)
class Published:
    """What a short text says about when and where a paper came out."""

    #: In its usual spelling if we know one; None for a preprint, or if only a year is given.
    venue: str | None
    year: int | None
    is_preprint: bool = False
    #: The year is that of a date such as 2024.05: of a preprint, a talk, or an update.
    is_date: bool = False


_PREPRINTS = frozenset(
    ("arxiv", "biorxiv", "medrxiv", "techrxiv", "ssrn", "corr", "preprint", "preprints", "预印本")
)
_NOT_ACCEPTED = re.compile(
    r"under review|in submission|submitted(?: to)?\b|submission", re.IGNORECASE
)

#: A year that a paper may be of. Those from 2040 on are numbers: 2048 is a game.
YEAR = r"(?:19[3-9]\d|20[0-3]\d)"
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PLAIN_YEAR = re.compile(rf"({YEAR})\s*年?")
_DATE = re.compile(
    rf"(?P<year>{YEAR})\s*[-./年]\s*\d{{1,2}}(?:\s*[-./月]\s*\d{{1,2}})?\s*[月日]?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH})\.?(?:\s+\d{{1,2}},)?\s+(?P<last>{YEAR})"
    rf"|\d{{1,2}}[-./](?:\d{{1,2}}[-./])?(?P<end>{YEAR})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"(?P<year>{YEAR})年?(?P<between>[\s\W_]*)(?P<venue>[^\W\d].*)")
_YEAR_LAST = re.compile(
    rf"(?P<venue>.*[^\W\d_].*?)(?<!\d)(?<!\d\.)(?P<year>{YEAR})(?!\d|\.\d)年?(?P<tail>.*)"
)
_SHORT_YEAR = re.compile(
    r"(?P<venue>.*?[^\W\d].*?)\s*(?:['’‘′`]\s?(?P<year>\d\d)|(?P<before>\d\d)\s?['’′`])"
    r"(?P<tail>(?!\d).*)"
)
#: Two digits without apostrophe are a year only behind a conference: AAAI-22, ICLR23.
_BARE_SHORT_YEAR = re.compile(r"(?P<venue>[A-Za-z]+)[- ]?(?P<year>\d\d)(?P<tail>(?!\d).*)")
_FORMS = (_YEAR_FIRST, _YEAR_LAST, _SHORT_YEAR, _BARE_SHORT_YEAR)
#: Short years above are of the last century.
_LAST_SHORT_YEAR = 60

_BEFORE_VENUE = re.compile(
    r"(?:accepted|published|presented|appear(?:s|ed|ing)?|to appear)?\s*"
    r"(?:\b(?:in|at|to|by)\b:?|@|发表于|发表在|收录于|录用于)\s+(?:the\s+)?"
    r"|(?:accepted|published)\s+|(?:the\s+)?(?=proceedings of)",
    re.IGNORECASE,
)
_AWARDS = re.compile(
    r"(?:oral|spotlight|poster|highlight(?:ed)?|notable|top|best|outstanding|paper|award|talk|long"
    r"|short|honou?rable|mention|candidate|runner|up|finalist|accept(?:ed)?|presentation|ccf|a|b|c"
    r"|survey|最佳论文|口头报告|奖|\d+|[^\w])+",
    re.IGNORECASE,
)
_HONOUR = re.compile(r"oral|spotlight|poster|highlight|best paper(?: award)?", re.IGNORECASE)
_TRACK = re.compile(
    r"(?P<track>[\s\W_]*(?:workshops?|ws|findings|datasets?|d&b|track|demos?|tutorials?|industry)\b"
    r"[\w\s&-]*?)(?P<tail>(?:\W*\b(?:oral|spotlight|poster)\b.*|\W*(?:\(\w+\)?)?\W*))",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"[\s,]+(?:vol\.?\s*)?\d+\s*(?:\(\d+(?:-\d+)?\))?(?:\s*:\s*[\d-]+)?$")
_NO_VENUE = re.compile(
    rf"(?:(?:{_MONTH})\b|updated?|last|since|until|version|v\d|copyright|from|before|after|new|news"
    r"|releas|the |a |an |©|更新|最后|截至|at |on |with |see |e\.g)",
    re.IGNORECASE,
)
_LONGEST_WORDS, _LONGEST = 14, 120
_EDGES = " \t\r\n.,;:|·•-–—_()[]{}【】（）「」《》<>*`'\"“”@，。；：、/"


@lru_cache(maxsize=1 << 10)  # lists say it in each row
def published(text: str) -> Published | None:
    """What `text`, as a whole, says about when and where; None if it speaks of something else.

    >>> published("NeurIPS 2023 Spotlight")
    Published(venue='NeurIPS', year=2023, is_preprint=False, is_date=False)
    >>> published("2018 ICLR") == published("ICLR'18")
    True
    >>> published("Leaky integrate-and-fire") is None
    True
    """
    line = " ".join(text.split()).strip(_EDGES.replace("'", ""))
    if not line or len(line) > _LONGEST or line[-1] in "?？":
        return None
    if year := _PLAIN_YEAR.fullmatch(line):
        return Published(None, int(year[1]))
    if date := _DATE.fullmatch(line):
        year_text = date["year"] or date["last"] or date["end"]
        return Published(None, int(year_text), is_date=True)
    for pattern in _FORMS if re.search(r"\d\d", line) else ():
        found = pattern.fullmatch(line)
        answer = _venue_and_year(found) if found else None
        if answer is not None and (
            pattern is not _BARE_SHORT_YEAR or answer.venue is None or is_known(answer.venue)
        ):
            return answer
    if _is_preprint(line):
        return Published(None, None, is_preprint=True)
    return Published(venue_name(line), None) if is_known(line) else None


def is_known(venue: str) -> bool:
    """Is it a name that lists have for a conference or journal, and nothing else?"""
    return venue_name(venue, known_only=True) is not None


def _venue_and_year(found: re.Match[str]) -> Published | None:
    """What a match of one of the patterns says; None if the venue cannot be one."""
    parts = found.groupdict()
    year = int(parts["year"] or parts["before"])
    if year < 100:  # noqa: PLR2004 (two digits)
        year += 2000 if year <= _LAST_SHORT_YEAR else 1900
    venue, tail = parts["venue"], parts.get("tail") or ""
    tail = _AWARDS.sub("", tail) if _AWARDS.fullmatch(tail) else tail
    if track := _TRACK.fullmatch(tail):
        venue, tail = f"{venue.rstrip()} {track['track'].strip(_EDGES)}", ""
    if _NOT_ACCEPTED.match(venue.strip(_EDGES)) or _NOT_ACCEPTED.fullmatch(tail.strip(_EDGES)):
        return Published(None, year, is_preprint=True)
    if tail.strip(_EDGES):
        return None
    if "between" in parts:
        venue = _without_award(venue)
    if before := _BEFORE_VENUE.match(venue):
        venue = venue[before.end() :]
    award, _, rest = venue.rpartition(",")
    venue = rest if _AWARDS.fullmatch(award) else venue  # Best Paper Award, ICML 2022
    name = _bare_name(_VOLUME.sub("", venue.rstrip(" ,;:")))
    if _HONOUR.fullmatch(name):  # 2020 Oral
        return Published(None, year)
    if _is_preprint(name):
        return Published(None, year, is_preprint=True)
    return Published(venue_name(name) or name, year) if _can_be_venue(name) else None


def _bare_name(venue: str) -> str:
    """A name without what stands around it; the full stop of an abbreviation stays."""
    name = venue.strip(_EDGES)
    return f"{name}." if ". " in name and venue.rstrip(" ,").endswith(f"{name}.") else name


def _without_award(venue: str) -> str:
    """``ICLR oral`` as ``ICLR``; a name of nothing but such words stays."""
    words = venue.split()
    while len(words) > 1 and _AWARDS.fullmatch(words[-1]) and len(words[-1]) > 1:
        words.pop()
    return " ".join(words)


def _is_preprint(text: str) -> bool:
    words = re.findall(r"\w+", fold(text))
    is_name = bool(words) and (words[0] in _PREPRINTS or words == ["openreview"])
    return is_name or bool(_NOT_ACCEPTED.fullmatch(text))


def _can_be_venue(name: str) -> bool:
    """Can it be a venue's name, by its looks?"""
    if not name or len(name.split()) > _LONGEST_WORDS or _NO_VENUE.match(name):
        return False
    letters = [character for character in name if character.isalpha()]
    # Chinese characters are neither upper nor lower case.
    starts_well = bool(letters) and (not letters[0].islower() or venue_name(name) is not None)
    return starts_well and not re.search(r"[:：]\s|[?？!！\U000f0000-\U000ffffd]", name)
