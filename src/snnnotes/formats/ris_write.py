"""Notes as RIS, for EndNote, Zotero, Mendeley and NoteExpress."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from snnnotes.formats.bibliography import joined_tags, venue_to_state
from snnnotes.formats.export_keys import export_keys
from snnnotes.formats.person import person_parts
from snnnotes.formats.venue_kind import Publication, publication_in
from snnnotes.model.markdown import one_line
from snnnotes.model.note import Note

_TYPES = MappingProxyType(
    {
        Publication.JOURNAL: "JOUR",
        Publication.MEETING: "CONF",
        Publication.PREPRINT: "UNPB",
    }
)
_DETAILS = (("volume", "VL"), ("number", "IS"), ("publisher", "PB"))
_DASH = re.compile("[–—]|-+")


def dumps(notes: Iterable[Note], *, keys: Sequence[str] | None = None) -> str:
    """One record a note, in the order given, with an empty line between; empty if there is none.

    Args:
        notes: What is to be cited.
        keys: Their keys; if None, each note's citekey, or one that is made for it.
    """
    notes = list(notes)
    keys = [key.text for key in export_keys(notes)] if keys is None else keys
    return "\n".join(
        "".join(f"{tag}  - {one_line(value)}\n" for tag, value in _fields(note, key) if value)
        + "ER  - \n"
        for note, key in zip(notes, keys, strict=True)
    )


def _fields(note: Note, key: str) -> Iterator[tuple[str, str | None]]:
    paper = note.paper
    publication = publication_in(paper.venue)
    yield "TY", _TYPES[publication]
    yield "ID", key
    for author in paper.authors:
        yield "AU", _name(author)
    yield "TI", paper.title
    if publication is not Publication.PREPRINT:
        yield "T2", paper.venue
    yield "PY", str(paper.year)
    yield from ((tag, _text(note, name)) for name, tag in _DETAILS)
    pages = [part.strip() for part in _DASH.split(_text(note, "pages") or "", maxsplit=1)]
    yield from zip(("SP", "EP"), pages, strict=False)
    yield "DO", paper.doi
    yield "AN", f"arXiv:{paper.arxiv}" if paper.arxiv else None
    yield "UR", paper.url
    yield "L1", paper.pdf
    # A reader parts a keyword that stands alone at its commas, as some programs write them.
    tags = note.tags if len(note.tags) > 1 else (joined_tags(note.tags),)
    yield from (("KW", tag) for tag in tags)
    yield "AB", paper.abstract
    ours = {
        "OpenReview": paper.openreview,
        "Code": paper.code,
        "Venue": venue_to_state(paper.venue),
    }
    yield from (("C1", f"{name}: {value}") for name, value in ours.items() if value)


def _text(note: Note, name: str) -> str | None:
    value = note.extra.get(name)
    return value if isinstance(value, str) else None


def _name(author: str) -> str:
    """A name as RIS has it: Family, Given, Generation; of a group as it is.

    >>> _name("Laurens van der Maaten"), _name("Martin King Jr."), _name("姚满")
    ('van der Maaten, Laurens', 'King, Martin, Jr.', '姚满')
    """
    parts = person_parts(author)
    family = f"{parts.particle} {parts.family}".strip()
    return ", ".join(filter(None, (family, parts.given, parts.generation)))
