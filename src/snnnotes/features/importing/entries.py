"""Entries of a bibliography as notes that wait to be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType

from snnnotes.errors import UsageError
from snnnotes.features.importing.outcome import Import, Item, Outcome
from snnnotes.features.importing.shelf import UNREAD, Shelf, Wish
from snnnotes.formats.bibliography import Bibliography, Entry
from snnnotes.formats.frontmatter import read_note
from snnnotes.model.note import Note, Value

#: What citing needs and no field of ours holds, by the names of BibTeX, CSL-JSON and RIS. All else
#: that an entry says (months, ISSNs, what the program noted for itself) stays behind.
_KEPT: Mapping[str, str] = MappingProxyType({
    "volume": "volume", "vl": "volume",
    "number": "number", "issue": "number", "is": "number",
    "pages": "pages", "page": "pages",
    "publisher": "publisher", "pb": "publisher",
})  # fmt: skip
_PAGES = ("sp", "ep")
#: Google Scholar's volume of CoRR, and what arXiv puts into ``number``.
_NO_NUMBER = re.compile(r"abs/|arxiv", re.IGNORECASE)


def add_bibliography(  # noqa: PLR0913 (what is added, to what, and how)
    read: Bibliography,
    source: str,
    shelf: Shelf,
    wish: Wish,
    into: Import,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Plan the notes for all entries of a bibliography.

    Args:
        read: The bibliography.
        source: Its file, as messages call it.
        shelf: Knows the notebook, and from now on these notes too.
        wish: What the user wants of the notes.
        into: Where the plan goes.
        progress: Called with how many entries are done, and of how many.
    """
    items: list[Item] = []
    for entry in read.entries:
        items.append(_planned(entry, source, shelf, wish, into))
        progress(len(items), len(read.entries))
    for problem in read.problems:
        if problem.leaves_out:
            outcome = Outcome.NO_NOTE if problem.is_no_paper else Outcome.LEFT_OUT
            items.append(
                Item(source=source, line=problem.line, outcome=outcome, reason=problem.sentence)
            )
        else:
            into.remark(f"{source}:{problem.line}", problem.sentence)
    into.items += sorted(items, key=lambda item: item.line or 0)


def _planned(entry: Entry, source: str, shelf: Shelf, wish: Wish, into: Import) -> Item:
    item = Item(
        source=source,
        line=entry.line,
        name=entry.citekey or entry.paper.title,
        outcome=Outcome.IMPORTED,
        files=entry.files,
    )
    for duplicate in shelf.duplicates_of(entry.paper):
        reason, path = shelf.why_duplicate(duplicate), duplicate.note.path
        return replace(item, outcome=Outcome.DUPLICATE, path=path, reason=reason)
    try:
        path = shelf.new_notes.path_for(entry.paper)
    except UsageError as error:  # a title of nothing but signs
        return item.left_out(str(error), error.hint)
    if shelf.is_in_the_way(path):
        return item.left_out(*shelf.why_in_the_way(path))
    change = shelf.new_notes.make(_draft(entry, wish), below="\n\n".join(entry.remarks))
    note = read_note(change.text, path=change.path)
    shelf.add(note, item.place)
    into.changes.append(change)
    return replace(item, path=note.path)


def _draft(entry: Entry, wish: Wish) -> Note:
    return Note(
        path=PurePosixPath(),
        paper=entry.paper,
        citekey=entry.citekey,
        tags=wish.with_tags(entry.tags),
        status=wish.status or UNREAD,
        added=wish.added,
        extra=dict(_kept(entry.extra)),
    )


def _kept(extra: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    """What a note keeps of the fields that are not ours."""
    for name, text in extra.items():
        kept = _KEPT.get(name.casefold())
        if kept and not _NO_NUMBER.match(text):
            yield kept, text
    first, last = (extra.get(name, "") for name in _PAGES)
    if first:
        yield "pages", f"{first}--{last}" if last and last != first else first
