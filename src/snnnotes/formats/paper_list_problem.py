"""What is wrong in a paper list itself, as sentences that its keeper can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snnnotes.formats.paper_list_link import link_key
from snnnotes.formats.paper_list_row import Row
from snnnotes.formats.paper_list_venue import Published
from snnnotes.model.text import fold
from snnnotes.model.title import title_key


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a list that its keeper should look at."""

    #: The row to change, counted from 1.
    line: int
    #: ``same-paper``, ``same-link``, ``venue-and-link`` or ``no-link``.
    name: str
    #: What is wrong there, without the line's number and a full stop.
    sentence: str


#: Conferences that the hosts below tell apart, by the words that lists have for them.
_CONFERENCES = {
    name.lower(): names.split()[0]
    for names in (
        *(
            "NeurIPS NIPS",
            "ICML",
            "ICLR",
            "AAAI",
            "IJCAI",
            "CVPR CVPRW",
            "ICCV ICCVW",
            "ECCV ECCVW",
        ),
        *("WACV", "ACCV", "ACL", "EMNLP", "NAACL", "EACL", "COLING", "TACL", "AISTATS", "UAI"),
        *("COLT", "CoRL", "ACML", "MIDL", "TPAMI PAMI", "TNNLS", "IJCV", "JMLR", "TMLR", "ICASSP"),
        *("ICRA", "IROS"),
    )
    for name in names.split()
}

# Where the address of a paper names its proceedings, and often the year.
_PROCEEDINGS = tuple(
    (re.compile(form.replace("YEAR", r"(?P<year>(?:19|20)\d\d)"), re.IGNORECASE), name)
    for form, name in (
        (r"thecvf\.com/content[_/](?P<name>cvpr|iccv|eccv|wacv|accv)w?_?(?:workshops_)?YEAR", ""),
        (r"ecva\.net/papers/(?P<name>eccv)_YEAR", ""),
        (
            r"(?:papers\.n(?:eur)?ips|proceedings\.neurips)\.cc/paper(?:_files/paper)?/YEAR/",
            "NeurIPS",
        ),
        (r"//(?:www\.)?(?P<name>neurips|nips|icml|iclr)\.cc/virtual/YEAR", ""),
        (r"proceedings\.iclr\.cc/paper_files/paper/YEAR/", "ICLR"),
        (r"ijcai\.org/proceedings/YEAR/", "IJCAI"),
        (r"aaai\.org/(?:ojs/)?(?:index\.php/)?(?P<name>aaai)/", ""),
        (r"aclanthology\.org/YEAR\.(?:findings-)?(?P<name>acl|emnlp|naacl|eacl|coling|tacl)\b", ""),
        (r"jmlr\.org/papers/v?\d", "JMLR"),
    )
)
#: Volumes of the Proceedings of Machine Learning Research with ICML's papers, by year; from
#: https://proceedings.mlr.press
_ICML_VOLUMES = {
    28: 2013, 32: 2014, 37: 2015, 48: 2016, 70: 2017, 80: 2018, 97: 2019, 119: 2020, 139: 2021,
    162: 2022, 202: 2023, 235: 2024, 267: 2025,
}  # fmt: skip
_VOLUME = re.compile(r"proceedings\.mlr\.press/v(?P<volume>\d+)/", re.IGNORECASE)
_IN_PMLR = frozenset(("ICML", "AISTATS", "UAI", "COLT", "CoRL", "ACML", "MIDL", "NeurIPS"))

_LEARNING = frozenset(("NeurIPS", "ICML", "ICLR"))
_VISION = frozenset(("CVPR", "ICCV", "WACV"))
_LANGUAGE = frozenset(("ACL", "EMNLP", "NAACL", "EACL"))
_AI = frozenset(("AAAI", "IJCAI"))
# Publishers by host or prefix of their DOIs, and the conferences that they never publish.
_PUBLISHERS = tuple(
    (re.compile(form, re.IGNORECASE), publisher, never)
    for form, publisher, never in (
        (
            r"ieeexplore\.ieee\.org|/10\.1109/",
            "IEEE",
            _LEARNING | _LANGUAGE | _AI | {"ECCV"},
        ),
        (r"link\.springer\.com|/10\.1007/", "Springer", _LEARNING | _VISION | _LANGUAGE),
        (r"/10\.1145/", "ACM", _LEARNING | _VISION | _AI | {"ECCV"}),
        *(
            (form, publisher, _LEARNING | _VISION | _LANGUAGE | _AI | {"ECCV"})
            for form, publisher in (
                (r"frontiersin\.org|/10\.3389/", "Frontiers"),
                (r"nature\.com/articles|/10\.1038/", "Nature"),
                (r"science\.org/doi|/10\.1126/", "Science"),
                (r"sciencedirect\.com|/10\.1016/", "Elsevier"),
                (r"mdpi\.com|/10\.3390/", "MDPI"),
                (r"pnas\.org|/10\.1073/", "PNAS"),
            )
        ),
    )
)


