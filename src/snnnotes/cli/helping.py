"""The command that explains the others: help."""

from __future__ import annotations

from typing import Annotated, cast

import typer
import typer.core

from snnnotes.cli import terminal
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import out
from snnnotes.cli.topics import TOPICS, topic_text
from snnnotes.errors import UsageError

commands = typer.Typer()

_LIST = "\n".join(f"  {name:<12}{about}" for name, (_, about) in TOPICS.items())


def _names(context: typer.Context, _incomplete: str) -> list[str]:
    """Topics and commands, for the shell."""
    return [*TOPICS, *_group(context).list_commands(context)]


@commands.command(
    "help",
    help=f"""Explain a command, or a topic such as the query language.

\b
Topics:
{_LIST}

\b
Examples:
  snnnotes help query
  snnnotes help add""",
)
def show_help(
    context: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="A topic or a command; without it, the list of commands.",
            autocompletion=_names,
        ),
    ] = None,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="All at once, however long it is.")
    ] = False,
) -> None:
    """Show the help of the program or of a command, or the page of a topic."""
    group = _group(context)
    if topic is None:
        out(group.get_help(context.find_root()))
        return
    if topic in TOPICS:
        _show_page(Session.of(context), topic_text(topic), paged=not no_pager)
        return
    command = group.get_command(context, topic)
    if command is None:
        raise _unknown(topic, _names(context, ""))
    inner = typer.Context(command, info_name=topic, parent=context.find_root())
    out(command.get_help(inner))


def _group(context: typer.Context) -> typer.core.TyperGroup:
    return cast("typer.core.TyperGroup", context.find_root().command)


def _unknown(topic: str, names: list[str]) -> UsageError:
    # Imported here because this module is loaded on every start of its command.
    from difflib import get_close_matches

    near = get_close_matches(topic.lower(), names, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    return UsageError(
        f"there is no topic or command {topic!r}",
        hint=f"{meant}topics are {', '.join(TOPICS)}; snnnotes --help lists the commands",
    )


def _show_page(session: Session, text: str, *, paged: bool) -> None:
    """Lay a page out for a person at a terminal; for a pipe it is Markdown as it is."""
    if not session.at_terminal():
        out(text, end="")
        return
    # Imported here: rich and its Markdown parser take 50 ms or more, and a pipe never needs them.
    from snnnotes.cli import pager

    if terminal.has_all_signs():  # other code pages lack the lines of tables
        # Imported here: rich and its Markdown parser take 50 ms or more.
        from snnnotes.cli.note_page import NotePage, laid_out

        page = NotePage(text, title="", hyperlinks=session.colors())
        text = laid_out(page, width=terminal.width(), color=session.colors())
    pager.show(text, session.environment, paged=paged)
