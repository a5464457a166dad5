"""Markdown as far as a note's metadata needs it: lines outside code, plain text, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from snnnotes.formats.link_path import without_entities
from snnnotes.model.markdown import one_line

#: In characters. What follows in a longer line says nothing about the paper, and what looks for
#: links takes time that grows with the square of the length.
MAX_LINE = 2000

_LINE_END = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_COMMENT_END = "-->"

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(?P<code>[^`]+)(?<!`)\1(?!`)")
#: Possessive, so that an unclosed bracket is found out without trying every way to read the rest.
_BRACKETED = r"\[(?P<text>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*+\])*+)\]"
_TARGET = r"(?P<target><[^<>]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)"
_INLINE_LINK = re.compile(
    rf"(?P<image>!)?{_BRACKETED}\([ \t]*{_TARGET}"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*\)"
)
_REFERENCE_LINK = re.compile(rf"(?P<image>!)?{_BRACKETED}(?:\[(?P<name>[^\[\]]*)\])?")
_DEFINITION = re.compile(r" {0,3}\[(?P<name>[^\[\]^][^\[\]]*)\]:[ \t]*(?P<target><[^<>]*>|\S+).*")
_HTML_LINK = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"'](?P<target>[^\"']*)[\"'][^>]*>(?P<text>.*?)</a>", re.IGNORECASE
)
_AUTOLINK = re.compile(r"<(?P<target>https?://[^\s<>]+)>", re.IGNORECASE)
#: Chinese letters and full-width signs end a bare address: most often they go on with the text.
_BARE_LINK = re.compile(
    r"(?P<target>https?://[^\s<>\"'`|\\^{}\[\]\u2018-\u201f\u2e80-\u9fff\uff00-\uffef]+)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?*_~"

_IMAGE = re.compile(rf"!{_BRACKETED}(?:\([^()]*\)|\[[^\[\]]*\])?")
_WIKILINK = re.compile(r"!?\[\[(?P<page>[^\[\]|]+)(?:\|(?P<shown>[^\[\]]+))?\]\]")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MATH = re.compile(r"(\$[^$]+\$)")
_EMPHASIS = (
    re.compile(r"(?<!\\)(\*{1,3}|~~)(?=\S)(?P<text>(?:(?!\1).)+?)(?<=[^\s\\])\1"),
    re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(?P<text>(?:(?!\1).)+?)(?<=[^\s\\])\1(?!\w)"),
)
_SIGNS = re.compile(r"[*_~`<&\\\[\]#$!]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CLOSING_SIGNS = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note that is neither code nor comment."""

    #: Counted from 1 in the file.
    number: int
    #: Without its line end; empty where a comment was.
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line, in any of Markdown's forms or in HTML; offsets count characters."""

    #: As a reader sees it; empty for an address that stands alone.
    text: str
    url: str
    start: int
    end: int


def lines_of(text: str, start: int = 0) -> list[Line]:
    r"""The lines from the character `start` on, without code blocks and HTML comments.

    >>> lines_of("a\n```\nb\n```\n<!-- c -->d")
    [Line(number=1, text='a'), Line(number=5, text='d')]
    """
    found: list[Line] = []
    number = len(_LINE_END.findall(text, 0, start))
    fence, in_comment = "", False
    for raw in _LINE_END.split(text[start:].removeprefix("\ufeff")):
        number += 1
        opening = None if in_comment else _FENCE.match(raw)
        if fence:
            # A closing fence is at least as long, of the same sign, with nothing behind it.
            if opening and opening["fence"].startswith(fence) and not opening["info"].strip():
                fence = ""
        elif opening and not ("`" in opening["fence"] and "`" in opening["info"]):
            fence = opening["fence"]
        else:
            shown, in_comment = _without_comments(raw[:MAX_LINE], in_comment=in_comment)
            found.append(Line(number, shown))
    return found


def _without_comments(raw: str, *, in_comment: bool) -> tuple[str, bool]:
    """A line without HTML comments; is one open at its end?"""
    shown = ""
    while raw:
        if in_comment:
            _, closed, raw = raw.partition(_COMMENT_END)
            in_comment = not closed
        else:
            before, opened, raw = raw.partition("<!--")
            shown += before
            in_comment = bool(opened)
    return shown, in_comment


