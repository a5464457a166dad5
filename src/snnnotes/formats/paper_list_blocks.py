"""A Markdown list cut into its blocks: headings, items with what is nested in them, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from snnnotes.formats.paper_list_text import BOLD, BOLD_END, LINK, marked, plain, reference_name
from snnnotes.formats.paper_list_venue import YEAR, Published, is_known, published
from snnnotes.formats.readme_block import lines_in_code


@dataclass(frozen=True, slots=True)
class Section:
    """The headings over a row, and what they say of all rows under them."""

    headings: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None

    def under(self, heading: str) -> Section:
        """The section that `heading` opens inside this one.

        >>> Section().under("2023").under("NeurIPS")
        Section(headings=('2023', 'NeurIPS'), year=2023, venue='NeurIPS')
        """
        said = heading_facts(heading)
        year, venue = self.year, self.venue
        if said is not None:
            year = said.year or year
            venue = said.venue if said.venue or said.is_preprint else venue
        return Section((*self.headings, heading), year, venue)


@dataclass(slots=True)
class Item:
    """A bullet, or a paragraph outside lists, with the items nested in it."""

    #: Counted from 1, as in an editor.
    line: int
    indent: int
    source: str
    section: Section
    is_paragraph: bool = False
    nested: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table; its cells are Markdown."""

    line: int
    header: list[str]
    section: Section
    #: Each row with its line.
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a list consists of, in its order."""

    blocks: list[Item | Table]
    #: Addresses by their folded names, as ``[name]: address`` lines define them.
    references: dict[str, str]


_HEADING = re.compile(r"\s{0,3}(?:[-*+]\s+)?(?P<signs>#{1,6}(?=\s)|#{2,6})\s*(?P<text>.*?)[\s#]*")
_HTML_HEADING = re.compile(
    r"\s*(?:<details[^>]*>\s*)?<(?P<tag>h[1-6]|summary)\b[^>]*>(?P<text>.*?)(?:</(?P=tag)>.*)?",
    re.IGNORECASE,
)
_UNDERLINE = re.compile(r"(?P<sign>=+|-{3,})\s*")
_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")
_BULLET = re.compile(
    r"(?P<indent>\s*)(?:[-*+•]\s+|\(?\d{1,4}[.)]\s+|\d{1,3}[、．]\s*|[-*](?=\[))(?P<text>\S.*)"
)
_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_REFERENCE = re.compile(
    r"\s{0,3}\[(?P<name>[^\]\[^][^\]\[]*)\]:\s*<?(?P<address>[^\s>]+)>?(?:\s+[\"'(].*)?"
)
_FRONTMATTER = re.compile(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|$)", re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")
#: Nobody nests so deep, and whoever walks through the items counts on it.
_DEEPEST = 20
_SUMMARY_LEVEL, _LABEL_LEVEL = 7, 8
_TAB = 4


def heading_facts(heading: str) -> Published | None:
    """The year or venue that a heading gives to all rows under it; None if it gives none.

    A venue counts only by a name that is known: STDP and RL are topics, and look the same.

    >>> heading_facts("🔥 Papers of 2023"), heading_facts("STDP") is None
    (Published(venue=None, year=2023, is_preprint=False, is_date=False), True)
    >>> heading_facts("AAAI, ICLR, CVPR 2023").venue is None
    True
    """
    text = re.sub(r"^\W+|[\W]+$", "", heading)
    if re.search(r"updat|更新|since|until|\d{4}\s*[-–~至]\s*\d{4}", text, re.IGNORECASE):
        return None
    said = published(text)
    if said is not None and not said.is_date:
        if said.venue is None or is_known(said.venue):
            return said
        return Published(None, said.year) if said.year else None
    year = re.search(rf"(?:^|[\s(（])({YEAR})(?:年|$)|^({YEAR})\b(?![.\-/]\d)", text)
    return Published(None, int(year[1] or year[2])) if year else None


def blocks_of(text: str) -> Blocks:
    """The blocks of a list; what stands in code, comments and quotations is none."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    joined = "\n".join(lines)
    matter = _FRONTMATTER.match(joined)
    skipped = joined.count("\n", 0, matter.end()) if matter else 0
    reader = _Reader()
    for at, line in enumerate(_shown(lines)):
        reader.read(at + 1, "" if at < skipped else line)
    return Blocks(reader.blocks, reader.references)


def _shown(lines: list[str]) -> Iterator[str]:
    """The lines without code and comments; as many as there were."""
    in_code = lines_in_code(lines)
    in_comment = False
    for at, line in enumerate(lines):
        if in_comment:
            _, end, rest = line.partition("-->")
            in_comment = not end
            yield rest
        elif at in in_code:
            yield ""
        else:
            without = re.sub("<!--.*?-->", "", line)
            # A comment that begins within a line and ends in none is text to GitHub.
            in_comment = without.lstrip().startswith("<!--")
            yield "" if in_comment else without


