"""Rows and headings of a README's list, made from a template and a note's values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from snnnotes.model.markdown import escape, link_target, link_url
from snnnotes.model.readme_template import Part, Slot

#: Fields that hold a whole address, and fields that the user wrote as Markdown in the settings.
_ADDRESS_FIELDS = frozenset({"url", "code", "pdf"})
_MARKDOWN_FIELDS = frozenset({"label"})


def rendered(parts: tuple[Part, ...], values: Mapping[str, str]) -> str:
    r"""The text of a template, every value written so that Markdown shows it as it is.

    >>> from snnnotes.model.readme_template import parse_template
    >>> row = parse_template("{title}{venue? ({venue})}", fields=["title", "venue"], where="")
    >>> rendered(row, {"title": "A*", "venue": ""}), rendered(row, {"title": "A", "venue": "ICLR"})
    ('A\\*', 'A (ICLR)')
    """
    pieces: list[str] = []
    ends_in_value = False
    for piece, is_value in _pieces(parts, values):
        if ends_in_value and piece.startswith("[") and pieces[-1].endswith("!"):
            # "Attention!" with a link right behind it would become an image.
            pieces[-1] = pieces[-1][:-1] + r"\!"
        pieces.append(piece)
        ends_in_value = is_value
    return "".join(pieces)


def _pieces(parts: tuple[Part, ...], values: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The texts that make up a row, each with the answer to: is it a value?"""
    for part in parts:
        if isinstance(part, str):
            yield part, False
        elif isinstance(part, Slot):
            if values[part.field]:
                yield _written(part, values[part.field]), True
        elif values[part.field]:
            yield from _pieces(part.parts, values)


def _written(slot: Slot, value: str) -> str:
    if slot.field in _MARKDOWN_FIELDS:
        return value
    if slot.field in _ADDRESS_FIELDS:
        return link_url(value)
    if slot.in_target or slot.field == "target":
        return link_target(value)
    return escape(value)
