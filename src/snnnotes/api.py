"""What the commands do, for Python: one function each, on an open notebook.

The functions give answers or planned changes; only `Notebook.apply` writes. What a command says
on stderr and goes on, as of a note that cannot be read, is a `NotebookWarning` here.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from snnnotes.errors import NotebookNotFoundError, UnreadableNotesError
from snnnotes.features import adding, readme, widening
from snnnotes.features.adding import NewNote
from snnnotes.formats import frontmatter
from snnnotes.model.change import FileChange
from snnnotes.model.note import Note
from snnnotes.model.query import And, Query, exactly, needs_text, parse_query
from snnnotes.storage.foreign_files import checked_encoding
from snnnotes.storage.index import Index, NoteProblem, Ranked, default_cache_folder
from snnnotes.storage.note_files import is_folder
from snnnotes.storage.note_template import read_note_template
from snnnotes.storage.notebook import ROOT_VARIABLE, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from snnnotes.features.adopting import Adoption
    from snnnotes.features.checking import Checked
    from snnnotes.model.check_settings import CheckSettings
    from snnnotes.model.finding import Finding

_EVERY_NOTE = And(())


class NotebookWarning(UserWarning):
    """Something that the user should mend and that did not stop the work."""


def open_notebook(
    path: str | os.PathLike[str] = ".", *, environment: Mapping[str, str] | None = None
) -> Notebook:
    """The notebook in the folder `path`, or the nearest above it.

    Args:
        path: A folder. For the current one, as for a command there, $SNNNOTES_ROOT comes first;
            a folder that is named outright is meant.
        environment: The variables that count; those of the process if None.

    Raises:
        NotebookNotFoundError: There is no notebook, or no such folder.
        ConfigError: Its `snnnotes.toml` cannot be understood.
        UnreadableFileError: Its `snnnotes.toml` cannot be read.
    """
    variables = dict(os.environ if environment is None else environment)
    if Path(path) != Path():
        variables.pop(ROOT_VARIABLE, None)
    # Without this, a misspelled folder in a notebook would open that notebook.
    return Notebook.open(_folder(path), root=None, environment=variables)


def find(notebook: Notebook, query: str = "", *, exact: bool = False) -> list[Note]:
    """The notes that fit a query, sorted by path; all of them for an empty one.

    These are the notes that the commands `list` and `search` find.

    Args:
        notebook: From `open_notebook`.
        query: In the query language.
        exact: Take words as typed: no other forms, no equal terms of the glossary.

    Raises:
        QueryError: The query cannot be read.
    """
    asked = _asked(notebook, query, exact=exact)
    with _index(notebook, text=needs_text(asked.wide)) as index:
        found = index.notes(asked.wide)
        _warn([*asked.problems, *_troubles(index)])
    return found


def search(
    notebook: Notebook, query: str, *, exact: bool = False, limit: int | None = None
) -> list[Ranked]:
    """The notes that fit a query, best first, each with its score.

    Args:
        notebook: From `open_notebook`.
        query: In the query language.
        exact: Take words as typed: no other forms, no equal terms of the glossary.
        limit: No more notes than this; all of them if None.

    Raises:
        QueryError: The query cannot be read.
        ValueError: `limit` is below 0.
    """
    if limit is not None and limit < 0:
        raise ValueError(f"limit is below 0: {limit}")
    asked = _asked(notebook, query, exact=exact)
    with _index(notebook, text=True) as index:
        found = index.best(asked.wide, literal=asked.literal, limit=limit)
        _warn([*asked.problems, *_troubles(index)])
    return found.hits


def read_note(notebook: Notebook, path: str | PurePath) -> Note:
    """One note, read from its file.

    Args:
        notebook: From `open_notebook`.
        path: Relative to the notebook, as in `Note.path`.

    Raises:
        UnreadableFileError: The file cannot be read, or is not UTF-8 text.
        NoteFormatError: It has no frontmatter, or one that cannot be read.
    """
    shown = PurePosixPath(path if isinstance(path, str) else path.as_posix())
    return frontmatter.read_note(notebook.read_text(shown), path=shown)


def plan_add(notebook: Notebook, request: NewNote) -> FileChange:
    """The new file for a note; nothing is written.

    Args:
        notebook: From `open_notebook`.
        request: What the note is to hold. Without `added`, it is dated with the present.

    Raises:
        UsageError: A required field is missing, or a value is impossible.
        IdentifierError: An arXiv identifier, DOI or OpenReview id is none.
        DuplicateNoteError: There is a note on this paper, or a file of this name, and the
            request does not allow for that.
        UnreadableFileError: The user's template cannot be read.
    """
    if request.added is None:
        request = replace(request, added=datetime.now().astimezone())
    with _index(notebook, text=False) as index:
        notes = index.notes(_EVERY_NOTE)
        _warn(_troubles(index))
    return adding.plan_add(
        request,
        notes,
        template=read_note_template(notebook),
        exists=notebook.exists,
        folder=PurePosixPath(notebook.folders[0]),
    )


def plan_adopt(
    path: str | os.PathLike[str] = ".",
    *,
    encoding: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Adoption:
    """What makes a folder of Markdown notes a notebook; nothing is written.

    Args:
        path: The folder; it becomes the notebook's root.
        encoding: Of files that are not UTF-8, such as ``gb18030``. Without it they are left.
        environment: The variables that count; those of the process if None.

    Raises:
        NotebookNotFoundError: There is no such folder.
        UsageError: There is no such encoding.
        ConfigError: The folder has a `snnnotes.toml` that cannot be understood.
        UnreadableFileError: The folder, or its `snnnotes.toml`, cannot be read.
    """
    # Imported here because its readers take twice as long to load as all the rest.
    from snnnotes.features.adopting import plan_adopt as planned  # noqa: PLC0415

    variables = dict(os.environ if environment is None else environment)
    known = checked_encoding(encoding) if encoding else None
    notebook = Notebook(_folder(path), variables)
    return planned(notebook, now=datetime.now().astimezone(), encoding=known)


def plan_readmes(notebook: Notebook, *, add_markers: bool = False) -> list[FileChange]:
    """The changes that bring the READMEs up to date; empty if they are. Nothing is written.

    Args:
        notebook: From `open_notebook`.
        add_markers: Put the two markers into READMEs that have none.

    Raises:
        UnreadableNotesError: A note cannot be read, and its row would vanish.
        ReadmeMarkerError: A README lacks its one pair of markers.
        ConfigError: `snnnotes.toml` cannot be understood.
    """
    with _index(notebook, text=False) as index:
        problems = index.problems()
        notes = index.notes(_EVERY_NOTE)
        _warn([*notebook.warnings, *index.warnings])
    if problems:
        lacking = "".join(f"\n  {_sentence(problem)}" for problem in problems)
        raise UnreadableNotesError(
            f"the list of papers would lack notes that cannot be read:{lacking}",
            hint=problems[0].hint,
        )
    settings = notebook.readme_settings()
    paths = [file.path for file in settings.files]
    texts = {path: notebook.read_text(path) if notebook.exists(path) else None for path in paths}
    return readme.plan_readmes(texts, notes, settings=settings, add_markers=add_markers)


def check(
    notebook: Notebook, *, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[Finding]:
    """What is not right in the notes and the READMEs, by place.

    Args:
        notebook: From `open_notebook`.
        select: Names of checks or groups; only these. Without any, as `snnnotes.toml` says.
        ignore: Names of checks or groups; not these.

    Raises:
        UsageError: There is no such check.
        ConfigError: `snnnotes.toml` cannot be understood.
    """
    checked = _checked(notebook, _check_settings(notebook, select, ignore))
    _warn(notebook.warnings)
    return checked.findings


def plan_fixes(
    notebook: Notebook, *, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[FileChange]:
    """The changes that mend those findings of `check` that have one right answer.

    A file that gets another name is one change that removes it and one that makes it. Nothing is
    written.

    Args:
        notebook: From `open_notebook`.
        select: As for `check`.
        ignore: As for `check`.

    Raises:
        UsageError: There is no such check.
        ConfigError: `snnnotes.toml` cannot be understood.
    """
    from snnnotes.features import checking  # noqa: PLC0415 (its readers take 30 ms to load)

    checked = _checked(notebook, _check_settings(notebook, select, ignore))
    _warn(notebook.warnings)
    return checking.plan_fixes(
        checked,
        checked.findings,
        read_text=notebook.read_text,
        exists=notebook.exists,
        readmes=notebook.readme_settings(),
    )


def _check_settings(
    notebook: Notebook, select: Iterable[str], ignore: Iterable[str]
) -> CheckSettings:
    from snnnotes.model.check_settings import CheckSettings  # noqa: PLC0415 (see above)

    return (notebook.config.check or CheckSettings()).but(select=select, ignore=ignore)


def _checked(notebook: Notebook, settings: CheckSettings) -> Checked:
    from snnnotes.features.checking import check_notebook  # noqa: PLC0415 (see above)

    this_year = datetime.now().astimezone().year
    return check_notebook(notebook, settings=settings, this_year=this_year)


def _folder(path: str | os.PathLike[str]) -> Path:
    folder = Path(os.path.normpath(Path(path).absolute()))
    if not is_folder(folder):
        raise NotebookNotFoundError(
            f"{os.fspath(path)}: no such folder", hint="look at how it is spelled"
        )
    return folder


class _Asked(NamedTuple):
    """A query as it was typed, and as it is looked for."""

    literal: Query
    wide: Query
    #: What the user should know of the glossary; at most one line.
    problems: list[str]


def _asked(notebook: Notebook, text: str, *, exact: bool) -> _Asked:
    query = parse_query(text)
    if exact:
        return _Asked(exactly(query), exactly(query), [])
    wide, _, problem = widening.widened(query, notebook)
    return _Asked(query, wide, [f"{problem}; searching without it"] if problem else [])


@contextmanager
def _index(notebook: Notebook, *, text: bool) -> Iterator[Index]:
    """The index of a notebook, up to date."""
    with Index.open(notebook, default_cache_folder(notebook.environment)) as index:
        index.sync(text=text)
        yield index


def _troubles(index: Index) -> list[str]:
    """What the index and the files give cause to warn of."""
    problems = [_sentence(problem) for problem in index.problems()]
    return [*index.notebook.warnings, *index.warnings, *problems]


def _sentence(problem: NoteProblem) -> str:
    return f"{problem.path}:{problem.line}: {problem.message}"


def _warn(messages: list[str]) -> None:
    """Warn at the line that called the public function, which calls this."""
    for message in messages:
        warnings.warn(message, NotebookWarning, stacklevel=3)
