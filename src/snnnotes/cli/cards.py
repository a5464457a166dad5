"""One note for people: its fields as a small card, then its text."""

from __future__ import annotations

from snnnotes.cli import terminal
from snnnotes.cli.terminal import out, printable, printable_block
from snnnotes.features.listing import cell
from snnnotes.model.fields import FIELDS
from snnnotes.model.note import Note, Value


def print_note(note: Note, body: str, *, color: bool, rendered: bool) -> None:
    """Write a note to stdout.

    Args:
        note: Its fields that have a value are shown, then those that are the user's own.
        body: The text below the frontmatter.
        color: Whether names of fields are coloured.
        rendered: Whether the body's Markdown is laid out for a terminal, or left as written.
    """
    rows = [(field.name, cell(note, field.name)) for field in FIELDS]
    rows += [(name, _shown(value)) for name, value in note.extra.items()]
    rows = [("path", str(note.path)), *((name, text) for name, text in rows if text)]
    margin = max(len(name) for name, _ in rows) + 2
    for name, text in rows:
        label = f"{printable(name)}:".ljust(margin)
        out(f"{_dim(label, color=color)}{printable(text)}")
    out("")
    if rendered:
        _print_markdown(body, color=color)
    else:
        out(printable_block(body.strip("\r\n")))


def _dim(text: str, *, color: bool) -> str:
    return f"\x1b[2m{text}\x1b[0m" if color else text


def _shown(value: Value) -> str:
    """A value of the user's own, on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return "; ".join(f"{key}: {_shown(inner)}" for key, inner in value.items())


def _print_markdown(body: str, *, color: bool) -> None:
    # Imported here: rich and its Markdown parser take 50 ms or more, and a pipe never needs them.
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=terminal.width(), force_terminal=color, no_color=not color)
    console.print(Markdown(printable_block(body)))
