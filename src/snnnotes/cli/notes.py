"""Commands about one note: show."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli import completion, terminal
from snnnotes.cli.session import Session
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import err, out, printable, printable_block
from snnnotes.errors import (
    AmbiguousNoteError,
    NoteNotFoundError,
    UnreadableFileError,
)

if TYPE_CHECKING:
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()


@commands.command("show")
def show(
    context: typer.Context,
    note: Annotated[
        list[str],
        typer.Argument(
            metavar="NOTE",
            help="Citekey, path, arXiv identifier, DOI, or words of the title.",
            autocompletion=completion.citekeys,
        ),
    ],
    raw: Annotated[bool, typer.Option("--raw", help="The file as it is.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Fields and body as JSON.")] = False,
) -> None:
    """Show one note.

    \b
    Examples:
      snnnotes show yao2023spikedriven
      snnnotes show spike driven transformer --raw
    """
    from snnnotes.features.listing import record
    from snnnotes.formats.frontmatter import parse

    session = Session.of(context)
    notebook = session.notebook()
    found = selected(session, notebook, " ".join(note))
    text = notebook.read_text(found.path)
    if raw:
        terminal.use_utf8()
        out(printable_block(text) if session.at_terminal() else text, end="")
        return
    body = text[parse(text, path=found.path).body_start :]
    if as_json:
        print_json({"schema": SCHEMA, "note": record(found) | {"body": body}})
        return
    from snnnotes.cli.cards import print_note

    print_note(found, body, color=session.colors(), rendered=session.at_terminal())


def selected(session: Session, notebook: Notebook, selector: str) -> Note:
    """The note that the user names; several that fit are a choice at a terminal.

    Raises:
        NoteNotFoundError: None fits.
        AmbiguousNoteError: Several fit, and there is nobody to ask.
    """
    from snnnotes.features.selecting import find_note
    from snnnotes.model.query import And

    with session.index(notebook, text=False) as index:
        notes = index.notes(And(()))
        problems = index.problems()
    for problem in problems:
        if selector in (str(problem.path), PurePosixPath(problem.path).name):
            raise UnreadableFileError(
                problem.path, problem.message, line=problem.line, hint=problem.hint
            )
    if Path(selector).is_absolute() or selector.startswith(".."):
        # From the current folder, and only if it leads into the notebook.
        place = notebook.path_of(session.folder / selector)
        selector = selector if place is None else str(place)
    try:
        return find_note(selector, notes, folder=session.folder_in(notebook))
    except NoteNotFoundError:
        for problem in problems:  # it may be one of these
            session.warn(f"{problem.path}:{problem.line}: {problem.message}", hint=problem.hint)
        raise
    except AmbiguousNoteError as error:
        if not session.can_ask():
            raise
        return _chosen([note for note in notes if note.path in error.candidates])


def _chosen(candidates: list[Note]) -> Note:
    for number, note in enumerate(candidates, 1):
        err(f"{number:>3}. {printable(note.paper.title)} ({note.paper.year})")
    while True:
        answer = typer.prompt("Which one", err=True, type=str).strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(candidates):
            return candidates[int(answer) - 1]
        err(f"a number from 1 to {len(candidates)}, or Ctrl-C")
