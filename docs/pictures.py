"""Draws what commands show at a terminal, on this repository's own notes, as SVG.

``make pictures`` writes those of the READMEs to docs/pictures. ``python docs/pictures.py FOLDER``
writes those of all commands in `LOOKED_AT`, at 80 and 120 columns, to be looked at after a change
of what is shown. Needs a POSIX system and the packages of the extra test.
"""

import html
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pexpect
from rich.color import Color, blend_rgb
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from snnnotes.model.columns import columns_of

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"


class Picture(NamedTuple):
    """A command, and how much of its output is drawn."""

    name: str
    #: As typed after ``snnnotes``.
    command: str
    #: Of the terminal, in columns.
    width: int = 80
    #: Lines that are drawn of what it wrote, from the first one; all if 0.
    rows: int = 0


#: The pictures in the READMEs.
SHOWN = (
    Picture("search", "search 膜电位 --limit 2"),
    Picture("show", "show yao2023spikedriven", rows=41),
)
#: What a change of the looks should be judged by.
LOOKED_AT = (
    Picture("list", "list"),
    Picture("list-2021", "list --year 2021"),
    Picture("show", "show yao2023spikedriven"),
    Picture("search", "search 膜电位 --limit 3"),
    Picture("search-math", r"search 'math:\tau' --limit 3"),
    Picture("stats", "stats"),
    Picture("status", "status"),
    Picture("check", "check"),
    Picture("check-defects", "--root tests/notebooks/seeded check"),
)

_LIGHT = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [(36, 41, 47), (207, 34, 46), (26, 127, 55), (154, 103, 0),
     (9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)],
)  # fmt: skip
_DARK = TerminalTheme(
    (13, 17, 23),
    (230, 237, 243),
    [(72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34),
     (88, 166, 255), (188, 140, 255), (57, 197, 207), (177, 186, 196)],
)  # fmt: skip
#: Colours of GitHub, around the picture.
#: Source: https://github.com/primer/github-vscode-theme
THEMES = {"light": _LIGHT, "dark": _DARK}

#: Of one column and one line, in pixels; the letters of a monospaced font are 0.6 em wide.
X, Y, _SIZE = 8.4, 20, 14
#: Chinese fills its two columns better when it is a little larger.
_WIDE_SIZE = 15.5
_MARGIN = 16
_FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
_CHINESE_FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
_EIGHTHS = "▏▎▍▌▋▊▉█"
#: A font's own would leave gaps between lines.
_LINES = "─│╭╮╰╯"
#: What is drawn in one piece: letters and single blanks, a line, a bar, Chinese, another sign.
_PIECE = re.compile(
    rf"[!-~]+(?: [!-~]+)*|─+|[{_EIGHTHS}]+|[\u3000-\u303e\u4e00-\u9fff\uff01-\uff60]+|[^ ]"
)


class Run(NamedTuple):
    """Characters of one style beside each other."""

    row: int
    column: int
    text: str
    style: Style


def output_of(picture: Picture, notebook: Path) -> str:
    """What the command writes to a terminal, with its escape sequences.

    Args:
        picture: Which command, and how wide a terminal.
        notebook: The folder to run in; an empty folder beside it keeps cache and journal.
    """
    kept = notebook.with_name(notebook.name + "-kept")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "PAGER": "cat",
        "SNNNOTES_OFFLINE": "1",
        "SNNNOTES_CACHE_DIR": str(kept / "cache"),
        "SNNNOTES_STATE_DIR": str(kept / "state"),
    }
    command = f"{sys.executable} -m snnnotes {picture.command}"
    for _ in range(2):  # the first run may show how far the index is
        written = pexpect.run(
            command,
            timeout=120,
            cwd=str(notebook),
            env=environment,
            dimensions=(50, picture.width),
        )
    return str(written, "utf-8").replace("\r\n", "\n")


def copy_of_notebook(folder: Path) -> Path:
    """This repository's notebook in a new folder, as if three notes were changed today."""
    notebook = folder / "notes-on-snn"
    notebook.mkdir()
    for file in ROOT.glob("*.*"):
        if file.is_file():
            shutil.copy(file, notebook)
    shutil.copy(ROOT / "LICENSE", notebook)
    for name in ("docs", "notes", "tests/notebooks"):
        shutil.copytree(ROOT / name, notebook / name)
    now = time.time()
    for number, note in enumerate(sorted(notebook.glob("notes/*/*.md"))):
        changed = now - number * 60 if number < 3 else now - 30 * 86400  # noqa: PLR2004
        os.utime(note, (changed, changed))
    return notebook


def runs_of(written: str, width: int) -> Iterator[Run]:
    """Text with escape sequences as a terminal lays it out: what is too long goes on below."""
    row = column = 0
    console = Console(width=width, color_system="truecolor")
    for line in written.rstrip("\n").split("\n"):
        column = 0
        for text, style, _ in Text.from_ansi(line).render(console):
            run, start = "", column
            for character in text.replace("\n", ""):
                if column + columns_of(character) > width:
                    yield Run(row, start, run, style or Style())
                    row, column, start, run = row + 1, 0, 0, ""
                run += character
                column += columns_of(character)
            yield Run(row, start, run, style or Style())
        row += 1


