"""Identifiers of papers: reading what people paste, writing what others can follow."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, TypeAlias, Union

from snnnotes.errors import IdentifierError
from snnnotes.model.paper import Paper


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv identifier, such as 2307.01694 (since 2007-04) or cs/0112017 (before)."""

    field: ClassVar = "arxiv"
    kind: ClassVar = "arXiv identifier"

    #: Without subject class: math/0309136, not math.GT/0309136.
    number: str
    version: int | None = None

    def __str__(self) -> str:
        return self.number

    @property
    def url(self) -> str:
        """The paper's page, at its latest version."""
        return f"https://arxiv.org/abs/{self.number}"

    @property
    def year(self) -> int:
        """Year of the first version; the paper may have been published later.

        >>> ArxivId("2307.01694").year, ArxivId("hep-th/9901001").year
        (2023, 1999)
        """
        two_digits = int(self.number.rpartition("/")[2][:2])
        # Old identifiers run from 1991 to 2007, new ones from 2007 on.
        is_old = "/" in self.number and two_digits >= _FIRST_OLD_YEAR
        return (1900 if is_old else 2000) + two_digits


@dataclass(frozen=True, slots=True)
class Doi:
    """A DOI, such as 10.1109/iccv48922.2021.00266."""

    field: ClassVar = "doi"
    kind: ClassVar = "DOI"

    #: In lower case (DOIs are compared without regard to case), without ``https://doi.org/``.
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def url(self) -> str:
        """Where it resolves; characters that an address cannot hold are encoded."""
        return f"https://doi.org/{_NOT_IN_ADDRESSES.sub(_percent_encoded, self.text)}"


@dataclass(frozen=True, slots=True)
class OpenReviewId:
    """The id of a forum at OpenReview, such as 9FmolyOHi5; upper and lower case differ."""

    field: ClassVar = "openreview"
    kind: ClassVar = "OpenReview id"

    forum: str

    def __str__(self) -> str:
        return self.forum

    @property
    def url(self) -> str:
        """The forum's page."""
        return f"https://openreview.net/forum?id={self.forum}"


Identifier: TypeAlias = Union[ArxivId, Doi, OpenReviewId]

# Archives that gave out identifiers of the old scheme. A list, so that a path such as
# notes/0309136 is not taken for one. From arXiv's own taxonomy:
# https://github.com/arXiv/arxiv-base/blob/master/arxiv/taxonomy/definitions.py
# Not part of the patterns: compiled into each of them it would cost 2 ms of every start.
_ARCHIVES = frozenset(
    {
        *("acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an"),
        *("chao-dyn", "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an"),
        *("gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin"),
        *("nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph"),
        *("solv-int", "supr-con"),
    }
)
# Both schemes: https://info.arxiv.org/help/arxiv_identifier.html
_NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2}|\.[a-z]+-[a-z]+)?/\d{7})"
_ARXIV_ID = rf"(?P<number>{_NUMBER})(?:v(?P<version>[1-9]\d{{0,2}}))?"
_IGNORE_CASE = re.ASCII | re.IGNORECASE
_BARE_ARXIV = re.compile(rf"{_ARXIV_ID}(?:\.pdf)?", _IGNORE_CASE)
# After the prefix may follow what PDFs and Google Scholar print: [cs.NE] 4 Jul 2023, (2023).
_PREFIXED_ARXIV = re.compile(
    rf"arxiv(?:\s+preprint\s+arxiv)?[\s:./]*{_ARXIV_ID}(?:\s*\[[a-z.-]+\].*|[\s,]*\(?\d{{4}}\)?)?",
    _IGNORE_CASE,
)
_ARXIV_PATH = re.compile(rf"/(?:[a-z-]+/)*{_ARXIV_ID}(?:\.pdf|\.html)?(?:/.*)?", _IGNORE_CASE)
_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "alphaxiv.org", "xxx.lanl.gov", "papers.cool")
#: Its short host, and the mirror that people in China use.
_HUGGING_FACE = ("huggingface.co", "hf.co", "hf-mirror.com")
_FIRST_OLD_YEAR, _FIRST_NEW_MONTH, _FIRST_FIVE_DIGIT_MONTH = 91, 704, 1501

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_DOI_PREFIX = re.compile(r"(?:info:doi/|urn:doi:|doi\s*:?\s*)(?=10[.%])", _IGNORE_CASE)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV_ID}", _IGNORE_CASE)
_DOI_IN_PATH = re.compile(r"/(10\.\d{4,9}(?:\.\d+)*/[^/].*)", re.ASCII)
#: What publishers put after a DOI in their addresses.
_AFTER_DOI = re.compile(
    r"(?:/(?:full|pdf|epdf|abstract|html|meta|summary)/?)+$|\.pdf$|/$", _IGNORE_CASE
)

