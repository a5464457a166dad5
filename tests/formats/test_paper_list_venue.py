import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.paper_list_venue import Published, is_known, published


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        pytest.param("NeurIPS 2023", "NeurIPS", 2023, id="usual"),
        pytest.param("(CVPR 2021)", "CVPR", 2021, id="brackets"),
        pytest.param("NeurIPS, 2023", "NeurIPS", 2023, id="comma"),
        pytest.param("ICLR2023", "ICLR", 2023, id="no-blank"),
        pytest.param("CVPR-2023", "CVPR", 2023, id="hyphen"),
        pytest.param("WACV'2023", "WACV", 2023, id="apostrophe"),
        pytest.param("NeurIPS'23", "NeurIPS", 2023, id="short-year"),
        pytest.param("CVPR ’24", "CVPR", 2024, id="curly-apostrophe"),
        pytest.param("ECCV 24'", "ECCV", 2024, id="apostrophe-behind"),
        pytest.param("AAAI-22", "AAAI", 2022, id="short-year-behind-a-hyphen"),
        pytest.param("ICLR23", "ICLR", 2023, id="short-year-without-anything"),
        pytest.param("IJCAI'99", "IJCAI", 1999, id="last-century"),
        pytest.param("2018 ICLR", "ICLR", 2018, id="year-first"),
        pytest.param("2018年 软件学报", "软件学报", 2018, id="chinese-year-first"),
        pytest.param("中国图象图形学报 2022", "中国图象图形学报", 2022, id="chinese"),
        pytest.param("ACM MM 2024", "ACM MM", 2024, id="two-words"),
        pytest.param(
            "Frontiers in neuroscience, 2015",
            "Frontiers in Neuroscience",
            2015,
            id="usual-spelling",
        ),
        pytest.param("NIPS 2018", "NeurIPS", 2018, id="old-name"),
        pytest.param(
            "Bull. Math. Biophysics 1943", "Bull. Math. Biophysics", 1943, id="abbreviated"
        ),
        pytest.param(
            "Front. Neurosci. 2017", "Front. Neurosci.", 2017, id="stop-of-an-abbreviation"
        ),
        pytest.param("Cambridge Univ. Press 2002", "Cambridge Univ. Press", 2002, id="book"),
        pytest.param("RepL4NLP@ACL 2019", "RepL4NLP@ACL", 2019, id="workshop-at"),
        pytest.param("ICML Workshop 2021", "ICML Workshop", 2021, id="workshop"),
        pytest.param("ICLR 2022 Workshop (Oral)", "ICLR Workshop", 2022, id="workshop-behind"),
        pytest.param(
            "AAAI 2025 Workshop (AI2ASE)", "AAAI Workshop", 2025, id="workshop-with-its-name"
        ),
        pytest.param("2020 Oral", None, 2020, id="honour-without-venue"),
        pytest.param("(2021 Poster)", None, 2021, id="poster-without-venue"),
        pytest.param("EMNLP2023-findings", "EMNLP findings", 2023, id="findings"),
        pytest.param(
            "NeurIPS 2023 Datasets and Benchmarks Track",
            "NeurIPS Datasets and Benchmarks Track",
            2023,
            id="track",
        ),
        pytest.param("NeurIPS 2023 Spotlight", "NeurIPS", 2023, id="spotlight"),
        pytest.param("ICLR 2021 (Oral)", "ICLR", 2021, id="oral"),
        pytest.param("ICLR2023 oral", "ICLR", 2023, id="oral-without-brackets"),
        pytest.param("ICML 2022 (long talk)", "ICML", 2022, id="long-talk"),
        pytest.param("ICLR 2023 notable top 5%", "ICLR", 2023, id="notable"),
        pytest.param("FAST 2023 最佳论文", "FAST", 2023, id="chinese-award"),
        pytest.param("2024 ICLR oral", "ICLR", 2024, id="award-behind-year-first"),
        pytest.param("In ICML 2017", "ICML", 2017, id="preposition"),
        pytest.param("accepted by ICML 2024", "ICML", 2024, id="accepted"),
        pytest.param("To appear in NeurIPS 2023", "NeurIPS", 2023, id="to-appear"),
        pytest.param("发表于 NeurIPS 2023", "NeurIPS", 2023, id="chinese-preposition"),
        pytest.param(
            "Neural Networks 10(9):1659-1671, 1997", "Neural Networks", 1997, id="volume-and-pages"
        ),
        pytest.param("IEEE TSE 23(5) 1997", "IEEE TSE", 1997, id="volume"),
        pytest.param("npj Robotics 2024", "npj Robotics", 2024, id="lower-case"),
        pytest.param("NeurIPS", "NeurIPS", None, id="known-without-year"),
        pytest.param("Nature Communications", "Nature Communications", None, id="known-journal"),
        pytest.param("2023", None, 2023, id="year"),
        pytest.param("2023年", None, 2023, id="chinese-year"),
    ],
)
def test_venue_and_year_are_read(text: str, venue: str | None, year: int | None) -> None:
    assert published(text) == Published(venue, year)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        pytest.param("arXiv 2023", 2023, id="arxiv"),
        pytest.param("arXiv'23", 2023, id="short-year"),
        pytest.param("arXiv preprint arXiv:2307.01694, 2023", 2023, id="as-scholar-cites"),
        pytest.param("arXiv:1405.2023", None, id="old-identifier-that-ends-like-a-year"),
        pytest.param("arXiv:2012.00123", None, id="identifier-that-looks-like-a-year"),
        pytest.param("Preprint '24", 2024, id="preprint"),
        pytest.param("OpenReview 2024", 2024, id="openreview"),
        pytest.param("bioRxiv 2022", 2022, id="biorxiv"),
        pytest.param("预印本 2022", 2022, id="chinese"),
        pytest.param("ICLR 2024 Under review", 2024, id="under-review"),
        pytest.param("Submitted to ICLR 2025", 2025, id="submitted"),
        pytest.param("Under review", None, id="without-year"),
    ],
)
def test_preprints_have_no_venue(text: str, year: int | None) -> None:
    assert published(text) == Published(None, year, is_preprint=True)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        pytest.param("2024-05-01", 2024, id="iso"),
        pytest.param("2024.05", 2024, id="dots"),
        pytest.param("2022/1", 2022, id="slash"),
        pytest.param("2024年5月1日", 2024, id="chinese"),
        pytest.param("26 Nov 2020", 2020, id="day-month-year"),
        pytest.param("Oct 2023", 2023, id="month-year"),
        pytest.param("June 17, 2022", 2022, id="american"),
        pytest.param("01/05/2024", 2024, id="slashes"),
    ],
)
def test_dates_are_told_from_venues(text: str, year: int) -> None:
    assert published(text) == Published(None, year, is_date=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("...", id="punctuation"),
        pytest.param("STDP", id="topic-that-looks-like-a-venue"),
        pytest.param("PLIF", id="method"),
        pytest.param("1907", id="number-before-the-first-paper"),
        pytest.param("2048.1", id="decimal"),
        pytest.param("2405.01234", id="identifier"),
        pytest.param("updated 2023", id="update"),
        pytest.param("since 2015", id="since"),
        pytest.param("a survey of 2023", id="words"),
        pytest.param("Spikformer: When SNN meets 2022", id="title-with-colon"),
        pytest.param("Where are we in 2022?", id="question"),
        pytest.param("NeurIPS 2023 and much else", id="more-behind"),
        pytest.param("AAAI, ICLR, CVPR", id="three-venues"),
        pytest.param("LIF99", id="method-with-number"),
        pytest.param("A " * 80 + "2023", id="far-too-long"),
    ],
)
def test_what_is_neither_venue_nor_year_is_none(text: str) -> None:
    assert published(text) is None


def test_only_names_that_are_no_words_are_known() -> None:
    assert is_known("NeurIPS")
    assert is_known("IEEE TPAMI")
    assert not is_known("Nature of Spikes")
    assert not is_known("STDP")


@given(st.text(max_size=130))
def test_every_text_gets_an_answer(text: str) -> None:
    said = published(text)

    assert said is None or said.venue is None or said.venue.strip() == said.venue != ""
