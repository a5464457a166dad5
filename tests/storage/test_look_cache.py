"""The cache of looks: only what is surely as it was, and never an error."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from snnnotes.storage import look_cache
from snnnotes.storage.look_cache import LookCache, now_ns, program_state
from snnnotes.storage.note_files import FileState

SECOND = 1_000_000_000
#: When the files were written, and when they were looked at.
WRITTEN, LATER = 1_700_000_000 * SECOND, 1_700_000_100 * SECOND


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "notebook").mkdir()
    return tmp_path / "notebook"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "snnnotes"


@pytest.fixture
def cache(folder: Path, root: Path) -> LookCache:
    return LookCache(folder, root, rules="1")


def state(
    path: str = "notes/a.md", size: int = 10, mtime: int = WRITTEN, ctime: int = WRITTEN
) -> FileState:
    return FileState(path, size, mtime, ctime)


def database(folder: Path) -> Path:
    (file,) = folder.glob("*.looks.sqlite3")
    return file


def test_new_cache_holds_nothing(cache: LookCache) -> None:
    assert cache.fresh([state()]) == {}
    assert cache.paths() == set()


def test_nothing_is_opened_until_something_is_asked(cache: LookCache, folder: Path) -> None:
    assert not folder.exists()


def test_look_is_kept_for_the_next_time(cache: LookCache, folder: Path, root: Path) -> None:
    cache.keep([(state(), "膜电位")], [], LATER)

    assert cache.fresh([state()]) == {"notes/a.md": "膜电位"}
    assert LookCache(folder, root, rules="1").fresh([state()]) == {"notes/a.md": "膜电位"}
    assert cache.paths() == {"notes/a.md"}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(state(size=11), id="size"),
        pytest.param(state(mtime=WRITTEN + 1), id="time"),
        pytest.param(state(mtime=WRITTEN - 1), id="earlier-time"),
        pytest.param(state(ctime=WRITTEN + 1), id="time-of-the-inode"),
        pytest.param(state("notes/A.md"), id="case"),
        pytest.param(state("notes/b.md"), id="name"),
    ],
)
def test_changed_file_is_looked_at_again(changed: FileState, cache: LookCache) -> None:
    cache.keep([(state(), "old")], [], LATER)

    assert cache.fresh([changed]) == {}
    cache.keep([(changed, "new")], [], LATER)
    assert cache.fresh([changed]) == {changed.path: "new"}


def test_only_the_files_that_are_asked_for_are_answered(cache: LookCache) -> None:
    cache.keep([(state(f"notes/{name}.md"), name) for name in "abc"], [], LATER)

    assert cache.fresh([state("notes/c.md"), state("notes/a.md"), state("notes/x.md")]) == {
        "notes/a.md": "a",
        "notes/c.md": "c",
    }


def test_removed_notes_go(cache: LookCache) -> None:
    cache.keep([(state(f"notes/{name}.md"), name) for name in "abc"], [], LATER)
    cache.keep([], ["notes/a.md", "notes/c.md", "notes/never.md"], LATER)

    assert cache.paths() == {"notes/b.md"}
    assert cache.fresh([state("notes/a.md")]) == {}


@pytest.mark.parametrize(
    ("mtime", "ctime", "kept"),
    [
        pytest.param(LATER - 2 * SECOND - 1, WRITTEN, True, id="settled"),
        pytest.param(LATER - 2 * SECOND, WRITTEN, False, id="two-seconds"),
        pytest.param(LATER - 1, WRITTEN, False, id="just-now"),
        pytest.param(WRITTEN, LATER - 1, False, id="old-time-set-just-now"),
        pytest.param(LATER + 3600 * SECOND, WRITTEN, False, id="clock-runs-ahead"),
    ],
)
def test_file_that_may_change_within_its_second_is_not_kept(
    mtime: int, ctime: int, kept: bool, cache: LookCache
) -> None:
    young = state(mtime=mtime, ctime=ctime)
    cache.keep([(young, "look")], [], LATER)

    assert bool(cache.fresh([young])) is kept


def test_look_at_a_young_file_takes_the_place_of_none(cache: LookCache) -> None:
    cache.keep([(state(), "old")], [], LATER)
    young = state(mtime=LATER)
    cache.keep([(young, "young")], [], LATER)

    assert cache.fresh([young]) == {}


def test_looks_of_another_program_are_thrown_away(
    cache: LookCache, folder: Path, root: Path
) -> None:
    cache.keep([(state(), "old")], [], LATER)
    other = LookCache(folder, root, rules="2")

    assert other.fresh([state()]) == {}
    assert other.paths() == set()
    assert cache.fresh([state()]) == {}  # it was not kept for the way back


def test_looks_of_another_notebook_are_apart(
    cache: LookCache, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere" / "notebook").mkdir(parents=True)
    other = LookCache(folder, tmp_path / "elsewhere" / "notebook", rules="1")
    cache.keep([(state(), "here")], [], LATER)
    other.keep([(state(), "there")], [], LATER)

    assert cache.fresh([state()]) == {"notes/a.md": "here"}
    assert other.fresh([state()]) == {"notes/a.md": "there"}


def test_notebooks_with_one_file_name_take_nothing_from_each_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the check sums of their places were the same."""
    monkeypatch.setattr(look_cache, "index_path", lambda folder, root: folder / "same.sqlite3")
    one, two = (LookCache(folder, tmp_path / name, rules="1") for name in ("one", "two"))
    one.keep([(state(), "one")], [], LATER)

    assert two.fresh([state()]) == {}


