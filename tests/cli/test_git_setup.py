"""`init --git`, and what Git then does with READMEs that two branches changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from snnnotes.cli.app import run
from snnnotes.features.git_setup import SETTINGS

BEGIN, END = "<!-- snnnotes:begin papers -->", "<!-- snnnotes:end papers -->"
LINE = "/README.md merge=snnnotes\n"
#: On Windows the program's name may lead to another one in Git's own shell.
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the shell of Git has a PATH of its own")


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the user's, and our program first."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    place = Path(sys.executable).parent
    monkeypatch.setenv("PATH", os.pathsep.join([str(place), os.environ["PATH"]]))


def git(root: Path, *arguments: str, fails: bool = False) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], check=False, capture_output=True)
    shown = (done.stdout + done.stderr).decode()
    assert (done.returncode != 0) is fails, shown
    return shown


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, with the current folder in it."""
    root = tmp_path / "clone"
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    git(root, "config", "user.name", "A")
    git(root, "config", "user.email", "a@example.org")
    monkeypatch.chdir(root)
    return root


def config(root: Path) -> dict[str, str]:
    """What the clone itself has set of our driver."""
    lines = git(root, "config", "--local", "--list").splitlines()
    pairs = dict(line.split("=", 1) for line in lines)
    return {name: value for name, value in pairs.items() if name.startswith("merge.")}


def note(title: str, added: str = "2025-01-01", year: int = 2023) -> str:
    return f"---\ntitle: {title}\nyear: {year}\nadded: {added}\n---\n\n正文\n"


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8", newline="\n")


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def add(root: Path, title: str, added: str, folder: str = "notes/2023") -> None:
    write(root, f"{folder}/{title}.md", note(title, added))


def rebuild(root: Path) -> None:
    assert run(["--quiet", "--root", str(root), "build-readme"]) == 0


def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


def rows(root: Path) -> list[str]:
    lines = readme(root).split(BEGIN)[1].split(END)[0].split("\n")
    return [line[2:].split(" [")[0] for line in lines if line.startswith("- ")]


def is_fresh(root: Path) -> bool:
    return run(["--quiet", "--root", str(root), "build-readme", "--check"]) == 0


