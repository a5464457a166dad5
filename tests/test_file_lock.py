"""The step of locking that systems do differently."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from snnnotes.file_lock import take


@contextmanager
def opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        yield handle
    finally:
        os.close(handle)


def test_a_locked_file_is_not_taken_until_its_holder_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "arxiv.pace"
    with opened(path) as later:
        with opened(path) as first:
            assert take(first)
            assert not take(later)
        assert take(later)


def test_two_files_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as one, opened(tmp_path / "b") as other:
        assert take(one)
        assert take(other)


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of Unix")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EBADF], ids=errno.errorcode.get)
def test_a_disk_that_cannot_lock_counts_as_taken(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int, _how: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("snnnotes.file_lock.fcntl.flock", refuse)
    with opened(tmp_path / "a") as handle:
        assert take(handle)


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of Unix")
def test_another_failure_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int, _how: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("snnnotes.file_lock.fcntl.flock", fail)
    with opened(tmp_path / "a") as handle, pytest.raises(OSError, match=os.strerror(errno.EIO)):
        take(handle)
