"""What a Markdown note tells about its paper, each fact with the part of the note that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_frontmatter import foreign_frontmatter
from snnnotes.formats.foreign_keys import facts_of_block
from snnnotes.formats.foreign_label import Label, labels_in_table, labels_on, values_below
from snnnotes.formats.foreign_layout import Heading, Zone, headings_of, is_prose, zones_of
from snnnotes.formats.foreign_link import (
    LinkKind,
    is_link_word,
    is_other_address,
    kind_of,
    says_paper,
)
from snnnotes.formats.foreign_markdown import (
    Line,
    Link,
    definitions_of,
    lines_of,
    links_in,
    plain,
    shown_length,
)
from snnnotes.formats.foreign_path import facts_of_path
from snnnotes.formats.foreign_reading import (
    Said,
    appearance_facts,
    facts_said,
    link_facts,
    named_facts,
    with_derived,
)
from snnnotes.formats.foreign_title import Named, heading_named, is_note_word, is_section
from snnnotes.formats.foreign_value import hashtags_of
from snnnotes.formats.foreign_venue import Appearance, appearance
from snnnotes.formats.foreign_words import meaning_of
from snnnotes.model.title import title_key

__all__ = ["Fact", "Source", "facts_of"]

#: Labels that mean the paper wherever they stand; ``标签：`` in the text is one of the data.
_SURE = frozenset({
    "arxiv", "authors", "code", "doi", "openreview", "pdf", "published", "title", "url", "venue",
    "year",
})  # fmt: skip
_ITEM = re.compile(r"[\s>]*(?:[-*+•]\s+)?")
_PARTS = re.compile(r"\s*[|·•,，;；。]\s*|\.\s+|\s+[-–—/]\s+")
_PUBLISHED = re.compile(
    r"(?:发表[于在]|收录于|录用于|中稿|被|accepted\s+(?:by|at|to|in)|(?:published|appeared)\s+(?:in|at)"
    r"|presented\s+at)\s*(?:the\s+)?[《\"“]?(?P<where>[^。，,.;；!！）)》\"”]{3,60})",
    re.IGNORECASE,
)
_AFTER_VENUE = re.compile(r"\s*(?:上|的|接收|录用|收录|年|会议|大会)+.*\Z")
_EMPTY_BRACKETS = re.compile(r"[\[(（【][\s|,，·/]*[\])）】]")
_LINES_BELOW, _LONGEST_LINE_BELOW, _LONGEST_SENTENCE, _LONGEST_REST = 12, 160, 300, 8


def facts_of(text: str, path: PurePosixPath) -> list[Fact]:
    r"""Every fact that the note tells, in the order of the places that can tell one.

    Nothing is weighed: one field may have several facts, also several of one source, of which
    the first is the best. A value that is not of its field's kind is no fact.

    Args:
        text: The whole file.
        path: Of the note, from the folder whose names may tell something.

    >>> for fact in facts_of("## GLIF\nNeurIPS 2022\n", PurePosixPath("2022/GLIF.md")):
    ...     print(fact.field, fact.value, fact.source.value, fact.line)
    title GLIF heading 1
    venue NeurIPS line-below 2
    year 2022 line-below 2
    title GLIF file-name None
    year 2022 folder None
    """
    block = foreign_frontmatter(text, path=path)
    found = facts_of_block(block) if block else []
    body = _Body.of(text, block.body_start if block else 0)
    title = _title_heading(body)
    found += _label_facts(body)
    if title:
        found += _heading_facts(title)
    found += _facts_below(body, title.heading.index if title else -1)
    found += _link_facts(body, title.named.title if title else None)
    found += [
        Fact("tags", hashtags_of(line.text), Source.LABEL, line.number)
        for line in body.lines_in(Zone.HEAD, Zone.INFO)
        if hashtags_of(line.text)
    ]
    return with_derived(found + facts_of_path(path))


@dataclass(frozen=True, slots=True)
class _Body:
    """A note's text, laid out."""

    lines: list[Line]
    headings: dict[int, Heading]
    zones: list[Zone]
    definitions: dict[str, str]

    @classmethod
    def of(cls, text: str, start: int) -> _Body:
        lines = lines_of(text, start)
        headings = headings_of(lines)
        return cls(
            lines,
            {heading.index: heading for heading in headings},
            zones_of(lines, headings),
            definitions_of(lines),
        )

    def lines_in(self, *zones: Zone) -> Iterator[Line]:
        pairs = zip(self.lines, self.zones, strict=True)
        return (line for line, zone in pairs if zone in zones)


