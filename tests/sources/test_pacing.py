import subprocess
import sys
import threading
import time as real_time
from pathlib import Path

import pytest
from fake_clock import START, FakeClock

from snnnotes.errors import SourceError
from snnnotes.sources.clock import Clock, Deadline
from snnnotes.sources.pacing import PACES, Pace, Pacer

ARXIV = "export.arxiv.org"


@pytest.fixture
def time() -> FakeClock:
    return FakeClock()


def pacer(folder: Path | None, time: FakeClock, seconds: float = 60.0) -> Pacer:
    clock = time.clock()
    return Pacer(folder, Deadline(seconds, clock), clock)


def ask(pacer: Pacer, host: str, time: FakeClock, lasts: float = 0.0) -> float:
    """Ask once; when, in seconds from the start."""
    with pacer.turn(host):
        start = time.time
        time.time += lasts
    return round(start - START, 3)


def test_arxiv_is_asked_every_three_seconds(tmp_path: Path, time: FakeClock) -> None:
    one = pacer(tmp_path, time)

    assert [ask(one, ARXIV, time) for _ in range(3)] == [0.0, 3.0, 6.0]


def test_the_gap_begins_when_an_answer_has_come(tmp_path: Path, time: FakeClock) -> None:
    one = pacer(tmp_path, time)

    assert [ask(one, ARXIV, time, lasts=1.5) for _ in range(2)] == [0.0, 4.5]


def test_time_that_has_passed_anyway_is_not_waited_again(tmp_path: Path, time: FakeClock) -> None:
    one = pacer(tmp_path, time)
    ask(one, ARXIV, time)
    time.time += 2.0
    ask(one, ARXIV, time)
    time.time += 10.0
    ask(one, ARXIV, time)

    assert time.slept == [1.0]


def test_all_hosts_of_arxiv_count_as_one(tmp_path: Path, time: FakeClock) -> None:
    one = pacer(tmp_path, time)

    assert ask(one, "arxiv.org", time) == 0.0
    assert ask(one, ARXIV, time) == 3.0
    assert ask(one, "www.arxiv.org", time) == 6.0


def test_other_hosts_do_not_wait(tmp_path: Path, time: FakeClock) -> None:
    one = pacer(tmp_path, time)

    assert [ask(one, "api.crossref.org", time) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert list(tmp_path.iterdir()) == []


def test_the_next_process_waits_for_the_rest_of_the_gap(tmp_path: Path, time: FakeClock) -> None:
    ask(pacer(tmp_path, time), ARXIV, time)
    time.time += 1.0

    assert ask(pacer(tmp_path, time), ARXIV, time) == 3.0


def test_without_a_folder_one_process_keeps_the_gap_all_the_same(time: FakeClock) -> None:
    one = pacer(None, time)

    assert [ask(one, ARXIV, time) for _ in range(2)] == [0.0, 3.0]


def test_a_question_that_fails_counts_too(tmp_path: Path, time: FakeClock) -> None:
    one = pacer(tmp_path, time)
    with pytest.raises(KeyError), one.turn(ARXIV):
        raise KeyError

    assert ask(one, ARXIV, time) == 3.0


def test_a_clock_that_was_set_back_does_not_make_us_wait_for_hours(
    tmp_path: Path, time: FakeClock
) -> None:
    ask(pacer(tmp_path, time), ARXIV, time)
    time.time -= 7200.0
    ask(pacer(tmp_path, time), ARXIV, time)

    assert time.slept == [3.0]


@pytest.mark.parametrize("content", [b"", b"soon", b"\xff" * 50, b"nan"])
def test_a_damaged_file_is_as_good_as_none(content: bytes, tmp_path: Path, time: FakeClock) -> None:
    (tmp_path / "arxiv.pace").write_bytes(content)

    one = pacer(tmp_path, time)
    assert [ask(one, ARXIV, time) for _ in range(2)] == [0.0, 3.0]


def test_a_folder_that_cannot_be_made_is_no_obstacle(tmp_path: Path, time: FakeClock) -> None:
    (tmp_path / "file").write_text("x")

    assert ask(pacer(tmp_path / "file", time), ARXIV, time) == 0.0


def test_a_gap_that_is_longer_than_the_command_may_last_is_not_waited(
    tmp_path: Path, time: FakeClock
) -> None:
    one = pacer(tmp_path, time, seconds=2.0)
    ask(one, ARXIV, time)

    with pytest.raises(SourceError, match=r"^export\.arxiv\.org: its turn did not come within 2"):
        ask(one, ARXIV, time)
    assert time.slept == []


def test_a_process_that_waits_for_another_gives_up_in_time(tmp_path: Path, time: FakeClock) -> None:
    with pacer(tmp_path, time).turn(ARXIV), pytest.raises(SourceError) as caught:
        ask(pacer(tmp_path, time), ARXIV, time)

    assert caught.value.is_passing
    assert caught.value.hint
    assert sum(time.slept) == pytest.approx(60.0, abs=0.1)


def test_a_host_is_asked_by_one_thread_at_a_time(time: FakeClock) -> None:
    one = Pacer(None, Deadline(60.0, Clock()), Clock())
    inside: list[str] = []
    most: list[int] = []

    def run() -> None:
        with one.turn("api.crossref.org"):
            inside.append("x")
            most.append(len(inside))
            real_time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 5


def test_different_hosts_are_asked_at_the_same_time(time: FakeClock) -> None:
    one = pacer(None, time)

    with one.turn("api.crossref.org"), one.turn("api.datacite.org"):
        pass


def test_a_thread_that_waits_for_another_gives_up_in_time() -> None:
    one = Pacer(None, Deadline(0.05, Clock()), Clock())

    with one.turn("a.org"), pytest.raises(SourceError, match="its turn did not come"):  # noqa: SIM117
        with one.turn("a.org"):
            pass


PROCESS = """
import sys, time
from pathlib import Path
from snnnotes.sources.clock import Clock, Deadline
from snnnotes.sources.pacing import Pace, Pacer
clock = Clock()
pacer = Pacer(Path(sys.argv[1]), Deadline(30.0, clock), clock, {"a.org": Pace("a", 0.15)})
for _ in range(2):
    with pacer.turn("a.org"):
        start = time.time()
        time.sleep(0.02)
        print(start, time.time())
"""


def test_processes_ask_one_after_the_other_with_the_gap_between(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    turns = sorted(
        tuple(map(float, line.split()))
        for process in running
        for line in process.communicate()[0].splitlines()
    )

    assert len(turns) == 6
    gaps = [turns[number + 1][0] - turns[number][1] for number in range(5)]
    assert min(gaps) > 0.145


def test_a_killed_process_gives_its_turn_back(tmp_path: Path) -> None:
    code = PROCESS.replace("time.sleep(0.02)", "print('in', flush=True); time.sleep(60)")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        process.kill()

    clock = Clock()
    one = Pacer(tmp_path, Deadline(10.0, clock), clock, {"a.org": Pace("a", 0.01)})
    with one.turn("a.org"):
        assert [path.name for path in tmp_path.iterdir()] == ["a.pace"]


def test_three_seconds_are_what_arxiv_asks_for() -> None:
    assert {pace.gap for pace in PACES.values()} == {3.0}
