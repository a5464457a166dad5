"""Commands that show one note: show."""

from __future__ import annotations

from typing import Annotated

import typer

from snnnotes.cli import completion, terminal
from snnnotes.cli.session import Session
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import out, printable_block

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
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="All at once, however long it is.")
    ] = False,
) -> None:
    """Show one note.

    \b
    Examples:
      snnnotes show yao2023spikedriven
      snnnotes show spike driven transformer --raw
    """
    from snnnotes.cli import pager
    from snnnotes.cli.notes import selected
    from snnnotes.features.listing import record
    from snnnotes.formats.frontmatter import parse

    session = Session.of(context)
    notebook = session.notebook()
    found = selected(session, notebook, " ".join(note))
    text = notebook.read_text(found.path)
    at_terminal = session.at_terminal()
    if raw and not at_terminal:
        terminal.use_utf8()
        out(text, end="")
        return
    body = text[parse(text, path=found.path).body_start :]
    if as_json:
        print_json({"schema": SCHEMA, "note": record(found) | {"body": body}})
        return
    from snnnotes.cli.cards import plain_note, rendered_note

    if raw:
        shown = printable_block(text)
    elif at_terminal and terminal.has_all_signs():
        shown = rendered_note(found, body, width=terminal.width(), color=session.colors())
    else:
        shown = plain_note(found, body, color=session.colors())
    pager.show(shown, session.environment, paged=at_terminal and not no_pager)
