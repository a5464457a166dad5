"""Where lines of Chinese and English end."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, Group
from rich.measure import Measurement

from snnnotes.cli.break_places import break_places
from snnnotes.cli.line_breaks import NO_BREAK, Prose
from snnnotes.model.columns import columns_of

CHINESE = "脉冲神经网络（SNN）的准确率，随时间步数上升。"


def _lines(text: str, width: int) -> list[str]:
    places = [0, *break_places(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("膜电位", 10, ["膜电位"], id="short"),
        pytest.param("膜电位膜电位", 4, ["膜电", "位膜", "电位"], id="chinese"),
        pytest.param("spike driven", 8, ["spike ", "driven"], id="english"),
        pytest.param("用spiking网络", 8, ["用", "spiking", "网络"], id="word-stays-whole"),
        pytest.param("膜电位，阈值", 6, ["膜电", "位，阈", "值"], id="comma-begins-no-line"),
        pytest.param("膜电（阈值）", 6, ["膜电", "（阈", "值）"], id="bracket-ends-no-line"),
        pytest.param("“还没停”的", 5, ["“还没", "停”的"], id="quotes"),
        pytest.param("abcdefghij", 4, ["abcd", "efgh", "ij"], id="too-long"),
        pytest.param("a bcdefgh 神", 4, ["a ", "bcde", "fgh ", "神"], id="too-long-in-the-middle"),
        pytest.param("x\u00a0=\u00a01 y", 6, ["x\u00a0=\u00a01 ", "y"], id="kept"),
        pytest.param("word, word", 5, ["word, ", "word"], id="blank-at-the-end-needs-no-room"),
        pytest.param("", 5, [""], id="empty"),
        pytest.param("神", 1, ["神"], id="no-room-at-all"),
    ],
)  # fmt: skip
def test_line_ends_where_it_may(text: str, width: int, lines: list[str]) -> None:
    assert _lines(text, width) == lines


@given(st.text(alphabet="膜电位，。（）“”ab c-.x", max_size=60), st.integers(2, 20))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = _lines(text, width)

    assert "".join(lines) == text
    # Punctuation that must not stand alone is at most cut from its own word.
    assert all(columns_of(line.rstrip()) <= width for line in lines)


@given(st.text(alphabet="膜电位，。（）ab ", min_size=1, max_size=60))
def test_no_line_begins_with_closing_punctuation(text: str) -> None:
    for line in _lines(text, 40)[1:]:
        assert line[0] not in "，。）"


def _printed(text: Prose, width: int) -> list[str]:
    page = io.StringIO()
    Console(file=page, width=width).print(Group(text))  # as it is, not joined to other texts
    return [line.rstrip() for line in page.getvalue().splitlines()]


def test_prose_is_printed_on_such_lines() -> None:
    assert _printed(Prose(CHINESE), 16) == [
        "脉冲神经网络",
        "（SNN）的准确",
        "率，随时间步数上",
        "升。",
    ]


def test_blanks_that_keep_together_are_printed_as_blanks() -> None:
    assert _printed(Prose(f"a{NO_BREAK}=\tb"), 30) == ["a =     b"]


def test_line_feeds_stay() -> None:
    assert _printed(Prose("a\n\nb"), 30) == ["a", "", "b"]


def test_prose_can_be_narrower_than_a_paragraph_without_blanks() -> None:
    console = Console(file=io.StringIO(), width=80)

    assert Measurement.get(console, console.options, Prose("膜电位膜电位")) == (2, 12)
    assert Measurement.get(console, console.options, Prose("")) == (0, 0)


def test_a_copy_breaks_its_lines_in_the_same_way() -> None:
    text = Prose(CHINESE, style="bold")

    assert _printed(text.copy(), 16) == _printed(text, 16)
    assert text.copy().spans == [span for span in text.copy().spans if span.style == "bold"]
