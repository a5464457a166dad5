"""What there should be once and is there twice: citekeys, papers, titles, file names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeVar

from snnnotes.model.checks import found
from snnnotes.model.file_name import folded_name
from snnnotes.model.finding import Finding
from snnnotes.model.identifiers import Identifier, identifiers_of
from snnnotes.model.near_titles import near_pairs, years_allow
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key
from snnnotes.storage.all_files import AllFiles, is_conflict_copy
from snnnotes.storage.file_write import OLD_SUFFIX, TEMPORARY_SUFFIX

_Key = TypeVar("_Key", bound=Hashable)

#: More names make a message longer, not clearer.
_MOST_NAMED = 3
#: Where a paper's identifiers may stand. The address comes last: if it and another key tell the
#: same identifier, the other one was meant for it.
_IDENTIFIER_KEYS = ("arxiv", "doi", "openreview", "url")
_INTO_ONE = "put what is in one note into the other"
_WHOLE_FILE = (1, 1)


def twin_findings(
    notes: Sequence[Note], lines: Mapping[PurePosixPath, Mapping[str, int]]
) -> list[Finding]:
    """The notes that share what only one may have: citekey, paper, title.

    Each note gets its finding, which names the others; only of two titles that are nearly the
    same, the note that was made later gets one, so that one comment ignores it.

    Args:
        notes: All of the notebook.
        lines: Of each note, the line of each key, counted from 1; line 1 where it does not say.
    """
    twins = _Twins(sorted(notes, key=lambda note: note.path.as_posix()), lines)
    findings = [
        *twins.with_citekey(),
        *twins.with_identifier(),
        *twins.with_title(),
        *twins.with_near_title(),
    ]
    return sorted(findings, key=lambda finding: finding.place)


def name_findings(files: AllFiles) -> list[Finding]:
    """Names that are one on some disks, and files that a program left behind."""
    findings = [
        found(
            "names-differ-in-case",
            first_file,
            _WHOLE_FILE,
            f"{path} and {_listed(others, path)} are the same {kind} on Windows and macOS",
            "rename one of them, or put what is in one into the other",
        )
        for kind, path, first_file, others in _twin_names(files.files)
    ]
    findings += [
        found("stray-temporary-file", path, _WHOLE_FILE, *_left_behind(path.name))
        for path in files.temporary
    ]
    return sorted(findings, key=lambda finding: finding.place)


class _Twins:
    """The notes of a notebook, by their numbers."""

    def __init__(self, notes: list[Note], lines: Mapping[PurePosixPath, Mapping[str, int]]) -> None:
        self._notes = notes
        self._lines = lines
        self._identifiers = [identifiers_of(note.paper) for note in notes]

    def _finding(self, name: str, number: int, key: str, message: str, mend: str) -> Finding:
        path = self._notes[number].path
        return found(name, path, (self._lines.get(path, {}).get(key, 1), 1), message, mend)

    def _named(self, numbers: Sequence[int], number: int = -1) -> str:
        """The notes of `numbers` without `number`, for people."""
        few = islice((other for other in numbers if other != number), _MOST_NAMED)
        count = len(numbers) - (number in numbers)
        return _some([self._notes[other].path for other in few], count)

    def with_citekey(self) -> Iterable[Finding]:
        keyed = [
            (note.citekey.casefold(), number)
            for number, note in enumerate(self._notes)
            if note.citekey
        ]
        for twins in _groups(keyed):
            is_spelt_alike = len({self._notes[number].citekey for number in twins}) == 1
            mend = "give one of the notes another citekey" + (
                "" if is_spelt_alike else "; BibTeX does not tell upper and lower case apart"
            )
            for number in twins:
                message = (
                    f"citekey {self._notes[number].citekey} is also that of"
                    f" {self._named(twins, number)}"
                )
                yield self._finding("citekey-twice", number, "citekey", message, mend)

    def with_identifier(self) -> Iterable[Finding]:
        keyed = [
            (identifier, number)
            for number, identifiers in enumerate(self._identifiers)
            for identifier in identifiers
        ]
        for identifier, twins in _groups_with_key(keyed):
            for number in twins:
                key = _key_of(identifier, self._notes[number].paper)
                yield self._finding(
                    "identifier-twice",
                    number,
                    key,
                    f"{identifier.kind} {identifier} is also that of {self._named(twins, number)}",
                    f"{_INTO_ONE}, or correct the one that is wrong",
                )

    def with_title(self) -> Iterable[Finding]:
        keyed = [
            (key, number)
            for number, note in enumerate(self._notes)
            for key in {title_key(title) for title in (note.paper.title, *note.aliases)} - {""}
        ]
        for key, twins in _groups_with_key(keyed):
            titled = {
                number for number in twins if title_key(self._notes[number].paper.title) == key
            }
            for number in twins:
                others = [
                    other
                    for other in twins
                    if other != number
                    # Two aliases may be equal: SNN is a good one for many notes.
                    and (number in titled or other in titled)
                    and self._identifiers[number].isdisjoint(self._identifiers[other])
                ]
                if others:
                    yield self._same_title(number, others, key, titled)

    def _same_title(self, number: int, others: list[int], key: str, titled: set[int]) -> Finding:
        if number in titled:
            name, what = "title", "title"
        else:
            aliases = self._notes[number].aliases
            alias = next(alias for alias in aliases if title_key(alias) == key)
            name, what = "aliases", f"alias {alias!r}"
        as_title = [other for other in others if other in titled]
        as_alias = [other for other in others if other not in titled]
        same = [f"the title of {self._named(as_title)}"] if as_title else []
        same += [f"an alias of {self._named(as_alias)}"] if as_alias else []
        return self._finding(
            "title-twice",
            number,
            name,
            f"{what} is also {' and '.join(same)}",
            f"if both are on one paper, {_INTO_ONE}",
        )

    def with_near_title(self) -> Iterable[Finding]:
        times = [note.added_time for note in self._notes]
        earlier: dict[int, list[int]] = defaultdict(list)
        for one, other in near_pairs([note.paper.title for note in self._notes]):
            if self._may_be_one(one, other):
                is_in_order = times[one] <= times[other]
                earlier[other if is_in_order else one].append(one if is_in_order else other)
        for number, others in earlier.items():
            yield self._finding(
                "title-nearly-twice",
                number,
                "title",
                f"title is nearly that of {self._named(others)}",
                f"if both are on one paper, {_INTO_ONE}, with the other title under aliases; "
                "if they are two papers, write here  <!-- snnnotes: ignore title-nearly-twice -->",
            )

    def _may_be_one(self, one: int, other: int) -> bool:
        """May two notes with near titles be on one paper, and does nothing else say so?"""
        first, second = self._notes[one], self._notes[other]
        return (
            years_allow(first.paper, second.paper)
            and self._identifiers[one].isdisjoint(self._identifiers[other])
            and not _has_alias(first, second.paper.title)
            and not _has_alias(second, first.paper.title)
        )


def _has_alias(note: Note, title: str) -> bool:
    return bool(note.aliases) and title_key(title) in map(title_key, note.aliases)


def _groups_with_key(keyed: Iterable[tuple[_Key, int]]) -> Iterable[tuple[_Key, list[int]]]:
    """What is there for more than one number, and these numbers, in order."""
    numbers: dict[_Key, list[int]] = defaultdict(list)
    for key, number in keyed:
        numbers[key].append(number)
    return ((key, group) for key, group in numbers.items() if len(group) > 1)


def _groups(keyed: Iterable[tuple[_Key, int]]) -> Iterable[list[int]]:
    return (group for _, group in _groups_with_key(keyed))


def _key_of(identifier: Identifier, paper: Paper) -> str:
    """The frontmatter key in which an identifier of `paper` stands."""
    for key in _IDENTIFIER_KEYS:
        alone = Paper(title="", year=0, **{key: getattr(paper, key)})
        if identifier in identifiers_of(alone):
            return key
    return "title"  # cannot be: these are the keys that identifiers are read from


def _some(paths: Iterable[PurePosixPath], count: int) -> str:
    """Some of `count` paths, for people.

    >>> _some([PurePosixPath("a.md"), PurePosixPath("b.md")], 4)
    'a.md, b.md and 2 more'
    """
    names = [str(path) for path in paths]
    if count > len(names):
        names.append(f"{count - len(names)} more")
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _listed(paths: list[str], without: str) -> str:
    others = [PurePosixPath(path) for path in paths if path != without]
    return _some(others[:_MOST_NAMED], len(others))


def _twin_names(
    files: Sequence[PurePosixPath],
) -> Iterable[tuple[str, str, PurePosixPath, list[str]]]:
    """Files and folders with a twin beside them: the kind, path, first file, and all of them.

    Only beside them: below two folders that are twins, all files would be.
    """
    first_files: dict[str, PurePosixPath] = {}
    folders: set[str] = set()
    for file in files:
        path = file.as_posix()
        first_files[path] = file
        # From the inside out, as far as the folders are new.
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
            first_files[path] = file
    beside: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in first_files:
        parent, _, name = path.rpartition("/")
        beside[parent, folded_name(name)].append(path)
    for twins in beside.values():
        if len(twins) > 1:
            for path in twins:
                kind = "folder" if path in folders else "file"
                yield kind, path, first_files[path], twins


def _left_behind(name: str) -> tuple[str, str]:
    """What a temporary file is, and what to do about it."""
    if name.endswith(OLD_SUFFIX):
        return (
            "holds the old text of a file, from a write that was interrupted",
            "compare it with the files beside it; put back what is missing there, then remove it",
        )
    if name.endswith(TEMPORARY_SUFFIX):
        return "was left behind by a write that was interrupted", "remove it"
    if is_conflict_copy(name):
        return (
            "a sync program made this copy, since the note was changed in two places at once",
            "put what only it holds into the note, then remove it",
        )
    return (
        "an editor or another program left it behind",
        "close the note there, then remove it if the note holds all that it holds",
    )
