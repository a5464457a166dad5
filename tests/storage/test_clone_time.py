import subprocess
import time
from pathlib import Path

import pytest

from snnnotes.storage.clone_time import cloned_at

NOBODY = "0" * 40


def repository(root: Path, line: bytes) -> Path:
    (root / ".git/logs").mkdir(parents=True)
    (root / ".git/logs/HEAD").write_bytes(line)
    return root


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        pytest.param(b"clone: from https://example.org/a.git", 1795503035.0, id="clone"),
        pytest.param(b"commit (initial): clone: from a", None, id="commit"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_first_line_of_the_log_tells(deed: bytes, expected: float | None, tmp_path: Path) -> None:
    head = f"{NOBODY} {NOBODY} 张 三 <z@example.org> 1795503035 +0800".encode()
    root = repository(tmp_path, head + b"\t" + deed + b"\nlater\tclone: x\n")

    assert cloned_at(root) == expected


@pytest.mark.parametrize("line", [b"", b"\n", b"\tclone: x\n", b"a b\tclone: x\n", b"\xff\x00"])
def test_log_that_makes_no_sense_tells_nothing(line: bytes, tmp_path: Path) -> None:
    assert cloned_at(repository(tmp_path, line)) is None


def test_repository_around_the_notebook_counts(tmp_path: Path) -> None:
    line = f"{NOBODY} {NOBODY} a <a@example.org> 100 +0000\tclone: from b\n".encode()
    notebook = repository(tmp_path, line) / "papers"
    notebook.mkdir()

    assert cloned_at(notebook) == 100.0


def test_folder_without_git_was_not_cloned(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()  # so that nothing above the test's folder counts

    assert cloned_at(tmp_path) is None


def test_clone_that_git_makes_is_seen(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=张三", "-c", "user.email=z@example.org")
        subprocess.run(["git", *name, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "one")
    git("-C", "one", "commit", "-q", "--allow-empty", "-m", "x")
    before = int(time.time())
    git("clone", "-q", "one", "two")

    assert cloned_at(tmp_path / "one") is None
    assert before <= (cloned_at(tmp_path / "two") or 0) <= time.time()
