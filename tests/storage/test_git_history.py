import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.storage.git_history import git_history

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made_repository(tmp_path / "repository")


def made_repository(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def git(folder: Path, *arguments: str, day: int = 1) -> str:
    time = f"2025-04-{day:02}T10:00:00+08:00"
    dates = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, check=True, env=ENVIRONMENT | dates, capture_output=True)
    return done.stdout.decode().strip()


def move(folder: Path, old: str, new: str, *, day: int) -> None:
    (folder / new).parent.mkdir(parents=True, exist_ok=True)
    git(folder, "mv", old, new)
    git(folder, "commit", "-q", "-m", "x", day=day)


def trap(folder: Path) -> Path:
    """A program that leaves a trace when it is run."""
    program = folder / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch '{folder}/sprung'\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def commit(folder: Path, *names: str, day: int) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"text of %a\n" % name * 9)
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
    "name",
    [
        "膜电位 笔记.md",
        "-x.md",
        "A",
        "é e\u0301.md",
        pytest.param('a "b".md', marks=POSIX),
        pytest.param("a\tb.md", marks=POSIX),
        pytest.param("a\nb.md", marks=POSIX),
        pytest.param("\x01A.md", marks=POSIX),
        pytest.param("\n", marks=POSIX),
    ],
)
@pytest.mark.parametrize("folder", ["", "-论 文", pytest.param("a\nb", marks=POSIX)])
def test_odd_names_are_names(root: Path, folder: str, name: str) -> None:
    commit(root, f"{folder}/{name}" if folder else name, day=4)

    assert days(root / folder) == {name: "04"}


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows refuse such names")
def test_name_that_is_not_utf8_is_as_python_gives_it(root: Path) -> None:
    commit(root, os.fsdecode(b"\xc4\xa4.md"), os.fsdecode(b"\xff.md"), day=4)

    assert days(root) == {"Ĥ.md": "04", "\udcff.md": "04"}


def test_renamed_file_is_as_old_as_it_was(root: Path) -> None:
    commit(root, "a.md", day=1)
    move(root, "a.md", "notes/b.md", day=2)
    move(root, "notes/b.md", "notes/2021/c.md", day=3)

    assert days(root)["notes/2021/c.md"] == "01"


def test_file_that_was_renamed_and_edited_at_once_is_as_old_as_it_was(root: Path) -> None:
    commit(root, "a.md", day=1)
    git(root, "mv", "a.md", "b.md")
    with (root / "b.md").open("a", encoding="utf-8") as file:
        file.write("one line more\n")
    git(root, "commit", "-q", "-a", "-m", "x", day=2)

    assert days(root)["b.md"] == "01"


def test_file_that_was_moved_into_the_folder_is_as_old_as_it_was(root: Path) -> None:
    commit(root, "a.md", "c.md", day=1)
    move(root, "a.md", "notes/b.md", day=2)

    assert days(root / "notes") == {"b.md": "01"}


def test_folder_whose_name_only_begins_alike_is_another_one(root: Path) -> None:
    commit(root, "notes/a.md", "notes2/b.md", "notes/notes/a.md", day=1)

    assert days(root / "notes") == {"a.md": "01", "notes/a.md": "01"}


def test_new_file_under_the_name_of_one_that_moved_away_is_new(root: Path) -> None:
    commit(root, "a.md", day=1)
    move(root, "a.md", "b.md", day=2)
    commit(root, "a.md", day=3)

    assert days(root) == {"a.md": "03", "b.md": "01"}


def test_new_file_under_an_old_name_that_was_removed_and_came_back_is_as_old_as_it_was(
    root: Path,
) -> None:
    commit(root, "a.md", day=1)
    move(root, "a.md", "b.md", day=2)
    commit(root, "a.md", day=3)
    git(root, "rm", "-q", "a.md")
    git(root, "commit", "-q", "-m", "x", day=4)
    commit(root, "a.md", day=5)

    assert days(root)["a.md"] == "03"


def test_file_that_moved_away_and_back_is_as_old_as_it_was(root: Path) -> None:
    commit(root, "a.md", day=1)
    move(root, "a.md", "b.md", day=2)
    move(root, "b.md", "a.md", day=3)

    assert days(root)["a.md"] == "01"


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


def test_merge_keeps_the_days_of_what_was_moved_and_made_anew(root: Path) -> None:
    commit(root, "a.md", day=1)
    git(root, "checkout", "-q", "-b", "other")
    commit(root, "d.md", day=2)
    git(root, "checkout", "-q", "main")
    move(root, "a.md", "b.md", day=3)
    commit(root, "a.md", day=4)
    git(root, "checkout", "-q", "other")
    git(root, "merge", "-q", "--no-ff", "-m", "x", "main", day=5)

    assert days(root) == {"a.md": "04", "b.md": "01", "d.md": "02"}


