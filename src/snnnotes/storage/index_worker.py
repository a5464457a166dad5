"""Reading many notes in several processes at once.

Not `multiprocessing`: that runs the main module of the caller again, which for a script without
a guard means the script. Here a worker is a fresh interpreter that gets its whole work at the
start, sends what it reads, and ends when nobody listens any more.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import IO, cast

from snnnotes.storage.index_reading import Answer, Job, answer_to

#: More are no use: one process writes, and takes a third of the time that reading takes.
_MOST_WORKERS = 3
#: Answers of one worker that wait to be written, of some 2 MB each.
_WAITING = 3
_LENGTH = 8
_PATIENCE_SECONDS = 0.2


def answers_of_workers(
    base: str, batches: Sequence[Sequence[Job]], *, text: bool
) -> Iterator[Answer]:
    """What comes out of each batch, in order. Close the iterator to end the workers.

    Args:
        base: The notebook's root.
        batches: What to read.
        text: As for `index_reading.read`.
    """
    # With one processor, or in a program that brings Python inside, there is nobody to help.
    count = min(_processors(), _MOST_WORKERS) if sys.executable else 1
    count = count if count > 1 else 0
    with ExitStack() as stack:
        workers = [_Worker(base, batches[number::count], text=text) for number in range(count)]
        for worker in workers:
            stack.callback(worker.stop)
        for worker in workers:
            worker.start()
        for number, batch in enumerate(batches):
            answer = workers[number % count].next_answer() if workers else None
            # A worker that was killed, or that never came up, leaves its work to us.
            yield answer if answer is not None else answer_to(base, batch, text=text)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """One process, and the thread that takes its answers so that it never has to wait for us."""

    def __init__(self, base: str, batches: Sequence[Sequence[Job]], *, text: bool) -> None:
        self.work = pickle.dumps((base, [list(batch) for batch in batches], text))
        self.answers: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self.process = subprocess.Popen(  # noqa: S603 (this very Python, with our own code)
            # -P: what lies in the current folder, such as a yaml.py, is none of our modules.
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
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

    def next_answer(self) -> Answer | None:
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
            return cast(Answer, pickle.loads(packed))  # noqa: S301 (from our own process)

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


def main() -> None:
    """What a worker does."""
    # Ctrl-C goes to all processes of a terminal; the one that started us ends us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    base, batches, text = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our own process)
    try:
        for batch in batches:
            packed = pickle.dumps(answer_to(base, batch, text=text), pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.write(len(packed).to_bytes(_LENGTH, "little") + packed)
            sys.stdout.buffer.flush()
    except OSError:  # nobody listens any more
        os._exit(1)
