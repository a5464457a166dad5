r"""Text as LaTeX and BibTeX need it written; `snnnotes.formats.latex_read` reads it back.

LaTeX prints what the text says, and BibTeX, which counts every brace, also one behind a backslash,
finds the end of each field.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from snnnotes.model.markdown import one_line

# A formula, told from an amount of money as Pandoc does it: no blank inside of either sign, no
# digit behind the second. A bare %, # or & would be an error in the formula as well.
_FORMULA = re.compile(r"(?<!\\)(?P<sign>\$\$?)(?!\s)(?:\\.|[^\\$%#&])+?(?<!\s)(?P=sign)(?!\d)")
#: Chinese, Japanese and Korean, as a class of a regular expression: no capitals, no blanks.
CJK = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORD = re.compile(rf"[^\W_{CJK}](?:[^\W_{CJK}]|[\u0300-\u036f])*")
_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%#_${}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
# Where braces do not come in pairs, BibTeX would not find the end of the field, backslash or not.
_LONE_BRACES = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})

#: Accents over a letter of ASCII, by the combining mark.
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_LETTERS = {
    "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ı": "i", "å": "aa", "Å": "AA",
}  # fmt: skip
#: What pdfLaTeX knows only in formulas.
_MATHS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "varphi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    "≤": "leq", "≥": "geq", "≠": "neq", "≈": "approx", "≡": "equiv", "≪": "ll", "≫": "gg",
    "∼": "sim", "∞": "infty", "→": "rightarrow", "←": "leftarrow", "↔": "leftrightarrow",
    "⇒": "Rightarrow", "∈": "in", "⊂": "subset", "∑": "sum", "∂": "partial", "∇": "nabla",
    "∝": "propto", "∀": "forall", "∃": "exists", "∘": "circ", "⋆": "star",
}  # fmt: skip
_TOKEN = re.compile(
    rf"(?P<formula>{_FORMULA.pattern})|(?P<word>{_WORD.pattern})|(?P<special>[&%#_$~^\\{{}}])"
    # Two of these in a row are another sign to TeX: -- is a dash.
    rf"|(?P<ligature>-{{2,}}|`{{2,}}|'{{2,}})"
    rf"|(?P<symbol>[{''.join(sign for sign in _MATHS if not sign.isalpha())}])"
)
_NOT_IN_ADDRESS = re.compile(r"[\s{}\\]")


def latex_text(text: str, *, keep_capitals: bool = False, ascii_letters: bool = False) -> str:
    r"""Text that LaTeX prints as it is; formulas between dollar signs stay.

    Args:
        text: Any text; line ends become blanks.
        keep_capitals: Put braces around words that a bibliography style must not write in lower
            case: those with a capital inside (ResNet), in capitals (SNN), or in a formula.
        ascii_letters: Write accents, Greek and signs of formulas as commands. BibTeX itself cuts
            letters of UTF-8 in two where it abbreviates a name, and pdfLaTeX knows no Greek.

    >>> latex_text("GLIF: 100% of $T_1$ & a_b", keep_capitals=True)
    '{GLIF}: 100\\% of {$T_1$} \\& a\\_b'
    >>> latex_text("Müller: τ of SNNö", keep_capitals=True, ascii_letters=True)
    'M{\\"u}ller: {\\ensuremath{\\tau}} of {SNN{\\"o}}'
    """
    text = one_line(text)
    outside = _FORMULA.sub(lambda found: "" if _is_closed(found[0]) else found[0], text)
    escapes = _ESCAPES if _is_closed(outside) else _ESCAPES | _LONE_BRACES

    def written(found: re.Match[str]) -> str:
        token = found[0]
        if found["ligature"]:
            return "{}".join(token)
        if found["special"] or (found["formula"] and not _is_closed(token)):
            return token.translate(escapes)
        shown = _in_ascii(token) if ascii_letters and not found["formula"] else token
        if not keep_capitals or found["symbol"]:
            return shown
        # Around letters and digits alone: BibTeX lowers what follows a brace and a backslash.
        keep = _needs_braces(token) if found["word"] else _has_capital(token)
        return f"{{{shown}}}" if keep else shown

    return _TOKEN.sub(written, text)


def latex_address(text: str | None) -> str:
    """A link or identifier; only what would end the field or the address is percent-encoded."""
    return _NOT_IN_ADDRESS.sub(
        lambda found: "".join(f"%{octet:02X}" for octet in found[0].encode()), one_line(text or "")
    )


def _in_ascii(token: str) -> str:
    return "".join(map(_letter, unicodedata.normalize("NFC", token)))


@cache
def _letter(character: str) -> str:
    """A character as BibTeX's "special character": a command in braces, which it takes for one."""
    if character.isascii():
        return character
    if character in _LETTERS:
        return f"{{\\{_LETTERS[character]}}}"
    if character in _MATHS:
        return f"{{\\ensuremath{{\\{_MATHS[character]}}}}}"
    letter, *marks = list(unicodedata.normalize("NFD", character))
    if len(marks) == 1 and letter.isascii() and marks[0] in _ACCENTS:
        accent = _ACCENTS[marks[0]]
        return f"{{\\{accent}{' ' if accent.isalpha() else ''}{letter}}}"
    return character


def _needs_braces(word: str) -> bool:
    """Must the word keep its capitals? A capital at its beginning alone is the style's affair.

    >>> [_needs_braces(word) for word in ("SNN", "ResNet", "Q", "V1", "Spiking", "A", "loss")]
    [True, True, True, True, False, False, False]
    """
    return _has_capital(word[1:]) or (word.isupper() and word != "A")


def _has_capital(text: str) -> bool:
    return any(character.isupper() for character in text)


def _is_closed(text: str) -> bool:
    r"""Do braces come in pairs, for BibTeX (which counts every one) and for bibtexparser?

    bibtexparser does not count a brace behind a backslash, be it the second of ``\\``.

    >>> _is_closed("a_{t}"), _is_closed("a}b{"), _is_closed(r"\{0, 1\}"), _is_closed(r"\\{x}")
    (True, False, True, False)
    """
    for pattern in (r"[{}]", r"(?<!\\)[{}]"):
        depth = 0
        for brace in re.findall(pattern, text):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True
