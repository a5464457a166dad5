"""Reading many notes for the index in several processes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snnnotes.storage.index_reading import Answer, Job, answer_to
from snnnotes.storage.worker import processors as _processors
from snnnotes.storage.worker import serve, shared_out, workers_for

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
    return shared_out(
        __name__,
        batches,
        work=lambda own: (base, [list(batch) for batch in own], text),
        here=lambda batch: answer_to(base, batch, text=text),
        count=workers_for(_processors(), _MOST_WORKERS),
    )


def _answers(base: str, batches: Sequence[Sequence[Job]], text: bool) -> Iterator[Answer]:  # noqa: FBT001 (a part of the work)
    for batch in batches:
        yield answer_to(base, batch, text=text)


def main() -> None:
    """What a worker does."""
    serve(_answers)
