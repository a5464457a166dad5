"""Which notes are on one paper: by identifier, and by title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from snnnotes.model.identifiers import Identifier, identifiers_of
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A note on the same paper, and what shows that it is the same."""

    note: Note
    #: Such as ``same arXiv identifier 2307.01694`` or ``same title``.
    reason: str


class KnownPapers:
    """The papers that have a note; asking for one takes no longer if there are many."""

    def __init__(self, notes: Iterable[Note] = ()) -> None:
        self._notes: list[Note] = []
        self._by_identifier: dict[Identifier, list[int]] = defaultdict(list)
        self._by_title: dict[str, list[int]] = defaultdict(list)
        for note in notes:
            self.add(note)

    def add(self, note: Note) -> None:
        """Know one more note."""
        place = len(self._notes)
        self._notes.append(note)
        for identifier in identifiers_of(note.paper):
            self._by_identifier[identifier].append(place)
        for key in {title_key(title) for title in (note.paper.title, *note.aliases)} - {""}:
            self._by_title[key].append(place)

    def duplicates_of(self, paper: Paper) -> list[Duplicate]:
        """The notes on `paper`, in the order in which they came to be known.

        The same arXiv identifier, DOI or OpenReview id, in whatever form; or the same title or
        alias, whatever case, width, blanks and punctuation.

        Args:
            paper: Its title may be empty.
        """
        reasons: dict[int, str] = {}
        for identifier in sorted(identifiers_of(paper), key=_by_kind):
            for place in self._by_identifier.get(identifier, ()):
                reasons.setdefault(place, f"same {identifier.kind} {identifier}")
        for place in self._by_title.get(title_key(paper.title), ()):
            reasons.setdefault(place, "same title")
        return [Duplicate(self._notes[place], reasons[place]) for place in sorted(reasons)]


def _by_kind(identifier: Identifier) -> tuple[str, str]:
    return identifier.field, str(identifier)
