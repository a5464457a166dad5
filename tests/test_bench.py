import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from snnnotes.model.file_name import file_name
from snnnotes.model.query import parse_query
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

BENCH = Path(__file__).parent.parent / "bench"
sys.path.insert(0, str(BENCH))  # as `python bench/run.py` does

import generate  # noqa: E402
import papis_library  # noqa: E402
import run  # noqa: E402
from measure import Command, CommandFailedError, Runs, paired_ratio, run_once, run_rounds  # noqa: E402
from report import Figure, Row, table  # noqa: E402

needs_wait4 = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="this system does not tell the memory of a process"
)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Notebook:
    folder = tmp_path_factory.mktemp("bench") / "made-up"
    generate.make_notebook(folder, notes=80, seed=1)
    return Notebook.open(folder, root=folder, environment={})


@pytest.fixture(scope="module")
def thousand() -> list[tuple[str, str]]:
    return list(generate.note_texts(1000, 1))


# ---- the generator


def test_the_same_seed_makes_the_same_notes(thousand: list[tuple[str, str]]) -> None:
    assert list(generate.note_texts(1000, 1)) == thousand


def test_another_seed_makes_other_notes(thousand: list[tuple[str, str]]) -> None:
    def bodies(notes: list[tuple[str, str]]) -> set[str]:
        return {text.partition("论文链接")[2] for _, text in notes}

    other = list(generate.note_texts(1000, 2))

    assert not {path for path, _ in other} & {path for path, _ in thousand}
    assert not bodies(other) & bodies(thousand)


def test_the_notes_on_disk_have_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    generate.make_notebook(tmp_path / "one", notes=5, seed=1)

    for path, text in generate.note_texts(5, 1):
        assert (tmp_path / "one" / path).read_bytes() == text.encode()
        assert "\r" not in text


def test_the_tool_reads_every_note_of_a_generated_notebook(notebook: Notebook) -> None:
    notes, problems = load_notes(notebook)

    assert problems == []
    assert len(notes) == 80


def test_generated_notes_have_what_real_ones_have(notebook: Notebook) -> None:
    notes, _ = load_notes(notebook)
    made = {paper.citekey: paper for paper in generate.papers(80, 1)}

    for note in notes:
        paper = made[note.citekey or ""]
        assert note.paper.title == paper.title
        assert note.paper.authors == paper.authors
        assert note.paper.venue == paper.venue
        assert note.paper.arxiv == paper.arxiv
        assert note.tags == paper.tags
        assert note.status in {"unread", "reading", "read"}
        assert note.added_time.tzinfo is not None
        assert note.path.parent.name == str(note.paper.year) == str(paper.year)
        assert note.extra == {}
    assert any(note.rating for note in notes)
    assert any(note.paper.code for note in notes)


def test_a_generated_note_is_named_as_the_tool_would_name_it() -> None:
    for paper in generate.papers(50, 1):
        assert Path(paper.path).name == file_name(paper.title)


def test_no_two_of_many_papers_share_title_path_or_citekey() -> None:
    papers = list(generate.papers(20_000, 1))

    assert len({paper.title.casefold() for paper in papers}) == 20_000
    assert len({paper.path.casefold() for paper in papers}) == 20_000
    assert len({paper.citekey for paper in papers}) == 20_000


def test_the_known_words_are_as_common_and_as_rare_as_the_bench_says(
    thousand: list[tuple[str, str]],
) -> None:
    common = sum(generate.COMMON_WORD in text for _, text in thousand)
    rare = sum(generate.RARE_WORD in text for _, text in thousand)

    assert 260 < common < 340
    assert rare == generate.RARE_NOTES == 5


def test_in_a_notebook_of_few_notes_all_have_the_rare_word() -> None:
    assert all(generate.RARE_WORD in text for _, text in generate.note_texts(3, 1))


def test_a_generated_note_is_about_as_long_as_a_real_one_and_mixes_languages(
    thousand: list[tuple[str, str]],
) -> None:
    sizes = [len(text.encode()) for _, text in thousand]

    assert 1800 < sum(sizes) / 1000 < 2600
    for _, text in thousand:
        body = text.split("\n---\n", 1)[1]
        assert "$$" in body
        assert any("\u4e00" <= character <= "\u9fff" for character in body)
        assert any(word in body for word in (" the ", " is ", " a ", " of "))


@pytest.mark.parametrize("text", generate.QUERIES)
def test_every_query_of_the_bench_can_be_parsed(text: str) -> None:
    parse_query(text)


