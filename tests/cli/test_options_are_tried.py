"""Every option of every command stands in a transcript or in a call of a test."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import typer.main

from snnnotes.cli.app import COMMANDS, app

TESTS = Path(__file__).parent.parent
#: Between a command and its option in a test: one call, which lists and lines may spread.
_CALL = r"[\"' ]{name}\b[^)]{{0,400}}?(?:[\"' ])(?:{options})\b"


def options_of(command: str) -> list[list[str]]:
    """The names of each option of a command, without --help."""
    found = typer.main.get_command(app).get_command(None, command)  # type: ignore[attr-defined]
    return [
        [*one.opts, *one.secondary_opts]
        for one in found.params
        if one.param_type_name == "option" and "--help" not in one.opts
    ]


@cache
def transcript_words() -> tuple[tuple[str, ...], ...]:
    """The words of every command line in transcripts."""
    return tuple(
        tuple(shlex.split(line[2:]))
        for script in (TESTS / "cli" / "transcripts").glob("*.txt")
        for line in script.read_text("utf-8").splitlines()
        if line.startswith("$ ")
    )


@cache
def texts_of_tests() -> tuple[str, ...]:
    """The code of all tests but this one."""
    return tuple(
        path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)
    )


def is_in_a_transcript(command: str, names: list[str]) -> bool:
    return any(
        command in words and any(word.partition("=")[0] in names for word in words)
        for words in transcript_words()
    )


def is_in_a_test(command: str, names: list[str]) -> bool:
    pattern = _CALL.format(name=re.escape(command), options="|".join(map(re.escape, names)))
    return any(
        re.search(pattern, text) for text in texts_of_tests() if any(name in text for name in names)
    )


@pytest.mark.parametrize(
    ("command", "names"),
    [
        pytest.param(command, names, id=f"{command} {names[0]}")
        for command in COMMANDS
        for names in options_of(command)
    ],
)
def test_option_is_tried(command: str, names: list[str]) -> None:
    assert is_in_a_transcript(command, names) or is_in_a_test(command, names)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "merge-readme"])
def test_command_has_a_transcript(command: str) -> None:
    assert any(words[1:2] == (command,) or command in words for words in transcript_words())


def test_an_option_that_nothing_uses_is_seen() -> None:
    assert not is_in_a_transcript("list", ["--no-such-option"])
    assert not is_in_a_test("list", ["--no-such" + "-option"])