def plain(text: str) -> str:
    r"""What a reader sees of a line of Markdown: emphasis, links, HTML and escapes taken off.

    Formulas stay as they are written.

    >>> plain(r"**Spike-driven** [Transformer](https://x.org) \*v2\* $O(N_iD_i)$ ##")
    'Spike-driven Transformer *v2* $O(N_iD_i)$'
    """
    text = text[:MAX_LINE]
    if not _SIGNS.search(text):
        return one_line(text)  # most lines: this saves a third of all the time
    text = _INLINE_LINK.sub(_shown, text)
    text = _IMAGE.sub("", _HTML_LINK.sub(r"\g<text>", text))
    text = _WIKILINK.sub(lambda found: found["shown"] or found["page"], text)
    parts = _MATH.split(_CLOSING_SIGNS.sub("", text.strip()))
    parts[::2] = [_without_marks(part) for part in parts[::2]]
    return one_line("".join(parts))


def _shown(found: re.Match[str]) -> str:
    return "" if found["image"] else _IMAGE.sub("", found["text"])


def _without_marks(text: str) -> str:
    text = _TAG.sub("", text)
    for emphasis in _EMPHASIS:
        # Bold within italics and the like: nobody nests more than three.
        for _ in range(3):
            text, count = emphasis.subn(r"\g<text>", text)
            if not count:
                break
    return without_entities(_ESCAPE.sub(r"\1", _CODE.sub(r"\g<code>", text)))


def definitions_of(lines: Iterable[Line]) -> dict[str, str]:
    """The address that each name of a reference link (``[name]: https://…``) stands for."""
    matches = (_DEFINITION.fullmatch(line.text) for line in lines)
    return {found["name"].casefold(): _address(found["target"]) for found in matches if found}


def shown_length(text: str) -> int:
    """Length of a text; Chinese characters, which say more, count twice.

    >>> shown_length("LIF神经元")
    9
    """
    return len(text) + len(_CHINESE.findall(text))


def links_in(line: str, definitions: Mapping[str, str]) -> list[Link]:
    """The links of a line in the order written; images and links in code are none.

    A picture that is itself a link, such as a badge, counts with its alternative text.

    >>> [(link.text, link.url) for link in links_in("[[pdf](http://x.org/a)] ![](b.png)", {})]
    [('pdf', 'http://x.org/a')]
    """
    if "[" not in line and "://" not in line and "<" not in line:
        return []
    if _DEFINITION.fullmatch(line):
        return []
    found: list[Link] = []

    def taken(match: re.Match[str], text: str, target: str) -> str:
        found.append(Link(_link_text(text), _address(target), match.start(), match.end()))
        return " " * len(match[0])

    def inline(match: re.Match[str]) -> str:
        if match["image"]:
            return " " * len(match[0])
        return taken(match, match["text"], match["target"])

    def reference(match: re.Match[str]) -> str:
        target = definitions.get((match["name"] or match["text"]).casefold())
        if match["image"] or target is None:
            return match[0]
        return taken(match, match["text"], target)

    rest = _CODE.sub(lambda match: " " * len(match[0]), line)
    rest = _INLINE_LINK.sub(inline, rest)
    if definitions:
        rest = _REFERENCE_LINK.sub(reference, rest)
    rest = _HTML_LINK.sub(lambda match: taken(match, match["text"], match["target"]), rest)
    rest = _AUTOLINK.sub(lambda match: taken(match, "", match["target"]), rest)
    for match in _BARE_LINK.finditer(rest):
        url = _without_tail(match["target"])
        found.append(Link("", _address(url), match.start(), match.start() + len(url)))
    return sorted(found, key=lambda link: link.start)


def _link_text(text: str) -> str:
    return plain(_IMAGE.sub(lambda image: image["text"], text))


def _address(target: str) -> str:
    target = target.strip().removeprefix("<").removesuffix(">")
    return without_entities(_ESCAPE.sub(r"\1", target)).strip()


def _without_tail(url: str) -> str:
    """An address without the punctuation of the sentence around it.

    >>> _without_tail("https://x.org/a_(b)).")
    'https://x.org/a_(b)'
    """
    while url[-1] in _TRAILING or (url[-1] == ")" and url.count(")") > url.count("(")):
        url = url[:-1]
    return url
