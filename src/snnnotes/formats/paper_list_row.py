"""A row of a paper list, and the facts that it is put together from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from snnnotes.formats.paper_list_blocks import Section
from snnnotes.formats.paper_list_link import (
    Link,
    LinkKind,
    identifier_in,
    is_address,
    is_neutral,
    kind_of_address,
    kind_of_label,
    note_path,
)
from snnnotes.formats.paper_list_names import Names
from snnnotes.formats.paper_list_venue import Published, published
from snnnotes.model.identifiers import ArxivId


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a list says about one paper."""

    #: Where the row begins, counted from 1.
    line: int
    #: Without Markdown, otherwise as written.
    title: str
    #: The row's own year, else that of its section, its arXiv identifier or a date in it.
    year: int | None = None
    #: The row's own or its section's; None for a preprint, and where none is given.
    venue: str | None = None
    url: str | None = None
    code: str | None = None
    authors: tuple[str, ...] = ()
    #: There are more authors than the list names (``et al.``).
    more_authors: bool = False
    #: All addresses of the row, in its order.
    links: tuple[Link, ...] = ()
    #: The headings over it, outermost first.
    section: tuple[str, ...] = ()
    #: The note that the row points to, from the folder of the list's origin on.
    target: str | None = None


#: How sure it is that an address is the paper's, surest first.
_LABELLED, _TITLE_AT_PUBLISHER, _AT_PUBLISHER, _TITLE = range(4)
_NOTE_SUFFIX = re.compile(r"\.(?:md|markdown|mdx|mkd|qmd)(?:[?#]|$)", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """The facts about one paper, as they are found one by one."""

    section: Section
    #: The folder of the list, from which its relative links go.
    folder: str
    links: list[Link] = field(default_factory=list)
    #: Sureness, order and address of what may be the paper.
    papers: list[tuple[int, int, str]] = field(default_factory=list)
    code: str | None = None
    target: str | None = None
    authors: Names | None = None
    venue: str | None = None
    year: int | None = None
    date_year: int | None = None
    is_preprint: bool = False

    def add_link(self, link: Link, *, hint: LinkKind | None = None, is_title: bool = False) -> None:
        """Take a link.

        Args:
            link: An anchor says nothing.
            hint: What the words before the link, or a table's header, say that it is.
            is_title: Is the title its label?
        """
        note = note_path(link, self.folder)
        if note is not None and (
            kind_of_label(link.label) in (None, LinkKind.NOTE) or _NOTE_SUFFIX.search(link.url)
        ):
            self.target = self.target or note
            return
        if not is_address(link.url):
            return
        self.links.append(link)
        kind = None if is_title else self._promised(link, hint)
        host = kind_of_address(link.url)
        if LinkKind.CODE in (kind, host) and host is not LinkKind.PAPER:
            # Where words and address disagree, the address is right: an old label was copied.
            self.code = self.code or link.url
        elif kind is LinkKind.PAPER:
            self._add_paper(_LABELLED, link.url)
        elif host is LinkKind.PAPER and kind in (None, LinkKind.CODE):
            self._add_paper(_TITLE_AT_PUBLISHER if is_title else _AT_PUBLISHER, link.url)
        elif is_title:
            self._add_paper(_TITLE, link.url)

    def _promised(self, link: Link, hint: LinkKind | None) -> LinkKind | None:
        """What a link's words say that it is; a venue among them is taken for the row."""
        kind = kind_of_label(link.label)
        if kind is not None:
            return kind
        said = published(link.label)
        if said is not None:
            self.add_published(said)
            return LinkKind.PAPER
        return hint if hint and (is_neutral(link.label) or not link.label) else None

    def _add_paper(self, sureness: int, url: str) -> None:
        self.papers.append((sureness, len(self.papers), url))

    def add_published(self, said: Published) -> None:
        """Take what the row says about where and when; what is said first counts."""
        if said.is_date:
            self.date_year = self.date_year or said.year
        elif said.venue and self.venue is None:
            # An arXiv label before it, or a year alone, is of the preprint.
            self.venue, self.year = said.venue, said.year or self.year
        else:
            self.year = self.year or said.year
        self.is_preprint = self.is_preprint or said.is_preprint

    def add_authors(self, authors: Names) -> None:
        """Take the authors; those named first count."""
        self.authors = self.authors or authors

    def says_something(self) -> bool:
        """Does the row itself say anything that only rows on papers or notes say?"""
        return bool(self._says_when() or self.target or self._url())

    def row(self, line: int, title: str) -> Row:
        """The row."""
        arxiv_year = next((year for year in map(_arxiv_year, self._addresses()) if year), None)
        inherits_venue = not self.venue and not self.is_preprint
        return Row(
            line=line,
            title=title,
            year=self.year or self.section.year or arxiv_year or self.date_year,
            venue=self.section.venue if inherits_venue else self.venue,
            url=self._url(),
            code=self.code,
            authors=self.authors.names if self.authors else (),
            more_authors=self.authors is not None and self.authors.more,
            links=tuple(self.links),
            section=self.section.headings,
            target=self.target,
        )

    def _says_when(self) -> bool:
        return bool(self.venue or self.year or self.is_preprint)

    def _addresses(self) -> list[str]:
        return [url for _, _, url in sorted(self.papers)]

    def _url(self) -> str | None:
        """The surest address; the title's is one of a paper only where more speaks for it."""
        of_paper = bool(
            self._says_when() or self.authors or self.section.year or self.section.venue
        )
        return next(
            (url for sureness, _, url in sorted(self.papers) if sureness < _TITLE or of_paper), None
        )


def _arxiv_year(url: str) -> int | None:
    identifier = identifier_in(url)
    return identifier.year if isinstance(identifier, ArxivId) else None
