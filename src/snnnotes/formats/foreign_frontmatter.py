"""The metadata at the top of a note in whatever carrier: YAML, broken YAML, TOML, Logseq, Hexo."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError
from snnnotes.formats.foreign_lines import read_by_line
from snnnotes.formats.foreign_words import meaning_of
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_block import BYTE_ORDER_MARK, MAX_LENGTH, line_at
from snnnotes.model.note import Value


class Carrier(Enum):
    """In which form the metadata is written."""

    YAML = "YAML"
    #: Between ``---`` lines, but no YAML parser takes it: read line by line.
    BROKEN_YAML = "broken YAML"
    #: Between ``+++`` lines, as Hugo and Zola have it.
    TOML = "TOML"
    #: ``key:: value`` in the first lines.
    LOGSEQ = "Logseq"
    #: ``key: value`` in the first lines, with a ``---`` only after them.
    HEXO = "Hexo"


@dataclass(frozen=True, slots=True)
class ForeignFrontmatter:
    """What the block at the top of a note says, and where its body begins."""

    carrier: Carrier
    #: In the order written; scalars as text.
    fields: dict[str, Value]
    #: The line of each key, counted from 1 in the file.
    lines: dict[str, int]
    #: Where the body begins, in characters from the start of the text.
    body_start: int
    #: Why it could not be read as what it looks like; None if it could.
    problem: NoteFormatError | None = None
    #: Lines that hold something which is in no field, counted from 1: nothing is lost unsaid.
    unread: tuple[int, ...] = ()


_BEFORE = re.compile(r"\ufeff?(?:[ \t]*(?:\r\n|\n|\r))*")
_LINE_END = re.compile(r"\r\n|\n|\r")
_DASHES = re.compile(r"---[ \t]*(?=[\r\n]|\Z)")
_END_OF_DASHES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
#: From the end of the line before it on.
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))(?=[ \t]*(?:\r\n|\n|\r|\Z))")
_FEWEST_KEYS = 2
_PLUSES = re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r)")
_END_OF_PLUSES = re.compile(r"^\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_TOML_KEY = re.compile(r"[ \t]*(?P<quote>[\"']?)(?P<key>[^\"'=#\[\]\s]+)(?P=quote)[ \t]*=")
_PROPERTY = re.compile(
    r"(?:[ \t]*[-*][ \t]+|[ \t]{0,4})(?P<key>[^\s:`\[\]()][^:\n\r`\[\]()]{0,39})"
    r"::(?:[ \t]+(?P<value>.*?))?[ \t]*"
)
_HEXO_KEY = re.compile(r"[A-Za-z_][\w-]{0,30}:(?:[ \t]+\S.*)?[ \t]*")
_HEXO_MORE = re.compile(r"[ \t]+\S.*|-[ \t]+\S.*|[ \t]*")
_MOST_HEXO_LINES = 40
_NAMELESS = PurePosixPath("note.md")
#: Zola and Hugo nest tags and the like in tables of these names.
_TABLES = ("taxonomies", "params", "extra")


def foreign_frontmatter(text: str, *, path: PurePosixPath = _NAMELESS) -> ForeignFrontmatter | None:
    r"""The metadata at the top of a text, in whatever carrier; None if there is none.

    Args:
        text: The whole file.
        path: The note, for messages.

    >>> found = foreign_frontmatter("title:: SEENN\ntags:: #SNN\n\nText")
    >>> found.carrier.value, found.fields["title"], found.body_start
    ('Logseq', 'SEENN', 26)
    """
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    if _DASHES.match(text, start):
        return _yaml(text, start, path)
    if _PLUSES.match(text, start):
        return _toml(text, start, path)
    return _logseq(text, start) or _hexo(text, start)


def _unix(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _yaml(text: str, start: int, path: PurePosixPath) -> ForeignFrontmatter | None:
    problem: NoteFormatError | None = None
    if text[:start] in ("", BYTE_ORDER_MARK):
        try:
            found = parse(text, path=path)
        except NoteFormatError as error:
            problem = error
        else:
            fields = dict(found.fields)
            if not fields and "#" in text[start : found.body_start]:
                return None  # to YAML, a heading between two rules is a comment
            _add_hidden_tags(fields, found.lines, text[start : found.body_start])
            return ForeignFrontmatter(Carrier.YAML, fields, found.lines, found.body_start)
    opening = _LINE_END.search(text, start)
    closing = _END_OF_DASHES.search(text, opening.end(), start + MAX_LENGTH) if opening else None
    if opening is None or closing is None:
        return _unclosed(text, opening, problem) if opening else None
    block = _unix(text[opening.end() : closing.start()])
    read = read_by_line(block, first_line=line_at(text, opening.end()))
    if len(read.unread) > len(read.fields) or (block.strip() and not read.fields):
        return None  # a text between two rules
    return ForeignFrontmatter(
        Carrier.BROKEN_YAML, read.fields, read.lines, closing.end(), problem, read.unread
    )


def _unclosed(
    text: str, opening: re.Match[str], problem: NoteFormatError | None
) -> ForeignFrontmatter | None:
    """The keys below a ``---`` that no other one follows; None if it is a rule above a text."""
    start = opening.end()
    end = _BLANK_LINE.search(text, opening.start())
    block = _unix(text[start : end.start()] if end else text[start:])
    keys = [line for line in block.split("\n") if _HEXO_KEY.fullmatch(line)]
    if len(keys) < _FEWEST_KEYS or len(block) > MAX_LENGTH:
        return None
    read = read_by_line(block, first_line=line_at(text, start))
    if read.unread or not any(map(meaning_of, read.fields)):
        return None
    body_start = end.end() if end else len(text)
    return ForeignFrontmatter(Carrier.BROKEN_YAML, read.fields, read.lines, body_start, problem)


def _add_hidden_tags(fields: dict[str, Value], lines: dict[str, int], block: str) -> None:
    """Fill fields that YAML takes for empty because their ``#tags`` are comments to it."""
    written: list[str] | None = None
    for key, value in fields.items():
        if value == "" and "#" in block:
            written = _LINE_END.split(block) if written is None else written
            # A byte order mark or blank lines before would shift the lines; neither gets here.
            line = written[lines[key] - 1] if lines[key] <= len(written) else ""
            read = read_by_line(line, first_line=1)
            hidden = next(iter(read.fields.values()), "")
            if isinstance(hidden, list):
                fields[key] = hidden


