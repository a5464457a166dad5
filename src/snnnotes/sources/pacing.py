"""Who may ask when: one request per host at a time, and arXiv no sooner than it wants."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from snnnotes.errors import SourceError
from snnnotes.file_lock import take
from snnnotes.sources.clock import Clock, Deadline


class Pace(NamedTuple):
    """How often a group of hosts may be asked, by all processes of a user together."""

    #: A name for the file that keeps the time.
    group: str
    #: Seconds from the end of one request to the start of the next.
    gap: float


#: arXiv's terms: one connection, one request in three seconds, over all machines of a user.
PACES: Final[Mapping[str, Pace]] = MappingProxyType(
    dict.fromkeys(("arxiv.org", "export.arxiv.org", "www.arxiv.org"), Pace("arxiv", 3.0))
)

_POLL_SECONDS = 0.05


class Pacer:
    """Lets requests through one by one."""

    # The lock of notebooks in `storage` is another thing: it has no memory of the time, waits by
    # another clock, and its failures are those of a write.

    def __init__(
        self,
        folder: Path | None,
        deadline: Deadline,
        clock: Clock,
        paces: Mapping[str, Pace] = PACES,
    ) -> None:
        """Keep the time in files below `folder`; without one, other processes are not seen."""
        self._folder = folder
        self._deadline = deadline
        self._clock = clock
        self._paces = paces
        self._locks: dict[str, threading.Lock] = {}
        self._ends: dict[str, float] = {}
        self._door = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Hold the one place to ask `host`.

        Raises:
            SourceError: It did not get free before the command's time was over.
        """
        pace = self._paces.get(host)
        group = pace.group if pace else host
        with self._door:
            lock = self._locks.setdefault(group, threading.Lock())
        if not lock.acquire(timeout=max(0.0, self._deadline.left())):
            raise self._too_late(host)
        try:
            if pace is None:
                yield
                return
            with self._own_turn(host, pace):
                yield
        finally:
            lock.release()

    @contextmanager
    def _own_turn(self, host: str, pace: Pace) -> Iterator[None]:
        """The same among all processes, after the gap that the host wants."""
        handle = self._opened(pace.group)
        try:
            while handle is not None and not take(handle):
                if self._deadline.left() <= 0:
                    raise self._too_late(host)
                self._clock.sleep(_POLL_SECONDS)
            self._wait(host, pace, handle)
            self._stamp(pace, handle)  # in case we are killed before the answer comes
            try:
                yield
            finally:
                self._stamp(pace, handle)
        finally:
            if handle is not None:
                os.close(handle)  # gives the lock back

    def _opened(self, group: str) -> int | None:
        """The file that keeps the time of a group; None where no file can be made."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return os.open(self._folder / f"{group}.pace", _OPEN, 0o600)
        except OSError:
            return None

    def _wait(self, host: str, pace: Pace, handle: int | None) -> None:
        """Let the rest of the gap pass since the last request of whoever."""
        last = max(self._ends.get(pace.group, 0.0), 0.0 if handle is None else _time_in(handle))
        # A clock that was set back must not make us wait for hours.
        pause = min(pace.gap, max(0.0, last + pace.gap - self._clock.wall()))
        if pause > self._deadline.left():
            raise self._too_late(host)
        if pause:
            self._clock.sleep(pause)

    def _stamp(self, pace: Pace, handle: int | None) -> None:
        now = self._clock.wall()
        self._ends[pace.group] = now
        if handle is not None:
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, b"%020.6f" % now)

    def _too_late(self, host: str) -> SourceError:
        return SourceError(
            host,
            f"its turn did not come within {self._deadline.seconds:.0f} seconds, since it is asked"
            " one question at a time",
            hint="let the other commands end, then try again",
            is_passing=True,
        )


def _time_in(handle: int) -> float:
    """When the group was asked last, in seconds since 1970; 0 if the file does not tell."""
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        return float(os.read(handle, 20))
    except ValueError:
        return 0.0


if sys.platform == "win32":
    _OPEN = os.O_RDWR | os.O_CREAT | os.O_BINARY | os.O_NOINHERIT

else:
    _OPEN = os.O_RDWR | os.O_CREAT