#: The id of a forum of OpenReview, alone.
FORUM = re.compile(r"[A-Za-z0-9_-]{5,32}")
_PREFIXED_FORUM = re.compile(rf"openreview\s*:\s*(?P<forum>{FORUM.pattern})", _IGNORE_CASE)
# /references/pdf?id= names a revision, not the forum.
_FORUM_PATHS = ("/forum", "/pdf", "/attachment", "/revisions")

_ADDRESS = re.compile(
    r"(?:https?://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?::\d+)?"
    r"(?P<path>/[^?#\s]*)?(?:\?(?P<query>[^#\s]*))?(?:#\S*)?",
    _IGNORE_CASE,
)
_PERCENT = re.compile(r"(?:%[0-9a-f]{2})+", _IGNORE_CASE)
_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9._~!$'()*+,;=:@/-]")
#: Marks that web pages leave in copied text without showing them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_OPENING = "<([{\"'“‘《「"
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_TRAILING = ".,;:!?\"'”’》」、。"


def find_identifier(text: str) -> Identifier | None:
    """The identifier that `text` is, in any form that people paste, or None.

    `text` as a whole must be one identifier or one address: a title that mentions an
    identifier is a title. A bare OpenReview id looks like a word, so it needs its address
    or ``openreview:`` before it.

    >>> find_identifier("https://arxiv.org/pdf/2307.01694v2.pdf")
    ArxivId(number='2307.01694', version=2)
    >>> find_identifier("https://doi.org/10.48550/arXiv.2307.01694")
    ArxivId(number='2307.01694', version=None)
    """
    pasted = _pasted(text)
    match = _BARE_ARXIV.fullmatch(pasted) or _PREFIXED_ARXIV.fullmatch(pasted)
    if match:
        return _arxiv_id(match)
    match = _PREFIXED_FORUM.fullmatch(pasted)
    if match:
        return OpenReviewId(match["forum"])
    doi = _bare_doi(pasted)
    return _arxiv_or_doi(doi) if doi else _in_address(pasted)


def parse_arxiv_id(text: str) -> ArxivId:
    """The arXiv identifier that `text` is, in any form.

    Raises:
        IdentifierError: It is none, or one that arXiv cannot have given out.
    """
    found = find_identifier(text)
    if isinstance(found, ArxivId):
        return found
    number = re.search(rf"{_NUMBER}|\d{{4}}\.\d+", _pasted(text), _IGNORE_CASE)
    problem = _arxiv_problem(number[0].lower()) if number and found is None else ""
    raise IdentifierError(
        f"not an arXiv identifier: {text!r}",
        hint=problem or _other_option(found) or "write it as in  --arxiv 2307.01694",
    )


def parse_doi(text: str) -> Doi:
    """The DOI that `text` is, in any form; arXiv's own DOIs (10.48550/…) count too.

    Raises:
        IdentifierError: It is none.
    """
    pasted = _pasted(text)
    found = find_identifier(text)
    if isinstance(found, Doi):
        return found
    if isinstance(found, ArxivId) and "10.48550/" in pasted:
        return Doi(f"10.48550/arxiv.{found.number}")
    raise IdentifierError(
        f"not a DOI: {text!r}",
        hint=_other_option(found) or "write it as in  --doi 10.1109/ICCV48922.2021.00266",
    )


def parse_openreview_id(text: str) -> OpenReviewId:
    """The OpenReview forum id that `text` is: bare, or in the address of a forum or PDF.

    Raises:
        IdentifierError: It is none.
    """
    found = find_identifier(text)
    if isinstance(found, OpenReviewId):
        return found
    pasted = _pasted(text)
    if found is None and FORUM.fullmatch(pasted):
        return OpenReviewId(pasted)
    raise IdentifierError(
        f"not an OpenReview id: {text!r}",
        hint=_other_option(found)
        or "it is what stands after id= in the address: https://openreview.net/forum?id=9FmolyOHi5",
    )


def identifiers_of(paper: Paper) -> frozenset[Identifier]:
    """The identifiers by which a paper is known, those in its address included.

    In one form each, whatever the user wrote, and without versions, so that they compare.
    """
    found = {find_identifier(text) for text in (paper.arxiv, paper.doi, paper.url) if text}
    if paper.openreview:
        forum = find_identifier(paper.openreview)
        found.add(forum or OpenReviewId(paper.openreview.strip()))
    return frozenset(
        ArxivId(identifier.number) if isinstance(identifier, ArxivId) else identifier
        for identifier in found
        if identifier is not None
    )


