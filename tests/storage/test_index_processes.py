"""The index with several processes: those that read for it, and those that use it at once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import cast

import pytest

from snnnotes.model.query import Words
from snnnotes.storage import index_sync, index_worker
from snnnotes.storage.index import Index
from snnnotes.storage.index_reading import Answer, answer_to
from snnnotes.storage.index_worker import answers_of_workers
from snnnotes.storage.notebook import Notebook
from snnnotes.storage.worker import processors

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def write(root: Path, name: str, body: str) -> None:
    """As an editor that never shows half a file."""
    file = root / "notes" / f"{name}.md"
    beside = file.with_suffix(".tmp")
    beside.write_text(f"---\ntitle: Paper {name}\nyear: 2023\n---\n{body}\n", encoding="utf-8")
    beside.replace(file)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "notebook" / "notes").mkdir(parents=True)
    for number in range(300):
        write(tmp_path / "notebook", f"{number:03}", f"膜电位 word{number}")
    return tmp_path / "notebook"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_worker, "_processors", lambda: 2)


def opened(root: Path, cache: Path) -> Index:
    return Index.open(Notebook.open(root, root=root, environment={}), cache)


def batches(root: Path, size: int) -> list[list[tuple[str, bytes]]]:
    paths = sorted(f"notes/{file.name}" for file in (root / "notes").iterdir())
    return [
        [(path, b"") for path in paths[start : start + size]]
        for start in range(0, len(paths), size)
    ]


def children() -> set[int]:
    """Numbers of the running processes that this one has started."""
    done = subprocess.run(
        ["ps", "-o", "pid=,stat=,args=", "--ppid", str(os.getpid())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line.split(None, 2) for line in done.stdout.splitlines()]
    return {int(pid) for pid, _, arguments in lines if "index_worker" in arguments}


@pytest.mark.usefixtures("two_processors")
def test_workers_give_what_reading_here_gives_in_the_same_order(root: Path) -> None:
    (root / "notes" / "007.md").write_bytes(b"\xff")
    (root / "notes" / "008.md").write_text("no frontmatter", encoding="utf-8")
    jobs = batches(root, 17)

    found = [readings for _, readings in answers_of_workers(str(root), jobs, text=True)]

    assert found == [answer_to(str(root), batch, text=True)[1] for batch in jobs]


@pytest.mark.usefixtures("two_processors")
def test_workers_skip_what_is_known(root: Path) -> None:
    (job,) = batches(root, 300)
    known = [
        (path, reading.digest if reading and number % 3 else b"")
        for number, ((path, _), reading) in enumerate(
            zip(job, answer_to(str(root), job, text=True)[1], strict=True)
        )
    ]
    ((_, readings),) = answers_of_workers(str(root), [known], text=True)

    assert [reading is None for reading in readings] == [number % 3 > 0 for number in range(300)]


@POSIX
@pytest.mark.usefixtures("two_processors")
def test_killed_workers_leave_their_work_to_us(root: Path) -> None:
    jobs = batches(root, 1)
    answers = answers_of_workers(str(root), jobs, text=False)
    found = [next(answers)[1]]
    for child in children():
        os.kill(child, signal.SIGKILL)
    found += [readings for _, readings in answers]

    assert [reading.kind for (reading,) in found if reading] == [0] * 300
    assert children() == set()


@POSIX
@pytest.mark.usefixtures("two_processors")
def test_workers_end_when_nobody_wants_their_answers_any_more(root: Path) -> None:
    answers = answers_of_workers(str(root), batches(root, 1), text=True)
    next(answers)  # on a quick machine all may be answered by now, and the workers gone

    cast(Generator[Answer, None, None], answers).close()

    assert children() == set()


@pytest.mark.usefixtures("two_processors")
def test_workers_that_cannot_start_leave_their_work_to_us(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")

    assert len(list(answers_of_workers(str(root), batches(root, 50), text=True))) == 6


@pytest.mark.parametrize(
    ("executable", "processors"),
    [
        pytest.param("", 8, id="python-in-another-program"),
        pytest.param(sys.executable, 1, id="one"),
    ],
)
def test_no_worker_is_started_where_it_would_be_no_help(
    executable: str, processors: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    monkeypatch.setattr(index_worker, "_processors", lambda: processors)
    monkeypatch.setattr(subprocess, "Popen", None)

    assert len(list(answers_of_workers(str(root), batches(root, 50), text=True))) == 6


def test_number_of_processors_is_known() -> None:
    assert processors() >= 1


@pytest.mark.usefixtures("two_processors")
def test_modules_in_the_current_folder_are_not_run(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "yaml.py").write_text("raise SystemExit('taken for ours')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(index_worker, "answer_to", lambda *_, **__: pytest.fail("a worker died"))

    assert len(list(answers_of_workers(str(root), batches(root, 50), text=True))) == 6


@pytest.mark.usefixtures("two_processors")
def test_many_changed_notes_are_read_by_workers(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_sync, "WORTH_SHARING", 100)
    monkeypatch.setattr(index_sync, "BATCH", 40)
    monkeypatch.setattr(index_worker, "answer_to", lambda *_, **__: pytest.fail("read here"))
    with opened(root, cache) as index:
        index.sync(text=True)
        assert len(index.ranked(Words("膜电位"))) == 300


SEARCH = """
import sys, time
sys.path[:] = {path!r}
from pathlib import Path
from snnnotes.model.query import Words
from snnnotes.storage import index_sync
from snnnotes.storage.index import Index
from snnnotes.storage.notebook import Notebook

