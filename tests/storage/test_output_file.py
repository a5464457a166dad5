import os
import sys
from pathlib import Path

import pytest

from snnnotes.errors import SnnnotesError, UsageError, WouldOverwriteError
from snnnotes.storage.output_file import refuse_output, write_output

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")


def test_file_is_written_from_the_current_folder_on(tmp_path: Path) -> None:
    (tmp_path / "图").mkdir()

    write_output(tmp_path, Path("图/年份.svg"), b"<svg/>", overwrite=False)

    assert (tmp_path / "图/年份.svg").read_bytes() == b"<svg/>"
    assert [file.name for file in (tmp_path / "图").iterdir()] == ["年份.svg"]


def test_file_that_exists_stays_unless_it_may_be_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")

    with pytest.raises(WouldOverwriteError) as caught:
        write_output(tmp_path, Path("a.png"), b"new", overwrite=False)

    assert "--force" in caught.value.hint
    assert (tmp_path / "a.png").read_bytes() == b"old"


def test_file_is_overwritten_where_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")

    write_output(tmp_path, Path("a.png"), b"new", overwrite=True)

    assert (tmp_path / "a.png").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("no/such/a.png", "there is no folder no/such", id="no-folder"),
        pytest.param("folder", "is a folder", id="folder"),
    ],
)
def test_what_is_no_place_for_a_file_is_refused(name: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(UsageError, match=problem):
        refuse_output(tmp_path, Path(name), overwrite=True)


@POSIX
def test_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(SnnnotesError, match="no ordinary file"):
        write_output(tmp_path, Path("pipe"), b"new", overwrite=True)

    assert (tmp_path / "pipe").is_fifo()


@POSIX
def test_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(b"old")
    (tmp_path / "link.png").symlink_to("real.png")

    write_output(tmp_path, Path("link.png"), b"new", overwrite=True)

    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "real.png").read_bytes() == b"new"


@POSIX
def test_permissions_of_an_overwritten_file_stay(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    (tmp_path / "a.png").chmod(0o640)

    write_output(tmp_path, Path("a.png"), b"new", overwrite=True)

    assert (tmp_path / "a.png").stat().st_mode & 0o777 == 0o640
