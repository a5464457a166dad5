"""How a list that was kept by hand looks, as settings by which it can be built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.formats.hand_list import HandList, HandRow
from snnnotes.formats.hand_list_order import longest_rising
from snnnotes.formats.hand_list_template import (
    Written,
    braced,
    combined,
    with_optional_links,
    written,
)
from snnnotes.formats.link_path import spelling_key
from snnnotes.formats.readme_list import list_entries, relative_path
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import DEFAULT_FILES, ReadmeFile

_USUAL = DEFAULT_FILES[0]
#: The orders that people keep lists in, the usual one first.
_ORDERS = (
    _USUAL.sort, ("title",), ("added", "title"), ("path",), ("venue", "title"),
    ("authors", "title"), ("-rating", "title"), ("-title",), ("citekey",),
)  # fmt: skip
#: And those in which more than one year stands under a heading.
_ORDERS_BY_YEAR = tuple(
    (year, *order)
    for year in ("-year", "year")
    for order in (_USUAL.sort, ("title",), ("added", "title"), ("venue", "title"))
)
#: Rows that are looked at to choose between looks, and looks that are tried.
_ENOUGH_ROWS, _MOST_LOOKS, _MOST_COMBINED = 400, 4, 12
_LEAST_COUNTED = 0.8


class _Heads(NamedTuple):
    """What a list is grouped by, and how its headings are written."""

    group: str
    #: None for the usual one.
    template: str | None
    others: str


def look_of(
    found: HandList, notes: Mapping[PurePosixPath, Note], *, path: PurePosixPath
) -> ReadmeFile:
    """The settings that rebuild most rows of a list as they are.

    Args:
        found: The list.
        notes: All notes, by path.
        path: The README that the list stands in.
    """
    rows = [row for row in found.rows if row.target in notes]
    heads = _heads(found, rows, notes)
    file = _USUAL._replace(
        path=path, group=heads.group, heading=heads.template, others=heads.others
    )
    rows = rows[:_ENOUGH_ROWS]
    file = _with_line(file, rows, notes, is_numbered=_is_numbered(found))
    orders = [*_ORDERS, *([] if file.group == "year" else _ORDERS_BY_YEAR)]
    if file.group == "year" and _is_oldest_first(rows, notes):
        orders = [("year", *order) for order in orders]
    file = max(
        (file._replace(sort=order) for order in orders),
        key=lambda one: _in_order(rows, notes, one),
    )
    file = file._replace(blank_lines=_blank_lines(found, file))
    # A heading that is ours anyway need not be named.
    usual = file._replace(heading=None)
    return usual if usual.heading_line == file.heading_line else file


def _with_line(
    file: ReadmeFile,
    rows: Sequence[HandRow],
    notes: Mapping[PurePosixPath, Note],
    *,
    is_numbered: bool,
) -> ReadmeFile:
    """The settings with the template and the label that give most rows as they are."""
    found: list[Written] = []
    for row in rows:
        note = notes[row.target]
        target = relative_path(note.path, file.path.parent)
        found.append(written(row, note, target=target, is_numbered=is_numbered))
    # Rows whose title is another one tell nothing, unless no row has a title.
    found = [one for one in found if one.has_title] or found
    if not found:
        return file
    labels = Counter(one.label for one in found if one.label)
    label = labels.most_common(1)[0][0] if labels else file.label
    tokens = [one for one, _ in Counter(one.tokens for one in found).most_common(_MOST_COMBINED)]
    looks = (*tokens[:_MOST_LOOKS], combined(tokens))
    lines = ["".join(with_optional_links(one)) for one in looks]
    files = [file._replace(line=line, label=label) for line in dict.fromkeys(lines)]
    return max([*files, file], key=lambda one: _rebuilt(rows, notes, one))


def _is_numbered(found: HandList) -> bool:
    """Do the rows count 1, 2, 3, ... under each heading? All 1 is how Markdown counts, too."""
    counted: Counter[str] = Counter()
    right = 0
    for row in found.rows:
        counted[row.heading] += 1
        number = re.match(r" {0,3}(?:\| *)?(\d+)(?=[.)]|[ \t]*\|)", row.text)
        right += number is not None and int(number[1]) == counted[row.heading]
    return right >= _LEAST_COUNTED * len(found.rows) and any(
        count > 1 for count in counted.values()
    )


def _heads(found: HandList, rows: Iterable[HandRow], notes: Mapping[PurePosixPath, Note]) -> _Heads:
    """What the list is grouped by, and the template of its headings."""
    by_heading: dict[str, list[Note]] = {}
    for row in rows:
        by_heading.setdefault(row.heading, []).append(notes[row.target])
    counts = Counter(row.heading for row in found.rows)
    by_heading.pop("", None)
    if not by_heading:
        return _Heads("none", None, _USUAL.others)
    best = _Heads("none", None, _USUAL.others)
    most = 0
    for group in ("year", "venue", "tag"):
        templates = Counter(
            template
            for heading, under in by_heading.items()
            if (template := _heading_template(heading, under, counts[heading], group))
        )
        if not templates:
            continue
        # Of two that are as usual, the one that says less.
        template, count = min(templates.items(), key=lambda one: (-one[1], len(one[0])))
        if count > most and 2 * count >= len(by_heading):
            best = _Heads(group, template, _others(by_heading, template, group))
            most = count
    is_table_head = all(heading.startswith("|") for heading in by_heading)
    if not most and is_table_head and len(by_heading) == 1:
        return best._replace(template=braced(next(iter(by_heading))))
    return best


def _heading_template(heading: str, notes: Sequence[Note], count: int, group: str) -> str | None:
    """The template by which a heading may be written for the group that most notes are in."""
    values = Counter(value for note in notes for value in _groups_of(note, group))
    first_line, end, table_head = heading.partition("\n")
    # The one that most notes have, of those that the heading names.
    value = next((value for value, _ in values.most_common() if value in first_line), None)
    if value is None:
        return None
    before, _, after = first_line.partition(value)
    after = re.sub(rf"(?<!\d){count}(?!\d)", "\0", after, count=1)
    after = braced(after).replace("\0", "{count}")
    return f"{braced(before)}{{group}}{after}{end}{braced(table_head)}"


def _groups_of(note: Note, group: str) -> Sequence[str]:
    if group == "year":
        return (str(note.paper.year),)
    if group == "venue":
        return (note.paper.venue,) if note.paper.venue else ()
    # Under each of several tags there would be a row that the list has not.
    return note.tags if len(note.tags) == 1 else ()


def _others(by_heading: Mapping[str, Sequence[Note]], template: str, group: str) -> str:
    """What the list calls the notes that are in no group."""
    before, _, after = template.partition("{group}")
    after = re.escape(after).replace(re.escape("{count}"), r"\d+")
    pattern = re.compile(re.escape(before) + "(?P<name>.+)" + after)
    for heading, notes in by_heading.items():
        found = pattern.fullmatch(heading)
        if found and not any(_groups_of(note, group) for note in notes):
            return found["name"]
    return _USUAL.others


def _is_oldest_first(rows: Iterable[HandRow], notes: Mapping[PurePosixPath, Note]) -> bool:
    years = [notes[row.target].paper.year for row in rows]
    steps = [later - earlier for earlier, later in pairwise(years) if later != earlier]
    return sum(step > 0 for step in steps) > sum(step < 0 for step in steps)


def _blank_lines(found: HandList, file: ReadmeFile) -> str:
    """Where the list has its blank lines, by most of its headings."""
    under: Counter[bool] = Counter()
    before: Counter[bool] = Counter()
    for heading in found.headings:
        first = heading.line - 1 - found.start
        last = first + heading.text.count("\n")
        under[not found.lines[last + 1].strip()] += 1
        if first:
            before[not found.lines[first - 1].strip()] += 1
    has_under = under[True] >= under[False] or file.line.startswith("|")
    has_before = before[True] >= before[False]
    if has_under:
        return "both" if has_before else "headings"
    return "groups" if has_before else "none"


def _rebuilt(rows: Sequence[HandRow], notes: Mapping[PurePosixPath, Note], file: ReadmeFile) -> int:
    """How many rows come out as they are, whatever their order and numbers."""
    flat = file._replace(group="none", heading="")
    members = {row.target: notes[row.target] for row in rows}
    built = {
        note.path: _without_number(line)
        for line, note in list_entries(members.values(), flat)
        if note is not None
    }
    return sum(built[row.target] == _without_number(row.text) for row in rows)


def _in_order(
    rows: Sequence[HandRow], notes: Mapping[PurePosixPath, Note], file: ReadmeFile
) -> int:
    """How many rows keep their order."""
    members = {row.target: notes[row.target] for row in rows}
    built = [note.path for _, note in list_entries(members.values(), file) if note is not None]
    places = {path: at for at, path in reversed(list(enumerate(built)))}
    return len(longest_rising([places[row.target] for row in rows]))


def _without_number(line: str) -> str:
    return re.sub(r"^( {0,3}(?:\| *)?)\d+(?=[.)]|[ \t]*\|)", r"\1", spelling_key(line))
