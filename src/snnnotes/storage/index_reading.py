"""From a note's file to what the index keeps of it. Loaded only where notes have changed."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.formats.frontmatter import has_frontmatter, parse
from snnnotes.model.formula import formulas
from snnnotes.model.note import Note, Value, parse_time
from snnnotes.storage.files import read_text
from snnnotes.storage.index_schema import TEXT_FIELDS, FileKind
from snnnotes.storage.index_text import (
    column_parts,
    field_texts,
    folded_key,
    joined,
    spaced_terms,
    stream,
    texts_of,
)
from snnnotes.storage.note_files import is_folder_page

try:
    # Where hashlib has it from; hashlib itself loads all of OpenSSL first, which takes 2 ms.
    from _blake2 import blake2b
except ImportError:  # a Python that is not CPython
    from hashlib import blake2b


class Reading(NamedTuple):
    """What became of one file: plain values, since it may come from another process."""

    kind: int
    #: Of the content; where that cannot be read, of the problem.
    digest: bytes
    #: The row of the table `facts` without its first column; None if it is no note.
    facts: tuple[str | int | None, ...] | None = None
    #: The row of the table `words` without its first; None also where no text was asked for.
    words: tuple[str, ...] | None = None
    #: See `model.formula.formulas`.
    formulas: str = ""
    #: Line, message and hint as JSON.
    problem: str | None = None
    #: May the file be read the next time though nothing about it has changed?
    may_heal: bool = False


#: A file, relative to the notebook, and the digest of it that the index has.
Job: TypeAlias = tuple[str, bytes]
#: When the reading began, in nanoseconds since 1970, and what came out for each job.
Answer: TypeAlias = tuple[int, list[Reading | None]]


def answer_to(base: str, batch: Sequence[Job], *, text: bool) -> Answer:
    """What comes out of one batch, read here and now."""
    began = time.time_ns()
    return began, [read(base, path, known, text=text) for path, known in batch]


def read(base: str, path: str, known: bytes, *, text: bool) -> Reading | None:
    """What the index keeps of a file; None if it is what the index has already.

    Args:
        base: The notebook's root.
        path: The file, relative to it.
        known: Digest of the content that the index has; empty if it has none or not enough.
        text: Is the text asked for, or only the frontmatter?
    """
    shown = PurePosixPath(path)
    try:
        content = read_text(f"{base}/{path}", shown)
    except UnreadableFileError as error:
        problem = json.dumps([error.line or 1, error.problem, error.hint])
        return Reading(FileKind.PROBLEM, _digest(problem), problem=problem, may_heal=True)
    digest = _digest(content)
    if digest == known:
        return None
    if is_folder_page(shown.name) and not has_frontmatter(content):
        return Reading(FileKind.NO_NOTE, digest)
    try:
        found = parse(content, path=shown)
        note = Note.from_fields(found.fields, path=shown, lines=found.lines)
    except NoteFormatError as error:
        problem = json.dumps([error.line, error.problem, error.hint])
        return Reading(FileKind.PROBLEM, digest, problem=problem)
    facts = _facts(note, found.fields)
    if not text:
        return Reading(FileKind.NOTE, digest, facts)
    columns = column_parts(note, content[found.body_start :])
    math = formulas([*columns["title"], *columns["body"]])
    return Reading(FileKind.NOTE, digest, facts, tuple(map(stream, columns.values())), math)


def _digest(content: str) -> bytes:
    return blake2b(content.encode(), digest_size=16).digest()


def _facts(note: Note, fields: Mapping[str, Value]) -> tuple[str | int | None, ...]:
    return (
        note.paper.year,
        note.rating,
        # In the one long form of ISO 8601, so that dates can be compared by their beginning.
        parse_time(note.added).isoformat() if note.added else None,
        _as_json(fields),
        *[_lines(field_texts(note, name)) for name in TEXT_FIELDS],
        _others(note.extra),
    )


def _as_json(fields: Mapping[str, Value]) -> str:
    text = json.dumps(fields, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character, from an escape in YAML
        return json.dumps(fields)
    return text


def _lines(texts: list[str]) -> str | None:
    """The terms of each text on a line, with a line end before and behind; None for no text."""
    return "\n".join(["", *map(spaced_terms, texts), ""]) if texts else None


def _others(extra: Mapping[str, Value]) -> str | None:
    """A line for each of the user's own keys, its terms behind a tab; None for no key."""
    values: dict[str, list[str]] = {}
    for key, value in extra.items():
        values.setdefault(folded_key(key), []).extend(texts_of(value))
    lines = [f"{key}\t {joined(texts)} " for key, texts in values.items() if texts]
    return "\n".join(["", *lines, ""]) if lines else None
