"""One author's name, from the parts that a bibliography keeps apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from snnnotes.model.author import GENERATIONS, author_names
from snnnotes.model.title import clean_line

#: Chinese, Japanese and Korean: the family name stands first, without a blank.
_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff·\s]+")
_CJK_CHARACTER = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,3}")
#: The family names of four Chinese in five. Two names that begin with them are two people; in
#: 诸葛, 孔明 and 田中, 太郎 a family name stands before the comma.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
#: What stands behind a name: DBLP's number for namesakes, and marks of footnotes.
_BEHIND = re.compile(r"\s\d{4}$|[*†‡§¶]+$")
_SEPARATORS = re.compile("[;；、]")
_STRAY_AND = re.compile(r"^and\s+|\s+and$", re.IGNORECASE)
_AND_MORE = re.compile(
    r"(?:[,，]\s*|\s+|^)(?:et\.?\s*al\b\.?|and others)$|(?<=.)等人?$", re.IGNORECASE
)
_NOBODY = frozenset({"and", "others", "等", "等人"})
#: Words of a group's name that no person has. Not "The": that is a given name in Vietnam.
_GROUP_WORDS = frozenset({
    "Association", "Collaboration", "Committee", "Community", "Company", "Consortium",
    "Contributors", "Corporation", "Foundation", "Group", "Initiative", "Institute", "Lab",
    "Laboratory", "Labs", "Network", "Organisation", "Organization", "Project", "Society", "Team",
    "University",
})  # fmt: skip
#: Family name, generation, given name.
_MOST_COMMAS = 2


def full_name(family: str, given: str = "", *, particle: str = "", generation: str = "") -> str:
    """A name as it is spoken.

    >>> full_name("Beethoven", "Ludwig", particle="van"), full_name("King", generation="Jr.")
    ('Ludwig van Beethoven', 'King Jr.')
    >>> full_name("姚", "满"), full_name("Yao", "满")
    ('姚满', '满 Yao')
    """
    family, given = (_BEHIND.sub("", part.strip()).strip() for part in (family, given))
    if given and family and _CJK.fullmatch(family + given):
        return clean_line(f"{particle}{family}{given}")
    elided = particle.endswith(("'", "’"))  # d'Alembert
    surname = f"{particle}{family}" if elided else f"{particle} {family}"
    return clean_line(f"{given} {surname} {generation}")


def names_in(text: str) -> list[str]:
    """The names in a text that should be one name: "Family, Given", or "Family, Given, Jr.".

    A text with more commas, or with semicolons, holds several.

    >>> names_in("Engelken, Rainer"), names_in("King, Jr., Martin"), names_in("King, Martin, Jr.")
    (['Rainer Engelken'], ['Martin King Jr.'], ['Martin King Jr.'])
    >>> names_in("Man Yao, Jiakui Hu, Guoqi Li"), names_in("others")
    (['Man Yao', 'Jiakui Hu', 'Guoqi Li'], [])
    """
    text = _STRAY_AND.sub("", _AND_MORE.sub("", clean_line(text)))
    text = _BEHIND.sub("", text).strip()
    parts = [part.strip() for part in re.split("[,，]", text)]
    while parts and not parts[-1]:
        parts.pop()
    if not parts or text.casefold() in _NOBODY:
        return []
    if _SEPARATORS.search(text):
        return list(author_names([text]))
    generation = next((part for part in parts[1:] if _is_generation(part)), "")
    if generation and len(parts) - 1 <= _MOST_COMMAS:
        parts.remove(generation)
    if len(parts) > _MOST_COMMAS or all(map(_is_whole_chinese_name, parts[:_MOST_COMMAS])):
        return list(author_names([", ".join(parts)]))
    given = parts[1] if len(parts) > 1 else ""
    return [full_name(parts[0], given, generation=generation)]


def _is_whole_chinese_name(text: str) -> bool:
    return text[:1] in _SURNAMES and _CHINESE.fullmatch(text) is not None


def _is_generation(text: str) -> bool:
    return text.rstrip(".").casefold() in GENERATIONS


class PersonParts(NamedTuple):
    """The parts of a name that bibliographies keep apart; a group is all `family`."""

    family: str
    given: str = ""
    particle: str = ""
    generation: str = ""


def person_parts(name: str) -> PersonParts:
    """The parts of a name, such that `full_name` makes the same name of them.

    A name of Chinese characters, one word, or one that could be parted in two ways stays whole.

    >>> person_parts("Laurens van der Maaten")
    PersonParts(family='Maaten', given='Laurens', particle='van der', generation='')
    >>> person_parts("Martin King Jr."), person_parts("姚满").family
    (PersonParts(family='King', given='Martin', particle='', generation='Jr.'), '姚满')
    >>> person_parts("ALICE Collaboration").given, person_parts("Google, Inc.").family
    ('', 'Google, Inc.')
    """
    name = clean_line(name)
    words = name.split(" ")
    if len(words) == 1 or "," in name or _CJK_CHARACTER.search(name) or is_group(name):
        return PersonParts(name)
    generation = words.pop() if len(words) > 2 and _is_generation(words[-1]) else ""  # noqa: PLR2004
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    parts = PersonParts(words[-1], " ".join(words[:start]), " ".join(words[start:-1]), generation)
    again = full_name(
        parts.family, parts.given, particle=parts.particle, generation=parts.generation
    )
    return parts if again == name else PersonParts(name)


def is_group(name: str) -> bool:
    """Is it the name of a group, by a word that no person has?"""
    return any(word.strip(",.()") in _GROUP_WORDS for word in name.split())
