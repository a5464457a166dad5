"""The program: global options, exit codes, and the only place where an error is printed."""

from __future__ import annotations

import errno
import importlib
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
import typer.main
from typer._click.exceptions import NoSuchOption

from snnnotes import __version__, errors
from snnnotes.cli import terminal
from snnnotes.cli.session import COMMAND_LINE, Session
from snnnotes.cli.terminal import Color, err, printable_block


class ExitCode(IntEnum):
    """What the shell and CI see; documented in docs/reference/exit-codes.md."""

    DONE = 0
    NEGATIVE = 1  # the answer is no: no hit, or --check would change something
    USAGE = 2
    UNREADABLE = 3
    SOURCE_FAILED = 4
    REFUSED = 5
    INTERRUPTED = 130


EXIT_CODES: dict[type[errors.SnnnotesError], ExitCode] = {
    errors.UsageError: ExitCode.USAGE,
    errors.NotebookNotFoundError: ExitCode.USAGE,
    errors.ConfigError: ExitCode.USAGE,
    errors.QueryError: ExitCode.USAGE,
    errors.IdentifierError: ExitCode.USAGE,
    errors.NoteNotFoundError: ExitCode.USAGE,
    errors.AmbiguousNoteError: ExitCode.USAGE,
    errors.ReadmeMarkerError: ExitCode.USAGE,
    errors.UnreadableFileError: ExitCode.UNREADABLE,
    errors.NoteFormatError: ExitCode.UNREADABLE,
    errors.UnreadableNotesError: ExitCode.UNREADABLE,
    errors.SourceError: ExitCode.SOURCE_FAILED,
    errors.DuplicateNoteError: ExitCode.REFUSED,
    errors.WouldOverwriteError: ExitCode.REFUSED,
    errors.ChangedOnDiskError: ExitCode.REFUSED,
    errors.WriteError: ExitCode.REFUSED,
}

#: Each command: the module of `snnnotes.cli` where it lives, and its line in the help. Only the
#: one that runs is loaded, which is why its summary stands here too; a test compares the two.
COMMANDS = {
    "init": ("starting", "Start a notebook."),
    "adopt": ("adopting", "Make a notebook of a folder of Markdown notes."),
    "add": ("adding", "Make notes on papers."),
    "fill": ("filling", "Ask sources for what notes lack."),
    "import": ("importing", "Copy bibliographies, or notes from elsewhere, into the notebook."),
    "discover": ("discovering", "Show what a paper list has that has no note yet."),
    "list": ("finding", "List notes by year, venue, author, tag or query."),
    "search": ("finding", "Find notes by what stands in them, in Chinese and English."),
    "show": ("showing", "Show one note."),
    "open": ("opening", "Open a note's paper in the browser."),
    "stats": ("statistics", "Count papers by year, venue, tag, author, status and month added."),
    "status": ("status", "Show at a glance what is read, what is wrong and what is new."),
    "edit": ("opening", "Edit a note in your editor; then its fields are checked."),
    "set": ("editing", "Change fields of notes."),
    "tag": ("editing", "Add tags to notes and take them away."),
    "rename": ("moving", "Give a note another title and file name; links to it follow."),
    "remove": ("moving", "Move notes to the notebook's trash; say what links to them."),
    "undo": ("undoing", "Take back the last command that wrote into the notebook."),
    "build-readme": ("publishing", "Rebuild the paper list of the README from the notes."),
    "export": ("exporting", "Write papers for LaTeX, Zotero, EndNote, Pandoc or a spreadsheet."),
    "check": ("checking", "Look for what is not right in the notes and the README."),
    "help": ("helping", "Explain a command, or a topic such as the query language."),
    "merge-readme": ("merging", "Merge a README that two branches changed; Git calls this."),
}

#: Options that stand before the command, with what follows them.
_BEFORE_COMMAND = {"-q": "", "--quiet": "", "--root": " …", "--color": " …"}

#: Commands that programs run and people do not: the list of the help leaves them out.
HIDDEN = frozenset({"merge-readme"})


