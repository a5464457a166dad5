r"""LaTeX as it stands in bibliographies, as plain text; formulas stay.

Text must not get lost: to LaTeX a bare ``%`` begins a comment and a bare ``&`` a column, but
``100% sure & more`` in a bibliography is a slip of the pen. So pylatexenc, which goes by LaTeX and
stops at commands without their arguments, is asked for single symbols alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# As in the writer, a formula has no blank inside of either sign and no digit behind the second,
# which tells it from amounts of money.
_FORMULA = re.compile(
    r"(?<!\\)(?P<sign>\$\$?)(?!\s)(?P<body>(?:\\.|[^\\$]){1,1000}?)(?<!\s)(?P=sign)(?!\d)"
    r"|(?<!\\)\\\((?P<round>.{1,1000}?)\\\)",
    re.DOTALL,
)
#: Commands whose argument is not printed in the line, or that print only the second one.
_UNPRINTED = re.compile(
    r"\\(?:href|textcolor|color|footnote|thanks|label|ref|hspace|vspace|begin|end)\*?\s*\{[^{}]*\}"
)
_QUOTED = re.compile(r"\\(?:mkbibquote|enquote)\*?\s*\{([^{}]*)\}")
_TOKEN = re.compile(
    r"""
    \\ (?P<escaped>[%&\#$_{}])
    | \\ (?P<accent>["'`^~=.]|[Hbcdkrtuv](?![A-Za-z])) \s*
      (?: \{\s*\\?(?P<braced>[^\W\d_]?)\s*\} | \\(?P<dotless>[ij])(?![A-Za-z])(?:\s*\{\})?
        | (?P<letter>[^\W\d_]) )
    | \\ (?P<command>[A-Za-z]+)\*? (?:\s*\{\}|\s+)?
    | \\ (?P<space>[\\\s,;:!/@-])
    | \\ (?P<other>.)
    | (?P<bare>[{}~]|-{2,3}|``|'')
    """,
    re.VERBOSE | re.DOTALL,
)
_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "H": "\u030b", "b": "\u0331", "c": "\u0327", "d": "\u0323", "k": "\u0328",
    "r": "\u030a", "t": "\u0361", "u": "\u0306", "v": "\u030c",
}  # fmt: skip
_BARE = {"{": "", "}": "", "~": " ", "--": "–", "---": "—", "``": "“", "''": "”"}
_NO_SPACE = frozenset("-/@!")
#: Commands that pylatexenc does not know, or prints with something around.
_COMMANDS = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{",
    "textbraceright": "}", "textasciicircum": "^", "textasciigrave": "`", "textquotedbl": '"',
    "textunderscore": "_", "textdollar": "$", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
    "copyright": "©", "textcopyright": "©", "pounds": "£", "S": "§", "P": "¶", "par": " ",
    "newline": " ", "glqq": "„", "grqq": "“", "slash": "/", "item": " ", "ddag": "‡",
}  # fmt: skip

_ADDRESS_TOKEN = re.compile(
    r"\\(?:textasciitilde|sim)(?![A-Za-z])\s*(?:\{\})?|\\~\s*(?:\{\})?|\$\\sim\$"
)
_ADDRESS_COMMAND = re.compile(r"\\(?:url|nolinkurl|path|href)(?![A-Za-z])\s*")
_PROTECTED = re.compile(r"\\(?:textunderscore(?:\{\})?|(?=[%&#$_{}^\\]))")


def plain_text(latex: str) -> str:
    r"""The text that LaTeX would print, on one line; formulas stay as they are.

    Braces go that are there for BibTeX's sake.

    >>> plain_text(r'{SNN}s: 100% of $T_{1}$ \& M{\"u}ller~et al.')
    'SNNs: 100% of $T_{1}$ & Müller et al.'
    """
    texts = []
    end = 0
    for formula in _FORMULA.finditer(latex):
        body, sign = formula["body"] or formula["round"], formula["sign"] or "$"
        texts += [_printed(latex[end : formula.start()]), sign, body.strip(), sign]
        end = formula.end()
    texts.append(_printed(latex[end:]))
    return " ".join("".join(texts).split())


def plain_address(latex: str) -> str:
    r"""A web address, identifier or path, in which LaTeX only protects signs.

    >>> plain_address(r"\url{https://doi.org/10.1007/978-3-031\_12}"), plain_address("a_b%20~c")
    ('https://doi.org/10.1007/978-3-031_12', 'a_b%20~c')
    """
    bare = _ADDRESS_COMMAND.sub("", _ADDRESS_TOKEN.sub("~", latex))
    bare = re.sub(r"[{}]", "", bare)
    return _PROTECTED.sub(lambda found: "_" if "text" in found[0] else "", bare).strip()


def _printed(latex: str) -> str:
    """Text without formulas, as it is printed."""
    latex = _UNPRINTED.sub("", _QUOTED.sub(r"“\1”", latex))
    # Two commands may stand side by side, so what comes out is not looked at again.
    return _TOKEN.sub(_shown, latex)


def _shown(token: re.Match[str]) -> str:
    if token["escaped"]:
        return token["escaped"]
    if token["accent"]:
        return _accented(token)
    if token["command"]:
        return symbol(token["command"])
    if token["space"]:
        return "" if token["space"] in _NO_SPACE else " "
    return token["other"] or _BARE[token["bare"]]


def _accented(token: re.Match[str]) -> str:
    r"""A letter with its accent; the accent's sign alone if it stands over nothing (``\^{}``)."""
    letter = token["braced"] or token["dotless"] or token["letter"]
    if letter:
        return unicodedata.normalize("NFC", letter + _COMBINING[token["accent"]])
    return token["accent"] if not token["accent"].isalpha() else ""


@cache
def symbol(command: str) -> str:
    r"""What a command without argument prints; empty for ``\emph``, whose argument stays."""
    if command in _COMMANDS:
        return _COMMANDS[command]
    spec = _symbols().get_macro_spec(command)
    shown = spec.simplify_repl if spec else None
    return shown if isinstance(shown, str) and "%" not in shown else ""


@cache
def _symbols():  # type: ignore[no-untyped-def]  # noqa: ANN202 (pylatexenc has no types)
    # Imported here because it takes 5 ms to load, and most titles have no command in them.
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # noqa: PLC0415
        get_default_latex_context_db,
    )

    return get_default_latex_context_db()
