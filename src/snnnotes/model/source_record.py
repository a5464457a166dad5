"""What one source says about one paper."""

from __future__ import annotations

from dataclasses import dataclass

from snnnotes.model.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A paper as one source has it, and how far to believe that."""

    #: As people call it: ``arXiv``, ``Crossref``, ``page of proceedings.mlr.press``.
    source: str
    #: The title is empty and the year 0 where the source does not say.
    paper: Paper
    #: Fields that the source only guesses, or is known to have wrong.
    guessed: frozenset[str] = frozenset()
    #: Is it the record of a preprint, whatever the venue that it mentions?
    is_preprint: bool = False
    is_withdrawn: bool = False
    #: What the user should know, one sentence each, without a full stop.
    remarks: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, str | int | tuple[str, ...]]:
        """What the source says, by name of the frontmatter field."""
        paper = self.paper
        values: dict[str, str | int | tuple[str, ...] | None] = {
            "title": paper.title, "authors": paper.authors, "year": paper.year,
            "venue": paper.venue, "url": paper.url, "arxiv": paper.arxiv, "doi": paper.doi,
            "openreview": paper.openreview, "code": paper.code, "pdf": paper.pdf,
            "abstract": paper.abstract,
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}
