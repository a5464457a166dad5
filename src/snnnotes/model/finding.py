"""What `check` finds, and what it looks for: both are data."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; the first is the worst."""

    ERROR = "error"  # something is lost or wrong: `check` exits with 1
    WARNING = "warning"  # most likely wrong: exits with 1 if `--strict` asks for it
    NOTE = "note"  # worth knowing, often meant: never fails


class Group(StrEnum):
    """What a check looks at."""

    FRONTMATTER = "frontmatter"
    FILES = "files"
    PAPERS = "papers"
    LINKS = "links"
    FORMULAS = "formulas"
    README = "readme"


class Finding(NamedTuple):
    """One thing that is not right, at its place.

    Findings sort by file and line if they are sorted by `place`.
    """

    #: The check's name, such as ``formula-touches-chinese``.
    name: str
    severity: Severity
    #: Relative to the notebook.
    path: PurePosixPath
    #: Counted from 1 in the file.
    line: int
    #: In characters, from 1; 1 if it is the whole line.
    column: int
    #: One sentence without full stop.
    message: str
    #: What to do about it; empty if nothing can be said.
    mend: str = ""

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """Sorts findings by file, line and column, then so that two runs print the same."""
        return self.path.as_posix(), self.line, self.column, self.name, self.message

    def fails(self, *, strict: bool) -> bool:
        """Does it make `check` fail?"""
        return self.severity is Severity.ERROR or (strict and self.severity is Severity.WARNING)


class Check(NamedTuple):
    """One thing that `check` looks for."""

    #: In kebab case; used to select, to ignore and to explain it.
    name: str
    group: Group
    #: Unless `snnnotes.toml` says otherwise.
    severity: Severity
    #: One line, without full stop.
    summary: str
    #: Markdown: why it matters, then something wrong and the same put right.
    explanation: str
    #: Does ``--fix`` mend it, at least where there is one right answer?
    fixable: bool = False
