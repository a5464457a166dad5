"""One note for people: its fields as a small card, then its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from snnnotes.cli.terminal import printable, printable_block
from snnnotes.features.listing import cell
from snnnotes.model.fields import FIELDS
from snnnotes.model.note import RATINGS, Note, Value

if TYPE_CHECKING:
    from rich.panel import Panel

#: Fields that stand in the head of the card; its other rows begin with these.
_HEAD = ("title", "authors", "year", "venue", "status", "rating", "added", "tags")
_FIRST = ("summary", "citekey")


def plain_note(note: Note, body: str, *, color: bool) -> str:
    """A note for pipes: a line for each field that has a value, then the body as it is written.

    Args:
        note: Its fields, then those that are the user's own.
        body: The text below the frontmatter.
        color: Whether names of fields are coloured.
    """
    rows = [("path", str(note.path)), *_rows(note)]
    margin = max(len(name) for name, _ in rows) + 2
    lines = []
    for name, text in rows:
        label = f"{printable(name)}:".ljust(margin)
        lines.append(f"{_dim(label, color=color)}{printable(text)}")
    return "\n".join([*lines, "", printable_block(body.strip("\r\n")), ""])


def rendered_note(note: Note, body: str, *, width: int, color: bool) -> str:
    """A note for a person at a terminal: a card, then the body laid out.

    Args:
        note: Its fields that have a value, then those that are the user's own.
        body: The text below the frontmatter.
        width: Columns of the terminal.
        color: Whether there may be colours and links.
    """
    # Imported here: rich and its Markdown parser take 50 ms or more, and a pipe never needs them.
    from snnnotes.cli.note_page import NotePage, laid_out

    page = NotePage(printable_block(body), title=note.paper.title, hyperlinks=color)
    return laid_out(_card(note), "", page, width=width, color=color)


def _card(note: Note) -> Panel:
    from rich import box
    from rich.console import Group
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    from snnnotes.cli.line_breaks import Prose

    facts = [
        " ".join(filter(None, (cell(note, "venue"), cell(note, "year")))),
        cell(note, "status"),
        _stars(note.rating),
        f"added {cell(note, 'added')[:10]}" if note.added else "",
    ]
    head = [
        Prose(_legible(note.paper.title), style="bold"),
        Prose(printable(cell(note, "authors"))),
        Prose(printable(" · ".join(filter(None, facts))), style="cyan"),
        Prose(printable(" ".join(f"#{tag}" for tag in note.tags)), style="green"),
    ]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    rows = dict(_rows(note)) | {"path": str(note.path)}
    for name in sorted(rows.keys() - {*_HEAD}, key=lambda name: _place(name, rows)):
        text = _legible(rows[name])
        is_web = text.startswith(("https://", "http://")) and " " not in text
        grid.add_row(
            Text(printable(name), style="dim"), Prose(text, style=f"link {text}" if is_web else "")
        )
    parts = [part for part in head if part.plain]
    return Panel(Group(*parts, "", grid), box=box.ROUNDED, border_style="dim", padding=(0, 1))


def _place(name: str, rows: Mapping[str, str]) -> tuple[bool, int]:
    """Where a field stands in the card: what says most first, then in the order of the fields."""
    order = [*_FIRST, *(known for known in rows if known not in _FIRST)]
    return name == "abstract", order.index(name)


def _legible(text: str) -> str:
    """A value with its formulas in Unicode."""
    from snnnotes.formats.formula_unicode import readable
    from snnnotes.model.formula import formula_spans

    pieces, done = [], 0
    for start, end in formula_spans(text):
        before = text[done:start]
        signs = before[len(before.rstrip("$`")) :]
        pieces += [before.removesuffix(signs), readable(text[start:end], one_line=True)]
        done = end + len(signs)
    return printable("".join([*pieces, text[done:]]))


def _stars(rating: int | None) -> str:
    return "" if rating is None else "★" * rating + "☆" * (RATINGS.stop - 1 - rating)


def _rows(note: Note) -> list[tuple[str, str]]:
    """Names and values of the fields that have one."""
    rows = [(field.name, cell(note, field.name)) for field in FIELDS]
    rows += [(name, _shown(value)) for name, value in note.extra.items()]
    return [(name, text) for name, text in rows if text]


def _dim(text: str, *, color: bool) -> str:
    return f"\x1b[2m{text}\x1b[0m" if color else text


def _shown(value: Value) -> str:
    """A value of the user's own, on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return "; ".join(f"{key}: {_shown(inner)}" for key, inner in value.items())
