"""One fact about a paper that a note tells, and which part of the note tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Source(Enum):
    """What told a fact; in the order in which they are believed where nothing speaks against it."""

    #: A block of metadata at the top, in YAML or another carrier.
    FRONTMATTER = "frontmatter"
    #: A line such as ``**Authors**: …`` or ``作者：…``, or a row of a table.
    LABEL = "label"
    #: A ``.bib`` file beside the notes.
    BIBLIOGRAPHY = "bibliography"
    HEADING = "heading"
    #: A line under the heading, such as ``NeurIPS 2022``.
    LINE_BELOW = "line-below"
    #: The row of a list in a README that points to the note.
    README = "readme"
    FILE_NAME = "file-name"
    FOLDER = "folder"
    #: A link in the text: its words, or what its address says.
    LINK = "link"
    #: The arXiv identifier, whose first digits date it.
    ARXIV = "arxiv"
    GIT = "git"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value for one field of the frontmatter, and where it comes from."""

    #: Name of a field, as in `snnnotes.model.fields`.
    field: str
    #: A tuple for fields that hold a list, else text; in the form that the field wants.
    value: str | tuple[str, ...]
    source: Source
    #: Counted from 1 in the file; None if the fact does not stand in its text.
    line: int | None = None
