import pytest

from snnnotes.formats.foreign_link import (
    LinkKind,
    appearance_of,
    is_code_address,
    is_link_word,
    is_other_address,
    is_paper_address,
    is_pdf_address,
    is_web_address,
    kind_of,
    says_paper,
)
from snnnotes.formats.foreign_markdown import Link
from snnnotes.formats.foreign_venue import Appearance

ARXIV = "https://arxiv.org/abs/2307.01694"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("原文链接", True, id="chinese"),
        pytest.param("[PDF]", True, id="brackets"),
        pytest.param("link", False, id="only-a-link"),
        pytest.param("链接", False, id="only-a-chinese-link"),
        pytest.param("", False, id="bare"),
        pytest.param("代码", False, id="code"),
    ],
)
def test_some_words_speak_of_the_paper_and_some_of_a_link(words: str, *, expected: bool) -> None:
    assert says_paper(Link(words, "https://x.org/p.pdf", 0, 0)) is expected


@pytest.mark.parametrize(
    ("words", "url", "expected"),
    [
        pytest.param("论文链接", "https://x.org/p", LinkKind.LABELLED_PAPER, id="label"),
        pytest.param("论文连接", "https://x.org/p", LinkKind.LABELLED_PAPER, id="typo"),
        pytest.param("Paper", ARXIV, LinkKind.LABELLED_PAPER, id="label-and-host"),
        pytest.param("[PDF]", "https://x.org/p", LinkKind.LABELLED_PAPER, id="brackets"),
        pytest.param("📄 Paper (arXiv)", "https://x.org/p", LinkKind.LABELLED_PAPER, id="emoji"),
        pytest.param("链接", ARXIV, LinkKind.LABELLED_PAPER, id="any-link-to-a-paper"),
        pytest.param("2307.01694", ARXIV, LinkKind.LABELLED_PAPER, id="identifier"),
        pytest.param(
            "pdf",
            "https://github.com/a/b/blob/main/p.pdf",
            LinkKind.LABELLED_PAPER,
            id="pdf-among-code",
        ),
        pytest.param(
            "论文", "https://a.github.io/p.pdf", LinkKind.LABELLED_PAPER, id="pdf-on-a-home-page"
        ),
        pytest.param("", ARXIV, LinkKind.SOME_PAPER, id="bare"),
        pytest.param(ARXIV, ARXIV, LinkKind.SOME_PAPER, id="address-as-text"),
        pytest.param("STBP", ARXIV, LinkKind.SOME_PAPER, id="named"),
        pytest.param("code", ARXIV, LinkKind.SOME_PAPER, id="paper-called-code"),
        pytest.param("代码", "https://x.org/c", LinkKind.CODE, id="code-label"),
        pytest.param("", "https://github.com/a/b", LinkKind.CODE, id="code-host"),
        pytest.param("论文链接", "https://gitee.com/a/b", LinkKind.CODE, id="code-called-paper"),
        pytest.param("code", "https://a.github.io/b", LinkKind.CODE, id="code-on-a-home-page"),
        pytest.param("论文链接", "", LinkKind.OTHER, id="empty"),
        pytest.param("paper", "../p.pdf", LinkKind.OTHER, id="file"),
        pytest.param("paper", "https://[x", LinkKind.OTHER, id="broken-address"),
        pytest.param("paper", "https://x.org/p.PNG", LinkKind.OTHER, id="picture"),
        pytest.param("paper", "https://a.github.io/b", LinkKind.OTHER, id="project-page"),
        pytest.param("链接", "https://zhuanlan.zhihu.com/p/1", LinkKind.OTHER, id="blog"),
        pytest.param("Project Page", ARXIV, LinkKind.OTHER, id="project-words"),
        pytest.param("补充材料", ARXIV, LinkKind.OTHER, id="supplement"),
        pytest.param("笔记", ARXIV, LinkKind.OTHER, id="note"),
        pytest.param("STBP", "https://example.org", LinkKind.OTHER, id="any-page"),
    ],
)
def test_a_link_is_the_paper_its_code_or_neither(words: str, url: str, expected: LinkKind) -> None:
    assert kind_of(Link(words, url, 0, 0)) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(ARXIV, True, id="arxiv"),
        pytest.param("https://openreview.net/forum?id=9FmolyOHi5", True, id="openreview"),
        pytest.param("https://doi.org/10.1109/ICCV48922.2021.00266", True, id="doi"),
        pytest.param("https://proceedings.mlr.press/v139/x.html", True, id="proceedings"),
        pytest.param("https://www.ijcai.org/proceedings/2022/343", True, id="www"),
        pytest.param("https://example.org/paper.pdf", True, id="pdf-anywhere"),
        pytest.param("https://arxiv.org", False, id="host-alone"),
        pytest.param("https://arxiv.org/list/cs.NE/new", False, id="list"),
        pytest.param("https://zhihu.com/a.pdf", False, id="pdf-of-a-blog"),
        pytest.param("https://notarxiv.org.example.com/abs/x", False, id="look-alike"),
        pytest.param("https://github.com/a/b", False, id="code"),
    ],
)
def test_addresses_of_papers_are_known(url: str, expected: bool) -> None:
    assert is_paper_address(url) is expected


