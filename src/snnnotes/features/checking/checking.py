"""All checks of a notebook, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.errors import UnreadableFileError
from snnnotes.features.checking.looking import Look, look_at_page, unreadable
from snnnotes.features.checking.reading import Progress, looks_of
from snnnotes.features.checking.readmes import (
    ReadmeLook,
    look_at_readme,
    readme_missing,
    readmes_with_list,
)
from snnnotes.features.checking.twins import name_findings, twin_findings
from snnnotes.formats.finding_ignore import without_ignored
from snnnotes.formats.link_check import LinkFinding, Targets, findings_of_links, row_findings
from snnnotes.model.check_settings import CheckSettings
from snnnotes.model.checks import found
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note
from snnnotes.storage.all_files import all_files
from snnnotes.storage.notebook import Notebook


class Checked(NamedTuple):
    """What the checks of a notebook found."""

    #: By place; without what is ignored.
    findings: list[Finding]
    #: What was looked at: the notes and pages of the note folders, then the READMEs.
    looks: list[Look]
    #: All files that a link may open.
    files: list[PurePosixPath]
    #: Texts of the READMEs that could be read, None for one that does not exist.
    readmes: Mapping[PurePosixPath, str | None]

    @property
    def notes(self) -> list[Note]:
        """All notes that can be read."""
        return [look.note for look in self.looks if look.note is not None]

    @property
    def is_whole(self) -> bool:
        """Can each file that should be a note be read as one?"""
        return all(look.is_page or look.note is not None for look in self.looks)


def check_notebook(
    notebook: Notebook,
    *,
    settings: CheckSettings,
    this_year: int,
    progress: Progress | None = None,
) -> Checked:
    """Make all checks that need nothing but the disk.

    Args:
        notebook: Whose notes and READMEs.
        settings: Which findings are told.
        this_year: A paper may be from next year, but not from a later one.
        progress: Is called as files are read.

    Raises:
        UnreadableFileError: A note folder is a link that leads out of the notebook.
        ConfigError: `snnnotes.toml` cannot be understood.
    """
    looks = looks_of(notebook, this_year=this_year, progress=progress)
    files = all_files(notebook.root, notebook.folders)
    checked = _with_readmes(notebook, Checked([], looks, files.files, {}))
    targets = _targets(checked.notes, files.files)
    by_file: dict[PurePosixPath, list[Finding]] = {}
    twins = twin_findings(checked.notes, {look.path: look.lines for look in looks})
    for finding in (*name_findings(files), *twins):
        by_file.setdefault(finding.path, []).append(finding)
    for look in checked.looks:
        own = by_file.setdefault(look.path, [])
        own += look.findings
        linked = findings_of_links(look.links, look.path, targets)
        linked += row_findings(look.rows, look.path, targets) if look.rows else []
        own += _once(linked, look.path)
        by_file[look.path] = list(without_ignored(own, look.ignores))
    told = settings.applied(one for own in by_file.values() for one in own)
    return checked._replace(findings=sorted(told, key=lambda finding: finding.place))


def _with_readmes(notebook: Notebook, checked: Checked) -> Checked:
    """With the READMEs, and a look at each that there is."""
    settings = notebook.readme_settings()
    texts: dict[PurePosixPath, str | None] = {}
    looks = {look.path: look for look in checked.looks}
    for file in settings.files:
        try:
            texts[file.path] = notebook.read_text(file.path) if notebook.exists(file.path) else None
        except UnreadableFileError as error:
            looks[file.path] = unreadable(error, file.path)
    readable = tuple(file for file in settings.files if file.path in texts)
    with_list = readmes_with_list(texts, settings._replace(files=readable))
    # A note that cannot be read has no row, but its row is not one too many.
    notes = checked.notes if checked.is_whole else None
    for file in readable:
        text = texts[file.path]
        if text is None:
            if file in with_list:
                missing = readme_missing(file)
                looks[file.path] = Look(file.path, findings=[missing], is_page=True)
            continue
        readme = look_at_readme(text, notes, file) if file in with_list else ReadmeLook([], text)
        # A README in a note folder may be a note, and is then looked at as one.
        look = looks.get(file.path)
        if look is None or look.is_page:
            look = looks[file.path] = look_at_page(readme.by_hand, file.path)
        look.findings += readme.findings
        look.rows = readme.by_hand
    return checked._replace(looks=[*looks.values()], readmes=texts)


def _targets(notes: Iterable[Note], files: Iterable[PurePosixPath]) -> Targets:
    titles = {note.path: note.paper.title for note in notes}
    aliases = {
        note.path: [*note.aliases, *([note.citekey] if note.citekey else [])] for note in notes
    }
    return Targets(files, titles, aliases)


def _once(linked: Iterable[LinkFinding], path: PurePosixPath) -> Iterator[Finding]:
    """Findings on links; what a link and the row it stands in both give is told once."""
    seen = set()
    for one in linked:
        if (one.name, one.line, one.message) not in seen:
            seen.add((one.name, one.line, one.message))
            yield found(one.name, path, (one.line, one.column), one.message, one.mend)
