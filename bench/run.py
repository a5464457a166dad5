"""Measure the commands against the budgets, and print a Markdown table.

    python bench/run.py --notes 10000 --large --papis ~/papis/bin/papis

Every figure comes from this one run, and what is compared runs side by side: machines and hours
differ, ratios stay. What is made lies in a temporary folder; no cache of the user is touched.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from generate import COMMON_WORD, RARE_WORD, make_notebook
from measure import Command, Runs, paired_ratio, run_once, run_rounds
from papis_library import environment as papis_environment
from report import Figure, Row, table

BENCH = Path(__file__).resolve().parent
REPOSITORY = BENCH.parent
LARGE = 100_000
#: The notebook's first index is built this often; it takes seconds, so noise matters less.
#: For 10,000 notes.
SECONDS_TO_CHECK = 6
FIRST_INDEX_ROUNDS = 3
QUERIES_INSIDE = 200
#: Git's rule for files as young as the index makes them be read again; after this they are not.
SECONDS_TO_SETTLE = 2.5

BARE = "a bare Typer app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How a command compares with another one, at most."""

    to: str
    limit: float | None = None
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all parts of one run share."""

    scratch: Path
    rounds: int
    seed: int
    snnnotes: str
    rg: str | None
    papis: str | None

    def say(self, text: str) -> None:
        """Progress, on stderr."""
        print(text, file=sys.stderr, flush=True)

    def command(
        self,
        name: str,
        *arguments: str,
        folder: Path,
        cache: Path,
        is_cold: bool = False,
    ) -> Command:
        """A command of snnnotes on the notebook in `folder`; `is_cold` without an index."""
        return Command(
            name=name,
            words=(self.snnnotes, *arguments),
            folder=folder,
            environment={
                "SNNNOTES_CACHE_DIR": str(cache),
                "SNNNOTES_STATE_DIR": str(self.scratch / "state"),
            },
            prepare=partial(shutil.rmtree, cache, ignore_errors=True) if is_cold else None,
        )


def start_up(bench: Bench) -> list[Row]:
    """Start-up, and the commands on this repository's own notes."""
    cache = bench.scratch / "cache-own"
    own = sum(1 for _ in (REPOSITORY / "notes").glob("*/*.md"))

    def command(name: str, *arguments: str) -> Command:
        return bench.command(name, *arguments, folder=REPOSITORY, cache=cache)

    listed = f"`list --year 2023`, {own} notes"
    fresh = f"`build-readme --check`, fresh clone, {own} notes"
    commands = [
        Command(name="`python -c pass`", words=(sys.executable, "-c", "pass"), folder=BENCH),
        _bare_app(),
        command("`--version`", "--version"),
        command("`--help`", "--help"),
        command(listed, "list", "--year", "2023"),
        command(f"`search {COMMON_WORD}`, {own} notes", "search", COMMON_WORD),
        command("`build-readme --check`, warm", "build-readme", "--check"),
        bench.command(fresh, "build-readme", "--check", folder=REPOSITORY,
                      cache=bench.scratch / "cache-fresh", is_cold=True),
        command(f"`check`, {own} notes", "check"),
        _completion(bench, REPOSITORY, cache),
    ]  # fmt: skip
    budgets = {
        "`--version`": [Budget(to=BARE, limit=1.3)],
        "`--help`": [Budget(to=BARE, limit=1.3)],
        listed: [Budget(to=BARE, limit=1.5)],
        fresh: [Budget(to=BARE, limit=2)],
    }
    papis = _papis(bench, REPOSITORY, own)
    if papis is not None:
        commands.append(papis)
        budgets[listed].append(Budget(to=papis.name, limit=1, below=True))
    runs = run_rounds(commands, bench.rounds, bench.say)
    return rows_of(runs, budgets)


