import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import IdentifierError
from snnnotes.model.identifiers import (
    ArxivId,
    Doi,
    Identifier,
    OpenReviewId,
    find_identifier,
    identifiers_of,
    parse_arxiv_id,
    parse_doi,
    parse_openreview_id,
)
from snnnotes.model.paper import Paper

SPIKE = ArxivId("2307.01694")
SPIKE_V2 = ArxivId("2307.01694", 2)
ICCV = Doi("10.1109/iccv48922.2021.00266")
FORUM = OpenReviewId("9FmolyOHi5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2307.01694", SPIKE, id="bare"),
        pytest.param("  2307.01694\n", SPIKE, id="blanks-around"),
        pytest.param("2307.01694v2", SPIKE_V2, id="version"),
        pytest.param("2307.01694V2", SPIKE_V2, id="version-in-upper-case"),
        pytest.param("2307.01694v12", ArxivId("2307.01694", 12), id="two-digit-version"),
        pytest.param("2307.01694v2.pdf", SPIKE_V2, id="name-of-a-downloaded-file"),
        pytest.param("arXiv:2307.01694", SPIKE, id="prefix"),
        pytest.param("ARXIV: 2307.01694v2", SPIKE_V2, id="prefix-in-upper-case-and-blank"),
        pytest.param("arXiv：2307．01694", SPIKE, id="full-width-signs"),
        pytest.param("arxiv 2307.01694", SPIKE, id="prefix-without-colon"),
        pytest.param("arXiv.2307.01694", SPIKE, id="prefix-with-dot"),
        pytest.param("arXiv:2307.01694v2 [cs.NE]", SPIKE_V2, id="citation-with-category"),
        pytest.param("arXiv:2307.01694v2  [cs.NE]  4 Jul 2023", SPIKE_V2, id="stamp-on-the-page"),
        pytest.param("arXiv preprint arXiv:2307.01694 (2023)", SPIKE, id="google-scholar"),
        pytest.param("arXiv preprint arXiv:2307.01694, 2023.", SPIKE, id="bibliography"),
        pytest.param("(arXiv:2307.01694)", SPIKE, id="brackets-around"),
        pytest.param("“2307.01694”，", SPIKE, id="quotes-and-chinese-comma"),
        pytest.param("\ufeff2307.01694\u200b", SPIKE, id="invisible-marks-around"),
        pytest.param("0704.0001", ArxivId("0704.0001"), id="first-of-the-new-scheme"),
        pytest.param("1412.6980v9", ArxivId("1412.6980", 9), id="last-month-of-four-digits"),
        pytest.param("1501.00001", ArxivId("1501.00001"), id="first-of-five-digits"),
        pytest.param("cs/0112017", ArxivId("cs/0112017"), id="old-scheme"),
        pytest.param("cs/0112017v1", ArxivId("cs/0112017", 1), id="old-scheme-with-version"),
        pytest.param("math.GT/0309136", ArxivId("math/0309136"), id="subject-class-goes"),
        pytest.param("cs.NE/0112017", ArxivId("cs/0112017"), id="subject-class-like-a-host"),
        pytest.param("cond-mat.dis-nn/0112017", ArxivId("cond-mat/0112017"), id="long-class"),
        pytest.param("arXiv:hep-th/9901001", ArxivId("hep-th/9901001"), id="old-with-prefix"),
        pytest.param("https://arxiv.org/abs/2307.01694", SPIKE, id="abs"),
        pytest.param("https://arxiv.org/abs/2307.01694v2", SPIKE_V2, id="abs-version"),
        pytest.param("http://www.arxiv.org/abs/2307.01694/", SPIKE, id="www-and-slash"),
        pytest.param("arxiv.org/abs/2307.01694", SPIKE, id="no-scheme"),
        pytest.param("HTTPS://ARXIV.ORG/ABS/2307.01694", SPIKE, id="address-in-upper-case"),
        pytest.param("https://arxiv.org/abs/2307.01694?context=cs", SPIKE, id="query"),
        pytest.param("https://arxiv.org/abs/2307.01694#abstract", SPIKE, id="fragment"),
        pytest.param("<https://arxiv.org/abs/2307.01694>", SPIKE, id="angle-brackets"),
        pytest.param("https://arxiv.org/pdf/2307.01694", SPIKE, id="pdf"),
        pytest.param("https://arxiv.org/pdf/2307.01694v2.pdf", SPIKE_V2, id="pdf-with-ending"),
        pytest.param("https://arxiv.org/html/2307.01694v2", SPIKE_V2, id="html"),
        pytest.param("https://arxiv.org/html/2307.01694v2/x1.png", SPIKE_V2, id="figure-in-html"),
        pytest.param("https://arxiv.org/e-print/2307.01694", SPIKE, id="e-print"),
        pytest.param("https://arxiv.org/src/2307.01694", SPIKE, id="src"),
        pytest.param(
            "https://arxiv.org/pdf/cs/0112017v1.pdf", ArxivId("cs/0112017", 1), id="old-pdf"
        ),
        pytest.param(
            "https://arxiv.org/abs/math.GT/0309136", ArxivId("math/0309136"), id="old-abs"
        ),
        pytest.param(
            "https://arxiv.org/abs/cs%2F0112017", ArxivId("cs/0112017"), id="encoded-slash"
        ),
        pytest.param("http://export.arxiv.org/abs/2307.01694", SPIKE, id="export"),
        pytest.param("http://cn.arxiv.org/abs/2307.01694", SPIKE, id="mirror"),
        pytest.param("http://xxx.lanl.gov/abs/2307.01694", SPIKE, id="los-alamos"),
        pytest.param("https://ar5iv.org/abs/2307.01694", SPIKE, id="ar5iv"),
        pytest.param("https://ar5iv.labs.arxiv.org/html/2307.01694v2", SPIKE_V2, id="ar5iv-labs"),
        pytest.param("https://www.alphaxiv.org/abs/2307.01694v2", SPIKE_V2, id="alphaxiv"),
        pytest.param("https://www.alphaxiv.org/zh/overview/2307.01694", SPIKE, id="alphaxiv-zh"),
        pytest.param("https://huggingface.co/papers/2307.01694", SPIKE, id="hugging-face"),
        pytest.param("https://hf.co/papers/2307.01694", SPIKE, id="hugging-face-short"),
        pytest.param("https://hf-mirror.com/papers/2307.01694", SPIKE, id="hugging-face-mirror"),
        pytest.param("https://arxiv.org/html/2307.01694v2#S3.F1", SPIKE_V2, id="place-on-a-page"),
        pytest.param("https://papers.cool/arxiv/2307.01694", SPIKE, id="papers-cool"),
        pytest.param("10.48550/arXiv.2307.01694", SPIKE, id="doi-of-arxiv"),
        pytest.param("https://doi.org/10.48550/arXiv.2307.01694", SPIKE, id="address-of-its-doi"),
        pytest.param("doi:10.48550/ARXIV.CS/0112017", ArxivId("cs/0112017"), id="old-as-doi"),
    ],
)
def test_arxiv_id_is_found_in_every_form_people_paste(text: str, expected: ArxivId) -> None:
    assert find_identifier(text) == expected
    assert parse_arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("10.1109/ICCV48922.2021.00266", ICCV, id="bare-becomes-lower-case"),
        pytest.param("doi:10.1109/ICCV48922.2021.00266", ICCV, id="prefix"),
        pytest.param("DOI: 10.1109/ICCV48922.2021.00266", ICCV, id="prefix-in-upper-case"),
        pytest.param("DOI 10.1109/ICCV48922.2021.00266", ICCV, id="prefix-without-colon"),
        pytest.param("info:doi/10.1109/ICCV48922.2021.00266", ICCV, id="info-uri"),
        pytest.param("doi：10.1109／ICCV48922.2021.00266。", ICCV, id="full-width-signs"),
        pytest.param("https://doi.org/10.1109/ICCV48922.2021.00266", ICCV, id="doi.org"),
        pytest.param("http://dx.doi.org/10.1109/ICCV48922.2021.00266", ICCV, id="dx.doi.org"),
        pytest.param("www.doi.org/10.1109/ICCV48922.2021.00266", ICCV, id="no-scheme"),
        pytest.param("https://doi.org/doi:10.1109/ICCV48922.2021.00266", ICCV, id="twice-doi"),
        pytest.param("https://doi.org/10.1109%2FICCV48922.2021.00266", ICCV, id="encoded-slash"),
        pytest.param("doi:10.1109%2FICCV48922.2021.00266", ICCV, id="encoded-with-prefix"),
        pytest.param("https://doi.org/10.1109/ICCV48922.2021.00266?utm=x", ICCV, id="query"),
        pytest.param("10.1109/ICCV48922.2021.00266.", ICCV, id="full-stop-after"),
        pytest.param("(10.1109/ICCV48922.2021.00266);", ICCV, id="brackets-around"),
        pytest.param("10.1109/ICCV48922.2021.00266]", ICCV, id="bracket-left-over"),
        pytest.param(
            "https://ieeexplore.ieee.org/doi/10.1109/ICCV48922.2021.00266", ICCV, id="publisher"
        ),
        pytest.param(
            "10.1016/S0893-6080(97)00011-7",
            Doi("10.1016/s0893-6080(97)00011-7"),
            id="brackets-within",
        ),
        pytest.param(
            "10.1016/S0893-6080(97)", Doi("10.1016/s0893-6080(97)"), id="bracket-at-the-end"
        ),
        pytest.param(
            "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
            Doi("10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1"),
            id="sici",
        ),
        pytest.param(
            "https://doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-AJPA1%3E3.0.CO;2-1",
            Doi("10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1"),
            id="sici-encoded",
        ),
        pytest.param(
            "https://doi.org/10.1016/S0893-6080(97)00011-7",
            Doi("10.1016/s0893-6080(97)00011-7"),
            id="brackets-in-an-address",
        ),
        pytest.param("10.1000.10/123", Doi("10.1000.10/123"), id="registrant-with-parts"),
        pytest.param(
            "https://link.springer.com/content/pdf/10.1007/978-3-031-19775-8_7.pdf",
            Doi("10.1007/978-3-031-19775-8_7"),
            id="publishers-pdf",
        ),
        pytest.param(
            "https://www.frontiersin.org/articles/10.3389/fnins.2021.654786/full#h5",
            Doi("10.3389/fnins.2021.654786"),
            id="publishers-full-text",
        ),
        pytest.param(
            "https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa=1",
            Doi("10.1145/3292500.3330701"),
            id="publishers-abstract",
        ),
    ],
)
def test_doi_is_found_in_every_form_people_paste(text: str, expected: Doi) -> None:
    assert find_identifier(text) == expected
    assert parse_doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://openreview.net/forum?id=9FmolyOHi5", FORUM, id="forum"),
        pytest.param("https://openreview.net/pdf?id=9FmolyOHi5", FORUM, id="pdf"),
        pytest.param("openreview.net/forum?id=9FmolyOHi5", FORUM, id="no-scheme"),
        pytest.param("https://www.openreview.net/forum/?id=9FmolyOHi5", FORUM, id="www-and-slash"),
        pytest.param(
            "https://openreview.net/forum?noteId=abcdefghij&id=9FmolyOHi5", FORUM, id="a-comment"
        ),
        pytest.param(
            "https://openreview.net/forum?id=9FmolyOHi5&referrer=%5Bthe%20profile%5D(/profile)",
            FORUM,
            id="from-a-profile",
        ),
        pytest.param("https://openreview.net/forum?id=9FmolyOHi5#all", FORUM, id="fragment"),
        pytest.param(
            "https://openreview.net/attachment?id=9FmolyOHi5&name=pdf", FORUM, id="attachment"
        ),
        pytest.param("openreview:9FmolyOHi5", FORUM, id="prefix"),
        pytest.param(
            "https://openreview.net/forum?id=7B3IJMM1k_M",
            OpenReviewId("7B3IJMM1k_M"),
            id="underscore",
        ),
        pytest.param(
            "https://openreview.net/forum?id=rJ-4x_YzQ0",
            OpenReviewId("rJ-4x_YzQ0"),
            id="hyphen",
        ),
    ],
)
def test_openreview_id_is_found_in_every_form_people_paste(
    text: str, expected: OpenReviewId
) -> None:
    assert find_identifier(text) == expected
    assert parse_openreview_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Spikformer", id="word-as-long-as-a-forum-id"),
        pytest.param("Spike-driven Transformer", id="title"),
        pytest.param("Notes on arXiv:2307.01694 and others", id="title-that-mentions-one"),
        pytest.param("膜电位 2307.01694", id="chinese-title-that-mentions-one"),
        pytest.param("3141.59265", id="number-without-month"),
        pytest.param("2300.01694", id="month-0"),
        pytest.param("2313.01694", id="month-13"),
        pytest.param("2307.1694", id="lost-zero"),
        pytest.param("1412.69801", id="five-digits-too-early"),
        pytest.param("0703.0001", id="before-the-new-scheme"),
        pytest.param("2307.016940", id="six-digits"),
        pytest.param("2307.01694v0", id="version-0"),
        pytest.param("２０２３", id="full-width-year"),
        pytest.param("二三〇七.〇一六九四", id="chinese-digits"),
        pytest.param("٢٣٠٧.٠١٦٩٤", id="arabic-digits"),
        pytest.param("notes/0112017", id="path-like-the-old-scheme"),
        pytest.param("cs/0113017", id="old-scheme-with-month-13"),
        pytest.param("10.1", id="number-like-a-doi"),
        pytest.param("10.1109", id="doi-without-second-part"),
        pytest.param("10.12/abc", id="registrant-too-short"),
        pytest.param("doi:", id="doi-prefix-alone"),
        pytest.param("https://doi.org/", id="doi.org-alone"),
        pytest.param("https://arxiv.org", id="arxiv.org-alone"),
        pytest.param("https://arxiv.org/list/cs.NE/recent", id="list-at-arxiv"),
        pytest.param("https://evilarxiv.org/abs/2307.01694", id="other-host-that-ends-the-same"),
        pytest.param("https://huggingface.co/datasets/2307.01694", id="no-paper-at-hugging-face"),
        pytest.param("https://github.com/x/2307.01694", id="other-host"),
        pytest.param("https://openreview.net/forum", id="forum-without-id"),
        pytest.param("https://openreview.net/group?id=NeurIPS.cc/2023", id="group-at-openreview"),
        pytest.param("https://openreview.net/references/pdf?id=abcdefghij", id="revision"),
        pytest.param("https://openreview.net/pdf/1b2c3d.pdf", id="pdf-by-its-hash"),
        pytest.param(
            "https://proceedings.neurips.cc/paper/2021/file/afe434653a898da2-Paper.pdf",
            id="address-without-identifier",
        ),
        pytest.param("\ud800", id="half-a-surrogate-pair"),
    ],
)
def test_other_texts_are_no_identifiers(text: str) -> None:
    assert find_identifier(text) is None


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    found = find_identifier(text)

    assert found is None or isinstance(found, ArxivId | Doi | OpenReviewId)


