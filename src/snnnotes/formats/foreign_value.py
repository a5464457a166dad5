"""Values as people write them, in the form that our fields take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from snnnotes.formats.foreign_markdown import plain
from snnnotes.model.author import author_names
from snnnotes.model.note import RATINGS, YEARS, is_number_in

_WIKILINK = re.compile(r"\[\[@?(?P<page>[^\[\]|]+)(?:\|[^\[\]]*)?\]\]")

# --- dates -------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME = (
    r"(?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]m)?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_DATES = (
    re.compile(
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<year>\d{{4}})年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]?{_TIME}", re.IGNORECASE
    ),
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TIME}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}}){_TIME}",
        re.IGNORECASE,
    ),
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def date_of(text: str) -> str | None:
    """The date, or date and time, that `text` is, in the form of ISO 8601; None if it is none.

    A time goes along only with its zone: without, nobody knows where on Earth it was.

    >>> date_of("2021/5/3"), date_of("[[May 3rd, 2021]]"), date_of("2021年5月3日")
    ('2021-05-03', '2021-05-03', '2021-05-03')
    >>> date_of("2021-05-03 20:15:00 +0800"), date_of("2021-05-03 20:15")
    ('2021-05-03T20:15:00+08:00', '2021-05-03')
    """
    bare = _WIKILINK.sub(r"\g<page>", text).strip().strip("\"'<>[]()（）")
    for form in _DATES:
        found = form.fullmatch(bare)
        if found:
            return _iso(found.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    month = parts["month"] or ""
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    try:
        day = date(int(parts["year"] or 0), number, int(parts["day"] or 0)).isoformat()
    except ValueError:
        return None
    zone = (parts.get("zone") or "").upper()
    if not zone:
        return day
    hour = int(parts["hour"] or 0)
    if parts.get("half"):
        hour = hour % 12 + (12 if (parts["half"] or "").lower() == "pm" else 0)
    offset = "+00:00" if zone in ("Z", "UTC") else f"{zone[:3]}:{zone[-2:]}"
    time = f"{day}T{hour:02}:{parts['minute']}:{parts['second'] or '00'}{offset}"
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return day
    return time


def year_of(text: str) -> str | None:
    """The first year that `text` names, in four digits; years of no paper (1700) are none.

    >>> year_of("Jul 4th, 2023"), year_of("2024 (CVPR)"), year_of("12023")
    ('2023', '2024', None)
    """
    found = _YEAR.search(text)
    return found[0] if found and is_number_in(found[0], YEARS) else None


# --- people ------------------------------------------------------------------------------------

_ET_AL = re.compile(
    r"[\s,，、;；]*(?:\bet\.?\s*al\b\.?|等人?|and others)\s*[.。]?\s*$", re.IGNORECASE
)
#: Only the end is searched: a long row of commas would take for ever.
_ET_AL_LENGTH = 30
_AFFILIATION = re.compile(r"\s*(?:-{2,}|—+).*|\s*[(（][^()（）]*[)）]|<[^<>\s]+@[^<>]+>")
#: Not the one behind an initial.
_FULL_STOP = re.compile(r"(?<=\w\w)\.\Z")
_MARKS = re.compile(
    r"(?<=[^\W\d_])[\s\d*∗†‡§¶#^,，⁰¹²³⁴-⁹✉]*[\d*∗†‡§¶#^⁰¹²³⁴-⁹✉]+(?=\s*(?:[,，;；、]|\band\b|&|$))"
)
_INITIALS = re.compile(r"(?:[A-Z]\.?[\s-]?){1,4}")
_SENTENCE = re.compile(r"[。！？!?:：]|\.\s+[a-z]")
_HAS_CJK = re.compile(r"[\u3400-\u9fff]")
_LONGEST_CHINESE_NAME, _LONGEST_NAME, _MOST_AUTHORS = 5, 60, 3000


def authors_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Single authors as "Given Family", from one text or a list; empty if these are no names.

    >>> authors_of(["Man Yao*, Jiakui Hu1,2, Guoqi Li (CASIA) et al."])
    ('Man Yao', 'Jiakui Hu', 'Guoqi Li')
    >>> authors_of(["[[Yao, Man]], [[Hu, Jiakui]]"]), authors_of(["提出了一种新的方法，效果很好"])
    (('Man Yao', 'Jiakui Hu'), ())
    """
    given: list[str] = []
    for text in texts:
        pages = [found["page"] for found in _WIKILINK.finditer(text)]
        given += pages or [text]
    names: list[str] = []
    for text in given:
        bare = _AFFILIATION.sub("", plain(text)).replace("，", ",")
        bare = _MARKS.sub("", bare)
        bare = bare[:-_ET_AL_LENGTH] + _ET_AL.sub("", bare[-_ET_AL_LENGTH:])
        bare = _FULL_STOP.sub("", bare.strip(" ,;；、。"))
        names += author_names(_inverted(bare) or [bare])
    are_names = 0 < len(names) <= _MOST_AUTHORS and all(map(_is_name, names))
    return tuple(dict.fromkeys(names)) if are_names else ()


