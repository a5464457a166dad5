import io
import sys

import pytest

from snnnotes.cli.bars import cut, lines_of_bars, others_of
from snnnotes.cli.terminal import columns_of
from snnnotes.features.statistics import Count, Key, Shown

VENUES = Shown(
    Key.VENUE, (Count("NeurIPS", 8), Count("计算机学报", 4), Count("ICML", 1), Count(None, 2))
)
YEARS = Shown(Key.YEAR, (Count("2021", 0), Count("2022", 10)), others=2, papers_of_others=3)


@pytest.fixture(autouse=True)
def _console(monkeypatch: pytest.MonkeyPatch) -> None:
    console("utf-8", monkeypatch)


def console(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))


def test_bars_are_as_long_as_their_numbers_say_and_stand_in_one_column() -> None:
    assert lines_of_bars([VENUES], width=80, color=False) == [
        "Papers by venue",
        f"  NeurIPS    8 {'█' * 48}",
        f"  计算机学报 4 {'█' * 24}",
        f"  ICML       1 {'█' * 6}",
        f"  no venue   2 {'█' * 12}",
    ]


def test_bar_of_a_number_that_is_small_beside_others_is_still_seen() -> None:
    group = Shown(Key.TAG, (Count("a", 10_000), Count("b", 1)))

    assert lines_of_bars([group], width=40, color=False)[-1] == "  b     1 ▏"


def test_years_without_papers_have_a_number_and_no_bar_and_older_ones_stand_above() -> None:
    assert lines_of_bars([YEARS], width=40, color=False)[1:3] == [
        "  before 2021  3",
        "  2021         0",
    ]


@pytest.mark.parametrize("width", [1, 10, 20, 40, 60, 80, 99, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = Shown(Key.AUTHOR, (Count("一个非常非常长的名字" * 9, 3), Count("x" * 300, 1)), 4, 5)

    lines = lines_of_bars([VENUES, long, YEARS], width=width, color=False)

    # Below that, not even a letter and a bar of one column have room.
    assert max(map(columns_of, lines)) <= max(width, len("Papers by author"))


def test_two_groups_stand_side_by_side_where_there_is_room() -> None:
    lines = lines_of_bars([VENUES, YEARS], width=100, color=False)

    assert lines[0] == f"{'Papers by venue':<52}Papers by year"
    assert len(lines) == 5
    # Columns, not characters: a Chinese one takes two.
    places = {columns_of(line[: line.index("  ", 40)]) for line in lines[1:2]}
    assert all(place <= 52 for place in places)
    assert columns_of(lines[2].partition("2021")[0]) == 54


def test_one_group_alone_takes_the_whole_width() -> None:
    assert lines_of_bars([VENUES], width=200, color=False) == lines_of_bars(
        [VENUES], width=80, color=False
    )


def test_three_groups_leave_the_last_alone() -> None:
    lines = lines_of_bars([VENUES, YEARS, VENUES], width=100, color=False)

    assert lines[6] == "Papers by venue"


def test_colors_change_nothing_but_colors() -> None:
    plain = lines_of_bars([VENUES, YEARS], width=120, color=False)
    colored = lines_of_bars([VENUES, YEARS], width=120, color=True)

    codes = ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[36m")
    stripped = []
    for line in colored:
        for code in codes:
            line = line.replace(code, "")  # noqa: PLW2901
        stripped.append(line)
    assert stripped == plain
    assert "\x1b[36m█" in colored[1]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_console_without_blocks_has_signs(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    console(encoding, monkeypatch)

    assert lines_of_bars([YEARS], width=20, color=False)[-1] == "  2022  10 #########"


def test_gbk_console_has_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    console("gbk", monkeypatch)

    assert lines_of_bars([YEARS], width=80, color=False)[-1].endswith("█")


def test_escape_sequence_in_a_tag_does_not_reach_the_terminal() -> None:
    group = Shown(Key.TAG, (Count("a\x1b[31mb", 1),))

    assert "\x1b" not in "".join(lines_of_bars([group], width=80, color=False))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        pytest.param(VENUES, "", id="none"),
        pytest.param(VENUES._replace(others=1), "1 more venue", id="one"),
        pytest.param(VENUES._replace(others=7), "7 more venues", id="several"),
        pytest.param(YEARS, "before 2021", id="years"),
    ],
)
def test_others_are_named(group: Shown, expected: str) -> None:
    assert others_of(group) == expected


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        pytest.param("膜电位", 6, "膜电位", id="fits"),
        pytest.param("膜电位", 5, "膜电…", id="chinese"),
        pytest.param("膜电位", 4, "膜…", id="half-a-character-is-none"),
        pytest.param("Wei Fang", 5, "Wei…", id="no-blank-at-the-end"),
        pytest.param("Fang", 1, "…", id="nothing-left"),
    ],
)
def test_text_is_cut_by_columns(text: str, columns: int, expected: str) -> None:
    assert cut(text, columns, "…") == expected
