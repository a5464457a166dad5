"""What the shells complete, asked in their own protocol."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def _completed(line: str, shell: str = "bash") -> list[str]:
    environment = os.environ | {"_SNNNOTES_COMPLETE": f"complete_{shell}", "PYTHONUTF8": "1"}
    words = line.split(" ")
    if shell == "bash":
        environment |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    else:
        environment |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    code = (
        "import sys; sys.argv[0] = 'snnnotes'; from snnnotes.cli.app import run; sys.exit(run([]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return [line for line in done.stdout.split("\n") if line]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        pytest.param("snnnotes bu", ["build-readme"], id="command"),
        pytest.param("snnnotes list --year ", ["2022", "2023"], id="years"),
        pytest.param("snnnotes list --venue N", ["NeurIPS"], id="venues"),
        pytest.param(
            "snnnotes list --tag ", ["early-exit", "neuron-model", "survey", "training"], id="tags"
        ),
        pytest.param("snnnotes list --author 张", ["张三"], id="authors"),
        pytest.param("snnnotes list --status r", ["reading", "read"], id="statuses"),
        pytest.param("snnnotes show li", ["li2023seenn"], id="citekeys"),
        pytest.param("snnnotes add X --tag early", ["early-exit"], id="tags-of-add"),
        pytest.param("snnnotes search --sor", ["--sort"], id="options"),
    ],
)
def test_bash_completes(line: str, values: list[str], tiny: Path) -> None:
    assert _completed(line) == values


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_complete_too(shell: str, tiny: Path) -> None:
    assert any("NeurIPS" in line for line in _completed("snnnotes list --venue N", shell))


def test_outside_a_notebook_nothing_is_completed_and_nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _completed("snnnotes list --venue N") == []


def test_a_root_named_on_the_line_is_the_one_completed_from(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _completed(f"snnnotes --root {tiny} list --venue N") == ["NeurIPS"]
