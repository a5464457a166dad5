"""The online sources of one command: the only place where the client and the sources are wired."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from snnnotes.errors import SourceError

if TYPE_CHECKING:
    from snnnotes.cli.session import Session
    from snnnotes.model.identifiers import ArxivId, Identifier, OpenReviewId
    from snnnotes.model.source_record import SourceRecord
    from snnnotes.sources.http import Client
    from snnnotes.storage.notebook import Notebook

_Answer = TypeVar("_Answer")
_Subject = TypeVar("_Subject")


@contextmanager
def client_of(
    session: Session, notebook: Notebook, *, offline: bool, anew: bool = False
) -> Iterator[Client]:
    """The client by which this command asks, with the settings of the notebook.

    Args:
        session: Of the command.
        notebook: Whose `[sources]` and `[mirrors]` hold.
        offline: Did the user say --offline?
        anew: Shall sources be asked that have answered lately?
    """
    from snnnotes.sources.http import Client
    from snnnotes.storage.index_place import default_cache_folder

    settings = notebook.config.sources
    if offline:
        settings = settings._replace(offline=True)
    elif anew:
        settings = settings._replace(cache_days=0)
    folder = default_cache_folder(session.environment)
    with Client(session.environment, settings, cache_folder=folder) as client:
        yield client


@contextmanager
def asking_line(session: Session, source: str) -> Iterator[None]:
    """A line on the terminal that says who is asked, as long as that takes."""
    if session.quiet or not session.can_ask() or session.environment.get("CI"):
        yield
        return
    line = f"Asking {source} …"
    sys.stderr.write(f"\r{line}")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write(f"\r{' ' * (len(line) + 1)}\r")  # some show the … in two columns
        sys.stderr.flush()


def online_of(session: Session, client: Client) -> Online:
    """The sources, with a line on the terminal while one is asked."""
    return Online(client, session.environment, partial(asking_line, session))


class Online:
    """The sources, as `features.resolving` asks them; each is loaded when it is asked first."""

    def __init__(
        self,
        client: Client,
        environment: Mapping[str, str],
        asking: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        """Ask nothing yet.

        Args:
            client: See `client_of`.
            environment: The variables of the process; a token may be among them.
            asking: Is told the name of each source; within it, that one is asked.
        """
        self.client = client
        self._asking = asking
        self._openreview_token = environment.get("SNNNOTES_OPENREVIEW_TOKEN", "")
        self._from_arxiv: dict[str, SourceRecord | None] = {}
        self._trouble_of_arxiv: SourceError | None = None

    def prepare(self, identifiers: Iterable[ArxivId]) -> None:
        """Ask arXiv for several papers in one request, since it wants three seconds between two."""
        from snnnotes.sources import arxiv

        known = self._from_arxiv
        wanted = {one.number: one for one in identifiers if one.number not in known}
        if not wanted:
            return
        try:
            with self._asking("arXiv"):
                found = arxiv.fetch(self.client, [*wanted.values()])
        except SourceError as error:
            self._trouble_of_arxiv = error
            return
        self._from_arxiv |= {number: found.get(number) for number in wanted}

    def arxiv(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Ask the API of arXiv."""
        self.prepare([identifier] if self._trouble_of_arxiv is None else [])
        if self._trouble_of_arxiv is not None:
            raise self._trouble_of_arxiv
        return self._from_arxiv[identifier.number]

    def arxiv_page(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Read the paper's page at arXiv."""
        from dataclasses import replace

        found = self.page(identifier.url)
        return replace(found, source="arXiv page", is_preprint=True) if found else None

    def agency(self, doi: str, /) -> str | None:
        """Ask doi.org who has registered a DOI."""
        from snnnotes.sources import doi_agency

        return self._ask("doi.org", doi_agency.agency_of, doi)

    def crossref(self, doi: str, /) -> SourceRecord | None:
        """Ask Crossref."""
        from snnnotes.sources import crossref

        return self._ask("Crossref", crossref.fetch, doi)

    def datacite(self, doi: str, /) -> SourceRecord | None:
        """Ask DataCite."""
        from snnnotes.sources import datacite

        return self._ask("DataCite", datacite.fetch, doi)

    def any_agency(self, doi: str, /) -> SourceRecord | None:
        """Ask doi.org for the record of any agency."""
        from snnnotes.sources import doi_agency

        return self._ask("doi.org", doi_agency.fetch, doi)

    def openreview(self, identifier: OpenReviewId, /) -> SourceRecord | None:
        """Ask the APIs of OpenReview."""
        from snnnotes.sources import openreview

        with self._asking("OpenReview"):
            return openreview.fetch(self.client, identifier, token=self._openreview_token)

    def page(self, url: str, /) -> SourceRecord | None:
        """Read a page."""
        from snnnotes.errors import SourceStatusError
        from snnnotes.sources import page

        try:
            return self._ask("the page", page.fetch, url)
        except SourceStatusError as error:
            if error.status in (404, 410):
                return None
            raise

    def semantic_scholar(self, identifier: Identifier, /) -> SourceRecord | None:
        """Ask Semantic Scholar."""
        from snnnotes.sources import semantic_scholar

        return self._ask("Semantic Scholar", semantic_scholar.fetch, identifier)

    def near_titles(self, title: str, family: str, /) -> list[SourceRecord]:
        """Ask Crossref which papers have such a title, best first."""
        from snnnotes.sources import crossref

        return self._ask("Crossref", partial(crossref.search, family=family), title)

    def nearest_title(self, title: str, /) -> SourceRecord | None:
        """Ask Semantic Scholar for the paper with the nearest title."""
        from snnnotes.sources import semantic_scholar

        return self._ask("Semantic Scholar", semantic_scholar.match, title)

    def hugging_face(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Ask Hugging Face for code."""
        from snnnotes.sources import code_links

        return self._ask("Hugging Face", code_links.fetch_hugging_face, identifier)

    def papers_with_code(self, identifier: ArxivId, /) -> SourceRecord | None:
        """Ask Papers with Code for code."""
        from snnnotes.sources import code_links

        return self._ask("Papers with Code", code_links.fetch_papers_with_code, identifier)

    def _ask(
        self, name: str, fetch: Callable[[Client, _Subject], _Answer], subject: _Subject
    ) -> _Answer:
        with self._asking(name):
            return fetch(self.client, subject)
