"""Rows of a list that somebody keeps by hand, held against the notes that they open."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from unicodedata import normalize

from rapidfuzz import fuzz

from snnnotes.formats.paper_list_row import Row
from snnnotes.model.text import fold
from snnnotes.model.title import title_key


class RowKind(Enum):
    """What can be wrong between a list and the notes."""

    WRONG_NOTE = "wrong-note"
    NO_FILE = "no-file"
    NO_ROW = "no-row"
    TITLE_DIFFERS = "title-differs"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One thing that the list's keeper should look at."""

    kind: RowKind
    #: Of the row in the README, counted from 1; None for a note without row.
    line: int | None
    #: What the row opens, from the notebook's root on; for a note without row, that note.
    path: PurePosixPath
    #: What is wrong, and what to do where it is not plain; without line and full stop.
    sentence: str
    #: The note that the row is meant for, where it opens another one or none.
    meant: PurePosixPath | None = None


# Per cent of equal characters. Typing errors leave more than the first; two titles of one field,
# which share their "... Spiking Neural Networks", have less than the second.
_SAME, _OTHER = 90, 85
#: Words in more titles than this tell none of them apart.
_COMMON_SHARE, _FEWEST_COMMON = 0.05, 2
_USUAL_WORDS = frozenset(
    ("and", "based", "for", "from", "into", "its", "the", "towards", "using", "via", "with")
)
_RAREST_WORDS = 4
_SHORTEST_WORD = 3


def compare_rows(
    rows: Iterable[Row],
    titles: Mapping[PurePosixPath, str],
    *,
    told: Mapping[PurePosixPath, Collection[str]] = MappingProxyType({}),
    files: Collection[PurePosixPath] = (),
) -> list[RowFinding]:
    """What is wrong between a README's rows and the notes: rows in their order, then notes.

    Args:
        rows: All rows that `paper_list.loads` found; those that open nothing here are passed over.
        titles: All notes and their titles.
        told: What else notes are called, such as in their headings or by their files.
        files: Files that are there and are no notes; a row may open them.
    """
    known = _Titles(titles, told)
    opening = [(row, known.opened(row.target)) for row in rows if row.target is not None]
    there = {_normal(path) for path in files}
    first: dict[PurePosixPath, Row] = {}
    found: list[RowFinding] = []
    for row, path in opening:
        if path is not None:
            found += _of_row(row, path, known, first)
        elif _normal(row.target or "") not in there:
            found.append(_without_file(row, known))
    if not first:
        # No row opens any note: that is no list of them.
        return found
    spoken_of = {finding.meant for finding in found}
    for path in sorted(titles.keys() - first.keys() - spoken_of, key=str):
        found.append(RowFinding(RowKind.NO_ROW, None, path, f"no row opens {path}"))
    return found


def _of_row(
    row: Row, path: PurePosixPath, known: _Titles, first: dict[PurePosixPath, Row]
) -> Iterator[RowFinding]:
    title = known.titles[path]
    if row.title == title:
        if (before := first.setdefault(path, row)) is not row and _is_slip(before, row):
            yield _twice(row, path, before)
        return
    meant = known.with_key(row.title)
    if path not in meant:
        best = meant[0] if meant else known.most_alike(row.title, better_than=path)
        if best is not None or known.is_other_paper(row.title, path):
            own = f"its own is {best}" if best else "no note has its title"
            yield RowFinding(
                RowKind.WRONG_NOTE,
                row.line,
                path,
                f'"{row.title}" opens {path}, the note of "{title}"; {own}',
                best,
            )
            return
    if (before := first.setdefault(path, row)) is not row and _is_slip(before, row):
        yield _twice(row, path, before)
    yield RowFinding(RowKind.TITLE_DIFFERS, row.line, path, f'"{row.title}" is "{title}" in {path}')


def _twice(row: Row, path: PurePosixPath, before: Row) -> RowFinding:
    return RowFinding(
        RowKind.TWICE, row.line, path, f'"{row.title}" has a row already, in line {before.line}'
    )


def _is_slip(before: Row, row: Row) -> bool:
    """Is a second row a mistake? Under another topic it is not, under another year it is."""
    return before.section == row.section or before.year != row.year


