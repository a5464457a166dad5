"""A clock that only runs while somebody sleeps."""

from snnnotes.sources.clock import Clock

START = 1_800_000_000.0


class FakeClock:
    """Gives the time that was slept, and tells how long each sleep was."""

    def __init__(self) -> None:
        self.time = START
        self.slept: list[float] = []
        self.chance = 0.5

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(
            wall=lambda: self.time,
            monotonic=lambda: self.time,
            sleep=self.sleep,
            chance=lambda: self.chance,
        )
