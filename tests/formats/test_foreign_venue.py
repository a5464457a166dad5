import pytest

from snnnotes.formats.foreign_venue import Appearance, appearance, appearance_in, venue_name


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        pytest.param("NeurIPS 2022", "NeurIPS", "2022", id="blank"),
        pytest.param("ICLR2023", "ICLR", "2023", id="joined"),
        pytest.param("iclr 2023", "ICLR", "2023", id="lower-case"),
        pytest.param("2018 ICLR", "ICLR", "2018", id="year-first"),
        pytest.param("2020_CVPR", "CVPR", "2020", id="underscore"),
        pytest.param("ICCV-2021", "ICCV", "2021", id="hyphen"),
        pytest.param("AAAI-22", "AAAI", "2022", id="two-digits"),
        pytest.param("NIPS'17", "NeurIPS", "2017", id="apostrophe"),
        pytest.param("CVPR ’21", "CVPR", "2021", id="curly-apostrophe"),
        pytest.param("NIPS96", "NeurIPS", "1996", id="last-century"),
        pytest.param("(CVPR 2021)", "CVPR", "2021", id="brackets"),
        pytest.param("【ECCV 2020】", "ECCV", "2020", id="chinese-brackets"),
        pytest.param("NeurIPS, 2022", "NeurIPS", "2022", id="comma"),
        pytest.param("NeurIPS 2022 Oral", "NeurIPS", "2022", id="oral"),
        pytest.param("ICLR 2021 (Spotlight, top 5%)", "ICLR", "2021", id="spotlight"),
        pytest.param("AAAI 2024 (CCF-A)", "AAAI", "2024", id="rank"),
        pytest.param("CVPR 2023 口头报告", "CVPR", "2023", id="chinese-award"),
        pytest.param("NeurIPS 2022 Datasets and Benchmarks Track", "NeurIPS", "2022", id="track"),
        pytest.param("ICML 2022 Workshop", "ICML Workshop", "2022", id="workshop-behind"),
        pytest.param("ICML Workshop 2021", "ICML Workshop", "2021", id="workshop-before"),
        pytest.param("ECCVW 2022", "ECCVW", "2022", id="workshop-as-letter"),
        pytest.param("3DV 2021", "3DV", "2021", id="digit-in-name"),
        pytest.param("ACM MM 2023", "ACM MM", "2023", id="two-words"),
        pytest.param("IEEE TPAMI 2021", "TPAMI", "2021", id="society-before"),
        pytest.param("PAMI 2021", "TPAMI", "2021", id="other-short-form"),
        pytest.param("CSUR 2021", "ACM Computing Surveys", "2021", id="short-form-of-a-long-name"),
        pytest.param("ICECS 2021", "ICECS", "2021", id="venue-of-the-table"),
        pytest.param("Nature 2022", "Nature", "2022", id="word-with-year"),
        pytest.param("MM 2022", "ACM MM", "2022", id="word-that-is-another-form"),
        pytest.param("Nature Communications 2022", "Nature Communications", "2022", id="journal"),
        pytest.param(
            "Frontiers in Neuroscience, 2019", "Frontiers in Neuroscience", "2019", id="in"
        ),
        pytest.param("DASFAA 2024", "DASFAA", "2024", id="unknown-acronym"),
        pytest.param("Accepted by ICCV 2023", "ICCV", "2023", id="accepted-by"),
        pytest.param(
            "Published as a conference paper at ICLR 2021", "ICLR", "2021", id="published"
        ),
        pytest.param("2023年", None, "2023", id="year-alone"),
        pytest.param("ICLR oral", "ICLR", None, id="venue-alone"),
    ],
)
def test_short_forms_of_venue_and_year_are_understood(
    text: str, venue: str | None, year: str | None
) -> None:
    assert appearance(text) == Appearance(venue, year)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("arXiv 2023", id="arxiv"),
        pytest.param("arxiv 2023.11.28", id="date"),
        pytest.param("arXiv preprint (2023)", id="brackets"),
        pytest.param("预印 2023", id="chinese"),
    ],
)
def test_a_preprint_has_a_year_and_no_venue(text: str) -> None:
    assert appearance(text) == Appearance(None, "2023", is_preprint=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("SNN 2023", id="subject"),
        pytest.param("TPAMI 45", id="volume"),
        pytest.param("CIFAR-10", id="data"),
        pytest.param("Transformer-22", id="word-and-number"),
        pytest.param("Nature", id="word-alone"),
        pytest.param("nature inspired computing 2022", id="word-in-lower-case"),
        pytest.param("taco 2022", id="needs-its-capitals"),
        pytest.param("A survey of methods in 2023", id="sentence"),
        pytest.param("ICLR 2023, we propose", id="more-behind"),
        pytest.param("2048", id="number-that-is-no-year"),
        pytest.param("2022-05-03", id="date"),
        pytest.param("arXiv", id="arxiv-alone"),
        pytest.param("x" * 500 + " 2023", id="long"),
    ],
)
def test_what_is_more_or_less_than_venue_and_year_is_neither(text: str) -> None:
    assert appearance(text) is None


