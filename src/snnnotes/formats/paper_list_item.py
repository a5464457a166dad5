"""Rows of a paper list that are bullets or paragraphs, with what is nested in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from snnnotes.formats.paper_list_blocks import Item, Section
from snnnotes.formats.paper_list_link import is_neutral, kind_of_label
from snnnotes.formats.paper_list_names import names
from snnnotes.formats.paper_list_prose import SHORT_WORDS, without_noise
from snnnotes.formats.paper_list_reading import Reading
from snnnotes.formats.paper_list_row import Draft, Row
from snnnotes.formats.paper_list_text import BOLD, LINK, Marked, marked, plain
from snnnotes.formats.paper_list_venue import is_known, published

_LINK = re.compile(LINK)
#: What a paper uses, such as ``ExpEnv: [D4RL](...)``.
_NAMED_LINK = re.compile(rf"[\w.]+(?: [\w.]+)?\s*[:：]\s*{LINK}")
_FIELD = re.compile(
    r"[^\w]*(?P<name>[^\W\d_][\w /;.&]{0,24}?)[^\w:：]*[:：][^\w\s]*\s*(?P<value>.*)"
)
_DETAILS = {
    **dict.fromkeys(("author", "authors", "作者"), "authors"),
    **dict.fromkeys(
        (
            *("venue", "publisher", "conference", "journal", "published", "year", "date", "pub"),
            *("conf", "conf.", "conf. & year", "conf & year", "venue & year", "venue/year"),
            *("会议", "期刊", "发表", "发表于", "年份", "时间", "会议/期刊"),
        ),
        "published",
    ),
    **dict.fromkeys(
        (
            *("key", "keys", "keyword", "keywords", "tl;dr", "tldr", "summary", "abstract"),
            *("comment", "comments", "task", "tasks", "摘要", "关键词", "简介", "备注", "要点"),
        ),
        "other",
    ),
}
#: Names of facts about a paper whose values are of no use to us.
_OTHER_NAMES = frozenset(("title", "related papers", "link", "links", "标题", "链接"))
#: Characters that nothing explains, from which on a paragraph is prose.
_PROSE = 80


def rows_of_item(item: Item, references: Mapping[str, str], folder: str) -> list[Row]:
    """The rows that an item and those nested in it are; empty if none is about a paper.

    Args:
        item: A bullet or paragraph.
        references: See `marked`.
        folder: The list's own folder; relative links go from it.
    """
    return list(_rows(item, item.section, references, folder))


def _rows(
    item: Item, section: Section, references: Mapping[str, str], folder: str
) -> Iterator[Row]:
    reading = _reading(marked(item.source, references), Draft(section, folder))
    nested = [(inner, marked(inner.source, references)) for inner in item.nested]
    details = [found for _, found in nested if _is_detail(found)]
    others = [inner for inner, found in nested if found not in details]
    if _is_row(reading, item, details):
        for found in details:
            add_detail(reading.draft, found)
        yield reading.draft.row(item.line, reading.title)
    else:
        words = plain(reading.found.text)
        is_label = bool(item.nested and words and not reading.found.links)
        section = section.under(words.rstrip(":： ")) if is_label else section
        others = item.nested
    for inner in others:
        yield from _rows(inner, section, references, folder)


def _reading(found: Marked, draft: Draft) -> Reading:
    reading = Reading(found, draft)
    reading.read()
    return reading


def _is_row(reading: Reading, item: Item, details: Sequence[Marked]) -> bool:
    """Is an item about a paper?"""
    title, draft = reading.title, reading.draft
    said = published(title)
    is_place = said is not None and (said.venue is None or is_known(said.venue))
    if not re.search(r"[^\W\d_]", title) or kind_of_label(title) or is_place:
        return False
    if is_neutral(title):
        return False
    if item.is_paragraph:
        is_set_apart = bool(reading.found.links) and draft.says_something()
        is_title = len(title.split()) >= SHORT_WORDS or not title.isascii()
        starts_so = without_noise(reading.found.text)[:1]
        begins_well = starts_so in (BOLD, *'"“《') or bool(_LINK.match(starts_so))
        is_prose = sum(map(len, reading.leftover)) > _PROSE
        return is_set_apart and is_title and begins_well and not is_prose
    told = Draft(Section(), draft.folder)
    for found in details:
        add_detail(told, found)
    return draft.says_something() or told.says_something() or _may_be_of_year(reading, item)


def _may_be_of_year(reading: Reading, item: Item) -> bool:
    """Is it a title under a year or venue, which needs nothing else? The list may lack it."""
    draft = reading.draft
    has_anchor_only = bool(reading.found.links) and not draft.links
    is_label = bool(item.nested) and not reading.found.links
    return bool(draft.section.year or draft.section.venue) and not has_anchor_only and not is_label


def _is_detail(found: Marked) -> bool:
    """Does a nested item tell of the paper above it, and is it no row of its own?"""
    text = without_noise(found.text)
    named = _FIELD.match(plain(text))
    if named and (named["name"].casefold() in _DETAILS or kind_of_label(named["name"])):
        return True
    if _NAMED_LINK.match(text):
        return True
    reading = _reading(found, Draft(Section(), ""))
    title, draft = reading.title, reading.draft
    has_title = bool(title) and kind_of_label(title) is None and not is_neutral(title)
    return not (has_title and draft.says_something() and (draft.links or draft.target))


def is_labelled(found: Marked) -> bool:
    """Is it a fact with its name before it, or a link called so, rather than a paper?"""
    text = plain(without_noise(found.text))
    named = _FIELD.match(text)
    name = named["name"].casefold() if named else ""
    if name in _DETAILS or name in _OTHER_NAMES or (name and kind_of_label(name)):
        return True
    labels = [link.label for link in found.links]
    return (
        len(labels) == 1 and not text and (is_neutral(labels[0]) or bool(kind_of_label(labels[0])))
    )


def add_detail(draft: Draft, found: Marked) -> None:
    """Add what a nested item such as `Publisher: ICLR 2024` tells."""
    text = plain(found.text)
    named = _FIELD.match(text)
    name = named["name"].casefold() if named else ""
    value = named["value"] if named else text
    hint = kind_of_label(name) if name else None
    for link in found.links:
        # Datasets and frameworks that a paper uses are links of their own.
        if not name or hint is not None:
            draft.add_link(link, hint=hint)
    meaning = _DETAILS.get(name)
    authors = names(value, single=meaning == "authors") if meaning != "published" else None
    said = published(value) if meaning == "published" else None
    if authors is not None and (meaning or not named):
        draft.add_authors(authors)
    if said is not None:
        draft.add_published(said)
