"""Answering a query from the index: which notes fit, and how well.

Words become one full-text expression where that says exactly what is asked; everything else is
a set of notes, and the sets are joined here. A full-text expression may be neither deep nor
negative, and sets know no such limits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import product
from math import prod

from snnnotes.model.fields import BY_NAME, Kind
from snnnotes.model.query import (
    And,
    FieldIs,
    Has,
    Math,
    Not,
    Or,
    Query,
    Range,
    Words,
    words_of,
)
from snnnotes.model.text import index_terms, is_word, stem, terms
from snnnotes.storage.index_schema import TEXT_FIELDS
from snnnotes.storage.index_text import COLUMNS, STEM_MARK, folded_key, is_english

#: How deep And and Or go into one full-text expression: FTS5's parser has a stack of 100.
_DEEPEST = 5

#: ``LIF神经元`` is looked for once with each form of its English words that the notes have. With
#: more phrases than this, it is so long that few notes can hold it; those are looked at.
MOST_PHRASES = 256

#: Forms of a word begin alike: `stem` changes nothing before the third letter.
_COMMON_BEGINNING = 2


def matching(db: sqlite3.Connection, query: Query) -> set[int]:
    """The notes that fit a query, by their numbers in the index."""
    expression = _expression(db, query)
    if expression is not None:
        return _ids(db, "SELECT rowid FROM words WHERE words MATCH ?", expression)
    match query:
        case And(parts):
            return _matching_all(db, parts)
        case Or(parts):
            return set[int]().union(*(matching(db, part) for part in parts))
        case Not(part):
            return _all(db) - matching(db, part)
        case _:
            return _matching_leaf(db, query)


def _matching_leaf(db: sqlite3.Connection, leaf: Words | FieldIs | Range | Has | Math) -> set[int]:
    match leaf:
        case Words():
            return _one_by_one(db, leaf)
        case Math(formula):
            # Imported here because its expressions take 1 ms to compile, and few search formulas.
            from snnnotes.model.formula import math_terms  # noqa: PLC0415

            holds = "SELECT id FROM formulas WHERE instr(terms, ?) > 0"
            return _ids(db, holds, math_terms(formula))
        case _:
            condition, *values = _condition(leaf)
            return _ids(db, f"SELECT id FROM facts WHERE {condition}", *values)


def scores(db: sqlite3.Connection, query: Query) -> dict[int, float]:
    """The notes that fit a query, each with how well its words do: BM25, higher is better.

    A note that fits without any of the words, as one of ``tag:survey OR spike`` may, has 0.
    """
    expressions, others = _split(db, query)
    if expressions:
        found = _scored(db, _joined(expressions, "AND"))
        if not others:
            return found
        wanted = matching(db, And(tuple(others)))
        return {note: score for note, score in found.items() if note in wanted}
    wanted = matching(db, query)
    leaves = [_expression(db, leaf) for leaf in words_of(query)]
    expressions = [leaf for leaf in leaves if leaf is not None]
    found = _scored(db, _joined(expressions, "OR")) if wanted and expressions else {}
    return {note: found.get(note, 0.0) for note in wanted}


def in_title(query: Query) -> Query | None:
    """That the title alone fits the words of a query; None if it has no words."""
    match query:
        case Words():
            return query.replaced(field="title")
        case And(parts) | Or(parts):
            found = [part for part in map(in_title, parts) if part is not None]
            return type(query)(tuple(found)) if found else None
        case _:
            return None


def _scored(db: sqlite3.Connection, expression: str) -> dict[int, float]:
    weights = ", ".join(map(str, COLUMNS.values()))
    # SQLite's is negative, so that the best comes first in its own order.
    found = f"SELECT rowid, -bm25(words, {weights}) FROM words WHERE words MATCH ?"
    return dict(db.execute(found, (expression,)))


def _all(db: sqlite3.Connection) -> set[int]:
    return _ids(db, "SELECT id FROM facts")


def _ids(db: sqlite3.Connection, select: str, *values: str | int) -> set[int]:
    # What the system takes for bytes of another encoding comes as half characters, which no
    # note holds and SQLite does not take.
    clean = [
        value.encode(errors="replace").decode() if isinstance(value, str) else value
        for value in values
    ]
    return {note for (note,) in db.execute(select, clean)}


def _matching_all(db: sqlite3.Connection, parts: Sequence[Query]) -> set[int]:
    if not parts:
        return _all(db)
    expressions, others = _split(db, And(tuple(parts)))
    found: set[int] | None = None
    if expressions:
        joined = _joined(expressions, "AND")
        found = _ids(db, "SELECT rowid FROM words WHERE words MATCH ?", joined)
    for part in others:
        if found is not None and not found:
            break
        if isinstance(part, Not):
            found = (_all(db) if found is None else found) - matching(db, part.part)
        else:
            fitting = matching(db, part)
            found = fitting if found is None else found & fitting
    return found or set()


def _split(db: sqlite3.Connection, query: Query) -> tuple[list[str], list[Query]]:
    """The parts of a query that must all fit: those that FTS5 can answer, and the others."""
    whole = _expression(db, query)
    if whole is not None:
        return [whole], []
    expressions, others = [], []
    for part in query.parts if isinstance(query, And) else (query,):
        expression = _expression(db, part)
        if expression is None:
            others.append(part)
        else:
            expressions.append(expression)
    return expressions, others


def _expression(db: sqlite3.Connection, query: Query, depth: int = 0) -> str | None:
    """A query as FTS5 takes it; None if it cannot say exactly the same."""
    if isinstance(query, Words):
        phrases = _phrases(db, query)
        if phrases is None:
            return None
        either = " OR ".join(phrases)
        return f"title : ({either})" if query.field == "title" else either
    if not isinstance(query, And | Or) or not query.parts or depth == _DEEPEST:
        return None
    parts = []
    for part in query.parts:
        expression = _expression(db, part, depth + 1)
        if expression is None:
            return None
        parts.append(expression)
    return _joined(parts, "AND" if isinstance(query, And) else "OR")


def _joined(expressions: Sequence[str], operator: str) -> str:
    if len(expressions) == 1:
        return expressions[0]
    return f" {operator} ".join(f"({expression})" for expression in expressions)


def _phrases(db: sqlite3.Connection, words: Words) -> list[str] | None:
    """The phrases of which a note must have one; None if they are too many to ask for."""
    spelled = terms(words.text)
    if not spelled:
        return None
    if words.prefix:
        # Only a word can go on; and the tokens that we add begin with a sign.
        return [_quoted(spelled) + ("*" if is_word(spelled[-1]) else "")]
    if words.exact or not any(map(is_english, spelled)):
        return [_quoted(spelled)]
    if all(map(is_english, spelled)):
        return [_quoted([STEM_MARK + stem(term) for term in spelled])]
    forms = [_forms(db, term) if is_english(term) else [term] for term in spelled]
    if prod(map(len, forms)) > MOST_PHRASES:
        return None
    return [_quoted(spelling) for spelling in product(*forms)]


def _quoted(spelled: Sequence[str]) -> str:
    """Terms as a phrase of FTS5, whatever signs are among them."""
    return '"{}"'.format(" ".join(spelled).replace('"', '""'))


def _forms(db: sqlite3.Connection, word: str) -> list[str]:
    """The word itself and the forms of it that the notes have."""
    start, root = word[:_COMMON_BEGINNING], stem(word)
    like_it = vocabulary(db, start, start + "{")
    return [word, *(term for term in like_it if term != word and stem(term) == root)]


def vocabulary(db: sqlite3.Connection, first: str, end: str) -> list[str]:
    """The terms of all notes from `first` up to but not including `end`, sorted."""
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)"
    )
    found = "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ?"
    return [term for (term,) in db.execute(found, (first, end))]


def _one_by_one(db: sqlite3.Connection, words: Words) -> set[int]:
    """The notes with a word or phrase, found by looking at those that have all parts of it."""
    spelled = terms(words.text)
    if not spelled:
        return _all(db)
    parts = {STEM_MARK + stem(term) if is_english(term) else term for term in spelled}
    columns = ["title"] if words.field == "title" else list(COLUMNS)
    wanted = _stemmed(spelled)
    found = f"SELECT rowid, {', '.join(columns)} FROM words WHERE words MATCH ?"
    expression = " AND ".join(_quoted([part]) for part in sorted(parts))
    return {
        note
        for note, *streams in db.execute(found, (expression,))
        if any(wanted in _stemmed(stream.split()) for stream in streams)
    }


def _stemmed(spelled: Sequence[str]) -> str:
    return f" {' '.join([stem(term) if is_english(term) else term for term in spelled])} "


def _condition(query: FieldIs | Range | Has) -> tuple[str | int, ...]:
    """A condition on the table `facts`, and the values for its question marks."""
    known = BY_NAME.get(query.field)
    if known is None:
        return _condition_on_others(query)
    match query:
        case Has(name):
            return (f"{name} IS NOT NULL",)
        case FieldIs(name, value) if name not in TEXT_FIELDS:
            return _condition_on_range(Range(name, value, value), known.kind)
        case FieldIs(name, _, whole):
            needle = _needle(query)
            if whole:
                needle = f"\n{needle}" if query.prefix else f"\n{needle}\n"
            return f"instr({name}, ?) > 0", needle
        case Range():
            return _condition_on_range(query, known.kind)


def _needle(query: FieldIs) -> str:
    """The terms of a value as they stand among those of a note."""
    needle = index_terms(query.value)
    is_open = query.prefix and is_word(needle.split()[-1])
    return needle[:-1] if is_open else needle


def _condition_on_range(query: Range, kind: Kind) -> tuple[str | int, ...]:
    name, low, high = query.field, query.low, query.high
    conditions, values = [f"{name} IS NOT NULL"], list[str | int]()
    if low is not None:
        conditions.append(f"{name} >= ?")
        values.append(low if kind is Kind.DATE else int(low))
    if high is not None:
        # A date fits 2025-03 as far as that goes.
        conditions.append(
            f"substr({name}, 1, {len(high)}) <= ?" if kind is Kind.DATE else f"{name} <= ?"
        )
        values.append(high if kind is Kind.DATE else int(high))
    return " AND ".join(conditions), *values


def _condition_on_others(query: FieldIs | Range | Has) -> tuple[str, ...]:
    """The same for a key of the user's own; all of these are one column."""
    key = f"\n{folded_key(query.field)}\t"
    has = "instr(others, ?1) > 0"
    if not isinstance(query, FieldIs):
        return has, key
    rest = "substr(others, instr(others, ?1) + length(?1))"
    line = f"substr({rest}, 1, instr({rest}, char(10)))"
    return f"{has} AND instr({line}, ?2) > 0", key, _needle(query)
