"""arXiv: its API, and the page of a paper where the API does not answer.

The feed: https://info.arxiv.org/help/api/user-manual.html. It changed its namespaces and what it
answers for unknown identifiers in autumn 2025; both shapes are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.formats.bibliography import Record
from snnnotes.model.identifiers import ArxivId, find_identifier
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.record import code_in, iso_date, record_of, venue_mentioned

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME: Final = "arXiv"
API: Final = "https://export.arxiv.org/api/query"
#: What one request may ask for; more makes an address longer than servers like.
AT_ONCE: Final = 100

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_WITHDRAWN = re.compile(
    r"\bth(?:is|e) (?:paper|submission|article|manuscript|work)\s+(?:has been|is|was)\s+"
    r"(?:temporarily\s+)?withdrawn|^\s*withdrawn\b",
    re.IGNORECASE,
)


def fetch(client: Client, identifiers: Sequence[ArxivId]) -> dict[str, SourceRecord]:
    """The records of papers by their bare identifiers; those that arXiv does not know are missing.

    Raises:
        SourceError: arXiv does not answer, or not with what it should.
    """
    found: dict[str, SourceRecord] = {}
    for start in range(0, len(identifiers), AT_ONCE):
        some = [identifier.number for identifier in identifiers[start : start + AT_ONCE]]
        url = f"{API}?id_list={','.join(some)}&max_results={len(some)}"
        try:
            feed = client.get(url, expect=Kind.XML).xml()
        except SourceStatusError as error:
            raise _told(error) from error
        wanted = set(some)
        found |= {number: one for number, one in parse_feed(feed).items() if number in wanted}
    return found


def parse_feed(feed: Element) -> dict[str, SourceRecord]:
    """The records in an answer of the API, by bare identifier.

    Raises:
        SourceError: The answer is an error, which comes as an entry.
    """
    if feed.tag != f"{_ATOM}feed":
        raise SourceError(NAME, "answered with something else than its feed")
    found: dict[str, SourceRecord] = {}
    for entry in feed.iter(f"{_ATOM}entry"):
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address:
            raise SourceError(NAME, f"says: {_text(entry, f'{_ATOM}summary') or 'an error'}")
        identifier = find_identifier(address)
        if isinstance(identifier, ArxivId):
            found[identifier.number] = _record(entry, identifier)
    return found


def _record(entry: Element, identifier: ArxivId) -> SourceRecord:
    abstract = _text(entry, f"{_ATOM}summary")
    comment = _text(entry, f"{_ARXIV}comment")
    reference = _text(entry, f"{_ARXIV}journal_ref")
    is_withdrawn = bool(_WITHDRAWN.search(comment) or _WITHDRAWN.search(abstract[:300]))
    venue, year = venue_mentioned(reference, comment)
    code = code_in(comment, abstract)
    doi = _text(entry, f"{_ARXIV}doi")
    names = (_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author"))
    raw = Record(
        line=0,
        kind="preprint",
        title=_text(entry, f"{_ATOM}title"),
        authors=tuple(filter(None, names)),
        dates=(year, iso_date(_text(entry, f"{_ATOM}published"))),
        venues=(venue,) if venue else (),
        # Authors type it, and some put the preprint's own there.
        doi="" if doi.lower().startswith("10.48550/") else doi,
        arxiv=identifier.number,
        addresses=(identifier.url,),
        code=code,
        abstract=abstract,
    )
    # What authors type into remarks is a hint and no record.
    guessed = {name for name, value in (("venue", venue), ("code", code), ("doi", doi)) if value}
    return replace(
        record_of(NAME, raw),
        guessed=frozenset(guessed),
        is_preprint=True,
        is_withdrawn=is_withdrawn,
        remarks=("arXiv says that it was withdrawn",) if is_withdrawn else (),
    )


def _text(element: Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _told(error: SourceStatusError) -> SourceError:
    """The error with what arXiv says of it in its answer, if it says something."""
    said = re.search(r"<summary[^>]*>([^<]{3,200})</summary>", error.text)
    return SourceError(NAME, f"says: {said[1].strip()}") if said else error