def test_file_that_a_merge_keeps_under_both_names_is_as_old_under_both(root: Path) -> None:
    commit(root, "a.md", day=1)
    git(root, "checkout", "-q", "-b", "other")
    commit(root, "c.md", day=2)
    git(root, "checkout", "-q", "main")
    move(root, "a.md", "b.md", day=3)
    git(root, "merge", "-q", "--no-ff", "--no-commit", "other")
    git(root, "checkout", "-q", "other", "--", "a.md")
    git(root, "commit", "-q", "-m", "x", day=4)

    assert days(root) == {"a.md": "01", "b.md": "01", "c.md": "02"}


def test_file_that_came_with_the_merge_itself_has_the_merge(root: Path) -> None:
    commit(root, "a.md", day=1)
    git(root, "checkout", "-q", "-b", "other")
    commit(root, "b.md", day=2)
    git(root, "checkout", "-q", "main")
    commit(root, "c.md", day=3)
    git(root, "merge", "-q", "--no-ff", "--no-commit", "other")
    git(root, "mv", "b.md", "moved.md")
    commit(root, "d.md", "e.md", day=4)

    found = git_history(root, environment=ENVIRONMENT).first_commits

    assert days(root) == {
        "a.md": "01", "b.md": "02", "moved.md": "02", "c.md": "03", "d.md": "04", "e.md": "04",
    }  # fmt: skip
    assert found[PurePosixPath("d.md")] == found[PurePosixPath("e.md")]
    assert sorted(one.number for one in found.values()) == [0, 1, 1, 2, 3, 3]


def test_file_of_a_merged_foreign_history_is_as_old_as_it_was_there(
    root: Path, tmp_path: Path
) -> None:
    commit(root, "a.md", day=2)
    other = made_repository(tmp_path / "other")
    commit(other, "b.md", day=1)
    git(root, "fetch", "-q", str(other), "main")
    git(root, "merge", "-q", "--allow-unrelated-histories", "--no-commit", "FETCH_HEAD")
    (root / "deep").mkdir()
    git(root, "mv", "b.md", "deep/b.md")
    git(root, "commit", "-q", "-m", "x", day=3)

    assert days(root / "deep") == {"b.md": "01"}


def test_commits_whose_clock_was_wrong_are_still_read_in_their_order(root: Path) -> None:
    commit(root, "a.md", day=20)
    # Edited so much, in two steps, that the merge alone does not tell which file it was.
    for old, new, day in (("a", "b", 1), ("b", "c", 2)):
        git(root, "mv", f"{old}.md", f"{new}.md")
        lines = (root / f"{new}.md").read_text("utf-8").splitlines()
        (root / f"{new}.md").write_text("\n".join([*lines[3:], *["new"] * 3]), encoding="utf-8")
        git(root, "commit", "-q", "-a", "-m", "x", day=day)
    git(root, "checkout", "-q", "-b", "other", "HEAD~2")
    commit(root, "d.md", day=19)
    git(root, "merge", "-q", "--no-ff", "-m", "x", "main", day=3)

    assert days(root) == {"a.md": "20", "b.md": "20", "c.md": "20", "d.md": "19"}


@pytest.mark.parametrize(
    ("author", "committer", "expected"),
    [
        pytest.param("1743501600 +0000", "1743501600 +0000", "2025-04-01T10:00:00", id="utc"),
        pytest.param("1743501600 +5180", "1743501600 +0800", "2025-04-01T18:00:00", id="zone"),
        pytest.param("1743501600 +5180", "1743501600 +9999", None, id="both-zones"),
        pytest.param("0 +0000", "1743501600 +0800", "1970-01-01T00:00:00", id="epoch"),
    ],
)
def test_time_is_one_that_can_be_read(
    root: Path, author: str, committer: str, expected: str | None
) -> None:
    commit(root, "a.md", day=1)
    text = f"tree {git(root, 'rev-parse', 'HEAD^{tree}')}\nauthor A <a@b> {author}\n"
    (root.parent / "commit").write_text(
        f"{text}committer A <a@b> {committer}\n\nx\n", encoding="utf-8", newline="\n"
    )
    name = git(
        root, "hash-object", "--literally", "-t", "commit", "-w", str(root.parent / "commit")
    )
    git(root, "reset", "-q", "--hard", name)

    found = git_history(root, environment=ENVIRONMENT).first_commits

    assert [one.time[:19] for one in found.values()] == ([expected] if expected else [])


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


