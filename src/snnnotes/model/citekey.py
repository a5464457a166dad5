"""Citekeys: short names for citing, such as yao2023spikedriven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, count
from string import ascii_lowercase

from snnnotes.model.author import GENERATIONS
from snnnotes.model.paper import Paper

# Letters that are not a plain letter with an accent, so that decomposing leaves them whole.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
#: Words with which a title may begin without being told apart by them.
_WEAK_WORD = re.compile(
    "an?|the|and|or|of|on|in|at|by|to|for|from|with|without|via|as|into|towards?|is|are|do|does|"
    "can|how|what|when|where|why|which|we|its?"
)
#: Parts of a family name that stand before it, when written in lower case (as BibTeX has it).
_PARTICLE = re.compile(
    "af|al|ap|bin|d'|da|dal|de|del|della|den|der|di|dos?|du|el|het|ibn|las?|le|los?|'t|ten|ter|"
    "thor?|toe?|und|van|vanden|vander|vo[mn]|zu|zu[mr]"
)
# A hyphen joins: Spike-driven is one word, spikedriven. Dashes longer than – part.
_HYPHENS = re.compile("[-'‐‑–’]")
_WORD = re.compile(r"[^\W_]+")
_CHINESE = re.compile("[\u3400-\u9fff]{1,2}")
#: Two to four characters, or a name from elsewhere with its dot.
_CHINESE_NAME = re.compile("[\u3400-\u9fff]{2,4}")
_DOUBLE_NAMES = (
    "欧阳 司马 诸葛 上官 慕容 皇甫 尉迟 令狐 司徒 夏侯 东方 长孙 公孙 轩辕 宇文 端木 独孤 南宫 澹台"
    " 申屠 闻人 淳于 钟离 呼延 歐陽 司馬 諸葛 長孫 軒轅 東方 獨孤"
)
#: As family names these are spoken otherwise than in other words.
_FAMILY_NAMES_APART = {
    name: sound
    for sound, names in {
        "shan": "单單", "zeng": "曾", "xie": "解", "qiu": "仇", "zha": "查", "ren": "任",
        "piao": "朴", "ge": "盖蓋", "ou": "区區", "zhai": "翟", "qin": "覃", "yue": "乐樂",
        "miao": "缪繆", "xian": "冼洗", "yun": "员", "she": "折", "chong": "种",
    }.items()
    for name in names
} | {"尉迟": "yuchi", "长孙": "zhangsun", "長孫": "zhangsun", "澹台": "tantai"}  # fmt: skip


class Citekeys:
    """The citekeys of a notebook, each given out once; BibTeX does not tell cases apart."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {key.casefold() for key in taken}
        #: What comes next behind a name, so that many namesakes are no trouble.
        self._suffixes: dict[str, Iterator[str]] = {}

    def take(self, key: str) -> bool:
        """Take a key that somebody else made; False if it is taken already."""
        folded = key.casefold()
        if folded in self._taken:
            return False
        self._taken.add(folded)
        return True

    def make(self, paper: Paper) -> str:
        """A free key for `paper`, as `make_citekey` makes it; it is taken from now on."""
        key = _plain_key(paper)
        free = key
        while not self.take(free):
            free = key + next(self._suffixes.setdefault(key, _suffixes()))
        return free


def make_citekey(paper: Paper, taken: Iterable[str] = ()) -> str:
    """A citekey for `paper` that is not among `taken`.

    Family name of the first author, year, first strong word of the title, in lower-case ASCII:
    letters with accents lose them, Chinese comes in pinyin. Other scripts are left out: without
    a family name the word comes first (mssdepthnet2023), without a word the name and year stand
    alone, and without both an identifier does it (arxiv230701694), or ``paper2023``.

    Args:
        paper: Needs a title and a year.
        taken: The notebook's citekeys. BibTeX does not tell cases apart, so neither do we;
            the second of a name gets ``a``, the third ``b``.
    """
    return Citekeys(taken).make(paper)


def _plain_key(paper: Paper) -> str:
    """The key before anybody looks whether it is taken."""
    family = spoken_family_name(paper.authors[0]) if paper.authors else ""
    word = first_strong_word(paper.title)
    if family or word:
        return f"{family}{paper.year}{word}" if family else f"{word}{paper.year}"
    return stand_in_citekey(paper) or f"paper{paper.year}"


