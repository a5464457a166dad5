"""How a list that was kept by hand looks, as settings by which it can be built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from snnnotes.formats.hand_list import HandList, HandRow
from snnnotes.formats.paper_list_link import percent_decoded
from snnnotes.formats.readme_list import list_lines
from snnnotes.model.markdown import escape, link_url
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import DEFAULT_FILES, ReadmeFile
from snnnotes.model.title import title_key

_USUAL = DEFAULT_FILES[0]
#: The orders that people keep lists in, the usual one first.
_ORDERS = (
    _USUAL.sort, ("title",), ("added", "title"), ("path",), ("venue", "title"),
    ("authors", "title"), ("-rating", "title"),
)  # fmt: skip
#: Rows that are looked at to choose between looks, and looks that are tried.
_ENOUGH_ROWS, _MOST_LOOKS = 200, 4
_TITLE_OR_SLOT = re.compile(r"(\{[a-z]+\})")


def look_of(
    found: HandList, notes: Mapping[PurePosixPath, Note], *, path: PurePosixPath
) -> ReadmeFile:
    """The settings that rebuild most rows of a list as they are.

    Args:
        found: The list.
        notes: All notes, by path.
        path: The README that the list stands in.
    """
    rows = [row for row in found.rows if _is_right(row, notes)]
    group, heading = _headings(rows, notes)
    file = _USUAL._replace(path=path, group=group, heading=heading)
    some = rows[:_ENOUGH_ROWS]
    looks = Counter(_line(row, notes[row.target]) for row in some).most_common(_MOST_LOOKS)
    files = [file._replace(line=line, label=label or file.label) for (line, label), _ in looks]
    best = max([*files, file], key=lambda one: _rebuilt(some, notes, one))
    ordered = [best._replace(sort=order) for order in _ORDERS]
    best = max(ordered, key=lambda one: _rebuilt(some, notes, one))
    # A heading that is ours anyway need not be named.
    usual = best._replace(heading=None)
    return usual if usual.heading_line == best.heading_line else best


def rebuilt_rows(
    found: HandList, notes: Mapping[PurePosixPath, Note], *, file: ReadmeFile
) -> list[HandRow]:
    """The rows that will stand in the built list as they do now, and in the same order."""
    rows = [row for row in found.rows if row.target in notes]
    built = [_comparable(line) for line in _row_lines({row.target for row in rows}, notes, file)]
    places = {line: at for at, line in reversed(list(enumerate(built)))}
    kept: list[HandRow] = []
    last = -1
    for row in rows:
        at = places.get(_comparable(row.text), -1)
        if at > last:
            kept.append(row)
            last = at
    return kept


def _is_right(row: HandRow, notes: Mapping[PurePosixPath, Note]) -> bool:
    note = notes.get(row.target)
    return note is not None and title_key(note.paper.title) in title_key(row.text)


def _headings(
    rows: Iterable[HandRow], notes: Mapping[PurePosixPath, Note]
) -> tuple[str, str | None]:
    """What the list is grouped by, and the template of its headings; None for the usual one."""
    by_heading: dict[str, list[Note]] = {}
    for row in rows:
        by_heading.setdefault(row.heading, []).append(notes[row.target])
    if not by_heading or set(by_heading) == {""}:
        return "none", None
    for group in ("year", "venue"):
        templates = Counter(
            template
            for heading, under in by_heading.items()
            if (template := _heading_template(heading, under, group))
        )
        if templates:
            (template, count), *_ = templates.most_common(1)
            if 2 * count >= len(by_heading):
                return group, template
    return "none", None


def _heading_template(heading: str, notes: Sequence[Note], group: str) -> str | None:
    values = Counter(
        str(note.paper.year) if group == "year" else note.paper.venue for note in notes
    )
    (value, _), *_ = values.most_common(1)
    if not value or value not in heading:
        return None
    before, _, after = heading.partition(value)
    rest = re.sub(rf"(?<!\d){len(notes)}(?!\d)", "{count}", _braced(after), count=1)
    return f"{_braced(before)}{{group}}{rest}"


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _line(row: HandRow, note: Note) -> tuple[str, str]:
    """A row's template, and the words of the link to the note if they are not the title."""
    start, end = row.target_span
    parts = [row.text[:start], "{target}", row.text[end:]]
    if row.text[start - 1 : start] == "<":
        parts[0], parts[2] = parts[0].removesuffix("<"), parts[2].removeprefix(">")
    label = ""
    if title_key(row.label) != title_key(note.paper.title) and row.label:
        label = row.label
        before, _, after = parts[0].rpartition(f"[{label}]")
        parts[:1] = [f"{before}[", "{label}", f"]{after}"]
    paper = note.paper
    values = {
        "title": (escape(paper.title), paper.title),
        "url": (link_url(paper.url or ""), paper.url or ""),
        "code": (link_url(paper.code or ""), paper.code or ""),
        "pdf": (link_url(paper.pdf or ""), paper.pdf or ""),
        "authors": (escape(", ".join(paper.authors)),),
        "venue": (escape(paper.venue or ""),),
        "year": (str(paper.year),),
    }
    for name, spellings in values.items():
        parts = _with_slot(parts, name, [spelling for spelling in spellings if spelling])
    line = "".join(part if _is_slot(part) else _braced(part) for part in parts)
    return line, label


def _with_slot(parts: Sequence[str], name: str, spellings: Sequence[str]) -> list[str]:
    """The parts with the first place that holds the value as a slot."""
    for spelling in spellings:
        for at, part in enumerate(parts):
            if not _is_slot(part) and spelling in part:
                before, _, after = part.partition(spelling)
                return [*parts[:at], before, f"{{{name}}}", after, *parts[at + 1 :]]
    return list(parts)


def _is_slot(part: str) -> bool:
    return _TITLE_OR_SLOT.fullmatch(part) is not None


def _rebuilt(rows: Sequence[HandRow], notes: Mapping[PurePosixPath, Note], file: ReadmeFile) -> int:
    built = _row_lines({row.target for row in rows}, notes, file)
    pairs = zip(map(_comparable, built), (_comparable(row.text) for row in rows), strict=False)
    return sum(ours == theirs for ours, theirs in pairs)


def _row_lines(
    targets: set[PurePosixPath], notes: Mapping[PurePosixPath, Note], file: ReadmeFile
) -> list[str]:
    """The rows that are built for these notes, without headings."""
    lines = list_lines([notes[path] for path in targets], file)
    return [line for line in lines if "](" in line]


def _comparable(line: str) -> str:
    """A row without what makes no difference to the reader: how its addresses are written."""
    return percent_decoded(line).replace("](./", "](").replace("](<", "](").replace(">)", ")")
