"""What is given to `add`: lists of papers, bibliographies, saved pages, PDFs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from snnnotes.errors import UnreadableFileError, UsageError

if TYPE_CHECKING:
    from snnnotes.cli.session import Session
    from snnnotes.model.source_record import SourceRecord

_BIBLIOGRAPHIES = (".bib", ".ris", ".json")
_PAGES = (".html", ".htm", ".xhtml", ".mhtml")


def is_bibliography(session: Session, text: str) -> bool:
    """Does `text` name a file, or stdin, that `import` reads?"""
    is_named_so = Path(text).suffix.lower() in _BIBLIOGRAPHIES
    return text == "-" or (is_named_so and (session.folder / text).is_file())


def lines_of(session: Session, listed: Path | None) -> list[str]:
    """The papers in a file, one a line; empty lines and those after # are none.

    Args:
        session: Of the command.
        listed: The file; ``-`` is stdin. None lists nothing.

    Raises:
        UnreadableFileError: The file cannot be read.
        UsageError: No paper is in it.
    """
    if listed is None:
        return []
    from snnnotes.storage.encoding import decoded
    from snnnotes.storage.files import read_text

    if str(listed) == "-":
        text = decoded(sys.stdin.buffer.read(), listed)
    else:
        text = read_text(session.folder / listed, listed)
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    papers = [line for line in lines if line and not line.startswith("#")]
    if not papers:
        raise UsageError(
            f"{listed}: no paper is in it",
            hint="write one on each line: an arXiv identifier, a DOI, an address or a title",
        )
    return papers


def record_in_file(session: Session, text: str) -> SourceRecord | None:
    """What a PDF or a saved page says of its paper; None if `text` names neither.

    Raises:
        UnreadableFileError: The file cannot be read.
        UsageError: It is a PDF, and the extra for them is missing, or nothing in it tells.
        SourceError: The page names no paper.
    """
    from snnnotes.storage.note_files import is_file

    suffix = Path(text).suffix.lower()
    if suffix not in (".pdf", *_PAGES, *_BIBLIOGRAPHIES) or "://" in text:
        return None
    path, shown = session.folder / text, PurePosixPath(text)
    if not is_file(path):
        _refuse_name_of_no_file(text)
        return None
    if suffix == ".pdf":
        return _record_in_pdf(path, shown)
    from snnnotes.sources.answer import text_of
    from snnnotes.sources.page import parse
    from snnnotes.storage.files import read_bytes

    record = parse(text_of(read_bytes(path, shown), ""), url="")
    return replace(record, source=path.name)


def _refuse_name_of_no_file(text: str) -> None:
    """Refuse what is no title, though no file has that name; many an identifier ends in .pdf.

    Raises:
        UnreadableFileError: It is none.
    """
    from snnnotes.model.identifiers import find_identifier

    if " " not in text and find_identifier(text) is None:
        raise UnreadableFileError(
            PurePosixPath(text), "no such file",
            hint="look at how the path is spelled; an address begins with https://",
        )  # fmt: skip


def _record_in_pdf(path: Path, shown: PurePosixPath) -> SourceRecord:
    from snnnotes.formats.pdf_stamp import identifier_in, title_in
    from snnnotes.model.paper import Paper
    from snnnotes.model.source_record import SourceRecord
    from snnnotes.storage.pdf_text import read_pdf

    text = read_pdf(path, shown)
    found = identifier_in(text.pages)
    title = title_in(text.title, text.pages)
    if found is None and not title:
        raise UsageError(
            f"{shown}: nothing in this PDF says what paper it is",
            hint="give its arXiv identifier or DOI, or  --title and --year",
        )
    arxiv, doi = (
        str(found) if found and found.field == name else None for name in ("arxiv", "doi")
    )
    paper = Paper(title=title, year=0, arxiv=arxiv, doi=doi)
    return SourceRecord(source=path.name, paper=paper, guessed=frozenset({"title"}))