def generated(bench: Bench, notes: int) -> list[Row]:
    """The commands on a generated notebook."""
    folder = bench.scratch / f"notebook-{notes}"
    cache = bench.scratch / f"cache-{notes}"
    bench.say(f"making a notebook of {notes:,} notes")
    make_notebook(folder, notes=notes, seed=bench.seed)
    glossary = REPOSITORY / "notes" / "glossary.yaml"
    if glossary.exists():  # people who search have one, so its price belongs to a search
        shutil.copy(glossary, folder / "notes")
    time.sleep(SECONDS_TO_SETTLE)

    first = _first_index(bench, folder, cache, notes)
    if first.problem:
        return [first]
    run_once(bench.command("", "build-readme", folder=folder, cache=cache))
    checked = [] if notes >= LARGE else [_first_check(bench, folder, notes)]
    commands, budgets = reading(bench, folder, cache, notes)
    runs = run_rounds(commands, bench.rounds, bench.say)
    changed = _one_changed(bench, folder, cache)
    own = [runs[command.name] for command in commands if command.words[0] == bench.snnnotes]
    return [
        first,
        *checked,
        *rows_of(runs, budgets),
        changed,
        _inside(folder, cache),
        _memory([one for one in (first.runs, changed.runs, *own) if one], notes),
    ]


def reading(
    bench: Bench, folder: Path, cache: Path, notes: int
) -> tuple[list[Command], dict[str, list[Budget]]]:
    """The commands on a notebook that is indexed, and their budgets."""

    def command(name: str, *arguments: str) -> Command:
        return bench.command(name, *arguments, folder=folder, cache=cache)

    listed = "`list --year 2023`"
    commands = [
        _bare_app(),
        command(listed, "list", "--year", "2023"),
        command("`build-readme --check`", "build-readme", "--check"),
        _completion(bench, folder, cache),
    ]
    if notes < LARGE:
        commands.append(command("`check`, no note changed", "check"))
    budgets: dict[str, list[Budget]] = {}
    for word in (COMMON_WORD, RARE_WORD):
        rg = f"`rg -l {word}`"
        if bench.rg is not None:
            commands.append(Command(name=rg, words=(bench.rg, "-l", word, "notes"), folder=folder))
        # As at a terminal, and what rg -l prints.
        for options in (("-n", "20"), ("-l",)):
            search = command(f"`search {' '.join(options)} {word}`", "search", *options, word)
            commands.append(search)
            if bench.rg is not None:
                limit = 1.2 if notes >= LARGE else 2
                budgets[search.name] = [Budget(to=rg, limit=limit)]
    papis = None if notes >= LARGE else _papis(bench, folder, notes)
    if papis is not None:
        commands.append(papis)
        budgets[listed] = [Budget(to=papis.name, limit=0.5, below=True)]
    return commands, budgets


def rows_of(runs: Mapping[str, Runs], budgets: Mapping[str, Iterable[Budget]]) -> list[Row]:
    """A row for each command, compared with others of the same rounds.

    What has no budget is compared with a bare Typer app.
    """
    rows = []
    for name in runs:
        wanted = budgets.get(name, [Budget(to=BARE)] if name != BARE else [])
        figures = [
            Figure(
                value=paired_ratio(runs[name], runs[budget.to]),
                digits=".2f",
                unit="×",
                to=budget.to,
                limit=budget.limit,
                below=budget.below,
            )
            for budget in wanted
            if not runs[name].problem and not runs[budget.to].problem
        ]
        rows.append(Row(what=name, runs=runs[name], figures=figures))
    return rows


def _first_index(bench: Bench, folder: Path, cache: Path, notes: int) -> Row:
    """Building the index from nothing, as the first search does; it stays in `cache`."""
    name = f"first `search`, {notes:,} notes"
    first = bench.command(name, "search", RARE_WORD, folder=folder, cache=cache, is_cold=True)
    runs = run_rounds([first], FIRST_INDEX_ROUNDS, bench.say, warm_up=False)[name]
    if runs.problem:
        return Row(what=name, runs=runs)
    figure = Figure(value=runs.median / notes * 1e6, digits=".0f", unit="µs a note", limit=350)
    return Row(what=name, runs=runs, figures=[figure])


def _first_check(bench: Bench, folder: Path, notes: int) -> Row:
    """All local checks of notes that were never looked at."""
    name = f"first `check`, {notes:,} notes"
    cache = bench.scratch / "cache-check"
    first = bench.command(name, "check", folder=folder, cache=cache, is_cold=True)
    runs = run_rounds([first], FIRST_INDEX_ROUNDS, bench.say, warm_up=False)[name]
    if runs.problem:
        return Row(what=name, runs=runs)
    figure = Figure(value=runs.median, digits=".1f", unit="s", limit=SECONDS_TO_CHECK, below=True)
    return Row(what=name, runs=runs, figures=[figure])