class TestInit:
    def test_new_notebook_is_made_and_git_set_up(
        self, clone: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["init", "--git"]) == 0

        shown = capsys.readouterr()
        assert shown.out.split() == [
            "snnnotes.toml",
            "README.md",
            "notes/glossary.yaml",
            ".gitattributes",
        ]
        assert "Git merges the README's list from now on: commit .gitattributes, and" in shown.err
        assert "each other clone\nNext:\n" in shown.err
        assert (clone / ".gitattributes").read_text("utf-8") == LINE
        assert config(clone) == SETTINGS

    def test_existing_notebook_is_left_alone_but_for_the_attributes(
        self, clone: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["init"])
        write(clone, ".gitattributes", "* text=auto\r\n")
        before = {path: path.read_bytes() for path in clone.rglob("*.md")}
        capsys.readouterr()

        assert run(["init", "--git"]) == 0

        shown = capsys.readouterr()
        assert shown.out == ".gitattributes\n"
        assert "is a notebook already" in shown.err
        assert (
            clone / ".gitattributes"
        ).read_bytes() == b"* text=auto\r\n" + LINE.encode().replace(b"\n", b"\r\n")
        assert {path: path.read_bytes() for path in clone.rglob("*.md")} == before

    def test_second_time_changes_nothing(
        self, clone: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["init", "--git"])
        before = (clone / ".git" / "config").read_bytes()
        capsys.readouterr()

        assert run(["init", "--git"]) == 0

        shown = capsys.readouterr()
        assert shown.out == ""
        assert "Git merges the README's list already" in shown.err
        assert (clone / ".gitattributes").read_text("utf-8") == LINE
        assert (clone / ".git" / "config").read_bytes() == before

    def test_clone_of_a_colleague_only_gets_the_driver(
        self, clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["init", "--git"])
        commit(clone)
        git(tmp_path, "clone", "-q", str(clone), "other")
        assert config(tmp_path / "other") == {}
        capsys.readouterr()

        assert run(["--root", str(tmp_path / "other"), "init", "--git"]) == 0

        assert capsys.readouterr().out == ""
        assert config(tmp_path / "other") == SETTINGS

    def test_older_command_of_ours_is_replaced(self, clone: Path) -> None:
        for value in ("old", "older"):
            git(clone, "config", "--add", "merge.snnnotes.driver", value)

        run(["init", "--git"])

        assert config(clone) == SETTINGS
        assert (clone / ".git" / "config").read_text("utf-8").count("driver =") == 1

    def test_dry_run_shows_the_diff_and_the_settings_and_writes_nothing(
        self, clone: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["init", "--git", "--dry-run"]) == 0

        shown = capsys.readouterr().out
        assert f"+++ b/.gitattributes\n@@ -0,0 +1 @@\n+{LINE}" in shown
        commands = [line for line in shown.splitlines() if line.startswith("git config")]
        assert len(commands) == len(SETTINGS)
        assert [path.name for path in clone.iterdir()] == [".git"]
        assert config(clone) == {}
        if sys.platform != "win32":
            for command in commands:
                subprocess.run(["sh", "-c", command], check=True)
            assert config(clone) == SETTINGS

    @pytest.mark.parametrize("folder", [[], ["new/deep"]], ids=["here", "folder to be made"])
    def test_outside_a_repository_nothing_is_made(
        self,
        folder: list[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        monkeypatch.chdir(tmp_path)

        assert run(["init", "--git", *folder]) == 2

        shown = capsys.readouterr().err
        assert "not in the folder of a Git repository" in shown
        assert "Hint: make it one first:  git init" in shown
        assert list(tmp_path.iterdir()) == []

    def test_without_git_the_message_says_so(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        assert run(["--root", str(tmp_path / "x"), "init", "--git"]) == 2
        assert "git is not installed" in capsys.readouterr().err

    def test_notebook_in_a_folder_of_the_repository_names_its_own_readmes(
        self, clone: Path
    ) -> None:
        write(
            clone / "我的 笔记",
            "snnnotes.toml",
            '[readme]\nfiles = ["README.md", "docs/my papers.md"]\n',
        )

        assert run(["init", "--git", "我的 笔记"]) == 0

        text = (clone / "我的 笔记" / ".gitattributes").read_text("utf-8")
        assert text == f'{LINE}"/docs/my papers.md" merge=snnnotes\n'
        shown = git(clone, "check-attr", "merge", "--", "我的 笔记/docs/my papers.md", "README.md")
        assert [line.rsplit(" ", 1)[1] for line in shown.splitlines()] == [
            "snnnotes",
            "unspecified",
        ]

    def test_setting_that_git_cannot_write_is_told(
        self, clone: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (clone / ".git" / "config.lock").touch()

        assert run(["init", "--git"]) == 5
        assert "Error: git cannot set merge.snnnotes.name: could not lock" in (
            capsys.readouterr().err
        )


@pytest.fixture
def notebook(clone: Path) -> Path:
    """A notebook with one note, where Git is set up."""
    run(["--quiet", "init", "--git"])
    add(clone, "旧", "2025-01-01")
    rebuild(clone)
    commit(clone)
    git(clone, "branch", "other")
    return clone


def on_other(root: Path, title: str = "编码", added: str = "2025-02-02") -> None:
    """Add a note on the branch `other`, and go back to main."""
    git(root, "checkout", "-q", "other")
    add(root, title, added)
    rebuild(root)
    commit(root)
    git(root, "checkout", "-q", "main")


@POSIX
class TestMerge:
    @pytest.mark.parametrize("added", ["2025-02-01", "2025-02-03"], ids=["before", "after"])
    def test_two_branches_that_each_add_a_note_give_the_rebuilt_list(
        self, notebook: Path, added: str
    ) -> None:
        on_other(notebook)
        add(notebook, "膜电位", added)
        rebuild(notebook)
        commit(notebook)

        shown = git(notebook, "merge", "--no-edit", "other")

        assert "CONFLICT" not in shown
        assert rows(notebook) == (
            ["编码", "膜电位", "旧"] if added < "2025-02-02" else ["膜电位", "编码", "旧"]
        )
        assert is_fresh(notebook)
        assert git(notebook, "status", "--porcelain") == ""

    def test_without_the_driver_the_same_two_branches_are_in_conflict(self, notebook: Path) -> None:
        on_other(notebook)
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)
        git(notebook, "config", "--remove-section", "merge.snnnotes")

        assert "CONFLICT" in git(notebook, "merge", "other", fails=True)

    def test_clone_without_our_program_gets_gits_own_markers(
        self, notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on_other(notebook)
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)
        (tmp_path / "bin").mkdir()
        for name in ("git", "sh"):
            found = shutil.which(name)
            assert found is not None
            (tmp_path / "bin" / name).symlink_to(found)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))

        assert "CONFLICT" in git(notebook, "merge", "other", fails=True)
        assert "<<<<<<<" in readme(notebook)

    def test_rebase_gives_the_rebuilt_list_of_each_commit(self, notebook: Path) -> None:
        on_other(notebook)
        on_other(notebook, "脉冲", "2025-02-04")
        add(notebook, "膜电位", "2025-02-03")
        rebuild(notebook)
        commit(notebook)
        git(notebook, "checkout", "-q", "other")

        git(notebook, "rebase", "-q", "main")

        assert rows(notebook) == ["脉冲", "膜电位", "编码", "旧"]
        assert is_fresh(notebook)
        git(notebook, "checkout", "-q", "--detach", "HEAD^")
        assert rows(notebook) == ["膜电位", "编码", "旧"]

    def test_cherry_pick_keeps_the_rows_of_both_and_says_what_is_left_to_do(
        self, notebook: Path
    ) -> None:
        on_other(notebook)
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)

        shown = git(notebook, "cherry-pick", "other")

        assert "has the rows of both sides; after the merge run  snnnotes build-readme" in shown
        assert rows(notebook) == ["膜电位", "编码", "旧"]
        assert not is_fresh(notebook)

    def test_notes_that_one_side_removed_renamed_or_edited_count(self, notebook: Path) -> None:
        for title in ("甲", "乙", "丙"):
            add(notebook, title, "2025-01-02")
        rebuild(notebook)
        commit(notebook)
        git(notebook, "branch", "-f", "other")
        git(notebook, "checkout", "-q", "other")
        git(notebook, "rm", "-q", "notes/2023/甲.md")
        git(notebook, "mv", "notes/2023/乙.md", "notes/2023/乙二.md")
        on_other(notebook)
        write(notebook, "notes/2023/丙.md", note("丙改", "2025-03-03"))
        rebuild(notebook)
        commit(notebook)

        git(notebook, "merge", "-q", "--no-edit", "other")

        assert rows(notebook) == ["丙改", "编码", "乙", "旧"]
        assert "notes/2023/乙二.md" in readme(notebook)
        assert is_fresh(notebook)

    def test_note_that_both_edited_in_other_lines_is_listed_as_merged(self, notebook: Path) -> None:
        text = note("旧").replace("正文\n", "".join(f"行{number}\n" for number in range(9)))
        write(notebook, "notes/2023/旧.md", text)
        commit(notebook)
        git(notebook, "branch", "-f", "other")
        git(notebook, "checkout", "-q", "other")
        write(notebook, "notes/2023/旧.md", text.replace("行8", "末"))
        on_other(notebook)
        write(notebook, "notes/2023/旧.md", text.replace("title: 旧", "title: 旧改"))
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)

        git(notebook, "merge", "-q", "--no-edit", "other")

        assert rows(notebook) == ["编码", "膜电位", "旧改"]
        assert is_fresh(notebook)

    def test_text_that_both_changed_is_a_conflict_beside_the_rebuilt_list(
        self, notebook: Path
    ) -> None:
        git(notebook, "checkout", "-q", "other")
        write(notebook, "README.md", readme(notebook).replace("# clone", "# 乙"))
        on_other(notebook)
        write(notebook, "README.md", readme(notebook).replace("# clone", "# 甲"))
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)

        assert "CONFLICT (content)" in git(notebook, "merge", "other", fails=True)

        assert "<<<<<<< ours\n# 甲\n=======\n# 乙\n>>>>>>> theirs\n" in readme(notebook)
        assert rows(notebook) == ["编码", "膜电位", "旧"]

    def test_conflict_that_stands_in_the_list_already_is_gone(self, notebook: Path) -> None:
        on_other(notebook)
        left = "<<<<<<< HEAD\n- a\n=======\n- b\n>>>>>>> x\n"
        write(notebook, "README.md", readme(notebook).replace(END, f"{left}{END}"))
        commit(notebook)

        git(notebook, "merge", "-q", "--no-edit", "other")

        assert rows(notebook) == ["编码", "旧"]
        assert "<<<<" not in readme(notebook)

    def test_conflict_that_stands_in_the_text_already_stays_for_people(
        self, notebook: Path
    ) -> None:
        on_other(notebook)
        left = "<<<<<<< HEAD\n甲\n=======\n乙\n>>>>>>> x\n"
        write(notebook, "README.md", f"{readme(notebook)}\n{left}")
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)

        git(notebook, "merge", "-q", "--no-edit", "other")

        assert rows(notebook) == ["编码", "膜电位", "旧"]
        assert readme(notebook).endswith(f"\n{left}")

    def test_readme_of_another_notebook_in_the_repository_is_built_from_its_own_notes(
        self, notebook: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inner = notebook / "二 号"
        run(["--quiet", "init", "--git", "二 号"])
        add(inner, "里", "2025-01-01")
        rebuild(inner)
        commit(notebook)
        git(notebook, "branch", "-f", "other")
        for branch, title in (("other", "编码"), ("main", "膜电位")):
            git(notebook, "checkout", "-q", branch)
            add(inner, title, "2025-02-02")
            rebuild(inner)
            commit(notebook)
        # What the user works in elsewhere is another matter.
        monkeypatch.setenv("SNNNOTES_ROOT", str(notebook))

        git(notebook, "merge", "-q", "--no-edit", "other")

        assert rows(inner) == ["编码", "膜电位", "里"]
        assert rows(notebook) == ["旧"]

    def test_worktree_of_its_own_merges_as_the_clone_does(
        self, notebook: Path, tmp_path: Path
    ) -> None:
        on_other(notebook)
        add(notebook, "膜电位", "2025-02-01")
        rebuild(notebook)
        commit(notebook)
        git(notebook, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side", "main")

        git(tmp_path / "tree", "merge", "-q", "--no-edit", "other")

        assert is_fresh(tmp_path / "tree")
        assert rows(notebook) == ["膜电位", "旧"]


class TestByHand:
    """The command itself, on three files."""

    @pytest.fixture
    def sides(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        for name, row in (("base", ""), ("ours", "- 甲\n"), ("theirs", "- 乙\n")):
            write(tmp_path, name, f"# 笔记\n\n{BEGIN}\n{row}{END}\n")
        return tmp_path

    def test_without_a_notebook_the_rows_of_both_sides_are_kept(
        self, sides: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["merge-readme", "base", "ours", "theirs", "README.md"]) == 0

        assert f"{BEGIN}\n- 甲\n- 乙\n{END}\n" in (sides / "ours").read_text("utf-8")
        assert "has the rows of both sides" in capsys.readouterr().err

    def test_settings_in_the_middle_of_a_merge_are_no_obstacle(self, sides: Path) -> None:
        write(sides, "snnnotes.toml", "<<<<<<< HEAD\n")

        assert run(["merge-readme", "base", "ours", "theirs", "README.md"]) == 0
        assert "- 甲\n- 乙\n" in (sides / "ours").read_text("utf-8")

    def test_file_that_is_none_of_the_readmes_is_merged_all_the_same(self, sides: Path) -> None:
        write(sides, "snnnotes.toml", '[readme]\nfiles = ["papers.md"]\n')

        assert run(["merge-readme", "base", "ours", "theirs", "README.md"]) == 0
        assert "- 甲\n- 乙\n" in (sides / "ours").read_text("utf-8")

    def test_bytes_that_are_no_utf8_come_through(self, sides: Path) -> None:
        for name in ("base", "ours", "theirs"):
            (sides / name).write_bytes((sides / name).read_bytes() + "膜".encode("gb18030"))

        assert run(["merge-readme", "base", "ours", "theirs", "README.md"]) == 0

        merged = (sides / "ours").read_bytes()
        assert merged.endswith("膜".encode("gb18030"))
        assert "- 甲\n- 乙\n".encode() in merged

    def test_file_that_is_no_text_is_left_as_it_is_and_called_a_conflict(
        self, sides: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("base", "ours", "theirs"):
            (sides / name).write_bytes(name.encode("utf-16"))

        code = run(["merge-readme", "base", "ours", "theirs", "README.md"])

        assert 1 <= code <= 128, "greater codes end Git's whole merge"
        assert (sides / "ours").read_bytes() == "ours".encode("utf-16")
        assert "Error: README.md: git cannot merge it" in capsys.readouterr().err

    def test_side_that_is_not_there_is_named(
        self, sides: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["merge-readme", "base", "ours", "nothing", "README.md"]) == 3
        assert "Error: README.md: no such file" in capsys.readouterr().err

    def test_help_leaves_the_command_out_but_tells_it_to_whoever_asks(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["--help"])
        assert "merge-readme" not in capsys.readouterr().out

        assert run(["merge-readme", "--help"]) == 0
        assert "{BASE} {OURS} {THEIRS} {PATH}" in capsys.readouterr().out
