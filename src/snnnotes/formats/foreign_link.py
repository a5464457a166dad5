"""What a link in a note is: the paper, its code, or neither."""

from __future__ import annotations

import re
from enum import Enum

from snnnotes.formats.foreign_markdown import Link
from snnnotes.formats.foreign_venue import Appearance
from snnnotes.formats.foreign_words import meaning_of
from snnnotes.formats.paper_list_link import LinkKind as ListedKind
from snnnotes.formats.paper_list_link import is_neutral, kind_of_address, kind_of_label
from snnnotes.model.identifiers import find_identifier


class LinkKind(Enum):
    """What a link leads to, as far as its words and its address say."""

    #: Its words say that it is the paper.
    LABELLED_PAPER = "labelled paper"
    #: Only its address says that it is a paper: this one, or one that the note speaks of.
    SOME_PAPER = "some paper"
    CODE = "code"
    OTHER = "other"


#: What the meanings of `meaning_of` are as words of a link.
_PAPER_MEANINGS = ("url", "paper", "pdf", "arxiv", "doi", "openreview")

#: Each stands for its subdomains too. What is said there of a paper is not the paper.
_OTHER_HOSTS = frozenset({
    "baidu.com", "bilibili.com", "cnblogs.com", "csdn.net", "docs.google.com", "drive.google.com",
    "facebook.com", "github.io", "googleusercontent.com", "imgur.com", "jianshu.com", "juejin.cn",
    "kaggle.com", "linkedin.com", "medium.com", "modelscope.cn", "paperswithcode.com", "pypi.org",
    "reddit.com", "shields.io", "sinaimg.cn", "stackoverflow.com", "twitter.com", "weibo.com",
    "weixin.qq.com", "wikipedia.org", "x.com", "youtu.be", "youtube.com", "zhihu.com",
    "zhimg.com",
})  # fmt: skip
_ADDRESS = re.compile(
    r"https?://(?:[^/?#@]*@)?(?P<host>[^/?#:@\[\]]+)(?::\d*)?(?P<path>[^?#]*)", re.IGNORECASE
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|ico|mp4)\Z", re.IGNORECASE)
_PDF = re.compile(r"\.pdf\Z|/pdf(?:/|\Z)|_pdf\Z", re.IGNORECASE)


def kind_of(link: Link) -> LinkKind:
    """What a link is. Where words and address disagree on code, the address is believed.

    >>> kind_of(Link("论文链接", "https://arxiv.org/abs/2307.01694", 0, 0))
    <LinkKind.LABELLED_PAPER: 'labelled paper'>
    >>> kind_of(Link("paper", "https://github.com/a/b", 0, 0))
    <LinkKind.CODE: 'code'>
    """
    words = _kind_of_words(link.text)
    is_neither = words in (ListedKind.OTHER, ListedKind.NOTE)
    if is_neither or not is_web_address(link.url) or _PICTURE.search(_parts(link.url)[1]):
        return LinkKind.OTHER
    if is_code_address(link.url):
        return LinkKind.CODE
    if words is ListedKind.PAPER:
        is_paper = is_pdf_address(link.url) or not is_other_address(link.url)
        return LinkKind.LABELLED_PAPER if is_paper else LinkKind.OTHER
    if not is_paper_address(link.url):
        return LinkKind.CODE if words is ListedKind.CODE else LinkKind.OTHER
    says_link = bool(link.text) and "://" not in link.text and is_neutral(link.text)
    return LinkKind.LABELLED_PAPER if says_link else LinkKind.SOME_PAPER


def says_paper(link: Link) -> bool:
    """Do the words of a link speak of the paper, not only of a link?

    >>> [says_paper(Link(text, "https://x.org/a.pdf", 0, 0)) for text in ("原文", "link")]
    [True, False]
    """
    return _kind_of_words(link.text) is ListedKind.PAPER


def is_web_address(url: str) -> bool:
    """Does it lead to a page on the web, and not to a file beside the note or to nothing?"""
    return url[:8].lower().startswith(("http://", "https://")) and "." in _parts(url)[0]


