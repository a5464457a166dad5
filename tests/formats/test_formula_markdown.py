r"""What Markdown does to the backslashes of formulas, and how that is mended."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.formats.formula_backslash import backslashes, has_backslashes
from snnnotes.formats.formula_check import formula_findings
from snnnotes.formats.formula_fix import fixed_formulas
from snnnotes.formats.formula_parse import Form, blocks
from snnnotes.formats.formula_tex import text_spans
from snnnotes.model.checks import CHECKS

NAMES = {
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\thinspace": r"\,",
    r"\negthinspace": r"\!",
    r"\medspace": r"\:",
    r"\thickspace": r"\;",
    r"\Vert": r"\|",
}


def _found(text: str) -> list[tuple[int, int]]:
    findings = formula_findings(text, 0)
    return [(one.line, one.column) for one in findings if one.name == "formula-markdown"]


def _message(text: str) -> tuple[str, str]:
    (finding,) = formula_findings(text, 0)
    assert finding.name == "formula-markdown"
    return finding.message, finding.mend


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param(r"电位 $\{a\}$ 是", 1, 5, id="inline"),
        pytest.param("电位\n\n$$\nx\n\\, y\\;z\n$$\n", 5, 1, id="display"),
        pytest.param(r"so $$x \! y$$ holds", 1, 8, id="display-in-a-line"),
        pytest.param("$$\na \\\\ b\n$$", 2, 3, id="line-break-in-the-middle"),
        pytest.param("$$\na \\\\\nb \\\\\\\\\n\\\\ c\n$$", 4, 1, id="the-first-that-is-wrong"),
        pytest.param(r"$a \\$", 1, 4, id="line-break-at-the-end-of-a-formula"),
        pytest.param("$$\na\\\\[2pt]\nb\n$$", 2, 2, id="line-break-with-an-option"),
        pytest.param("$$\n\\begin{matrix}a \\\\& b\\end{matrix}\n$$", 2, 17, id="in-a-matrix"),
        pytest.param("$$\n\\begin{cases}a\\\\\\{b\\}\n\\end{cases}\n$$", 2, 15, id="and-a-brace"),
        pytest.param(r"| $\|x\|$ |", 1, 4, id="in-a-table"),
        pytest.param(r"> $5\%$", 1, 5, id="in-a-quote"),
        pytest.param("- a\r\n- $x\\!$", 2, 5, id="windows"),
        pytest.param(r"$\text{a\_b}$", 1, 9, id="in-text"),
        pytest.param(r"$`\{`$ and $\{\}$", 1, 13, id="behind-one-that-is-right"),
    ],
)
def test_a_backslash_that_is_taken_away_is_found_once_a_formula(
    text: str, line: int, column: int
) -> None:
    assert _found(text) == [(line, column)]


@pytest.mark.parametrize("sign", "{},!:>;|/_%#&$\\")
def test_each_sign_is_found(sign: str) -> None:
    taken = [one for block in blocks(f"$a\\{sign}b$", 0) for one in block.formulas]

    assert [one.sign for one in backslashes(f"$a\\{sign}b$", taken[0]).taken] == [sign]
    assert has_backslashes(f"$a\\{sign}b$", 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"$`\{a\,b\}`$", id="backticks"),
        pytest.param("```math\n\\{a\\,b\\} \\\\ c\n```", id="block-of-math"),
        pytest.param(r"`$\{a\}$`", id="code"),
        pytest.param("```\n$\\{a\\}$\n```", id="block-of-code"),
        pytest.param(r"<!-- $\{a\}$ -->", id="comment"),
        pytest.param(r"\{a\, b\} 5\% \\ x", id="no-formula"),
        pytest.param("$$\na \\\\\nb \\\\  \nc\\\\\t\n$$", id="line-breaks-at-line-ends"),
        pytest.param("$$\r\na \\\\\r\nb\r\n$$", id="line-breaks-of-windows"),
        pytest.param("$a \\\\\nb$", id="inline-line-break-at-a-line-end"),
        pytest.param(r"$\lbrace a \rbrace \thinspace \Vert x\Vert$", id="names"),
        pytest.param(r"$\alpha\ \beta$", id="blank"),
        pytest.param(r"$\\{a\\}\\,b\\%$", id="doubled-for-github"),
        pytest.param(r"$A \\& B$", id="doubled-ampersand"),
        pytest.param("$$\na \\\\\\\\ b\n$$", id="doubled-line-break"),
        pytest.param(r"$\bar{a}\_{i}$ and $\bar{b}\_\theta$", id="underscore-for-markdown"),
        pytest.param(r"$a\*b\*c$", id="star-for-markdown"),
        pytest.param("$$\nx % \\{ \\, \\\\ y\n$$", id="comment-in-a-formula"),
    ],
)
def test_what_github_shows_as_meant_gives_no_finding(text: str) -> None:
    assert _found(text) == []
    assert fixed_formulas(text, 0) == text


@pytest.mark.parametrize(
    ("text", "signs", "shown", "mend"),
    [
        (
            r"$\{a\}$",
            r"\{ \}",
            "no brace",
            r"write \lbrace for \{ and \rbrace for \}",
        ),
        (
            r"$a\,b\,c\:d\;e$",
            r"\, \: \;",
            "a comma, a colon and a semicolon",
            r"write \thinspace for \,, \medspace for \: and \thickspace for \;",
        ),
        (
            "$$\na \\\\ b\n$$",
            "\\\\",
            "no new line",
            "break the line behind \\\\",
        ),
        (
            "$$\n\\|a\\| \\\\ b\n$$",
            "\\| \\\\",
            "one bar and no new line",
            "write \\Vert for \\| and break the line behind \\\\",
        ),
        (
            r"$5\%$",
            r"\%",
            "nothing behind %",
            "put the formula between $` and `$",
        ),
        (
            r"$$5\#$$",
            r"\#",
            "an error",
            "write the formula in a block of ```math",
        ),
    ],
)
def test_message_says_what_github_shows_and_mend_what_to_write(
    text: str, signs: str, shown: str, mend: str
) -> None:
    message = f"Markdown takes the backslash of {signs} away, so GitHub shows {shown}"

    assert _message(text) == (message, mend)


def test_no_mend_says_to_break_a_line_that_a_list_would_begin() -> None:
    assert _message("$$\na \\\\ - b\n$$")[1] == "write the formula in a block of ```math"
    assert _message("$$a \\\\ b$$")[1] == "write the formula in a block of ```math"


def test_emphasis_and_backslashes_of_one_formula_are_told_each() -> None:
    assert _found(r"$\{a*b*c\}$") == [(1, 2), (1, 5)]


def test_lines_of_a_whole_note_count() -> None:
    text = "---\ntitle: $\\{a\\}$\n---\n\n$\\{a\\}$\n"

    (finding,) = formula_findings(text, text.index("\n\n"))

    assert (finding.line, finding.column) == (5, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(r"$\{0,1\}$", r"$\lbrace0,1\rbrace$", id="braces"),
        pytest.param(r"$\{x\}y$", r"$\lbrace x\rbrace y$", id="blank-before-letters"),
        pytest.param(r"$\,\alpha\:\>\!$", r"$\thinspace\alpha\medspace\medspace\negthinspace$"),
        pytest.param(r"$\left\{a\right\|$", r"$\left\lbrace a\right\Vert$", id="brackets"),
        pytest.param(r"$$a\;b$$", r"$$a\thickspace b$$", id="display"),
        pytest.param("$$\na\\,\nb\n$$", "$$\na\\thinspace\nb\n$$", id="display-in-lines"),
        pytest.param(r"$\{中\}$", r"$\lbrace 中\rbrace$", id="chinese"),
        pytest.param(r"即$\{a\}$。", r"即 $\lbrace a\rbrace$ 。", id="touches-chinese"),
        pytest.param(r"| $\|x\|$ |", r"| $\Vert x\Vert$ |", id="table"),
        pytest.param(r"$5\%$", r"$`5\%`$", id="percent"),
        pytest.param(r"$a \\ b$", r"$`a \\ b`$", id="inline-line-break"),
        pytest.param(r"$\text{a\{b\_c}$", r"$`\text{a\{b\_c}`$", id="text"),
        pytest.param(r"$\text{x}\,y$", r"$\text{x}\thinspace y$", id="behind-text"),
        pytest.param(r"$\{5\%\}$", r"$`\lbrace5\%\rbrace`$", id="both"),
        pytest.param(r"$\{a*b*c\}$", r"$`\lbrace a*b*c\rbrace`$", id="and-emphasis"),
        pytest.param(r"$\operatorname{arg\,max}$", r"$\operatorname{arg\thinspace max}$"),
        pytest.param("$$\na \\\\ b\n$$", "$$\na \\\\\n b\n$$", id="line-break"),
        pytest.param("$$\na\\\\b\\\\c\n$$", "$$\na\\\\\nb\\\\\nc\n$$", id="line-breaks"),
        pytest.param(
            "$$\na\\\\\\{b\\}\n$$", "$$\na\\\\\n\\lbrace b\\rbrace\n$$", id="brace-behind"
        ),
        pytest.param("$$\r\na\\\\ b\r\n$$\r\n", "$$\r\na\\\\\r\n b\r\n$$\r\n", id="windows"),
        pytest.param(
            "- a\n\n  $$\n  a\\\\ b\n  $$\n", "- a\n\n  $$\n  a\\\\\n   b\n  $$\n", id="item"
        ),
        pytest.param(
            "$$\n\\begin{matrix}a\\\\&b\\end{matrix}\n$$",
            "$$\n\\begin{matrix}a\\\\\n&b\\end{matrix}\n$$",
            id="matrix",
        ),
    ],
)
def test_what_has_one_right_answer_is_mended(text: str, expected: str) -> None:
    assert fixed_formulas(text, 0) == expected
    assert formula_findings(expected, 0) == []
    assert fixed_formulas(expected, 0) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"$$5\%$$", id="percent-in-display"),
        pytest.param(r"$$\text{a\{b\}}$$", id="brace-in-text-in-display"),
        pytest.param(r"$$\mbox{a\,b}$$", id="blank-in-text"),
        pytest.param(r"$$\colorbox{red}{a\,b}$$", id="second-argument-is-text"),
        pytest.param(r"$$\ce{A\,B}$$", id="chemistry"),
        pytest.param(r"$$a \\ b$$", id="line-break-on-one-line"),
        pytest.param("$$a\n\\\\ b\n$$", id="formula-begins-beside-its-signs"),
        pytest.param("so $$\na \\\\ b\n$$", id="text-before"),
        pytest.param("$$\na \\\\ b\n$$ so", id="text-behind"),
        pytest.param("> $$\n> a \\\\ b\n> $$", id="quote"),
        pytest.param("- $$\n  a \\\\ b\n  $$", id="signs-beside-an-item"),
        pytest.param("$$\na \\\\ - b\n$$", id="would-begin-an-item"),
        pytest.param("$$\na \\\\ 1. b\n$$", id="would-begin-a-number"),
        pytest.param("$$\na \\\\ = b\n$$", id="would-underline"),
        pytest.param("$$\na \\\\ | b\n$$", id="would-begin-a-table"),
        pytest.param("$$\na \\\\[2pt] b\n$$", id="option"),
        pytest.param("$$\na \\\\alpha\n$$", id="doubled-command"),
        pytest.param("$5\\%\nx$", id="inline-on-two-lines"),
        pytest.param("a lone ` and $5\\%$", id="lone-backtick"),
        pytest.param(r"$\\{a\\} 5\%$", id="doubled-for-github-too"),
    ],
)
def test_all_else_is_found_and_stays(text: str) -> None:
    assert fixed_formulas(text, 0) == text
    assert "formula-markdown" in {one.name for one in formula_findings(text, 0)}


def test_backticks_do_not_change_what_was_written_for_markdown() -> None:
    text = r"$\\{a*b*c\\}$"

    assert fixed_formulas(text, 0) == text


def test_what_is_ignored_stays_and_the_rest_is_mended() -> None:
    text = "$\\{a\\}$\n\n$\\{b\\}$ and $5\\%$\n"
    asked = []

    def wanted(_text: str, name: str, line: int) -> bool:
        asked.append((name, line))
        return line != 1

    assert fixed_formulas(text, 0, wanted) == "$\\{a\\}$\n\n$\\lbrace b\\rbrace$ and $`5\\%`$\n"
    assert set(asked) == {("formula-markdown", 1), ("formula-markdown", 3)}


def test_the_explanation_shows_both_kinds() -> None:
    (check,) = [one for one in CHECKS if one.name == "formula-markdown"]
    wrong, right = re.findall(r"```markdown\n(.*?)\n```", check.explanation, re.DOTALL)

    assert len(formula_findings(wrong, 0)) == 2
    assert fixed_formulas(wrong, 0).replace("`", "") == right.replace("`", "")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\text{a\,b}\,c", [r"\text{a\,b}"]),
        (r"x\mbox{a{b}c} \tag{1}", [r"\mbox{a{b}c} ", r"\tag{1}"]),
        (r"\textstyle{a}\mathrm{b}\operatorname{c}", []),
        (r"\textcolor{red}{x}", [r"\textcolor{red}"]),
        (r"\fcolorbox{a}{b}{c}d", [r"\fcolorbox{a}{b}{c}"]),
        (r"\newcommand{\a}{b}", [r"\newcommand{\a}{b}"]),
        (r"\text", [r"\text"]),
    ],
)
def test_text_in_a_formula_is_seen(tex: str, expected: list[str]) -> None:
    spans = [tex[start:end] for start, end in text_spans(tex)]

    assert [span.strip() for span in spans] == [span.strip() for span in expected]


_PIECES = st.sampled_from(
    [
        *("\\" + sign for sign in "{},!:>;|/_%&#$\\*["),
        *NAMES,
        *("$", "$$", "$$\n", "\n$$", "`", "\n", "\n\n", "\r\n", "- ", "> ", "  ", " ", "|", "中"),
        *("x", "y", "2", "{", "}", "_", "*", "&", "%", "=", "- b", "\\\\\n", "\\\\ x", "\\alpha"),
        *("\\text{", "$\\{x\\}$", "$5\\%$", "$a*b*c$", "\n\n$$\na \\\\ b\n$$\n\n", "```math\n"),
    ]
)
_NOTES = st.lists(_PIECES, max_size=30).map("".join)
_FORMULAS = st.lists(_PIECES, max_size=20).map("".join).map(lambda tex: f"\n\n$${tex}$$\n\n")


@given(st.one_of(_NOTES, _FORMULAS))
@example("$$\n\\\\\\{a\n$$")
@example("$\\{a*b\\}$ $c*d\\%$")
def test_mending_twice_changes_nothing(text: str) -> None:
    once = fixed_formulas(text, 0)

    assert fixed_formulas(once, 0) == once


def _signs(text: str) -> str:
    text = re.sub("|".join(map(re.escape, NAMES)), lambda match: NAMES[match[0]], text)
    return "".join(text.replace(r"\>", r"\:").replace("`", "").split())


@given(st.one_of(_NOTES, _FORMULAS))
def test_mending_writes_names_for_signs_and_adds_blanks_backticks_and_line_ends(text: str) -> None:
    fixed = fixed_formulas(text, 0)

    assert _signs(fixed) == _signs(text)
    assert len(fixed) >= len(text)


@given(st.one_of(_NOTES, _FORMULAS))
def test_no_sign_that_has_a_name_is_left(text: str) -> None:
    fixed = fixed_formulas(text, 0)
    left = [
        one
        for block in blocks(fixed, 0)
        for formula in block.formulas
        for one in backslashes(fixed, formula).taken
    ]

    assert not [one for one in left if one.name or one.breaks]


_PUNCTUATION = re.compile(r"(\\\\)(?=[ \t\r]*\n)|\\([!-/:-@\[-`{-~])")
_TEX = st.lists(
    st.sampled_from(
        [*("\\" + sign for sign in "{},!:>;|_%&#"), "\\\\ ", "x", "2", "+", " ", "\\alpha", "中"]
    ),
    min_size=1,
    max_size=15,
).map(lambda parts: "x" + "".join(parts) + "x")


def _as_mathjax_is_given(note: str) -> list[str]:
    """The formulas of a note, without the backslashes that Markdown takes away."""
    return [
        note[one.start : one.end]
        if one.form is Form.QUOTED
        else _PUNCTUATION.sub(r"\1\2", note[one.start : one.end])
        for block in blocks(note, 0)
        for one in block.formulas
    ]


@given(_TEX, st.sampled_from(["a ${}$ b\n", "$$\n{}\n$$\n", "- a\n\n  $$\r\n  {}\r\n  $$\r\n"]))
@example(r"x\{\%x", "a ${}$ b\n")
@example(r"x\{\\ x", "$$\n{}\n$$\n")
@example(r"x\_\{x", "$$\n{}\n$$\n")
def test_of_a_mended_formula_mathjax_is_given_what_was_written(tex: str, note: str) -> None:
    text = note.replace("{}", tex)
    (formula,) = next(blocks(text[text.index("$") :], 0)).formulas
    fixed = fixed_formulas(text, 0)
    if backslashes(text[text.index("$") :], formula).for_markdown or _found(fixed):
        return
    (given_tex,) = _as_mathjax_is_given(fixed)

    assert _signs(given_tex) == _signs(tex)


def test_many_backslashes_are_read_in_time_that_grows_with_them() -> None:
    for piece in ("\\,", "\\\\ ", "\\text{\\,", "$\\{$ ", "\\\\\\", "{\\%"):
        fixed_formulas(f"$${piece * 2_000}$$\n\n${piece * 2_000}$\n", 0)


@pytest.mark.parametrize(
    ("formula", "place"),
    [
        ("$u[t](1-s[t])$", 6),
        ("$$u[t-1](1-s)$$", 9),
        ("$a_{[i]}(x)$", None),
        ("$u[t] (1-s)$", None),
        ("$f(x[t])(y)$", None),
        ("$`u[t](1-s)`$", None),
    ],
)
def test_brackets_that_are_a_link_to_markdown_are_found(formula: str, place: int | None) -> None:
    found = [(one.column, one.mend) for one in formula_findings(f"{formula}\n", 0)]

    assert found == ([] if place is None else [(place, "write a blank between ] and (")])


def test_a_blank_mends_what_is_a_link_to_markdown() -> None:
    assert fixed_formulas("是 $u[t](1-s[t])(2)$ 。\n", 0) == "是 $u[t] (1-s[t])(2)$ 。\n"
