"""The notebook as an import fills it: which papers have a note, which names are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from snnnotes.formats.new_note import render
from snnnotes.formats.note_making import NewNotes
from snnnotes.model.duplicates import Duplicate, KnownPapers
from snnnotes.model.file_name import folded_name
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user wants of all notes of an import."""

    #: Put to each note's own tags.
    tags: tuple[str, ...] = ()
    #: In place of each note's own; None for ``unread`` where a note has none to tell.
    status: str | None = None
    #: The present, in ISO 8601 with its zone, for notes that do not say when they were made.
    added: str

    def with_tags(self, own: Iterable[str]) -> tuple[str, ...]:
        """A note's own tags and those that all notes get, each once, whatever case.

        >>> Wish(tags=("SNN", "zotero"), added="2025-04-17").with_tags(["snn"])
        ('snn', 'zotero')
        """
        once: dict[str, str] = {}
        for tag in (*own, *self.tags):
            once.setdefault(tag.casefold(), tag)
        return tuple(once.values())


class Shelf:
    """Where notes go: it knows the papers of the notebook and of the import so far."""

    def __init__(
        self,
        notes: Sequence[Note],
        *,
        template: str,
        folder: PurePosixPath,
        exists: Callable[[PurePosixPath], bool],
        is_excluded: Callable[[PurePosixPath], bool] = lambda _path: False,
    ) -> None:
        """Take what the notebook has.

        Args:
            notes: All of the notebook's.
            template: See `formats.new_note`.
            folder: Where notes go, relative to the notebook.
            exists: Is there a file of that path, on a disk that knows no case?
            is_excluded: Do the notebook's settings leave a file of that path out?

        Raises:
            UsageError: The template gives no note.
        """
        # Now, rather than at each of 5,000 entries.
        sample = Paper(title="Title", year=2023)
        render(Note(path=folder / "Title.md", paper=sample), template)
        self.folder = folder
        self.exists = exists
        self.is_excluded = is_excluded
        self.new_notes = NewNotes(notes, template=template, folder=folder, exists=exists)
        self._papers = KnownPapers(notes)
        self._paths = {folded_name(str(note.path)) for note in notes}
        self._origins: dict[PurePosixPath, str] = {}

    def duplicates_of(self, paper: Paper) -> list[Duplicate]:
        """The notes on a paper, those of this import among them."""
        return self._papers.duplicates_of(paper)

    def origin_of(self, note: Note) -> str | None:
        """Where a note of this import comes from; None for one that the notebook has."""
        return self._origins.get(note.path)

    def add(self, note: Note, origin: str) -> None:
        """Know a new note.

        Args:
            note: As it will be written.
            origin: Where it comes from, such as ``refs.bib:12``.
        """
        self._papers.add(note)
        self._paths.add(folded_name(str(note.path)))
        self._origins[note.path] = origin

    def is_in_the_way(self, path: PurePosixPath) -> bool:
        """Is there a file of that path which is none of the notes that we know?

        Most likely it is the note on the same paper, and cannot be read.
        """
        return folded_name(str(path)) not in self._paths and self.exists(path)

    def why_in_the_way(self, path: PurePosixPath) -> tuple[str, str]:
        """The sentence for what is not imported because of such a file, and what to do."""
        reason = f"{path} exists already and is no note that can be read"
        return reason, "mend or rename that file, then import again"

    def why_duplicate(self, duplicate: Duplicate) -> str:
        """The sentence for an entry that is not imported because of another note."""
        origin = self.origin_of(duplicate.note)
        if origin is None:
            return f"{duplicate.note.path} is on this paper already: {duplicate.reason}"
        return f"it is the paper of {origin} too: {duplicate.reason}"