class LazyGroup(typer.core.TyperGroup):
    """A group that imports a command's module only when that command is asked for."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 (Typer's own settings)
        super().__init__(**settings)
        # Typer looks for near misses ("Did you mean 'search'?") among these names.
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]

    def list_commands(self, _context: Any) -> list[str]:  # noqa: ANN401 (a class of typer._click)
        """Names of the commands, in the order of the help."""
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, _context: Any, name: str) -> Any:  # noqa: ANN401 (see above)
        """The command of that name, or None."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"snnnotes.cli.{COMMANDS[name][0]}")
        known = {info.name: info for info in module.commands.registered_commands}
        command = typer.main.get_command_from_info(
            known[name], pretty_exceptions_short=True, rich_markup_mode=None
        )
        # Click writes the docstring above the options; examples are sought at the end.
        text, mark, examples = (command.help or "").partition("\b\nExamples:")
        command.help, command.epilog = text.rstrip(), mark + examples
        return command

    def format_commands(self, _context: Any, formatter: Any) -> None:  # noqa: ANN401 (see above)
        """Write the list of commands from the table, without loading any of them."""
        with formatter.section("Commands"):
            names = self.list_commands(_context)
            formatter.write_dl([(name, COMMANDS[name][1]) for name in names])

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (see above)
        """Keep what was typed, for `undo` to name it."""
        context.meta[COMMAND_LINE] = tuple(args)
        return super().parse_args(context, args)

    def invoke(self, context: Any) -> Any:  # noqa: ANN401 (see above)
        """Run the command; end quietly when the reader of stdout goes away or on Ctrl-C."""
        try:
            answer = super().invoke(context)
            sys.stdout.flush()
        except BrokenPipeError:
            terminal.drop_stdout()
            raise typer.Exit(ExitCode.DONE) from None
        except typer.Abort:  # Ctrl-C or Ctrl-D at a prompt
            err("\nInterrupted; nothing was written")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except NoSuchOption as error:
            if error.option_name not in _BEFORE_COMMAND or error.ctx is None:
                raise
            option = f"{error.option_name}{_BEFORE_COMMAND[error.option_name]}"
            raise errors.UsageError(
                f"{error.option_name} is an option of all commands, and stands behind one",
                hint=f"write it before the command:  snnnotes {option} {error.ctx.info_name} …",
            ) from error
        return answer


app = typer.Typer(
    cls=LazyGroup,
    invoke_without_command=True,
    pretty_exceptions_enable=False,  # a traceback is for us, not for the user
    rich_markup_mode=None,  # plain help comes three times faster: 60 ms, not 180
    epilog="\b\nExamples:\n  snnnotes help query\n  snnnotes add 2307.01694",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"snnnotes {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The notebook's folder, if it is not this one or one above it."
        ),
    ] = None,
    color: Annotated[Color, typer.Option(help="When to use colours.")] = Color.AUTO,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No counts, hints or progress; errors stay.")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Keep notes on papers in a Git repository, and its README in step with them."""
    context.obj = Session(root=root, color=color, quiet=quiet)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def exit_code(error: errors.SnnnotesError) -> ExitCode:
    """The code for an error: that of its class, or of the nearest parent that has one."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a `SnnnotesError` never gets past here."""
    terminal.replace_closed_streams()
    terminal.never_fail_on_characters()
    try:
        app(args=list(arguments), prog_name="snnnotes")
    except SystemExit as stop:  # Typer ends this way: success, wrong usage, Ctrl-C (130)
        return stop.code if isinstance(stop.code, int) else ExitCode.DONE
    except errors.SnnnotesError as error:
        _print_error(error)
        return exit_code(error)
    except OSError as error:
        # Our own writes to notes have errors of their own; what is left is stdout.
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG):
            raise
        terminal.drop_stdout()
        err(f"Error: the output cannot be written: {error.strerror}")
        return ExitCode.REFUSED
    return ExitCode.DONE


def _print_error(error: errors.SnnnotesError) -> None:
    err(f"Error: {printable_block(str(error))}")  # the same words as Typer's own errors
    if isinstance(error, errors.QueryError):
        shown = terminal.printable(error.query)
        err(f"  {shown}\n  {terminal.caret(error.query, error.column)}")
    if error.hint:
        err(f"Hint: {printable_block(error.hint)}")
