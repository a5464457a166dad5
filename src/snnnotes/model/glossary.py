"""Terms that mean the same, in one language or two, and queries widened by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from snnnotes.model.query_tree import And, Or, Query, Words, all_of, any_of
from snnnotes.model.text import fold, index_terms, stem_terms


class Glossary(NamedTuple):
    """Groups of terms; each term of a group stands for all the others."""

    groups: tuple[tuple[str, ...], ...] = ()


class Widening(NamedTuple):
    """What a query also looks for."""

    #: As the user typed it.
    term: str
    #: As the glossary writes them, in its order; without the term itself.
    equals: tuple[str, ...]


def widen(query: Query, glossary: Glossary) -> tuple[Query, list[Widening]]:
    """The query that also finds what the glossary holds to be equal, and what was added.

    A word, or several words in a row, that are together a term of the glossary become
    ``Or(as typed, equal term, ...)``. Quoted phrases, beginnings (``spik*``) and what a note must
    not have stay as they are. Terms compare without regard to case, width, hyphens and plurals.
    """
    words = list(_plain_words(query))
    if not words:
        return query, []
    widener = _Widener(_equals(glossary, words))
    return widener.widened(query), list(dict.fromkeys(widener.widenings))


def _plain_words(query: Query) -> Iterable[Words]:
    match query:
        case Words() if _is_plain(query):
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from _plain_words(part)
        case _:
            pass


def _is_plain(words: Words) -> bool:
    return not words.exact and not words.prefix


def _key(term: str) -> str:
    """Equal for two spellings of one term."""
    return stem_terms(index_terms(term))


def _equals(glossary: Glossary, words: Iterable[Words]) -> dict[str, dict[str, str]]:
    """By the key of each term: the keys and spellings of all terms in its groups.

    Only groups with a term that begins as one of `words` does are looked at closely: a glossary
    may be long, and this is part of every search.
    """
    beginnings = {_key(word.text)[:1] for word in words}
    found: dict[str, dict[str, str]] = {}
    for group in glossary.groups:
        if not any(_may_begin(term, beginnings) for term in group):
            continue
        spellings: dict[str, str] = {}
        for term in group:
            if key := _key(term):
                spellings.setdefault(key, term)
        for key in spellings:
            found.setdefault(key, {}).update(
                (other, term) for other, term in spellings.items() if other not in found[key]
            )
    return found


def _may_begin(term: str, beginnings: set[str]) -> bool:
    """Can the key of this term begin with one of the characters?"""
    first = fold(term[:1])[:1]
    return first in beginnings or not first.isalnum()


class _Widener:
    def __init__(self, equals: dict[str, dict[str, str]]) -> None:
        self.equals = equals
        self.longest = max((key.count(" ") + 1 for key in equals), default=0)
        self.widenings: list[Widening] = []

    def widened(self, query: Query) -> Query:
        match query:
            case Words():
                return self._in_a_row((query,))[0]
            case And(parts):
                return all_of(self._in_a_row(parts))
            case Or(parts):
                return any_of([self.widened(part) for part in parts])
            case _:
                return query

    def _in_a_row(self, parts: Sequence[Query]) -> list[Query]:
        """The parts of an And, widened; the longest term that begins at a part wins."""
        widened: list[Query] = []
        at = 0
        while at < len(parts):
            run = self._longest_term(parts, at)
            if run:
                widened.append(self._with_equals(run))
                at += len(run)
            else:
                part = parts[at]
                widened.append(part if isinstance(part, Words) else self.widened(part))
                at += 1
        return widened

    def _longest_term(self, parts: Sequence[Query], start: int) -> list[Words]:
        """The words from `start` on that are together a term of the glossary; empty if none."""
        run: list[Words] = []
        longest: list[Words] = []
        for part in parts[start : start + self.longest]:
            if not (isinstance(part, Words) and _is_plain(part) and _key(part.text)):
                break
            if run and part.field != run[0].field:
                break
            run.append(part)
            if len(self.equals.get(_key(_joined(run)), ())) > 1:
                longest = run.copy()
        return longest

    def _with_equals(self, run: Sequence[Words]) -> Query:
        """The words as typed, or one of the terms that are equal to them."""
        own = _key(_joined(run))
        others = [term for key, term in self.equals[own].items() if key != own]
        self.widenings.append(Widening(_joined(run), tuple(others)))
        literal = all_of(run)
        return Or((literal, *(run[0].replaced(text=term) for term in others)))


def _joined(run: Iterable[Words]) -> str:
    return " ".join(word.text for word in run)