index_sync.WORTH_SHARING = {sharing}
index_sync.BATCH = 20
root, cache = Path({root!r}), Path({cache!r})
"""

ONCE = """
with Index.open(Notebook.open(root, root=root, environment={}), cache) as index:
    index.sync(text=True, progress=lambda done, total: print(done, flush=True))
    print(len(index.ranked(Words("膜电位"))), index.warnings)
"""

AGAIN_AND_AGAIN = """
done = 0
while time.monotonic() < {until}:
    # What stands in the file now was written before this search begins.
    before = int(Path({ledger!r}).read_text() or 0)
    with Index.open(Notebook.open(root, root=root, environment={{}}), cache) as index:
        index.sync(text=True)
        paths = [one.path for one in index.ranked(Words("膜电位"))]
        assert len(paths) == 300, len(paths)
        fresh = {{one.path for one in index.ranked(Words("fresh"))}}
        missed = [n for n in range(before) if f"notes/new {{n}}.md" not in fresh]
        assert not missed, (before, missed)
        assert index.warnings == [], index.warnings
    done += 1
print(done)
"""


def script(root: Path, cache: Path, code: str, *, sharing: int = 10**9) -> subprocess.Popen[str]:
    head = SEARCH.format(path=sys.path, root=str(root), cache=str(cache), sharing=sharing)
    return subprocess.Popen(
        [sys.executable, "-c", head + code],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def test_processes_that_build_the_same_index_at_once_all_get_right_answers(
    root: Path, cache: Path
) -> None:
    running = [script(root, cache, ONCE) for _ in range(6)]

    for process in running:
        out, err = process.communicate(timeout=60)
        assert out.splitlines()[-1] == "300 []", err


def test_searches_miss_nothing_while_notes_are_written(root: Path, cache: Path) -> None:
    rng = random.Random(4)
    ledger = root / "ledger"
    ledger.write_text("0")
    with opened(root, cache) as index:
        index.sync(text=True)
    until = time.monotonic() + 4
    code = AGAIN_AND_AGAIN.format(until=until, ledger=str(ledger))
    running = [script(root, cache, code) for _ in range(8)]
    written = 0
    while time.monotonic() < until - 0.2:
        write(root, f"new {written}", f"fresh words {rng.random()}")
        written += 1
        beside = ledger.with_suffix(".tmp")
        beside.write_text(str(written))
        beside.replace(ledger)
        # Old notes change as well, and stay what all searches must find.
        write(root, f"{rng.randrange(300):03}", f"膜电位 {rng.random()}")
        time.sleep(0.02)

    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert int(out) > 0
    assert written > 10


@POSIX
@pytest.mark.parametrize("sharing", [10**9, 1], ids=["alone", "with-workers"])
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL], ids=lambda stop: stop.name)
def test_build_that_is_ended_leaves_a_usable_index_and_no_process(
    stop: signal.Signals, sharing: int, root: Path, cache: Path
) -> None:
    process = script(root, cache, ONCE, sharing=sharing)
    assert process.stdout is not None
    done = int(process.stdout.readline())
    # As Ctrl-C does, to the whole group of a terminal; the kill only to the one.
    if stop == signal.SIGINT:
        os.killpg(process.pid, stop)
    else:
        process.kill()
    process.communicate(timeout=30)
    if stop == signal.SIGINT:
        assert process.returncode in (-signal.SIGINT, 130, 1, 0)

    deadline = time.monotonic() + 10
    while group_is_alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not group_is_alive(process.pid)
    totals = [0]
    with opened(root, cache) as index:
        index.sync(text=True, progress=lambda _, total: totals.append(total))
        assert len(index.ranked(Words("膜电位"))) == 300
        assert index.warnings == []
    assert done > 0


def group_is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("two_processors")
def test_script_without_a_guard_is_not_run_again_by_workers(
    root: Path, cache: Path, tmp_path: Path
) -> None:
    head = SEARCH.format(path=sys.path, root=str(root), cache=str(cache), sharing=1)
    file = tmp_path / "script.py"
    file.write_text(head + ONCE, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.splitlines()[-1] == "300 []"
    assert done.stdout.count("300 []") == 1
