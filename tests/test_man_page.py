"""The man page is that of the program as it is, and `man` has nothing to say against it."""

import importlib.util
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer.main

from snnnotes.cli.app import COMMANDS, HIDDEN, ExitCode, LazyGroup, app
from snnnotes.cli.topics import TOPICS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "man" / "snnnotes.1"

_spec = importlib.util.spec_from_file_location("man_page", ROOT / "docs" / "man_page.py")
assert _spec is not None
assert _spec.loader is not None
man_page = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(man_page)


def _section(name: str, mark: str = "SH") -> str:
    """A part of the page, up to the next of its kind."""
    page = str(man_page.man_page())
    return page.partition(f"\n.{mark} {name}\n")[2].partition(f"\n.{mark} ")[0]


def _commands() -> list[tuple[str, set[str]]]:
    """Each command that people run, with its options."""
    group = typer.main.get_command(app)
    assert isinstance(group, LazyGroup)
    found = []
    for name in COMMANDS:
        command = group.get_command(None, name)
        options = {option for parameter in command.params for option in parameter.opts}
        found.append((name, {one for one in options if one.startswith("-")}))
    return [(name, options) for name, options in found if name not in HIDDEN]


def test_man_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == man_page.man_page(), "run python docs/reference_pages.py"


def test_man_page_has_the_sections_of_man_pages_in_their_order() -> None:
    # The order is from man-pages(7).
    assert re.findall(r"^\.SH (.+)$", man_page.man_page(), re.MULTILINE) == [
        "NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES", "COMMANDS", "EXIT STATUS", "ENVIRONMENT",
        "SEE ALSO",
    ]  # fmt: skip


def test_name_is_one_that_whatis_can_read() -> None:
    assert re.fullmatch(r"snnnotes \\- [^\n]+[^.]", _section("NAME"))


@pytest.mark.parametrize(
    ("name", "options"), [pytest.param(*one, id=one[0]) for one in _commands()]
)
def test_every_command_is_told_with_its_options_and_examples(name: str, options: set[str]) -> None:
    part = _section(man_page.code(name), "SS")

    told = part.replace(r"\-", "-")
    assert f"snnnotes {name}" in told
    assert {option for option in options if f"\\fB{option}\\fR" in told} == options
    _, examples = told.rsplit(".EX\n", 1)
    assert len(re.findall(rf"^snnnotes {name}", examples, re.MULTILINE)) == 2


@pytest.mark.parametrize("name", HIDDEN)
def test_commands_that_programs_run_are_left_out(name: str) -> None:
    assert man_page.code(name) not in man_page.man_page()


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_told(code: ExitCode) -> None:
    assert f".TP\n{int(code)}\n" in f"{_section('EXIT STATUS')}\n"


@pytest.mark.parametrize("name", ["SNNNOTES_ROOT", "NO_COLOR", "VISUAL", "HTTPS_PROXY"])
def test_environment_variables_are_told(name: str) -> None:
    assert f"\\fB{name}\\fR" in _section("ENVIRONMENT")


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_of_help_is_named(topic: str) -> None:
    assert f"snnnotes help {topic}".replace("-", r"\-") in _section("SEE ALSO")


@pytest.mark.parametrize(
    ("text", "roff"),
    [
        pytest.param("a-b", "a-b", id="hyphen"),
        pytest.param("with --all, -q", r"with \-\-all, \-q", id="options"),
        pytest.param("`a-b`", r"\fBa\-b\fR", id="code"),
        pytest.param("`` $` ``", r"\fB $\(ga \fR", id="code-with-tick"),
        pytest.param("[no-color.org](https://no-color.org)", "https://no-color.org", id="bare"),
        pytest.param("[TOML](https://toml.io)", "TOML (https://toml.io)", id="link"),
        pytest.param(r"\tau", r"\etau", id="backslash"),
        pytest.param(".md files", r"\&.md files", id="dot-at-the-start"),
        pytest.param("'x' is", r"\&'x' is", id="quote-at-the-start"),
        pytest.param("膜电位", "膜电位", id="chinese"),
    ],
)
def test_prose_is_written_so_that_roff_shows_it_as_it_is(text: str, roff: str) -> None:
    assert man_page.text_line(text) == roff


@pytest.mark.parametrize(
    ("text", "roff"),
    [
        pytest.param("snnnotes tag x +a -b", r"snnnotes tag x +a \-b", id="option"),
        pytest.param("search '\"a\" ~b^`'", r"search \(aq\(dqa\(dq".replace(r"\(dq", '"')
                     + r" \(tib\(ha\(ga\(aq", id="quotes"),
        pytest.param(r"math:\tau", r"math:\etau", id="backslash"),
    ],
)  # fmt: skip
def test_examples_can_be_copied_from_the_page(text: str, roff: str) -> None:
    assert man_page.code(text) == roff


def test_wheel_brings_the_page_to_where_man_looks() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    data = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert data == {str(PAGE.relative_to(ROOT).as_posix()): "share/man/man1/snnnotes.1"}


def _rendered(*command: str) -> tuple[str, str]:
    """The page as a reader sees it, and what the formatter complains of."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} on this system")
    shown = subprocess.run(
        [*command, str(PAGE)],
        capture_output=True,
        check=False,
        env=os.environ | {"MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""},
    )
    return shown.stdout.decode(), shown.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("groff", "-k", "-man", "-Tutf8", "-ww", "-z"), id="groff"),
        # It wants a date, which would make the page differ each day.
        pytest.param(("mandoc", "-Tlint", "-Wwarning"), id="mandoc"),
    ],
)
def test_formatters_find_nothing_wrong(command: tuple[str, ...]) -> None:
    assert _rendered(*command) == ("", "")


def test_reader_sees_every_command_and_plain_hyphens() -> None:
    shown, _ = _rendered("groff", "-k", "-man", "-Tutf8", "-P-cbou")

    for name, _ in _commands():
        assert f"\n   {name}\n" in shown
    assert "--dry-run" in shown
    assert "\\" not in shown.replace("\\frac", "")