def _without_file(row: Row, known: _Titles) -> RowFinding:
    path = PurePosixPath(row.target or "")
    meant = known.named_alike(path) or next(iter(known.with_key(row.title)), None)
    meant = meant or known.most_alike(row.title)
    rest = f"its note is {meant}" if meant else "no note has its title"
    sentence = f'"{row.title}" opens {path}, which is not there; {rest}'
    return RowFinding(RowKind.NO_FILE, row.line, path, sentence, meant)


@dataclass(slots=True)
class _Titles:
    """The notes by everything that one looks for them by."""

    titles: Mapping[PurePosixPath, str]
    told: Mapping[PurePosixPath, Collection[str]]
    keys: dict[PurePosixPath, str] = field(init=False)
    by_path: dict[str, PurePosixPath] = field(init=False)
    by_folded_path: dict[str, PurePosixPath] = field(init=False)
    by_key: dict[str, list[PurePosixPath]] = field(init=False)
    by_word: dict[str, list[PurePosixPath]] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = {path: title_key(title) for path, title in self.titles.items()}
        self.by_path = {_normal(path): path for path in self.titles}
        self.by_folded_path = {_normal(path).casefold(): path for path in self.titles}
        self.by_key, self.by_word = defaultdict(list), defaultdict(list)
        for path, title in self.titles.items():
            for key in {self.keys[path], *map(title_key, self.told.get(path, ()))}:
                self.by_key[key].append(path)
            for word in _words(title):
                self.by_word[word].append(path)

    def opened(self, target: str) -> PurePosixPath | None:
        """The note that a row opens: a file, or the one in a folder."""
        names = (target, f"{target}.md", f"{target}/README.md", f"{target}/index.md")
        return next(
            (self.by_path[name] for name in map(_normal, names) if name in self.by_path), None
        )

    def with_key(self, title: str) -> list[PurePosixPath]:
        """The notes of just this title, however it is spelt."""
        return self.by_key.get(title_key(title), [])

    def named_alike(self, path: PurePosixPath) -> PurePosixPath | None:
        """The note whose path differs in nothing but upper and lower case."""
        return self.by_folded_path.get(_normal(path).casefold())

    def most_alike(
        self, title: str, *, better_than: PurePosixPath | None = None
    ) -> PurePosixPath | None:
        """The note that has this title but for typing errors."""
        key = title_key(title)
        least = max(_SAME, self._likeness(key, better_than) + 1 if better_than else 0)
        best = max(
            ((self._likeness(key, path), str(path), path) for path in self._candidates(title)),
            default=None,
        )
        return best[2] if best and best[0] >= least else None

    def is_other_paper(self, title: str, path: PurePosixPath) -> bool:
        """Is it sure that a row's title is not that of the note that it opens?

        A short name, initials and a translation are no other paper.
        """
        own = self.titles[path]
        key, own_key = title_key(title), self.keys[path]
        words, own_words = _words(title), _words(own) | _words(path.stem)
        if key in own_key or own_key in key or key in title_key(path.stem):
            return False
        if max(fuzz.ratio(key, own_key), fuzz.ratio(key, title_key(path.stem))) >= _OTHER:
            return False
        if not (_is_latin(title) and _is_latin(own)) or _are_initials(key, own):
            return False
        return not any(self._tells_apart(word) for word in words & own_words)

    def _likeness(self, key: str, path: PurePosixPath) -> float:
        return fuzz.ratio(key, self.keys[path])

    def _candidates(self, title: str) -> set[PurePosixPath]:
        """The notes that share one of the rarest words of a title."""
        words = sorted(
            (word for word in _words(title) if word in self.by_word),
            key=lambda word: (len(self.by_word[word]), word),
        )
        rare = [word for word in words if self._tells_apart(word)]
        return {path for word in rare[:_RAREST_WORDS] for path in self.by_word[word]}

    def _tells_apart(self, word: str) -> bool:
        most = max(_FEWEST_COMMON, len(self.titles) * _COMMON_SHARE)
        return len(self.by_word.get(word, ())) <= most


def _words(title: str) -> set[str]:
    words = re.findall(r"[^\W_]+", fold(title))
    long = {word for word in words if len(word) >= _SHORTEST_WORD or not word.isascii()}
    return long - _USUAL_WORDS


def _are_initials(key: str, title: str) -> bool:
    """Are there the letters of a short name in the title, in order, as words begin with them?"""
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", fold(title)))
    return Counter(key) <= Counter(initials)


def _is_latin(title: str) -> bool:
    return not re.search(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", title)


def _normal(path: PurePosixPath | str) -> str:
    return normalize("NFC", str(path))
