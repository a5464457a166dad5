"""Filling in what a note lacks of its paper, once the sources answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias, Union

from snnnotes.errors import UsageError
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.formats.frontmatter_edit import set_field
from snnnotes.model.change import FileChange
from snnnotes.model.citekey import Citekeys, stand_in_citekey
from snnnotes.model.identifiers import Identifier, find_identifier
from snnnotes.model.markdown import escape
from snnnotes.model.note import Note
from snnnotes.model.paper import stand_in_titles
from snnnotes.model.venue_name import is_preprint

Value: TypeAlias = Union[str, int, tuple[str, ...]]

#: What sources tell, in the order of the frontmatter.
FILLED = (
    "title", "authors", "year", "venue", "url", "arxiv", "doi", "openreview", "code", "pdf",
)  # fmt: skip
#: What a note cannot be without, so that something stands in for it.
_STAND_IN = ("title", "year")
#: What changes when a preprint is published.
PUBLISHED = ("year", "venue", "doi")


class Wish(NamedTuple):
    """Which fields `plan_fill` may change."""

    #: These also where the note says something else.
    overwrite: frozenset[str] = frozenset()
    #: No others than these.
    only: tuple[str, ...] = FILLED


WHAT_IS_MISSING: Final = Wish()


def subject_of(note: Note) -> Identifier | str:
    """What to ask the sources about: the note's identifier, else its address; empty if neither."""
    paper = note.paper
    for text in (paper.arxiv, paper.doi, paper.openreview and f"openreview:{paper.openreview}"):
        found = find_identifier(text) if text else None
        if found:
            return found
    return find_identifier(paper.url or "") or paper.url or ""


def waiting(notes: Iterable[Note]) -> list[Note]:
    """The notes that wait for a source."""
    return [note for note in notes if note.pending]


def unpublished(notes: Iterable[Note]) -> list[Note]:
    """The notes on preprints, by what they say themselves."""
    return [
        note
        for note in notes
        if note.paper.arxiv and (not note.paper.venue or is_preprint(note.paper.venue))
    ]


def checked_overwrite(names: Iterable[str]) -> frozenset[str]:
    """The fields that the user wants to have written over.

    Raises:
        UsageError: One of them is none that a source tells.
    """
    found = frozenset(names)
    for name in sorted(found - set(FILLED)):
        raise UsageError(
            f"--overwrite {name}: no source tells it", hint=f"it is one of {', '.join(FILLED)}"
        )
    return found


def plan_fill(  # noqa: PLR0913 (each is another kind of thing)
    text: str,
    note: Note,
    found: Mapping[str, Value],
    *,
    pending: Collection[str] = (),
    citekeys: Citekeys | None = None,
    wish: Wish = WHAT_IS_MISSING,
) -> FileChange | None:
    """The change that puts what sources say into a note; None if there is nothing to put.

    Only the lines of keys that are missing, empty or pending change, and those that the user wants
    to have written over. A heading that stood in for the title changes with it.

    Args:
        text: The whole note.
        note: What it says.
        found: What sources say, by field.
        pending: Fields that a source would have told which did not answer again.
        citekeys: Gives one for that which was made of an identifier; None leaves that.
        wish: Which fields may change.

    Raises:
        NoteFormatError: A line cannot be changed without harm to another one.
    """
    path = note.path
    after = text
    before = parse(text, path=path).fields
    for name in FILLED:
        value = found.get(name)
        is_open = not before.get(name) or name in note.pending or name in wish.overwrite
        if value and name in wish.only and is_open:
            after = set_field(after, name, _written(value), path=path)
    is_stand_in = note.citekey == stand_in_citekey(note.paper) and "title" in note.pending
    if citekeys and is_stand_in and found.get("title"):
        filled = read_note(after, path=path).paper
        after = set_field(after, "citekey", citekeys.make(filled), path=path)
    if after != text and "title" in note.pending and found.get("title"):
        after = _with_heading(after, note, str(found["title"]))
    # A preprint has no venue; once the sources have answered, nothing more is to come. What
    # stands in for title or year is marked as such until somebody knows better.
    open_still = {*pending, *_STAND_IN}
    left = [name for name in note.pending if name in open_still and not found.get(name)]
    if left != [*note.pending]:
        after = set_field(after, "pending", left or None, path=path)
    return None if after == text else FileChange(path, text, after)


def _written(value: Value) -> str | list[str]:
    return [*value] if isinstance(value, tuple) else str(value)


def _with_heading(text: str, note: Note, title: str) -> str:
    """The text with the title in the heading that its identifier stood in for."""
    body = parse(text, path=note.path).body_start
    for stand_in in stand_in_titles(note.paper):
        heading = re.compile(
            rf"^(#{{1,6}}[ \t]+){re.escape(escape(stand_in))}(?=[ \t]*\r?$)", re.MULTILINE
        )
        found = heading.search(text, body)
        if found:
            return f"{text[: found.end(1)]}{escape(title)}{text[found.end() :]}"
    return text
