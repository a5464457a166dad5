"""Hits in the forms of grep: what is loaded, what is printed, and in which order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from snnnotes.cli.app import run

#: Of the same length and with the same words, so that only years and paths tell them apart.
YEARS = {"a": 2021, "b": 2023, "c": 2021, "d": 2022, "e": 2023, "f": 2021}


@pytest.fixture
def alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "notes").mkdir()
    for name, year in YEARS.items():
        text = f"---\ntitle: x\nyear: {year}\n---\n膜电位\n"
        (tmp_path / "notes" / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("order", [(), ("--sort", "year"), ("--sort", "-year")],
                         ids=["best-first", "year", "newest-first"])  # fmt: skip
@pytest.mark.parametrize("form", [("-l",), ("-c",), ()], ids=["paths", "counts", "lines"])
@pytest.mark.usefixtures("alike")
def test_a_limit_cuts_the_end_off_and_changes_nothing_else(
    order: tuple[str, ...], form: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "膜电位", *order, *form]) == 0
    every = capsys.readouterr().out.splitlines()

    assert len(every) == len(YEARS)
    for limit in range(1, len(YEARS) + 2):
        assert run(["search", "膜电位", *order, *form, "-n", str(limit)]) == 0
        shown = capsys.readouterr()
        assert shown.out.splitlines() == every[:limit]
        assert shown.err.startswith("6 notes")
        assert ("not shown" in shown.err) is (limit < len(YEARS))


@pytest.mark.usefixtures("alike")
def test_notes_of_one_year_come_by_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "膜电位", "-l", "--sort", "year", "-n", "4"]) == 0

    assert capsys.readouterr().out.split() == [f"notes/{name}.md" for name in "acfd"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("x\x1b[31m.md", "notes/x\\x1b[31m.md", id="escape"),
        pytest.param("x\u202e.md", "notes/x\\u202e.md", id="right-to-left"),
        pytest.param("x\n.md", "notes/x .md", id="line-end"),
        pytest.param("膜\u3000电.md", "notes/膜\u3000电.md", id="harmless-blank"),
    ],
)
def test_no_path_moves_the_cursor_of_a_terminal(
    name: str, shown: str, alike: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (alike / "notes" / "f.md").rename(alike / "notes" / name)

    assert run(["search", "膜电位", "-l"]) == 0

    every = [f"notes/{name}.md" for name in "abcde"]
    assert sorted(capsys.readouterr().out.removesuffix("\n").split("\n")) == sorted([*every, shown])


def _loaded(*arguments: str) -> set[str]:
    code = (
        "import sys; from snnnotes.cli.app import run; code = run(sys.argv[1:]);"
        "print('LOADED', *sys.modules); sys.exit(code)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    return set(shown.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.usefixtures("alike")
def test_search_loads_only_what_it_shows() -> None:
    lines = {"snnnotes.cli.hit_lines", "snnnotes.features.search", "snnnotes.features.listing"}

    assert not lines & _loaded("search", "膜电位", "-l")
    assert lines & _loaded("search", "膜电位", "-n", "1") == lines - {"snnnotes.features.listing"}
    assert lines <= _loaded("search", "膜电位", "--sort", "year")
