"""Pages of publishers, as they say what paper they are of."""

from __future__ import annotations

import pytest
from answers import Scripted

from snnnotes.errors import SourceError
from snnnotes.sources import page
from snnnotes.sources.page import page_address, parse


def head(*metas: tuple[str, str], body: str = "") -> str:
    tags = "\n".join(f'<meta name="{name}" content="{content}">' for name, content in metas)
    return f"<!doctype html><html><head>{tags}</head><body>{body}</body></html>"


NEURIPS = head(
    ("citation_title", "GLIF: A Unified Gated Leaky Integrate-and-Fire Neuron"),
    ("citation_author", "Yao, Xingting"),
    ("citation_author", "Li, Fanrong"),
    ("citation_journal_title", "Advances in Neural Information Processing Systems"),
    ("citation_doi", "10.52202/068431-2335"),
    ("citation_publication_date", "2022-12-06"),
    ("citation_pdf_url", "https://proceedings.neurips.cc/paper_files/paper/2022/file/a-Paper.pdf"),
    body="<section><h2>Abstract</h2><p class='paper-abstract'><p>Spiking.</p></p></section>",
)
PMLR = head(
    ("citation_title", "State Transition of Dendritic Spines"),
    ("citation_author", "Yanqi Chen"),
    ("citation_author", "Zhaofei Yu"),
    ("citation_conference_title", "International Conference on Machine Learning"),
    ("citation_publication_date", "2022/06/28"),
    body="<div id='abstract'>Sparse.</div>",
)
CVF = head(
    ("citation_title", "Membrane Potential Batch Normalization"),
    ("citation_author", "Guo, Yufei"),
    body="""<div id="papertitle">Membrane Potential Batch Normalization</div>
    <div id="authors"><b><i>Yufei Guo, Yuhan Zhang</i></b>; Proceedings of the IEEE/CVF
    International Conference on Computer Vision (ICCV), 2023, pp. 19420-19430</div>
    <div id="abstract">MPBN.</div>""",
)
ECVA = """<html><body><div id="papertitle">Exploring Lottery Ticket Hypothesis</div>
<div id="authors"><b><i>Youngeun Kim, Yuhang Li*</i></b>; </div>
<div id="abstract">LTH.</div></body>"""
AAAI = head(
    ("citation_title", "Optimized Potential Initialization"),
    ("citation_author", "Tong Bu"),
    ("citation_author_institution", "Peking University"),
    ("citation_date", "2022/06/28"),
    ("citation_journal_title", "Proceedings of the AAAI Conference on Artificial Intelligence"),
    ("citation_doi", "10.1609/aaai.v36i1.19874"),
    ("DC.Description", "Short."),
)
ACL = (
    "<html><head><meta content='SpikeBERT' name=citation_title><meta content='Changze Lv'"
    " name=citation_author><meta content=2023/6 name=citation_publication_date>"
    "<meta content='Findings of the Association for Computational Linguistics: ACL 2023'"
    " name=citation_journal_title></head><body><dl><dt>Code</dt><dd>"
    "<a href=https://github.com/Lvchangze/SpikeBERT>x</a></dd></dl></body></html>"
)
IEEE = """<html><body><script>var x = 1;
xplGlobal.document.metadata={"title":"Going {Deeper}","authors":[{"name":"Hanle Zheng",
"firstName":"Hanle","lastName":"Zheng"}],"publicationYear":"2021","doi":"10.1109/TNNLS.2021.1",
"publicationTitle":"IEEE Transactions on Neural Networks and Learning Systems",
"abstract":"a <tex-math>$x$</tex-math>"};</script></body></html>"""
SPRINGER = head(
    ("citation_title", "Neuromorphic Data&nbsp;Augmentation"),
    ("citation_author", "Li, Yuhang"),
    ("citation_inbook_title", "Computer Vision – ECCV 2022"),
    ("citation_conference_abbrev", "ECCV"),
    ("citation_doi", "10.1007/978-3-031-20071-7_37"),
    ("citation_reference", "citation_title=Another paper; citation_author=Nobody"),
    ("citation_publication_date", "2022"),
)
NATURE = head(
    ("dc.title", "Towards artificial general intelligence with hybrid Tianjic chip"),
    ("dc.creator", "Pei, Jing"),
    ("citation_journal_title", "Nature"),
    ("prism.publicationDate", "2019-07-31"),
    ("DOI", "10.1038/x"),
    ("citation_doi", "10.1038/s41586-019-1424-8"),
    ("dc.description", "A cut summary"),
)
FRONTIERS = head(
    ("citation_title", "Training Deep Spiking Neural Networks"),
    ("citation_authors", "Ledinauskas, Eimantas; Ruseckas, Julius;;;"),
    ("citation_journal_title", "Frontiers in Neuroscience"),
    ("citation_doi", "10.3389/fnins.2021.1"),
    ("citation_date", "2021/00/00"),
)
OPENREVIEW = head(
    ("citation_title", "Online Training Through Time"),
    ("citation_author", "Mingqing Xiao"),
    ("citation_online_date", "2022/10/31"),
    ("citation_pdf_url", "https://openreview.net/pdf?id=Siv3nHYHheI"),
)
ARXIV = head(
    ("citation_title", "Spike-driven Transformer"),
    ("citation_author", "Yao, Man"),
    ("citation_date", "2023/07/04"),
    ("citation_online_date", "2024/01/01"),
    ("citation_arxiv_id", "2307.01694"),
    ("citation_abstract", "A &amp;lt;b&amp;gt;model&amp;lt;/b&amp;gt;"),
)
JSON_LD = """<html><head><title>LIF neurons | Journal</title><script type="application/ld+json">
{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"x"},
{"@type":["ScholarlyArticle"],"headline":"LIF &amp; more","author":[{"name":"Fang, Wei"},"Li Yuan"],
"datePublished":"2020-02-03","isPartOf":{"name":"Neural Networks"},"abstract":"Short"}]}
</script></head></html>"""


