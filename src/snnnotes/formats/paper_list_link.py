"""Links of a paper list: what their labels and addresses say about where they lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from snnnotes.formats.link_path import normal_path
from snnnotes.model.identifiers import ArxivId, find_identifier, percent_decoded
from snnnotes.model.text import fold


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a list has it."""

    #: What the reader clicks on, without Markdown; may be empty.
    label: str
    #: As written: an address, a path from the list's own folder, or an anchor.
    url: str


class LinkKind(Enum):
    """What a link of a row leads to."""

    PAPER = "paper"
    CODE = "code"
    NOTE = "note"
    OTHER = "other"  # project pages, videos, data, ...


_WORDS = {
    LinkKind.PAPER: (
        "paper papers pdf arxiv openreview abs abstract html doi acm ieee springer elsevier"
        " biorxiv medrxiv publication fulltext article preprint journal proceedings thecvf cvf"
        " pmlr 论文 原文 全文 文章 论文链接 原文链接 论文地址 原文地址 论文连接 论文下载 论文原文"
    ),
    LinkKind.CODE: (
        "code codes github git gitlab gitee repo repository pytorch tensorflow tf jax keras"
        " matlab implementation source star stars 代码 源码 源代码 代码链接 代码地址 开源代码"
        " 源码链接 官方代码 代码实现 项目代码"
    ),
    LinkKind.NOTE: (
        "note notes reading summary 笔记 阅读笔记 论文笔记 学习笔记 我的笔记 笔记链接 精读"
    ),
    LinkKind.OTHER: (
        "project page website web webpage homepage site demo video videos youtube bilibili slides"
        " slide poster talk presentation supp supplement supplementary appendix data dataset"
        " datasets blog bibtex bib cite citation colab model models weights checkpoint"
        " huggingface hf twitter tweet review reviews zhihu csdn 主页 项目 项目主页 视频 数据"
        " 数据集 知乎 解读 博客 演示 幻灯片 海报 补充材料 模型 引用 翻译 中文 讲解"
    ),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
#: Words that may stand in a label beside those above, and alone say nothing.
_NEUTRAL = frozenset(
    (
        *("link", "links", "here", "url", "official", "unofficial", "the", "and", "version", "my"),
        *("v", "链接", "地址", "官方", "下载", "点击"),
    )
)
_LABEL_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]+|\d+")

_PAPER_HOSTS = (
    *("openaccess.thecvf.com", "ecva.net", "papers.nips.cc", "papers.neurips.cc", "neurips.cc"),
    *("nips.cc", "icml.cc", "iclr.cc", "mlr.press", "jmlr.org", "ijcai.org", "aaai.org"),
    *("aclanthology.org", "aclweb.org", "ieeexplore.ieee.org", "computer.org", "dl.acm.org"),
    *("link.springer.com", "nature.com", "science.org", "sciencemag.org", "sciencedirect.com"),
    *("frontiersin.org", "mdpi.com", "pnas.org", "cell.com", "elifesciences.org", "plos.org"),
    *("wiley.com", "tandfonline.com", "oup.com", "iop.org", "aps.org", "aip.org", "acs.org"),
    *("biorxiv.org", "medrxiv.org", "hal.science", "semanticscholar.org", "usenix.org"),
    *("isca-speech.org", "isca-archive.org", "bmvc2022.org", "bmva-archive.org.uk", "cnki.net"),
    *("wanfangdata.com.cn", "ncbi.nlm.nih.gov", "europepmc.org", "direct.mit.edu", "osti.gov"),
    *("mitpressjournals.org", "jneurosci.org", "physiology.org", "sagepub.com", "hindawi.com"),
    *("spiedigitallibrary.org", "cambridge.org", "ssrn.com", "techrxiv.org", "preprints.org"),
    *("researchgate.net", "worldscientific.com", "openreview.net", "arxiv.org", "doi.org"),
)
_CODE_HOSTS = ("github.com", "gitlab.com", "gitee.com", "bitbucket.org", "codeberg.org")
_ADDRESS = re.compile(
    r"(?:https?:)?//(?:www\.)?(?P<host>[^/?#\s:]+)(?::\d+)?(?P<rest>\S*)", re.IGNORECASE
)
_PROTOCOL = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BLOB = re.compile(r"/[^/]+/[^/]+/blob/[^/]+/(?P<path>[^?#]+)")
_NOTE_SUFFIXES = (".md", ".markdown", ".mdx", ".mkd", ".qmd")
_NO_NOTES = re.compile(
    r"(?:readme|license|licence|contributing|changelog|code_of_conduct|todo)(?![^\W_])",
    re.IGNORECASE,
)
#: The note in a folder of its own: nobody has two folders down what is not about one thing.
_FOLDERS_OWN, _FEWEST_FOLDERS = "readme.md", 2


