"""Citekeys: short names for citing, such as yao2023spikedriven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, count
from string import ascii_lowercase

from snnnotes.model.author import GENERATIONS
from snnnotes.model.paper import Paper

# Letters that are not a plain letter with an accent, so that decomposing leaves them whole.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
#: Words with which a title may begin without being told apart by them.
_WEAK_WORD = re.compile(
    "an?|the|and|or|of|on|in|at|by|to|for|from|with|without|via|as|into|towards?|is|are|do|does|"
    "can|how|what|when|where|why|which|we|its?"
)
#: Parts of a family name that stand before it, when written in lower case (as BibTeX has it).
_PARTICLE = re.compile(
    "af|al|ap|bin|d'|da|dal|de|del|della|den|der|di|dos?|du|el|het|ibn|las?|le|los?|'t|ten|ter|"
    "thor?|toe?|und|van|vanden|vander|vo[mn]|zu|zu[mr]"
)
# A hyphen joins: Spike-driven is one word, spikedriven. Dashes longer than – part.
_HYPHENS = re.compile("[-'‐‑–’]")
_WORD = re.compile(r"[^\W_]+")


class Citekeys:
    """The citekeys of a notebook, each given out once; BibTeX does not tell cases apart."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {key.casefold() for key in taken}
        #: What comes next behind a name, so that many namesakes are no trouble.
        self._suffixes: dict[str, Iterator[str]] = {}

    def take(self, key: str) -> bool:
        """Take a key that somebody else made; False if it is taken already."""
        folded = key.casefold()
        if folded in self._taken:
            return False
        self._taken.add(folded)
        return True

    def make(self, paper: Paper) -> str:
        """A free key for `paper`, as `make_citekey` makes it; it is taken from now on."""
        key = _plain_key(paper)
        free = key
        while not self.take(free):
            free = key + next(self._suffixes.setdefault(key, _suffixes()))
        return free


def make_citekey(paper: Paper, taken: Iterable[str] = ()) -> str:
    """A citekey for `paper` that is not among `taken`.

    Family name of the first author, year, first strong word of the title, in lower-case ASCII:
    letters with accents lose them. Chinese and other scripts are left out, since without a
    dictionary of names nobody can romanise them: without a family name the word comes first
    (mssdepthnet2023), without a word the name and year stand alone, and without both an
    identifier does it (arxiv230701694), or ``paper2023``.

    Args:
        paper: Needs a title and a year.
        taken: The notebook's citekeys. BibTeX does not tell cases apart, so neither do we;
            the second of a name gets ``a``, the third ``b``.
    """
    return Citekeys(taken).make(paper)


def _plain_key(paper: Paper) -> str:
    """The key before anybody looks whether it is taken."""
    family = family_name(paper.authors[0]) if paper.authors else ""
    word = first_strong_word(paper.title)
    if family or word:
        return f"{family}{paper.year}{word}" if family else f"{word}{paper.year}"
    return _from_identifier(paper) or f"paper{paper.year}"


def family_name(author: str) -> str:
    """The family name of "Given Family" or "Family, Given", in lower-case ASCII letters.

    Empty for a name in another script; of "Man Yao (姚满)" the part in Latin letters counts.

    >>> family_name("Nicolas Perez-Nieves"), family_name("Laurens van der Maaten")
    ('pereznieves', 'vandermaaten')
    """
    before_comma, comma, after = author.partition(",")
    is_generation = _ascii(after) in GENERATIONS  # Martin Luther King, Jr.
    parts = [part for part in before_comma.split() if _ascii_letters(part)]
    if comma and not is_generation:
        return "".join(map(_ascii_letters, parts))
    while len(parts) > 1 and _ascii(parts[-1]) in GENERATIONS:
        parts.pop()
    start = max(len(parts) - 1, 0)
    while start > 1 and _PARTICLE.fullmatch(parts[start - 1]):
        start -= 1
    return "".join(map(_ascii_letters, parts[start:]))


def first_strong_word(title: str) -> str:
    """The first word that says something, in lower-case ASCII; empty if there is none.

    >>> first_strong_word("A Free Lunch From ANN"), first_strong_word("脉冲神经网络 SNN 综述")
    ('free', 'snn')
    """
    # Composed first: a combining mark would part a word.
    joined = _HYPHENS.sub("", unicodedata.normalize("NFC", title))
    words = [_ascii(word) for word in _WORD.findall(joined)]
    spoken = [word for word in words if word]
    strong = [word for word in spoken if not _WEAK_WORD.fullmatch(word)]
    # 2048 after the year would read as one number; it counts only where there is nothing else.
    with_letters = [word for word in strong if not word.isdecimal()]
    return next(iter(with_letters or strong or spoken), "")


def _from_identifier(paper: Paper) -> str:
    """A key made of an identifier, such as ``arxiv230701694``; empty without one."""
    identifiers = {"arxiv": paper.arxiv, "doi": paper.doi, "openreview": paper.openreview}
    return next((f"{kind}{_ascii(text)}" for kind, text in identifiers.items() if text), "")


def _ascii(text: str) -> str:
    """The letters and digits of `text` that ASCII has, in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    # Once more in lower case: ℠ has none itself, but comes apart into S and M.
    return "".join(c for c in decomposed.lower() if c.isascii() and c.isalnum())


def _ascii_letters(text: str) -> str:
    """As `_ascii`, without digits: DBLP numbers namesakes (Wei Wang 0001)."""
    return "".join(c for c in _ascii(text) if c.isalpha())


def _suffixes() -> Iterator[str]:
    """The letters a to z, then a1 and on: for more namesakes than there are letters."""
    numbered = (f"{letter}{number}" for number in count(1) for letter in ascii_lowercase)
    return chain(ascii_lowercase, numbered)
