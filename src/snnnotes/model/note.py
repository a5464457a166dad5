"""A note: a paper, and what the reader wrote about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Self, TypeAlias, Union

from snnnotes.errors import NoteFormatError
from snnnotes.model.fields import BY_NAME, FIELDS, Field, Kind
from snnnotes.model.paper import Paper

#: A frontmatter value as written: a scalar is text, lists and mappings may nest.
Value: TypeAlias = Union[str, list["Value"], dict[str, "Value"]]

#: Years that a paper can have. Wide, since old papers are read too, but a slip of the finger
#: (20233, 202) is no year.
YEARS = range(1000, 3000)
RATINGS = range(1, 6)

_REQUIRED = tuple(known for known in FIELDS if known.required)
_NULLS = ("", "~")
_NULL_WORDS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note file: the paper it is about, and what the reader says of it in the frontmatter.

    The body stays on disk until somebody asks for it.
    """

    #: Relative to the notebook, with forward slashes on every system.
    path: PurePosixPath
    paper: Paper
    citekey: str | None = None
    tags: tuple[str, ...] = ()
    #: One of `READING_STATUSES`, or whatever the user wrote instead.
    status: str | None = None
    rating: int | None = None
    #: As written; `added_time` is for sorting.
    added: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    #: Names of fields that are still to be asked for, since a source did not answer.
    pending: tuple[str, ...] = ()
    #: Frontmatter keys that are not ours. They are shown, never changed, never dropped.
    extra: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def from_fields(
        cls, fields: Mapping[str, Value], *, path: PurePosixPath, lines: Mapping[str, int]
    ) -> Self:
        """The only place where frontmatter turns into a note.

        Args:
            fields: The frontmatter, every scalar as it is written.
            path: The note, for messages.
            lines: Line of each key, counted from 1 in the file, for messages.

        Raises:
            NoteFormatError: A required field is missing, or a field has the wrong type.
        """
        missing = missing_problems(fields, path=path, lines=lines)
        if missing:
            raise missing[0]
        texts: dict[str, str | None] = {}
        lists: dict[str, tuple[str, ...]] = {}
        for name in BY_NAME.keys() & fields.keys():
            known, value, line = BY_NAME[name], fields[name], lines.get(name, 1)
            if known.kind is Kind.NAMES:
                lists[name] = names_in(known, value, path, line)
            else:
                texts[name] = scalar_in(known, value, path, line)
        rating = texts.get("rating")
        return cls(
            path=path,
            paper=Paper(
                title=texts["title"] or "",
                year=int(texts["year"] or 0),
                authors=lists.get("authors", ()),
                **{name: texts.get(name) for name in _PAPER_TEXTS},
            ),
            citekey=texts.get("citekey"),
            tags=lists.get("tags", ()),
            status=texts.get("status"),
            rating=int(rating) if rating else None,
            added=texts.get("added"),
            aliases=lists.get("aliases", ()),
            summary=texts.get("summary"),
            pending=lists.get("pending", ()),
            extra={name: value for name, value in fields.items() if name not in BY_NAME},
        )

    @property
    def added_time(self) -> datetime:
        """When the note was made, for sorting; the beginning of time if it does not say."""
        return parse_time(self.added) if self.added else datetime.min.replace(tzinfo=UTC)


_PAPER_TEXTS = ("venue", "url", "arxiv", "doi", "openreview", "code", "pdf", "abstract")

#: How a value of each kind is written.
EXAMPLES = {
    Kind.TEXT: '"Title of the paper"',
    Kind.NAME: "NeurIPS",
    Kind.LINK: "https://example.org/paper",
    Kind.IDENTIFIER: '"2307.01694"',
    Kind.NAMES: "[one, two]",
    Kind.YEAR: "2023",
    Kind.RATING: "4",
    Kind.STATUS: "read",
    Kind.DATE: "2025-04-17",
}


def parse_time(text: str) -> datetime:
    """A date, or date and time, of ISO 8601; without a zone it counts as UTC.

    Raises:
        ValueError: It is neither.
    """
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def missing_problems(
    fields: Mapping[str, Value], *, path: PurePosixPath, lines: Mapping[str, int]
) -> list[NoteFormatError]:
    """What is wrong with a frontmatter that lacks required fields, one for each."""
    return [
        NoteFormatError(
            path,
            lines.get(required.name, 1),
            f"{required.name} is missing",
            hint=f"add a line  {required.name}: {EXAMPLES[required.kind]}",
        )
        for required in _REQUIRED
        if fields.get(required.name, "") in _NULLS
    ]


def scalar_in(known: Field, value: Value, path: PurePosixPath, line: int) -> str | None:
    """The value of a field that holds one thing; None if it is empty.

    Raises:
        NoteFormatError: It is a list, or not of the field's kind.
    """
    if not isinstance(value, str):
        raise NoteFormatError(
            path,
            line,
            f"{known.name} takes one value, not {'a list' if isinstance(value, list) else 'keys'}",
            hint=f"write  {known.name}: {EXAMPLES[known.kind]}",
        )
    # A title may be the word "null"; for an identifier or a year it means that there is none.
    if value in (_NULLS if known.kind is Kind.TEXT else _NULL_WORDS):
        return None
    problem = _problem(known.kind, value)
    if problem:
        raise NoteFormatError(
            path,
            line,
            f"{known.name} {problem}: {value!r}",
            hint=f"write  {known.name}: {EXAMPLES[known.kind]}",
        )
    return value


def _problem(kind: Kind, value: str) -> str:
    """What is wrong with a value that must be a number or a date; empty if nothing is."""
    if kind is Kind.YEAR and not is_number_in(value, YEARS):
        return f"is not a year from {YEARS.start} to {YEARS.stop - 1}"
    if kind is Kind.RATING and not is_number_in(value, RATINGS):
        return f"is not a whole number from {RATINGS.start} to {RATINGS.stop - 1}"
    if kind is Kind.DATE:
        try:
            parse_time(value)
        except ValueError:
            return "is not a date"
    return ""


def is_number_in(text: str, numbers: range) -> bool:
    """Is it plain digits (not ２０２３ or 二〇二三) for one of `numbers`?"""
    # The length first: int() of a 20 MB line of digits would take minutes.
    short = len(text) <= len(str(numbers.stop))
    return short and text.isascii() and text.isdecimal() and int(text) in numbers


def names_in(known: Field, value: Value, path: PurePosixPath, line: int) -> tuple[str, ...]:
    """The items of a list; a single value counts as a list of one, and for tags of several.

    Raises:
        NoteFormatError: An item is a list of its own, or keys.
    """
    items = value if isinstance(value, list) else [value]
    texts = [item.strip() for item in items if isinstance(item, str)]
    if len(texts) < len(items):
        raise NoteFormatError(
            path,
            line,
            f"{known.name} takes a list of names",
            hint=f"write  {known.name}: {EXAMPLES[known.kind]}",
        )
    if known.name == "tags" and isinstance(value, str):
        # `tags: attention, survey` is how Obsidian writes two tags.
        texts = [part.strip() for part in value.replace("，", ",").split(",")]
    return tuple(text for text in texts if text not in _NULLS)