def is_paper_address(url: str) -> bool:
    """Is the address of a kind that only papers have?

    >>> is_paper_address("https://openreview.net/forum?id=yzZbwQPkmP")
    True
    >>> is_paper_address("https://arxiv.org/list/cs.NE/new"), is_paper_address("https://arxiv.org")
    (False, False)
    """
    path = _parts(url)[1]
    if len(path.strip("/")) < 3 or path.startswith("/list/"):  # noqa: PLR2004 (a page, not a host)
        return find_identifier(url) is not None
    return kind_of_address(url) is ListedKind.PAPER and not _is_on(_OTHER_HOSTS, url)


def is_code_address(url: str) -> bool:
    """Is it a repository of code, or something in one that is not a PDF?

    >>> is_code_address("https://github.com/BICLab/Spike-Driven-Transformer")
    True
    >>> is_code_address("https://github.com/BICLab"), is_code_address("https://a.github.io/b")
    (False, False)
    """
    return kind_of_address(url) is ListedKind.CODE


def is_pdf_address(url: str) -> bool:
    """Does the address end in a PDF?

    >>> is_pdf_address("https://arxiv.org/pdf/2307.01694"), is_pdf_address("https://x.org/a.PDF")
    (True, True)
    """
    return _PDF.search(_parts(url)[1]) is not None


def is_other_address(url: str) -> bool:
    """Is it a page of a kind that papers never have: a blog, a video, a project's page?"""
    return not is_web_address(url) or _is_on(_OTHER_HOSTS, url) or is_code_address(url)


def is_link_word(text: str) -> bool:
    """Do the words say what is linked to, so that they are no title?

    >>> is_link_word("[PDF]"), is_link_word("论文链接"), is_link_word("Spike-driven Transformer")
    (True, True, False)
    """
    return bool(text) and (_kind_of_words(text) is not None or is_neutral(text))


# Where the address of a paper tells venue and year, as its publisher made it.
_ADDRESSES = tuple(
    (re.compile(form.replace("YEAR", r"(?P<year>(?:19|20)\d\d)"), re.IGNORECASE), venue)
    for form, venue in (
        (r"(?:papers|proceedings)\.(?:nips|neurips)\.cc/paper(?:_files/paper)?/YEAR/", "NeurIPS"),
        (r"thecvf\.com/(?:content[_/]){1,2}(?P<venue>CVPR|ICCV|WACV)_?YEAR(?=[/_])", None),
        (r"ijcai\.org/proceedings/YEAR/", "IJCAI"),
        (r"ecva\.net/papers/eccv_YEAR/", "ECCV"),
        (r"aclanthology\.org/YEAR\.(?P<venue>acl|emnlp|naacl)-(?:long|short|main)", None),
    )
)


def appearance_of(url: str) -> Appearance | None:
    """Venue and year, where the publisher's address tells them; None elsewhere.

    >>> appearance_of("https://openaccess.thecvf.com/content/ICCV2021/papers/Fang_x_paper.pdf")
    Appearance(venue='ICCV', year='2021', is_preprint=False)
    """
    for form, venue in _ADDRESSES:
        found = form.search(url)
        if found:
            return Appearance(venue or found["venue"].upper(), found["year"])
    return None


def _parts(url: str) -> tuple[str, str]:
    """Host in lower case without www, and path; both empty if it is no address."""
    found = _ADDRESS.match(url)
    if found is None:
        return "", ""
    return found["host"].lower().removeprefix("www."), found["path"]


def _is_on(hosts: frozenset[str], url: str) -> bool:
    """Is the address on one of the hosts, or on a subdomain of one?"""
    labels = _parts(url)[0].split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))


def _kind_of_words(text: str) -> ListedKind | None:
    """What the words of a link promise, in the words of labels or in those of paper lists."""
    if "://" in text:
        return None  # an address as its own text says no more than the address
    meaning = meaning_of(text)
    if meaning in _PAPER_MEANINGS:
        return ListedKind.PAPER
    return ListedKind.CODE if meaning == "code" else kind_of_label(text)
