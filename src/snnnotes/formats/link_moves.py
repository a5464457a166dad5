"""Links that follow files which move: each still opens what it opened, written as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter_block import find_block, has_frontmatter
from snnnotes.formats.link_check import DRIVE, WEB_HOST, Targets
from snnnotes.formats.link_path import normal_path
from snnnotes.formats.link_spelling import spelled
from snnnotes.formats.local_link import LinkForm, LocalLink, local_links, paths_meant, spliced
from snnnotes.formats.note_links import LinkKind, NoteLink, shown_links
from snnnotes.formats.readme_list import relative_path
from snnnotes.model.markdown import escape, link_target

_NO_TITLES: Mapping[PurePosixPath, str] = MappingProxyType({})
_NOTE_SUFFIX = ".md"
#: Chinese characters as well, since nothing decomposes them, and they have no case.
_WORD = re.compile(r"[A-Za-z0-9]+|[\u4e00-\u9fff]+")
#: How the first of a Chinese character's octets begins in a link with percent signs.
_CHINESE_ENCODED = "%e"
#: What a line with a link's target has, though the link may begin in the line before.
_LINK_SIGN = re.compile(r"[\[\]()<=]")
#: With more names to look for, looking takes longer than reading the links.
_MOST_CLUES = 60
#: What ends the name in a wikilink.
_NOT_IN_WIKILINK = re.compile(r"[\[\]|#^]")
_AFTER_NAME = re.compile(r"(?:[#^][^\[\]|\n]*)?(?:\\?\|(?P<shown>[^\[\]\n]*))?\]\]")

#: Put the text in place of what stands from one character to another.
_Splice = tuple[int, int, str]


class MovedFiles:
    """Which files of a notebook move; made once, asked for each file with links."""

    def __init__(
        self,
        moves: Mapping[PurePosixPath, PurePosixPath],
        files: Iterable[PurePosixPath],
        *,
        titles: Mapping[PurePosixPath, str] = _NO_TITLES,
        new_titles: Mapping[PurePosixPath, str] = _NO_TITLES,
    ) -> None:
        """Take what moves.

        Args:
            moves: By old path, the new one; all from the notebook's root on.
            files: All that are known, so that a wikilink is changed only if it means one of them.
            titles: By old path, titles that wikilinks may use as names.
            new_titles: The same by new path, as it will be.
        """
        self.moves = moves
        known = {*files, *moves}
        self.before = Targets(known, titles)
        self.after = Targets((known - moves.keys()) | set(moves.values()), new_titles)
        self._clues = _clues(
            [path.stem for path in moves],
            [*(path.stem for path in moves.values()), *titles.values()],
        )

    def may_concern(self, text: str) -> bool:
        """May a text that stays where it is have a link that has to change?

        A link to a moved file has the words of its name, which nobody writes as ``%41``; a
        wikilink may have its title too, or be to another file whose name a moved one takes.
        """
        # The words of a name are in many texts, but in few lines that have a link.
        return self._clues is None or (
            self.may_name(text)
            and any(_LINK_SIGN.search(line) and self.may_name(line) for line in text.split("\n"))
        )

    def may_name(self, target: str) -> bool:
        """May what a link leads to have to change?"""
        lower = target.lower()
        return self._clues is None or any(
            all(word in lower for word in clue) for clue in self._clues
        )


def _clues(names: Iterable[str], wiki_names: Iterable[str]) -> set[tuple[str, ...]] | None:
    """What a text has that links to a name; None if that are too many, or one has no plain words.

    >>> _clues(["LIF 神经元 Model"], ["SEENN"]) == {("model", "lif"), ("[[", "seenn")}
    True
    """
    found: set[tuple[str, ...]] = set()
    for before, name in [*(("", name) for name in names), *(("[[", name) for name in wiki_names)]:
        words = sorted((word.lower() for word in _WORD.findall(name)), key=len, reverse=True)
        plain = tuple(word for word in words if word.isascii())
        if not words or len(found) > _MOST_CLUES:
            return None
        found.add((*filter(None, [before]), *(plain or words)))
        if not plain and not before:
            found.add((_CHINESE_ENCODED,))
    return found


def relinked(text: str, path: PurePosixPath, moved: MovedFiles) -> str:
    """The text of a file as it has to be after the moves, so that its links open the same files.

    Links in the frontmatter, in code, formulas and comments are none. A link that opens nothing
    we know, such as an image, is adjusted if the file itself goes to another folder.

    Args:
        text: The whole file.
        path: Where it is now; if it moves too, `moved` says where to.
        moved: What moves.

    >>> moved = MovedFiles({PurePosixPath("a.md"): PurePosixPath("2023/b c.md")}, [])
    >>> relinked("[x](<./a.md#p>) [[a|y]] `[[a]]`", PurePosixPath("README.md"), moved)
    '[x](<./2023/b c.md#p>) [[b c|y]] `[[a]]`'
    """
    stays = path not in moved.moves
    if stays and not moved.may_concern(text):
        return text
    start = _body_start(text, path)
    file = _File(text[start:], path, moved)
    splices = {
        link: splice
        for link in local_links(file.body)
        if not stays or link.form is LinkForm.WIKI or moved.may_name(link.target)
        for splice in file.changed(link)
    }
    # Asked last, as it takes the most time and most files have nothing to change.
    shown = shown_links(file.body, splices) if splices else ()
    return text[:start] + spliced(file.body, (splices[link] for link in shown))


def _body_start(text: str, path: PurePosixPath) -> int:
    try:
        return find_block(text, path=path).body if has_frontmatter(text) else 0
    except NoteFormatError:
        return 0


class _File:
    """A file with links, and what its links open before and after the moves."""

    def __init__(self, body: str, path: PurePosixPath, moved: MovedFiles) -> None:
        self.body = body
        self.moved = moved
        self.folder = path.parent
        self.new_folder = moved.moves.get(path, path).parent

    def changed(self, link: LocalLink) -> Iterator[_Splice]:
        """The change to a link; none if it may stay as it is."""
        if link.form is LinkForm.WIKI:
            yield from self._changed_wikilink(link)
        elif link.form is not LinkForm.TAG:
            new = self._new_target(link)
            if new is not None and new != self.body[link.start : link.end]:
                yield link.start, link.end, new

    def _new_target(self, link: LocalLink) -> str | None:
        opened = self._before(link)
        if not opened:
            return self._adjusted(link)
        if len(opened) > 1:
            return None
        wanted = self.moved.moves.get(opened[0], opened[0])
        # Seen from the root, the end of a path may open a file too: /a.md is not what it was.
        if wanted == opened[0] if link.from_root else self._after(link) == [wanted]:
            return None
        meant = next(path for path in paths_meant(link) if self._before(link, path) == opened)
        written = self.body[link.start : link.end]
        root = _root(opened[0], meant) if link.from_root else None
        if root is not None and str(wanted).startswith(root):
            return spelled(link, written, meant, "/" + str(wanted)[len(root) :])
        return spelled(link, written, meant, _way(wanted, self.new_folder))

    def _adjusted(self, link: LocalLink) -> str | None:
        """A link that opens none of the files we know, as seen from the new folder."""
        is_elsewhere = link.from_root or WEB_HOST.match(link.target) or DRIVE.match(link.target)
        if is_elsewhere or self.folder == self.new_folder:
            return None
        meant = list(paths_meant(link))[-1]
        way = _way(PurePosixPath(normal_path(f"{self.folder}/{meant}")), self.new_folder)
        return spelled(link, self.body[link.start : link.end], meant, way)

    def _changed_wikilink(self, link: LocalLink) -> Iterator[_Splice]:
        opened = self._before(link)
        if len(opened) != 1:
            return
        wanted = self.moved.moves.get(opened[0], opened[0])
        name = link.target.replace("\\", "/")
        # ../x counts from the file's folder only if that leads there; else it is a mere name.
        is_relative = _is_at(name, self.folder, opened[0])
        if is_relative and _is_at(name, self.new_folder, wanted):
            return
        if not is_relative and self._after(link) == [wanted]:
            return
        new = self._named(name, opened[0], wanted)
        if is_relative:
            way = _way(wanted, self.new_folder)
            new = _with_suffix_as(name, opened[0], way if way.startswith(".") else f"./{way}")
        if _NOT_IN_WIKILINK.search(new):
            yield from self._as_markdown(link, wanted)
        else:
            yield link.start, link.end, new

    def _named(self, name: str, opened: PurePosixPath, wanted: PurePosixPath) -> str:
        """The name of a file in a wikilink: with as many folders as before, or as it takes."""
        last = name.rpartition("/")[2]
        is_name = last.casefold() in (opened.name.casefold(), opened.stem.casefold())
        whole = _with_suffix_as(name, opened, str(wanted))
        parts = whole.split("/")
        depth = len(normal_path(name).split("/")) if is_name else 1
        if name.startswith("/"):
            return f"/{whole}"
        if depth > 1 and depth == len(opened.parts):
            depth = len(parts)
        for count in range(depth, len(parts)):
            new = "/".join(parts[-count:])
            if self.moved.after.opened(_link(LinkKind.WIKILINK, new), self.new_folder) == [wanted]:
                return new
        return whole

    def _as_markdown(self, link: LocalLink, wanted: PurePosixPath) -> Iterator[_Splice]:
        """A link of Markdown, for a name that no wikilink can hold, such as "[Re] LIF"."""
        rest = _AFTER_NAME.match(self.body, link.end)
        start = self.body.rfind("[[", 0, link.start)
        if rest is None or start < 0:
            return
        # An embedded note has no other form; a picture has.
        if wanted.suffix == _NOTE_SUFFIX and self.body[:start].endswith("!"):
            start -= 1
        shown = rest["shown"] or escape(_with_suffix_as(link.target, wanted, wanted.name))
        target = link_target(_way(wanted, self.new_folder))
        yield start, rest.end(), f"[{shown}]({target})"

    def _before(self, link: LocalLink, path: str | None = None) -> list[PurePosixPath]:
        return self.moved.before.opened(_as_note_link(link, path), self.folder)

    def _after(self, link: LocalLink) -> list[PurePosixPath]:
        return self.moved.after.opened(_as_note_link(link), self.new_folder)


def _as_note_link(link: LocalLink, path: str | None = None) -> NoteLink:
    """A link as `Targets` asks for it; with a path, as if it could mean nothing else."""
    kind = LinkKind.WIKILINK if link.form is LinkForm.WIKI else LinkKind.LINK
    paths = tuple(paths_meant(link)) if path is None else (path,)
    return _link(kind, link.target, paths, from_root=link.from_root)


def _link(
    kind: LinkKind, target: str, paths: tuple[str, ...] = (), *, from_root: bool = False
) -> NoteLink:
    return NoteLink(kind, "", target, 1, 1, paths, from_root)


def _way(path: PurePosixPath, folder: PurePosixPath) -> str:
    """The way from a folder to a file or another folder, by the fewest steps."""
    return relative_path(path / "_", folder).removesuffix("_").rstrip("/") or "."


def _root(opened: PurePosixPath, meant: str) -> str | None:
    """The folder, with a slash, that ``/`` stands for if ``/meant`` opens a file."""
    whole, end = str(opened), normal_path(meant)
    return whole.removesuffix(end) if whole.endswith(end) else None


def _is_at(name: str, folder: PurePosixPath, path: PurePosixPath) -> bool:
    """Does the relative ``./name`` or ``../name`` lead from the folder to that path?"""
    if not name.startswith(("./", "../")):
        return False
    return normal_path(f"{folder}/{name}") in (str(path), str(path.with_suffix("")))


def _with_suffix_as(name: str, opened: PurePosixPath, new: str) -> str:
    """A new path with ``.md`` only if the old name had it; other endings always stay."""
    has_suffix = name.casefold().endswith(_NOTE_SUFFIX) or opened.suffix != _NOTE_SUFFIX
    return new if has_suffix else new.removesuffix(_NOTE_SUFFIX)
