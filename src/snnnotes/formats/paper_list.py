"""Lists of papers in Markdown: Awesome lists, daily arXiv tables, hand-made README rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from snnnotes.formats.paper_list_blocks import Item, Table, blocks_of
from snnnotes.formats.paper_list_heading import row_of_heading
from snnnotes.formats.paper_list_item import rows_of_item
from snnnotes.formats.paper_list_link import Link
from snnnotes.formats.paper_list_problem import Problem, problems_of
from snnnotes.formats.paper_list_row import Row
from snnnotes.formats.paper_list_table import rows_of_table
from snnnotes.model.text import fold

__all__ = ["Link", "PaperList", "Problem", "Row", "loads"]


@dataclass(frozen=True, slots=True)
class PaperList:
    """A list that somebody keeps: its papers, and what is wrong in it."""

    #: Where it is from, as it was given.
    origin: str
    #: In the order of the list.
    rows: tuple[Row, ...]
    #: In the order of the list.
    problems: tuple[Problem, ...]


#: Sections whose bullets are about the list and not about papers.
_NO_PAPERS = re.compile(
    r"\W*(?:(?:latest |recent |what'?s )?(?:news?|updates?)|change ?log|(?:table of )?contents?"
    r"|toc|index|contribut\w*|how to contribute|licen[cs]e|citation|citing|cite\w*"
    r"|acknowledge?ments?|contact\w*|star history|usage|install\w*|quick start|features"
    r"|目录|更新\w*|新闻|最新动态|贡献\w*|如何贡献|许可\w*|引用\w*|致谢|联系\w*|使用\w*|安装\w*|功能)"
    r"(?:[\s(（:：]+\d*.{0,12})?\W*"
)


def loads(text: str, *, origin: str) -> PaperList:
    r"""The papers of a Markdown list.

    What is not understood is left out; there is no list that cannot be read.

    Args:
        text: The whole file; a byte order mark and any line ends are fine.
        origin: Where it is from: a path with forward slashes from the notebook on, or an address.
            Links to notes go from a path's folder.

    >>> (row,) = loads(
    ...     "## 2023\n- Spike-driven Transformer (**NeurIPS 2023**). [[paper](https://a.org/x.pdf)]",
    ...     origin="README.md",
    ... ).rows
    >>> row.title, row.venue, row.year, row.url
    ('Spike-driven Transformer', 'NeurIPS', 2023, 'https://a.org/x.pdf')
    """
    folder = "" if "://" in origin else origin.rpartition("/")[0]
    found = blocks_of(text)
    rows: list[Row] = []
    # Two headings of the same words are two sections: `groupby` must not look at equality.
    for _, group in groupby(found.blocks, key=lambda block: id(block.section)):
        blocks = list(group)
        if any(_NO_PAPERS.fullmatch(fold(heading)) for heading in blocks[0].section.headings):
            continue
        items = [block for block in blocks if isinstance(block, Item)]
        is_all = bool(items) and len(items) == len(blocks)
        row = row_of_heading(items, found.references, folder) if is_all else None
        if row is not None:
            rows.append(row)
            continue
        for block in blocks:
            if isinstance(block, Table):
                rows += rows_of_table(block, found.references, folder)
            else:
                rows += rows_of_item(block, found.references, folder)
    return PaperList(origin, tuple(rows), tuple(problems_of(rows)))