def _inverted(text: str) -> list[str]:
    """The names in "Yao, M., Hu, J.", where every second part is initials."""
    parts = [part.strip().removeprefix("and ").removeprefix("& ") for part in text.split(",")]
    given = parts[1::2]
    if len(parts) < 2 or len(parts) % 2 or not all(map(_INITIALS.fullmatch, given)):  # noqa: PLR2004
        return []
    return [f"{initials} {family}" for family, initials in zip(parts[::2], given, strict=True)]


def _is_name(text: str) -> bool:
    """Could it be one author, and not a sentence about the author?"""
    if len(text) > _LONGEST_NAME or _SENTENCE.search(text):
        return False
    if not any(character.isalpha() for character in text):
        return False
    if _HAS_CJK.search(text):
        # Foreign names in Chinese have a dot between their parts: 杰弗里·辛顿.
        parts = re.split(r"[·•・\s]", text)
        return all(len(part) <= _LONGEST_CHINESE_NAME for part in parts)
    return True


# --- words -------------------------------------------------------------------------------------

#: Needs a letter, so that #12 is no tag; a blank before it, so that an address has none.
_HASHTAG = r"(?<![\w#&/])#(?=[^\s#,，、;；]*[^\W\d_])(?P<tag>[^\s#,，、;；\[\](){}\"'`。：:]+)"
_MARKED_TAG = re.compile(rf"\[\[(?P<page>[^\[\]]+)\]\]|{_HASHTAG}")
_BETWEEN_MARKED_TAGS = re.compile(r"[\s,，、;；]*")
_BETWEEN_TAGS = re.compile(r"[,，、;；\n|]")
_AROUND_TAG = " \t\"'`*[]{}“”"

_STATUSES = {
    "read": (
        *("read", "done", "finished", "finish", "complete", "completed", "已读", "读完", "已读完"),
        *("完成", "已完成", "精读", "已精读", "泛读", "✅", "✔"),
    ),
    "reading": (
        *("reading", "in progress", "in-progress", "ongoing", "wip", "doing", "started"),
        *("在读", "正在读", "正在阅读", "阅读中", "进行中"),
    ),
    "unread": (
        *("unread", "to read", "to-read", "toread", "todo", "to do", "not started", "not read"),
        *("backlog", "未读", "待读", "想读", "未开始", "待阅读"),
    ),
}
_STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words}
_YES, _NO = ("true", "yes", "x", "是", "1"), ("false", "no", "", "否", "0")


def tags_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Single tags, each once, from texts that hold one or more.

    >>> tags_of(["#SNN #paper/survey", "[[脉冲神经网络]], `LIF`、残差"])
    ('SNN', 'paper/survey', '脉冲神经网络', 'LIF', '残差')
    """
    found: list[str] = []
    for text in texts:
        marked = _marked_tags(text)
        if not marked:
            shown = _WIKILINK.sub(r"\g<page>", text)
            parts = _BETWEEN_TAGS.split(shown)
            marked = [plain(part.strip(_AROUND_TAG).lstrip("#")) for part in parts]
        found += marked
    return tuple(dict.fromkeys(tag for tag in found if tag))


def hashtags_of(line: str) -> tuple[str, ...]:
    """The tags of a line that is nothing but ``#tags``; empty for any other.

    >>> hashtags_of("#SNN #膜电位"), hashtags_of("# Heading"), hashtags_of("see #12")
    (('SNN', '膜电位'), (), ())
    """
    return tuple(dict.fromkeys(_marked_tags(line))) if "#" in line else ()


def _marked_tags(text: str) -> list[str]:
    """The tags of a text that has nothing but ``#tags`` and ``[[pages]]``; none for any other."""
    if not _BETWEEN_MARKED_TAGS.fullmatch(_MARKED_TAG.sub("", text)):
        return []
    return [found["page"] or found["tag"] for found in _MARKED_TAG.finditer(text)]


def status_of(text: str, *, key: str = "status") -> str | None:
    """One of `READING_STATUSES`, from the words of people; None for others.

    Args:
        text: Such as ``已读``; or yes or no, where the key says what to.
        key: Name of the field or label, in lower case; ``read: true`` is a status too.

    >>> status_of("已读"), status_of("in progress"), status_of("false", key="read")
    ('read', 'reading', 'unread')
    """
    word = plain(_WIKILINK.sub(r"\g<page>", text)).casefold().strip(" .#。")
    if key in ("read", "已读", "done"):
        if word in _YES:
            return "read"
        if word in _NO:
            return "unread"
    return _STATUS_OF.get(word)


def rating_of(text: str) -> str | None:
    """A mark from 1 to 5: a digit, ``4/5``, or stars.

    >>> rating_of("4/5"), rating_of("⭐⭐⭐"), rating_of("8/10")
    ('4', '3', None)
    """
    bare = text.strip().replace("\ufe0f", "")
    if bare and not bare.strip("⭐★☆"):
        bare = str(len(bare.rstrip("☆")))
    bare = re.sub(r"\s*/\s*5$", "", bare)
    return bare if is_number_in(bare, RATINGS) else None
