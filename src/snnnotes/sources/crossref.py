"""Crossref, which registers the DOIs of most publishers.

https://api.crossref.org/swagger-ui/index.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlencode

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.formats.bibliography import Record
from snnnotes.formats.markup import line
from snnnotes.formats.person import full_name, names_in
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, mapping_at, text_at, texts_at
from snnnotes.sources.record import record_of

NAME: Final = "Crossref"
API: Final = "https://api.crossref.org/works"
_NOT_FOUND = 404
#: The year of the volume first; the day of deposit last, since old papers were deposited late.
_DATES = ("published-print", "published-online", "issued", "published", "created")
#: NeurIPS deposits its authors sorted by name.
_SORTED_AUTHORS = "10.52202/"
_PREPRINTS = frozenset({"posted-content"})
_FOUND_BY_SEARCH = "DOI,title,subtitle,author,published-print,issued,container-title,event,type"


def fetch(client: Client, doi: str) -> SourceRecord | None:
    """The record of a DOI; None if Crossref does not have it.

    Args:
        client: Asks the network.
        doi: Bare.

    Raises:
        SourceError: Crossref does not answer, or not with what it should.
    """
    contact = f"?{urlencode({'mailto': client.contact})}" if "@" in client.contact else ""
    try:
        answer = client.get(f"{API}/{quote(doi, safe='')}{contact}", expect=Kind.JSON)
    except SourceStatusError as error:
        if error.status == _NOT_FOUND:
            return None
        raise
    work = mapping_at(answer.json(), "message")
    if not work:
        raise SourceError(NAME, "answered with something else than a record")
    return parse_work(work)


def search(client: Client, title: str, *, family: str = "", rows: int = 5) -> list[SourceRecord]:
    """The records that Crossref thinks of for a title, best first.

    Args:
        client: Asks the network.
        title: Of the paper.
        family: Family name of the first author.
        rows: How many at most.

    Raises:
        SourceError: Crossref does not answer, or not with what it should.
    """
    asked = {"query.bibliographic": title, "rows": str(rows), "select": _FOUND_BY_SEARCH}
    if family:
        asked["query.author"] = family
    if "@" in client.contact:
        asked["mailto"] = client.contact
    answer = client.get(f"{API}?{urlencode(asked)}", expect=Kind.JSON)
    return [parse_work(item) for item in list_at(answer.json(), "message", "items")]


def parse_work(work: object) -> SourceRecord:
    """The record that a work of Crossref's is."""
    doi = text_at(work, "DOI")
    event = mapping_at(work, "event")
    is_preprint = text_at(work, "type") in _PREPRINTS
    raw = Record(
        line=0,
        kind=text_at(work, "type"),
        title=_title(work),
        authors=tuple(name for who in list_at(work, "author") for name in _names(who)),
        dates=tuple(_dates(work)),
        venues=tuple(
            () if is_preprint else (
                *texts_at(work, "container-title"), text_at(event, "acronym"),
                text_at(event, "name"),
            )
        ),
        venue_hints=tuple(texts_at(work, "short-container-title")),
        doi=doi,
        addresses=(_address(work, doi),),
        abstract=text_at(work, "abstract"),
    )  # fmt: skip
    guessed = {"authors"} if doi.startswith(_SORTED_AUTHORS) else set[str]()
    notices = {text_at(update, "type") for update in list_at(work, "updated-by")}
    is_withdrawn = bool(notices & {"retraction", "withdrawal", "removal"})
    return replace(
        record_of(NAME, raw),
        guessed=frozenset(guessed),
        is_preprint=is_preprint,
        is_withdrawn=is_withdrawn,
        remarks=("Crossref says that it was retracted",) if is_withdrawn else (),
    )


def _title(work: object) -> str:
    """The title with the part behind the colon, which ACM and IEEE deposit apart."""
    title, subtitle = line(text_at(work, "title")), line(text_at(work, "subtitle"))
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}: {subtitle}"


def _names(person: object) -> list[str]:
    whole = line(text_at(person, "name"))
    if whole:
        return [whole]  # a group
    family, given = line(text_at(person, "family")), line(text_at(person, "given"))
    if family and not given:
        return names_in(family)
    name = full_name(family, given, generation=line(text_at(person, "suffix")))
    return [name] if name else []


def _dates(work: object) -> Iterator[str]:
    for name in _DATES:
        parts = list_at(work, name, "date-parts")
        while parts and isinstance(parts[0], list):
            parts = parts[0]
        if parts:
            yield str(parts[0])


def _address(work: object, doi: str) -> str:
    """Where the paper is read: DOIs outlive the addresses behind them."""
    return f"https://doi.org/{doi}" if doi else text_at(work, "URL")
