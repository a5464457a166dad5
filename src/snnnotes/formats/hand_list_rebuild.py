"""What becomes of a list that was kept by hand once it is built from the notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeAlias

from snnnotes.formats.foreign_venue import venue_name
from snnnotes.formats.hand_list import (
    HandList,
    HandRow,
    NoHandList,
    find_hand_list,
    is_year_heading,
)
from snnnotes.formats.hand_list_look import look_of
from snnnotes.formats.hand_list_order import longest_rising
from snnnotes.formats.link_path import spelling_key
from snnnotes.formats.paper_list import loads
from snnnotes.formats.paper_list_link import link_key
from snnnotes.formats.readme_list import list_entries
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import HEADING_FIELDS, LINE_FIELDS, ReadmeFile
from snnnotes.model.readme_template import parse_template
from snnnotes.model.text import fold
from snnnotes.model.title import title_key

#: A number and a name are two words, since some write NeurIPS2023.
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TARGET = re.compile(r"\](?:\(<[^<>]*>\)|\((?:[^()]|\([^()]*\))*\))")
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]]+")
_NUMBER = re.compile(r"^ {0,3}(?:\| *)?\d+(?=[.)]|[ \t]*\|)")

NotesByPath: TypeAlias = Mapping[PurePosixPath, Note]


@dataclass(frozen=True, slots=True)
class Rebuild:
    """The rows of a list by what becomes of them; each is in one of these, in their order."""

    #: Stay to the byte.
    kept: tuple[HandRow, ...]
    #: Stay to the byte, and stand elsewhere.
    moved: tuple[HandRow, ...]
    #: Are written otherwise, such as those whose title is not that of the note they open.
    changed: tuple[HandRow, ...]
    #: Have no note, or have a second row for it.
    gone: tuple[HandRow, ...]


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A list that can go on as a built one."""

    found: HandList
    #: The settings that build it.
    file: ReadmeFile
    rebuild: Rebuild


def take_over(
    text: str, *, path: PurePosixPath, notes: NotesByPath, file: ReadmeFile | None = None
) -> TakeOver | NoHandList:
    """The list of a README without markers, with the settings that build it.

    There is none where building it would lose what somebody wrote: a remark, a mark behind a
    title, a heading, a link that the note does not know. A row that opens no note is lost with
    its title and link; it stands in `Rebuild.gone`, for the user to be told.

    Args:
        text: The README.
        path: Where it is, from the notebook's root on.
        notes: All notes, with what is known about their papers.
        file: The settings that hold for this README already; None if the list decides.
    """
    found = find_hand_list(text, folder=path.parent, notes=notes.keys())
    if isinstance(found, NoHandList):
        return found
    file = file or look_of(found, notes, path=path)
    held = _held(found, notes, file)
    return next(_lost(held, notes, file), None) or TakeOver(found, file, _rebuild(held))


@dataclass(frozen=True, slots=True)
class _Held:
    """A list held against the one that would be built in its place."""

    found: HandList
    #: The lines that would be built, each row with its note.
    built: list[tuple[str, Note | None]]
    #: Rows that come out as they are, each with its place in `built`.
    same: list[tuple[int, HandRow]]
    #: All others, each with what it calls its paper and the notes that it may be about.
    others: list[tuple[HandRow, str, list[PurePosixPath]]]


def _held(found: HandList, notes: NotesByPath, file: ReadmeFile) -> _Held:
    built = list(list_entries(notes.values(), file))
    places: dict[str, list[int]] = {}
    for at, (line, note) in enumerate(built):
        if note is not None:
            places.setdefault(spelling_key(line), []).append(at)
    same: list[tuple[int, HandRow]] = []
    others: list[HandRow] = []
    for row in found.rows:
        free = places.get(spelling_key(row.text))
        if free:
            same.append((free.pop(0), row))
        else:
            others.append(row)
    by_title: dict[str, list[PurePosixPath]] = {}
    for path, note in notes.items():
        by_title.setdefault(title_key(note.paper.title), []).append(path)
    titles = _titles(found, {row.line for _, row in same})
    with_notes = []
    for row in others:
        title = titles.get(row.line, "")
        opened = [row.target] if row.target in notes else []
        # A row that opens the wrong note is right about the other one.
        meant = [*by_title.get(title_key(title), ()), *opened]
        with_notes.append((row, title, list(dict.fromkeys(meant))))
    return _Held(found, built, same, with_notes)


