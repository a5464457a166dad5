"""RIS files, as publishers, EndNote, Zotero and Web of Science write them, as papers.

rispy reads the fields. It passes over records that depart from the standard by one blank, loses
the second of two fields alike and the order of mixed authors, and knows no lines; so it is given
one record at a time, in the form it expects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import rispy  # type: ignore[import-untyped]

from snnnotes.formats.bibliography import (
    Bibliography,
    Example,
    Problem,
    Record,
    bibliography,
    split_tags,
)
from snnnotes.formats.markup import line as plain_line
from snnnotes.formats.person import names_in

_STANDARD_FIELD = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  -(?:[ \t]|$)(?P<value>.*)")
#: With one blank, or none, or a tab: only in files whose records begin that way.
_LOOSE_FIELD = re.compile(r"\s*(?P<tag>[A-Z][A-Z0-9])[ \t]*-(?:[ \t]|$)(?P<value>.*)")
#: Stands for a line end within a value while rispy, which reads line by line, has it.
_LINE_END = "\u2028"
_OTHER_FORMATS = (
    (re.compile(r"^%0 ", re.MULTILINE), "EndNote's own format"),
    (re.compile(r"^PMID-", re.MULTILINE), "PubMed's own format"),
    (re.compile(r"^PT [JSBCP]\b", re.MULTILINE), "Web of Science's own format"),
    (re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE), "BibTeX"),
    (re.compile(r"^\s*[\[{]"), "JSON"),
)

_BOOKS = frozenset({"book", "ebook", "edbook"})
_AUTHORS, _EDITORS = ("AU", "A1"), ("A2", "ED", "A3")
_TITLES = ("TI", "T1", "CT")
#: What a book calls its title, and a chapter the book's.
_BOOK_TITLE = "BT"
_VENUES = ("T2", "JF", "JO", "JA", "C3", "J2", "BT", "T3")
_DATES = ("PY", "Y1", "DA")
_MENTIONS = ("M1", "M3", "AN", "N1", "L3", "DI", "ID", "VL")
_ADDRESSES = ("UR", "LK", "L2")
_FILES = ("L1", "L4")
_ABSTRACTS = ("AB", "N2")
_READ = frozenset({
    "TY", "ER", "KW", "DO", "LB", *_AUTHORS, *_TITLES, *_DATES, *_ADDRESSES, *_FILES,
    *_ABSTRACTS, "N1", "RN", "ID",
})  # fmt: skip
#: Not Springer's DOI, EndNote's number or the Web of Science's WOS:000123.
_CITEKEY = re.compile(r"(?=[^\W\d_]*[^\W\d_])[^\W_][\w.:+-]{2,60}")
_NO_CITEKEY = re.compile(r"(?:wos|pmid|doi|arxiv|http|isi|rayyan)\b", re.IGNORECASE)
#: What `ris_write` puts into the first of the fields for whatever one likes.
_OURS = re.compile(r"(?P<name>OpenReview|Code|Venue): (?P<value>.*)")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
#: PubMed and Web of Science put the DOI among the notes.
_DOI_BEFORE = re.compile(r"(?:doi|digital object identifier)[:\s]*(?=10\.)", re.IGNORECASE)


@dataclass(slots=True)
class _RawRecord:
    #: Counted from 1.
    line: int
    #: Tag and value, in the file's order; line ends within a value as `_LINE_END`.
    fields: list[tuple[str, str]]
    is_closed: bool = False


def loads(text: str) -> Bibliography:
    """The papers of an RIS file.

    Args:
        text: The whole file; in what encoding it was is the caller's affair.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for raw in _raw_records(text):
        if not raw.is_closed:
            sentence = "this record has no ER line at its end; it is read up to the next one"
            problems.append(Problem(raw.line, sentence))
        records.append(_record(raw))
    if not records and text.strip():
        problems.append(Problem(1, _nothing_found(text)))
    example = Example(title="TI  - …", year="PY  - 2023")
    return bibliography(records, problems, example=example)


