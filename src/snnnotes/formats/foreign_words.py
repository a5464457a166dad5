"""The words by which people name the fields of a paper, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata

#: Each word stands for one of our fields, or for one of the four that need a closer look:
#: ``paper`` (title or link), ``date`` (of the note or of the paper), ``published`` (a date, of
#: which only the year counts) and ``links`` (of any kind).
_WORDS = {
    "title": (
        "title|paper title|full title|article title|original title|name of paper|标题|题目|题名"
        "|论文标题|论文题目|论文名称|论文名|文章标题|文章题目|文章名称|英文标题|英文题目|英文名"
        "|原标题|原文标题|原文题目"
    ),
    "aliases": "alias|aliases|中文标题|中文题目|标题翻译|译名|中文名|题目翻译",
    "authors": (
        "author|authors|paper authors|by|written by|author list|作者|论文作者|文章作者|全部作者"
        "|作者列表|作者信息"
    ),
    "year": (
        "year|publication year|published year|year of publication|pub year|年份|年|年度|发表年份"
        "|出版年份|出版年|发表年|论文年份"
    ),
    "published": (
        "published|publication date|date of publication|published on|publish date|publishdate"
        "|published date|pubdate|pub date|published time|date published|issued|发表时间|发表日期"
        "|出版时间|出版日期|发布时间|发布日期|论文时间|首次公开日期|提交时间|投稿时间"
    ),
    "venue": (
        "venue|conference|journal|conf|booktitle|publication|published in|published at"
        "|publication title|container title|journal title|proceedings|conference name"
        "|proceedings title|publication venue|accepted|accepted by|journaltitle|source title"
        "|appeared in|conference/journal|publisher venue|会议|期刊|会议名称|期刊名称|发表于"
        "|发表在|发表|发表会议|发表期刊|出处|刊物|收录于|收录|录用|论文出处|发表情况|会议期刊"
        "|来源期刊|发表刊物"
    ),
    "url": (
        "url|paper link|paper url|article link|paper address|full text|uri|original paper"
        "|arxiv link|arxiv url|arxivurl|paper page|web page|论文链接|论文连接|论文地址|论文网址"
        "|原文链接|原文连接|原文地址|原文|文章链接|文章地址|原始论文|论文原文|论文下载"
        "|论文下载地址|下载地址|原论文|文章连接"
    ),
    "links": "link|links|source|链接|连接|地址|网址|来源|相关链接|resources|资源",
    "paper": "paper|论文|文章|文献",
    "arxiv": "arxiv|arxiv id|arxivid|arxiv编号|arxiv号|eprint|arxiv identifier|arxiv number",
    "doi": "doi|doi号|doi编号",
    "openreview": "openreview|openreview id|open review",
    "pdf": "pdf|pdf link|pdf url|pdf链接|论文pdf|paper pdf|pdf地址|原文pdf",
    "code": (
        "code|codes|code link|code url|github|github link|github url|repo|repository|source code"
        "|official code|implementation|official implementation|代码|代码链接|代码地址|代码连接"
        "|代码仓库|源码|源代码|开源代码|开源地址|论文源码|论文代码|官方代码|官方实现|源码地址"
        "|源码链接|github链接|github地址|项目代码|项目地址|github仓库|开源链接"
    ),
    "citekey": (
        "citekey|cite key|citation key|citationkey|bibtex key|bibtexkey|bibkey|cite|引用键"
        "|citation-key"
    ),
    "tags": (
        "tag|tags|keyword|keywords|key words|topic|topics|index terms|标签|关键词|关键字|主题"
        "|主题词"
    ),
    "status": "status|reading status|read|done|状态|阅读状态|进度|阅读进度|已读",
    "rating": "rating|score|stars|my rating|评分|打分|推荐指数|星级",
    "added": (
        "added|date added|added on|added date|addeddate|date read|read date|reading date|read on"
        "|created|creation date|date created|created at|created time|create time|createtime"
        "|created date|date add|note date|阅读日期|阅读时间|记录时间|记录日期|创建时间|创建日期"
        "|添加时间|添加日期|笔记时间|笔记日期|日期(阅读)|建立时间"
    ),
    "date": "date|日期|时间|time",
    "abstract": "abstract|摘要",
    "summary": "summary|tldr|tl;dr|tl dr|一句话总结|一句话概括|一句话",
}
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}
_LONGEST = 40
_SIGNS = re.compile(r"\A[^\w]+|[^\w]+\Z")
_IN_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_PLURAL = re.compile(r"\((?:s|es)\)")
_BETWEEN_WORDS = re.compile(r"\s*(?:[/&、|,]|\band\b|\bor\b|\()\s*")


def meaning_of(label: str) -> str | None:
    """The field that a label or key names, or one of paper, date, published, links; else None.

    >>> [meaning_of(label) for label in ("📄 **Author(s)**", "论文链接/DOI/arXiv ID", "标题/Title")]
    ['authors', 'url', 'title']
    >>> meaning_of("date_added"), meaning_of("Method")
    ('added', None)
    """
    if len(label) > _LONGEST:
        return None
    folded = unicodedata.normalize("NFKC", label).casefold()
    folded = _PLURAL.sub("s", folded).replace("_", " ").replace("*", "").replace("`", "")
    bare = " ".join(_SIGNS.sub("", folded).split())
    # 日期(阅读) stands in the table with its bracket; most brackets only say it once more.
    for candidate in (bare, bare.replace("-", " "), _SIGNS.sub("", _IN_BRACKETS.sub(" ", folded))):
        found = _MEANINGS.get(candidate.strip())
        if found:
            return found
    parts = [_SIGNS.sub("", part) for part in _BETWEEN_WORDS.split(bare)]
    meanings = [_MEANINGS.get(part) for part in parts if part]
    # Every part must be a label: "Title and method" is the heading of something else.
    return meanings[0] if len(meanings) > 1 and None not in meanings else None
