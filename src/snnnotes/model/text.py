"""Text as it is compared and indexed: folded, and cut into terms.

A *term* is a word (a run of letters and digits), one Chinese, Japanese or Korean character, or
one punctuation mark or symbol. A phrase occurs in a text exactly when its terms occur in the
text's terms, one after the other: the index and a plain scan both ask this and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from snnnotes.model.stem import stem, stem_terms
from snnnotes.model.traditional import SIMPLIFIED, TRADITIONAL

__all__ = [
    "PARAGRAPH",
    "RULES",
    "fold",
    "index_terms",
    "is_word",
    "run_spans",
    "stem",
    "stem_terms",
    "terms",
]

#: An index made by other rules is of no use. Raise the number with every change of what this
#: module or `stem` returns; Unicode adds its own with every version of Python.
RULES = f"1-{unicodedata.unidata_version}"

#: The term for the end of a paragraph, so that no phrase runs on into the next.
PARAGRAPH = "¶"

#: Letters that Unicode does not take apart, and signs that are typed one way and printed another.
_PLAIN = {
    **dict(zip("đħıłøŧæœ", ("d", "h", "i", "l", "o", "t", "ae", "oe"), strict=True)),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),
}

#: Accents: what may stand on a Latin, Greek or Cyrillic letter, and on symbols in formulas.
#: Voicing marks of kana and vowel signs of Indian scripts are part of the letter, and stay.
_ACCENTS = (
    range(0x0300, 0x0370),
    range(0x0483, 0x0488),
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0xFE00, 0xFE10),  # variation selectors, as behind many emoji
    range(0xFE20, 0xFE30),
    range(0xE0100, 0xE01F0),  # variation selectors of Chinese characters
)

#: First and last code point of the writing that puts no blanks between words, in order. Planes 2
#: and 3 as a whole: which of their characters are known differs between versions of Unicode.
_CJK = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x3038, 0x303C),
    (0x3041, 0x30FA),  # kana; 30FB is a dot between words
    (0x30FC, 0x31FF),  # kana, Bopomofo, Hangul letters, strokes
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B16F),  # kana of old texts
    (0x20000, 0x3FFFD),
)
_CJK_FIRST = tuple(first for first, _ in _CJK)

# Left to the cache of `re`: compiled here, they would take 1 ms of every start.
_PARAGRAPH_END = r"\n\s*\n"
#: Between two words, since in spaced text everything else has blanks around it.
_HYPHEN = r"-(?=[^\s-])(?<=[^\s-]-)"
_SPACED_TERM = r"-|[^\s-]+"
#: Vowels and final consonants of Korean syllables.
_JAMO = range(0x1160, 0x1200)

#: Marks in spaced text what can only be folded together with the character before it. A zero
#: byte in the text itself is a blank.
_JOINED = "\0"


def fold(text: str) -> str:
    """The form in which two texts are compared.

    Width, case, accents and traditional or simplified characters do not matter; neither does
    the shape of quotation marks and hyphens, nor what is invisible.

    >>> fold("Ｗöｒｄ：電位 “Łukasz”")
    'word:电位 "lukasz"'
    """
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)


def terms(text: str) -> list[str]:
    r"""The terms of a text, folded, in order.

    Blanks part terms and are otherwise nothing; so is a hyphen between two words.

    >>> terms("LIF神经元的spike-driven模型，\n膜电\n位")
    ['lif', '神', '经', '元', '的', 'spike', 'driven', '模', '型', ',', '膜', '电', '位']
    >>> terms("one.\n\nTwo")
    ['one', '.', '¶', 'two']
    """
    return _spaced(text).split()


def index_terms(text: str) -> str:
    """The terms with one blank before, between and behind them; one blank if there are none.

    The blanks around make "contains" mean whole terms:

    >>> index_terms("膜电位") in index_terms("LIF膜电位模型")
    True
    >>> index_terms("spike") in index_terms("spikes")
    False
    """
    joined = " ".join(_spaced(text).split())
    return f" {joined} " if joined else " "


def is_word(term: str) -> bool:
    r"""Is it a word or a Chinese character, not a punctuation mark or symbol?

    >>> [is_word(term) for term in ("snn", "膜", "¶", "\\")]
    [True, True, False, False]
    """
    return term[0].isalnum()


def run_spans(text: str, runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where some terms that follow one another stand in a text, for marking.

    Args:
        text: The text, not folded.
        runs: The numbers of the first and last of each in `terms(text)`, counted from 0.

    Returns:
        For each run its first column in `text` and the one behind its last, in characters from 0.
        One character may give several terms (… gives three dots).

    >>> run_spans("Ｓpikes 膜电位", [(1, 3)])
    [(7, 10)]
    """
    starts: Sequence[int] = range(len(text))
    ends: Sequence[int] = range(1, len(text) + 1)
    if _is_folded_one_by_one(text):
        pieces = [_SPACED[ord(character)] for character in text]
    else:
        clusters = _clusters(text)
        pieces = [_spaced_cluster(cluster) for cluster, _, _ in clusters]
        starts = [start for _, start, _ in clusters]
        ends = [end for _, _, end in clusters]
    # The hyphen is replaced one for one, so that it stays clear which piece a place belongs to.
    spaced = re.sub(_HYPHEN, " ", "".join(pieces))
    found = list(re.finditer(_SPACED_TERM, spaced))
    behind = list(accumulate(map(len, pieces)))
    return [
        (
            starts[bisect_right(behind, found[first].start())],
            ends[bisect_right(behind, found[last].end() - 1)],
        )
        for first, last in runs
    ]


