"""OpenReview: its two APIs, of which the older has the venues before 2023.

Since 2026 both refuse callers without a token; then the forum's page may still tell.
https://docs.openreview.net/reference/api-v2
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from snnnotes.errors import SourceChallengeError, SourceError, SourceStatusError
from snnnotes.formats.bibliography import Record
from snnnotes.formats.foreign_venue import appearance
from snnnotes.model.identifiers import OpenReviewId
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, mapping_at, text_at, texts_at
from snnnotes.sources.record import code_in, record_of

NAME: Final = "OpenReview"
#: The variable of the environment that holds the user's token.
VARIABLE: Final = "SNNNOTES_OPENREVIEW_TOKEN"
APIS: Final = ("https://api2.openreview.net/notes", "https://api.openreview.net/notes")
_NOT_FOUND = (404, 400)
_NOT_ACCEPTED = re.compile(
    r"(?:withdrawn|rejected|desk_rejected)_?submission|/submission\Z|conference submission"
    r"|submitted to|under review",
    re.IGNORECASE,
)
_OUT = re.compile(r"withdrawn|reject", re.IGNORECASE)


def fetch(client: Client, identifier: OpenReviewId, *, token: str = "") -> SourceRecord | None:
    """The record of a forum, from the API that has it; None if neither has.

    Args:
        client: Asks the network.
        identifier: Of the forum.
        token: Of the user's account; without one, OpenReview may want to see a browser.

    Raises:
        SourceError: OpenReview does not answer, or not with what it should.
    """
    refused: SourceError | None = None
    for api in APIS:
        try:
            url = f"{api}?id={identifier.forum}"
            answer = client.get(url, expect=Kind.JSON, token=token).json()
        except SourceChallengeError as error:
            refused = _token_wanted(error)
            continue
        except SourceStatusError as error:
            if error.status not in _NOT_FOUND:
                refused = _told(error)
            continue
        notes = list_at(answer, "notes")
        if notes:
            return parse_note(notes[0])
    if refused is not None:
        raise refused
    return None


def parse_note(note: object) -> SourceRecord:
    """The record that a submission is, in the shape of either API."""
    content = {name: _plain(value) for name, value in mapping_at(note, "content").items()}
    forum = text_at(note, "forum") or text_at(note, "id")
    venue, state = text_at(content, "venue"), text_at(content, "venueid")
    is_accepted = bool(venue) and not _NOT_ACCEPTED.search(f"{venue}\n{state}")
    where = appearance(venue) if is_accepted else None
    externals = [text.partition(":") for text in texts_at(note, "externalIds")]
    outside = {kind: name for kind, _, name in externals}
    texts = (text_at(content, "code"), text_at(content, "abstract"))
    raw = Record(
        line=0,
        kind="submission",
        title=text_at(content, "title"),
        authors=tuple(texts_at(content, "authors")),
        dates=(where.year or "" if where else "", _year_of(state), _year_in_ms(note)),
        venues=(where.venue or "" if where else "",),
        doi=outside.get("doi", ""),
        arxiv=outside.get("arxiv", ""),
        mentions=(OpenReviewId(forum).url,),
        addresses=(OpenReviewId(forum).url,),
        code=code_in(texts[0]) or code_in(texts[1]),
        abstract=texts[1],
    )
    remarks = []
    if venue and _OUT.search(f"{venue}\n{state}"):
        remarks.append(f"OpenReview says: {venue}")
    return replace(
        record_of(NAME, raw),
        guessed=frozenset({"code"} if not code_in(texts[0]) and raw.code else ()),
        is_preprint=not is_accepted,
        is_withdrawn="withdrawn" in f"{venue}{state}".lower(),
        remarks=tuple(remarks),
    )


def _plain(value: object) -> object:
    """The value of a field, which the newer API wraps."""
    return value.get("value") if isinstance(value, Mapping) and "value" in value else value


def _year_of(venue_id: str) -> str:
    """``2023`` of ``NeurIPS.cc/2023/Conference``."""
    found = re.search(r"/((?:19|20)\d\d)(?:/|\Z)", venue_id)
    return found[1] if found else ""


def _year_in_ms(note: object) -> str:
    """The year of a time in milliseconds since 1970."""
    for name in ("pdate", "odate", "cdate", "tcdate"):
        digits = text_at(note, name)
        if digits.isdigit():
            return str(1970 + int(int(digits) / 31_556_952_000))
    return ""


def _told(error: SourceStatusError) -> SourceError:
    """The refusal in words."""
    if "challenge" in error.text.lower() or error.status in (401, 403):
        return _token_wanted(error)
    return error


def _token_wanted(error: SourceError) -> SourceError:
    return SourceError(
        error.source,
        "answers nobody without a token",
        hint=f"put the token of your account into ${VARIABLE}",
    )
