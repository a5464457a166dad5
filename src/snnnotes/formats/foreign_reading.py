"""Facts from a value of which we know what it is meant to be: after a label, or under a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_link import (
    LinkKind,
    appearance_of,
    is_code_address,
    is_link_word,
    is_other_address,
    is_pdf_address,
    is_web_address,
    kind_of,
)
from snnnotes.formats.foreign_markdown import Link, links_in, plain
from snnnotes.formats.foreign_title import Named, heading_named
from snnnotes.formats.foreign_value import (
    authors_of,
    date_of,
    rating_of,
    status_of,
    tags_of,
    year_of,
)
from snnnotes.formats.foreign_venue import Appearance, appearance, appearance_in
from snnnotes.model.identifiers import FORUM, ArxivId, OpenReviewId, find_identifier

_CITEKEY = re.compile(r"\[*@?(?P<key>[\w:.+/-]{2,80})\]*")
_ONLY_YEAR = re.compile(r"\d{4}(?:\s*[-/.年]\s*\d{1,2}月?)?年?")
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Said:
    """A value, what it is meant to be, and where it stands."""

    #: As `foreign_words.meaning_of` gives it.
    meaning: str
    #: The label or key as written.
    label: str
    #: One text for each item of a list, with its Markdown.
    values: tuple[str, ...]
    source: Source
    line: int | None

    def fact(self, field: str, value: str | tuple[str, ...] | None) -> list[Fact]:
        """The fact that `field` has `value`; nothing if there is no value."""
        return [Fact(field, value, self.source, self.line)] if value else []


def facts_said(said: Said, definitions: Mapping[str, str]) -> list[Fact]:
    """What a labelled value tells; nothing if it is not of the kind that its label promises.

    Args:
        said: The value.
        definitions: Addresses of the note's reference links by name.
    """
    if not any(value.strip() for value in said.values):
        return []
    reader = _READERS.get(said.meaning)
    if reader is not None:
        return reader(said)
    links = [link for value in said.values for link in links_in(value, definitions)]
    return _LINK_READERS[said.meaning](said, links)


def named_facts(named: Named, source: Source, line: int | None = None) -> list[Fact]:
    """The facts in the parts of a heading or of a file's name."""
    where = Appearance(named.venue, named.year, is_preprint=named.is_preprint)
    found = [
        Fact(field, value, source, line)
        for field, value in (
            ("title", named.title),
            ("added", named.added),
            ("arxiv", named.arxiv),
            ("citekey", named.citekey),
        )
        if value
    ]
    return found + appearance_facts(where, source, line)


def appearance_facts(where: Appearance, source: Source, line: int | None) -> list[Fact]:
    """Venue and year as facts; the year of a preprint counts as told by arXiv."""
    year_source = Source.ARXIV if where.is_preprint else source
    venue = [Fact("venue", where.venue, source, line)] if where.venue else []
    return venue + ([Fact("year", where.year, year_source, line)] if where.year else [])


def link_facts(url: str, source: Source, line: int | None) -> list[Fact]:
    """What the address of the paper tells: the link itself, its PDF, venue and year."""
    where = appearance_of(url)
    pdf = [Fact("pdf", url, source, line)] if is_pdf_address(url) else []
    told = appearance_facts(where, Source.LINK, line) if where else []
    return [Fact("url", url, source, line), *pdf, *told]


def with_derived(facts: Iterable[Fact]) -> list[Fact]:
    """`facts`, with the identifiers to which links lead, and the years of those of arXiv."""
    found: list[Fact] = []
    for fact in facts:
        found.append(fact)
        if fact.field == "url" and isinstance(fact.value, str):
            identifier = find_identifier(fact.value)
            if identifier:
                found.append(Fact(identifier.field, str(identifier), fact.source, fact.line))
    years: dict[str, Fact] = {}
    for fact in found:
        identifier = find_identifier(fact.value) if isinstance(fact.value, str) else None
        if fact.field == "arxiv" and isinstance(identifier, ArxivId):
            year = str(identifier.year)
            years.setdefault(year, Fact("year", year, Source.ARXIV, fact.line))
    return list(dict.fromkeys([*found, *years.values()]))


# --- texts -------------------------------------------------------------------------------------


def _title(said: Said) -> list[Fact]:
    text = " ".join(said.values[0].split())
    if said.source is Source.FRONTMATTER:
        return said.fact("title", text)
    named = heading_named(text)
    linked = [link for link in links_in(text, {}) if not is_other_address(link.url)]
    found = named_facts(named, said.source, said.line) if named else []
    return found + [
        fact for link in linked[:1] for fact in link_facts(link.url, said.source, said.line)
    ]


def _aliases(said: Said) -> list[Fact]:
    return said.fact("aliases", tuple(filter(None, map(plain, said.values))))


def _authors(said: Said) -> list[Fact]:
    return said.fact("authors", authors_of(said.values))


def _year(said: Said) -> list[Fact]:
    return said.fact("year", year_of(said.values[0])) + _venue_beside(said)


def _venue_beside(said: Said) -> list[Fact]:
    """The venue in ``发表年份：2024 (CVPR)``."""
    where = appearance(plain(said.values[0]))
    return said.fact("venue", where.venue) if where else []


