"""Notes on stdout: as a table, lines, JSON, CSV or BibTeX."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from snnnotes.cli import terminal
from snnnotes.cli.terminal import out, printable

if TYPE_CHECKING:
    from snnnotes.model.note import Note


class Format(StrEnum):
    """Values of ``list --format``."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    PATHS = "paths"
    BIBTEX = "bibtex"


#: Version of the JSON that programs read; a key may come, but none goes or changes its meaning
#: without a new number.
SCHEMA = 1


def print_notes(
    notes: Sequence[Note], form: Format, columns: Sequence[str], *, color: bool
) -> None:
    """Write notes to stdout in one of the formats.

    Args:
        notes: What to write, in that order.
        form: How.
        columns: Of table, plain, csv and tsv; empty for those that suit the format.
        color: Whether a table has colours.
    """
    from snnnotes.features import listing

    if not columns:
        columns = {Format.TABLE: listing.TABLE_COLUMNS, Format.PLAIN: listing.PLAIN_COLUMNS}.get(
            form, listing.SHEET_COLUMNS
        )
    if form is not Format.TABLE and form is not Format.PLAIN:
        terminal.use_utf8()
    if form is Format.TABLE:
        _print_table(notes, columns, color=color)
    else:
        _WRITERS[form](notes, columns)


def print_json(value: object) -> None:
    """Write one JSON value to stdout: UTF-8, nothing escaped that need not be."""
    terminal.use_utf8()
    out(json.dumps(value, ensure_ascii=False))


def _print_plain(notes: Sequence[Note], columns: Sequence[str]) -> None:
    from snnnotes.features.listing import cell

    for note in notes:
        out("\t".join(printable(cell(note, column)) for column in columns))


def _print_json(notes: Sequence[Note], _columns: Sequence[str]) -> None:
    from snnnotes.features.listing import record

    print_json({"schema": SCHEMA, "notes": [record(note) for note in notes]})


def _print_jsonl(notes: Sequence[Note], _columns: Sequence[str]) -> None:
    from snnnotes.features.listing import record

    for note in notes:
        out(json.dumps(record(note), ensure_ascii=False))


def _print_csv(notes: Sequence[Note], columns: Sequence[str]) -> None:
    _print_rows(notes, columns, "excel")


def _print_tsv(notes: Sequence[Note], columns: Sequence[str]) -> None:
    _print_rows(notes, columns, "excel-tab")


def _print_rows(notes: Sequence[Note], columns: Sequence[str], dialect: str) -> None:
    out(sheet(notes, columns, dialect), end="")


def sheet(notes: Sequence[Note], columns: Sequence[str], dialect: str) -> str:
    """Notes as rows of a spreadsheet, their columns' names above.

    Args:
        notes: One a row.
        columns: Of `listing.COLUMNS`.
        dialect: ``excel`` for commas, ``excel-tab`` for tabs.
    """
    import csv
    from io import StringIO

    from snnnotes.features.listing import cell

    text = StringIO()
    writer = csv.writer(text, dialect, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([printable(cell(note, column)) for column in columns] for note in notes)
    return text.getvalue()


def _print_paths(notes: Sequence[Note], _columns: Sequence[str]) -> None:
    for note in notes:
        out(printable(str(note.path)))


def _print_bibtex(notes: Sequence[Note], _columns: Sequence[str]) -> None:
    from snnnotes.formats import bibtex

    out(bibtex.dumps(notes), end="")


_WRITERS: dict[Format, Callable[[Sequence[Note], Sequence[str]], None]] = {
    Format.PLAIN: _print_plain,
    Format.JSON: _print_json,
    Format.JSONL: _print_jsonl,
    Format.CSV: _print_csv,
    Format.TSV: _print_tsv,
    Format.PATHS: _print_paths,
    Format.BIBTEX: _print_bibtex,
}

#: Below so many columns a table would leave out titles and cut years; the terminal wraps better.
_NARROWEST = 40
#: Columns that a narrow terminal may not squeeze: a cut year or venue says nothing.
_SHORT = {"year", "venue", "status", "rating", "added"}


def _print_table(notes: Sequence[Note], columns: Sequence[str], *, color: bool) -> None:
    # Imported here: rich takes 20 ms or more, and a pipe never needs it.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from snnnotes.features.listing import cell

    if not notes:
        return
    if terminal.width() < _NARROWEST:
        for note in notes:
            out("  ".join(filter(None, (printable(cell(note, column)) for column in columns))))
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        short = column in _SHORT
        table.add_column(
            column.capitalize(),
            no_wrap=short or column == "path",
            overflow="ellipsis" if column == "path" and terminal.can_show("…") else "fold",
            ratio=None if short else _RATIOS.get(column, 2),
            style="cyan" if column == "year" else None,
        )
    for note in notes:
        # As Text, not as markup: `[bold]` in a title is part of the title.
        table.add_row(*(Text(printable(cell(note, column))) for column in columns))
    Console(
        width=terminal.width(), force_terminal=color, no_color=not color, highlight=False
    ).print(table)


_RATIOS = {"title": 5, "path": 3, "authors": 3}
