"""What is not right with one note's file name, folder and venue, and how it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from snnnotes.errors import UsageError
from snnnotes.formats.frontmatter import parse
from snnnotes.model.checks import found
from snnnotes.model.file_name import file_name
from snnnotes.model.finding import Finding
from snnnotes.model.note import YEARS, Note, is_number_in
from snnnotes.model.text import fold, terms
from snnnotes.model.venue_link import venue_of_link
from snnnotes.model.venue_name import is_preprint, known_venue
from snnnotes.model.venue_table import VENUES

#: Windows takes none of these in a name, and half characters are in no file of Git's.
_REFUSED = re.compile(r"[<>:\"|?*\\\x00-\x1f\x7f\ud800-\udfff]")
_COPY = re.compile(r" ?\((?P<number>[1-9]\d?)\)\Z")
#: As in li2023seenn.
_BETWEEN_LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_NOT_A_LETTER = re.compile(r"[\W_]+")
#: Names of a note that lies in a folder of its own, which then has the title.
_IN_OWN_FOLDER = frozenset({"index", "readme", "note", "notes", "main"})
#: In letters; a shorter name says nothing, and would be found in most titles. A Chinese character
#: is a word.
_SHORTEST, _SHORTEST_CHINESE = 3, 2
#: A venue that says more than its name in the table, which nobody but the writer may drop.
_SAYS_MORE = re.compile(
    r"[()\[\]（），,:;|·/]|\s[-–—]\s|\d"
    r"|\b(?:tracks?|oral|spotlight|poster|award|best|demo|datasets?|tutorial|survey)\b",
    re.IGNORECASE,
)


def note_findings(note: Note, lines: Mapping[str, int]) -> list[Finding]:
    """What is not right with a note's file name, folder and venue.

    Args:
        note: The note, at its path.
        lines: The line of each key, counted from 1.
    """
    return [
        found(name, note.path, (lines.get(key, 1), 1), message, mend)
        for name, key, message, mend in (
            *_name_unlike_title(note),
            *_not_portable(note),
            *_folder_unlike_year(note),
            *_venue_spelling(note),
            *_venue_against_link(note),
        )
    ]


def portable_name(note: Note) -> str | None:
    """The name that a note's file should have; None if its own is right, or none can be made.

    >>> from snnnotes.model.paper import Paper
    >>> paper = Paper(title="SEENN: Early Exit", year=2023)
    >>> portable_name(Note(path=PurePosixPath("notes/2023/paper-3.md"), paper=paper))
    'SEENN, Early Exit.md'
    """
    if not _is_unportable(note.path.name) and _fits(note):
        return None
    copy = _COPY.search(note.path.stem)
    try:
        name = file_name(note.paper.title, copy=int(copy["number"]) if copy else 1)
    except UsageError:
        return None
    return None if name == note.path.name else name


def fixed_venue(text: str, *, path: PurePosixPath) -> str:
    r"""The note's text with the venue as the table has it, if nothing else is lost by that.

    Raises:
        NoteFormatError: The frontmatter cannot be read, or the line not be changed without harm to
            another one.

    >>> fixed_venue("---\ntitle: LIF\nvenue: Neurips # 2023\n---\n", path=PurePosixPath("lif.md"))
    '---\ntitle: LIF\nvenue: NeurIPS # 2023\n---\n'
    """
    fields = parse(text, path=path).fields
    written, year = fields.get("venue"), fields.get("year")
    venue = _spelling(written) if isinstance(written, str) and written else None
    if not isinstance(written, str) or not venue or _is_lossy(written, str(year)):
        return text
    # Imported here because it brings the YAML parser, which nothing else here needs.
    from snnnotes.formats.frontmatter_edit import set_field  # noqa: PLC0415

    return set_field(text, "venue", venue, path=path)


_Told = tuple[str, str, str, str]  # name of the check, key, message, mend


def _name_unlike_title(note: Note) -> Iterator[_Told]:
    if not _fits(note):
        name = portable_name(note)
        yield (
            "name-unlike-title",
            "title",
            f"the file's name, {note.path.name!r}, does not fit the title",
            f"rename it to  {name}" if name else "name it after the title",
        )


def _fits(note: Note) -> bool:
    """Is the file named after its title, or by something else that tells which paper it is?"""
    stem = note.path.stem
    letters = _letters(stem)
    title = _letters(note.paper.title)
    if letters == title:
        return True
    if letters in _IN_OWN_FOLDER:
        stem = note.path.parent.name
    stem = _COPY.sub("", stem)
    letters = _letters(stem)
    names = (note.citekey, note.paper.arxiv, note.paper.doi, note.paper.openreview, *note.aliases)
    if letters in (title, *map(_letters, filter(None, names))):
        return True
    if not title:  # nothing but signs
        return True
    return (_is_long_enough(title) and title in letters) or _abbreviates(stem, note)


def _abbreviates(stem: str, note: Note) -> bool:
    """Is the name made of beginnings of the title's words, such as ``sdt`` or ``dynamic-conf``?

    What else a name tells of the paper (year, venue, authors, arXiv identifier) does not count.
    """
    paper = note.paper
    told = terms(" ".join([str(paper.year), paper.venue or "", *paper.authors]))
    letters = "".join(
        word
        for word in terms(_BETWEEN_LETTER_AND_DIGIT.sub(" ", stem))
        if not _NOT_A_LETTER.fullmatch(word) and word not in told
    )
    if paper.arxiv:
        letters = letters.replace(_letters(paper.arxiv), "")
    return _is_long_enough(letters) and _are_beginnings(letters, terms(paper.title))


def _are_beginnings(letters: str, words: Iterable[str]) -> bool:
    """Can `letters` be taken apart into beginnings of some of `words`, in their order?"""
    #: How many letters the words so far can account for.
    reached = {0}
    for word in words:
        for start in tuple(reached):
            length = 0
            while letters.startswith(word[: length + 1], start) and length < len(word):
                length += 1
                reached.add(start + length)
    return len(letters) in reached


def _is_long_enough(letters: str) -> bool:
    shortest = _SHORTEST if letters.isascii() else _SHORTEST_CHINESE
    return len(letters) >= shortest


def _letters(text: str) -> str:
    """Letters and digits alone: what names and titles are compared by."""
    return _NOT_A_LETTER.sub("", fold(text))


def _not_portable(note: Note) -> Iterator[_Told]:
    for part in note.path.parts[:-1]:
        why = _is_unportable(part)
        if why:
            yield "name-not-portable", "", f"the folder {part!r} {why}", "rename the folder"
    why = _is_unportable(note.path.name)
    if why:
        name = portable_name(note)
        mend = f"rename it to  {name}" if name else "rename it"
        yield "name-not-portable", "", f"the file's name, {note.path.name!r}, {why}", mend


def _is_unportable(name: str) -> str:
    """Why a file or folder cannot have that name on every system; empty if it can."""
    refused = _REFUSED.search(name)
    if refused:
        return f"holds {refused[0]!r}, which not every system takes"
    if name.endswith((".", " ")):
        return "ends in a blank or a dot"
    first = name.partition(".")[0].rstrip()
    # Names of devices have three to seven letters; `file_name` knows them.
    if len(first) in range(3, 8) and first[0].isalpha() and file_name(first) == f"{first}_.md":
        return "names a device of Windows"
    return ""


def _folder_unlike_year(note: Note) -> Iterator[_Told]:
    years = [part for part in note.path.parts[:-1] if is_number_in(part, YEARS)]
    if years and years[-1] != str(note.paper.year):
        yield (
            "folder-unlike-year",
            "year",
            f"the year is {note.paper.year}, and the note lies in the folder {years[-1]}",
            f"move it to the folder {note.paper.year}, or correct the year",
        )


def _venue_spelling(note: Note) -> Iterator[_Told]:
    written = note.paper.venue
    venue = written and _spelling(written)
    if written and venue:
        is_in_table = any(row.short == venue for row in VENUES)
        # The table has no workshops, so one may be written in any way that tells more.
        if is_in_table or not _is_lossy(written, str(note.paper.year)):
            yield (
                "venue-spelling",
                "venue",
                f"the table of venues calls it {venue}, not {written}",
                f"write  venue: {venue}",
            )


@lru_cache(maxsize=1024)
def _known(written: str) -> str | None:
    """The venue that is meant, or None; there are far fewer of them than notes."""
    return known_venue(written) or next(
        (
            row.short
            for row in VENUES
            if row.kind == "preprint server" and row.short.casefold() == written.strip().casefold()
        ),
        None,
    )


def _spelling(written: str) -> str | None:
    """How the table spells the venue; None if it is spelt so, or the table does not have it."""
    venue = _known(written)
    return None if venue == written else venue


def _is_lossy(written: str, year: str) -> bool:
    """Does a venue say more than that it is this venue: a track, a place, the year of another?"""
    if not _SAYS_MORE.search(written.replace(year, " ")):
        return _is_other_workshop(written)
    letters = _letters(written)
    names = (name for row in VENUES for name in (row.short, *row.names, *row.also))
    return all(_letters(name) != letters for name in names)


def _is_other_workshop(written: str) -> bool:
    """Does it name a workshop, and say what it is on?"""
    venue = _known(written) or ""
    return venue.endswith((" Workshop", " Findings")) and len(written.split()) > 2  # noqa: PLR2004


def _venue_against_link(note: Note) -> Iterator[_Told]:
    written = note.paper.venue
    if not written:
        return
    for key, link in (("url", note.paper.url), ("pdf", note.paper.pdf)):
        told = venue_of_link(link) if link else None
        venue = _known(written)
        if told is None or (venue is None and not is_preprint(written)):
            continue
        # A workshop or the Findings lie at the same place as the meeting they belong to.
        if venue is None or venue.split()[0] != told.split()[0]:
            yield (
                "venue-against-link",
                "venue",
                f"the venue is {written}, and the link of {key} leads to {told}",
                f"write  venue: {told},  or correct {key}",
            )
            return
