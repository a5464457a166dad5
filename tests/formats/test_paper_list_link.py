import pytest

from snnnotes.formats.paper_list_link import (
    Link,
    LinkKind,
    is_address,
    is_neutral,
    kind_of_address,
    kind_of_label,
    link_key,
    note_path,
)
from snnnotes.model.identifiers import percent_decoded

PAPER, CODE, NOTE, OTHER = LinkKind.PAPER, LinkKind.CODE, LinkKind.NOTE, LinkKind.OTHER


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        pytest.param("paper", PAPER, id="paper"),
        pytest.param("Paper", PAPER, id="capital"),
        pytest.param("[PDF]", PAPER, id="brackets"),
        pytest.param("📄 PDF", PAPER, id="emoji"),
        pytest.param("arXiv", PAPER, id="arxiv"),
        pytest.param("arXiv:2307.01694", PAPER, id="arxiv-identifier"),
        pytest.param("2503.14847", PAPER, id="bare-identifier"),
        pytest.param("arXiv 2023", PAPER, id="with-year"),
        pytest.param("Official Paper", PAPER, id="official-paper"),
        pytest.param("论文", PAPER, id="chinese"),
        pytest.param("论文链接", PAPER, id="chinese-link"),
        pytest.param("论文连接", PAPER, id="chinese-typo"),
        pytest.param("原文", PAPER, id="original"),
        pytest.param("code", CODE, id="code"),
        pytest.param("Code (PyTorch)", CODE, id="framework"),
        pytest.param("official code", CODE, id="official-code"),
        pytest.param("Github2", CODE, id="second-repository"),
        pytest.param("GitHub stars", CODE, id="stars"),
        pytest.param("代码", CODE, id="chinese-code"),
        pytest.param("note", NOTE, id="note"),
        pytest.param("笔记", NOTE, id="chinese-note"),
        pytest.param("阅读笔记", NOTE, id="chinese-reading-note"),
        pytest.param("Project Page", OTHER, id="project"),
        pytest.param("supplementary pdf", OTHER, id="supplement"),
        pytest.param("BibTeX", OTHER, id="bibtex"),
        pytest.param("知乎", OTHER, id="blog"),
        pytest.param("link", None, id="link"),
        pytest.param("official", None, id="official"),
        pytest.param("", None, id="empty"),
        pytest.param("2023", None, id="year"),
        pytest.param("Spiking Code Generation", None, id="title-with-a-word-of-ours"),
        pytest.param("Spike-driven Transformer", None, id="title"),
        pytest.param("膜电位论文", None, id="chinese-title"),
    ],
)
def test_a_label_says_what_its_link_is(label: str, kind: LinkKind | None) -> None:
    assert kind_of_label(label) is kind


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("link", True, id="link"),
        pytest.param("Official", True, id="official"),
        pytest.param("链接", True, id="chinese"),
        pytest.param("", True, id="empty"),
        pytest.param("https://arxiv.org/abs/2307.01694", True, id="address"),
        pytest.param("paper", False, id="paper"),
        pytest.param("Spikformer", False, id="title"),
    ],
)
def test_neutral_labels_leave_it_to_the_address(label: str, expected: bool) -> None:
    assert is_neutral(label) is expected


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        pytest.param("https://arxiv.org/abs/2307.01694", PAPER, id="arxiv"),
        pytest.param("http://www.arxiv.org/pdf/2307.01694v2.pdf", PAPER, id="arxiv-pdf"),
        pytest.param("https://openreview.net/pdf?id=9FmolyOHi5", PAPER, id="openreview"),
        pytest.param("https://doi.org/10.1016/S0893-6080(97)00011-7", PAPER, id="doi"),
        pytest.param("https://openaccess.thecvf.com/content/ICCV2021/x.html", PAPER, id="cvf"),
        pytest.param("https://proceedings.mlr.press/v162/chen22ac.html", PAPER, id="pmlr"),
        pytest.param("https://proceedings.neurips.cc/paper/2021/hash/x", PAPER, id="neurips"),
        pytest.param("https://papers.nips.cc/paper/2018/hash/x", PAPER, id="nips"),
        pytest.param("https://icml.cc/virtual/2024/poster/35073", PAPER, id="virtual-site"),
        pytest.param("https://ieeexplore.ieee.org/document/10032591", PAPER, id="ieee"),
        pytest.param("https://www.nature.com/articles/s41467-022-31747-w", PAPER, id="nature"),
        pytest.param("https://kns.cnki.net/kcms/detail", PAPER, id="cnki"),
        pytest.param("https://ojs.aaai.org/index.php/AAAI/article/view/17329", PAPER, id="aaai"),
        pytest.param("https://igi-web.tugraz.at/PDF/85a.pdf", PAPER, id="pdf-anywhere"),
        pytest.param("https://github.com/a/b/raw/main/x.pdf", PAPER, id="pdf-in-a-repository"),
        pytest.param("https://github.com/a/b", CODE, id="github"),
        pytest.param("https://www.github.com/a/b/tree/main/x", CODE, id="github-folder"),
        pytest.param("https://gitee.com/a/b/", CODE, id="gitee"),
        pytest.param("https://github.com/BICLab", OTHER, id="person"),
        pytest.param("https://a.github.io/b", None, id="project-page"),
        pytest.param("https://notarxiv.org/abs/1", None, id="host-with-a-like-ending"),
        pytest.param("notes/x.md", None, id="path"),
        pytest.param("#anchor", None, id="anchor"),
    ],
)
def test_an_address_says_what_it_is(url: str, kind: LinkKind | None) -> None:
    assert kind_of_address(url) is kind


