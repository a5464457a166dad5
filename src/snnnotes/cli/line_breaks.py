"""Text of rich whose lines end where those of Chinese and English may.

Rich breaks lines at blanks alone: a Chinese paragraph, which has few, would be cut anywhere,
also before a full stop.
"""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

from snnnotes.cli.break_places import break_places, units
from snnnotes.model.columns import columns_of

#: A blank at which no line ends; it is shown as any other.
NO_BREAK = "\u00a0"


class Prose(Text):
    """Text whose lines end where those of Chinese may."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,  # noqa: ARG002 (rich's own parameter)
    ) -> Lines:
        """The lines of the text, none of them wider than `width` columns."""
        lines = Lines()
        for line in self.split(allow_blank=True):
            line.expand_tabs(tab_size)
            for part in line.divide(break_places(line.plain, max(width, 2))):
                part.rstrip()
                part.plain = part.plain.replace(NO_BREAK, " ")
                lines.append(part)
        chosen = justify or self.justify or "default"
        lines.justify(console, width, justify=chosen, overflow=overflow or "fold")
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widths = [columns_of(unit.rstrip()) for _, unit in units(self.plain)]
        lines = [columns_of(line) for line in self.plain.splitlines()]
        return Measurement(max(widths, default=0), max(lines, default=0))

    def copy(self) -> Prose:
        """The same text again."""
        again = Prose(style=self.style, justify=self.justify, overflow=self.overflow, end=self.end)
        again.append_text(self)
        return again