@dataclass(slots=True)
class _Reader:
    """Takes the lines one by one, and keeps what is open: headings, items, a table."""

    blocks: list[Item | Table] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    headings: list[tuple[int, Section]] = field(default_factory=list)
    #: From the outermost to the innermost item that may go on.
    items: list[Item] = field(default_factory=list)
    table: Table | None = None
    #: The table's last row so far.
    row: str = ""
    #: The line above, where it may be the header of a table.
    header: str = ""
    after_blank: bool = True

    def read(self, number: int, line: str) -> None:
        """Take the next line."""
        if self._is_of_table(number, line):
            return
        self.table, self.header = None, ""
        if not line.strip():
            self.after_blank = True
            self._end_paragraph()
            return
        reference = _REFERENCE.fullmatch(line)
        heading = _heading(line)
        bullet = _BULLET.fullmatch(line)
        if reference:
            name = reference_name(reference["name"])
            self.references.setdefault(name, reference["address"])
        elif heading:
            self._open_heading(*heading)
        elif (underline := _UNDERLINE.fullmatch(line)) and self._is_short_paragraph():
            self._open_heading(1 if underline["sign"][0] == "=" else 2, self._take_paragraph())
        elif _RULE.fullmatch(line) or line.lstrip().startswith(">"):
            self._end_paragraph()
        elif bullet:
            self._open_item(number, _width(bullet["indent"]), bullet["text"])
        else:
            self._continue(number, line)
        self.after_blank = False

    def _section(self) -> Section:
        return self.headings[-1][1] if self.headings else Section()

    def _is_of_table(self, number: int, line: str) -> bool:
        """Put a row into the open table, or open one where a header has its delimiter row."""
        if self.table is not None and self._goes_on(line):
            self.row = f"{self.row} {line.strip()}"
            self.table.rows[-1] = (self.table.rows[-1][0], _cells(self.row))
            return True
        if self.table is not None and "|" in line:
            self.row = line
            self.table.rows.append((number, _cells(line)))
            return True
        if self.header and "|" in line and _DELIMITER_ROW.fullmatch(line):
            above = self.items[-1]
            above.source = above.source.removesuffix(self.header.lstrip()).rstrip("\n")
            self._end_paragraph()
            self.table = Table(number - 1, _cells(self.header), self._section())
            self.blocks.append(self.table)
            self.items, self.header, self.row = [], "", ""
            return True
        return False

    def _goes_on(self, line: str) -> bool:
        """Does the table's last row go on in this line?

        Programs that write lists of preprints put abstracts with line ends into cells.
        """
        is_open = self.row.startswith("|") and not self.row.rstrip().endswith("|")
        if not is_open or self.table is None or not line.strip() or line.startswith("|"):
            return False
        return len(_cells(self.row)) < len(self.table.header) and _heading(line) is None

    def _open_heading(self, level: int, text: str) -> None:
        self._end_paragraph()
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        words = plain(marked(text, {}).text)
        self.headings.append((level, self._section().under(words)))
        self.items = []

    def _open_item(self, number: int, indent: int, text: str) -> None:
        self._end_paragraph()
        # One blank more or less is a slip, not a level.
        while self.items and self.items[-1].indent > indent - 2:
            self.items.pop()
        del self.items[_DEEPEST:]
        self._add(Item(number, indent, text, self._section()))

    def _add(self, item: Item) -> None:
        (self.items[-1].nested if self.items else self.blocks).append(item)
        self.items.append(item)

    def _continue(self, number: int, line: str) -> None:
        """Add a line to the item or paragraph that is open, or open a paragraph."""
        if self.after_blank:
            indent = _width(line[: len(line) - len(line.lstrip())])
            while self.items and self.items[-1].indent >= indent:
                self.items.pop()
        if self.items:
            separator = "<br>" if self.after_blank else "\n"
            self.items[-1].source += separator + line.lstrip()
        else:
            self._add(Item(number, 0, line.strip("\n"), self._section(), is_paragraph=True))
        self.header = line if "|" in line else ""

    def _is_short_paragraph(self) -> bool:
        item = self.items[-1] if self.items else None
        return item is not None and item.is_paragraph and "\n" not in item.source

    def _take_paragraph(self) -> str:
        item = self.items.pop()
        self.blocks.remove(item)
        return item.source

    def _end_paragraph(self) -> None:
        """A paragraph that is open ends; one with nothing but bold words is a heading."""
        if not self.items or not self.items[0].is_paragraph:
            return
        source = self.items[0].source
        self.items = []
        found = marked(source, {})
        text = found.text.strip().rstrip(":：")
        is_bold = text.startswith(BOLD) and text.find(BOLD_END) == len(text) - 1
        words = plain(text).rstrip(":：")
        if re.search(LINK, text) or not (is_bold or (words and published(words))):
            return
        self.blocks.pop()
        while self.headings and self.headings[-1][0] >= _LABEL_LEVEL:
            self.headings.pop()
        self.headings.append((_LABEL_LEVEL, self._section().under(words)))


def _heading(line: str) -> tuple[int, str] | None:
    """Level and text of a heading that a line is."""
    if found := _HEADING.fullmatch(line):
        return len(found["signs"]), found["text"]
    found = _HTML_HEADING.fullmatch(line)
    if found is None:
        return None
    tag = found["tag"].lower()
    return (_SUMMARY_LEVEL if tag == "summary" else int(tag[1])), found["text"]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith(r"\|"):
        inner = inner[:-1]
    return [cell.replace(r"\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(_TAB))
