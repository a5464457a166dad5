import os
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import (
    ConfigError,
    NotebookNotFoundError,
    UnreadableFileError,
    WouldOverwriteError,
    WriteError,
)
from snnnotes.model.change import FileChange
from snnnotes.storage.notebook import Notebook, find_root

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def make(root: Path, *names: str) -> None:
    for name in names:
        if name.endswith("/"):
            (root / name).mkdir(parents=True, exist_ok=True)
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(f"text of {name}\n", encoding="utf-8")


def opened(root: Path, toml: str = "") -> Notebook:
    root.mkdir(exist_ok=True)
    (root / "snnnotes.toml").write_bytes(toml.encode())
    return Notebook.open(root, root=None, environment={})


@pytest.mark.parametrize(
    ("there", "start", "found"),
    [
        pytest.param(["r/notes/"], "r", "r", id="notes-here"),
        pytest.param(["r/notes/2023/"], "r/notes/2023", "r", id="notes-above"),
        pytest.param(["r/snnnotes.toml", "r/a/b/"], "r/a/b", "r", id="settings-above"),
        pytest.param(
            ["r/snnnotes.toml", "r/a/notes/"], "r/a/notes", "r", id="settings-before-nearer-notes"
        ),
        pytest.param(["r/snnnotes.toml", "r/a/snnnotes.toml"], "r/a", "r/a", id="nearest-settings"),
        pytest.param(["r/notes/", "r/a/notes/"], "r/a", "r/a", id="nearest-notes"),
        pytest.param(["r/notes", "notes/"], "r", ".", id="file-called-notes-is-no-folder"),
        pytest.param(["r/snnnotes.toml/", "r/notes/"], "r", "r", id="folder-called-like-settings"),
        pytest.param(["论文 笔记/notes/"], "论文 笔记", "论文 笔记", id="chinese-and-blank"),
    ],
)
def test_root_is_the_nearest_folder_with_settings_else_with_notes(
    there: list[str], start: str, found: str, tmp_path: Path
) -> None:
    make(tmp_path, *there)

    assert find_root(tmp_path / start, root=None, environment={}) == tmp_path / found


def test_no_notebook_is_an_error_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NotebookNotFoundError) as caught:
        Notebook.open(tmp_path, root=None, environment={})

    assert str(caught.value) == f"{tmp_path}: no notebook in this folder or above it"
    assert "snnnotes init" in caught.value.hint


@pytest.mark.parametrize("named", ["absolute", "relative", "relative-upwards"])
@pytest.mark.parametrize("way", ["option", "variable"])
def test_named_root_goes_before_the_nearest(way: str, named: str, tmp_path: Path) -> None:
    make(tmp_path, "here/notes/", "there/notes/")
    spelled = {
        "absolute": str(tmp_path / "there"),
        "relative": "deep/../../there",
        "relative-upwards": "../there",
    }[named]

    root = find_root(
        tmp_path / "here",
        root=Path(spelled) if way == "option" else None,
        environment={"SNNNOTES_ROOT": spelled if way == "variable" else "../here"},
    )

    assert root == tmp_path / "there"


def test_empty_variable_names_no_root(tmp_path: Path) -> None:
    make(tmp_path, "notes/")

    assert find_root(tmp_path, root=None, environment={"SNNNOTES_ROOT": ""}) == tmp_path


@pytest.mark.parametrize("spelled", ["~/论文", "~"])
def test_home_is_known_where_no_shell_has_put_it_in(spelled: str, tmp_path: Path) -> None:
    make(tmp_path, "论文/notes/", "notes/")

    root = find_root(
        tmp_path / "论文", root=None,
        environment={"SNNNOTES_ROOT": spelled, "HOME": str(tmp_path)},
    )  # fmt: skip

    assert root == tmp_path / spelled[2:]


