"""Changing what the frontmatter of notes says: single fields, tags, one tag in all notes."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.errors import DuplicateNoteError, UsageError
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.formats.frontmatter_edit import set_field
from snnnotes.model.assignment import Assignment, Operation, assigned, items_of, tags_in
from snnnotes.model.change import FileChange
from snnnotes.model.duplicates import KnownPapers
from snnnotes.model.fields import BY_NAME, Kind
from snnnotes.model.note import Note, Value
from snnnotes.model.text import fold

#: What only one note can have.
_OF_ONE_NOTE = ("title", "citekey", "arxiv", "doi", "openreview", "url", "pdf")
#: What tells on which paper a note is.
_TELLING_PAPER = frozenset({"title", "arxiv", "doi", "openreview", "url", "aliases"})


class Edited(NamedTuple):
    """What becomes of one note."""

    #: As it is afterwards.
    note: Note
    #: None if it says all of it already.
    change: FileChange | None
    #: By key, what it held before and what after, None where there is no such key.
    values: Mapping[str, tuple[Value | None, Value | None]]
    #: Items that were to be taken away and are not there, with their key.
    lacking: frozenset[tuple[str, str]] = frozenset()


class TagCount(NamedTuple):
    """A tag, as it is spelt, and how many notes have it."""

    tag: str
    notes: int


def plan_edit(text: str, assignments: Sequence[Assignment], *, path: PurePosixPath) -> Edited:
    r"""What becomes of a note: only the lines of those keys change.

    A field that waits for a source and gets a value by this waits no longer.

    Args:
        text: The whole note.
        assignments: Made one after another.
        path: The note, relative to the notebook.

    Raises:
        NoteFormatError: The note cannot be read, or a line cannot be changed without harm to
            another one.
        UsageError: The note has keys where a list is needed.

    >>> from snnnotes.model.assignment import parse_assignments
    >>> text = "---\ntitle: LIF\nyear: 2023 # ?\n---\n"
    >>> edited = plan_edit(text, parse_assignments(["year=2022"]), path=PurePosixPath("lif.md"))
    >>> edited.change.after, edited.values
    ('---\ntitle: LIF\nyear: 2022 # ?\n---\n', {'year': ('2023', '2022')})
    """
    before = parse(text, path=path).fields
    keys = dict.fromkeys(one.key for one in assignments)
    after = {key: before.get(key) for key in keys}
    lacking = set()
    for one in assignments:
        old = after[one.key]
        after[one.key] = assigned(one, old)
        if one.operation is Operation.TAKE:
            has = {fold(item) for item in items_of(one.key, old) or ()}
            lacking |= {(one.key, value) for value in one.values if fold(value) not in has}
    pending = items_of("pending", before.get("pending"))
    if pending and "pending" not in keys:
        left = [name for name in pending if name not in keys or not after[name]]
        if left != pending:
            after["pending"] = [*left] or None
    return _edited(text, before, after, path)._replace(lacking=frozenset(lacking))


def plan_tag_rename(text: str, old: str, new: str, *, path: PurePosixPath) -> Edited:
    r"""What becomes of a note whose tag gets another name: it keeps its place among the others.

    A note that has both tags keeps one of them, spelt as the new one.

    Args:
        text: The whole note.
        old: Compared as in queries.
        new: As it is to be spelt.
        path: The note, relative to the notebook.

    Raises:
        NoteFormatError: The note cannot be read, or its tags cannot be changed without harm.

    >>> text = "---\ntitle: LIF\nyear: 2023\ntags: [snn, SNNs, lif]\n---\n"
    >>> plan_tag_rename(text, "SNNs", "snn", path=PurePosixPath("lif.md")).note.tags
    ('snn', 'lif')
    """
    before = parse(text, path=path).fields
    wanted = []
    for tag in items_of("tags", before.get("tags")) or []:
        meant = new if fold(tag) in (fold(old), fold(new)) else tag
        if meant not in wanted:
            wanted.append(meant)
    change = Assignment("tags", Operation.SET, tuple(wanted))
    return _edited(text, before, {"tags": assigned(change, before.get("tags"))}, path)


def _edited(
    text: str, before: Mapping[str, Value], after: Mapping[str, Value | None], path: PurePosixPath
) -> Edited:
    """The note with each key of `after` that differs changed in its place."""
    edited = text
    values: dict[str, tuple[Value | None, Value | None]] = {}
    for key, value in after.items():
        if value == before.get(key) or isinstance(value, dict):  # nobody can type keys
            continue
        texts = value if value is None or isinstance(value, str) else [*map(str, value)]
        edited = set_field(edited, key, texts, path=path)
        values[key] = (before.get(key), value)
    note = read_note(edited, path=path)
    return Edited(note, None if edited == text else FileChange(path, text, edited), values)


def tag_counts(notes: Iterable[Note]) -> list[TagCount]:
    """Every tag with the number of notes that have it, the most used first."""
    counts = Counter(tag for note in notes for tag in dict.fromkeys(note.tags))
    return [
        TagCount(tag, count)
        for tag, count in sorted(counts.items(), key=lambda pair: (-pair[1], fold(pair[0])))
    ]


def refuse_one_value_for_many(assignments: Iterable[Assignment], count: int) -> None:
    """Refuse to give several notes what only one can have, such as a citekey.

    Raises:
        UsageError: That is asked for.
    """
    for one in assignments:
        if count > 1 and one.key in _OF_ONE_NOTE and one.values:
            raise UsageError(
                f"{count} notes cannot all have the {one.key} {one.values[0]!r}",
                hint="name one note",
            )


def refuse_taken_citekeys(edited: Iterable[Edited], notes: Iterable[Note]) -> None:
    """Refuse a citekey that another note has; in any case, since BibTeX knows none.

    Args:
        edited: What is planned.
        notes: All notes, as they are.

    Raises:
        DuplicateNoteError: One is taken.
    """
    planned = {
        one.note.citekey.casefold(): one.note.path
        for one in edited
        if "citekey" in one.values and one.note.citekey
    }
    for note in notes if planned else ():
        key = (note.citekey or "").casefold()
        if key in planned and note.path != planned[key]:
            raise DuplicateNoteError(
                f"{note.path} has the citekey {note.citekey} already",
                hint="take another one, or change that note first",
            )


def twins(edited: Iterable[Edited], notes: Sequence[Note]) -> list[tuple[Note, Note, str]]:
    """The edited notes that are on the paper of another note now; that note; what shows it.

    Args:
        edited: What is planned.
        notes: All notes, as they are.
    """
    touched = {one.note.path: one.note for one in edited if _TELLING_PAPER & one.values.keys()}
    if not touched:
        return []
    before = {note.path: note for note in notes}
    known = KnownPapers(touched.get(note.path, note) for note in notes)
    old = KnownPapers(notes)
    found = []
    for note in touched.values():
        earlier = before[note.path].paper if note.path in before else None
        had = {one.note.path for one in old.duplicates_of(earlier)} if earlier else set()
        found += [
            (note, one.note, one.reason)
            for one in known.duplicates_of(note.paper)
            if one.note.path != note.path and one.note.path not in had
        ]
    return found


def strange_keys(assignments: Iterable[Assignment], notes: Iterable[Note]) -> list[tuple[str, str]]:
    """Keys that get a value, though neither we know them nor any note has them.

    Returns: Each with the name that is nearest to it; empty if none is near.
    """
    asked = dict.fromkeys(
        one.key
        for one in assignments
        if one.key not in BY_NAME and (one.values or one.text) and one.operation != Operation.TAKE
    )
    used = {key for note in notes for key in note.extra} if asked else set()
    known = sorted(BY_NAME.keys() | used)
    return [(key, _nearest(key, known)) for key in asked if key not in used]


def strange_tags(edited: Iterable[Edited], notes: Iterable[Note]) -> list[tuple[str, str]]:
    """Tags that come to a note and that no note had until now.

    Returns: Each with the tag that is nearest to it; empty if none is near.
    """
    used = {tag for note in notes for tag in note.tags}
    new = dict.fromkeys(
        tag for one in edited if "tags" in one.values for tag in one.note.tags if tag not in used
    )
    return [(tag, _nearest(tag, sorted(used))) for tag in new]


def lacking_items(edited: Sequence[Edited]) -> list[tuple[str, str]]:
    """Items that were to be taken away and are in none of the notes, with their key."""
    everywhere = frozenset.intersection(*(one.lacking for one in edited)) if edited else ()
    return sorted(everywhere)


def resembling_tag(tag: str, notes: Iterable[Note]) -> str:
    """The tag of some note that is nearest to one that no note has; empty if none is near."""
    return _nearest(tag, sorted({one for note in notes for one in note.tags}))


def tag_changes(words: Iterable[str]) -> tuple[Assignment, ...]:
    """The changes that words such as ``+attention`` and ``-survey`` ask for.

    Raises:
        UsageError: Nothing stands behind a sign, or one tag is added and taken away.

    >>> [(one.operation.value, one.values) for one in tag_changes(["+a,b", "-c"])]
    [('+=', ('a', 'b')), ('-=', ('c',))]
    """
    changes = []
    signs: dict[str, Operation] = {}
    for word in words:
        operation = Operation.ADD if word[0] in "+＋" else Operation.TAKE
        tags = tags_in(word[1:])
        if not tags:
            raise UsageError(
                f"no tag stands behind {word[0]}", hint=f"write it in the same word:  {word[0]}tag"
            )
        for tag in tags:
            if signs.setdefault(fold(tag), operation) != operation:
                raise UsageError(
                    f"{tag} cannot be added and taken away at once", hint="leave out one of them"
                )
        changes.append(Assignment("tags", operation, tags))
    return tuple(changes)


def checked_tag(text: str) -> str:
    """One tag, as notes have it.

    Raises:
        UsageError: It is none, or several.
    """
    tags = tags_in(text)
    if len(tags) != 1:
        raise UsageError(
            f"{text!r} is not one tag", hint="example: snnnotes tag --rename snn spiking"
        )
    return tags[0]


def is_list(key: str, *values: Value | None) -> bool:
    """Is a key shown as what came to it and what went, and not as a whole?"""
    if key in BY_NAME:
        return BY_NAME[key].kind is Kind.NAMES
    return any(isinstance(value, list) for value in values)


def _nearest(name: str, names: Sequence[str]) -> str:
    """The one of `names` that was meant, maybe; one that differs in case before all others."""
    folded = {fold(other): other for other in reversed(names)}
    near = difflib.get_close_matches(fold(name), folded, n=1, cutoff=0.75)
    return folded[near[0]] if near else ""
