import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.markup import block, line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Spike-driven Transformer", "Spike-driven Transformer", id="plain"),
        pytest.param("The <i>Drosophila</i> brain", "The Drosophila brain", id="italic"),
        pytest.param("CO<sub>2</sub> and 10<SUP>3</SUP>", "CO2 and 103", id="sub-and-sup"),
        pytest.param("R&amp;D &#38; &#x26; &eacute;", "R&D & & é", id="entities"),
        pytest.param("&lt;em&gt;SNN&lt;/em&gt;", "SNN", id="escaped-tags"),
        pytest.param("&amp;lt;em&amp;gt;SNN&amp;lt;/em&amp;gt;", "SNN", id="escaped-twice"),
        pytest.param(
            "AT&T and R&D; x &unknown; y", "AT&T and R&D; x &unknown; y", id="no-entities"
        ),
        pytest.param("a<b and c>d, x < y > z", "a<b and c>d, x < y > z", id="less-than"),
        pytest.param("if x<y then <S> stays", "if x<y then <S> stays", id="unknown-tag"),
        pytest.param(
            '<span style="font-variant:small-caps">Snn</span>s', "Snns", id="tag-with-attribute"
        ),
        pytest.param(
            "at <mml:math><mml:mi>τ</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math> ms",
            "at τ=2 ms",
            id="mathml",
        ),
        pytest.param(
            "<jats:title>Abstract</jats:title><jats:p>We spike.</jats:p>", "We spike.", id="jats"
        ),
        pytest.param("Abstract interpretation", "Abstract interpretation", id="abstract-as-a-word"),
        pytest.param("a\n  b\tc\u2028d", "a b c d", id="blanks"),
        pytest.param("\ud800x", "\ufffdx", id="half-of-a-surrogate-pair"),
        pytest.param("\x1b[31mx\u202e", "[31mx", id="controls"),
        pytest.param(" <i> </i> ", "", id="nothing-left"),
    ],
)
def test_a_line_loses_markup_and_nothing_else(text: str, expected: str) -> None:
    assert line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one\ntwo", "one\ntwo", id="lines"),
        pytest.param("one\r\ntwo\rthree", "one\ntwo\nthree", id="line-ends"),
        pytest.param("\n\n one \n\n\n\n two\n", "one\n\ntwo", id="empty-lines"),
        pytest.param(
            "<p>Read <b>twice</b>.</p><p>膜电位</p>", "Read twice.\n膜电位", id="paragraphs"
        ),
        pytest.param("a<br>b<br/>c<BR />d", "a\nb\nc\nd", id="breaks"),
        pytest.param("&lt;p&gt;a&lt;/p&gt;b", "a\nb", id="escaped"),
        pytest.param("<div></div>", "", id="nothing-left"),
    ],
)
def test_a_block_keeps_its_lines(text: str, expected: str) -> None:
    assert block(text) == expected


@given(st.text())
def test_a_line_is_one_line_of_what_a_file_can_hold(text: str) -> None:
    found = line(text)

    assert len(found.splitlines()) <= 1
    assert found == found.strip()
    found.encode()


@given(st.text())
def test_a_block_has_no_empty_lines_at_its_ends(text: str) -> None:
    found = block(text)

    assert found == found.strip("\n")
    found.encode()