def test_the_generator_does_not_write_into_a_folder_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate.main([str(tmp_path), "--notes", "3"]) == 1

    assert capsys.readouterr().err == f"{tmp_path} exists; name a folder that does not\n"
    assert list(tmp_path.iterdir()) == []


def test_the_generator_makes_as_many_notes_as_asked_for(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    generate.make_notebook(
        tmp_path / "new", notes=3, seed=1, progress=lambda done, of: seen.append((done, of))
    )

    assert len(list((tmp_path / "new" / "notes").rglob("*.md"))) == 3
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert generate.main([str(tmp_path / "other"), "--notes", "4", "--seed", "2"]) == 0
    assert len(list((tmp_path / "other" / "notes").rglob("*.md"))) == 4


# ---- the library for papis


def test_a_papis_document_says_what_the_note_says(notebook: Notebook) -> None:
    note = load_notes(notebook)[0][0]

    info = yaml.safe_load(papis_library.info(note, 7))

    assert info["title"] == note.paper.title
    assert info["year"] == note.paper.year
    assert info["author"] == " and ".join(note.paper.authors)
    assert info["eprint"] == note.paper.arxiv
    assert info["ref"] == note.citekey
    assert info["tags"] == list(note.tags)
    assert int(info["papis_id"], 16) == 7
    names = [f"{name['given']} {name['family']}".strip() for name in info["author_list"]]
    assert names == list(note.paper.authors)


def test_a_papis_library_has_a_document_for_each_note(notebook: Notebook, tmp_path: Path) -> None:
    papis_library.main(str(notebook.root), str(tmp_path / "papis"))

    assert len(list((tmp_path / "papis" / "library").glob("*/info.yaml"))) == 80
    config = (tmp_path / "papis" / "config" / "config").read_text(encoding="utf-8")
    assert f"dir = {tmp_path / 'papis' / 'library'}\n" in config


def test_papis_uses_no_folder_of_the_user(tmp_path: Path) -> None:
    named = papis_library.environment(tmp_path)

    assert {"PAPIS_CONFIG_DIR", "PAPIS_CACHE_DIR"} <= named.keys()
    assert all(Path(folder).is_relative_to(tmp_path) for folder in named.values())


# ---- measuring


def python(name: str, code: str, folder: Path, **more: Any) -> Command:  # noqa: ANN401 (of Command)
    return Command(name=name, words=(sys.executable, "-I", "-c", code), folder=folder, **more)


@needs_wait4
def test_a_run_gives_time_and_peak_memory_of_the_process(tmp_path: Path) -> None:
    # From a small process: to Linux, a child has at least the memory of whoever started it.
    words = (sys.executable, "-I", "-c", "x = bytearray(200_000_000)")
    measure = f"""
import sys
sys.path.insert(0, {str(BENCH)!r})
from pathlib import Path
from measure import Command, run_once
print(*run_once(Command(name="big", words={words!r}, folder=Path({str(tmp_path)!r}))))
"""
    answer = subprocess.run(
        [sys.executable, "-c", measure], capture_output=True, text=True, check=True
    )

    seconds, peak = map(float, answer.stdout.split())
    assert seconds > 0
    assert 200_000_000 < peak < 400_000_000


@needs_wait4
def test_a_command_runs_in_its_folder_with_its_variables_and_without_a_notebook_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNNNOTES_ROOT", "/somewhere")
    monkeypatch.setenv("KEPT", "kept")
    code = (
        "import os; from pathlib import Path; Path('seen').write_text("
        "' '.join(os.environ.get(key, '-') for key in ('ADDED', 'KEPT', 'SNNNOTES_ROOT')))"
    )

    run_once(python("", code, tmp_path, environment={"ADDED": "added"}))

    assert (tmp_path / "seen").read_text() == "added kept -"


@needs_wait4
def test_a_command_that_fails_gives_its_exit_code_and_the_last_line_it_wrote(
    tmp_path: Path,
) -> None:
    with pytest.raises(CommandFailedError) as caught:
        run_once(
            python("", "import sys; print('first', file=sys.stderr); sys.exit('last')", tmp_path)
        )

    assert str(caught.value) == "exit 1: last"


@needs_wait4
def test_commands_take_turns_and_the_round_that_warms_up_is_not_counted(tmp_path: Path) -> None:
    order: list[str] = []
    commands = [
        python(name, "pass", tmp_path, prepare=lambda name=name: order.append(name))
        for name in "abc"
    ]
    said: list[str] = []

    runs = run_rounds(commands, 2, said.append)

    rounds = ["".join(order[at : at + 3]) for at in (0, 3, 6)]
    assert ["".join(sorted(one)) for one in rounds] == ["abc"] * 3
    assert len(set(rounds)) > 1, "the same order each time favours one of them"
    assert said == ["warming up", "round 1 of 2", "round 2 of 2"]
    assert list(runs) == ["a", "b", "c"]
    assert [(len(one.seconds), len(one.peak_bytes)) for one in runs.values()] == [(2, 2)] * 3


@needs_wait4
def test_without_warming_up_every_round_counts(tmp_path: Path) -> None:
    runs = run_rounds([python("a", "pass", tmp_path)], 1, lambda _line: None, warm_up=False)

    assert len(runs["a"].seconds) == 1


@needs_wait4
def test_a_command_that_fails_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    tried: list[str] = []
    bad = python("bad", "raise SystemExit(3)", tmp_path, prepare=lambda: tried.append("bad"))

    runs = run_rounds([bad, python("good", "pass", tmp_path)], 2, lambda _line: None)

    assert tried == ["bad"]
    assert runs["bad"].problem == "exit 3: no message"
    assert runs["bad"].seconds == []
    assert len(runs["good"].seconds) == 2


def runs_of(*seconds: float, peak: int = 30_000_000) -> Runs:
    return Runs(list(seconds), [peak] * len(seconds))


def test_a_round_in_which_the_machine_was_busy_does_not_change_the_ratio() -> None:
    assert paired_ratio(runs_of(0.2, 2.0, 0.2), runs_of(0.1, 1.0, 0.1)) == pytest.approx(2)


def test_runs_give_median_fastest_and_largest() -> None:
    runs = Runs([3.0, 1.0, 2.0], [5, 7, 6])

    assert (runs.median, runs.fastest, runs.peak) == (2.0, 1.0, 7)


# ---- the table


def cells(text: str) -> list[list[str]]:
    """The cells of each line below the head."""
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()[2:]
    ]


