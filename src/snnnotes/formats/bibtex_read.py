"""BibTeX and biblatex files as papers: from Zotero, JabRef, DBLP, Google Scholar, and by hand.

The writer is `snnnotes.formats.bibtex`; what it writes, this reads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from snnnotes.formats.bibliography import (
    Bibliography,
    Example,
    Problem,
    Record,
    bibliography,
    split_tags,
)
from snnnotes.formats.bibtex_block import RawEntry, raw_entries
from snnnotes.formats.bibtex_names import author_list
from snnnotes.formats.latex_read import plain_address, plain_text
from snnnotes.formats.remark import remark_in

#: In these the editors are the ones who are named.
_BOOKS = frozenset({"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings"})
#: Entries that are there for other entries, or for LaTeX.
_FOR_OTHERS = {
    "xdata": "it only holds fields for other entries",
    "set": "it only names other entries",
    "ieeetranbstctl": "it is a setting for LaTeX, not a paper",
    "control": "it is a setting for LaTeX, not a paper",
}
_PROCEEDINGS = frozenset({"proceedings", "mvproceedings"})
#: What a paper has of the proceedings or book that it refers to. Not what names that one itself:
#: its authors, address, DOI, keywords and notes.
_INHERITED = frozenset({
    "address", "booktitle", "date", "day", "editor", "eventdate", "eventtitle", "isbn", "issn",
    "journal", "journaltitle", "location", "month", "number", "organization", "publisher", "series",
    "venue", "volume", "year",
})  # fmt: skip

_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle", "conference")
_VENUE_HINTS = ("series", "shortjournal", "shortbooktitle", "howpublished")
_ADDRESSES = ("url", "ee", "link", "bdsk-url-1", "howpublished")
_CODE = ("code", "codeurl", "github", "repository")
_REMARKS = ("annote", "annotation", "comment", "review")
_FILES = ("file", "local-url")
_TAGS = ("keywords", "keyword", "mendeley-tags")
_ARXIV_FIELDS = ("arxivid", "arxiv")
_EPRINT_FIELDS = frozenset({"eprint", "archiveprefix", "eprinttype"})
#: Read into a field of ours; all others stay in `extra`, venues too, for the long name.
_READ = frozenset({
    "abstract", "author", "doi", "subtitle", "title", "url", "year", "crossref", "xdata",
    "notevenue", "openreview", "code", "key", *_ARXIV_FIELDS, *_REMARKS, *_FILES, *_TAGS,
})  # fmt: skip

_VOLUME_OF_CORR = re.compile(r"abs/(\S+)")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
# A drive's colon parts nothing: C:\Papers\x.pdf
_UNESCAPED_COLON = re.compile(r"(?<!\\)(?<!^[A-Za-z])(?<!:[A-Za-z]):(?!//)")
_ESCAPED = re.compile(r"\\([\\:;])")
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\\par(?![A-Za-z])")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+", re.IGNORECASE)
_CODE_HOST = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.[^/\s]+|gitee\.com|bitbucket\.org|codeberg\.org)/\S",
    re.IGNORECASE,
)
#: Longer chains of crossref than a paper, its volume and its series are slips.
_DEEPEST = 5


def loads(text: str) -> Bibliography:
    """The papers of a BibTeX file.

    Args:
        text: The whole file; in what encoding it was is the caller's affair.
    """
    read = raw_entries(text)
    by_key = {entry.key.casefold(): entry for entry in reversed(read.entries) if entry.key}
    named = {key.strip().casefold() for entry in read.entries for key in _references(entry.fields)}
    records: list[Record] = []
    problems = [*read.problems]
    for entry in read.entries:
        name = entry.key or f"the {entry.kind}"
        reason = _FOR_OTHERS.get(entry.kind, "")
        if entry.kind in _PROCEEDINGS and entry.key.casefold() in named:
            reason = "it is read only for the papers that refer to it"
        if reason:
            sentence = f"{name}: left out, since {reason}"
            problems.append(Problem(entry.line, sentence, leaves_out=True, is_no_paper=True))
            continue
        fields, missing = _with_inherited(entry, by_key)
        problems += [
            Problem(entry.line, f"{name}: refers to {key}, which is not in this file")
            for key in missing
        ]
        records.append(_record(entry, fields))
    example = Example(title="title = {…},", year="year = {2023},")
    return bibliography(records, problems, example=example)


def _references(fields: Mapping[str, str]) -> Iterator[str]:
    """The keys of the entries that an entry takes fields from."""
    for name in ("crossref", "xdata"):
        yield from filter(None, map(str.strip, fields.get(name, "").split(",")))


def _with_inherited(
    entry: RawEntry, by_key: Mapping[str, RawEntry]
) -> tuple[dict[str, str], list[str]]:
    """An entry's fields with those of the entries it refers to, and the keys that nobody has."""
    fields, missing = dict(entry.fields), []
    seen = {entry.key.casefold()}
    waiting = [*_references(entry.fields)]
    while waiting and len(seen) <= _DEEPEST:
        key = waiting.pop(0)
        parent = by_key.get(key.casefold())
        if parent is None:
            missing.append(key)
        elif key.casefold() not in seen:
            seen.add(key.casefold())
            waiting += _references(parent.fields)
            for name, value in _inheritable(parent):
                if not fields.get(name, "").strip():
                    fields[name] = value
    return fields, missing


