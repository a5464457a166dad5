import importlib.util
import json
import re
import struct
import sys
import warnings
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from snnnotes.cli import statistics
from snnnotes.cli.app import run
from snnnotes.features.statistics import Count, Key, Shown

PLOT = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None, reason="the extra plot is not installed"
)
SVG = "{http://www.w3.org/2000/svg}"
CHINESE = Shown(Key.VENUE, (Count("NeurIPS", 4), Count("计算机学报", 2), Count(None, 1)))


@pytest.fixture(autouse=True)
def _own_settings_of_matplotlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the tests change no chart."""
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\nfont.size: 40\n", "utf-8")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "matplotlibrc"))


@pytest.fixture
def terminal_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snnnotes.cli.session.Session.at_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", "60")


def charts() -> ModuleType:
    from snnnotes.cli import charts as module  # noqa: PLC0415 (only where matplotlib is)

    return module


def has_font_with_chinese() -> bool:
    return not charts().lacking_characters([CHINESE])


@pytest.mark.usefixtures("terminal_of")
def test_terminal_shows_bars(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--by", "year"]) == 0

    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "Papers by year",
        f"  2022 1 {'█' * 24}",
        f"  2023 2 {'█' * 48}",
    ]
    assert shown.err == "3 notes\n"


@pytest.mark.usefixtures("terminal_of")
def test_terminal_shows_all_groups_by_default(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["stats"])

    headings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Papers")]
    assert [heading.removeprefix("Papers by ") for heading in headings] == [
        "year", "venue", "tag", "author", "status", "month added",
    ]  # fmt: skip


@pytest.mark.usefixtures("terminal_of")
def test_limit_sums_what_is_rarer(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["stats", "--by", "tag", "-n", "1"])

    assert capsys.readouterr().out.splitlines()[-1] == "  3 more tags 3"


@pytest.mark.usefixtures("terminal_of")
def test_nothing_found_is_no_error(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--year", "1999"]) == 0

    assert capsys.readouterr() == ("", "0 notes\n")


def test_json_has_every_value_and_null_for_none(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["stats", "--by", "venue", "--by", "year", "-n", "1", "--json"])

    assert json.loads(capsys.readouterr().out) == {
        "schema": 1,
        "notes": 3,
        "by": {
            "venue": [
                {"value": "ICLR", "notes": 1},
                {"value": "NeurIPS", "notes": 1},
                {"value": None, "notes": 1},
            ],
            "year": [{"value": "2022", "notes": 1}, {"value": "2023", "notes": 2}],
        },
    }


def test_note_that_cannot_be_read_is_named_and_not_counted(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "notes/2023/坏.md").write_text("---\ntitle: [\n---\n", "utf-8")

    assert run(["stats", "--by", "year"]) == 0

    shown = capsys.readouterr()
    assert shown.out == "year\t2022\t1\nyear\t2023\t2\n"
    assert "notes/2023/坏.md" in shown.err


@pytest.mark.parametrize("name", ["tags", "TAG", "tag"])
def test_key_may_be_named_as_the_note_does(
    name: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", "--by", name, "--by", "tag", "tag:survey"]) == 0

    assert capsys.readouterr().out == "tag\tsurvey\t1\n"


def test_keys_of_the_option_are_those_that_there_are() -> None:
    assert list(statistics.KEYS) == list(Key)


@pytest.mark.parametrize("form", ["svg", "png"])
def test_chart_without_the_extra_says_how_to_get_it(
    form: str, tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    assert run(["stats", f"--{form}", "a"]) == 2

    assert capsys.readouterr().err == (
        'Error: to draw charts, the extra plot is needed\nHint: pip install "snnnotes[plot]"\n'
    )
    assert not (tiny / "a").exists()


def test_stats_in_a_terminal_loads_no_library_for_charts(tiny: Path) -> None:
    before = set(sys.modules)

    run(["stats"])

    assert "matplotlib.figure" not in set(sys.modules) - before


def parts(svg: Path) -> dict[str, list[tuple[float, float]]]:
    """The corners of each bar, by its name in the file."""
    found = {}
    for part in ET.parse(svg).iter(f"{SVG}g"):
        name = part.get("id", "")
        if re.fullmatch(r"(year|venue|tag|author|status|added)-\d+", name):
            path = part.find(f"{SVG}path")
            assert path is not None
            numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", path.get("d", ""))]
            found[name] = list(zip(numbers[::2], numbers[1::2], strict=True))
    return found


def labels(svg: Path) -> list[str]:
    """The texts; they are drawn as outlines, and each is told in a comment."""
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
    return [
        (node.text or "").strip() for node in ET.parse(svg, parser).iter() if callable(node.tag)
    ]


def extent(corners: list[tuple[float, float]], axis: int) -> float:
    return max(corner[axis] for corner in corners) - min(corner[axis] for corner in corners)


@PLOT
def test_svg_has_a_bar_for_each_year_as_high_as_its_number(tiny: Path) -> None:
    assert run(["stats", "--by", "year", "--svg", "years.svg"]) == 0

    bars = parts(tiny / "years.svg")
    assert list(bars) == ["year-0", "year-1"]
    assert extent(bars["year-1"], 1) == pytest.approx(2 * extent(bars["year-0"], 1), rel=0.01)
    assert labels(tiny / "years.svg") == ["2022", "2023", "3 papers", "1", "2", "Papers by year"]


@PLOT
def test_svg_has_bars_that_lie_for_names(tiny: Path) -> None:
    run(["stats", "--by", "status", "--svg", "a.svg"])

    bars = parts(tiny / "a.svg")
    assert len({round(extent(corners, 0)) for corners in bars.values()}) == 1
    assert [label for label in labels(tiny / "a.svg") if label.isalpha()] == ["unread", "read"]


@PLOT
def test_chart_of_all_keys_has_them_all(tiny: Path) -> None:
    run(["stats", "--svg", "all.svg"])

    names = {name.partition("-")[0] for name in parts(tiny / "all.svg")}
    assert names == set(Key)
    assert {"Papers by tag", "Papers by month added"} <= set(labels(tiny / "all.svg"))


@PLOT
def test_png_has_the_size_of_a_slide_and_is_not_empty(tiny: Path) -> None:
    run(["stats", "--by", "year", "--png", "years.png"])

    data = (tiny / "years.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width == 1500
    assert 300 < height < 800


@PLOT
def test_both_files_and_json_come_from_one_run(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", "--by", "year", "--svg", "a.svg", "--png", "a.png", "--json"]) == 0

    shown = capsys.readouterr()
    assert shown.err == "Wrote a.svg\nWrote a.png\n3 notes\n"
    assert json.loads(shown.out)["notes"] == 3


@PLOT
def test_same_notes_give_the_same_bytes(tiny: Path) -> None:
    for name in ("a.svg", "b.svg"):
        run(["stats", "--svg", name])

    assert (tiny / "a.svg").read_bytes() == (tiny / "b.svg").read_bytes()
    assert b"date" not in re.sub(rb"<!--.*?-->", b"", (tiny / "a.svg").read_bytes())


@PLOT
def test_chart_that_is_there_stays_without_force(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "a.svg").write_text("mine", "utf-8")

    assert run(["stats", "--svg", "a.svg"]) == 5
    assert (tiny / "a.svg").read_text("utf-8") == "mine"
    assert run(["stats", "--svg", "a.svg", "--force"]) == 0
    assert "<svg" in (tiny / "a.svg").read_text("utf-8")


@PLOT
def test_nothing_to_draw_is_an_error(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--year", "1999", "--svg", "a.svg"]) == 2

    assert "there is no paper to draw" in capsys.readouterr().err
    assert not (tiny / "a.svg").exists()


@PLOT
def test_dollar_signs_in_a_tag_are_no_formula(tiny: Path) -> None:
    (tiny / "notes/2023/lif.md").write_text(
        "---\ntitle: a\nyear: 2023\ntags: ['$\\frac$ x', '<b>&amp;']\n---\n", "utf-8"
    )

    assert run(["stats", "--by", "tag", "--svg", "a.svg"]) == 0

    assert "$\\frac$ x" in labels(tiny / "a.svg")


@PLOT
def test_long_label_is_cut() -> None:
    group = Shown(Key.TAG, (Count("膜" * 60, 1),))

    assert f"{'膜' * 17}…".encode() in charts().drawn([group], 1, "svg")


@PLOT
def test_settings_of_the_process_are_as_before() -> None:
    import matplotlib as mpl  # noqa: PLC0415 (see `charts`)

    before = dict(mpl.rcParams)
    charts().drawn([CHINESE], 7, "png")

    assert dict(mpl.rcParams) == before


@PLOT
def test_chinese_labels_are_drawn_where_a_font_has_them() -> None:
    if not has_font_with_chinese():
        pytest.skip("no font with Chinese is installed")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        # Their own settings let warnings of missing glyphs pass here.
        svg = charts().drawn([CHINESE], 7, "svg").decode()

    assert not caught
    # Each character is an outline of its own, and is used where it stands.
    outlines = set(re.findall(r'<path id="([^"]+)"', svg))
    comment = svg.index("计算机学报")
    used = re.findall(r'<use xlink:href="#([^"]+)"', svg[comment : svg.index("</g>", comment)])
    assert len(used) == 5
    assert set(used) <= outlines


@PLOT
def test_without_a_font_for_chinese_the_characters_are_named(
    tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts(), "CHINESE_FONTS", ())

    assert run(["stats", "--by", "author", "--svg", "a.svg", "author:张三"]) == 0

    said = capsys.readouterr().err
    assert said.startswith(
        "Warning: no font of this system has 三 张; a box stands for each in the chart\n"
        "Hint: install one for Chinese, such as Noto Sans CJK (fonts-noto-cjk)\n"
    )
    assert list(parts(tiny / "a.svg")) == ["author-0"]


@PLOT
def test_font_installed_after_the_first_chart_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager  # noqa: PLC0415 (see `charts`)

    if not has_font_with_chinese():
        pytest.skip("no font with Chinese is installed")
    manager = font_manager.fontManager
    new = {font.fname for font in manager.ttflist if font.name in charts().CHINESE_FONTS}
    old = [font for font in manager.ttflist if font.fname not in new]
    monkeypatch.setattr(manager, "ttflist", old)

    assert charts().lacking_characters([CHINESE]) == []


@PLOT
def test_latin_chart_is_drawn_with_the_font_that_comes_along() -> None:
    assert charts().families_for({"a", "1"}) == ["DejaVu Sans"]


def test_label_of_each_month_has_two_lines_and_the_year_once() -> None:
    group = Shown(Key.ADDED, (Count("2024-12", 1), Count("2025-01", 0), Count("2025-02", 1),
                              Count(None, 1)))  # fmt: skip

    assert charts().time_labels(group) == ["12\n2024", "01\n2025", "02\n ", "no\ndate"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--by", "colour"], "--by colour: there is no such key", id="key"),
        pytest.param(["--force"], "--force says nothing without --svg or --png", id="force"),
        pytest.param(["year:soon"], "the query cannot be read", id="query"),
    ],
)
def test_wrong_use_is_told(
    arguments: list[str], said: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", *arguments]) == 2

    assert said in capsys.readouterr().err


def test_chart_has_to_have_a_file(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--svg", "-"]) == 2

    assert "Error: --svg -: a chart goes into a file" in capsys.readouterr().err
    assert not (tiny / "-").exists()