@pytest.mark.parametrize(
    ("url", "html", "expected"),
    [
        pytest.param(
            "https://proceedings.neurips.cc/paper_files/paper/2022/hash/a-Abstract-Conference.html",
            NEURIPS,
            ("GLIF: A Unified Gated Leaky Integrate-and-Fire Neuron",
             ("Xingting Yao", "Fanrong Li"), 2022, "NeurIPS", "10.52202/068431-2335", "Spiking."),
            id="neurips",
        ),
        pytest.param(
            "https://proceedings.mlr.press/v162/chen22ac.html", PMLR,
            ("State Transition of Dendritic Spines", ("Yanqi Chen", "Zhaofei Yu"), 2022, "ICML",
             None, "Sparse."),
            id="pmlr",
        ),
        pytest.param(
            "https://openaccess.thecvf.com/content/ICCV2023/html/Guo_x_ICCV_2023_paper.html", CVF,
            ("Membrane Potential Batch Normalization", ("Yufei Guo",), 2023, "ICCV", None, "MPBN."),
            id="cvf",
        ),
        pytest.param(
            "https://www.ecva.net/papers/eccv_2022/papers_ECCV/html/1_ECCV_2022_paper.php", ECVA,
            ("Exploring Lottery Ticket Hypothesis", ("Youngeun Kim", "Yuhang Li"), 2022, "ECCV",
             None, "LTH."),
            id="ecva",
        ),
        pytest.param(
            "https://ojs.aaai.org/index.php/AAAI/article/view/19874", AAAI,
            ("Optimized Potential Initialization", ("Tong Bu",), 2022, "AAAI",
             "10.1609/aaai.v36i1.19874", "Short."),
            id="aaai",
        ),
        pytest.param(
            "https://aclanthology.org/2023.findings-acl.1/", ACL,
            ("SpikeBERT", ("Changze Lv",), 2023, "ACL Findings", None, None), id="acl",
        ),
        pytest.param(
            "https://ieeexplore.ieee.org/document/9556508", IEEE,
            ("Going Deeper", ("Hanle Zheng",), 2021, "TNNLS", "10.1109/tnnls.2021.1", "a $x$"),
            id="ieee",
        ),
        pytest.param(
            "https://link.springer.com/chapter/10.1007/978-3-031-20071-7_37", SPRINGER,
            ("Neuromorphic Data Augmentation", ("Yuhang Li",), 2022, "ECCV",
             "10.1007/978-3-031-20071-7_37", None),
            id="springer-chapter",
        ),
        pytest.param(
            "https://www.nature.com/articles/s41586-019-1424-8", NATURE,
            ("Towards artificial general intelligence with hybrid Tianjic chip", ("Jing Pei",),
             2019, "Nature", "10.1038/s41586-019-1424-8", "A cut summary"),
            id="nature",
        ),
        pytest.param(
            "https://www.frontiersin.org/articles/10.3389/fnins.2021.1/full", FRONTIERS,
            ("Training Deep Spiking Neural Networks", ("Eimantas Ledinauskas", "Julius Ruseckas"),
             2021, "Frontiers in Neuroscience", "10.3389/fnins.2021.1", None),
            id="frontiers",
        ),
        pytest.param(
            "https://openreview.net/forum?id=Siv3nHYHheI", OPENREVIEW,
            ("Online Training Through Time", ("Mingqing Xiao",), 2022, None, None, None),
            id="openreview",
        ),
        pytest.param(
            "https://arxiv.org/abs/2307.01694", ARXIV,
            ("Spike-driven Transformer", ("Man Yao",), 2023, None, None, "A model"), id="arxiv",
        ),
        pytest.param(
            "https://journal.example.org/1", JSON_LD,
            ("LIF & more", ("Wei Fang", "Li Yuan"), 2020, "Neural Networks", None, "Short"),
            id="json-ld",
        ),
    ],
)  # fmt: skip
def test_page_says_what_paper_it_is_of(url: str, html: str, expected: tuple[object, ...]) -> None:
    found = parse(html, url=url)
    paper = found.paper

    assert (
        paper.title, paper.authors, paper.year, paper.venue, paper.doi, paper.abstract
    ) == expected  # fmt: skip
    assert paper.url == url


