import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.storage.git_history import git_history

Git = Callable[..., None]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def git(folder: Path, *arguments: str, day: int = 1) -> None:
    time = f"2025-04-{day:02}T10:00:00+08:00"
    dates = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
    subprocess.run(["git", "-C", folder, *arguments], check=True, env=ENVIRONMENT | dates)


def commit(folder: Path, *names: str, day: int) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"text of {name}\n" * 9, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x", day=day)


def days(folder: Path) -> dict[str, str]:
    """The day of each file's first commit."""
    found = git_history(folder, environment=ENVIRONMENT)
    return {str(path): commit.time[8:10] for path, commit in found.first_commits.items()}


def test_each_file_has_its_first_commit(root: Path) -> None:
    commit(root, "2021/a.md", "2021/b.md", day=1)
    commit(root, "2021/a.md", "2022/c.md", day=2)
    (root / "2021/a.md").write_text("other", encoding="utf-8")
    commit(root, day=3)

    found = git_history(root, environment=ENVIRONMENT)

    assert days(root) == {"2021/a.md": "01", "2021/b.md": "01", "2022/c.md": "02"}
    assert found.first_commits[PurePosixPath("2021/a.md")].time == "2025-04-01T10:00:00+08:00"
    assert [one.number for one in found.first_commits.values()] == [0, 0, 1]
    assert (found.problem, found.cut_off) == ("", frozenset())


@pytest.mark.parametrize(
    "name", ["膜电位 笔记.md", 'a "b".md', "a\tb.md", "a\nb.md", "\x01A.md", "-x.md"]
)
def test_odd_names_are_names(root: Path, name: str) -> None:
    commit(root, name, day=4)

    assert days(root) == {name: "04"}


def test_renamed_file_is_as_old_as_it_was(root: Path) -> None:
    commit(root, "a.md", day=1)
    (root / "notes").mkdir()
    git(root, "mv", "a.md", "notes/b.md")
    git(root, "commit", "-q", "-m", "x", day=2)

    assert days(root)["notes/b.md"] == "01"


def test_file_that_was_removed_and_came_back_is_as_old_as_it_was(root: Path) -> None:
    commit(root, "a.md", "b.md", day=1)
    git(root, "rm", "-q", "a.md")
    git(root, "commit", "-q", "-m", "x", day=2)
    commit(root, "a.md", day=3)

    assert days(root)["a.md"] == "01"


def test_file_from_a_merged_branch_has_the_commit_of_the_branch(root: Path) -> None:
    commit(root, "a.md", day=1)
    git(root, "checkout", "-q", "-b", "other")
    commit(root, "b.md", day=2)
    git(root, "checkout", "-q", "main")
    commit(root, "c.md", day=3)
    git(root, "merge", "-q", "--no-ff", "-m", "x", "other", day=4)

    assert days(root) == {"a.md": "01", "b.md": "02", "c.md": "03"}


def test_paths_go_from_the_folder_on(root: Path) -> None:
    commit(root, "papers/2021/a.md", "other/b.md", day=1)

    assert days(root / "papers") == {"2021/a.md": "01"}


def test_shallow_clone_does_not_know_when_older_files_came(root: Path, tmp_path: Path) -> None:
    commit(root, "a.md", day=1)
    commit(root, "b.md", day=2)
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    commit(tmp_path / "clone", "c.md", day=3)

    found = git_history(tmp_path / "clone", environment=ENVIRONMENT)

    assert list(map(str, found.first_commits)) == ["c.md"]
    assert found.cut_off == {PurePosixPath("a.md"), PurePosixPath("b.md")}
    assert "git fetch --unshallow" in found.problem


def test_folder_outside_of_a_repository_has_no_history(tmp_path: Path) -> None:
    found = git_history(tmp_path, environment=ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": "/"})

    assert found.first_commits == {}
    assert "not in a Git repository" in found.problem


def test_repository_without_commits_has_no_history(root: Path) -> None:
    assert "has no commits" in git_history(root, environment=ENVIRONMENT).problem


def test_machine_without_git_has_no_history(tmp_path: Path) -> None:
    found = git_history(tmp_path, environment={"PATH": str(tmp_path)})

    assert found.problem == "git is not installed, so it cannot date the notes"


def test_repository_of_a_variable_is_not_meant(root: Path, tmp_path: Path) -> None:
    commit(root, "a.md", day=1)

    found = git_history(tmp_path, environment=ENVIRONMENT | {"GIT_DIR": str(root / ".git")})

    assert found.first_commits == {}


def test_programs_that_the_repository_names_are_not_run(root: Path, tmp_path: Path) -> None:
    commit(root, "a.md", day=1)
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "core.hooksPath"):
        git(root, "config", name, str(trap))
    git(root, "config", "log.showSignature", "true")

    assert days(root) == {"a.md": "01"}
    assert not (tmp_path / "sprung").exists()


def test_git_is_there() -> None:
    assert shutil.which("git"), "the tests above need git"
