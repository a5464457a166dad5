"""The generated list of a README: which rows it has, in which order and groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath

from snnnotes.formats.readme_block import find_block
from snnnotes.model.fields import READING_STATUSES
from snnnotes.model.note import Note, parse_time
from snnnotes.model.readme_row import rendered
from snnnotes.model.readme_settings import HEADING_FIELDS, LINE_FIELDS, ReadmeFile
from snnnotes.model.readme_template import parse_template

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def with_list(text: str, notes: Iterable[Note], file: ReadmeFile) -> str:
    """A README with the list of these notes between its markers; all else is kept to the byte.

    Raises:
        ReadmeMarkerError: There is not exactly one pair of markers.
    """
    return find_block(text, path=file.path).filled(line for line, _ in list_entries(notes, file))


def list_lines(notes: Iterable[Note], file: ReadmeFile) -> list[str]:
    """The list, line by line, without line ends.

    The same notes give the same lines, whatever their order.
    """
    return [line for line, _ in list_entries(notes, file)]


def list_entries(notes: Iterable[Note], file: ReadmeFile) -> Iterator[tuple[str, Note | None]]:
    """The lines of the list, each row with its note."""
    heading = parse_template(
        file.heading_line, fields=HEADING_FIELDS, where=f"{file.path}: heading"
    )
    line = parse_template(file.line, fields=LINE_FIELDS, where=f"{file.path}: line")
    # A table's rows belong right under its head, which is then the end of the heading.
    blank_under = file.blank_lines in ("both", "headings") and not file.line.startswith("|")
    blank_before = file.blank_lines in ("both", "groups")
    is_first = True
    for group, members in _groups(_sorted(notes, file.sort), file):
        if blank_before and not is_first:
            yield "", None
        is_first = False
        if heading:
            values = {"group": group, "count": str(len(members))}
            for part in rendered(heading, values).split("\n"):
                yield part.rstrip("\r"), None
            if blank_under:
                yield "", None
        for number, note in enumerate(members, 1):
            yield rendered(line, _values(note, file) | {"number": str(number)}), note


def _groups(notes: Sequence[Note], file: ReadmeFile) -> list[tuple[str, list[Note]]]:
    """Groups in the order of the list, each with its name and its notes; none is empty."""
    groups: dict[str, list[Note]] = {}
    spellings: dict[str, Counter[str]] = {}
    for note in notes:
        names = _group_names(note, file.group)
        # NeurIPS and neurips are one venue; the spelling that is used most is shown.
        for name in names:
            spellings.setdefault(name.casefold(), Counter())[name] += 1
        for folded in dict.fromkeys(name.casefold() for name in names):
            groups.setdefault(folded, []).append(note)
    without = groups.pop("", [])
    # Years all have four digits, so that their order as text is their order as numbers. Within a
    # year there is nothing to sort by it, so that it turns the years round.
    newest_first = file.group == "year" and "year" not in file.sort
    ordered = [
        (spellings[folded].most_common(1)[0][0], groups[folded])
        for folded in sorted(groups, reverse=newest_first)
    ]
    name_of_rest = "" if file.group == "none" else file.others
    return ordered + ([(name_of_rest, without)] if without else [])


def _group_names(note: Note, group: str) -> tuple[str, ...]:
    """The groups that a note is in; the empty name stands for the notes that are in none."""
    if group == "year":
        return (str(note.paper.year),)
    if group == "venue":
        return (note.paper.venue or "",)
    return note.tags or ("",) if group == "tag" else ("",)


def _values(note: Note, file: ReadmeFile) -> dict[str, str]:
    """What a row can say of a note; empty where it has nothing."""
    paper = note.paper
    return {
        "title": paper.title,
        "label": file.label,
        "target": relative_path(note.path, file.path.parent),
        "year": str(paper.year),
        "venue": paper.venue or "",
        "authors": ", ".join(paper.authors),
        "citekey": note.citekey or "",
        "tags": ", ".join(note.tags),
        "status": note.status or "",
        "rating": str(note.rating or ""),
        "added": parse_time(note.added).date().isoformat() if note.added else "",
        "url": paper.url or "",
        "code": paper.code or "",
        "pdf": paper.pdf or "",
        "arxiv": paper.arxiv or "",
        "doi": paper.doi or "",
        "openreview": paper.openreview or "",
        "summary": note.summary or "",
    }


def relative_path(path: PurePosixPath, folder: PurePosixPath) -> str:
    """The way from a folder to a file, both relative to the notebook.

    >>> relative_path(PurePosixPath("notes/2023/a.md"), PurePosixPath("docs/lists"))
    '../../notes/2023/a.md'
    """
    shared = 0
    for ours, theirs in zip(path.parent.parts, folder.parts, strict=False):
        if ours != theirs:
            break
        shared += 1
    return "/".join([".."] * (len(folder.parts) - shared) + list(path.parts[shared:]))


def _sorted(notes: Iterable[Note], keys: Sequence[str]) -> list[Note]:
    """Notes by several keys, then by path; those that lack a key's field come last."""
    ordered = sorted(notes, key=lambda note: str(note.path))
    for key in reversed(keys):
        value = _SORT_VALUES[key.removeprefix("-")]
        values = [value(note) for note in ordered]
        without = [note for found, note in zip(values, ordered, strict=True) if found is None]
        # By number, since a pair of each value and its note would take 30 MB for 100,000 notes.
        present = [at for at, found in enumerate(values) if found is not None]
        present.sort(key=lambda at: values[at] or ("", 0.0), reverse=key.startswith("-"))
        ordered = [ordered[at] for at in present] + without
    return ordered


def _seconds(note: Note) -> float:
    """When a note was made, in seconds since 1970."""
    return (note.added_time - _EPOCH).total_seconds()


def _text(text: str | None) -> tuple[str, float] | None:
    return (text.casefold(), 0.0) if text else None


def _family_name(note: Note) -> str | None:
    """The first author's last word; a Chinese name is one word."""
    return note.paper.authors[0].split()[-1] if note.paper.authors else None


#: Each value is a text and a number, so that all can be compared alike.
_SORT_VALUES: Mapping[str, Callable[[Note], tuple[str, float] | None]] = {
    "added": lambda note: ("", _seconds(note)) if note.added else None,
    "title": lambda note: _text(note.paper.title),
    "year": lambda note: ("", note.paper.year),
    "venue": lambda note: _text(note.paper.venue),
    "authors": lambda note: _text(_family_name(note)),
    "citekey": lambda note: _text(note.citekey),
    "rating": lambda note: ("", note.rating) if note.rating else None,
    "status": lambda note: ("", _status_rank(note.status)) if note.status else None,
    "path": lambda note: (str(note.path), 0.0),
}


def _status_rank(status: str) -> int:
    """The place of a status in READING_STATUSES; one of the user's own comes after them."""
    return (*READING_STATUSES, status).index(status)