def figure(value: float, limit: float | None = None, *, below: bool = False) -> Figure:
    return Figure(value=value, digits=".2f", unit="×", to="rg", limit=limit, below=below)


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        pytest.param(figure(1.234, 2), ("1.23 × rg", "≤ 2 ×", "met"), id="met"),
        pytest.param(figure(2.0, 2), ("2.00 × rg", "≤ 2 ×", "met"), id="just-met"),
        pytest.param(figure(2.01, 2), ("2.01 × rg", "≤ 2 ×", "**missed**"), id="missed"),
        pytest.param(figure(0.5, 0.5, below=True), ("0.50 × rg", "< 0.5 ×", "**missed**"),
                     id="not-below"),
        pytest.param(figure(0.4, 0.5, below=True), ("0.40 × rg", "< 0.5 ×", "met"), id="below"),
        pytest.param(figure(9.0), ("9.00 × rg", "", ""), id="no-budget"),
        pytest.param(Figure(value=289.6, digits=".0f", unit="µs a note", limit=350),
                     ("290 µs a note", "≤ 350 µs a note", "met"), id="not-compared"),
        pytest.param(Figure(value=12.34, digits="+.1f", unit="ms", to="over warm", limit=20),
                     ("+12.3 ms over warm", "≤ 20 ms", "met"), id="difference"),
    ],
)  # fmt: skip
def test_a_figure_is_shown_with_its_budget_and_whether_it_is_met(
    one: Figure, shown: tuple[str, str, str]
) -> None:
    assert one.cells() == shown


def test_a_row_shows_times_in_milliseconds_and_memory_in_megabytes() -> None:
    row = Row(what="`list`", runs=runs_of(0.0912, 0.0811, 1.5), figures=[figure(1.4, 1.5)])

    assert table([row]).splitlines()[2] == (
        "| `list` | 91.2 | 81.1 | 1.40 × rg | ≤ 1.5 × | met | 30 |"
    )


def test_times_of_a_second_and_more_have_no_digits_behind_the_point() -> None:
    assert table([Row(what="x", runs=runs_of(1.23456))]).splitlines()[2] == (
        "| x | 1,235 | 1,235 |  |  |  | 30 |"
    )


def test_a_second_figure_of_a_row_takes_a_line_of_its_own() -> None:
    lines = cells(table([Row(what="x", runs=runs_of(0.1), figures=[figure(1), figure(2)])]))

    assert [line[0] for line in lines] == ["x", ""]
    assert [line[3] for line in lines] == ["1.00 × rg", "2.00 × rg"]


