"""Adopting a folder: from what its files tell to what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from snnnotes.errors import UnreadableFileError
from snnnotes.features.adopting.adoption import AdoptedNote, Adoption, ListFinding
from snnnotes.features.adopting.dating import Stamp, stamps_of
from snnnotes.features.adopting.deciding import decided, note_after, same_on_two
from snnnotes.features.adopting.finding_files import Found, find_files
from snnnotes.features.adopting.folders import excluded, is_reached, note_folders
from snnnotes.features.adopting.lists import (
    NoteList,
    Paths,
    RowOf,
    facts_of_row,
    note_list,
    rows_of_notes,
)
from snnnotes.features.adopting.marking import Marked, marked
from snnnotes.features.adopting.settings import settings_text
from snnnotes.formats.foreign_choice import Choice, chosen
from snnnotes.formats.foreign_entry import EntriesByNote, EntryOf, facts_of_entry
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_path import Reason, reason_not_a_note
from snnnotes.formats.frontmatter_block import has_frontmatter
from snnnotes.formats.hand_list_compare import RowKind, compare_rows
from snnnotes.formats.readme_block import has_markers
from snnnotes.model.change import FileChange
from snnnotes.model.note import Note
from snnnotes.storage.files import read_text_in
from snnnotes.storage.foreign_reading import Fault, LeftFile, WhyLeft
from snnnotes.storage.git_history import GitHistory, git_history
from snnnotes.storage.note_files import is_folder_page
from snnnotes.storage.notebook import CONFIG_NAME, NOTES_FOLDER, Notebook

_SETTINGS = PurePosixPath(CONFIG_NAME)
_USUAL_FOLDERS = (PurePosixPath(NOTES_FOLDER),)


def plan_adopt(
    notebook: Notebook,
    *,
    now: datetime,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Adoption:
    """What makes a folder of Markdown notes a notebook; nothing is written.

    Args:
        notebook: The folder; it need not be a notebook yet.
        now: The moment of adoption, with its zone.
        encoding: What the user says of files that are not UTF-8; None if nothing.
        progress: Is called with the number of files read and of all.

    Raises:
        UnreadableFileError: The folder cannot be opened.
        ConfigError: It has a `snnnotes.toml` that cannot be understood.
    """
    found = find_files(notebook, encoding=encoding, progress=progress)
    reader = _Reader(notebook, found, encoding)
    rows = rows_of_notes(reader.lists, found.notes, reader.paths)
    beside = _Beside(rows.own, reader.entries_of_notes())
    choices = chosen({path: beside.facts_of(path, found) for path in found.notes})
    history = git_history(notebook.root, environment=notebook.environment)
    stamps = _stamps(choices, reader.lists, rows.places, history, now)
    adopted = [
        decided(note, choices[path], stamps.get(path), beside.places_of(path))
        for path, note in found.notes.items()
    ]
    notes = {
        one.path: note
        for one in adopted
        if (note := note_after(found.notes[one.path], one)) is not None
    }
    has_settings = notebook.exists(_SETTINGS)
    lists = marked(
        reader.lists,
        notes,
        settings=notebook.config.readme if has_settings else None,
    )
    folders = tuple(map(PurePosixPath, notebook.folders))
    exclude = notebook.exclude
    settings = None
    if not has_settings and adopted:
        folders = note_folders(found.notes)
        exclude = reader.excluded(folders)
        settings = _settings(folders, exclude, lists, adopted)
    return Adoption(
        notebook=notebook,
        notes=adopted,
        skipped=found.skipped,
        left=sorted(found.left, key=lambda file: str(file.path)),
        findings=list(_findings(reader, choices, notes)),
        duplicates=same_on_two(notes.values()),
        lists=lists.lists,
        has_list=reader.has_list,
        is_in_git=bool(history.first_commits or history.cut_off or not history.problem),
        settings=settings,
        folders=tuple(map(str, folders)),
        exclude=exclude,
        warnings=[
            *found.files.warnings,
            *reader.warnings,
            *lists.problems,
            *_on_dates(history, stamps, adopted),
        ],
        encoding=encoding,
    )


def _settings(
    folders: tuple[PurePosixPath, ...],
    exclude: tuple[str, ...],
    lists: Marked,
    adopted: Sequence[AdoptedNote],
) -> FileChange | None:
    """The file that keeps what was decided; a notebook that is one without it goes on so."""
    is_usual = folders == _USUAL_FOLDERS and not exclude and not lists.lists
    if is_usual and not any(one.is_changed for one in adopted):
        return None
    return FileChange(_SETTINGS, None, settings_text(folders, exclude, lists.looks))


class _Reader:
    """The files beside the notes: lists, bibliographies, and pages that are neither."""

    def __init__(self, notebook: Notebook, found: Found, encoding: str | None) -> None:
        self.warnings: list[str] = []
        self.found = found
        #: Has a README of the folder itself a list, of whatever kind?
        self.has_list = False
        self._root = notebook.root
        self._encoding = encoding
        self.paths = Paths(found.notes)
        lists = (self._list(path) for path in found.pages)
        self.lists = [one for one in lists if one is not None]

    def _text(self, path: PurePosixPath) -> tuple[str, str] | None:
        """A file's text and encoding; one that cannot be read is among those left."""
        try:
            return read_text_in(self._root / path, path, encoding=self._encoding)
        except UnreadableFileError as error:
            fault = Fault(error.line or 1, error.problem, error.hint)
            self.found.left.append(LeftFile(path, WhyLeft.UNREADABLE, fault))
            return None

    def _list(self, path: PurePosixPath) -> NoteList | None:
        read = self._text(path)
        found = note_list(path, *read, self.paths) if read else None
        if read and path.parent == PurePosixPath():
            self.has_list = self.has_list or found is not None or has_markers(read[0])
        return found

    def entries_of_notes(self) -> dict[PurePosixPath, EntryOf]:
        """For each note the entry of a bibliography that is about its paper."""
        entries = EntriesByNote()
        problems: dict[PurePosixPath, list[str]] = {}
        for path in self.found.files.bibliographies:
            # One in node_modules or a generated site is nobody's bibliography.
            read = self._text(path) if reason_not_a_note(path, None) is None else None
            if read is None:
                continue
            # Imported here because its parser takes a tenth of a second to load, and most folders
            # have no bibliography.
            from snnnotes.formats import bibtex_read  # noqa: PLC0415

            bibliography = bibtex_read.loads(read[0].removeprefix("\ufeff"))
            entries.add(bibliography.entries, text=read[0], path=path)
            problems[path] = [
                f"{path}:{problem.line}: {problem.sentence}" for problem in bibliography.problems
            ]
        about = (
            (path, entries.about(path, note.facts, note.cited))
            for path, note in self.found.notes.items()
        )
        entries_of_notes = {path: entry for path, entry in about if entry is not None}
        # What is wrong in others, such as the examples of a program, is no business of the notes.
        folders = {folder for path in self.found.notes for folder in path.parents}
        used = {entry.path for entry in entries_of_notes.values()}
        for path, found in problems.items():
            if path in used or path.parent in folders:
                self.warnings += found
        return entries_of_notes

    def excluded(self, folders: Sequence[PurePosixPath]) -> tuple[str, ...]:
        """Patterns for the files in these folders that are no notes, and would count as some."""
        kept = {*self.found.notes}
        # What can be mended is not hidden: every command names it until it is.
        kept.update(file.path for file in self.found.left if file.why is not WhyLeft.OTHER_CARRIER)
        others = [
            path
            for path in self.found.files.notes
            if path not in kept and is_reached(path, folders) and self._looks_like_note(path)
        ]
        return excluded(others, kept, single=self.found.skipped_for([Reason.EMPTY]))

    def _looks_like_note(self, path: PurePosixPath) -> bool:
        """Would a notebook take it for a note? The page of a folder only if it has frontmatter."""
        if not is_folder_page(path.name):
            return True
        read = self._text(path)
        return read is not None and has_frontmatter(read[0])


