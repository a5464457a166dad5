"""Making a note on a paper: what the user gave, completed from itself; duplicates; the new file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from snnnotes.errors import DuplicateNoteError, UsageError
from snnnotes.formats.note_making import NewNotes
from snnnotes.model.author import author_names
from snnnotes.model.change import FileChange
from snnnotes.model.citekey import stand_in_citekey
from snnnotes.model.duplicates import Duplicate, KnownPapers
from snnnotes.model.fields import reading_status
from snnnotes.model.file_name import file_name
from snnnotes.model.identifiers import (
    ArxivId,
    Doi,
    Identifier,
    find_identifier,
    parse_arxiv_id,
    parse_doi,
    parse_openreview_id,
)
from snnnotes.model.note import RATINGS, YEARS, Note, is_number_in
from snnnotes.model.paper import Paper, stand_in_titles
from snnnotes.model.title import clean_line

_BETWEEN_TAGS = re.compile(r"[,，、;；]")
#: In the order of the frontmatter. Not the abstract: a note is one's own words.
_TOLD_BY_SOURCES = (
    "title", "authors", "year", "venue", "url", "arxiv", "doi", "openreview", "code", "pdf",
)  # fmt: skip
#: What a sentence puts behind an address that is copied out of it.
_AFTER_ADDRESS = ".,;。，；、！？”’》」"
_LIKE_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
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
    #: Fields that no source has told yet; their values, if any, stand in for what is to come.
    pending: tuple[str, ...] = ()
    allow_duplicate: bool = False


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
        status=reading_status(request.status or "") or None,
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


def completed_from(
    request: NewNote, found: Mapping[str, str | int | tuple[str, ...]], *, pending: Iterable[str]
) -> NewNote:
    """`request` with what it lacks taken from what sources say; what the user typed stays.

    What no source told, though a note needs it, gets something that stands in for it: the
    identifier for the title, and for the year that of the identifier, else of the note itself.

    Args:
        request: Completed.
        found: By name of the field.
        pending: Fields that a source would have told which did not answer.
    """
    values = {name: value for name, value in found.items() if name in _TOLD_BY_SOURCES}
    lacking: dict[str, Any] = {
        name: _as_typed(value) for name, value in values.items() if not getattr(request, name)
    }
    full = replace(request, **lacking)
    waiting = [name for name in pending if not getattr(full, name)]
    stand_ins: dict[str, Any] = {}
    if full.title is None:
        stand_ins["title"] = _stand_in_title(full)
    if full.year is None:
        year = suggested_year(full) or _year_in(full.doi or "")
        stand_ins["year"] = str(year or (full.added or datetime.now(UTC)).year)
    waiting += [name for name in stand_ins if name not in waiting]
    in_order = [name for name in _TOLD_BY_SOURCES if name in waiting]
    full = replace(full, pending=tuple(in_order))
    return complete(replace(full, **stand_ins))


def _stand_in_title(request: NewNote) -> str:
    return stand_in_titles(_paper(request))[0]


def _as_typed(value: str | int | tuple[str, ...]) -> str | tuple[str, ...]:
    return str(value) if isinstance(value, int) else value


def _year_in(doi: str) -> int | None:
    """The year that some publishers put into their DOIs: 10.1109/iccv48922.2021.00266."""
    found = re.search(r"[./-]((?:19|20)\d\d)(?=[./-])", doi)
    return int(found[1]) if found else None


def find_duplicates(request: NewNote, notes: Iterable[Note]) -> list[Duplicate]:
    """The notes on the paper of a completed request, in the order of `notes`.

    The same arXiv identifier, DOI or OpenReview id, in whatever form; or the same title or
    alias, whatever case, width, blanks and punctuation.
    """
    return KnownPapers(notes).duplicates_of(_paper(request))


def refuse_duplicate(request: NewNote, notes: Iterable[Note]) -> None:
    """Refuse a completed request on a paper that has a note, unless it allows for that.

    Raises:
        DuplicateNoteError: There is one.
    """
    for duplicate in () if request.allow_duplicate else find_duplicates(request, notes):
        raise DuplicateNoteError(
            f"{duplicate.note.path} is on this paper already: {duplicate.reason}",
            hint="for a second note on it, add --allow-duplicate",
        )


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
    refuse_duplicate(request, notes)
    paper = _paper(request)
    draft = Note(
        path=PurePosixPath(),
        paper=paper,
        # A title that only stands in is no name to cite by.
        citekey=stand_in_citekey(paper) or None if "title" in request.pending else None,
        tags=request.tags,
        status=request.status,
        rating=int(request.rating) if request.rating else None,
        added=request.added.isoformat(timespec="seconds") if request.added else None,
        pending=request.pending,
    )
    new_notes = NewNotes(notes, template=template, folder=folder, exists=exists)
    path = new_notes.path_for(draft.paper)
    if exists(path) and not request.allow_duplicate:
        raise DuplicateNoteError(
            f"{path} exists already, and the new note would have the same name",
            hint="for a second note beside it, add --allow-duplicate",
        )
    return new_notes.make(draft)


def _with_paper_told_apart(request: NewNote) -> tuple[NewNote, Identifier | None]:
    """`request` with `paper` put where it belongs, and the identifier that `paper` was."""
    text = clean_line(request.paper or "")
    bare = replace(request, paper=None)
    identifier = find_identifier(text)
    if identifier or not text:
        return bare, identifier
    if _ADDRESS.fullmatch(text):
        address = text.rstrip(_AFTER_ADDRESS)
        _refuse_second("url", request.url, address)
        return replace(bare, url=address), None
    if _LIKE_ADDRESS.fullmatch(text):
        raise UsageError(
            f"not an address of the web: {text!r}",
            hint="it looks like  https://example.org/paper; a title goes behind  --title",
        )
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


def _how_to_give(name: str, request: NewNote) -> str:
    """A hint for somebody who left out a required field."""
    if name == "title":
        return 'give it as in  --title "Spike-driven Transformer"'
    year = suggested_year(request)
    if year is None:
        return "give it as in  --year 2023"
    return f"give it as in  --year {year} (when it came to arXiv)"
