"""Papers by year, venue, tag, author, status and month added; and a notebook at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from snnnotes.model.fields import READING_STATUSES
from snnnotes.model.finding import Finding, Severity
from snnnotes.model.note import Note
from snnnotes.model.text import fold


class Key(StrEnum):
    """What papers are counted by; values of ``stats --by``."""

    YEAR = "year"
    VENUE = "venue"
    TAG = "tag"
    AUTHOR = "author"
    STATUS = "status"
    ADDED = "added"

    @property
    def is_time(self) -> bool:
        """Are its values points in time, of which those without papers count too?"""
        return self in (Key.YEAR, Key.ADDED)

    @property
    def is_shared(self) -> bool:
        """Can a paper have several values?"""
        return self in (Key.TAG, Key.AUTHOR)


class Count(NamedTuple):
    """A value, and how many papers have it."""

    #: A year, a month such as ``2025-03``, or as the notes write it; None for the papers that
    #: have no value.
    value: str | None
    papers: int


class Counts(NamedTuple):
    """The papers by one key."""

    key: Key
    #: Points in time from the oldest on; statuses as reading goes on; others by number, the
    #: greatest first, then by name. The papers without a value are last.
    counts: tuple[Count, ...]


class Shown(NamedTuple):
    """As much of `Counts` as is worth a look."""

    key: Key
    #: As in `Counts`; between two points in time none is missing.
    counts: tuple[Count, ...]
    #: Values that are not among `counts`.
    others: int = 0
    #: How many papers these have in all; a paper with two of them counts twice.
    papers_of_others: int = 0


def count_by(notes: Iterable[Note], key: Key) -> Counts:
    """The papers by `key`; a paper with several tags or authors counts for each.

    Upper and lower case are one, and so is what else `fold` makes equal; a value is shown as most
    notes write it.
    """
    papers: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    without = 0
    for note in notes:
        values = {fold(value): value for value in _values(note, key)}
        papers.update(values.keys())
        for folded, value in values.items():
            spellings.setdefault(folded, Counter())[value] += 1
        without += not values
    counts = [
        Count(min(found, key=lambda value: (-found[value], value)), papers[folded])
        for folded, found in spellings.items()
    ]
    counts.sort(key=lambda count: _place(key, count))
    return Counts(key, (*counts, *([Count(None, without)] if without else ())))


def shown(counts: Counts, limit: int | None) -> Shown:
    """The counts without gaps in time, and no more than `limit` of them.

    Of times, the newest stay; of others, the most frequent. The papers without a value do not
    count for the limit.

    Args:
        counts: By one key.
        limit: At least 1; None for all.
    """
    known = [count for count in counts.counts if count.value is not None]
    without = counts.counts[len(known) :]
    kept = _without_gaps(counts.key, known, limit) if counts.key.is_time else known[:limit]
    papers = sum(count.papers for count in known) - sum(count.papers for count in kept)
    others = len(known) - sum(count.papers > 0 for count in kept)
    return Shown(counts.key, (*kept, *without), others, papers)


def _values(note: Note, key: Key) -> Sequence[str]:
    match key:
        case Key.YEAR:
            return [str(note.paper.year)]
        case Key.VENUE:
            return [note.paper.venue] if note.paper.venue else []
        case Key.TAG:
            return note.tags
        case Key.AUTHOR:
            return note.paper.authors
        case Key.STATUS:
            return [note.status] if note.status else []
        case Key.ADDED:
            # In the zone in which it was written: the month that the reader remembers.
            return [note.added_time.isoformat()[: len("2025-03")]] if note.added else []


def _place(key: Key, count: Count) -> tuple[int, int, str]:
    value = count.value or ""
    if key.is_time:
        return 0, 0, value
    if key is Key.STATUS and value in READING_STATUSES:
        return 0, READING_STATUSES.index(value), ""
    return 1, -count.papers, fold(value)


_MONTHS = 12


def _without_gaps(key: Key, counts: Sequence[Count], limit: int | None) -> list[Count]:
    """The newest years or months, also those without papers, from one that has some on.

    Without a limit, only those that have papers: one paper of 1907 makes a hundred empty years.
    """
    if limit is None or not counts:
        return list(counts)
    papers = {_number(key, count.value or ""): count for count in counts}
    newest = max(papers)
    oldest = min(number for number in papers if number > newest - limit)
    return [
        papers.get(number, Count(_name(key, number), 0)) for number in range(oldest, newest + 1)
    ]


def _number(key: Key, value: str) -> int:
    """A year or month as a number, such that the next one has the next number."""
    if key is Key.YEAR:
        return int(value)
    year, month = value.split("-")
    return int(year) * _MONTHS + int(month) - 1


def _name(key: Key, number: int) -> str:
    """The year or month that `_number` made a number of.

    >>> _name(Key.ADDED, _number(Key.ADDED, "2024-12") + 1)
    '2025-01'
    """
    if key is Key.YEAR:
        return str(number)
    return f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}"


class NoteTimes(NamedTuple):
    """What tells whether a note is new, and how to name it."""

    path: str
    title: str
    #: When it was added, in seconds since 1970; None if it does not say.
    added: float | None


class Overview(NamedTuple):
    """A notebook at a glance. Plain values, so that it can be kept as JSON."""

    #: How many can be read, and how many cannot.
    notes: int
    unreadable: int
    statuses: Sequence[Count]
    #: Fields that are still to be asked for, and how many notes lack each.
    pending: Mapping[str, int]
    pending_notes: int
    #: By severity; those without findings too.
    findings: Mapping[str, int]
    #: By path: ``fresh``, ``stale``, ``no list``, or ``unknown`` since a note cannot be read.
    readmes: Mapping[str, str]
    times: Sequence[NoteTimes]


class Touched(NamedTuple):
    """A note that was added or changed."""

    path: str
    title: str
    #: Was it added?
    is_new: bool


def overview(
    notes: Sequence[Note],
    *,
    unreadable: int,
    findings: Iterable[Finding],
    readmes: Mapping[str, str],
) -> Overview:
    """What is worth to be seen first.

    Args:
        notes: All that can be read.
        unreadable: How many more there are.
        findings: Of all checks.
        readmes: See `Overview.readmes`.
    """
    pending = Counter(name for note in notes for name in set(note.pending))
    severities = Counter(finding.severity for finding in findings)
    return Overview(
        notes=len(notes),
        unreadable=unreadable,
        statuses=count_by(notes, Key.STATUS).counts,
        pending=dict(sorted(pending.items(), key=lambda pair: (-pair[1], pair[0]))),
        pending_notes=sum(bool(note.pending) for note in notes),
        findings={str(severity): severities[severity] for severity in Severity},
        readmes=readmes,
        times=[
            NoteTimes(
                str(note.path),
                note.paper.title,
                note.added_time.timestamp() if note.added else None,
            )
            for note in notes
        ],
    )


def unpacked_overview(plain: Any) -> Overview:  # noqa: ANN401 (as JSON gives it)
    """The overview that went through JSON, where tuples become lists."""
    known = Overview(*plain)
    return known._replace(
        statuses=[Count(*one) for one in known.statuses],
        times=[NoteTimes(*one) for one in known.times],
    )


def touched_since(
    times: Iterable[NoteTimes], changed: Mapping[str, float], *, since: float, came: float | None
) -> list[Touched]:
    """The notes that were added or changed since a time, the newest first.

    Args:
        times: Of all notes.
        changed: When the file of each was written last, in seconds since 1970.
        since: In seconds since 1970.
        came: When all files came with a clone; that alone is no change. None if they did not.
    """
    from_here = since if came is None else max(since, came + _CHECKOUT_SECONDS)
    found = []
    for note in times:
        is_new = note.added is not None and note.added >= since
        written = changed.get(note.path, 0.0)
        is_changed = written >= from_here
        if is_new or is_changed:
            last = max(written if is_changed else 0.0, note.added or 0.0)
            found.append((-last, note.path, Touched(note.path, note.title, is_new)))
    return [note for _, _, note in sorted(found)]


#: So long may Git take to write the files of a clone.
_CHECKOUT_SECONDS = 60.0
