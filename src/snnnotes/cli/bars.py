"""Counts as bars of characters, fitted to the width of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from snnnotes.cli.terminal import can_show, columns_of, ellipsis, printable

if TYPE_CHECKING:
    from snnnotes.features.statistics import Shown

#: Eighths of a character, the full one last.
_EIGHTHS = "▏▎▍▌▋▊▉█"
#: For consoles that lack these, such as cp1252.
_PLAIN = "#"
#: In columns. A longer bar tells no more.
_LONGEST_BAR = 48
_SHORTEST_BAR = 8
#: From here on, in columns, there is room for two groups side by side.
_TWO_GROUPS = 100
_BETWEEN = 4
_INDENT = 2

_BAR_COLOR = "36"
_TITLE_STYLE = "1"
_FAINT = "2"

#: The headings of groups; of a chart, too.
TITLES = {
    "year": "Papers by year",
    "venue": "Papers by venue",
    "tag": "Papers by tag",
    "author": "Papers by author",
    "status": "Papers by status",
    "added": "Papers by month added",
}
_WITHOUT = {
    "venue": "no venue",
    "tag": "no tag",
    "author": "no author",
    "status": "no status",
    "added": "no date",
}
_OTHERS = {
    "venue": ("more venue", "more venues"),
    "tag": ("more tag", "more tags"),
    "author": ("more author", "more authors"),
    "status": ("more status", "more statuses"),
}


class _Style(NamedTuple):
    """What the terminal can show."""

    color: bool
    #: Does it have the characters of `_EIGHTHS`?
    has_blocks: bool
    ellipsis: str

    def styled(self, text: str, code: str) -> str:
        """The text in a style of ANSI, if there are colours."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


def lines_of_bars(groups: Sequence[Shown], *, width: int, color: bool) -> list[str]:
    """The lines to print.

    Args:
        groups: What to count by; none of them empty.
        width: Of the terminal, in columns.
        color: Use colours?
    """
    style = _Style(
        color,
        has_blocks=can_show(_EIGHTHS),
        ellipsis=ellipsis(),
    )
    if len(groups) > 1 and width >= _TWO_GROUPS:
        return _in_two_columns(groups, width, style)
    lines: list[str] = []
    for group in groups:
        lines += ["", *_group(group, width, style)] if lines else _group(group, width, style)
    return lines


def label_of(group: Shown, value: str | None) -> str:
    """What stands beside a bar: the value, or that there is none."""
    return _WITHOUT.get(group.key, "none") if value is None else printable(value)


def others_of(group: Shown) -> str:
    """What is said of the values that have no bar, without their papers; empty if all have one.

    Of times it is the years or months before the first one.
    """
    if not group.others:
        return ""
    if group.key.is_time:
        return f"before {group.counts[0].value}"
    one, several = _OTHERS[group.key]
    return f"{group.others} {one if group.others == 1 else several}"


def cut(text: str, columns: int, ellipsis: str) -> str:
    """The text, shortened at its end if it takes more than `columns`.

    >>> cut("膜电位阈值", 7, "…")
    '膜电位…'
    """
    if columns_of(text) <= columns:
        return text
    left = columns - columns_of(ellipsis)
    kept = ""
    for character in text:
        left -= columns_of(character)
        if left < 0:
            break
        kept += character
    return kept.rstrip() + ellipsis


def _in_two_columns(groups: Sequence[Shown], width: int, style: _Style) -> list[str]:
    """Two groups side by side; a column ends where its half is full."""
    half = (width - _BETWEEN) // 2
    lines: list[str] = []
    for start in range(0, len(groups), 2):
        pair = [_group(group, half, style) for group in groups[start : start + 2]]
        left, right = pair if len(pair) > 1 else (pair[0], [])
        height = max(len(left), len(right))
        left += [""] * (height - len(left))
        right += [""] * (height - len(right))
        lines += [""] * bool(lines)
        lines += [
            f"{one}{' ' * (half - _seen(one) + _BETWEEN)}{other}" if other else one
            for one, other in zip(left, right, strict=True)
        ]
    return lines


def _seen(line: str) -> int:
    """Columns of a line of ours, which may have styles in it."""
    for code in (_BAR_COLOR, _TITLE_STYLE, _FAINT):
        line = line.replace(f"\x1b[{code}m", "")
    return columns_of(line.replace("\x1b[0m", ""))


def _group(group: Shown, width: int, style: _Style) -> list[str]:
    labels = [label_of(group, count.value) for count in group.counts]
    others = others_of(group)
    numbers = [count.papers for count in group.counts]
    most = max(numbers)
    digits = max(len(str(number)) for number in (*numbers, group.papers_of_others))
    room = width - _INDENT - digits - 2  # a blank on either side of the number
    longest = max(map(columns_of, (*labels, others)))
    label_width = min(longest, max(room - _LONGEST_BAR, room * 2 // 5, room - 2 * longest))
    label_width = max(1, min(label_width, room - _SHORTEST_BAR))
    bar_width = max(1, min(room - label_width, _LONGEST_BAR))
    rows = [
        (label, number, _bar(number, most, bar_width, style), "" if count.value else _FAINT)
        for label, number, count in zip(labels, numbers, group.counts, strict=True)
    ]
    if others:
        last = (others, group.papers_of_others, "", _FAINT)
        # Years before the first come above it, what is rarer than the last below.
        rows = [last, *rows] if group.key.is_time else [*rows, last]
    return [
        style.styled(TITLES[group.key], _TITLE_STYLE),
        *(_row(row, label_width, digits, style) for row in rows),
    ]


def _row(row: tuple[str, int, str, str], label_width: int, digits: int, style: _Style) -> str:
    label, number, bar, code = row
    label = cut(label, label_width, style.ellipsis)
    head = f"{label}{' ' * (label_width - columns_of(label))} {number:>{digits}}"
    head = style.styled(head, code) if code else head
    tail = f" {style.styled(bar, _BAR_COLOR)}" if bar else ""
    return f"{' ' * _INDENT}{head}{tail}"


def _bar(number: int, most: int, width: int, style: _Style) -> str:
    if not number:
        return ""
    if not style.has_blocks:
        return _PLAIN * max(1, round(width * number / most))
    eighths = max(1, round(width * 8 * number / most))
    return _EIGHTHS[-1] * (eighths // 8) + (_EIGHTHS[eighths % 8 - 1] if eighths % 8 else "")