def test_shallow_clone_whose_cut_is_older_than_the_notes_is_no_problem(
    root: Path, tmp_path: Path
) -> None:
    commit(root, "README.md", day=1)
    commit(root, "README.md", "notes/a.md", day=2)
    commit(root, "notes/a.md", "notes/b.md", day=3)
    git(tmp_path, "clone", "-q", "--depth", "3", root.as_uri(), "clone")

    found = git_history(tmp_path / "clone/notes", environment=ENVIRONMENT)

    assert days(tmp_path / "clone/notes") == {"a.md": "02", "b.md": "03"}
    assert (found.cut_off, found.problem) == (frozenset(), "")


def test_in_a_shallow_clone_names_stand_for_the_files_that_have_them_now(
    root: Path, tmp_path: Path
) -> None:
    commit(root, "x.md", day=1)
    commit(root, "a.md", day=2)
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    clone = tmp_path / "clone"
    move(clone, "a.md", "b.md", day=3)
    commit(clone, "a.md", day=4)

    found = git_history(clone, environment=ENVIRONMENT)

    assert days(clone) == {"a.md": "04"}
    assert found.cut_off == {PurePosixPath("x.md"), PurePosixPath("b.md")}


def test_partial_clone_dates_what_it_can_without_its_server(root: Path, tmp_path: Path) -> None:
    commit(root, "a.md", "b.md", day=1)
    (root / "notes").mkdir()
    git(root, "mv", "a.md", "b.md", "notes")
    with (root / "notes/b.md").open("a", encoding="utf-8") as file:
        file.write("one line more\n")
    git(root, "commit", "-q", "-a", "-m", "x", day=2)
    git(root, "config", "uploadpack.allowFilter", "true")
    options = ("-q", "--no-checkout", "--filter=blob:none")
    git(tmp_path, "clone", *options, root.as_uri(), "clone")
    git(tmp_path / "clone", "config", "remote.origin.uploadpack", str(trap(tmp_path)))
    git(tmp_path / "clone", "config", "protocol.allow", "always")

    found = git_history(tmp_path / "clone", environment=ENVIRONMENT)

    assert days(tmp_path / "clone") == {
        "a.md": "01", "b.md": "01", "notes/a.md": "01", "notes/b.md": "02",
    }  # fmt: skip
    assert "this is a partial clone" in found.problem
    assert not (tmp_path / "sprung").exists()


def test_partial_clone_without_folders_dates_nothing(root: Path, tmp_path: Path) -> None:
    commit(root, "a.md", day=1)
    commit(root, "b.md", day=2)
    git(root, "config", "uploadpack.allowFilter", "true")
    options = ("-q", "--no-checkout", "--filter=tree:0")
    git(tmp_path, "clone", *options, root.as_uri(), "clone")

    found = git_history(tmp_path / "clone", environment=ENVIRONMENT)

    assert found.first_commits == {}
    assert "a full clone can" in found.problem


def test_second_working_tree_has_the_history_too(root: Path, tmp_path: Path) -> None:
    commit(root, "notes/a.md", day=1)
    git(root, "worktree", "add", "-q", str(tmp_path / "second"))

    assert days(tmp_path / "second/notes") == {"a.md": "01"}


def test_folder_outside_of_a_repository_has_no_history(tmp_path: Path) -> None:
    found = git_history(tmp_path, environment=ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": "/"})

    assert found.first_commits == {}
    assert "not in a Git repository" in found.problem


def test_repository_without_commits_has_no_history(root: Path) -> None:
    assert "has no commits" in git_history(root, environment=ENVIRONMENT).problem


def test_machine_without_git_has_no_history(tmp_path: Path) -> None:
    found = git_history(tmp_path, environment={"PATH": str(tmp_path)})

    assert found.problem == "git is not installed, so it cannot date the notes"


def test_no_path_at_all_has_no_history(tmp_path: Path) -> None:
    assert git_history(tmp_path, environment={}).problem.startswith("git is not installed")


@POSIX
@pytest.mark.parametrize("path", [".", "", "bin", ":bin", "./bin"])
def test_git_of_the_current_folder_is_not_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    commit(root, "a.md", day=1)
    monkeypatch.chdir(root)
    for folder in (root, root / "bin"):
        folder.mkdir(exist_ok=True)
        trap(tmp_path).rename(folder / "git")

    found = git_history(root, environment=ENVIRONMENT | {"PATH": path})

    assert found.problem.startswith("git is not installed")
    assert not (tmp_path / "sprung").exists()


@POSIX
def test_git_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    (tmp_path / "git").write_bytes(b"\0\0")
    (tmp_path / "git").chmod(0o755)

    found = git_history(tmp_path, environment={"PATH": str(tmp_path)})

    assert found.problem == "git cannot date the notes: Exec format error"


@POSIX
@pytest.mark.parametrize(
    ("says", "expected"),
    [
        pytest.param("echo 'fatal: a reason' >&2", "git cannot date the notes: a reason", id="one"),
        pytest.param("true", "git cannot date the notes: it gives no reason", id="none"),
    ],
)
def test_reason_of_git_is_passed_on(tmp_path: Path, says: str, expected: str) -> None:
    (tmp_path / "git").write_text(f"#!/bin/sh\n{says}\nexit 128\n", encoding="utf-8")
    (tmp_path / "git").chmod(0o755)

    assert git_history(tmp_path, environment={"PATH": str(tmp_path)}).problem == expected


def test_folder_that_is_not_there_has_no_history(tmp_path: Path) -> None:
    found = git_history(tmp_path / "no", environment=ENVIRONMENT)

    assert found.problem.startswith("git cannot date the notes: cannot change to")


def test_repository_of_somebody_else_is_not_trusted(root: Path) -> None:
    commit(root, "a.md", day=1)

    found = git_history(root, environment=ENVIRONMENT | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})

    assert found.first_commits == {}
    assert found.problem.startswith("git does not trust the repository")
    assert "\n" not in found.problem


