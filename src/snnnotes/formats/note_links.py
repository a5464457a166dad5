"""All links of a note, with what a reader sees of them and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from snnnotes.formats.foreign_markdown import Line, definitions_of, lines_of, links_in, plain
from snnnotes.formats.indented_code import indented_code
from snnnotes.formats.local_link import LinkForm, LocalLink, local_links, paths_meant
from snnnotes.model.formula import formula_spans


class LinkKind(Enum):
    """What a link is for a reader."""

    LINK = "link"
    IMAGE = "image"
    #: ``[[name]]`` or ``![[name]]``: a note or file by its name, wherever it is.
    WIKILINK = "wikilink"
    #: ``[name]: target``, shown to nobody.
    DEFINITION = "definition"
    #: An address with a protocol, in any form, also without any sign around it.
    WEB = "web"


class NoteLink(NamedTuple):
    """A link of a note; all but `LinkKind.WEB` lead to a file."""

    kind: LinkKind
    #: As a reader sees it; empty if it has none, such as an address that stands alone.
    text: str
    #: As written, without angle brackets, escapes and entities; a wikilink without its heading.
    target: str
    #: Where the link begins, counted from 1; columns in characters.
    line: int
    column: int
    #: The paths that the target may mean, the likeliest first; none for the web.
    paths: tuple[str, ...] = ()
    #: Is the path one from the root of the notebook (``/img/x.png``)?
    from_root: bool = False


_LINE_END = re.compile(r"\r\n|\n|\r")
#: Over the end of a line too, but not of a paragraph.
_CODE = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?:[^`\n]++|\n(?![ \t\r]*\n)|`)+?(?<!`)(?P=ticks)(?!`)"
)
_BEFORE_TARGET = re.compile(r"\]\([ \t]*\Z")
_HTML_START = re.compile(r"<(?P<name>[a-z]+)\b[^<>]*\Z", re.IGNORECASE)
_HTML_REST = re.compile(r"[^<>]*>(?P<text>.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_SHOWN = re.compile(r"[^\[\]\n]*?\\?\|(?P<shown>[^\[\]\n]+)\]\]|[^\[\]\n]*\]\](?P<link>[(\[])?")
_REFERENCE = re.compile(
    r"(?P<image>!)?\[(?P<text>[^\[\]\n]{1,500})\](?:\[(?P<name>[^\[\]\n]{0,500})\])?(?![:(\[])"
)
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n]+)\]:[ \t]*\Z", re.MULTILINE)
#: In characters: no link's text is longer, and looking back ends there.
_LONGEST_TEXT = 2000


def note_links(text: str, start: int = 0, *, web: bool = True) -> list[NoteLink]:
    r"""The links of a note in the order written; those in code, formulas and comments are none.

    Left out as well are pictures from the web and tags of Hexo, which only its own program reads.

    Args:
        text: The whole file, with any line ends.
        start: Where the body begins; in front of it, nothing is a link.
        web: Are links to the web wanted? They take a third of the time.

    >>> for link in note_links("[图](a%20b.png) and [[LIF|神经元]]\n<https://x.org>"):
    ...     print(link.line, link.column, link.kind.value, link.text, link.target)
    1 1 link 图 a%20b.png
    1 20 wikilink 神经元 LIF
    2 1 web  https://x.org
    """
    body = text[start:]
    if not any(sign in body for sign in ("](", "]:", "[[", "<", "://")):
        return []
    page = _Page(body, len(_LINE_END.findall(text, 0, start)))
    found = [*_to_files(page), *(_to_web(page) if web else ())]
    return sorted(found, key=lambda link: (link.line, link.column))


class _Page:
    """A note's body, with the places where nothing is a link."""

    def __init__(self, body: str, lines_before: int) -> None:
        self.body = body
        self.lines_before = lines_before
        self.line_starts = [0, *(found.end() for found in _LINE_END.finditer(body))]
        spans = list(formula_spans(body))
        if "    " in body or "\t" in body:
            spans += indented_code(body, self.line_starts)
        if "`" in body:
            spans += [found.span() for found in _CODE.finditer(self._without_blocks())]
        #: Ends of places without overlap, after one another: start, end, start, end ...
        self.edges = _joined(spans)

    @cached_property
    def lines(self) -> list[Line]:
        """Without blocks of code and comments; few notes have what is looked for by lines."""
        return lines_of(self.body)

    def _without_blocks(self) -> str:
        """The body with blanks in place of the lines of blocks of code; offsets stay."""
        edges = [*self.line_starts, len(self.body)]
        shown = {line.number for line in self.lines}
        return "".join(
            self.body[start:end] if number in shown else " " * (end - start - 1) + "\n"
            for number, (start, end) in enumerate(pairwise(edges), 1)
            if end > start
        )

    def is_hidden(self, place: int) -> bool:
        """Is there code or a formula at `place`?"""
        return bisect_right(self.edges, place) % 2 == 1

    def position(self, place: int) -> tuple[int, int]:
        """Line in the file and column of a character, both counted from 1."""
        line = bisect_right(self.line_starts, place)
        return self.lines_before + line, place - self.line_starts[line - 1] + 1

    def place(self, line: Line, start: int, end: int) -> int:
        """Where a piece of one of the lines stands in the body.

        A comment before it is gone from that line, but not from the body.
        """
        earliest = self.line_starts[line.number - 1] + start
        found = self.body.find(line.text[start:end], earliest)
        return earliest if found < 0 else found


def _joined(spans: list[tuple[int, int]]) -> list[int]:
    edges: list[int] = []
    for start, end in sorted(spans):
        if edges and start <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += [start, end]
    return edges


