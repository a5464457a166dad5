"""Who has the code of a paper: Hugging Face's paper pages, and the new Papers with Code.

The old paperswithcode.com closed in July 2025.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from snnnotes.errors import SourceStatusError
from snnnotes.formats.bibliography import Record
from snnnotes.model.identifiers import ArxivId
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, mapping_at, text_at
from snnnotes.sources.record import record_of

HUGGING_FACE: Final = "Hugging Face"
PAPERS_WITH_CODE: Final = "Papers with Code"
_HUGGING_FACE_API = "https://huggingface.co/api/papers"
_PAPERS_WITH_CODE_API = "https://paperswithcode.co/api/v1/papers"
_NOT_FOUND = 404


def fetch_hugging_face(client: Client, identifier: ArxivId) -> SourceRecord | None:
    """The code that Hugging Face links to a paper; None if it links to none.

    Raises:
        SourceError: Hugging Face does not answer, or not with what it should.
    """
    answer = _json(client, f"{_HUGGING_FACE_API}/{identifier.number}")
    return None if answer is None else parse_hugging_face(answer)


def parse_hugging_face(answer: object) -> SourceRecord | None:
    """The record in an answer: a link that a person set, or one found by machine as a guess."""
    code = text_at(answer, "githubRepo")
    if not code:
        return None
    guessed = set[str]() if text_at(answer, "githubRepoAddedBy") == "user" else {"code"}
    return _record(HUGGING_FACE, code, guessed)


def fetch_papers_with_code(client: Client, identifier: ArxivId) -> SourceRecord | None:
    """The code that Papers with Code links to a paper; None if it links to none.

    Raises:
        SourceError: Papers with Code does not answer, or not with what it should.
    """
    url = f"{_PAPERS_WITH_CODE_API}/{identifier.number}?include_resources=true"
    answer = _json(client, url)
    return None if answer is None else parse_papers_with_code(answer)


def parse_papers_with_code(answer: object) -> SourceRecord | None:
    """The record in an answer: the official code, or a guess if there is one other alone."""
    links = [mapping_at(one) for one in list_at(answer, "repositories")]
    official = [text_at(link, "url") for link in links if link.get("is_official") is True]
    if official:
        return _record(PAPERS_WITH_CODE, official[0], set())
    if len(links) == 1 and text_at(links[0], "url"):
        return _record(PAPERS_WITH_CODE, text_at(links[0], "url"), {"code"})
    return None


def _record(source: str, code: str, guessed: set[str]) -> SourceRecord:
    found = record_of(source, Record(line=0, kind="code", code=code))
    return replace(found, guessed=frozenset(guessed))


def _json(client: Client, url: str) -> object | None:
    try:
        return client.get(url, expect=Kind.JSON).json()
    except SourceStatusError as error:
        if error.status == _NOT_FOUND:
            return None
        raise
