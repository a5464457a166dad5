"""A second process that works for this one.

Not `multiprocessing`: that runs the main module of the caller again, which for a script without
a guard means the script. Here a worker is a fresh interpreter that gets its whole work at the
start, sends what comes out piece by piece, and ends when nobody listens any more.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, suppress
from typing import IO, TypeVar, cast

_Batch = TypeVar("_Batch")
_Answer = TypeVar("_Answer")

#: Answers of one worker that wait to be taken, of some 2 MB each.
_WAITING = 3
_LENGTH = 8
_PATIENCE_SECONDS = 0.2


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers_for(processors: int, most: int) -> int:
    """How many processes to share work among; 0 if this one does it alone.

    Args:
        processors: That this process may use.
        most: Processes that are of use.
    """
    # With one processor, or in a program that brings Python inside, there is nobody to help.
    count = min(processors, most) if sys.executable else 1
    return count if count > 1 else 0


def shared_out(
    module: str,
    batches: Sequence[_Batch],
    *,
    work: Callable[[list[_Batch]], object],
    here: Callable[[_Batch], _Answer],
    count: int,
) -> Generator[_Answer]:
    """What comes out of each batch, in order. Close the iterator to end the workers.

    Args:
        module: As for `Worker`.
        batches: What is to be done.
        work: What a worker is given that does these batches.
        here: Does a batch in this process.
        count: Of workers, see `workers_for`.
    """
    with ExitStack() as stack:
        workers = [Worker(module, work(list(batches[at::count]))) for at in range(count)]
        for worker in workers:
            stack.callback(worker.stop)
        for worker in workers:
            worker.start()
        for number, batch in enumerate(batches):
            answer = workers[number % count].next_answer() if workers else None
            # A worker that was killed, or that never came up, leaves its work to us.
            yield here(batch) if answer is None else cast(_Answer, answer)


class Worker:
    """One process, and the thread that takes its answers so that it never has to wait for us."""

    def __init__(self, module: str, work: object) -> None:
        """Start the process.

        Args:
            module: One of ours; the process calls its ``main``, which calls `serve`.
            work: What `serve` gives there to the function that does it; can be pickled.
        """
        self.work = pickle.dumps(work)
        self.answers: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self.process = subprocess.Popen(  # noqa: S603 (this very Python, with our own code)
            # -P: what lies in the current folder, such as a yaml.py, is none of our modules.
            [sys.executable, "-P", "-c", f"from {module} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.work_pipe = cast(IO[bytes], self.process.stdin)
        self.answers_pipe = cast(IO[bytes], self.process.stdout)
        self.thread = threading.Thread(target=self._take_answers, daemon=True)

    def start(self) -> None:
        """Send the work."""
        self.thread.start()
        # If it has died meanwhile, `next_answer` will find out.
        with suppress(OSError), self.work_pipe as pipe:
            pipe.write(self.work)

    def next_answer(self) -> object | None:
        """The next answer; None if none will come."""
        while True:
            try:
                # Without a limit, Ctrl-C would not end the wait on Windows.
                packed = self.answers.get(timeout=_PATIENCE_SECONDS)
            except queue.Empty:
                continue
            if packed is None:
                self.answers.put(None)  # and so for every later call
                return None
            answer: object = pickle.loads(packed)  # noqa: S301 (from our own process)
            return answer

    def stop(self) -> None:
        """End the process, whatever it is doing, and the thread with it."""
        self.process.kill()
        while self.thread.is_alive():
            try:
                self.answers.get(timeout=_PATIENCE_SECONDS)
            except queue.Empty:
                continue
        self.answers_pipe.close()
        self.process.wait()

    def _take_answers(self) -> None:
        pipe = self.answers_pipe
        while len(head := pipe.read(_LENGTH)) == _LENGTH:
            packed = pipe.read(int.from_bytes(head, "little"))
            self.answers.put(packed)
        self.answers.put(None)


def serve(answers_to: Callable[..., Iterable[object]]) -> None:
    """What a worker does: call `answers_to` with its work, and send each answer at once.

    Args:
        answers_to: Takes the parts of the work, which is a tuple.
    """
    # Ctrl-C goes to all processes of a terminal; the one that started us ends us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our own process)
    try:
        for answer in answers_to(*work):
            packed = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.write(len(packed).to_bytes(_LENGTH, "little") + packed)
            sys.stdout.buffer.flush()
    except OSError:  # nobody listens any more
        os._exit(1)