@dataclass(frozen=True, slots=True)
class _Beside:
    """What other files tell of the notes."""

    rows: Mapping[PurePosixPath, RowOf]
    entries: Mapping[PurePosixPath, EntryOf]

    def facts_of(self, path: PurePosixPath, found: Found) -> list[Fact]:
        """All facts on a note."""
        facts = [*found.notes[path].facts]
        if path in self.rows:
            facts += facts_of_row(self.rows[path].row)
        if path in self.entries:
            facts += facts_of_entry(self.entries[path])
        return facts

    def places_of(self, path: PurePosixPath) -> dict[str, str]:
        """Where these facts stand, by source."""
        places = {}
        if path in self.rows:
            one, row = self.rows[path]
            places[Source.README.value] = f"{one.path}:{row.line}"
        if path in self.entries:
            found = self.entries[path]
            places[Source.BIBLIOGRAPHY.value] = f"{found.path}:{found.entry.line}"
        return places


def _stamps(
    choices: Mapping[PurePosixPath, Choice],
    lists: Sequence[NoteList],
    rows: Mapping[PurePosixPath, RowOf],
    history: GitHistory,
    now: datetime,
) -> dict[PurePosixPath, Stamp]:
    undated = [path for path, choice in choices.items() if "added" not in choice.facts]
    # Lists come in their order, the folder's own README first.
    order = {one.path: place for place, one in enumerate(lists)}
    listed = sorted(rows, key=lambda path: (order[rows[path].list.path], rows[path].row.line))
    places = {path: (at, "\n".join(rows[path].row.section)) for at, path in enumerate(listed)}
    return stamps_of([*choices], history, places, undated=undated, now=now)


def _findings(
    reader: _Reader, choices: Mapping[PurePosixPath, Choice], notes: Mapping[PurePosixPath, Note]
) -> Iterable[ListFinding]:
    """What does not fit between the lists and the notes."""
    titles = {
        path: str(choice.facts["title"].value) if "title" in choice.facts else path.stem
        for path, choice in choices.items()
    }
    titles |= {path: note.paper.title for path, note in notes.items()}
    others = set(reader.found.files.notes) - titles.keys()
    readmes = reader.found.skipped_for([Reason.README])
    for one in reader.lists:
        # Of a built list, build-readme --check says it better; an index is somebody's own choice.
        if has_markers(one.text) or one.path not in readmes:
            continue
        for finding in compare_rows(one.rows, titles, files=others):
            # A README further down lists the notes below it.
            if finding.kind is RowKind.NO_ROW and one.path.parent not in finding.path.parents:
                continue
            yield ListFinding(one.path, finding)


def _on_dates(
    history: GitHistory, stamps: Mapping[PurePosixPath, Stamp], adopted: Iterable[AdoptedNote]
) -> Iterable[str]:
    """What it means for the dates that Git does not know all."""
    now = sum(not stamp.is_from_git for stamp in stamps.values())
    undated = sum(one.path in history.cut_off and "added" not in one.facts for one in adopted)
    if undated:
        yield f"{history.problem}; before that, {_notes(undated)} without a date stay without"
    elif history.problem and not history.cut_off and now:
        yield f"{history.problem}; the present becomes the date of {_notes(now)}"


def _notes(count: int) -> str:
    return f"{count} note{'' if count == 1 else 's'}"
