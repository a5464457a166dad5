"""Commands that hand a note to another program: open, edit."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli import completion
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import err, out, printable
from snnnotes.errors import UnreadableFileError, UsageError

if TYPE_CHECKING:
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

#: As `ExitCode.UNREADABLE`; the app imports the commands, not the other way round.
_UNREADABLE = 3

NoteArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="NOTE",
        help="Citekey, path, arXiv identifier, DOI, or words of the title.",
        autocompletion=completion.citekeys,
    ),
]


@commands.command("open")
def open_(
    context: typer.Context,
    note: NoteArgument,
    code: Annotated[bool, typer.Option("--code", help="The code instead of the paper.")] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="The PDF: an address, or a file of the notebook.")
    ] = False,
    doi: Annotated[bool, typer.Option("--doi", help="The page that the DOI leads to.")] = False,
    print_: Annotated[
        bool, typer.Option("--print", help="Open nothing; print the address.")
    ] = False,
) -> None:
    """Open a note's paper in the browser.

    \b
    Examples:
      snnnotes open yao2023spikedriven
      snnnotes open li2023seenn --code --print
    """
    from snnnotes.cli.launching import Page, browse, open_file, web_address
    from snnnotes.cli.notes import selected

    asked = [
        page for page, is_asked in ((Page.CODE, code), (Page.PDF, pdf), (Page.DOI, doi)) if is_asked
    ]
    if len(asked) > 1:
        raise UsageError(
            f"only one of {' and '.join(f'--{page.value}' for page in asked)} can be opened",
            hint="run the command once for each",
        )
    page = asked[0] if asked else Page.PAPER
    session = Session.of(context)
    notebook = session.notebook()
    found = selected(session, notebook, " ".join(note))
    if page is Page.PDF and (file := _pdf_file(notebook, found)):
        if print_:
            out(printable(str(file)))
        else:
            open_file(file)
        return
    address = web_address(found, page)
    if print_:
        out(address)
    else:
        browse(address)


def _pdf_file(notebook: Notebook, note: Note) -> Path | None:
    """The file that a note names as its PDF; None if it names none, or an address.

    Raises:
        UsageError: It is not there, not in the notebook, or no PDF.
    """
    named = note.paper.pdf
    if not named or "://" in named:
        return None
    for folder in (notebook.root / note.path.parent, notebook.root):
        place = notebook.path_of(folder / named)
        if place is not None and (notebook.root / place).is_file():
            # The system would start a program or a script instead of showing it.
            if place.suffix.lower() != ".pdf":
                raise UsageError(
                    f"{note.path}: pdf is no PDF, so it is not opened: {named}",
                    hint="name a file that ends in .pdf",
                )
            return notebook.root / place
    raise UsageError(
        f"{note.path}: pdf is neither a web address nor a file of the notebook: {named}",
        hint="write its address, or its path from the note or the notebook's folder",
    )


@commands.command("edit")
def edit(context: typer.Context, note: NoteArgument) -> None:
    """Edit a note in your editor; then its fields are checked.

    The editor is the one that SNNNOTES_EDITOR, VISUAL or EDITOR names.

    \b
    Examples:
      snnnotes edit yao2023spikedriven
      snnnotes edit notes/2023/seenn.md
    """
    from snnnotes.cli.launching import edit_file
    from snnnotes.storage.files import read_bytes

    session = Session.of(context)
    notebook = session.notebook()
    path = _path_to_edit(session, notebook, " ".join(note))
    before = read_bytes(notebook.root / path, path)
    try:
        edit_file(notebook.root / path, session.environment)
    finally:  # also of an editor that ended with an error
        is_changed = _keep_for_undo(notebook, path, before)
    if not is_changed:
        session.say(
            f"{printable(str(path))}: nothing was changed\n"
            "Hint: an editor that comes back at once needs an option, such as  code --wait"
            if _comes_back(session)
            else f"{printable(str(path))}: nothing was changed"
        )
    _check(session, notebook, path)


def _comes_back(session: Session) -> bool:
    """Is the editor one with a window, which does not wait unless it is told to?"""
    from snnnotes.cli.launching import editor_command

    command = editor_command(session.environment)
    name = PurePosixPath(command[0].replace("\\", "/")).stem.lower()
    waits = {"-w", "--wait", "-f", "--nofork", "--block", "-b"}
    return name in _WITH_WINDOW and waits.isdisjoint(command)


_WITH_WINDOW = frozenset(
    {"code", "codium", "code-insiders", "cursor", "subl", "atom", "zed", "gvim", "mvim", "kate"}
)


def _path_to_edit(session: Session, notebook: Notebook, selector: str) -> PurePosixPath:
    """The note that is meant, also one that cannot be read: to be edited is what it needs.

    Raises:
        NoteNotFoundError: None fits.
        AmbiguousNoteError: Several fit, and there is nobody to ask.
    """
    from snnnotes.cli.notes import selected

    files = {state.path for state in notebook.files()}
    for folder in (session.folder, notebook.root):
        place = notebook.path_of(folder / selector)
        if place is not None and str(place) in files:
            return place
    try:
        return selected(session, notebook, selector).path
    except UnreadableFileError:  # its name was given, without the folder
        named = [path for path in files if PurePosixPath(path).name == selector]
        if len(named) != 1:
            raise
        return PurePosixPath(named[0])


def _keep_for_undo(notebook: Notebook, path: PurePosixPath, before: bytes) -> bool:
    """Keep in the journal what the editor did; whether it did anything."""
    from snnnotes.storage.file_write import FileWrite
    from snnnotes.storage.files import read_bytes, target_of

    after = read_bytes(notebook.root / path, path)
    if after == before:
        return False
    # The file holds the new bytes already, which is no conflict: they are written once more.
    target = target_of(notebook.root, os.path.realpath(notebook.root), path)
    notebook.make([FileWrite(path, target, old=before, new=after)])
    return True


def _check(session: Session, notebook: Notebook, path: PurePosixPath) -> None:
    """Tell what is wrong with a note's frontmatter; end with 3 if it cannot be read."""
    from datetime import datetime

    from snnnotes.features.checking.looking import look_at
    from snnnotes.formats.finding_formats import text_line
    from snnnotes.formats.finding_ignore import without_ignored
    from snnnotes.model.check_settings import CheckSettings
    from snnnotes.model.checks import BY_NAME
    from snnnotes.model.finding import Group

    text = notebook.read_text(path)
    look = look_at(text, path, this_year=datetime.now().astimezone().year)
    told = [one for one in look.findings if BY_NAME[one.name].group is Group.FRONTMATTER]
    settings = notebook.config.check or CheckSettings()
    for finding in without_ignored(settings.applied(told), look.ignores):
        err(printable(text_line(finding)))
        if finding.mend and not session.quiet:
            err(f"    {printable(finding.mend)}")
    if look.note is None:
        err(f"Error: {printable(str(path))}: no command can read this note now")
        session.say("Hint: edit it again, or take the change back:  snnnotes undo")
        raise typer.Exit(_UNREADABLE)
