"""What a query asks, as a tree; `query` makes it from what the user typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, Union

from snnnotes.model.node import Node


class Words(Node):
    """A word as it was typed, or a phrase, somewhere in the text."""

    #: Not folded yet. It always has at least one term.
    text: str
    #: It was in quotes: other forms of its words and terms of equal meaning do not count.
    exact: bool = False
    #: The last term only has to begin so: ``spik*``, without the asterisk.
    prefix: bool = False
    #: ``title`` if it must stand in the title, else None for anywhere.
    field: str | None = None


class FieldIs(Node):
    """A field has a value; of a field with several (tags, authors), one of them is it.

    Values compare by `index_terms`, so case, accents and width do not matter.
    """

    #: As in the frontmatter (``authors``, not ``author``); may be a key of the user's own.
    field: str
    #: Not folded yet. It always has at least one term.
    value: str
    #: The whole value must be equal, rather than contain these terms one after the other.
    whole: bool
    #: The last term only has to begin so: ``tag:atten*``, without the asterisk.
    prefix: bool = False


class Range(Node):
    """A year, rating or date lies between two bounds, both included.

    Dates have the forms 2025, 2025-03 and 2025-03-01. A bound speaks of as much of the date as it
    has: what was added on 2025-03-31 lies in a range up to 2025-03.
    """

    field: str
    #: None for no bound. Years, ratings and dates are written so that text comparison orders them.
    low: str | None
    high: str | None


class Has(Node):
    """A field is there and not empty."""

    #: As in the frontmatter; may be a key of the user's own.
    field: str


class Math(Node):
    r"""Inside a formula stands this piece of LaTeX; blanks in either do not matter.

    A piece that ends in a command, as ``\tau`` does, must not go on with a letter (``\taut``).
    """

    formula: str


class And(Node):
    """All of the parts; every note if there are none."""

    parts: tuple[Query, ...]


class Or(Node):
    """At least one of the parts."""

    parts: tuple[Query, ...]


class Not(Node):
    """Every note but those of the part."""

    part: Query


#: A query that holds no other.
Leaf: TypeAlias = Union[Words, FieldIs, Range, Has, Math]
Query: TypeAlias = Union[Words, FieldIs, Range, Has, Math, And, Or, Not]


def all_of(queries: Iterable[Query]) -> Query:
    """What all of the queries ask together."""
    parts: list[Query] = []
    for query in queries:
        parts.extend(query.parts if isinstance(query, And) else [query])
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def any_of(queries: Sequence[Query]) -> Query:
    """What at least one of the queries asks.

    Raises:
        ValueError: There are no queries, and so there is no sensible answer.
    """
    if not queries:
        raise ValueError("any_of takes at least one query")
    parts: list[Query] = []
    for query in queries:
        parts.extend(query.parts if isinstance(query, Or) else [query])
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def exactly(query: Query) -> Query:
    """The query with every word taken as it is typed, as if it were in quotes."""
    match query:
        case Words():
            return query.replaced(exact=True)
        case And(parts):
            return And(tuple(map(exactly, parts)))
        case Or(parts):
            return Or(tuple(map(exactly, parts)))
        case Not(part):
            return Not(exactly(part))
        case _:
            return query


def needs_text(query: Query) -> bool:
    """Can it be answered only by looking at the text of the notes?"""
    match query:
        case And(parts) | Or(parts):
            return any(map(needs_text, parts))
        case Not(part):
            return needs_text(part)
        case _:
            return isinstance(query, Words | Math)


def words_of(query: Query) -> list[Words | Math]:
    """The words and formulas that a note is looked for by, in order; none that it must not have."""
    return list(_positive(query))


def _positive(query: Query) -> Iterator[Words | Math]:
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)
        case Words() | Math():
            yield query
        case _:
            pass
