"""One field and one value of a query: what they ask, or why no note can have that."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import NamedTuple

from snnnotes.errors import QueryError
from snnnotes.model.fields import BY_QUERY_NAME, Field, Kind
from snnnotes.model.note import RATINGS, YEARS, is_number_in
from snnnotes.model.query_tree import FieldIs, Has, Math, Query, Range, Words
from snnnotes.model.text import is_word, terms

STARS = "*＊"

#: What a field with an order takes, for messages, and two values to show how it is written.
_ORDERED = {
    Kind.YEAR: (f"a year from {YEARS.start} to {YEARS.stop - 1}", "2021", "2023"),
    Kind.RATING: (f"a whole number from {RATINGS.start} to {RATINGS.stop - 1}", "3", "5"),
    Kind.DATE: ("a date such as 2025, 2025-03 or 2025-03-01", "2025-03", "2025-04"),
}


class Value(NamedTuple):
    """A value that stands in a query, and where."""

    text: str
    #: The whole query, as the user typed it.
    query: str
    #: Where the value begins in it, in characters from 0.
    column: int
    #: It stood in quotes.
    exact: bool = False
    #: A star follows: it only has to begin so.
    prefix: bool = False

    @property
    def written(self) -> str:
        """The value with its star, for fields in which a star is a star."""
        return self.text + "*" if self.prefix else self.text

    def error(self, problem: str, *, hint: str = "") -> QueryError:
        """The error that this value is wrong."""
        return QueryError(self.query, self.column, problem, hint=hint)


def bare_value(text: str, query: str, column: int) -> Value:
    """A value that is not in quotes; a single star at its end makes it a beginning.

    >>> bare_value("spik*", "spik*", 0).prefix, bare_value("**x**", "**x**", 0).prefix
    (True, False)
    """
    stem = text[:-1]
    before = terms(stem)
    if text[-1:] in STARS and before and is_word(before[-1]):
        return Value(stem, query, column, prefix=True)
    return Value(text, query, column)


def words_query(value: Value) -> Query:
    """A word or phrase anywhere in the note."""
    _require_terms(value)
    return Words(value.text, exact=value.exact, prefix=value.prefix)


def math_query(value: Value) -> Query:
    """A piece of LaTeX inside a formula; dollar signs around it are not part of it."""
    formula = value.written.strip().strip("$").strip()
    if not formula:
        raise value.error("there is no formula", hint=r'write  math:\tau  or  math:"\frac{a}{b}"')
    return Math(formula)


def has_query(value: Value) -> Query:
    """A field that is there, by any of its names."""
    _require_terms(value)
    known = known_field(value.text)
    return Has(known.name if known else value.text)


def value_query(name: str, value: Value) -> Query:
    """A field with a value.

    Args:
        name: The field as the user names it, known or not.
        value: What it must be.

    Raises:
        QueryError: No note can have this value.
    """
    known = known_field(name)
    if known and known.kind in _ORDERED:
        return _ordered(known, name, value)
    _require_terms(value)
    if known is None:
        return FieldIs(name, value.text, whole=False, prefix=value.prefix)
    if known.name == "title":
        return Words(value.text, exact=value.exact, prefix=value.prefix, field=known.name)
    return FieldIs(known.name, value.text, whole=known.whole, prefix=value.prefix)


def field_query(field_name: str, value: str, origin: str) -> Query:
    """The query that a short option asks, such as ``--year 2021..2023``.

    Args:
        field_name: A known field, by any of its names.
        value: As given to the option; quotes and blanks in it are part of it.
        origin: The option, for messages.

    Raises:
        QueryError: No note can have this value.
    """
    return value_query(field_name, bare_value(value, f"{origin} {value}", len(origin) + 1))


def known_field(name: str) -> Field | None:
    """The field of our table that has this name in queries; case does not matter."""
    return BY_QUERY_NAME.get(name.lower())


def _require_terms(value: Value) -> None:
    if not terms(value.text):
        raise value.error(
            "there is nothing to look for", hint="leave it out, or put a word in its place"
        )


def _ordered(known: Field, name: str, value: Value) -> Query:
    """A year, rating or date, or a range of them with ``..`` between its bounds."""
    # Full-width digits and dots are what a Chinese keyboard gives.
    text = unicodedata.normalize("NFKC", value.written).strip()
    low, dots, high = text.partition("..")
    bounds = [bound for bound in (low, high) if bound]
    if not bounds or not all(_is_possible(known.kind, bound) for bound in bounds):
        raise value.error(f"{text!r} is not {_ORDERED[known.kind][0]}", hint=_hint(known, name))
    if dots and low and high and _is_after(low, high):
        raise value.error(f"the range ends before it begins: {text}", hint=_hint(known, name))
    if dots:
        return Range(known.name, low or None, high or None)
    if known.kind is Kind.DATE:
        return Range(known.name, low, low)
    return FieldIs(known.name, low, whole=known.whole)


def _is_possible(kind: Kind, text: str) -> bool:
    if kind is Kind.DATE:
        return _is_date(text)
    return is_number_in(text, YEARS if kind is Kind.YEAR else RATINGS)


def _is_date(text: str) -> bool:
    """Is it a day, month or year that there is?"""
    year, *rest = text.split("-")
    if not is_number_in(year, YEARS) or len(rest) > len(("month", "day")):
        return False
    # Two digits each, or the parts of a date could not be compared as text.
    if not all(part.isascii() and part.isdecimal() and len(part) == len("01") for part in rest):
        return False
    month, day = [*map(int, rest), 1, 1][:2]
    try:
        date(int(year), month, day)
    except ValueError:
        return False
    return True


def _is_after(low: str, high: str) -> bool:
    """Do two bounds exclude each other, as far as both go?"""
    length = min(len(low), len(high))
    return low[:length] > high[:length]


def _hint(known: Field, name: str) -> str:
    _, first, last = _ORDERED[known.kind]
    return (
        f"write  {name}:{last}  or a range:  {name}:{first}..{last},  {name}:{first}..  or"
        f"  {name}:..{last}"
    )
