"""What an entry of a bibliography tells about the note that is on its paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from snnnotes.formats.bibliography import Entry
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.model.title import title_key

#: ``[@yao2023spike]`` of Pandoc, ``[[@yao2023spike]]`` of Obsidian.
_CITED = re.compile(r"(?<![\w@/.])@(?P<key>[A-Za-z][\w:.+/-]*\w)")


class EntriesByNote:
    """The entries of the bibliographies beside some notes, for asking which is about a note."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key: dict[str, Entry] = {}
        self._by_title: dict[str, Entry] = {}
        for entry in entries:
            if entry.citekey:
                self._by_key.setdefault(entry.citekey.casefold(), entry)
            self._by_title.setdefault(title_key(entry.paper.title), entry)

    def facts_for(self, path: PurePosixPath, facts: Sequence[Fact], text: str) -> list[Fact]:
        """What the entry on the paper of a note tells; nothing if there is no such entry.

        It is known by its key: the note says it, or its file has that name, or the text cites
        this one paper and no other; else by the title.

        Args:
            path: Of the note.
            facts: What the note tells itself.
            text: The note.
        """
        if not self._by_title:
            return []
        entry = self._entry(path, facts, text)
        return facts_of_entry(entry) if entry else []

    def _entry(self, path: PurePosixPath, facts: Sequence[Fact], text: str) -> Entry | None:
        keys = [fact.value for fact in facts if fact.field == "citekey"]
        for key in (*keys, path.stem.lstrip("@")):
            if isinstance(key, str) and key.casefold() in self._by_key:
                return self._by_key[key.casefold()]
        for fact in facts:
            if fact.field == "title" and isinstance(fact.value, str):
                found = self._by_title.get(title_key(fact.value))
                if found:
                    return found
        cited = {match["key"].casefold() for match in _CITED.finditer(text)} & self._by_key.keys()
        return self._by_key[cited.pop()] if len(cited) == 1 else None


def facts_of_entry(entry: Entry) -> list[Fact]:
    """Each thing that an entry says and a note has a field for."""
    paper = entry.paper
    values: dict[str, str | tuple[str, ...] | None] = {
        "title": paper.title,
        "authors": paper.authors,
        "year": str(paper.year),
        "venue": paper.venue,
        "url": paper.url,
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "openreview": paper.openreview,
        "code": paper.code,
        "pdf": paper.pdf,
        "citekey": entry.citekey,
        "tags": entry.tags,
        "abstract": paper.abstract,
    }
    return [Fact(name, value, Source.BIBLIOGRAPHY) for name, value in values.items() if value]
