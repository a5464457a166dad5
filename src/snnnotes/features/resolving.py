"""From an identifier or an address to what the sources know of the paper.

Which source is asked first, and which one if that does not answer; what is taken from whom. The
asking itself is given, so that this knows no network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar, Union

from snnnotes.errors import SourceError
from snnnotes.model.identifiers import ArxivId, Doi, Identifier, OpenReviewId, find_identifier
from snnnotes.model.source_record import SourceRecord
from snnnotes.model.text import fold
from snnnotes.model.title import title_key

_Subject = TypeVar("_Subject")
_Answer = TypeVar("_Answer")
Value: TypeAlias = Union[str, int, tuple[str, ...]]

#: From 0 to 100, as `fuzz.ratio` counts; and how long a preprint may wait to be published.
_LEAST_LIKENESS, _YEARS_TO_PUBLISH = 95.0, 2
#: What every note should have of its paper; the venue only if a source that knows failed.
_WANTED = ("title", "authors", "year", "venue")


class Prefer(StrEnum):
    """Whose title and authors to take where preprint and published version differ."""

    PREPRINT = "preprint"
    PUBLISHED = "published"


class Ask(Protocol):
    """Asks one source each; None means that it does not have the paper.

    Each raises SourceError where there is no answer.
    """

    def arxiv(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Ask the API of arXiv."""

    def arxiv_page(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Read the paper's page at arXiv."""

    def agency(self, doi: str, /) -> str | None:
        """Ask doi.org who has registered a DOI."""

    def crossref(self, doi: str, /) -> SourceRecord | None:
        """Ask Crossref."""

    def datacite(self, doi: str, /) -> SourceRecord | None:
        """Ask DataCite."""

    def any_agency(self, doi: str, /) -> SourceRecord | None:
        """Ask doi.org for the record of any agency."""

    def openreview(self, identifier: OpenReviewId, /) -> SourceRecord | None:
        """Ask the APIs of OpenReview."""

    def page(self, url: str, /) -> SourceRecord | None:
        """Read a page."""

    def semantic_scholar(self, identifier: Identifier, /) -> SourceRecord | None:
        """Ask Semantic Scholar."""

    def near_titles(self, title: str, family: str, /) -> list[SourceRecord]:
        """Ask Crossref which papers have such a title, best first."""

    def nearest_title(self, title: str, /) -> SourceRecord | None:
        """Ask Semantic Scholar for the paper with the nearest title."""

    def hugging_face(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Ask Hugging Face for code."""

    def papers_with_code(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Ask Papers with Code for code."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value, and who told it."""

    value: Value
    source: str
    is_guess: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that did not answer."""

    source: str
    error: SourceError


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field of which sources say different things."""

    field: str
    #: Source and value, the one that is taken first.
    values: tuple[tuple[str, Value], ...]


@dataclass(slots=True)
class Resolved:
    """What came of asking."""

    #: By name of the frontmatter field.
    fields: dict[str, Sourced] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    #: In the order of asking; also of those whose answer another one gave.
    failures: list[Failure] = field(default_factory=list)
    remarks: tuple[str, ...] = ()
    #: Who says that there is no such paper; empty if nobody does.
    unknown_to: str = ""
    #: Fields that a source would have told which did not answer.
    pending: tuple[str, ...] = ()


def resolve(
    wanted: Identifier | str,
    ask: Ask,
    *,
    prefer: Prefer = Prefer.PREPRINT,
    given: Iterable[SourceRecord] = (),
    seek_published: bool = False,
) -> Resolved:
    """What sources know of a paper.

    Args:
        wanted: An identifier, or the address of a page; empty if there are only files.
        ask: Asks the sources.
        prefer: Whose title, authors and abstract to take.
        given: What files say that the user gave, such as a PDF; they come first. Without an
            identifier, sources are asked about their title.
        seek_published: Look also by its title where a preprint has appeared.
    """
    asking = _Asking(ask, list(given))
    if isinstance(wanted, ArxivId):
        asking.about_arxiv(wanted)
    elif isinstance(wanted, Doi):
        asking.about_doi(wanted)
    elif isinstance(wanted, OpenReviewId):
        asking.about_openreview(wanted)
    elif wanted:
        asking.about_page(wanted)
    else:
        asking.about_title()
    if seek_published:
        asking.about_published()
    return asking.resolved(prefer)


@dataclass(slots=True)
class _Asking:
    """The sources that were asked so far, and their answers."""

    ask: Ask
    records: list[SourceRecord]
    failures: list[Failure] = field(default_factory=list)
    unknown_to: str = ""
    #: Did a source fail that nobody stood in for?
    lacks_main: bool = False

    def about_arxiv(self, identifier: ArxivId) -> None:
        found = self._first(
            identifier, ("arXiv", self.ask.arxiv), ("arXiv page", self.ask.arxiv_page)
        )
        if not found and not self.unknown_to:
            doi = f"10.48550/arxiv.{identifier.number}"
            found = self._first(doi, ("DataCite", self.ask.datacite))
        self.lacks_main = not found and not self.unknown_to
        doi = self._known("doi")
        if found and doi:
            self._first(doi, ("Crossref", self.ask.crossref), is_extra=True)
        if found and not self._known("venue", is_sure=True):
            self._first(identifier, ("Semantic Scholar", self.ask.semantic_scholar), is_extra=True)
        if found:
            self._code(identifier)

    def about_doi(self, identifier: Doi) -> None:
        doi = identifier.text
        agency = self._try("doi.org", self.ask.agency, doi)
        if agency is None and not self.failures:
            self.unknown_to = "doi.org"
            return
        crossref, datacite = ("Crossref", self.ask.crossref), ("DataCite", self.ask.datacite)
        if agency is None:  # doi.org does not answer; the large ones may
            found = self._first(doi, crossref, datacite)
        elif agency in ("Crossref", "DataCite"):
            found = self._first(doi, crossref if agency == "Crossref" else datacite)
        else:
            found = self._first(doi, ("doi.org", self.ask.any_agency))
        if not found and not self.unknown_to:
            found = self._first(doi, ("doi.org", self.ask.any_agency))
        self.lacks_main = not found and not self.unknown_to
        if found and not self._known("arxiv"):
            self._first(identifier, ("Semantic Scholar", self.ask.semantic_scholar), is_extra=True)
        arxiv = find_identifier(self._known("arxiv"))
        if found and isinstance(arxiv, ArxivId):
            self._code(arxiv)

    def about_openreview(self, identifier: OpenReviewId) -> None:
        found = self._first(identifier, ("OpenReview", self.ask.openreview))
        if not found and not self.unknown_to:
            found = self._first(identifier.url, ("OpenReview page", self.ask.page))
        if not found and not self.unknown_to:
            found = self._first(
                identifier, ("Semantic Scholar", self.ask.semantic_scholar), is_extra=True
            )
        self.lacks_main = not found and not self.unknown_to
        arxiv = find_identifier(self._known("arxiv"))
        if isinstance(arxiv, ArxivId):
            self._code(arxiv)

    def about_page(self, url: str) -> None:
        doi = find_identifier(url)
        found = self._first(url, ("the page", self.ask.page))
        known = doi.text if isinstance(doi, Doi) else self._known("doi")
        if known and (not found or not self._known("venue") or not self._known("authors")):
            found = self._first(known, ("Crossref", self.ask.crossref), is_extra=found) or found
        self.lacks_main = not found

    def about_title(self) -> None:
        # A saved page says all that there is to know; a PDF has a title at most.
        title = "" if self._known("authors") else self._known("title")
        found = self._try("Semantic Scholar", self.ask.nearest_title, title) if title else None
        if found and _is_near(found.paper.title, title):
            self.records.append(found)
            self._follow(found)
        elif title:
            self._take_published(title)

    def about_published(self) -> None:
        """Look at Crossref for the published version, which nobody has linked to the preprint."""
        title = self._known("title")
        if title and not self._known("venue", is_sure=True):
            self._take_published(title)

    def _take_published(self, title: str) -> None:
        authors = next((one.paper.authors for one in self.records if one.paper.authors), ())
        year = int(self._known("year") or 0)
        family = _first_author(authors) if authors else ""

        def ask(text: str) -> list[SourceRecord]:
            return self.ask.near_titles(text, family)

        for found in self._try("Crossref", ask, title) or ():
            paper = found.paper
            theirs = _first_author(paper.authors) if paper.authors else ""
            is_same = not (family and theirs) or family == theirs
            is_near = not (year and paper.year) or abs(paper.year - year) <= _YEARS_TO_PUBLISH
            if is_same and is_near and not found.is_preprint and _is_near(paper.title, title):
                self.records.append(found)
                return

    def _follow(self, found: SourceRecord) -> None:
        """Ask about the identifier that a search by title gave."""
        for name in (found.paper.arxiv, found.paper.doi):
            identifier = find_identifier(name) if name else None
            if isinstance(identifier, ArxivId):
                self.about_arxiv(identifier)
                return
            if isinstance(identifier, Doi):
                self.about_doi(identifier)
                return

    def _code(self, identifier: ArxivId) -> None:
        if self._known("code", is_sure=True):
            return
        self._first(identifier, ("Hugging Face", self.ask.hugging_face), is_extra=True)
        if not self._known("code"):
            self._first(identifier, ("Papers with Code", self.ask.papers_with_code), is_extra=True)

    def _first(
        self,
        subject: _Subject,
        *sources: tuple[str, Callable[[_Subject], SourceRecord | None]],
        is_extra: bool = False,
    ) -> bool:
        """Take the record of the first source that answers; was there one?

        Args:
            subject: What to ask about.
            sources: Name, and what asks; a later one only if those before fail.
            is_extra: Does it say nothing of the paper if the source does not have it?
        """
        for name, source in sources:
            failures = len(self.failures)
            record = self._try(name, source, subject)
            if record is not None:
                self.records.append(record)
                return True
            if len(self.failures) == failures:
                if not is_extra:
                    self.unknown_to = name
                return False
        return False

    def _try(
        self, name: str, source: Callable[[_Subject], _Answer], subject: _Subject
    ) -> _Answer | None:
        try:
            return source(subject)
        except SourceError as error:
            self.failures.append(Failure(name, error))
            return None

    def _known(self, name: str, *, is_sure: bool = False) -> str:
        """The value of a field in the records so far, if one has it."""
        for record in self.records:
            value = record.fields.get(name)
            if value and not (is_sure and name in record.guessed):
                return str(value)
        return ""

    def resolved(self, prefer: Prefer) -> Resolved:
        records = self.records
        if prefer is Prefer.PUBLISHED:
            records = sorted(records, key=lambda record: record.is_preprint)
        fields = _merged(records)
        lacking = [name for name in _WANTED if name not in fields]
        return Resolved(
            fields=fields,
            disagreements=tuple(_disagreements(records, fields)),
            failures=self.failures,
            remarks=tuple(dict.fromkeys(text for one in records for text in one.remarks)),
            unknown_to=self.unknown_to,
            pending=tuple(lacking) if self.lacks_main else (),
        )


def _merged(records: Sequence[SourceRecord]) -> dict[str, Sourced]:
    """For each field the first value that is sure, else the first that is not."""
    sure: dict[str, Sourced] = {}
    guesses: dict[str, Sourced] = {}
    years: dict[str, Sourced] = {}
    for record in records:
        for name, value in record.fields.items():
            is_guess = name in record.guessed
            found = Sourced(value, record.source, is_guess)
            (guesses if is_guess else sure).setdefault(name, found)
            if name == "year":
                years.setdefault(record.source, found)
    fields = guesses | sure
    # The year of a published paper is that in which it was published.
    venue = fields.get("venue")
    if venue and venue.source in years:
        fields["year"] = years[venue.source]
    return fields


def _disagreements(
    records: Sequence[SourceRecord], fields: dict[str, Sourced]
) -> Iterable[Disagreement]:
    for name, key in (("title", _title), ("year", str), ("authors", _first_author)):
        taken = fields.get(name)
        if taken is None:
            continue
        told = {key(taken.value): (taken.source, taken.value)}
        for record in records:
            value = record.fields.get(name)
            # A preprint of last year is no contradiction.
            is_expected = name == "year" and record.is_preprint
            if value and name not in record.guessed and not is_expected:
                told.setdefault(key(value), (record.source, value))
        if len(told) > 1:
            yield Disagreement(name, tuple(told.values()))


def _is_near(title: str, other: str) -> bool:
    """Are two titles one, but for a slip or a mark?"""
    # Imported here because it takes 5 ms to load, and most papers are known by an identifier.
    from rapidfuzz import fuzz  # noqa: PLC0415

    key, other_key = title_key(title), title_key(other)
    # Spike-driven Transformer V2 is another paper.
    if re.findall(r"\d+", key) != re.findall(r"\d+", other_key):
        return False
    return fuzz.ratio(key, other_key) >= _LEAST_LIKENESS


def _title(value: Value) -> str:
    return title_key(str(value))


def _first_author(value: Value) -> str:
    first = value[0] if isinstance(value, tuple) else str(value)
    return fold(first).split()[-1] if first.split() else ""
