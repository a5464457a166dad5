r"""A BibTeX file as entries with their fields, still in LaTeX.

bibtexparser finds the blocks. What it leaves open is done here: the parts of a value that ``#``
joins, macros, entries without a key, forgotten commas, and saying which line is to blame.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from snnnotes.formats.bibliography import Problem
from snnnotes.formats.bibtex_fault import Fault, fault_in

# What bibtexparser logs about broken entries would reach stderr; they are reported as problems.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

# bibtexparser reads over an entry whose brace stands on the next line, or with a blank after its @.
_START = re.compile(r"^([ \t]*)@[ \t]*(\w+)[ \t]*(\n?)[ \t]*([{(])", re.MULTILINE)
# BibTeX itself reads an entry that has a % before it; whoever put it there did not want that.
_OUT = "leftout"
_COMMENTED_OUT = re.compile(
    r"^[ \t]*%[% \t]*@(?!(?:string|preamble|comment)\b)(?=\w+[ \t]*[{(])",
    re.MULTILINE | re.IGNORECASE,
)
# EndNote leaves out keys it has none for, and with them the comma.
_WITHOUT_KEY = re.compile(
    r"^(?P<start>[ \t]*@(?!(?:string|preamble|comment)\b)\w+[{(])(?=\s*[\w-]+\s*=\s*[\"{\w])",
    re.MULTILINE | re.IGNORECASE,
)
_NEXT_FIELD = re.compile(r",?\s*(?P<name>[A-Za-z][\w:.+-]*)\s*=\s*(?=\S)")
_FIELD_LINE = re.compile(r"^\s*,?\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*[\"{\d]", re.MULTILINE)
_LATEX_COMMENT = re.compile(r"%[^\n]*")
_BARE_VALUE = re.compile(r"[^\s#,\"{}]+")
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
#: Fields of which an entry may have several; some programs repeat them.
_LISTS = frozenset({"keywords", "keyword", "url", "note", "annote", "file"})
_NO_ENTRIES = frozenset({"comment", "string", "preamble"})


@dataclass(slots=True)
class RawEntry:
    """One entry as it is written."""

    #: Counted from 1 in the file.
    line: int
    #: In lower case.
    kind: str
    key: str
    #: LaTeX, by name in lower case; without what encloses it, and with its macros in place.
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RawFile:
    """The entries of a file, and what could not be read of it, in its order."""

    entries: list[RawEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def raw_entries(text: str) -> RawFile:
    """The entries of a BibTeX file, those with the key of another one too."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _COMMENTED_OUT.sub(f"@{_OUT}", text)
    text = _START.sub(r"\1@\2\4\3", text)
    text = _WITHOUT_KEY.sub(r"\g<start>,", text)
    blocks = parse_string(text, parse_stack=[]).blocks
    lines = text.split("\n")
    read = RawFile()
    macros = _macros(blocks)
    unknown: dict[str, Problem] = {}
    for block, end in _with_ends(blocks, len(lines)):
        start = block.start_line or 0
        inner = _inner(block)
        before = lines[start].partition("@")[0].strip()
        if isinstance(block, ImplicitComment) or isinstance(inner, String):
            continue
        if before and isinstance(inner, Entry) and not inner.fields:
            continue  # an e-mail address between entries: jane@lab (Paris)
        if (block.raw or "").startswith(f"@{_OUT}"):
            key = inner.key if isinstance(inner, Entry) else _fault(block, lines, end).key
            sentence = f"{key or 'an entry'}: left out, since a % stands before it"
            read.problems.append(Problem(start + 1, sentence, leaves_out=True))
        elif isinstance(inner, Entry):
            _add_entry(read, inner, macros, unknown)
        elif isinstance(block, ParsingFailedBlock):
            _add_failure(read, start, _fault(block, lines, end))
    read.problems += [*unknown.values(), *_strays(blocks)]
    return read


def _inner(block: Block) -> Block | None:
    """The entry or macro in a block that bibtexparser objects to, if there is one in it."""
    if isinstance(block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)):
        return block.ignore_error_block
    return block


def _with_ends(blocks: list[Block], line_count: int) -> Iterator[tuple[Block, int]]:
    """Each block with the line, counted from 0, in which the next one begins."""
    starts = [block.start_line or 0 for block in blocks if not isinstance(block, ImplicitComment)]
    ends = dict(pairwise(starts))
    for block in blocks:
        yield block, ends.get(block.start_line or 0, line_count)


def _macros(blocks: list[Block]) -> dict[str, str]:
    """What ``@string`` defines, by name in lower case, and the months."""
    macros = {month[:3].casefold(): month for month in _MONTHS} | {"sept": "September"}
    for block in map(_inner, blocks):
        if isinstance(block, String):
            macros[block.key.casefold()] = _value(block.value, macros)[0]
    return macros


