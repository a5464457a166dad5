"""The Python API: the same answers and changes as the commands give."""

import json
import os
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

import snnnotes
from snnnotes import errors
from snnnotes.cli.app import run

SEENN = PurePosixPath("notes/2023/seenn.md")
LIF = PurePosixPath("notes/2023/lif.md")
SURVEY = PurePosixPath("notes/2022/survey.md")
BROKEN = "---\ntitle: A: B\nyear: 2023\n---\n"


def _command(words: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Lines of stdout of a command."""
    run(shlex.split(words))
    return capsys.readouterr().out.splitlines()


# Opening a notebook


@pytest.mark.parametrize("path", [".", "", "notes", "notes/2023"])
def test_notebook_is_found_from_any_folder_in_it(tiny: Path, path: str) -> None:
    assert snnnotes.open_notebook(path).root == tiny


def test_notebook_is_opened_by_path_object_and_absolute_path(tiny: Path) -> None:
    os.chdir(tiny.parent)

    assert snnnotes.open_notebook(tiny).root == tiny
    assert snnnotes.open_notebook(Path("tiny")).root == tiny
    assert snnnotes.open_notebook("tiny/../tiny").root == tiny


def test_nowhere_is_no_notebook(tmp_path: Path) -> None:
    with pytest.raises(errors.NotebookNotFoundError) as caught:
        snnnotes.open_notebook(tmp_path)

    assert "snnnotes init" in caught.value.hint


@pytest.mark.parametrize("path", ["nots", "notes/2023/lif.md"])
def test_folder_that_does_not_exist_is_not_the_notebook_above_it(tiny: Path, path: str) -> None:
    with pytest.raises(errors.NotebookNotFoundError, match=f"{path}: no such folder"):
        snnnotes.open_notebook(path)


def test_environment_names_the_notebook_of_the_current_folder(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SNNNOTES_ROOT", str(tiny))

    assert snnnotes.open_notebook().root == tiny


def test_environment_does_not_change_which_folder_is_meant(tiny: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "notes").mkdir(parents=True)

    opened = snnnotes.open_notebook(other, environment={"SNNNOTES_ROOT": str(tiny)})

    assert opened.root == other


def test_given_environment_counts_instead_of_the_process_own(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "elsewhere"
    notebook = snnnotes.open_notebook(environment={"SNNNOTES_CACHE_DIR": str(cache)})

    snnnotes.find(notebook)

    assert [file.suffix for file in cache.iterdir()] == [".sqlite3"]


def test_settings_that_cannot_be_read_are_a_config_error(tiny: Path) -> None:
    (tiny / "snnnotes.toml").write_text("[notes]\nfolder = []\n", "utf-8")

    with pytest.raises(errors.ConfigError, match=r"snnnotes\.toml:2"):
        snnnotes.open_notebook()


# find and search


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        pytest.param("", [SURVEY, LIF, SEENN], id="empty-is-every-note"),
        pytest.param("year:2023", [LIF, SEENN], id="field"),
        pytest.param("tag:survey OR tag:training", [SURVEY, SEENN], id="or"),
        pytest.param("阈值", [LIF], id="chinese"),
        pytest.param("network", [SURVEY, SEENN], id="other-form-of-the-word"),
        pytest.param("membrane potential", [LIF, SEENN], id="equal-term-of-the-glossary"),
        pytest.param("project:thesis", [LIF], id="key-of-the-users-own"),
        pytest.param("nothing", [], id="nothing"),
    ],
)
def test_find_gives_the_notes_of_the_commands_sorted_by_path(
    tiny: Path, query: str, paths: list[PurePosixPath], capsys: pytest.CaptureFixture[str]
) -> None:
    found = snnnotes.find(snnnotes.open_notebook(), query)

    assert [note.path for note in found] == paths
    listed = _command(f"list --sort path --format paths {shlex.quote(query)}", capsys)
    assert listed == [str(path) for path in paths]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        pytest.param("network", [], id="no-other-form"),
        pytest.param("membrane potential", [SEENN], id="no-equal-term"),
    ],
)
def test_exact_takes_words_as_typed(tiny: Path, query: str, paths: list[PurePosixPath]) -> None:
    notebook = snnnotes.open_notebook()

    assert [note.path for note in snnnotes.find(notebook, query, exact=True)] == paths
    ranked = snnnotes.search(notebook, query, exact=True)
    assert [one.note.path for one in ranked] == paths


@pytest.mark.parametrize(
    "query", ["膜电位", "spiking", "tag:survey OR 电位", "year:2023", "nothing"]
)
def test_search_gives_hits_in_the_order_and_with_the_scores_of_the_command(
    tiny: Path, query: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ranked = snnnotes.search(snnnotes.open_notebook(), query)

    (shown,) = _command(f"search --json {shlex.quote(query)}", capsys)
    hits = json.loads(shown)["hits"]
    assert [one.path for one in ranked] == [hit["note"]["path"] for hit in hits]
    assert [round(one.score, 4) for one in ranked] == [hit["score"] for hit in hits]


def test_note_that_holds_the_word_itself_comes_before_one_with_an_equal_term(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()

    assert [one.note.path for one in snnnotes.search(notebook, "替代梯度")] == [SURVEY, SEENN]
    assert [one.note.path for one in snnnotes.search(notebook, "surrogate gradient")] == [
        SEENN,
        SURVEY,
    ]


@pytest.mark.parametrize(("limit", "count"), [(None, 3), (2, 2), (0, 0), (9, 3)])
def test_limit_cuts_the_hits(tiny: Path, limit: int | None, count: int) -> None:
    assert len(snnnotes.search(snnnotes.open_notebook(), "", limit=limit)) == count


def test_limit_below_zero_is_refused(tiny: Path) -> None:
    with pytest.raises(ValueError, match="below 0"):
        snnnotes.search(snnnotes.open_notebook(), "膜", limit=-1)


@pytest.mark.parametrize("ask", [snnnotes.find, snnnotes.search])
def test_query_that_cannot_be_read_tells_where(tiny: Path, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(errors.QueryError) as caught:
        ask(snnnotes.open_notebook(), "膜电位 year:soon")

    assert caught.value.column == len("膜电位 year:")


def test_notes_are_found_as_they_are_now(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()
    before = snnnotes.find(notebook, "新词")

    (tiny / LIF).write_text("---\ntitle: 新词\nyear: 2024\n---\n", "utf-8")

    assert (before, [note.path for note in snnnotes.find(notebook, "新词")]) == ([], [LIF])


def test_threads_may_ask_one_notebook_at_the_same_time(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: snnnotes.find(notebook, "膜电位"), range(40)))

    assert {tuple(note.path for note in notes) for notes in found} == {(LIF, SEENN)}


# What a command says on stderr


@pytest.mark.parametrize("ask", [snnnotes.find, snnnotes.search])
def test_note_that_cannot_be_read_is_warned_of_at_the_callers_line(tiny: Path, ask: object) -> None:
    assert callable(ask)
    (tiny / LIF).write_text(BROKEN, "utf-8")

    with pytest.warns(snnnotes.NotebookWarning, match=r"notes/2023/lif\.md:2: ") as caught:
        found = ask(snnnotes.open_notebook(), "year:2023")

    assert [str(one.path) for one in found if hasattr(one, "path")] == [str(SEENN)]
    assert [warning.filename for warning in caught] == [__file__]


def test_glossary_that_cannot_be_read_is_warned_of_and_the_search_goes_on(tiny: Path) -> None:
    (tiny / "notes" / "glossary.yaml").write_text("a: b\n", "utf-8")

    with pytest.warns(snnnotes.NotebookWarning, match=r"glossary\.yaml:1: .*searching without it"):
        found = snnnotes.find(snnnotes.open_notebook(), "membrane potential")

    assert [note.path for note in found] == [SEENN]


def test_cache_folder_that_cannot_be_made_is_warned_of(tiny: Path) -> None:
    (tiny / "file").write_text("", "utf-8")
    notebook = snnnotes.open_notebook(environment={"SNNNOTES_CACHE_DIR": str(tiny / "file")})

    with pytest.warns(snnnotes.NotebookWarning, match="cannot be kept"):
        found = snnnotes.find(notebook)

    assert len(found) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs a right to make links")
def test_link_out_of_the_notebook_is_warned_of(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(BROKEN, "utf-8")
    (tiny / "notes" / "link.md").symlink_to(tmp_path / "outside.md")

    with pytest.warns(snnnotes.NotebookWarning, match="leads out of the notebook"):
        found = snnnotes.find(snnnotes.open_notebook())

    assert len(found) == 3


# read_note


@pytest.mark.parametrize(
    "path", [str(SEENN), SEENN, Path(SEENN), PureWindowsPath(r"notes\2023\seenn.md")]
)
def test_note_is_read_from_its_file(tiny: Path, path: str) -> None:
    note = snnnotes.read_note(snnnotes.open_notebook(), path)

    assert (note.path, note.citekey, note.paper.authors[0]) == (SEENN, "li2023seenn", "Yuhang Li")


def test_note_that_was_found_is_the_note_that_is_read(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()

    assert [snnnotes.read_note(notebook, note.path) for note in snnnotes.find(notebook)] == (
        snnnotes.find(notebook)
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param("notes/none.md", errors.UnreadableFileError, id="no-such-file"),
        pytest.param("notes", errors.UnreadableFileError, id="folder"),
        pytest.param("README.md", errors.NoteFormatError, id="no-frontmatter"),
    ],
)
def test_what_is_no_note_says_so(tiny: Path, path: str, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=path):
        snnnotes.read_note(snnnotes.open_notebook(), path)


# plan_add


def test_planned_note_is_the_one_that_the_command_makes(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = snnnotes.NewNote(
        paper="Spike-driven Transformer",
        arxiv="2307.01694",
        year="2023",
        authors=("Man Yao", "Jiakui Hu"),
        tags=("attention",),
    )
    change = snnnotes.plan_add(snnnotes.open_notebook(), request)
    assert not (tiny / change.path).exists()

    (shown,) = _command(
        "add 'Spike-driven Transformer' --arxiv 2307.01694 --year 2023"
        " --author 'Man Yao' --author 'Jiakui Hu' --tag attention",
        capsys,
    )

    made = (tiny / shown).read_text("utf-8")
    assert (change.before, str(change.path)) == (None, shown)
    assert _undated(change.text) == _undated(made)


def _undated(text: str) -> list[str]:
    dated = [line for line in text.splitlines() if line.startswith("added: ")]
    assert len(dated) == 1
    return [line for line in text.splitlines() if line not in dated]


def test_planned_note_is_written_by_apply_and_then_found(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()

    change = snnnotes.plan_add(notebook, snnnotes.NewNote(title="脉冲Transformer", year="2024"))
    notebook.apply([change])

    (note,) = snnnotes.find(notebook, "title:脉冲transformer")
    assert note.path == change.path == PurePosixPath("notes/2024/脉冲Transformer.md")
    assert note.added is not None


def test_users_own_template_and_folder_are_taken(tiny: Path) -> None:
    (tiny / "snnnotes.toml").write_text('[notes]\nfolders = ["papers", "notes"]\n', "utf-8")
    (tiny / "papers").mkdir()
    (tiny / "papers" / ".template.md").write_text("{{frontmatter}}\n# mine\n", "utf-8")

    change = snnnotes.plan_add(snnnotes.open_notebook(), snnnotes.NewNote(title="X", year="2024"))

    assert change.path == PurePosixPath("papers/2024/X.md")
    assert change.text.endswith("# mine\n")


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        pytest.param(snnnotes.NewNote(title="X"), errors.UsageError, id="no-year"),
        pytest.param(
            snnnotes.NewNote(title="X", year="2024", arxiv="soon"),
            errors.IdentifierError,
            id="no-identifier",
        ),
        pytest.param(
            snnnotes.NewNote(title="X", year="2024", arxiv="2304.01230v2"),
            errors.DuplicateNoteError,
            id="same-arxiv-identifier",
        ),
        pytest.param(
            snnnotes.NewNote(title="ＬＩＦ神经元 的膜电位", year="2023"),
            errors.DuplicateNoteError,
            id="same-title",
        ),
    ],
)
def test_note_that_cannot_be_added_is_refused(
    tiny: Path, request_: snnnotes.NewNote, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        snnnotes.plan_add(snnnotes.open_notebook(), request_)


def test_add_warns_of_notes_in_which_a_duplicate_may_hide(tiny: Path) -> None:
    (tiny / LIF).write_text(BROKEN, "utf-8")

    with pytest.warns(snnnotes.NotebookWarning, match=r"lif\.md:2"):
        snnnotes.plan_add(snnnotes.open_notebook(), snnnotes.NewNote(title="X", year="2024"))


# plan_readmes


def test_planned_readme_is_the_one_that_the_command_builds(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()
    (change,) = snnnotes.plan_readmes(notebook)
    assert (tiny / "README.md").read_text("utf-8") == change.before

    assert run(["--quiet", "build-readme"]) == 0

    assert (tiny / "README.md").read_text("utf-8") == change.text
    assert snnnotes.plan_readmes(notebook) == []


def test_planned_readme_is_the_one_that_is_there_however_it_is_spelled(tiny: Path) -> None:
    (tiny / "README.md").rename(tiny / "readme.md")

    (change,) = snnnotes.plan_readmes(snnnotes.open_notebook())

    assert change.path == PurePosixPath("readme.md")
    assert change.before == (tiny / "readme.md").read_text("utf-8")


def test_planned_readme_is_applied_once(tiny: Path) -> None:
    notebook = snnnotes.open_notebook()
    changes = snnnotes.plan_readmes(notebook)

    notebook.apply(changes)

    assert run(["--quiet", "build-readme", "--check"]) == 0
    notebook.apply(changes)  # what was planned is there already
    (tiny / "README.md").write_text("# Mine\n", "utf-8")
    with pytest.raises(errors.ChangedOnDiskError):
        notebook.apply(changes)


def test_note_that_cannot_be_read_stops_the_readme_and_is_named(tiny: Path) -> None:
    (tiny / LIF).write_text(BROKEN, "utf-8")

    with pytest.raises(errors.UnreadableNotesError, match=r"\n  notes/2023/lif\.md:2: ") as caught:
        snnnotes.plan_readmes(snnnotes.open_notebook())

    assert caught.value.hint


def test_readme_without_markers_is_refused_or_gets_them(tiny: Path) -> None:
    (tiny / "README.md").write_text("# Mine\n", "utf-8")
    notebook = snnnotes.open_notebook()

    with pytest.raises(errors.ReadmeMarkerError):
        snnnotes.plan_readmes(notebook)
    (change,) = snnnotes.plan_readmes(notebook, add_markers=True)

    assert change.text.startswith("# Mine\n\n<!-- snnnotes:begin papers -->\n#### 2023\n")


# BibTeX


def test_bibtex_of_found_notes_is_that_of_the_command(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = snnnotes.bibtex.dumps(snnnotes.find(snnnotes.open_notebook(), "tag:training"))

    assert written.splitlines() == _command("list tag:training --format bibtex", capsys)
