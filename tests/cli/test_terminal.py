"""What a person sees at a real terminal: prompts, choices, tables, colours."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from snnnotes.cli.terminal import columns_of

pexpect = pytest.importorskip("pexpect", reason="there is no pseudo-terminal on this system")
if sys.platform == "win32":
    pytest.skip("pexpect has no pseudo-terminal on Windows", allow_module_level=True)

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _start(*arguments: str, columns: int = 80, environment: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 (pexpect has no types)
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return pexpect.spawn(
        sys.executable,
        ["-m", "snnnotes", *arguments],
        env={**inherited, "TERM": "xterm-256color", "PYTHONUTF8": "1", **(environment or {})},
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=20,
    )


def _shown(*arguments: str, columns: int = 80, environment: Mapping[str, str] | None = None) -> str:
    """All that a command shows until it ends."""
    child = _start(*arguments, columns=columns, environment=environment)
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before).replace("\r\n", "\n")


def test_missing_fields_are_asked_for_until_the_answers_will_do(tiny: Path) -> None:
    child = _start("add")
    child.expect("Title: ")
    child.sendline("膜电位 at a prompt")
    child.expect("Year: ")
    child.sendline("soon")
    child.expect("is not a whole number from 1000 to 2999")
    child.expect("Year: ")
    child.sendline("2024")
    child.expect("notes/2024/膜电位 at a prompt.md")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert (tiny / "notes/2024/膜电位 at a prompt.md").is_file()


def test_year_of_an_arxiv_identifier_is_only_suggested(tiny: Path) -> None:
    child = _start("add", "X", "--arxiv", "2401.00010")
    child.expect(r"Year \[2024\]: ")
    child.sendline("")
    child.expect("notes/2024/X.md")


def test_ctrl_c_at_a_prompt_writes_nothing_and_exits_130(tiny: Path) -> None:
    before = sorted(tiny.rglob("*"))
    child = _start("add", "X")
    child.expect("Year: ")
    child.sendintr()
    child.expect("nothing was written")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130
    assert sorted(tiny.rglob("*")) == before


def test_several_notes_that_fit_are_a_numbered_choice(tiny: Path) -> None:
    child = _start("show", "spiking")
    child.expect(r"1\. A Survey of Spiking Networks \(2022\)")
    child.expect(r"2\. SEENN")
    child.expect("Which one: ")
    child.sendline("9")
    child.expect("a number from 1 to 2")
    child.sendline("2")
    child.expect("li2023seenn")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_table_is_straight_and_fits_the_terminal(columns: int, tiny: Path) -> None:
    lines = _ANSI.sub(
        "", _shown("list", columns=columns, environment={"NO_COLOR": "1"})
    ).splitlines()

    assert max(map(columns_of, lines)) <= columns
    assert lines[0].split() == ["Year", "Venue", "Citekey", "Title"]
    title_at = lines[0].index("Title")
    rows = [line for line in lines[1:-1] if line.startswith("20")]
    assert [columns_of(row[: row.index(title)]) for row, title in zip(
        rows, ("LIF", "SEENN", "A Survey"), strict=True
    )] == [title_at] * 3  # fmt: skip


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        pytest.param((), {}, True, id="terminal"),
        pytest.param((), {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param((), {"TERM": "dumb"}, False, id="dumb"),
        pytest.param(("--color", "never"), {"FORCE_COLOR": "1"}, False, id="option-wins"),
        pytest.param(("--color", "always"), {"NO_COLOR": "1"}, True, id="option-wins-too"),
    ],
)
@pytest.mark.parametrize("command", [("search", "膜电位"), ("list",)], ids=["search", "list"])
def test_colours_follow_option_and_environment(
    command: tuple[str, ...],
    options: tuple[str, ...],
    environment: dict[str, str],
    colored: bool,
    tiny: Path,
) -> None:
    child = _start(*options, *command, environment=environment)
    child.expect(pexpect.EOF)
    shown = str(child.before)

    assert ("\x1b[" in shown) is colored


def test_what_stands_in_a_note_never_reaches_the_terminal_as_a_command(tiny: Path) -> None:
    note = tiny / "notes/2022/evil.md"
    note.write_text(
        '---\ntitle: "[bold]x[/bold] \\e[31mred \\a"\nyear: 2022\ncitekey: evil\n---\n'
        "bell \a escape \x1b]0;title\x07 [red]markup[/red] here\n",
        "utf-8",
    )

    for command in (("list",), ("search", "markup"), ("show", "evil")):
        shown = _ANSI.sub("", _shown(*command))
        assert "[bold]x[/bold]" in " ".join(shown.split())
        assert "\x1b" not in shown
        assert "\a" not in shown


def test_long_title_goes_on_under_itself_in_whole_words(tiny: Path) -> None:
    note = tiny / "notes/2022/long.md"
    note.write_text(
        '---\ntitle: "Spiking 点云网络，membrane potential perturbation"\nyear: 2022\n---\n点云\n',
        "utf-8",
    )

    assert _shown("--color", "never", "search", "点云", columns=30).splitlines()[:3] == [
        "1. Spiking 点云网络，membrane",
        "   potential perturbation",
        "   2022",
    ]


def test_words_are_marked_in_title_and_text(tiny: Path) -> None:
    shown = _shown("search", "膜电位")

    assert "\x1b[1mLIF神经元的\x1b[0m\x1b[1;31m膜电位\x1b[0m" in shown
    assert "何时停止，\x1b[1;31m膜电位" in shown
    assert "\x1b[1;31mmembrane potential" in shown


def test_a_terminal_shows_a_screenful_and_says_how_to_see_all(tiny: Path) -> None:
    for number in range(25):
        (tiny / f"notes/2022/n{number}.md").write_text(
            f"---\ntitle: Paper {number}\nyear: 2022\n---\n\n罕见词\n", "utf-8"
        )

    assert "25 notes, 5 not shown (--all shows them)" in _shown("search", "罕见词")
    assert "25 notes\n" in _shown("search", "罕见词", "--all")
