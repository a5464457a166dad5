"""The Markdown table of what was measured, with the budget beside each figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measure import Runs

_HEAD = ("what", "median ms", "fastest ms", "figure", "budget", "", "peak MB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that is compared with a budget."""

    value: float
    #: As for `format`: ``.2f``, or ``+.0f`` for a difference.
    digits: str
    #: Behind the figure and behind its budget.
    unit: str
    #: Behind the figure alone: what it is compared with.
    to: str = ""
    #: None if there is no budget for it.
    limit: float | None = None
    #: Must it stay under the limit, rather than not go over it?
    below: bool = False

    @property
    def is_met(self) -> bool:
        if self.limit is None:
            return True
        return self.value < self.limit if self.below else self.value <= self.limit

    def cells(self) -> tuple[str, str, str]:
        """The figure, its budget, and whether it is met."""
        shown = " ".join(filter(None, (f"{self.value:{self.digits}}", self.unit, self.to)))
        if self.limit is None:
            return shown, "", ""
        budget = f"{'<' if self.below else '≤'} {self.limit:g} {self.unit}"
        return shown, budget, "met" if self.is_met else "**missed**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one command: times, and the figures made of them."""

    what: str
    runs: Runs | None = None
    figures: Sequence[Figure] = ()

    @property
    def problem(self) -> str:
        """Why there is no figure; empty if there is."""
        return self.runs.problem if self.runs else ""


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table; a row with more than one figure takes a line for each."""
    lines = [_HEAD, tuple("---:" if "ms" in cell or "MB" in cell else "---" for cell in _HEAD)]
    for row in rows:
        lines.extend(_lines(row))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _lines(row: Row) -> Iterable[tuple[str, ...]]:
    if row.problem:
        yield (row.what, "", "", row.problem.replace("|", r"\|"), "", "**failed**", "")
        return
    times, peak = ("", ""), ""
    if row.runs is not None:
        times = (_milliseconds(row.runs.median), _milliseconds(row.runs.fastest))
        peak = f"{row.runs.peak / 1e6:.0f}"
    figures = [figure.cells() for figure in row.figures] or [("", "", "")]
    yield (row.what, *times, *figures[0], peak)
    for figure in figures[1:]:
        yield ("", "", "", *figure, "")


def _milliseconds(seconds: float) -> str:
    """In milliseconds, with a digit behind the point where it says something.

    >>> _milliseconds(0.0613), _milliseconds(1.2345)
    ('61.3', '1,234')
    """
    return f"{seconds * 1000:,.{0 if seconds >= 1 else 1}f}"
