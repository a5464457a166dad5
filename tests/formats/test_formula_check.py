import re
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.formats.formula_check import FORMULA_CHECKS, formula_findings
from snnnotes.formats.formula_fix import fixed_formulas
from snnnotes.formats.frontmatter import parse
from snnnotes.model.checks import CHECKS
from snnnotes.model.finding import Check

FILES = sorted((Path(__file__).parents[2] / "notes").glob("20*/*.md"))


def _found(text: str) -> list[tuple[str, int, int]]:
    return [(one.name, one.line, one.column) for one in formula_findings(text, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("膜电位$u$ 是", [("formula-touches-chinese", 1, 4)], id="chinese-before"),
        pytest.param("电位 $u$是", [("formula-touches-chinese", 1, 7)], id="chinese-behind"),
        pytest.param("（ $u$）", [("formula-touches-chinese", 1, 6)], id="full-width-bracket"),
        pytest.param("a\n“$u$ b", [("formula-touches-chinese", 2, 2)], id="quotes"),
        pytest.param("即$$u$$ 是", [("formula-touches-chinese", 1, 2)], id="display-in-a-line"),
        pytest.param("a $\\tau 是", [("formula-unbalanced", 1, 3)], id="not-closed"),
        pytest.param("a $ \\tau $ b", [("formula-unbalanced", 1, 3)], id="blank-inside"),
        pytest.param("a \\tau_m$ b", [("formula-unbalanced", 1, 9)], id="not-begun"),
        pytest.param("$$\n\\tau\n\nb", [("formula-unbalanced", 1, 1)], id="display-not-closed"),
        pytest.param("$$\na\n\n+ b\n$$", 2 * ["formula-unbalanced"], id="display-with-a-gap"),
        pytest.param("$$\na\n+ b\n$$", 2 * ["formula-unbalanced"], id="line-that-begins-with-plus"),
        pytest.param("a $x_{i$ b", [("formula-unbalanced", 1, 6)], id="brace"),
        pytest.param("a $\\frac{1}$ b", [("formula-does-not-parse", 1, 4)], id="too-few-arguments"),
        pytest.param("```math\nx\ny_a_b\n```", [("formula-does-not-parse", 3, 4)], id="in-a-fence"),
        pytest.param(
            "$\\bar{a}_{i}$ and $\\bar{b}_{j}$", [("formula-markdown", 1, 9)], id="underscores"
        ),
        pytest.param("$a^*$ and $b^*$", [("formula-markdown", 1, 4)], id="stars"),
        pytest.param("$a*b*c$", [("formula-markdown", 1, 3)], id="stars-in-words"),
        pytest.param("text\n$$x$$\n", [("formula-without-blank-lines", 2, 1)], id="text-before"),
        pytest.param("$$\nx\n$$\ntext", [("formula-without-blank-lines", 1, 1)], id="text-behind"),
        pytest.param(
            "so $$\nx\n$$\n", [("formula-without-blank-lines", 1, 4)], id="text-in-its-line"
        ),
        pytest.param("a `$\\tau$` b", [("formula-as-code", 1, 3)], id="code"),
        pytest.param("a `\\frac{a}{b}` b", [("formula-as-code", 1, 3)], id="code-without-signs"),
        pytest.param("```latex\n\\tau = 1\n```", [("formula-as-code", 1, 1)], id="block-of-latex"),
        pytest.param("由公式 7 得", [("formula-debt", 1, 2)], id="debt"),
        pytest.param("由公式（3）和式(4)得", 2 * ["formula-debt"], id="debt-in-brackets"),
        pytest.param("as in eq. (3)", [("formula-debt", 1, 7)], id="debt-in-english"),
        pytest.param("as in Eqs. 3-5, Equation 7", 2 * ["formula-debt"], id="debts-in-english"),
        pytest.param("详见论文公式", [("formula-debt", 1, 2)], id="debt-without-number"),
        pytest.param("# a\n$$x$$\n# b\n公式 2\n", [("formula-debt", 4, 1)], id="other-section"),
        pytest.param(
            "- a\n\n    膜$u$ 位", [("formula-touches-chinese", 3, 6)], id="indented-in-an-item"
        ),
        pytest.param("a\n    膜$u$ 位", [("formula-touches-chinese", 2, 6)], id="no-indented-code"),
        pytest.param(
            "[^1]: a\n\n    膜$u$ 位", [("formula-touches-chinese", 3, 6)], id="in-a-footnote"
        ),
        pytest.param("<pre> 膜$u$ 位", [("formula-touches-chinese", 1, 8)], id="pre-left-open"),
        pytest.param(
            "`<pre>` 膜$u$ `</pre>`", [("formula-touches-chinese", 1, 10)], id="pre-in-code"
        ),
        pytest.param(
            "$x[t](y)$，",
            [("formula-markdown", 1, 6), ("formula-touches-chinese", 1, 10)],
            id="no-address",
        ),
    ],
)
def test_defect_is_found_at_its_place(
    text: str, expected: list[tuple[str, int, int]] | list[str]
) -> None:
    found = _found(text)

    assert found == expected or [name for name, *_ in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "膜电位 $u$ ，阈值 $V_{th}$ 。",
        "$u$ 是",
        "**$u$** ($u$) -$u$.",
        "膜电位$`u`$是",
        "costs $5, then US$6，而$7，共$8。",
        "在 shell 里 $PATH 和 $HOME 是变量",
        "从\\$5到\\$6",
        "`$PATH:$HOME` 和 `C:\\tau\\x`",
        "a `x_i` and `\\tau`",
        "$V_{th}$ 和 $w=\\mathrm{sign}(\\theta)\\cdot(|\\theta|-d)_{+}$",
        "$a^*$ and $b$ and *c*",
        "$`a^*`$ and $`b^*`$",
        "$a * b * c$ and $a^\\ast b^\\ast$",
        "$\\bar{a}_ {i}$ and $\\bar{b}_ {j}$",
        "text\n\n$$\nx\n$$\n\ntext",
        "text\r\n\r\n$$\r\nx\r\n$$\r\n\r\ntext",
        "so $$x$$ holds",
        "- item\n\n  $$x$$\n",
        "## 公式\n\n由公式 7：\n\n$$x$$\n",
        "由公式 7：\n\n```math\nx\n```\n",
        "方式（3）、模式(2)、形式 (1)、公式化、式子",
        "`公式 7` <!-- 公式 7 -->",
        "[公式](https://x.org)",
        "```tex\n\\documentclass{a}\n\\tau = 1\n```",
        "```bash\necho $$ $x\n```",
        "<!-- 膜电位$u$ -->",
        "见 https://x.org/$u$和",
        "| $a$ | $b_{c}$ |\n| --- | --- |\n| $\\tau$ | 2 |",
        "例：\n\n    中文$x$，$\\frac{\n\n完",
        "\t膜$u$位\n",
        "<pre>\n膜$u$位 $\\frac{\n</pre>",
        "<code>膜$u$位</code> 与 <CODE class=a>膜$u$位</CODE >",
        "<script>\nvar a = '膜$x_{位$'\n</script>",
        "[图](膜$u$位.md) ![](<膜 $u$位.png>) [[膜$u$位|膜]]",
    ],
)
def test_sound_text_gives_no_finding(text: str) -> None:
    assert formula_findings(text, 0) == []