def _titles(found: HandList, without: Collection[int]) -> dict[int, str]:
    """The titles of the rows but for some, by line in the file."""
    lines = [
        (number, line)
        for number, line in enumerate(found.lines, found.start + 1)
        if number not in without
    ]
    rows = loads("\n".join(line for _, line in lines), origin="").rows
    return {lines[row.line - 1][0]: row.title for row in rows}


def _rebuild(held: _Held) -> Rebuild:
    with_row = {note.path for at, _ in held.same if (note := held.built[at][1])}
    changed: list[HandRow] = []
    gone: list[HandRow] = []
    for row, _, paths in held.others:
        free = next((path for path in paths if path not in with_row), None)
        if free is None:
            gone.append(row)
        else:
            changed.append(row)
            with_row.add(free)
    staying = set(longest_rising([place for place, _ in held.same]))
    return Rebuild(
        kept=tuple(row for at, (_, row) in enumerate(held.same) if at in staying),
        moved=tuple(row for at, (_, row) in enumerate(held.same) if at not in staying),
        changed=tuple(changed),
        gone=tuple(gone),
    )


def _lost(held: _Held, notes: NotesByPath, file: ReadmeFile) -> Iterator[NoHandList]:
    """Why the list must not be built: a line that says what the built one does not."""
    built = {note.path: line for line, note in held.built if note is not None}
    headings = set().union(*(_words(line) for line, note in held.built if note is None))
    constant = _constant_words(file.heading_line, HEADING_FIELDS)
    for heading in held.found.headings:
        words = _words(heading.text)
        new = set() if is_year_heading(heading.text) else words - headings
        if lost := new | (constant - words):
            yield _loss(heading.line, heading.text.partition("\n")[0], lost)
    constant = _constant_words(file.line, LINE_FIELDS)
    for row, title, paths in held.others:
        losses = [_loss_of(row, built[path], notes[path], title, constant) for path in paths]
        if losses and all(losses):
            fewest = min(losses, key=len)
            yield _loss(row.line, row.text, fewest)


def _loss_of(row: HandRow, built: str, note: Note, title: str, constant: set[str]) -> set[str]:
    """What a row says and the built one does not, or what that says of every paper, but this not.

    Args:
        row: As it is.
        built: As it would be.
        note: The note that it would be of.
        title: What the row calls the paper.
        constant: Words that each built row has, whatever the note.
    """
    theirs = _said(row.text, row.label)
    shown = title_key(_TARGET.sub("]", row.text))
    # Where the row has the note's title, there is nothing but remarks beside it; otherwise its
    # own title goes, which the findings on rows tell of.
    goes = set() if title_key(note.paper.title) in shown else _words(title)
    year = str(note.paper.year)
    lost = {
        word
        for word in theirs - _said(built, "") - goes
        if word != year[2:] and venue_name(word, known_only=True) != (note.paper.venue or "")
    }
    return lost | (constant - theirs)


def _said(line: str, label: str) -> set[str]:
    """The words and symbols of a row, and the addresses on the web that it leads to."""
    addresses = {link_key(address) for address in _ADDRESS.findall(line)}
    shown = _TARGET.sub("]", _NUMBER.sub("", line, count=1).replace(f"[{label}]", "[]", 1))
    return _words(shown) | addresses


def _constant_words(template: str, fields: Collection[str]) -> set[str]:
    """The words that a template itself has, outside its optional parts."""
    parts = parse_template(_NUMBER.sub("", template, count=1), fields=fields, where="")
    text = "".join(part if isinstance(part, str) else "\0" for part in parts)
    return _words(_TARGET.sub("]", text))


def _words(text: str) -> set[str]:
    folded = fold(text)
    symbols = {sign for sign in text if unicodedata.category(sign) == "So"}
    return set(_WORD.findall(folded)) | symbols


def _loss(line: int, text: str, words: Iterable[str]) -> NoHandList:
    said = ", ".join(sorted(words))
    return NoHandList(f"line {line} says what a built list would not ({said}): {text.strip()}")
