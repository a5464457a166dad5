"""The paragraphs of a note with their formulas, seen as GitHub sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from snnnotes.formats.indented_code import indented_code
from snnnotes.model.formula import formula_spans


class Form(Enum):
    """The signs a formula stands between."""

    INLINE = "$"
    DISPLAY = "$$"
    #: Between a dollar sign and a backtick, which keeps Markdown out.
    QUOTED = "$`"
    #: In a block of code of the language ``math``.
    FENCED = "```math"


class Formula(NamedTuple):
    """A formula; all places are characters of the whole text."""

    form: Form
    start: int
    end: int
    #: With the signs around it.
    outer_start: int
    outer_end: int


class Block(NamedTuple):
    """A paragraph, item, heading or block of code; no formula reaches beyond it."""

    start: int
    end: int
    formulas: tuple[Formula, ...]
    #: As long as the block, with blanks in place of formulas, comments and addresses.
    prose: str


#: Chinese, Japanese and Korean signs, and the punctuation that Chinese shares with others.
CJK = (
    r"\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af"
    r"\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)

_SIGNS = ((Form.QUOTED, "$`", "`$"), (Form.DISPLAY, "$$", "$$"), (Form.INLINE, "$", "$"))
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)")
#: In the web, of a link, or the name in a wikilink.
_ADDRESS = re.compile(
    r"https?://[!-;=?-_a-z{-~]*\$[!-;=?-_a-z{-~]*"
    r"|\]\((?:<[^<>\n$]*\$[^<>\n]*>|[^()\s$]*\$[^()\s]*\))"
    r"|\[\[[^\[\]\n$]*\$[^\[\]\n]*\]\]"
)
#: HTML in which neither Markdown nor formulas are read; not where its name stands in code.
_RAW = re.compile(r"(?<!`)<(?P<name>pre|code|script|style)(?=[\s>])[^<>]*>", re.IGNORECASE)
_NEW_BLOCK = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|#{1,6}[ \t])")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_LINE_END = re.compile(r"\n")
_SHOWN = re.compile(r"[^\r\n]")


def blocks(text: str, body_start: int) -> Iterator[Block]:
    r"""The blocks of a note's body, in order; those of code other than formulas are left out.

    Args:
        text: A whole note.
        body_start: Where its frontmatter has ended, in characters.

    >>> [len(block.formulas) for block in blocks("# $a$\n\n- $b$ and $c$\n- `$d$`\n", 0)]
    [1, 2, 0]
    """
    shown, fenced = _without_fences(text, body_start)
    found = [Block(f.outer_start, f.outer_end, (f,), "") for f in fenced]
    with_comments = shown
    shown = _without_comments(shown)
    if "$" in shown:
        shown = _without_indented_code(shown, body_start, with_comments)
        if "</" in shown:
            shown = _without_raw_html(shown)
        if "://" in shown or "](" in shown or "[[" in shown:
            shown = _ADDRESS.sub(_blank, shown)
    for start, end in _paragraphs(shown, body_start):
        part = shown[start:end]
        spans = (_formula(part, at, to, start) for at, to in formula_spans(part))
        formulas = tuple(formula for formula in spans if formula)
        found.append(Block(start, end, formulas, _prose(part, formulas, start)))
    return iter(sorted(found, key=lambda block: block.start))


def fences(text: str, body_start: int) -> Iterator[tuple[str, int, int]]:
    r"""The blocks of code: language, and where the lines between the fences stand.

    >>> [(language, "~~~tex\nx\n~~~\n"[a:b]) for language, a, b in fences("~~~tex\nx\n~~~\n", 0)]
    [('tex', 'x\n')]
    """
    if "```" not in text and "~~~" not in text:
        return
    fence = language = ""
    inside = at = body_start
    for line in text[body_start:].split("\n"):
        match = _FENCE.match(line)
        if fence:
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                yield language, inside, at
                fence = ""
        elif match:
            fence, language = match["fence"], match["info"].strip().lower()
            inside = min(at + len(line) + 1, len(text))
        at += len(line) + 1
    if fence:
        yield language, inside, len(text)


def _without_fences(text: str, body_start: int) -> tuple[str, list[Formula]]:
    """`text` with blanks in place of blocks of code, and those of them that are formulas."""
    shown, formulas = text, []
    for language, start, end in fences(text, body_start):
        outer_start = text.rfind("\n", body_start, max(start - 1, body_start)) + 1 or body_start
        outer_end = text.find("\n", end)
        outer_end = len(text) if outer_end < 0 else outer_end
        if language == "math" and start < end:
            formulas.append(Formula(Form.FENCED, start, end, outer_start, outer_end))
        code = _SHOWN.sub(" ", text[outer_start:outer_end])
        shown = shown[:outer_start] + code + shown[outer_end:]
    return shown, formulas


def _without_comments(shown: str) -> str:
    # Not by one expression: that takes quadratic time if many comments are left open.
    pieces, done = [], 0
    start = shown.find("<!--")
    while start >= 0 and (end := shown.find("-->", start + 4)) >= 0:
        pieces += [shown[done:start], _SHOWN.sub(" ", shown[start : end + 3])]
        done = end + 3
        start = shown.find("<!--", done)
    return "".join([*pieces, shown[done:]])


def _without_raw_html(shown: str) -> str:
    pieces, done = [], 0
    left_open: set[str] = set()  # looked for once: many of them do not make us slow
    for opening in _RAW.finditer(shown):
        name = opening["name"].lower()
        if opening.start() < done or name in left_open:
            continue
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(shown, opening.end())
        if closing is None:
            left_open.add(name)
            continue
        pieces += [
            shown[done : opening.start()],
            _SHOWN.sub(" ", shown[opening.start() : closing.end()]),
        ]
        done = closing.end()
    return "".join([*pieces, shown[done:]])


def _without_indented_code(shown: str, body_start: int, with_comments: str) -> str:
    if "    " not in with_comments and "\t" not in with_comments:
        return shown
    body = with_comments[body_start:]  # blanks in place of a comment indent nothing
    line_starts = [0, *(match.end() for match in _LINE_END.finditer(body))]
    pieces, done = [], 0
    for start, end in indented_code(body, line_starts):
        code = shown[body_start + start : body_start + end]
        pieces += [shown[done : body_start + start], _SHOWN.sub(" ", code)]
        done = body_start + end
    return "".join([*pieces, shown[done:]])


def _paragraphs(shown: str, body_start: int) -> Iterator[tuple[int, int]]:
    start = at = body_start
    for line in shown[body_start:].split("\n"):
        blank = not line.strip()
        if (blank or _NEW_BLOCK.match(line)) and start < at:
            yield start, at
            start = at
        at = min(at + len(line) + 1, len(shown))
        if blank:
            start = at
        elif _HEADING.match(line):
            yield start, at
            start = at
    if start < len(shown):
        yield start, len(shown)


def _formula(part: str, start: int, end: int, offset: int) -> Formula | None:
    """The formula in a span, None for a fence in the middle of a line, which is none."""
    for form, opening, closing in _SIGNS:
        if part.endswith(opening, 0, start) and part.startswith(closing, end):
            return Formula(
                form,
                offset + start,
                offset + end,
                offset + start - len(opening),
                offset + end + len(closing),
            )
    return None


def _prose(part: str, formulas: tuple[Formula, ...], offset: int) -> str:
    pieces, done = [], 0
    for formula in formulas:
        start, end = formula.outer_start - offset, formula.outer_end - offset
        pieces += [part[done:start], _SHOWN.sub(" ", part[start:end])]
        done = end
    return "".join([*pieces, part[done:]])


def _blank(match: re.Match[str]) -> str:
    return _SHOWN.sub(" ", match[0])