def _venue(said: Said) -> list[Fact]:
    text = plain(said.values[0])
    if len(text) > _LONGEST_LINE:
        return []
    return appearance_facts(appearance_in(text), said.source, said.line)


def _citekey(said: Said) -> list[Fact]:
    found = _CITEKEY.fullmatch(plain(said.values[0]).strip("`\\ "))
    return said.fact("citekey", found["key"] if found else None)


def _tags(said: Said) -> list[Fact]:
    return said.fact("tags", tags_of(said.values))


def _status(said: Said) -> list[Fact]:
    return said.fact("status", status_of(said.values[0], key=said.label.casefold()))


def _rating(said: Said) -> list[Fact]:
    return said.fact("rating", rating_of(said.values[0]))


def _added(said: Said) -> list[Fact]:
    return said.fact("added", date_of(plain(said.values[0])))


def _date(said: Said) -> list[Fact]:
    """A whole date is most often that of the note; a year or a month is that of the paper."""
    text = plain(said.values[0])
    if _ONLY_YEAR.fullmatch(text):
        return said.fact("year", year_of(text))
    return said.fact("added", date_of(text)) or _venue_and_year(said, text)


def _venue_and_year(said: Said, text: str) -> list[Fact]:
    where = appearance(text)
    return appearance_facts(where, said.source, said.line) if where else []


def _summary(said: Said) -> list[Fact]:
    text = " ".join(said.values[0].split())
    return said.fact("summary", text if len(text) <= _LONGEST_LINE else None)


def _abstract(said: Said) -> list[Fact]:
    # Below a label the abstract stands in the note already; as a key it would be lost.
    is_key = said.source is Source.FRONTMATTER
    return said.fact("abstract", said.values[0].strip()) if is_key else []


_READERS: dict[str, Callable[[Said], list[Fact]]] = {
    "title": _title,
    "aliases": _aliases,
    "authors": _authors,
    "year": _year,
    "published": _year,
    "venue": _venue,
    "citekey": _citekey,
    "tags": _tags,
    "status": _status,
    "rating": _rating,
    "added": _added,
    "date": _date,
    "summary": _summary,
    "abstract": _abstract,
}


# --- links -------------------------------------------------------------------------------------


def _url(said: Said, links: Sequence[Link]) -> list[Fact]:
    """The paper's link; among several, code goes by its own name, other things not at all."""
    found: list[Fact] = []
    for link in links:
        kind = kind_of(link)
        if kind is LinkKind.CODE:
            found += said.fact("code", link.url)
        elif kind is not LinkKind.OTHER or (
            not is_link_word(link.text) and not is_other_address(link.url)
        ):
            found += link_facts(link.url, said.source, said.line)
    return found if links else _identifier(said, links)


def _links(said: Said, links: Sequence[Link]) -> list[Fact]:
    """Links of any kind: only what is known to be a paper or code counts."""
    kinds = [(kind_of(link), link.url) for link in links]
    papers = [url for kind, url in kinds if kind in (LinkKind.LABELLED_PAPER, LinkKind.SOME_PAPER)]
    codes = [url for kind, url in kinds if kind is LinkKind.CODE]
    found = [fact for url in papers for fact in link_facts(url, said.source, said.line)]
    return found + [fact for url in codes for fact in said.fact("code", url)]


def _paper(said: Said, links: Sequence[Link]) -> list[Fact]:
    """``Paper: Title``, ``Paper: https://…`` or ``Paper: [Title](https://…)``."""
    named = heading_named(said.values[0]) if said.source is not Source.FRONTMATTER else None
    title = named.title if named else None
    if (
        named
        and title
        and not is_link_word(title)
        and "://" not in title
        and not find_identifier(title)
    ):
        return named_facts(named, said.source, said.line) + _links(said, links)
    return _url(said, links)


def _pdf(said: Said, links: Sequence[Link]) -> list[Fact]:
    papers = [
        link.url for link in links if is_web_address(link.url) and not is_code_address(link.url)
    ]
    found = [fact for url in papers[:1] for fact in link_facts(url, said.source, said.line)]
    return found + [fact for url in papers[:1] for fact in said.fact("pdf", url)]


def _code(said: Said, links: Sequence[Link]) -> list[Fact]:
    codes = [link.url for link in links if is_web_address(link.url)]
    return said.fact("code", codes[0] if codes else None)


def _identifier(said: Said, links: Sequence[Link]) -> list[Fact]:
    """An identifier, bare or in an address."""
    text = plain(said.values[0]).strip()
    candidates = [text, *(link.url for link in links)]
    found = [identifier for identifier in map(find_identifier, candidates) if identifier]
    if not found and said.meaning == "openreview" and FORUM.fullmatch(text):
        return said.fact("openreview", str(OpenReviewId(text)))
    facts = [
        fact for identifier in found[:1] for fact in said.fact(identifier.field, str(identifier))
    ]
    urls = [link.url for link in links if find_identifier(link.url)]
    return facts + [fact for url in urls[:1] for fact in link_facts(url, said.source, said.line)]


_LINK_READERS: dict[str, Callable[[Said, Sequence[Link]], list[Fact]]] = {
    "url": _url,
    "links": _links,
    "paper": _paper,
    "pdf": _pdf,
    "code": _code,
    "arxiv": _identifier,
    "doi": _identifier,
    "openreview": _identifier,
}
