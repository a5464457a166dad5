"""Which notes a command is about, as the user names them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from snnnotes.cli.session import Session
from snnnotes.cli.terminal import ask, err, printable
from snnnotes.errors import (
    AmbiguousNoteError,
    NoteNotFoundError,
    UnreadableFileError,
    UsageError,
)

if TYPE_CHECKING:
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

_NO_NOTE = (
    "notes are Markdown files of the note folders, apart from READMEs without frontmatter, "
    "links, and what snnnotes.toml excludes;  snnnotes list --format paths  shows them"
)


def selected(session: Session, notebook: Notebook, selector: str) -> Note:
    """The note that the user names; several that fit are a choice at a terminal.

    Raises:
        NoteNotFoundError: None fits.
        AmbiguousNoteError: Several fit, and there is nobody to ask.
    """
    return _Selecting(session, notebook).one(selector)


def several(session: Session, notebook: Notebook, selectors: Sequence[str]) -> list[Note]:
    """The notes that the user names, one by each word of the command line; each note once.

    Raises:
        NoteNotFoundError: None fits one of the selectors.
        AmbiguousNoteError: Several fit one, and there is nobody to ask.
        UsageError: The selectors are the words of one title, without quotes around them.
    """
    selecting = _Selecting(session, notebook)
    found: dict[PurePosixPath, Note] = {}
    for selector in selectors:
        try:
            note = selecting.found(selector)
        except (NoteNotFoundError, AmbiguousNoteError):
            selecting.refuse_words_of_one(selectors)
            note = selecting.one(selector)
        found.setdefault(note.path, note)
    return list(found.values())


class _Selecting:
    """The notes of a notebook, for the user to name some of them."""

    def __init__(self, session: Session, notebook: Notebook) -> None:
        from snnnotes.model.query import And

        self._session = session
        self._notebook = notebook
        with session.index(notebook, text=False) as index:
            self._notes = index.notes(And(()))
            self._problems = index.problems()

    def one(self, selector: str) -> Note:
        """The note that is meant; asks if several fit and somebody can answer.

        Raises:
            NoteNotFoundError: None fits.
            AmbiguousNoteError: Several fit, and there is nobody to ask.
            UnreadableFileError: The file that is named is no note that can be read.
        """
        try:
            return self.found(selector)
        except NoteNotFoundError:
            self._warn_of([problem.path for problem in self._problems])  # it may be one of these
            raise
        except AmbiguousNoteError as error:
            if not self._session.can_ask():
                raise
            self._warn_of(error.candidates)
            return _chosen([note for note in self._notes if note.path in error.candidates])

    def _warn_of(self, paths: Collection[object]) -> None:
        """Name those of the files that cannot be read."""
        for problem in self._problems:
            if problem.path in paths:
                self._session.warn(
                    f"{problem.path}:{problem.line}: {problem.message}", hint=problem.hint
                )

    def found(self, selector: str) -> Note:
        """The same without a question.

        Raises:
            NoteNotFoundError: None fits.
            AmbiguousNoteError: Several fit.
            UnreadableFileError: The file that is named is no note that can be read.
        """
        from snnnotes.features.selecting import find_note
        from snnnotes.model.title import title_key

        wanted = title_key(PurePosixPath(selector).name.removesuffix(".md"))
        for problem in self._problems:
            path = PurePosixPath(problem.path)
            # The file is named after the title, so that words of it may fit another note as well.
            is_name = "/" not in selector and title_key(path.stem) == wanted
            if is_name or selector in (str(path), str(path.with_suffix(""))):
                raise UnreadableFileError(
                    problem.path, problem.message, line=problem.line, hint=problem.hint
                )
        if Path(selector).is_absolute() or selector.startswith(".."):
            # From the current folder, and only if it leads into the notebook.
            place = self._notebook.path_of(self._session.folder / selector)
            selector = selector if place is None else str(place)
        folder = self._session.folder_in(self._notebook)
        unreadable = [PurePosixPath(problem.path) for problem in self._problems]
        try:
            return find_note(selector, self._notes, folder=folder, unreadable=unreadable)
        except NoteNotFoundError as error:
            if (self._session.folder / selector).is_file():
                raise NoteNotFoundError(
                    f"no note fits {selector!r}: that file is none", hint=_NO_NOTE
                ) from error
            raise

    def refuse_words_of_one(self, selectors: Sequence[str]) -> None:
        """Refuse words that name one note together, and so lack quotes.

        Raises:
            UsageError: They do.
        """
        words = " ".join(selectors)
        try:
            note = self.found(words) if len(selectors) > 1 else None
        except (NoteNotFoundError, AmbiguousNoteError, UnreadableFileError):
            return
        if note is not None:
            raise UsageError(
                f"{words!r} is one note, {note.path}, but each word is taken for a note of its own",
                hint=f'put its words in quotes:  "{words}"',
            )


def _chosen(candidates: list[Note]) -> Note:
    for number, note in enumerate(candidates, 1):
        err(f"{number:>3}. {printable(note.paper.title)} ({note.paper.year})")
    while True:
        answer = ask("Which one")
        if answer.isdecimal() and 1 <= int(answer) <= len(candidates):
            return candidates[int(answer) - 1]
        err(f"a number from 1 to {len(candidates)}, or Ctrl-C")
