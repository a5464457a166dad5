r"""What commands of LaTeX look like as Unicode: signs, scripts, accents and alphabets."""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import cache

from snnnotes.formats.latex_read import symbol


class Kind(Enum):
    """What a part of a formula is to the parts beside it."""

    SIGN = "a letter, digit, or anything that stands close to its neighbours"
    WORD = "a name of several letters"
    OPERATOR = "what acts on what follows: log, max"
    BIG = "a sum, product or integral"
    BINARY = "what stands between two things: +"
    RELATION = "what compares them: ="
    OPEN = "an opening bracket"
    INDEX = "a square bracket that may hold an index"
    CLOSE = "a closing bracket"
    COMMA = "a comma or semicolon"
    FRACTION = "a fraction without brackets around it"
    SPACE = "a blank that was asked for"


_LOWER = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_UPPER = dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True))
SUPERSCRIPTS = {
    **dict(zip("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", strict=True)),
    **_LOWER,
    **_UPPER,
    "β": "ᵝ",
    "γ": "ᵞ",
    "δ": "ᵟ",
    "θ": "ᶿ",
    "φ": "ᵠ",
    "ϕ": "ᵠ",
    "χ": "ᵡ",
    "⊤": "ᵀ",
    "∘": "°",
    "∗": "*",
    "⋆": "*",
    "*": "*",
    "′": "′",
    "″": "″",
    "‴": "‴",
    "†": "†",
}
SUBSCRIPTS = {
    **dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
    "β": "ᵦ",
    "γ": "ᵧ",
    "ρ": "ᵨ",
    "φ": "ᵩ",
    "ϕ": "ᵩ",
    "χ": "ᵪ",
}
#: Signs that are a script already.
SCRIPTS = frozenset(SUBSCRIPTS.values()) | frozenset(SUPERSCRIPTS.values()) - {"*"}
#: Marks that stand on one letter, as combining characters.
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "bar": "\u0304", "overline": "\u0305", "underline": "\u0332", "dot": "\u0307",
    "ddot": "\u0308", "vec": "\u20d7", "overrightarrow": "\u20d7", "check": "\u030c",
    "acute": "\u0301", "grave": "\u0300", "breve": "\u0306", "mathring": "\u030a",
    "not": "\u0338",
}  # fmt: skip
#: Alphabets, as the names of their characters begin; where there is no such character, the
#: letter stays as it is.
ALPHABETS = {
    "mathbf": ("MATHEMATICAL BOLD",), "boldsymbol": ("MATHEMATICAL BOLD",),
    "bm": ("MATHEMATICAL BOLD",), "pmb": ("MATHEMATICAL BOLD",),
    "mathbb": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "mathcal": ("MATHEMATICAL SCRIPT", "SCRIPT"), "mathscr": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "mathfrak": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
}  # fmt: skip

#: Commands that set letters upright.
UPRIGHT = """mathrm mathit mathsf mathtt mathnormal rm it operatorname operatornamewithlimits
    mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner"""
#: Commands whose argument is text.
TEXTS = """text textbf textit textrm textsf texttt textnormal textup mbox hbox emph textsc"""
#: Commands that say how big or where something is, which a line of text cannot.
SILENT = """limits nolimits displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag
    big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm
    hline hfill allowbreak relax strut mathstrut ! / protect smallskip normalsize small bf cal
    rm it sf tt boldmath"""
#: Commands whose argument is shown as if they were not there.
BARE = """boxed cancel bcancel xcancel mathstrut smash ensuremath underbrace overbrace
    mathchoice overleftrightarrow"""
#: Commands whose first argument is not shown.
UNSEEN = "label hspace vspace phantom hphantom vphantom color ref eqref cssId require mkern mskip"
#: Commands with two arguments of which only the second is shown.
SECOND = "textcolor colorbox href style class raisebox"

_FUNCTIONS = """arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg
    lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh argmax argmin"""
