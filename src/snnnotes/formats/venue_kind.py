"""What kind of thing a paper appeared in, as far as the name tells."""

from __future__ import annotations

import re
from enum import Enum

from snnnotes.model.markdown import one_line
from snnnotes.model.venue_name import is_preprint

# A venue is a journal if it is one of these (letters and digits alone, IEEE before them left out),
# begins like one of a family of journals, or has a word that only journals have. Whatever has a
# word of meetings in it, and all the rest, is a conference, as most venues of this field are.
_JOURNALS = frozenset({
    "access", "cacm", "cell", "elife", "ijcv", "iscience", "jetcas", "jmlr", "jssc", "nature",
    "nce", "neucom", "neuron", "patterns", "pieee", "pnas", "ral", "science", "spl", "tai", "tbcas",
    "tbiocas", "tcad", "tcas", "tcasi", "tcasii", "tcds", "tcsvt", "tcyb", "tetci", "tip", "tits",
    "tkde", "tmlr", "tmm", "tnn", "tnnls", "tpami", "tro", "tvlsi",
    "appliedintelligence", "artificialintelligence", "cognitivecomputation",
    "cognitiveneurodynamics", "expertsystemswithapplications", "informationsciences",
    "knowledgebasedsystems", "neuralcomput", "neuralcomputation", "neuralnetworks",
    "neurocomputing", "neuromorphiccomputingandengineering", "patternrecognition",
    "proceedingsofthenationalacademyofsciences", "proceedingsoftheieee", "scientificreports",
})  # fmt: skip
_JOURNAL_FAMILIES = ("acta ", "communications ", "nature ", "npj ", "plos ", "science ")
_JOURNAL_WORDS = frozenset({
    "annals", "archives", "bulletin", "front", "frontiers", "j", "journal", "lett", "letters",
    "magazine", "review", "reviews", "trans", "transactions",
})  # fmt: skip
_CHINESE_JOURNAL = re.compile("学报|杂志|期刊|通报|通讯|快报")
_MEETING_WORDS = frozenset({
    "conf", "conference", "congress", "meeting", "proc", "proceedings", "symposium", "workshop",
    "workshops",
})  # fmt: skip
_YEAR_AT_THE_END = re.compile(r"[\s,'’]*\b(?:19|20)\d\d$")

_WORD = re.compile(r"[^\W_]+")


class Publication(Enum):
    """How a paper came out."""

    PREPRINT = "preprint"
    JOURNAL = "journal"
    MEETING = "meeting"


def publication_in(venue: str | None) -> Publication:
    """What a paper with that venue is.

    >>> [publication_in(venue).value for venue in ("NeurIPS", "TNNLS", "arXiv", None)]
    ['meeting', 'journal', 'preprint', 'preprint']
    """
    if not venue or is_preprint(one_line(venue)):
        return Publication.PREPRINT
    return Publication.JOURNAL if is_journal(venue) else Publication.MEETING


def is_journal(venue: str) -> bool:
    """Is it a journal, as far as its name tells?

    >>> is_journal("TNNLS"), is_journal("Nature Communications"), is_journal("Frontiers Neurosci.")
    (True, True, True)
    >>> is_journal("NeurIPS"), is_journal("ICONIP 2023"), is_journal("Journal Track Workshop")
    (False, False, False)
    """
    name = _YEAR_AT_THE_END.sub("", one_line(venue)).casefold()
    letters = "".join(character for character in name if character.isalnum())
    if letters.removeprefix("ieee") in _JOURNALS:
        return True
    words = set(_WORD.findall(name))
    if words & _MEETING_WORDS:
        return False
    return (
        bool(words & _JOURNAL_WORDS)
        or name.startswith(_JOURNAL_FAMILIES)
        or _CHINESE_JOURNAL.search(name) is not None
    )
