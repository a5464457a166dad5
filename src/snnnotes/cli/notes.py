"""Commands about one note: add, show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
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
    UsageError,
)

if TYPE_CHECKING:
    from snnnotes.features.adding import NewNote
    from snnnotes.model.change import FileChange
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()


@commands.command("add")
def add(
    context: typer.Context,
    paper: Annotated[
        str | None,
        typer.Argument(
            help="Title, arXiv identifier, DOI, or address of the paper.", show_default=False
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title, if PAPER is not it.")] = None,
    year: Annotated[str | None, typer.Option(help="Year of the paper.")] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="An author, Given Family; once for each.")
    ] = None,
    venue: Annotated[
        str | None,
        typer.Option(help="Short name, such as NeurIPS.", autocompletion=completion.venues),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where the paper is read.")] = None,
    arxiv: Annotated[str | None, typer.Option(help="arXiv identifier.")] = None,
    doi: Annotated[str | None, typer.Option(help="DOI.")] = None,
    openreview: Annotated[str | None, typer.Option(help="OpenReview forum id.")] = None,
    code: Annotated[str | None, typer.Option(help="Address of the code.")] = None,
    pdf: Annotated[str | None, typer.Option(help="Address of the PDF.")] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="A tag; once for each.", autocompletion=completion.tags),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(help="unread, reading or read.", autocompletion=completion.statuses),
    ] = None,
    rating: Annotated[str | None, typer.Option(help="Your mark, 1 to 5.")] = None,
    allow_duplicate: Annotated[
        bool, typer.Option("--allow-duplicate", help="Also if there is a note on this paper.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the new note in your editor.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; show what would be written.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The new note as JSON.")] = False,
) -> None:
    """Make a note on a paper.

    \b
    Examples:
      snnnotes add "Spike-driven Transformer" --year 2023 --venue NeurIPS --tag attention
      snnnotes add https://arxiv.org/abs/2307.01694 --title "Spike-driven Transformer" --edit
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.adding import NewNote, complete

    session = Session.of(context)
    if dry_run and as_json:
        raise UsageError(
            "--dry-run shows a diff and --json the new note", hint="leave out one of them"
        )
    notebook = session.notebook()
    request = NewNote(
        paper=paper,
        title=title,
        year=year,
        authors=tuple(author or ()),
        venue=venue,
        url=url,
        arxiv=arxiv,
        doi=doi,
        openreview=openreview,
        code=code,
        pdf=pdf,
        tags=tuple(tag or ()),
        status=status,
        rating=rating,
        added=datetime.now().astimezone(),
        allow_duplicate=allow_duplicate,
    )
    request = complete(request)
    if session.can_ask():
        request = _asked_for(request)
    change = _added(session, notebook, request, dry_run=dry_run)
    if dry_run:
        out(printable_block(change.diff()), end="")
        return
    if as_json:
        from snnnotes.features.listing import record
        from snnnotes.formats.frontmatter import read_note

        print_json({"schema": SCHEMA, "note": record(read_note(change.after, path=change.path))})
    else:
        out(printable(str(change.path)))
    if edit:
        from snnnotes.cli.launching import edit_file

        edit_file(notebook.root / change.path, session.environment)


def _added(session: Session, notebook: Notebook, request: NewNote, *, dry_run: bool) -> FileChange:
    """Plan the new note and, unless it is a dry run, write it.

    The lock is held from the look at the notes to the write: of two processes that add the same
    paper at the same moment, the second one sees the note of the first.
    """
    from snnnotes.features.adding import plan_add
    from snnnotes.model.query import And
    from snnnotes.storage.note_template import read_note_template

    folder = PurePosixPath(notebook.folders[0])
    template = read_note_template(notebook)
    with notebook.writing():
        with session.index(notebook, text=False) as index:
            notes = index.notes(And(()))
            session.warn_of_problems(index)
        change = plan_add(request, notes, template=template, exists=notebook.exists, folder=folder)
        if not dry_run:
            notebook.apply([change])
    return change


def _asked_for(request: NewNote) -> NewNote:
    """The request with what it lacks asked for at the terminal, until each answer will do."""
    from snnnotes.features.adding import complete, missing_fields, suggested_year

    while missing := missing_fields(request):
        name = missing[0]
        default = suggested_year(request) if name == "year" else None
        answer = typer.prompt(name.capitalize(), default=default, err=True, type=str)
        try:
            request = complete(replace(request, **{name: answer}))
        except UsageError as error:
            err(printable_block(f"{error}" + (f" ({error.hint})" if error.hint else "")))
    return request


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