@pytest.fixture(
    params=[
        pytest.param(b"", id="empty"),
        pytest.param(b"no database at all" * 100, id="text"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 4000, id="header-alone"),
    ]
)
def damaged(request: pytest.FixtureRequest, cache: LookCache, folder: Path) -> Path:
    cache.keep([(state(), "old")], [], LATER)
    file = database(folder)
    file.write_bytes(request.param)
    return file


def test_damaged_cache_is_made_again(damaged: Path, cache: LookCache) -> None:
    assert cache.fresh([state()]) == {}
    assert cache.paths() == set()
    cache.keep([(state(), "new")], [], LATER)
    assert cache.fresh([state()]) == {"notes/a.md": "new"}


@pytest.mark.parametrize("octet", [b"\xff", b"\0", b"A"], ids=["no-text", "zeros", "text"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_cache_that_is_damaged_in_the_middle_gives_nothing_wrong(
    octet: bytes, share: float, cache: LookCache, folder: Path
) -> None:
    looks = [(state(f"notes/{number}.md"), f"look {number} " * 50) for number in range(200)]
    cache.keep(looks, [], LATER)
    file = database(folder)
    octets = bytearray(file.read_bytes())
    start = int(len(octets) * share)
    octets[start : start + 2000] = octet * 2000
    file.write_bytes(octets)

    wanted = {one.path: look for one, look in looks}
    assert cache.fresh([one for one, _ in looks]).items() <= wanted.items()
    for _ in range(2):  # the first may find the damage, and then the file goes
        cache.keep(looks, [], LATER)
    assert cache.fresh([one for one, _ in looks]) == wanted


def test_table_of_another_shape_is_no_error(cache: LookCache, folder: Path) -> None:
    cache.keep([(state(), "old")], [], LATER)
    with sqlite3.connect(database(folder)) as db:
        db.execute("DROP TABLE looks")
        db.execute("CREATE TABLE looks (other TEXT)")
    db.close()

    assert cache.fresh([state()]) == {}
    cache.keep([(state(), "new")], [], LATER)
    assert cache.fresh([state()]) == {"notes/a.md": "new"}


def test_folder_in_the_place_of_the_cache_is_no_error(
    cache: LookCache, folder: Path, root: Path
) -> None:
    cache.keep([], [], LATER)
    file = database(folder)
    file.unlink()
    file.mkdir()

    assert cache.fresh([state()]) == {}
    cache.keep([(state(), "x")], [], LATER)
    assert cache.paths() == set()


def test_file_in_the_place_of_the_folder_is_no_error(cache: LookCache, folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("no folder")

    cache.keep([(state(), "x")], [], LATER)
    assert cache.fresh([state()]) == {}


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="this user may write everywhere"
)
def test_folder_that_may_not_be_written_is_no_error(cache: LookCache, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        cache.keep([(state(), "x")], [], LATER)
        assert cache.fresh([state()]) == {}
    finally:
        folder.chmod(stat.S_IRWXU)


def test_cache_that_another_program_holds_is_done_without(
    cache: LookCache, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look_cache, "_WAIT_SECONDS", 0.05)
    cache.keep([(state(), "old")], [], LATER)
    holder = sqlite3.connect(database(folder), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert cache.fresh([state()]) == {}
        cache.keep([(state("notes/b.md"), "new")], [], LATER)
    finally:
        holder.close()

    assert cache.paths() == {"notes/a.md"}  # and it was not taken for damaged


_WRITER = """
import sys
from pathlib import Path
from snnnotes.storage.look_cache import LookCache
from snnnotes.storage.note_files import FileState

folder, root, name, written, later = sys.argv[1:]
cache = LookCache(Path(folder), Path(root), rules="1")
for number in range(50):
    state = FileState(f"{name}/{number}.md", number, int(written), int(written))
    cache.keep([(state, f"{name} {number}")], [], int(later))
    assert cache.fresh([state]) == {state.path: f"{name} {number}"}
"""


def test_two_processes_at_once_lose_nothing(cache: LookCache, folder: Path, root: Path) -> None:
    cache.keep([], [], LATER)
    names = ("one", "two")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, folder, root, name, str(WRITTEN), str(LATER)],
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    problems = [process.communicate()[1].decode() for process in running]

    assert problems == ["", ""]
    states = [state(f"{name}/{number}.md", number) for name in names for number in range(50)]
    assert cache.fresh(states) == {
        f"{name}/{number}.md": f"{name} {number}" for name in names for number in range(50)
    }


def test_state_of_the_program_stays_as_long_as_its_files_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "snnnotes"
    (package / "storage").mkdir(parents=True)
    (package / "__pycache__").mkdir()
    source = package / "storage" / "look_cache.py"
    source.write_text("one")
    monkeypatch.setattr(look_cache, "__file__", str(source))
    states = [program_state(), program_state()]

    (package / "__pycache__" / "x.py").write_text("made by Python")
    (package / "data.txt").write_text("no program")
    states.append(program_state())
    assert len(set(states)) == 1

    source.write_text("two and more")
    states.append(program_state())
    (package / "new.py").write_text("")
    states.append(program_state())
    os.utime(source, ns=(WRITTEN, WRITTEN))
    states.append(program_state())
    assert len(set(states)) == 4


def test_now_is_as_file_times_count(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("x")

    assert abs(now_ns() - file.stat().st_mtime_ns) < 60 * SECOND
