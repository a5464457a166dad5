"""When the note of a bibliography is a remark."""

import pytest

from snnnotes.formats import bibtex_read, csl_json
from snnnotes.formats.remark import remark_in


@pytest.mark.parametrize(
    "text",
    [
        "arXiv:2307.01694",
        "arXiv:2307.01694 [cs.NE]",
        "arXiv: 2307.01694 [cs]\nSource: arXiv.org",
        "arXiv preprint arXiv:2307.01694",
        "https://github.com/BICLab/Spike-Driven-Transformer",
        "Code: https://github.com/a/b",
        "Available online at https://example.org/x, accessed 2023-04-01",
        "[Online; accessed 1-May-2023]",
        "代码：https://example.org",
        "10.1109/x.1",
        "doi: 10.1109/x.1",
        "_eprint: 2307.01694",
        "tex.ids= yao2023, spike",
        "Citation Key: yao2023spike",
        "PMID: 12345678",
        "128 citations (Crossref) [2024-01-01]",
        "",
    ],
)
def test_what_only_says_where_the_paper_is_is_no_remark(text: str) -> None:
    assert remark_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Oral",
        "Read twice; the threshold adapts",
        "膜电位按时间步自适应",
        "Accepted at NeurIPS 2023",
        "Idea: use the code of https://github.com/a/b with our neuron",
        "First line\n\nsecond line",
    ],
)
def test_whatever_says_more_is_a_remark_and_stays_whole(text: str) -> None:
    assert remark_in(text) == text


def test_lines_for_programs_go_and_the_others_stay() -> None:
    assert remark_in("PMID: 1\n值得再读\narXiv:2307.01694") == "值得再读"


def test_the_note_of_a_bibtex_entry_is_a_remark_in_its_paragraphs() -> None:
    (entry,) = bibtex_read.loads(
        "@misc{a, title={T}, year=2023, annote={Mine.},\n"
        " note={arXiv:2307.01694\n\nThe threshold \\emph{adapts}\nhere.\n\n50\\% less.}}"
    ).entries

    assert entry.remarks == ("Mine.", "The threshold adapts here.\n\n50% less.")
    assert entry.paper.arxiv == "2307.01694"


def test_the_note_of_a_csl_item_is_a_remark_without_what_zotero_keeps_there() -> None:
    (entry,) = csl_json.loads(
        '[{"id": "a1b", "title": "T", "issued": {"date-parts": [[2023]]},'
        ' "note": "arXiv:2307.01694 [cs]\\n膜电位 & <i>threshold</i>"}]'
    ).entries

    assert entry.remarks == ("膜电位 & threshold",)
    assert entry.paper.arxiv == "2307.01694"
