"""One new note of `add`: what it lacks is asked for, and it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from snnnotes.cli.terminal import ask, err, printable_block
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from snnnotes.cli.session import Session
    from snnnotes.features.adding import NewNote
    from snnnotes.model.change import FileChange
    from snnnotes.storage.notebook import Notebook


def written(session: Session, notebook: Notebook, request: NewNote, *, dry_run: bool) -> FileChange:
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


def asked_for(request: NewNote) -> NewNote:
    """The request with what it lacks asked for at the terminal, until each answer will do."""
    from snnnotes.features.adding import complete, missing_fields, suggested_year

    while missing := missing_fields(request):
        name = missing[0]
        suggested = suggested_year(request) if name == "year" else None
        answer = ask(name.capitalize(), default=str(suggested or ""))
        try:
            given = (
                replace(request, title=answer) if name == "title" else replace(request, year=answer)
            )
            request = complete(given)
        except UsageError as error:
            err(printable_block(f"{error}" + (f" ({error.hint})" if error.hint else "")))
    return request