def _toml(text: str, start: int, path: PurePosixPath) -> ForeignFrontmatter | None:
    opening = _PLUSES.match(text, start)
    closing = _END_OF_PLUSES.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    block = _unix(text[opening.end() : closing.start()])
    first_line = line_at(text, opening.end())
    try:
        # Numbers as written: 2307.10690 as a float would lose its last digit.
        table = tomllib.loads(block, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        read = read_by_line(block, first_line=first_line, separator="=")
        problem = NoteFormatError(
            path,
            first_line - 1,
            "the frontmatter is not TOML",
            hint="it was read line by line; look at what came of it",
        )
        problem.__cause__ = error
        return ForeignFrontmatter(
            Carrier.TOML, read.fields, read.lines, closing.end(), problem, read.unread
        )
    fields = {key: _as_text(value) for key, value in table.items()}
    for name in _TABLES:
        inner = fields.get(name)
        if isinstance(inner, dict):
            fields = {**{key: value for key, value in inner.items() if key not in fields}, **fields}
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), first_line):
        key = _TOML_KEY.match(line)
        if key and key["key"] in fields:
            lines.setdefault(key["key"], number)
    return ForeignFrontmatter(Carrier.TOML, fields, lines, closing.end())


def _as_text(value: object) -> Value:
    """A value of TOML with every scalar as text."""
    if isinstance(value, dict):
        return {str(key): _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _logseq(text: str, start: int) -> ForeignFrontmatter | None:
    fields: dict[str, Value] = {}
    lines: dict[str, int] = {}
    unread: list[int] = []
    end, number = start, line_at(text, start)
    while end < len(text):
        line_end = _LINE_END.search(text, end)
        stop = line_end.start() if line_end else len(text)
        found = _PROPERTY.fullmatch(text, end, stop)
        if found is None:
            break
        key = found["key"].strip()
        if key in fields:
            unread.append(number)
        else:
            fields[key], lines[key] = found["value"] or "", number
        end, number = (line_end.end() if line_end else stop), number + 1
    if not fields:
        return None
    return ForeignFrontmatter(Carrier.LOGSEQ, fields, lines, end, unread=tuple(unread))


def _hexo(text: str, start: int) -> ForeignFrontmatter | None:
    """Frontmatter without the first ``---``, which Hexo allows."""
    end, keys = start, 0
    for _ in range(_MOST_HEXO_LINES):
        line_end = _LINE_END.search(text, end)
        stop = line_end.start() if line_end else len(text)
        line = text[end:stop]
        if keys > 1 and re.fullmatch(r"---[ \t]*", line):
            read = read_by_line(_unix(text[start:end]), first_line=line_at(text, start))
            after = line_end.end() if line_end else stop
            return ForeignFrontmatter(
                Carrier.HEXO, read.fields, read.lines, after, unread=read.unread
            )
        if _HEXO_KEY.fullmatch(line):
            keys += 1
        elif not keys or not _HEXO_MORE.fullmatch(line):
            return None
        if line_end is None:
            return None
        end = line_end.end()
    return None
