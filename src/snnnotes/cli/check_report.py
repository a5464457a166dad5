"""Findings on stdout: as lines, JSON, GitHub's annotations or SARIF; and counts on stderr."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from snnnotes.cli import terminal
from snnnotes.cli.session import count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import columns_of, out, printable
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from snnnotes.cli.session import Session
    from snnnotes.model.finding import Finding, Severity
    from snnnotes.storage.notebook import Notebook

DEBT = "formula-debt"
#: Notes that are named with their formula debt; of the others, only the number is told.
_MOST_DEBTORS = 5


class CheckFormat(StrEnum):
    """Values of ``check --format``."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def report(
    session: Session,
    notebook: Notebook,
    findings: Sequence[Finding],
    *,
    form: CheckFormat,
    files: int,
    hint: bool,
) -> None:
    """Write findings to stdout, and how many there are to stderr.

    Args:
        session: Of the command.
        notebook: Where they are.
        findings: By place.
        form: How they are written.
        files: How many files were looked at.
        hint: Say what --fix could mend.
    """
    from snnnotes import __version__
    from snnnotes.formats import finding_formats
    from snnnotes.model.checks import BY_NAME

    if form is not CheckFormat.TEXT:  # programs read it
        terminal.use_utf8()
    if form is CheckFormat.JSON:
        debts = {path.as_posix(): count for path, count in formula_debts(findings)}
        print_json(
            {
                "schema": SCHEMA,
                "files": files,
                "findings": finding_formats.records(findings),
                "formula_debt": debts,
            }
        )
    elif form is CheckFormat.GITHUB:
        folder = folder_in_repository(notebook.root, session.environment.get("GITHUB_WORKSPACE"))
        for line in finding_formats.github_lines(findings, folder=folder):
            out(printable(line))
    elif form is CheckFormat.SARIF:
        folder = folder_in_repository(notebook.root, session.environment.get("GITHUB_WORKSPACE"))
        answer = finding_formats.sarif(findings, version=__version__, folder=folder)
        out(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print_lines(session, findings)
    _say_counts(session, findings, files)
    fixable = sum(BY_NAME[finding.name].fixable for finding in findings)
    if fixable and hint:
        session.say(f"Hint: snnnotes check --fix  mends {_up_to(fixable)} of them")


def explain_check(name: str) -> None:
    """Print what a check looks for, all of a group, or a line for each check.

    Raises:
        UsageError: There is no such check or group.
    """
    from snnnotes.model.check_settings import meant
    from snnnotes.model.checks import CHECKS, checks_named

    if name == "all":
        width = max(len(check.name) for check in CHECKS)
        for check in CHECKS:
            out(f"{check.name:<{width}}  {check.severity:<7}  {check.summary}")
        return
    checks = checks_named(name)
    if not checks:
        raise UsageError(f"--explain {name}: there is no such check", hint=meant(name))
    for number, check in enumerate(checks):
        if number:
            out("")
        fixed = "; mended by --fix" if check.fixable else ""
        out(f"{check.name} ({check.severity}{fixed})\n\n{check.summary}.\n\n{check.explanation}")


def formula_debts(findings: Iterable[Finding]) -> list[tuple[PurePosixPath, int]]:
    """How many formulas each note owes, the greatest debt first."""
    debts = Counter(finding.path for finding in findings if finding.name == DEBT)
    return sorted(debts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def folder_in_repository(root: Path, workspace: str | None) -> PurePosixPath:
    """Where a notebook is in its repository, from which GitHub counts paths.

    Args:
        root: Of the notebook.
        workspace: What GitHub says where the repository is; None or empty outside of it.
    """
    real = root.resolve()
    tops = [Path(workspace).resolve()] if workspace else []
    tops += [folder for folder in (real, *real.parents) if (folder / ".git").exists()]
    for top in tops:
        if real.is_relative_to(top):
            return PurePosixPath(real.relative_to(top).as_posix())
    return PurePosixPath()


_COLORS = {"error": "31", "warning": "33", "note": "36"}
_PLACE_COLOR = "35"  # as that of paths in `search`
#: Columns before what goes on on another row, and before what to do about it.
_ROW_INDENT, _MEND_INDENT = 2, 4


def _print_lines(session: Session, findings: Sequence[Finding]) -> None:
    """A line for each finding; at a terminal, another one says what to do."""
    from snnnotes.formats.finding_formats import text_line

    columns = max(20, terminal.width()) if session.at_terminal() else 0
    for finding in findings:
        line = printable(text_line(finding))
        place, severity, message = line.partition(f": {finding.severity}: ")
        start = f"{place}{severity}"
        if columns:
            message = _rows(message, columns, indent=_ROW_INDENT, taken=columns_of(start))
        if session.colors():
            color = _COLORS[finding.severity]
            start = f"\x1b[{_PLACE_COLOR}m{place}\x1b[0m: \x1b[{color}m{finding.severity}\x1b[0m: "
        out(f"{start}{message}")
        if columns and finding.mend:
            mend = _rows(printable(finding.mend), columns, indent=_MEND_INDENT, taken=_MEND_INDENT)
            out(" " * _MEND_INDENT + mend)


def _rows(text: str, columns: int, *, indent: int, taken: int) -> str:
    """The text with line ends where a terminal would cut words.

    Args:
        text: One line.
        columns: Of the terminal.
        indent: Of the rows after the first one.
        taken: Columns before the text. If they are more than a row, the terminal breaks them: a
            place is to be found, and followed, as a whole.
    """
    from snnnotes.cli.break_places import break_places

    room = columns - indent
    # A word in the place of what is before the text takes as much of the first row.
    before = f"{'x' * (taken % columns - indent - 1)} " if taken % columns > indent else ""
    found = [place - len(before) for place in break_places(before + text, room)]
    rows = [text[start:end].rstrip() for start, end in pairwise([0, *found, len(text)])]
    return f"\n{' ' * indent}".join(rows)


def _say_counts(session: Session, findings: Sequence[Finding], files: int) -> None:
    if not findings:
        session.say(f"Nothing found in {count_of(files, 'file')}")
        return
    counts = Counter(finding.severity for finding in findings)
    told = ", ".join(_count(severity, counts[severity]) for severity in sorted_worst_first(counts))
    session.say(f"{told} in {count_of(files, 'file')}")
    debts = formula_debts(findings)
    if debts:
        named = ", ".join(
            f"{printable(str(path))} {count}" for path, count in debts[:_MOST_DEBTORS]
        )
        more = f" and {len(debts) - _MOST_DEBTORS} more" if len(debts) > _MOST_DEBTORS else ""
        session.say(f"Formula debt: {sum(count for _, count in debts)}: {named}{more}")


def sorted_worst_first(severities: Iterable[Severity]) -> list[Severity]:
    """Severities in the order of their class."""
    from snnnotes.model.finding import Severity

    wanted = set(severities)
    return [severity for severity in Severity if severity in wanted]


def _count(severity: Severity, number: int) -> str:
    # A finding of the severity "note" is no note of the notebook.
    noun = {"note": "remark"}.get(severity, str(severity))
    return count_of(number, noun)


def _up_to(number: int) -> str:
    return "one" if number == 1 else f"up to {number}"
