import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.storage.git_index import is_tracked, moved_in_git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

OLD, NEW = PurePosixPath("notes/2023/膜 电位.md"), PurePosixPath("notes/2024/新.md")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a user without settings."""
    here = {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return {"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": str(tmp_path)} | here | who


def git(root: Path, environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@pytest.fixture(params=["", "papers/own"], ids=["root-of-the-repository", "folder-of-it"])
def root(request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]) -> Path:
    """A notebook in a repository, with a commit."""
    repository = tmp_path / "repository"
    root = repository / str(request.param)
    for path in (OLD, PurePosixPath("notes/2023/b.md"), PurePosixPath("README.md")):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{path}\n" * 5, "utf-8")
    git(repository, environment, "init", "-q")
    git(repository, environment, "add", "-A")
    git(repository, environment, "commit", "-qm", "notes")
    return root


def move(root: Path, old: PurePosixPath = OLD, new: PurePosixPath = NEW) -> None:
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)


def staged(root: Path, environment: Mapping[str, str]) -> str:
    return git(root, environment, "diff", "--cached", "--name-status", "-M", "--relative")


def test_file_is_moved_as_git_mv_does_it(root: Path, environment: dict[str, str]) -> None:
    move(root)
    assert moved_in_git(root, {OLD: NEW}, environment) == ""
    ours = git(root, environment, "ls-files", "--stage"), git(root, environment, "status", "-s")

    git(root, environment, "reset", "-q", "--hard")
    (root / NEW).parent.mkdir(parents=True, exist_ok=True)
    git(root, environment, "mv", str(OLD), str(NEW))

    assert ours == (
        git(root, environment, "ls-files", "--stage"),
        git(root, environment, "status", "-s"),
    )
    assert staged(root, environment) == f"R100\t{OLD}\t{NEW}\n"


def test_nothing_else_is_staged_not_even_what_changed_in_the_file(
    root: Path, environment: dict[str, str]
) -> None:
    move(root)
    (root / NEW).write_text("edited", "utf-8")
    (root / "README.md").write_text("edited", "utf-8")
    (root / "notes/new.md").write_text("new", "utf-8")

    assert moved_in_git(root, {OLD: NEW}, environment) == ""

    assert staged(root, environment) == f"R100\t{OLD}\t{NEW}\n"
    unstaged = git(root, environment, "diff", "--name-only", "--relative").splitlines()
    assert unstaged == ["README.md", str(NEW)]


def test_what_was_staged_stays_staged(root: Path, environment: dict[str, str]) -> None:
    (root / OLD).write_text("staged", "utf-8")
    git(root, environment, "add", str(OLD))
    move(root)

    assert moved_in_git(root, {OLD: NEW}, environment) == ""

    assert git(root, environment, "show", f":./{NEW}") == "staged"
    assert staged(root, environment) == f"D\t{OLD}\nA\t{NEW}\n"


def test_file_that_git_does_not_keep_is_passed_over(
    root: Path, environment: dict[str, str]
) -> None:
    own = PurePosixPath("notes/own.md")
    (root / own).write_text("own", "utf-8")
    move(root, own, NEW)

    assert moved_in_git(root, {own: NEW}, environment) == ""

    assert staged(root, environment) == ""
    assert not is_tracked(root, NEW, environment)


def test_several_files_move_at_once(root: Path, environment: dict[str, str]) -> None:
    moves = {OLD: NEW, PurePosixPath("notes/2023/b.md"): PurePosixPath("notes/2023/B.md")}
    for old, new in moves.items():
        move(root, old, new)

    assert moved_in_git(root, moves, environment) == ""

    names = git(root, environment, "ls-files").splitlines()
    assert names == ["README.md", "notes/2023/B.md", str(NEW)]


def test_program_bit_moves_with_the_file(root: Path, environment: dict[str, str]) -> None:
    git(root, environment, "update-index", "--chmod=+x", str(OLD))
    move(root)

    moved_in_git(root, {OLD: NEW}, environment)

    assert git(root, environment, "ls-files", "--stage", str(NEW)).startswith("100755 ")


def test_repository_with_long_hashes_is_told_too(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    root = tmp_path / "long"
    (root / "notes").mkdir(parents=True)
    (root / "notes/a.md").write_text("a", "utf-8")
    git(root, environment, "init", "-q", "--object-format=sha256")
    git(root, environment, "add", "-A")
    new = PurePosixPath("notes/b.md")
    move(root, PurePosixPath("notes/a.md"), new)

    assert moved_in_git(root, {PurePosixPath("notes/a.md"): new}, environment) == ""

    assert git(root, environment, "ls-files") == "notes/b.md\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(OLD, True, id="kept"),
        pytest.param(PurePosixPath("notes/2023"), False, id="folder"),
        pytest.param(NEW, False, id="none"),
    ],
)
def test_git_keeps_a_file_or_not(
    path: PurePosixPath, expected: bool, root: Path, environment: dict[str, str]
) -> None:
    assert is_tracked(root, path, environment) is expected


def test_folder_without_repository_needs_nothing(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    assert moved_in_git(tmp_path, {OLD: NEW}, environment) == ""
    assert not is_tracked(tmp_path, OLD, environment)


def test_computer_without_git_needs_nothing(root: Path) -> None:
    assert moved_in_git(root, {OLD: NEW}, {"PATH": ""}) == ""
    assert not is_tracked(root, OLD, {"PATH": ""})


def test_file_in_a_conflict_is_left_and_named(root: Path, environment: dict[str, str]) -> None:
    blob = git(root, environment, "rev-parse", f":./{OLD}").strip()
    full = git(root, environment, "ls-files", "--full-name", str(OLD)).strip()
    lines = "".join(f"100644 {blob} {stage}\t{full}\n" for stage in (1, 2, 3))
    subprocess.run(
        ["git", "update-index", "--index-info"],
        cwd=root, env=environment, input=f"0 {'0' * 40}\t{full}\n{lines}".encode(), check=True,
    )  # fmt: skip
    before = git(root, environment, "ls-files", "--stage")

    problem = moved_in_git(root, {OLD: NEW}, environment)

    assert problem == f"{OLD}: git has a conflict in it, so it is not moved there"
    assert git(root, environment, "ls-files", "--stage") == before


def test_index_that_another_git_holds_is_a_problem_that_is_told(
    root: Path, environment: dict[str, str]
) -> None:
    place = root / git(root, environment, "rev-parse", "--git-path", "index.lock").strip()
    place.write_text("", "utf-8")
    move(root)

    problem = moved_in_git(root, {OLD: NEW}, environment)

    assert problem.startswith("git does not know of the new names: Unable to create")
    assert "index.lock" in problem


def test_program_that_is_none_is_a_problem_that_is_told(
    root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_bytes(b"\0not a program")
    program.chmod(0o755)
    if os.name == "nt":
        pytest.skip("needs a name that ends in .exe")

    problem = moved_in_git(root, {OLD: NEW}, environment | {"PATH": str(program.parent)})

    assert problem.startswith("git does not know of the new names: ")


def test_no_program_of_the_repository_is_run(root: Path, environment: dict[str, str]) -> None:
    trap = root.parent / "trap"
    hook = root.parent / "hooks" / "post-index-change"
    hook.parent.mkdir()
    for file in (hook, root.parent / "monitor"):
        file.write_text(f"#!/bin/sh\ntouch '{trap}'\n", "utf-8")
        file.chmod(0o755)
    git(root, environment, "config", "core.hooksPath", str(hook.parent))
    git(root, environment, "config", "core.fsmonitor", str(root.parent / "monitor"))
    trap.unlink(missing_ok=True)
    move(root)

    assert moved_in_git(root, {OLD: NEW}, environment) == ""

    assert not trap.exists()


def test_variables_of_a_hook_lead_to_no_other_repository(
    root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    move(root)

    moved_in_git(root, {OLD: NEW}, environment | {"GIT_DIR": str(tmp_path / "elsewhere")})

    assert staged(root, environment) == f"R100\t{OLD}\t{NEW}\n"
