"""What a command loads at start: start-up is a feature."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = {
    "rich", "yaml", "frontmatter", "rapidfuzz", "bibtexparser", "sqlite3", "tomllib", "csv",
    "snnnotes.features", "snnnotes.storage", "snnnotes.formats", "importlib.metadata",
}  # fmt: skip


def _loaded(arguments: list[str], folder: Path) -> set[str]:
    code = (
        "import sys; from snnnotes.cli.app import run; code = run(sys.argv[1:]);"
        "print('LOADED', *sys.modules); sys.exit(code)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=True, cwd=folder, encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    return set(shown.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("command", ["--version", "--help", "list --help", "add --help"])
def test_version_and_help_load_nothing_heavy(command: str, tmp_path: Path) -> None:
    assert not HEAVY & _loaded(command.split(), tmp_path)


def test_warm_list_in_a_pipe_reads_no_yaml_and_loads_no_rich(tiny: Path) -> None:
    time.sleep(2.1)  # a younger file is read again, since it may change within its own second
    _loaded(["list"], tiny)

    loaded = _loaded(["list", "--year", "2023"], tiny)

    assert not {"rich", "yaml", "frontmatter", "rapidfuzz", "bibtexparser", "csv"} & loaded


def test_list_loads_nothing_of_search(tiny: Path) -> None:
    loaded = _loaded(["list", "--year", "2023"], tiny)

    assert not {"snnnotes.features.search", "snnnotes.features.readme"} & loaded


@pytest.mark.parametrize("command", ["list --year 2023", "search 膜电位", "build-readme"])
def test_commands_that_ask_nobody_load_nothing_of_the_network(command: str, tiny: Path) -> None:
    loaded = _loaded(command.split(), tiny)

    network = {"socket", "ssl", "http.client", "urllib.request", "httpx2", "httpcore2", "h11"}
    assert not network & loaded
    assert not {name for name in loaded if name.startswith("snnnotes.sources")}
