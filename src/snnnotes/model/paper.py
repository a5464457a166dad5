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
