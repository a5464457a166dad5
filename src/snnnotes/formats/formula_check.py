"""Formulas that GitHub does not show as meant, and places where a formula is owed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from snnnotes.formats.formula_backslash import backslashes, has_backslashes, told
from snnnotes.formats.formula_parse import CJK, Block, Form, Formula, blocks, fences
from snnnotes.formats.formula_tex import first_fault


class FormulaFinding(NamedTuple):
    """One thing that is not right with a formula."""

    #: One of `FORMULA_CHECKS`.
    name: str
    #: Of the whole note, counted from 1.
    line: int
    #: In characters, counted from 1.
    column: int
    message: str
    mend: str


#: The names that `formula_findings` gives.
FORMULA_CHECKS = (
    "formula-unbalanced",
    "formula-does-not-parse",
    "formula-touches-chinese",
    "formula-markdown",
    "formula-without-blank-lines",
    "formula-as-code",
    "formula-debt",
)

#: A finding with its place in characters of the text.
_Found = tuple[int, str, str, str]

_CJK = re.compile(f"[{CJK}]")
_BRACES = re.compile(r"\{[^{}]*\}")
#: A code span, once formulas are out of the way.
CODE = re.compile(r"(?<![`$\\])(`+)(?!`)(?P<code>.+?)(?<!`)\1(?!`)", re.DOTALL)
_LONE = re.compile(r"(?<!\\)\${1,2}")
#: What only LaTeX has: prices and variables of a shell have none of it.
_LATEX = re.compile(r"\\[A-Za-z]{2,}|[_^](?:\{|\\)|[A-Za-z]\^[\w*]")
_PRICE = re.compile(r"\d[\d.,]*(?![\w\\^{])")
_PRICE_BEFORE = re.compile(r"(?<![\w}\\^.,])\d[\d.,]*\Z")
_COMMAND = re.compile(
    r"\\(?:d?frac|sum|prod|int|sqrt|partial|nabla|hat|bar|tilde|left|cdot|times|approx|leq?|geq?"
    r"|math(?:bf|rm|cal|bb|it)|boldsymbol|operatorname|alpha|beta|gamma|delta|epsilon|theta"
    r"|lambda|mu|sigma|tau|phi|varphi|psi|omega|eta|rho|Delta|Theta|Sigma|Phi|Omega)(?![A-Za-z])"
)
_FORMULA_SIGN = re.compile(r"[_^={]")
_IN_DOLLARS = re.compile(r"(\${1,2})(?![\s$])[^$]+(?<!\s)\1")
_DOCUMENT = re.compile(r"\\(?:documentclass|usepackage|begin\{(?:document|tikzpicture|algorithm))")
_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
_SEVERAL = rf"{_NUMBER}(?:\s*[-–~、,，和]\s*[(（]?{_NUMBER})*"
_DEBT = re.compile(
    rf"公式\s*(?:[(（]\s*{_SEVERAL}\s*[)）]|{_SEVERAL})"
    # Not where it ends a word, such as 方式 and 端到端式.
    rf"|(?:(?<![\u3400-\u9fff])|(?<=[由见如将把从对在和与及即据按照用上下该此得到令至是给])"
    rf"|(?<=代入)|(?<=带入)|(?<=结合))式\s*[(（]\s*{_SEVERAL}\s*[)）]"
    rf"|方程\s*[(（]\s*{_SEVERAL}\s*[)）]"
    rf"|(?<![A-Za-z])(?:[Ee]qs?\.|[Ee]quations?)\s*(?:[(（]\s*{_SEVERAL}\s*[)）]|{_SEVERAL})"
    r"|见(?:论文|原文)?(?:中的?|的)?公式"
    rf"(?:\s*(?:[(（]\s*{_SEVERAL}\s*[)）]|{_SEVERAL}))?",
)
#: The number that a formula of the note has, and the numbers that a reference names.
_OWN_NUMBER = re.compile(
    rf"\\(?:tag\*?\s*\{{|eqno\b|q?quad\b(?:\s*\\text\s*\{{)?(?=\s*[(（]))\s*[(（]?\s*({_NUMBER})(?![\w.])"
)
_NAMED_NUMBER = re.compile(_NUMBER)
_FROM_TO = re.compile(r"[-–~]")
#: One of these is in all that `_DEBT` finds, and looking for them takes no time.
_DEBT_WORDS = ("式", "方程", "q.", "qs.", "quation")
_EMPHASIS = re.compile(r"(?<![\\_*])[_*](?![_*])")
_HEADING = re.compile(r"#{1,6}[ \t]")
#: ``[t](1-s)`` is a link to Markdown.
_LINK = re.compile(r"\[[^\[\]\n]*\](?P<target>\([^()\s]*\))")


def formula_findings(text: str, body_start: int) -> list[FormulaFinding]:
    r"""What is not right with the formulas of a note, in the order written.

    Args:
        text: A whole note.
        body_start: Where its frontmatter has ended, in characters.

    >>> for finding in formula_findings("膜电位$u$ 和 $\\frac{1}{2$\n", 0):
    ...     print(finding.line, finding.column, finding.name, finding.message)
    1 4 formula-touches-chinese the $ of a formula touches 位, so GitHub does not show the formula
    1 19 formula-unbalanced the brace { is not closed
    """
    all_blocks = list(blocks(text, body_start))
    found = [*_debts(text, all_blocks), *_fenced_code(text, body_start)]
    may_lose_backslashes = has_backslashes(text, body_start)
    for block in all_blocks:
        found += _code_spans(block)
        found += _lone_signs(block)
        if block.formulas:
            found += _tex_faults(text, block)
            found += [
                (place, "formula-markdown", *_taken_away(text, place))
                for place, _ in emphasised(text, block)
            ]
            found += [
                (place, "formula-markdown", *_AS_LINK) for place in taken_for_link(text, block)
            ]
            if may_lose_backslashes:
                found += _without_backslashes(text, block)
            found += [
                (place, "formula-touches-chinese", *_touching(text[beside]))
                for place, beside in touches(text, block)
            ]
            found += _without_blank_lines(text, block)
    return [_placed(text, *one) for one in sorted(found)]


def touches(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The dollar signs that touch Chinese: where a blank belongs, and where that sign stands."""
    for formula in block.formulas:
        if formula.form not in (Form.INLINE, Form.DISPLAY) or holds_prose(text, formula):
            continue
        start, end = formula.outer_start, formula.outer_end
        if start > block.start and _CJK.match(text, start - 1):
            yield start, start - 1
        if end < block.end and _CJK.match(text, end):
            yield end, end


_AS_LINK = "Markdown takes ](…) in a formula for a link", "write a blank between ] and ("


def taken_for_link(text: str, block: Block) -> Iterator[int]:
    """The round brackets in formulas with which Markdown ends a link: a blank belongs before."""
    for formula in block.formulas:
        if formula.form in (Form.INLINE, Form.DISPLAY):
            for match in _LINK.finditer(text, formula.start, formula.end):
                yield match.start("target")


def holds_prose(text: str, formula: Formula) -> bool:
    """Does Chinese stand in it outside of braces, so that the wrong signs may have met?"""
    return _CJK.search(_BRACES.sub("", text[formula.start : formula.end])) is not None


def crowded_lines(text: str, block: Block) -> Iterator[tuple[Formula, bool, bool]]:
    """Displayed formulas with text in the line before or behind: formula, before?, behind?

    One in the middle of a line of text is shown, and so no such.
    """
    for formula in block.formulas:
        if formula.form is not Form.DISPLAY:
            continue
        before = text[block.start : formula.outer_start]
        behind = text[formula.outer_end : block.end]
        own_start = not before[before.rfind("\n") + 1 :].strip(" \t")
        own_end = not behind.partition("\n")[0].strip()
        lines = "\n" in text[formula.start : formula.end]
        if lines or (own_start and own_end):
            crowded = before.strip() != "", behind.strip() != ""
            if any(crowded):
                yield formula, *crowded


def _touching(sign: str) -> tuple[str, str]:
    message = f"the $ of a formula touches {sign}, so GitHub does not show the formula"
    return message, f"write a blank between $ and {sign}"


def _tex_faults(text: str, block: Block) -> Iterator[_Found]:
    for formula in block.formulas:
        fault = first_fault(text[formula.start : formula.end])
        if fault:
            name = "formula-unbalanced" if fault.unbalanced else "formula-does-not-parse"
            yield formula.start + fault.offset, name, fault.message, fault.mend


def _lone_signs(block: Block) -> Iterator[_Found]:
    """Dollar signs that begin or end no formula though LaTeX stands beside them."""
    if "$" not in block.prose:
        return
    prose = CODE.sub(lambda match: " " * len(match[0]), block.prose)
    for match in _LONE.finditer(prose):
        line_end = prose.find("\n", match.end())
        behind = prose[match.end() : line_end if line_end >= 0 else len(prose)]
        before = prose[prose.rfind("\n", 0, match.start()) + 1 : match.start()]
        if match[0] == "$$":
            message = "$$ has no partner in its paragraph"
            mend = "close the formula with $$ before a blank line; no line of it begins with + or -"
        elif _PRICE.match(behind) or _PRICE_BEFORE.search(before):
            continue
        elif _LATEX.search(behind.partition("$")[0]):
            blank = behind[:1].isspace() or not behind
            message = (
                "a blank stands behind the $ that begins a formula"
                if blank
                else "the formula that $ begins is not closed"
            )
            mend = "take the blank out" if blank else "write $ where it ends, behind no blank"
        elif _LATEX.search(before.rpartition("$")[2]) and "$" not in before:
            message, mend = "$ ends a formula that has not begun", "write $ where it begins"
        else:
            continue
        yield block.start + match.start(), "formula-unbalanced", message, mend


def emphasised(text: str, block: Block) -> Iterator[tuple[int, Formula]]:
    """The signs in formulas with which Markdown begins emphasis that another formula ends."""
    waiting: dict[str, tuple[int, Formula]] = {}
    for formula in block.formulas:
        if formula.form not in (Form.INLINE, Form.DISPLAY):
            continue
        for match in _EMPHASIS.finditer(text, formula.start, formula.end):
            sign, place = match[0], match.start()
            opens, closes = _flanks(sign, text[place - 1], text[place + 1])
            if closes and sign in waiting:
                yield waiting.pop(sign)
            elif opens:
                waiting.setdefault(sign, (place, formula))


def _flanks(sign: str, before: str, behind: str) -> tuple[bool, bool]:
    """Can a sign begin emphasis, and can it end it, by section 6.2 of CommonMark 0.31?

    An underscore before a letter, as in ``)_k``, is left alone: it seldom does harm.
    """
    if before.isspace() or behind.isspace():
        return False, False
    if sign == "*":
        word = before.isalnum(), behind.isalnum()
        return word[0] <= word[1] or all(word), word[1] <= word[0] or all(word)
    opens = not before.isalnum() and not behind.isalnum()
    return opens, not behind.isalnum()


def _taken_away(text: str, place: int) -> tuple[str, str]:
    sign = text[place]
    if sign == "*":
        written, instead = "*", r"\ast"
    else:
        written = text[place - 1 : place + 2]
        instead = f"{written[:2]} {written[2]}"
    message = f"Markdown takes {written} and a later {sign} in a formula for emphasis"
    return message, f"write {instead}, or put the formula between $` and `$"


def _without_backslashes(text: str, block: Block) -> Iterator[_Found]:
    for formula in block.formulas:
        taken = backslashes(text, formula).taken
        if taken:
            yield taken[0].place, "formula-markdown", *told(formula, taken)


def _without_blank_lines(text: str, block: Block) -> Iterator[_Found]:
    for formula, before, behind in crowded_lines(text, block):
        where = "before and behind" if before and behind else "before" if before else "behind"
        message = f"the formula in $$ has no blank line {where} it"
        yield (
            formula.outer_start,
            "formula-without-blank-lines",
            message,
            "leave a blank line before and behind it",
        )


def _code_spans(block: Block) -> Iterator[_Found]:
    """Formulas in code, which are shown as they are written."""
    if "`" not in block.prose:
        return
    for match in CODE.finditer(block.prose):
        code = match["code"].strip()
        dollars = _IN_DOLLARS.fullmatch(code) and _LATEX.search(code)
        if dollars or (_COMMAND.search(code) and _FORMULA_SIGN.search(code)):
            bare = code.strip("$ ")
            message = "a formula stands in code, so it is shown as it is written"
            mend = f"write $`{bare}`$" if "\n" not in bare else "write it between $ and $"
            yield block.start + match.start(), "formula-as-code", message, mend


def _fenced_code(text: str, body_start: int) -> Iterator[_Found]:
    for language, start, end in fences(text, body_start):
        code = text[start:end]
        if language in ("tex", "latex", "katex") and (
            _COMMAND.search(code) and not _DOCUMENT.search(code)
        ):
            message = f"a formula stands in a block of {language}, so it is shown as code"
            line = text.rfind("\n", 0, max(start - 1, 0)) + 1
            yield line, "formula-as-code", message, f"write math in place of {language}"


def _debts(text: str, all_blocks: list[Block]) -> Iterator[_Found]:
    """What points back to a formula of the paper, in sections that show no formula."""
    owed: list[_Found] = []
    paid = False
    own: set[str] | None = None
    for block in all_blocks:
        if _HEADING.match(block.prose):
            yield from () if paid else owed
            owed, paid = [], False
        paid = paid or any(f.form in (Form.DISPLAY, Form.FENCED) for f in block.formulas)
        if any(word in block.prose for word in _DEBT_WORDS):
            own = _own_numbers(text, all_blocks) if own is None else own
            prose = CODE.sub(lambda match: " " * len(match[0]), block.prose)
            owed += [
                _debt(block.start + match.start(), match[0])
                for match in _DEBT.finditer(prose)
                if not _is_own(match[0], own)
            ]
    yield from () if paid else owed


def _own_numbers(text: str, all_blocks: list[Block]) -> set[str]:
    """The numbers that the formulas of the note have themselves."""
    return {
        match[1]
        for block in all_blocks
        for formula in block.formulas
        for match in _OWN_NUMBER.finditer(text, formula.start, formula.end)
    }


def _is_own(reference: str, own: set[str]) -> bool:
    """Are all formulas that a reference names written in the note?"""
    named = set(_NAMED_NUMBER.findall(reference))
    return bool(named) and named <= own and not _FROM_TO.search(reference)


def _debt(place: int, reference: str) -> _Found:
    shown = " ".join(reference.split())
    message = f"{shown} is in the paper, and no formula stands nearby in the note"
    return place, "formula-debt", message, "write the formula between $$ and $$"


def _placed(text: str, place: int, name: str, message: str, mend: str) -> FormulaFinding:
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    return FormulaFinding(name, line, column, message, mend)