_RELATIONS = "=<>:≠≤≥≪≫≈∼≃≅≡≜≔∝∈∉∋⊂⊃⊆⊇⊊⊋→←↔⇒⇐⇔⟶⟵⟷⟹⟸⟺↦⟼↑↓↗↘⊢⊣⊨⟂∥≺≻⪯⪰≲≳↪↩⇀⇌"
_KINDS_OF_SIGNS = {
    **dict.fromkeys("∑∏∐∫∬∭∮⋃⋂⨁⨂⨀⋀⋁", Kind.BIG),
    **dict.fromkeys("+-±∓×÷∗⋆⊕⊖⊗⊘⊙∪∩⊔⊓∨∧∖⊎", Kind.BINARY),
    **dict.fromkeys(_RELATIONS, Kind.RELATION),
    **dict.fromkeys(",;", Kind.COMMA),
    **dict.fromkeys("({⟨⌊⌈", Kind.OPEN),
    **dict.fromkeys(")]}⟩⌋⌉", Kind.CLOSE),
    "[": Kind.INDEX,
}
#: Commands that pylatexenc does not know or shows in another way than we want: text and kind.
_COMMANDS = {
    "ne": "≠", "le": "≤", "ge": "≥", "gets": "←", "iff": "⟺", "implies": "⟹", "impliedby": "⟸",
    "to": "→", "coloneqq": "≔", "Re": "ℜ", "Im": "ℑ", "bmod": "mod", "colon": ":",
    "cdot": "·", "cdotp": "·", "dotsc": "…", "dotsb": "⋯", "dotsm": "⋯", "dotsi": "⋯",
    "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "vert": "|", "Vert": "‖",
    "prime": "′", "degree": "°", "lt": "<", "gt": ">", "And": "&", "backslash": "\\",
    "varlimsup": "lim sup", "varliminf": "lim inf", "limsup": "lim sup", "liminf": "lim inf",
    "iint": "∬", "iiint": "∭", "bigcup": "⋃", "bigcap": "⋂", "setminus": "∖", "smallsetminus": "∖",
    "imath": "ı", "jmath": "ȷ", "leqslant": "≤", "geqslant": "≥", "lnot": "¬", "neg": "¬",
}  # fmt: skip
#: Commands whose sign means something else to its neighbours than the sign by itself.
_KINDS = {
    **dict.fromkeys(_FUNCTIONS.split(), Kind.OPERATOR),
    "lvert": Kind.OPEN, "lVert": Kind.OPEN, "rvert": Kind.CLOSE, "rVert": Kind.CLOSE,
    "mid": Kind.RELATION, "bmod": Kind.BINARY, "colon": Kind.COMMA, "lbrack": Kind.OPEN,
}  # fmt: skip
_SPACES = {
    ",": " ", ":": " ", ";": " ", ">": " ", " ": " ", "\t": " ", "\n": " ", "~": " ",
    "thinspace": " ", "medspace": " ", "thickspace": " ", "enspace": " ", "nobreakspace": " ",
    "quad": "  ", "qquad": "   ", "space": " ",
}  # fmt: skip


def sign_of(command: str) -> tuple[Kind, str] | None:
    r"""What a command without argument looks like, without its backslash; None if nobody knows.

    >>> sign_of("le")[1], sign_of("le")[0].name, sign_of("nosuchthing")
    ('≤', 'RELATION', None)
    """
    if command in _SPACES:
        return Kind.SPACE, _SPACES[command]
    known = _KINDS.get(command)
    text = _COMMANDS.get(command) or (command if known is Kind.OPERATOR else symbol(command))
    if not text.strip():
        return None
    return known or kind_of(text), text


def kind_of(text: str) -> Kind:
    """What a sign is to its neighbours.

    >>> kind_of("≤").name, kind_of("x").name
    ('RELATION', 'SIGN')
    """
    known = _KINDS_OF_SIGNS.get(text)
    return known or (Kind.WORD if len(text) > 1 and text.isalpha() else Kind.SIGN)


@cache
def in_alphabet(letter: str, alphabet: str) -> str:
    r"""A letter or digit in one of `ALPHABETS`.

    >>> in_alphabet("E", "mathbb"), in_alphabet("R", "mathbb"), in_alphabet("θ", "mathbf")
    ('𝔼', 'ℝ', '𝛉')
    """
    name = unicodedata.name(letter, "")
    short = name.removeprefix("LATIN ").removeprefix("GREEK ").replace("LETTER ", "")
    for start in ALPHABETS[alphabet]:
        try:
            return unicodedata.lookup(f"{start} {short}")
        except KeyError:
            continue
    return letter
