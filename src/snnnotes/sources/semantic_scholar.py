"""Semantic Scholar: the bridge between identifiers, and where a preprint has appeared.

https://api.semanticscholar.org/api-docs/graph. Without a key all of its users share one limit, so
that it answers "too many requests" at any time; nothing may depend on it alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlencode

from snnnotes.errors import SourceStatusError
from snnnotes.formats.bibliography import Record
from snnnotes.model.identifiers import ArxivId, Doi, Identifier
from snnnotes.model.source_record import SourceRecord
from snnnotes.model.venue_name import is_preprint
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, mapping_at, text_at
from snnnotes.sources.record import record_of

NAME: Final = "Semantic Scholar"
API: Final = "https://api.semanticscholar.org/graph/v1/paper"
_FIELDS = (
    "title,abstract,year,venue,publicationVenue,journal,externalIds,authors,publicationDate,"
    "publicationTypes"
)
_NOT_FOUND = (404, 400)


def fetch(client: Client, identifier: Identifier) -> SourceRecord | None:
    """The record of a paper; None if Semantic Scholar does not have it.

    Raises:
        SourceError: Semantic Scholar does not answer, or not with what it should.
    """
    if isinstance(identifier, ArxivId):
        name = f"ARXIV:{identifier.number}"
    elif isinstance(identifier, Doi):
        name = f"DOI:{identifier.text}"
    else:
        name = f"URL:{identifier.url}"
    answer = _json(client, f"{API}/{quote(name, safe=':/')}?fields={_FIELDS}")
    return None if answer is None else parse(answer)


def match(client: Client, title: str) -> SourceRecord | None:
    """The record of the paper whose title is nearest; None if none is near.

    Raises:
        SourceError: Semantic Scholar does not answer, or not with what it should.
    """
    asked = urlencode({"query": title, "fields": _FIELDS})
    answer = _json(client, f"{API}/search/match?{asked}")
    found = next(iter(list_at(answer, "data")), None) if answer is not None else None
    return None if found is None else parse(found)


def parse(answer: object) -> SourceRecord | None:
    """The record in an answer; None for the null that stands for an unknown paper."""
    if not mapping_at(answer):
        return None
    names = mapping_at(answer, "externalIds")
    venues = [
        text_at(answer, "publicationVenue", "name"), text_at(answer, "venue"),
        text_at(answer, "journal", "name"),
    ]  # fmt: skip
    published = [venue for venue in venues if venue and not is_preprint(venue)]
    doi = text_at(names, "DOI")
    raw = Record(
        line=0,
        kind="paper",
        title=text_at(answer, "title"),
        authors=tuple(text_at(who, "name") for who in list_at(answer, "authors")),
        dates=(text_at(answer, "year"), text_at(answer, "publicationDate")),
        venues=tuple(published),
        doi="" if doi.lower().startswith("10.48550/") else doi,
        arxiv=text_at(names, "ArXiv"),
        abstract=text_at(answer, "abstract"),
    )
    found = record_of(NAME, raw)
    # It shortens given names, and has no address of the paper itself.
    return replace(
        found,
        paper=replace(found.paper, url=None),
        guessed=frozenset({"authors"}),
        is_preprint=not published,
    )


def _json(client: Client, url: str) -> object | None:
    try:
        return client.get(url, expect=Kind.JSON).json()
    except SourceStatusError as error:
        if error.status in _NOT_FOUND:
            return None
        raise