def test_where_little_speaks_for_a_venue_only_unmistakable_ones_count() -> None:
    assert appearance("DASFAA 2024", known_only=True) is None
    assert appearance("Nature 2022", known_only=True) is None
    assert appearance("MM 2022", known_only=True) is None
    assert appearance("TACO 2022", known_only=True) == Appearance("TACO", "2022")
    assert appearance("ICLR 2024", known_only=True) == Appearance("ICLR", "2024")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("NeurIPS", Appearance("NeurIPS", None), id="name"),
        pytest.param("2024 (CVPR)", Appearance("CVPR", "2024"), id="name-in-brackets"),
        pytest.param(
            "Brain Informatics (2021), 8(1):26",
            Appearance("Brain Informatics", "2021"),
            id="volume",
        ),
        pytest.param(
            "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
            Appearance("CVPR", None),
            id="long-name-with-short-one",
        ),
        pytest.param(
            "IEEE 50th Conference on Local Computer Networks (LCN) 2025",
            Appearance("LCN", "2025"),
            id="unknown-short-name",
        ),
        pytest.param(
            "2019 IEEE International Conference on Pervasive Computing (PerCom)",
            Appearance("PerCom", "2019"),
            id="year-first",
        ),
        pytest.param(
            "Advances in Neural Information Processing Systems 36 (2023)",
            Appearance("NeurIPS", "2023"),
            id="long-name",
        ),
        pytest.param(
            "IEEE Trans. Neural Netw. Learn. Syst., 2022",
            Appearance("TNNLS", "2022"),
            id="abbreviations",
        ),
        pytest.param("电子学报 2022", Appearance("电子学报", "2022"), id="chinese"),
        pytest.param("ICLR 2019。", Appearance("ICLR", "2019"), id="full-stop"),
        pytest.param("AAAI 2024 (CCF-A)", Appearance("AAAI", "2024"), id="rank-in-brackets"),
        pytest.param("暂无", Appearance(None, None), id="none"),
        pytest.param("N/A", Appearance(None, None), id="not-available"),
        pytest.param("arXiv 2023", Appearance(None, "2023", is_preprint=True), id="preprint"),
        pytest.param(
            "arXiv:2307.01694", Appearance(None, None, is_preprint=True), id="identifier-is-no-year"
        ),
    ],
)
def test_behind_a_label_any_name_is_a_venue(text: str, expected: Appearance) -> None:
    assert appearance_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("nips", "NeurIPS", id="old-name"),
        pytest.param("T-NNLS", "TNNLS", id="hyphen"),
        pytest.param("IEEE TIP", "TIP", id="society"),
        pytest.param("the NeurIPS", "NeurIPS", id="article"),
        pytest.param("CVPR Workshops", "CVPR Workshop", id="workshops"),
        pytest.param("Journal of Neuroscience", "Journal of Neuroscience", id="family"),
        pytest.param("Nature inspired computing", None, id="no-family"),
        pytest.param("SNN", None, id="subject"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_venue_has_one_spelling(text: str, expected: str | None) -> None:
    assert venue_name(text) == expected
