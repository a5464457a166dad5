import os
import stat
import sys
from pathlib import Path

import pytest
from fake_clock import FakeClock

from snnnotes.sources.answer_cache import AnswerCache, Kept

QUESTION = "https://export.arxiv.org/api/query?id_list=2307.01694 application/atom+xml"
ANSWER = Kept("https://export.arxiv.org/x", 200, "text/plain", "脉冲\n\n神经".encode())
NOTHING = ANSWER._replace(status=404, body=b"not found")
DAY = 86_400.0


@pytest.fixture
def time() -> FakeClock:
    return FakeClock()


@pytest.fixture
def cache(tmp_path: Path, time: FakeClock) -> AnswerCache:
    return AnswerCache(tmp_path / "sources", days=7, clock=time.clock())


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.*"))


def test_what_is_kept_is_found_again(cache: AnswerCache) -> None:
    cache.keep(QUESTION, ANSWER)

    assert cache.find(QUESTION) == ANSWER


def test_another_question_finds_nothing(cache: AnswerCache) -> None:
    cache.keep(QUESTION, ANSWER)

    assert cache.find(QUESTION + ";q=1") is None


def test_a_newer_answer_takes_the_place_of_the_old(cache: AnswerCache, tmp_path: Path) -> None:
    cache.keep(QUESTION, ANSWER)
    cache.keep(QUESTION, ANSWER._replace(body=b"new"))

    found = cache.find(QUESTION)
    assert found is not None
    assert found.body == b"new"
    assert len(files(tmp_path)) == 1


def test_a_file_is_named_after_the_host(cache: AnswerCache, tmp_path: Path) -> None:
    cache.keep(QUESTION, ANSWER)

    (path,) = files(tmp_path)
    assert path.name.startswith("export.arxiv.org-")


@pytest.mark.parametrize(
    ("age", "is_found"),
    [(0.0, True), (6.9 * DAY, True), (7.1 * DAY, False), (-10.0, False)],
    ids=["now", "just young enough", "too old", "from the future"],
)
def test_answers_are_given_for_so_many_days(
    age: float, is_found: bool, cache: AnswerCache, time: FakeClock
) -> None:
    cache.keep(QUESTION, ANSWER)
    time.time += age

    assert (cache.find(QUESTION) is not None) is is_found


def test_an_old_answer_is_better_than_none_if_the_caller_says_so(
    cache: AnswerCache, time: FakeClock
) -> None:
    cache.keep(QUESTION, ANSWER)
    time.time += 1000 * DAY

    assert cache.find(QUESTION, at_any_age=True) == ANSWER


@pytest.mark.parametrize(("age", "is_found"), [(3500.0, True), (3700.0, False)])
def test_that_there_is_nothing_is_believed_for_an_hour(
    age: float, is_found: bool, cache: AnswerCache, time: FakeClock
) -> None:
    cache.keep(QUESTION, NOTHING)
    time.time += age

    assert (cache.find(QUESTION) is not None) is is_found
    assert (cache.find(QUESTION, at_any_age=True) is not None) is is_found


def test_with_no_days_nothing_is_kept(tmp_path: Path, time: FakeClock) -> None:
    cache = AnswerCache(tmp_path, days=0, clock=time.clock())

    cache.keep(QUESTION, ANSWER)

    assert cache.find(QUESTION) is None
    assert files(tmp_path) == []


def test_without_a_folder_nothing_is_kept(time: FakeClock) -> None:
    cache = AnswerCache(None, days=7, clock=time.clock())

    cache.keep(QUESTION, ANSWER)

    assert cache.find(QUESTION) is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:-1], id="cut off"),
        pytest.param(lambda data: data + b"x", id="too long"),
        pytest.param(lambda data: data[:20], id="cut off in its head"),
        pytest.param(lambda data: b"\xff\xfe" + data, id="not text"),
        pytest.param(lambda data: b"[1]\n", id="another JSON"),
        pytest.param(lambda data: b'{"url": "x"}\n', id="fields are missing"),
        pytest.param(lambda data: data.replace(b'"status": 200', b'"status": "?"'), id="no number"),
        pytest.param(lambda data: data.replace(b"2307", b"2308"), id="another question"),
        pytest.param(lambda data: b"[" * 100_000 + b"\n", id="too deep"),
    ],
)
def test_a_damaged_file_is_no_answer_and_is_written_anew(
    damage: object, cache: AnswerCache, tmp_path: Path
) -> None:
    cache.keep(QUESTION, ANSWER)
    (path,) = files(tmp_path)
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))

    assert cache.find(QUESTION) is None
    cache.keep(QUESTION, ANSWER)
    assert cache.find(QUESTION) == ANSWER


def test_the_oldest_go_when_there_is_no_room(tmp_path: Path, time: FakeClock) -> None:
    cache = AnswerCache(tmp_path, days=7, clock=time.clock(), max_bytes=3000)
    for number in range(5):
        cache.keep(f"https://a.org/{number} x", ANSWER._replace(body=bytes(800)))
        newest = max(files(tmp_path), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (number, number))

    kept = [cache.find(f"https://a.org/{number} x") is not None for number in range(5)]

    assert kept == [False, False, True, True, True]


def test_an_answer_larger_than_all_room_is_not_kept(tmp_path: Path, time: FakeClock) -> None:
    cache = AnswerCache(tmp_path, days=7, clock=time.clock(), max_bytes=100)

    cache.keep(QUESTION, ANSWER._replace(body=bytes(101)))

    assert files(tmp_path) == []


def test_only_our_own_files_are_deleted(tmp_path: Path, time: FakeClock) -> None:
    other = tmp_path / "notes.sqlite3"
    other.write_bytes(bytes(5000))
    cache = AnswerCache(tmp_path, days=7, clock=time.clock(), max_bytes=1000)

    cache.keep(QUESTION, ANSWER)

    assert other.exists()


def test_a_half_written_file_of_a_killed_process_goes_in_time(
    tmp_path: Path, time: FakeClock
) -> None:
    left = tmp_path / "a.org-00000000.answer-1-1.new"
    left.write_bytes(bytes(5000))
    os.utime(left, (0, 0))
    cache = AnswerCache(tmp_path, days=7, clock=time.clock(), max_bytes=1000)

    cache.keep(QUESTION, ANSWER)

    assert not left.exists()


def test_a_write_that_fails_leaves_the_old_answer_and_no_other_file(
    cache: AnswerCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.keep(QUESTION, ANSWER)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.keep(QUESTION, ANSWER._replace(body=b"new"))

    assert cache.find(QUESTION) == ANSWER
    assert len(files(tmp_path)) == 1


def test_a_folder_that_is_a_file_is_no_obstacle(tmp_path: Path, time: FakeClock) -> None:
    (tmp_path / "sources").write_text("x")
    cache = AnswerCache(tmp_path / "sources", days=7, clock=time.clock())

    cache.keep(QUESTION, ANSWER)

    assert cache.find(QUESTION) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_files_are_for_the_users_eyes_only(cache: AnswerCache, tmp_path: Path) -> None:
    cache.keep(QUESTION, ANSWER)

    (path,) = files(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
