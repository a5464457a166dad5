"""Time as sources see it; tests bring their own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


def _chance() -> float:
    """A random number in [0, 1); `random` takes 8 ms to load."""
    return int.from_bytes(os.urandom(4), "big") / 2**32


class Clock(NamedTuple):
    """What tells the time, waits, and throws the dice."""

    #: Seconds since 1970, the same for all processes.
    wall: Callable[[], float] = time.time
    #: Seconds that never jump.
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    #: A random number in [0, 1).
    chance: Callable[[], float] = _chance


class Deadline:
    """When a whole command gives up; its time runs from the first look at it.

    May be used by several threads.
    """

    def __init__(self, seconds: float, clock: Clock) -> None:
        #: How long the command may take.
        self.seconds = seconds
        self._clock = clock
        self._end: float | None = None
        self._own = threading.local()

    @contextmanager
    def for_one_question(self) -> Iterator[None]:
        """Within it, the whole time is there for what this thread asks, whatever others took."""
        self._own.end = self._clock.monotonic() + self.seconds
        try:
            yield
        finally:
            del self._own.end

    @property
    def is_for_one_question(self) -> bool:
        """Is this thread within `for_one_question`?"""
        return hasattr(self._own, "end")

    def left(self) -> float:
        """Seconds until then; 0 or less when it is over."""
        now = self._clock.monotonic()
        if self.is_for_one_question:
            return float(self._own.end) - now
        if self._end is None:
            self._end = now + self.seconds
        return self._end - now
