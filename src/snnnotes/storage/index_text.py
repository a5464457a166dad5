r"""What of a note can be found, in the form in which the full-text index takes it.

A *stream* is text for one column of the index: the terms of all its parts with single blanks
between, then the stems of its English words. Terms answer what is exact, Chinese or with
punctuation; stems answer an English word in any of its forms, and rank all of them alike.

    SNNs的spiking neurons  ->  snns 的 spiking neurons ~~ ~snn ~~ ~spike ~neuron

A tilde that stands alone is a term as any other; no term of a text begins with one and goes on,
so marked tokens never meet what a user typed. `~~` parts what is not one piece of text: no
phrase runs over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from snnnotes.model.note import Note, Value
from snnnotes.model.paper import Paper
from snnnotes.model.text import fold, index_terms, stem, terms

#: Marks stems, and doubled the end of a piece.
STEM_MARK = "~"
BREAK = "~~"

#: Columns of the full-text index and what a word in them weighs in the ranking.
COLUMNS = {"title": 10.0, "names": 5.0, "headings": 3.0, "body": 1.0}

_NAMES = ("aliases", "tags", "venue", "authors", "citekey", "arxiv", "doi", "openreview")
_PROSE = ("summary", "abstract")
_OF_PAPER = frozenset(Paper.__slots__)
#: What a frontmatter value is when there is none.
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

_CODE_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\n]*?)(?:[ \t]+#+)?[ \t\r]*$", re.MULTILINE)


def texts_of(value: Value) -> Iterator[str]:
    """Every piece of text in the value of a key of the user's own; none for an empty one.

    >>> list(texts_of(["a", {"b": ["c", "null"]}]))
    ['a', 'c']
    """
    if isinstance(value, str):
        if value not in _NOTHING:
            yield value
        return
    for item in value.values() if isinstance(value, dict) else value:
        yield from texts_of(item)


def field_texts(note: Note, name: str) -> list[str]:
    """The texts of a known field; none if the note lacks it."""
    value = getattr(note.paper if name in _OF_PAPER else note, name)
    if isinstance(value, tuple):
        return list(value)
    return [] if value is None else [str(value)]


def column_parts(note: Note, body: str) -> dict[str, list[str]]:
    """The pieces of text that are searched, for each column of the index.

    Numbers, dates, reading status and web addresses are found by their fields alone: the word
    *read* would otherwise find every note that has been.
    """
    return {
        "title": [note.paper.title],
        "names": [text for name in _NAMES for text in field_texts(note, name)],
        "headings": headings(body),
        "body": [
            *(text for name in _PROSE for text in field_texts(note, name)),
            *texts_of(dict(note.extra)),
            body,
        ],
    }


def stream(parts: Iterable[str]) -> str:
    """Texts for one column of the index.

    >>> stream(["SNNs的spiking neurons", "训练"])
    'snns 的 spiking neurons ~~ 训 练 ~~ ~snn ~~ ~spike ~neuron'
    """
    spelled = _spelled(parts)
    if not spelled:
        return ""
    # What is no English word is nothing in `marked`, so that two blanks and more are a gap.
    marked = " ".join(map(_MARKED.__getitem__, spelled))
    stems = _GAP.sub(f" {BREAK} ", marked.strip())
    terms_alone = " ".join(spelled)
    return f"{terms_alone} {BREAK} {stems}" if stems else terms_alone


def joined(parts: Iterable[str]) -> str:
    """The terms of some texts; no phrase runs from one into the next.

    >>> joined(["膜电位", "LIF"])
    '膜 电 位 ~~ lif'
    """
    return " ".join(_spelled(parts))


def _spelled(parts: Iterable[str]) -> list[str]:
    spelled: list[str] = []
    for part in parts:
        if spelled:
            spelled.append(BREAK)
        spelled += spaced_terms(part).split() if len(part) <= _SHORT else terms(part)
    return spelled


def spaced_terms(text: str) -> str:
    """`index_terms`, remembered for what many notes share: names, tags and venues."""
    return _short_terms(text) if len(text) <= _SHORT else index_terms(text)


_SHORT = 40
_short_terms = lru_cache(maxsize=1 << 14)(index_terms)

_GAP = re.compile("  +")


class _MarkedStems(dict[str, str]):
    """The marked stem of each English word met so far, nothing for every other term."""

    def __missing__(self, term: str) -> str:
        # Words of digits and letters are few beside numbers of pages, years and data.
        if len(self) > _MOST_MARKED:
            self.clear()
        self[term] = marked = STEM_MARK + stem(term) if is_english(term) else ""
        return marked


_MOST_MARKED = 200_000
_MARKED = _MarkedStems()


def is_english(term: str) -> bool:
    """Is it a word that may have other forms, or one that can stand beside such a word?

    >>> [is_english(term) for term in ("spikes", "10", "膜", "-", "гамма")]
    [True, True, False, False, False]
    """
    return term.isascii() and term.isalnum()


def headings(body: str) -> list[str]:
    r"""The headings of a Markdown text; lines of code are none.

    >>> headings("## 膜电位 ##\n\n```sh\n# no\n```\n\n### Method\n")
    ['膜电位', 'Method']
    """
    if "```" in body or "~~~" in body:
        body = _CODE_BLOCK.sub("", body)
    return [found for found in _HEADING.findall(body) if found]


def folded_key(key: str) -> str:
    """A key of the user's own as it is compared: without regard to case and width."""
    return " ".join(fold(key).split())
