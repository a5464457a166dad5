"""New notes for papers of a list that the user picks by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from snnnotes.errors import DuplicateNoteError, SnnnotesError, UsageError
from snnnotes.features.discovering.listed import Listed, State
from snnnotes.formats.note_making import NewNotes
from snnnotes.formats.paper_list_link import link_key
from snnnotes.model.change import FileChange
from snnnotes.model.identifiers import identifiers_of
from snnnotes.model.note import Note
from snnnotes.storage.note_template import read_note_template
from snnnotes.storage.notebook import Notebook

UNREAD = "unread"

_SEPARATOR = re.compile(r"[\s,;，、；]+")
_DASH = re.compile(r"\s*(?:-|–|~|\.\.)\s*")
_RANGE = re.compile(r"(?P<first>\d{1,9})(?:(?:-|–|~|\.\.)(?P<last>\d{1,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A paper that gets a note."""

    listed: Listed
    change: FileChange
    #: Fields of it that `fill` can ask for, since the list does not tell them.
    pending: tuple[str, ...]
    #: The list has its link for another paper too, so the note does without.
    lacks_link: bool


def chosen_numbers(texts: Iterable[str], *, count: int) -> list[int]:
    """The numbers in texts such as ``3,7-9``, each once, in the order in which they are named.

    Args:
        texts: What the user typed.
        count: How many papers the list has.

    Raises:
        UsageError: It is no number, or the list has none of that number.

    >>> chosen_numbers(["3,7-9", "8"], count=10)
    [3, 7, 8, 9]
    """
    numbers: dict[int, None] = {}
    written = list(texts)
    for part in _SEPARATOR.split(_DASH.sub(lambda dash: dash[0].strip(), " ".join(written))):
        if not part:
            continue
        found = _RANGE.fullmatch(part)
        first = int(found["first"]) if found else 0
        last = int(found["last"] or first) if found else 0
        if not found or last < first:
            raise UsageError(
                f"--add takes numbers of the list, not {part!r}",
                hint="write them as in  --add 3,7-9",
            )
        for number in (first, last):
            if not 1 <= number <= count:
                raise UsageError(
                    f"--add {part}: there is no number {number} in this list",
                    hint=f"its papers have the numbers 1 to {count}; without --add they are shown"
                    if count
                    else "no papers were found in it",
                )
        numbers |= dict.fromkeys(range(first, last + 1))
    if not numbers:
        raise UsageError("--add names no paper", hint="write numbers as in  --add 3,7-9")
    return list(numbers)


def plan_notes(
    picked: Sequence[Listed], notebook: Notebook, notes: Sequence[Note], *, added: str
) -> list[Picked]:
    """Unread notes for papers of a list; for all of them or, where one cannot be, for none.

    Args:
        picked: The papers, as `listed_papers` gives them for these notes.
        notebook: Where the notes go: to its first note folder, made from its template.
        notes: All of the notebook's.
        added: The present, in ISO 8601 with its zone.

    Raises:
        DuplicateNoteError: There is a note on one of the papers, or a file of its name.
        UsageError: The list does not tell the year of one, or no file can have its title.
        UnreadableFileError: The user's template cannot be read.
    """
    new_notes = NewNotes(
        notes,
        template=read_note_template(notebook),
        folder=PurePosixPath(notebook.folders[0]),
        exists=notebook.exists,
    )
    drafts: list[tuple[Listed, Note]] = []
    refused: dict[int, SnnnotesError] = {}
    for listed in picked:
        draft = _draft(listed, added)
        try:
            _refuse(listed)
            _refuse_file(new_notes.path_for(draft.paper), notebook)
        except (DuplicateNoteError, UsageError) as error:
            refused[listed.number] = error
        else:
            drafts.append((listed, draft))
    if refused:
        raise _refusal(picked, refused)
    return [
        Picked(
            listed=listed,
            change=new_notes.make(draft),
            pending=draft.pending,
            lacks_link=bool(listed.doubtful),
        )
        for listed, draft in drafts
    ]


def _draft(listed: Listed, added: str) -> Note:
    """What the new note says; of a link that two papers have, nothing."""
    paper = listed.paper
    if listed.doubtful:
        kept = {str(one) for one in identifiers_of(paper)} - listed.doubtful
        is_kept = paper.url is not None and link_key(paper.url) not in listed.doubtful
        paper = replace(
            paper,
            url=paper.url if is_kept else None,
            arxiv=paper.arxiv if paper.arxiv in kept else None,
            doi=paper.doi if paper.doi in kept else None,
            openreview=paper.openreview if paper.openreview in kept else None,
        )
    # A list names few authors or none; whoever knows the paper's identifier can be asked.
    is_open = not paper.authors or listed.more_authors
    return Note(
        path=PurePosixPath(),
        paper=paper,
        status=UNREAD,
        added=added,
        pending=("authors",) if is_open and identifiers_of(paper) else (),
    )


def _refuse(listed: Listed) -> None:
    """Refuse a paper that cannot have a new note.

    Raises:
        DuplicateNoteError: There is a note on it.
        UsageError: The list does not tell its year.
    """
    if listed.note is not None and listed.state is State.NOTED:
        raise DuplicateNoteError(f"{listed.note.path} is on it already: {listed.reason}")
    if not listed.paper.year:
        raise UsageError(
            "the list does not tell its year, and a note needs one",
            hint=f'make it yourself: snnnotes add "{listed.paper.title}" --year 2023',
        )


def _refuse_file(path: PurePosixPath, notebook: Notebook) -> None:
    if notebook.exists(path):
        raise DuplicateNoteError(
            f"{path} exists already, and the new note would have the same name"
        )


def _refusal(picked: Sequence[Listed], refused: Mapping[int, SnnnotesError]) -> SnnnotesError:
    """The error for all that cannot have a new note."""
    lines = [
        f"{listed.number} {listed.paper.title}: {refused[listed.number]}"
        for listed in picked
        if listed.number in refused
    ]
    message = lines[0]
    if len(picked) > 1:
        cannot = "one cannot" if len(lines) == 1 else f"{len(lines)} cannot"
        message = "\n  ".join([f"no note was made, since {cannot}:", *lines])
    left = [str(listed.number) for listed in picked if listed.number not in refused]
    kinds = {type(error) for error in refused.values()}
    hint = next(iter(refused.values())).hint or "--all shows which papers have a note"
    if left:
        hint = f"leave out what cannot: --add {','.join(left)}"
    kind = DuplicateNoteError if DuplicateNoteError in kinds else UsageError
    return kind(message, hint=hint)
