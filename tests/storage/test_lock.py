import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import pytest

from snnnotes.errors import WriteError
from snnnotes.storage.lock import lock

HOLDER = """
import os, sys, time
from pathlib import Path
from snnnotes.storage.lock import lock
with lock(Path(sys.argv[1]), os.environ):
    print("held", flush=True)
    sys.stdin.read()
"""


class Holder:
    """Another process that has the lock of a notebook."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "held\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        with self.process:  # closes its pipes and waits
            pass


def test_lock_is_free_after_its_block(tmp_path: Path) -> None:
    for _ in range(3):
        with lock(tmp_path, os.environ, wait=0):
            pass


def test_lock_leaves_nothing_in_the_notebook(tmp_path: Path) -> None:
    with lock(tmp_path, os.environ):
        assert list(tmp_path.iterdir()) == []

    assert list(tmp_path.iterdir()) == []


def test_lock_that_another_process_holds_is_waited_for_and_then_given_up(tmp_path: Path) -> None:
    with Holder(tmp_path):
        start = time.monotonic()
        with pytest.raises(WriteError) as caught, lock(tmp_path, os.environ, wait=0.2):
            pass

    assert time.monotonic() - start >= 0.2
    assert str(caught.value).startswith(f"{tmp_path}: another snnnotes has been writing here")
    assert "nothing was changed" in caught.value.hint


def test_lock_is_free_as_soon_as_the_other_process_ends(tmp_path: Path) -> None:
    with Holder(tmp_path) as holder:
        holder.process.communicate()
        with lock(tmp_path, os.environ, wait=10):
            pass


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with Holder(tmp_path) as holder:
        holder.process.kill()
        holder.process.wait()
        with lock(tmp_path, os.environ, wait=1):
            pass


def test_notebooks_do_not_wait_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()

    with Holder(tmp_path / "one"), lock(tmp_path / "other", os.environ, wait=0):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_notebook_reached_through_a_link_has_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "link").symlink_to("repo")

    with (
        Holder(tmp_path / "repo"),
        pytest.raises(WriteError),
        lock(tmp_path / "link", os.environ, wait=0),
    ):
        pass


def test_lock_is_given_back_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), lock(tmp_path, os.environ):
        raise KeyboardInterrupt

    with lock(tmp_path, os.environ, wait=0):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
@pytest.mark.parametrize("code", [errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_disk_that_cannot_lock_is_written_without(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("snnnotes.file_lock.fcntl.flock", refuse)

    with lock(tmp_path, os.environ, wait=0):
        reached = True

    assert reached


def test_folder_that_cannot_be_opened_is_left_to_the_write_to_report(tmp_path: Path) -> None:
    with lock(tmp_path / "nowhere", {}, wait=0):
        reached = True

    assert reached
