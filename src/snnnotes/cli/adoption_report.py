"""What `adopt` says: a table of the notes, what the user should look at, counts, next steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from snnnotes.cli import terminal
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import out, printable
from snnnotes.features.adopting import OUTSIDE
from snnnotes.model.change import UTF_8
from snnnotes.storage.encoding import shell_quoted

if TYPE_CHECKING:
    from snnnotes.features.adopting import AdoptedNote, Adoption, MarkedList
    from snnnotes.formats.foreign_fact import Fact
    from snnnotes.model.note import Value

#: Of one kind; a folder of a thousand such notes would push all else off the screen.
_MOST_NAMED = 10
#: Columns of a terminal that has room for the path of each note.
_WIDE = 110
#: Columns that a venue takes at most, as share of the terminal: some have long names.
_VENUE_SHARE = 5
_LEAST_VENUE = 8


# --- stdout ------------------------------------------------------------------------------------


def print_notes(adoption: Adoption, session: Session) -> None:
    """The notes that gain something: a table at a terminal, otherwise one a line."""
    if session.at_terminal():
        _print_table(adoption.changed_notes, color=session.colors())
        return
    for note in adoption.changed_notes:
        sources = " ".join(f"{name}:{note.source_of(name)}" for name in note.adds)
        shown = (str(note.path), _text(note, "year"), _text(note, "venue"), _text(note, "title"))
        out("\t".join(printable(cell) for cell in (*shown, sources)))


def _text(note: AdoptedNote, field: str) -> str:
    fact = note.facts.get(field)
    return str(fact.value) if fact else ""


def _print_table(notes: Sequence[AdoptedNote], *, color: bool) -> None:
    # Imported here: rich takes 20 ms or more, and a pipe never needs it.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not notes:
        return
    width = terminal.width()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Year", no_wrap=True, style="cyan")
    table.add_column("Title", ratio=5, overflow="fold")
    table.add_column("Venue", max_width=max(_LEAST_VENUE, width // _VENUE_SHARE))
    table.add_column("From", ratio=3, overflow="fold")
    if width >= _WIDE:
        table.add_column("File", ratio=3, overflow="fold")
    for note in notes:
        sources = dict.fromkeys(note.source_of(name) for name in note.adds)
        cells = [_text(note, "year"), _text(note, "title"), _text(note, "venue"), " ".join(sources)]
        cells += [str(note.path)] if width >= _WIDE else []
        table.add_row(*(Text(printable(cell)) for cell in cells))
    Console(width=width, force_terminal=color, no_color=not color, highlight=False).print(table)


def print_data(adoption: Adoption, *, is_written: bool) -> None:
    """All that is known, as JSON."""
    print_json({
        "schema": SCHEMA,
        "written": is_written,
        "folders": list(adoption.folders),
        "exclude": list(adoption.exclude),
        "notes": [_record(note) for note in adoption.notes],
        "skipped": [
            {"reason": reason, "paths": _texts(paths)} for reason, paths in _reasons(adoption)
        ],
        "left": [
            {
                "path": str(file.path),
                "line": file.fault.line,
                "why": file.why.value,
                "message": file.fault.problem,
                "hint": file.fault.hint,
            }
            for file in adoption.left
        ],
        "rows": [
            {
                "list": str(found.list),
                "line": found.row.line,
                "kind": found.row.kind.value,
                "path": str(found.row.path),
                "meant": str(found.row.meant) if found.row.meant else None,
                "message": found.row.sentence,
            }
            for found in adoption.findings
        ],
        "duplicates": [
            {"what": same.what, "value": same.value, "paths": _texts(same.paths)}
            for same in adoption.duplicates
        ],
        "files": [
            {"path": str(change.path), "new": change.before is None}
            for change in [
                *([adoption.settings] if adoption.settings else []),
                *(marked.change for marked in adoption.lists),
            ]
        ],
        "warnings": list(adoption.warnings),
    })  # fmt: skip


def _record(note: AdoptedNote) -> dict[str, object]:
    known: dict[str, object] = {name: _told(note, fact) for name, fact in note.facts.items()}
    for name, value in note.adds.items():
        known.setdefault(name, {"value": value, "source": note.source_of(name), "place": None})
    return {
        "path": str(note.path),
        "adds": list(note.adds),
        "fields": known,
        "others": [{"field": fact.field, **_told(note, fact)} for fact in note.others],
        "missing": list(note.missing),
        "problem": note.fault.problem if note.fault else None,
        "encoding": note.encoding,
    }


def _told(note: AdoptedNote, fact: Fact) -> dict[str, Value | None]:
    value: Value = fact.value if isinstance(fact.value, str) else [*fact.value]
    return {"value": value, "source": fact.source.value, "place": note.place_of(fact)}


def _texts(paths: Iterable[object]) -> list[str]:
    return [str(path) for path in paths]


# --- stderr ------------------------------------------------------------------------------------


def warn_of_problems(adoption: Adoption, session: Session) -> None:
    """Name everything that somebody should look at, with what to do about it."""
    for warning in adoption.warnings:
        session.warn(warning)
    _warn_of_left(adoption, session)
    for note in adoption.notes:
        if note.fault:
            session.warn(
                f"{note.path}:{note.fault.line}: {note.fault.problem}", hint=note.fault.hint
            )
    for field, example in (("title", '"Title of the paper"'), ("year", "2023")):
        lacking = [note.path for note in adoption.notes if field in note.missing]
        if lacking:
            session.warn(
                f"nothing tells the {field} of {count_of(len(lacking), 'note')}:{_named(lacking)}",
                hint=f"a note needs one: add a line  {field}: {example}  to each, or name those"
                " that are no notes under [notes] exclude in snnnotes.toml",
            )
    _warn_of_rows(adoption, session)
    for same in adoption.duplicates:
        session.warn(
            f"{count_of(len(same.paths), 'note')} have the same {same.what} {same.value!r}:"
            f"{_named(same.paths)}"
        )
    if adoption.duplicates:
        session.say("Hint: look whether one was copied from the other; each is kept as it is")


def _warn_of_left(adoption: Adoption, session: Session) -> None:
    """Files that stay as they are; those with one reason together."""
    for file in adoption.unreadable:
        place = f"{file.path}:{file.fault.line}"
        session.warn(f"{place}: left as it is: {file.fault.problem}", hint=file.fault.hint)
    others = [file for file in adoption.left if file not in adoption.unreadable]
    by_problem = sorted(others, key=lambda file: file.fault.problem)
    for (problem, hint), files in groupby(by_problem, lambda one: one.fault[1:]):
        paths = [file.path for file in files]
        what = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
        session.warn(f"{what} left as before, since {problem}:{_named(paths)}", hint=hint)


def _warn_of_rows(adoption: Adoption, session: Session) -> None:
    for found in adoption.findings:
        if found.row.line is not None:
            session.warn(f"{found.place}: {found.row.sentence}")
    without = [found for found in adoption.findings if found.row.line is None]
    for name, of_list in groupby(without, lambda found: found.list):
        paths = [found.row.path for found in of_list]
        session.warn(f"{name}: no row for {count_of(len(paths), 'note')}:{_named(paths)}")


def _named(paths: Sequence[object]) -> str:
    """Paths below a sentence, but not thousands."""
    shown = "".join(f"\n  {path}" for path in paths[:_MOST_NAMED])
    rest = len(paths) - _MOST_NAMED
    return f"{shown}\n  and {rest} more; --json names all" if rest > 0 else shown


def say_counts(adoption: Adoption, session: Session) -> None:
    """How many notes there are, and why other files are none."""
    notes = adoption.notes
    if notes:
        complete = sum(not note.is_changed and not note.missing for note in notes)
        links = sum("url" not in note.facts for note in notes)
        parts = [f"{complete} complete already" if complete else ""]
        parts += [f"{links} without a link to the paper" if links else ""]
        said = ", ".join(filter(None, parts))
        session.say(count_of(len(notes), "note") + (f": {said}" if said else ""))
    for note in notes:
        if note.encoding != UTF_8:
            session.say(printable(f"{note.path}: read as {note.encoding}, written as UTF-8"))
    if adoption.skipped:
        counts = [f"{len(paths)} {reason}" for reason, paths in _reasons(adoption)]
        total = sum(len(paths) for paths in adoption.skipped.values())
        session.say(f"Skipped {count_of(total, 'file')}: {', '.join(counts)}")
    if not notes and OUTSIDE in adoption.skipped:
        session.say(
            'Hint: say where notes lie in snnnotes.toml, such as  folders = ["."]  below [notes],'
            " then run the command again"
        )


def _reasons(adoption: Adoption) -> list[tuple[str, Sequence[object]]]:
    """Reasons and files, those with most files first."""
    return sorted(adoption.skipped.items(), key=lambda item: (-len(item[1]), item[0]))


def say_what_was_done(adoption: Adoption, session: Session, *, is_dry_run: bool) -> None:
    """What was written, and how to go on."""
    if not adoption.notes:
        session.say("Nothing to adopt: there are no notes here")
        return
    if not adoption.changes_anything:
        session.say("Nothing to do")
        return
    names = [count_of(len(adoption.changed_notes), "note")] if adoption.changed_notes else []
    names += ["snnnotes.toml"] if adoption.settings else []
    names += [str(marked.change.path) for marked in adoption.lists]
    session.say(printable(f"{'Would write' if is_dry_run else 'Wrote'} {', '.join(names)}"))
    for marked in adoption.lists:
        session.say(printable(_about_list(marked)))
    session.say("Next:")
    for step in _next_steps(adoption, session, is_dry_run=is_dry_run):
        session.say(printable(f"  {step}"))


def _about_list(marked: MarkedList) -> str:
    """What becomes of a list when it is built."""
    rebuild = marked.rebuild
    rows = [len(part) for part in (rebuild.kept, rebuild.moved, rebuild.changed, rebuild.gone)]
    total = count_of(sum(rows), "row")
    if rows[0] == sum(rows):
        return f"{marked.change.path}: the list will be built with its {total} as they are"
    said = ", ".join(
        f"{count} {what}"
        for count, what in zip(rows, ("as they are", "moved", "changed", "gone"), strict=True)
        if count
    )
    return f"{marked.change.path}: the list of {total} will be built with {said}"


def _next_steps(adoption: Adoption, session: Session, *, is_dry_run: bool) -> Iterable[str]:
    if is_dry_run:
        yield "the same command without --dry-run    to write this"
        return
    root = adoption.notebook.root
    ours, git = "snnnotes", "git"
    if root != session.folder:
        place = shell_quoted(str(root))
        ours, git = f"snnnotes --root {place}", f"git -C {place}"
    if adoption.is_in_git:
        yield f"{git} diff    to see what was written"
    if any(note.missing or note.fault for note in adoption.notes) or adoption.unreadable:
        yield "mend what the warnings name"
    if adoption.lists:
        yield f"{ours} build-readme --dry-run    to see what changes in the list of papers"
    elif not adoption.has_list:
        yield f"{ours} build-readme --init    to have a list of papers in the README"