def test_there_are_notes_to_look_at() -> None:
    assert len(FILES) == 39


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:40])
def test_own_notes_give_no_finding(file: Path) -> None:
    text = file.read_text("utf-8")
    start = parse(text, path=PurePosixPath(file.name)).body_start

    assert formula_findings(text, start) == []


def test_frontmatter_is_not_looked_at_but_its_lines_count() -> None:
    text = "---\ntitle: 膜$u$位\n---\n\n膜$u$ 位\n"

    (finding,) = formula_findings(text, text.index("\n\n"))

    assert (finding.line, finding.column) == (5, 2)


def test_finding_says_what_and_what_to_do() -> None:
    (finding,) = formula_findings("如$\\tau$ 和", 0)

    assert finding.message == "the $ of a formula touches 如, so GitHub does not show the formula"
    assert finding.mend == "write a blank between $ and 如"


def test_mend_of_emphasis_mends_it() -> None:
    text = "$\\bar{a}_{i}$ and $\\bar{b}_{j}$"
    (finding,) = formula_findings(text, 0)

    assert finding.mend == "write }_ {, or put the formula between $` and `$"
    assert not formula_findings(text.replace("}_{", "}_ {", 1), 0)


@pytest.mark.parametrize("check", [one for one in CHECKS if one.name.startswith("formula-")])
def test_examples_that_explain_a_check_are_found_and_clean(check: Check) -> None:
    wrong, right = re.findall(r"```markdown\n(.*?)\n```", check.explanation, re.DOTALL)

    assert check.name in FORMULA_CHECKS
    assert {one.name for one in formula_findings(wrong, 0)} == {check.name}
    assert formula_findings(right, 0) == []
    assert not check.fixable or formula_findings(fixed_formulas(wrong, 0), 0) == []


