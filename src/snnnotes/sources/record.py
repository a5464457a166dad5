"""Makes the records of sources from what these said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from snnnotes.formats.bibliography import Record, paper_of, year_in
from snnnotes.formats.foreign_venue import appearance
from snnnotes.formats.latex_read import plain_text
from snnnotes.model.source_record import SourceRecord
from snnnotes.model.venue_name import known_venue

#: Whoever writes more than this into a title, a name or an abstract sends no paper.
_LONGEST_LINE: Final = 1_000
_LONGEST_ABSTRACT: Final = 20_000
_MOST_AUTHORS: Final = 5_000

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_CODE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|gitee\.com|bitbucket\.org|codeberg\.org)"
    r"/[\w.-]+/[\w.-]*\w",
    re.IGNORECASE,
)
#: What a remark of the authors says of where the paper appears.
_ACCEPTED = re.compile(
    r"(?:accepted|published|appear(?:s|ed|ing)?|presented|camera[- ]ready)\b[^.;,]{0,40}?"
    r"\b(?:in|at|by|to|for|as)\b\s*(?:an?\s+)?(?:the\s+)?(?:\w+\s+(?:paper\s+)?(?:in|at)\s+)?"
    r"(?P<where>[^.;,()]{3,120})",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\b([A-Z][A-Za-z]{2,11}|[A-Z]-?[A-Z]{2,10})\W{0,2}(?:19|20)\d\d\b")


def record_of(source: str, raw: Record) -> SourceRecord:
    """The record of a source, its texts cleaned: no markup, no LaTeX but formulas, no controls.

    Args:
        source: As people call it.
        raw: What it said.
    """
    authors = tuple(plain_text(name[:_LONGEST_LINE]) for name in raw.authors[:_MOST_AUTHORS])
    title, abstract = plain_text(raw.title[:_LONGEST_LINE]), raw.abstract[:_LONGEST_ABSTRACT]
    paper = paper_of(replace(raw, title=title, authors=authors, abstract=abstract))
    return SourceRecord(source=source, paper=paper)


def code_in(*texts: str) -> str:
    """The address of code that a text mentions; empty if it mentions none, or several.

    >>> code_in("Code: https://github.com/BICLab/Spike-Driven-Transformer."), code_in("no code")
    ('https://github.com/BICLab/Spike-Driven-Transformer', '')
    """
    found = {match[0].removesuffix(".git") for text in texts for match in _CODE.finditer(text)}
    return found.pop() if len(found) == 1 else ""


def venue_mentioned(*texts: str) -> tuple[str, str]:
    """The venue that remarks of the authors name as theirs, and its year; empty if not known.

    >>> venue_mentioned("Accepted by NeurIPS 2023, 16 pages"), venue_mentioned("Submitted to ICML")
    (('NeurIPS', '2023'), ('', ''))
    >>> venue_mentioned("Published in Neural Networks 166 (2023)"), venue_mentioned("44 pages")
    (('Neural Networks', '2023'), ('', ''))
    """
    for text in texts:
        accepted = _ACCEPTED.search(text)
        where = accepted["where"] if accepted else text if _is_reference(text) else ""
        said = appearance(where, known_only=True) if where else None
        short = _SHORT_FORM.search(where)
        name = (said.venue if said else None) or known_venue(where)
        name = name or (known_venue(short[1]) if short else None) or _venue_before_digits(where)
        if name:
            year = year_in(where) or year_in(text[accepted.start() :] if accepted else text)
            return name, str(year or "")
    return "", ""


def iso_date(text: str) -> str:
    """The date that a text begins with, as ISO 8601; empty if it is none of the calendar.

    >>> iso_date("2023-07-04T15:00:00Z"), iso_date("2025/3/7"), iso_date("2024/00/00")
    ('2023-07-04', '2025-03-07', '')
    """
    found = _DATE.match(text)
    if not found or not year_in(text):
        return ""
    year, month, day = (int(part) for part in found.groups())
    is_date = 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 (months and days)
    return f"{year:04}-{month:02}-{day:02}" if is_date else ""


def _is_reference(text: str) -> bool:
    """Is a text a journal reference, such as ``Neural Networks 166 (2023) 410-423``?"""
    return bool(
        re.match(r"(?:\d+(?:st|nd|rd|th)\s+)?[A-Z].*\b(?:19|20)\d\d\b", text)
    ) and not re.search(r"\b(?:submitted|under review|pages?|figures?)\b", text, re.IGNORECASE)


def _venue_before_digits(where: str) -> str | None:
    return known_venue(re.split(r"[\d(]", where, maxsplit=1)[0].strip(" ,.:;"))
