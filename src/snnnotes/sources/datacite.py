"""DataCite, which registers the DOIs of arXiv, Zenodo and others.

https://support.datacite.org/docs/api-get-doi
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.formats.bibliography import Record
from snnnotes.formats.markup import line
from snnnotes.formats.person import full_name, names_in
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, mapping_at, text_at
from snnnotes.sources.record import iso_date, record_of

NAME: Final = "DataCite"
API: Final = "https://api.datacite.org/dois"
_NOT_FOUND = 404


def fetch(client: Client, doi: str) -> SourceRecord | None:
    """The record of a DOI; None if DataCite does not have it.

    Args:
        client: Asks the network.
        doi: Bare, such as 10.48550/arxiv.2307.01694.

    Raises:
        SourceError: DataCite does not answer, or not with what it should.
    """
    try:
        answer = client.get(f"{API}/{quote(doi, safe='')}", expect=Kind.JSON)
    except SourceStatusError as error:
        if error.status == _NOT_FOUND:
            return None
        raise
    return parse(answer.json())


def parse(answer: object) -> SourceRecord:
    """The record in an answer.

    Raises:
        SourceError: It is something else.
    """
    attributes = mapping_at(answer, "data", "attributes")
    if not attributes:
        raise SourceError(NAME, "answered with something else than a record")
    is_preprint = text_at(attributes, "types", "resourceTypeGeneral") == "Preprint"
    dates = {
        text_at(date, "dateType"): iso_date(text_at(date, "date")) or text_at(date, "date")
        for date in reversed(list_at(attributes, "dates"))
    }
    publisher = text_at(attributes, "publisher") or text_at(attributes, "publisher", "name")
    published = next(
        (
            text_at(related, "relatedIdentifier")
            for related in list_at(attributes, "relatedIdentifiers")
            if text_at(related, "relationType") == "IsVersionOf"
        ),
        "",
    )
    own = text_at(attributes, "doi")
    abstracts = [
        text_at(description, "description")
        for description in list_at(attributes, "descriptions")
        if text_at(description, "descriptionType") == "Abstract"
    ]
    raw = Record(
        line=0,
        kind="preprint" if is_preprint else "work",
        title=text_at(mapping_at(next(iter(list_at(attributes, "titles")), None)), "title"),
        authors=tuple(name for who in list_at(attributes, "creators") for name in _names(who)),
        dates=(dates.get("Submitted", ""), text_at(attributes, "publicationYear")),
        venues=(text_at(attributes, "container", "title"),) if not is_preprint else (),
        # Its own DOI names the preprint, which the arXiv identifier says as well.
        doi=published if is_preprint and "arxiv" in own else own,
        mentions=(own,),
        addresses=(text_at(attributes, "url"),) if publisher != "arXiv" else (),
        abstract=next(iter(abstracts), ""),
    )
    return replace(record_of(NAME, raw), is_preprint=is_preprint)


def _names(creator: object) -> list[str]:
    whole = line(text_at(creator, "name"))
    if text_at(creator, "nameType") == "Organizational":
        return [whole] if whole else []
    family, given = text_at(creator, "familyName"), text_at(creator, "givenName")
    if family:
        return [full_name(line(family), line(given))]
    return names_in(whole)
