"""Reading many notes for the index in several processes at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import cast

from snnnotes.storage.index_reading import Answer, Job, answer_to
from snnnotes.storage.worker import Worker, serve
from snnnotes.storage.worker import processors as _processors

#: More are no use: one process writes, and takes a third of the time that reading takes.
_MOST_WORKERS = 3


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
        workers = [
            Worker(__name__, (base, [list(batch) for batch in batches[number::count]], text))
            for number in range(count)
        ]
        for worker in workers:
            stack.callback(worker.stop)
        for worker in workers:
            worker.start()
        for number, batch in enumerate(batches):
            answer = cast(Answer | None, workers[number % count].next_answer() if workers else None)
            # A worker that was killed, or that never came up, leaves its work to us.
            yield answer if answer is not None else answer_to(base, batch, text=text)


def _answers(base: str, batches: Sequence[Sequence[Job]], text: bool) -> Iterator[Answer]:  # noqa: FBT001 (a part of the work)
    for batch in batches:
        yield answer_to(base, batch, text=text)


def main() -> None:
    """What a worker does."""
    serve(_answers)
