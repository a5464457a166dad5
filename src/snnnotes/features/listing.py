"""Lists of notes: their order, their columns, and a note as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from snnnotes.errors import UsageError
from snnnotes.model.fields import FIELDS, Kind
from snnnotes.model.note import Note

#: Newest papers first, and of these the newest notes first: the order of the README.
DEFAULT_ORDER = "-year,-added,title"

#: Columns of a table for people: what names a note shortest is its citekey.
TABLE_COLUMNS = ("year", "venue", "citekey", "title")

#: Columns of the plain lines for pipes.
PLAIN_COLUMNS = ("year", "venue", "title", "path")

#: Every column there is: the path and all fields.
COLUMNS = ("path", *(field.name for field in FIELDS))

#: Columns of a spreadsheet: all but the abstract, which would fill it.
SHEET_COLUMNS = tuple(column for column in COLUMNS if column != "abstract")

_PAPER_FIELDS = {
    "title", "authors", "year", "venue", "url", "arxiv", "doi", "openreview", "code", "pdf",
    "abstract",
}  # fmt: skip


def value_of(note: Note, column: str) -> Any:  # noqa: ANN401 (a field may be text, number, list)
    """One column of a note: text, a number, a tuple of text, or None."""
    if column == "path":
        return str(note.path)
    return getattr(note.paper if column in _PAPER_FIELDS else note, column)


def record(note: Note) -> dict[str, Any]:
    """A note as data for JSON: every known field, None or an empty list where it has none."""
    known = {
        column: list(value) if isinstance(value := value_of(note, column), tuple) else value
        for column in COLUMNS
    }
    return known | {"extra": dict(note.extra)}


def cell(note: Note, column: str) -> str:
    """One column of a note as text; lists are joined by ``; `` (names hold commas)."""
    value = value_of(note, column)
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


class SortKey(NamedTuple):
    """One column to sort by."""

    column: str
    descending: bool


def parse_order(text: str) -> tuple[SortKey, ...]:
    """The sort keys in text such as ``-year,title``; ``-`` turns one round.

    Raises:
        UsageError: A key is not a column.
    """
    keys = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        column = part.lstrip("-+")
        if column not in COLUMNS:
            raise UsageError(
                f"--sort: no such column: {column!r}", hint=f"columns: {', '.join(COLUMNS)}"
            )
        keys.append(SortKey(column, part.startswith("-")))
    return tuple(keys)


def parse_columns(text: str) -> tuple[str, ...]:
    """The columns in text such as ``year,title``.

    Raises:
        UsageError: One of them is no column, or there is none.
    """
    columns = tuple(filter(None, (part.strip() for part in text.split(","))))
    unknown = [column for column in columns if column not in COLUMNS]
    if unknown or not columns:
        raise UsageError(
            f"--columns: no such column: {unknown[0] if unknown else text!r}",
            hint=f"columns: {', '.join(COLUMNS)}",
        )
    return columns


def in_order(notes: Iterable[Note], keys: Sequence[SortKey]) -> list[Note]:
    """The notes sorted by the first key, ties by the next, the last ones by path.

    Notes without a value come last, whichever way the key is turned.
    """
    found = sorted(notes, key=lambda note: str(note.path))
    for key in reversed(keys):
        value = _comparable(key.column)
        having = [note for note in found if value_of(note, key.column) not in (None, ())]
        lacking = [note for note in found if value_of(note, key.column) in (None, ())]
        # Python keeps the order of equal items also in reverse, so that later keys hold.
        found = sorted(having, key=value, reverse=key.descending) + lacking
    return found


def _comparable(column: str) -> Callable[[Note], Any]:
    """How the values of a column compare: numbers and times by size, text whatever its case."""
    kinds = {field.name: field.kind for field in FIELDS}
    if column == "added":
        return lambda note: note.added_time
    if kinds.get(column) in (Kind.YEAR, Kind.RATING):
        return lambda note: value_of(note, column)
    return lambda note: cell(note, column).casefold()