def svg_of(picture: Picture, written: str, theme: TerminalTheme) -> str:
    """The picture: the command as it is typed, and below it what it wrote.

    Each piece stands at the place that the terminal gives it, however wide the reader's font is.
    """
    typed = f"\x1b[32m$\x1b[0m \x1b[1msnnnotes {picture.command}\x1b[0m\n"
    runs = list(runs_of(typed + written, picture.width))
    rows = min(max(run.row for run in runs), picture.rows or len(runs)) + 1
    width = round(picture.width * X + 2 * _MARGIN)
    height = rows * Y + 2 * _MARGIN
    ground, ink = theme.background_color.hex, theme.foreground_color.hex
    frame = blend_rgb(theme.background_color, theme.foreground_color, 0.2).hex
    drawn = "\n".join(piece for run in runs if run.row < rows for piece in _drawn(run, theme))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
viewBox="0 0 {width} {height}" role="img" fill="{ink}" font-size="{_SIZE}" \
font-family="{_FONTS}">
<title>snnnotes {html.escape(picture.command)}</title>
<style>.b{{font-weight:bold}}.i{{font-style:italic}}.w{{font-family:{_CHINESE_FONTS};font-size:{_WIDE_SIZE}px}}</style>
<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="6" fill="{ground}" \
stroke="{frame}"/>
<g transform="translate({_MARGIN} {_MARGIN})">
{drawn}
</g>
</svg>
"""


def _drawn(run: Run, theme: TerminalTheme) -> Iterator[str]:
    ink = _ink(run.style, theme)
    if run.style.underline:
        x, y = run.column * X, run.row * Y + 0.9 * Y
        yield f'<path stroke="{ink}" d="M{x:.1f} {y:.1f}h{columns_of(run.text) * X:.1f}"/>'
    for piece in _PIECE.finditer(run.text):
        text = piece[0]
        x = (run.column + columns_of(run.text[: piece.start()])) * X
        y = run.row * Y
        if text[0] in _LINES:
            yield _line(text, x, y, ink)
        elif text[0] in _EIGHTHS:
            long = sum(_EIGHTHS.index(one) + 1 for one in text) / 8 * X
            yield f'<path fill="{ink}" d="M{x:.1f} {y + 3}h{long:.1f}v{Y - 6}h-{long:.1f}z"/>'
        else:
            yield _letters(text, x, y, run.style, ink)


def _line(text: str, x: float, y: float, ink: str) -> str:
    """A piece of a frame, from edge to edge of its columns."""
    middle, below, end = x + X / 2, y + Y / 2, x + X
    path = {
        "─": f"M{x:.1f} {below}h{len(text) * X:.1f}",
        "│": f"M{middle:.1f} {y}v{Y}",
        "╭": f"M{end:.1f} {below}Q{middle:.1f} {below} {middle:.1f} {y + Y}",
        "╮": f"M{x:.1f} {below}Q{middle:.1f} {below} {middle:.1f} {y + Y}",
        "╰": f"M{end:.1f} {below}Q{middle:.1f} {below} {middle:.1f} {y}",
        "╯": f"M{x:.1f} {below}Q{middle:.1f} {below} {middle:.1f} {y}",
    }[text[0]]
    return f'<path fill="none" stroke="{ink}" d="{path}"/>'


def _letters(text: str, x: float, y: float, style: Style, ink: str) -> str:
    columns = columns_of(text)
    is_wide = columns == 2 * len(text)
    named = ("b" * bool(style.bold), "i" * bool(style.italic), "w" * is_wide)
    names = " ".join(filter(None, named))
    looks = f'fill="{ink}"' + f' class="{names}"' * bool(names)
    if is_wide:
        place = " ".join(f"{x + 2 * X * number:.1f}" for number in range(len(text)))
    else:
        place = f"{x:.1f}"
        looks += f' textLength="{columns * X:.1f}" lengthAdjust="spacingAndGlyphs"'
    shown = html.escape(text, quote=False)
    return f'<text x="{place}" y="{y + 0.72 * Y:.1f}" {looks}>{shown}</text>'


def _ink(style: Style, theme: TerminalTheme) -> str:
    color = (style.color or Color.default()).get_truecolor(theme)
    if style.dim:
        color = blend_rgb(color, theme.background_color, 0.4)
    return color.hex


def main() -> None:
    """Write the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    if len(sys.argv) > 1:
        pictures = [
            one._replace(name=f"{one.name}-{width}", width=width)
            for one in LOOKED_AT
            for width in (80, 120)
        ]
    else:
        pictures = list(SHOWN)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        notebook = copy_of_notebook(Path(temporary))
        for picture in pictures:
            written = output_of(picture, notebook)
            for name, theme in THEMES.items():
                file = folder / f"{picture.name}-{name}.svg"
                file.write_text(svg_of(picture, written, theme), "utf-8", newline="\n")
                sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
