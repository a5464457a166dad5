"""What a paper's web page says of it in its head: citation_*, Dublin Core, PRISM, JSON-LD.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing and what publishers make of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from snnnotes.formats.bibliography import Record
from snnnotes.formats.person import names_in

_MOST_METAS, _MOST_SCRIPTS = 5_000, 20
_ARTICLES = frozenset(
    {"article", "scholarlyarticle", "newsarticle", "creativework", "publicationissue", "thesis"}
)
_TITLES = ("citation_title", "dc.title", "prism.title", "eprints.title", "og:title")
_AUTHORS = ("citation_author", "dc.creator", "dc.contributor", "eprints.creators_name")
_DATES = (
    "citation_publication_date", "citation_date", "citation_cover_date", "citation_year",
    "prism.publicationdate", "dc.date", "dc.date.issued", "dcterms.issued",
    "citation_online_date", "article:published_time",
)  # fmt: skip
_VENUES = (
    "citation_conference_abbrev", "citation_conference_title", "citation_conference",
    "citation_journal_title", "citation_journal_abbrev", "citation_inbook_title",
    "prism.publicationname", "dc.source", "dc.relation.ispartof",
)  # fmt: skip
_DOIS = ("citation_doi", "prism.doi", "dc.identifier.doi", "bepress_citation_doi", "dc.identifier")
_ABSTRACTS = (
    "citation_abstract", "dc.description.abstract", "dcterms.abstract", "dc.description",
)  # fmt: skip
_ARXIV = ("citation_arxiv_id",)
_PDFS = ("citation_pdf_url",)
_ADDRESSES = ("citation_abstract_html_url", "citation_public_url", "og:url", "prism.url")
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, as far as papers are concerned."""

    #: The contents of each meta element by its name in lower case, in the page's order.
    metas: Mapping[str, tuple[str, ...]]
    #: The articles that JSON-LD describes.
    articles: tuple[Mapping[str, object], ...]
    #: The title of the window.
    title: str
    #: Finds more of the page by CSS selectors.
    tree: LexborHTMLParser

    def meta(self, *names: str) -> str:
        """The first meta of these names that says something."""
        return next(iter(self.all_metas(*names)), "")

    def all_metas(self, *names: str) -> tuple[str, ...]:
        """All metas of the first of these names that says something."""
        return next((found for name in names if (found := self.metas.get(name))), ())

    def text(self, selector: str) -> str:
        """The text of the first element that a CSS selector finds; empty if there is none."""
        found = self.tree.css_first(selector)
        return " ".join(found.text(deep=True).split()) if found else ""

    def has_metas(self) -> bool:
        """Does the page name a paper in its metas?"""
        return bool(self.meta("citation_title", "dc.title", "eprints.title"))


def page_of(html: str) -> Page:
    """A page read by the rules of HTML 5, whatever its faults."""
    tree = LexborHTMLParser(html)
    metas: dict[str, list[str]] = {}
    for element in tree.css("meta")[:_MOST_METAS]:
        attributes = element.attributes
        name = attributes.get("name") or attributes.get("property") or ""
        content = _clean(attributes.get("content") or "")
        # Metas of that name are of other papers, those that this one cites.
        if name and content and name.lower() != "citation_reference":
            metas.setdefault(name.lower(), []).append(content)
    title = tree.css_first("title")
    return Page(
        {name: tuple(contents) for name, contents in metas.items()},
        tuple(_articles(tree)),
        _clean(title.text(deep=True)) if title else "",
        tree,
    )


def record_of_page(page: Page, *, url: str) -> Record:
    """What the head of a page says; a title of the window is not believed to be a paper's.

    Args:
        page: From `page_of`.
        url: Where the page is.
    """
    article = next(iter(page.articles), {})
    authors = page.all_metas(*_AUTHORS) or tuple(
        name for names in page.all_metas("citation_authors") for name in names.split(";")
    )
    spoken = [name for author in authors for name in names_in(author.strip(" ;,"))]
    is_paper = page.has_metas() or bool(article)
    dates = [page.meta(name) for name in _DATES]
    return Record(
        line=0,
        kind="page",
        title=(page.meta(*_TITLES) or _text(article, "headline", "name")) if is_paper else "",
        authors=tuple(spoken) or tuple(_people(article)),
        dates=(*dates, _text(article, "datePublished")),
        venues=(*(page.meta(name) for name in _VENUES), _text(article, "isPartOf", "publication")),
        doi=next((doi for doi in page.all_metas(*_DOIS[:-1]) if "10." in doi), "")
        or next((doi for doi in page.metas.get("dc.identifier", ()) if _is_doi(doi)), ""),
        arxiv=page.meta(*_ARXIV),
        mentions=(url,),
        addresses=(url or page.meta(*_ADDRESSES),),
        pdf=page.meta(*_PDFS),
        abstract=page.meta(*_ABSTRACTS) or _text(article, "abstract", "description"),
        tags=(),
    )


def _is_doi(text: str) -> bool:
    return _DOI.match(text) is not None


def _clean(text: str) -> str:
    """A content in one line; escaped once too often by some sites."""
    if "&lt;" in text or "&amp;" in text or "&#" in text:
        text = unescape(text)
    # JSON can hold halves of surrogate pairs, which no file can.
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _articles(tree: LexborHTMLParser) -> Iterator[Mapping[str, object]]:
    for script in tree.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        try:
            found = json.loads(script.text(deep=True))
        except (ValueError, RecursionError):
            continue
        waiting: list[object] = [found]
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                graph = item.get("@graph") or item.get("mainEntity")
                waiting += graph if isinstance(graph, list) else [graph] if graph else []
                if _types(item) & _ARTICLES:
                    yield item


def _types(item: Mapping[str, object]) -> set[str]:
    kind = item.get("@type")
    kinds: Sequence[object] = kind if isinstance(kind, list) else [kind]
    return {name.lower() for name in kinds if isinstance(name, str)}


def _text(item: Mapping[str, object], *names: str) -> str:
    for name in names:
        value = item.get(name)
        if isinstance(value, list):
            value = next(iter(value), None)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return _clean(value)
    return ""


def _people(item: Mapping[str, object]) -> Iterator[str]:
    people = item.get("author") or item.get("creator")
    for person in people if isinstance(people, list) else [people]:
        name = person.get("name") if isinstance(person, dict) else person
        if isinstance(name, str):
            yield from names_in(_clean(name))