@pytest.mark.parametrize(
    ("wrong", "right", "name"),
    [
        (r"电位 $\tau_{m 是", r"电位 $\tau_{m}$ 是", "formula-unbalanced"),
        (
            r"$\left( \frac{a}{b}$",
            r"$\left( \frac{a}{b} \right)$",
            "formula-does-not-parse",
        ),
        ("膜电位$u[t]$，阈值", "膜电位 $u[t]$ ，阈值", "formula-touches-chinese"),
        (
            r"$\mathbf{W}_{ij}$ 和 $\mathbf{V}_{jk}$",
            r"$`\mathbf{W}_{ij}`$ 和 $`\mathbf{V}_{jk}`$",
            "formula-markdown",
        ),
        (
            "损失是\n$$\nL = 0\n$$\n其中",
            "损失是\n\n$$\nL = 0\n$$\n\n其中",
            "formula-without-blank-lines",
        ),
        (r"`$\tau = 2$`", r"$\tau = 2$", "formula-as-code"),
        ("把公式 7 代入。", "把公式 7 代入：\n\n$$\nu[t] = I[t]\n$$", "formula-debt"),
    ],
)
def test_each_defect_alone_is_found_and_its_clean_twin_is_not(
    wrong: str, right: str, name: str
) -> None:
    assert {one.name for one in formula_findings(wrong, 0)} == {name}
    assert formula_findings(right, 0) == []


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        ("$$\\tau", "$$ has no partner in its paragraph", "close the formula with $$"),
        ("a $\\tau", "the formula that $ begins is not closed", "write $ where it ends"),
        ("a $ \\tau $", "a blank stands behind the $ that begins a formula", "take the blank out"),
        ("\\tau_m$", "$ ends a formula that has not begun", "write $ where it begins"),
        (
            "`$\\tau$`",
            "a formula stands in code, so it is shown as it is written",
            "write $`\\tau`$",
        ),
        (
            "```tex\n\\tau\n```",
            "a formula stands in a block of tex, so it is shown as code",
            "write math in place of tex",
        ),
        ("a\n$$x$$", "the formula in $$ has no blank line before it", "leave a blank line"),
        ("a\n$$x$$\nb", "the formula in $$ has no blank line before and behind it", "leave"),
        ("$$x$$\nb", "the formula in $$ has no blank line behind it", "leave a blank line"),
        ("$a^*$, $b^*$", "Markdown takes * and a later * in a formula for emphasis", "write \\ast"),
        (
            "见 公式  7",
            "公式 7 is in the paper, and no formula stands nearby in the note",
            "write the formula between $$ and $$",
        ),
    ],
)
def test_message_says_what_and_mend_what_to_do(text: str, message: str, mend: str) -> None:
    (finding,) = formula_findings(text, 0)

    assert finding.message == message
    assert finding.mend.startswith(mend)


@pytest.mark.parametrize(
    "sign", ["中", "，", "。", "（", "）", "、", "：", "“", "”", "—", "…", "の", "한", "Ａ", "　"]
)
def test_chinese_signs_touch_on_both_sides(sign: str) -> None:
    assert _found(f"a{sign}$u$ b") == [("formula-touches-chinese", 1, 3)]
    assert _found(f"a $u${sign}b") == [("formula-touches-chinese", 1, 6)]


@pytest.mark.parametrize("sign", [" ", "(", "-", ",", "*", "|", "/"])
def test_other_signs_do_not(sign: str) -> None:
    assert _found(f"a{sign}$u${sign}b") == []


def test_lines_of_windows_are_counted_as_others() -> None:
    text = "一\r\n\r\n二$u$ 三\r\n"

    assert _found(text) == [("formula-touches-chinese", 3, 2)]


def test_findings_are_in_the_order_written() -> None:
    text = "公式 3 与\n\n一$u$二 `$\\tau$`\n\n$x_a_b$ 一$v$ \n"
    found = formula_findings(text, 0)

    assert [(one.line, one.column) for one in found] == sorted(
        (one.line, one.column) for one in found
    )
    assert len(found) == 6


def test_many_signs_are_read_in_time_that_grows_with_them() -> None:
    for piece in ("$", "$x 中", "$\n", "<!--", "`$", "$\\tau ", "公式 1,", "`", "$$"):
        formula_findings(piece * 5_000, 0)


@pytest.mark.parametrize(
    "text",
    [
        "公式7",
        "公式 (7)",
        "公式（7）",
        "公式 3.2",
        "公式 7a",
        "公式 3-5",
        "公式（3）、（4）",
        "式（3）",
        "由式(12a)得",
        "方程 (3)",
        "见公式",
        "见原文的公式",
        "Eq. 7",
        "eq. (3)",
        "Eqs. (3)–(5)",
        "Equation 7",
        "equations (1, 2)",
    ],
)
@pytest.mark.parametrize("form", ["{}", "把{}代入", "- {}\n", "**{}**", "> {}"])
def test_what_points_back_to_the_paper_is_one_debt(text: str, form: str) -> None:
    found = [name for name, *_ in _found(form.format(text))]

    assert found[:1] == ["formula-debt"]
    assert len(found) <= 1 + text.count("、")


