"""`set`: which notes it changes, what it says of them, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


@pytest.fixture
def many(tiny: Path) -> Path:
    """A notebook with 25 more notes, all of 2001."""
    for number in range(25):
        text = f"---\ntitle: Paper {number}\nyear: 2001\n---\n"
        (tiny / f"notes/n{number:02}.md").write_text(text, encoding="utf-8")
    return tiny


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def typed(*arguments: str, folder: Path, program: tuple[str, str] = ("-m", "snnnotes")) -> Any:  # noqa: ANN401 (pexpect has no types)
    """The command at a terminal, to be answered."""
    pexpect = pytest.importorskip("pexpect", reason="there is no pseudo-terminal on this system")
    if sys.platform == "win32":
        pytest.skip("pexpect has no pseudo-terminal on Windows")
    return pexpect.spawn(
        sys.executable, [*program, *arguments], cwd=str(folder), encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "TERM": "xterm"}, dimensions=(40, 100), timeout=20,
    )  # fmt: skip


def test_fields_of_a_note_change_and_are_named_on_stderr(tiny: Path, said: Said) -> None:
    before = (tiny / LIF).read_text("utf-8")

    assert run(["set", "lif", "status=reading", "rating=4", "tags+=脉冲", "project="]) == 0

    out, err = said()
    assert out == ""
    assert err.splitlines() == [
        f"{LIF}: status unread -> reading; rating 4; tags +脉冲; project taken away (was thesis)",
        "1 note changed",
        "Hint: no note had the tag 脉冲 until now",
    ]
    assert (tiny / LIF).read_text("utf-8") == (
        before.replace("unread", "reading\nrating: 4")
        .replace("tags: neuron-model", "tags: [neuron-model, 脉冲]")
        .replace("project: thesis\n", "")
    )


def test_several_notes_are_changed_all_or_none(tiny: Path, said: Said) -> None:
    (tiny / SURVEY).write_text(
        "---\ntitle: A Survey\nyear: 2022\ntags: &t [a]\nown: *t\n---\n", encoding="utf-8"
    )
    before = files(tiny)

    assert run(["set", "lif", SURVEY, "tags+=b"]) == 3
    assert "notes/2022/survey.md:4: tags cannot be changed here" in said()[1]
    assert files(tiny) == before
    assert run(["set", "lif", SURVEY, "seenn", "lif", "status=read"]) == 0
    assert said()[1].endswith("2 notes changed, 1 said so already\n")


def test_all_notes_that_cannot_be_changed_are_named(tiny: Path, said: Said) -> None:
    for name in ("a", "b"):
        text = f"---\ntitle: {name}\nyear: 2001\nown: {{k: v}}\n---\n"
        (tiny / f"notes/{name}.md").write_text(text, encoding="utf-8")

    assert run(["set", "--where", "year:2001", "own+=x"]) == 3
    _, err = said()
    assert err.count("Warning: own holds keys of its own") == 2
    assert "Error: 2 notes cannot be changed, so none was" in err


def test_query_names_the_notes_that_list_shows(tiny: Path, said: Said) -> None:
    assert run(["list", "membrane", "year:2023", "--format", "paths"]) == 0
    listed = said()[0].splitlines()

    assert run(["set", "--where", "membrane year:2023", "rating=5", "--json"]) == 0

    written = json.loads(said()[0])["notes"]
    assert sorted(one["path"] for one in written) == sorted(listed) != []


def test_query_that_fits_nothing_changes_nothing_and_says_so(tiny: Path, said: Said) -> None:
    before = files(tiny)

    assert run(["set", "--where", "year:1999", "status=read"]) == 0
    assert said() == ("", "No note fits, so nothing was changed\n")
    assert files(tiny) == before


def test_nothing_to_do_is_said_and_no_file_is_touched(tiny: Path, said: Said) -> None:
    stamp = (tiny / SEENN).stat().st_mtime_ns

    assert run(["set", "seenn", "status=read", "year=2023"]) == 0
    assert said()[1] == "Nothing to change: the note says so already\n"
    assert run(["set", "seenn", "lif", "year=2023"]) == 0
    assert said()[1] == "Nothing to change: all 2 notes say so already\n"
    assert (tiny / SEENN).stat().st_mtime_ns == stamp


def test_dry_run_shows_the_diff_and_writes_nothing(tiny: Path, said: Said) -> None:
    before = files(tiny)

    assert run(["set", "lif", "zhang2022survey", "year=2023", "--dry-run"]) == 0

    out, err = said()
    assert f"--- a/{SURVEY}\n+++ b/{SURVEY}\n" in out
    assert "\n-year: 2022\n+year: 2023\n" in out
    assert err.splitlines()[0] == "1 note would be changed, 1 said so already"
    assert files(tiny) == before


def test_json_has_what_was_and_what_is(tiny: Path, said: Said) -> None:
    assert run(["set", "lif", "seenn", "status=read", "tags+=training", "--json"]) == 0

    out, err = said()
    assert json.loads(out) == {
        "schema": 1,
        "notes": [
            {
                "path": LIF,
                "written": True,
                "fields": {
                    "status": {"before": "unread", "after": "read"},
                    "tags": {"before": "neuron-model", "after": ["neuron-model", "training"]},
                },
            },
            {"path": SEENN, "written": False, "fields": {}},
        ],
    }
    assert err == "1 note changed, 1 said so already\n"


def test_undo_takes_all_of_it_back(many: Path, said: Said) -> None:
    before = files(many)

    assert run(["set", "--where", "year:2001..2023", "status=read", "tags+=旧"]) == 0
    assert files(many) != before
    assert run(["undo"]) == 0
    assert files(many) == before


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        pytest.param(["lif"], "nothing to change is given", "status=read", id="no-change"),
        pytest.param(["lif", "status"], "nothing to change is given", "status=read", id="no-sign"),
        pytest.param(["status=read"], "no note is named", "snnnotes set lif", id="no-note"),
        pytest.param(["lif", "status=", "read"], "'read' stands behind a change",
                     '"status=read"', id="blank-behind-the-sign"),
        pytest.param(["lif", "title=LIF", "neuron"], "'neuron' stands behind a change",
                     '"title=LIF neuron"', id="quotes-missing"),
        pytest.param(["temporal", "spiking", "year=2023"], "'temporal spiking' is one note",
                     '"temporal spiking"', id="words-of-one-title"),
        pytest.param(["spiking", "year=2023"], "fits 2 notes", "path or citekey", id="ambiguous"),
        pytest.param(["nosuch", "year=2023"], "no note fits 'nosuch'", "", id="unknown-note"),
        pytest.param(["lif", "year=20233"], "year is not a whole number", "year=2023", id="year"),
        pytest.param(["lif", "title="], "title cannot be empty", "title=", id="title"),
        pytest.param(["lif", "arxiv=10.1109/x"], "arxiv is not an arXiv", "doi=", id="identifier"),
        pytest.param(["lif", "year=2022", "year=2023"], "year is given twice", "", id="twice"),
        pytest.param(["lif", "seenn", "citekey=x"], "2 notes cannot all have", "", id="citekey"),
        pytest.param(["--where", " ", "year=2023"], "--where is empty", "has:title", id="empty"),
        pytest.param(["--where", "year:2023", "lif", "year=2023"], "both --where and 'lif'", "",
                     id="both"),
        pytest.param(["--where", "year:(", "year=2023"], "query cannot be read", "", id="query"),
        pytest.param(["lif", "year=2023", "--json", "--dry-run"], "--dry-run shows a diff", "",
                     id="two-outputs"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_way_out(
    arguments: list[str], error: str, hint: str, tiny: Path, said: Said
) -> None:
    before = files(tiny)

    assert run(["set", *arguments]) == 2

    out, err = said()
    assert out == ""
    assert error in err
    assert hint in err.partition("Hint: ")[2]
    assert files(tiny) == before


def test_citekey_of_another_note_is_refused(tiny: Path, said: Said) -> None:
    assert run(["set", "lif", "citekey=li2023seenn"]) == 5
    assert f"{SEENN} has the citekey li2023seenn already" in said()[1]


def test_note_that_comes_to_be_on_the_paper_of_another_is_told(tiny: Path, said: Said) -> None:
    assert run(["set", "lif", "arxiv=2304.01230v1"]) == 0
    assert f"Warning: {LIF}: {SEENN} is on the same paper" in said()[1]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        pytest.param(["sumary=x"], "sumary is a key of your own, new here; did you mean summary?",
                     id="known-field"),
        pytest.param(["心得=好"], "心得 is a key of your own, new here\n", id="own-key"),
        pytest.param(["tags+=neuron-modle"], "until now; did you mean neuron-model?", id="tag"),
        pytest.param(["tags-=nosuch"], "nosuch was not among the tags", id="nothing-to-take"),
        pytest.param(["venue=nips"], "the table of venues calls it NeurIPS", id="venue"),
        pytest.param(["title=膜电位"], "snnnotes rename  changes them, too", id="title"),
    ],
)  # fmt: skip
def test_what_looks_like_a_slip_is_hinted_at(
    words: list[str], hint: str, tiny: Path, said: Said
) -> None:
    assert run(["set", LIF, *words]) == 0
    assert hint in said()[1]


def test_quiet_leaves_out_hints_and_counts(tiny: Path, said: Said) -> None:
    assert run(["--quiet", "set", LIF, "sumary=x", "tags+=neu", "title=膜电位", "year=2021"]) == 0
    assert said() == ("", "")


def test_key_that_another_note_has_is_no_slip(tiny: Path, said: Said) -> None:
    assert run(["set", "seenn", "project=thesis"]) == 0
    assert "Hint" not in said()[1]


def test_readme_is_called_stale_once_and_only_if_its_list_changed(tiny: Path, said: Said) -> None:
    assert run(["build-readme"]) == 0
    said()

    assert run(["set", "lif", "rating=3"]) == 0
    assert "stale" not in said()[1]
    assert run(["set", "lif", "year=2021", "--dry-run"]) == 0
    assert "stale" not in said()[1]
    assert run(["set", "lif", "year=2021"]) == 0
    assert said()[1].endswith("README.md is stale now; run  snnnotes build-readme\n")
    assert run(["set", "lif", "year=2020"]) == 0
    assert "stale" not in said()[1]


def test_notebook_without_readme_has_none_that_is_stale(tiny: Path, said: Said) -> None:
    (tiny / "README.md").unlink()

    assert run(["set", "lif", "year=2021"]) == 0
    assert "README" not in said()[1]


def test_unreadable_note_is_named_and_the_others_are_changed(tiny: Path, said: Said) -> None:
    (tiny / "notes/bad.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

    assert run(["set", "--where", "year:2023", "rating=1"]) == 0
    err = said()[1]
    assert "Warning: notes/bad.md:" in err
    assert "2 notes changed" in err


def test_unreadable_note_that_is_named_is_an_error(tiny: Path, said: Said) -> None:
    (tiny / "notes/bad.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

    assert run(["set", "lif", "notes/bad.md", "rating=1"]) == 3
    assert "Error: notes/bad.md:" in said()[1]


def test_script_is_not_asked_however_many_notes_change(many: Path, said: Said) -> None:
    assert run(["set", "--where", "year:2001", "status=read"]) == 0
    assert "25 notes changed" in said()[1]


def test_long_and_hostile_values_are_shown_in_one_short_line(tiny: Path, said: Said) -> None:
    (tiny / "notes/x.md").write_text(
        '---\ntitle: x\nyear: 2001\nown: "\\e[31mred\\nline"\nmap: {a: b}\n---\n', encoding="utf-8"
    )

    assert run(["set", "notes/x.md", "own=" + "长" * 90, "map=x", "own2=a\x1b[0mb"]) == 0
    line = said()[1].splitlines()[0]
    assert "\x1b" not in line
    assert "own \\x1b[31mred line -> 长长" in line
    assert "长" * 69 + "…; map {a: b} -> x; own2 a[0mb" in line


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "cp1252"},
    ],
    ids=["C", "gbk", "cp1252"],
)
def test_any_code_page_takes_what_is_said(environment: dict[str, str], tiny: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "snnnotes", "set", "LIF神经元的膜电位", "备注=é电位→"],
        capture_output=True, check=False, env=os.environ | environment,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert b"1 note changed" in done.stderr
    assert "备注: é电位→\n" in (tiny / LIF).read_text("utf-8")


def test_two_writers_at_once_lose_nothing(tiny: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "snnnotes", "--quiet", "set", "lif", f"tags+=t{number}"],
            stdin=subprocess.DEVNULL,
        )
        for number in range(4)
    ]

    assert [program.wait() for program in programs] == [0] * 4
    assert all(f"t{number}" in (tiny / LIF).read_text("utf-8") for number in range(4))


def test_person_is_asked_before_many_notes_change(many: Path) -> None:
    before = files(many)
    child = typed("set", "--where", "year:2001", "status=read", folder=many)
    child.expect("notes/n04.md: status read")
    child.expect("and 20 more")
    child.expect(r"Change 25 notes\? \[y/N\]: ")
    child.sendline("")
    child.expect("Nothing was written")
    child.wait()
    assert child.exitstatus == 1
    assert files(many) == before

    child = typed("set", "--where", "year:2001", "status=read", folder=many)
    child.expect(r"\[y/N\]: ")
    child.sendline("y")
    child.expect("25 notes changed")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--yes", "--where", "year:2001"], id="yes"),
        pytest.param(["--where", "title:7"], id="few"),
    ],
)
def test_person_is_not_asked_in_vain(arguments: list[str], many: Path) -> None:
    child = typed("set", *arguments, "status=read", folder=many)
    child.expect(r"\d+ notes? changed")
    assert "[y/N]" not in child.before


def test_ctrl_c_at_the_question_writes_nothing(many: Path) -> None:
    before = files(many)
    child = typed("set", "--where", "year:2001", "status=read", folder=many)
    child.expect(r"\[y/N\]: ")
    child.sendintr()
    child.expect("nothing was written")
    child.wait()

    assert child.exitstatus == 130
    assert files(many) == before


def test_person_chooses_among_several_notes(tiny: Path) -> None:
    child = typed("set", "lif", "spiking", "rating=2", folder=tiny)
    child.expect("1. A Survey")
    child.expect("Which one: ")
    child.sendline("1")
    child.expect("2 notes changed")

    assert "rating: 2" in (tiny / SURVEY).read_text("utf-8")


def test_one_note_of_several_that_cannot_be_changed_stops_all_and_that_is_said(
    tiny: Path, said: Said
) -> None:
    (tiny / LIF).write_text("---\n{title: LIF神经元的膜电位, year: 2023}\n---\n", "utf-8")
    before = files(tiny)

    assert run(["set", LIF, SURVEY, "rating=5"]) == 3

    assert files(tiny) == before
    _, err = said()
    assert f"Warning: {LIF}:1: rating cannot be changed" in err
    assert "Error: 1 note cannot be changed, so none was" in err


def test_many_changes_are_counted_rather_than_named(many: Path, said: Said) -> None:
    assert run(["set", "--where", "year:2001", "rating=5", "--yes"]) == 0

    assert said()[1].splitlines()[-3:] == [
        "notes/n19.md: rating 5",
        "and 5 more",
        "25 notes changed",
    ]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        pytest.param(["seenn", "status", "=", "read"], "status=read", id="blanks"),
        pytest.param(["seenn", "status", "=read"], "status=read", id="blank-before"),
    ],
)
def test_blanks_around_the_sign_are_told(
    words: list[str], hint: str, tiny: Path, said: Said
) -> None:
    assert run(["set", *words]) == 2
    assert f"without blanks around the =, as in  {hint}" in said()[1]


def test_title_with_a_sign_in_it_is_said_to_be_taken_for_a_change(tiny: Path, said: Said) -> None:
    assert run(["set", "膜电位=阈值", "rating=3"]) == 2
    assert "'膜电位=阈值' is taken for a change" in said()[1]


def test_bar_counts_the_notes_of_a_long_change_and_of_its_undo(many: Path) -> None:
    code = (
        "import sys; from snnnotes.cli import progress; progress.DELAY_SECONDS = 0; "
        "from snnnotes.cli.app import run; sys.exit(run(sys.argv[1:]))"
    )
    words = ("set", "--where", "year:2001", "rating=5", "-y")
    child = typed(*words, folder=many, program=("-c", code))
    child.expect("Writing notes.*25/25")
    child.expect("25 notes changed")
    child.wait()

    child = typed("undo", folder=many, program=("-c", code))
    child.expect("Writing files.*25/25")
    child.expect("Took back")
    child.wait()


def test_what_was_written_is_no_failure_if_the_settings_of_readmes_are_wrong(
    tiny: Path, said: Said
) -> None:
    (tiny / "snnnotes.toml").write_text("[readme]\nxyz = 1\n", "utf-8")

    assert run(["set", "notes/2023/seenn.md", "rating=3"]) == 0
    assert "1 note changed" in said()[1]
    assert run(["rename", "notes/2023/lif.md", "新的标题"]) == 0