#: A row's addresses are looked at from several sides, and lists repeat their labels.
identifier_in = lru_cache(maxsize=1 << 12)(find_identifier)


@lru_cache(maxsize=1 << 10)
def kind_of_label(label: str) -> LinkKind | None:
    """What the words of a label promise; None if it is no such label, or one like ``link``.

    >>> kind_of_label("Official Code"), kind_of_label("论文链接"), kind_of_label("arXiv:2307.01694")
    (<LinkKind.CODE: 'code'>, <LinkKind.PAPER: 'paper'>, <LinkKind.PAPER: 'paper'>)
    >>> kind_of_label("Spiking Code Generation") is None
    True
    """
    if isinstance(identifier_in(label), ArxivId):
        return LinkKind.PAPER
    words = _LABEL_WORD.findall(fold(label))
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    if all(word in _KINDS or word in _NEUTRAL or word.isdigit() for word in words):
        return kinds[0] if kinds else None
    return None


def is_neutral(label: str) -> bool:
    """Is it a label that says nothing, such as ``link``, ``official``, or the address itself?"""
    words = _LABEL_WORD.findall(fold(label))
    return all(word in _NEUTRAL for word in words) or _ADDRESS.match(label.strip()) is not None


def kind_of_address(url: str) -> LinkKind | None:
    """What the host of an address is known for; None if for nothing, or if it is a path.

    >>> kind_of_address("https://github.com/BICLab/Spike-Driven-Transformer")
    <LinkKind.CODE: 'code'>
    >>> kind_of_address("https://spikegpt.github.io") is None
    True
    """
    address = _ADDRESS.match(url)
    if address is None:
        return None
    host, rest = address["host"].lower(), address["rest"]
    path = re.split("[?#]", rest, maxsplit=1)[0]
    if path.lower().endswith(".pdf"):
        return LinkKind.PAPER
    if host in _CODE_HOSTS:
        # A name alone is a person's page.
        return LinkKind.CODE if path.strip("/").count("/") else LinkKind.OTHER
    if host.startswith("proceedings.") or _is_of(host, _PAPER_HOSTS):
        return LinkKind.PAPER
    return LinkKind.PAPER if identifier_in(url) else None


def is_address(url: str) -> bool:
    """Is it an address of the web, not a path or an anchor?"""
    return _ADDRESS.match(url) is not None


def note_path(link: Link, folder: str) -> str | None:
    """The note that a link leads to, as a path; None if it leads to something else.

    Args:
        link: Also an address at GitHub counts if its label calls it a note.
        folder: The list's own folder, with forward slashes; empty for the notebook's root.

    >>> note_path(Link("笔记", "../notes/2023/Spike-driven%20Transformer.md"), "docs")
    'notes/2023/Spike-driven Transformer.md'
    >>> note_path(Link("code", "https://github.com/a/b/blob/main/x.md"), "") is None
    True
    """
    path = re.split("[?#]", link.url, maxsplit=1)[0]
    if is_address(link.url):
        blob = _BLOB.search(link.url) if kind_of_label(link.label) is LinkKind.NOTE else None
        path, folder = (blob["path"], "") if blob else ("", "")
    elif _PROTOCOL.match(path):
        return None
    path = percent_decoded(path)
    name = path.rstrip("/").rpartition("/")[2]
    is_note = path.endswith("/") or path.lower().endswith(_NOTE_SUFFIXES) or "." not in name
    if not name.strip(".") or not is_note:
        return None
    if _NO_NOTES.match(name) and not (
        name.lower() == _FOLDERS_OWN
        and (path.count("/") >= _FEWEST_FOLDERS or kind_of_label(link.label) is LinkKind.NOTE)
        and "/" in path.lstrip("./")
    ):
        return None
    return normal_path(path if path.startswith("/") else f"{folder}/{path}")


def link_key(url: str) -> str:
    """Equal for addresses of one paper: abs or pdf, http or https, any version.

    >>> link_key("https://arxiv.org/pdf/2307.01694v2.pdf") == link_key("arxiv.org/abs/2307.01694")
    True
    """
    identifier = identifier_in(url)
    if identifier is not None:
        return str(identifier)
    address = _ADDRESS.match(url)
    if address is None:
        return url.strip()
    return address["host"].lower() + address["rest"].partition("#")[0].rstrip("/")


def _is_of(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)
