"""The command that copies papers and notes into the notebook: import."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli import completion
from snnnotes.cli.options import DryRun, Encoding
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import out, printable, printable_block

if TYPE_CHECKING:
    from snnnotes.features.importing import Import, Sources, Wish
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

#: Kinds of files that are no notes, in the line of counts.
_MOST_REASONS = 8


@commands.command("import")
def import_(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="BibTeX, RIS or CSL-JSON file, folder of notes, note; - for stdin.",
        ),
    ],
    tag: Annotated[
        list[str] | None,
        typer.Option(help="A tag for all of them; once for each.", autocompletion=completion.tags),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            help="Status of all of them: unread, reading or read.",
            autocompletion=completion.statuses,
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Where they go, if not to the first note folder."),
    ] = None,
    encoding: Encoding = None,
    dry_run: DryRun = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What becomes of each entry and file, as JSON.")
    ] = False,
) -> None:
    """Copy bibliographies, or notes from elsewhere, into the notebook.

    Entries become unread notes; notes keep their text, and the images that they link to come
    along. What the notebook has already is skipped and listed; nothing is overwritten.

    \b
    Examples:
      snnnotes import refs.bib --tag zotero --dry-run
      snnnotes import ~/logseq-graph
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.importing import Reader, Wish, destination
    from snnnotes.model.fields import reading_status
    from snnnotes.storage.foreign_files import checked_encoding

    session = Session.of(context)
    notebook = session.notebook()
    folder = destination(notebook, to)
    reader = Reader(
        notebook=notebook,
        folder=session.folder,
        encoding=checked_encoding(encoding) if encoding else None,
        stdin=sys.stdin.buffer.read,
    )
    wish = Wish(
        tags=tuple(filter(None, (text.lstrip("#").strip() for text in tag or ()))),
        status=reading_status(status or "") or None,
        added=datetime.now().astimezone().isoformat(timespec="seconds"),
    )
    read = reader.read(sources)
    for problem in read.problems:
        session.warn(str(problem), hint=problem.hint)
    for warning in read.warnings:
        session.warn(warning)
    plan = _done(session, notebook, read, folder, wish, dry_run=dry_run)
    _name_what_stays(session, plan)
    if as_json:
        print_json(_as_data(plan, dry_run=dry_run))
    elif dry_run:
        _print_diff(plan)
    else:
        for change in plan.changes:
            out(printable(str(change.path)))
    _say_counts(session, plan, dry_run=dry_run)
    if plan.is_lacking:
        raise typer.Exit(3)


def _done(
    session: Session,
    notebook: Notebook,
    read: Sources,
    folder: PurePosixPath,
    wish: Wish,
    *,
    dry_run: bool,
) -> Import:
    """Plan the import and, unless it is a dry run, write it.

    The lock is held from the look at the notes to the write, so that nobody adds the same paper
    meanwhile.
    """
    from snnnotes.features.importing import plan_import
    from snnnotes.model.query import And
    from snnnotes.storage.copying import apply_with_copies

    with notebook.writing():
        with session.index(notebook, text=False) as index:
            notes = index.notes(And(()))
            session.warn_of_problems(index)
        with session.progress("Importing") as progress:
            plan = plan_import(read, notebook, notes, folder=folder, wish=wish, progress=progress)
        if not dry_run:
            apply_with_copies(notebook, plan.changes, plan.copies)
    return plan


def _name_what_stays(session: Session, plan: Import) -> None:
    """Name on stderr what is not imported, and what to look at in what is."""
    from snnnotes.features.importing import Outcome

    hints: set[str] = set()
    for item in plan.items:
        what = f"{item.place}: {item.name}: " if item.name else f"{item.place}: "
        if item.outcome is Outcome.LEFT_OUT:
            # The same advice for each of 100 notes would bury the notes.
            hint = "" if item.hint in hints else item.hint
            hints.add(item.hint)
            session.warn(f"{what}not imported: {item.reason}", hint=hint)
        elif item.outcome is Outcome.DUPLICATE:
            session.say(printable(f"{what}skipped: {item.reason}"))
        elif item.outcome is Outcome.NO_NOTE and not item.is_other_file:
            session.say(printable(f"{what}{item.reason}"))
    for remark in plan.remarks:
        session.warn(f"{remark.place}: {remark.sentence}")


def _print_diff(plan: Import) -> None:
    for change in plan.changes:
        out(printable_block(change.diff()), end="")
    for copy in plan.copies:  # in the words of diff and Git
        out(printable(f"Binary files /dev/null and b/{copy.path} differ"))


def _say_counts(session: Session, plan: Import, *, dry_run: bool) -> None:
    """Say that what went in is what came out."""
    from snnnotes.features.importing import Outcome

    counts = plan.counts()
    imported = "would be imported" if dry_run else "imported"
    parts = [
        f"{counts[Outcome.IMPORTED]} {imported}",
        f"{count_of(counts[Outcome.DUPLICATE], 'duplicate')} skipped",
        f"{counts[Outcome.LEFT_OUT]} left out",
    ]
    if counts[Outcome.NO_NOTE]:
        why = Counter(item.reason for item in plan.items if item.is_other_file)
        reasons = [f"{number} {reason}" for reason, number in why.most_common(_MOST_REASONS)]
        shown = f" ({', '.join(reasons)})" if reasons else ""
        parts.append(f"{counts[Outcome.NO_NOTE]} not on a paper{shown}")
    session.say(f"{len(plan.items)} found: {', '.join(parts)}")
    if plan.copies:
        size = sum(copy.size for copy in plan.copies)
        verb = "would be copied" if dry_run else "copied"
        session.say(f"{count_of(len(plan.copies), 'linked file')} {verb} ({_size(size)})")
    imported_items = (item for item in plan.items if item.outcome is Outcome.IMPORTED)
    attached = sum(len(item.files) for item in imported_items)
    if attached:
        session.say(
            f"{count_of(attached, 'attached file')} of the bibliography not copied:"
            " papers are not ours to put into a repository; --json names them"
        )


def _size(size: int) -> str:
    """Bytes in the unit that suits.

    >>> _size(999), _size(12_345), _size(34_000_000)
    ('1 kB', '12 kB', '34.0 MB')
    """
    million = 1_000_000
    return f"{size / million:.1f} MB" if size >= million else f"{max(1, round(size / 1000))} kB"


def _as_data(plan: Import, *, dry_run: bool) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "dry_run": dry_run,
        "counts": {"found": len(plan.items)}
        | {str(name): number for name, number in plan.counts().items()},
        "entries": [
            {
                "source": item.source,
                "line": item.line,
                "name": item.name,
                "outcome": item.outcome,
                "path": str(item.path) if item.path else None,
                "reason": item.reason,
                "files": list(item.files),
            }
            for item in plan.items
        ],
        "copied": [
            {"source": copy.shown.as_posix(), "path": str(copy.path), "bytes": copy.size}
            for copy in plan.copies
        ],
        "remarks": [{"place": remark.place, "message": remark.sentence} for remark in plan.remarks],
    }
