"""The paper list in a notebook's READMEs, built from the notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.hand_list import HandList, find_hand_list, with_markers
from snnnotes.formats.readme_block import BEGIN, END, has_markers
from snnnotes.formats.readme_list import with_list
from snnnotes.model.change import FileChange
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import ReadmeFile, ReadmeSettings

__all__ = ["BEGIN", "END", "plan_markers", "plan_readme", "plan_readmes"]


def plan_readmes(
    texts: Mapping[PurePosixPath, str | None],
    notes: Sequence[Note],
    *,
    settings: ReadmeSettings,
    add_markers: bool = False,
) -> list[FileChange]:
    """The changes that bring a notebook's READMEs up to date; empty if they are.

    Args:
        texts: The READMEs to build, None for one that does not exist.
        notes: All notes of the notebook.
        settings: Which READMEs there are. Those that the user named must have markers; of the
            usual ones, those that have some are built.
        add_markers: Put markers into files that have none; a README.md or a file that the user
            named is made if need be.

    Raises:
        ReadmeMarkerError: A file, or each of the usual ones, has no markers, or not one pair.
    """
    asked = [file for file in settings.files if file.path in texts]
    chosen = asked
    if not settings.named:
        marked = [file for file in asked if has_markers(texts[file.path] or "")]
        there = [file for file in asked if texts[file.path] is not None]
        chosen = (there if add_markers else marked) or asked[:1]
    changes = []
    for file in chosen:
        before = texts[file.path]
        text = before
        if add_markers:
            added = plan_markers(before, notes, file=file)
            text = before if added is None else added.text
        if text is None:
            raise ReadmeMarkerError(
                f"{file.path}: there is no such file",
                hint="snnnotes build-readme --init  makes it",
            )
        built = plan_readme(text, notes, file=file)
        after = text if built is None else built.text
        if after != before:
            changes.append(FileChange(file.path, before, after))
    return changes


def plan_readme(text: str, notes: Iterable[Note], *, file: ReadmeFile) -> FileChange | None:
    """The change that brings one README's list up to date, or None if it is.

    Text outside the markers is kept to the byte. The result depends only on the arguments: no
    clock, no order of the notes.

    Raises:
        ReadmeMarkerError: There is not exactly one pair of markers.
    """
    after = with_list(text, notes, file)
    return None if after == text else FileChange(file.path, text, after)


def plan_markers(text: str | None, notes: Iterable[Note], *, file: ReadmeFile) -> FileChange | None:
    """The change that puts the two markers into a README, or None if it has some.

    They go round a list that was kept by hand, if it holds nothing but years, titles and links to
    notes, which is what a built list has; otherwise to the end.

    Raises:
        ReadmeMarkerError: The end of the file is in a code block.
    """
    before = text or ""
    if has_markers(before):
        return None
    paths = {note.path for note in notes}
    found = find_hand_list(before, folder=file.path.parent, notes=paths)
    place = found if isinstance(found, HandList) and found.is_plain(paths) else None
    return FileChange(file.path, text, with_markers(before, place, path=file.path))
