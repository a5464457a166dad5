"""What every command starts from: global options, environment, the notebook and its index."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import typer

from snnnotes.cli import terminal
from snnnotes.cli.terminal import Color, err
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from snnnotes.storage.index import Index
    from snnnotes.storage.notebook import Notebook


class Session:
    """One run of the program. Commands get it as ``context.obj``."""

    # Not a dataclass: those take 0.9 ms to define, and every command loads this one.
    def __init__(
        self, *, root: Path | None = None, color: Color = Color.AUTO, quiet: bool = False
    ) -> None:
        #: As given with --root.
        self.root = root
        self.color = color
        self.quiet = quiet
        self.environment: Mapping[str, str] = dict(os.environ)
        self._context: typer.Context | None = None
        #: The current folder.
        self.folder = _current_folder()

    @classmethod
    def of(cls, context: typer.Context) -> Session:
        """The session that the program's callback put into `context`."""
        found = context.find_object(cls)
        session = found if found is not None else cls()
        session._context = context  # noqa: SLF001 (our own)
        return session

    def notebook(self) -> Notebook:
        """The notebook that --root, the environment or the current folder names."""
        # Imported here because this module is loaded on every start, also by shell completion.
        from snnnotes.storage.notebook import Notebook

        return self.undoable(
            Notebook.open(self.folder, root=self.root, environment=self.environment)
        )

    def undoable(self, notebook: Notebook) -> Notebook:
        """The notebook; all that this command writes to it is taken back by one `undo`."""
        if self._context is not None:
            self._context.with_resource(self._recorded(notebook, command_line(self._context)))
        return notebook

    @contextmanager
    def _recorded(self, notebook: Notebook, command: str) -> Iterator[None]:
        with notebook.recorded(command):
            yield
        if notebook.undo_problem:
            self.warn(f"snnnotes undo cannot take this back: {notebook.undo_problem}")

    @contextmanager
    def index(self, notebook: Notebook, *, text: bool) -> Iterator[Index]:
        """The index of `notebook`, brought up to date; what it warns of is shown.

        Args:
            notebook: Whose notes to index.
            text: Is the text of the notes needed, or only their frontmatter?
        """
        from snnnotes.storage.index import Index, default_cache_folder

        with Index.open(notebook, default_cache_folder(self.environment)) as index:
            with self.progress("Indexing notes") as progress:
                index.sync(text=text, progress=progress)
            yield index
            for warning in (*notebook.warnings, *index.warnings):
                self.warn(warning)

    def folder_in(self, notebook: Notebook) -> PurePosixPath:
        """The current folder as seen from the notebook; its root if we are outside."""
        return notebook.path_of(self.folder) or PurePosixPath()

    def say(self, text: str) -> None:
        """A count or a hint on stderr, unless --quiet."""
        if not self.quiet:
            err(text)

    def warn(self, text: str, *, hint: str = "") -> None:
        """Something that the user should mend, on stderr."""
        err(f"Warning: {terminal.printable_block(text)}")
        if hint and not self.quiet:
            err(f"Hint: {terminal.printable_block(hint)}")

    def colors(self) -> bool:
        """Whether stdout gets colours."""
        return terminal.wants_color(sys.stdout, self.color, self.environment)

    def at_terminal(self) -> bool:
        """Whether stdout is read by a person."""
        return terminal.is_terminal(sys.stdout)

    def can_ask(self) -> bool:
        """Whether there is somebody to answer a question."""
        return terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)

    def warn_of_problems(self, index: Index) -> int:
        """Name each note that could not be read; how many there are."""
        problems = index.problems()
        for problem in problems:
            self.warn(f"{problem.path}:{problem.line}: {problem.message}", hint=problem.hint)
        return len(problems)

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[int, int], None] | None]:
        """A bar on stderr that appears after half a second; nothing in a pipe or in CI."""
        if self.quiet or not terminal.is_terminal(sys.stderr) or self.environment.get("CI"):
            yield None
            return
        from snnnotes.cli.progress import delayed_bar

        with delayed_bar(title) as advance:
            yield advance


#: Where a context keeps the command line.
COMMAND_LINE = "snnnotes.command_line"


def command_line(context: typer.Context) -> str:
    """What the user typed behind the program's name, as a shell would take it again."""
    from snnnotes.storage.encoding import shell_quoted

    return " ".join(map(shell_quoted, context.meta.get(COMMAND_LINE, ())))


def _current_folder() -> Path:
    """Where the user is.

    Raises:
        UsageError: That folder is gone.
    """
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError(
            "the current folder does not exist any more", hint="go to one that does: cd"
        ) from error


def count_of(number: int, noun: str) -> str:
    """A number with its noun, such as ``1 note`` or ``2 notes``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
