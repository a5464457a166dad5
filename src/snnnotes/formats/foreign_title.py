"""The title in a heading or a file name, apart from venue, year and what else people put there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from snnnotes.formats.foreign_markdown import plain
from snnnotes.formats.foreign_value import date_of
from snnnotes.formats.foreign_venue import YEAR, Appearance, appearance
from snnnotes.model.identifiers import ArxivId, find_identifier


@dataclass(frozen=True, slots=True)
class Named:
    """What a name of a note says: its parts, each None where there is none."""

    title: str | None = None
    venue: str | None = None
    year: str | None = None
    #: The venue-year form says that it is a preprint, so the year is that of the preprint.
    is_preprint: bool = False
    #: A date as ISO 8601: when the note was made, not the paper.
    added: str | None = None
    arxiv: str | None = None
    citekey: str | None = None


#: What a heading or a bracket says of the note, not of the paper.
_NOTE_WORDS = (
    r"paper(?:\s*(?:reading|review|summary))?(?:\s*notes?)?|(?:reading|literature|paper|my)?\s*notes?"
    r"|reading|review|summary|论文(?:阅读|学习|精读|解读|翻译|详解)?(?:笔记)?|文献(?:阅读)?(?:笔记)?"
    r"|(?:阅读|学习|读书)?笔记|精读|泛读|阅读|论文题目|论文标题|论文名称|标题|题目|文章标题|未命名|untitled"
)
#: A heading of nothing else names no paper, but the next one may.
# Possessive: a run of such words can be cut up in many ways, and one is enough.
_ONLY_NOTE_WORDS = re.compile(rf"\W*(?>(?:{_NOTE_WORDS})\W*)++", re.IGNORECASE)
_NOTE_PREFIX = re.compile(
    rf"(?:{_NOTE_WORDS})\s*(?:[:：|｜]|[-–—]+(?=\s)|——?)\s*(?=\S)", re.IGNORECASE
)
_NOTES_ON = re.compile(
    r"(?:reading\s+)?notes\s+(?:of|on|for|about)\s+[\"“'‘](?P<title>.+)[\"”'’]", re.IGNORECASE
)
_NOTE_SUFFIX = re.compile(
    r"(?:\s*[-–—_|:：·]\s*|\s+|(?<=》))(?:(?:论文|文献)?(?:阅读|学习|精读|解读)?笔记|论文(?:阅读|精读|解读)"
    r"|paper\s+(?:reading|notes?|review)|reading\s+notes?)\s*$",
    re.IGNORECASE,
)
_BOOK_TITLE = re.compile(r"《(?P<title>[^《》]+)》")
_QUOTED = re.compile(r"\"(?P<title>[^\"]+)\"|“(?P<second>[^“”]+)”|「(?P<third>[^「」]+)」")

#: Sections of a note, which no paper is called after.
_SECTIONS = frozenset({
    "abstract", "analysis", "architecture", "appendix", "authors", "background", "basic info",
    "citation", "code", "conclusion", "conclusions", "contents", "contribution", "contributions",
    "dataset", "datasets", "details", "discussion", "evaluation", "experiment", "experiments",
    "idea", "ideas", "information", "info", "intro", "introduction", "key points", "keywords",
    "limitation", "limitations", "links", "main idea", "metadata", "method", "methodology",
    "methods", "model", "motivation", "network", "overview", "pros and cons", "questions",
    "reference", "references", "related work", "related works", "results", "takeaways",
    "thoughts", "tl;dr", "tldr", "todo", "toc", "training", "what", "why", "how", "摘要", "背景",
    "研究背景", "引言", "前言", "简介", "介绍", "概述", "概览", "总览", "动机", "研究动机",
    "方法", "模型", "网络结构", "实验", "实验结果", "结果", "结论", "总结", "讨论", "贡献",
    "创新点", "主要贡献", "相关工作", "参考文献", "参考", "问题", "思考", "想法", "目录",
    "基本信息", "论文信息", "文章信息", "关键信息", "信息", "链接", "代码", "作者", "评价",
    "优点", "缺点", "不足", "启发", "个人思考", "个人总结", "一句话总结", "核心思想", "主要内容",
    "内容", "正文", "附录", "数据集", "损失函数", "训练", "推理", "待办", "疑问",
})  # fmt: skip
_SECTION_NUMBER = re.compile(
    r"(?:\d+\.)+\d+\.?\s|第\s*[一二三四五六七八九十\d]+\s*[章节部篇]|[一二三四五六七八九十]+[、.．]"
)
_ORDER_NUMBER = re.compile(
    r"(?:\d{1,3}[.、)]\s+|\d{1,3}、\s*|\[\d{1,3}\]\s*|\d{1,2}\s*-\s+|0\d{1,2}[-_ ]\s*)(?=\S)"
)

_LEADING_BRACKET = re.compile(r"[\[【(（](?P<inside>[^\[\]【】()（）]*)[\]】)）][\s_:：-]*(?=\S)")
_TRAILING_BRACKET = re.compile(
    r"(?P<before>.*\S)[\s_]*[\[【(（](?P<inside>[^\[\]【】()（）]*)[\]】)）]$"
)
_LEADING_YEAR = re.compile(
    rf"(?P<year>{YEAR})(?:年\s*|\s*[-–—_|]\s*|\.?\s+|\.(?=\D))(?P<title>\S.*)"
)
_LEADING_WORDS = (
    re.compile(r"(?P<where>[\w'’]+?[\s_-]+[\w'’]+?)[\s_:：-]+(?P<title>\S.*)"),
    re.compile(r"(?P<where>[\w'’]+?)[\s_:：-]+(?P<title>\S.*)"),
)
_SEPARATOR = re.compile(r"\s+[-–—|·]\s+|\s*[|｜]\s*|_+|\s*[:：]\s*|\s*[,，]\s+|——?")
_ZOTERO = re.compile(rf"(?P<authors>[^-]{{2,60}}?)\s+-\s+(?P<year>{YEAR})\s+-\s+(?P<title>\S.*)")
_DATE = re.compile(
    r"(?P<date>\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|(?:19|20)\d{6})(?:[-_.\s]+(?P<rest>.*))?"
)
_ARXIV = re.compile(
    r"(?:arxiv[\s:_-]*)?(?P<number>\d{4}\.\d{4,5})(?:v\d{1,2})?(?:[\s_:,-]+(?P<rest>.*))?",
    re.IGNORECASE,
)
_CITEKEY = re.compile(rf"[a-z][a-zA-Z-]*?_?{YEAR}_?(?:[a-zA-Z]+)?|[A-Z][a-z]+_?{YEAR}_?[a-zA-Z]*")
_MARKED_CITEKEY = re.compile(r"@(?P<key>[\w:.+/-]+)")
_NOTION_ID = re.compile(r"\s+[0-9a-f]{32}$")
_LONGEST_TITLE = 400


def heading_named(text: str) -> Named | None:
    """What a heading, or the value of a label, says; None if it only names the note or a section.

    >>> heading_named("**Spike-driven Transformer** (NeurIPS 2023)")
    Named(title='Spike-driven Transformer', venue='NeurIPS', year='2023', is_preprint=False, \
added=None, arxiv=None, citekey=None)
    >>> heading_named("论文笔记：《SEENN》").title, heading_named("论文"), heading_named("1.2 方法")
    ('SEENN', None, None)
    """
    shown = plain(text)
    marked = _MARKED_CITEKEY.fullmatch(shown)
    if marked:
        return Named(citekey=marked["key"])
    if is_note_word(shown) or is_section(shown):
        return None
    named = _decomposed(_without_number(shown))
    title = named.title
    return named if title and not is_section(title) and not is_note_word(title) else None


def file_named(stem: str) -> Named:
    """What the name of a file or folder, without ``.md``, says.

    >>> file_named("2021-05-03-Spike-driven Transformer").added
    '2021-05-03'
    >>> file_named("[NIPS 2024] SEENN").venue, file_named("Spike_driven_Transformer").title
    ('NeurIPS', 'Spike driven Transformer')
    >>> file_named("yao2023spike").citekey, file_named("2307.01694").arxiv
    ('yao2023spike', '2307.01694')
    """
    name = _NOTION_ID.sub("", stem).strip()
    added = None
    dated = _DATE.fullmatch(name)
    if dated:
        added = date_of(dated["date"].replace("_", "-"))
        name = (dated["rest"] or "").strip() if added else name
    named = _named_by_key(name) or _decomposed(_without_number(_with_blanks(name)))
    title = named.title
    if title is not None and (is_note_word(stem) or not re.search(r"[^\W\d_]", title)):
        named = replace(named, title=None)
    return replace(named, added=added)


def is_note_word(text: str) -> bool:
    """Is it only a word such as Paper, 论文 or Notes?

    >>> is_note_word("论文 Paper"), is_note_word("📝 阅读笔记"), is_note_word("Paper GNNs")
    (True, True, False)
    """
    return len(text) < 60 and _ONLY_NOTE_WORDS.fullmatch(text) is not None  # noqa: PLR2004


def is_section(text: str) -> bool:
    """Is it what sections of a note are called, with or without a number?

    >>> is_section("3. 方法 (Method)"), is_section("一、研究背景"), is_section("2048: A Game")
    (True, True, False)
    """
    if _SECTION_NUMBER.match(text):
        return True
    words = re.sub(r"^\W*\d{0,2}[.、)）:：\s]*|[\s:：?？!！。.]+$", "", text).casefold()
    parts = re.split(r"\s*[(（)）/&、|]\s*", words)
    return all(re.sub(r"^\W+", "", part) in _SECTIONS for part in parts if part) and bool(words)


def _named_by_key(name: str) -> Named | None:
    """What a name says that is, or begins with, an identifier or a citekey."""
    marked = _MARKED_CITEKEY.fullmatch(name)
    if marked:
        return Named(citekey=marked["key"])
    number = _ARXIV.fullmatch(name)
    if number and isinstance(find_identifier(number["number"]), ArxivId):
        named = _decomposed(_with_blanks(number["rest"] or ""))
        return replace(named, arxiv=number["number"])
    if _CITEKEY.fullmatch(name) and appearance(name) is None:
        return Named(citekey=name)
    return None


def _without_number(text: str) -> str:
    """A name without the number by which somebody sorts the notes."""
    number = _ORDER_NUMBER.match(text)
    return text[number.end() :] if number else text


def _with_blanks(name: str) -> str:
    """A name whose words are parted by _ or -, with blanks."""
    if re.search(r"\s", name):
        return name
    if "_" in name:
        return " ".join(name.replace("_", " ").split())
    return name.replace("-", " ") if name.count("-") > 2 else name  # noqa: PLR2004 (real hyphens)


def _decomposed(text: str) -> Named:
    """A name without venue, year and words on the note, which stand before or behind the title."""
    where = Appearance(None, None)
    title = text.strip()
    # At most three, such as [论文笔记][NeurIPS 2022][Oral].
    for _ in range(3):
        bracket = _LEADING_BRACKET.match(title)
        found = _aside(bracket["inside"]) if bracket else None
        if bracket is None or found is None:
            break
        where, title = _joined(where, found), title[bracket.end() :]
    zotero = _ZOTERO.fullmatch(title)
    if zotero:
        return Named(zotero["title"], where.venue, zotero["year"])
    title, where = _without_prefix(title, where)
    title, where = _without_suffix(title, where)
    return Named(
        _bare(title) if len(title) <= _LONGEST_TITLE else None,
        where.venue,
        where.year,
        where.is_preprint,
    )


def _aside(inside: str) -> Appearance | None:
    """What a bracket beside the title says; None if it belongs to the title."""
    if is_note_word(inside) or inside.strip().casefold() in (
        "oral",
        "spotlight",
        "poster",
        "best paper",
    ):
        return Appearance(None, None)
    return appearance(inside)


def _joined(first: Appearance, second: Appearance) -> Appearance:
    return Appearance(
        first.venue or second.venue,
        first.year or second.year,
        is_preprint=first.is_preprint or second.is_preprint,
    )


def _without_prefix(title: str, where: Appearance) -> tuple[str, Appearance]:
    prefix = _NOTE_PREFIX.match(title)
    if prefix:
        title = title[prefix.end() :]
    # The first separator only: NeurIPS 2022 - Title, ICLR2023_Title.
    separator = _SEPARATOR.search(title)
    found = appearance(title[: separator.start()]) if separator else None
    if separator and found and found.venue and found.year:
        return title[separator.end() :].strip(), _joined(where, found)
    # 2022 NeurIPS Title, CVPR_2021_Title, CVPR2021 Title. "2020 Nature ..." may be a title.
    for form in _LEADING_WORDS:
        words = form.fullmatch(title)
        found = appearance(words["where"], known_only=True) if words else None
        if words and found and found.venue and found.year:
            return words["title"], _joined(where, found)
    year = _LEADING_YEAR.fullmatch(title)
    if year and where.year is None:
        return year["title"], _joined(where, Appearance(None, year["year"]))
    return title, where


def _without_suffix(title: str, where: Appearance) -> tuple[str, Appearance]:
    suffix = _NOTE_SUFFIX.search(title)
    if suffix and suffix.start():
        title = title[: suffix.start()]
    for _ in range(3):
        bracket = _TRAILING_BRACKET.fullmatch(title)
        found = _aside(bracket["inside"]) if bracket else None
        if bracket is None or found is None:
            break
        where, title = _joined(where, found), bracket["before"]
    separators = list(_SEPARATOR.finditer(title))
    if separators:
        found = appearance(title[separators[-1].end() :])
        if found and found.venue and found.year:
            return title[: separators[-1].start()], _joined(where, found)
    words = title.split(" ")
    for count in (2, 1):
        found = appearance(" ".join(words[-count:]), known_only=True)
        if found and found.venue and found.year and len(words) > count:
            return " ".join(words[:-count]).rstrip(" ,，"), _joined(where, found)
    return title, where


def _bare(title: str) -> str | None:
    """A title without the quotes or brackets that stand around the whole of it."""
    on = _NOTES_ON.fullmatch(title) or _BOOK_TITLE.fullmatch(title) or _QUOTED.fullmatch(title)
    if on:
        title = next(part for part in on.groups() if part)
    return " ".join(title.split()) or None
