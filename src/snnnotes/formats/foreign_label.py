"""Label lines such as ``**Authors**: …`` and ``作者：…``, rows of tables, and what they label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snnnotes.formats.foreign_markdown import Line
from snnnotes.formats.foreign_words import meaning_of


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what stands behind it in its line."""

    #: As `meaning_of` gives it.
    meaning: str
    text: str
    #: With its Markdown; empty if the value stands in the lines below.
    value: str
    #: In bold, in a list, in a table: somebody laid it out as a label.
    is_marked: bool


_EMOJI = "[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff\ufe0f\u200d\u20e3]"
_PREFIX = re.compile(
    rf"(?P<mark>[\s>]*(?:[-*+•·]\s+|\d{{1,2}}[.)、]\s*)?(?:\[[ xX]\]\s+)?)(?:{_EMOJI}\s*)*"
)
_OPENING = r"\*{1,3}|_{1,3}|`|【|<b>|<strong>|<u>"
_COLON_LABEL = re.compile(
    rf"(?P<open>{_OPENING})?\s*(?:{_EMOJI}\s*)*(?P<label>[^:：|]{{1,45}}?)\s*[:：](?!//)\s*(?P<value>.*)"
)
_BARE_LABEL = re.compile(
    r"(?:(?P<open>\*\*|__)(?P<bold>[^*_:：]{1,40})(?P=open)|【(?P<boxed>[^【】:：]{1,40})】)"
    r"(?:\s*[-–—|]\s+|\s*)(?P<value>.*)"
)
_CLOSING = re.compile(r"(?:\*{1,3}|_{1,3}|`|】|</b>|</strong>|</u>)(?:\s*[:：])?\s*")
#: Between two labels in one line.
_NEXT = re.compile(
    r"(?:\s*[|｜;；·•\t]\s*|\s{2,}|\s+(?=\*\*|__))(?P<label>(?:\*\*|__)?[^|｜;；·•\t:：]{1,30})[:：](?!//)"
)
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_TABLE_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+•]|\d{1,2}[.)])\s+(?P<text>.*)")
_NO_VALUE = re.compile(r"\s*(?:#|\||-{3,}|={3,}|\*{3,}|```|!\[|<img|\$\$)")
_MOST_ITEMS = 100


def labels_on(text: str) -> list[Label]:
    """The labels in a line that begins with one; none in any other.

    >>> labels_on("- **Authors**: Man Yao | **Year:** 2023")
    [Label(meaning='authors', text='Authors', value='Man Yao', is_marked=True), \
Label(meaning='year', text='Year', value='2023', is_marked=True)]
    >>> labels_on("SEENN: Towards Temporal Spiking Early Exit")
    []
    """
    if not text or text.isspace():
        return []
    prefix = _PREFIX.match(text)
    start = prefix.end() if prefix else 0
    found = _first_label(text[start:])
    if found is None:
        return []
    is_item = bool(prefix and prefix["mark"].strip())
    first = Label(found.meaning, found.text, found.value, found.is_marked or is_item)
    for match in _NEXT.finditer(first.value):
        if meaning_of(match["label"]):
            rest = labels_on(first.value[match.start("label") :])
            value = first.value[: match.start()]
            return [Label(first.meaning, first.text, value, first.is_marked), *rest]
    return [first]


def _first_label(text: str) -> Label | None:
    if text[0:1] == text.rstrip()[-1:] == "`" and text.count("`") == 2:  # noqa: PLR2004
        return None  # the whole line is code
    found = _COLON_LABEL.match(text)
    meaning = meaning_of(found["label"]) if found else None
    if found and meaning:
        opening, value = found["open"] or "", found["value"]
        label = found["label"].strip(" *_`】#")
        is_closed = len(label) < len(found["label"].strip())
        closing = _CLOSING.match(value) if opening and not is_closed else None
        if closing:
            value = value[closing.end() :]
        elif opening and not is_closed:
            # The mark goes round label and value: _论文地址：https://…_
            value = value.removesuffix(opening)
        return Label(meaning, label, value.strip(), bool(opening))
    bare = _BARE_LABEL.match(text)
    label = (bare["bold"] or bare["boxed"]).strip() if bare else ""
    meaning = meaning_of(label)
    return (
        Label(meaning, label, bare["value"].strip(), is_marked=True) if bare and meaning else None
    )


def cells_of(text: str) -> list[str]:
    r"""The cells of a row of a table; none if the line is no row.

    >>> cells_of(r"| Title | A \| B |"), cells_of("no table")
    (['Title', 'A | B'], [])
    """
    row = text.strip()
    if not row.startswith("|"):
        return []
    cells = _CELL_EDGE.split(row[1:].removesuffix("|"))
    return [cell.replace(r"\|", "|").strip() for cell in cells]


def labels_in_table(lines: Sequence[Line], index: int) -> Iterator[Label]:
    """The labels of the row at `index`: in its first cell, or above it in the first row."""
    cells = cells_of(lines[index].text)
    meaning = meaning_of(cells[0]) if len(cells) > 1 else None
    if meaning and cells[1] and not (len(cells) > 2 and meaning_of(cells[1])):  # noqa: PLR2004
        yield Label(meaning, cells[0].strip("*_` "), cells[1], is_marked=True)
    elif index > 1 and _TABLE_RULE.fullmatch(lines[index - 1].text):
        names = cells_of(lines[index - 2].text)
        # More rows are a list of papers, not what is known of one.
        is_only_row = index + 1 == len(lines) or not cells_of(lines[index + 1].text)
        meanings = [meaning_of(name) for name in names]
        if is_only_row and sum(map(bool, meanings)) > 1:
            for name, known, value in zip(names, meanings, cells, strict=False):
                if known and value:
                    yield Label(known, name.strip("*_` "), value, is_marked=True)


def values_below(lines: Sequence[Line], index: int) -> tuple[str, ...]:
    """The values under a label that has none in its line: the items of a list, or the next line."""
    items: list[str] = []
    own = _ITEM.match(lines[index].text)
    own_indent = len(own["indent"].expandtabs(4)) if own else -1
    for line in lines[index + 1 : index + 1 + _MOST_ITEMS]:
        if not line.text.strip():
            if items:
                break
            continue
        item = _ITEM.fullmatch(line.text)
        if item and len(item["indent"].expandtabs(4)) > own_indent and not labels_on(line.text):
            items.append(item["text"])
            continue
        if not items and not item and not _NO_VALUE.match(line.text) and not labels_on(line.text):
            return (line.text.strip().lstrip("> "),)
        break
    return tuple(items)