@pytest.mark.parametrize(
    "identifier",
    [
        pytest.param(SPIKE, id="arxiv"),
        pytest.param(ArxivId("math/0309136"), id="old-arxiv"),
        pytest.param(ICCV, id="doi"),
        pytest.param(Doi("10.1002/(sici)1096(1996)99:1<1::aid-ajpa1>3.0.co;2-#"), id="sici"),
        pytest.param(Doi("10.1000/a?b%#\"'[]é中"), id="doi-with-odd-signs"),
        pytest.param(OpenReviewId("rJ-4x_YzQ0"), id="openreview"),
    ],
)
def test_identifier_is_found_in_its_own_address(identifier: Identifier) -> None:
    assert find_identifier(identifier.url) == identifier


def test_address_of_a_doi_holds_only_what_an_address_may() -> None:
    doi = Doi("10.1002/1096(1996)99:1<1::aid>3.0.co;2-#")

    assert doi.url == "https://doi.org/10.1002/1096(1996)99:1%3C1::aid%3E3.0.co;2-%23"


@pytest.mark.parametrize(
    ("number", "year"),
    [
        pytest.param("2307.01694", 2023, id="new"),
        pytest.param("0704.0001", 2007, id="first-new"),
        pytest.param("9912.00001", 2099, id="far-new"),
        pytest.param("cs/0112017", 2001, id="old"),
        pytest.param("hep-th/9901001", 1999, id="last-century"),
        pytest.param("hep-th/9108001", 1991, id="first-old"),
        pytest.param("math/0703001", 2007, id="last-old"),
    ],
)
def test_arxiv_id_tells_its_year(number: str, year: int) -> None:
    assert ArxivId(number).year == year


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("10.1109/TNNLS.2021.3111897", "this looks like a DOI; use --doi", id="doi"),
        pytest.param(
            "https://openreview.net/forum?id=9FmolyOHi5",
            "this looks like an OpenReview id; use --openreview",
            id="openreview",
        ),
        pytest.param(
            "2307.1069",
            "since 2015 it has 5 digits after the dot; was a 0 at the end lost?",
            id="zero-lost-by-yaml",
        ),
        pytest.param(
            "1412.69801",
            "before 2015 it has 4 digits after the dot; was a 0 at the end lost?",
            id="too-many-digits",
        ),
        pytest.param(
            "https://arxiv.org/abs/2313.01694",
            "the third and fourth digit are a month, and 13 is none",
            id="month-13-in-an-address",
        ),
        pytest.param(
            "math.GT/9913001",
            "the third and fourth digit are a month, and 13 is none",
            id="month-13-in-the-old-scheme",
        ),
        pytest.param(
            "0612.0001", "such numbers begin with 0704; older ones look like cs/0112017", id="early"
        ),
        pytest.param(
            "notes/0309136",
            "arXiv has no archive 'notes'; old identifiers look like cs/0112017",
            id="unknown-archive",
        ),
        pytest.param("soon", "write it as in  --arxiv 2307.01694", id="anything"),
        pytest.param(
            "see 2307.01694 please", "write it as in  --arxiv 2307.01694", id="within-a-sentence"
        ),
    ],
)
def test_what_is_no_arxiv_id_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        parse_arxiv_id(text)

    assert str(caught.value) == f"not an arXiv identifier: {text!r}"
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(
            "2307.01694", "this looks like an arXiv identifier; use --arxiv", id="arxiv-identifier"
        ),
        pytest.param("soon", "write it as in  --doi 10.1109/ICCV48922.2021.00266", id="anything"),
    ],
)
def test_what_is_no_doi_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(IdentifierError, match="not a DOI") as caught:
        parse_doi(text)

    assert caught.value.hint == hint


