"""What `show` shows a person, and what it gives a pipe."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.cli.app import run
from snnnotes.cli.cards import rendered_note
from snnnotes.cli.note_page import formula_lines
from snnnotes.cli.terminal import columns_of
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

NOTES = Path(__file__).parents[2] / "notes"
SOME_NOTES = sorted(NOTES.glob("20*/*.md"))[::4]
_COMMANDS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;.*?\x1b\\")

PLAIN = Note(path=PurePosixPath("notes/x.md"), paper=Paper(title="X", year=2023))


def _page(body: str, *, width: int = 60, note: Note = PLAIN, color: bool = False) -> str:
    """The text below the card."""
    shown = rendered_note(note, body, width=width, color=color)
    return shown.rpartition("╯")[2].lstrip("\n").replace("\x1b[0m\n\n", "", 1).rstrip("\n")


def _card(note: Note, *, width: int = 60) -> list[str]:
    shown = rendered_note(note, "", width=width, color=False)
    return [line.strip("│ ") for line in shown.split("\n")[1:] if line.startswith("│")]


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def _shown(monkeypatch: pytest.MonkeyPatch, *arguments: str, encoding: str = "utf-8") -> str:
    screen = type("Screen", (_Terminal,), {"encoding": encoding})()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PAGER", "")
    assert run(["show", *arguments]) == 0
    return str(screen.getvalue())


def test_card_has_what_is_known_and_nothing_else() -> None:
    note = Note(
        path=PurePosixPath("notes/2023/x.md"),
        paper=Paper(
            title="Spiking $\\tau$ 网络",
            year=2023,
            authors=("Wei Fang", "李国齐"),
            venue="NeurIPS",
            arxiv="2304.01230",
            abstract="Long.",
        ),
        citekey="fang2023spiking",
        tags=("attention", "训练"),
        status="reading",
        rating=4,
        added="2025-04-08T22:42:16+08:00",
        summary="一句话。",
        extra={"project": "thesis", "where": {"shelf": ["a", "b"]}},
    )

    assert _card(note) == [
        "Spiking τ 网络",
        "Wei Fang; 李国齐",
        "NeurIPS 2023 · reading · ★★★★☆ · added 2025-04-08",
        "#attention #训练",
        "",
        "summary   一句话。",
        "citekey   fang2023spiking",
        "arxiv     2304.01230",
        "project   thesis",
        "where     shelf: a; b",
        "path      notes/2023/x.md",
        "abstract  Long.",
    ]


def test_card_of_a_bare_note_is_small() -> None:
    assert _card(PLAIN) == ["X", "2023", "", "path  notes/x.md"]


@pytest.mark.parametrize("width", [30, 60, 80, 120])
@pytest.mark.parametrize("path", SOME_NOTES, ids=lambda path: path.stem[:30])
def test_page_fits_the_terminal_and_its_card_is_straight(path: Path, width: int) -> None:
    text = path.read_text("utf-8")
    place = PurePosixPath(path.relative_to(NOTES.parent).as_posix())
    note = read_note(text, path=place)
    body = text[parse(text, path=place).body_start :]

    lines = rendered_note(note, body, width=width, color=False).split("\n")

    assert max(map(columns_of, lines)) <= width
    edges = [line for line in lines if line[:1] in "╭│╰" and line]
    assert {columns_of(line) for line in edges} == {min(width, 100)}
    assert not [line for line in lines if line[:1] in ("，", "。", "）", "；", "、")]
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("path", SOME_NOTES, ids=lambda path: path.stem[:30])
def test_no_latex_is_left_of_our_notes(path: Path) -> None:
    text = path.read_text("utf-8")
    note = read_note(text, path=PurePosixPath("x.md"))
    body = text[parse(text, path=PurePosixPath("x.md")).body_start :]

    page = rendered_note(note, body, width=100, color=False)

    assert not re.findall(r"\\[A-Za-z]+|\$", page)
    assert not re.findall("[\ue000-\uf8ff]", page)


BODIES = {
    "paragraph": ("膜电位\nand 阈值", "膜电位 and 阈值"),
    "formula": (r"记 $u_i[t]$ 为", "记 uᵢ[t] 为"),
    "formula-beside-punctuation": (r"令 $t=1,\dots,T$ ，则 $x$ 。", "令 t = 1, …, T，则 x。"),
    "formula-behind-punctuation": (r"其中， $k$ 是", "其中，k 是"),
    "formula-first": (r"$x$ ，是", "x，是"),
    "formula-in-bold": (r"**阈值 $V_{th}$**", "阈值 Vₜₕ"),
    "quoted-formula": ("a $`\\tau`$ b", "a τ b"),
    "markdown-signs-in-a-formula": (r"$a*b*c$ $[x](y)$ $a_b$ $x<y>z$", None),
    "display": ("是\n\n$$\n\\frac{a}{b}\n$$\n\n的", "是\n\n    a/b\n\n的"),
    "display-in-a-line": ("左 $$ x^2 $$ 右", "左\n    x²\n右"),
    "display-in-a-list": ("- a\n\n  $$\n  x^2\n  $$\n\n  b", " • a\n       x²\n   b"),
    "display-of-two-lines": ("$$a \\\\ b$$", "    a\n    b"),
    "math-fence": ("```math\n\\tau\n```", "    τ"),
    "code": ("`$x$` and ``$y$``", "$x$ and $y$"),
    "code-block": ("```text\n$x$\n```", " $x$"),
    "indented-code": ("a\n\n    $x$ b", "a\n\n\n $x$ b"),
    "web-link": ("[论文](https://a.org/b)", "论文 (https://a.org/b)"),
    "own-link": ("[别的笔记](other%20note.md)", "别的笔记"),
    "formula-in-a-link": (r"[看 $\tau$](x.md)", "看 τ"),
    "formula-in-an-address": ("[a](b$c$d.md) e", "a e"),
    "image": ("![Figure 1](a.png)", "[image: Figure 1]"),
    "html": ("a<br>b <kbd>c</kbd>", "a\nb c"),
    "comment": ("<!-- secret -->\n\na", "a"),
    "html-block": ("<details><summary>More</summary>\ntext\n</details>", "More text"),
    "money": ("costs $5 or $6", "costs $5 or $6"),
    "rule": ("a\n\n---\n\nb", None),
    "quote": ("> 引用 $x$", "▌ 引用 x"),
    "heading": ("### 方法 $x^2$", "### 方法 x²"),
    "private-characters": ("a\ue0f07\ue0f1b $x$", "a 7 b x"),
    "unknown-command": (r"$\foo{x}$", r"\foo{x}"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(
    ("body", "page"), [pair for pair in BODIES.values() if pair[1] is not None],
    ids=[name for name, pair in BODIES.items() if pair[1] is not None],
)  # fmt: skip
def test_body_is_laid_out(body: str, page: str) -> None:
    lines = [line.rstrip() for line in _page(body).split("\n")]

    assert "\n".join(lines).strip("\n") == page


def test_signs_of_markdown_in_formulas_mean_nothing() -> None:
    page = _page(str(BODIES["markdown-signs-in-a-formula"][0]))

    assert page == "a ∗ b ∗ c [x](y) a_b x < y > z"


def test_table_has_formulas_and_chinese_in_straight_columns() -> None:
    body = "| 记号 | 含义 |\n| --- | --- |\n| $u[t]$ | 膜电位 |\n| $a \\mid b$ | 很长" + "很长" * 30
    lines = [line for line in _page(body, width=40).split("\n") if line.strip()]

    assert lines[2].lstrip().startswith("u[t]")
    assert lines[2].rstrip().endswith("膜电位")
    assert lines[3].lstrip().startswith("a | b")
    assert max(map(columns_of, lines)) <= 40


@pytest.mark.parametrize(
    ("heading", "is_shown"),
    [
        pytest.param("## Spike-driven Transformer", False, id="the-title"),
        pytest.param("# spike driven transformer", False, id="the-title-in-other-words"),
        pytest.param("## Another", True, id="another"),
    ],
)
def test_a_first_heading_that_repeats_the_title_is_left_out(heading: str, is_shown: bool) -> None:
    note = Note(path=PurePosixPath("x.md"), paper=Paper(title="Spike-driven Transformer", year=1))

    page = _page(f"{heading}\n\ntext\n\n{heading}", note=note)

    assert page.count("#") == heading.count("#") * (2 if is_shown else 1)


def test_colours_mark_headings_formulas_and_links() -> None:
    page = _page("## 方法\n\n$x^2$ [a](https://a.org) [b](c.md)", color=True)

    assert "\x1b[1;4m方法" in page
    assert "\x1b[32mx²" in page
    assert re.search(r"\x1b\]8;id=\d+;https://a\.org\x1b\\", page)
    assert "c.md" not in page
    assert "https://a.org)" not in _COMMANDS.sub("", page)


@pytest.mark.parametrize(
    ("tex", "width", "lines"),
    [
        pytest.param(r"a = b", 10, ["a = b"], id="short"),
        pytest.param(r"a = b,\qquad c = d", 10, ["a = b,", "c = d"], id="below-each-other"),
        pytest.param(
            "aaaa = bbbb + cccc", 10, ["aaaa", "    = bbbb", "    + cccc"], id="operators"
        ),
        pytest.param(
            "aaaaaa = (b + c) (d + e)", 20, ["aaaaaa", "    = (b + c)(d + e)"], id="whole-brackets"
        ),
        pytest.param(
            "a = (bbbbbbbb + c + dddddddd)",
            16,
            ["a = (bbbbbbbb", "    + c", "    + dddddddd)"],
            id="brackets-that-are-too-wide",
        ),
        pytest.param("aaaaaaaaaaaaaaa", 10, ["aaaaaaaaaaaaaaa"], id="no-place"),
        pytest.param(
            r"\begin{cases} aaaaaaaa \\ b \end{cases}", 8, ["{aaaaaaaa; b}"], id="too-wide-cases"
        ),
    ],
)
def test_long_formula_goes_on_before_an_operator(tex: str, width: int, lines: list[str]) -> None:
    assert [line.replace("\u00a0", " ") for line in formula_lines(tex, width)] == lines


def test_nothing_in_a_note_is_obeyed_by_the_terminal() -> None:
    note = Note(
        path=PurePosixPath("x.md"),
        paper=Paper(title="\x1b[31mred [bold]b[/bold]", year=1, url="https://a\x1b]8;;b\x07"),
        extra={"k\x07": "\x9b5m"},
    )

    shown = rendered_note(note, "\x1b]0;t\x07 $\x1b[31m$ [red]x[/red]", width=80, color=False)

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    assert "[bold]b[/bold]" in shown
    assert "[red]x[/red]" in shown


def test_terminal_gets_card_and_page(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(monkeypatch, "li2023seenn")

    assert shown.startswith("╭")
    assert "The surrogate gradient is du/dt = -u/τ." in shown
    assert shown.endswith("\n")


def test_terminal_that_lacks_the_signs_gets_the_text_as_it_is(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _shown(monkeypatch, "li2023seenn", encoding="gbk")

    assert shown.startswith("path:")
    assert r"$\frac{du}{dt}=-u/\tau$" in shown


def test_raw_at_a_terminal_shows_control_characters_as_text(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tiny / "notes/2023/lif.md"
    note.write_text(note.read_text("utf-8") + "\x1b[31m", "utf-8")

    shown = _shown(monkeypatch, "lif", "--raw")

    assert "\\x1b[31m" in shown
    assert "\x1b" not in shown


def test_pipe_gets_fields_as_lines_and_the_body_as_it_is(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "li2023seenn"]) == 0

    shown = capsys.readouterr().out
    text = (tiny / "notes/2023/seenn.md").read_text("utf-8")
    assert shown.startswith("path:    notes/2023/seenn.md\ntitle:   SEENN: Towards")
    assert shown.endswith(text.rpartition("---\n\n")[2])


def test_raw_in_a_pipe_is_the_file(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "lif", "--raw"]) == 0

    assert capsys.readouterr().out == (tiny / "notes/2023/lif.md").read_text("utf-8")


def test_pipe_loads_nothing_that_lays_text_out(tiny: Path) -> None:
    code = (
        "import sys; from snnnotes.cli.app import run; run(['show', 'li2023seenn']);"
        "print('LOADED', *sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, check=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"},
    ).stdout  # fmt: skip
    loaded = set(shown.rpartition("LOADED ")[2].split())

    assert not {"rich", "markdown_it", "pylatexenc", "snnnotes.formats.formula_unicode"} & loaded


def test_json_has_fields_and_body(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "lif", "--json"]) == 0

    note = json.loads(capsys.readouterr().out)["note"]
    assert note["title"] == "LIF神经元的膜电位"
    assert note["extra"] == {"project": "thesis"}
    assert note["body"].endswith("发放脉冲。\n")
