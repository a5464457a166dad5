r"""Formulas as people read them where there is no LaTeX: \frac{du}{dt} as du/dt, \tau_m as τₘ."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from snnnotes.formats import formula_signs
from snnnotes.formats.formula_grid import LINED, environment, environment_on_one_line, tall
from snnnotes.formats.formula_layout import (
    Atom,
    beside,
    fraction,
    joined,
    scripted,
    shape_of,
)
from snnnotes.formats.formula_signs import (
    ACCENTS,
    ALPHABETS,
    SCRIPTS,
    Kind,
    in_alphabet,
    kind_of,
    sign_of,
)
from snnnotes.formats.formula_tokens import TexTokens
from snnnotes.formats.latex_read import plain_text

_ENDS = frozenset({"}", "&", r"\\", r"\end", r"\right", r"\cr", r"\newline"})
_NEW_LINES = frozenset({r"\\", r"\cr", r"\newline"})
#: Groups in groups, at most; what lies deeper is shown as it is written.
_DEEPEST = 40
#: Letters under one bar or line, at most; more of them are put in brackets.
_MOST_UNDER_LINE = 12
#: In braces of their own, these are as any other sign.
_SPACED = (Kind.COMMA, Kind.BINARY, Kind.RELATION)
#: Signs that stand for themselves behind a backslash.
_ESCAPED = {sign: (kind_of(sign), sign) for sign in "{}%&#$_"} | {"|": (Kind.SIGN, "‖")}


def readable(tex: str, *, one_line: bool = False) -> str:
    r"""A formula in Unicode; what has no sign there is spelled so that it can be read.

    It takes whatever it is given: unknown commands stay, open groups end where the formula does.

    Args:
        tex: What stands between the dollar signs.
        one_line: Write also matrices and cases on one line, for formulas within a sentence.

    >>> readable(r"\tau_m \frac{du}{dt} = -(u - u_{rest}) + R I_{i,j}")
    'τₘ du/dt = -(u - uᵣₑₛₜ) + R I_(i,j)'
    >>> readable(r"\hat y[t] = \sum_{t=1}^{T} \frac{a+b}{2}")
    'ŷ[t] = ∑ₜ₌₁ᵀ (a + b)/2'
    >>> print(readable(r"s = \begin{cases} 1 & u \ge 0 \\ 0 & \text{否则} \end{cases}"))
    s = ⎧ 1  u ≥ 0
        ⎩ 0  否则
    """
    reader = _Reader(tex, one_line=one_line)
    lines = [joined(reader.row())]
    while not reader.at_end():
        sign = reader.next()
        if sign in _NEW_LINES:
            reader.skip_option()
            lines.append(joined(reader.row()))
        else:  # it closes nothing
            if sign == r"\end":
                reader.raw()
            lines[-1] = joined([Atom(Kind.SIGN, lines[-1]), *reader.row()])
    lines = [line for line in lines if line.strip()]
    return str.join(" " if one_line else "\n", lines) or tex


class _Reader(TexTokens):
    """Reads a formula from left to right."""

    def __init__(self, tex: str, *, one_line: bool) -> None:
        super().__init__(tex)
        self._depth = 0
        #: More than 0 where a part of several lines has no place.
        self._flat = int(one_line)

    def row(self, closing: str = "") -> list[Atom]:
        """Parts up to what ends a row, which stays.

        Args:
            closing: Another sign that ends it, such as ``]``.
        """
        atoms: list[Atom] = []
        while (sign := self.peek()) and sign not in _ENDS and sign != closing:
            if sign in (r"\over", r"\atop"):
                self.next()
                return [fraction(atoms, self.row(closing))]
            atoms += self._part()
        return atoms

    def argument(self) -> list[Atom]:
        """What a command is set on: a group, or the next sign."""
        sign = self.peek()
        if sign == "{":
            return self._group()
        if not sign or sign in _ENDS:
            return []
        if self._depth >= _DEEPEST:
            return [Atom(Kind.SIGN, self.next())]
        self._depth += 1
        atoms = self._command(self.next())
        self._depth -= 1
        return atoms

    def _part(self) -> list[Atom]:
        """One part with its scripts."""
        if self.peek() in ("^", "_", "'"):
            atoms = [Atom(Kind.SIGN, "")]
        elif self.peek() == "{":
            atoms = self._grouped(self._group())
        else:
            atoms = self._command(self.next())
        below, above = "", ""
        while (mark := self.peek()) in ("^", "_", "'", r"\limits", r"\nolimits"):
            self.next()
            if mark == "'":
                above += "′"
            elif mark in ("^", "_"):
                self._flat += 1
                text = joined(self.argument(), tight=True)
                self._flat -= 1
                below, above = (below + text, above) if mark == "_" else (below, above + text)
        if not (below or above):
            return atoms
        above = above.replace("′′′", "‴").replace("′′", "″")
        base = atoms.pop() if atoms else Atom(Kind.SIGN, "")
        if "\n" in base.text:
            return [*atoms, base, scripted(Atom(Kind.CLOSE, ""), below, above)]
        return [*atoms, scripted(base, below, above)]

    def _grouped(self, atoms: list[Atom]) -> list[Atom]:
        """A group as parts of the row around it; in brackets if it has scripts as a whole."""
        if self.peek() in ("^", "_", "'") and shape_of(atoms).factors > 1:
            return [Atom(Kind.OPEN, "("), *atoms, Atom(Kind.CLOSE, ")")]
        return atoms

    def _group(self) -> list[Atom]:
        """What stands in braces, which are read with it."""
        if self._depth >= _DEEPEST:
            return [Atom(Kind.SIGN, self.raw())]
        self._depth += 1
        self.next()
        atoms = self.row()
        while self.peek() not in ("", "}"):  # a sign that ends no group
            self.next()
            atoms += self.row()
        if not self.at_end():
            self.next()
        self._depth -= 1
        if len(atoms) == 1 and atoms[0].kind in _SPACED:  # 1{,}000
            return [Atom(Kind.SIGN, atoms[0].text)]
        return atoms

    def _command(self, sign: str) -> list[Atom]:
        """The parts that a sign or command is, with its arguments."""
        if sign[0] != "\\":
            return [self._plain(sign)]
        name = sign[1:]
        if handler := _HANDLERS.get(name):
            if self._depth >= _DEEPEST:
                return [Atom(Kind.WORD, sign)]
            self._depth += 1
            atoms = handler(self, name)
            self._depth -= 1
            return atoms
        if known := _ESCAPED.get(name) or sign_of(name):
            return [Atom(*known)]
        return self._unknown(sign) if name.isalpha() else [Atom(Kind.SIGN, name and sign)]

    def _plain(self, sign: str) -> Atom:
        if sign == ":" and self.peek() == "=":
            return Atom(Kind.RELATION, f":{self.next()}")
        shown = {"~": " ", "*": "∗"}.get(sign, sign)
        return Atom(Kind.SPACE if shown == " " else kind_of(shown), shown)

    def _unknown(self, command: str) -> list[Atom]:
        """A command as it is written, and its arguments as they are read."""
        atoms = [Atom(Kind.WORD, command)]
        while self.peek() == "{":
            atoms += [Atom(Kind.OPEN, "{"), *self._group(), Atom(Kind.CLOSE, "}")]
        return atoms

    def read_upright(self, name: str) -> list[Atom]:
        if self.peek() == "*":
            self.next()
        text = joined(self.argument())
        if name == "mathrm" and text == "d":  # of an integral, ∫ f(x) dx
            return [Atom(Kind.SPACE, " "), Atom(Kind.SIGN, text)]
        if name.startswith("operatorname") or name == "mathop":
            return [Atom(Kind.OPERATOR, text)]
        return [Atom(Kind.WORD if len(text) > 1 else kind_of(text), text)] if text else []

    def read_text(self, _name: str) -> list[Atom]:
        raw = self.raw()
        blanks = [Atom(Kind.SPACE, " ")]
        words = [Atom(Kind.WORD, plain_text(raw).replace("$", ""))]
        return (
            (blanks if raw[:1].isspace() else [])
            + (words if words[0].text else [])
            + (blanks if raw[-1:].isspace() else [])
        )

    def read_silent(self, _name: str) -> list[Atom]:
        return []

    def read_bare(self, _name: str) -> list[Atom]:
        return self._grouped(self.argument())

    def read_pmod(self, _name: str) -> list[Atom]:
        return [Atom(Kind.SIGN, f" (mod {joined(self.argument())})")]

    def read_tag(self, _name: str) -> list[Atom]:
        return [Atom(Kind.SIGN, f"  ({self.raw().strip()})")]

    def read_unseen(self, _name: str) -> list[Atom]:
        self.raw()
        return []

    def read_second(self, _name: str) -> list[Atom]:
        self.raw()
        return self._grouped(self.argument())

    def read_accent(self, name: str) -> list[Atom]:
        atoms = self.argument()
        text, mark = joined(atoms, tight=True), ACCENTS[name]
        if not text:
            return []
        bases = [place for place, sign in enumerate(text) if not _is_script(sign)]
        if len(bases) == 1 and bases[0] == 0:
            end = 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            whole = unicodedata.normalize("NFC", text[:end] + mark) + text[end:]
            return [Atom(kind_of(whole) if name == "not" else Kind.SIGN, whole)]
        if name in ("overline", "bar", "underline") and len(text) <= _MOST_UNDER_LINE:
            line = mark if name == "underline" else ACCENTS["overline"]
            whole = "".join(sign + line for sign in text)
            return [Atom(Kind.WORD, whole)]
        return [Atom(Kind.OPERATOR, name.removeprefix("wide")), *_in_brackets(text)]

    def read_alphabet(self, name: str) -> list[Atom]:
        text = "".join(in_alphabet(sign, name) for sign in joined(self.argument()))
        return [Atom(Kind.WORD if len(text) > 1 else Kind.SIGN, text)]

    def read_fraction(self, _name: str) -> list[Atom]:
        self._flat += 1
        above, below = self.argument(), self.argument()
        self._flat -= 1
        if not above and not below:
            return []
        parts = fraction(above, below)
        return [parts] if self.peek() not in ("^", "_") else _in_brackets(parts.text)

    def read_binom(self, _name: str) -> list[Atom]:
        above, below = joined(self.argument(), tight=True), joined(self.argument(), tight=True)
        return _in_brackets(f"{above} choose {below}")

    def read_set(self, name: str) -> list[Atom]:
        over, base = joined(self.argument(), tight=True), self.argument()
        text = joined(base, tight=True)
        kind = base[-1].kind if base else Kind.SIGN
        scripts = (over, "") if name == "underset" else ("", over)
        return [Atom(kind, scripted(Atom(Kind.SIGN, text), *scripts).text)]

    def read_arrow(self, name: str) -> list[Atom]:
        if self.peek() == "[":
            self.next()
            self.row("]")
            if not self.at_end():
                self.next()
        arrow = "→" if name == "xrightarrow" else "←"
        return [
            Atom(
                Kind.RELATION,
                scripted(Atom(Kind.SIGN, arrow), "", joined(self.argument(), tight=True)).text,
            )
        ]

    def read_root(self, _name: str) -> list[Atom]:
        index = ""
        if self.peek() == "[":
            self.next()
            index = joined(self.row("]"), tight=True)
            if not self.at_end():
                self.next()
        self._flat += 1
        atoms = self.argument()
        self._flat -= 1
        shape, text = shape_of(atoms), joined(atoms)
        if shape.factors != 1 or shape.is_sum or shape.has_sign or shape.is_open:
            text = f"({text})"
        return [Atom(Kind.SIGN, scripted(Atom(Kind.SIGN, ""), "", index).text + f"√{text}")]

    def read_left(self, _name: str) -> list[Atom]:
        opening = self.read_delimiter()
        inner = self.row()
        while self.peek() in ("&", *_NEW_LINES):  # they have no meaning here
            self.next()
            inner += self.row()
        closing: list[Atom] = []
        if self.peek() == r"\right":
            self.next()
            closing = self.read_delimiter()
        text = joined(inner)
        height = text.count("\n") + 1
        left, right = (
            [Atom(kind, tall(atom.text, height)) for atom in delimiter]
            for kind, delimiter in ((Kind.OPEN, opening), (Kind.CLOSE, closing))
        )
        if height > 1:
            pieces = (*(atom.text for atom in left), " ", text, " ", *(atom.text for atom in right))
            return [Atom(Kind.SIGN, beside(pieces))]
        return [*left, *inner, *right]

    def read_delimiter(self, _name: str = "") -> list[Atom]:
        if self.peek() in ("", "}", "&"):
            return []
        sign = self.next()
        if sign == ".":
            return []
        return self._command(sign)

    def read_substack(self, _name: str) -> list[Atom]:
        tokens = self.peek() == "{" and self.next()
        lines = [joined(self.row(), tight=True)]
        while tokens and self.peek() in _NEW_LINES:
            self.next()
            lines.append(joined(self.row(), tight=True))
        if self.peek() == "}":
            self.next()
        return [Atom(Kind.WORD, ",".join(lines))]

    def read_environment(self, _name: str) -> list[Atom]:
        name = self.raw().strip().rstrip("*")
        if name in ("array", "tabular", "alignat", "alignedat", "subarray"):
            self.raw()
        rows = self._rows(lined=name in LINED)
        if self._flat:
            return environment_on_one_line(rows, name)
        return environment(rows, name)

    def _rows(self, *, lined: bool) -> list[list[str]]:
        r"""The cells up to ``\end``, which is read with its name."""
        rows: list[list[str]] = [[]]
        self._flat += 1
        while True:
            goes_on = lined and len(rows[-1]) % 2 == 1
            rows[-1].append(joined(self.row(), goes_on=goes_on))
            sign = self.next() if self.peek() else ""
            if sign in _NEW_LINES:
                self.skip_option()
                rows.append([])
            elif sign != "&":
                break
        self._flat -= 1
        if sign == r"\end":
            self.raw()
        elif sign:  # something else that was opened before ends here
            self.back()
        return [row for row in rows if any(row)]


_HANDLERS: dict[str, Callable[[_Reader, str], list[Atom]]] = {
    name: handler
    for names, handler in (
        (formula_signs.UPRIGHT.split(), _Reader.read_upright),
        (formula_signs.TEXTS.split(), _Reader.read_text),
        (formula_signs.SILENT.split(), _Reader.read_silent),
        (formula_signs.BARE.split(), _Reader.read_bare),
        (formula_signs.UNSEEN.split(), _Reader.read_unseen),
        (formula_signs.SECOND.split(), _Reader.read_second),
        (ACCENTS, _Reader.read_accent),
        (ALPHABETS, _Reader.read_alphabet),
        (("frac", "dfrac", "tfrac", "cfrac"), _Reader.read_fraction),
        (("binom", "dbinom", "tbinom"), _Reader.read_binom),
        (("overset", "stackrel", "underset"), _Reader.read_set),
        (("xrightarrow", "xleftarrow"), _Reader.read_arrow),
        (("sqrt",), _Reader.read_root),
        (("left",), _Reader.read_left),
        (("middle",), _Reader.read_delimiter),
        (("begin",), _Reader.read_environment),
        (("pmod",), _Reader.read_pmod),
        (("tag",), _Reader.read_tag),
        (("substack",), _Reader.read_substack),
    )
    for name in names
}


def _in_brackets(text: str) -> list[Atom]:
    return [Atom(Kind.OPEN, "("), Atom(Kind.WORD, text), Atom(Kind.CLOSE, ")")]


def _is_script(sign: str) -> bool:
    return sign in SCRIPTS or unicodedata.combining(sign) > 0