@pytest.mark.parametrize(
    "text",
    [
        "公式",
        "两个公式",
        "方式（3）",
        "模式 (2)",
        "正式（1）",
        "格式(4)",
        "分布式 (1)",
        "端到端式（2）",
        "根式 (3)",
        "非侵入式 (1) 与嵌入式 (2)",
        "隐式（1）、显式（2）",
        "seq. 3",
        "Freq. 7",
        "equation",
        "the equations of 2021",
        "式 3",
        "图 7、表 3、第 4 节",
    ],
)
def test_other_words_with_numbers_are_no_debt(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "paid",
    [
        "公式 7\n\n$$x$$\n",
        "$$x$$\n\n公式 7\n",
        "$$\nx\n$$\n\n- 公式 7\n\n公式 8\n",
        "公式 7\n\n```math\nx\n```\n\n公式 8\n",
        "# a\n\n公式 7\n\n$$x$$\n\n# b\n",
    ],
)
def test_a_displayed_formula_pays_all_debts_of_its_section(paid: str) -> None:
    assert _found(paid) == []


@pytest.mark.parametrize(
    "formula",
    [
        "$$\nx \\tag{3}\n$$",
        "$$x \\tag{ 3 }$$",
        "$$x \\tag*{(3)}$$",
        "$$x \\qquad (3)$$",
        "$$x \\quad\\text{（3）}$$",
        "```math\nx \\tag{3}\n```",
    ],
)
@pytest.mark.parametrize("debt", ["由公式 3 得", "式（3）", "见公式 (3)", "by Eq. 3"])
def test_a_formula_of_that_number_pays_the_debt_in_every_section(formula: str, debt: str) -> None:
    assert _found(f"# a\n\n{formula}\n\n# b\n\n{debt}\n") == []


@pytest.mark.parametrize("debt", ["公式 4", "公式 3-5", "公式 33", "见公式"])
def test_a_formula_of_another_number_pays_no_debt_elsewhere(debt: str) -> None:
    assert _found(f"$$x \\tag{{3}}$$\n\n# b\n\n{debt}\n") == [("formula-debt", 5, 1)]


@pytest.mark.parametrize("before", ["", "，", "**", *"由见如将把在上", "代入", "结合", "得到"])
def test_a_debt_is_seen_behind_the_words_that_lead_to_it(before: str) -> None:
    assert [name for name, *_ in _found(f"{before}式 (3)")] == ["formula-debt"]


def test_a_formula_in_a_line_pays_no_debt() -> None:
    assert _found("公式 7 的 $x$ 是") == [("formula-debt", 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "US$ 和 HK$",
        "$",
        "$5",
        "a $HOME/x_y b",
        "共 5$ 和 6$",
        "`$` 和 `$$`",
        "\\$\\tau",
        "```\n$\\tau\n```",
        "<!-- $\\tau -->",
        "$x$ 和 $5",
        "A$AP Rocky, Ke$ha",
        "x_i and a^b cost 5$",
        "it is $5 for \\tau",
        "\\tau 要 5.50$",
    ],
)
def test_a_dollar_sign_without_latex_is_a_price(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`x = 1`",
        "`a_b`",
        "`\\tau`",
        "`$PATH`",
        "`$x$`",
        "`\\n = {}`",
        "`C:\\Users\\x_y`",
        "`` `$x$` ``",
        "```tex\nplain\n```",
        "```python\nr'\\tau = 1'\n```",
        "```\n\\tau = 1\n```",
    ],
)
def test_other_code_is_no_formula(text: str) -> None:
    assert _found(text) == []


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
        "    ",
        " ",
        "中",
        "，",
        "x",
        "{",
        "}",
        "\\",
        "```math\n",
        "```",
        "\\tau",
        "_",
        "^",
        "*",
        "公式 7",
        "<!--",
        "-->",
        "https://x",
        "> ",
        "5",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join), st.integers(0, 4))
@example("$```math\n_", 0)
def test_any_text_gives_findings_of_known_names_within_it(text: str, body_start: int) -> None:
    start = min(body_start, len(text))
    lines = text.split("\n")

    for one in formula_findings(text, start):
        assert one.name in FORMULA_CHECKS
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
        assert one.message
        assert not one.message.endswith(".")
