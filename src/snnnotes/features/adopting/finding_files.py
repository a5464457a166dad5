"""The files of a folder: which are read as notes, which are lists, and which are neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from snnnotes.features.adopting.folders import unreached
from snnnotes.formats.foreign_path import Reason, folder_pages, is_page, reason_not_a_note
from snnnotes.storage.foreign_files import ForeignFiles, foreign_files
from snnnotes.storage.foreign_reading import (
    ForeignNote,
    Job,
    LeftFile,
    SkippedFile,
    read_foreign_notes,
)
from snnnotes.storage.notebook import CONFIG_NAME, Notebook

#: Reasons that only a notebook knows.
OUTSIDE = "not among the notes of snnnotes.toml"
UNREACHED = "in a place that no notebook looks at"

_LISTS = (Reason.README, Reason.INDEX)


@dataclass(slots=True)
class Found:
    """What there is in a folder."""

    files: ForeignFiles
    notes: dict[PurePosixPath, ForeignNote] = field(default_factory=dict)
    left: list[LeftFile] = field(default_factory=list)
    skipped: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    #: READMEs and indexes, which may list notes.
    pages: list[PurePosixPath] = field(default_factory=list)

    def skip(self, path: PurePosixPath, reason: str) -> None:
        """Count a file as no note."""
        self.skipped.setdefault(reason, []).append(path)

    def skipped_for(self, reasons: Iterable[Reason]) -> set[PurePosixPath]:
        """The files that were skipped for one of these reasons."""
        return {path for reason in reasons for path in self.skipped.get(reason.value, [])}


def find_files(
    notebook: Notebook,
    *,
    encoding: str | None,
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """Read all files of a folder that may be notes.

    Args:
        notebook: The folder. If it has a `snnnotes.toml`, that says where notes lie.
        encoding: What the user says of files that are not UTF-8; None if nothing.
        progress: Is called with the number of files read and of all.

    Raises:
        UnreadableFileError: The folder cannot be opened.
    """
    found = Found(foreign_files(notebook.root))
    jobs = _jobs(found, notebook)
    readings = read_foreign_notes(notebook.root, jobs, encoding=encoding)
    for done, reading in enumerate(readings, 1):
        if isinstance(reading, ForeignNote):
            found.notes[reading.path] = reading
        elif isinstance(reading, SkippedFile):
            found.skip(reading.path, reading.reason)
        else:
            found.left.append(reading)
        if progress:
            progress(done, len(jobs))
    if not notebook.exists(PurePosixPath(CONFIG_NAME)):
        for path in sorted(unreached([*found.notes])):
            del found.notes[path]
            found.skip(path, UNREACHED)
    return found


def _jobs(found: Found, notebook: Notebook) -> list[Job]:
    """What is to be read; the other files are skipped."""
    pages = folder_pages(found.files.notes)
    wanted: list[PurePosixPath] = []
    for path in found.files.notes:
        reason = None if path in pages else reason_not_a_note(path, None)
        if reason is None:
            wanted.append(path)
            continue
        found.skip(path, reason.value)
        if reason in _LISTS and is_page(path):
            found.pages.append(path)
    # The list in the README of the folder itself counts before all others.
    found.pages.sort(key=lambda path: (len(path.parts), path))
    if not notebook.exists(PurePosixPath(CONFIG_NAME)):
        return [(str(path), path in pages) for path in wanted]
    reached = {state.path for state in notebook.files()}
    for path in wanted:
        if str(path) not in reached:
            found.skip(path, OUTSIDE)
    return [(str(path), path in pages) for path in wanted if str(path) in reached]
