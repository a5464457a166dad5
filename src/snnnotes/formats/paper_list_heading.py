"""Rows of a paper list that are headings, with a bullet for each fact below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snnnotes.formats.paper_list_blocks import Item, Section, heading_facts
from snnnotes.formats.paper_list_item import add_detail, is_labelled, rows_of_item
from snnnotes.formats.paper_list_link import kind_of_label
from snnnotes.formats.paper_list_prose import SHORT_WORDS
from snnnotes.formats.paper_list_row import Draft, Row
from snnnotes.formats.paper_list_text import marked

#: A heading with one labelled bullet may as well be a topic.
_FEWEST = 2


def row_of_heading(items: Sequence[Item], references: Mapping[str, str], folder: str) -> Row | None:
    """The paper that a heading names, if the bullets below it tell of one; else None.

    Args:
        items: All that stands below the heading, up to the next one.
        references: See `marked`.
        folder: The list's own folder; relative links go from it.
    """
    section = items[0].section
    title = section.headings[-1] if section.headings else ""
    if not _can_be_title(title):
        return None
    found = [marked(item.source, references) for item in items if not item.is_paragraph]
    labelled = [one for one in found if is_labelled(one)]
    if len(labelled) < _FEWEST or not is_labelled(marked(items[0].source, references)):
        return None
    others = [item for item in items if not is_labelled(marked(item.source, references))]
    if any(rows_of_item(item, references, folder) for item in others):
        return None
    draft = Draft(Section(section.headings[:-1], section.year, section.venue), folder)
    for one in labelled:
        add_detail(draft, one)
    return draft.row(items[0].line, title) if draft.says_something() else None


def _can_be_title(heading: str) -> bool:
    is_long = len(heading.split()) >= SHORT_WORDS or not heading.isascii()
    return is_long and kind_of_label(heading) is None and heading_facts(heading) is None