def _one_changed(bench: Bench, folder: Path, cache: Path) -> Row:
    """How much longer a search takes after one note has changed."""
    search = bench.command("", "search", RARE_WORD, folder=folder, cache=cache)
    note = min((folder / "notes").rglob("*.md"))
    runs, more = Runs(), []
    for number in range(bench.rounds):
        run_once(search)  # reads the note of the round before again: it was as young as the index
        warm, _ = run_once(search)
        with note.open("a", encoding="utf-8") as file:
            file.write(f"第 {number} 次修改。\n")
        seconds, peak = run_once(search)
        runs.seconds.append(seconds)
        runs.peak_bytes.append(peak)
        more.append((seconds - warm) * 1000)
        time.sleep(SECONDS_TO_SETTLE)
    figure = Figure(value=median(more), digits="+.1f", unit="ms", to="over warm", limit=20)
    return Row(what="one note changed, then `search`", runs=runs, figures=[figure])


def _inside(folder: Path, cache: Path) -> Row:
    words = (sys.executable, str(BENCH / "inside.py"), str(folder), str(cache), str(QUERIES_INSIDE))
    answer = subprocess.run(words, check=True, capture_output=True, text=True)
    figures = [
        Figure(value=value, digits=".2f", unit="ms", to=name)
        for name, value in json.loads(answer.stdout).items()
    ]
    return Row(what=f"{QUERIES_INSIDE} queries inside one process", figures=figures)


def _memory(runs: Iterable[Runs], notes: int) -> Row:
    peak = max((one.peak for one in runs if one.peak_bytes), default=0)
    figure = Figure(
        value=peak / 1e6, digits=".0f", unit="MB", limit=300 if notes >= LARGE else None, below=True
    )
    return Row(what="most memory of a process of snnnotes", figures=[figure])


def _bare_app() -> Command:
    return Command(name=BARE, words=(sys.executable, str(BENCH / "bare_app.py")), folder=BENCH)


def _completion(bench: Bench, folder: Path, cache: Path) -> Command:
    """What the shell runs when the user presses Tab."""
    asked = {
        "_SNNNOTES_COMPLETE": "complete_bash",
        "COMP_WORDS": "snnnotes list --year ",
        "COMP_CWORD": "3",
        "SNNNOTES_CACHE_DIR": str(cache),
    }
    name = "completion of `list --year`"
    return Command(name=name, words=(bench.snnnotes,), folder=folder, environment=asked)


def _papis(bench: Bench, notebook: Path, notes: int) -> Command | None:
    """`papis list` on the papers of a notebook; None if there is no papis."""
    if bench.papis is None:
        return None
    bench.say(f"making a papis library of {notes:,} papers")
    library = bench.scratch / f"papis-{notes}"
    subprocess.run([sys.executable, BENCH / "papis_library.py", notebook, library], check=True)
    return Command(
        name="`papis list year:2023`",
        words=(bench.papis, "list", "--all", "year:2023"),
        folder=bench.scratch,
        environment=papis_environment(library),
    )


def machine() -> str:
    """What the figures depend on, in one line."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 if a command failed. A budget missed is a figure, not a failure."""
    parser = argparse.ArgumentParser(description="Measure the commands against the budgets.")
    parser.add_argument("--notes", type=int, default=10_000, metavar="N", help="of the notebook")
    parser.add_argument("--large", action="store_true", help=f"and one of {LARGE:,} notes")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="runs of each command")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the notebook")
    parser.add_argument("--papis", default=shutil.which("papis"), metavar="PATH")
    options = parser.parse_args(arguments)
    if not hasattr(os, "wait4"):
        print("bench: this system does not tell the memory of a process", file=sys.stderr)
        return 2
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="snnnotes-bench-") as scratch:
        bench = Bench(
            scratch=Path(scratch),
            rounds=options.rounds,
            seed=options.seed,
            snnnotes=str(Path(sys.executable).with_name("snnnotes")),
            rg=shutil.which("rg"),
            papis=options.papis,
        )
        print(f"{machine()}. Medians of {bench.rounds} rounds; ratios are medians of the ratios "
              "within a round.\n")  # fmt: skip
        parts = [("Start-up, and this repository's notes", partial(start_up, bench))]
        parts += [
            (f"A notebook of {notes:,} notes", partial(generated, bench, notes))
            for notes in [options.notes, *([LARGE] if options.large else [])]
        ]
        for title, part in parts:
            measured = part()
            rows += measured
            print(f"### {title}\n\n{table(measured)}", flush=True)
    return 1 if any(row.problem for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