def test_other_addresses_are_told_apart() -> None:
    assert is_web_address("HTTPS://X.org/a")
    assert not is_web_address("ftp://x.org/a")
    assert not is_web_address("https://localhost/a")
    assert is_code_address("https://gitlab.com/a/b/-/tree/main")
    assert not is_code_address("https://github.com/a")
    assert is_pdf_address("https://openreview.net/pdf?id=9FmolyOHi5")
    assert not is_pdf_address("https://x.org/pdfs.html")
    assert is_other_address("https://www.bilibili.com/video/1")
    assert is_other_address("notes/a.md")
    assert not is_other_address("https://x.org/a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("论文链接", True, id="paper"),
        pytest.param("Code", True, id="code"),
        pytest.param("here", True, id="any"),
        pytest.param("slides", True, id="other"),
        pytest.param("Spike-driven Transformer", False, id="title"),
        pytest.param("", False, id="empty"),
    ],
)
def test_words_that_say_what_is_linked_are_no_title(text: str, expected: bool) -> None:
    assert is_link_word(text) is expected


@pytest.mark.parametrize(
    ("url", "venue", "year"),
    [
        pytest.param(
            "https://proceedings.neurips.cc/paper/2021/file/61f-Paper.pdf",
            "NeurIPS",
            "2021",
            id="neurips",
        ),
        pytest.param(
            "https://papers.nips.cc/paper_files/paper/2022/hash/a.html",
            "NeurIPS",
            "2022",
            id="nips",
        ),
        pytest.param(
            "https://openaccess.thecvf.com/content/ICCV2021/papers/a.pdf", "ICCV", "2021", id="cvf"
        ),
        pytest.param(
            "https://openaccess.thecvf.com/content_ICCV_2019/papers/a.pdf",
            "ICCV",
            "2019",
            id="old-cvf",
        ),
        pytest.param(
            "http://openaccess.thecvf.com/content_cvpr_2018/CameraReady/1.pdf",
            "CVPR",
            "2018",
            id="lower-case-cvf",
        ),
        pytest.param("https://www.ijcai.org/proceedings/2022/343", "IJCAI", "2022", id="ijcai"),
        pytest.param(
            "https://www.ecva.net/papers/eccv_2020/papers_ECCV/html/1.php",
            "ECCV",
            "2020",
            id="eccv",
        ),
        pytest.param("https://aclanthology.org/2023.acl-long.1/", "ACL", "2023", id="acl"),
    ],
)
def test_a_publishers_address_tells_venue_and_year(url: str, venue: str, year: str) -> None:
    assert appearance_of(url) == Appearance(venue, year)


def test_most_addresses_tell_neither() -> None:
    assert appearance_of(ARXIV) is None
    assert appearance_of("https://openaccess.thecvf.com/menu") is None
