"""The paper list in a notebook's READMEs, built from the notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.readme_block import BEGIN, END, find_block, has_markers, lines_in_code
from snnnotes.model.change import FileChange
from snnnotes.model.fields import READING_STATUSES
from snnnotes.model.note import Note, parse_time
from snnnotes.model.readme_row import rendered
from snnnotes.model.readme_settings import (
    HEADING_FIELDS,
    LINE_FIELDS,
    ReadmeFile,
    ReadmeSettings,
)
from snnnotes.model.readme_template import parse_template

__all__ = ["BEGIN", "END", "plan_markers", "plan_readme", "plan_readmes"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plan_readmes(
    texts: Mapping[PurePosixPath, str | None],
    notes: Sequence[Note],
    *,
    settings: ReadmeSettings,
    add_markers: bool = False,
) -> list[FileChange]:
    """The changes that bring a notebook's READMEs up to date; empty if they are.

    Args:
        texts: The READMEs to build, None for one that does not exist.
        notes: All notes of the notebook.
        settings: Which READMEs there are. Those that the user named must have markers; of the
            usual ones, those that have some are built.
        add_markers: Put markers into files that have none; a README.md or a file that the user
            named is made if need be.

    Raises:
        ReadmeMarkerError: A file, or each of the usual ones, has no markers, or not one pair.
    """
    asked = [file for file in settings.files if file.path in texts]
    chosen = asked
    if not settings.named:
        marked = [file for file in asked if has_markers(texts[file.path] or "")]
        there = [file for file in asked if texts[file.path] is not None]
        chosen = (there if add_markers else marked) or asked[:1]
    changes = []
    for file in chosen:
        before = texts[file.path]
        text = before
        if add_markers:
            added = plan_markers(before, notes, file=file)
            text = before if added is None else added.after
        if text is None:
            raise ReadmeMarkerError(
                f"{file.path}: there is no such file",
                hint="snnnotes build-readme --init  makes it",
            )
        built = plan_readme(text, notes, file=file)
        after = text if built is None else built.after
        if after != before:
            changes.append(FileChange(file.path, before, after))
    return changes


def plan_readme(text: str, notes: Iterable[Note], *, file: ReadmeFile) -> FileChange | None:
    """The change that brings one README's list up to date, or None if it is.

    Text outside the markers is kept to the byte. The result depends only on the arguments: no
    clock, no order of the notes.

    Raises:
        ReadmeMarkerError: There is not exactly one pair of markers.
    """
    after = find_block(text, path=file.path).filled(_list_lines(notes, file))
    return None if after == text else FileChange(file.path, text, after)


def plan_markers(text: str | None, notes: Iterable[Note], *, file: ReadmeFile) -> FileChange | None:
    """The change that puts the two markers into a README, or None if it has some.

    They go round a list that was kept by hand, if it holds nothing but links to notes and
    headings of years; otherwise to the end.

    Raises:
        ReadmeMarkerError: The end of the file is in a code block.
    """
    before = text or ""
    if has_markers(before):
        return None
    line_end = "\r\n" if before.count("\r\n") * 2 > before.count("\n") else "\n"
    lines = before.split("\n")
    links = {_relative(note.path, file.path.parent) for note in notes}
    place = _hand_kept_list(lines, links)
    if place is None:
        ends_in_blank = before.endswith(("\n\n", "\n\r\n")) or before in ("", "\ufeff")
        gap = "" if ends_in_blank else line_end if before.endswith("\n") else line_end * 2
        after = f"{before}{gap}{BEGIN}{line_end}{END}{line_end}"
    else:
        head = "".join(f"{line}\n" for line in lines[: place.start])
        rows = "\n".join(lines[place.start : place.stop])
        # The last row's own line end now follows the second marker.
        after_row = "\r" if rows.endswith("\r") else ""
        tail = after_row + "".join(f"\n{line}" for line in lines[place.stop :])
        rows = rows.removesuffix("\r")
        after = f"{head}{BEGIN}{line_end}{rows}{line_end}{END}{tail}"
    try:
        find_block(after, path=file.path)
    except ReadmeMarkerError as error:
        raise ReadmeMarkerError(
            f"{file.path}: the file ends in a code block that is not closed",
            hint=f"close it, or put these two lines where the list should be:\n{BEGIN}\n{END}",
        ) from error
    return FileChange(file.path, text, after)


#: A row as one writes it by hand: some words, and one link at the end.
_ROW = re.compile(r"[-*+] +[^\]]*\[[^\]]*\]\((?:<(?P<wrapped>[^<>]*)>|(?P<bare>[^()<>\s]*))\)\s*")
_YEAR_HEADING = re.compile(r"#{1,6} +\d{4}\s*")
_HEADING = re.compile(r"#{1,6}\s")


def _hand_kept_list(lines: Sequence[str], links: Collection[str]) -> range | None:
    """The lines of a list of links to notes, with its headings of years; None if in doubt.

    In doubt: another line stands among or right beside the rows, since building the list would
    lose it or tear it off.
    """
    in_code = lines_in_code(lines)
    rows = [at for at, line in enumerate(lines) if _linked(line) in links]
    if not rows or any(at in in_code for at in rows):
        return None
    start, stop = rows[0], rows[-1] + 1
    of_ours = set(rows)
    if any(
        lines[at].strip() and at not in of_ours and not _YEAR_HEADING.fullmatch(lines[at])
        for at in range(start, stop)
    ):
        return None
    above = next((at for at in range(start - 1, -1, -1) if lines[at].strip()), None)
    if above is not None and _YEAR_HEADING.fullmatch(lines[above]):
        start = above
    elif start and lines[start - 1].strip() and not _HEADING.match(lines[start - 1]):
        return None
    if stop < len(lines) and lines[stop].strip() and not _HEADING.match(lines[stop]):
        return None
    return range(start, stop)


def _linked(line: str) -> str | None:
    """The path that a row of a list links to; None if the line is no such row."""
    row = _ROW.fullmatch(line)
    if row is None:
        return None
    target = row["bare"] if row["wrapped"] is None else row["wrapped"]
    return re.sub("(?:%[0-9A-Fa-f]{2})+", _decoded, target).removeprefix("./")


def _decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def _list_lines(notes: Iterable[Note], file: ReadmeFile) -> list[str]:
    """The generated list, line by line."""
    heading = parse_template(
        file.heading_line, fields=HEADING_FIELDS, where=f"{file.path}: heading"
    )
    line = parse_template(file.line, fields=LINE_FIELDS, where=f"{file.path}: line")
    # A table's rows belong right under its head, which is then the end of the heading.
    is_table = file.line.startswith("|")
    lines: list[str] = []
    for group, members in _groups(_sorted(notes, file.sort), file):
        if lines:
            lines.append("")
        if heading:
            values = {"group": group, "count": str(len(members))}
            lines += [part.rstrip("\r") for part in rendered(heading, values).split("\n")]
            if not is_table:
                lines.append("")
        lines += [rendered(line, _values(note, file)) for note in members]
    return lines


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
    # Years all have four digits, so that their order as text is their order as numbers.
    ordered = [
        (spellings[folded].most_common(1)[0][0], groups[folded])
        for folded in sorted(groups, reverse=file.group == "year")
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
        "target": _relative(note.path, file.path.parent),
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


def _relative(path: PurePosixPath, folder: PurePosixPath) -> str:
    """The way from a folder to a file, both relative to the notebook.

    >>> _relative(PurePosixPath("notes/2023/a.md"), PurePosixPath("docs/lists"))
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
        valued = [(value(note), note) for note in ordered]
        present = [(found, note) for found, note in valued if found is not None]
        present.sort(key=lambda pair: pair[0], reverse=key.startswith("-"))
        ordered = [note for _, note in present] + [note for found, note in valued if found is None]
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
