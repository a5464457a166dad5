"""English words without plural, -ing and -ed, so that a search finds all three.

Lighter than Porter's stemmer, which also joins general, generation and generative: here nothing
is joined that is not the same word. A stem is for comparing only and need not be a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: What the rules would get wrong, in the words that papers use.
_IRREGULAR = {
    **{word: word for word in ("alias", "atlas", "bias", "canvas", "chaos", "gas", "lens")},
    **{word: word for word in ("embed", "hundred", "naked", "sacred")},
    **{word: word for word in ("ceiling", "during", "evening", "morning", "nothing", "sibling")},
    "agreed": "agree",
    "analyses": "analysis",
    "buses": "bus",
    "embeds": "embed",
    "freed": "free",
    "gases": "gas",
    "guaranteed": "guarantee",
    "hypotheses": "hypothesis",
    "indices": "index",
    "matrices": "matrix",
    "nuclei": "nucleus",
    "relus": "relu",
    "stimuli": "stimulus",
    "theses": "thesis",
    "vertices": "vertex",
}
_SHORTEST = 3

# Left to the cache of `re`: compiled here, they would take 1 ms of every start.
_PLURAL = r"[^siu]s$"
#: gpus, cpus, tpus; but focus, stimulus
_SHORT_PLURAL = r"^..us$"
_ENDING = r"(?<!e)ed$|ing$"
#: A y is a vowel unless it begins a word or follows a vowel.
_VOWELS = r"[aeiou]+|(?<=[^aeiou])y"
#: note, spike, prune: without the e they would be other words, so it stays, and comes back where
#: -ing or -ed took it. Before w, x and y it does not: mixed, layer.
_SHORT = r"^[^aeiou]*(?:[aeiou]|(?<=[^aeiou])y)[^aeiouwxy]$"
_DOUBLED = r"([bdgmnprt])\1$"


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded English word; every other word as it is.

    >>> {stem(word) for word in ("spike", "spikes", "spiked", "spiking")}
    {'spike'}
    >>> stem("generation"), stem("generates"), stem("电"), stem("cifar10")
    ('generation', 'generat', '电', 'cifar10')
    """
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    if word in _IRREGULAR:
        return _without_last_vowel(_IRREGULAR[word])
    return _without_last_vowel(_without_ending(_singular(word)))


def stem_terms(index_terms: str) -> str:
    """The stems of the words in `index_terms(text)`, single blanks between; for full-text search.

    >>> stem_terms(" spiking ( lif ) 神 经 元 ")
    'spike lif 神 经 元'
    """
    return " ".join([stem(term) for term in index_terms.split() if term[0].isalnum()])


def _singular(word: str) -> str:
    if len(word) > _SHORTEST and (re.search(_PLURAL, word) or re.search(_SHORT_PLURAL, word)):
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    """The word without -ing or -ed, written as if it had never had one."""
    if word in _IRREGULAR:
        return word
    ending = re.search(_ENDING, word)
    rest = word[: ending.start()] if ending else word
    if not ending or not re.search(_VOWELS, rest):  # ending: string, bed
        return word
    if len(rest) < _SHORTEST:
        # used, aged, tied; going, being
        return rest + "e" if rest[-1] not in "aeiou" or ending.group() == "ed" else rest
    if re.search(_SHORT, rest):
        return rest + "e"
    return rest[:-1] if len(rest) > _SHORTEST and re.search(_DOUBLED, rest) else rest


def _without_last_vowel(word: str) -> str:
    """Without the e that endings swallow; with i for the y that becomes one; with a single l."""
    if word.endswith("e") and not word.endswith("ee") and len(word) > _SHORTEST:
        word = word if re.search(_SHORT, word[:-1]) else word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "i"
    if word.endswith("ll") and len(re.findall(_VOWELS, word)) > 1:
        return word[:-1]
    return word
