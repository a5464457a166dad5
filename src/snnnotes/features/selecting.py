"""Which note the user means: by citekey, path, identifier or words of the title."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from snnnotes.errors import AmbiguousNoteError, NoteNotFoundError, UsageError
from snnnotes.model.file_name import folded_name
from snnnotes.model.identifiers import ArxivId, Identifier, find_identifier, identifiers_of
from snnnotes.model.note import Note
from snnnotes.model.text import fold, index_terms
from snnnotes.model.title import title_key

#: From 0 to 100, as `fuzz.WRatio` counts. Below it, a title is not what was meant.
_LEAST_LIKENESS = 60.0
_NEAREST = 3
_NO_WORD = re.compile(r"[^\w+#]+|_+")


def find_note(
    selector: str,
    notes: Sequence[Note],
    *,
    folder: PurePosixPath,
    unreadable: Iterable[PurePosixPath] = (),
) -> Note:
    """The one note that `selector` names.

    The first of these that fits any note decides: the citekey; the path; an arXiv identifier,
    DOI or OpenReview id in any form; the whole title or an alias; words that all occur in the
    title, as whole words if that leaves any note, else as parts of words. Words that all occur in
    the name of a file that cannot be read may mean that one, so that they name no other alone.

    Args:
        selector: What the user typed.
        notes: All of the notebook's notes.
        folder: The current folder, relative to the notebook; paths may start there.
        unreadable: Files among the notes whose titles nobody knows.

    Raises:
        NoteNotFoundError: Nothing fits; the hint has the nearest titles.
        AmbiguousNoteError: More than one note fits.
        UsageError: `selector` is empty.
    """
    text = selector.strip()
    if not text:
        raise UsageError(
            "the note is not named",
            hint="give its citekey, path, arXiv identifier, DOI or words of its title",
        )
    identifier = find_identifier(text)
    ways: tuple[Callable[[], list[Note]], ...] = (
        lambda: _by_citekey(text, notes),
        lambda: _by_path(text, notes, folder),
        lambda: _by_identifier(identifier, text, notes),
        lambda: _by_title(text, notes),
        lambda: _by_words(text, notes),
    )
    for way in ways:
        found = way()
        paths = [note.path for note in found]
        if found and way is ways[-1]:
            words = _words(text)
            paths += [path for path in unreadable if _has_all(words, fold(path.stem))]
        if len(paths) == 1:
            return found[0]
        if paths:
            raise AmbiguousNoteError(selector, sorted(paths))
    if identifier:
        raise NoteNotFoundError(
            f"no note has the {identifier.kind} {identifier}",
            hint=f"make one: snnnotes add {identifier.url}",
        )
    raise NoteNotFoundError(f"no note fits {selector!r}", hint=_nearest(text, notes))


def _by_citekey(text: str, notes: Sequence[Note]) -> list[Note]:
    exact = [note for note in notes if note.citekey == text]
    key = text.casefold()
    return exact or [note for note in notes if note.citekey and note.citekey.casefold() == key]


def _by_path(text: str, notes: Sequence[Note], folder: PurePosixPath) -> list[Note]:
    """Notes at the path `text`, relative to the notebook or to `folder`; ``.md`` may be left out.

    Both separators of Windows will do. As two notes may differ in case alone on Linux, the
    path as written goes before the path as other systems see it.
    """
    typed = text.replace("\\", "/")
    places = {posixpath.normpath(typed), posixpath.normpath(f"{folder}/{typed}")}
    exact = [note for note in notes if _is_at(str(note.path), places)]
    if exact:
        return exact
    folded = set(map(folded_name, places))
    return [note for note in notes if _is_at(folded_name(str(note.path)), folded)]


def _is_at(path: str, places: set[str]) -> bool:
    return path in places or path.removesuffix(".md") in places


def _by_identifier(identifier: Identifier | None, text: str, notes: Sequence[Note]) -> list[Note]:
    """Notes on the paper that `identifier` names; which version of it does not matter."""
    if identifier is None:
        # A bare OpenReview id looks like any word (9FmolyOHi5, Spikformer), so only notes tell.
        return [note for note in notes if note.paper.openreview == text]
    wanted = ArxivId(identifier.number) if isinstance(identifier, ArxivId) else identifier
    return [note for note in notes if wanted in identifiers_of(note.paper)]


def _by_title(text: str, notes: Sequence[Note]) -> list[Note]:
    key = title_key(text)
    return [note for note in notes if key in map(title_key, _titles(note))]


def _by_words(text: str, notes: Sequence[Note]) -> list[Note]:
    """Notes whose title, or one of whose aliases, has all words of `text`."""
    words = _words(text)
    if not words:
        return []
    parts = [
        note for note in notes if any(_has_all(words, title) for title in map(fold, _titles(note)))
    ]
    terms = [index_terms(word) for word in words]
    whole = [
        note
        for note in parts
        if any(
            all(term in title for term in terms)
            for title in (index_terms(" ".join(_words(title))) for title in _titles(note))
        )
    ]
    return whole or parts


def _has_all(words: Iterable[str], title: str) -> bool:
    return all(word in title for word in words)


def _titles(note: Note) -> Iterable[str]:
    return (note.paper.title, *note.aliases)


def _words(text: str) -> list[str]:
    """The words of a text, folded; a run of Chinese is one."""
    return _NO_WORD.sub(" ", fold(text)).split()


def _nearest(text: str, notes: Sequence[Note]) -> str:
    """A hint with the titles that come near to `text`."""
    titles = [note.paper.title for note in notes]
    near = process.extract(
        text,
        titles,
        scorer=fuzz.WRatio,
        processor=fold,
        score_cutoff=_LEAST_LIKENESS,
        limit=_NEAREST,
    )
    if not near:
        return "snnnotes list shows what there is"
    return "did you mean\n" + "\n".join(f"  {title}" for title, _, _ in near)
