"""Consoles for tests: streams of any encoding, and a notebook whose titles try them."""

import io
from pathlib import Path

#: Chinese, emoji of several characters, marks that combine, markup of rich, escape sequences.
ODD_NOTES = {
    "emoji": (
        '---\ntitle: "🧠👩‍🔬 的电位 ₂ e\u0301 ❤️ — “Zoë”"\nyear: 2022\nauthors: [Zoë Å, 李四]\n'
        "tags: [组会, 🧠]\nvenue: 神经形态工程学报\nstatus: 读\nrating: 4\nadded: 2025-03-04\n"
        "citekey: li2022nao\n---\n\n# 标题 🧠\n\n电位 $\\frac{du}{dt} = \\tau x_2$ …\n\n"
        "| 列 | b |\n|---|---|\n| 电 | 2 |\n"
    ),
    "evil": (
        '---\ntitle: "[bold]x[/bold] \\e[31mred 电位 \\a"\nyear: 2022\ncitekey: evil\n'
        "url: https://example.org/\n---\n"
        "bell \a escape \x1b]0;title\x07 [red]markup[/red] here 电位\n"
    ),
    "坏的": "---\ntitle: x: y: 电位\n---\n",
}


class Console(io.TextIOWrapper):
    """A stream of a code page; what was written to it is kept."""

    def __init__(self, encoding: str, *, is_terminal: bool) -> None:
        self._bytes = io.BytesIO()
        self._is_terminal = is_terminal
        super().__init__(self._bytes, encoding=encoding, errors="strict", newline="\n")

    def isatty(self) -> bool:
        """Does it pass for a terminal?"""
        return self._is_terminal

    def written(self) -> bytes:
        """All that was written so far."""
        self.flush()
        return self._bytes.getvalue()


def write_odd_notes(root: Path) -> None:
    """Put `ODD_NOTES` into a notebook, and what commands read beside notes."""
    for name, text in ODD_NOTES.items():
        (root / f"notes/2022/{name}.md").write_text(text, "utf-8")
    (root / "refs.bib").write_text(
        "@article{bell2020, title={Spikes 脉冲 🧠}, author={Bell, Ann}, year={2020}}", "utf-8"
    )
    (root / "列表.md").write_text(
        "# 列表\n\n- [膜电位 🧠 Spiking](https://arxiv.org/abs/2401.00009) (2024)\n", "utf-8"
    )
