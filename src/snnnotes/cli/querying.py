"""Queries on the command line: words, filters, and a leading minus that is not an option."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer.core

from snnnotes.cli.session import Session
from snnnotes.cli.terminal import printable

if TYPE_CHECKING:
    from snnnotes.model.query import Query
    from snnnotes.storage.notebook import Notebook


class QueryCommand(typer.core.TyperCommand):
    """A command whose words are a query: ``-tag:survey`` and ``-lif`` leave something out."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (typer._click)
        """Read the command line after turning ``-word`` into ``NOT word``."""
        takes_value = {
            name
            for option in self.params
            if not getattr(option, "is_flag", False)
            for name in option.opts
        }
        end = args.index("--") if "--" in args else len(args)
        turned = [
            word if before in takes_value else _without_minus(word)
            for before, word in zip(["", *args], args[:end], strict=False)
        ]
        return super().parse_args(context, turned + args[end:])


#: A minus and at least three letters, or a character that no option has: not ``-lc``, ``-n5`` or
#: a slip such as ``-A2``, which has to be an error.
_LEFT_OUT = re.compile(
    r"-(?!-)(?:[A-Za-z][A-Za-z-]{2,}[\w-]*$|.*[^\x00-\x7f]|[\w.-]+:|[\"(])", re.DOTALL
)


def _without_minus(word: str) -> str:
    """``NOT word`` for a ``-word`` that cannot be short options.

    >>> [_without_minus(word) for word in ("-lif", "-tag:survey", "-综述", "-lc", "-n5")]
    ['NOT lif', 'NOT tag:survey', 'NOT 综述', '-lc', '-n5']
    """
    return f"NOT {word[1:]}" if _LEFT_OUT.match(word) else word


def built_query(
    words: Sequence[str], filters: Mapping[str, Sequence[str] | None], *, exact: bool
) -> Query:
    """The query that words and short options make together.

    Args:
        words: The words of the command line; a word with blanks in it was quoted for the shell,
            and stays what the user typed.
        filters: Query field and the values given for it. Several values of one field are
            alternatives where a note can have only one (year, venue, status); a note must have
            each tag and each author asked for.
        exact: Whether words are taken as typed, without other forms or equal terms.

    Raises:
        QueryError: The words are no query.
        UsageError: A filter has a value that no note can have.
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.model.query import all_of, any_of, exactly, field_query, parse_query

    parts = [parse_query(" ".join(words))]
    for field, values in filters.items():
        asked = [field_query(field, value, f"--{field}") for value in values or ()]
        if asked and field in ("year", "venue", "status"):
            parts.append(any_of(asked))
        else:
            parts.extend(asked)
    query = all_of(parts)
    return exactly(query) if exact else query


def widened_query(query: Query, notebook: Notebook, session: Session) -> Query:
    """The query with the equal terms of the notebook's glossary; says on stderr what was added.

    A glossary that cannot be read is named, and the query stays as it is.
    """
    from snnnotes.features.widening import widened

    found = widened(query, notebook)
    if found.problem is not None:
        session.warn(f"{found.problem}; searching without it", hint=found.problem.hint)
    for widening in found.widenings:
        equals = ", ".join(map(printable, widening.equals))
        session.say(f"Also searched: {printable(widening.term)} = {equals}")
    return found.query
