"""CSL-JSON, from Zotero, Better BibTeX, doi.org, Crossref and DataCite, as papers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias, Union

from snnnotes.formats.bibliography import (
    Bibliography,
    Example,
    Problem,
    Record,
    bibliography,
    split_tags,
)
from snnnotes.formats.markup import block
from snnnotes.formats.markup import line as plain_line
from snnnotes.formats.person import full_name, names_in
from snnnotes.formats.remark import remark_in

_Json: TypeAlias = Union[str, bool, list["_Json"], dict[str, "_Json"], None]

# Numbers stay as they are written: a year, a volume, 2307.10690 as an identifier.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BLANK = re.compile(r"\s*")
#: Where the items are, if not at the top: Zotero, Crossref's answers.
_WRAPPERS = ("items", "message")

_BOOKS = frozenset({"book", "monograph", "edited-book", "reference-book"})
_THESES = frozenset({"thesis", "dissertation"})
#: Print first: the year in which a paper is in a volume, not that in which it was online.
_DATES = ("published-print", "issued", "published-online", "published")
_VENUES = ("container-title", "event-title", "event", "publicationTitle")
_VENUE_HINTS = ("container-title-short", "journalAbbreviation", "collection-title", "genre")
_MENTIONS = ("note", "number", "archive_location", "archive-location", "archiveLocation", "version")
#: Read into a field of ours, or of no use: Crossref's answers about a paper are long.
_READ = frozenset({
    "abstract", "annote", "author", "categories", "citation-key", "custom", "DOI", "id", "issued",
    "keyword", "title", "type", "URL", "subtitle",
})  # fmt: skip
#: What `csl_json_write` puts under ``custom``, which CSL keeps free for such things.
OURS = ("arxiv", "openreview", "code", "pdf", "venue")
#: Zotero's address of an item, Mendeley's ITEM-1, numbers and DOIs are none.
_CITEKEY = re.compile(r"(?!ITEM-\d+\Z)[^\W\d_][^\s/{}\\\"]{1,60}")
_LONGEST_SHOWN = 40
_EXAMPLE = Example(title='"title": "…"', year='"issued": {"date-parts": [[2023]]}')


def loads(text: str) -> Bibliography:
    """The papers of a CSL-JSON file: a list of items, one item, or a program's answer with them.

    Args:
        text: The whole file; in what encoding it was is the caller's affair.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for line, item in _items(text.removeprefix("\ufeff"), problems):
        if not isinstance(item, dict):
            sentence = f"not an item of CSL-JSON, which has its fields in {{}}: {_shown(item)}"
            problems.append(Problem(line, sentence, leaves_out=True))
        elif "itemType" in item:
            sentence = "this is Zotero's own JSON; export as Better CSL JSON or as BibTeX"
            problems.append(Problem(line, sentence, leaves_out=True))
        else:
            records.append(_record(line, item))
    return bibliography(records, problems, example=_EXAMPLE)


def _items(text: str, problems: list[Problem]) -> Iterator[tuple[int, _Json]]:
    """The items with their lines; what stands before a fault in the file is not lost."""
    start = _skip(text, 0)
    if start == len(text):
        return
    if text[start] != "[":
        item, end = _decoded(text, start, problems)
        if end and _skip(text, end) < len(text):
            problems.append(
                Problem(_line(text, _skip(text, end)), "text after the end of the JSON")
            )
        if end:
            yield from ((_line(text, start), inner) for inner in _unwrapped(item))
        return
    end, line = _skip(text, start + 1), _line(text, start)
    while text[end : end + 1] != "]":
        # From the last item on: counted from the start each time, a large file would take minutes.
        line, start = line + text.count("\n", start, end), end
        item, end = _decoded(text, start, problems)
        if not end:
            return
        yield line, item
        end = _skip(text, end)
        if text[end : end + 1] == ",":
            end = _skip(text, end + 1)
        elif text[end : end + 1] != "]":
            sentence = "not JSON: a comma or ] is missing before this; nothing after it is read"
            problems.append(Problem(_line(text, end), sentence))
            return


def _decoded(text: str, start: int, problems: list[Problem]) -> tuple[_Json, int]:
    """The value at `start` and where it ends; 0 for a value that is none."""
    try:
        item, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        sentence = "not JSON here; nothing from here on is read"
        problems.append(Problem(error.lineno, sentence))
        return None, 0
    except RecursionError:
        sentence = "brackets are nested too deep; nothing from here on is read"
        problems.append(Problem(_line(text, start), sentence))
        return None, 0
    return item, end


