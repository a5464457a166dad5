"""BibTeX files beside the notes: which entry is about the paper of which note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.formats.bibliography import Entry
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_reading import with_derived
from snnnotes.model.identifiers import identifiers_of
from snnnotes.model.title import title_key
from snnnotes.storage.foreign_reading import ForeignNote

_PAPER_FIELDS = (
    "title", "authors", "year", "venue", "url", "arxiv", "doi", "openreview", "code", "pdf",
    "abstract",
)  # fmt: skip


class EntryOf(NamedTuple):
    """An entry, and the file that it stands in."""

    path: PurePosixPath
    entry: Entry
    #: Does the entry itself have a link? Its reader makes one of an identifier.
    has_link: bool


@dataclass(slots=True)
class Entries:
    """The entries of all bibliographies; the first of a key or title counts."""

    _by_key: dict[str, EntryOf] = field(default_factory=dict)
    _by_title: dict[str, EntryOf] = field(default_factory=dict)

    def add(self, path: PurePosixPath, text: str, entries: Iterable[Entry]) -> None:
        """Know the entries of one more file, which has this text."""
        for entry in entries:
            paper = entry.paper
            made = {identifier.url for identifier in identifiers_of(paper)}
            found = EntryOf(path, entry, paper.url not in made or str(paper.url) in text)
            if entry.citekey:
                self._by_key.setdefault(entry.citekey.casefold(), found)
            self._by_title.setdefault(title_key(paper.title), found)

    def about(self, note: ForeignNote) -> EntryOf | None:
        """The entry on a note's paper: by its citekey, by the only one it cites, by its title."""
        for key in _own_keys(note):
            if key.casefold() in self._by_key:
                return self._by_key[key.casefold()]
        cited = {key.casefold() for key in note.cited} & self._by_key.keys()
        if len(cited) == 1:
            return self._by_key[cited.pop()]
        for fact in note.facts:
            if fact.field == "title" and isinstance(fact.value, str):
                found = self._by_title.get(title_key(fact.value))
                if found:
                    return found
        return None


def _own_keys(note: ForeignNote) -> Iterator[str]:
    for fact in note.facts:
        if fact.field == "citekey" and isinstance(fact.value, str):
            yield fact.value
    yield note.path.stem.lstrip("@")


def facts_of_entry(found: EntryOf) -> list[Fact]:
    """What an entry tells of its paper."""
    entry = found.entry
    told = {name: getattr(entry.paper, name) for name in _PAPER_FIELDS}
    told |= {"year": str(entry.paper.year), "citekey": entry.citekey, "tags": entry.tags}
    if not found.has_link:
        del told["url"]
    return with_derived(
        Fact(name, value, Source.BIBLIOGRAPHY) for name, value in told.items() if value
    )
