"""The pictures in the READMEs are there, and show commands that exist as they look."""

import importlib.util
import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from snnnotes.model.columns import columns_of

if sys.platform == "win32":
    pytest.skip("pexpect has no pseudo-terminal on Windows", allow_module_level=True)

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
SVG = "{http://www.w3.org/2000/svg}"

_spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
assert _spec is not None
assert _spec.loader is not None
pictures = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = pictures
_spec.loader.exec_module(pictures)

SHOWN = {picture.name: picture for picture in pictures.SHOWN}
LOOKED_AT = {picture.name: picture for picture in pictures.LOOKED_AT}
FILES = [f"{name}-{theme}.svg" for name in SHOWN for theme in pictures.THEMES]


def _svg(written: str, *, width: int = 80, rows: int = 0, theme: str = "light") -> ET.Element:
    picture = pictures.Picture("x", "list", width=width, rows=rows)
    return ET.fromstring(pictures.svg_of(picture, written, pictures.THEMES[theme]))


def _texts(svg: ET.Element) -> list[tuple[str, list[float], dict[str, str]]]:
    """Pieces below the command, with where their characters stand, in columns."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        if float(text.attrib["y"]) > pictures.Y:
            places = [round(float(x) / pictures.X, 1) for x in text.attrib["x"].split()]
            found.append((text.text or "", places, dict(text.attrib)))
    return found


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = pictures.copy_of_notebook(tmp_path_factory.mktemp("pictures"))
    assert isinstance(copy, Path)
    return copy


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_pictures_of_a_readme_are_there_for_both_themes(readme: Path) -> None:
    named = re.findall(r'(?:src|srcset)="docs/pictures/([^"]+)"', readme.read_text("utf-8"))

    assert sorted(named) == sorted(FILES)
    assert sorted(file.name for file in pictures.PICTURES.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", SHOWN)
def test_who_cannot_see_a_picture_reads_its_command(readme: Path, name: str) -> None:
    assert f'alt="snnnotes {SHOWN[name].command}' in readme.read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_picture_is_small_and_needs_nothing_from_elsewhere(name: str) -> None:
    text = (pictures.PICTURES / name).read_text("utf-8")

    assert len(text.encode()) < 150_000
    assert not re.search(r"href|url\(|@import|<script", text)
    assert ET.fromstring(text).tag == f"{SVG}svg"


@pytest.mark.parametrize("name", SHOWN)
def test_command_of_a_picture_is_real(name: str, notebook: Path) -> None:
    written = pictures.output_of(SHOWN[name], notebook)

    title = ET.fromstring((pictures.PICTURES / f"{name}-light.svg").read_bytes())[0]
    assert title.text == f"snnnotes {SHOWN[name].command}"
    assert "\x1b[1m" in written
    assert "Usage:" not in written
    assert "rror:" not in written


@pytest.mark.parametrize("name", sorted(LOOKED_AT.keys() - {"check-defects"}))
def test_everything_a_command_writes_fits_its_terminal(name: str, notebook: Path) -> None:
    picture = LOOKED_AT[name]
    runs = list(pictures.runs_of(pictures.output_of(picture, notebook), picture.width))

    assert max(run.column + columns_of(run.text) for run in runs) <= picture.width
    # Nothing is left of what a terminal obeys.
    assert not [run for run in runs if any(unicodedata.category(c) == "Cc" for c in run.text)]


def test_two_runs_of_a_command_give_one_picture(notebook: Path) -> None:
    status = LOOKED_AT["status"]
    first = pictures.output_of(status, notebook)

    assert "3 changed" in first
    assert pictures.output_of(status, notebook) == first


def test_line_longer_than_the_terminal_goes_on_below() -> None:
    runs = list(pictures.runs_of("膜电位ab\nc", 5))

    assert [(run.row, run.column, run.text) for run in runs if run.text] == [
        (0, 0, "膜电"), (1, 0, "位ab"), (2, 0, "c"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        pytest.param("ab cd", [("ab cd", [0])], id="words"),
        pytest.param("ab  cd", [("ab", [0]), ("cd", [4])], id="blanks"),
        pytest.param("膜电位", [("膜电位", [0, 2, 4])], id="chinese"),
        pytest.param("LIF神经元，T", [("LIF", [0]), ("神经元，", [3, 5, 7, 9]), ("T", [11])],
                     id="both"),
        pytest.param("τₜ<&", [("τ", [0]), ("ₜ", [1]), ("<&", [2])], id="other-signs"),
        pytest.param("x\x1b[31m膜\x1b[0my", [("x", [0]), ("膜", [1]), ("y", [3])], id="styles"),
    ],
)  # fmt: skip
def test_each_piece_stands_where_the_terminal_has_it(
    written: str, texts: list[tuple[str, list[float]]]
) -> None:
    assert [(text, places) for text, places, _ in _texts(_svg(written))] == texts


def test_letters_are_as_wide_as_their_columns_in_any_font() -> None:
    ((_, _, narrow),) = _texts(_svg("spike"))
    ((_, _, wide),) = _texts(_svg("膜电"))

    assert narrow["textLength"] == f"{5 * pictures.X:.1f}"
    assert "textLength" not in wide


def test_styles_of_the_terminal_are_styles_of_the_picture() -> None:
    attributes = [one[2] for one in _texts(_svg("\x1b[1;31mx\x1b[0m \x1b[3mx\x1b[0m \x1b[2mx"))]

    assert [one.get("class") for one in attributes] == ["b", "i", None]
    inks = [one["fill"] for one in attributes]
    assert inks[0] == "#cf222e"
    assert len(set(inks)) == 3


def _light_of(color: str) -> float:
    """Relative luminance. Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", pictures.THEMES)
