import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import UsageError
from snnnotes.model.title import clean_line, title_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Spike-driven Transformer", "Spike-driven Transformer", id="plain"),
        pytest.param("Spike-driven\n  Transformer\r\n", "Spike-driven Transformer", id="lines"),
        pytest.param("膜电位\u3000与\u00a0阈值", "膜电位 与 阈值", id="wide-and-fixed-blanks"),
        pytest.param("a\u2028b\u2029c\x85d", "a b c d", id="line-ends-of-unicode"),
        pytest.param("a\x1b[31mb\x00c\x7f", "a[31mbc", id="controls"),
        pytest.param("Trans\u00adformer", "Transformer", id="soft-hyphen-of-a-pdf"),
        pytest.param("\u202eabc\u202c\u200e\u200f", "abc", id="direction-marks"),
        pytest.param("\ufeffzero\u200bwidth", "zerowidth", id="zero-width"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiner-of-persian-stays"),
        pytest.param("👩\u200d💻", "👩\u200d💻", id="joiner-of-emoji-stays"),
        pytest.param("Re\u0301seau", "R\u00e9seau", id="composed"),
        pytest.param('A: /\\?*"<>|#%&$[]()_*', 'A: /\\?*"<>|#%&$[]()_*', id="signs-stay"),
        pytest.param("", "", id="empty"),
        pytest.param(" \n\u200b\u200d", "", id="nothing-to-see"),
    ],
)
def test_line_keeps_what_can_be_seen(text: str, expected: str) -> None:
    assert clean_line(text) == expected


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(UsageError, match="not UTF-8 text") as caught:
        clean_line("spike\udcff")

    assert caught.value.hint == "set the terminal to UTF-8, or type it again"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_line_cleaned_twice_is_the_same(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Spike-driven Transformer", "spike-driven transformer", id="case"),
        pytest.param("Early Exit", "Early-Exit", id="hyphen"),
        pytest.param("SEENN: Towards", "SEENN, Towards", id="colon-of-the-file-name"),
        pytest.param("SEENN: Towards", "SEENN：Towards.", id="full-width-colon-and-stop"),
        pytest.param("ＳＮＮ", "SNN", id="full-width-letters"),
        pytest.param("膜电位", "膜 电位", id="blank"),
        pytest.param("膜電位", "膜电位", id="traditional-characters"),
        pytest.param("Réseau", "Reseau", id="accent"),
        pytest.param("“Spikes”", '"Spikes"', id="quotes"),
        pytest.param("snake_case", "snake case", id="underscore"),
    ],
)
def test_one_title_in_two_spellings_has_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("C", "C++", id="plus"),
        pytest.param("C", "C#", id="number-sign"),
        pytest.param("SNN 1", "SNN 2", id="number"),
        pytest.param("膜电位", "膜电压", id="chinese-character"),
        pytest.param("???", "!!!", id="only-signs"),
        pytest.param("🧠", "⚡", id="only-emoji"),
        pytest.param("Loihi 2.1", "Loihi 21", id="a-mark-between-digits"),
    ],
)
def test_different_titles_have_different_keys(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)
