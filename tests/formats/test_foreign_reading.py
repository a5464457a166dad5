import pytest

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_reading import (
    Said,
    facts_said,
    link_facts,
    named_facts,
    with_derived,
)
from snnnotes.formats.foreign_title import Named

ARXIV = "https://arxiv.org/abs/2307.01694"


def told(meaning: str, *values: str, source: Source = Source.LABEL) -> list[tuple[str, object]]:
    said = Said(meaning, meaning, values, source, 7)
    return [(fact.field, fact.value) for fact in facts_said(said, {})]


@pytest.mark.parametrize(
    ("meaning", "value", "expected"),
    [
        pytest.param(
            "title", f"[LIF]({ARXIV})", [("title", "LIF"), ("url", ARXIV)], id="linked-title"
        ),
        pytest.param(
            "title", "[LIF](https://github.com/a/b)", [("title", "LIF")], id="title-linked-to-code"
        ),
        pytest.param(
            "title",
            "LIF（ICLR 2023）",
            [("title", "LIF"), ("venue", "ICLR"), ("year", "2023")],
            id="title-with-venue",
        ),
        pytest.param("paper", "LIF", [("title", "LIF")], id="paper-is-title"),
        pytest.param(
            "paper",
            f"[LIF]({ARXIV})",
            [("title", "LIF"), ("url", ARXIV)],
            id="paper-is-linked-title",
        ),
        pytest.param("paper", f"[PDF]({ARXIV})", [("url", ARXIV)], id="paper-is-link"),
        pytest.param(
            "paper", "arXiv:2307.01694", [("arxiv", "2307.01694")], id="paper-is-identifier"
        ),
        pytest.param("url", ARXIV, [("url", ARXIV)], id="url"),
        pytest.param("url", "arXiv:2307.01694", [("arxiv", "2307.01694")], id="url-is-identifier"),
        pytest.param("url", "https://zhihu.com/p/1", [], id="url-of-a-blog"),
        pytest.param("url", "[主页](https://x.org)", [], id="url-called-home-page"),
        pytest.param(
            "url",
            "[原文](https://x.org/p) / [代码](https://github.com/a/b)",
            [("url", "https://x.org/p"), ("code", "https://github.com/a/b")],
            id="url-and-code",
        ),
        pytest.param("links", f"{ARXIV} https://x.org", [("url", ARXIV)], id="links-of-any-kind"),
        pytest.param(
            "pdf",
            "https://x.org/p",
            [("url", "https://x.org/p"), ("pdf", "https://x.org/p")],
            id="pdf",
        ),
        pytest.param(
            "code",
            "[a](https://x.org/c), [b](https://x.org/d)",
            [("code", "https://x.org/c")],
            id="first-code",
        ),
        pytest.param(
            "arxiv",
            f"[2307.01694]({ARXIV})",
            [("arxiv", "2307.01694"), ("url", ARXIV)],
            id="arxiv-link",
        ),
        pytest.param("arxiv", "10.1109/abc", [("doi", "10.1109/abc")], id="doi-under-arxiv"),
        pytest.param("openreview", "9FmolyOHi5", [("openreview", "9FmolyOHi5")], id="bare-forum"),
        pytest.param("openreview", "n/a", [], id="no-forum"),
        pytest.param(
            "published", "2023 (NeurIPS)", [("year", "2023"), ("venue", "NeurIPS")], id="published"
        ),
        pytest.param("date", "2023-07", [("year", "2023")], id="month"),
        pytest.param(
            "date", "ICLR 2023", [("venue", "ICLR"), ("year", "2023")], id="venue-under-date"
        ),
        pytest.param("venue", "x" * 400, [], id="long-venue"),
        pytest.param("summary", "x" * 400, [], id="long-summary"),
        pytest.param("abstract", "We propose.", [], id="abstract-in-the-text"),
        pytest.param("citekey", "two words", [], id="no-citekey"),
        pytest.param("year", "   ", [], id="blank"),
    ],
)
def test_a_value_is_read_by_what_it_is_meant_to_be(
    meaning: str, value: str, expected: list[tuple[str, object]]
) -> None:
    assert told(meaning, value) == expected


def test_no_values_give_no_facts() -> None:
    assert told("authors") == []


def test_the_title_of_a_frontmatter_stays_as_it_is_written() -> None:
    assert told("title", "论文笔记：*A*  B", source=Source.FRONTMATTER) == [
        ("title", "论文笔记：*A* B")
    ]


def test_a_fact_keeps_source_and_line() -> None:
    found = facts_said(Said("year", "Year", ("2023",), Source.LABEL, 7), {})

    assert found == [Fact("year", "2023", Source.LABEL, 7)]


def test_the_year_of_a_preprint_counts_as_told_by_arxiv() -> None:
    assert named_facts(Named("LIF", None, "2023", is_preprint=True), Source.HEADING, 1) == [
        Fact("title", "LIF", Source.HEADING, 1),
        Fact("year", "2023", Source.ARXIV, 1),
    ]


def test_a_link_to_a_pdf_is_one_too() -> None:
    assert link_facts("https://x.org/p.pdf", Source.LINK, 3) == [
        Fact("url", "https://x.org/p.pdf", Source.LINK, 3),
        Fact("pdf", "https://x.org/p.pdf", Source.LINK, 3),
    ]


def test_identifiers_and_years_are_derived_once() -> None:
    url = Fact("url", f"{ARXIV}v2", Source.LINK, 3)

    assert with_derived([url, url, Fact("arxiv", "2307.01694", Source.FILE_NAME)]) == [
        url,
        Fact("arxiv", "2307.01694", Source.LINK, 3),
        Fact("arxiv", "2307.01694", Source.FILE_NAME),
        Fact("year", "2023", Source.ARXIV, 3),
    ]
