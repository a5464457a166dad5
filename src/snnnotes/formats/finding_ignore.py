"""Comments in a note that say what `check` need not report there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.formats.readme_block import lines_in_code
from snnnotes.model.checks import checks_named, found
from snnnotes.model.finding import Finding

#: Code is there first, so that a comment that is only shown ignores nothing.
_COMMENT = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|<!--[ \t]*snnnotes:[ \t]*ignore(?![\w-])(?P<names>[^>]*?)-->"
)
_NAME = re.compile(r"[^\s,，、]+")


class Ignore(NamedTuple):
    """One name in one comment."""

    #: Of a check or of a group of checks, as written; empty if the comment has no name.
    name: str
    #: Where the name stands, both counted from 1.
    line: int
    column: int
    #: What it holds for, as lines counted from 1; None for the whole file.
    lines: range | None


def read_ignores(text: str, body_start: int = 0) -> list[Ignore]:
    r"""The comments ``<!-- snnnotes: ignore NAME … -->`` of a note or README.

    A comment with other text in its line holds for that line. One that is alone in its line holds
    for the lines below it, up to the next blank one; with a blank line below it, for the whole
    file. Comments in code and in the frontmatter say nothing. Names of checks and of groups are
    parted by blanks or commas.

    Args:
        text: The whole file.
        body_start: Where the frontmatter ends, in characters.

    >>> read_ignores("one\n\n<!-- snnnotes: ignore formula-debt -->\n")
    [Ignore(name='formula-debt', line=3, column=23, lines=None)]
    """
    # Few notes have such a comment, and `check` reads thousands.
    if "snnnotes:" not in text[body_start:]:
        return []
    lines = text.split("\n")
    first = text.count("\n", 0, body_start)
    in_code = lines_in_code(lines[first:])
    places: list[tuple[int, list[re.Match[str]]]] = []
    for at in range(first, len(lines)):
        if "snnnotes:" in lines[at] and at - first not in in_code:
            comments = [match for match in _COMMENT.finditer(lines[at]) if match["ticks"] is None]
            places += [(at, comments)] if comments else []
    alone = {at for at, _ in places if not _COMMENT.sub(_kept_code, lines[at]).strip(" \t\r\ufeff")}
    ignores: list[Ignore] = []
    for at, comments in places:
        reach = _lines_below(lines, at, alone) if at in alone else range(at + 1, at + 2)
        for comment in comments:
            ignores += (Ignore(name, at + 1, column, reach) for name, column in _names(comment))
    return ignores


def without_ignored(findings: Iterable[Finding], ignores: Collection[Ignore]) -> Iterator[Finding]:
    """The findings of one file that no comment in it ignores."""
    reach: dict[str, list[range | None]] = {}
    for ignore in ignores:
        for check in checks_named(ignore.name):
            reach.setdefault(check.name, []).append(ignore.lines)
    for finding in findings:
        holds = reach.get(finding.name, ())
        if not any(lines is None or finding.line in lines for lines in holds):
            yield finding


def unknown_ignores(ignores: Iterable[Ignore], path: PurePosixPath) -> list[Finding]:
    """A finding for each name in a comment that is that of no check, and for comments without."""
    return [
        found(
            "ignore-unknown",
            path,
            (ignore.line, ignore.column),
            f"there is no check {ignore.name!r} to ignore"
            if ignore.name
            else "the comment does not say which check to ignore",
            "write the name as it stands in brackets behind a finding, or remove the comment",
        )
        for ignore in ignores
        if not checks_named(ignore.name)
    ]


def _kept_code(match: re.Match[str]) -> str:
    return match[0] if match["ticks"] is not None else ""


def _names(comment: re.Match[str]) -> list[tuple[str, int]]:
    """The names of a comment with their columns from 1; one empty name if it has none."""
    start = comment.start("names")
    names = [(name[0], start + name.start() + 1) for name in _NAME.finditer(comment["names"])]
    return names or [("", comment.start() + 1)]


def _lines_below(lines: list[str], at: int, alone: Collection[int]) -> range | None:
    """The lines directly below a comment, from 1, without further comments; None if none."""
    start = at + 1
    while start in alone:
        start += 1
    stop = start
    while stop < len(lines) and lines[stop].strip():
        stop += 1
    return range(start + 1, stop + 1) if stop > start else None
