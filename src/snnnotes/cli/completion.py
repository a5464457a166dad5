"""What the shell completes: years, venues, authors, tags, statuses and notes of the notebook."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping

import typer

from snnnotes.cli.session import Session
from snnnotes.errors import SnnnotesError
from snnnotes.model.fields import READING_STATUSES

Completer = Callable[[typer.Context, str], list[str]]


def _values_of(field: str) -> Completer:
    """A completer for the values that a field has in the notes."""

    def complete(context: typer.Context, _incomplete: str) -> list[str]:
        # Imported here because this module is loaded on every start of a command.
        from snnnotes.storage.index import Index, default_cache_folder

        # The shell shows what a completer writes in the middle of the user's line, so a notebook
        # that cannot be opened completes to nothing; the command itself will say why.
        try:
            session = Session(root=context.find_root().params.get("root"))
            notebook = session.notebook()
            with Index.open(notebook, default_cache_folder(session.environment)) as index:
                index.sync(text=False)
                values = index.values(field)  # Typer keeps those that begin as typed
        except SnnnotesError:
            return []
        return [ForBash(value) for value in values] if _bash_wants_quotes(os.environ) else values

    return complete


class ForBash(str):
    """A value that bash reads as one word: it puts into the line what it is given.

    The other shells quote themselves. Typer compares the value as it is, and prints it formatted.

    >>> f"{ForBash('Yuhang Li')}"
    'Yuhang\\\\ Li'
    """

    __slots__ = ()

    def __format__(self, _form: str) -> str:
        return re.sub(r"[^\w@%+=:,./-]", r"\\\g<0>", self)


def _bash_wants_quotes(environment: Mapping[str, str]) -> bool:
    if environment.get("_SNNNOTES_COMPLETE") != "complete_bash":
        return False
    # In quotes that the user has opened, every character stands for itself.
    return not re.search(r"(?:^|\s)['\"][^'\"]*$", environment.get("COMP_WORDS", ""))


years = _values_of("year")
venues = _values_of("venue")
authors = _values_of("authors")
tags = _values_of("tags")
citekeys = _values_of("citekey")


def statuses() -> list[str]:
    """The reading statuses."""
    return list(READING_STATUSES)
