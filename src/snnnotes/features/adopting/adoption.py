"""What comes of adopting a folder: its notes, what else was seen, and what would be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from snnnotes.errors import ChangedOnDiskError
from snnnotes.formats.foreign_fact import Fact
from snnnotes.formats.frontmatter_add import with_frontmatter, with_new_fields
from snnnotes.formats.hand_list_compare import RowFinding
from snnnotes.formats.hand_list_rebuild import Rebuild
from snnnotes.model.change import UTF_8, FileChange
from snnnotes.model.note import Value
from snnnotes.storage.files import read_text_in
from snnnotes.storage.foreign_reading import Fault, LeftFile, WhyLeft, digest_of
from snnnotes.storage.notebook import Notebook

#: The source of a date that nothing tells: the moment of adoption.
ADOPTION = "adoption"


@dataclass(frozen=True, slots=True)
class AdoptedNote:
    """A note, what is taken to be true of it, and what of that its frontmatter lacks."""

    path: PurePosixPath
    #: By field, in the order of a new note.
    facts: Mapping[str, Fact]
    #: What else is told of the same fields.
    others: tuple[Fact, ...]
    #: The fields that are added, in the order of a new note.
    adds: Mapping[str, Value]
    #: Required fields of which nothing tells.
    missing: tuple[str, ...]
    #: A field that it has already and that does not hold what it should.
    fault: Fault | None
    #: Where the facts stand that another file tells, such as ``README.md:12``; by source.
    places: Mapping[str, str]
    has_frontmatter: bool
    encoding: str
    #: Of the text that all this was read from.
    digest: bytes

    @property
    def is_changed(self) -> bool:
        """Does it gain fields, or UTF-8 in place of an older encoding?"""
        return bool(self.adds) or self.encoding != UTF_8

    def source_of(self, field: str) -> str:
        """What told a field, such as ``heading``, ``git`` or ``adoption``."""
        fact = self.facts.get(field)
        return fact.source.value if fact else ADOPTION

    def place_of(self, fact: Fact) -> str | None:
        """The file and line where a fact stands; None if it stands in none."""
        if fact.line is not None:
            return f"{self.path}:{fact.line}"
        return self.places.get(fact.source.value)


@dataclass(frozen=True, slots=True)
class SameOnTwo:
    """Something that only one note should have."""

    #: Such as ``arXiv identifier``.
    what: str
    value: str
    paths: tuple[PurePosixPath, ...]


@dataclass(frozen=True, slots=True)
class MarkedList:
    """A README whose list gets the markers."""

    change: FileChange
    #: What becomes of its rows when it is built.
    rebuild: Rebuild


@dataclass(frozen=True, slots=True)
class ListFinding:
    """Something between a list and the notes that does not fit."""

    #: The README.
    list: PurePosixPath
    row: RowFinding

    @property
    def place(self) -> str:
        """Where to look."""
        return str(self.list) if self.row.line is None else f"{self.list}:{self.row.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A folder that can become a notebook. Nothing is written before its changes are applied."""

    notebook: Notebook
    #: All notes, sorted by path.
    notes: Sequence[AdoptedNote]
    #: The Markdown files that are no notes, by the reason why, as it can stand after a count.
    skipped: Mapping[str, Sequence[PurePosixPath]]
    #: Files that may be notes and stay as they are.
    left: Sequence[LeftFile]
    #: Rows of a list in a README that do not fit the notes.
    findings: Sequence[ListFinding]
    duplicates: Sequence[SameOnTwo]
    #: Those that get markers.
    lists: Sequence[MarkedList]
    #: Has a README of the folder a list, of whatever kind?
    has_list: bool
    #: Does Git know the folder?
    is_in_git: bool
    #: The new `snnnotes.toml`; None if there is one already.
    settings: FileChange | None
    folders: tuple[str, ...]
    exclude: tuple[str, ...]
    #: What the user should know, one sentence each.
    warnings: Sequence[str]
    #: As the user said of files that are not UTF-8.
    encoding: str | None = None

    @property
    def changed_notes(self) -> list[AdoptedNote]:
        """The notes that are written."""
        return [note for note in self.notes if note.is_changed]

    @property
    def changes_anything(self) -> bool:
        """Is there something to write?"""
        return bool(self.settings or self.lists or self.changed_notes)

    @property
    def unreadable(self) -> list[LeftFile]:
        """The files that the user has to mend before they can be notes."""
        return [file for file in self.left if file.why is not WhyLeft.OTHER_CARRIER]

    def changes(self) -> Iterator[FileChange]:
        """All changes, each made when it is asked for: the texts of many notes are much memory.

        What another run needs to find its way comes last, so that one which was killed can be
        made good by a second.

        Raises:
            ChangedOnDiskError: A note is no longer what it was when all this was planned.
            UnreadableFileError: A note cannot be read any more.
        """
        for note in self.changed_notes:
            yield self._change(note)
        if self.settings:
            yield self.settings
        for marked in self.lists:
            yield marked.change

    def _change(self, note: AdoptedNote) -> FileChange:
        text, encoding = read_text_in(
            self.notebook.root / note.path, note.path, encoding=self.encoding
        )
        if digest_of(text) != note.digest:
            raise ChangedOnDiskError(
                f"{note.path}: changed meanwhile", hint="run the command again"
            )
        add = with_new_fields if note.has_frontmatter else with_frontmatter
        after = add(text, note.adds, path=note.path) if note.adds else text
        return FileChange(note.path, text, after, encoding)
