"""What becomes of each entry and note that is to be imported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Self

from snnnotes.model.change import FileChange
from snnnotes.storage.copying import FileCopy


class Outcome(StrEnum):
    """What becomes of one entry or file."""

    #: It becomes a note.
    IMPORTED = "imported"
    #: There is a note on its paper.
    DUPLICATE = "duplicate"
    #: It cannot become a note; somebody should look at it.
    LEFT_OUT = "left-out"
    #: It is no note, and no entry on a paper: a README, a template, proceedings.
    NO_NOTE = "no-note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a bibliography or one file of a folder, and what becomes of it."""

    #: The file as messages call it.
    source: str
    #: Counted from 1; None for a whole file.
    line: int | None = None
    #: Citekey or title; empty for a file, which its name is enough for.
    name: str = ""
    outcome: Outcome
    #: The new note, or of a duplicate the note that is there.
    path: PurePosixPath | None = None
    #: Why it is not imported; empty if it is.
    reason: str = ""
    #: What to do about it.
    hint: str = ""
    #: Attached files that are not copied, as the bibliography names them.
    files: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands, such as ``refs.bib:12``."""
        return self.source if self.line is None else f"{self.source}:{self.line}"

    @property
    def is_other_file(self) -> bool:
        """Is it a file that is no note? A folder has many, and their kinds are enough to know."""
        return self.outcome is Outcome.NO_NOTE and self.line is None

    def left_out(self, reason: str, hint: str, *, line: int | None = None) -> Self:
        """The same, not imported.

        Args:
            reason: Why.
            hint: What to do about it.
            line: Where the trouble is, if not where the item stands.
        """
        line = self.line if line is None else line
        return replace(self, outcome=Outcome.LEFT_OUT, line=line, reason=reason, hint=hint)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the user should look at in what is imported."""

    #: Such as ``refs.bib:12``.
    place: str
    sentence: str


@dataclass(slots=True)
class Import:
    """A whole import, before anything is written."""

    #: One for each entry and file, in the order of the sources.
    items: list[Item] = field(default_factory=list)
    changes: list[FileChange] = field(default_factory=list)
    copies: list[FileCopy] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    #: Sources that cannot be read at all, and are no items for that.
    unreadable: int = 0

    def counts(self) -> dict[Outcome, int]:
        """How many items have each outcome, also those that none has; their sum is all items."""
        counted = Counter(item.outcome for item in self.items)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def is_lacking(self) -> bool:
        """Was anything that may be on a paper neither imported nor there already?"""
        return bool(self.unreadable or self.counts()[Outcome.LEFT_OUT])

    def remark(self, place: str, sentence: str) -> None:
        """Put down something that the user should look at."""
        self.remarks.append(Remark(place, sentence))