# --- labels ------------------------------------------------------------------------------------


def _label_facts(body: _Body) -> list[Fact]:
    found: list[Fact] = []
    for index, (line, zone) in enumerate(zip(body.lines, body.zones, strict=True)):
        if zone is Zone.REST or not line.text:
            continue
        for label in _labels_at(body, index):
            if zone is Zone.BODY and label.meaning not in _SURE:
                continue
            values = (label.value,) if label.value else values_below(body.lines, index)
            said = Said(label.meaning, label.text, values, Source.LABEL, line.number)
            found += facts_said(said, body.definitions)
    return found


def _labels_at(body: _Body, index: int) -> list[Label]:
    """The labels of a line; a heading of one word, such as ``## Authors``, is one too."""
    text = body.lines[index].text
    heading = body.headings.get(index)
    if heading:
        meaning = meaning_of(plain(heading.text))
        if meaning and meaning != "paper" and not links_in(heading.text, body.definitions):
            return [Label(meaning, plain(heading.text), "", is_marked=True)]
        return labels_on(heading.text)
    return list(labels_in_table(body.lines, index)) or labels_on(text)


# --- the heading and what is under it ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TitleHeading:
    heading: Heading
    named: Named
    #: The link around the title, if there is one.
    link: Link | None


def _title_heading(body: _Body) -> _TitleHeading | None:
    """The first heading, if it is the paper's title; after one that only says Paper, the next."""
    for heading in body.headings.values():
        is_after_text = heading.index > 0 and body.zones[heading.index - 1] is not Zone.HEAD
        if is_after_text or labels_on(heading.text):
            return None
        links = links_in(heading.text, body.definitions)
        around = [link for link in links if not is_link_word(link.text)]
        if is_section(plain(heading.text)):
            return None
        if not around and meaning_of(plain(heading.text)):
            continue
        named = heading_named(_without_link_words(heading.text, links))
        if named:
            return _TitleHeading(heading, named, around[0] if around else None)
        if not is_note_word(plain(heading.text)):
            return None
    return None


def _without_link_words(text: str, links: list[Link]) -> str:
    """``Title [[paper](…)] [[code](…)]`` without the links, which name something else."""
    words = [link for link in links if is_link_word(link.text) or not link.text]
    for link in reversed(links):
        if link in words:
            text = f"{text[: link.start]} {text[link.end :]}"
        elif text[link.end - 1] == "]":
            # [Title][name], of which only the note's last lines say that it is a link.
            text = f"{text[: link.start]}{link.text}{text[link.end :]}"
    return _EMPTY_BRACKETS.sub("", text).strip(" |·-–—") if words else text


def _heading_facts(title: _TitleHeading) -> list[Fact]:
    line = title.heading.line
    found = named_facts(title.named, Source.HEADING, line)
    if title.link is None:
        return found
    if kind_of(title.link) is LinkKind.CODE:
        return [*found, Fact("code", title.link.url, Source.HEADING, line)]
    if is_other_address(title.link.url):
        return found
    return found + link_facts(title.link.url, Source.HEADING, line)


def _facts_below(body: _Body, index: int) -> list[Fact]:
    """Venue and year from a line under the title, such as ``NeurIPS 2022`` or ``ICLR2023 oral``."""
    seen = 0
    preprint: list[Fact] = []
    for at in range(index + 1, len(body.lines)):
        line, zone = body.lines[at], body.zones[at]
        if not line.text.strip():
            continue
        if seen == _LINES_BELOW or zone in (Zone.REST, Zone.INFO):
            break
        seen += 1
        where = None if _labels_at(body, at) else _appearance_at(line.text, is_next=seen == 1)
        if where and not where.is_preprint:
            return appearance_facts(where, Source.LINE_BELOW, line.number)
        if where and not preprint:
            # "arXiv 2023" may be followed by where the paper appeared in the end.
            preprint = appearance_facts(where, Source.LINE_BELOW, line.number)
        if zone is Zone.BODY:
            break  # the first sentence was the last line that may say it
    return preprint


