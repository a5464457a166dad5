import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.cli.snippets import pieces_of, rows_of
from snnnotes.cli.terminal import columns_of
from snnnotes.features.search import HitLine

LONG = "前" * 100 + "膜电位" + "中" * 100 + "阈值" + "后" * 100


def _line(text: str, *words: str) -> HitLine:
    return HitLine(
        1, text, tuple((text.index(word), text.index(word) + len(word)) for word in words)
    )


def _shown(line: HitLine, columns: int) -> str:
    return "".join(f"[{text}]" if marked else text for text, marked in pieces_of(line, columns))


@pytest.mark.parametrize(
    ("line", "columns", "shown"),
    [
        pytest.param(_line("the membrane", "membrane"), 80, "the [membrane]", id="fits"),
        pytest.param(_line("a b c", "a", "c"), 80, "[a] b [c]", id="two-words"),
        pytest.param(
            _line(LONG, "膜电位", "阈值"),
            48,
            "… 前前前[膜电位]中中中 … 中中中[阈值]后后后 …",
            id="both-words-stay",
        ),
        pytest.param(_line(LONG, "膜电位", "阈值"), 24, "… [膜电位] … [阈值] …", id="narrow"),
        pytest.param(_line("x" * 50, "x" * 50), 10, "[xxxxxxxx] …", id="longer-than-the-row"),
        pytest.param(HitLine(1, "中" * 50, ()), 20, "中" * 8 + " …", id="context"),
        pytest.param(_line("\x1b[31m膜\x07", "膜"), 80, r"\x1b[31m[膜]\x07", id="escapes"),
    ],
)
def test_line_is_cut_round_its_words(line: HitLine, columns: int, shown: str) -> None:
    assert _shown(line, columns) == shown


TEXTS = st.text(st.sampled_from("ab 膜电位，。$\\x\t"), min_size=1, max_size=200)


@given(TEXTS, st.data(), st.integers(8, 120))
def test_no_row_is_wider_than_asked_and_nothing_but_blanks_is_lost(
    text: str, data: st.DataObject, columns: int
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    pieces = pieces_of(HitLine(1, text, ((start, end),)), 2 * columns)

    rows = rows_of(pieces, columns)

    assert sum(columns_of(piece) for piece, _ in pieces) <= 2 * columns + 2
    joined = "".join(piece for row in rows for piece, _ in row)
    assert "".join(joined.split()) == "".join("".join(piece for piece, _ in pieces).split())
    longest_word = max(map(columns_of, joined.split(" ")), default=0)
    assert all(sum(columns_of(p) for p, _ in row) <= max(columns, longest_word + 1) for row in rows)