def _add_entry(
    read: RawFile, entry: Entry, macros: dict[str, str], unknown: dict[str, Problem]
) -> None:
    """Put an entry's fields together; `unknown` has a problem for each macro not defined."""
    raw = RawEntry((entry.start_line or 0) + 1, entry.entry_type, entry.key.strip())
    name = raw.key or f"the {raw.kind}"
    for found in entry.fields:
        line = (found.start_line or 0) + 1
        for key, value, macro in _fields(found.key, found.value, macros):
            if macro:
                sentence = f"{name}: {macro} is not defined by @string, so it is taken as text"
                unknown.setdefault(macro.casefold(), Problem(line, sentence))
            if not raw.fields.get(key, "").strip():
                raw.fields[key] = value
            elif key in _LISTS:
                raw.fields[key] += f", {value}" if key.startswith("key") else f"\n{value}"
            elif value.split() != raw.fields[key].split():
                sentence = f"{name}: {key} stands twice; the first one is read"
                read.problems.append(Problem(line, sentence))
    read.entries.append(raw)


def _fields(key: str, raw: str, macros: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, value, and macro that is not defined, of one field, or of more without commas."""
    # Lines before the name are comments, in the way of LaTeX, or what a comma too many left.
    names = [line.strip() for line in key.split("\n") if line.strip()]
    if not names or names[-1].startswith("%"):
        return
    name = names[-1].casefold()
    while True:
        value, unknown, rest = _value(raw, macros)
        rest = _LATEX_COMMENT.sub("", rest).strip()
        following = _NEXT_FIELD.match(rest)
        if rest and not following:
            value, rest = raw.strip().removeprefix('"').removesuffix('"'), ""  # "A "quoted" word"
        yield name, value, unknown
        if not following or not rest:
            return
        name, raw = following["name"].casefold(), rest[following.end() :]


def _value(raw: str, macros: dict[str, str]) -> tuple[str, str, str]:
    """The text of a value, a macro of it that is not defined, and what follows behind it.

    >>> _value('{A} # " B" # nips # 2 year', {"nips": "C"})
    ('A BC2', '', ' year')
    """
    text, unknown, end = "", "", 0
    while True:
        start = end + len(raw[end:]) - len(raw[end:].lstrip())
        part, end = _part(raw, start)
        if part is None:
            break
        if raw[start] in '{"' or part.isdecimal():
            text += part
        elif part.casefold() in macros:
            text += macros[part.casefold()]
        else:
            text, unknown = text + part, part if part[0].isalpha() else unknown
        rest = raw[end:].lstrip()
        if not rest.startswith("#"):
            break
        end = len(raw) - len(rest) + 1
    return text, unknown, raw[end:]


def _part(raw: str, start: int) -> tuple[str | None, int]:
    """One part of a value, without what encloses it, and where it ends; None if there is none."""
    opening = raw[start : start + 1]
    if opening and opening in '{"':
        depth = 0
        for found in _BRACE_OR_QUOTE.finditer(raw, start + (opening == '"')):
            sign = found[0]
            depth += (sign == "{") - (sign == "}")
            if depth <= 0 and sign == ("}" if opening == "{" else '"'):
                return raw[start + 1 : found.start()], found.end()
        # A brace that is left open in quotation marks; bibtexparser ends the value at the mark.
        end = raw.find('"', start + 1) if opening == '"' else -1
        return (raw[start + 1 : end], end + 1) if end >= 0 else (raw[start + 1 :], len(raw))
    bare = _BARE_VALUE.match(raw, start)
    return (bare[0], bare.end()) if bare else (None, start)


def _fault(block: Block, lines: list[str], end: int) -> Fault:
    """What is wrong with a block that ends before the line `end`, counted from 0."""
    start = block.start_line or 0
    head = (block.raw or "").partition("\n")[0]
    # Not the whole line, in case that another entry stands before it.
    first = lines[start][max(lines[start].find(head), 0) :]
    return fault_in([first, *lines[start + 1 : end]])


def _add_failure(read: RawFile, start: int, fault: Fault) -> None:
    """Name the line of a block that cannot be read."""
    if fault.kind in _NO_ENTRIES:
        if fault.kind == "string":
            read.problems.append(Problem(start + fault.line, f"@string: {fault.sentence}"))
        return
    sentence = f"{fault.key or 'an entry'}: left out, since {fault.sentence}"
    read.problems.append(Problem(start + fault.line, sentence, leaves_out=True))


def _strays(blocks: list[Block]) -> Iterator[Problem]:
    """Fields that stand outside of any entry, because a brace too many has ended theirs."""
    for before, block in pairwise(blocks):
        if not isinstance(block, ImplicitComment) or not isinstance(_inner(before), Entry):
            continue
        found = _FIELD_LINE.search(block.comment)
        if found:
            line = (block.start_line or 0) + 1 + block.comment.count("\n", 0, found.start("name"))
            yield Problem(
                line, "not read, since the entry above has ended; is there a } too many before it?"
            )
