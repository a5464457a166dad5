"""What is not right in the frontmatter of one note, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.errors import IdentifierError, KeyTwiceError, NoteFormatError
from snnnotes.formats.frontmatter import read_block
from snnnotes.formats.frontmatter_block import Block, find_block, line_at
from snnnotes.formats.frontmatter_scalars import Unquoted, made_by_yaml, unquoted
from snnnotes.formats.yaml_scalar import in_double_quotes, quoted_for
from snnnotes.model.fields import BY_NAME, FIELDS, READING_STATUSES, Field, Kind
from snnnotes.model.identifiers import (
    ArxivId,
    find_identifier,
    parse_arxiv_id,
    parse_doi,
    parse_openreview_id,
)
from snnnotes.model.note import (
    EXAMPLES,
    YEARS,
    Value,
    is_number_in,
    missing_problems,
    names_in,
    scalar_in,
)
from snnnotes.model.venue_name import is_preprint


class FrontmatterFinding(NamedTuple):
    """One thing that is not right in a frontmatter."""

    #: Such as ``key-missing``; see `model.checks`.
    name: str
    #: Of the whole note, counted from 1.
    line: int
    #: In characters, counted from 1.
    column: int
    message: str
    mend: str


class FrontmatterLook(NamedTuple):
    """What a frontmatter says, and what is not right in it."""

    #: Empty if it cannot be read.
    fields: dict[str, Value]
    #: The line of each key, counted from 1 in the file.
    lines: dict[str, int]
    #: Where the body begins, in characters; 0 if the frontmatter cannot be read.
    body_start: int
    #: In the order written.
    findings: list[FrontmatterFinding]


_PARSERS = {"arxiv": parse_arxiv_id, "doi": parse_doi, "openreview": parse_openreview_id}
_KINDS = {"arxiv": "arXiv identifier", "doi": "DOI", "openreview": "OpenReview id"}
_IDENTIFIER_EXAMPLES = {
    "arxiv": '"2307.01694"',
    "doi": "10.1109/iccv48922.2021.00266",
    "openreview": "9FmolyOHi5",
}
#: What YAML must not make anything else of. Numbers and dates may be such, and what a user's own
#: key holds is the user's.
_TEXT_KINDS = (Kind.TEXT, Kind.NAME, Kind.LINK, Kind.IDENTIFIER, Kind.NAMES)
_TEXT_KEYS = frozenset(known.name for known in FIELDS if known.kind in _TEXT_KINDS)
#: A key without value may have "null" instead, which means the same to us as to YAML.
_MAY_BE_NULL = (Kind.NAME, Kind.LINK, Kind.IDENTIFIER)
_NULL_WORDS = frozenset({"~", "null", "Null", "NULL"})
#: What follows the value on its line and is a comment to YAML.
_COMMENT = re.compile(r"(?P<blanks>[ \t]+)(?P<comment>#[^\r\n]*)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"]+")
_FILE = re.compile(r"(?:\.{0,2}/|[A-Za-z]:[\\/])\S.*|.*[^\s.]\.[A-Za-z][A-Za-z0-9]{1,4}")
_HOST_FIRST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
#: In years: a journal may take that long. And papers of a meeting at a year's end are often posted
#: in the first months of the next.
_LATEST_AFTER, _LATEST_MONTH_AFTER_MEETING = 2, 6


def look_at_frontmatter(text: str, *, path: PurePosixPath, this_year: int) -> FrontmatterLook:
    r"""What the frontmatter of a note says, and all that is not right in it.

    Args:
        text: The whole note.
        path: The note, for messages.
        this_year: A paper may be from next year already, but not from a later one.

    >>> look = look_at_frontmatter("---\ntitle: LIF\narxiv: 2307.169\nrating: 9\n---\n",
    ...     path=PurePosixPath("lif.md"), this_year=2026)
    >>> for finding in look.findings:
    ...     print(*finding[:4])
    key-missing 1 1 year is missing
    identifier-malformed 3 8 arxiv is not an arXiv identifier: '2307.169'
    value-changed-by-yaml 3 8 YAML makes a number of 2307.169
    value-wrong-type 4 9 rating is not a whole number from 1 to 5: '9'
    """
    try:
        block = find_block(text, path=path)
        fields, lines, is_plain = read_block(text, block, path=path)
    except NoteFormatError as error:
        name = "key-twice" if isinstance(error, KeyTwiceError) else "note-unreadable"
        finding = FrontmatterFinding(name, error.line, 1, error.problem, error.hint)
        return FrontmatterLook({}, {}, 0, [finding])
    found = [
        ("key-missing", error.line, error.problem, error.hint)
        for error in missing_problems(fields, path=path, lines=lines)
    ]
    good: dict[str, str] = {}
    for key, value in fields.items():
        if key in BY_NAME and value != "":
            problem = _problem(BY_NAME[key], value, path, lines[key], this_year)
            if problem:
                found.append((problem[0], lines[key], *problem[1:]))
            elif isinstance(value, str):
                good[key] = value
    found += [("year-against-arxiv", lines["year"], *told) for told in _year_against_arxiv(good)]
    findings = [
        FrontmatterFinding(name, line, _column(text, block, line), message, mend)
        for name, line, message, mend in found
    ]
    findings += _changed_by_yaml(text, block, path, is_plain=is_plain)
    findings.sort(key=lambda finding: finding[1:3])
    return FrontmatterLook(fields, lines, block.body, findings)


def changed_values(
    text: str, block: Block, *, path: PurePosixPath, is_plain: bool
) -> Iterator[tuple[Unquoted, str]]:
    """The values that YAML changes, as they are written, and what it makes of each."""
    for value in unquoted(text, block, path=path, is_plain=is_plain):
        if value.key not in _TEXT_KEYS or value.start == value.end:
            continue
        # YAML folds the line ends of a value that goes on in the next line.
        shown = " ".join(text[value.start : value.end].split())
        made = made_by_yaml(shown)
        if made and not (shown in _NULL_WORDS and _may_be_null(value.key, shown)):
            yield value, made


def _may_be_null(key: str, shown: str) -> bool:
    """Does the word mean the same to us as to YAML, that there is no value?"""
    return shown == "~" or BY_NAME[key].kind in _MAY_BE_NULL


def _problem(
    known: Field, value: Value, path: PurePosixPath, line: int, this_year: int
) -> tuple[str, str, str] | None:
    """Name, message and mend of what is wrong with the value of a field; None if nothing is."""
    try:
        if known.kind is Kind.NAMES:
            names = names_in(known, value, path, line)
            return _pending(names) if known.name == "pending" and names else None
        scalar = scalar_in(known, value, path, line)
    except NoteFormatError as error:
        is_number = known.kind is Kind.YEAR and isinstance(value, str) and value.isdecimal()
        name = "year-out-of-range" if is_number else "value-wrong-type"
        return name, error.problem, error.hint
    return None if scalar is None else _scalar_problem(known, scalar, this_year)


def _scalar_problem(known: Field, scalar: str, this_year: int) -> tuple[str, str, str] | None:
    """As `_problem`, for a value of the right type that is not empty."""
    match known.kind:
        case Kind.YEAR if int(scalar) > this_year + 1:
            return (
                "year-out-of-range",
                f"year is later than next year: {scalar}",
                "write the year in which the paper appeared",
            )
        case Kind.STATUS if scalar not in READING_STATUSES:
            return _status(scalar)
        case Kind.IDENTIFIER:
            return _identifier(known.name, scalar)
        case Kind.LINK:
            return _link(known.name, scalar)
    return None


def _pending(names: tuple[str, ...]) -> tuple[str, str, str]:
    return (
        "pending-keys",
        f"still to be asked for: {', '.join(names)}",
        "run  snnnotes fill,  or take the key away",
    )


def _status(written: str) -> tuple[str, str, str]:
    meant = written.strip().lower()
    choices = " or ".join(READING_STATUSES)
    mend = f"write  status: {meant if meant in READING_STATUSES else choices}"
    return "status-unknown", f"no such status: {written!r}", mend


def _identifier(name: str, written: str) -> tuple[str, str, str] | None:
    try:
        _PARSERS[name](written)
    except IdentifierError as error:
        article = "an" if _KINDS[name][0] in "aO" else "a"
        other = find_identifier(written)
        if other:
            mend = f"write  {other.field}: {quoted_for(other.field, str(other))}"
        elif "--" in error.hint:  # which options would take it, to one who types a command
            mend = f"write it as in  {name}: {_IDENTIFIER_EXAMPLES[name]}"
        else:
            mend = error.hint
        return "identifier-malformed", f"{name} is not {article} {_KINDS[name]}: {written!r}", mend
    return None


def _link(name: str, written: str) -> tuple[str, str, str] | None:
    """What is wrong with an address; a file of the notebook may be one, most of all as `pdf`."""
    if _ADDRESS.fullmatch(written):
        return None
    identifier = find_identifier(written)
    is_host = _HOST_FIRST.fullmatch(written) and ("/" in written or not _FILE.fullmatch(written))
    if identifier is None and not is_host and _FILE.fullmatch(written):
        return None
    if is_host:
        mend = f"write  {name}: https://{written}"
    elif identifier:
        mend = f"write  {name}: {identifier.url}"
    else:
        mend = f"write  {name}: {EXAMPLES[Kind.LINK]}"
    return "value-wrong-type", f"{name} is not an address: {written!r}", mend


def _year_against_arxiv(fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Message and mend, if year and arXiv identifier cannot both be right.

    Args:
        fields: Those that have one value and nothing wrong with it.
    """
    identifier = find_identifier(fields.get("arxiv", ""))
    if not isinstance(identifier, ArxivId) or not is_number_in(fields.get("year", ""), YEARS):
        return
    years = int(fields["year"]) - identifier.year
    venue = fields.get("venue", "")
    month = int(identifier.number.rpartition("/")[2][2:4])
    if years == -1 and venue and not is_preprint(venue) and month <= _LATEST_MONTH_AFTER_MEETING:
        return
    if not 0 <= years <= _LATEST_AFTER:
        yield (
            f"the year is {fields['year']}, and arXiv has {identifier} since {identifier.year}",
            "look up which of the two is wrong",
        )


