"""The papers of a list in the order of an inbox, each with the note that it has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import PurePosixPath

from snnnotes.features.discovering.likeness import NearTitles
from snnnotes.formats.paper_list import PaperList, Row
from snnnotes.formats.paper_list_link import LinkKind, identifier_in, kind_of_label, link_key
from snnnotes.model.duplicates import KnownPapers
from snnnotes.model.identifiers import Doi, identifiers_of
from snnnotes.model.note import YEARS, Note
from snnnotes.model.paper import Paper
from snnnotes.model.title import clean_line, title_key


class State(StrEnum):
    """Whether a paper of a list has a note."""

    NEW = "new"
    #: There is a note that may be on it: people have to look.
    PROBABLY = "probably"
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A paper of a list: one row of it, or several of one title."""

    #: Its place among all papers of the list, from 1: the same whatever notes there are.
    number: int
    #: As the list says; its year is 0 if the list tells none.
    paper: Paper
    #: The list has more authors than it names.
    more_authors: bool
    #: The rows, the one with most to say first.
    rows: tuple[Row, ...]
    #: Identifiers, and the address if it holds none, that papers of other titles in the list have
    #: too, so that one of them has a wrong link.
    doubtful: frozenset[str] = frozenset()
    note: Note | None = None
    state: State = State.NEW
    #: Why the note is on it, such as ``same title``.
    reason: str = ""

    @property
    def lines(self) -> list[int]:
        """Where it stands in the list, counted from 1."""
        return sorted(row.line for row in self.rows)

    def as_note(self) -> Note:
        """The paper as a note that says nothing else, to be asked whether it fits a query."""
        return Note(path=PurePosixPath(), paper=self.paper)


def listed_papers(found: PaperList, notes: Sequence[Note], *, is_own: bool = False) -> list[Listed]:
    """The papers of a list, newest year first, then by venue, then as the list has them.

    Args:
        found: The list.
        notes: All of the notebook's.
        is_own: Does the list lie in the notebook? Then its links lead to the notebook's notes.
    """
    papers = list(_papers(found.rows))
    papers.sort(key=_place)
    keys = [link_keys(listed.paper) for listed in papers]
    owners = Counter(chain.from_iterable(keys))
    shared = {key for key, number in owners.items() if number > 1}
    finder = _Finder(notes, is_own=is_own)
    return [
        finder.with_note(replace(listed, number=number, doubtful=own & shared))
        for number, (listed, own) in enumerate(zip(papers, keys, strict=True), 1)
    ]


def link_keys(paper: Paper) -> frozenset[str]:
    """By what its links tell a paper from others: identifiers, else the address."""
    address = {link_key(paper.url)} if paper.url else set[str]()
    return frozenset({str(identifier) for identifier in identifiers_of(paper)} | address)


def _papers(rows: Sequence[Row]) -> Iterator[Listed]:
    """The rows, those of one title together."""
    by_title: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_title[title_key(row.title)].append(row)
    for same in by_title.values():
        # Lists keep a paper below its venue and below arXiv; the venue knows more.
        ranked = tuple(sorted(same, key=lambda row: row.venue is None))
        named = next((row for row in ranked if row.authors), None)
        yield Listed(
            number=0,
            paper=_paper(ranked, named.authors if named else ()),
            more_authors=named is not None and named.more_authors,
            rows=ranked,
        )


def _paper(rows: Sequence[Row], authors: tuple[str, ...]) -> Paper:
    """What rows of one title tell of it together; what the first one says counts most."""
    year = next((row.year for row in rows if row.year and row.year in YEARS), 0)
    url = _whole(next((row.url for row in rows if row.url), None))
    by_field: dict[str, str] = {}
    for identifier in map(identifier_in, _addresses(rows)):
        if identifier is not None:
            by_field.setdefault(identifier.field, str(identifier))
    found = identifier_in(url) if url else None
    if url and found and not isinstance(found, Doi):
        url = found.url  # the page of a paper rather than its PDF
    return Paper(
        title=clean_line(rows[0].title),
        year=year,
        authors=authors,
        venue=next((row.venue for row in rows if row.venue), None),
        url=url,
        arxiv=by_field.get("arxiv"),
        doi=by_field.get("doi"),
        openreview=by_field.get("openreview"),
        code=_whole(next((row.code for row in rows if row.code), None)),
    )


def _addresses(rows: Sequence[Row]) -> Iterator[str]:
    """The addresses of the paper: those that rows have for it, then what is labelled so."""
    for row in rows:
        if row.url:
            yield _whole(row.url) or ""
    for row in rows:
        for link in row.links:
            # A link with other words in a row may be one to the paper that it builds on.
            if kind_of_label(link.label) is LinkKind.PAPER:
                yield link.url


def _whole(address: str | None) -> str | None:
    return f"https:{address}" if address and address.startswith("//") else address


def _place(listed: Listed) -> tuple[int, bool, str, int]:
    paper = listed.paper
    # Years fall, years that nobody tells come last; of one year, preprints come last.
    return -paper.year, paper.venue is None, (paper.venue or "").casefold(), listed.lines[0]


class _Finder:
    """Finds the note on a paper of a list."""

    def __init__(self, notes: Sequence[Note], *, is_own: bool) -> None:
        self._known = KnownPapers(notes)
        self._near = NearTitles(notes)
        self._by_path = {str(note.path): note for note in notes} if is_own else {}

    def with_note(self, listed: Listed) -> Listed:
        """The paper with the note on it, if there is one."""
        for target in (row.target for row in listed.rows):
            if target in self._by_path:
                return _noted(listed, self._by_path[target], "the list links to it")
        unsure: Listed | None = None
        for duplicate in self._known.duplicates_of(listed.paper):
            shared = link_keys(duplicate.note.paper) & link_keys(listed.paper)
            if _has_title(duplicate.note, listed) or not shared <= listed.doubtful:
                return _noted(listed, duplicate.note, duplicate.reason)
            reason = f"{duplicate.reason}, as another paper of the list"
            unsure = unsure or _noted(listed, duplicate.note, reason, State.PROBABLY)
        if unsure:
            return unsure
        near = self._near.nearest(listed.paper)
        if near is None:
            return listed
        return _noted(listed, near, "nearly the same title", State.PROBABLY)


def _noted(listed: Listed, note: Note, reason: str, state: State = State.NOTED) -> Listed:
    return replace(listed, note=note, reason=reason, state=state)


def _has_title(note: Note, listed: Listed) -> bool:
    titles: Collection[str] = (note.paper.title, *note.aliases)
    return title_key(listed.paper.title) in map(title_key, titles)
