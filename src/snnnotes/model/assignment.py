"""What `set` changes in a note: ``key=value``, ``key+=item``, ``key-=item``, and ``key=``.

The value is checked and put into the form that notes have, whatever form it is typed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from snnnotes.errors import IdentifierError, UsageError
from snnnotes.model.author import author_names
from snnnotes.model.fields import BY_NAME, BY_QUERY_NAME, Field, Kind, reading_status
from snnnotes.model.identifiers import (
    find_identifier,
    parse_arxiv_id,
    parse_doi,
    parse_openreview_id,
)
from snnnotes.model.note import RATINGS, YEARS, Value, is_number_in
from snnnotes.model.text import fold
from snnnotes.model.title import clean_line


class Operation(StrEnum):
    """What is done to the value that a note has."""

    SET = "="
    ADD = "+="
    TAKE = "-="


class Assignment(NamedTuple):
    """One change to one key, its value checked."""

    #: A known field under its own name, or a key of the user's.
    key: str
    operation: Operation
    #: In the form of a note; one for a field that takes one value, none to take the key away.
    values: tuple[str, ...]
    #: For a key of the user's own, which may hold one value or a list: the value as typed.
    text: str = ""


# Full-width signs are what a Chinese input method gives.
_ASSIGNMENT = re.compile(
    r"(?P<key>[^\W\d](?:[\w.-]*\w)?)(?P<sign>[+＋－-]?)[=＝](?P<value>.*)", re.DOTALL
)
_SIGNS = {
    "": Operation.SET, "+": Operation.ADD, "＋": Operation.ADD,
    "-": Operation.TAKE, "－": Operation.TAKE,
}  # fmt: skip
_BETWEEN_ITEMS = re.compile(r"[,，、;；\n]")
#: What frontmatter reads as "no value", even in quotes.
_NO_TEXT = ("", "~")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"]+")
_HOST_FIRST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?P<path>/\S*)?", re.IGNORECASE)
_FILE = re.compile(r"(?:\.{0,2}/|[A-Za-z]:[\\/])\S.*|.*[^\s.]\.[A-Za-z][A-Za-z0-9]{1,4}")
#: What BibTeX takes in a key.
_CITEKEY = re.compile(r"[^\s,{}()%#\"'=\\~]+")
_PARSERS = {"arxiv": parse_arxiv_id, "doi": parse_doi, "openreview": parse_openreview_id}
_EXAMPLES = {
    "status": "read",
    "venue": "NeurIPS",
    "year": "2023",
    "rating": "4",
    "added": "2025-04-17",
    "citekey": "yao2023spikedriven",
    "arxiv": "2307.01694",
    "doi": "10.1109/iccv48922.2021.00266",
    "openreview": "9FmolyOHi5",
}
_EXAMPLE_ADDRESS = "https://example.org/paper"


def parse_assignment(word: str) -> Assignment | None:
    """The change that a word of the command line asks for; None if it is none.

    ``https://openreview.net/forum?id=x`` is none, since that is no key before its sign.

    Raises:
        UsageError: The field cannot have that value, or cannot be without one.
        IdentifierError: An identifier is not of its kind.

    >>> parse_assignment("tag+=spiking, 脉冲")
    Assignment(key='tags', operation=<Operation.ADD: '+='>, values=('spiking', '脉冲'), text='')
    >>> parse_assignment("arxiv=https://arxiv.org/abs/2307.01694v2").values
    ('2307.01694',)
    >>> parse_assignment("spike-driven") is None
    True
    """
    found = _ASSIGNMENT.fullmatch(word)
    if found is None:
        return None
    operation = _SIGNS[found["sign"]]
    known = BY_QUERY_NAME.get(found["key"].lower())
    if known is None:
        return _own(found["key"], operation, found["value"])
    if known.kind is Kind.NAMES:
        return _list(known, operation, found["value"])
    if operation is not Operation.SET:
        raise UsageError(
            f"{known.name} takes one value, so {operation} cannot change it",
            hint=f"write it as in  {known.name}={_example(known)}",
        )
    value = typed(known, found["value"])
    return Assignment(known.name, operation, () if value is None else (value,))


def parse_assignments(words: Iterable[str]) -> tuple[Assignment, ...]:
    """All of them, in the order in which they are made.

    Raises:
        UsageError: A word is no assignment, a value is impossible, or a key gets two values.
        IdentifierError: An identifier is not of its kind.
    """
    found: list[Assignment] = []
    for word in words:
        one = parse_assignment(word)
        if one is None:
            raise UsageError(
                f"{word!r} is no change to a note", hint="write it as  key=value, in one word"
            )
        if one.operation is Operation.SET and any(one.key == other.key for other in found):
            raise UsageError(
                f"{one.key} is given twice", hint="leave out one of them; a list grows with +="
            )
        found.append(one)
    return tuple(found)


def assigned(assignment: Assignment, old: Value | None) -> Value | None:
    """What the key holds afterwards; None if it is taken away.

    Items compare as in queries: without case, width and accents. What changes nothing gives back
    what there was.

    Args:
        assignment: The change.
        old: What the key holds; None if the note lacks it.

    Raises:
        UsageError: An item is added to keys, or taken away from them.

    >>> assigned(parse_assignment("tags-=LIF"), ["lif", "snn"])
    ['snn']
    """
    key, operation, values, text = assignment
    if operation is Operation.SET:
        if key in BY_NAME and BY_NAME[key].kind is not Kind.NAMES:
            return values[0] if values else None
        is_own_scalar = key not in BY_NAME and not isinstance(old, list)
        if is_own_scalar:
            return text or None
        return _unless_equal(old, list(values), key)
    items = items_of(key, old)
    if items is None:
        raise UsageError(
            f"{key} holds keys of its own, so {operation} cannot change it",
            hint="change it in your editor: snnnotes edit",
        )
    wanted = {fold(value) for value in values}
    if operation is Operation.TAKE:
        return _unless_equal(old, [item for item in items if fold(item) not in wanted], key)
    has = set(map(fold, items))
    return _unless_equal(old, items + [one for one in values if fold(one) not in has], key)


def items_of(key: str, value: Value | None) -> list[str] | None:
    """The items of a value, of a single one too; None if they are not all text.

    >>> items_of("tags", "attention, survey"), items_of("project", "a, b"), items_of("x", None)
    (['attention', 'survey'], ['a, b'], [])
    """
    if value is None or value == "":
        return []
    if isinstance(value, str):
        # `tags: attention, survey` is how Obsidian writes two tags.
        parts = _items(value) if key == "tags" else [value.strip()]
        return [part for part in parts if part not in _NO_TEXT]
    texts = [item for item in value if isinstance(item, str)]
    if isinstance(value, dict) or len(texts) < len(value):
        return None
    return texts


def tags_in(text: str) -> tuple[str, ...]:
    """Single tags, without the # of other programs, each once.

    >>> tags_in("attention, #survey，Attention")
    ('attention', 'survey')
    """
    return _once(item.lstrip("#＃").strip() for item in _items(text))


def typed(known: Field, text: str) -> str | None:
    """A value in the form that notes have, whatever form it is typed in; None for no value.

    Args:
        known: A field that holds one value.
        text: As typed.

    Raises:
        UsageError: The field cannot have that value, or cannot be without one.
        IdentifierError: It is no identifier of that kind.

    >>> typed(BY_NAME["doi"], "https://doi.org/10.1109/ICCV48922.2021.00266")
    '10.1109/iccv48922.2021.00266'
    >>> typed(BY_NAME["url"], "arxiv.org/abs/2307.01694"), typed(BY_NAME["rating"], "５")
    ('https://arxiv.org/abs/2307.01694', '5')
    """
    value = clean_line(text)
    is_empty = value in _NO_TEXT or (known.kind is not Kind.TEXT and value.casefold() == "null")
    if is_empty:
        if known.required:
            raise UsageError(
                f"{known.name} cannot be empty: every note has one",
                hint=f"write  {known.name}={_example(known)}",
            )
        return None
    form = _FORMS.get(known.kind)
    return form(known, value) if form else value


def _own(key: str, operation: Operation, text: str) -> Assignment:
    """A change to a key of the user's own."""
    value = clean_line(text)
    values = _once(_items(text))
    if operation is not Operation.SET and not values:
        raise _nothing(key, operation)
    return Assignment(key, operation, values, "" if value in _NO_TEXT else value)


