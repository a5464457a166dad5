"""The note whose title comes nearest to that of a paper on a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from snnnotes.model.near_titles import (
    FEWEST_CHARACTERS,
    LEAST_LIKENESS,
    numbers_in,
    years_allow,
)
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key


class NearTitles:
    """The titles of notes, asked for the one nearest to another."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = list(notes)
        keyed = [
            (title_key(title), number)
            for number, note in enumerate(self._notes)
            for title in (note.paper.title, *note.aliases)
        ]
        keyed.sort(key=lambda pair: (len(pair[0]), pair[1]))
        self._keys = [key for key, _ in keyed]
        self._owners = [number for _, number in keyed]
        self._lengths = [len(key) for key in self._keys]

    def nearest(self, paper: Paper) -> Note | None:
        """The note whose title comes nearest to that of `paper`, if it comes near enough.

        Numbers in the titles must be the same: a second version is another paper.
        """
        key = title_key(paper.title)
        if len(key) < FEWEST_CHARACTERS:
            return None
        # Titles of other lengths cannot come near, and most are: this is 5 to 10 times as fast.
        share = LEAST_LIKENESS / 100
        start = bisect_left(self._lengths, len(key) * share / (2 - share))
        end = bisect_right(self._lengths, len(key) * (2 - share) / share)
        near = process.extract(
            key, self._keys[start:end], scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=None
        )
        for found, _, place in near:
            note = self._notes[self._owners[start + place]]
            if numbers_in(found) == numbers_in(key) and years_allow(note.paper, paper):
                return note
        return None
