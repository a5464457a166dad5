"""What a bibliography says, whatever its format: papers, and what is wrong with the file.

A reader of one format turns its text into records, in which nothing is decided yet; here a record
becomes a paper. No entry vanishes: it comes out, or a problem names its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from snnnotes.formats.markup import block, line
from snnnotes.model.identifiers import ArxivId, Doi, Identifier, find_identifier
from snnnotes.model.note import YEARS
from snnnotes.model.paper import Paper
from snnnotes.model.venue_name import is_preprint, is_series, known_venue, short_venue

_YEAR = re.compile(r"(?<!\d)(?P<year>\d{4})(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))?(?!\d)")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"]+[^\s<>\".,;]", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"www\.[^\s<>\"]+\.[^\s<>\"]+", re.IGNORECASE)
_ARXIV_MENTION = re.compile(r"arxiv\s*:?\s*\S+", re.IGNORECASE)
_BETWEEN_TAGS = (re.compile(r"[;；]"), re.compile(r"[,，、]"))
#: Fields of identifiers in the order in which one of them becomes the link, if there is none.
_LINKS = ("arxiv", "openreview", "doi")
_NOTHING = frozenset({"-", "n/a", "na", "none", "null"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a bibliography that the user should look at."""

    #: Counted from 1 in the file.
    line: int
    #: What is wrong and what to do, without the file's name and line.
    sentence: str
    #: An entry is not among those read because of it.
    leaves_out: bool = False
    #: That entry is on no paper, so that nothing is lost: proceedings, a setting for LaTeX.
    is_no_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper of a bibliography."""

    paper: Paper
    #: Where it begins, counted from 1 in the file.
    line: int
    #: As the format calls it, in lower case: article, jour, article-journal.
    kind: str
    #: No other entry of the bibliography has it, whatever case; None if the file gives none.
    citekey: str | None = None
    tags: tuple[str, ...] = ()
    #: What the reader wrote about the paper; line ends are kept.
    remarks: tuple[str, ...] = ()
    #: Paths of attached files, as the program wrote them that kept the references.
    files: tuple[str, ...] = ()
    #: All else that the entry says, by name of the format's field; one line each. The names are
    #: not ours: one may be that of a frontmatter field.
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The papers of a bibliography, and what is wrong with it, each in the file's order."""

    entries: list[Entry]
    problems: list[Problem]

    @property
    def found(self) -> int:
        """Entries in the file: those read, and those that a problem leaves out."""
        return len(self.entries) + sum(problem.leaves_out for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a file says about one paper, in plain text; nothing of it is checked or chosen yet."""

    line: int
    kind: str
    citekey: str = ""
    title: str = ""
    #: "Given Family" each.
    authors: tuple[str, ...] = ()
    #: Texts with a year in them, the one to be believed first.
    dates: tuple[str, ...] = ()
    #: Names of where it appeared, the best first.
    venues: tuple[str, ...] = ()
    #: Texts that name the venue if they name one that we know.
    venue_hints: tuple[str, ...] = ()
    #: The venue as a note has it, in a file that we wrote ourselves; comes before all others.
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    #: Texts that may be an identifier or an address, or begin with one.
    mentions: tuple[str, ...] = ()
    #: Texts that have a web address in them; the first one is the paper's.
    addresses: tuple[str, ...] = ()
    code: str = ""
    pdf: str = ""
    abstract: str = ""
    tags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """How one writes, in a format, what a note needs."""

    title: str
    year: str


def bibliography(
    records: Iterable[Record], problems: Iterable[Problem], *, example: Example
) -> Bibliography:
    """Entries of all records that can become a note.

    Args:
        records: In the order of the file.
        problems: Those found up to here; more may come.
        example: For the message about what is missing.
    """
    entries: list[Entry] = []
    all_problems = list(problems)
    keys = _Keys()
    for record in records:
        name = line(record.citekey) or line(record.title) or f"the {record.kind}"
        identifiers, wrong = _identifiers(record)
        all_problems += [Problem(record.line, f"{name}: {problem}") for problem in wrong]
        paper = _paper(record, identifiers)
        if not paper.title or not paper.year:
            missing, mend = ("title", example.title) if not paper.title else ("year", example.year)
            sentence = f"{name}: no {missing}, and a note needs one; write  {mend}"
            all_problems.append(Problem(record.line, sentence, leaves_out=True))
            continue
        entry = _entry(record, paper)
        if entry.citekey:
            first = keys.line_of(entry.citekey)
            key = keys.take(entry.citekey, record.line)
            if first:
                sentence = f"{name}: the key is that of line {first} too; here it is read as {key}"
                all_problems.append(Problem(record.line, sentence))
            entry = replace(entry, citekey=key)
        entries.append(entry)
    return Bibliography(entries, sorted(all_problems, key=lambda problem: problem.line))


def paper_of(record: Record) -> Paper:
    """The paper of a record as far as it is known: without a title, or of the year 0, if need be.

    For what comes from a service, which may know only a part; identifiers that are none are left
    out without a word.
    """
    return _paper(record, _identifiers(record)[0])


def year_in(text: str) -> int | None:
    """The first year in a date of any form.

    >>> year_in("2023-05-01"), year_in("20230501"), year_in("in press"), year_in("May 2021/2022")
    (2023, 2023, None, 2021)
    """
    years = (int(found["year"]) for found in _YEAR.finditer(unicodedata.normalize("NFKC", text)))
    return next((year for year in years if year in YEARS), None)


def split_tags(text: str) -> list[str]:
    """Keywords that stand in one text; between semicolons a comma is part of a keyword.

    >>> split_tags("SNN, 脉冲神经网络, deep learning"), split_tags("Networks, Neural; SNN")
    (['SNN', '脉冲神经网络', 'deep learning'], ['Networks, Neural', 'SNN'])
    """
    semicolon, comma = _BETWEEN_TAGS
    parts = (semicolon if semicolon.search(text) else comma).split(text)
    return [part.strip() for part in parts if part.strip()]


def joined_tags(tags: Iterable[str]) -> str:
    """Keywords as one text, from which `split_tags` gets the same again.

    >>> joined_tags(["SNN", "脉冲"]), joined_tags(["Networks, Neural"])
    ('SNN, 脉冲', 'Networks, Neural;')
    """
    texts = list(filter(None, map(line, tags)))
    if not any(_BETWEEN_TAGS[1].search(text) for text in texts):
        return ", ".join(texts)
    return "; ".join(texts) + (";" if len(texts) == 1 else "")


def venue_to_state(venue: str | None) -> str:
    """A note's venue, if a reader would make another one of it; else nothing.

    >>> venue_to_state("NeurIPS"), venue_to_state("arXiv"), venue_to_state("NeurIPS 2023")
    ('', 'arXiv', 'NeurIPS 2023')
    """
    name = line(venue or "")
    return name if name and _venue(Record(line=1, kind="", venues=(name,))) != name else ""


def _entry(record: Record, paper: Paper) -> Entry:
    tags: dict[str, str] = {}
    for tag in (line(tag).lstrip("#").strip() for tag in record.tags):
        tags.setdefault(tag.casefold(), tag)
    tags.pop("", None)
    extra = {name: line(text) for name, text in record.extra.items()}
    return Entry(
        paper=paper,
        line=record.line,
        kind=record.kind,
        citekey=line(record.citekey) or None,
        tags=tuple(tags.values()),
        remarks=tuple(filter(None, map(block, record.remarks))),
        files=tuple(filter(None, map(line, record.files))),
        extra={name: text for name, text in extra.items() if text and text != paper.venue},
    )


def _paper(record: Record, identifiers: Mapping[str, Identifier]) -> Paper:
    """The paper of a record; without a title or with the year 0 if there is none."""
    arxiv = identifiers.get("arxiv")
    years = [year for year in map(year_in, record.dates) if year]
    if isinstance(arxiv, ArxivId):
        years.append(arxiv.year)
    links = [identifiers[kind].url for kind in _LINKS if kind in identifiers]
    names = {kind: str(identifier) for kind, identifier in identifiers.items()}
    return Paper(
        title=line(record.title),
        year=next(iter(years), 0),
        authors=tuple(filter(None, map(line, record.authors))),
        venue=_venue(record),
        url=next((url for text in record.addresses if (url := _address(text))), None)
        or next(iter(links), None),
        arxiv=names.get("arxiv"),
        doi=names.get("doi"),
        openreview=names.get("openreview"),
        code=_address(record.code),
        pdf=_address(record.pdf),
        abstract=line(record.abstract) or None,
    )


def _venue(record: Record) -> str | None:
    """Where the paper appeared, as short as the record allows; None for a preprint."""
    if stated := line(record.venue):
        return stated
    names = [name for name in map(line, record.venues) if name and not is_preprint(name)]
    for name in (*names, *map(line, record.venue_hints)):
        known = known_venue(name)
        if known:
            return known
    # The proceedings of many venues appear in a series; better than nothing.
    names.sort(key=is_series)
    return short_venue(names[0]) or None if names else None


def _identifiers(record: Record) -> tuple[dict[str, Identifier], list[str]]:
    """Identifiers by their field, and what is wrong with those that the record calls one."""
    found: dict[str, Identifier] = {}
    wrong: list[str] = []
    for kind, text in ((Doi, line(record.doi)), (ArxivId, line(record.arxiv))):
        # The first word, for "10.1109/5.771073 (open access)".
        identifier = find_identifier(text) or find_identifier(text.partition(" ")[0])
        if identifier:
            found.setdefault(identifier.field, identifier)
        elif text.casefold() not in ("", *_NOTHING):
            article = "a" if kind is Doi else "an"
            wrong.append(
                f"{text!r} is not {article} {kind.kind}, so the note gets none; look it up"
            )
    for text in (*record.mentions, *record.addresses, *record.venues, record.pdf):
        for mention in filter(None, map(str.strip, text.splitlines())):
            arxiv = _ARXIV_MENTION.match(mention)
            identifier = find_identifier(mention) or (find_identifier(arxiv[0]) if arxiv else None)
            if identifier:
                found.setdefault(identifier.field, identifier)
    return found, wrong


def _address(text: str) -> str | None:
    """The first web address in a text; one without its protocol gets it."""
    found = _ADDRESS.search(text)
    if found:
        address = found[0]
        # A bracket that the address opens is part of it; one that stands around it is not.
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(".,;")
        return address
    bare = _BARE_ADDRESS.match(text.strip())
    return f"https://{bare[0]}" if bare else None


class _Keys:
    """The citekeys that are given out; BibTeX does not tell their cases apart."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self._numbers: dict[str, Iterator[int]] = {}

    def line_of(self, key: str) -> int:
        """The line of the entry that has the key; 0 if it is free."""
        return self._lines.get(key.casefold(), 0)

    def take(self, key: str, line: int) -> str:
        """The key, with a number behind it if it is taken."""
        free = key
        while free.casefold() in self._lines:
            # The counter goes on where it stopped, for a file in which all keys are one.
            free = f"{key}-{next(self._numbers.setdefault(key.casefold(), count(2)))}"
        self._lines[free.casefold()] = line
        return free