@pytest.mark.parametrize("code", ["0", "2", "31", "32", "33", "34", "35", "36"])
def test_every_colour_can_be_read_on_its_ground(theme: str, code: str) -> None:
    ((_, _, attributes),) = _texts(_svg(f"\x1b[{code}mx", theme=theme))

    ground = pictures.THEMES[theme].background_color.hex
    dark, light = sorted(map(_light_of, (attributes["fill"], ground)))
    assert (light + 0.05) / (dark + 0.05) > 4


def test_bars_and_frames_have_no_gaps() -> None:
    svg = _svg("╭──╮\n│██▌\n")
    paths = [path.attrib["d"] for path in svg.iter(f"{SVG}path")]

    x = pictures.X
    assert f"h{2 * x:.1f}" in paths[1]
    assert f"v{pictures.Y}" in paths[3]
    assert f"h{2.5 * x:.1f}" in paths[4]
    assert not _texts(svg)


def test_picture_is_cut_below_the_rows_asked_for() -> None:
    svg = _svg("a\nb\nc\nd", rows=2)

    assert [text for text, _, _ in _texts(svg)] == ["a", "b"]
    heights = [float(_svg("a\nb\nc\nd", rows=rows).attrib["height"]) for rows in (1, 2, 3)]
    assert {b - a for a, b in pairwise(heights)} == {pictures.Y}


def test_links_are_underlined_as_far_as_they_go() -> None:
    svg = _svg("\x1b[4;34m论文\x1b[0m")

    (path,) = svg.iter(f"{SVG}path")
    assert path.attrib["d"].endswith(f"h{4 * pictures.X:.1f}")


@pytest.mark.parametrize("argument", [False, True], ids=["readme", "folder"])
def test_script_writes_both_themes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    one = (pictures.Picture("list", "list --year 2021"),)
    for name in ("SHOWN", "LOOKED_AT"):
        monkeypatch.setattr(pictures, name, one)
    monkeypatch.setattr(pictures, "PICTURES", tmp_path)
    monkeypatch.setattr(sys, "argv", ["pictures.py", *([str(tmp_path)] if argument else [])])

    pictures.main()

    names = ["list-80", "list-120"] if argument else ["list"]
    wanted = sorted(f"{name}-{theme}.svg" for name in names for theme in ("light", "dark"))
    assert sorted(file.name for file in tmp_path.iterdir()) == wanted
    assert len(capsys.readouterr().out.splitlines()) == len(wanted)
