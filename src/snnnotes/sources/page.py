"""Pages of papers at their publishers: the metas in their heads, and what else they have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from snnnotes.errors import SourceError
from snnnotes.formats.bibliography import Record
from snnnotes.formats.page_metas import Page, page_of, record_of_page
from snnnotes.formats.paper_list_problem import proceedings_of
from snnnotes.formats.person import full_name, names_in
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources.http import Client, Kind
from snnnotes.sources.json_values import list_at, mapping_at, text_at
from snnnotes.sources.record import record_of
from snnnotes.sources.urls import host_of


class Site(NamedTuple):
    """What is known of one publisher's pages."""

    #: The end of its host.
    host: str
    #: The page of a paper, from the address of its PDF or of a viewer.
    to_page: tuple[tuple[str, str], ...] = ()
    #: Fills in what the head of the page does not say.
    read: Callable[[Page, Record], Record] | None = None
    #: A meaning that the address itself has: the venue's short name, if it is always one.
    venue: str = ""


def _with_texts(title: str, authors: str, abstract: str) -> Callable[[Page, Record], Record]:
    """Takes from the body what the head lacks, by CSS selectors."""

    def read(page: Page, record: Record) -> Record:
        people = page.text(authors).partition(";")[0]
        names = tuple(name for part in people.split(",") for name in names_in(part.strip(" *")))
        return replace(
            record,
            title=record.title or page.text(title),
            authors=record.authors or names,
            abstract=record.abstract or page.text(abstract),
        )

    return read


def _pmlr(page: Page, record: Record) -> Record:
    return replace(record, abstract=record.abstract or page.text("#abstract"))


def _neurips(page: Page, record: Record) -> Record:
    # Rebuilt in 2026; before, the abstract stood after a heading of its own.
    places = ("p.paper-abstract", "p.paper-abstract + p", "h4 + p", "h4 + p + p")
    abstract = next((text for text in map(page.text, places) if text), "")
    return replace(record, abstract=record.abstract or abstract)


def _acl(page: Page, record: Record) -> Record:
    for row in page.tree.css("dt"):
        if row.text(deep=True).strip().rstrip(":") == "Code":
            link = row.next.css_first("a") if row.next else None
            code = (link.attributes.get("href") or "") if link else ""
            return replace(record, code=record.code or code)
    abstract = page.text(".acl-abstract span") or page.text(".acl-abstract")
    return replace(record, abstract=record.abstract or abstract)


def _ieee(page: Page, record: Record) -> Record:
    """The JSON that a script of the page holds; the metas say nothing of use."""
    for script in page.tree.css("script"):
        text = script.text(deep=True)
        start = text.find("xplGlobal.document.metadata")
        brace = text.find("{", start) if start >= 0 else -1
        if brace < 0:
            continue
        try:
            found, _ = json.JSONDecoder().raw_decode(text, brace)
        except (ValueError, RecursionError):
            continue
        return replace(
            record,
            title=text_at(found, "title") or record.title,
            authors=tuple(
                full_name(text_at(who, "lastName"), text_at(who, "firstName"))
                if text_at(who, "lastName") else text_at(who, "name")
                for who in map(mapping_at, list_at(found, "authors"))
            ) or record.authors,
            dates=(text_at(found, "publicationYear"), *record.dates),
            venues=(
                text_at(found, "publicationTitle"), text_at(found, "displayPublicationTitle"),
                *record.venues,
            ),
            doi=text_at(found, "doi") or record.doi,
            abstract=text_at(found, "abstract") or record.abstract,
        )  # fmt: skip
    return record


_PROCEEDINGS = (
    (r"/file/([0-9a-f]+)-Paper(-[\w-]+)?\.pdf", r"/hash/\1-Abstract\2.html"),
    (r"/file/([0-9a-f]+)-(?:Supplemental|Metadata)(-[\w-]+)?\.\w+", r"/hash/\1-Abstract\2.html"),
    (r"(/paper/\d+-[\w-]+)\.pdf$", r"\1"),
)  # fmt: skip
SITES: Final = (
    Site("papers.nips.cc", _PROCEEDINGS, _neurips, "NeurIPS"),
    Site("papers.neurips.cc", _PROCEEDINGS, _neurips, "NeurIPS"),
    Site("proceedings.neurips.cc", _PROCEEDINGS, _neurips, "NeurIPS"),
    Site("proceedings.iclr.cc", _PROCEEDINGS, _neurips, "ICLR"),
    Site("proceedings.mlr.press", ((r"/(v\d+)/([\w-]+)(?:/\2)?\.pdf$", r"/\1/\2.html"),), _pmlr),
    Site(
        "openaccess.thecvf.com",
        ((r"/papers/([^/]+)\.pdf$", r"/html/\1.html"),),
        _with_texts("#papertitle", "#authors", "#abstract"),
    ),
    Site(
        "ecva.net",
        (
            (
                r"/papers/([\w]+)/papers_ECCV/papers/(\d+)\.pdf$",
                r"/papers/\1/papers_ECCV/html/\2_ECCV_paper.php",
            ),
        ),
        _with_texts("#papertitle", "#authors", "#abstract"),
        "ECCV",
    ),
    Site(
        "ojs.aaai.org",
        ((r"/article/(?:view|download)/(\d+)(?:/\d+)*", r"/article/view/\1"),),
        None,
        "AAAI",
    ),
    Site("aclanthology.org", ((r"/([\w.-]+?)(?:v\d+)?\.pdf$", r"/\1/"),), _acl),
    Site("ieeexplore.ieee.org", (), _ieee),
    Site("link.springer.com", ()),
    Site("nature.com", ((r"/articles/([\w-]+)\.pdf$", r"/articles/\1"),)),
    Site("frontiersin.org", ()),
)


def site_of(url: str) -> Site | None:
    """The publisher whose page an address is, if it is one that we know."""
    host = host_of(url)
    return next(
        (site for site in SITES if host == site.host or host.endswith(f".{site.host}")), None
    )


def page_address(url: str) -> str:
    """The address of the paper's page, from that of its PDF or viewer.

    >>> page_address("https://proceedings.mlr.press/v162/chen22ac/chen22ac.pdf")
    'https://proceedings.mlr.press/v162/chen22ac.html'
    """
    site = site_of(url)
    for pattern, page in site.to_page if site else ():
        changed = re.sub(pattern, page, url, count=1)
        if changed != url:
            return changed
    return url


def fetch(client: Client, url: str) -> SourceRecord:
    """The record on a page.

    Raises:
        SourceError: The page does not come, or names no paper.
    """
    answer = client.get(page_address(url), expect=Kind.HTML, typed=True)
    return parse(answer.text, url=answer.url)


def parse(html: str, *, url: str) -> SourceRecord:
    """The record on a page that is there.

    Args:
        html: The page.
        url: Where it is from; empty if that is not known.

    Raises:
        SourceError: It names no paper.
    """
    page = page_of(html)
    site = site_of(url) if url else None
    raw = record_of_page(page, url=url)
    if site and site.read:
        raw = site.read(page, raw)
    if said := proceedings_of(url):
        # The metas of some proceedings name neither venue nor year, but their addresses do.
        raw = replace(
            raw,
            venues=(*raw.venues, said.venue or ""),
            dates=(*raw.dates, str(said.year or "")),
        )
    if site and site.venue:
        raw = replace(raw, venues=(site.venue, *raw.venues))
    name = f"page of {host_of(url)}" if url else "the saved page"
    if not raw.title:
        raise SourceError(
            name, "names no paper", hint="give its title:  --title, or its DOI or arXiv identifier"
        )
    return record_of(name, raw)