def test_doi_that_arxiv_gave_is_a_doi_when_asked_for_one() -> None:
    assert parse_doi("https://doi.org/10.48550/arXiv.2307.01694") == Doi(
        "10.48550/arxiv.2307.01694"
    )


def test_openreview_id_may_be_bare_when_asked_for_one() -> None:
    assert parse_openreview_id(" 9FmolyOHi5 ") == FORUM


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(
            "2307.01694", "this looks like an arXiv identifier; use --arxiv", id="arxiv-identifier"
        ),
        pytest.param("10.1109/x", "this looks like a DOI; use --doi", id="doi"),
        pytest.param(
            "two words",
            "it is what stands after id= in the address: "
            "https://openreview.net/forum?id=9FmolyOHi5",
            id="words",
        ),
    ],
)
def test_what_is_no_openreview_id_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(IdentifierError, match="not an OpenReview id") as caught:
        parse_openreview_id(text)

    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, set(), id="none"),
        pytest.param({"arxiv": "2307.01694"}, {SPIKE}, id="arxiv"),
        pytest.param({"arxiv": "arXiv:2307.01694v2"}, {SPIKE}, id="arxiv-written-with-version"),
        pytest.param({"arxiv": "2307.1069"}, set(), id="spoiled-arxiv"),
        pytest.param({"doi": "https://doi.org/10.1109/ICCV48922.2021.00266"}, {ICCV}, id="doi"),
        pytest.param({"doi": "10.48550/arXiv.2307.01694"}, {SPIKE}, id="doi-of-arxiv"),
        pytest.param({"openreview": "9FmolyOHi5"}, {FORUM}, id="openreview"),
        pytest.param(
            {"openreview": "https://openreview.net/forum?id=9FmolyOHi5"}, {FORUM}, id="as-address"
        ),
        pytest.param({"url": "https://arxiv.org/pdf/2307.01694v2"}, {SPIKE}, id="in-the-address"),
        pytest.param({"url": "https://example.org/x.pdf"}, set(), id="other-address"),
        pytest.param(
            {"arxiv": "2307.01694", "openreview": "9FmolyOHi5", "doi": "10.1109/x"},
            {SPIKE, FORUM, Doi("10.1109/x")},
            id="all-three",
        ),
    ],
)
def test_identifiers_of_a_paper_compare_whatever_was_written(
    fields: dict[str, str], expected: set[Identifier]
) -> None:
    paper = Paper(title="Spike-driven Transformer", year=2023, **fields)  # type: ignore[arg-type]

    assert identifiers_of(paper) == expected
