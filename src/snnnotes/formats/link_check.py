"""What is wrong with a note's links: targets that are not there, titles that open another note."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from snnnotes.formats.link_path import normal_path
from snnnotes.formats.note_links import LinkKind, NoteLink, note_links
from snnnotes.formats.paper_list import loads
from snnnotes.formats.readme_list import relative_path
from snnnotes.model.markdown import link_target
from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key

LINK_WITHOUT_TARGET = "link-without-target"
IMAGE_WITHOUT_TARGET = "image-without-target"
WIKILINK_WITHOUT_NOTE = "wikilink-without-note"
LINK_OPENS_OTHER_NOTE = "link-opens-other-note"
PAPER_LINK_MISSING = "paper-link-missing"


class LinkFinding(NamedTuple):
    """One thing that is wrong with a link, or with the lack of one."""

    #: Of the check, in kebab case.
    name: str
    #: Both counted from 1.
    line: int
    column: int
    #: One sentence without full stop.
    message: str
    #: What to do.
    mend: str


_NOTE_SUFFIXES = (".md", ".markdown", ".mdx", ".qmd")
#: ``arxiv.org/abs/2307.01694`` opens a file of this name; ``notes.org`` is more likely to be one.
WEB_HOST = re.compile(
    r"www\.[^/\s]+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|edu|cn|cc|ai|dev)/", re.IGNORECASE
)
_UPWARDS = re.compile(r"(?:\.\./)+")
DRIVE = re.compile(r"[A-Za-z]:")
_CODE_HOST = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|gitee\.com|bitbucket\.org|codeberg\.org)(?:/|\Z)",
    re.IGNORECASE,
)


class Targets:
    """All that a link in a notebook can open; made once, asked for each link."""

    def __init__(
        self,
        files: Iterable[PurePosixPath],
        titles: Mapping[PurePosixPath, str],
        aliases: Mapping[PurePosixPath, Collection[str]] = MappingProxyType({}),
    ) -> None:
        """Know the files of a notebook.

        Args:
            files: All that there are, also those that are no notes, from the root on.
            titles: Of the notes, by their paths.
            aliases: Other names of the notes, citekeys too; a wikilink may use them.
        """
        self.titles = titles
        self.by_path: dict[str, PurePosixPath] = {}
        self._by_folded_path: dict[str, PurePosixPath] = {}
        self._by_name: dict[str, list[PurePosixPath]] = defaultdict(list)
        self._by_title: dict[str, list[PurePosixPath]] = defaultdict(list)
        self._by_alias: dict[str, list[PurePosixPath]] = defaultdict(list)
        for path in sorted({*files, *titles}, key=str):
            self._by_name[_folded(path.name)].append(path)
            # Folders are opened as well; as soon as one is known, so are those around it.
            around = takewhile(lambda folder: _normal(folder) not in self.by_path, path.parents)
            for opened in (path, *list(around)):
                self.by_path[_normal(opened)] = opened
                self._by_folded_path.setdefault(_folded(opened), opened)
        for path, title in titles.items():
            self._by_title[title_key(title)].append(path)
        for path, names in aliases.items():
            for name in names:
                self._by_alias[title_key(name)].append(path)

    def titled(self, text: str) -> list[PurePosixPath]:
        """The notes of just this title, however it is spelt."""
        return self._by_title.get(title_key(text), []) if text else []

    def has_alias(self, path: PurePosixPath, text: str) -> bool:
        """Is `text` another name of the note at `path`?"""
        return path in self._by_alias.get(title_key(text), ())

    def opened(self, link: NoteLink, folder: PurePosixPath) -> list[PurePosixPath]:
        """What a link in a file of `folder` opens; of a wikilink, all that it may open."""
        if link.kind is LinkKind.WIKILINK:
            return self._named(link.target)
        found = (self.by_path.get(_normal(path)) for path in _resolved(link, folder))
        first = next((path for path in found if path is not None), None)
        if first is None and link.from_root:
            # A site is often made from a folder of the repository, and its root is that one.
            return [
                path
                for meant in link.paths
                for path in self._ending_in(meant)
                if _normal(path).endswith(_normal(normal_path(meant)))
            ]
        return [] if first is None else [first]

    def differing_in_case(self, link: NoteLink, folder: PurePosixPath) -> PurePosixPath | None:
        """A file whose path is that of the link but for upper and lower case."""
        found = (self._by_folded_path.get(_folded(path)) for path in _resolved(link, folder))
        return next((path for path in found if path is not None), None)

    def meant(self, link: NoteLink) -> PurePosixPath | None:
        """The only file that a link without target can be meant for."""
        names = {_name(path) for path in link.paths} - {""}
        suffixes = ("", *_NOTE_SUFFIXES) if link.kind is not LinkKind.IMAGE else ("",)
        found = [
            path
            for name in names
            for suffix in suffixes
            for path in self._by_name.get(_folded(name + suffix), ())
        ]
        unique = set(found) or set(self.titled(link.text))
        return unique.pop() if len(unique) == 1 else None

    def _named(self, target: str) -> list[PurePosixPath]:
        wanted = _UPWARDS.sub("", normal_path(target.replace("\\", "/").strip()))
        found = [
            path for suffix in ("", *_NOTE_SUFFIXES) for path in self._ending_in(wanted + suffix)
        ]
        return found or self.titled(target) or self._by_alias.get(title_key(target), [])

    def _ending_in(self, end: str) -> list[PurePosixPath]:
        """Files with this path, or with folders before it; case makes no difference."""
        parts = [_folded(part) for part in normal_path(end).split("/")]
        return [
            path
            for path in self._by_name.get(parts[-1], ())
            if [_folded(part) for part in path.parts[-len(parts) :]] == parts
        ]


def link_findings(
    text: str, path: PurePosixPath, targets: Targets, body_start: int = 0
) -> list[LinkFinding]:
    """What is wrong with the links of a note, a README or any other page, in their order.

    Not judged are links that lead out of the notebook, and those to the web.

    Args:
        text: The whole file.
        path: Of the file, from the notebook's root on.
        targets: What there is.
        body_start: Where the frontmatter ends, in characters.

    >>> targets = Targets([PurePosixPath("a.md")], {PurePosixPath("b.md"): "LIF"})
    >>> for found in link_findings("[x](c.md) [LIF](a.md)", PurePosixPath("a.md"), targets):
    ...     print(f"{found.line}:{found.column} {found.message} [{found.name}]")
    1:1 c.md is not there [link-without-target]
    """
    return findings_of_links(note_links(text, body_start, web=False), path, targets)


def findings_of_links(
    links: Iterable[NoteLink], path: PurePosixPath, targets: Targets
) -> list[LinkFinding]:
    """What is wrong with the links to files that stand in the file at `path`; see above."""
    found: list[LinkFinding] = []
    for link in links:
        opened = targets.opened(link, path.parent)
        if not opened:
            found += _without_target(link, path, targets)
        elif other := _title_opens(link.text, opened, path, targets):
            found.append(LinkFinding(LINK_OPENS_OTHER_NOTE, link.line, link.column, *other))
    return found


def row_findings(text: str, path: PurePosixPath, targets: Targets) -> list[LinkFinding]:
    """The rows of a list, such as a README, that name one note and open another.

    Only where the row has just the title of a note: what is abbreviated is not guessed.

    Args:
        text: The whole file.
        path: Of the file, from the notebook's root on.
        targets: What there is.
    """
    found = []
    for row in loads(text, origin=path.as_posix()).rows:
        opened = targets.by_path.get(_normal(normal_path(row.target))) if row.target else None
        finding = _title_opens(row.title, [opened] if opened else [], path, targets)
        if finding:
            found.append(LinkFinding(LINK_OPENS_OTHER_NOTE, row.line, 1, *finding))
    return found


def paper_link_findings(text: str, paper: Paper, body_start: int = 0) -> list[LinkFinding]:
    """The finding that neither the frontmatter nor the body leads to the paper; none if one does.

    Args:
        text: The whole note.
        paper: What its frontmatter says.
        body_start: Where the frontmatter ends, in characters.
    """
    if any((paper.url, paper.arxiv, paper.doi, paper.openreview, paper.pdf)):
        return []
    for link in note_links(text, body_start):
        is_paper = not _CODE_HOST.match(link.target) and link.target != paper.code
        if link.kind is LinkKind.WEB and is_paper:
            return []
        if link.kind is LinkKind.LINK and any(p.lower().endswith(".pdf") for p in link.paths):
            return []
    message = "neither the frontmatter nor the text leads to the paper"
    mend = "write its arxiv, doi, openreview or url into the frontmatter"
    return [LinkFinding(PAPER_LINK_MISSING, 1, 1, message, mend)]


def _without_target(link: NoteLink, path: PurePosixPath, targets: Targets) -> Iterator[LinkFinding]:
    target = link.target
    if link.kind is LinkKind.WIKILINK:
        what = "file" if _is_file_name(link.target) else "note"
        message = f"there is no {what} [[{link.target}]]"
        mend = "mend the name, or take the link away"
        yield LinkFinding(WIKILINK_WITHOUT_NOTE, link.line, link.column, message, mend)
        return
    if all(f"{found}/".startswith("../") for found in _resolved(link, path.parent)):
        return
    message, mend = f"{target} is not there", "mend the path, or take the link away"
    if DRIVE.match(target):
        message = f"{target} is a path of one computer only"
        mend = "put the file beside the note, and link to it from there"
    elif other := targets.differing_in_case(link, path.parent):
        message = f"{target} is not there, but for upper and lower case it is {other}"
        mend = f"link to {_relative(other, path)}"
    elif WEB_HOST.match(target):
        message, mend = (
            f"{target} is read as a file, which is not there",
            "write https:// before it",
        )
    elif other := targets.meant(link):
        mend = f"link to {_relative(other, path)}"
    name = IMAGE_WITHOUT_TARGET if link.kind is LinkKind.IMAGE else LINK_WITHOUT_TARGET
    yield LinkFinding(name, link.line, link.column, message, mend)


def _title_opens(
    title: str, opened: list[PurePosixPath], path: PurePosixPath, targets: Targets
) -> tuple[str, str] | None:
    """Message and mend if what is opened are notes, and all of other titles than this."""
    own = targets.titled(title)
    if not own or any(found in own or found not in targets.titles for found in opened):
        return None
    if not opened or any(targets.has_alias(found, title) for found in opened):
        return None
    message = f'"{title}" opens {opened[0]}, the note of "{targets.titles[opened[0]]}"'
    return message, f"link to {_relative(own[0], path)}"


def _resolved(link: NoteLink, folder: PurePosixPath) -> Iterator[str]:
    """The paths that a link may mean, from the root of the notebook on."""
    for path in link.paths:
        yield normal_path(path if link.from_root else f"{folder.as_posix()}/{path}")


def _relative(path: PurePosixPath, origin: PurePosixPath) -> str:
    """The target of a link from the file `origin` to `path`."""
    return link_target(relative_path(path, origin.parent)) or "."


def _is_file_name(target: str) -> bool:
    suffix = PurePosixPath(target).suffix
    return suffix[1:].isalnum() and len(suffix) <= len(".jpeg") and suffix not in _NOTE_SUFFIXES


def _name(path: str) -> str:
    return normal_path(path).rpartition("/")[2]


def _normal(path: PurePosixPath | str) -> str:
    """Equal for all spellings of one path; the root is empty."""
    written = normalize("NFC", str(path))
    return "" if written == "." else written


def _folded(path: PurePosixPath | str) -> str:
    return _normal(path).casefold()
