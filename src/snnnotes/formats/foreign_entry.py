"""What an entry of a bibliography tells about the note that is on its paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.formats.bibliography import Entry
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_reading import with_derived
from snnnotes.model.identifiers import identifiers_of
from snnnotes.model.title import title_key

#: ``[@yao2023spike]`` of Pandoc, ``[[@yao2023spike]]`` of Obsidian.
_CITED = re.compile(r"(?<![\w@/.])@(?P<key>[A-Za-z][\w:.+/-]*\w)")
_MOST_CITED = 1000
_PAPER_FIELDS = (
    "title", "authors", "year", "venue", "url", "arxiv", "doi", "openreview", "code", "pdf",
    "abstract",
)  # fmt: skip


class EntryOf(NamedTuple):
    """An entry, and where it stands."""

    #: The bibliography.
    path: PurePosixPath
    entry: Entry
    #: Does the entry itself have a link? Its reader makes one of an identifier.
    has_link: bool


class EntriesByNote:
    """The entries of the bibliographies beside some notes, for asking which is about a note."""

    def __init__(self) -> None:
        self._by_key: dict[str, EntryOf] = {}
        self._by_title: dict[str, EntryOf] = {}

    def add(self, entries: Iterable[Entry], *, text: str, path: PurePosixPath) -> None:
        """Know the entries of one more file; the first of a key or title counts.

        Args:
            entries: What was read from it.
            text: The file.
            path: Of the file.
        """
        for entry in entries:
            paper = entry.paper
            made = {identifier.url for identifier in identifiers_of(paper)}
            found = EntryOf(path, entry, paper.url not in made or str(paper.url) in text)
            if entry.citekey:
                self._by_key.setdefault(entry.citekey.casefold(), found)
            self._by_title.setdefault(title_key(paper.title), found)

    def about(
        self, path: PurePosixPath, facts: Sequence[Fact], cited: Iterable[str]
    ) -> EntryOf | None:
        """The entry on a note's paper; None if there is no such entry.

        It is known by its key: the note says it, or its file has that name, or the text cites
        this one paper and no other; else by the title.

        Args:
            path: Of the note.
            facts: What the note tells itself.
            cited: See `cited_keys`.
        """
        if not self._by_title:
            return None
        for key in _own_keys(path, facts):
            if key.casefold() in self._by_key:
                return self._by_key[key.casefold()]
        known = {key.casefold() for key in cited} & self._by_key.keys()
        if len(known) == 1:
            return self._by_key[known.pop()]
        for fact in facts:
            if fact.field == "title" and isinstance(fact.value, str):
                found = self._by_title.get(title_key(fact.value))
                if found:
                    return found
        return None


def cited_keys(text: str) -> list[str]:
    """The citekeys in the text of a note, each once.

    >>> cited_keys("See [[@yao2023spike]] and [@fang2021deep; @yao2023spike], or me@example.org.")
    ['yao2023spike', 'fang2021deep']
    """
    if "@" not in text:
        return []
    return list(dict.fromkeys(_CITED.findall(text)[:_MOST_CITED]))


def facts_of_entry(found: EntryOf) -> list[Fact]:
    """Each thing that an entry says and a note has a field for."""
    entry = found.entry
    told = {name: getattr(entry.paper, name) for name in _PAPER_FIELDS}
    told |= {"year": str(entry.paper.year), "citekey": entry.citekey, "tags": entry.tags}
    if not found.has_link:
        del told["url"]
    return with_derived(
        Fact(name, value, Source.BIBLIOGRAPHY) for name, value in told.items() if value
    )


def _own_keys(path: PurePosixPath, facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.field == "citekey" and isinstance(fact.value, str):
            yield fact.value
    yield path.stem.lstrip("@")
