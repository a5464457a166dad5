"""Files that move and notes that get another title, with all links that lead to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from snnnotes.errors import UsageError, WouldOverwriteError
from snnnotes.formats.foreign_markdown import lines_of, plain
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_edit import set_field
from snnnotes.formats.link_moves import MovedFiles, relinked
from snnnotes.formats.local_link import spliced
from snnnotes.model.change import FileChange
from snnnotes.model.file_name import file_name, folded_name
from snnnotes.model.markdown import escape
from snnnotes.model.note import Note
from snnnotes.model.title import clean_line, title_key
from snnnotes.storage.note_files import is_folder_page

_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"(?P<signs> {0,3}#{1,6}[ \t]+)(?P<text>.*?)(?:[ \t]+#+)?[ \t]*\Z")
#: What is more than words in a heading: only the title within it is changed.
_MARKED = re.compile(r"\]\(|\]\[|<|!\[")


def plan_renames(
    moves: Mapping[PurePosixPath, PurePosixPath], texts: Mapping[PurePosixPath, str]
) -> list[FileChange]:
    """The changes that move files, and point all links to where the files are then.

    Args:
        moves: By old path, the new one. What is no text, such as an image, is for the caller to
            move; its links are changed here.
        texts: All files of the notebook that may hold links, as they are.

    Raises:
        WouldOverwriteError: Two files would have one path, on a disk that knows no case.
    """
    moves = {old: new for old, new in moves.items() if old != new}
    return _planned(texts, {}, MovedFiles(moves, texts)) if moves else []


def plan_rename(
    note: Note,
    title: str,
    texts: Mapping[PurePosixPath, str],
    exists: Callable[[PurePosixPath], bool],
    files: Iterable[PurePosixPath] = (),
) -> list[FileChange]:
    """The changes that give a note another title: in it, in its file's name, and in all links.

    The first heading is changed if it was the old title. A README or index keeps its name, since
    it is the page of its folder.

    Args:
        note: As it is.
        title: The new title.
        texts: All files of the notebook that may hold links, the note too. Each is asked for once
            or twice, so that they need not all be in memory.
        exists: Is there a file of that path, on a disk that knows no case?
        files: What else links may open, such as images.

    Raises:
        UsageError: Nothing of the title can stand in a file name.
        WouldOverwriteError: Another file has the name that the note would get.
        NoteFormatError: The title cannot be changed without harm to the rest of the note.
    """
    title = clean_line(title)
    if not title:
        raise UsageError("the new title is empty", hint="give a title that has letters in it")
    old = note.path
    new = old if is_folder_page(old.name) else old.with_name(file_name(title))
    if exists(new) and folded_name(str(new)) != folded_name(str(old)):
        raise _taken(new)
    moved = MovedFiles(
        {old: new} if new != old else {},
        {*texts, *files},
        titles={old: note.paper.title},
        new_titles={new: title},
    )
    return _planned(texts, {old: _retitled(texts[old], note, title)}, moved)


def _planned(
    texts: Mapping[PurePosixPath, str], edited: Mapping[PurePosixPath, str], moved: MovedFiles
) -> list[FileChange]:
    """The changes from the texts as they are, some edited, to those that are moved and relinked."""
    _refuse_meeting(moved.moves, texts)
    before: dict[PurePosixPath, str] = {}
    after: dict[PurePosixPath, str] = {}
    for path, text in texts.items():
        new = relinked(edited.get(path, text), path, moved)
        if new != text or path in moved.moves:
            before[path] = text
            after[moved.moves.get(path, path)] = new
    places = sorted({*before, *after}, key=str)
    changes = (FileChange(path, before.get(path), after.get(path)) for path in places)
    return [change for change in changes if change.before != change.after]


def _refuse_meeting(
    moves: Mapping[PurePosixPath, PurePosixPath], texts: Iterable[PurePosixPath]
) -> None:
    """Refuse moves to where another file stays, or another one goes."""
    stay = {folded_name(str(path)) for path in texts if path not in moves}
    for new in moves.values():
        name = folded_name(str(new))
        if name in stay:
            raise _taken(new)
        stay.add(name)


def _taken(path: PurePosixPath) -> WouldOverwriteError:
    return WouldOverwriteError(
        f"{path} exists already", hint="choose another title, or rename that file first"
    )


def _retitled(text: str, note: Note, title: str) -> str:
    """The note's text with the new title in its frontmatter and first heading."""
    text = set_field(text, "title", title, path=note.path)
    start = parse(text, path=note.path).body_start
    line = next((line for line in lines_of(text, start) if _HEADING.match(line.text)), None)
    if line is None:
        return text
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    at = starts[line.number - 1]
    found = _HEADING.match(_LINE_END.split(text[at:], maxsplit=1)[0])
    if found is None:  # a comment stood before it
        return text
    first = at + found.start("text")
    new = _new_heading(found["text"], note.paper.title, title)
    return spliced(text, [(first, first + len(found["text"]), new)])


def _new_heading(heading: str, old: str, new: str) -> str:
    """A heading's text with the new title, if it was the old one.

    >>> _new_heading("[LIF](https://x.org)", "LIF", "PLIF"), _new_heading("方法", "LIF", "PLIF")
    ('[PLIF](https://x.org)', '方法')
    """
    # First as we write it: a dollar sign as HTML is nothing that `plain` undoes.
    if heading == escape(old):
        return escape(new)
    if title_key(plain(heading)) != title_key(old):
        return heading
    if not _MARKED.search(heading):
        return escape(new)
    written = next((text for text in (escape(old), old) if text in heading), None)
    return heading if written is None else heading.replace(written, escape(new), 1)
