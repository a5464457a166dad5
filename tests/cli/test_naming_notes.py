"""How commands that take several notes are told which."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.cli.app import run

LIF = "notes/2023/lif.md"
SURVEY = "notes/2022/survey.md"
SEENN = "notes/2023/seenn.md"

#: Paths of the notes that a command line names.
Named = Callable[..., list[str]]


@pytest.fixture
def named(tiny: Path, capsys: pytest.CaptureFixture[str]) -> Named:
    def ask(*names: str) -> list[str]:
        capsys.readouterr()
        assert run(["set", *names, "rating=", "--json"]) == 0, capsys.readouterr().err
        return [note["path"] for note in json.loads(capsys.readouterr().out)["notes"]]

    return ask


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("li2023seenn", SEENN, id="citekey"),
        pytest.param("LI2023SEENN", SEENN, id="citekey-in-any-case"),
        pytest.param(LIF, LIF, id="path"),
        pytest.param("./notes/2023/lif", LIF, id="path-without-suffix"),
        pytest.param("2304.01230v2", SEENN, id="arxiv"),
        pytest.param("https://arxiv.org/abs/2304.01230", SEENN, id="address"),
        pytest.param("LIF神经元的膜电位", LIF, id="title"),
        pytest.param("early exit", SEENN, id="words"),
        pytest.param("膜電位", LIF, id="traditional-characters"),
    ],
)
def test_each_word_of_the_command_line_names_one_note(name: str, path: str, named: Named) -> None:
    assert named(name) == [path]
    assert named("zhang2022survey", name) == [SURVEY, path]


def test_note_that_is_named_twice_is_changed_once_in_the_order_named(named: Named) -> None:
    assert named("seenn", LIF, "li2023seenn", "2304.01230", "lif") == [SEENN, LIF]


def test_path_may_start_in_the_current_folder(
    tiny: Path, named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny / "notes/2023")

    assert named("lif.md", "../2022/survey.md", str(tiny / SEENN)) == [LIF, SURVEY, SEENN]


def test_path_out_of_the_notebook_names_nothing(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny.parent / "other.md").write_text("---\ntitle: x\nyear: 2001\n---\n", encoding="utf-8")

    assert run(["set", "../other.md", "rating=1"]) == 2
    assert "no note fits '../other.md'" in capsys.readouterr().err


def test_address_with_an_equals_sign_names_a_note(tiny: Path, named: Named) -> None:
    assert run(["set", "lif", "openreview=9FmolyOHi5"]) == 0

    assert named("https://openreview.net/forum?id=9FmolyOHi5") == [LIF]


def test_file_with_an_equals_sign_is_named_by_its_path(tiny: Path, named: Named) -> None:
    (tiny / "notes/a=b.md").write_text("---\ntitle: x\nyear: 2001\n---\n", encoding="utf-8")

    assert named("notes/a=b.md") == ["notes/a=b.md"]


def test_words_of_one_title_without_quotes_are_not_taken_for_several_notes(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["tag", "spiking", "networks", "survey", "+x"],
                    ["set", "spiking", "early", "rating=1"]):  # fmt: skip
        assert run(command) == 2
        assert 'Hint: put its words in quotes:  "spiking ' in capsys.readouterr().err


def test_words_that_name_nothing_together_are_told_one_by_one(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tag", "lif", "nosuch", "+x"]) == 2
    assert "no note fits 'nosuch'" in capsys.readouterr().err


def test_unreadable_notes_are_told_where_none_fits_for_it_may_be_one_of_them(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "notes/bad.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

    assert run(["tag", "nosuch", "lif", "+x"]) == 2
    assert "Warning: notes/bad.md:" in capsys.readouterr().err
    assert run(["tag", "lif", "bad.md", "+x"]) == 3
    assert "x" not in (tiny / LIF).read_text("utf-8").split("---")[1]


@pytest.mark.parametrize(
    "name",
    [
        "SEENN Towards Early Exit",
        "seenn: towards early exit",
        "notes/2023/SEENN, Towards Early Exit",
    ],
)
def test_whole_name_of_a_note_that_cannot_be_read_is_no_other_note(
    name: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the middle of a merge, the words of its title may fit another one."""
    broken = "---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\nyear: 2023\n---\n"
    (tiny / "notes/2023/SEENN, Towards Early Exit.md").write_text(broken, "utf-8")
    other = "---\ntitle: Towards Early Exit, after SEENN\nyear: 2024\n---\n"
    (tiny / "notes/2023/other.md").write_text(other, "utf-8")

    assert run(["set", name, "rating=5"]) == 3

    assert "SEENN, Towards Early Exit.md:2: " in capsys.readouterr().err
    assert (tiny / "notes/2023/other.md").read_text("utf-8") == other


def test_words_that_may_mean_a_note_that_cannot_be_read_change_no_other(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "notes/2023/Early LIF.md").write_text("---\nyear: 2023\n---\n", "utf-8")
    before = (tiny / LIF).read_bytes()

    assert run(["set", "lif", "rating=5"]) == 2

    assert (tiny / LIF).read_bytes() == before
    err = capsys.readouterr().err
    assert "fits 2 notes:\n  notes/2023/Early LIF.md\n  notes/2023/lif.md" in err


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("README.md", id="readme"),
        pytest.param("notes/glossary.yaml", id="glossary"),
        pytest.param("../paper.md", id="outside"),
    ],
)
def test_file_that_is_no_note_is_said_to_be_none(
    name: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / name).write_text("# Text\n", "utf-8")

    assert run(["set", name, "rating=5"]) == 2

    assert f"Error: no note fits '{name}': that file is none" in capsys.readouterr().err
