"""Which of the facts about a note to take: folder by folder, by what its notes agree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeAlias

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_path import is_page
from snnnotes.model.title import title_key

FactsByNote: TypeAlias = Mapping[PurePosixPath, Sequence[Fact]]


@dataclass(slots=True)
class Choice:
    """What is taken to be true of one note, and what speaks against it."""

    #: By name of field, in no order.
    facts: dict[str, Fact] = field(default_factory=dict)
    #: Facts of these fields that say something else; one for each value.
    others: list[Fact] = field(default_factory=list)


_DEFAULT = tuple(Source)
#: Somebody wrote these down as what they are; a habit of the folder cannot make them wrong.
_ALWAYS_TRUSTED = {
    "title": frozenset({Source.FRONTMATTER, Source.BIBLIOGRAPHY}),
    "year": frozenset(_DEFAULT) - {Source.FOLDER, Source.FILE_NAME, Source.README},
}
#: With fewer notes, the folder above is asked; two notes in all are no habit of any kind.
_FEWEST_NOTES = 3
#: A title is not the title of many notes: "Chapter 1" in each of them is a heading of the form.
_LEAST_DISTINCT = 0.7
_HALF = 0.5
_FEWEST_WORDS, _FEWEST_CHINESE = 3, 6


def chosen(facts_by_note: FactsByNote) -> dict[PurePosixPath, Choice]:
    """For each note and field, the fact of the source that its folder trusts most.

    Args:
        facts_by_note: Of each note what it tells, and what a README, a bibliography or Git tell
            of it; of one source the first fact counts, but all tags.
    """
    by_field = {name: rankings(facts_by_note, name) for name in _ALWAYS_TRUSTED}
    found: dict[PurePosixPath, Choice] = {}
    for path, facts in facts_by_note.items():
        folder = folder_of(path)
        orders = {name: ranks[folder] for name, ranks in by_field.items()}
        found[path] = _choice(facts, orders)
    return found


def _choice(facts: Sequence[Fact], orders: Mapping[str, tuple[Source, ...]]) -> Choice:
    by_field: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_field[fact.field].append(fact)
    choice = Choice()
    for name, told in by_field.items():
        order = orders.get(name, _DEFAULT)
        first = min(told, key=lambda fact: order.index(fact.source))
        choice.facts[name] = _with_all_tags(first, told) if name == "tags" else first
        seen = {_key(first)}
        for fact in told:
            if name != "tags" and _key(fact) not in seen:
                seen.add(_key(fact))
                choice.others.append(fact)
    url, pdf = choice.facts.get("url"), choice.facts.get("pdf")
    if url and pdf and url.value == pdf.value:
        del choice.facts["pdf"]  # it would say the same twice
    return choice


def _with_all_tags(first: Fact, told: Iterable[Fact]) -> Fact:
    """The tags of one source; a note may have them in several lines."""
    tags = [tag for fact in told if fact.source is first.source for tag in fact.value]
    return Fact("tags", tuple(dict.fromkeys(tags)), first.source, first.line)


def _key(fact: Fact) -> object:
    """What two facts have in common that say the same."""
    return (
        title_key(fact.value)
        if fact.field == "title" and isinstance(fact.value, str)
        else fact.value
    )


def folder_of(path: PurePosixPath) -> PurePosixPath:
    """The folder whose habits a note shares: for a README in a folder of its own, the one above.

    >>> folder_of(PurePosixPath("2023/SEENN.md")), folder_of(PurePosixPath("2023/SEENN/README.md"))
    (PurePosixPath('2023'), PurePosixPath('2023'))
    """
    return path.parent.parent if is_page(path) else path.parent


def rankings(facts_by_note: FactsByNote, name: str) -> dict[PurePosixPath, tuple[Source, ...]]:
    """For each folder with notes, the sources of the field `name`, the most trusted first.

    Trusted is what most notes have, or what agrees with another source wherever there is one;
    among the trusted the order of `Source` holds, so that a title keeps its colon rather than
    the comma of the file's name.
    """
    members: dict[PurePosixPath, list[PurePosixPath]] = defaultdict(list)
    for path in facts_by_note:
        folder = folder_of(path)
        for above in (folder, *folder.parents):
            members[above].append(path)
    answers: dict[PurePosixPath, tuple[Source, ...]] = {}
    for path in facts_by_note:
        own = folder_of(path)
        if own in answers:
            continue
        pools = (own, *own.parents)
        pool = next((members[above] for above in pools if len(members[above]) >= _FEWEST_NOTES), [])
        answers[own] = _ranking([facts_by_note[note] for note in pool], name)
    return answers


@dataclass(slots=True)
class _Record:
    """How a source did in a folder."""

    #: The value's key for each note that has one.
    keys: list[object] = field(default_factory=list)
    well_shaped: int = 0
    #: Notes where another source says something too, and where one says the same.
    comparable: int = 0
    agreeing: int = 0


def _ranking(notes: Sequence[Sequence[Fact]], name: str) -> tuple[Source, ...]:
    records = _records(notes, name)

    def rank(source: Source) -> tuple[bool, float, int]:
        record = records.get(source)
        by_default = _DEFAULT.index(source)
        if record is None:
            return True, 0.0, by_default
        if source in _ALWAYS_TRUSTED[name]:
            return False, 0.0, by_default
        coverage = len(record.keys) / len(notes)
        counts = Counter(record.keys)
        distinct = sum(count == 1 for count in counts.values()) / len(record.keys)
        if name != "title" or len(record.keys) == 1:
            distinct = 1.0
        agreement = record.agreeing / record.comparable if record.comparable else 0.0
        # A label says that it is the title; where most notes have one, short forms in headings
        # and names of files agree with each other in vain.
        by_coverage = source is Source.LABEL or not record.comparable
        agrees = agreement >= _HALF or (by_coverage and coverage >= _HALF)
        if distinct >= _LEAST_DISTINCT and agrees:
            return False, 0.0, by_default
        shape = (1 + record.well_shaped / len(record.keys)) / 2
        return True, -coverage * distinct * shape, by_default

    return tuple(sorted(_DEFAULT, key=rank))


def _records(notes: Sequence[Sequence[Fact]], name: str) -> dict[Source, _Record]:
    records: dict[Source, _Record] = {}
    for facts in notes:
        first: dict[Source, Fact] = {}
        for fact in facts:
            if fact.field == name:
                first.setdefault(fact.source, fact)
        keys = {source: _key(fact) for source, fact in first.items()}
        for source, fact in first.items():
            record = records.setdefault(source, _Record())
            record.keys.append(keys[source])
            record.well_shaped += _has_shape_of_title(fact.value)
            if len(first) > 1:
                record.comparable += 1
                record.agreeing += any(
                    _agree(name, source, keys[source], other, keys[other])
                    for other in first
                    if other is not source
                )
    return records


def _agree(name: str, source: Source, key: object, other: Source, other_key: object) -> bool:
    if name != "year":
        return key == other_key
    year, other_year = int(str(key)), int(str(other_key))
    if Source.ARXIV not in (source, other):
        return year == other_year
    # What is posted at the end of a year appears in the next.
    published, posted = (other_year, year) if source is Source.ARXIV else (year, other_year)
    return published - posted in (0, 1)


def _has_shape_of_title(value: str | tuple[str, ...]) -> bool:
    """Is it as long as titles of papers are?"""
    text = value if isinstance(value, str) else " ".join(value)
    chinese = sum("\u3400" <= character <= "\u9fff" for character in text)
    return len(text.split()) >= _FEWEST_WORDS or chinese >= _FEWEST_CHINESE
