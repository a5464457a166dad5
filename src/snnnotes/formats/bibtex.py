"""Notes as BibTeX and biblatex, for LaTeX and for programs that keep references.

What no field of theirs holds (code, PDF, OpenReview id) stands in fields of our own, which LaTeX
passes over; `snnnotes.formats.bibtex_read` reads all of it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
from bibtexparser.middlewares.parsestack import default_unparse_stack
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from snnnotes.formats.bibliography import joined_tags, venue_to_state
from snnnotes.formats.export_keys import export_keys
from snnnotes.formats.latex_write import CJK, latex_address, latex_text
from snnnotes.formats.person import is_group
from snnnotes.formats.venue_kind import Publication, publication_in
from snnnotes.model.citekey import family_name
from snnnotes.model.markdown import one_line
from snnnotes.model.note import Note

_CJK_CHARACTER = re.compile(f"[{CJK}]")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)
_MORE_AUTHORS = frozenset({"others", "et al", "et al.", "等"})
_DASH = re.compile("[–—]|--+")


class Dialect(Enum):
    """Which of the two readers of .bib files the entries are for."""

    #: With commands for accents, which BibTeX of 1988 needs.
    BIBTEX = "BibTeX"
    #: For biber, which knows Unicode.
    BIBLATEX = "biblatex"


@dataclass(frozen=True, slots=True)
class _Names:
    """What a dialect calls the types of entries and their fields."""

    types: Mapping[Publication, str]
    journal: str
    year: str
    archive: str
    arxiv: str


_NAMES = MappingProxyType({
    Dialect.BIBTEX: _Names(
        {Publication.JOURNAL: "article", Publication.MEETING: "inproceedings",
         Publication.PREPRINT: "misc"},
        journal="journal", year="year", archive="archiveprefix", arxiv="arXiv",
    ),
    Dialect.BIBLATEX: _Names(
        {Publication.JOURNAL: "article", Publication.MEETING: "inproceedings",
         Publication.PREPRINT: "online"},
        journal="journaltitle", year="date", archive="eprinttype", arxiv="arxiv",
    ),
})  # fmt: skip


def dumps(
    notes: Iterable[Note],
    *,
    keys: Sequence[str] | None = None,
    dialect: Dialect = Dialect.BIBTEX,
) -> str:
    """One entry a note, in the order given; empty if there is none.

    Args:
        notes: What is to be cited.
        keys: Their keys; if None, each note's citekey, or one that is made for it.
        dialect: For whom.
    """
    notes = list(notes)
    keys = [key.text for key in export_keys(notes)] if keys is None else keys
    library = Library([_entry(note, key, dialect) for note, key in zip(notes, keys, strict=True)])
    form = BibtexFormat()  # type: ignore[no-untyped-call]
    form.indent = "  "
    form.trailing_comma = True
    form.block_separator = "\n"
    # The library is ours alone; copying each entry would cost more than all the rest.
    return write_string(
        library,
        unparse_stack=default_unparse_stack(allow_inplace_modification=True),
        bibtex_format=form,
    )


def _entry(note: Note, key: str, dialect: Dialect) -> Entry:
    paper, names = note.paper, _NAMES[dialect]
    in_ascii = dialect is Dialect.BIBTEX
    publication = publication_in(paper.venue)
    kind = names.types[publication]
    if kind == "online" and not (paper.url or paper.arxiv or paper.doi):
        kind = "misc"  # biblatex wants an address of what is online
    venue_field = {Publication.JOURNAL: names.journal, Publication.MEETING: "booktitle"}

    def text(value: str | None, *, keep_capitals: bool = False) -> str:
        return latex_text(value or "", keep_capitals=keep_capitals, ascii_letters=in_ascii)

    title = text(paper.title, keep_capitals=True)
    authors = _author_field(paper.authors, in_ascii=in_ascii)
    values = {
        "author": authors,
        # What BibTeX sorts by where nobody is named; without it, it warns.
        "key": title if in_ascii and not authors else "",
        "title": title,
        venue_field.get(publication, "booktitle"): (
            text(paper.venue) if publication in venue_field else ""
        ),
        # The old styles print no eprint.
        "howpublished": (
            f"arXiv:{latex_address(paper.arxiv)}"
            if in_ascii and paper.arxiv and publication is Publication.PREPRINT
            else ""
        ),
        **{
            name: text(value).replace("–", "--")
            for name, value in _cited_details(note, publication).items()
        },
        names.year: str(paper.year),
        "eprint": latex_address(paper.arxiv),
        names.archive: names.arxiv if paper.arxiv else "",
        "doi": latex_address(paper.doi),
        "url": latex_address(paper.url),
        "openreview": latex_address(paper.openreview),
        "code": latex_address(paper.code),
        "pdf": latex_address(paper.pdf),
        "notevenue": text(venue_to_state(paper.venue)),
        "keywords": text(joined_tags(note.tags)),
        "abstract": text(paper.abstract),
    }
    return Entry(kind, key, [Field(name, value) for name, value in values.items() if value])


def _cited_details(note: Note, publication: Publication) -> dict[str, str]:
    """Volume, number, pages and publisher, where an entry of that type has them."""
    found = {
        name: value
        for name in ("volume", "number", "pages", "publisher")
        if isinstance(value := note.extra.get(name), str) and value
    }
    if publication is Publication.JOURNAL:
        found.pop("publisher", None)
    if publication is Publication.MEETING and "volume" in found:
        found.pop("number", None)  # the old styles print either and warn of both
    if publication is Publication.PREPRINT:
        found = {}
    if "pages" in found:
        found["pages"] = _DASH.sub("–", found["pages"])
    return found


def _author_field(authors: Iterable[str], *, in_ascii: bool) -> str:
    names = [name for name in map(one_line, authors) if name]
    written = [_author(name, in_ascii=in_ascii) for name in names]
    if names and names[-1].casefold() in _MORE_AUTHORS:
        written[-1] = "others"  # what BibTeX prints as "et al."
    return " and ".join(written)


def _author(name: str, *, in_ascii: bool = False) -> str:
    """A name for BibTeX, in braces where it would take the wrong part for the family name.

    >>> _author("Laurens van der Maaten"), _author("ALICE Collaboration"), _author("张三")
    ('Laurens van der Maaten', '{ALICE Collaboration}', '张三')
    """
    text = latex_text(name, ascii_letters=in_ascii)
    # No person's name has signs that LaTeX reads as commands.
    is_person = latex_text(name) == name and _splits_rightly(name)
    return text if is_person else f"{{{text}}}"


def _splits_rightly(name: str) -> bool:
    words = name.split()
    if _AND.search(name) or is_group(name):
        return False
    if len(words) > 1 and _CJK_CHARACTER.search(name):
        return False
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:  # too many commas, or one at the end
        return False
    # The comma says that all of it is the family name.
    family = family_name(" ".join([*parts.von, *parts.last]) + ",")
    return family == family_name(name)