def problems_of(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong in a list, in the order of its lines."""
    found = [
        *_same_papers(rows),
        *_same_links(rows),
        *_venues_and_links(rows),
        *_missing_links(rows),
    ]
    return sorted(found, key=lambda problem: problem.line)


def proceedings_of(url: str) -> Published | None:
    """Conference and year that an address of a paper names; None if it names none.

    >>> proceedings_of("https://proceedings.mlr.press/v162/chen22ac.html")
    Published(venue='ICML', year=2022, is_preprint=False, is_date=False)
    """
    volume = _VOLUME.search(url)
    if volume:
        year = _ICML_VOLUMES.get(int(volume["volume"]))
        return Published("ICML", year) if year else None
    for form, name in _PROCEEDINGS:
        if found := form.search(url):
            parts = found.groupdict()
            year = int(parts["year"]) if parts.get("year") else None
            return Published(name or _CONFERENCES[parts["name"].lower()], year)
    return None


def _same_papers(rows: Sequence[Row]) -> Iterator[Problem]:
    """Papers listed twice.

    One paper under two topics with the same facts is not an error: lists by topic do that.
    """
    first: dict[str, Row] = {}
    for row in rows:
        before = first.setdefault(title_key(row.title), row)
        if before is row:
            continue
        is_same = (before.url, before.venue, before.year) == (row.url, row.venue, row.year)
        if is_same and before.section != row.section:
            continue
        yield Problem(
            row.line, "same-paper", f'"{row.title}" is listed twice, here and in line {before.line}'
        )


def _same_links(rows: Sequence[Row]) -> Iterator[Problem]:
    """Links that two papers have."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.url is None:
            continue
        before = first.setdefault(link_key(row.url), row)
        if title_key(before.title) != title_key(row.title):
            yield Problem(
                row.line,
                "same-link",
                f'"{row.title}" has the link of "{before.title}" in line {before.line}: {row.url}',
            )


def _venues_and_links(rows: Sequence[Row]) -> Iterator[Problem]:
    """Venues that the paper's link contradicts."""
    for row in rows:
        if row.url is None or row.venue is None:
            continue
        listed = _conferences(row.venue)
        leads_to = _other_place(listed, row.year, row.url)
        if leads_to:
            year = f" {row.year}" if row.year else ""
            yield Problem(
                row.line,
                "venue-and-link",
                f'"{row.title}" is listed as {row.venue}{year}, but its link leads to {leads_to}:'
                f" {row.url}",
            )


def _other_place(listed: frozenset[str], year: int | None, url: str) -> str:
    """Where an address leads if that is not where the paper is listed; else empty."""
    if not listed:
        return ""
    said = proceedings_of(url)
    if said is not None and said.venue is not None:
        other_year = bool(year and said.year and year != said.year)
        is_other = said.venue not in listed or other_year
        return f"{said.venue} {said.year or ''}".strip() if is_other else ""
    if _VOLUME.search(url):
        return "" if listed & _IN_PMLR else "PMLR"
    for form, publisher, never in _PUBLISHERS:
        if form.search(url):
            return f"a page of {publisher}" if listed <= never else ""
    return ""


def _missing_links(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        if row.url is None and row.target is None:
            yield Problem(row.line, "no-link", f'"{row.title}" has no link to the paper')


def _conferences(venue: str) -> frozenset[str]:
    """The conferences that a venue has among its words."""
    words = re.findall(r"[a-z]+", fold(venue))
    return frozenset(_CONFERENCES[word] for word in words if word in _CONFERENCES)
