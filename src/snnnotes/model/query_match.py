"""Whether a query fits, told from the fields of a note alone: for notes that are no file yet."""

from __future__ import annotations

from collections.abc import Iterator

from snnnotes.model.fields import BY_NAME, Kind
from snnnotes.model.formula import piece_spans
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.query import And, FieldIs, Has, Math, Not, Or, Query, Range, Words
from snnnotes.model.text import index_terms, is_word, stem, terms

#: Fields in which words are found, besides the title; as in the index.
_SEARCHED = (
    "aliases", "tags", "venue", "authors", "citekey", "arxiv", "doi", "openreview", "summary",
    "abstract",
)  # fmt: skip
_OF_PAPER = frozenset(Paper.__slots__)


class Matcher:
    """One note, asked whether it fits queries, by the rules of the index."""

    def __init__(self, note: Note) -> None:
        """Take a note.

        Args:
            note: Its text is not looked at, nor are keys of the user's own. A paper of the year 0
                has no year.
        """
        self._note = note

    def fits(self, query: Query) -> bool:
        """Does the note fit?"""
        match query:
            case And(parts):
                return all(map(self.fits, parts))
            case Or(parts):
                return any(map(self.fits, parts))
            case Not(part):
                return not self.fits(part)
            case _:
                return self._fits_leaf(query)

    def _fits_leaf(self, leaf: Words | FieldIs | Range | Has | Math) -> bool:
        match leaf:
            case Words(field=field):
                return any(_holds(text, leaf) for text in self._searched(is_title=bool(field)))
            case Math(formula):
                texts = self._searched(is_title=False)
                return any(True for text in texts for _ in piece_spans(text, formula))
            case Has(field):
                return bool(self._texts(field))
            case FieldIs(field):
                return any(_is(text, leaf) for text in self._texts(field))
            case _:
                return any(_lies_in(text, leaf) for text in self._texts(leaf.field))

    def _searched(self, *, is_title: bool) -> Iterator[str]:
        yield self._note.paper.title
        for name in () if is_title else _SEARCHED:
            yield from self._texts(name)

    def _texts(self, name: str) -> list[str]:
        """The texts of a field; none if the note lacks it."""
        if name not in BY_NAME:
            return []
        value = getattr(self._note.paper if name in _OF_PAPER else self._note, name)
        if isinstance(value, tuple):
            return list(value)
        return [str(value)] if value else []


def _holds(text: str, words: Words) -> bool:
    """Does a text hold a word or phrase?"""
    if words.exact or words.prefix:
        return _needle(words.text, is_prefix=words.prefix) in index_terms(text)
    return _stems(words.text) in _stems(text)


def _needle(text: str, *, is_prefix: bool) -> str:
    """Terms as they stand among those of a text; only a word can go on."""
    needle = index_terms(text)
    return needle[:-1] if is_prefix and is_word(needle.split()[-1]) else needle


def _stems(text: str) -> str:
    return f" {' '.join(map(stem, terms(text)))} "


def _is(text: str, query: FieldIs) -> bool:
    needle, found = _needle(query.value, is_prefix=query.prefix), index_terms(text)
    if not query.whole:
        return needle in found
    return found.startswith(needle) if query.prefix else found == needle


def _lies_in(text: str, query: Range) -> bool:
    """Does a year, rating or date lie in a range? A date counts as far as the bound goes."""
    low, high = query.low or "", query.high
    if BY_NAME[query.field].kind is not Kind.DATE:
        return int(low or 0) <= int(text) and (high is None or int(text) <= int(high))
    return low <= text[: len(low)] and (high is None or text[: len(high)] <= high)
