"""From the facts that are told of a note to the fields that it gains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError
from snnnotes.features.adopting.adoption import AdoptedNote, SameOnTwo
from snnnotes.features.adopting.dating import Stamp
from snnnotes.formats.foreign_choice import Choice
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.model.fields import FIELDS
from snnnotes.model.identifiers import identifiers_of
from snnnotes.model.note import Note, Value
from snnnotes.model.title import title_key
from snnnotes.storage.foreign_reading import ForeignNote

_NAMES = tuple(field.name for field in FIELDS)
#: A preprint's year, or a link's, only happens to be that of the paper.
_DERIVED = (Source.ARXIV, Source.LINK)
_REQUIRED = tuple(field.name for field in FIELDS if field.required)


def decided(
    note: ForeignNote, choice: Choice, stamp: Stamp | None, places: Mapping[str, str]
) -> AdoptedNote:
    """What is taken to be true of a note, and what it gains.

    Args:
        note: What its file tells.
        choice: What was chosen of all that is told.
        stamp: Its time if nothing tells one.
        places: Where the facts of other files stand.
    """
    facts = {name: _own_if_the_same(fact, note) for name, fact in choice.facts.items()}
    values = {name: _value(fact) for name, fact in facts.items()}
    if stamp and "added" not in facts:
        values["added"] = stamp.time
        if stamp.is_from_git:
            facts["added"] = Fact("added", stamp.time, Source.GIT)
    adds: dict[str, Value] = {}
    if not note.is_complete:
        # A key that is there and empty stays so: filling it would change a line.
        adds = {name: values[name] for name in _NAMES if name in values and name not in note.own}
    return AdoptedNote(
        path=note.path,
        facts={name: facts[name] for name in _NAMES if name in facts},
        others=tuple(choice.others),
        adds=adds,
        missing=tuple(name for name in _REQUIRED if name not in adds and not note.has(name)),
        fault=note.fault,
        places=places,
        has_frontmatter=note.has_frontmatter,
        encoding=note.encoding,
        digest=note.digest,
    )


def _own_if_the_same(fact: Fact, note: ForeignNote) -> Fact:
    """What a README says and the note or its place says too, is told by these."""
    if fact.source is not Source.README:
        return fact
    same = (
        own
        for own in note.facts
        if (own.field, own.value) == (fact.field, fact.value) and own.source not in _DERIVED
    )
    return next(same, fact)


def _value(fact: Fact) -> Value:
    return fact.value if isinstance(fact.value, str) else [*fact.value]


def note_after(note: ForeignNote, adopted: AdoptedNote) -> Note | None:
    """The note as it reads when it has what it gains; None if it cannot be read even then."""
    fields = {**note.own, **adopted.adds}
    fields.pop("abstract", None)  # nobody asks for it, and there may be many
    try:
        return Note.from_fields(fields, path=note.path, lines={})
    except NoteFormatError:
        return None


def same_on_two(notes: Iterable[Note]) -> list[SameOnTwo]:
    """Titles, identifiers, links and citekeys that more than one note has."""
    paths: dict[tuple[str, str], list[PurePosixPath]] = defaultdict(list)
    shown: dict[tuple[str, str], str] = {}
    for note in notes:
        for what, key, value in _marks(note):
            paths[what, key].append(note.path)
            shown.setdefault((what, key), value)
    found = [
        SameOnTwo(what, shown[what, key], tuple(on))
        for (what, key), on in paths.items()
        if len(on) > 1
    ]
    return sorted(found, key=lambda same: (same.paths, same.what))


def _marks(note: Note) -> Iterable[tuple[str, str, str]]:
    """What the note should have alone: its kind, how it is compared, and how it is shown."""
    identifiers = sorted(identifiers_of(note.paper), key=str)
    yield from ((known.kind, str(known), str(known)) for known in identifiers)
    if note.paper.url and not identifiers:
        yield "link", note.paper.url, note.paper.url
    if note.citekey:
        yield "citekey", note.citekey.casefold(), note.citekey
    yield "title", title_key(note.paper.title), note.paper.title
