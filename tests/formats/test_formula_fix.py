from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.formats.formula_check import formula_findings
from snnnotes.formats.formula_fix import fixed_formulas
from snnnotes.formats.formula_parse import blocks
from snnnotes.formats.frontmatter import parse

FILES = sorted((Path(__file__).parents[2] / "notes").glob("20*/*.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("膜$u$位", "膜 $u$ 位", id="both-sides"),
        pytest.param("（$u$，$v$）", "（ $u$ ， $v$ ）", id="punctuation"),
        pytest.param("即$$u$$是", "即 $$u$$ 是", id="display-in-a-line"),
        pytest.param("a\n$$x$$\nb\n", "a\n\n$$x$$\n\nb\n", id="blank-lines"),
        pytest.param("a\n$$\nx\n$$\nb", "a\n\n$$\nx\n$$\n\nb", id="blank-lines-around-lines"),
        pytest.param("a\r\n$$x$$\r\nb", "a\r\n\r\n$$x$$\r\n\r\nb", id="windows"),
        pytest.param("$$x$$\n$$y$$\n", "$$x$$\n\n$$y$$\n", id="one-line-between-two"),
        pytest.param(
            "$\\bar{a}_{i}$ and $\\bar{b}_{j}$",
            "$`\\bar{a}_{i}`$ and $\\bar{b}_{j}$",
            id="underscores",
        ),
        pytest.param("$a^*$ and $b^*$", "$`a^*`$ and $b^*$", id="stars"),
        pytest.param("即$a^*$和$b^*$，", "即 $`a^*`$ 和 $b^*$ ，", id="stars-in-chinese"),
        pytest.param("$a*b*c$ `x`", "$`a*b*c`$ `x`", id="stars-in-words"),
        pytest.param("- a\n  $$x$$\n", "- a\n\n  $$x$$\n", id="in-an-item"),
    ],
)
def test_what_has_one_right_answer_is_mended(text: str, expected: str) -> None:
    assert fixed_formulas(text, 0) == expected
    assert formula_findings(expected, 0) == []


@pytest.mark.parametrize(
    "text",
    [
        "膜 $u$ 位\n\n$$x$$\n",
        "`膜$u$位` \\$u$位",
        "```\n膜$u$位\n```\n",
        "<!-- 膜$u$位 -->",
        "膜$5，和$x$y",
        "so $$\nx\n$$ holds",
        "> a\n> $$x$$\n",
        "| a |\n$$x$$\n",
        "中$`u`$文",
        "```math\n膜$u$位\n```\n",
        "a \\$u\\$位",
        "价格$5，比$6贵",
        "a\r\n\r\n$$x$$\r\n\r\nb\r\n",
        "$$\na\n\nb\n$$\n",
        "`$\\tau$`",
        "公式 7",
        "a\n    $$x$$\n",
        "例：\n\n    膜$u$位\n\n完\n",
        "<pre>\n膜$u$位\n</pre>\n",
        "<code>膜$u$位</code>",
        "[图](膜$u$位.md) [[膜$u$位]]",
        "a\n\t$$x$$\n",
        "$$x$$\n---\n",
        "a $x_{i$ b",
        "a lone ` and $a^*$ and $b^*$",
        "$$a^*$$ and $$b^*$$",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert fixed_formulas(text, 0) == text


def test_frontmatter_stays() -> None:
    text = "---\ntitle: 膜$u$位\n---\n膜$u$位\n"

    fixed = fixed_formulas(text, text.rindex("膜"))

    assert fixed == "---\ntitle: 膜$u$位\n---\n膜 $u$ 位\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:40])
def test_own_notes_stay(file: Path) -> None:
    text = file.read_text("utf-8")

    assert fixed_formulas(text, parse(text, path=PurePosixPath(file.name)).body_start) == text


_PIECES = st.sampled_from(
    [
        "$",
        "$$",
        "`",
        "\n",
        "\n\n",
        "\r\n",
        "- ",
        "# ",
        "   ",
        " ",
        "中",
        "，",
        "x",
        "{",
        "}",
        "\\",
        "$x$",
        "$a^*$",
        "$}_{$",
        "$$y$$",
        "$$\ny\n$$",
        "```math\n",
        "```",
        "\\tau",
        "<!--",
        "-->",
        "---\n",
        "5",
        "> ",
        "\\{x",
        "\\,",
        "\\%",
        "\\\\ ",
        "$5\\%$",
        "$$\ny \\\\ z\n$$",
    ]
)
_NOTES = st.lists(_PIECES, max_size=40).map("".join)


@given(_NOTES)
@example("$a 中$x$")
@example("中$x$$y$中")
def test_mending_twice_changes_nothing(text: str) -> None:
    once = fixed_formulas(text, 0)

    assert fixed_formulas(once, 0) == once


_NAMES = {r"\lbrace": r"\{", r"\rbrace": r"\}", r"\thinspace": r"\,", r"\medspace": r"\>"}


def _without_blanks(text: str) -> str:
    for name, sign in _NAMES.items():
        text = text.replace(name, sign)
    return "".join(text.replace("`", "").split())


@given(_NOTES, st.integers(0, 10))
def test_mending_adds_blanks_backticks_line_ends_and_names_of_signs_only(
    text: str, body_start: int
) -> None:
    start = min(body_start, len(text))
    fixed = fixed_formulas(text, start)

    assert fixed[:start] == text[:start]
    assert _without_blanks(fixed) == _without_blanks(text)
    assert len(fixed) >= len(text)


@given(_NOTES)
def test_mending_leaves_no_formula_that_touches_chinese(text: str) -> None:
    names = {one.name for one in formula_findings(fixed_formulas(text, 0), 0)}

    assert "formula-touches-chinese" not in names


_WORDS = st.sampled_from(["膜电位", "，", "（", "a ", "\n", "\n\n", "- "])
_FORMULAS = st.sampled_from(["$u$", "$\\tau_m$", "$`v`$", "$$w$$", "\n$$\nw\n$$\n"])


@given(st.lists(st.tuples(_WORDS, _FORMULAS, _WORDS), max_size=12))
def test_formulas_themselves_stay_in_their_order(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(piece for part in parts for piece in part)

    def written(note: str) -> list[str]:
        return [
            note[one.start : one.end].strip() for block in blocks(note, 0) for one in block.formulas
        ]

    assert written(fixed_formulas(text, 0)) == written(text)


def test_many_formulas_of_a_paragraph_are_mended_at_once() -> None:
    text = " and ".join(f"$a_{{{at}}}^*$" for at in range(200)) + "\n"

    assert not formula_findings(fixed_formulas(text, 0), 0)
