"""`discover` from the command line: lists on disk and online, what it shows, what it adds."""

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from local_server import LocalServer, Page

from snnnotes.cli.app import run
from snnnotes.cli.terminal import columns_of
from snnnotes.model.change import FileChange
from snnnotes.storage.notebook import Notebook

Say = tuple[int, str, str]
Ask = Callable[..., Say]

LIST = """\
# Awesome Spiking 列表

## 2024
- 脉冲网络综述（**软件学报 2024**） [[论文](https://doi.org/10.1234/abc.5)]
- Epsilon networks of [bold]spikes (**AAAI 2024**). [[paper](https://arxiv.org/abs/2401.00005)] \
[[code](https://github.com/a/epsilon)]
- Gamma networks (**Frontiers in Computational Neuroscience 2024**).
## 2023
- SEENN: Towards Temporal Spiking Early-Exit Neural Networks (**NeurIPS 2023**). \
[[paper](https://arxiv.org/abs/2304.01230)]
- LIF神经元的膜电位 (**ICLR 2023**). [[paper](https://openaccess.thecvf.com/content/CVPR2023/x.pdf)]
- Zeta networks by Wei. Wei Fang et al. *ICML 2023*. [[paper](https://arxiv.org/abs/2301.00006)]
"""
RAW = "/raw/fang/Awesome-SNN/HEAD/README.md"


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line; its exit code, stdout and stderr."""

    def run_it(*arguments: str) -> Say:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


@pytest.fixture
def listed(tiny: Path) -> Path:
    """The list, beside the notebook."""
    place = tiny.parent / "list.md"
    place.write_text(LIST, encoding="utf-8")
    return place


def titles(out: str) -> list[str]:
    return [line.split("\t")[3] for line in out.splitlines()]


def settings(root: Path, text: str) -> None:
    (root / "snnnotes.toml").write_text(text, encoding="utf-8")


# Where the list comes from


@pytest.mark.parametrize("place", ["../list.md", "./../list.md"])
def test_a_path_is_one_from_the_current_folder(
    place: str, ask: Ask, listed: Path, monkeypatch: pytest.MonkeyPatch, tiny: Path
) -> None:
    monkeypatch.chdir(tiny / "notes")

    code, out, _ = ask("discover", f"../{place}")

    assert (code, len(out.splitlines())) == (0, 4)


def test_the_list_of_the_settings_is_found_from_the_notebook(
    ask: Ask, listed: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(tiny, '[discover]\nlist = "../list.md"\n')
    monkeypatch.chdir(tiny / "notes" / "2023")

    assert len(ask("discover")[1].splitlines()) == 4


def test_without_any_list_the_way_to_name_one_is_told(ask: Ask, tiny: Path) -> None:
    code, out, err = ask("discover")

    assert (code, out) == (2, "")
    assert err.startswith("Error: no paper list is named\nHint: name one: snnnotes discover ")
    assert '[discover]\n  list = "' in err


def test_a_list_comes_through_a_pipe(ask: Ask, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.BytesIO(LIST.encode())
    stdin = SimpleNamespace(buffer=piped, closed=False, isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)

    code, out, _ = ask("discover", "-", "--problems")

    assert (code, out.splitlines()[0]) == (
        0, '-:6: "Gamma networks" has no link to the paper'
    )  # fmt: skip


def test_our_own_readme_is_a_list_whose_links_lead_to_notes(ask: Ask, tiny: Path) -> None:
    (tiny / "LIST.md").write_text(
        "## 2023\n- Called otherwise [笔记](notes/2023/seenn.md)\n- New one [笔记](notes/n.md)\n",
        encoding="utf-8",
    )

    code, out, err = ask("discover", "LIST.md")

    assert (code, titles(out)) == (0, ["New one"])
    assert err.startswith("2 papers: 1 new, 1 with a note\n")


@pytest.mark.parametrize(
    ("content", "code", "message", "hint"),
    [
        pytest.param(None, 3, "nowhere.md: no such file", "", id="missing"),
        pytest.param("脉冲神经网络的论文列表".encode("gb18030"), 3, "UTF-8", "GB18030", id="other"),
        pytest.param(b"\x00\x01\x02", 3, "not a text file", "", id="binary"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(
    content: bytes | None, code: int, message: str, hint: str, ask: Ask, tiny: Path
) -> None:
    if content is not None:
        (tiny / "nowhere.md").write_bytes(content)

    answer, out, err = ask("discover", "nowhere.md")

    assert (answer, out) == (code, "")
    assert message in err
    assert hint in err


def test_a_folder_is_no_list(ask: Ask, tiny: Path) -> None:
    code, _, err = ask("discover", "notes")

    assert code == 3
    assert err == "Error: notes: this is a folder\nHint: name the file in it: notes/README.md\n"


@pytest.fixture
def online(server: LocalServer, tiny: Path) -> LocalServer:
    """A server that has the list of a repository on GitHub."""
    settings(
        tiny,
        '[discover]\nlist = "fang/Awesome-SNN"\n\n[mirrors]\n'
        f'"https://raw.githubusercontent.com/" = "{server.url("/raw/")}"\n',
    )
    server.pages[RAW] = Page(LIST.encode())
    return server


@pytest.mark.parametrize(
    "place",
    [
        pytest.param([], id="settings"),
        pytest.param(["fang/Awesome-SNN"], id="name"),
        pytest.param(["https://github.com/fang/Awesome-SNN"], id="repository"),
        pytest.param(["https://github.com/fang/Awesome-SNN/blob/HEAD/README.md"], id="file"),
    ],
)
def test_a_list_on_github_is_fetched(place: list[str], ask: Ask, online: LocalServer) -> None:
    code, out, _ = ask("discover", *place, "--problems")

    assert (code, online.paths) == (0, [RAW])
    assert out.startswith('README.md:6: "Gamma networks" has no link to the paper\n')


def test_a_file_that_is_there_goes_before_a_repository_of_its_name(
    ask: Ask, online: LocalServer, tiny: Path
) -> None:
    (tiny / "fang").mkdir()
    (tiny / "fang" / "Awesome-SNN").write_text("- Alpha (**ICLR 2024**)\n", encoding="utf-8")

    code, out, _ = ask("discover", "fang/Awesome-SNN")

    assert (code, titles(out), online.asked) == (0, ["Alpha"], [])


def test_any_address_is_fetched(ask: Ask, online: LocalServer) -> None:
    online.pages["/list.md"] = Page(LIST.encode())

    code, out, _ = ask("discover", online.url("/list.md"), "--problems")

    assert code == 0
    assert out.startswith(f"{online.url('/list.md')}:6: ")


@pytest.mark.parametrize("how", ["option", "variable", "settings"])
def test_offline_the_list_is_as_it_was_last_fetched(
    how: str, ask: Ask, online: LocalServer, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("discover")
    if how == "variable":
        monkeypatch.setenv("SNNNOTES_OFFLINE", "1")
    elif how == "settings":
        text = (tiny / "snnnotes.toml").read_text("utf-8")
        settings(tiny, f"{text}\n[sources]\noffline = true\n")

    code, out, err = ask("discover", *(["--offline"] if how == "option" else []))

    assert (code, len(out.splitlines()), len(online.asked)) == (0, 4, 1)
    assert err.startswith("Offline: this is the list as it was last fetched\n")


def test_offline_without_an_earlier_answer_the_way_out_is_told(
    ask: Ask, online: LocalServer
) -> None:
    code, out, err = ask("discover", "--offline")

    assert (code, out, online.asked) == (4, "", [])
    assert "Error: raw.githubusercontent.com: was not asked, since we are offline\n" in err
    assert "download the list and name its file: snnnotes discover README.md" in err


@pytest.mark.parametrize(
    ("page", "message"),
    [
        pytest.param(Page(b"no", 404), "there is no fang/Awesome-SNN", id="not-there"),
        pytest.param(Page(b"no", 403), "403", id="forbidden"),
        pytest.param(Page(b"\xff\xfe\x00", 200, "image/png"), "", id="picture"),
    ],
)
def test_a_list_that_cannot_be_had_ends_with_4_and_a_way_out(
    page: Page, message: str, ask: Ask, online: LocalServer
) -> None:
    online.pages[RAW] = page

    code, out, err = ask("discover")

    assert (code, out) == (4, "")
    assert message in err
    assert "download" in err


# What is shown


def test_a_pipe_gets_one_line_a_paper(ask: Ask, listed: Path) -> None:
    code, out, err = ask("discover", "../list.md", "--all")

    assert code == 0
    assert [line.split("\t") for line in out.splitlines()] == [
        ["1", "2024", "AAAI", "Epsilon networks of [bold]spikes",
         "https://arxiv.org/abs/2401.00005", "https://github.com/a/epsilon", "new", ""],
        ["2", "2024", "Frontiers in Computational Neuroscience", "Gamma networks", "", "", "new",
         ""],
        ["3", "2024", "软件学报", "脉冲网络综述", "https://doi.org/10.1234/abc.5", "", "new", ""],
        ["4", "2023", "ICLR", "LIF神经元的膜电位",
         "https://openaccess.thecvf.com/content/CVPR2023/x.pdf", "", "noted",
         "notes/2023/lif.md"],
        ["5", "2023", "ICML", "Zeta networks by Wei", "https://arxiv.org/abs/2301.00006", "",
         "new", ""],
        ["6", "2023", "NeurIPS",
         "SEENN: Towards Temporal Spiking Early-Exit Neural Networks",
         "https://arxiv.org/abs/2304.01230", "", "noted", "notes/2023/seenn.md"],
    ]  # fmt: skip
    assert err.splitlines() == [
        "6 papers: 4 new, 2 with a note",
        "Make unread notes: snnnotes discover ../list.md --add 1,2",
        "The list has 2 problems of its own; --problems names them",
    ]


def test_without_all_papers_with_a_note_are_left_out_and_numbers_stay(
    ask: Ask, listed: Path
) -> None:
    _, out, err = ask("discover", "../list.md")

    assert [line.split("\t")[0] for line in out.splitlines()] == ["1", "2", "3", "5"]
    assert err.splitlines()[:2] == ["6 papers: 4 new, 2 with a note", "4 shown"]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        pytest.param(["--year", "2024"], "123", id="year"),
        pytest.param(["--year", "..2023"], "456", id="years"),
        pytest.param(["--year", "2024", "--year", "2023"], "123456", id="either-year"),
        pytest.param(["--venue", "neurips"], "6", id="venue"),
        pytest.param(["--venue", "NeurIPS", "--venue", "软件学报"], "36", id="either-venue"),
        pytest.param(["--match", "networks -epsilon"], "256", id="words"),
        pytest.param(["--match", "膜电位 OR wei"], "45", id="chinese-and-author"),
        pytest.param(["--match", "spike"], "16", id="other-forms"),
        pytest.param(["--match", "author:fang has:url"], "5", id="fields"),
        pytest.param(["--match", "has:code", "--year", "2024"], "1", id="both"),
        pytest.param(["--match", "nothing"], "", id="none"),
    ],
)
def test_filters_choose_from_the_list(
    options: list[str], numbers: str, ask: Ask, listed: Path
) -> None:
    code, out, err = ask("discover", "../list.md", "--all", *options)

    assert (code, "".join(line.split("\t")[0] for line in out.splitlines())) == (0, numbers)
    assert numbers or "None of them fits; leave out --year, --venue or --match" in err


def test_the_glossary_widens_what_is_matched(ask: Ask, listed: Path) -> None:
    _, out, err = ask("discover", "../list.md", "--all", "--match", "membrane potential")

    assert titles(out) == ["LIF神经元的膜电位"]
    assert "Also searched: membrane potential = 膜电位" in err


@pytest.mark.parametrize("options", [["--match", "(a"], ["--year", "soon"]], ids=["match", "year"])
def test_a_query_that_is_none_is_shown_with_a_caret(
    options: list[str], ask: Ask, listed: Path
) -> None:
    code, out, err = ask("discover", "../list.md", *options)

    assert (code, out) == (2, "")
    assert "^" in err


def test_nothing_new_is_said_and_is_no_failure(ask: Ask, tiny: Path) -> None:
    (tiny / "list.md").write_text("## 2023\n- LIF神经元的膜电位 (**ICLR 2023**)\n", "utf-8")

    code, out, err = ask("discover", "list.md")

    assert (code, out) == (0, "")
    assert "Nothing new: every paper of the list has a note" in err


def test_a_text_that_is_no_list_is_told_so(ask: Ask, tiny: Path) -> None:
    (tiny / "list.md").write_text("# Hello\n", "utf-8")

    code, out, err = ask("discover", "list.md")

    assert (code, out) == (0, "")
    assert err.startswith("No papers were found in this list")


def test_quiet_says_nothing_but_data(ask: Ask, listed: Path) -> None:
    _, out, err = ask("--quiet", "discover", "../list.md")

    assert (len(out.splitlines()), err) == (4, "")


def test_json_has_all_fields_and_the_problems(ask: Ask, listed: Path) -> None:
    code, out, _ = ask("discover", "../list.md", "--all", "--year", "2023", "--json")

    data = json.loads(out)
    assert (code, data["schema"], data["list"], data["rows"]) == (0, 1, "../list.md", 6)
    assert data["papers"][1] == {
        "number": 5,
        "lines": [10],
        "title": "Zeta networks by Wei",
        "authors": ["Wei Fang"],
        "more_authors": True,
        "year": 2023,
        "venue": "ICML",
        "url": "https://arxiv.org/abs/2301.00006",
        "arxiv": "2301.00006",
        "doi": None,
        "openreview": None,
        "code": None,
        "section": ["Awesome Spiking 列表", "2023"],
        "state": "new",
        "note": None,
        "reason": None,
    }
    assert (data["papers"][2]["state"], data["papers"][2]["note"], data["papers"][2]["reason"]) == (
        "noted", "notes/2023/seenn.md", "same arXiv identifier 2304.01230"
    )  # fmt: skip
    assert [problem["line"] for problem in data["problems"]] == [6, 9]
    assert "列表" in out


def test_problems_are_lines_for_a_pull_request(ask: Ask, listed: Path) -> None:
    code, out, err = ask("discover", "../list.md", "--problems")

    assert code == 0
    assert out == (
        '../list.md:6: "Gamma networks" has no link to the paper\n'
        '../list.md:9: "LIF神经元的膜电位" is listed as ICLR 2023, but its link leads to CVPR 2023:'
        " https://openaccess.thecvf.com/content/CVPR2023/x.pdf\n"
    )
    assert err == "2 problems in 6 rows\n"


def test_problems_as_json_have_their_names(ask: Ask, listed: Path) -> None:
    _, out, _ = ask("discover", "../list.md", "--problems", "--json")

    assert [(one["name"], one["line"]) for one in json.loads(out)["problems"]] == [
        ("no-link", 6), ("venue-and-link", 9)
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_table_is_straight_also_with_chinese(
    columns: int, ask: Ask, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.cli.session.Session.at_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((columns, 24)))

    code, out, _ = ask("--color", "never", "discover", "../list.md", "--all")

    lines = out.splitlines()
    assert code == 0
    assert max(map(columns_of, lines)) <= columns
    assert lines[0].split() == ["No.", "Year", "Venue", "Title", "Code", "Note"]
    start = columns_of(lines[0][: lines[0].index("Title")])
    first_words = [line for line in lines if re.match(r" +\d+  ", line)]
    assert len(first_words) == 6
    for line, word in zip(first_words, ["Epsilon", "Gamma", "脉冲", "LIF", "Zeta", "SEENN"],
                          strict=True):  # fmt: skip
        assert columns_of(line[: line.index(word)]) == start
    assert [line.split()[1] for line in first_words if re.search(r" 20\d\d ", line)] == [
        "2024", "2023"
    ]  # fmt: skip
    assert "[bold]" in out


def test_a_terminal_with_nothing_to_show_gets_no_table(
    ask: Ask, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.cli.session.Session.at_terminal", lambda _: True)
    (tiny / "list.md").write_text("# Hello\n", "utf-8")

    assert ask("discover", "list.md")[1] == ""


def test_papers_that_may_have_a_note_are_shown_and_marked(
    ask: Ask, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny / "list.md").write_text(
        "- SEENN: Towards Temporal Spiking Early-Exit Neural Network (**ICLR 2023**)\n"
        "- Alpha without year [[paper](https://a.org/x.pdf)]\n",
        "utf-8",
    )

    _, out, err = ask("discover", "list.md")
    monkeypatch.setattr("snnnotes.cli.session.Session.at_terminal", lambda _: True)
    _, table, _ = ask("--color", "never", "discover", "list.md")

    assert out.splitlines()[0].split("\t")[-2:] == ["probably", "notes/2023/seenn.md"]
    assert err.startswith("2 papers: 1 new, 1 probably with a note, 0 with a note\n")
    lines = [line.split() for line in table.splitlines()]
    assert (lines[1][:3], lines[1][-1]) == (["1", "2023", "ICLR"], "probably")
    assert lines[-1] == ["2", "none", "Alpha", "without", "year"]


def test_somebody_who_waits_is_told_what_for(
    ask: Ask, online: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.cli.session.Session.can_ask", lambda _: True)

    assert ask("discover")[2].startswith("Fetching fang/Awesome-SNN …\n")


# What is added


def test_numbers_become_unread_notes_and_are_new_no_more(
    ask: Ask, listed: Path, tiny: Path
) -> None:
    code, out, err = ask("discover", "../list.md", "--add", "1,3")

    assert (code, out.splitlines()) == (
        0,
        ["notes/2024/Epsilon networks of [bold]spikes.md", "notes/2024/脉冲网络综述.md"],
    )
    assert err.splitlines() == [
        "Pending: authors of 2 notes; later, run  snnnotes fill",
        "2 unread notes made",
    ]
    text = (tiny / "notes/2024/脉冲网络综述.md").read_text("utf-8")
    assert "\nstatus: unread\n" in text
    assert "\ndoi: 10.1234/abc.5\n" in text
    assert [line.split("\t")[0] for line in ask("discover", "../list.md")[1].splitlines()] == [
        "2", "5"
    ]  # fmt: skip


def test_a_dry_run_shows_a_diff_and_writes_nothing(ask: Ask, listed: Path, tiny: Path) -> None:
    code, out, err = ask("discover", "../list.md", "--add", "2", "--dry-run")

    assert code == 0
    assert out.startswith("--- /dev/null\n+++ b/notes/2024/Gamma networks.md\n@@ ")
    assert err == "1 unread note would be made\n"
    assert not (tiny / "notes" / "2024").exists()


def test_added_notes_come_as_json(ask: Ask, listed: Path, tiny: Path) -> None:
    _, out, _ = ask("discover", "../list.md", "--add", "2", "--json", "--dry-run")

    data = json.loads(out)
    assert (data["schema"], data["dry_run"]) == (1, True)
    (note,) = data["notes"]
    assert (note["number"], note["lines"], note["path"], note["status"]) == (
        2, [6], "notes/2024/Gamma networks.md", "unread"
    )  # fmt: skip
    assert not (tiny / "notes" / "2024").exists()


def test_of_numbers_one_of_which_has_a_note_none_is_added(
    ask: Ask, listed: Path, tiny: Path
) -> None:
    code, out, err = ask("discover", "../list.md", "--add", "1,4,6")

    assert (code, out) == (5, "")
    assert err == (
        "Error: no note was made, since 2 cannot:\n"
        "  4 LIF神经元的膜电位: notes/2023/lif.md is on it already: same title\n"
        "  6 SEENN: Towards Temporal Spiking Early-Exit Neural Networks: notes/2023/seenn.md is on"
        " it already: same arXiv identifier 2304.01230\n"
        "Hint: leave out what cannot: --add 1\n"
    )
    assert not (tiny / "notes" / "2024").exists()


def test_a_link_of_two_papers_is_left_out_of_the_note_and_named(ask: Ask, tiny: Path) -> None:
    (tiny / "list.md").write_text(
        "- Alpha nets (**ICLR 2024**). [[paper](https://arxiv.org/abs/2401.00001)]\n"
        "- Beta nets (**ICLR 2024**). [[paper](https://arxiv.org/abs/2401.00001)]\n",
        "utf-8",
    )

    code, _, err = ask("discover", "list.md", "--add", "1-2")

    assert code == 0
    assert "Warning: 1 Alpha nets: its link was left out, since the list has it for" in err
    assert "Warning: 2 Beta nets: its link was left out" in err
    assert "arxiv" not in (tiny / "notes/2024/Alpha nets.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--dry-run"], "--dry-run is for --add", id="dry-run-of-nothing"),
        pytest.param(["--add", "1", "--problems"], "--add and --problems at once", id="two-deeds"),
        pytest.param(["--add", "1", "--year", "2024"], "--add takes numbers of the whole list",
                     id="add-with-filter"),
        pytest.param(["--problems", "--match", "a"], "--problems are of all rows",
                     id="problems-with-filter"),
        pytest.param(["--add", "99"], "--add 99: there is no number 99 in this list",
                     id="number-too-high"),
        pytest.param(["--add", "x"], "--add takes numbers of the list, not 'x'", id="no-number"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(
    options: list[str], message: str, ask: Ask, listed: Path
) -> None:
    code, out, err = ask("discover", "../list.md", *options)

    assert (code, out) == (2, "")
    assert err.startswith(f"Error: {message}\nHint: ")


def test_whoever_adds_the_same_paper_meanwhile_is_waited_for(
    ask: Ask, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    lock, apply = Notebook.writing, Notebook.apply

    @contextmanager
    def locked(notebook: Notebook) -> Iterator[None]:
        with lock(notebook):
            order.append("locked")
            yield
            order.append("open")

    def written(notebook: Notebook, changes: Iterable[FileChange]) -> None:
        order.append("written")
        apply(notebook, changes)

    monkeypatch.setattr(Notebook, "writing", locked)
    monkeypatch.setattr(Notebook, "apply", written)

    ask("discover", "../list.md", "--add", "1,2")

    # What applies takes the lock once more, inside.
    assert order[0] == "locked"
    assert order.index("written") < order.index("open")


def test_control_characters_of_a_list_never_reach_the_terminal(ask: Ask, tiny: Path) -> None:
    (tiny / "list.md").write_text(
        "- Alpha \x1b[31mnets\x1b[0m of spikes (**ICLR 2024**)\n", "utf-8"
    )

    for options in ([], ["--problems"], ["--json"], ["--add", "1", "--dry-run"]):
        _, out, err = ask("discover", "list.md", *options)
        assert "\x1b" not in out + err
