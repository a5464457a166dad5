"""Hits of a search: the lines of a note with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from snnnotes.errors import UsageError
from snnnotes.model.query import Math, Query, Words, words_of
from snnnotes.model.text import index_terms, is_word, run_spans, stem, terms

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
    spans = _word_spans(text, query)
    for leaf in words_of(query):
        if isinstance(leaf, Math):
            # Imported here because its expressions take 1 ms to compile, and few search formulas.
            from snnnotes.model.formula import piece_spans  # noqa: PLC0415

            spans += piece_spans(text, leaf.formula)
    if frontmatter_end:
        keys = [match.span() for match in _KEY.finditer(text, 0, frontmatter_end)]
        spans = [span for span in spans if not _begins_inside(span, keys)]
    return _by_line(text, _merged(spans))


_KEY = re.compile(r"^[ \t]*[\w-]+[ \t]*:(?=\s|$)|^---[ \t]*$", re.MULTILINE)


def _begins_inside(span: Span, ranges: Sequence[Span]) -> bool:
    """Does the span begin inside one of the ranges, which are in order?"""
    at = bisect_right(ranges, span[0], key=lambda one: one[0]) - 1
    return at >= 0 and span[0] < ranges[at][1]


def _word_spans(text: str, query: Query) -> list[Span]:
    leaves = [leaf for leaf in words_of(query) if isinstance(leaf, Words)]
    wanted = [(needle, tests) for needle, tests in map(_needle_and_tests, leaves) if tests]
    if not wanted:
        return []
    found: list[Span] = []
    # A phrase never runs on into the next paragraph, and most paragraphs have none of the words:
    # to ask for that first is ten times as fast as to find the place of every term.
    for start, end in _paragraphs(text):
        paragraph = text[start:end]
        spaced = index_terms(paragraph)
        runs = [run for needle, tests in wanted for run in _runs(spaced, needle, tests)]
        if runs:
            spans = run_spans(paragraph, runs)
            found += [(start + begin, start + stop) for begin, stop in spans]
    return found


def _runs(
    spaced: str, needle: str, tests: Sequence[Callable[[str], bool]]
) -> Iterator[tuple[int, int]]:
    """The numbers of the first and last of terms that pass the tests one after the other.

    Args:
        spaced: From `index_terms`.
        needle: Begins with the blank before the first term.
        tests: One for each term.
    """
    place = spaced.find(needle)
    spelled = spaced.split() if place >= 0 else []
    first = before = 0
    while place >= 0:
        first += spaced.count(" ", before, place)
        run = spelled[first : first + len(tests)]
        if len(run) == len(tests) and all(map(_passes, tests, run)):
            yield first, first + len(tests) - 1
        before, place = place, spaced.find(needle, place + 1)


def _passes(test: Callable[[str], bool], term: str) -> bool:
    return test(term)


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for gap in _GAP.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


#: As `terms` parts paragraphs.
_GAP = re.compile(r"\n\s*\n")

#: Forms of an English word begin alike: `stem` changes nothing before the third letter.
_COMMON_BEGINNING = 2


def _needle_and_tests(leaf: Words) -> tuple[str, list[Callable[[str], bool]]]:
    """What every text that holds the words has among its `index_terms`, and a test for each term.

    The tests follow the rules of the index.
    """
    spelled = terms(leaf.text)
    tests = _tests(leaf, spelled)
    if leaf.prefix:
        return f" {' '.join(spelled)}", tests
    needle = " "
    for term in spelled:
        if not leaf.exact and term.isascii() and term.isalnum():
            return needle + term[:_COMMON_BEGINNING], tests
        needle += f"{term} "
    return needle, tests


def _tests(leaf: Words, spelled: list[str]) -> list[Callable[[str], bool]]:
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
    lines: dict[int, str] = {}  # one line of a long note may hold thousands of the words
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        while number < len(starts) and starts[number] < end:
            if number not in lines:
                lines[number] = _line(text, starts, number)
            length = len(lines[number])
            begin, stop = max(start - starts[number], 0), min(end - starts[number], length)
            if begin < stop:
                by_number.setdefault(number, []).append((begin, stop))
            number += 1
    return tuple(
        HitLine(number + 1, lines[number], tuple(found))
        for number, found in sorted(by_number.items())
    )


_LINE_END = re.compile(r"\r\n|\n|\r")


def _line(text: str, starts: Sequence[int], number: int) -> str:
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return text[starts[number] : end].rstrip("\r\n")


def _lines(text: str) -> list[str]:
    """The lines as grep counts them: a line end at the end of the file begins no other."""
    lines = _LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def context_lines(text: str, lines: Sequence[HitLine], around: int) -> tuple[HitLine, ...]:
    """The hit lines with `around` lines before and after each; those have no spans."""
    all_lines = _lines(text)
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
    for number, line in enumerate(_lines(text), 1):
        spans = tuple(match.span() for match in pattern.finditer(line))
        if spans:
            # An empty fit, as of ``x*``, counts as a hit of its line but marks nothing.
            found.append(HitLine(number, line, tuple(span for span in spans if span[0] < span[1])))
    return tuple(found)