def _inheritable(parent: RawEntry) -> Iterator[tuple[str, str]]:
    if parent.kind == "xdata":
        yield from parent.fields.items()
        return
    # The title of the proceedings is the booktitle of the paper.
    title = parent.fields.get("booktitle") or parent.fields.get("title")
    if title and parent.kind in _BOOKS:
        yield "booktitle", title
    for name, value in parent.fields.items():
        if name in _INHERITED:
            yield name, value


def _record(entry: RawEntry, fields: Mapping[str, str]) -> Record:
    texts = {name: plain_text(value) for name, value in fields.items()}
    addresses = {name: plain_address(value) for name, value in fields.items()}
    arxiv, mentions = _arxiv(texts, addresses)
    pdf = addresses.get("pdf", "")
    # A note may say where the paper is, or its code.
    in_note = _WEB_ADDRESS.findall(addresses.get("note", ""))
    has_venue = entry.kind not in _BOOKS and not entry.kind.endswith("thesis")
    return Record(
        line=entry.line,
        kind=entry.kind,
        citekey=entry.key,
        title=_title(texts),
        authors=_authors(entry.kind, fields),
        dates=_given(texts, ("year", "date", "eventdate")),
        venues=_given(texts, _VENUES) if has_venue else (),
        venue_hints=_given(texts, _VENUE_HINTS) if has_venue else (),
        venue=texts.get("notevenue", ""),
        doi=addresses.get("doi", ""),
        arxiv=arxiv,
        mentions=mentions,
        addresses=(
            *_given(addresses, _ADDRESSES),
            *(url for url in in_note if not _CODE_HOST.match(url)),
        ),
        code=next(
            filter(None, (*_given(addresses, _CODE), *filter(_CODE_HOST.match, in_note))), ""
        ),
        pdf=pdf if _WEB.match(pdf) else "",
        abstract=texts.get("abstract", ""),
        tags=tuple(tag for text in _given(texts, _TAGS) for tag in split_tags(text)),
        remarks=tuple(_remarks(fields)),
        files=tuple(_files(_given(fields, (*_FILES, *(() if _WEB.match(pdf) else ("pdf",)))))),
        extra=dict(_extra(texts, addresses)),
    )


def _given(texts: Mapping[str, str], names: Iterable[str]) -> tuple[str, ...]:
    """The values of those fields that are there, in the order of `names`."""
    return tuple(texts[name] for name in names if texts.get(name))


def _title(texts: Mapping[str, str]) -> str:
    title = texts.get("title") or texts.get("booktitle", "")
    subtitle = texts.get("subtitle", "")
    return f"{title}: {subtitle}" if subtitle else title


def _authors(kind: str, fields: Mapping[str, str]) -> tuple[str, ...]:
    names = ("author", "collaboration", *(("editor",) if kind in _BOOKS else ()))
    return next(filter(None, (author_list(fields.get(name, "")) for name in names)), ())


def _arxiv(texts: Mapping[str, str], addresses: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The arXiv identifier as it is stated, and texts that one may stand in."""
    stated = next(iter(_given(addresses, _ARXIV_FIELDS)), "")
    eprint = addresses.get("eprint", "")
    archive = texts.get("archiveprefix") or texts.get("eprinttype", "")
    if archive.casefold() == "arxiv":
        stated = stated or eprint
    others = [eprint] if not archive else []
    # Google Scholar and DBLP: journal = {CoRR}, volume = {abs/2307.01694}
    corr = _VOLUME_OF_CORR.fullmatch(addresses.get("volume", ""))
    others += [f"arXiv:{corr[1]}"] if corr else []
    others += _given(texts, ("note", "howpublished", "number", "publisher", "archive"))
    others += [f"openreview:{forum}" for forum in _given(addresses, ("openreview",))]
    return stated, tuple(others)


def _remarks(fields: Mapping[str, str]) -> Iterator[str]:
    """What the reader wrote, paragraph by paragraph."""
    names = [*_REMARKS, *(name for name in fields if name.startswith("comment-"))]
    for value in _given(fields, names):
        yield "\n\n".join(_paragraphs(value))
    # A note may be no more than an identifier.
    yield "\n\n".join(filter(None, map(remark_in, _paragraphs(fields.get("note", "")))))


def _paragraphs(latex: str) -> Iterator[str]:
    return filter(None, map(plain_text, _PARAGRAPH.split(latex)))


def _files(values: Iterable[str]) -> Iterator[str]:
    r"""Paths from ``description:path:type`` (JabRef, Better BibTeX), or a path alone.

    >>> list(_files([r"PDF:C\:\\Papers\\x.pdf:application/pdf;:y.pdf:PDF", "/home/z.pdf"]))
    ['C:\\Papers\\x.pdf', 'y.pdf', '/home/z.pdf']
    """
    for value in values:
        for text in _UNESCAPED_SEMICOLON.split(" ".join(value.split())):
            parts = _UNESCAPED_COLON.split(text)
            path = parts[1] if len(parts) > 2 else text  # noqa: PLR2004 (description, path, type)
            path = re.sub(r"[{}]|\\(?=[_&%#$])", "", _ESCAPED.sub(r"\1", path)).strip()
            if path:
                yield path


def _extra(texts: Mapping[str, str], addresses: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields that no field of ours has taken up."""
    archive = texts.get("archiveprefix") or texts.get("eprinttype", "")
    read = _READ | _EPRINT_FIELDS if archive.casefold() == "arxiv" else _READ
    for name, text in texts.items():
        if name in read or name.startswith("comment-"):
            continue
        yield name, addresses[name] if _WEB.match(addresses[name]) else text
