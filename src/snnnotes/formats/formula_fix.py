"""Mend what has one right answer in the formulas of a note; all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from snnnotes.formats.formula_backslash import Edit, backslashes, respelled
from snnnotes.formats.formula_check import (
    CODE,
    crowded_lines,
    emphasised,
    holds_prose,
    taken_for_link,
    touches,
)
from snnnotes.formats.formula_parse import Block, Form, Formula, blocks

#: An indented formula may stand in an item, or become code behind a blank line.
_MOST_INDENT = 3
#: Lines that would mean something else behind a blank line.
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+)[ \t\r]*(?:\n|\Z)")
_IN_A_LINE_OF = re.compile(r"[ \t]*(?:>|\|)", re.MULTILINE)
#: Is a finding of this name, in this line of this text, to be mended?
Wanted = Callable[[str, str, int], bool]

#: Mending one formula may let another be seen; each round halves what is taken for emphasis.
_ROUNDS = 16


def fixed_formulas(text: str, body_start: int, wanted: Wanted = lambda *_: True) -> str:
    r"""`text` with what has one right answer mended in its formulas.

    A formula that touches Chinese gets a blank there, one in ``$$`` gets blank lines, and
    ``](`` that Markdown takes for a link a blank between. A sign
    whose backslash Markdown takes away, such as ``\{``, is written as the same TeX by a name of
    letters, ``\lbrace``, and a line break keeps ``\\`` whole. A formula that loses another sign, or
    that Markdown takes for emphasis, gets backticks inside its dollar signs. Nothing else is taken
    out or written over. What is mended once needs no mending again; a note for which that cannot be
    had stays as it is.

    Args:
        text: A whole note.
        body_start: Where its frontmatter has ended, in characters.
        wanted: Leaves alone what the user ignores. Lines are counted from 1, in the text as it is
            when that is asked.

    >>> fixed_formulas("膜电位$u$，即\n$$\nu=1\n$$\n", 0)
    '膜电位 $u$ ，即\n\n$$\nu=1\n$$\n'
    """
    if "$" not in text:
        return text
    mended = text
    for _ in range(_ROUNDS):
        again = _mended(mended, body_start, wanted)
        if again == mended:
            return mended
        mended = again
    return text


def _mended(text: str, body_start: int, wanted: Wanted) -> str:
    edits: set[Edit] = set()  # two formulas in $$ that follow each other ask for the same line
    for block in blocks(text, body_start):
        if not block.formulas:
            continue
        for check, place, mends in _mends(text, block):
            if wanted(text, check, text.count("\n", 0, place) + 1):
                edits.update(mends)
    pieces, done = [], 0
    for start, end, written in sorted(edits):
        pieces += [text[done:start], written]
        done = end
    return "".join([*pieces, text[done:]])


def _mends(text: str, block: Block) -> Iterator[tuple[str, int, Iterable[Edit]]]:
    """The findings that have one right answer: name, place and what mends it."""
    for place, _ in touches(text, block):
        yield "formula-touches-chinese", place, [(place, place, " ")]
    for formula, before, behind in crowded_lines(text, block):
        lines = _blank_lines(text, block, formula, before=before, behind=behind)
        yield "formula-without-blank-lines", formula.outer_start, lines
    for place in taken_for_link(text, block):
        yield "formula-markdown", place, [(place, place, " ")]
    # A lone backtick in the paragraph would meet ours, and make code of what is between them.
    may_quote = "`" not in block.prose or "`" not in CODE.sub("", block.prose)
    for place, formula in emphasised(text, block):
        yield "formula-markdown", place, _backticks(text, formula) if may_quote else ()
    for formula in block.formulas:
        taken = backslashes(text, formula).taken
        if taken:
            yield "formula-markdown", taken[0].place, respelled(text, taken)
        if not all(one.name or one.breaks for one in taken):
            yield "formula-markdown", taken[0].place, _backticks(text, formula) if may_quote else ()


def _blank_lines(
    text: str, block: Block, formula: Formula, *, before: bool, behind: bool
) -> Iterator[Edit]:
    if not _can_part(text, block, formula):
        return
    line_start = text.rfind("\n", 0, formula.outer_start) + 1
    line_end = text.find("\n", formula.outer_end)
    newline = "\r\n" if text[: line_end + 1].endswith("\r\n") else "\n"
    if before and not text[line_start : formula.outer_start].strip():
        yield line_start, line_start, newline
    rest = text[formula.outer_end : line_end if line_end >= 0 else block.end]
    if behind and not rest.strip() and line_end >= 0:
        yield line_end + 1, line_end + 1, newline


def _backticks(text: str, formula: Formula) -> Iterator[Edit]:
    inside = text[formula.start : formula.end]
    # What was written for Markdown to read would be read by TeX.
    if formula.form is not Form.INLINE or backslashes(text, formula).for_markdown:
        return
    if not {"`", "\n"} & set(inside):
        yield formula.start, formula.start, "`"
        yield formula.end, formula.end, "`"


def _can_part(text: str, block: Block, formula: Formula) -> bool:
    """Would blank lines part the formula from its paragraph, and change nothing else?"""
    paragraph = text[block.start : block.end]
    line_start = text.rfind("\n", 0, formula.outer_start) + 1
    indent = text[line_start : formula.outer_start]
    behind = text.find("\n", formula.outer_end) + 1
    return (
        formula.form is Form.DISPLAY
        and not holds_prose(text, formula)
        and not _IN_A_LINE_OF.search(paragraph)
        and "\t" not in indent
        and len(indent) <= _MOST_INDENT
        and not (behind and _UNDERLINE.match(text, behind))
    )
