"""What the shells complete, asked in their own protocol."""

import os
import re
import shutil
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
        pytest.param("snnnotes list --author Yuh", ["Yuhang\\ Li"], id="one-word-with-blanks"),
        pytest.param("snnnotes list --author 'Yuh", ["Yuhang Li"], id="in-quotes"),
        pytest.param("snnnotes open li", ["li2023seenn"], id="note-to-open"),
        pytest.param("snnnotes edit li", ["li2023seenn"], id="note-to-edit"),
        pytest.param("snnnotes remove li", ["li2023seenn"], id="note-to-remove"),
        pytest.param("snnnotes rename li", ["li2023seenn"], id="note-to-rename"),
        pytest.param("snnnotes tag li", ["li2023seenn"], id="note-to-tag"),
        pytest.param("snnnotes tag lif +su", ["+survey"], id="tag-that-comes"),
        pytest.param("snnnotes set li", ["li2023seenn"], id="note-to-set"),
        pytest.param("snnnotes set lif status=re", ["status=reading", "status=read"], id="value"),
        pytest.param("snnnotes set lif venue=N", ["venue=NeurIPS"], id="venue-of-a-field"),
        pytest.param("snnnotes check --select formula-de", ["formula-debt"], id="check"),
        pytest.param("snnnotes stats --by v", ["venue"], id="what-to-count-by"),
        pytest.param("snnnotes export --format ri", ["ris"], id="format"),
        pytest.param("snnnotes help exit", ["exit-codes"], id="topic"),
        pytest.param("snnnotes help und", ["undo"], id="command-in-help"),
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


def _completed_in_powershell(words: str, word: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "snnnotes"],
        capture_output=True, encoding="utf-8", check=True,
        env=os.environ | {
            "_SNNNOTES_COMPLETE": "complete_powershell", "PYTHONUTF8": "1",
            "_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_WORD_TO_COMPLETE": word,
        },
    )  # fmt: skip
    return [line.partition(":::")[0] for line in done.stdout.splitlines()]


def test_powershell_is_told_values_in_its_own_protocol(tiny: Path) -> None:
    assert _completed_in_powershell("snnnotes list --venue N", "N") == ["NeurIPS"]
    assert _completed_in_powershell("snnnotes show ", "") == ["li2023seenn", "zhang2022survey"]
    assert _completed_in_powershell("snnnotes list --author 张", "张") == ["张三"]


#: How each shell is started, and how it learns what our program completes.
SHELLS = {
    "bash": (["--norc", "--noprofile"], "source {script}"),
    "zsh": (["-f"], "autoload -Uz compinit; compinit -D -u; bindkey -e; source {script}"),
    "fish": (["--no-config"], "source {script}"),
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("typed", "argument"),
    [
        pytest.param("show li2", "li2023seenn", id="note"),
        pytest.param("list --author Yuh", "Yuhang Li", id="blanks"),
        pytest.param("list --author 'Yuh", "Yuhang Li", id="in-quotes"),
        pytest.param("list --author 张", "张三", id="chinese"),
        pytest.param("set li2023seenn status=u", "status=unread", id="value-of-a-field"),
        pytest.param("tag lif +sur", "+survey", id="tag"),
        pytest.param("help exit", "exit-codes", id="topic"),
    ],
)
def test_a_real_shell_completes_one_whole_argument(
    shell: str, typed: str, argument: str, tiny: Path, tmp_path: Path
) -> None:
    pexpect = pytest.importorskip("pexpect")
    if sys.platform == "win32" or not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    programs = tmp_path / "bin"
    programs.mkdir()
    # Completes as ours; run, it shows the last word that it was given.
    program = programs / "snnnotes"
    program.write_text(
        f'#!/bin/sh\n[ "$_SNNNOTES_COMPLETE" ] && exec "{sys.executable}" -m snnnotes\n'
        'for word; do :; done; echo "<<$word>>"\n',
        "utf-8",
    )
    program.chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path),
        "TERM": "xterm", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    script = tmp_path / f"completion.{shell}"
    script.write_bytes(
        subprocess.run(
            [program], check=True, capture_output=True,
            env=environment | {"_SNNNOTES_COMPLETE": f"source_{shell}"},
        ).stdout
    )  # fmt: skip
    options, setting = SHELLS[shell]
    child = pexpect.spawn(
        shell, options, env=environment, encoding="utf-8", dimensions=(40, 150), timeout=30
    )
    child.sendline(f"{setting.format(script=script)}; echo REA''DY")
    child.expect("READY")
    child.send(f"snnnotes {typed}\t")
    # A shell takes keys again when it has shown the completed word.
    child.expect(re.escape(argument[-2:]))
    child.send("\r")
    child.expect("<<(.*?)>>")

    shown = child.match[1]
    child.close(force=True)
    assert shown == argument