def _list(known: Field, operation: Operation, text: str) -> Assignment:
    """A change to a field that holds a list."""
    match known.name:
        case "authors":
            values = _once(author_names([text]))
        case "aliases":
            values = _once([text])  # a title has commas in it
        case "tags":
            values = tags_in(text)
        case _:
            values = _once(_items(text))
    if operation is not Operation.SET and not values:
        raise _nothing(known.name, operation)
    return Assignment(known.name, operation, values)


def _nothing(key: str, operation: Operation) -> UsageError:
    return UsageError(
        f"nothing stands behind {key}{operation}",
        hint=f"write the item in the same word:  {key}{operation}item;  {key}=  takes all away",
    )


def _items(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN_ITEMS.split(text)]


def _once(items: Iterable[str]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for item in map(clean_line, items):
        if item not in _NO_TEXT:
            once.setdefault(fold(item), item)
    return tuple(once.values())


def _unless_equal(old: Value | None, items: Sequence[str], key: str) -> Value | None:
    """The items as a list, or the old value if it says the same already."""
    if items_of(key, old) == [*items]:
        return old
    return [*items] or None


def _example(known: Field) -> str:
    if known.kind is Kind.LINK:
        return _EXAMPLE_ADDRESS
    return _EXAMPLES.get(known.name, '"…"')


def _number(known: Field, value: str) -> str:
    numbers = YEARS if known.kind is Kind.YEAR else RATINGS
    digits = unicodedata.normalize("NFKC", value)
    if not is_number_in(digits, numbers):
        raise UsageError(
            f"{known.name} is not a whole number from {numbers.start} to {numbers.stop - 1}: "
            f"{value!r}",
            hint=f"write it in digits, as in  {known.name}={_example(known)}",
        )
    return str(int(digits))


def _name(known: Field, value: str) -> str:
    if known.name == "citekey" and not _CITEKEY.fullmatch(value):
        raise UsageError(
            f"citekey cannot be {value!r}: BibTeX takes no blanks, commas, quotes or braces",
            hint=f"write it as in  citekey={_example(known)}",
        )
    return value


def _status(_known: Field, value: str) -> str:
    return reading_status(unicodedata.normalize("NFKC", value))


def _time(known: Field, value: str) -> str:
    text = unicodedata.normalize("NFKC", value)
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(text).isoformat()
        except ValueError:
            continue
    raise UsageError(
        f"{known.name} is not a date: {value!r}",
        hint=f"write year, month and day, as in  {known.name}={_example(known)}",
    )


def _identifier(known: Field, value: str) -> str:
    try:
        return str(_PARSERS[known.name](value))
    except IdentifierError as error:
        other = find_identifier(value)
        if other:
            hint = f"this is {'a' if other.field == 'doi' else 'an'} {other.kind}: "
            hint += f"write  {other.field}={other}"
        elif "--" in error.hint:  # it names an option of `add`
            hint = f"write it as in  {known.name}={_example(known)}"
        else:
            hint = error.hint
        raise IdentifierError(f"{known.name} is {error}", hint=hint) from error


def _link(known: Field, value: str) -> str:
    """An address with its scheme; that of an identifier's page; or a file of the notebook."""
    if _ADDRESS.fullmatch(value):
        return value
    host = _HOST_FIRST.fullmatch(value)
    # A name such as paper.pdf looks like a host, and only a PDF lies beside the notes.
    if host and (host["path"] or known.name != "pdf"):
        return f"https://{value}"
    found = find_identifier(value) if known.name == "url" else None
    if found:
        return found.url
    if _FILE.fullmatch(value):
        return value
    raise UsageError(
        f"{known.name} is no address: {value!r}",
        hint=f"write it out, as in  {known.name}={_EXAMPLE_ADDRESS}",
    )


_FORMS: dict[Kind, Callable[[Field, str], str]] = {
    Kind.YEAR: _number,
    Kind.RATING: _number,
    Kind.NAME: _name,
    Kind.STATUS: _status,
    Kind.DATE: _time,
    Kind.IDENTIFIER: _identifier,
    Kind.LINK: _link,
}