def family_name(author: str) -> str:
    """The family name of "Given Family" or "Family, Given", in lower-case ASCII letters.

    Empty for a name in another script; of "Man Yao (姚满)" the part in Latin letters counts.

    >>> family_name("Nicolas Perez-Nieves"), family_name("Laurens van der Maaten")
    ('pereznieves', 'vandermaaten')
    """
    before_comma, comma, after = author.partition(",")
    is_generation = _ascii(after) in GENERATIONS  # Martin Luther King, Jr.
    parts = [part for part in before_comma.split() if _ascii_letters(part)]
    if comma and not is_generation:
        return "".join(map(_ascii_letters, parts))
    while len(parts) > 1 and _ascii(parts[-1]) in GENERATIONS:
        parts.pop()
    start = max(len(parts) - 1, 0)
    while start > 1 and _PARTICLE.fullmatch(parts[start - 1]):
        start -= 1
    return "".join(map(_ascii_letters, parts[start:]))


def first_strong_word(title: str) -> str:
    """The first word that says something, in lower-case ASCII; empty if there is none.

    Of a title without Latin letters the first two Chinese characters count, in pinyin.

    >>> first_strong_word("A Free Lunch From ANN"), first_strong_word("脉冲神经网络 SNN 综述")
    ('free', 'snn')
    >>> first_strong_word("脉冲神经网络综述")
    'maichong'
    """
    # Composed first: a combining mark would part a word.
    joined = _HYPHENS.sub("", unicodedata.normalize("NFC", title))
    words = [_ascii(word) for word in _WORD.findall(joined)]
    spoken = [word for word in words if word]
    strong = [word for word in spoken if not _WEAK_WORD.fullmatch(word)]
    # 2048 after the year would read as one number; it counts only where there is nothing else.
    with_letters = [word for word in strong if not word.isdecimal()]
    chinese = _CHINESE.search(title) if not with_letters else None
    if chinese:
        return _pinyin(chinese[0][:2])
    return next(iter(with_letters or strong or spoken), "")


def spoken_family_name(author: str) -> str:
    """As `family_name`, and of a Chinese name, where it stands first, in pinyin.

    >>> [spoken_family_name(name) for name in ("姚满", "欧阳修", "曾国藩", "Man Yao", "김철수")]
    ['yao', 'ouyang', 'zeng', 'yao', '']
    """
    name = author.strip()
    if not _CHINESE_NAME.fullmatch(name):
        return family_name(author)
    length = 2 if name[:2] in _DOUBLE_NAMES and len(name) > 2 else 1  # noqa: PLR2004
    family = name[:length]
    return _FAMILY_NAMES_APART.get(family) or _pinyin(family)


def _pinyin(text: str) -> str:
    # Imported here because its dictionary takes 200 ms to load, and most names need none.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    # ü as v would read as another sound; passports write yu.
    return "".join(lazy_pinyin(text, style=Style.NORMAL, errors="ignore")).replace("v", "yu")


def stand_in_citekey(paper: Paper) -> str:
    """A key for a paper of which only an identifier is known; empty without one.

    >>> stand_in_citekey(Paper(title="", year=2023, arxiv="2307.01694"))
    'arxiv230701694'
    """
    identifiers = {"arxiv": paper.arxiv, "doi": paper.doi, "openreview": paper.openreview}
    return next((f"{kind}{_ascii(text)}" for kind, text in identifiers.items() if text), "")


def _ascii(text: str) -> str:
    """The letters and digits of `text` that ASCII has, in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    # Once more in lower case: ℠ has none itself, but comes apart into S and M.
    return "".join(c for c in decomposed.lower() if c.isascii() and c.isalnum())


def _ascii_letters(text: str) -> str:
    """As `_ascii`, without digits: DBLP numbers namesakes (Wei Wang 0001)."""
    return "".join(c for c in _ascii(text) if c.isalpha())


def _suffixes() -> Iterator[str]:
    """The letters a to z, then a1 and on: for more namesakes than there are letters."""
    numbered = (f"{letter}{number}" for number in count(1) for letter in ascii_lowercase)
    return chain(ascii_lowercase, numbered)
