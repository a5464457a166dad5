"""Files for new notes that go into one notebook together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import PurePosixPath

from snnnotes.formats.new_note import render
from snnnotes.model.change import FileChange
from snnnotes.model.citekey import Citekeys
from snnnotes.model.file_name import file_name, folded_name
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper


class NewNotes:
    """Makes the files of new notes; no two of them get one path or one citekey.

    Making one takes no longer if there are many.
    """

    def __init__(
        self,
        notes: Iterable[Note],
        *,
        template: str,
        folder: PurePosixPath,
        exists: Callable[[PurePosixPath], bool],
    ) -> None:
        """Take what the notebook has.

        Args:
            notes: All of the notebook's.
            template: See `formats.new_note`.
            folder: Where notes lie, relative to the notebook; each year has a folder in it.
            exists: Is there a file of that path, on a disk that knows no case?
        """
        self.citekeys = Citekeys(note.citekey for note in notes if note.citekey)
        self._template = template
        self._folder = folder
        self._exists = exists
        self._taken: set[str] = set()
        #: The number for the next file of a name, so that many of one name are no trouble.
        self._copies: dict[PurePosixPath, Iterator[int]] = {}

    def path_for(self, paper: Paper) -> PurePosixPath:
        """Where the note goes unless something is there already.

        Raises:
            UsageError: Nothing of the title can stand in a file name.
        """
        return self._folder / str(paper.year) / file_name(paper.title)

    def make(self, draft: Note, *, below: str = "") -> FileChange:
        """The new file for a note.

        Args:
            draft: What it is to say. Its path is not used. Its citekey is taken if it is free;
                otherwise, and if it has none, one is made.
            below: Text that is put below what the template gives; with its own line ends.

        Raises:
            UsageError: Nothing of the title can stand in a file name, or the template gives no
                note.
        """
        path = self.free_path(self.path_for(draft.paper))
        citekey = draft.citekey
        if citekey is None or not self.citekeys.take(citekey):
            citekey = self.citekeys.make(draft.paper)
        text = render(replace(draft, path=path, citekey=citekey), self._template)
        return FileChange(path, None, _with_text_below(text, below) if below else text)

    def free_path(self, path: PurePosixPath) -> PurePosixPath:
        """`path`, or it with ``(2)`` and so on if a file or another new note has it.

        From now on it is taken.
        """
        numbers = self._copies.setdefault(path, count(2))
        free = path
        while folded_name(str(free)) in self._taken or self._exists(free):
            free = path.with_name(file_name(path.stem, copy=next(numbers)))
        self._taken.add(folded_name(str(free)))
        return free


def _with_text_below(text: str, below: str) -> str:
    """`text` with a blank line and `below` after it, all with the line ends of `text`."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = [text.rstrip("\r\n"), "", *below.strip("\r\n").splitlines()]
    return line_end.join(lines) + line_end
