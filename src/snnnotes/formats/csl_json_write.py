"""Notes as CSL-JSON, for Pandoc, Zotero and whatever prints citations by CSL.

Source: https://docs.citationstyles.org/en/stable/specification.html (1.0.2)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from snnnotes.formats.bibliography import joined_tags, venue_to_state
from snnnotes.formats.csl_json import OURS
from snnnotes.formats.export_keys import export_keys
from snnnotes.formats.person import PersonParts, person_parts
from snnnotes.formats.venue_kind import Publication, publication_in
from snnnotes.model.note import Note

_TYPES = MappingProxyType(
    {
        Publication.JOURNAL: "article-journal",
        Publication.MEETING: "paper-conference",
        Publication.PREPRINT: "article",
    }
)
#: By the names that notes have for them.
_DETAILS = MappingProxyType({
    "volume": "volume", "number": "issue", "pages": "page", "publisher": "publisher",
})  # fmt: skip


def dumps(notes: Iterable[Note], *, keys: Sequence[str] | None = None) -> str:
    """A list of items, one a note, in the order given.

    Args:
        notes: What is to be cited.
        keys: Their keys; if None, each note's citekey, or one that is made for it.
    """
    notes = list(notes)
    keys = [key.text for key in export_keys(notes)] if keys is None else keys
    items = [_item(note, key) for note, key in zip(notes, keys, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(note: Note, key: str) -> dict[str, Any]:
    paper = note.paper
    publication = publication_in(paper.venue)
    is_preprint = publication is Publication.PREPRINT
    custom = {name: getattr(paper, name, None) for name in OURS}
    custom["venue"] = venue_to_state(paper.venue)
    item = {
        "id": key,
        "citation-key": key,
        "type": _TYPES[publication],
        "title": paper.title,
        "author": [_name(person_parts(author)) for author in paper.authors],
        "issued": {"date-parts": [[paper.year]]},
        "container-title": None if is_preprint else paper.venue,
        **{theirs: _text(note, name) for name, theirs in _DETAILS.items()},
        "DOI": paper.doi,
        "URL": paper.url,
        "keyword": joined_tags(note.tags),
        "abstract": paper.abstract,
        "custom": {name: value for name, value in custom.items() if value},
    }
    if is_preprint and paper.arxiv:
        item |= {"publisher": "arXiv", "number": f"arXiv:{paper.arxiv}"}
    return {name: value for name, value in item.items() if value}


def _text(note: Note, name: str) -> str | None:
    value = note.extra.get(name)
    return value if isinstance(value, str) else None


def _name(parts: PersonParts) -> dict[str, str]:
    if not parts.given:
        return {"literal": parts.family}
    names = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "suffix": parts.generation,
    }
    return {name: value for name, value in names.items() if value}
