"""Hits of a search: the lines of a note with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from snnnotes.errors import UsageError
from snnnotes.model.query import Math, Query, Words, words_of
from snnnotes.model.text import is_word, stem, term_spans, terms

#: [start, end) of a marked part, in characters of its line.
Span = tuple[int, int]


class HitLine(NamedTuple):
    """One line of a note that holds what was searched for."""

    #: Counted from 1 in the file.
    number: int
    #: Without its line end.
    text: str
    spans: tuple[Span, ...]


def marked_lines(text: str, query: Query, *, frontmatter_end: int = 0) -> tuple[HitLine, ...]:
    """The lines of a note's file in which words or formulas of `query` stand, all of them marked.

    Args:
        text: The whole file.
        query: What was searched for; only its positive words and formulas are marked.
        frontmatter_end: Characters before this offset are frontmatter, where the key of a line
            (``title:``) is not a place where words are found.
    """
    spans = [*_word_spans(text, query), *_formula_spans(text, query)]
    if frontmatter_end:
        keys = [match.end() for match in _KEY.finditer(text, 0, frontmatter_end)]
        starts = [match.start() for match in _KEY.finditer(text, 0, frontmatter_end)]
        spans = [span for span in spans if not _inside(span, starts, keys)]
    return _by_line(text, _merged(spans))


_KEY = re.compile(r"^[ \t]*[\w-]+[ \t]*:(?=\s|$)|^---[ \t]*$", re.MULTILINE)


def _inside(span: Span, starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Does the span begin inside one of the ranges?"""
    at = bisect_right(starts, span[0]) - 1
    return at >= 0 and span[0] < ends[at]


def _word_spans(text: str, query: Query) -> list[Span]:
    leaves = [leaf for leaf in words_of(query) if isinstance(leaf, Words)]
    wanted = [pattern for pattern in map(_pattern, leaves) if pattern]
    if not wanted:
        return []
    spelled = term_spans(text)
    return [
        (spelled[at][1], spelled[at + len(pattern) - 1][2])
        for pattern in wanted
        for at in range(len(spelled) - len(pattern) + 1)
        if all(fits(spelled[at + offset][0]) for offset, fits in enumerate(pattern))
    ]


def _pattern(leaf: Words) -> list[Callable[[str], bool]]:
    """One test for each term of a word or phrase, by the rules of the index."""
    spelled = terms(leaf.text)
    if leaf.prefix and spelled:
        return [*(_same(term) for term in spelled[:-1]), _beginning(spelled[-1])]
    if leaf.exact:
        return [_same(term) for term in spelled]
    return [_same_stem(term) if is_word(term) else _same(term) for term in spelled]


def _same(wanted: str) -> Callable[[str], bool]:
    return lambda term: term == wanted


def _beginning(wanted: str) -> Callable[[str], bool]:
    return lambda term: term.startswith(wanted)


def _same_stem(wanted: str) -> Callable[[str], bool]:
    root = stem(wanted)
    return lambda term: stem(term) == root


def _formula_spans(text: str, query: Query) -> Iterator[Span]:
    """Where a formula that was searched for stands; blanks in it do not matter."""
    for leaf in words_of(query):
        if isinstance(leaf, Math):
            characters = [re.escape(character) for character in leaf.formula if character.strip()]
            end = r"(?![A-Za-z])" if re.search(r"\\[A-Za-z]+$", leaf.formula) else ""
            pattern = re.compile(r"\s*".join(characters) + end)
            yield from (match.span() for match in pattern.finditer(text) if match[0])


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, overlapping ones made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _by_line(text: str, spans: Sequence[Span]) -> tuple[HitLine, ...]:
    """The spans with the lines that they stand in; one over a line end is cut there."""
    if not spans:
        return ()
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    by_number: dict[int, list[Span]] = {}
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        while number < len(starts) and starts[number] < end:
            line = _line(text, starts, number)
            begin, stop = max(start - starts[number], 0), min(end - starts[number], len(line))
            if begin < stop:
                by_number.setdefault(number, []).append((begin, stop))
            number += 1
    return tuple(
        HitLine(number + 1, _line(text, starts, number), tuple(found))
        for number, found in sorted(by_number.items())
    )


_LINE_END = re.compile(r"\r\n|\n|\r")


def _line(text: str, starts: Sequence[int], number: int) -> str:
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return text[starts[number] : end].rstrip("\r\n")


def context_lines(text: str, lines: Sequence[HitLine], around: int) -> tuple[HitLine, ...]:
    """The hit lines with `around` lines before and after each; those have no spans."""
    all_lines = _LINE_END.split(text)
    hits = {line.number: line for line in lines}
    wanted = {
        number
        for hit in hits
        for number in range(max(1, hit - around), min(len(all_lines), hit + around) + 1)
    }
    return tuple(
        hits.get(number, HitLine(number, all_lines[number - 1], ())) for number in sorted(wanted)
    )


def compiled_regex(pattern: str) -> re.Pattern[str]:
    """A regular expression for `--regex`; case does not matter unless it says ``(?-i:…)``.

    Raises:
        UsageError: It is none.
    """
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise UsageError(
            f"--regex: {error.msg} at character {(error.pos or 0) + 1} of {pattern!r}",
            hint="leave --regex out to search for the words as they are",
        ) from error


def regex_lines(text: str, pattern: re.Pattern[str]) -> tuple[HitLine, ...]:
    """The lines in which a regular expression fits; it is tried on each line by itself."""
    found = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        spans = tuple(match.span() for match in pattern.finditer(line))
        if spans:
            # An empty fit, as of ``x*``, counts as a hit of its line but marks nothing.
            found.append(HitLine(number, line, tuple(span for span in spans if span[0] < span[1])))
    return tuple(found)
