"""The command export: streams, files, queries, what is cited."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.cli.app import run

Say = tuple[int, str, str]
Ask = Callable[..., Say]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tiny: Path) -> Ask:
    """Run a command line in the notebook `tiny`; its exit code, stdout and stderr."""

    def run_it(*arguments: str) -> Say:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def test_without_more_words_it_is_bibtex_on_stdout(ask: Ask) -> None:
    code, out, err = ask("export")

    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("@")] == [
        "@misc{lif2023,",
        "@inproceedings{li2023seenn,",
        "@inproceedings{zhang2022survey,",
    ]
    assert err == ("Warning: notes/2023/lif.md: has no citekey; exported as lif2023\n3 papers\n")


def test_a_query_chooses(ask: Ask) -> None:
    assert ask("export", "tag:training", "--format", "ris")[1].count("TY  - ") == 1
    assert ask("export", "-year:2022", "--format", "ris")[1].count("TY  - ") == 2
    assert ask("export", "膜电位", "--format", "ris")[1].count("TY  - ") == 2
    assert ask("export", "tag:none")[:2] == (0, "")


def test_list_writes_the_same_bibtex(ask: Ask) -> None:
    assert ask("list", "--format", "bibtex")[1] == ask("export")[1]


def test_json_and_csv_are_those_of_list_with_a_key_for_each(ask: Ask) -> None:
    data = json.loads(ask("export", "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(ask("export", "--format", "csv")[1])))

    keys = ["lif2023", "li2023seenn", "zhang2022survey"]
    assert data["schema"] == 1
    assert [note["citekey"] for note in data["notes"]] == keys
    assert [row["citekey"] for row in rows] == keys
    assert rows[0]["title"] == "LIF神经元的膜电位"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("refs.bib", "@"),
        ("refs.json", "[\n"),
        ("refs.ris", "TY  - "),
        ("refs.csv", "path,title"),
        ("refs.md", "- "),
        ("refs.txt", "@"),
        ("REFS.RIS", "TY  - "),
    ],
)
def test_the_ending_of_the_file_tells_the_format(
    name: str, start: str, ask: Ask, tiny: Path
) -> None:
    code, out, err = ask("--quiet", "export", "citekey:li2023seenn", "--output", name)

    assert (code, out, err) == (0, "", "")
    assert (tiny / name).read_text("utf-8").startswith(start)


def test_a_dash_for_the_file_is_stdout(ask: Ask, tiny: Path) -> None:
    assert ask("export", "-o", "-")[1] == ask("export")[1]
    assert not (tiny / "-").exists()


def test_another_file_of_the_name_is_not_overwritten_without_being_asked(
    ask: Ask, tiny: Path
) -> None:
    (tiny / "refs.bib").write_text("% my own\n", "utf-8")

    code, out, err = ask("export", "citekey:li2023seenn", "-o", "refs.bib")

    assert (code, out) == (5, "")
    assert err == (
        "Error: refs.bib exists already and holds something else\n"
        "Hint: to replace it, add --force; to see what changes,  --dry-run\n"
    )
    assert (tiny / "refs.bib").read_text("utf-8") == "% my own\n"

    code, out, _ = ask("export", "citekey:li2023seenn", "-o", "refs.bib", "--dry-run")
    assert code == 0
    assert "-% my own\n+@inproceedings{li2023seenn,\n" in out
    assert (tiny / "refs.bib").read_text("utf-8") == "% my own\n"

    assert ask("export", "citekey:li2023seenn", "-o", "refs.bib", "--force")[0] == 0
    assert (tiny / "refs.bib").read_text("utf-8").startswith("@inproceedings{li2023seenn,")


def test_a_file_that_says_the_same_already_is_left_alone(ask: Ask, tiny: Path) -> None:
    ask("export", "-o", "refs.bib")
    before = (tiny / "refs.bib").stat().st_mtime_ns

    code, _, err = ask("export", "-o", "refs.bib")

    assert (code, err.splitlines()[-1]) == (0, "3 papers in refs.bib")
    assert (tiny / "refs.bib").stat().st_mtime_ns == before


def test_only_what_a_document_cites_goes_out(ask: Ask, tiny: Path) -> None:
    (tiny / "paper.tex").write_text("\\citep{li2023seenn, gone2020}\\input{more}", "utf-8")
    (tiny / "more.tex").write_text("\\textcite{lif2023}", "utf-8")

    code, out, err = ask("export", "--only-cited", "paper.tex", "--sort", "citekey")

    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("@")] == [
        "@inproceedings{li2023seenn,",
        "@misc{lif2023,",
    ]
    assert "Warning: paper.tex: cites gone2020, which no note has for a citekey\n" in err
    assert err.endswith("2 papers\n")


def test_several_documents_and_a_query_go_together(ask: Ask, tiny: Path) -> None:
    (tiny / "a.tex").write_text("\\cite{li2023seenn}", "utf-8")
    (tiny / "b.aux").write_text("\\citation{zhang2022survey}\n", "utf-8")
    both = ("--only-cited", "a.tex", "--only-cited", "b.aux")

    assert ask("export", *both)[1].count("@") == 2
    assert ask("export", *both, "year:2022")[1].count("@") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--only-cited", "gone.tex"), 3, "gone.tex"),
        (("--format", "docx"), 2, "docx"),
        (("--sort", "shoe-size"), 2, "shoe-size"),
        (("year:soon",), 2, "soon"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], code: int, words: str, ask: Ask
) -> None:
    found, out, err = ask("export", *arguments)

    assert (found, out) == (code, "")
    assert words in err


def test_what_cannot_be_read_in_the_notebook_is_named_and_the_rest_goes_out(
    ask: Ask, tiny: Path
) -> None:
    (tiny / "notes" / "2023" / "bad.md").write_text("---\ntitle: x\n---\n", "utf-8")

    code, out, err = ask("export")

    assert (code, out.count("@")) == (0, 3)
    assert "bad.md:1: year is missing" in err


def test_file_in_a_folder_that_is_not_there_is_refused(ask: Ask, tiny: Path) -> None:
    code, _, err = ask("export", "-o", "paeper/refs.bib")

    assert (code, "Error: paeper/refs.bib: there is no folder paeper" in err) == (2, True)
    assert not (tiny / "paeper").exists()
