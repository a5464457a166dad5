"""Which of the facts about a note to take: folder by folder, by what its notes agree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
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
_SHORTEST_SHORT_FORM = 3


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
    #: Notes for which no source speaks that is always trusted, so that the ranking decides.
    needed: int = 0
    #: Notes where another source says something too, and where one says the same.
    comparable: int = 0
    agreeing: int = 0
    #: Notes where it stands alone against others that agree with each other.
    refuted: int = 0


def _ranking(notes: Sequence[Sequence[Fact]], name: str) -> tuple[Source, ...]:
    trusted = _ALWAYS_TRUSTED[name]
    records = _records(notes, name)
    # A note whose frontmatter has the title needs no heading: that it has none says nothing.
    needing = sum(not _tells(facts, name, trusted) for facts in notes)

    def rank(source: Source) -> tuple[bool, float, int]:
        record = records.get(source)
        by_default = _DEFAULT.index(source)
        if record is None:
            return True, 0.0, by_default
        if source in trusted:
            return False, 0.0, by_default
        coverage = record.needed / needing if needing else len(record.keys) / len(notes)
        counts = Counter(record.keys)
        distinct = sum(count == 1 for count in counts.values()) / len(record.keys)
        if name != "title" or len(record.keys) == 1:
            distinct = 1.0
        if distinct >= _LEAST_DISTINCT and _is_borne_out(source, record, coverage):
            return False, 0.0, by_default
        shape = (1 + record.well_shaped / len(record.keys)) / 2
        return True, -coverage * distinct * shape, by_default

    return tuple(sorted(_DEFAULT, key=rank))


def _is_borne_out(source: Source, record: _Record, coverage: float) -> bool:
    """Does what the other sources say, or the lack of it, speak for a source?"""
    if record.comparable and record.agreeing / record.comparable >= _HALF:
        return True
    # A label says that it is the title; where most notes have one, short forms in headings and
    # names of files agree with each other in vain. It is of another paper only if they do.
    is_label = source is Source.LABEL
    if coverage >= _HALF and (is_label or not record.comparable):
        return True
    return is_label and record.refuted / len(record.keys) < _HALF


def _tells(facts: Iterable[Fact], name: str, sources: Container[Source]) -> bool:
    return any(fact.field == name and fact.source in sources for fact in facts)


def _records(notes: Sequence[Sequence[Fact]], name: str) -> dict[Source, _Record]:
    records: dict[Source, _Record] = {}
    told = [_keys_by_source(facts, name) for facts in notes]
    unheard = _unheard(told, name)
    for facts in told:
        keys = {source: key for source, (key, _) in facts.items()}
        is_open = not _ALWAYS_TRUSTED[name] & keys.keys()
        for source, (key, fact) in facts.items():
            record = records.setdefault(source, _Record())
            record.keys.append(key)
            record.well_shaped += _has_shape_of_title(fact.value)
            record.needed += is_open
            others = [(other, keys[other]) for other in keys if other is not source]
            agrees = any(_agree(name, source, key, other, other_key) for other, other_key in others)
            record.comparable += any(other not in unheard for other, _ in others)
            record.agreeing += agrees
            record.refuted += not agrees and len({key for _, key in others}) < len(others)
    return records


def _keys_by_source(facts: Iterable[Fact], name: str) -> dict[Source, tuple[object, Fact]]:
    """What each source tells first of the field `name`."""
    first: dict[Source, Fact] = {}
    for fact in facts:
        if fact.field == name:
            first.setdefault(fact.source, fact)
    return {source: (_key(fact), fact) for source, fact in first.items()}


def _unheard(told: Iterable[Mapping[Source, tuple[object, Fact]]], name: str) -> Container[Source]:
    """Sources that bear out no other one while others do: they speak against none either.

    Such as names of files like ``p1.md`` where headings and the README agree.
    """
    heard: set[Source] = set()
    seen: set[Source] = set()
    for facts in told:
        seen |= facts.keys()
        for source, (key, _) in facts.items():
            for other, (other_key, _) in facts.items():
                if source is not other and _agree(name, source, key, other, other_key):
                    heard |= {source, other}
    return seen - heard if heard else ()


def _agree(name: str, source: Source, key: object, other: Source, other_key: object) -> bool:
    """Does what `source` says agree with what `other` says?"""
    if name != "year":
        # "SEENN" bears out "SEENN: Towards Early Exit", but is not borne out by it.
        return key == other_key or (
            len(str(other_key)) >= _SHORTEST_SHORT_FORM and str(key).startswith(str(other_key))
        )
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
