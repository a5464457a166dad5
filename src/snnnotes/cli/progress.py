"""A progress bar that only long work gets to show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Work shorter than this shows no bar: a flash of one is worse than nothing.
DELAY_SECONDS = 0.5


@contextmanager
def delayed_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Call what this gives with (done, total); the bar appears on stderr after half a second."""
    start = time.monotonic()
    bars: list[_Bar] = []

    def advance(done: int, total: int) -> None:
        if not bars and time.monotonic() - start >= DELAY_SECONDS:
            bars.append(_Bar(title))
        for bar in bars:
            bar.show(done, total)

    try:
        yield advance
    finally:
        for bar in bars:
            bar.close()


class _Bar:
    """rich's progress bar, loaded only when there is something to wait for."""

    def __init__(self, title: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(title)
        self._progress.start()

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        self._progress.stop()
