"""The command that writes papers for other programs: export."""

# No `from __future__ import annotations` here: Typer would have to evaluate every annotation anew
# at each start.
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli import terminal
from snnnotes.cli.finding import Exact, Query
from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.querying import QueryCommand, built_query, widened_query
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.terminal import out, printable, printable_block

if TYPE_CHECKING:
    from snnnotes.features.exporting import Export
    from snnnotes.model.note import Note

commands = typer.Typer()

#: With more, as of a notebook without citekeys, nobody reads any.
_MOST_WARNINGS = 20


class ExportFormat(StrEnum):
    """Values of ``export --format``."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    CSL_JSON = "csl-json"
    RIS = "ris"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


_BY_ENDING = {
    ".bib": ExportFormat.BIBTEX,
    ".json": ExportFormat.CSL_JSON,
    ".ris": ExportFormat.RIS,
    ".csv": ExportFormat.CSV,
    ".md": ExportFormat.MARKDOWN,
}


@commands.command("export", cls=QueryCommand)
def export(
    context: typer.Context,
    query: Query = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="bibtex, or what the ending of FILE says, by default."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a file instead of stdout."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write FILE also where there is another one.")
    ] = False,
    only_cited: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="Only what this .tex or .aux file cites; several times for several.",
        ),
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="KEYS", help="Columns to sort by; - turns one round.")
    ] = "-year,-added,title",
    exact: Exact = False,
    dry_run: DryRunDiff = False,
) -> None:
    """Write papers for LaTeX, Zotero, EndNote, Pandoc or a spreadsheet.

    \b
    Examples:
      snnnotes export --only-cited paper.tex --output refs.bib
      snnnotes export tag:attention year:2022.. --format csl-json
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.features.exporting import plan_export, read_citations
    from snnnotes.features.listing import in_order, parse_order
    from snnnotes.model.query import And, needs_text

    session = Session.of(context)
    order = parse_order(sort)
    asked = built_query(query or [], {}, exact=exact)
    file = _file(session, output)
    cited = read_citations(only_cited, session.folder) if only_cited else None
    notebook = session.notebook()
    wide = asked if exact else widened_query(asked, notebook, session)
    with session.index(notebook, text=needs_text(wide)) as index:
        every = index.notes(And(()))
        chosen = in_order(index.notes(wide), order)
        session.warn_of_problems(index)
    plan = plan_export(chosen, every, cited)
    warnings = [*(cited.warnings if cited else ()), *plan.warnings]
    for warning in warnings[:_MOST_WARNINGS]:
        session.warn(warning)
    if len(warnings) > _MOST_WARNINGS:
        session.warn(f"and {len(warnings) - _MOST_WARNINGS} more such warnings")
    chosen_form = form or _BY_ENDING.get(file.suffix.lower() if file else "", ExportFormat.BIBTEX)
    text = _text(plan.notes, chosen_form)
    if file is None:
        terminal.use_utf8()
        out(text, end="")
        session.say(count_of(len(plan.notes), "paper"))
    else:
        _write(session, file, text, plan, force=force, dry_run=dry_run)


def _file(session: Session, output: str | None) -> Path | None:
    """The file that is to be written; None for stdout.

    Raises:
        UsageError: Its folder does not exist.
    """
    if not output or output == "-":
        return None
    file = session.folder / output
    if not file.parent.is_dir():
        from snnnotes.errors import UsageError

        folder = Path(output).parent.as_posix()
        raise UsageError(f"{output}: there is no folder {folder}", hint="make it first")
    return file


def _text(notes: "Sequence[Note]", form: ExportFormat) -> str:
    from snnnotes.features.exporting import ReferenceFormat, reference_text
    from snnnotes.features.listing import SHEET_COLUMNS, record

    if form is ExportFormat.CSV:
        from snnnotes.cli.tables import sheet

        return sheet(notes, SHEET_COLUMNS, "excel")
    if form is ExportFormat.JSON:
        from snnnotes.cli.tables import SCHEMA

        data = {"schema": SCHEMA, "notes": [record(note) for note in notes]}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return reference_text(notes, ReferenceFormat(form.value))


def _write(
    session: Session, file: Path, text: str, plan: "Export", *, force: bool, dry_run: bool
) -> None:
    """Write the file, unless another one is there that nobody allowed to replace.

    Raises:
        WouldOverwriteError: There is one.
    """
    from snnnotes.errors import WouldOverwriteError
    from snnnotes.model.change import FileChange
    from snnnotes.storage.files import read_text, write_all

    shown = PurePosixPath(file.name)
    before = read_text(file, shown) if file.exists() else None
    change = FileChange(shown, before, text)
    if dry_run:
        out(printable_block(change.diff()), end="")
        return
    if before is not None and before != text and not force:
        raise WouldOverwriteError(
            f"{file.name} exists already and holds something else",
            hint="to replace it, add --force; to see what changes,  --dry-run",
        )
    if before != text:
        write_all(file.parent, [change])
    session.say(f"{count_of(len(plan.notes), 'paper')} in {printable(file.name)}")