def _appearance_at(text: str, *, is_next: bool) -> Appearance | None:
    """Where and when a paper appeared, if a line says this and hardly anything else."""
    shown = plain(_ITEM.sub("", text[:_LONGEST_SENTENCE], count=1))
    told = _PUBLISHED.search(shown)
    if told:
        where = appearance(_AFTER_VENUE.sub("", told["where"]), known_only=True)
        if where and where.year:
            return where
    if len(shown) > _LONGEST_LINE_BELOW or is_prose(text):
        return None
    whole = appearance(shown, known_only=not is_next)
    if whole and (is_next or whole.venue or whole.is_preprint):
        return whole
    for part in _PARTS.split(shown):
        where = appearance(part, known_only=True)
        if where and where.venue and where.year:
            return where
    return None


# --- links -------------------------------------------------------------------------------------


def _link_facts(body: _Body, title: str | None) -> list[Fact]:
    """The paper and its code, from links near the top; else from the only one further down."""
    head: list[Fact] = []
    weak: list[Fact] = []
    papers: dict[str, int] = {}
    codes: dict[str, int] = {}
    for index, (line, zone) in enumerate(zip(body.lines, body.zones, strict=True)):
        links = _unlabelled_links(body, index)
        is_head = zone in (Zone.HEAD, Zone.INFO)
        for link in links:
            kind = kind_of(link)
            is_title = is_head and _is_title(link, title)
            is_alone = is_title or (is_head and _is_all_of(line.text, links))
            if kind is LinkKind.LABELLED_PAPER and not is_head:
                papers.setdefault(link.url, line.number)
            elif kind is LinkKind.LABELLED_PAPER or (kind is LinkKind.SOME_PAPER and is_alone):
                # [link](….pdf) may be anything, if another link says that it is the paper.
                found = head if is_title or says_paper(link) else weak
                found += link_facts(link.url, Source.LINK, line.number)
            elif kind is LinkKind.CODE and is_head:
                head.append(Fact("code", link.url, Source.LINK, line.number))
            elif kind is LinkKind.CODE and is_link_word(link.text):
                codes.setdefault(link.url, line.number)
    told = {fact.field for fact in head}
    # Beside the paper's own link, its identifiers may be told by another, but no other PDF.
    head += [fact for fact in weak if "url" not in told or fact.field != "pdf"]
    told |= {fact.field for fact in weak}
    if "url" not in told and len(papers) == 1:
        head += [
            fact for url, line in papers.items() for fact in link_facts(url, Source.LINK, line)
        ]
    if "code" not in told and len(codes) == 1:
        head += [Fact("code", url, Source.LINK, line) for url, line in codes.items()]
    return head


def _unlabelled_links(body: _Body, index: int) -> list[Link]:
    """The links of a line, but those that `_label_facts` has read."""
    line, zone = body.lines[index], body.zones[index]
    links = links_in(line.text, body.definitions) if line.text else []
    labels = _labels_at(body, index) if links else []
    if not labels:
        return links
    if zone in (Zone.HEAD, Zone.INFO) or (
        zone is Zone.BODY and any(label.meaning in _SURE for label in labels)
    ):
        return []
    # 论文：https://… further down says what the link is, as the words of a link do.
    return [link if link.text else replace(link, text=labels[0].text) for link in links]


def _is_title(link: Link, title: str | None) -> bool:
    return title is not None and bool(link.text) and title_key(link.text) == title_key(title)


def _is_all_of(text: str, links: list[Link]) -> bool:
    """Is a line nothing but links, apart from a venue or a few signs?"""
    for link in reversed(links):
        text = f"{text[: link.start]} {text[link.end :]}"
    rest = plain(_ITEM.sub("", _EMPTY_BRACKETS.sub("", text), count=1)).strip(" |·,，;；()（）[]")
    return (shown_length(rest) <= _LONGEST_REST and not rest.endswith((":", "："))) or appearance(
        rest
    ) is not None
