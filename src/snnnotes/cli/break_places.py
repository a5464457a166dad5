"""Where lines of Chinese and English text may end.

Terminals cut a line anywhere, and what breaks at blanks alone does so with Chinese, which has few:
also before a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from snnnotes.model.columns import columns_of

_CJK = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_OPENING = r"（「『【《〈“‘\[(〔"
_CLOSING = r"，。、；：？！）」』】》〉”’…—～·,.;:?!)\]%〕"
_CLOSING_SIGNS = _CLOSING.replace("\\", "") + " \t"
#: What stays together: a word or a character with the punctuation that belongs to it, and the
#: blanks behind.
_UNIT = re.compile(
    rf"[{_OPENING}]*(?:[{_CJK}]|[^\s{_CJK}{_OPENING}]+|(?<=[{_OPENING}]))[{_CLOSING}]*[ \t]*"
    r"(?:[，。、；：？！）」』】》]+[ \t]*)*"
    r"|[ \t]+|.",
    re.DOTALL,
)


def break_places(text: str, width: int) -> list[int]:
    """Where to break a line of text so that no part is wider than `width` columns.

    >>> text = "脉冲神经网络（SNN）的准确率，随时间步数 T 上升。"
    >>> [text[a:b] for a, b in zip([0, *break_places(text, 14)], [*break_places(text, 14), None])]
    ['脉冲神经网络', '（SNN）的准确', '率，随时间步数 ', 'T 上升。']
    """
    places: list[int] = []
    column = 0
    for start, unit in units(text):
        wide = columns_of(unit.rstrip(" \t"))
        if column and column + wide > width:
            places.append(start)
            column = 0
        if wide > width:  # an address, say
            cut = _chopped(unit, width)
            places += (start + place for place in cut)
            column = columns_of(unit[cut[-1] :]) if cut else wide
        else:
            column += columns_of(unit)
    return places


def units(text: str) -> Iterator[tuple[int, str]]:
    """What stays together on a line, and where in the text it starts."""
    return ((match.start(), match[0]) for match in _UNIT.finditer(text))


def _chopped(unit: str, width: int) -> list[int]:
    """Where to cut a unit that is too wide; not before the punctuation at its end."""
    places = []
    column = start = 0
    for place, sign in enumerate(unit):
        wide = columns_of(sign)
        if column + wide > width and place > start:
            is_end = not unit[place:].strip(_CLOSING_SIGNS)
            fits = columns_of(unit[place - 1 :].rstrip()) <= width
            cut = place - 1 if is_end and fits and place - 1 > start else place
            places.append(cut)
            start, column = cut, columns_of(unit[cut:place])
        column += wide
    return places
