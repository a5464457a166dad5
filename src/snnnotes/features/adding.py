"""Making a note on a paper: what the user gave, completed from itself; duplicates; the new file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import PurePosixPath

from snnnotes.errors import DuplicateNoteError, UsageError
from snnnotes.formats.new_note import render
from snnnotes.model.author import author_names
from snnnotes.model.change import FileChange
from snnnotes.model.citekey import make_citekey
from snnnotes.model.fields import READING_STATUSES
from snnnotes.model.file_name import file_name
from snnnotes.model.identifiers import (
    ArxivId,
    Doi,
    Identifier,
    find_identifier,
    identifiers_of,
    parse_arxiv_id,
    parse_doi,
    parse_openreview_id,
)
from snnnotes.model.note import RATINGS, YEARS, Note, is_number_in
from snnnotes.model.paper import Paper
from snnnotes.model.title import clean_line, title_key

_BETWEEN_TAGS = re.compile(r"[,，、;；]")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note that somebody wants: what they typed, nothing of it checked yet."""

    #: A title, an identifier in any form, or the address of a paper.
    paper: str | None = None
    title: str | None = None
    year: str | None = None
    #: One name each, or several as they stand on a paper's page.
    authors: tuple[str, ...] = ()
    venue: str | None = None
    url: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    openreview: str | None = None
    code: str | None = None
    pdf: str | None = None
    tags: tuple[str, ...] = ()
    status: str | None = None
    rating: str | None = None
    #: The present, with its zone; to the second in the note.
    added: datetime | None = None
    allow_duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A note on the same paper, and what shows that it is the same."""

    note: Note
    #: Such as ``same arXiv identifier 2307.01694`` or ``same title``.
    reason: str


def complete(request: NewNote) -> NewNote:
    """`request` with every value checked and in the form of a note, and what follows from them.

    `paper` becomes title, identifier or address; an identifier in an address becomes one of
    its own; an identifier gives the address if there is none. A DOI of arXiv's (10.48550/…)
    becomes the arXiv identifier. Completing twice changes nothing.

    Raises:
        UsageError: A value is impossible, or two of them contradict each other.
        IdentifierError: An arXiv identifier, DOI or OpenReview id is none.
    """
    request, pasted = _with_paper_told_apart(request)
    identifiers = _identifiers(request, pasted)
    given = {identifier.field: str(identifier) for identifier in identifiers}
    url = clean_line(request.url or "")
    if not _ADDRESS.fullmatch(url):
        # arxiv.org/abs/2307.01694 without https:// is as good as an identifier.
        found = find_identifier(url) if url else next(iter(identifiers), None)
        url = found.url if found else url
    return replace(
        request,
        title=_title(request.title),
        year=_number("year", request.year, YEARS),
        authors=tuple(filter(_name, author_names(request.authors))),
        venue=_name(request.venue),
        url=_address("url", url),
        arxiv=given.get("arxiv"),
        doi=given.get("doi"),
        openreview=given.get("openreview"),
        code=_address("code", request.code),
        pdf=_address("pdf", request.pdf),
        tags=_tags(request.tags),
        status=_status(request.status),
        rating=_number("rating", request.rating, RATINGS),
    )


def missing_fields(request: NewNote) -> list[str]:
    """The required fields that a completed request lacks."""
    required = {"title": request.title, "year": request.year}
    return [name for name, value in required.items() if value is None]


def suggested_year(request: NewNote) -> int | None:
    """The year of a completed request's arXiv identifier.

    Only a suggestion: a paper is often published in the year after.
    """
    return ArxivId(request.arxiv).year if request.arxiv else None


def find_duplicates(request: NewNote, notes: Iterable[Note]) -> list[Duplicate]:
    """The notes on the paper of a completed request, in the order of `notes`.

    The same arXiv identifier, DOI or OpenReview id, in whatever form; or the same title or
    alias, whatever case, width, blanks and punctuation.
    """
    wanted = identifiers_of(_paper(request))
    key = title_key(request.title) if request.title else ""
    duplicates = []
    for note in notes:
        shared = wanted & identifiers_of(note.paper)
        if shared:
            first = min(shared, key=lambda identifier: identifier.field)
            duplicates.append(Duplicate(note, f"same {first.kind} {first}"))
        elif key and key in map(title_key, (note.paper.title, *note.aliases)):
            duplicates.append(Duplicate(note, "same title"))
    return duplicates


def plan_add(
    request: NewNote,
    notes: Sequence[Note],
    *,
    template: str,
    exists: Callable[[PurePosixPath], bool],
    folder: PurePosixPath,
) -> FileChange:
    """The new file for a note.

    Args:
        request: Need not be completed.
        notes: All of the notebook's notes.
        template: See `formats.new_note`.
        exists: Is there a file of that path, on a disk that knows no case?
        folder: Where notes lie, relative to the notebook; each year has a folder in it.

    Raises:
        UsageError: A required field is missing, or a value is impossible.
        IdentifierError: An arXiv identifier, DOI or OpenReview id is none.
        DuplicateNoteError: There is a note on this paper, or a file of this name, and the
            request does not allow for that.
    """
    request = complete(request)
    for name in missing_fields(request):
        raise UsageError(f"{name} is missing", hint=_how_to_give(name, request))
    if not request.allow_duplicate:
        for duplicate in find_duplicates(request, notes):
            raise DuplicateNoteError(
                f"{duplicate.note.path} is on this paper already: {duplicate.reason}",
                hint="for a second note on it, add --allow-duplicate",
            )
    paper = _paper(request)
    path = _free_path(folder / str(paper.year), request, exists)
    note = Note(
        path=path,
        paper=paper,
        citekey=make_citekey(paper, [note.citekey for note in notes if note.citekey]),
        tags=request.tags,
        status=request.status,
        rating=int(request.rating) if request.rating else None,
        added=request.added.isoformat(timespec="seconds") if request.added else None,
    )
    return FileChange(path, None, render(note, template))


def _with_paper_told_apart(request: NewNote) -> tuple[NewNote, Identifier | None]:
    """`request` with `paper` put where it belongs, and the identifier that `paper` was."""
    text = clean_line(request.paper or "")
    bare = replace(request, paper=None)
    identifier = find_identifier(text)
    if identifier or not text:
        return bare, identifier
    if _ADDRESS.fullmatch(text):
        _refuse_second("url", request.url, text)
        return replace(bare, url=text), None
    _refuse_second("title", request.title, text)
    return replace(bare, title=text), None


def _refuse_second(name: str, given: str | None, text: str) -> None:
    if given is not None:
        raise UsageError(
            f"{name} is given twice: {text!r} and {given!r}",
            hint=f"leave out one of them, such as --{name}",
        )


def _identifiers(request: NewNote, pasted: Identifier | None) -> list[Identifier]:
    """What `request` says by which the paper is known, at most one of each kind.

    The one that was pasted comes first; then those where a paper is free to read.
    """
    found: list[Identifier] = [pasted] if pasted else []
    if request.arxiv:
        found.append(parse_arxiv_id(request.arxiv))
    if request.openreview:
        found.append(parse_openreview_id(request.openreview))
    if request.doi:
        doi = parse_doi(request.doi)
        found.append(find_identifier(doi.text) or doi)
    in_url = find_identifier(request.url or "")
    # The address may be a preprint's, which has another DOI than what was published.
    if in_url and not (isinstance(in_url, Doi) and request.doi):
        found.append(in_url)
    distinct: dict[str, Identifier] = {}
    for identifier in found:
        other = distinct.setdefault(identifier.field, identifier)
        if str(other) != str(identifier):
            raise UsageError(
                f"these are two papers: {identifier.kind} {other} and {identifier}",
                hint="leave out one of them",
            )
    return list(distinct.values())


def _title(text: str | None) -> str | None:
    title = clean_line(text or "")
    if title:
        file_name(title)  # raises now, while there is somebody to ask for another title
    return title or None


def _name(text: str | None) -> str | None:
    name = clean_line(text or "")
    # Frontmatter reads these as "no value", even in quotes.
    return None if name in ("", "~") or name.casefold() == "null" else name


def _address(name: str, text: str | None) -> str | None:
    address = clean_line(text or "")
    if address and not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"{name} is not a web address: {address!r}",
            hint=f"write it out, as in  --{name} https://example.org/paper",
        )
    return address or None


def _number(name: str, text: str | None, numbers: range) -> str | None:
    digits = (text or "").strip()
    if digits and not is_number_in(digits, numbers):
        raise UsageError(
            f"{name} is not a whole number from {numbers.start} to {numbers.stop - 1}: {digits!r}",
            hint=f"write it in digits, as in  --{name} {2023 if numbers is YEARS else 4}",
        )
    return digits or None


def _status(text: str | None) -> str | None:
    status = (text or "").strip().casefold()
    if status and status not in READING_STATUSES:
        raise UsageError(
            f"status is none that we know: {text!r}",
            hint=f"it is one of {', '.join(READING_STATUSES)}",
        )
    return status or None


def _tags(given: Iterable[str]) -> tuple[str, ...]:
    """Single tags, without the # of other programs, each once.

    >>> _tags(["attention, survey", "#Attention"])
    ('attention', 'survey')
    """
    parts = [part for text in given for part in _BETWEEN_TAGS.split(text)]
    tags = [clean_line(part).lstrip("#").strip() for part in parts]
    once: dict[str, str] = {}
    for tag in filter(_name, tags):
        once.setdefault(tag.casefold(), tag)
    return tuple(once.values())


def _paper(request: NewNote) -> Paper:
    """The paper of a completed request."""
    return Paper(
        title=request.title or "",
        year=int(request.year or 0),
        authors=request.authors,
        venue=request.venue,
        url=request.url,
        arxiv=request.arxiv,
        doi=request.doi,
        openreview=request.openreview,
        code=request.code,
        pdf=request.pdf,
    )


def _free_path(
    folder: PurePosixPath, request: NewNote, exists: Callable[[PurePosixPath], bool]
) -> PurePosixPath:
    """Where the note of a completed request goes."""
    title = request.title or ""
    path = folder / file_name(title)
    if not exists(path):
        return path
    if not request.allow_duplicate:
        raise DuplicateNoteError(
            f"{path} exists already, and the new note would have the same name",
            hint="for a second note beside it, add --allow-duplicate",
        )
    copies = (folder / file_name(title, copy=copy) for copy in count(2))
    return next(copy for copy in copies if not exists(copy))


def _how_to_give(name: str, request: NewNote) -> str:
    """A hint for somebody who left out a required field."""
    if name == "title":
        return 'give it as in  --title "Spike-driven Transformer"'
    year = suggested_year(request)
    if year is None:
        return "give it as in  --year 2023"
    return f"give it as in  --year {year} (when it came to arXiv)"
