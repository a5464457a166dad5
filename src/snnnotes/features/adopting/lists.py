"""The lists of notes in READMEs, as far as rows tell something of the notes they open."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from rapidfuzz import fuzz

from snnnotes.formats import paper_list
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_reading import with_derived
from snnnotes.formats.paper_list import Row
from snnnotes.model.title import title_key
from snnnotes.storage.files import fold_name
from snnnotes.storage.foreign_reading import ForeignNote

#: Of 100: titles that are less alike are those of two papers. Two spellings of one have 90 and
#: more, two titles on "training of spiking neural networks" up to 70.
_ALIKE = 80.0
#: A list of papers passes over the section that lists its contents; in a README of notes, the
#: notes are the contents. Only the words go, so that lines stay where they are.
_CONTENTS = re.compile(
    r"^(?P<signs> {0,3}#{1,6}) *\W*"
    r"(?:笔记|论文)?(?:目录|索引|(?:table of )?contents|index|toc)\W*?$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class NoteList:
    """A README with rows that open notes."""

    path: PurePosixPath
    text: str
    encoding: str
    #: Only rows with a target.
    rows: tuple[Row, ...]


def note_list(path: PurePosixPath, text: str, encoding: str, notes: Paths) -> NoteList | None:
    """The list in a README; None if no row of it opens a note."""
    papers = paper_list.loads(_CONTENTS.sub(r"\g<signs>", text), origin=str(path))
    rows = [row for row in papers.rows if row.target]
    if not any(notes.find(row.target) for row in rows):
        return None
    return NoteList(path, text, encoding, tuple(rows))


class Paths:
    """The files that rows may open, by path; a slip in upper and lower case is forgiven."""

    def __init__(self, paths: Iterable[PurePosixPath]) -> None:
        self._folded = {fold_name(str(path)): path for path in paths}

    def find(self, target: str | None) -> PurePosixPath | None:
        """The file that a row means; also for a folder, whose page it is."""
        if target is None:
            return None
        for name in (target, f"{target}/README.md", f"{target}/index.md", f"{target}.md"):
            found = self._folded.get(fold_name(name))
            if found is not None:
                return found
        return None


class _Titles:
    """What notes call their papers, to see whether a row speaks of the same one."""

    def __init__(self, titles: Iterable[tuple[PurePosixPath, str]]) -> None:
        self._notes: dict[str, list[PurePosixPath]] = defaultdict(list)
        self._keys: dict[PurePosixPath, list[str]] = defaultdict(list)
        for path, title in titles:
            key = title_key(title)
            if key and path not in self._notes[key]:
                self._notes[key].append(path)
                self._keys[path].append(key)

    def notes_on(self, title: str) -> Sequence[PurePosixPath]:
        """The notes on the paper of this title."""
        return self._notes.get(title_key(title), ())

    def fits(self, title: str, path: PurePosixPath) -> bool:
        """May a row of this title be about the paper of that note?"""
        key = title_key(title)
        own = self._keys.get(path, [])
        if not key or key in own:
            return True
        if self._notes.get(key):
            return False  # it is the title of another note
        return any(_alike(key, other) for other in own)


def _alike(key: str, other: str) -> bool:
    # "SEENN" is short for "SEENN: Towards Early Exit".
    return key.startswith(other) or other.startswith(key) or fuzz.ratio(key, other) >= _ALIKE


class RowOf(NamedTuple):
    """The row of a note."""

    list: NoteList
    row: Row


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the notes, in the lists' order: the first of each note that is about it."""

    #: Those that open the note, and so tell something of it.
    own: dict[PurePosixPath, RowOf]
    #: Those, and rows on its paper that open another note by mistake: the note has their place.
    places: dict[PurePosixPath, RowOf]


def rows_of_notes(
    lists: Iterable[NoteList], notes: Mapping[PurePosixPath, ForeignNote], paths: Paths
) -> Rows:
    """The row of each note that has one."""
    titles = _Titles(_told_titles(notes.values()))
    own: dict[PurePosixPath, RowOf] = {}
    mistaken: dict[PurePosixPath, RowOf] = {}
    for one in lists:
        for row in one.rows:
            path = paths.find(row.target)
            note = notes.get(path) if path else None
            if note and (titles.fits(row.title, note.path) or _says_little(note)):
                own.setdefault(note.path, RowOf(one, row))
            elif on_paper := titles.notes_on(row.title):
                mistaken.setdefault(on_paper[0], RowOf(one, row))
    return Rows(own, {**mistaken, **own})


def _told_titles(notes: Iterable[ForeignNote]) -> Iterator[tuple[PurePosixPath, str]]:
    for note in notes:
        for fact in note.facts:
            if fact.field == "title" and isinstance(fact.value, str):
                yield note.path, fact.value


def _says_little(note: ForeignNote) -> bool:
    """Has a note no title but the name of its file, such as ``001.md``?"""
    sources = {fact.source for fact in note.facts if fact.field == "title"}
    return sources <= {Source.FILE_NAME}


def facts_of_row(row: Row) -> list[Fact]:
    """What a row tells of its paper."""
    authors = () if row.more_authors else row.authors
    told = {
        "title": row.title,
        "authors": authors,
        "year": str(row.year) if row.year else None,
        "venue": row.venue,
        "url": row.url,
        "code": row.code,
    }
    return with_derived(Fact(field, value, Source.README) for field, value in told.items() if value)
