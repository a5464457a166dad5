"""doi.org: which agency has registered a DOI, and its answer in CSL-JSON for the smaller ones."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.formats import csl_json
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, text_at

NAME: Final = "doi.org"
_HOST = "https://doi.org"
_CSL = "application/vnd.citationstyles.csl+json"
_NOT_FOUND = (404, 400)
_NOT_ACCEPTABLE = 406


def agency_of(client: Client, doi: str) -> str | None:
    """The agency that registered a DOI, such as ``Crossref``; None if there is no such DOI.

    Raises:
        SourceError: doi.org does not answer, or not with what it should.
    """
    try:
        answer = client.get(f"{_HOST}/ra/{quote(doi, safe='/')}", expect=Kind.JSON).json()
    except SourceStatusError as error:
        if error.status in _NOT_FOUND:
            return None
        raise
    first = next(iter(list_at(answer)), None)
    agency = text_at(first, "RA")
    if not agency and not text_at(first, "status"):
        raise SourceError(NAME, "answered with something else than an agency")
    return agency or None


def fetch(client: Client, doi: str) -> SourceRecord | None:
    """The record of a DOI of any agency, such as mEDRA, JaLC or ISTIC; None if there is none.

    Raises:
        SourceError: There is no answer, or none that can be used.
    """
    try:
        answer = client.get(f"{_HOST}/{quote(doi, safe='/')}", accept=_CSL, expect=Kind.JSON)
    except SourceStatusError as error:
        if error.status in (*_NOT_FOUND, _NOT_ACCEPTABLE):
            return None
        raise
    entries = csl_json.loads(answer.text).entries
    if not entries:
        return None
    return SourceRecord(source=NAME, paper=entries[0].paper)
