"""How a note is laid out: its headings, and which lines belong to what it says of its paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from snnnotes.formats.foreign_label import labels_on
from snnnotes.formats.foreign_markdown import Line, plain, shown_length
from snnnotes.formats.foreign_title import is_note_word, is_section
from snnnotes.formats.foreign_words import meaning_of


class Zone(Enum):
    """A stretch of a note, by how much it says about the paper itself."""

    #: From the top to the first sentence, or to the first section.
    HEAD = "head"
    #: A section called 论文信息, Metadata and the like, wherever it is.
    INFO = "info"
    #: The text, near the top.
    BODY = "body"
    #: The text further down, where most often other papers are spoken of.
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, in any of Markdown's forms or in HTML."""

    #: Its place in the list of lines.
    index: int
    line: int
    level: int
    #: With its Markdown.
    text: str


_ATX = re.compile(r" {0,3}(?P<signs>#{1,6})(?:[ \t]+(?P<text>.*?))?[ \t]*")
#: People forget the blank: ##Title. A tag has one sign only.
_ATX_WITHOUT_BLANK = re.compile(r"(?P<signs>#{2,6})(?P<text>[^#\s].*)")
_SETEXT = re.compile(r" {0,3}(?P<sign>=|-){3,}[ \t]*")
_HTML = re.compile(r"\s*<h(?P<level>[1-6])\b[^>]*>(?P<text>.*?)</h[1-6]>\s*", re.IGNORECASE)
_NOT_SETEXT = re.compile(r"\s*(?:[>#|]|[-*+]\s|\d+[.)]\s|\Z)")
_LINES_NEAR_TOP = 60
_SENTENCE = re.compile(r"[。！？；]|[a-z]{2}[.!?](?:\s|\Z)")
_SHORTEST_SENTENCE = 50
_INFO_SECTION = re.compile(
    r"\W*(?:[\d.、一二三四五六七]*\W*)(?:(?:论文|文章|文献|基本|基础|参考|关键|元)(?:基本)?(?:信息|数据)|标题(?:与|和|、)作者"
    r"|metadata|(?:paper|basic|bibliographic|key|general|publication)?\s*(?:info|information|metadata|details)"
    r"|bibliography|reference info)\W*(?:[(（/]?[\w\s]*[)）]?)\W*",
    re.IGNORECASE,
)


def headings_of(lines: Sequence[Line]) -> list[Heading]:
    r"""The headings, in order.

    >>> [(heading.level, heading.text) for heading in headings_of(
    ...     [Line(1, "## LIF ##"), Line(2, ""), Line(3, "Spikes"), Line(4, "===")])]
    [(2, 'LIF ##'), (1, 'Spikes')]
    """
    found: list[Heading] = []
    for index, line in enumerate(lines):
        if not line.text:
            continue
        match = _ATX.fullmatch(line.text) or _ATX_WITHOUT_BLANK.fullmatch(line.text)
        if match:
            found.append(Heading(index, line.number, len(match["signs"]), match["text"] or ""))
            continue
        html = _HTML.fullmatch(line.text)
        if html:
            found.append(Heading(index, line.number, int(html["level"]), html["text"]))
        elif _is_underlined(lines, index):
            level = 1 if lines[index + 1].text.lstrip().startswith("=") else 2
            found.append(Heading(index, line.number, level, line.text.strip()))
    return found


def _is_underlined(lines: Sequence[Line], index: int) -> bool:
    """Do the lines at `index` and after it make a heading?"""
    if index + 1 == len(lines) or not _SETEXT.fullmatch(lines[index + 1].text):
        return False
    text = lines[index].text
    is_new = index == 0 or not lines[index - 1].text.strip()
    return is_new and not _NOT_SETEXT.match(text) and not labels_on(text)


def zones_of(lines: Sequence[Line], headings: Sequence[Heading]) -> list[Zone]:
    """The zone of each line."""
    by_index = {heading.index: heading for heading in headings}
    zones: list[Zone] = []
    zone, after_info = Zone.HEAD, Zone.HEAD
    seen, has_title = 0, False
    for index, line in enumerate(lines):
        seen += bool(line.text.strip())
        heading = by_index.get(index)
        if heading:
            shown = plain(heading.text)
            if _INFO_SECTION.fullmatch(shown):
                after_info = after_info if zone is Zone.INFO else zone
                zone = Zone.INFO
            elif zone is Zone.INFO and not meaning_of(shown):
                zone = Zone.BODY
            elif zone is Zone.HEAD and not meaning_of(shown) and not is_note_word(shown):
                zone = Zone.BODY if has_title or is_section(shown) else Zone.HEAD
                has_title = True
        elif zone is Zone.HEAD and is_prose(line.text):
            zone = Zone.BODY
        if zone is not Zone.INFO and seen > _LINES_NEAR_TOP:
            zone = Zone.REST
        zones.append(zone)
    return zones


def is_prose(text: str) -> bool:
    """Is the line a sentence, and so no longer about where the paper is from?

    >>> is_prose("本文的目标是让脉冲 Transformer 严格遵守脉冲驱动（spike-driven）范式，为零不算。")
    True
    >>> is_prose("Man Yao, Jiakui Hu, Zhaokun Zhou, Li Yuan, Yonghong Tian, Bo Xu, Guoqi Li")
    False
    """
    shown = plain(text) if "](" in text or "://" in text else text
    return (
        shown_length(shown) >= _SHORTEST_SENTENCE
        and bool(_SENTENCE.search(shown))
        and not labels_on(text)
    )
