import os
import signal
import sys
import threading
from array import array
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.storage import folder_walk
from snnnotes.storage.folder_walk import Walk, packed, unpacked, walk

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shares the work")
FOLDERS, FILES = 7, 12


@pytest.fixture
def base(tmp_path: Path) -> str:
    """Seven folders of twelve notes, some links, and two names that are not UTF-8."""
    for folder in range(FOLDERS):
        place = tmp_path / f"notes/{folder}/电"
        place.mkdir(parents=True)
        for number in range(FILES):
            (place / f"论文 {number}.md").write_text("x" * number)
    if sys.platform == "linux":
        for folder in range(FOLDERS):
            (tmp_path / f"notes/{folder}/link.md").symlink_to("nowhere")
            (tmp_path / os.fsdecode(b"notes/%d/\xff.md" % folder)).write_text("")
    return str(tmp_path)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second process be started after a few files, however many processors there are."""
    monkeypatch.setattr(folder_walk, "_WORTH_SHARING", 5)
    monkeypatch.setattr(folder_walk, "can_share", lambda: True)


def ordered(found: Walk) -> list[list[str]]:
    return [sorted(map(repr, part)) for part in found]


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1),
            st.integers(0, 2**62),
            st.integers(-(2**62), 2**62),
            st.integers(-(2**62), 2**62),
        )
    )
)
def test_what_is_packed_is_unpacked(files: list[tuple[str, int, int, int]]) -> None:
    names = [name for name, *_ in files]
    numbers = [number for _, *three in files for number in three]

    assert unpacked(packed(names, numbers)) == (names, array("q", numbers))


def test_time_beyond_the_year_2262_is_no_trouble() -> None:
    names, numbers = unpacked(packed(["a.md"], [1, 2**64, -(2**70)]))

    assert names == ["a.md"]
    assert list(numbers) == [1, 2**63 - 1, 2**63 - 1]


@LINUX
def test_two_processes_find_what_one_finds(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = walk(base, ["notes"], None)
    forks = []
    real = os.fork

    def counted() -> int:
        forks.append(1)
        return real()

    monkeypatch.setattr(folder_walk, "_WORTH_SHARING", 5)
    monkeypatch.setattr(folder_walk, "can_share", lambda: True)
    monkeypatch.setattr("snnnotes.storage.folder_walk.os.fork", counted)

    together = walk(base, ["notes"], None)

    assert forks == [1]
    assert ordered(together) == ordered(alone)
    assert len(together.listings) == 1 + 2 * FOLDERS
    assert len(together.misnamed) == len(together.links) == FOLDERS


@LINUX
@pytest.mark.usefixtures("shared")
def test_what_is_left_out_is_left_out_by_both(base: str) -> None:
    found = walk(base, ["notes"], lambda path: "3" in path)

    names = {name for _, listing in found.listings for name in unpacked(listing)[0]}
    assert names == {f"论文 {number}.md" for number in range(FILES) if number != 3}
    assert "notes/3/电" not in dict(found.listings)


@LINUX
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("how", ["killed", "failed"])
def test_work_of_a_second_process_that_dies_is_done_again(
    how: str, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    us = os.getpid()
    real = os.scandir

    def dies(place: int) -> object:
        if os.getpid() != us:
            if how == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            raise MemoryError
        return real(place)

    monkeypatch.setattr("snnnotes.storage.folder_walk.os.scandir", dies)

    found = walk(base, ["notes"], None)

    assert len(found.listings) == 1 + 2 * FOLDERS


@LINUX
@pytest.mark.usefixtures("shared")
def test_ctrl_c_leaves_no_process_behind(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    us, helpers = os.getpid(), []
    real_fork, real_scandir = os.fork, os.scandir

    def fork() -> int:
        helpers.append(real_fork())
        return helpers[-1]

    def interrupted(place: int) -> object:
        if os.getpid() == us and helpers:
            raise KeyboardInterrupt
        if os.getpid() != us:
            signal.pause()  # the second process would go on for ever
        return real_scandir(place)

    monkeypatch.setattr("snnnotes.storage.folder_walk.os.fork", fork)
    monkeypatch.setattr("snnnotes.storage.folder_walk.os.scandir", interrupted)

    with pytest.raises(KeyboardInterrupt):
        walk(base, ["notes"], None)

    with pytest.raises(ProcessLookupError):
        os.kill(helpers[0], 0)


@LINUX
@pytest.mark.usefixtures("shared")
def test_second_process_runs_no_exit_handler_and_flushes_no_output(
    base: str, capfd: pytest.CaptureFixture[str]
) -> None:
    sys.stdout.write("once")

    walk(base, ["notes"], None)

    sys.stdout.flush()
    assert capfd.readouterr().out == "once"


@LINUX
def test_nothing_is_shared_while_threads_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snnnotes.storage.folder_walk.os.sched_getaffinity", lambda _: {0, 1})
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()

    with_thread = folder_walk.can_share()
    done.set()
    thread.join()

    assert not with_thread


@LINUX
def test_nothing_is_shared_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snnnotes.storage.folder_walk.os.sched_getaffinity", lambda _: {0})

    assert not folder_walk.can_share()


def test_few_files_are_walked_without_a_second_process(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> bool:
        raise AssertionError

    monkeypatch.setattr(folder_walk, "can_share", never)

    assert len(walk(base, ["notes"], None).listings) == 1 + 2 * FOLDERS


def test_system_without_folder_handles_finds_the_same(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ordered(walk(base, ["notes"], None))
    monkeypatch.setattr(folder_walk, "_BY_HANDLE", False)

    assert ordered(walk(base, ["notes"], None)) == expected


@pytest.mark.parametrize(
    ("error", "names"),
    [
        pytest.param(FileNotFoundError, [], id="removed-meanwhile"),
        pytest.param(PermissionError, ["a.md"], id="not-to-be-looked-at"),
    ],
)
def test_file_that_cannot_be_looked_at(
    error: type[OSError], names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Entry:
        name = "a.md"

        def stat(self, **_: bool) -> os.stat_result:
            raise error

    (tmp_path / "notes").mkdir()
    monkeypatch.setattr("snnnotes.storage.folder_walk.os.scandir", lambda _: nullcontext([Entry()]))

    ((_, listing),) = walk(str(tmp_path), ["notes"], None).listings

    assert unpacked(listing)[0] == names


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_named_pipe_is_listed_without_being_opened(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    os.mkfifo(tmp_path / "notes/pipe.md")

    ((_, listing),) = walk(str(tmp_path), ["notes"], None).listings

    assert unpacked(listing) == (["pipe.md"], array("q", [0, 0, 0]))


def test_folder_with_a_note_name_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes/odd.md").mkdir(parents=True)
    (tmp_path / "notes/odd.md/a.md").write_text("a")

    found = dict(walk(str(tmp_path), ["notes"], None).listings)

    assert unpacked(found["notes"])[0] == []
    assert unpacked(found["notes/odd.md"])[0] == ["a.md"]


def test_folder_that_may_not_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr("snnnotes.storage.folder_walk.os.open", refuse)
    monkeypatch.setattr("snnnotes.storage.folder_walk.os.scandir", refuse)

    assert walk(str(tmp_path), ["notes"], None) == Walk([], [], ["notes"], [])
