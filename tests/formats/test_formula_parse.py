from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.formula_parse import Form, blocks, fences


def _formulas(text: str, body_start: int = 0) -> list[tuple[Form, str, str]]:
    return [
        (one.form, text[one.start : one.end], text[one.outer_start : one.outer_end])
        for block in blocks(text, body_start)
        for one in block.formulas
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a $x$ b", [(Form.INLINE, "x", "$x$")], id="inline"),
        pytest.param("$$x$$", [(Form.DISPLAY, "x", "$$x$$")], id="display"),
        pytest.param("$$\nx\n$$\n", [(Form.DISPLAY, "\nx\n", "$$\nx\n$$")], id="display-in-lines"),
        pytest.param("a $`x`$", [(Form.QUOTED, "x", "$`x`$")], id="quoted"),
        pytest.param(
            "a\n```math\nx\n\ny\n```\n$z$",
            [
                (Form.FENCED, "x\n\ny\n", "```math\nx\n\ny\n```"),
                (Form.INLINE, "z", "$z$"),
            ],
            id="fenced",
        ),
        pytest.param("```math\nx", [(Form.FENCED, "x", "```math\nx")], id="fence-left-open"),
        pytest.param("```math\n```", [], id="empty-fence"),
        pytest.param("```\n$x$\n```\n`$y$` <!-- $z$ -->", [], id="code-and-comment"),
        pytest.param("~~~\n```\n$x$\n~~~\n$y$", [(Form.INLINE, "y", "$y$")], id="other-fence"),
        pytest.param("$$\na\n\nb\n$$", [], id="none-across-a-blank-line"),
        pytest.param("- a $x\n- b y$", [], id="none-across-items"),
        pytest.param("# a $x\nb y$", [], id="none-across-a-heading"),
        pytest.param("a $x\ny$ b", [(Form.INLINE, "x\ny", "$x\ny$")], id="across-lines"),
        pytest.param("https://x.org/$a$b", [], id="address"),
        pytest.param("$```math\n_", [], id="fence-within-a-line"),
        pytest.param(
            "> $x$\n> $$y$$",
            [(Form.INLINE, "x", "$x$"), (Form.DISPLAY, "y", "$$y$$")],
            id="quotation",
        ),
        pytest.param(
            "- ```math\n  x\n  ```\n",
            [(Form.FENCED, "  x\n", "- ```math\n  x\n  ```")],
            id="fence-in-an-item",
        ),
        pytest.param(
            "``` Math\nx\n```", [(Form.FENCED, "x\n", "``` Math\nx\n```")], id="fence-with-capital"
        ),
        pytest.param("````\n```math\nx\n```\n````", [], id="fence-in-a-longer-fence"),
        pytest.param(
            "<!-- $x$ --> $y$ <!-- $z$",
            [(Form.INLINE, "y", "$y$"), (Form.INLINE, "z", "$z$")],
            id="comment-left-open",
        ),
        pytest.param("`` a ` $x$ `` $y$", [(Form.INLINE, "y", "$y$")], id="code-with-a-backtick"),
        pytest.param("\\$x\\$", [], id="escaped"),
        pytest.param("a\r\n\r\n$x$\r\n", [(Form.INLINE, "x", "$x$")], id="windows"),
        pytest.param("$膜电位$", [(Form.INLINE, "膜电位", "$膜电位$")], id="chinese"),
        pytest.param("costs $5 and $6", [], id="prices"),
    ],
)
def test_formulas_are_those_that_github_sees(
    text: str, expected: list[tuple[Form, str, str]]
) -> None:
    assert _formulas(text) == expected


def test_frontmatter_has_no_formulas() -> None:
    text = "---\ntitle: $x$\n---\n$y$\n"

    assert _formulas(text, text.index("$y$")) == [(Form.INLINE, "y", "$y$")]


def test_prose_has_blanks_in_place_of_formulas() -> None:
    (block,) = blocks("a $x$ `b` <!--c--> d\n", 0)

    assert block.prose == "a     `b`          d\n"


def test_fences_name_their_language_and_end_with_their_own_sign() -> None:
    text = "````Tex\n```\nx\n````\n- ~~~\n  y\n  ~~~\n```py\nz"

    assert [(name, text[start:end]) for name, start, end in fences(text, 0)] == [
        ("tex", "```\nx\n"),
        ("", "  y\n"),
        ("py", "z"),
    ]


@given(st.text(alphabet="$`~math\n\r -#>x<!中\\", max_size=60), st.integers(0, 5))
def test_blocks_stand_in_order_within_the_body(text: str, body_start: int) -> None:
    start = min(body_start, len(text))
    found = list(blocks(text, start))

    for block in found:
        assert start <= block.start < block.end <= len(text)
        assert not block.prose or len(block.prose) == block.end - block.start
        for one in block.formulas:
            assert block.start <= one.outer_start <= one.start < one.end <= one.outer_end
            assert one.outer_end <= block.end
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb\n\nc\n", ["a\nb\n", "c\n"], id="paragraphs"),
        pytest.param("# a\nb", ["# a\n", "b"], id="heading"),
        pytest.param("- a\n  b\n- c\n1. d\n", ["- a\n  b\n", "- c\n", "1. d\n"], id="items"),
        pytest.param("> - a\n> - b\n", ["> - a\n", "> - b\n"], id="items-in-a-quotation"),
        pytest.param("a\n```\nb\n```\nc", ["a\n", "c"], id="code-parts"),
        pytest.param("a\n \t\r\nb", ["a\n", "b"], id="line-of-blanks"),
        pytest.param("a\n\n\n\n", ["a\n"], id="blank-lines-at-the-end"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_blocks_are_paragraphs_items_and_headings(text: str, expected: list[str]) -> None:
    assert [text[block.start : block.end] for block in blocks(text, 0)] == expected


def test_comments_are_blank_in_prose_even_across_paragraphs() -> None:
    text = "a <!-- b\n\nc --> d\n"

    assert [block.prose for block in blocks(text, 0)] == ["a       \n", "      d\n"]
