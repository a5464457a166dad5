"""`snnnotes help`, and the help of every command."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from snnnotes.cli import topics
from snnnotes.cli.app import COMMANDS, HIDDEN, run
from snnnotes.cli.topics import TOPICS, readable, topic_text

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"


def _said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run(arguments) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


# The help of commands


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_ends_with_two_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    *_, head, first, second = _said([*name.split(), "--help"], capsys).splitlines()

    assert head.strip() == "Examples:"
    command = f"snnnotes {name}" if name else "snnnotes"
    for example in (first, second):
        assert example.startswith(f"    {command}")
    assert first != second


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_what_its_option_shows(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _said(["help", name], capsys) == _said([name, "--help"], capsys)


def test_help_alone_is_the_help_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert _said(["help"], capsys) == _said(["--help"], capsys)


def test_help_of_a_command_needs_no_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert "Usage: snnnotes list" in _said(["--root", "nowhere", "help", "list"], capsys)


# Topics


def test_every_page_of_the_reference_is_a_topic() -> None:
    assert sorted(stem for stem, _ in TOPICS.values()) == sorted(
        page.stem for page in REFERENCE.glob("*.md")
    )


def test_no_topic_has_the_name_of_a_command() -> None:
    assert not TOPICS.keys() & COMMANDS.keys()


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_is_listed_with_the_heading_of_its_page(
    topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = topic_text(topic).splitlines()[0]

    assert heading.removeprefix("# The ").removeprefix("# ") == TOPICS[topic][1].removeprefix(
        "The "
    )
    assert re.search(
        rf"^ +{topic} +{TOPICS[topic][1]}$", _said(["help", "--help"], capsys), re.MULTILINE
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_in_a_pipe_is_its_page(topic: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _said(["help", topic], capsys) == topic_text(topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_what_a_page_says_to_type_is_there(topic: str) -> None:
    named = re.findall(r"`snnnotes help ([\w-]+)`", topic_text(topic))

    assert set(named) <= TOPICS.keys() | COMMANDS.keys()


@pytest.mark.parametrize("topic", sorted(TOPICS.keys() - {"commands"}))
def test_no_link_to_another_page_is_left(topic: str) -> None:
    prose = re.sub(r"(?ms)^```.*?^```$|^ {4}.*?$|`[^`\n]+`", "", topic_text(topic))

    assert not re.findall(r"\]\((?!https?:)[^)]*\)", prose)
    assert "<!--" not in prose


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        pytest.param(
            "[Settings](configuration.md)", "Settings (`snnnotes help config`)", id="page"
        ),
        pytest.param(
            "[`[check]`](configuration.md#check)", "`[check]` (`snnnotes help config`)", id="part"
        ),
        pytest.param("[it](commands.md#init)", "it (`snnnotes help init`)", id="command"),
        pytest.param("[all](commands.md)", "all (`snnnotes help commands`)", id="commands"),
        pytest.param("[above](#fields)", "above", id="same-page"),
        pytest.param("| [`x`](#x) | y |", "| `x` | y |", id="code-in-words"),
        pytest.param("[膜电位](../how-to/x.md)", "膜电位", id="no-topic"),
        pytest.param("[TOML](https://toml.io)", "[TOML](https://toml.io)", id="address"),
        pytest.param("`[a](b.md)`", "`[a](b.md)`", id="code"),
        pytest.param("``[a](`)`` [b](#b)", "``[a](`)`` b", id="code-with-tick"),
        pytest.param("    [a](b.md)\n[b](#b)", "    [a](b.md)\nb", id="indented"),
        pytest.param(
            "```md\n<!-- a -->\n[a](b.md)\n```\n[b](#b)",
            "```md\n<!-- a -->\n[a](b.md)\n```\nb",
            id="fence",
        ),
        pytest.param("````\n```\n[a](b)\n````\n", "````\n```\n[a](b)\n````\n", id="fence-of-four"),
        pytest.param("a\n\n<!-- x -->\n<!-- y -->\n\nb", "a\n\nb", id="comments-between"),
        pytest.param("a\n\n<!-- x -->\n| b |\n<!-- y -->\n\nc", "a\n\n| b |\n\nc", id="table"),
    ],
)
def test_page_is_made_readable_away_from_the_others(page: str, shown: str) -> None:
    assert readable(page) == shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("qurey", "did you mean query?", id="topic"),
        pytest.param("Serch", "did you mean search?", id="command"),
        pytest.param("脉冲", "topics are query, note,", id="nothing-near"),
    ],
)
def test_unknown_topic_is_refused_with_what_there_is(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["help", name]) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"no topic or command {name!r}" in shown.err
    assert said in shown.err


def test_topics_and_commands_are_completed() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "snnnotes"],
        env=os.environ
        | {
            "_SNNNOTES_COMPLETE": "complete_bash",
            "COMP_WORDS": "snnnotes help ",
            "COMP_CWORD": "2",
        },
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip

    assert {*TOPICS, *COMMANDS} - HIDDEN == set(shown.stdout.split())


# Where the pages are


def test_wheel_brings_the_pages_to_where_they_are_looked_for() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
        "targets"
    ]["wheel"]

    package = Path(topics.__file__).parent.parent
    assert wheel["sources"]["docs/reference"] == "snnnotes/data/help"
    assert "docs/reference" in wheel["only-include"]
    assert package / "data" / "help" == topics.INSTALLED


def test_installed_pages_come_before_those_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "query-language.md").write_text("# 查询\n", "utf-8")
    monkeypatch.setattr(topics, "INSTALLED", tmp_path)

    assert _said(["help", "query"], capsys) == "# 查询\n"


# Streams


def test_topic_in_a_pipe_loads_no_rich() -> None:
    code = (
        "import sys; from snnnotes.cli.app import run; run(['help', 'query']);"
        "print('LOADED', *sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip

    loaded = set(shown.stdout.rpartition("LOADED ")[2].split())
    assert not {"rich", "yaml", "sqlite3", "snnnotes.features"} & loaded


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
@pytest.mark.parametrize("topic", ["query", "venues"])
def test_topic_on_a_legacy_console_does_not_crash(topic: str, encoding: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "snnnotes", "help", topic],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )

    assert (shown.returncode, shown.stderr) == (0, b"")
    assert shown.stdout.decode(encoding).splitlines()[0] == topic_text(topic).splitlines()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect has no pseudo-terminal on Windows")
class TestAtATerminal:
    """At a real one."""

    def _shown(self, *arguments: str, columns: int = 80, **environment: str) -> str:
        pexpect = pytest.importorskip("pexpect")
        child = pexpect.spawn(
            sys.executable,
            ["-m", "snnnotes", *arguments],
            env={**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
            dimensions=(24, columns),
            encoding="utf-8",
            timeout=20,
        )
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        return str(child.before).replace("\r\n", "\n")

    def test_topic_is_laid_out_to_the_width(self) -> None:
        shown = self._shown("--color", "never", "help", "exit-codes", "--no-pager", columns=60)

        assert "| code |" not in shown
        assert "────" in shown
        assert max(map(len, shown.splitlines())) <= 60

    def test_topic_is_coloured(self) -> None:
        assert "\x1b[36msearch\x1b[0m" in self._shown("help", "exit-codes", "--no-pager")

    def test_long_topic_goes_through_the_pager(self) -> None:
        shown = self._shown("help", "query", PAGER="head -n 1")

        assert "Query language" in shown
        assert len(shown.splitlines()) == 1

    def test_all_of_a_topic_is_shown_without_the_pager(self) -> None:
        shown = self._shown("help", "query", "--no-pager", PAGER="head -n 1")

        assert len(shown.splitlines()) > 100

    def test_console_without_the_lines_of_tables_gets_the_page_as_it_is(self) -> None:
        shown = self._shown("help", "exit-codes", PAGER="", PYTHONIOENCODING="ascii")

        assert "| code | meaning |" in shown
