import pytest

from snnnotes.formats.pdf_stamp import identifier_in, title_in
from snnnotes.model.identifiers import ArxivId, Doi, Identifier

ARXIV_PAGE = """Spike-driven Transformer
Man Yao1∗, JiaKui Hu2∗, Zhaokun Zhou2
arXiv:2307.01694v1  [cs.NE]  4 Jul 2023
Abstract
"""
IEEE_PAGE = """IEEE TRANSACTIONS ON NEURAL NETWORKS AND LEARNING SYSTEMS 1
Going Deeper With Directly-Trained Larger
Spiking Neural Networks
Digital Object Identifier 10.1109/TNNLS.2021.3111897
References
[1] X, doi: 10.1000/other
"""


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([ARXIV_PAGE], ArxivId("2307.01694"), id="stamp"),
        pytest.param(["cover", ARXIV_PAGE], ArxivId("2307.01694"), id="behind-a-cover"),
        pytest.param(["arXiv:cs/0112017v1 [cs.CL]"], ArxivId("cs/0112017"), id="old-stamp"),
        pytest.param([IEEE_PAGE], Doi("10.1109/tnnls.2021.3111897"), id="doi"),
        pytest.param(["https://doi.org/10.1038/s41586-019-1677-2."],
                     Doi("10.1038/s41586-019-1677-2"), id="address"),
        pytest.param(["References\n[1] doi: 10.1000/other"], None, id="doi-of-a-reference"),
        pytest.param(["nothing"], None, id="nothing"),
        pytest.param([], None, id="no-text"),
    ],
)  # fmt: skip
def test_paper_is_known_by_its_stamp_or_doi(pages: list[str], expected: Identifier | None) -> None:
    assert identifier_in(pages) == expected


@pytest.mark.parametrize(
    ("own", "pages", "expected"),
    [
        pytest.param("Spike-driven Transformer", [], "Spike-driven Transformer", id="properties"),
        pytest.param("paper_final.dvi", [ARXIV_PAGE], "Spike-driven Transformer", id="file-name"),
        pytest.param("Microsoft Word - x", [ARXIV_PAGE], "Spike-driven Transformer", id="word"),
        pytest.param("", [IEEE_PAGE], "Going Deeper With Directly-Trained Larger", id="journal"),
        pytest.param("", ["Learning of Sparse Networks with\nDendritic Spines and More\n"],
                     "Learning of Sparse Networks with Dendritic Spines and More", id="two-lines"),
        pytest.param("", ["12\n\nShort\n"], "", id="nothing-like-a-title"),
        pytest.param("\ud800bad", [], "", id="half-a-character"),
    ],
)  # fmt: skip
def test_title_is_guessed_from_properties_or_the_top_of_the_page(
    own: str, pages: list[str], expected: str
) -> None:
    assert title_in(own, pages) == expected