@pytest.mark.parametrize(
    ("named", "message", "hint"),
    [
        pytest.param("nowhere", "no such folder", "look at how it is spelled", id="missing"),
        pytest.param("README.md", "no such folder", "look at how it is spelled", id="file"),
        pytest.param(
            "a b", "no notebook there: neither snnnotes.toml nor a folder notes",
            "make one there:  snnnotes --root '{}/a b' init", id="no-notebook",
        ),
        pytest.param(
            "repo/notes", "no notebook there: neither snnnotes.toml nor a folder notes",
            "the folder above it is one:  snnnotes --root {}/repo", id="its-note-folder",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["option", "variable"])
@POSIX
def test_named_root_without_notebook_is_an_error_with_the_way_out(
    way: str, named: str, message: str, hint: str, tmp_path: Path
) -> None:
    make(tmp_path, "README.md", "a b/", "repo/notes/")

    with pytest.raises(NotebookNotFoundError) as caught:
        find_root(
            tmp_path,
            root=Path(named) if way == "option" else None,
            environment={"SNNNOTES_ROOT": named} if way == "variable" else {},
        )

    origin = "--root" if way == "option" else "$SNNNOTES_ROOT"
    assert str(caught.value) == f"{origin} {named}: {message}"
    assert caught.value.hint == hint.format(tmp_path)


def test_files_are_those_of_the_note_folder(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/膜电位.md", "notes/a.md", "README.md", "notes/glossary.yaml")

    files = Notebook.open(tmp_path, root=None, environment={}).files()

    assert [state.path for state in files] == ["notes/2023/膜电位.md", "notes/a.md"]


def test_settings_say_which_files_are_notes(tmp_path: Path) -> None:
    make(tmp_path, "papers/a.md", "papers/b.draft.md", "notes/c.md")
    notebook = opened(tmp_path, '[notes]\nfolders = ["papers"]\nexclude = ["*.draft.md"]\n')

    assert [state.path for state in notebook.files()] == ["papers/a.md"]
    assert notebook.folders == ("papers",)


def test_listings_hold_the_same_files_as_files(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md", "notes/2023/b.md", "notes/2022/c.md")
    notebook = Notebook.open(tmp_path, root=None, environment={})

    listed = [state for folder in notebook.listings() for state in folder.files()]

    assert sorted(listed) == notebook.files()


def test_what_the_last_look_left_out_is_told(tmp_path: Path) -> None:
    notebook = opened(tmp_path)
    notebook.files()
    first = notebook.warnings
    make(tmp_path, "notes/")
    notebook.files()

    assert first == ["notes: no such folder, so no notes in it"]
    assert notebook.warnings == []


def test_mistake_in_the_settings_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"snnnotes\.toml:1: there is no table \[nots\]"):
        opened(tmp_path, "[nots]\n")


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param("", id="empty"),
        pytest.param("# only\n\n  # comments\n", id="comments"),
        pytest.param(
            '\ufeff# 我的\r\n[readme]\r\ngroup = "tag"\r\n[[readme.files]]\r\npath = "a.md"\r\n',
            id="readme-alone",
        ),
        pytest.param("[readme]\nline = '''- {title}\n'''\n", id="text-of-several-lines"),
        pytest.param('[notes]\nexclude = ["notes/notation.md", "*.draft.md"]\n', id="exclude"),
        pytest.param('[notes]\n# usual\nfolders = [ "notes" , "a/b" ]\n[readme]\n', id="folders"),
    ],
)
def test_toml_parser_is_not_loaded_where_the_file_is_silent_or_plain_on_notes(
    toml: str, tmp_path: Path
) -> None:
    (tmp_path / "snnnotes.toml").write_bytes(toml.encode())
    code = (
        "import sys; from pathlib import Path; from snnnotes.storage.notebook import Notebook\n"
        "Notebook.open(Path(sys.argv[1]), root=None, environment={}).files()\n"
        "print(*{'tomllib', 'yaml', 'sqlite3', 'hashlib', 'tempfile'} & set(sys.modules))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param('[readme]\ngroup = "year"\n[notes]\nfolders = ["papers"]\n', id="after"),
        pytest.param('notes.folders = ["papers"]\n[readme]\n', id="dotted-key"),
        pytest.param('notes = {folders = ["papers"]}\n', id="inline-table"),
        pytest.param('["notes"]\nfolders = ["papers"]\n', id="quoted"),
        pytest.param('[ notes ]\nfolders = ["papers"]\n', id="blanks"),
        pytest.param('[readme]\n\t[notes]\n\tfolders = ["papers"]\n', id="indented"),
        pytest.param(
            "[readme]\nheading = '''\n### {group}\n'''\n[notes]\nfolders = ['papers']\n",
            id="after-a-text-of-several-lines",
        ),
    ],
)
def test_settings_of_notes_are_found_wherever_they_stand(toml: str, tmp_path: Path) -> None:
    (tmp_path / "snnnotes.toml").write_bytes(toml.encode())

    assert Notebook.open(tmp_path, root=None, environment={}).folders == ("papers",)


_NOTES_LINES = st.lists(
    st.sampled_from(
        (
            *("[notes]", "[readme]", "[[readme.files]]", "[check]", "# [notes]", "[ notes ]", ""),
            *('exclude = ["a.md", "b/*.md"]', 'folders = ["notes"]', "folders = ['papers']"),
            *("exclude = []", 'exclude = ["a",]', 'exclude = ["a" # b]', 'folder = ["x"]'),
            *('folders = ["../x"]', 'folders = ["/x"]', 'exclude = ["a\\\\b"]', 'exclude = "a"'),
            *('exclude = ["a,b"]', "exclude = [", '"a"]', 'line = """', '"""', "x = 1", "\ufeff"),
            *('exclude=["a"] # why', 'path = "a.md"', 'group = "tag"', 'notes.exclude = ["q"]'),
        )
    ),
    max_size=6,
)


