import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.cli.snippets import Piece, pieces_of, rows_of
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
    assert all(sum(columns_of(piece) for piece, _ in row) <= columns for row in rows)


@pytest.mark.parametrize(
    ("pieces", "columns", "rows"),
    [
        pytest.param([("膜电位", True), ("，阈值", False)], 6, ["膜电", "位，阈", "值"],
                     id="comma-of-the-next-piece-begins-no-row"),
        pytest.param([("spike ", False), ("driven", True)], 8, ["spike", "driven"], id="words"),
        pytest.param([("x" * 10, True)], 8, ["x" * 8, "xx"], id="word-wider-than-the-row"),
        pytest.param([("spike", True), (" ", False), (" ", True)], 8, ["spike"], id="blanks"),
    ],
)  # fmt: skip
def test_row_ends_where_a_line_may(pieces: list[Piece], columns: int, rows: list[str]) -> None:
    assert ["".join(text for text, _ in row) for row in rows_of(pieces, columns)] == rows


def test_marks_of_a_word_on_two_rows_are_on_both() -> None:
    assert rows_of([("初始", False), ("膜电位", True)], 6) == [
        [("初始", False), ("膜", True)],
        [("电位", True)],
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        pytest.param(_line("膜电位" + "x" * 9 + "中" * 40, "膜电位"),
                     "[膜电位]xxxxxxxxx中中中中中中 …", id="whole-word-stays"),
        pytest.param(_line("膜电位（" + "中" * 8 + "hard reset）" + "中" * 40, "膜电位"),
                     "[膜电位]（中中中中中中中中hard …", id="end"),
        pytest.param(_line("中" * 40 + "membrane potential 是" + "中" * 6 + "阈值", "阈值"),
                     "… potential 是中中中中中中[阈值]", id="start"),
        pytest.param(_line("膜电位" + "中" * 12 + r"\lambda" + "中" * 40, "膜电位"),
                     "[膜电位]" + "中" * 12 + " …", id="command-of-latex"),
    ],
)  # fmt: skip
def test_no_half_of_a_word_is_shown(line: HitLine, shown: str) -> None:
    assert _shown(line, 40) == shown
