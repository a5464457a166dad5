"""Titles that are one but for a slip of the finger or a plural."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import or_
from typing import NamedTuple

from rapidfuzz import fuzz

from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key

#: Of 100. At 95, one character in ten may differ by being there or not; a longer title with
#: another subtitle is far below.
LEAST_LIKENESS = 95
#: Short titles are alike too soon: "Spikformer" and "Spikeformer" are two papers.
FEWEST_CHARACTERS = 20
#: Years between preprint and publication.
MOST_YEARS = 2

_DIGITS = re.compile(r"\d+")

#: Halves of the alphabet whose letters are counted. 8 leave ten times as many pairs to compare,
#: 24 take longer to count than they save (measured).
_HALVES = 16
#: Bits for one count; no title has 4 thousand million letters.
_COUNT_BITS = 32
#: Spreads neighbouring letters over the halves: 2**32 divided by the golden ratio.
_SPREAD, _SPREAD_SHIFT = 2654435761, 7


def numbers_in(key: str) -> tuple[str, ...]:
    """The numbers in a title, which must be the same: a second version is another paper.

    >>> numbers_in("loihi2.1with16cores")
    ('2', '1', '16')
    """
    return tuple(_DIGITS.findall(key))


def years_allow(one: Paper, other: Paper) -> bool:
    """Do the years allow that it is one paper? A year of 0 is not known."""
    return not (one.year and other.year) or abs(one.year - other.year) <= MOST_YEARS


def near_pairs(titles: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of titles that are nearly the same, and not the same, by their places.

    Two titles are nearly the same if their `title_key` have a likeness of `LEAST_LIKENESS`, the
    same numbers, and `FEWEST_CHARACTERS` each.

    >>> near_pairs(["Spike-driven Transformer", "SEENN", "Spike-driven Transformers"])
    [(0, 2)]
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, title in enumerate(titles):
        places[title_key(title)].append(place)
    by_numbers: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in places:
        if len(key) >= FEWEST_CHARACTERS:
            by_numbers[numbers_in(key)].append(key)
    return sorted(
        (min(one, other), max(one, other))
        for keys in by_numbers.values()
        if len(keys) > 1
        for near, key in _near_keys(keys)
        for one in places[near]
        for other in places[key]
    )


def _near_keys(keys: list[str]) -> Iterator[tuple[str, str]]:
    """The pairs of different keys that are near.

    The likeness of two texts is ``1 - edits / (both lengths)``, where an edit puts in or takes
    out one letter. So it is known from their lengths how many edits near texts may be apart,
    and each edit changes by one how many letters of any half of the alphabet there are. Sets of
    texts by these counts, kept as the bits of one number each, leave one pair in a thousand to
    compare: 10,000 titles take 0.3 s instead of 2 s.
    """
    keys = sorted(keys, key=len)
    lengths = [len(key) for key in keys]
    halves = list(_halves(keys, lengths))
    for number, key in enumerate(keys):
        length = lengths[number]
        # With a key of this length or less. From `edits <= (both lengths) / 20`:
        edits = length * (100 - LEAST_LIKENESS) * 2 // 100
        shortest = -(-length * LEAST_LIKENESS // (200 - LEAST_LIKENESS))
        left = (1 << number) - (1 << bisect_left(lengths, shortest))
        for half in halves:
            left &= half.within(number, edits)
            if not left:
                break
        for other in _bits(left):
            if fuzz.ratio(key, keys[other], score_cutoff=LEAST_LIKENESS):
                yield keys[other], key


class _Half(NamedTuple):
    """How texts differ in their letters of one half of the alphabet, less those of the other."""

    #: Of each text.
    balances: list[int]
    least: int
    #: The texts of the least balance, those of up to the next one, and so on, as bits.
    up_to: list[int]

    def within(self, number: int, distance: int) -> int:
        """The texts, as bits, whose balance is that of text `number` or not far from it."""
        place = self.balances[number] - self.least
        last = min(place + distance, len(self.up_to) - 1)
        before = place - distance - 1
        return self.up_to[last] ^ (self.up_to[before] if before >= 0 else 0)


def _halves(keys: list[str], lengths: list[int]) -> Iterator[_Half]:
    # All counts of a letter as one number: adding up the letters then counts all halves at once.
    counts = {
        letter: sum(
            1 << half * _COUNT_BITS
            for half in range(_HALVES)
            if ord(letter) * _SPREAD >> _SPREAD_SHIFT + half & 1
        )
        for letter in set().union(*keys)
    }
    sums = [sum(map(counts.__getitem__, key)) for key in keys]
    mask = (1 << _COUNT_BITS) - 1
    for shift in range(0, _HALVES * _COUNT_BITS, _COUNT_BITS):
        balances = [
            2 * (total >> shift & mask) - length
            for total, length in zip(sums, lengths, strict=True)
        ]
        least = min(balances)
        exactly = [0] * (max(balances) - least + 1)
        for number, balance in enumerate(balances):
            exactly[balance - least] |= 1 << number
        yield _Half(balances, least, list(accumulate(exactly, or_)))


def _bits(number: int) -> Iterator[int]:
    """The places of the bits that are set.

    >>> list(_bits(0b1001))
    [0, 3]
    """
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