def _raw_records(text: str) -> Iterator[_RawRecord]:
    record: _RawRecord | None = None
    field = _STANDARD_FIELD
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        start = _LOOSE_FIELD.fullmatch(line)
        if start and start["tag"] == "TY":
            if record:
                yield record
            # One that keeps to the standard may have a line "AI - a survey" in its abstract.
            field = _STANDARD_FIELD if _STANDARD_FIELD.fullmatch(line) else _LOOSE_FIELD
            record = _RawRecord(number, [("TY", start["value"].strip())])
            continue
        if record is None:
            continue
        found = field.fullmatch(line)
        if found and found["tag"] == "ER":
            record.is_closed = True
            yield record
            record = None
        elif found:
            record.fields.append((found["tag"], found["value"].strip()))
        else:
            tag, value = record.fields[-1]
            record.fields[-1] = (tag, f"{value}{_LINE_END}{line.strip()}")
    if record:
        yield record


def _values(raw: _RawRecord) -> dict[str, list[str]]:
    """The values of each tag; those of both tags for authors under the first, in their order."""
    fields = [("AU" if tag == "A1" else tag, value) for tag, value in raw.fields]
    tags = sorted({tag for tag, _ in fields})
    lines = [f"{tag}  - {value}" for tag, value in fields]
    (record,) = rispy.loads(
        "\n".join([*lines, "ER  - "]),
        mapping={tag: tag for tag in (*tags, "ER", "UK")},
        list_tags=tags[:],
        delimiter_tags_mapping={},
    )
    values = {"TY": [raw.fields[0][1].partition(_LINE_END)[0]]}
    for tag, found in record.items():
        if tag != "TY":
            values[tag] = [value.replace(_LINE_END, "\n").strip() for value in found]
    return values


def _record(raw: _RawRecord) -> Record:
    values = _values(raw)
    kind = values["TY"][0].casefold()
    titles = (*_TITLES, _BOOK_TITLE) if kind in _BOOKS else _TITLES
    authors = _given(values, ("AU",)) or (_given(values, _EDITORS) if kind in _BOOKS else [])
    notes = _given(values, ("N1", "RN"))
    files = _given(values, _FILES)
    mentions = [_DOI_BEFORE.sub("doi:", text) for text in _given(values, _MENTIONS)]
    remarks = [note for note in notes if not _DOI_BEFORE.match(note)]
    found = filter(None, map(_OURS.fullmatch, values.get("C1", ())))
    ours = {match["name"]: match["value"] for match in found}
    forum = ours.get("OpenReview")
    return Record(
        line=raw.line,
        kind=kind or "record",
        citekey=_citekey(_given(values, ("ID", "LB"))),
        title=next(iter(_given(values, titles)), ""),
        authors=tuple(name for text in authors for name in names_in(plain_line(text))),
        dates=tuple(_given(values, _DATES)),
        venues=() if kind in (*_BOOKS, "thes") else tuple(_given(values, _VENUES)),
        doi=next(iter(_given(values, ("DO",))), ""),
        venue=ours.get("Venue", ""),
        mentions=(
            *([f"openreview:{forum}"] if forum else ()),
            *mentions,
            *(f"arXiv:{text[4:]}" for text in mentions if text[:4] == "abs/"),
        ),
        code=ours.get("Code", ""),
        addresses=tuple(_given(values, _ADDRESSES)),
        pdf=next(filter(_WEB.match, files), ""),
        abstract=next(iter(_given(values, _ABSTRACTS)), ""),
        tags=tuple(_tags(_given(values, ("KW",)))),
        remarks=tuple(remarks),
        files=tuple(path for path in files if not _WEB.match(path)),
        extra={
            tag.casefold(): "; ".join(found) for tag, found in values.items() if tag not in _READ
        },
    )


def _given(values: Mapping[str, list[str]], tags: Iterable[str]) -> list[str]:
    """The values of those tags, without empty ones, in the order of `tags`."""
    return [value for tag in tags for value in values.get(tag, ()) if value]


def _tags(keywords: list[str]) -> Iterator[str]:
    """Keywords, which should have a line each; some programs put all of them into the first."""
    for text in keywords:
        lines = text.split("\n")
        yield from split_tags(text) if len(keywords) == len(lines) == 1 else lines


def _citekey(candidates: Iterable[str]) -> str:
    """The first that was made for citing; programs put numbers and addresses there as well."""
    return next(
        (
            key
            for key in candidates
            if _CITEKEY.fullmatch(key) and any(map(str.isalpha, key)) and not _NO_CITEKEY.match(key)
        ),
        "",
    )


def _nothing_found(text: str) -> str:
    other = next((name for pattern, name in _OTHER_FORMATS if pattern.search(text)), "")
    looks = f", this looks like {other}" if other else ""
    return f"no record of RIS, which begins with a line  TY  - {looks}; export it as RIS"