@given(_NOTES_LINES)
def test_what_is_read_without_the_toml_parser_is_what_it_reads(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "snnnotes.toml").write_text("\n".join(lines), "utf-8")
        try:
            plain = Notebook(Path(folder), {})
        except ConfigError:
            return
        try:
            config = plain.config
        except ConfigError:
            # As before: of other tables, only commands that read them tell.
            return

    assert (plain.folders, plain.exclude) == (config.folders, config.exclude)


def test_settings_of_readmes_are_there_when_asked_for(tmp_path: Path) -> None:
    notebook = opened(tmp_path, '[readme]\nfiles = ["docs/papers.md"]\n')

    assert [str(file.path) for file in notebook.config.readme.files] == ["docs/papers.md"]
    assert notebook.config is notebook.config


def test_mistake_in_readme_settings_waits_until_they_are_needed(tmp_path: Path) -> None:
    notebook = opened(tmp_path, "[readme]\nfils = []\n")

    with pytest.raises(ConfigError, match="fils"):
        _ = notebook.config


def test_text_is_read_by_its_path_in_the_notebook(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md")
    notebook = Notebook.open(tmp_path, root=None, environment={})

    assert notebook.read_text(PurePosixPath("notes/a.md")) == "text of notes/a.md\n"
    with pytest.raises(UnreadableFileError, match=r"^notes/b\.md: no such file$"):
        notebook.read_text(PurePosixPath("notes/b.md"))


def test_existing_file_is_found_whatever_the_case(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/SEENN.md")
    notebook = Notebook.open(tmp_path, root=None, environment={})

    assert notebook.existing(PurePosixPath("notes/2023/Seenn.md")) == PurePosixPath(
        "notes/2023/SEENN.md"
    )
    assert notebook.exists(PurePosixPath("notes/2023/seenn.md"))
    assert not notebook.exists(PurePosixPath("notes/2023/seen.md"))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param("notes/a.md", "notes/a.md", id="there"),
        pytest.param("notes/A.md", "notes/a.md", id="other-case"),
        pytest.param("notes/new.md", "notes/new.md", id="not-yet-there"),
        pytest.param("notes/../notes/a.md", "notes/a.md", id="by-a-detour"),
        pytest.param("../a.md", None, id="outside"),
    ],
)
def test_file_of_the_system_has_a_path_in_the_notebook(
    file: str, expected: str | None, tmp_path: Path
) -> None:
    make(tmp_path, "repo/notes/a.md")
    notebook = Notebook.open(tmp_path / "repo", root=None, environment={})

    assert notebook.path_of(tmp_path / "repo" / file) == (expected and PurePosixPath(expected))


@POSIX
def test_notebook_works_where_the_current_folder_is_a_link(tmp_path: Path) -> None:
    make(tmp_path, "repo/notes/2023/a.md")
    (tmp_path / "link").symlink_to("repo/notes")
    notebook = Notebook.open(tmp_path / "link" / "2023", root=tmp_path / "repo", environment={})

    assert notebook.path_of(tmp_path / "link/2023/a.md") == PurePosixPath("notes/2023/a.md")


def test_apply_writes_what_was_planned(tmp_path: Path) -> None:
    notebook = opened(tmp_path)

    notebook.apply([FileChange(PurePosixPath("notes/2023/膜.md"), None, "新")])

    assert notebook.read_text(PurePosixPath("notes/2023/膜.md")) == "新"
    with pytest.raises(WouldOverwriteError):
        notebook.apply([FileChange(PurePosixPath("notes/2023/膜.md"), None, "again")])


def test_apply_in_a_writing_block_does_not_wait_for_itself(tmp_path: Path) -> None:
    notebook = opened(tmp_path)

    with notebook.writing(), notebook.writing():
        notebook.apply([FileChange(PurePosixPath("a.md"), None, "a")])

    with notebook.writing():
        notebook.apply([FileChange(PurePosixPath("b.md"), None, "b")])
    assert (tmp_path / "b.md").exists()


def test_failed_writing_block_gives_the_lock_back(tmp_path: Path) -> None:
    notebook = opened(tmp_path)

    with pytest.raises(WriteError), notebook.writing():
        notebook.apply([FileChange(PurePosixPath("../a.md"), None, "a")])

    other = Notebook.open(tmp_path, root=None, environment=os.environ)
    other.apply([FileChange(PurePosixPath("b.md"), None, "b")])
    assert (tmp_path / "b.md").exists()