def _pasted(text: str) -> str:
    """`text` with full-width signs made narrow, and without what surrounds an identifier."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _without_tail(folded.strip().lstrip(_OPENING).strip())


def _without_tail(text: str) -> str:
    """`text` without punctuation after it, and without brackets that close nothing in it.

    >>> _without_tail("10.1016/S0893-6080(97)00011-7).")
    '10.1016/S0893-6080(97)00011-7'
    """
    while text:
        last = text[-1]
        unpaired = last in _CLOSING and text.count(last) > text.count(_CLOSING[last])
        if last not in _TRAILING and not unpaired:
            break
        text = text[:-1].rstrip()
    return text


def _arxiv_id(match: re.Match[str]) -> ArxivId | None:
    """The identifier in a match of `_ARXIV_ID`; None if arXiv cannot have given it out."""
    archive, slash, digits = match["number"].rpartition("/")
    # math.GT/0309136 and math/0309136 are one paper; arXiv's own lists have the short form.
    number = archive.partition(".")[0].lower() + slash + digits
    if _arxiv_problem(number):
        return None
    return ArxivId(number, int(match["version"]) if match["version"] else None)


def _arxiv_problem(number: str) -> str:
    """Why arXiv cannot have given out `number`; empty if it can."""
    archive, _, digits = number.rpartition("/")
    archive = archive.partition(".")[0]
    if archive and archive not in _ARCHIVES:
        return f"arXiv has no archive {archive!r}; old identifiers look like cs/0112017"
    month = int(digits[:4])
    if not 1 <= month % 100 <= 12:  # noqa: PLR2004 (months of a year)
        return f"the third and fourth digit are a month, and {digits[2:4]} is none"
    if archive:
        return ""
    if month < _FIRST_NEW_MONTH:
        return "such numbers begin with 0704; older ones look like cs/0112017"
    wanted = 5 if month >= _FIRST_FIVE_DIGIT_MONTH else 4
    if len(digits.partition(".")[2]) != wanted:
        since = "since 2015" if month >= _FIRST_FIVE_DIGIT_MONTH else "before 2015"
        return f"{since} it has {wanted} digits after the dot; was a 0 at the end lost?"
    return ""


def _bare_doi(text: str) -> str | None:
    """The DOI that `text` is, with or without ``doi:`` before it; in lower case."""
    bare = percent_decoded(_DOI_PREFIX.sub("", text, count=1))
    return bare.lower() if _DOI.fullmatch(bare) else None


def _arxiv_or_doi(doi: str) -> ArxivId | Doi:
    match = _ARXIV_DOI.fullmatch(doi)
    return (_arxiv_id(match) if match else None) or Doi(doi)


def _in_address(text: str) -> Identifier | None:
    """The identifier that a web address leads to."""
    address = _ADDRESS.fullmatch(text)
    if address is None:
        return None
    host = address["host"].lower().removeprefix("www.")
    path = percent_decoded(address["path"] or "")
    if host.endswith(".arxiv.org") or host in _ARXIV_HOSTS or _is_paper_at_hugging_face(host, path):
        match = _ARXIV_PATH.fullmatch(path)
        return _arxiv_id(match) if match else None
    if host == "openreview.net":
        return _forum(path, address["query"] or "")
    if host in ("doi.org", "dx.doi.org"):
        doi = _bare_doi(path.removeprefix("/"))
        return _arxiv_or_doi(doi) if doi else None
    match = _DOI_IN_PATH.search(path)
    doi = _bare_doi(_AFTER_DOI.sub("", match[1])) if match else None
    return _arxiv_or_doi(doi) if doi else None


def _is_paper_at_hugging_face(host: str, path: str) -> bool:
    return host in _HUGGING_FACE and path.startswith("/papers/")


def _forum(path: str, query: str) -> OpenReviewId | None:
    """The forum that an address at OpenReview belongs to."""
    if path.removesuffix("/") not in _FORUM_PATHS:
        return None
    values = dict(part.partition("=")[::2] for part in query.split("&"))
    forum = percent_decoded(values.get("id", ""))
    return OpenReviewId(forum) if FORUM.fullmatch(forum) else None


def _other_option(found: Identifier | None) -> str:
    """A hint for somebody who gave an identifier of another kind; empty if it is of none."""
    if found is None:
        return ""
    article = "a" if isinstance(found, Doi) else "an"
    return f"this looks like {article} {found.kind}; use --{found.field}"


def percent_decoded(text: str) -> str:
    """Text with ``%20`` and the like as the characters they stand for."""
    return _PERCENT.sub(
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace"), text
    )


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
