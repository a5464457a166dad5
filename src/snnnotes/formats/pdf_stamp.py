"""What paper a PDF is, from the text of its first pages: arXiv's stamp, a DOI, the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from snnnotes.model.identifiers import ArxivId, Doi, Identifier, find_identifier
from snnnotes.model.title import clean_line

#: arXiv prints it up the margin of the first page: arXiv:2307.01694v1 [cs.NE] 4 Jul 2023
_STAMP = re.compile(
    r"arxiv:\s*(?P<number>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]+[^\s\"<>{}|\\^`.,;:)\]]")
#: DOIs of the papers that a reference list names come after these words.
_REFERENCES = re.compile(
    r"^\s*(?:references|bibliography|参考文献)\s*$", re.IGNORECASE | re.MULTILINE
)
_NO_TITLE = re.compile(
    r"published as|under review|preprint|accepted|conference|proceedings|workshop|journal|volume"
    r"|vol\.|issn|doi|arxiv|https?:|copyright|©|received|article|open access|ieee trans|^\W*\d+\W*$"
    r"|microsoft word|untitled|\.(?:dvi|docx?|tex|pdf|indd)$|the version of record|downloaded",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 12, 300
_TOP_LINES = 12


def identifier_in(pages: Sequence[str]) -> Identifier | None:
    r"""The identifier that a paper carries: arXiv's stamp, else the first DOI before references.

    Args:
        pages: The texts of its first pages.

    >>> identifier_in(["Spike-driven Transformer\narXiv:2307.01694v1 [cs.NE] 4 Jul 2023"])
    ArxivId(number='2307.01694', version=None)
    """
    for page in pages:
        stamp = _STAMP.search(page)
        found = find_identifier(stamp["number"]) if stamp else None
        if isinstance(found, ArxivId):
            return found
    for page in pages:
        end = _REFERENCES.search(page)
        doi = _DOI.search(page, 0, end.start() if end else len(page))
        found = find_identifier(doi[0]) if doi else None
        if isinstance(found, Doi | ArxivId):
            return found
    return None


def title_in(own_title: str, pages: Sequence[str]) -> str:
    """The title of a paper: that of the file's properties, else what stands on top of the page.

    Empty if nothing looks like one. It is a guess: many a file is titled by a template.

    Args:
        own_title: From the properties.
        pages: The texts of its first pages.
    """
    title = clean_line(own_title.encode("utf-8", "replace").decode())
    if _is_title(title) and " " in title:
        return title
    lines = [clean_line(line) for line in (pages[0] if pages else "").split("\n")][:_TOP_LINES]
    for number, line in enumerate(lines):
        if not _is_title(line):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        # A long title goes on in the next line; names have commas, digits or marks behind them.
        goes_on = line.endswith((":", "-", " of", " for", " with", " and", " in", " the", " to"))
        return f"{line} {following}" if goes_on and _is_title(following) else line
    return ""


def _is_title(line: str) -> bool:
    return _SHORTEST <= len(line) <= _LONGEST and not _NO_TITLE.search(line)