@pytest.mark.parametrize("variable", ["GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"])
def test_repository_of_a_variable_is_not_meant(root: Path, tmp_path: Path, variable: str) -> None:
    commit(root, "a.md", day=1)
    other = made_repository(tmp_path / "other")
    commit(other, "b.md", day=2)

    found = git_history(root, environment=ENVIRONMENT | {variable: str(other / ".git")})

    assert list(map(str, found.first_commits)) == ["a.md"]


def test_programs_that_the_repository_names_are_not_run(root: Path, tmp_path: Path) -> None:
    commit(root, "a.md", ".gitattributes", day=1)
    (root / ".gitattributes").write_text("*.md diff=trap filter=trap\n", encoding="utf-8")
    commit(root, "b.md", day=2)
    program = str(trap(tmp_path))
    for name in (
        *("core.fsmonitor", "core.pager", "pager.log", "diff.external", "gpg.program"),
        *("diff.trap.textconv", "diff.trap.command", "filter.trap.smudge", "filter.trap.process"),
        *("alias.log", "core.editor", "core.askPass", "core.alternateRefsCommand"),
    ):
        git(root, "config", name, program)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        trap(tmp_path).rename(hooks / name)
    git(root, "config", "core.hooksPath", str(hooks))
    git(root, "config", "log.showSignature", "true")
    signed = git(root, "cat-file", "commit", "HEAD").replace("\n\n", f"\ngpgsig {SIGNATURE}\n\n", 1)
    (tmp_path / "commit").write_text(f"{signed}\n", encoding="utf-8", newline="\n")
    name = git(root, "hash-object", "-t", "commit", "-w", str(tmp_path / "commit"))
    git(root, "update-ref", "HEAD", name)
    (tmp_path / "sprung").unlink(missing_ok=True)  # `git config` itself is no part of the test

    found = git_history(root, environment=ENVIRONMENT | {"GIT_EXTERNAL_DIFF": str(trap(tmp_path))})

    assert set(map(str, found.first_commits)) == {"a.md", "b.md", ".gitattributes"}
    assert found.problem == ""
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log.showRoot", "false"),
        ("log.diffMerges", "none"),
        ("log.follow", "true"),
        ("log.date", "relative"),
        ("log.abbrevCommit", "true"),
        ("log.decorate", "full"),
        ("format.pretty", "oneline"),
        ("diff.relative", "true"),
        ("diff.renames", "false"),
        ("diff.renames", "copies"),
        ("diff.orderFile", "no such file"),
        ("diff.noPrefix", "true"),
        ("color.ui", "always"),
        ("core.quotePath", "false"),
    ],
)
def test_settings_of_the_user_change_nothing(root: Path, name: str, value: str) -> None:
    commit(root, "notes/a.md", "b.md", day=1)
    move(root, "b.md", "notes/膜.md", day=2)
    git(root, "checkout", "-q", "-b", "other", "HEAD~1")
    git(root, "merge", "-q", "--no-ff", "--no-commit", "main")
    commit(root, "notes/c.md", day=3)
    git(root, "config", name, value)

    assert days(root / "notes") == {"a.md": "01", "膜.md": "01", "c.md": "03"}


def test_git_is_there() -> None:
    assert shutil.which("git"), "the tests above need git"
