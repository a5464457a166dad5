"""Parts of a formula side by side: blanks between them, brackets where they are needed, boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from snnnotes.formats.formula_signs import SCRIPTS, SUBSCRIPTS, SUPERSCRIPTS, Kind
from snnnotes.model.columns import columns_of


class Atom(NamedTuple):
    """A part of a formula; one of several lines, such as a matrix, has line feeds in its text."""

    kind: Kind
    text: str


#: What an operator with two sides has before it.
_OPERANDS = frozenset({Kind.SIGN, Kind.WORD, Kind.CLOSE, Kind.FRACTION})
_ACTING = frozenset({Kind.OPERATOR, Kind.BIG})
_SPACED = frozenset({Kind.BINARY, Kind.RELATION})
_OPENING = frozenset({Kind.OPEN, Kind.INDEX})
#: Parts of an index, at most; more of them are not looked through.
_MOST_INDEX = 40
_LOOSE = frozenset("+-/=<>;, ")
_DIFFERENTIALS = frozenset("d∂Δ")
_PRODUCT = frozenset("·×∗⊙⊗")


def settled(atoms: Sequence[Atom], *, goes_on: bool = False) -> list[Atom]:
    """The parts, with operators that have no side on their left as signs: -x.

    Args:
        atoms: In order.
        goes_on: Does something stand before them?
    """
    found: list[Atom] = []
    before = Kind.SIGN if goes_on else Kind.OPEN
    for atom in atoms:
        if atom.kind is Kind.BINARY and before not in _OPERANDS:
            atom = Atom(Kind.SIGN, atom.text)  # noqa: PLW2901 (the same part, seen right)
            # What follows a sign stands close to it, and it is no side for another operator.
            found.append(atom)
            continue
        found.append(atom)
        if atom.kind is not Kind.SPACE:
            before = atom.kind
    if found and found[-1].kind is Kind.BINARY:
        found[-1] = Atom(Kind.SIGN, found[-1].text)
    return found


def joined(atoms: Sequence[Atom], *, tight: bool = False, goes_on: bool = False) -> str:
    """The parts as one text.

    Args:
        atoms: In order.
        tight: As in scripts: no blanks but where words would run together.
        goes_on: Does something stand before them?
    """
    pieces: list[str] = []
    open_brackets: list[bool] = []  # is it that of an index?
    indices = 0
    before: Atom | None = None
    gap = ""
    row = settled(atoms, goes_on=goes_on)
    for place, atom in enumerate(row):
        if atom.kind is Kind.SPACE:
            gap = max(gap, atom.text)
            continue
        if atom.kind is Kind.CLOSE and open_brackets:
            indices -= open_brackets.pop()
        close = tight or indices > 0
        if before is not None:
            if _is_function(before) and atom.kind is Kind.FRACTION:
                atom = Atom(Kind.CLOSE, f"({atom.text})")  # noqa: PLW2901 (log(a/b), not log a/b)
            else:
                pieces.append(_blank(before, atom, gap, tight=close))
        elif goes_on and atom.kind in _SPACED:
            pieces.append(" ")
        pieces.append(atom.text)
        if atom.kind in _OPENING:
            is_index = atom.kind is Kind.INDEX and before is not None and before.kind in _OPERANDS
            open_brackets.append(is_index and not _compares(row[place + 1 : place + _MOST_INDEX]))
            indices += open_brackets[-1]
        before, gap = atom, ""
    return beside(pieces)


def _is_function(atom: Atom) -> bool:
    """Is it a function without a script, so that what follows is its argument?"""
    return atom.kind is Kind.OPERATOR and atom.text.isascii()


def _compares(row: Sequence[Atom]) -> bool:
    """Is there a comparison before the bracket ends, as in 1[u > 0]?"""
    depth = 0
    for atom in row:
        depth += (atom.kind in _OPENING) - (atom.kind is Kind.CLOSE)
        if depth < 0:
            return False
        if atom.kind is Kind.RELATION:
            return True
    return False


def _blank(before: Atom, after: Atom, gap: str, *, tight: bool) -> str:
    """The blanks between two parts."""
    if not tight:
        if {before.kind, after.kind} & _SPACED or before.kind is Kind.COMMA:
            return gap if len(gap) > 1 else " "
        if len(gap) > 1:
            return gap
    if before.kind in _OPENING or after.kind is Kind.CLOSE or after.kind is Kind.COMMA:
        return ""
    if gap:
        if "/" in (before.text, after.text):
            return ""
        return " " if not tight or _touch(before, after) else ""
    return " " if _want_blank(before, after) else ""


def _want_blank(before: Atom, after: Atom) -> bool:
    """Would two parts be misread without a blank between them?"""
    kinds = {before.kind, after.kind}
    if "\n" in before.text:
        return after.kind in _OPERANDS | _OPENING
    if after.kind in _ACTING or before.kind is Kind.BIG:
        return _is_operand(before) or before.kind is Kind.BIG
    if before.kind is Kind.OPERATOR:
        return after.kind not in _OPENING
    if Kind.FRACTION in kinds:
        return _is_operand(before) and (_is_operand(after) or after.kind in _OPENING)
    if before.kind is Kind.WORD and before.text[-1:] == ")":  # e^(-x) y
        return after.kind in _OPERANDS and after.text[:1].isalnum()
    return Kind.WORD in kinds and _touch(before, after)


def _is_operand(atom: Atom) -> bool:
    """Is it a factor, and not the sign of a product or a minus?"""
    return atom.kind in _OPERANDS | _ACTING and atom.text[-1:] not in "·/|-+±∓∂∇"


def _touch(before: Atom, after: Atom) -> bool:
    return before.text[-1:].isalnum() and after.text[:1].isalnum()


class Shape(NamedTuple):
    """What a row of parts is from outside."""

    #: Is it a sum, a comparison or a list?
    is_sum: bool
    #: Does it begin with a minus?
    has_sign: bool
    #: Would what follows it seem to belong to its last operator or fraction?
    is_open: bool
    factors: int
    #: Does a letter with something in brackets behind it stand there, as in f(x) and a(b + c)?
    has_call: bool
    #: Is it d, ∂ or Δ with one factor?
    differential: str


def shape_of(atoms: Sequence[Atom]) -> Shape:
    """What a row of parts is from outside."""
    row = [atom for atom in settled(atoms) if atom.kind is not Kind.SPACE]
    depth = factors = 0
    is_sum = is_open = has_call = False
    before: Atom | None = None
    for place, atom in enumerate(row):
        if atom.kind is Kind.CLOSE:
            depth -= 1
        elif depth == 0:
            is_sum |= atom.kind in _SPACED or atom.kind is Kind.COMMA
            is_sum |= atom.kind is Kind.WORD and _is_loose(atom.text)
            has_call |= atom.kind is Kind.OPEN and before is not None and before.kind is Kind.SIGN
            following = row[place + 1].kind if place + 1 < len(row) else None
            is_open |= atom.kind is Kind.FRACTION or (
                atom.kind in _ACTING and following not in _OPENING
            )
            factors += _is_factor(atom, before)
        depth += atom.kind in _OPENING
        before = atom
    first = row[0].text if row else ""
    return Shape(
        is_sum=is_sum,
        has_sign=first in {"-", "+", "±", "∓"},
        is_open=is_open,
        factors=factors,
        has_call=has_call,
        differential=first[:1] if first[:1] in _DIFFERENTIALS and factors <= 2 else "",  # noqa: PLR2004 (dt)
    )


def _is_loose(word: str) -> bool:
    """Is it text like IMP+ET, and not a letter with a script like e^(-x)?"""
    return "(" not in word and not _LOOSE.isdisjoint(word)


def _is_factor(atom: Atom, before: Atom | None) -> bool:
    """Does a part begin a factor, or does it belong to the one before it?"""
    if atom.kind in _OPENING:
        return before is None or before.kind not in _OPERANDS | _ACTING
    if atom.kind is Kind.SIGN and before is not None and before.kind is Kind.SIGN:
        return not (before.text[-1:].isdecimal() and atom.text[:1] in "0123456789.")
    return atom.kind in _OPERANDS | _ACTING and atom.text not in _PRODUCT


def fraction(above: Sequence[Atom], below: Sequence[Atom]) -> Atom:
    """A fraction on one line, with the brackets that it needs."""
    top, bottom = shape_of(above), shape_of(below)
    over, under = joined(above), joined(below)
    if top.is_sum or top.is_open:
        over = f"({over})"
    # du/dt is read as one thing, while the d in a/(dC) may be any factor.
    is_derivative = bottom.differential == "Δ" or (top.differential and bottom.differential)
    many = (bottom.factors > 1 or bottom.has_call) and not is_derivative
    if bottom.is_sum or bottom.has_sign or bottom.is_open or many:
        under = f"({under})"
    return Atom(Kind.FRACTION, f"{over}/{under}")


def scripted(base: Atom, below: str, above: str) -> Atom:
    """A part with its scripts: those that Unicode has first, then the others behind _ and ^."""
    known, others = base.text, ""
    for mark, text, signs in (("_", below, SUBSCRIPTS), ("^", above, SUPERSCRIPTS)):
        if not text:
            continue
        if all(sign in signs for sign in text):
            known += "".join(signs[sign] for sign in text)
        elif len(text) == 1 or _is_word(text) or (text[0] in "([" and _is_wrapped(text)):
            others += f"{mark}{text}"
        else:
            others += f"{mark}({text})"
    kind = base.kind
    if others and kind is Kind.SIGN:
        kind = Kind.WORD  # what follows it must not run into it
    return Atom(kind, known + others)


def _is_word(text: str) -> bool:
    """Can it stand behind ^ without brackets? With a script of its own, x^(aᵢ), it cannot."""
    return text.isalnum() and SCRIPTS.isdisjoint(text)


def _is_wrapped(text: str) -> bool:
    """Does the first bracket end where the text does?"""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            return place == len(text) - 1
    return False


def beside(pieces: Iterable[str]) -> str:
    """Pieces from left to right; those of several lines stand with their middles in one line."""
    pieces = list(pieces)
    if not any("\n" in piece for piece in pieces):
        return "".join(pieces)
    boxes = [piece.split("\n") for piece in pieces]
    above = max((len(box) - 1) // 2 for box in boxes)
    below = max(len(box) - (len(box) - 1) // 2 for box in boxes)
    lines = [""] * (above + below)
    for box in boxes:
        start, width = above - (len(box) - 1) // 2, max(map(columns_of, box))
        for number in range(len(lines)):
            inside = box[number - start] if 0 <= number - start < len(box) else ""
            lines[number] += inside + " " * (width - columns_of(inside))
    return "\n".join(line.rstrip() for line in lines)