def test_page_of_acl_links_the_code() -> None:
    assert parse(ACL, url="https://aclanthology.org/x/").paper.code == (
        "https://github.com/Lvchangze/SpikeBERT"
    )


def test_identifiers_of_the_address_are_taken_along() -> None:
    assert parse(
        OPENREVIEW, url="https://openreview.net/forum?id=Siv3nHYHheI"
    ).paper.openreview == ("Siv3nHYHheI")
    assert parse(ARXIV, url="https://arxiv.org/abs/2307.01694").paper.arxiv == "2307.01694"


def test_page_without_a_paper_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"page of example\.org: names no paper"):
        parse("<html><head><title>Login</title></head></html>", url="https://example.org/x")


def test_saved_page_needs_no_address() -> None:
    found = parse(PMLR, url="")

    assert (found.source, found.paper.url) == ("the saved page", None)
    assert found.paper.title == "State Transition of Dendritic Spines"


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://proceedings.neurips.cc/paper_files/paper/2023/file/0b44-Paper-Conference.pdf",
         "https://proceedings.neurips.cc/paper_files/paper/2023/hash/0b44-Abstract-Conference.html"),
        ("https://proceedings.neurips.cc/paper/2021/file/afe4-Paper.pdf",
         "https://proceedings.neurips.cc/paper/2021/hash/afe4-Abstract.html"),
        ("https://proceedings.mlr.press/v139/x21a/x21a.pdf",
         "https://proceedings.mlr.press/v139/x21a.html"),
        ("https://openaccess.thecvf.com/content/ICCV2021/papers/Fang_x_ICCV_2021_paper.pdf",
         "https://openaccess.thecvf.com/content/ICCV2021/html/Fang_x_ICCV_2021_paper.html"),
        ("https://ojs.aaai.org/index.php/AAAI/article/download/19874/19633",
         "https://ojs.aaai.org/index.php/AAAI/article/view/19874"),
        ("https://aclanthology.org/2023.findings-acl.1.pdf",
         "https://aclanthology.org/2023.findings-acl.1/"),
        ("https://www.nature.com/articles/s41586-019-1424-8.pdf",
         "https://www.nature.com/articles/s41586-019-1424-8"),
        ("https://example.org/paper.pdf", "https://example.org/paper.pdf"),
    ],
)  # fmt: skip
def test_page_is_asked_for_where_a_pdf_is_given(given: str, asked: str) -> None:
    client = Scripted({asked: PMLR})

    assert page_address(given) == asked
    page.fetch(client, given)  # type: ignore[arg-type]
    assert client.asked == [asked]


@pytest.mark.parametrize(
    "html",
    ["", "\0", "<meta name=citation_title>", "<script type='application/ld+json'>{</script>",
     "<script type='application/ld+json'>" + "[" * 9000 + "</script>",
     '<script>xplGlobal.document.metadata={"title":</script>'],
)  # fmt: skip
def test_broken_page_names_no_paper(html: str) -> None:
    with pytest.raises(SourceError, match="names no paper"):
        parse(html, url="https://ieeexplore.ieee.org/document/1")


def test_half_a_surrogate_pair_in_json_does_not_spoil_the_page() -> None:
    found = parse(
        '<script type="application/ld+json">{"@type": "Article", "headline": "Half \\ud83d title",'
        ' "author": "\\ud83d Yao"}</script>',
        url="",
    )

    assert (found.paper.title, found.paper.authors) == ("Half ? title", ("? Yao",))
