"""The most rows that can stay where they are while others move."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_rising(places: Sequence[int]) -> list[int]:
    """The indexes of a longest run of places, with gaps, in which each is higher than the last.

    >>> longest_rising([4, 0, 1, 3, 2])
    [1, 2, 4]
    """
    ends: list[int] = []
    #: For each length the index that ends the run with the lowest place, and the one before each.
    last_of: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last_of[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last_of[length : length + 1] = [index]
    run: list[int] = []
    at = last_of[-1] if last_of else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]
