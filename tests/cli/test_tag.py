"""`tag`: signs that are no options, the list of tags, and one tag renamed in all notes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.cli.app import run

Said = Callable[[], tuple[str, str]]

LIF = "notes/2023/lif.md"
SURVEY = "notes/2022/survey.md"
SEENN = "notes/2023/seenn.md"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def read() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return read


def tags(root: Path, name: str) -> str:
    lines = (root / name).read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("tags:"))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        pytest.param(["+a", "-training"], "tags: [early-exit, a]", id="signs"),
        pytest.param(["-early-exit", "-hard", "+graph"], "tags: [training, graph]",
                     id="like-short-options"),
        pytest.param(["＋综述", "－Training"], "tags: [early-exit, 综述]", id="full-width"),
        pytest.param(["+a,b", "+#c"], "tags: [early-exit, training, a, b, c]", id="several"),
        pytest.param(["-y-axis", "+x"], "tags: [early-exit, training, x]", id="as-an-option"),
        pytest.param(["+EARLY-EXIT", "+x"], "tags: [early-exit, training, x]", id="there-already"),
    ],
)  # fmt: skip
def test_signs_add_and_take_away(words: list[str], line: str, tiny: Path, said: Said) -> None:
    assert run(["tag", "seenn", *words]) == 0
    assert tags(tiny, SEENN) == line


def test_last_tag_takes_the_key_with_it_and_the_first_brings_it(tiny: Path, said: Said) -> None:
    before = (tiny / SURVEY).read_text("utf-8")

    assert run(["tag", "zhang2022survey", "-survey"]) == 0
    assert "tags" not in (tiny / SURVEY).read_text("utf-8")
    assert run(["tag", "zhang2022survey", "+survey"]) == 0
    assert (tiny / SURVEY).read_text("utf-8") == before


def test_several_notes_and_queries_are_tagged(tiny: Path, said: Said) -> None:
    assert run(["tag", "lif", "seenn", "+组会"]) == 0
    assert said()[1].splitlines() == [
        f"{LIF}: tags +组会",
        f"{SEENN}: tags +组会",
        "2 notes changed",
        "Hint: no note had the tag 组会 until now",
    ]
    assert run(["tag", "--where", "tag:组会", "-组会"]) == 0
    assert said()[1].endswith("2 notes changed\n")


def test_options_may_stand_anywhere(tiny: Path, said: Said) -> None:
    for words in ("--dry-run lif +a", "lif --dry-run -neuron-model", "lif +a --dry-run"):
        assert run(["tag", *words.split()]) == 0
        assert said()[0].startswith(f"--- a/{LIF}")
    assert run(["tag", "--", "lif", "-neuron-model"]) == 0
    assert "tags" not in (tiny / LIF).read_text("utf-8")


def test_tag_that_looks_misspelt_is_hinted_at(tiny: Path, said: Said) -> None:
    assert run(["tag", "lif", "+trainning", "-nosuch"]) == 0
    err = said()[1]
    assert "no note had the tag trainning until now; did you mean training?" in err
    assert "nosuch was not among the tags" in err


def test_list_counts_notes_the_most_used_first(tiny: Path, said: Said) -> None:
    assert run(["tag", "lif", "+survey"]) == 0
    said()

    assert run(["tag", "--list"]) == 0
    out, err = said()
    assert out == "survey\t2\nearly-exit\t1\nneuron-model\t1\ntraining\t1\n"
    assert err == "4 tags\n"


def test_list_may_be_of_some_notes(tiny: Path, said: Said) -> None:
    assert run(["tag", "--list", "--where", "year:2022"]) == 0
    assert said()[0] == "survey\t1\n"


def test_list_as_json(tiny: Path, said: Said) -> None:
    assert run(["tag", "--list", "--where", "tag:survey", "--json"]) == 0
    assert json.loads(said()[0]) == {"schema": 1, "tags": [{"tag": "survey", "notes": 1}]}


def test_tag_is_renamed_in_all_notes_in_its_place(tiny: Path, said: Said) -> None:
    assert run(["tag", "lif", "+early-exit"]) == 0
    said()

    assert run(["tag", "--rename", "Early-Exit", "动态推理"]) == 0
    assert tags(tiny, SEENN) == "tags: [动态推理, training]"
    assert tags(tiny, LIF) == "tags: [neuron-model, 动态推理]"
    assert said()[1].splitlines()[-1] == "2 notes changed"


def test_only_the_case_of_a_tag_may_change(tiny: Path, said: Said) -> None:
    assert run(["tag", "--rename", "training", "Training"]) == 0
    assert tags(tiny, SEENN) == "tags: [early-exit, Training]"
    assert "before" not in said()[1]


def test_tag_that_becomes_another_one_says_so(tiny: Path, said: Said) -> None:
    assert run(["tag", "--rename", "neuron-model", "training", "--dry-run"]) == 0
    assert "1 note had the tag training before: both would be one tag now" in said()[1]
    assert run(["tag", "--rename", "early-exit", "training"]) == 0
    assert "1 note had the tag training before: both are one tag now" in said()[1]
    assert tags(tiny, SEENN) == "tags: [training]"


def test_merged_tags_have_one_spelling(tiny: Path, said: Said) -> None:
    assert run(["tag", "--rename", "neuron-model", "Training"]) == 0
    assert tags(tiny, LIF) == "tags: [Training]"
    assert tags(tiny, SEENN) == "tags: [early-exit, Training]"


def test_undo_takes_a_renaming_back(tiny: Path, said: Said) -> None:
    before = (tiny / SEENN).read_bytes()

    assert run(["tag", "--rename", "training", "x"]) == 0
    assert run(["undo"]) == 0
    assert (tiny / SEENN).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        pytest.param([], "no tag is given", "+tag", id="nothing"),
        pytest.param(["lif"], "no tag is given", "snnnotes tag --list", id="no-tag"),
        pytest.param(["+a"], "no note is named", "snnnotes tag lif +attention", id="no-note"),
        pytest.param(["lif", "+"], "no tag stands behind +", "+tag", id="sign-alone"),
        pytest.param(["lif", "+a", "-A"], "at once", "", id="both"),
        pytest.param(["lif", "+early", "exit"], "'exit' stands behind a change", '"+early exit"',
                     id="quotes-missing"),
        pytest.param(["--rename", "trainning", "x"], "no note has the tag trainning",
                     "did you mean training?", id="unknown-tag"),
        pytest.param(["--rename", "图", "x"], "no note has the tag 图", "--list", id="no-such-tag"),
        pytest.param(["--rename", "training", "a,b"], "'a,b' is not one tag", "", id="two-tags"),
        pytest.param(["--rename", "training", ""], "'' is not one tag", "", id="no-new-name"),
        pytest.param(["--rename", "training"], "requires 2 arguments", "", id="one-name"),
        pytest.param(["lif", "--rename", "a", "b"], "--rename takes no notes", "", id="with-note"),
        pytest.param(["lif", "--list"], "--list takes no notes", "", id="list-with-note"),
        pytest.param(["--list", "--rename", "a", "b"], "do not go together", "", id="list-rename"),
        pytest.param(["--rename", "a", "b", "--where", "x"], "--rename is for all notes", "--where",
                     id="rename-where"),
        pytest.param(["--list", "--dry-run"], "--list writes nothing", "", id="list-dry-run"),
        pytest.param(["--lisst"], "No such option", "", id="option"),
        pytest.param(["lif", "+a", "--json", "--dry-run"], "--dry-run shows a diff", "", id="json"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_way_out(
    arguments: list[str], error: str, hint: str, tiny: Path, said: Said
) -> None:
    assert run(["tag", *arguments]) == 2

    out, err = said()
    assert out == ""
    assert error in err
    assert hint in err
    assert tags(tiny, LIF) == "tags: neuron-model"


def test_help_is_no_tag(tiny: Path, said: Said) -> None:
    assert run(["tag", "lif", "-h"]) == 0
    assert "Usage: snnnotes tag" in said()[0]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        pytest.param("snnnotes tag li", ["li2023seenn"], id="note"),
        pytest.param("snnnotes tag lif +e", ["+early-exit"], id="tag"),
        pytest.param("snnnotes set li", ["li2023seenn"], id="note-of-set"),
        pytest.param(
            "snnnotes set lif statu", ["status=read", "status=reading", "status=unread"], id="key"
        ),
        pytest.param("snnnotes set lif status = rea", ["read", "reading"], id="as-bash-parts-it"),
        pytest.param("snnnotes set lif venue=I", ["venue=ICLR"], id="venue"),
        pytest.param("snnnotes set lif author=张", ["author=张三"], id="author"),
        pytest.param("snnnotes set lif rating=5", ["rating=5"], id="rating"),
        pytest.param("snnnotes set lif status=r", ["status=read", "status=reading"], id="value"),
        pytest.param("snnnotes set lif tags+=e", ["tags+=early-exit"], id="item"),
        pytest.param("snnnotes set lif own=e", [], id="own-key"),
    ],
)
def test_shell_completes(
    line: str, values: list[str], tiny: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    words = line.split(" ")
    monkeypatch.setenv("_SNNNOTES_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setattr(sys, "argv", ["snnnotes"])

    run([])

    assert sorted(said()[0].split()) == values


def test_table_of_tags_lines_up_at_a_terminal(tiny: Path) -> None:
    pexpect = pytest.importorskip("pexpect", reason="there is no pseudo-terminal on this system")
    if sys.platform == "win32":
        pytest.skip("pexpect has no pseudo-terminal on Windows")
    assert run(["--quiet", "tag", "lif", "+膜电位"]) == 0
    child = pexpect.spawn(
        sys.executable, ["-m", "snnnotes", "tag", "--list"], cwd=str(tiny), encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"}, timeout=20,
    )  # fmt: skip
    child.expect(pexpect.EOF)

    lines = child.before.replace("\r\n", "\n").splitlines()
    assert "neuron-model     1" in lines
    assert "膜电位           1" in lines
