"""Run commands round-robin and take their time and peak memory from the system."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

# ru_maxrss is in kilobytes on Linux and in bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class CommandFailedError(Exception):
    """A measured command did not end with exit code 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line to measure."""

    #: As the table shows it; also what comparisons refer to.
    name: str
    words: Sequence[str]
    folder: Path
    #: Added to the environment of the bench.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Called before each run, outside of the time taken.
    prepare: Callable[[], object] | None = None


@dataclass(slots=True)
class Runs:
    """What the runs of one command took, in the order of the rounds."""

    seconds: list[float] = field(default_factory=list)
    #: Of the largest process, in bytes. Below what Python itself takes (some 20 MB) it says
    #: nothing: the system counts from the moment before the new program is loaded.
    peak_bytes: list[int] = field(default_factory=list)
    #: Why there is no figure; empty if there is.
    problem: str = ""

    @property
    def median(self) -> float:
        """In seconds."""
        return median(self.seconds)

    @property
    def fastest(self) -> float:
        """In seconds."""
        return min(self.seconds)

    @property
    def peak(self) -> int:
        """In bytes."""
        return max(self.peak_bytes)


def run_once(command: Command) -> tuple[float, int]:
    """Seconds from start to end, and peak memory in bytes.

    Standard output goes to a file: at /dev/null some tools do less than they would for a reader.

    Raises:
        CommandFailedError: The exit code is not 0.
    """
    if command.prepare is not None:
        command.prepare()
    environment = {**os.environ, **command.environment}
    # A notebook named there would be measured instead of ours.
    environment.pop("SNNNOTES_ROOT", None)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.words, cwd=command.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=out, stderr=err,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait once more
        if process.returncode != 0:
            err.seek(0)
            lines = err.read().decode(errors="replace").strip().splitlines()
            raise CommandFailedError(
                f"exit {process.returncode}: {lines[-1] if lines else 'no message'}"
            )
    return seconds, usage.ru_maxrss * _RSS_UNIT


def run_rounds(
    commands: Iterable[Command],
    rounds: int,
    progress: Callable[[str], None],
    *,
    warm_up: bool = True,
) -> dict[str, Runs]:
    """Runs of each command by its name, each once in every round, in an order that changes.

    The load of a shared machine changes within seconds; side by side, all commands get their
    share of it, so that ratios within a round hold. With one order, the command behind a heavy
    one would be the slower for it in every round. A command that fails is left out of the rounds
    that follow.

    Args:
        commands: What to run; the answer has this order.
        rounds: How often.
        progress: Called with a line for people before each round.
        warm_up: Begin with a round that fills caches and is not counted.
    """
    waiting = list(commands)
    runs = {command.name: Runs() for command in waiting}
    for number in range(0 if warm_up else 1, rounds + 1):
        progress(f"round {number} of {rounds}" if number else "warming up")
        for command in Random(number).sample(waiting, len(waiting)):
            try:
                seconds, peak = run_once(command)
            except CommandFailedError as error:
                runs[command.name] = Runs(problem=str(error))
                waiting.remove(command)
                continue
            if number:
                runs[command.name].seconds.append(seconds)
                runs[command.name].peak_bytes.append(peak)
    return runs


def paired_ratio(runs: Runs, base: Runs) -> float:
    """The median over the rounds of how many times as long one command took as another.

    >>> paired_ratio(Runs([2.0, 30.0, 4.0]), Runs([1.0, 10.0, 2.0]))
    2.0
    """
    return median(one / other for one, other in zip(runs.seconds, base.seconds, strict=True))