def _changed_by_yaml(
    text: str, block: Block, path: PurePosixPath, *, is_plain: bool
) -> Iterator[FrontmatterFinding]:
    for value, made in changed_values(text, block, path=path, is_plain=is_plain):
        shown = " ".join(text[value.start : value.end].split())
        yield _at(
            text,
            value.start,
            f"YAML makes {made} of {shown}",
            f"put it in quotes: {in_double_quotes(shown)}",
        )
    if not is_plain:  # a plain block has no comments
        for value in unquoted(text, block, path=path, is_plain=False):
            yield from _cut_by_comment(text, value)


def _cut_by_comment(text: str, value: Unquoted) -> Iterator[FrontmatterFinding]:
    """What ``tags: #a`` and ``title: Lemma # 2`` lose.

    A comment that is meant has a blank behind its ``#``, and behind a title two before it.
    """
    known = BY_NAME.get(value.key)
    found = _COMMENT.match(text, value.end)
    if found is None and value.start == value.end:
        found = _COMMENT.match(text, value.end - 1)  # an empty item of a list ends behind a blank
    if known is None or found is None or known.kind not in (Kind.TEXT, Kind.NAME, Kind.NAMES):
        return
    is_tag = re.match(r"#[^\s#]", found["comment"]) is not None
    is_in_title = known.name == "title" and value.start < value.end and found["blanks"] == " "
    if is_tag or is_in_title:
        whole = text[value.start : found.end()].strip()
        yield _at(
            text,
            found.start("comment"),
            f"to YAML {found['comment'].rstrip()} is a comment, not a part of {known.name}",
            f"put all of it in quotes: {in_double_quotes(' '.join(whole.split()))}",
        )


def _at(text: str, offset: int, message: str, mend: str) -> FrontmatterFinding:
    line = line_at(text, offset)
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return FrontmatterFinding("value-changed-by-yaml", line, offset - start + 1, message, mend)


def _column(text: str, block: Block, line: int) -> int:
    """Where the value of the key in a line begins; 1 if there is none in the line."""
    lines = re.split(r"\r\n|\n|\r", text[: block.closing])
    found = re.match(r"\s*(?:\"[^\"]*\"|'[^']*'|[^\s:][^:]*):[ \t]+(?=[^\s#])", lines[line - 1])
    return found.end() + 1 if found else 1