def shown_links(body: str, links: Iterable[LocalLink]) -> list[LocalLink]:
    r"""Those links that a reader can follow.

    Args:
        body: A page without its frontmatter.
        links: Some of its `local_links`.

    >>> body = "[a](b.md) \\[[c]] $[d](e)$"
    >>> [link.target for link in shown_links(body, local_links(body))]
    ['b.md']
    """
    return [link for link, *_ in _shown(_Page(body, 0), links)]


def _to_files(page: _Page) -> Iterator[NoteLink]:
    defined: dict[str, LocalLink] = {}
    for link, kind, text, place in _shown(page, local_links(page.body)):
        if kind is LinkKind.DEFINITION:
            name = page.body[page.body.index("[", place) + 1 : page.body.rindex("]", 0, link.start)]
            defined.setdefault(name.casefold(), link)
        yield _note_link(page, link, kind, text, place)
    if defined:
        yield from _references(page, defined)


def _shown(
    page: _Page, links: Iterable[LocalLink]
) -> Iterator[tuple[LocalLink, LinkKind, str, int]]:
    """The links that are some, each with its kind, the text shown for it and where it begins."""
    for link in links:
        if link.form is LinkForm.TAG or page.is_hidden(link.start):
            continue
        if link.form is LinkForm.WIKI:
            shown = _wikilink(page, link)
        elif link.form is LinkForm.HTML:
            shown = _html(page, link)
        elif name := _DEFINED.search(page.body, _line_start(page, link.start), link.start):
            shown = (LinkKind.DEFINITION, "", name.start())
        else:
            shown = _inline(page, link)
        if shown:
            yield (link, *shown)


def _note_link(page: _Page, link: LocalLink, kind: LinkKind, text: str, place: int) -> NoteLink:
    line, column = page.position(place)
    paths = tuple(paths_meant(link))
    return NoteLink(kind, text, link.target, line, column, paths, link.from_root)


def _line_start(page: _Page, place: int) -> int:
    return page.line_starts[bisect_right(page.line_starts, place) - 1]


def _wikilink(page: _Page, link: LocalLink) -> tuple[LinkKind, str, int] | None:
    """A wikilink; not ``[[1]](#ref)``, which is a link in brackets, nor ``x[[0]]``."""
    place = page.body.rfind("[[", 0, link.start)
    rest = _SHOWN.match(page.body, link.end)
    if not rest or rest["link"] or _is_escaped(page.body, place):
        return None
    if not any(character.isalpha() for character in link.target):
        return None
    place -= page.body[:place].endswith("!")
    return LinkKind.WIKILINK, plain(rest["shown"] or link.target), place


def _html(page: _Page, link: LocalLink) -> tuple[LinkKind, str, int] | None:
    start = max(link.start - _LONGEST_TEXT, 0)
    opening = _HTML_START.search(page.body, page.body.rfind("<", start, link.start), link.start)
    if not opening:
        return None
    if opening["name"].lower() != "a":
        return LinkKind.IMAGE, "", opening.start()
    rest = _HTML_REST.match(page.body, link.end, link.end + _LONGEST_TEXT)
    return LinkKind.LINK, plain(rest["text"]) if rest else "", opening.start()


def _inline(page: _Page, link: LocalLink) -> tuple[LinkKind, str, int] | None:
    """The text before a target, from its opening bracket on; None if there is none."""
    opened_by = page.body.rfind("]", 0, link.start)
    before = _BEFORE_TARGET.search(page.body, max(opened_by, 0), link.start)
    if not before or _is_escaped(page.body, before.start()):
        return None
    least = max(link.start - _LONGEST_TEXT, 0)
    # A paragraph's end is a link's end.
    least = max(least, *(page.body.rfind(end, least, link.start) for end in ("\n\n", "\n\r\n")))
    depth = 1
    for place in range(before.start() - 1, least - 1, -1):
        sign = page.body[place]
        if sign not in "[]" or page.is_hidden(place) or _is_escaped(page.body, place):
            continue
        depth += 1 if sign == "]" else -1
        if not depth:
            text = page.body[place + 1 : before.start()]
            is_image = page.body[:place].endswith("!") and not _is_escaped(page.body, place - 1)
            kind = LinkKind.IMAGE if is_image else LinkKind.LINK
            return kind, plain(text), place - is_image
    return None


def _references(page: _Page, defined: dict[str, LocalLink]) -> Iterator[NoteLink]:
    """``[text][name]`` and ``[name]`` where the name is that of a file."""
    for line in page.lines:
        for found in _REFERENCE.finditer(line.text):
            link = defined.get((found["name"] or found["text"]).casefold())
            if link is None or _is_escaped(line.text, found.start()):
                continue
            place = page.place(line, *found.span())
            if not page.is_hidden(place):
                kind = LinkKind.IMAGE if found["image"] else LinkKind.LINK
                yield _note_link(page, link, kind, plain(found["text"]), place)


def _is_escaped(text: str, place: int) -> bool:
    backslashes = 0
    while place - backslashes > 0 and text[place - backslashes - 1] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


def _to_web(page: _Page) -> Iterator[NoteLink]:
    if "://" not in page.body:
        return
    definitions = definitions_of(line for line in page.lines if "]:" in line.text)
    for line in page.lines:
        for link in links_in(line.text, definitions):
            place = page.place(line, link.start, link.end)
            if "://" in link.url and not page.is_hidden(place):
                yield NoteLink(LinkKind.WEB, link.text, link.url, *page.position(place))
