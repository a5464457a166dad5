"""A piece of Markdown, read just as far as paper lists need: links, emphasis, line breaks."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from snnnotes.formats.link_path import without_entities
from snnnotes.formats.paper_list_link import Link
from snnnotes.model.identifiers import percent_decoded
from snnnotes.model.text import fold

#: Marks that stand in the text for what Markdown says about it. Links are marked by one
#: character each, the first by `FIRST_LINK`; the plane is for private use and hardly ever used.
BOLD, BOLD_END = "\x03", "\x04"
ITALIC, ITALIC_END = "\x05", "\x06"
CODE, CODE_END = "\x0e", "\x0f"
BADGE, BADGE_END = "\x10", "\x11"
BREAK = "\n"
FIRST_LINK = 0xF0000
LINK = "[\U000f0000-\U000ffffd]"
STYLES = "\x03-\x06\x0e-\x11"

_LINK = re.compile(LINK)
_STYLE = re.compile(f"[{STYLES}]")
_RESERVED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\U000f0000-\U000ffffd]")

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<hard>\\\n|\ {2,}\n|<br\s*/?>)
    | (?P<soft>\n)
    | (?<!`)(?P<ticks>`+)(?P<code>[^`]+)(?P=ticks)(?!`)
    | (?P<math>\$(?=\S)[^$\n]*(?<=[^\s$])\$(?!\d))
    | <(?P<auto>https?://[^<>\s]+)>
    | <a\b[^>]{0,400}?\bhref\s*=\s*["']?(?P<href>[^"'\s>]+)[^>]{0,400}>
      (?P<anchor>[^\0]{0,2000}?)</a\s*>
    | <img\b(?P<image>[^>]{0,2000})>
    | <(?P<slash>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]{0,2000})?/?>
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<bare>https?://[^\s<>"`|，。；、）】》”]+)
    | (?P<run>\*+|_+|~~)
    | (?P<bang>!?)\[
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""\b(alt|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_STYLE_TAGS = {
    **dict.fromkeys(("b", "strong"), (BOLD, BOLD_END)),
    **dict.fromkeys(("i", "em"), (ITALIC, ITALIC_END)),
    "code": (CODE, CODE_END),
}
_BADGE = re.compile(r"img\.shields\.io/badge/(?P<words>[^?#]*)", re.IGNORECASE)
_WIKI = re.compile(r"\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]+))?\]\](?!\()")
_LINK_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')$""")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
#: In characters. Without a limit, brackets that nothing closes would be searched again and again.
_LONGEST_ADDRESS = 4000
_MOST_OPEN_RUNS = 50
_ROUND_BRACKET = re.compile(r"\\.|[()]", re.DOTALL)
_WRAPPED = re.compile(r"[\[(【]([^\[\]]*)[\])】]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose Markdown was replaced by the marks above."""

    text: str
    links: tuple[Link, ...]

    def link(self, mark: str) -> Link:
        """The link that one character of `text` stands for."""
        return self.links[ord(mark) - FIRST_LINK]

    def with_labels(self) -> str:
        """The text as one line without marks, the labels of its links in their places."""
        return plain(_LINK.sub(lambda mark: self.link(mark[0]).label, self.text))


def marked(source: str, references: Mapping[str, str]) -> Marked:
    r"""Markdown with its links, emphasis and images read.

    Images say nothing but where they are badges with words. Blanks stay as they are, and of line
    ends only those that a reader sees.

    Args:
        source: Lines that belong together, such as one item of a list.
        references: Addresses by their folded names, as `[name]: address` defines them.

    >>> found = marked("**Title**. [[paper](https://a.org)]", {})
    >>> found.text, found.links
    ('\x03Title\x04. [\U000f0000]', (Link(label='paper', url='https://a.org'),))
    """
    scanner = _Scanner(_RESERVED.sub("\ufffd", source), references)
    scanner.scan()
    return Marked(scanner.text(), tuple(scanner.links))


def plain(text: str) -> str:
    """Marked text as one line without marks and links."""
    return " ".join(_LINK.sub(" ", _STYLE.sub("", text)).split())


def badge_words(address: str) -> str:
    """The words on a badge of shields.io, which its address spells out; empty for other images.

    Source: https://shields.io/badges

    >>> badge_words("https://img.shields.io/badge/EMNLP2023--findings-orange?style=flat")
    'EMNLP2023-findings'
    """
    found = _BADGE.search(address)
    if found is None:
        return ""
    words = percent_decoded(found["words"]).replace("--", "\0").replace("__", "\1")
    parts = words.replace("_", " ").split("-")
    # The last one is the colour.
    shown = " ".join(parts[:-1] or parts).replace("\0", "-").replace("\1", "_")
    return " ".join(shown.removesuffix(".svg").split())


@dataclass(slots=True)
class _Run:
    """A run of asterisks or underscores that may begin or end emphasis."""

    place: int  # in the pieces
    signs: str
    opens: bool
    closes: bool


@dataclass(slots=True)
class _Scanner:
    source: str
    references: Mapping[str, str]
    #: Within a link's label there are no links.
    in_label: bool = False
    pieces: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.pieces)

    def scan(self) -> None:
        closing = _closing_brackets(self.source)
        at = 0
        while found := _TOKEN.search(self.source, at):
            self.pieces.append(self.source[at : found.start()])
            at = found.end()
            if found["bang"] is not None:
                at = self._bracket(found, closing)
            elif found["bare"] is not None:
                at = found.start() + self._bare(found["bare"])
            elif found["run"] is not None:
                self._run(found)
            else:
                self.pieces.append(self._piece(found))
        self.pieces.append(self.source[at:])
        self._pair_runs()

    def _piece(self, found: re.Match[str]) -> str:
        """What a token that is neither a bracket nor a run stands for."""
        if found["hard"]:
            return BREAK
        if found["auto"] or found["href"]:
            address = found["auto"] or found["href"]
            return self._linked(self._label(found["anchor"] or address), address)
        if found["image"] is not None:
            parts = {name.lower(): max(values) for name, *values in _attributes(found["image"])}
            return self._image(parts.get("alt", ""), parts.get("src", ""))
        if found["tag"]:
            marks = _STYLE_TAGS.get(found["tag"].lower(), ("", ""))
            return marks[1] if found["slash"] else marks[0]
        if found["code"]:
            return f"{CODE}{found['code'].strip()}{CODE_END}"
        entity = _RESERVED.sub("\ufffd", html.unescape(found["entity"] or ""))
        return entity or found["escaped"] or found["math"] or " "

    def _bracket(self, found: re.Match[str], closing: Mapping[int, int]) -> int:
        """Read a link or image whose `[` was found; returns where to go on."""
        start = found.end() - 1
        wiki = _WIKI.match(self.source, start)
        if wiki and not found["bang"] and self._is_wiki(wiki["target"]):
            label = wiki["alias"] or wiki["target"].rpartition("/")[2].removesuffix(".md")
            target = wiki["target"].partition("#")[0].strip()
            suffix = "" if target.lower().endswith(".md") else ".md"
            self.pieces.append(self._linked(" ".join(label.split()), target + suffix))
            return wiki.end()
        end = closing.get(start)
        target = self._target(start, end) if end is not None else None
        if end is None or target is None or (self.in_label and not found["bang"]):
            self.pieces.append(found[0])
            return found.end()
        address, after = target
        label = self._label(self.source[start + 1 : end])
        self.pieces.append(
            self._image(label, address) if found["bang"] else self._linked(label, address)
        )
        return after

    def _is_wiki(self, target: str) -> bool:
        # [[paper]] is a label that lost its address.
        return not self.in_label and ("/" in target or " " in target.strip())

    def _target(self, start: int, end: int) -> tuple[str, int] | None:
        """Address behind a label that ends at `end`, and where what follows it begins."""
        after = self.source[end + 1 : end + 2]
        if after == "(":
            return _destination(self.source, end + 1)
        name = self.source[start + 1 : end]
        behind = end + 1
        if after == "[" and (stop := self.source.find("]", end + 2)) >= 0:
            name, behind = self.source[end + 2 : stop] or name, stop + 1
        address = self.references.get(reference_name(name))
        return None if address is None else (address, behind)

    def _label(self, source: str) -> str:
        """A label without Markdown and brackets around; an image gives its words."""
        scanner = _Scanner(source, {}, in_label=True)
        scanner.scan()
        label = plain(scanner.text())
        wrapped = _WRAPPED.fullmatch(label)
        return (wrapped[1] if wrapped else label).strip()

    def _image(self, words: str, address: str) -> str:
        badge = badge_words(address)
        if self.in_label:
            return words or badge
        return f"{BADGE}{badge}{BADGE_END}" if badge else ""

    def _linked(self, label: str, address: str) -> str:
        address = "".join(without_entities(address).split("\n")).strip()
        if self.in_label or not address:
            return label
        self.links.append(Link(label, address))
        return chr(FIRST_LINK + len(self.links) - 1)

    def _bare(self, address: str) -> int:
        """Add a link for an address in running text; returns how many characters it takes."""
        shown = address.rstrip(".,;:!?*_~'")
        while shown.endswith((")", "]")) and shown.count(shown[-1]) > shown.count(
            "(" if shown[-1] == ")" else "["
        ):
            shown = shown[:-1].rstrip(".,;:!?*_~'")
        self.pieces.append(shown if self.in_label else self._linked(shown, shown))
        return len(shown)

    def _run(self, found: re.Match[str]) -> None:
        signs = found["run"]
        before = self.source[found.start() - 1 : found.start()]
        after = self.source[found.end() : found.end() + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if signs[0] == "_":  # snake_case is one word
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        self.runs.append(_Run(len(self.pieces), signs, opens, closes))
        self.pieces.append("" if signs == "~~" else signs)

    def _pair_runs(self) -> None:
        """Put marks in place of the runs that begin or end emphasis.

        Simpler than CommonMark, which leaves **题目。**作者 as it is, since a full-width stop
        before the closing asterisks counts against them; people write it all the same.
        """
        opened: list[_Run] = []
        for run in self.runs:
            fitting = [at for at, other in enumerate(opened) if other.signs == run.signs]
            if run.signs == "~~":
                continue
            if run.closes and fitting:
                opening = opened[fitting[-1]]
                del opened[fitting[-1] :]
                is_italic = len(run.signs) == 1
                self.pieces[opening.place] = ITALIC if is_italic else BOLD
                self.pieces[run.place] = ITALIC_END if is_italic else BOLD_END
            elif run.opens:
                opened = [*opened[-_MOST_OPEN_RUNS:], run]


def reference_name(name: str) -> str:
    """The name of a reference, as two spellings of it are compared."""
    return " ".join(fold(name).split())


def _attributes(source: str) -> list[tuple[str, str, str, str]]:
    return _ATTRIBUTE.findall(source)


def _closing_brackets(source: str) -> dict[int, int]:
    """Each opening square bracket with the one that closes it."""
    opened: list[int] = []
    closing: dict[int, int] = {}
    for found in _BRACKET.finditer(source):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            closing[opened.pop()] = found.start()
    return closing


def _destination(source: str, start: int) -> tuple[str, int] | None:
    """The address in the round brackets at `start`, and where what follows them begins.

    Lists have addresses with blanks and line ends in them, which Markdown takes for no links;
    they are meant as links and read so.
    """
    if source.startswith("(<", start):
        end = source.find(">", start, start + _LONGEST_ADDRESS)
        stop = source.find(")", end, end + _LONGEST_ADDRESS) if end >= 0 else -1
        return (source[start + 2 : end], stop + 1) if stop >= 0 else None
    depth = 0
    if source.find(")", start, start + _LONGEST_ADDRESS) < 0:
        return None
    for found in _ROUND_BRACKET.finditer(source, start, start + _LONGEST_ADDRESS):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            inside = _LINK_TITLE.sub("", source[start + 1 : found.start()].strip())
            return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", inside), found.end()
    return None
