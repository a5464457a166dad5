"""Short names of venues, as notes have them, from the long ones that bibliographies give.

One table of full names. Abbreviations as in ``IEEE Trans. Neural Netw. Learn. Syst.`` need none of
their own: each word of them begins the word of the full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from snnnotes.model.title import clean_line

# Short name, colon, full names; a name without a colon is used in full. What stands before most of
# them (Proceedings of the 37th Annual IEEE/CVF) and small words make no difference.
_TABLE = """
3DV: International Conference on 3D Vision
AAAI: AAAI Conference on Artificial Intelligence; National Conference on Artificial Intelligence
ACCV: Asian Conference on Computer Vision
ACL: Meeting of the Association for Computational Linguistics
ACM MM: International Conference on Multimedia; Multimedia Conference
AICAS: International Conference on Artificial Intelligence Circuits and Systems
AISTATS: International Conference on Artificial Intelligence and Statistics; Artificial \
Intelligence and Statistics
ASP-DAC: Asia and South Pacific Design Automation Conference
ASPLOS: International Conference on Architectural Support for Programming Languages and \
Operating Systems
BioCAS: Biomedical Circuits and Systems Conference
BMVC: British Machine Vision Conference
CHI: Conference on Human Factors in Computing Systems
CIKM: International Conference on Information and Knowledge Management
COLING: International Conference on Computational Linguistics
COLT: Conference on Learning Theory
CoRL: Conference on Robot Learning
CVPR: Conference on Computer Vision and Pattern Recognition; Computer Society Conference on \
Computer Vision and Pattern Recognition; Computer Vision and Pattern Recognition
DAC: Design Automation Conference
DATE: Design, Automation and Test in Europe Conference and Exhibition; Design, Automation and \
Test in Europe Conference; Design, Automation and Test in Europe
ECAI: European Conference on Artificial Intelligence
ECCV: European Conference on Computer Vision
ECML-PKDD: European Conference on Machine Learning and Knowledge Discovery in Databases; Machine \
Learning and Knowledge Discovery in Databases
EMBC: International Conference of the IEEE Engineering in Medicine and Biology Society
EMNLP: Conference on Empirical Methods in Natural Language Processing
FCCM: International Symposium on Field-Programmable Custom Computing Machines
FPGA: International Symposium on Field-Programmable Gate Arrays
FPL: International Conference on Field-Programmable Logic and Applications
GECCO: Genetic and Evolutionary Computation Conference
GLSVLSI: Great Lakes Symposium on VLSI
HPCA: International Symposium on High-Performance Computer Architecture
ICANN: International Conference on Artificial Neural Networks
ICASSP: International Conference on Acoustics, Speech and Signal Processing
ICCAD: International Conference on Computer-Aided Design
ICCV: International Conference on Computer Vision
ICDM: International Conference on Data Mining
ICIP: International Conference on Image Processing
ICLR: International Conference on Learning Representations
ICME: International Conference on Multimedia and Expo
ICML: International Conference on Machine Learning
ICONIP: International Conference on Neural Information Processing
ICONS: International Conference on Neuromorphic Systems
ICPR: International Conference on Pattern Recognition
ICRA: International Conference on Robotics and Automation
IJCAI: International Joint Conference on Artificial Intelligence
IJCNN: International Joint Conference on Neural Networks
INTERSPEECH: Conference of the International Speech Communication Association
IROS: International Conference on Intelligent Robots and Systems
ISBI: International Symposium on Biomedical Imaging
ISCA: International Symposium on Computer Architecture
ISCAS: International Symposium on Circuits and Systems
ISLPED: International Symposium on Low Power Electronics and Design
ISSCC: International Solid-State Circuits Conference
KDD: SIGKDD Conference on Knowledge Discovery and Data Mining; SIGKDD International Conference \
on Knowledge Discovery and Data Mining; International Conference on Knowledge Discovery and Data \
Mining
MICCAI: Medical Image Computing and Computer Assisted Intervention; International Conference on \
Medical Image Computing and Computer-Assisted Intervention
MICRO: International Symposium on Microarchitecture
MLSys: Machine Learning and Systems; Conference on Machine Learning and Systems
NAACL: Conference of the North American Chapter of the Association for Computational Linguistics
NeurIPS: Advances in Neural Information Processing Systems; Neural Information Processing \
Systems; Conference on Neural Information Processing Systems; International Conference on Neural \
Information Processing Systems; Neural Information Processing Systems Track on Datasets and \
Benchmarks; NeurIPS Datasets and Benchmarks Track; NeurIPS Track on Datasets and Benchmarks
NICE: Neuro-Inspired Computational Elements; Neuro-Inspired Computational Elements Conference; \
Neuro-Inspired Computational Elements Workshop
RSS: Robotics: Science and Systems
SIGIR: SIGIR Conference on Research and Development in Information Retrieval; International SIGIR \
Conference on Research and Development in Information Retrieval
SMC: International Conference on Systems, Man and Cybernetics
UAI: Conference on Uncertainty in Artificial Intelligence
WACV: Winter Conference on Applications of Computer Vision
WWW: Web Conference; International Conference on World Wide Web; World Wide Web Conference

