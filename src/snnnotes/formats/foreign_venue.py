"""Where and when a paper appeared, from the short forms in which people note it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from snnnotes.model.venue_name import short_venue
from snnnotes.model.venue_table import VENUES


@dataclass(frozen=True, slots=True)
class Appearance:
    """A venue, a year, or both; a preprint has no venue."""

    venue: str | None
    #: Four digits.
    year: str | None
    is_preprint: bool = False


#: A year that a paper may be of; the numbers from 2040 on are most often just numbers (2048).
YEAR = r"(?:19[5-9]\d|20[0-3]\d)"


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


# Without the long names, which `venue_name` of the model knows: near a title each of them could be
# words of it, and a look into all of them would take most of the time that a note takes.
#: By key: the short name; whether the name is a word or the short form of much else, which nothing
#: but a year or a bracket makes a venue; and whether it then needs its capitals.
_KNOWN = {
    _key(name): (venue.short, name in venue.words, name in (*venue.words, *venue.capitals))
    for venue in VENUES
    if venue.kind != "preprint server"
    for name in (venue.short, *venue.also)
}
_UNMISTAKABLE = {key: short for key, (short, is_word, _) in _KNOWN.items() if not is_word}

#: Long names that need no table; written as they are.
_FAMILY = re.compile(
    r"(?:IEEE|ACM|Nature(?=\s[A-Z])|Frontiers in|Journal of|International Journal"
    r"|Transactions|Communications"
    r"|Proceedings|npj|Annual Review|Advances in|Trends in|Current Opinion)\s+\S.*"
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*")
#: Acronyms of what papers are about, which stand before years as venues do.
_NO_VENUES = frozenset({
    "ai", "ann", "anns", "api", "asic", "bci", "bert", "bptt", "ccf", "ccfa", "ccfb", "cifar",
    "cnn", "cnns", "cpu", "cv", "dl", "dnn", "dnns", "dvs", "eeg", "gan", "gnn", "gpt", "gpu",
    "imagenet", "lif", "llm", "llms", "lstm", "ml", "mnist", "nlp", "pdf", "rl", "rnn", "rnns",
    "sci", "snn", "snns", "stbp", "stdp", "todo", "top", "vit", "wip",
})  # fmt: skip
_NOWHERE = frozenset({
    "-", "--", "/", "n/a", "na", "none", "null", "无", "暂无", "未知", "tbd", "?",
})  # fmt: skip
_PREPRINT = re.compile(r"(?:arxiv|biorxiv|medrxiv|corr|preprint|预印本?)\b", re.IGNORECASE)
#: arXiv 2023, arXiv:2023.11.28, arXiv preprint (2023)
_PREPRINT_YEAR = re.compile(
    r"(?:arxiv|biorxiv|medrxiv|preprint|预印本?)\s*(?:preprint)?[\s:：,，(（@'-]*"
    rf"(?P<year>{YEAR})(?:[./-]\d{{1,2}}){{0,2}}[)）]?",
    re.IGNORECASE,
)

_FIND_YEAR = re.compile(rf"(?<!\d)(?<!\d\.)(?P<year>{YEAR})(?![\d])(?!\.\d)")
_VENUE_YEAR = re.compile(
    rf"(?P<venue>.{{0,80}}?[^\W\d_])(?P<between>[\s,，'’‘@_/·:：.-]*)(?P<year>{YEAR}|\d\d)年?"
    r"(?P<more>(?:[\s,，(（\[;；·|/:：-].*)?)"
)
_THREE_D = re.compile(rf"(?P<venue>3DV)(?P<between>[\s'’-]*)(?P<year>{YEAR}|\d\d)(?P<more>\s.*)?")
_YEAR_VENUE = re.compile(rf"(?P<year>{YEAR})年?[\s,，_./·:：-]*(?P<venue>\D.{{0,80}})")
_LEADING = re.compile(
    r"(?:(?:published|accepted|appeared|presented|to appear)\s+(?:as\s.*?\s)?(?:in|at|by|to)\s+"
    r"|in\s+|the\s+|proc(?:\.|eedings)\s+(?:of\s+)?(?:the\s+)?|发表[于在]|收录于|录用于|中稿)",
    re.IGNORECASE,
)
_SOCIETY = re.compile(r"(?:(?:IEEE|CVF|ACM)[/\s]+)+(?=[A-Z])")
_AROUND = " \t\"'“”‘’*_()（）【】[]《》「」<>,，.。;；:：|·-–—~"
_BETWEEN_WORDS = re.compile(r"[\s,，()（）\[\]/|·;；:：.–—_-]+")
#: What people add behind a venue and year.
_ADDED_WORDS = frozenset({
    "a", "accept", "accepted", "and", "award", "b", "best", "benchmark", "benchmarks", "c",
    "camera", "candidate", "ccf", "ccfa", "ccfb", "conference", "dataset", "datasets", "findings",
    "finalist", "highlight", "honorable", "journal", "long", "main", "mention", "notable", "oral",
    "orals", "outstanding", "paper", "poster", "posters", "presentation", "q1", "q2", "ready",
    "regular", "sci", "short", "spotlight", "spotlights", "top", "top5%", "top25%", "5%", "25%",
    "track", "workshop", "workshops", "类", "a类", "b类", "c类", "口头报告", "海报", "最佳论文",
    "录用", "接收", "顶会", "顶刊", "一区", "二区", "已录用", "已发表",
})  # fmt: skip
_WORKSHOP = re.compile(r"workshops?\b", re.IGNORECASE)
_UNCLOSED = re.compile(r"\s*[(（][^()（）]*\Z")
_BRACKETED = re.compile(r"[(（\[]\s*(?P<inside>[^()（）\[\]]*)[)）\]]")


def appearance(text: str, *, known_only: bool = False) -> Appearance | None:
    """What `text` says as a whole, if that is a venue, a year, or both, and nothing else.

    Args:
        text: Without Markdown. ``oral``, ``spotlight`` and the like may follow.
        known_only: Only venues that cannot be taken for another word or short form.

    >>> appearance("ICLR2023 oral"), appearance("[2018 ICLR]"), appearance("AAAI-22").year
    (Appearance(venue='ICLR', year='2023', is_preprint=False), \
Appearance(venue='ICLR', year='2018', is_preprint=False), '2022')
    >>> appearance("SNN 2023"), appearance("A survey of 2023")
    (None, None)
    """
    bare = text.strip(_AROUND)
    if not bare or len(bare) > 120:  # noqa: PLR2004 (characters; no short form is that long)
        return None
    preprint = _PREPRINT_YEAR.match(bare)
    if preprint and _is_added(bare[preprint.end() :]):
        return Appearance(None, preprint["year"], is_preprint=True)
    if re.fullmatch(rf"{YEAR}年?", bare):
        return Appearance(None, bare[:4])
    matches = (_THREE_D.fullmatch(bare), _VENUE_YEAR.fullmatch(bare), _YEAR_VENUE.fullmatch(bare))
    for found in filter(None, matches):
        year = _full_year(found)
        venue, more = _parted(found["venue"], found.groupdict().get("more") or "")
        name = venue_name(venue, known_only=known_only)
        if year and name and _is_added(more):
            # A paper of a workshop is not one of the conference.
            is_workshop = _WORKSHOP.search(more) and not name.endswith("Workshop")
            return Appearance(f"{name} Workshop" if is_workshop else name, year)
    venue, more = _parted(bare, "")
    name = venue_name(venue, known_only=True)
    return Appearance(name, None) if name and _is_added(more) else None


def appearance_in(text: str) -> Appearance:
    """Venue and year in the value of a label such as ``会议：``, where a venue is expected.

    >>> appearance_in("Brain Informatics (2021), 8(1):26")
    Appearance(venue='Brain Informatics', year='2021', is_preprint=False)
    >>> appearance_in("IEEE/CVF Conference on Computer Vision (CVPR) 2024").venue
    'CVPR'
    """
    whole = appearance(text, known_only=True) or (None if "(" in text else appearance(text))
    if whole:
        return whole
    if text.strip().casefold() in _NOWHERE:
        return Appearance(None, None)
    found = _FIND_YEAR.search(text)
    year = found["year"] if found else None
    if _PREPRINT.search(text):
        return Appearance(None, year, is_preprint=True)
    name = text[: found.start()] if found else text
    if found and not re.search(r"[^\W\d_]", name):
        name = text[found.end() :]
    for short in _BRACKETED.finditer(name):
        known = venue_name(short["inside"])
        if known:
            return Appearance(known, year)
    name = _UNCLOSED.sub("", _without_leading(name.strip(_AROUND))).strip(_AROUND)
    return Appearance(venue_name(name) or (short_venue(name) if name else None), year)


def venue_name(text: str, *, known_only: bool = False) -> str | None:
    """The venue that `text` names in a form that people use, in its usual spelling.

    >>> venue_name("nips"), venue_name("IEEE TPAMI"), venue_name("CVPR Workshop"), venue_name("SNN")
    ('NeurIPS', 'TPAMI', 'CVPR Workshop', None)
    """
    bare = _without_leading(text.strip(_AROUND))
    # Lower-case words that only look like a venue's name: "nature" is one in a title.
    society = _SOCIETY.match(bare)
    for candidate in (bare, bare[society.end() :] if society else bare):
        name, is_word, needs_capitals = _KNOWN.get(_key(candidate), ("", False, False))
        is_meant = not (is_word and known_only) and not (needs_capitals and candidate.islower())
        if name and is_meant and candidate[:1].isalnum():
            return name
    first, _, last = bare.rpartition(" ")
    if first and last.casefold() in ("workshop", "workshops"):
        main = venue_name(first, known_only=True)
        return f"{main} Workshop" if main else None
    if bare.endswith("W") and _key(bare[:-1]) in _UNMISTAKABLE:
        return bare
    if known_only or _key(bare) in _NO_VENUES or _PREPRINT.match(bare):
        return None
    is_acronym = len(bare) > 2 and _ACRONYM.fullmatch(bare)  # noqa: PLR2004 (letters)
    if is_acronym or _FAMILY.fullmatch(bare):
        return short_venue(bare)
    return None


def _without_leading(text: str) -> str:
    """`text` without ``Accepted by``, ``发表于`` and the like before a venue."""
    leading = _LEADING.match(text)
    return text[leading.end() :].strip(_AROUND) if leading else text


def _full_year(found: re.Match[str]) -> str | None:
    """The year in four digits; None for two that may be anything, such as a volume."""
    digits = found["year"]
    if len(digits) == 4:  # noqa: PLR2004
        return digits
    between = found["between"]
    # "TPAMI 45" is a volume, and "Layer-2" not even that.
    if between and not re.search("['’‘-]", between):
        return None
    if venue_name(found["venue"], known_only=True) is None:
        return None
    # The oldest venue of the field with such a short form is of 1987, the newest not of 2040.
    number = int(digits)
    if number >= 80:  # noqa: PLR2004
        return f"19{digits}"
    return f"20{digits}" if number < 40 else None  # noqa: PLR2004


def _parted(venue: str, more: str) -> tuple[str, str]:
    """A venue without the words behind it that people add, and these."""
    words = venue.split()
    kept = len(words)
    while kept > 1 and _is_added(words[kept - 1]) and words[kept - 1].casefold() != "workshop":
        kept -= 1
    return " ".join(words[:kept]), " ".join([*words[kept:], more])


def _is_added(text: str) -> bool:
    """Is there nothing in it but words such as ``oral``?"""
    words = [word for word in _BETWEEN_WORDS.split(text.casefold()) if word.strip(_AROUND)]
    return all(word in _ADDED_WORDS for word in words)
