"""Every failure that a user can cause or can do something about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath


class SnnnotesError(Exception):
    """A failure that the user can understand and act on.

    The message says where and what; the hint says what to do next. Neither ends in a
    full stop, and neither speaks of Python.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(SnnnotesError):
    """An option, argument or setting has a value that we cannot use."""


class NotebookNotFoundError(SnnnotesError):
    """No notebook where one was looked for."""


class ConfigError(SnnnotesError):
    """`snnnotes.toml` or an environment variable cannot be understood."""


class QueryError(SnnnotesError):
    """A query cannot be parsed.

    Args:
        query: The query as the user typed it.
        column: Where the trouble begins, in characters from 0.
        problem: What is wrong there, such as ``a bracket is not closed``.
    """

    def __init__(self, query: str, column: int, problem: str, *, hint: str = "") -> None:
        super().__init__(f"the query cannot be read: {problem}", hint=hint)
        self.query = query
        self.column = column


class IdentifierError(SnnnotesError):
    """A text is not an identifier of the kind asked for."""


class NoteNotFoundError(SnnnotesError):
    """No note fits what the user named."""


class AmbiguousNoteError(SnnnotesError):
    """More than one note fits what the user named.

    Args:
        selector: What the user typed.
        candidates: Paths of the notes that fit, relative to the notebook.
    """

    def __init__(self, selector: str, candidates: Sequence[PurePath]) -> None:
        shown = "\n".join(f"  {path.as_posix()}" for path in candidates)
        super().__init__(
            f"{selector!r} fits {len(candidates)} notes:\n{shown}",
            hint="name one of them by its path or citekey",
        )
        self.candidates = tuple(candidates)


class UnreadableFileError(SnnnotesError):
    """A file cannot be read, or is not the UTF-8 text that it should be.

    Args:
        path: The file as messages call it.
        problem: What is wrong with it.
        line: Where, counted from 1; None if it is the whole file.
    """

    def __init__(
        self, path: PurePath, problem: str, *, line: int | None = None, hint: str = ""
    ) -> None:
        place = path.as_posix() if line is None else f"{path.as_posix()}:{line}"
        super().__init__(f"{place}: {problem}", hint=hint)
        self.problem = problem
        self.line = line


class NoteFormatError(SnnnotesError):
    """A note's frontmatter cannot be read.

    Args:
        path: The note, relative to the notebook.
        line: Where the trouble is, counted from 1 in the file.
        problem: What is wrong there.
    """

    def __init__(self, path: PurePath, line: int, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{path.as_posix()}:{line}: {problem}", hint=hint)
        self.path = path
        self.line = line
        self.problem = problem


class KeyTwiceError(NoteFormatError):
    """A note's frontmatter has a key twice, and programs differ in which value they take."""


class UnreadableNotesError(SnnnotesError):
    """Some notes could not be read, so what depends on all of them was not done."""


class ReadmeMarkerError(SnnnotesError):
    """The README lacks the one pair of markers between which we may write."""


class DuplicateNoteError(SnnnotesError):
    """The notebook has a note on this paper already."""


class WouldOverwriteError(SnnnotesError):
    """A file exists where a new one would be written."""


class ChangedOnDiskError(SnnnotesError):
    """A file is no longer what it was when the change was planned."""


class WriteError(SnnnotesError):
    """The system refuses a write: full disk, read-only folder, no permission."""


class SourceError(SnnnotesError):
    """An online source gave no answer that we can use.

    Args:
        source: Who was asked, as messages call it: the host, such as ``export.arxiv.org``.
        problem: What went wrong there.
        is_passing: May the same question get an answer later?
    """

    def __init__(
        self, source: str, problem: str, *, hint: str = "", is_passing: bool = False
    ) -> None:
        super().__init__(f"{source}: {problem}", hint=hint)
        self.source = source
        self.problem = problem
        self.is_passing = is_passing


class SourceStatusError(SourceError):
    """A source answered with an error of its own, such as 404 for what it does not know.

    Args:
        source: The host.
        problem: What went wrong there.
        status: The HTTP status, not one of 200 to 299.
        text: What it answered: some tell more there.
    """

    def __init__(self, source: str, problem: str, status: int, *, text: str = "") -> None:
        super().__init__(source, problem, is_passing=status >= 500)  # noqa: PLR2004 (HTTP's own)
        self.status = status
        self.text = text


class SourceLimitError(SourceError):
    """A source answers no more for a while, because we or all people together ask too often.

    Args:
        source: The host.
        problem: What it says.
        wait: Seconds until it may answer again; None if it does not say.
    """

    def __init__(self, source: str, problem: str, wait: float | None, *, hint: str = "") -> None:
        super().__init__(source, problem, hint=hint, is_passing=True)
        self.wait = wait


class SourceChallengeError(SourceError):
    """A source wants to see a browser, and a person at it."""
