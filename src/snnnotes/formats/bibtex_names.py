r"""Authors of a BibTeX entry, as notes have them.

They are split before LaTeX is decoded: in ``{ALICE Collaboration}`` and ``{Google, Inc.}`` it is
the braces that say that this is one name.
"""

from __future__ import annotations

import re

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from snnnotes.formats.latex_read import plain_text
from snnnotes.formats.markup import line
from snnnotes.formats.person import full_name, names_in

#: biblatex's form: family=Beethoven, given=Ludwig, prefix=van, useprefix=true
_EXTENDED = re.compile(r"(?<![a-z])(?P<key>family|given|prefix|suffix)\s*=\s*(?P<value>[^,]*)")
_BRACED = re.compile(r"(?<!\\)\{(?:\\.|[^\\{}])*\}")


def author_list(latex: str) -> tuple[str, ...]:
    r"""The names of an ``author`` field, each as "Given Family"; ``others`` is nobody.

    >>> author_list(r"M{\"u}ller, J{\"o}rg and {ALICE Collaboration} and 姚, 满 and others")
    ('Jörg Müller', 'ALICE Collaboration', '姚满')
    """
    names = split_multiple_persons_names(" ".join(latex.split()))
    return tuple(name for text in names for name in _names(text.strip()) if name)


def _names(latex: str) -> list[str]:
    """The names in what should be one; more if somebody left out the ``and``."""
    if _is_one_group(latex):
        name = line(plain_text(latex))
        # {姚, 满} is a family and a given name, braced by a program that knows no Chinese.
        return names_in(name) if not name.isascii() and "," in name else [name]
    extended = {found["key"]: found["value"] for found in _EXTENDED.finditer(latex)}
    if "family" in extended:
        texts = {key: line(plain_text(value)).strip('"') for key, value in extended.items()}
        return [
            full_name(
                texts["family"],
                texts.get("given", ""),
                particle=texts.get("prefix", ""),
                generation=texts.get("suffix", ""),
            )
        ]
    outside = _BRACED.sub("", latex)
    if "," in outside and "{" in latex and outside.count(",") <= 2:  # noqa: PLR2004
        return [_parted_name(latex)]
    return names_in(line(plain_text(latex)))


def _parted_name(latex: str) -> str:
    """A name with a comma outside of its braces; one inside of them parts nothing."""
    parts = parse_single_name_into_parts(latex, strict=False)
    words = (parts.last, parts.first, parts.von, parts.jr)
    family, given, particle, generation = (line(plain_text(" ".join(part))) for part in words)
    return full_name(family, given, particle=particle, generation=generation)


def _is_one_group(latex: str) -> bool:
    """Do the first and the last brace enclose all of it?"""
    depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", latex):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return latex.startswith("{") and brace.end() == len(latex)
    return False
