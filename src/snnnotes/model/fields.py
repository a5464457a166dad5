"""The table of frontmatter fields: one place for reading, queries, columns, help and docs."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from snnnotes.errors import UsageError


class Kind(Enum):
    """What a field holds, and so how it is read, compared and written."""

    TEXT = "text"  # one line or block of words
    NAME = "name"  # a short name, compared as a whole
    LINK = "link"  # a web address
    IDENTIFIER = "identifier"  # arXiv identifier, DOI or OpenReview id: text, never a number
    NAMES = "names"  # a list of words or names
    YEAR = "year"  # a whole number from 1000 to 2999
    RATING = "rating"  # a whole number from 1 to 5
    STATUS = "status"  # one of READING_STATUSES
    DATE = "date"  # a date, or date and time with zone, as in ISO 8601


#: How far the reading has come, in this order.
READING_STATUSES = ("unread", "reading", "read")


def reading_status(text: str) -> str:
    """The reading status that somebody typed, whatever its case; empty for blanks.

    Raises:
        UsageError: There is no such status.

    >>> reading_status(" Read ")
    'read'
    """
    status = text.strip().casefold()
    if status and status not in READING_STATUSES:
        raise UsageError(
            f"status is none that we know: {text!r}",
            hint=f"it is one of {', '.join(READING_STATUSES)}",
        )
    return status


class Field(NamedTuple):
    """One key of the frontmatter that we know."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    #: In a query, must the whole value be equal (``tag:attention``), or does it do that the
    #: words occur in it (``author:Fang``)?
    whole: bool = False
    #: Other names for it in queries, such as ``tag`` for ``tags``.
    query_names: tuple[str, ...] = ()


#: In the order in which a new note has them.
FIELDS = (
    Field("title", Kind.TEXT, "Title of the paper, as published.", required=True),
    Field(
        "authors",
        Kind.NAMES,
        'List of "Given Family"; Chinese names as written.',
        query_names=("author",),
    ),
    Field("year", Kind.YEAR, "Year of the paper.", required=True, whole=True),
    Field(
        "venue", Kind.NAME, "Short name of conference or journal; none for a preprint.", whole=True
    ),
    Field("url", Kind.LINK, "Where the paper is read."),
    Field(
        "arxiv",
        Kind.IDENTIFIER,
        "arXiv identifier without version, such as 2307.01694.",
        whole=True,
    ),
    Field("doi", Kind.IDENTIFIER, "DOI in lower case, without https://doi.org/.", whole=True),
    Field("openreview", Kind.IDENTIFIER, "OpenReview forum id.", whole=True),
    Field("code", Kind.LINK, "Where the code is."),
    Field("pdf", Kind.LINK, "Where the PDF is."),
    Field("citekey", Kind.NAME, "Short name for citing, such as yao2023spike.", whole=True),
    Field("tags", Kind.NAMES, "List of tags.", whole=True, query_names=("tag",)),
    Field(
        "status", Kind.STATUS, "How far the reading has come: unread, reading or read.", whole=True
    ),
    Field("rating", Kind.RATING, "Your own mark, 1 to 5.", whole=True),
    Field(
        "added",
        Kind.DATE,
        "When the note was made: a date, or date and time with zone.",
        whole=True,
    ),
    Field("aliases", Kind.NAMES, "Other spellings of the title.", query_names=("alias",)),
    Field("abstract", Kind.TEXT, "The paper's abstract."),
    Field("summary", Kind.TEXT, "The note in one line."),
    Field(
        "pending",
        Kind.NAMES,
        "Fields that are still to be asked for, since a source did not answer; `fill` does.",
        whole=True,
    ),
)

BY_NAME = {field.name: field for field in FIELDS}
BY_QUERY_NAME = BY_NAME | {name: field for field in FIELDS for name in field.query_names}
