"""Notes as a list of references in Markdown, for a web page, a README or a chat."""

from __future__ import annotations

from collections.abc import Iterable

from snnnotes.model.identifiers import Doi
from snnnotes.model.markdown import escape, link_url
from snnnotes.model.note import Note

#: So that a paper of a large collaboration does not fill a page.
_MOST_AUTHORS = 10


def dumps(notes: Iterable[Note]) -> str:
    """One list item a note, in the order given; empty if there is none."""
    return "".join(f"- {_reference(note)}\n" for note in notes)


def _reference(note: Note) -> str:
    paper = note.paper
    authors = paper.authors[:_MOST_AUTHORS]
    more = " et al." if len(paper.authors) > len(authors) else ""
    title = escape(paper.title)
    address = paper.url or (Doi(paper.doi).url if paper.doi else "")
    linked = f"[{title}]({link_url(address)})" if address else title
    others = {
        "arXiv": (
            f"https://arxiv.org/abs/{paper.arxiv}"
            if paper.arxiv and paper.arxiv not in address
            else None
        ),
        "DOI": Doi(paper.doi).url if paper.doi else None,
        "code": paper.code,
    }
    links = [f"[{name}]({link_url(url)})" for name, url in others.items() if url and url != address]
    parts = [
        escape(", ".join(authors)) + more if authors else "",
        linked,
        f"*{escape(paper.venue)}*, {paper.year}" if paper.venue else str(paper.year),
        " · ".join(links),
    ]
    return ". ".join(part.removesuffix(".") for part in parts if part)