def test_an_address_is_told_from_a_path() -> None:
    assert is_address("//cdn.org/x")
    assert is_address("HTTP://a.org:8080/x")
    assert not is_address("notes/x.md")
    assert not is_address("mailto:a@b.org")


@pytest.mark.parametrize(
    ("label", "url", "folder", "expected"),
    [
        pytest.param("笔记", "notes/x.md", "", "notes/x.md", id="plain"),
        pytest.param("", "notes/A%20b,%20c.md", "", "notes/A b, c.md", id="encoded"),
        pytest.param("", "notes/A b.md", "", "notes/A b.md", id="blank"),
        pytest.param("", "notes/%E8%86%9C.md", "", "notes/膜.md", id="encoded-chinese"),
        pytest.param("", "./notes//x.MD", "", "notes/x.MD", id="dots-and-slashes"),
        pytest.param("", "x.md#part", "docs", "docs/x.md", id="fragment"),
        pytest.param("", "x.md?raw=1", "", "x.md", id="query"),
        pytest.param("", "../x.md", "docs/zh", "docs/x.md", id="upwards"),
        pytest.param("", "../../x.md", "docs", "../x.md", id="out-of-the-root"),
        pytest.param("", "/notes/x.md", "docs", "notes/x.md", id="from-the-root"),
        pytest.param("", "papers/SEENN/", "", "papers/SEENN", id="folder"),
        pytest.param("", "papers/SEENN", "", "papers/SEENN", id="folder-without-slash"),
        pytest.param("", "x.markdown", "", "x.markdown", id="long-suffix"),
        pytest.param(
            "note",
            "https://github.com/me/n/blob/main/notes/A%20b.md",
            "docs",
            "notes/A b.md",
            id="note-at-github",
        ),
        pytest.param(
            "code", "https://github.com/a/b/blob/main/x.md", "", None, id="code-at-github"
        ),
        pytest.param("note", "https://zhuanlan.zhihu.com/p/1.md", "", None, id="note-elsewhere"),
        pytest.param("", "README.md", "", None, id="readme"),
        pytest.param("", "zh/README.zh-CN.md", "", None, id="readme-in-a-folder"),
        pytest.param("", "LICENSE", "", None, id="licence"),
        pytest.param("", "papers/x.pdf", "", None, id="pdf"),
        pytest.param("", "#2023", "", None, id="anchor"),
        pytest.param("", "", "", None, id="empty"),
        pytest.param("", "..", "docs", None, id="only-dots"),
        pytest.param("", "mailto:a@b.md", "", None, id="mail"),
    ],
)
def test_links_to_notes_become_paths(
    label: str, url: str, folder: str, expected: str | None
) -> None:
    assert note_path(Link(label, url), folder) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "https://arxiv.org/abs/2307.01694", "http://arxiv.org/pdf/2307.01694v2.pdf", id="arxiv"
        ),
        pytest.param(
            "https://openreview.net/forum?id=9FmolyOHi5",
            "https://openreview.net/pdf?id=9FmolyOHi5",
            id="openreview",
        ),
        pytest.param("https://doi.org/10.1000/AbC", "https://dx.doi.org/10.1000/abc", id="doi"),
        pytest.param("https://www.A.org/x/", "http://a.org/x#top", id="page"),
    ],
)
def test_addresses_of_one_paper_have_one_key(one: str, other: str) -> None:
    assert link_key(one) == link_key(other)


def test_addresses_of_two_papers_have_two_keys() -> None:
    keys = {
        link_key(url)
        for url in (
            "https://a.org/x",
            "https://a.org/y",
            "https://a.org/x?id=1",
            "https://arxiv.org/abs/2307.01694",
            "https://openreview.net/forum?id=9FmolyOHi5",
            "no address",
        )
    }

    assert len(keys) == 6


def test_percent_signs_that_encode_nothing_stay() -> None:
    assert percent_decoded("100% %E8%86%9C %zz %ff") == "100% 膜 %zz \ufffd"
