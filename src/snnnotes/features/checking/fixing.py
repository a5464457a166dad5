"""The changes that mend findings with one right answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError, ReadmeMarkerError
from snnnotes.features.checking.checking import Checked
from snnnotes.features.checking.looking import body_start
from snnnotes.features.checking.note_checks import fixed_venue, portable_name
from snnnotes.formats.finding_ignore import read_ignores, without_ignored
from snnnotes.formats.formula_fix import fixed_formulas
from snnnotes.formats.frontmatter import read_note
from snnnotes.formats.frontmatter_fix import fixed_frontmatter
from snnnotes.formats.link_moves import MovedFiles, relinked
from snnnotes.formats.readme_list import with_list
from snnnotes.model.change import FileChange
from snnnotes.model.checks import BY_NAME, found
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import ReadmeSettings

#: Checks whose mend is another name for the file.
_NAMES = frozenset({"name-unlike-title", "name-not-portable"})
_STALE = "readme-stale"

ReadText = Callable[[PurePosixPath], str]


def plan_fixes(
    checked: Checked,
    findings: Iterable[Finding],
    *,
    read_text: ReadText,
    exists: Callable[[PurePosixPath], bool],
    readmes: ReadmeSettings,
) -> list[FileChange]:
    """What mends findings; a finding without one right answer is left.

    Args:
        checked: The whole notebook.
        findings: Those that are to be mended.
        read_text: Reads a file of the notebook.
        exists: Is there a file of this name, on a disk that knows no case?
        readmes: How their lists look.

    Returns:
        A file that gets another name is one that goes and one that comes.
    """
    by_file: dict[PurePosixPath, set[str]] = {}
    for finding in findings:
        if BY_NAME[finding.name].fixable:
            by_file.setdefault(finding.path, set()).add(finding.name)
    if not by_file:
        return []
    notes = {note.path: note for note in checked.notes}
    before: dict[PurePosixPath, str] = {}
    after: dict[PurePosixPath, str] = {}
    for path, names in by_file.items():
        before[path] = read_text(path)
        after[path] = fixed_text(before[path], path, names)
    moves = _moves(by_file, notes, exists)
    if moves:
        for look in checked.looks:
            if look.path not in before and (look.links or look.path in moves):
                before[look.path] = read_text(look.path)
        moved = MovedFiles(moves, checked.files)
        for path, text in before.items():
            after[path] = relinked(after.get(path, text), path, moved)
    _rebuild(checked, by_file, moves, before, after, readmes)
    return _changes(before, after, moves)


def fixed_text(text: str, path: PurePosixPath, names: Collection[str]) -> str:
    """The text of a file in which these checks find no more that has one right answer.

    Args:
        text: As it is.
        path: Relative to the notebook.
        names: Of checks; all others are left alone, and what the text itself says to ignore.
    """
    # A frontmatter that cannot be read, or not be changed without harm, stays as it is.
    with suppress(NoteFormatError):
        if "value-changed-by-yaml" in names:
            text = fixed_frontmatter(text, path=path)
        if "venue-spelling" in names:
            text = fixed_venue(text, path=path)
    return fixed_formulas(text, body_start(text, path), _wanted(names, path))


def _wanted(names: Collection[str], path: PurePosixPath) -> Callable[[str, str, int], bool]:
    # The same text is asked about for each of its findings.
    ignores_of = lru_cache(maxsize=1)(read_ignores)

    def wanted(text: str, name: str, line: int) -> bool:
        if name not in names:
            return False
        ignores = ignores_of(text)
        return not ignores or any(without_ignored([found(name, path, (line, 1), "")], ignores))

    return wanted


def _moves(
    by_file: Mapping[PurePosixPath, Collection[str]],
    notes: Mapping[PurePosixPath, Note],
    exists: Callable[[PurePosixPath], bool],
) -> dict[PurePosixPath, PurePosixPath]:
    """The files that get another name; not those whose name is taken."""
    moves: dict[PurePosixPath, PurePosixPath] = {}
    for path, names in by_file.items():
        if path not in notes or not _NAMES & set(names):
            continue
        name = portable_name(notes[path])
        if name is None:
            continue
        place = path.with_name(name)
        if place not in moves.values() and not exists(place):
            moves[path] = place
    return moves


def _rebuild(  # noqa: PLR0913, PLR0917 (what has been planned so far)
    checked: Checked,
    by_file: Mapping[PurePosixPath, Collection[str]],
    moves: Mapping[PurePosixPath, PurePosixPath],
    before: dict[PurePosixPath, str],
    after: dict[PurePosixPath, str],
    readmes: ReadmeSettings,
) -> None:
    """Bring the lists of the READMEs up to date, as far as that is wanted.

    A list that was up to date is so again after a mend of a note; one that was not is rebuilt only
    where its being stale is to be mended.
    """
    if not checked.is_whole:
        return  # the rows of the notes that cannot be read would go
    notes = []
    for note in checked.notes:
        path = moves.get(note.path, note.path)
        changed = after.get(note.path) if note.path in after or note.path in moves else None
        notes.append(note if changed is None else read_note(changed, path=path))
    for file in readmes.files:
        text = before.get(file.path) or checked.readmes.get(file.path)
        if text is None:
            continue
        try:
            was_stale = with_list(text, checked.notes, file) != text
            if not was_stale or _STALE in by_file.get(file.path, ()):
                before[file.path] = text
                after[file.path] = with_list(after.get(file.path, text), notes, file)
        except ReadmeMarkerError:
            continue


def _changes(
    before: Mapping[PurePosixPath, str],
    after: Mapping[PurePosixPath, str],
    moves: Mapping[PurePosixPath, PurePosixPath],
) -> list[FileChange]:
    changes = []
    for path in sorted(before):
        if path in moves:
            changes.append(FileChange(path, before[path], None))
            changes.append(FileChange(moves[path], None, after[path]))
        elif after[path] != before[path]:
            changes.append(FileChange(path, before[path], after[path]))
    return changes
