r"""Backslashes that Markdown takes out of formulas, such as that of ``\{``.

Between dollar signs, GitHub reads Markdown first, and there a backslash before ASCII punctuation
only says that no Markdown begins: MathJax sees ``{``. Known since 2022 as github/markup issues
1547, 1577 and 1746; not so between dollar signs with backticks, nor in a block of ``math``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from snnnotes.formats.formula_parse import Form, Formula
from snnnotes.formats.formula_tex import text_spans

#: A piece of a text, and what is to stand in its place: start, end, written instead.
Edit = tuple[int, int, str]


class TakenAway(NamedTuple):
    """A backslash that Markdown takes away, and the sign behind it."""

    #: Of the backslash, in characters of the text.
    place: int
    sign: str
    #: The same TeX as a command of letters; empty where there is none.
    name: str
    #: Does a line break behind it keep it whole? So it does with two at the end of a line.
    breaks: bool


class Backslashes(NamedTuple):
    """What Markdown does to the backslashes of a formula."""

    taken: tuple[TakenAway, ...]
    #: Is something written for Markdown, such as ``\\{``, that means other things without it?
    for_markdown: bool


_NAMES = {
    "{": r"\lbrace",
    "}": r"\rbrace",
    ",": r"\thinspace",
    "!": r"\negthinspace",
    ":": r"\medspace",
    ">": r"\medspace",
    ";": r"\thickspace",
    "|": r"\Vert",
}
_SHOWN = {
    "{": "no brace",
    "}": "no brace",
    ",": "a comma",
    "!": "an exclamation mark",
    ":": "a colon",
    ">": "a greater-than sign",
    ";": "a semicolon",
    "|": "one bar",
    "/": "a slash",
    "_": "a subscript",
    "%": "nothing behind %",
    "\\": "no new line",
    "&": "an error",
    "#": "an error",
    "$": "no formula",
}
_TOKEN = re.compile(
    r"""%[^\n]*  # a comment
    |(?P<markdown>
        # Two of them for Markdown to leave one, and what is no TeX within a formula.
        \\\\(?:\\\\|[{},!:>;|/_%#$])
        |\\_(?=\{|\\(?![lr]brace|[a-z]+space|Vert)[A-Za-z])  # lowers what follows
        |\\["'()*+.<=?@[\]^`~-])
    |\\\\[ \t\r]*\n
    |\\(?P<sign>[{},!:>;|/_%\\&#$])
    |\\.""",
    re.DOTALL | re.VERBOSE,
)
#: Is in a text that has what is looked for, and seldom in others.
_ANY = re.compile(r"\\(?:[{},!:>;|/_%&#$]|\\(?![ \t\r]*\n))")
#: May begin a line without beginning an item, a quote, a heading or a table; two letters may be
#: a command whose backslash was doubled, and an option belongs to the backslashes before it.
_LINE = re.compile(r"(?:[ \t]+[A-Za-z]|[A-Za-z](?![A-Za-z])|[ \t]*(?:[\\&{}(]|\d(?!\d*[.)])))")
_OPENING = re.compile(r"[ \t\r]*\n")
_CLOSING = re.compile(r"\n[ \t]*\Z")


def has_backslashes(text: str, start: int) -> bool:
    """May Markdown take a backslash out of a formula of `text`, from `start` on? Quick."""
    return _ANY.search(text, start) is not None


def backslashes(text: str, formula: Formula) -> Backslashes:
    r"""The backslashes of a formula that Markdown takes away, in the order written.

    Two at the end of a line work. ``\\{`` was written for GitHub, and works there as well.

    >>> formula = Formula(Form.INLINE, 1, 7, 0, 8)
    >>> [(one.place, one.name) for one in backslashes(r"$\{ x\}$", formula).taken]
    [(1, '\\lbrace'), (5, '\\rbrace')]
    """
    if formula.form not in (Form.INLINE, Form.DISPLAY):
        return Backslashes((), for_markdown=False)
    tex = text[formula.start : formula.end]
    found, for_markdown = [], False
    for match in _TOKEN.finditer(tex):
        sign, at = match["sign"], match.start()
        if match["markdown"] or (sign == "\\" and _is_doubled_ampersand(tex, at)):
            for_markdown = True
        elif sign:
            found.append((at, sign))
    if not found:
        return Backslashes((), for_markdown)
    in_text = [span for span in text_spans(tex) if any(at < span[1] for at, _ in found)]
    alone = formula.form is Form.DISPLAY and _stands_alone(text, formula)
    taken = tuple(
        TakenAway(
            formula.start + at,
            sign,
            "" if any(a <= at < b for a, b in in_text) else _NAMES.get(sign, ""),
            sign == "\\" and alone and _LINE.match(tex, at + 2) is not None,
        )
        for at, sign in found
    )
    return Backslashes(taken, for_markdown)


def told(formula: Formula, taken: Iterable[TakenAway]) -> tuple[str, str]:
    """What GitHub shows without these backslashes, and what to write: message and mend."""
    signs = {one.sign: one for one in taken}
    written = " ".join(f"\\{sign}" for sign in signs)
    shown = _listed(dict.fromkeys(_SHOWN[sign] for sign in signs))
    message = f"Markdown takes the backslash of {written} away, so GitHub shows {shown}"
    if all(one.name or one.breaks for one in taken):
        names = [f"{one.name} for \\{sign}" for sign, one in signs.items() if one.name]
        mends = [f"write {_listed(names)}"] if names else []
        if "\\" in signs:
            mends.append("break the line behind \\\\")
        return message, " and ".join(mends)
    if formula.form is Form.INLINE:
        return message, "put the formula between $` and `$"
    return message, "write the formula in a block of ```math"


def respelled(text: str, taken: Iterable[TakenAway]) -> Iterator[Edit]:
    r"""What mends these backslashes, as far as the same TeX is known by another spelling."""
    for one in taken:
        behind = one.place + 2
        if one.name:
            follows = text[behind : behind + 1]
            blank = " " if follows.isalpha() or follows == "@" else ""
            yield one.place, behind, one.name + blank
        elif one.breaks:
            line_start = text.rfind("\n", 0, one.place) + 1
            line = text[line_start : one.place]
            indent = line[: len(line) - len(line.lstrip(" \t"))]
            newline = "\r\n" if text[:line_start].endswith("\r\n") else "\n"
            yield behind, behind, newline + indent


def _is_doubled_ampersand(tex: str, at: int) -> bool:
    """Is ``&`` behind two backslashes, where no environment has columns that it could part?"""
    return tex.startswith("&", at + 2) and r"\begin" not in tex


def _stands_alone(text: str, formula: Formula) -> bool:
    """Are the dollar signs of a formula all that stands in their lines?"""
    line_start = text.rfind("\n", 0, formula.outer_start) + 1
    line_end = text.find("\n", formula.outer_end)
    rest = text[formula.outer_end : line_end if line_end >= 0 else len(text)]
    return (
        not text[line_start : formula.outer_start].strip(" \t")
        and _OPENING.match(text, formula.start, formula.end) is not None
        and _CLOSING.search(text[formula.start : formula.end]) is not None
        and not rest.strip()
    )


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
