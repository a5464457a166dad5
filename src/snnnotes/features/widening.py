"""A query with the equal terms of the notebook's own glossary."""

from __future__ import annotations

from typing import NamedTuple

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.model.glossary import Widening, widen
from snnnotes.model.query import Query, words_of
from snnnotes.storage.glossary import read_glossary
from snnnotes.storage.notebook import Notebook


class Widened(NamedTuple):
    """A query, and what became of it."""

    query: Query
    #: What it also looks for, in the order of the query.
    widenings: list[Widening]
    #: Why there is no glossary to widen it by; None if there is one, or none is needed.
    problem: NoteFormatError | UnreadableFileError | None = None


def widened(query: Query, notebook: Notebook) -> Widened:
    """The query that also finds what the notebook's glossary holds to be equal.

    With a glossary that cannot be read, the query stays as it is: a wrong line in a list of words
    must not stop a search.
    """
    if not words_of(query):
        return Widened(query, [])
    try:
        glossary = read_glossary(notebook)
    except (NoteFormatError, UnreadableFileError) as error:
        return Widened(query, [], error)
    return Widened(*widen(query, glossary))