def _unwrapped(item: _Json) -> list[_Json]:
    while isinstance(item, dict):
        inner = next((item[name] for name in _WRAPPERS if name in item), None)
        if not isinstance(inner, (dict, list)):
            break
        item = inner
    return item if isinstance(item, list) else [item]


def _record(line: int, item: Mapping[str, _Json]) -> Record:
    kind = _text(item.get("type")).casefold()
    custom = item.get("custom")
    ours = {name: _text(custom.get(name)) for name in OURS} if isinstance(custom, dict) else {}
    forum = ours.get("openreview")
    has_venue = kind not in _BOOKS | _THESES
    return Record(
        line=line,
        kind=kind or "item",
        citekey=_citekey(item),
        title=_title(item),
        authors=_authors(item, kind),
        dates=tuple(text for name in _DATES for text in _dates(item.get(name))),
        venues=_texts(item, _VENUES) if has_venue else (),
        venue_hints=_texts(item, _VENUE_HINTS) if has_venue else (),
        venue=ours.get("venue", ""),
        doi=_text(item.get("DOI")),
        arxiv=ours.get("arxiv", ""),
        mentions=(
            *([f"openreview:{forum}"] if forum else ()),
            *_texts(item, (*_MENTIONS, "id")),
        ),
        addresses=_texts(item, ("URL",)),
        code=ours.get("code", ""),
        pdf=ours.get("pdf", ""),
        abstract=_text(item.get("abstract")),
        tags=tuple(_tags(item)),
        remarks=(*_texts(item, ("annote",)), remark_in(block(_text(item.get("note"))))),
        extra={
            name: text
            for name, value in item.items()
            if name not in _READ and (text := _text(value))
        },
    )


def _text(value: _Json) -> str:
    """A text, or the first one of a list: Crossref has titles in lists, and events in objects."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        value = value.get("acronym") or value.get("name")
    return value if isinstance(value, str) else ""


def _texts(item: Mapping[str, _Json], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for name in names if (text := _text(item.get(name))))


def _title(item: Mapping[str, _Json]) -> str:
    """The title; the part behind its colon stands apart at some publishers."""
    title, subtitle = _text(item.get("title")), _text(item.get("subtitle"))
    if not subtitle or plain_line(subtitle).casefold() in plain_line(title).casefold():
        return title
    return f"{title}: {subtitle}"


def _authors(item: Mapping[str, _Json], kind: str) -> tuple[str, ...]:
    names = ("author", "editor") if kind in _BOOKS else ("author",)
    people = next((found for name in names if (found := item.get(name))), [])
    if not isinstance(people, list):
        return ()
    return tuple(name for person in people for name in _names(person))


def _names(person: _Json) -> list[str]:
    if isinstance(person, str):
        return names_in(plain_line(person))
    if not isinstance(person, dict):
        return []
    text = {key: plain_line(_text(value)) for key, value in person.items()}
    # Names of groups; not to be parted at a comma.
    whole = text.get("literal") or text.get("name")
    if whole:
        return [whole]
    particles = (text.get("dropping-particle", ""), text.get("non-dropping-particle", ""))
    name = full_name(
        text.get("family", ""),
        text.get("given", ""),
        particle=" ".join(filter(None, particles)),
        generation=text.get("suffix", ""),
    )
    return [name] if name else []


def _dates(date: _Json) -> Iterator[str]:
    """Texts with a year in them, in a date of CSL."""
    if not isinstance(date, dict):
        yield _text(date)
        return
    parts = date.get("date-parts")
    while isinstance(parts, list) and parts:
        parts = parts[0]
    yield _text(parts)
    for name in ("raw", "literal", "date-time"):
        yield _text(date.get(name))


def _tags(item: Mapping[str, _Json]) -> Iterator[str]:
    for name in ("keyword", "categories"):
        value = item.get(name)
        if isinstance(value, list):
            yield from map(_text, value)
        else:
            yield from split_tags(_text(value))


def _citekey(item: Mapping[str, _Json]) -> str:
    stated = _text(item.get("citation-key"))
    identifier = _text(item.get("id"))
    return stated or (identifier if _CITEKEY.fullmatch(identifier) else "")


def _skip(text: str, start: int) -> int:
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _shown(item: _Json) -> str:
    if isinstance(item, str):
        return repr(item if len(item) <= _LONGEST_SHOWN else f"{item[:_LONGEST_SHOWN]}…")
    return "a list" if isinstance(item, list) else json.dumps(item)
