"""One row of a list of notes that somebody keeps by hand."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

from snnnotes.formats.link_path import normal_path
from snnnotes.model.identifiers import percent_decoded


# A named tuple is made several times faster than a frozen dataclass, and each building of a
# README loads this module.
class HandRow(NamedTuple):
    """One row, which opens a note."""

    #: Counted from 1 in the file.
    line: int
    #: Without its line end.
    text: str
    #: The note that it opens, from the notebook's root on.
    target: PurePosixPath
    #: Where the address stands in `text`, as characters from its start.
    target_span: tuple[int, int]
    #: What the reader clicks on to open it.
    label: str
    #: The heading over it, as written; empty if the list has none.
    heading: str = ""


_ROW = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S|\|")
#: A list has its links from people: blanks in an address, which make it none, are meant as such.
_LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\((?P<target><[^<>]*>|(?:[^()\s\\]|\\.|\([^()\s]*\))*|[^()<>\[\]]+?\.(?:md|markdown)[^()\s]*)"
    r"(?:[ \t]+\"[^\"]*\")?\)",
    re.IGNORECASE,
)
_LONGEST = 4000
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PROTOCOL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_BLOB = re.compile(r"https?://[^/]+/[^/]+/[^/]+/(?:blob|tree|raw)/[^/]+/(?P<path>.+)")
_NO_NOTE = re.compile(r"(?:readme|license|contributing|changelog)(?![^\W_])", re.IGNORECASE)
#: What a link to a folder, or to a note without its suffix, opens.
_SUFFIXES = (".md", "/README.md", "/readme.md", "/index.md")


class NotePaths:
    """The notes that rows can open, whatever way their names are composed."""

    def __init__(self, paths: Collection[PurePosixPath], folder: PurePosixPath) -> None:
        """Take the notes, and the folder from which a README's links go."""
        self._by_name = {normalize("NFC", str(path)): path for path in paths}
        self._folder = folder

    def opened(self, address: str) -> tuple[PurePosixPath, bool] | None:
        """The file that a link opens, and the answer to: is it a note?

        None for an address that leads to something else than a Markdown file.
        """
        address = _ESCAPED.sub(r"\1", address).replace("&amp;", "&")
        blob = _BLOB.match(address)
        if blob is None and (_PROTOCOL.match(address) or not address):
            return None
        here = "" if blob else f"{self._folder}/"
        written = blob["path"] if blob else address
        # A sharp sign belongs to a file's name if there is such a file.
        for part in (written, re.split("[?#]", written, maxsplit=1)[0]):
            decoded = percent_decoded(part)
            path = normal_path(decoded if decoded.startswith("/") else f"{here}{decoded}")
            name = normalize("NFC", path)
            for suffix in ("", *_SUFFIXES):
                if name + suffix in self._by_name:
                    return self._by_name[name + suffix], True
        is_file = path.lower().endswith((".md", ".markdown")) and blob is None
        return None if not is_file or _NO_NOTE.match(path) else (PurePosixPath(path), False)


def row_on(line: str, number: int, notes: NotePaths) -> HandRow | None:
    """The row that a line is; None if it is none, or opens no note.

    Args:
        line: Without its line end.
        number: Of the line, counted from 1.
        notes: What there is to open. A file that is not there is a note all the same, since
            people rename files and forget their rows.
    """
    if "](" not in line or len(line) > _LONGEST or not _ROW.match(line):
        return None
    missing: HandRow | None = None
    for link in _LINK.finditer(line):
        start, end = link.span("target")
        if line[start : start + 1] == "<":
            start, end = start + 1, end - 1
        opened = notes.opened(line[start:end])
        if opened is not None:
            row = HandRow(number, line, opened[0], (start, end), link["label"])
            if opened[1]:
                return row
            missing = missing or row
    return missing
