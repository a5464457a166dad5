"""`stats` and `status` at a real terminal, and in pipes of any code page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from snnnotes.cli.terminal import columns_of

PROGRAM = [sys.executable, "-m", "snnnotes"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pexpect drives POSIX terminals")
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def long_names(tiny: Path) -> Path:
    (tiny / "notes/2022/long.md").write_text(
        f"---\ntitle: {'脉冲神经网络' * 20}\nyear: 2019\nvenue: {'神经形态工程学报' * 6}\n"
        f"authors: [{'Timothée ' * 12}Masquelier]\ntags: [{'surrogate-' * 12}gradient, 🧠]\n---\n",
        "utf-8",
    )
    return tiny


def at_terminal(*arguments: str, columns: int, **environment: str) -> str:
    """What a terminal of so many columns is sent."""
    pexpect = pytest.importorskip("pexpect")
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    child = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], *arguments],
        env={**known, "TERM": "xterm", "PYTHONUTF8": "1", **environment},
        dimensions=(100, columns),
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        codec_errors="strict",
        timeout=60,
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    shown: str = child.before.replace("\r\n", "\n")
    return shown


@POSIX
@pytest.mark.parametrize("columns", [40, 60, 80, 99, 100, 120])
def test_bars_fit_the_terminal(columns: int, long_names: Path) -> None:
    shown = at_terminal("stats", columns=columns)

    lines = _STYLE.sub("", shown).splitlines()
    assert max(map(columns_of, lines)) <= columns
    assert any(line.startswith("Papers by year") for line in lines)
    assert "…" in shown
    assert "█" in shown


@POSIX
def test_groups_stand_side_by_side_on_a_wide_terminal(long_names: Path) -> None:
    wide = _STYLE.sub("", at_terminal("stats", columns=120)).splitlines()

    assert re.fullmatch("Papers by year +Papers by venue", wide[0])
    assert [line.split("Papers by ")[1:] for line in wide if "Papers by" in line] == [
        [f"year{' ' * 48}", "venue"],
        [f"tag{' ' * 49}", "author"],
        [f"status{' ' * 46}", "month added"],
    ]


@POSIX
def test_no_color_leaves_no_escape_sequence(tiny: Path) -> None:
    assert "\x1b[36m" in at_terminal("stats", columns=80)
    assert "\x1b" not in at_terminal("stats", columns=80, NO_COLOR="1")
    assert "\x1b" not in at_terminal("status", columns=80, NO_COLOR="1")


@POSIX
@pytest.mark.parametrize(
    ("encoding", "bar"),
    [pytest.param("gbk", "█", id="gbk"), pytest.param("cp1252", "#", id="cp1252")],
)
def test_bars_are_drawn_with_what_the_console_has(encoding: str, bar: str, tiny: Path) -> None:
    shown = at_terminal(
        "stats", "--by", "year", columns=80, PYTHONIOENCODING=encoding, PYTHONUTF8="0"
    )

    assert _STYLE.sub("", shown).splitlines()[2] == f"  2023 2 {bar * 48}"


@POSIX
@pytest.mark.parametrize("columns", [60, 80])
def test_titles_of_the_week_fit_the_terminal(columns: int, long_names: Path) -> None:
    lines = _STYLE.sub("", at_terminal("status", columns=columns)).splitlines()

    titles = [line for line in lines if line.startswith(" ")]
    assert len(titles) == 4
    assert max(map(columns_of, titles)) <= columns
    assert any(title.endswith("…") for title in titles)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"LC_ALL": "C"}, id="LC_ALL=C"),
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="ascii"),
        pytest.param({"PYTHONIOENCODING": "gbk"}, id="gbk"),
        pytest.param({"PYTHONIOENCODING": "cp1252"}, id="cp1252"),
    ],
)
@pytest.mark.parametrize("command", ["stats", "stats --json", "status", "status --json"])
def test_no_code_page_stops_a_command(
    command: str, environment: dict[str, str], long_names: Path
) -> None:
    done = subprocess.run(
        [*PROGRAM, *command.split()],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    if "--json" in command:
        assert "NeurIPS" in done.stdout.decode("utf-8") or "notes/" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("command", ["stats", "status"])
def test_commands_load_neither_rich_nor_a_library_for_charts(command: str, tiny: Path) -> None:
    code = (
        "import sys; from snnnotes.cli.app import run; run(sys.argv[1:]);"
        "print('LOADED', *sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, command],
        capture_output=True, check=True, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip

    loaded = set(done.stdout.decode("utf-8").rpartition("LOADED ")[2].split())
    assert not {"rich", "matplotlib", "numpy", "socket", "ssl", "httpx2"} & loaded