IJCV: International Journal of Computer Vision
JETCAS: Journal on Emerging and Selected Topics in Circuits and Systems
JMLR: Journal of Machine Learning Research
JSSC: Journal of Solid-State Circuits
PNAS: Proceedings of the National Academy of Sciences; Proceedings of the National Academy of \
Sciences of the United States of America; Proceedings of the National Academy of Sciences USA; \
Proceedings of the National Academy of Sciences U S A
RA-L: Robotics and Automation Letters
SPL: Signal Processing Letters
TAI: Transactions on Artificial Intelligence
TBioCAS: Transactions on Biomedical Circuits and Systems
TC: Transactions on Computers
TCAD: Transactions on Computer-Aided Design of Integrated Circuits and Systems
TCAS-I: Transactions on Circuits and Systems I; Transactions on Circuits and Systems I Regular \
Papers; Transactions on Circuits and Systems Part I Regular Papers
TCAS-II: Transactions on Circuits and Systems II; Transactions on Circuits and Systems II Express \
Briefs; Transactions on Circuits and Systems Part II Express Briefs
TCDS: Transactions on Cognitive and Developmental Systems
TCSVT: Transactions on Circuits and Systems for Video Technology
TCYB: Transactions on Cybernetics
TETCI: Transactions on Emerging Topics in Computational Intelligence
TIP: Transactions on Image Processing
TKDE: Transactions on Knowledge and Data Engineering
TMLR: Transactions on Machine Learning Research
TMM: Transactions on Multimedia
TNN: Transactions on Neural Networks
TNNLS: Transactions on Neural Networks and Learning Systems
TPAMI: Transactions on Pattern Analysis and Machine Intelligence
TPDS: Transactions on Parallel and Distributed Systems
TRO: Transactions on Robotics
TVLSI: Transactions on Very Large Scale Integration Systems; Transactions on Very Large Scale \
Integration VLSI Systems
Applied Intelligence
Artificial Intelligence
Biological Cybernetics
Cell
Cognitive Computation
Cognitive Neurodynamics
eLife
Expert Systems with Applications
Frontiers in Computational Neuroscience
Frontiers in Neurorobotics
Frontiers in Neuroscience
IEEE Access
Information Sciences
iScience
Journal of Neuroscience
Knowledge-Based Systems
National Science Review
Nature
Nature Communications
Nature Computational Science
Nature Electronics
Nature Machine Intelligence
Nature Neuroscience
Neural Computation
Neural Computing and Applications
Neural Networks
Neurocomputing
Neuromorphic Computing and Engineering
Neuron
npj Artificial Intelligence
Patterns
Pattern Recognition
Pattern Recognition Letters
PLOS Computational Biology
Proceedings of the IEEE
Science
Science Advances
Science Robotics
Scientific Reports
""".replace("\\\n", "")
#: Other short forms, by their letters alone.
_ALSO = {
    "nips": "NeurIPS", "acmmultimedia": "ACM MM", "pami": "TPAMI", "ecml": "ECML-PKDD",
    "sigkdd": "KDD", "tbcas": "TBioCAS", "procieee": "Proceedings of the IEEE",
}  # fmt: skip
#: Short forms that are words as well: they name a venue only where written in capitals.
_WORDS = frozenset({"chi", "date", "icons", "micro", "nice", "spl", "tai", "tc", "tip", "tro"})

#: Words that make no difference to a long name.
_SMALL = frozenset({
    "a", "acm", "an", "and", "annual", "at", "cvf", "for", "ieee", "in", "of", "on", "proc",
    "proceedings", "rsj", "the", "to",
})  # fmt: skip
#: Abbreviations that do not begin the word they stand for.
_RESPELT = {"intl": "international", "natl": "national"}
_ORDINAL = re.compile(
    r"\b(?:(?:twenty|thirty|forty|fifty|sixty)[ -]?)?(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|\d+(?:st|nd|rd|th)"
    r"|(?-i:[LVX][ILVX]+))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"3D[A-Z]?(?![A-Za-z])|[^\W\d_]+")
_INNER_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[a-z])")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BREAK = re.compile(r"[,:;()\[\]{}|]|\s[-–—]+\s|–|—")
#: Booktitles with place and date have about eight parts; commas belong to some names.
_MOST_PARTS, _LONGEST_NAME = 20, 4

_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_FINDINGS = re.compile(r"\bfindings\b(?:\s+of)?", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:conf(?:erence|\.)|symposium|congress|meeting|workshops?)", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){3})[A-Z][A-Za-z]{2,11}(?:-[A-Z]+)?")
_NO_ACRONYMS = frozenset({"IEEE", "USA", "ACM", "VLSI", "CVF", "IFIP", "PMLR", "LNCS", "CCIS"})
_YEAR = re.compile(r"\s*['’]?(?:(?:19|20)\d\d|(?<=['’])\d\d)\b")
_PREPRINT = re.compile(
    r"(?:the\s+)?(?:(?:arxiv|biorxiv|medrxiv|chemrxiv|techrxiv|ssrn)(?:\b|(?=[\d_]))"
    r"|(?:e-?prints?|preprints?)\b|research square|预印本|corr\b(?!\.)"
    r"|computing research repository)",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"(?:lecture notes in|communications in computer and information science|proceedings of machine"
    r" learning research|pmlr|advances in intelligent systems and computing|ifip advances|lncs|ccis"
    r"|leibniz international proceedings|ceur workshop|smart innovation|springer)\b",
    re.IGNORECASE,
)


def short_venue(name: str) -> str:
    """The short name of the venue that `name` names; a venue that we do not know as written.

    A workshop is not its conference. Years, places and volumes go with the long name.

    >>> short_venue("Advances in Neural Information Processing Systems 36")
    'NeurIPS'
    >>> short_venue("IEEE Trans. Neural Netw. Learn. Syst."), short_venue("2022 CVPR Workshops")
    ('TNNLS', 'CVPR Workshop')
    >>> short_venue("Annals of Improbable Research")
    'Annals of Improbable Research'
    """
    return known_venue(name) or _own_acronym(name) or clean_line(name)


def known_venue(name: str) -> str | None:
    """The short name of the venue that `name` names, if it is one of our table."""
    name = " ".join(name.split())
    exact = _in_table(name)
    if exact:
        return exact.short
    for part, pattern in (("Workshop", _WORKSHOP), ("Findings", _FINDINGS)):
        if pattern.search(name):
            main = _main_venue(pattern.sub(" ", name)) or _acronym_among(name)
            return f"{main} {part}" if main else None
    return _main_venue(name)


def is_preprint(name: str) -> bool:
    """Is it a server of preprints and no venue?

    >>> [is_preprint(name) for name in ("arXiv preprint arXiv:2307.01694", "CoRR", "Corr. Sci.")]
    [True, True, False]
    """
    return _PREPRINT.match(name.strip()) is not None


def is_series(name: str) -> bool:
    """Is it a series of books, in which the proceedings of many venues appear?"""
    return _SERIES.match(name.strip()) is not None


@dataclass(frozen=True, slots=True)
class _Venue:
    short: str
    #: Short and full name differ, so that neither can be part of something else's name.
    has_full_name: bool


def _main_venue(name: str) -> str | None:
    """The venue that the whole of `name` names, or parts of it between commas and the like."""
    outside = _BRACKETED.sub(" ", name)
    whole = _in_table(name) or _in_table(outside)
    if whole:
        return whole.short
    parts = [part for part in _BREAK.split(name) if part.strip()][:_MOST_PARTS]
    if parts and len(_words(parts[0])) > 1 and not _MEETING.search(name):
        first = _in_table(parts[0])  # Neural networks: the official journal of …
        if first:
            return first.short
    found = (_in_table(text) for text in _neighbours(parts))
    return next((venue.short for venue in found if venue and venue.has_full_name), None)


def _neighbours(parts: list[str]) -> Iterator[str]:
    """Each part, and parts that stand together: "Acoustics, Speech and Signal Processing"."""
    for start in range(len(parts)):
        for length in range(1, _LONGEST_NAME + 1):
            yield " ".join(parts[start : start + length])


def _in_table(text: str) -> _Venue | None:
    """The venue whose short name, full name or abbreviated full name is all of `text`."""
    written = _WORD.findall(_INNER_APOSTROPHE.sub("", _ORDINAL.sub(" ", text)))
    words = _words(text)
    names, initials = _table()
    for key in ("".join(written).casefold(), "".join(words)):
        venue = names.get(key)
        if venue and (key not in _WORDS or any(map(str.isupper, written))):
            return venue
    if len(words) > 1:
        fitting = {
            venue
            for full, venue in initials.get("".join(word[0] for word in words), ())
            if all(map(_abbreviates, words, full))
        }
        if len({venue.short for venue in fitting}) == 1:
            return fitting.pop()
    # CVPRW, as the society's own BibTeX has it.
    if len(written) == 1 and text.strip()[-1:] != "w" and words[:1] and words[0].endswith("w"):
        venue = names.get(words[0][:-1])
        return _Venue(f"{venue.short} Workshop", has_full_name=True) if venue else None
    return None


def _words(text: str) -> list[str]:
    """The words by which venues are told apart, in lower case."""
    text = _INNER_APOSTROPHE.sub("", _ORDINAL.sub(" ", text))
    folded = [word.casefold() for word in _WORD.findall(text)]
    return [_RESPELT.get(word, word) for word in folded if word not in _SMALL]


def _abbreviates(word: str, full: str) -> bool:
    """Is `word` the full word, its plural, or an abbreviation of it?

    >>> _abbreviates("netw", "networks"), _abbreviates("j", "journal"), _abbreviates("n", "neural")
    (True, True, False)
    """
    if len(word) == 1:
        return word == full[:1] and full in ("i", "journal", "u", "s")
    return full.startswith(word) or word == f"{full}s"


def _acronym_among(name: str) -> str | None:
    """The first short name among the words of `name`, as in NeurIPS 2023 Workshop on Symmetry."""
    names, _ = _table()
    for word in _WORD.findall(name):
        venue = names.get(word.casefold())
        if venue and venue.has_full_name and sum(map(str.isupper, word)) > 1:
            return venue.short
    return None


def _own_acronym(name: str) -> str | None:
    """The short name that a meeting's long name brings along, in brackets or before a year."""
    if not _MEETING.search(name) or _WORKSHOP.search(name):
        return None
    in_brackets = [_YEAR.sub("", inside).strip() for inside in _BRACKETED.findall(name)]
    parts = [part for part in _BREAK.split(name) if _YEAR.search(part)]
    before_year = [_YEAR.sub("", part).strip() for part in parts]
    for candidate in (*in_brackets, *before_year):
        if _ACRONYM.fullmatch(candidate) and candidate not in _NO_ACRONYMS:
            return candidate
    return None


@cache
def _table() -> tuple[dict[str, _Venue], dict[str, list[tuple[list[str], _Venue]]]]:
    """Venues by the letters of their names, and full names by the initials of their words."""
    names: dict[str, _Venue] = {}
    initials: dict[str, list[tuple[list[str], _Venue]]] = {}
    for line in filter(None, _TABLE.splitlines()):
        short, colon, full_names = line.partition(": ")
        venue = _Venue(short, has_full_name=bool(colon))
        for name in (short, *full_names.split("; ")) if colon else (short,):
            letters = "".join(_WORD.findall(name)).casefold()
            words = _words(name)
            # The small words of a short name are all there is of it: "Proceedings of the IEEE".
            names.setdefault(letters, venue)
            if len(words) > 1:
                names.setdefault("".join(words), venue)
                initials.setdefault("".join(word[0] for word in words), []).append((words, venue))
    by_short = {venue.short: venue for venue in names.values()}
    return names | {letters: by_short[short] for letters, short in _ALSO.items()}, initials
