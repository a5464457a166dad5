r"""The keys that a LaTeX document cites, from its source or from the file that LaTeX made of it.

From the source, commands are taken by their names: all of natbib's and biblatex's, and those that
somebody called ``\mycite``. The ``.aux`` file knows what macros made of it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_VERBATIM = re.compile(
    r"\\begin\s*\{(verbatim\*?|lstlisting|minted|comment)\}.*?\\end\s*\{\1\}"
    r"|\\verb\*?([^\sA-Za-z*]).*?\2",
    re.DOTALL,
)
#: Their names hold "cite", and what stands in their braces is no key.
_NO_CITATION = re.compile(
    r"(?:Declare|Define|New|Renew|Provide|new(?!cite$)|renew|provide|def|let|set|Set)|.*(?:style|text|setup"
    r"|reset|delim|num|sort|prefix|color)$|citename$|citefield$|citelist$"
)
_OPTION = r"\s*\[(?:[^\[\]{}]|\{[^{}]*\}|\[[^\[\]]*\])*\]|\s*\((?:[^(){}]|\{[^{}]*\})*\)"
_COMMAND = re.compile(
    rf"\\(?P<name>[A-Za-z]*[Cc]ite[A-Za-z]*|bibentry)\*?"
    rf"(?P<given>(?:(?:{_OPTION}){{0,4}}\s*\{{[^{{}}\\]*\}})+)"
)
_GIVEN = re.compile(rf"(?:{_OPTION})*\s*\{{(?P<keys>[^{{}}\\]*)\}}")
_PARTS = re.compile(r"\\(?:input|include|subfile)\s*\{(?P<path>[^{}\\]+)\}")
_IN_AUX = re.compile(
    r"^\\(?:citation\{(?P<keys>[^{}]*)\}"
    r"|abx@aux@(?:cite|nocite)(?:\{\d+\})?\{(?P<biber>[^{}]*)\})",
    re.MULTILINE,
)
_AUX_PARTS = re.compile(r"^\\@input\{(?P<path>[^{}]+)\}", re.MULTILINE)


class Cited(NamedTuple):
    """What a document cites."""

    #: Each once, in the order of the document.
    keys: tuple[str, ...] = ()
    #: ``\\nocite{*}``: all that the bibliography has.
    everything: bool = False
    #: Files that are read as parts of it, as they are named there.
    parts: tuple[str, ...] = ()


def cited_in_tex(text: str) -> Cited:
    r"""What the source of a document cites.

    >>> cited_in_tex(r"\citep[see][p.~2]{yao2023spike, fang2021deep} % \cite{old}").keys
    ('yao2023spike', 'fang2021deep')
    >>> cited_in_tex(r"\nocite{*} \input{intro}")
    Cited(keys=(), everything=True, parts=('intro',))
    """
    bare = _COMMENT.sub(r"\1", _VERBATIM.sub(" ", text))
    lists = [
        given["keys"]
        for command in _COMMAND.finditer(bare)
        if not _NO_CITATION.match(command["name"])
        for given in _keys_given(command["name"], command["given"])
    ]
    return _cited(lists, (found["path"].strip() for found in _PARTS.finditer(bare)))


def cited_in_aux(text: str) -> Cited:
    r"""What an ``.aux`` file says that the document cites, by BibTeX or by biber.

    >>> cited_in_aux("\\citation{yao2023spike,fang2021deep}\n\\abx@aux@cite{0}{li2023seenn}\n").keys
    ('yao2023spike', 'fang2021deep', 'li2023seenn')
    """
    lists = [found["keys"] or found["biber"] or "" for found in _IN_AUX.finditer(text)]
    return _cited(lists, (found["path"] for found in _AUX_PARTS.finditer(text)))


def _keys_given(name: str, given: str) -> list[re.Match[str]]:
    r"""The lists of keys of a command; only ``\cites`` and its kin have more than one."""
    found = list(_GIVEN.finditer(given))
    return found if name.casefold().endswith("cites") else found[:1]


def _cited(lists: Iterable[str], parts: Iterable[str]) -> Cited:
    keys = [key.strip() for keys in lists for key in keys.split(",")]
    once = dict.fromkeys(key for key in keys if key and "#" not in key)  # #1 of a definition
    return Cited(tuple(key for key in once if key != "*"), "*" in once, tuple(dict.fromkeys(parts)))
