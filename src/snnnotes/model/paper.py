"""A paper, apart from any note about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What we know about a paper, whichever source told us."""

    title: str
    year: int
    #: "Given Family", Chinese names as written; in the order of the paper.
    authors: tuple[str, ...] = ()
    #: Short name, such as ``NeurIPS``; None for a preprint.
    venue: str | None = None
    url: str | None = None
    #: arXiv identifier without version.
    arxiv: str | None = None
    #: In lower case, without ``https://doi.org/``.
    doi: str | None = None
    #: OpenReview forum id.
    openreview: str | None = None
    code: str | None = None
    pdf: str | None = None
    abstract: str | None = None


def stand_in_titles(paper: Paper) -> list[str]:
    """What a note may have for a title until a source tells it: the paper's identifiers.

    >>> stand_in_titles(Paper(title="", year=2023, arxiv="2307.01694"))
    ['arXiv 2307.01694']
    """
    names = (("arXiv", paper.arxiv), ("DOI", paper.doi), ("OpenReview", paper.openreview))
    return [f"{kind} {name}" for kind, name in names if name] + ([paper.url] if paper.url else [])