def test_a_row_without_runs_has_figures_only() -> None:
    assert cells(table([Row(what="x", figures=[figure(1)])])) == [
        ["x", "", "", "1.00 × rg", "", "", ""]
    ]


def test_a_command_that_failed_is_in_the_table_with_its_message() -> None:
    row = Row(what="x", runs=Runs(problem="exit 2: a|b"))

    assert row.problem
    assert table([row]).splitlines()[2] == r"| x |  |  | exit 2: a\|b |  | **failed** |  |"


def test_every_line_of_a_table_has_as_many_cells_as_its_head() -> None:
    rows: Sequence[Row] = [
        Row(what="a", runs=runs_of(0.1), figures=[figure(1), figure(2, 3)]),
        Row(what="b", runs=Runs(problem="exit 1: x")),
        Row(what="c"),
    ]

    assert {line.count(" | ") for line in table(rows).splitlines()} == {6}


# ---- the run


def test_commands_are_compared_with_what_their_budget_names() -> None:
    runs = {
        run.BARE: runs_of(0.05, 0.06),
        "list": runs_of(0.1, 0.12),
        "papis": runs_of(0.4, 0.48),
    }
    budgets = {
        "list": [run.Budget(to=run.BARE, limit=1.5), run.Budget(to="papis", limit=1, below=True)],
        "papis": [],
    }

    rows = run.rows_of(runs, budgets)

    assert cells(table(rows)) == [
        [run.BARE, "55.0", "50.0", "", "", "", "30"],
        ["list", "110.0", "100.0", "2.00 × a bare Typer app", "≤ 1.5 ×", "**missed**", "30"],
        ["", "", "", "0.25 × papis", "< 1 ×", "met", ""],
        ["papis", "440.0", "400.0", "", "", "", "30"],
    ]


def test_what_has_no_budget_is_compared_with_a_bare_app() -> None:
    (_, row) = run.rows_of({run.BARE: runs_of(0.1), "x": runs_of(0.3)}, {})

    assert [one.cells() for one in row.figures] == [("3.00 × a bare Typer app", "", "")]


def test_nothing_is_compared_with_a_command_that_failed() -> None:
    runs = {run.BARE: Runs(problem="exit 1: x"), "list": runs_of(0.1)}

    (_, row) = run.rows_of(runs, {"list": [run.Budget(to=run.BARE, limit=1)]})

    assert list(row.figures) == []


def test_the_machine_is_named_by_what_the_figures_depend_on() -> None:
    assert f"{os.cpu_count()} cores" in run.machine()
    assert "SQLite 3." in run.machine()


def test_a_system_without_wait4_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr(os, "wait4", raising=False)

    assert run.main([]) == 2
    assert capsys.readouterr().err == ("bench: this system does not tell the memory of a process\n")


def test_without_papis_nothing_is_made_for_it(tmp_path: Path) -> None:
    bench = run.Bench(scratch=tmp_path, rounds=1, seed=1, snnnotes="snnnotes", rg=None, papis=None)
    commands, budgets = run.reading(bench, tmp_path, tmp_path / "cache", 10)

    assert not any("papis" in command.name or "rg" in command.name for command in commands)
    assert budgets == {}
    assert list(tmp_path.iterdir()) == []


def test_beside_rg_a_search_has_the_budget_of_the_size_of_the_notebook(tmp_path: Path) -> None:
    bench = run.Bench(scratch=tmp_path, rounds=1, seed=1, snnnotes="snnnotes", rg="rg", papis=None)
    limits = [
        {budget.limit for budgets in found.values() for budget in budgets}
        for _, found in (
            run.reading(bench, tmp_path, tmp_path / "cache", notes) for notes in (10_000, 100_000)
        )
    ]

    assert limits == [{2}, {1.2}]


def test_every_command_of_ours_has_a_cache_of_its_own(tmp_path: Path) -> None:
    bench = run.Bench(scratch=tmp_path, rounds=1, seed=1, snnnotes="snnnotes", rg="rg", papis=None)
    commands, _ = run.reading(bench, tmp_path, tmp_path / "cache", 10)

    ours = [command for command in commands if command.words[0] == "snnnotes"]
    assert ours
    assert {command.environment["SNNNOTES_CACHE_DIR"] for command in ours} == {
        str(tmp_path / "cache")
    }
