"""Runs tests/cli/transcripts/*.txt, each in a fresh copy of tests/notebooks/tiny.

``$`` is a command, ``>`` a line of stdout, ``!`` a line of stderr, ``?`` the exit code if not 0.
A line ``% file`` shows a file: what is in it stands behind ``|``. ``<…>`` in an expected line
stands for anything, alone on a line for any number of lines. A folder of the script's name holds
files that lie beside the notebook: ``../refs.bib``.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from snnnotes.cli.app import run

ANYTHING = "<…>"
HERE = Path(__file__).parent
SCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))


def _conversation(script: Path) -> list[tuple[str, list[str]]]:
    """Pairs of a command or file and the lines that must answer it."""
    turns: list[tuple[str, list[str]]] = []
    for line in script.read_text("utf-8").splitlines():
        if line.startswith(("$ ", "% ")):
            turns.append((line, []))
        elif line and not line.startswith("#"):
            turns[-1][1].append(line)
    return turns


def _fits(expected: list[str], answer: list[str]) -> bool:
    lines = [
        "(?:.*\n)*" if line == ANYTHING else ".*".join(map(re.escape, line.split(ANYTHING))) + "\n"
        for line in expected
    ]
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in answer)) is not None


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_transcript(script: Path, tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside = script.with_suffix("")
    if beside.is_dir():
        shutil.copytree(beside, tiny.parent, dirs_exist_ok=True)
    for command, expected in _conversation(script):
        if command.startswith("% "):
            text = (tiny / command[2:]).read_text("utf-8")
            answer = [f"| {line}".rstrip() for line in text.splitlines()]
        else:
            code = run(shlex.split(command[2:])[1:])
            shown = capsys.readouterr()
            answer = [f"> {line}".rstrip() for line in shown.out.splitlines()]
            answer += [f"! {line}".rstrip() for line in shown.err.splitlines()]
            answer += [f"? {int(code)}"] if code else []
        assert _fits(expected, answer), "\n".join([f"{script.name}: {command}", *answer])


def test_there_are_transcripts() -> None:
    assert len(SCRIPTS) >= 6