def _is_folded_one_by_one(text: str) -> bool:
    """Is each character of a text folded apart from all others, as in nearly every paragraph?"""
    if "\n" in text and re.search(_PARAGRAPH_END, text):
        return False
    return not any(map(_joins_the_one_before, set(text)))


def _spaced(text: str) -> str:
    """Folded text with blanks between all terms; other blanks may be there too."""
    if "\n" in text:
        text = re.sub(_PARAGRAPH_END, f" {PARAGRAPH} ", text)
    # Checking for NFC takes 2 us a note, making NFKC 60; so compatibility characters (， in every
    # Chinese sentence) are folded one by one, and the few that join the one before are found out.
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    spaced = text.translate(_SPACED)
    if _JOINED in spaced:
        spaced = _spaced_by_nfkc(text)
    if "-" in spaced:
        spaced = re.sub(_HYPHEN, " ", spaced).replace("-", " - ")
    return spaced


def _spaced_by_nfkc(text: str) -> str:
    """As `_spaced`, for any text without paragraph ends, with hyphens as they are."""
    spaced = unicodedata.normalize("NFKC", text).translate(_SPACED)
    return spaced.replace(_JOINED, "")


# A text is made of few different characters: twice as fast (measured).
_spaced_cluster = lru_cache(maxsize=8192)(_spaced_by_nfkc)


def _clusters(text: str) -> list[tuple[str, int, int]]:
    """The pieces of a text that can be folded apart, with their first column and the one behind.

    A piece is a paragraph end (given as the term for it) or a character with what joins it.
    """
    clusters: list[tuple[str, int, int]] = []
    place = 0
    for found in [*re.finditer(_PARAGRAPH_END, text), None]:
        end = found.start() if found else len(text)
        starts = [
            column
            for column in range(place, end)
            if column == place or not _joins_the_one_before(text[column])
        ]
        stops = [*starts[1:], end]
        clusters += [
            (text[start:stop], start, stop) for start, stop in zip(starts, stops, strict=False)
        ]
        if found:
            clusters.append((f" {PARAGRAPH} ", found.start(), found.end()))
            place = found.end()
    return clusters


class _FoldedCharacters(dict[int, str]):
    """For `str.translate`: each character's folded form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", _normal(chr(code)).casefold())
        letters = "".join(letter for letter in decomposed if not _vanishes(letter))
        folded = "".join(_PLAIN.get(letter, letter) for letter in _normal(letters))
        # Searched once for each character that is met: a dictionary of 4,000 takes longer to build.
        self[code] = "".join(
            SIMPLIFIED[place] if (place := TRADITIONAL.find(letter)) >= 0 else letter
            for letter in folded
        )
        return self[code]


class _SpacedCharacters(dict[int, str]):
    """For `str.translate`: each character's folded form with the blanks that part terms."""

    def __missing__(self, code: int) -> str:
        spaced = "".join(_with_blanks(letter) for letter in _FOLDED[code])
        self[code] = spaced + (_JOINED if spaced and _joins_the_one_before(chr(code)) else "")
        return self[code]


_FOLDED = _FoldedCharacters()
_SPACED = _SpacedCharacters()


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _vanishes(character: str) -> bool:
    """Is it an accent, or invisible like a soft hyphen or a byte order mark?"""
    code = ord(character)
    return unicodedata.category(character) == "Cf" or any(code in block for block in _ACCENTS)


def _with_blanks(letter: str) -> str:
    """A folded character with blanks around it if it is a term, a blank if it parts terms."""
    category = unicodedata.category(letter)
    if letter == "-":
        return letter  # what it is depends on its neighbours
    if letter.isspace() or category in ("Cc", "Cs"):
        return " "
    if _is_cjk(letter) or category[0] not in "LNM":
        return f" {letter} "
    return letter


def _is_cjk(character: str) -> bool:
    """Is it of a writing without blanks between words: Han, kana, Bopomofo or Hangul?"""
    place = bisect_right(_CJK_FIRST, ord(character)) - 1
    return place >= 0 and ord(character) <= _CJK[place][1]


@lru_cache(maxsize=8192)
def _joins_the_one_before(character: str) -> bool:
    """Can the character, in normal form, melt into the one before it?

    Accents, vowel signs and voicing marks do (also those of half the width: ｶﾞ is ガ), and the
    vowels and final consonants of Korean syllables that are written letter by letter.
    """
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first)[0] == "M" or ord(first) in _JAMO
