"""Whether a ``note`` of a bibliography is a remark, or only says where the paper is."""

from __future__ import annotations

import re

from snnnotes.model.identifiers import find_identifier

#: Addresses, identifiers with their archive, dates.
_PLACES = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+|\b10\.\d{4,9}/\S+|(?:arxiv|openreview)\s*[:.]\s*\S+"
    r"|\b\d{4}\.\d{4,5}(?:v\d+)?\b|\[[a-z-]+(?:\.[A-Za-z-]+)?\]"
    r"|\b(?:19|20)\d\d(?:-\d\d?){0,2}\b|\d+(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
#: What programs note for themselves: Zotero's "Extra", publishers' exports.
_FOR_PROGRAMS = re.compile(
    r"(?:tex|bibtex|biblatex)\.[\w.-]+\s*[:=]"
    r"|(?:_?eprint|ads bibcode|arxiv|citation[ -]?key|doi|isbn|issn|lccn|mag id|number of citations"
    r"|openreview|original[ -]date|page version id|pmc|pmc ?id|pmid|publisher|s2id|source|type"
    r"|version)\s*:|\d+ citations\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
#: Words around an address that say no more than that it is one.
_LABELS = frozenset({
    "a", "abs", "accessed", "and", "archive", "arxiv", "at", "available", "biorxiv", "code", "com",
    "corr", "doi", "e", "eprint", "for", "from", "github", "here", "homepage", "id", "in", "last",
    "link", "month", "of", "official", "on", "online", "openreview", "our", "page", "paper", "pdf",
    "preprint", "prepublished", "print", "project", "publisher", "repository", "retrieved", "see",
    "source", "the", "url", "v", "version", "visited", "web", "website",
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
    "代码", "地址", "链接", "论文", "访问",
})  # fmt: skip


def remark_in(text: str) -> str:
    """What of a ``note`` is a remark, line by line; empty if it only says where the paper is.

    >>> remark_in("Oral. Thresholds adapt, see https://example.org"), remark_in("arXiv:2307.01694")
    ('Oral. Thresholds adapt, see https://example.org', '')
    >>> remark_in("Code: https://github.com/a/b"), remark_in("膜电位自适应")
    ('', '膜电位自适应')
    """
    return "\n".join(
        line for line in text.split("\n") if not line.strip() or _says_more(line)
    ).strip("\n")


def _says_more(line: str) -> bool:
    text = line.strip()
    if find_identifier(text) or _FOR_PROGRAMS.match(text):
        return False
    words = _WORD.findall(_PLACES.sub(" ", text))
    return any(word.casefold() not in _LABELS for word in words)
