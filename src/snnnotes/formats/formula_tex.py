"""Does the LaTeX of a formula hold together, as MathJax on GitHub would say?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple


class TexFault(NamedTuple):
    """The first thing in a formula that keeps it from being set."""

    #: In characters from the start of the formula.
    offset: int
    #: Is a brace without its partner?
    unbalanced: bool
    message: str
    mend: str


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\s]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")
#: Those of amsmath, and of mathtools, which some renderers have.
_ENVIRONMENTS = """
    matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix
    cases dcases rcases drcases array subarray align aligned alignat alignedat gather gathered
    equation eqnarray multline multlined split flalign xalignat xxalignat CD math displaymath
    numcases subnumcases empheq darray crampedsubarray spreadlines lgathered rgathered
    tabular bmatrix vsmallmatrix Vsmallmatrix Bsmallmatrix prooftree"""
_ONE = """sqrt hat widehat bar overline underline tilde widetilde vec dot ddot dddot acute grave
    check breve mathring overbrace underbrace overrightarrow overleftarrow mathrm mathbf mathit
    mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm pmb operatorname boxed substack
    cancel bcancel xcancel not phantom hphantom vphantom smash mathop mathbin mathrel pmod
    xrightarrow xleftarrow"""
_TWO = "frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel"
#: How many arguments a command has to have.
_ARGUMENTS = dict.fromkeys(_ONE.split(), 1) | dict.fromkeys(_TWO.split(), 2)
#: What stands in braces behind these is text, in which all signs but braces are themselves.
_TEXT_COMMANDS = r"""
    \text \textbf \textit \textrm \textsf \texttt \textnormal \mbox \hbox \tag \label \ref
    \eqref \url \href \color \textcolor \colorbox \fcolorbox \style \class \cssId \unicode
    \require \hspace \vspace \rule \verb"""
_TEXT = frozenset(_TEXT_COMMANDS.split())
#: Of these, the last argument in braces is text.
_TEXT_ARGUMENTS = {r"\colorbox": 2, r"\fcolorbox": 3}
#: Renderers know more of them than we name.
_MAY_BE_TEXT = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(_TEXT)))}|\\text(?!style)[a-z]*|\\emph)(?![A-Za-z])"
)
_NO_SYMBOL = _TEXT | {r"\begin", r"\left"}
#: With these, signs mean other things than we know.
_OWN_RULES = re.compile(r"\\(?:newcommand|renewcommand|def|let|verb|matrix|pmatrix|cases|ce)\b")
#: No argument begins with one of these.
_NO_ARGUMENT = frozenset(("}", "&", "^", "_", r"\\", r"\right", r"\end", r"\over", r"\middle"))

#: Signs between the brackets of an option, at most: one left open does not make us slow.
_MOST_OPTIONS = 50


@lru_cache(1024)  # notes write the same symbols again and again
def first_fault(tex: str) -> TexFault | None:
    r"""The first fault of a formula, None for one that can be set.

    It knows no command by its meaning, so a misspelt one is no fault.

    >>> first_fault(r"\tau_m\frac{du}{dt}") is None
    True
    >>> first_fault(r"\frac{du}{dt").message
    'the brace { is not closed'
    """
    return _Scanner(tex).scan()


def text_spans(tex: str) -> Iterator[tuple[int, int]]:
    r"""Where in a formula commands need not be what they are in a formula, as in ``\text{…}``.

    >>> [r"x \text{a\,b}\,y"[start:end] for start, end in text_spans(r"x \text{a\,b}\,y")]
    ['\\text{a\\,b}']
    """
    if _OWN_RULES.search(tex):
        yield 0, len(tex)
        return
    if not _MAY_BE_TEXT.search(tex):
        return
    tokens = [(match[0], match.start()) for match in _TOKEN.finditer(tex)]
    partner = _partners([sign for sign, _ in tokens])
    for place, (sign, offset) in enumerate(tokens):
        if _MAY_BE_TEXT.fullmatch(sign):
            at = place + 1
            for _ in range(_TEXT_ARGUMENTS.get(sign, 1)):
                at = partner.get(at, at - 1) + 1
            yield offset, tokens[at][1] if at < len(tokens) else len(tex)


class _Open(NamedTuple):
    """A group that waits for its end."""

    kind: str  # "{", "\\left", or the name of an environment
    offset: int
    #: The scripts that the sign before the group already has, if the group is one of them.
    scripts: frozenset[str]


class _Scanner:
    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.tokens = [(match[0], match.start()) for match in _TOKEN.finditer(tex)]
        self.partner = _partners([sign for sign, _ in self.tokens])
        self.own_rules = _OWN_RULES.search(tex) is not None
        self.open: list[_Open] = []
        self.scripts: frozenset[str] = frozenset()
        self.at = 0
        self.rules: dict[str, Callable[[str, int], TexFault | None]] = {
            "^": self._script,
            "_": self._script,
            "'": self._prime,
            "{": self._brace,
            "}": self._unbrace,
            r"\begin": self._environment,
            r"\end": self._environment,
            r"\left": self._left,
            r"\right": self._right,
        }

    def scan(self) -> TexFault | None:
        while self.at < len(self.tokens):
            sign, offset = self.tokens[self.at]
            self.at += 1
            if sign == "%" and "\n" in self.tex:
                self._pass(self.tex.find("\n", offset))
                continue
            if fault := self._one(sign, offset):
                return fault
        if not self.open:
            return None
        return _not_closed(self.open[-1])

    def _one(self, sign: str, offset: int) -> TexFault | None:
        if rule := self.rules.get(sign):
            return rule(sign, offset)
        self.scripts = frozenset()
        if sign in _TEXT:
            self._skip_text()
            return None
        if sign[0] == "\\":
            return self._command(sign, offset)
        return None if self.own_rules else self._sign(sign, offset)

    def _sign(self, sign: str, offset: int) -> TexFault | None:
        if sign == "%":
            message, mend = "% hides what follows it in the formula", r"write \%"
        elif sign == "&" and not any(group.kind[0].isalpha() for group in self.open):
            message = "& stands outside a matrix or other environment"
            mend = r"write \&, or put the formula in \begin{aligned} … \end{aligned}"
        elif sign in ("#", "$"):
            message, mend = f"{sign} cannot stand in a formula", f"write \\{sign}"
        else:
            return None
        return TexFault(offset, unbalanced=False, message=message, mend=mend)

    def _command(self, sign: str, offset: int) -> TexFault | None:
        if sign == "\\":
            message = "the formula ends in a lone backslash"
            return TexFault(offset, unbalanced=False, message=message, mend="take it out")
        place = self.at
        for _ in range(_ARGUMENTS.get(sign[1:], 0)):
            place = self._past_options(place)
            if place >= len(self.tokens) or self.tokens[place][0] in _NO_ARGUMENT:
                message = f"{sign} has too few arguments"
                mend = f"write what {sign} is to be set on, in braces"
                return TexFault(offset, unbalanced=False, message=message, mend=mend)
            place = self.partner.get(place, place) + 1
        return None

    def _past_options(self, place: int) -> int:
        r"""Past the star of ``\operatorname*`` and the ``[3]`` of ``\sqrt[3]{x}``."""
        if place < len(self.tokens) and self.tokens[place][0] == "*":
            return place + 1
        if place < len(self.tokens) and self.tokens[place][0] == "[":
            for end in range(place, min(place + _MOST_OPTIONS, len(self.tokens))):
                if self.tokens[end][0] == "]":
                    return end + 1
        return place

    def _script(self, mark: str, offset: int) -> TexFault | None:
        sign = self.tokens[self.at][0] if self.at < len(self.tokens) else "}"
        if sign in _NO_ARGUMENT:
            message, mend = f"nothing stands behind {mark}", f"write what {mark} raises or lowers"
            return TexFault(offset, unbalanced=False, message=message, mend=mend)
        if mark in self.scripts:
            kind = "superscripts" if mark == "^" else "subscripts"
            message, mend = f"two {kind} stand on one sign", "put braces around one of them"
            return TexFault(offset, unbalanced=False, message=message, mend=mend)
        scripts = self.scripts | {mark}
        if sign == "{":
            self._push("{", self.tokens[self.at][1], scripts)
            self.at += 1
        elif sign[0] != "\\" or self._is_symbol(sign):
            self.scripts = scripts
            self.at += 1
        return None

    @staticmethod
    def _is_symbol(sign: str) -> bool:
        """Is a command surely a whole script by itself?"""
        name = sign[1:]
        return name.isalpha() and name not in _ARGUMENTS and sign not in _NO_SYMBOL

    def _prime(self, _sign: str, offset: int) -> TexFault | None:
        if "^" not in self.scripts:
            return None
        message = "the prime ' stands behind a superscript"
        return TexFault(offset, unbalanced=False, message=message, mend="write it before the ^")

    def _push(self, kind: str, offset: int, scripts: frozenset[str]) -> None:
        self.open.append(_Open(kind, offset, scripts))
        self.scripts = frozenset()

    def _close(self, kind: str, offset: int, message: str) -> TexFault | None:
        if not self.open:
            mend = "take it out, or write its partner before it"
            return TexFault(offset, unbalanced=kind == "{", message=message, mend=mend)
        if self.open[-1].kind != kind:
            return _not_closed(self.open[-1])
        self.scripts = self.open.pop().scripts
        return None

    def _environment(self, sign: str, offset: int) -> TexFault | None:
        match = _ENVIRONMENT.match(self.tex, offset + len(sign))
        if match is None:
            message, mend = f"{sign} names no environment", f"write as {sign}{{aligned}}"
            return TexFault(offset, unbalanced=False, message=message, mend=mend)
        self._pass(match.end())
        name = match[1]
        if sign == r"\end":
            return self._close(name, offset, rf"\end{{{name}}} has no \begin before it")
        if name.rstrip("*") not in _ENVIRONMENTS.split():
            message = f"the environment {name} is not one that GitHub can set"
            mend = "use aligned, cases, array or a matrix"
            return TexFault(offset, unbalanced=False, message=message, mend=mend)
        self._push(name, offset, frozenset())
        return None

    def _left(self, sign: str, offset: int) -> TexFault | None:
        self._push(sign, offset, frozenset())
        return self._delimiter(sign, offset)

    def _right(self, sign: str, offset: int) -> TexFault | None:
        fault = self._close(r"\left", offset, r"\right has no \left before it")
        return fault or self._delimiter(sign, offset)

    def _brace(self, sign: str, offset: int) -> TexFault | None:
        self._push(sign, offset, frozenset())
        return None

    def _unbrace(self, _sign: str, offset: int) -> TexFault | None:
        return self._close("{", offset, "the brace } closes nothing")

    def _delimiter(self, sign: str, offset: int) -> TexFault | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] not in ("{", "}", "&", "^", "_"):
            self.at += 1
            return None
        message, mend = f"{sign} has no bracket behind it", f"write {sign}( or {sign}."
        return TexFault(offset, unbalanced=False, message=message, mend=mend)

    def _skip_text(self) -> None:
        r"""Past the braces behind a command such as ``\text``."""
        place = self.partner.get(self._past_options(self.at))
        if place is not None:
            self.at = place + 1

    def _pass(self, offset: int) -> None:
        """Go on at the first sign from there on."""
        while self.at < len(self.tokens) and (self.tokens[self.at][1] < offset or offset < 0):
            self.at += 1


def _not_closed(group: _Open) -> TexFault:
    if group.kind == "{":
        message, mend = "the brace { is not closed", "write } where its group ends"
    elif group.kind == r"\left":
        message, mend = r"\left has no \right", r"write \right where it ends; \right. shows nothing"
    else:
        end = rf"\end{{{group.kind}}}"
        message, mend = rf"\begin{{{group.kind}}} has no {end}", f"write {end} where it ends"
    return TexFault(group.offset, unbalanced=group.kind == "{", message=message, mend=mend)


def _partners(tokens: list[str]) -> dict[int, int]:
    """The place of the closing brace, for each place of an opening one that has it."""
    waiting: list[int] = []
    partners = {}
    for place, sign in enumerate(tokens):
        if sign == "{":
            waiting.append(place)
        elif sign == "}" and waiting:
            partners[waiting.pop()] = place
    return partners
