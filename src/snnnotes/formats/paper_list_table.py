"""Rows of a paper list that are rows of a table; its header says what the columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from snnnotes.formats.paper_list_blocks import Table
from snnnotes.formats.paper_list_link import Link, LinkKind, kind_of_label
from snnnotes.formats.paper_list_names import names
from snnnotes.formats.paper_list_prose import clean_title
from snnnotes.formats.paper_list_row import Draft, Row
from snnnotes.formats.paper_list_text import LINK, Marked, marked, plain
from snnnotes.formats.paper_list_venue import YEAR, Published, published
from snnnotes.model.identifiers import find_identifier
from snnnotes.model.text import fold
from snnnotes.model.title import clean_line


class _Column(Enum):
    TITLE = "title"
    PAPER_OR_TITLE = "paper or title"  # the title, where no other column is
    NAME = "name"  # a method's or paper's short name; the title, where no other column is
    AUTHORS = "authors"
    VENUE = "venue"
    YEAR = "year"
    PAPER = "paper"
    CODE = "code"
    NOTE = "note"
    OTHER = "other"


_HEADERS = {
    _Column.TITLE: (
        "title|paper title|titles|标题|题目|论文标题|论文题目|论文名|论文名称|篇名|文章标题"
    ),
    _Column.PAPER_OR_TITLE: "paper|papers|article|publication|work|论文|文章|文献",
    _Column.NAME: "name|method|model|approach|名称|方法|模型|简称",
    _Column.AUTHORS: "authors|author|first author|作者|第一作者",
    _Column.VENUE: (
        "venue|conference|journal|conf|pub|pub.|publisher|published|published in|source|booktitle"
        "|conference/journal|venue/year|venue & year|会议|期刊|会议/期刊|期刊/会议|会议期刊|发表"
        "|发表于|来源|出处|刊物"
    ),
    _Column.YEAR: (
        "year|date|publish date|published date|publication date|time|年份|年|日期|时间|发表时间"
        "|发布日期"
    ),
    _Column.PAPER: (
        "pdf|link|links|paper link|paper url|url|arxiv|arxiv id|doi|openreview|链接|论文链接|原文"
        "|原文链接|地址|论文地址|论文id|论文编号"
    ),
    _Column.CODE: (
        "code|codes|official code|source code|github|repo|repository|implementation|code link"
        "|代码|源码|代码链接|代码地址|开源"
    ),
    _Column.NOTE: "note|notes|笔记|阅读笔记|论文笔记|笔记链接",
}
_BY_HEADER = {name: column for column, text in _HEADERS.items() for name in text.split("|")}
_HINTS = {
    _Column.PAPER: LinkKind.PAPER,
    _Column.PAPER_OR_TITLE: LinkKind.PAPER,
    _Column.CODE: LinkKind.CODE,
    _Column.NOTE: LinkKind.NOTE,
}
_LINK = re.compile(LINK)
_YEAR = re.compile(YEAR)


def rows_of_table(table: Table, references: Mapping[str, str], folder: str) -> list[Row]:
    """The rows of a table on papers; empty if its header names no title.

    Args:
        table: Its cells are Markdown.
        references: See `marked`.
        folder: The list's own folder; relative links go from it.
    """
    columns = _columns([plain(marked(cell, {}).text) for cell in table.header])
    if columns is None:
        return []
    rows = (
        _row(line, list(_filled(columns, cells, references)), Draft(table.section, folder))
        for line, cells in table.rows
    )
    return [row for row in rows if row is not None]


def _columns(headers: Sequence[str]) -> list[_Column] | None:
    """What each column holds; None if none holds titles."""
    names_ = [" ".join(re.sub(r"[^\w&./]+", " ", fold(header)).split()) for header in headers]
    columns = [_BY_HEADER.get(name, _Column.OTHER) for name in names_]
    for column in (_Column.TITLE, _Column.PAPER_OR_TITLE, _Column.NAME):
        if column in columns:
            at = columns.index(column)
            # A list of methods or models is one of papers only if it tells where they came out.
            if column is _Column.NAME and not {_Column.VENUE, _Column.PAPER} & set(columns):
                return None
            columns[at] = _Column.TITLE
            return columns
    return None


def _filled(
    columns: Sequence[_Column], cells: Sequence[str], references: Mapping[str, str]
) -> Iterator[tuple[_Column, Marked]]:
    """The cells with something in them, each with what it holds; the title first."""
    pairs = [
        (column, found)
        for column, cell in zip(columns, cells, strict=False)
        for found in [marked(cell, references)]
        if re.search(rf"\w|{LINK}", found.text) and fold(plain(found.text)) not in ("null", "n/a")
    ]
    yield from sorted(pairs, key=lambda pair: pair[0] is not _Column.TITLE)


def _row(line: int, cells: Sequence[tuple[_Column, Marked]], draft: Draft) -> Row | None:
    """A row of the table; None if it has no title, as a row that parts others has not."""
    if not cells or cells[0][0] is not _Column.TITLE:
        return None
    title = _title(cells[0][1], draft)
    for column, found in cells[1:]:
        _add_links(draft, column, found)
        _add_words(draft, column, found)
    if not re.search(r"[^\W\d_]", title) or kind_of_label(title):
        return None
    return draft.row(line, title)


def _add_links(draft: Draft, column: _Column, found: Marked) -> None:
    for mark in _LINK.findall(found.text):
        link = found.link(mark)
        if column in (*_HINTS, _Column.VENUE) or (
            column is not _Column.AUTHORS and _is_telling(link)
        ):
            draft.add_link(link, hint=_HINTS.get(column))


def _add_words(draft: Draft, column: _Column, found: Marked) -> None:
    text = plain(found.text)
    if column is _Column.AUTHORS and (authors := names(found.with_labels(), single=True)):
        draft.add_authors(authors)
    elif column is _Column.PAPER_OR_TITLE and (place := published(text)):
        draft.add_published(place)
    elif column in (_Column.VENUE, _Column.YEAR) and (said := _said(text, column)):
        draft.add_published(said)
    elif column is _Column.PAPER and (identifier := find_identifier(text)):
        draft.add_link(Link(text, identifier.url), hint=LinkKind.PAPER)


def _title(found: Marked, draft: Draft) -> str:
    """The title in its cell: a link's label, or the text before the links."""
    title = ""
    for mark in _LINK.findall(found.text):
        link = found.link(mark)
        is_title = not title and kind_of_label(link.label) is None and bool(link.label)
        draft.add_link(link, is_title=is_title)
        title = link.label if is_title else title
    pieces = re.split(rf"[\n\x10\x11]|{LINK}", found.text)
    before = next((text for piece in pieces if len(text := clean_line(plain(piece))) > 1), "")
    shown = title if len(title) >= len(before) else before
    return clean_title(shown)


def _is_telling(link: Link) -> bool:
    """Is a link to the paper, its code or a note, whatever its column holds?"""
    return kind_of_label(link.label) is not None or link.url.endswith(".md")


def _said(text: str, column: _Column) -> Published | None:
    """What a cell of a column for venues or years says; a venue may be any name there."""
    said = published(text)
    if column is _Column.YEAR:
        year = _YEAR.search(text)
        # 2024/05 is when a preprint came; 2024 is the year of the paper.
        return said or (Published(None, int(year[0]), is_date=True) if year else None)
    name = clean_line(text)
    return said or (Published(name, None) if name[:1].isalpha() else None)
