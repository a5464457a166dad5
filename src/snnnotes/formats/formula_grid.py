"""Matrices, cases and aligned lines: cells below each other, with tall brackets around them."""

from __future__ import annotations

from collections.abc import Sequence

from snnnotes.formats.formula_layout import Atom, beside
from snnnotes.formats.formula_signs import Kind
from snnnotes.model.columns import columns_of

#: Environments whose columns stand in pairs, close together: one to the right, one to the left.
LINED = frozenset(("align", "aligned", "alignat", "alignedat", "split", "eqnarray", "flalign"))
#: What environments stand between.
_BETWEEN = {
    **dict.fromkeys(("cases", "dcases"), ("{", "")),
    **dict.fromkeys(("rcases", "drcases"), ("", "}")),
    **dict.fromkeys(("pmatrix", "psmallmatrix"), ("(", ")")),
    **dict.fromkeys(("bmatrix", "bsmallmatrix"), ("[", "]")),
    **dict.fromkeys(("Bmatrix", "Bsmallmatrix"), ("{", "}")),
    **dict.fromkeys(("vmatrix", "vsmallmatrix"), ("|", "|")),
    **dict.fromkeys(("Vmatrix", "Vsmallmatrix"), ("‖", "‖")),
}
_TABLES = frozenset((*_BETWEEN, "matrix", "smallmatrix", "array"))
#: A bracket of one line, and its top, middle (of a brace), bottom and the parts between.
_TALL = {
    "(": ("⎛", "⎜", "⎝", "⎜"),
    ")": ("⎞", "⎟", "⎠", "⎟"),
    "[": ("⎡", "⎢", "⎣", "⎢"),
    "]": ("⎤", "⎥", "⎦", "⎥"),
    "{": ("⎧", "⎨", "⎩", "⎪"),
    "}": ("⎫", "⎬", "⎭", "⎪"),
    "|": ("│", "│", "│", "│"),
    "‖": ("‖", "‖", "‖", "‖"),
    "⌊": ("⎢", "⎢", "⎣", "⎢"),
    "⌋": ("⎥", "⎥", "⎦", "⎥"),
    "⌈": ("⎡", "⎢", "⎢", "⎢"),
    "⌉": ("⎤", "⎥", "⎥", "⎥"),
}


def tall(bracket: str, height: int) -> str:
    """A bracket beside `height` lines.

    >>> tall("{", 3).split()
    ['⎧', '⎨', '⎩']
    """
    if height == 1 or bracket not in _TALL:
        return bracket
    top, middle, bottom, between = _TALL[bracket]
    inner = [between] * (height - 2)
    if inner:
        inner[(height - 1) // 2 - 1] = middle
    return "\n".join([top, *inner, bottom])


def grid(rows: Sequence[Sequence[str]], *, aligned: bool, gap: str) -> str:
    """Cells below each other.

    Args:
        rows: Texts of one line.
        aligned: As in ``aligned``: each first of two columns stands to the right.
        gap: Between columns; in ``aligned``, only between a pair and the next.
    """
    count = max((len(row) for row in rows), default=0)
    widths = [
        max((columns_of(row[column]) for row in rows if column < len(row)), default=0)
        for column in range(count)
    ]
    lines = []
    for row in rows:
        line = ""
        for column, cell in enumerate(row):
            blank = " " * (widths[column] - columns_of(cell))
            is_right = aligned and column % 2 == 0
            line += blank + cell if is_right else cell + blank
            if column + 1 < len(row):
                line += "" if is_right else gap
        lines.append(line.rstrip())
    return "\n".join(lines)


def environment(rows: Sequence[Sequence[str]], name: str) -> list[Atom]:
    """An environment on as many lines as it has.

    Args:
        rows: Its cells, each on one line.
        name: Such as ``cases``.
    """
    lined = name in LINED
    text = grid(rows, aligned=lined, gap="   " if lined else "  ")
    opening, closing = _BETWEEN.get(name, ("", ""))
    height = text.count("\n") + 1
    pieces = [text]
    if opening:
        pieces = [tall(opening, height), " ", *pieces]
    if closing:
        pieces += [" ", tall(closing, height)]
    return [Atom(Kind.SIGN, beside(pieces))] if text else []


def environment_on_one_line(rows: Sequence[Sequence[str]], name: str) -> list[Atom]:
    """The same within a sentence, or within another part of a formula."""
    if name not in _TABLES:
        return [Atom(Kind.SIGN, "; ".join("".join(row).strip() for row in rows))]
    opening, closing = _BETWEEN.get(name, ("", ""))
    atoms = [
        Atom(Kind.WORD, "; ".join(", ".join(cell.rstrip(",;") for cell in row) for row in rows))
    ]
    if opening:
        atoms.insert(0, Atom(Kind.OPEN, opening))
    if closing or opening:
        atoms.append(Atom(Kind.CLOSE, closing or "}"))
    return atoms
