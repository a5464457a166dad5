"""The command that people run first: status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import columns_of, ellipsis, out, printable, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from snnnotes.features.checking import Checked
    from snnnotes.features.statistics import Overview, Touched
    from snnnotes.storage.last_command import LastCommand
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

_DAYS = 7
_NS = 1_000_000_000
#: Notes of the last days that are named; of the others, only the number is told.
_MOST_NAMED = 5

_RED, _YELLOW, _GREEN = "31", "33", "32"


@commands.command("status")
def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, for programs.")] = False,
) -> None:
    """Show at a glance what is read, what is wrong and what is new.

    \b
    Examples:
      snnnotes status
      snnnotes status --json
    """
    from datetime import datetime, timedelta

    session = Session.of(context)
    notebook = session.notebook()
    now = datetime.now().astimezone()
    since = now - timedelta(days=_DAYS)
    view, touched = _seen(session, notebook, now.year, since.timestamp())
    last = _last(session, notebook)
    if as_json:
        print_json(_record(view, touched, last, since.isoformat(timespec="seconds")))
    else:
        _print(session, view, touched, last)


def _seen(
    session: Session, notebook: Notebook, this_year: int, since: float
) -> tuple[Overview, list[Touched]]:
    """The notebook at a glance, and the notes of the last days."""
    from snnnotes.features.statistics import touched_since, unpacked_overview
    from snnnotes.storage.clone_time import cloned_at
    from snnnotes.storage.kept_answer import KeptAnswer

    states = notebook.files()
    for warning in notebook.warnings:
        session.warn(warning)
    kept = KeptAnswer(notebook, f"status-{this_year}", states)
    answer = kept.get()
    if answer is None:
        view = _looked(session, notebook, this_year)
        kept.keep(view)
    else:
        view = unpacked_overview(answer)
    changed = {state.path: state.mtime_ns / _NS for state in states}
    touched = touched_since(view.times, changed, since=since, came=cloned_at(notebook.root))
    return view, touched


def _looked(session: Session, notebook: Notebook, this_year: int) -> Overview:
    from snnnotes.features.checking import check_notebook
    from snnnotes.features.statistics import overview
    from snnnotes.model.check_settings import CheckSettings

    with session.progress("Checking notes") as progress:
        # All findings first: a list that is stale is told whether or not `check` looks for it.
        checked = check_notebook(
            notebook, settings=CheckSettings(), this_year=this_year, progress=progress
        )
    usual = notebook.config.check or CheckSettings()
    return overview(
        checked.notes,
        unreadable=sum(not look.is_page and look.note is None for look in checked.looks),
        findings=usual.applied(checked.findings),
        readmes=_readmes(notebook, checked),
    )


def _readmes(notebook: Notebook, checked: Checked) -> dict[str, str]:
    """How each README that should carry a list is, see `Overview.readmes`."""
    from snnnotes.features.checking.readmes import readmes_with_list

    states = {"readme-stale": "stale", "readme-markers-missing": "no list"}
    settings = notebook.readme_settings()
    files = tuple(file for file in settings.files if file.path in checked.readmes)
    usual = "fresh" if checked.is_whole else "unknown"
    found = {finding.path: finding.name for finding in checked.findings if finding.name in states}
    return {
        str(file.path): states.get(found.get(file.path, ""), usual)
        for file in readmes_with_list(checked.readmes, settings._replace(files=files))
    }


def _last(session: Session, notebook: Notebook) -> LastCommand | None:
    from snnnotes.errors import UnreadableFileError
    from snnnotes.storage.last_command import last_command

    try:
        return last_command(notebook)
    except UnreadableFileError as error:
        session.warn(str(error), hint=error.hint)
        return None


def _record(
    view: Overview, touched: Sequence[Touched], last: LastCommand | None, since: str
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "notes": view.notes,
        "unreadable": view.unreadable,
        "status": [{"value": count.value, "notes": count.papers} for count in view.statuses],
        "pending": {"notes": view.pending_notes, "fields": dict(view.pending)},
        "findings": dict(view.findings),
        "readmes": [{"path": path, "state": state} for path, state in view.readmes.items()],
        "touched": {
            "since": since,
            "notes": [{"path": note.path, "new": note.is_new} for note in touched],
        },
        "undo": None if last is None else {"command": last.command, "time": last.time},
    }


def _print(
    session: Session, view: Overview, touched: Sequence[Touched], last: LastCommand | None
) -> None:
    colors = session.colors()

    def line(label: str, text: str, *, mend: str = "", color: str = "") -> None:
        # What to do about it is a hint, which --quiet leaves out.
        hint = f"; {mend}" if mend and not session.quiet else ""
        shown = f"\x1b[{color}m{text}\x1b[0m" if color and colors else text
        out(f"{label + ':':<{_LABEL_WIDTH}}{shown}{hint}")

    line("notes", _notes_text(view))
    if view.pending:
        names = ", ".join(f"{printable(name)} {number}" for name, number in view.pending.items())
        line("pending", f"{count_of(view.pending_notes, 'note')} ({names})", mend="snnnotes fill")
    told, color = _findings_text(view)
    line("findings", told, mend="snnnotes check" if color else "", color=color or _GREEN)
    for path, state in view.readmes.items():
        mend = {"stale": "snnnotes build-readme", "no list": "snnnotes build-readme --init"}
        line(printable(path), _README_TEXTS[state], mend=mend.get(state, ""),
             color=_GREEN if state == "fresh" else _YELLOW)  # fmt: skip
    line("this week", _touched_text(touched))
    for note in touched[:_MOST_NAMED]:
        title = printable(note.title)
        if session.at_terminal():
            title = _fitted(title, width() - _LABEL_WIDTH)
        out(" " * _LABEL_WIDTH + title)
    if last is not None:
        when = printable(last.time[: len("2025-03-02T14:03")].replace("T", " "))
        command = f"snnnotes {last.command}" if last.command else "a change"
        line("undo", f"takes back  {printable(command)}  of {when}")


#: Of the labels before the texts; README.zh-CN.md is the longest usual one.
_LABEL_WIDTH = 18
_README_TEXTS = {
    "fresh": "up to date",
    "stale": "stale",
    "no list": "has no place for the list",
    "unknown": "not known, since notes cannot be read",
}


def _notes_text(view: Overview) -> str:
    parts = [f"{count.papers} {printable(count.value or 'no status')}" for count in view.statuses]
    lost = f"; {view.unreadable} cannot be read" if view.unreadable else ""
    return f"{view.notes} ({', '.join(parts)}){lost}" if parts else f"{view.notes}{lost}"


def _findings_text(view: Overview) -> tuple[str, str]:
    """What is told of findings, and its colour; no colour if nothing should be mended."""
    nouns = {"error": "error", "warning": "warning", "note": "remark"}
    parts = [count_of(number, nouns[name]) for name, number in view.findings.items() if number]
    color = _RED if view.findings["error"] else _YELLOW if view.findings["warning"] else ""
    return ", ".join(parts) or "none", color


def _touched_text(touched: Sequence[Touched]) -> str:
    if not touched:
        return "nothing added or changed"
    new = sum(note.is_new for note in touched)
    parts = [f"{new} added"] if new else []
    parts += [f"{len(touched) - new} changed"] if len(touched) > new else []
    return f"{', '.join(parts)}"


def _fitted(text: str, columns: int) -> str:
    if columns_of(text) <= columns:
        return text
    from snnnotes.cli.bars import cut

    return cut(text, columns, ellipsis())
