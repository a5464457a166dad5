"""The template that a row kept by hand was written by, as far as one can see it in the row.

A template in the making is a tuple of tokens: words, blanks and signs as the template language
writes them, fields such as ``{title}``, and optional parts such as ``{code? [code]({code})}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import repeat
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from snnnotes.formats.hand_list_row import HandRow
from snnnotes.model.identifiers import percent_decoded
from snnnotes.model.markdown import escape, link_url
from snnnotes.model.note import Note, parse_time
from snnnotes.model.title import title_key

Tokens: TypeAlias = tuple[str, ...]


class Written(NamedTuple):
    """How one row is written."""

    tokens: Tokens
    #: Words of the link to the note; empty if the title is that link.
    label: str
    #: Does the title of the note stand in the row?
    has_title: bool


class _Piece(NamedTuple):
    """Text of a row as it is, or the name of a field."""

    text: str
    is_field: bool = False


_WORDS = re.compile(r"\{\{|\}\}|\w+|\s|[^\w\s]")
_FIELD = re.compile(r"\{[a-z]+\}")
_NUMBER = re.compile(r"(?P<before> {0,3}(?:\| *)?)(?P<number>\d{1,9})(?=[.)]|[ \t]*\|)")
#: The fields that stand in every row, and can be missing from none.
_ALWAYS = frozenset(("{title}", "{target}", "{label}", "{year}", "{number}"))
#: Those that lead to the web.
_IDENTIFIERS = ("arxiv", "doi", "openreview")
_ADDRESSES = frozenset(f"{{{field}}}" for field in ("url", "code", "pdf", *_IDENTIFIERS))
#: So long a title is no accident within a word, as Chinese has no blanks.
_LONG_TITLE = 4


def written(row: HandRow, note: Note, *, target: str, is_numbered: bool) -> Written:
    """How a row is written, with fields where it has what the note says.

    Args:
        row: The row.
        note: The note that it opens.
        target: The way from the README to the note.
        is_numbered: Do the rows count 1, 2, 3, ...?
    """
    start, end = row.target_span
    before, after = row.text[:start], row.text[end:]
    if before.endswith("<"):
        before, after = before[:-1], after[1:]
    prefix, suffix = _around_path(row.text[start:end], target)
    title = note.paper.title
    is_label = bool(row.label) and title_key(title) not in title_key(row.label)
    pieces = [_Piece(before + prefix), _Piece("target", is_field=True), _Piece(suffix + after)]
    if is_label:
        opening = before.rfind(f"[{row.label}](")
        head, tail = before[: opening + 1], before[opening + 1 + len(row.label) :]
        pieces[:1] = [_Piece(head), _Piece("label", is_field=True), _Piece(tail + prefix)]
    if number := _NUMBER.match(pieces[0].text):
        rest = pieces[0].text[number.end() :]
        if is_numbered:
            pieces[:1] = [_Piece(number["before"]), _Piece("number", is_field=True), _Piece(rest)]
        elif "|" not in number["before"]:
            # A list counts by itself, whatever number stands there; a table does not.
            pieces[0] = _Piece(f"{number['before']}1{rest}")
    pieces = _with_field(pieces, "title", _patterns_of_title(title))
    has_title = _Piece("title", is_field=True) in pieces
    for field, patterns in _patterns(note).items():
        # An identifier is often shown and in the address.
        for _ in range(2 if field in _IDENTIFIERS else 1):
            pieces = _with_field(pieces, field, patterns)
    return Written(tuple(_tokens(pieces)), row.label if is_label else "", has_title)


def combined(found: Sequence[Tokens]) -> Tokens:
    """One template for rows of which some lack what others have, such as a link to the code.

    Args:
        found: Templates of single rows, the most usual first. Those that are no part of the
            fullest one are passed over.
    """
    fullest = max(found, key=lambda tokens: len(set(filter(_FIELD.fullmatch, tokens))))
    parts: dict[tuple[int, int], str] = {}
    for tokens in found:
        missing = _missing_parts(fullest, tokens)
        if missing is not None and not any(map(_overlap, repeat(parts), missing)):
            parts |= missing
    return _with_parts(fullest, parts)


def with_optional_links(tokens: Tokens) -> Tokens:
    """The template with each link to the web there only if its note knows the address.

    It makes no difference to the rows that there are, and saves the next one from ``[code]()``.
    """
    parts: dict[tuple[int, int], str] = {}
    for at, token in enumerate(tokens):
        if token not in _ADDRESSES:
            continue
        places = _places_of_link(tokens, at)
        if not any(map(_overlap, repeat(parts), places)):
            parts |= dict.fromkeys(places, token.strip("{}"))
    return _with_parts(tokens, parts)


def _with_parts(tokens: Tokens, parts: Mapping[tuple[int, int], str]) -> Tokens:
    """The template with these parts there only if their fields have a value."""
    result: list[str] = []
    at = 0
    for (start, stop), field in sorted(parts.items()):
        result += [*tokens[at:start], f"{{{field}?{''.join(tokens[start:stop])}}}"]
        at = stop
    return (*result, *tokens[at:])


def _places_of_link(tokens: Tokens, address: int) -> list[tuple[int, int]]:
    """What is left out of a template with a link, given the place of its address.

    Where a title is the link, that is what stands around the title.
    """
    opening = _matching(tokens, address, -1)
    closing = _matching(tokens, address, 1)
    if opening is None or closing is None or tokens[opening - 1 : opening] != ("]",):
        return []
    start, stop = _matching(tokens, opening - 1, -1), closing + 1
    if start is None or "}}" in tokens[start:stop]:
        return []
    label = set(filter(_FIELD.fullmatch, tokens[start : opening - 1]))
    if label - {tokens[address]}:
        return [(start, start + 1), (opening - 1, stop)]
    if tokens[start - 1 : start] == ("[",) and tokens[stop : stop + 1] == ("]",):
        start, stop = start - 1, stop + 1
    if tokens[0] != "|":
        start -= tokens[start - 1 : start] == (" ",)
        if tokens[start - 1 : start] in (("·",), (",",), ("/",)):
            start -= 1 + (tokens[start - 2 : start - 1] == (" ",))
    return [(start, stop)]


def _matching(tokens: Tokens, at: int, step: int) -> int | None:
    """The nearest bracket around a place, to the left (-1) or to the right (1)."""
    depth = 0
    opening, closing = ("([", ")]") if step < 0 else (")]", "([")
    at += step
    while 0 <= at < len(tokens):
        if tokens[at] in closing:
            depth += 1
        elif tokens[at] in opening and depth:
            depth -= 1
        elif tokens[at] in opening:
            return at
        at += step
    return None


def braced(text: str) -> str:
    """Text as a template has it."""
    return text.replace("{", "{{").replace("}", "}}")


def _around_path(address: str, path: str) -> tuple[str, str]:
    """What stands in an address before and after a path, such as ``./``; empty if it is another."""
    # Not before the whole address was tried, since a path can end like itself.
    for end in (len(address), *(at for at, sign in enumerate(address) if sign == "#")):
        for start in range(end):
            if normalize("NFC", percent_decoded(address[start:end])) == normalize("NFC", path):
                return address[:start], address[end:]
    return "", ""


def _patterns_of_title(title: str) -> list[str]:
    spellings = list(dict.fromkeys((escape(title), title)))
    in_label = [rf"(?<=\[){re.escape(spelling)}(?=\]\()" for spelling in spellings]
    words = [rf"(?<!\w){re.escape(spelling)}(?!\w)" for spelling in spellings]
    anywhere = [re.escape(spelling) for spelling in spellings if len(spelling) >= _LONG_TITLE]
    return [*in_label, *words, *anywhere]


def _patterns(note: Note) -> Mapping[str, list[str]]:
    """For each field the expressions that find it in a row, the best first."""
    paper = note.paper
    addresses = {"url": paper.url, "code": paper.code, "pdf": paper.pdf}
    identifiers = dict(zip(_IDENTIFIERS, (paper.arxiv, paper.doi, paper.openreview), strict=True))
    words = {
        "added": parse_time(note.added).date().isoformat() if note.added else None,
        "authors": escape(", ".join(paper.authors)),
        "summary": escape(note.summary or ""),
        "venue": escape(paper.venue or ""),
        "year": str(paper.year),
        "tags": escape(", ".join(note.tags)),
    }
    patterns: dict[str, list[str]] = {}
    for field, value in addresses.items():
        spellings = dict.fromkeys((link_url(value), value)) if value else ()
        patterns[field] = [rf"(?<=\]\(){re.escape(spelling)}(?=\))" for spelling in spellings]
    for field, value in {**identifiers, **words}.items():
        patterns[field] = [rf"(?<![\w./-]){re.escape(value)}(?![\w/-])"] if value else []
    for field, value in identifiers.items():
        patterns[field] += [rf"(?<=/){re.escape(value)}(?=\))"] if value else []
    return patterns


def _with_field(pieces: Sequence[_Piece], field: str, patterns: Iterable[str]) -> list[_Piece]:
    """The pieces with the first place that holds the value as a field."""
    for pattern in patterns:
        for at, piece in enumerate(pieces):
            found = None if piece.is_field else re.search(pattern, piece.text)
            if found:
                around = (_Piece(piece.text[: found.start()]), _Piece(piece.text[found.end() :]))
                cut = [around[0], _Piece(field, is_field=True), around[1]]
                return [*pieces[:at], *cut, *pieces[at + 1 :]]
    return list(pieces)


def _tokens(pieces: Iterable[_Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.is_field:
            yield f"{{{piece.text}}}"
        else:
            yield from _WORDS.findall(braced(piece.text))


def _missing_parts(tokens: Tokens, shorter: Tokens) -> dict[tuple[int, int], str] | None:
    """The parts of a template that a shorter one lacks, each with its field.

    None if the two differ in something else.
    """
    parts: dict[tuple[int, int], str] = {}
    matcher = SequenceMatcher(None, tokens, shorter, autojunk=False)
    for what, start, stop, _, _ in matcher.get_opcodes():
        if what == "equal":
            continue
        shift = _shift(tokens, start, stop) if what == "delete" else None
        if shift is None:
            return None
        place = (start + shift, stop + shift)
        field = _only_field(tokens[slice(*place)])
        if field is None or _overlap(parts, place):
            return None
        parts[place] = field
    return parts


def _overlap(parts: Iterable[tuple[int, int]], place: tuple[int, int]) -> bool:
    """Is a place in another one, or across its end? The same place is no other one."""
    return any(other != place and other[0] < place[1] and place[0] < other[1] for other in parts)


def _shift(tokens: Tokens, start: int, stop: int) -> int | None:
    """By how many tokens a missing part may be shifted so that its brackets are in pairs.

    ``](a) [code`` and `` [code](a)`` are the same part of ``[note](b) [code](a)``.
    """
    shifts = [0]
    for step in (1, -1):
        shift = step
        while _can_shift(tokens, start, stop, shift):
            shifts.append(shift)
            shift += step
    fitting = [shift for shift in shifts if _is_balanced(tokens[start + shift : stop + shift])]
    # One that begins with what parts it from the rest reads best.
    fitting.sort(key=lambda shift: (not tokens[start + shift].isspace(), abs(shift)))
    return fitting[0] if fitting else None


def _can_shift(tokens: Tokens, start: int, stop: int, shift: int) -> bool:
    if shift > 0:
        return stop + shift <= len(tokens) and tokens[start + shift - 1] == tokens[stop + shift - 1]
    return start + shift >= 0 and tokens[start + shift] == tokens[stop + shift]


def _is_balanced(part: Sequence[str]) -> bool:
    depth = 0
    for token in part:
        depth += {"(": 1, "[": 1, "（": 1, ")": -1, "]": -1, "）": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0


def _only_field(part: Sequence[str]) -> str | None:
    """The one field that a part is about; None if it cannot be an optional part."""
    fields = set(filter(_FIELD.fullmatch, part))
    # A closing brace always ends an optional part.
    if len(fields) != 1 or "}}" in part:
        return None
    (field,) = fields
    return None if field in _ALWAYS else field.strip("{}")
