"""When notes were made, of those that do not say it themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.storage.git_history import GitHistory

_SECOND = timedelta(seconds=1)
#: The moment of adoption as the number of a commit: later than all.
_NOW = -1


class Stamp(NamedTuple):
    """A time for a note, and whether Git tells it."""

    time: str
    is_from_git: bool


def stamps_of(
    notes: Sequence[PurePosixPath],
    history: GitHistory,
    rows: Mapping[PurePosixPath, tuple[int, str]],
    *,
    undated: Iterable[PurePosixPath],
    now: datetime,
) -> dict[PurePosixPath, Stamp]:
    """The time of each note's first commit; where Git has none, the moment of adoption.

    Notes of one moment keep the order of the list: each is stamped one second before the one
    above it, or after it if the list has its oldest notes on top. Then come those without a row,
    by path. A note gets the same time whenever it is asked for, as long as Git and the list
    stay. A note whose first commit a shallow clone lacks gets none: it would stay wrong for ever.

    Args:
        notes: All of them.
        history: What Git knows.
        rows: The place of each note in the list, and the heading over it.
        undated: The notes that need a stamp.
        now: The moment of adoption, with its zone.
    """
    wanted = set(undated)
    groups: dict[int, list[PurePosixPath]] = defaultdict(list)
    times: dict[int, datetime] = {_NOW: now}
    for path in notes:
        commit = history.first_commits.get(path)
        time = _parsed(commit.time) if commit else None
        if commit and time:
            groups[commit.number].append(path)
            times[commit.number] = time
        elif path not in history.cut_off and path in wanted:
            groups[_NOW].append(path)
    is_ascending = _is_ascending(rows, history)
    stamps: dict[PurePosixPath, Stamp] = {}
    for number, members in groups.items():
        for place, path in enumerate(_in_order(members, rows, is_ascending=is_ascending)):
            if path in wanted:
                time = times[number] - place * _SECOND
                stamps[path] = Stamp(time.isoformat(timespec="seconds"), number != _NOW)
    return stamps


def _in_order(
    members: Sequence[PurePosixPath],
    rows: Mapping[PurePosixPath, tuple[int, str]],
    *,
    is_ascending: bool,
) -> list[PurePosixPath]:
    """The latest first."""
    listed = sorted(
        (path for path in members if path in rows),
        key=lambda path: rows[path][0],
        reverse=is_ascending,
    )
    return listed + sorted((path for path in members if path not in rows), key=str)


def _is_ascending(rows: Mapping[PurePosixPath, tuple[int, str]], history: GitHistory) -> bool:
    """Do the rows of later commits stand below those of earlier ones?"""
    ordered = sorted(rows, key=lambda path: rows[path][0])
    steps = 0
    for above, below in pairwise(ordered):
        first, second = history.first_commits.get(above), history.first_commits.get(below)
        if first and second and rows[above][1] == rows[below][1]:
            steps += (second.number > first.number) - (second.number < first.number)
    return steps > 0


def _parsed(time: str) -> datetime | None:
    try:
        return datetime.fromisoformat(time)
    except ValueError:  # a commit can say anything, such as a zone of 99 hours
        return None
