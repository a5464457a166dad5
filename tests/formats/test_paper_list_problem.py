from typing import Any

import pytest

from snnnotes.formats.paper_list_problem import Problem, problems_of, proceedings_of
from snnnotes.formats.paper_list_row import Row

CVF = "https://openaccess.thecvf.com/content/"


def row(line: int, title: str = "", **facts: Any) -> Row:  # noqa: ANN401 (fields of Row)
    known: dict[str, Any] = {"url": f"https://a.org/{line}"} | facts
    return Row(line=line, title=title or f"Title {line}", **known)


def names_of(*rows: Row) -> list[tuple[int, str]]:
    return [(problem.line, problem.name) for problem in problems_of(rows)]


def test_a_list_without_errors_has_no_problems() -> None:
    rows = (
        row(1, venue="NeurIPS", year=2023, url="https://openreview.net/forum?id=9FmolyOHi5"),
        row(2, venue="ICCV", year=2021, url=f"{CVF}ICCV2021/papers/x.pdf"),
        row(3, url=None, target="notes/x.md"),
    )

    assert problems_of(rows) == []


def test_the_same_paper_is_reported_with_both_lines() -> None:
    assert problems_of([row(4, "SEENN: Early Exit"), row(9, "Seenn - early exit")]) == [
        Problem(9, "same-paper", '"Seenn - early exit" is listed twice, here and in line 4')
    ]


def test_a_paper_listed_three_times_is_reported_at_each_later_line() -> None:
    rows = [row(line, "SEENN") for line in (1, 2, 3)]

    assert names_of(*rows) == [(2, "same-paper"), (3, "same-paper")]


@pytest.mark.parametrize(
    ("first", "second", "reported"),
    [
        pytest.param({}, {}, True, id="same-section"),
        pytest.param({"section": ("A",)}, {"section": ("B",)}, False, id="two-topics"),
        pytest.param(
            {"section": ("2022",), "year": 2022},
            {"section": ("2023",), "year": 2023},
            True,
            id="two-years",
        ),
        pytest.param(
            {"section": ("A",), "venue": "ICLR"},
            {"section": ("B",), "venue": "ICML"},
            True,
            id="two-venues",
        ),
        pytest.param(
            {"section": ("A",), "url": "https://arxiv.org/abs/2301.00001"},
            {"section": ("B",), "url": "https://openreview.net/forum?id=9FmolyOHi5"},
            True,
            id="two-links",
        ),
    ],
)
def test_a_paper_under_two_topics_is_no_error(
    first: dict[str, object], second: dict[str, object], reported: bool
) -> None:
    link = {"url": "https://a.org/x"}

    found = names_of(row(1, "SEENN", **(link | first)), row(2, "SEENN", **(link | second)))

    assert found == ([(2, "same-paper")] if reported else [])


def test_one_link_on_two_papers_is_reported_whatever_its_form() -> None:
    rows = [
        row(3, "Optimal Conversion", url="https://arxiv.org/pdf/2103.00476.pdf"),
        row(7, "A Free Lunch", url="http://arxiv.org/abs/2103.00476v2"),
    ]

    assert problems_of(rows) == [
        Problem(
            7,
            "same-link",
            '"A Free Lunch" has the link of "Optimal Conversion" in line 3:'
            " http://arxiv.org/abs/2103.00476v2",
        )
    ]


def test_one_repository_of_two_papers_is_no_error() -> None:
    assert (
        names_of(row(1, code="https://github.com/a/b"), row(2, code="https://github.com/a/b")) == []
    )


def test_rows_without_a_link_to_the_paper_are_reported() -> None:
    rows = [row(1, "A", url=None), row(2, "B", url=None, code="https://github.com/a/b")]

    assert problems_of(rows) == [
        Problem(1, "no-link", '"A" has no link to the paper'),
        Problem(2, "no-link", '"B" has no link to the paper'),
    ]


@pytest.mark.parametrize(
    ("venue", "year", "url", "leads_to"),
    [
        pytest.param("ICML", 2023, f"{CVF}CVPR2023/papers/x.pdf", "CVPR 2023", id="cvf"),
        pytest.param("ECCV", 2021, f"{CVF}ICCV2021/papers/x.pdf", "ICCV 2021", id="cvf-iccv"),
        pytest.param("ICCV", 2023, f"{CVF}ICCV2021/papers/x.pdf", "ICCV 2021", id="another-year"),
        pytest.param("TPAMI", 2023, f"{CVF}CVPR2023W/x.pdf", "CVPR 2023", id="journal-at-cvf"),
        pytest.param(
            "ICLR", 2022, "https://proceedings.mlr.press/v162/chen22ac.html", "ICML 2022", id="pmlr"
        ),
        pytest.param(
            "ICML",
            2023,
            "https://proceedings.mlr.press/v162/chen22ac.html",
            "ICML 2022",
            id="pmlr-year",
        ),
        pytest.param(
            "CVPR", 2022, "https://proceedings.mlr.press/v151/x22a.html", "PMLR", id="other-volume"
        ),
        pytest.param(
            "ICML",
            2021,
            "https://proceedings.neurips.cc/paper/2021/hash/x",
            "NeurIPS 2021",
            id="neurips",
        ),
        pytest.param(
            "NeurIPS", 2022, "https://icml.cc/virtual/2024/poster/1", "ICML 2024", id="virtual-site"
        ),
        pytest.param(
            "AAAI",
            2023,
            "https://www.ijcai.org/proceedings/2023/0344.pdf",
            "IJCAI 2023",
            id="ijcai",
        ),
        pytest.param(
            "IJCAI", 2021, "https://ojs.aaai.org/index.php/AAAI/article/view/1", "AAAI", id="aaai"
        ),
        pytest.param(
            "ICCV", 2022, "https://www.ecva.net/papers/eccv_2022/x.pdf", "ECCV 2022", id="ecva"
        ),
        pytest.param(
            "ACL", 2023, "https://aclanthology.org/2023.emnlp-main.1/", "EMNLP 2023", id="acl"
        ),
        pytest.param(
            "NeurIPS", 2023, "https://ieeexplore.ieee.org/document/1", "a page of IEEE", id="ieee"
        ),
        pytest.param(
            "ICLR",
            2024,
            "https://www.frontiersin.org/articles/10.3389/fnins.2024.1/full",
            "a page of Frontiers",
            id="frontiers",
        ),
        pytest.param(
            "CVPR",
            2022,
            "https://www.nature.com/articles/s41467-022-31747-w",
            "a page of Nature",
            id="nature",
        ),
        pytest.param(
            "AAAI",
            2022,
            "https://doi.org/10.1016/j.neucom.2018.05.087",
            "a page of Elsevier",
            id="doi",
        ),
        pytest.param(
            "ICML",
            2022,
            "https://link.springer.com/chapter/10.1007/978-3-031-1",
            "a page of Springer",
            id="springer",
        ),
    ],
)
def test_a_link_that_contradicts_the_venue_is_reported(
    venue: str, year: int, url: str, leads_to: str
) -> None:
    (problem,) = problems_of([row(5, "SEENN", venue=venue, year=year, url=url)])

    assert problem == Problem(
        5,
        "venue-and-link",
        f'"SEENN" is listed as {venue} {year}, but its link leads to {leads_to}: {url}',
    )


@pytest.mark.parametrize(
    ("venue", "year", "url"),
    [
        pytest.param("CVPR", 2023, f"{CVF}CVPR2023/papers/x.pdf", id="cvf"),
        pytest.param("CVPR Workshop", 2023, f"{CVF}CVPR2023W/x.pdf", id="workshop"),
        pytest.param(
            "CVPR",
            2019,
            "https://openaccess.thecvf.com/content_CVPR_2019/papers/x.pdf",
            id="old-cvf",
        ),
        pytest.param(
            "CVPR",
            2018,
            "https://openaccess.thecvf.com/content_cvpr_2018_workshops/x",
            id="old-workshop",
        ),
        pytest.param("ICML", 2022, "https://proceedings.mlr.press/v162/chen22ac.html", id="pmlr"),
        pytest.param(
            "AISTATS", 2022, "https://proceedings.mlr.press/v151/x22a.html", id="other-volume"
        ),
        pytest.param("NIPS", 2018, "https://papers.nips.cc/paper/2018/hash/x", id="old-name"),
        pytest.param(
            "AAAI", 2021, "https://ojs.aaai.org/index.php/AAAI/article/view/17329", id="aaai"
        ),
        pytest.param("CVPR", None, f"{CVF}CVPR2023/papers/x.pdf", id="no-year"),
        pytest.param("ICLR", 2023, "https://arxiv.org/abs/2302.10685", id="arxiv"),
        pytest.param("ICML", 2023, "https://openreview.net/pdf?id=zRkz4duLKp", id="openreview"),
        pytest.param(
            "ECCV", 2022, "https://link.springer.com/chapter/10.1007/978-3-031-1", id="springer"
        ),
        pytest.param("CVPR", 2020, "https://ieeexplore.ieee.org/document/1", id="ieee"),
        pytest.param(
            "Neural Networks", 1997, "https://doi.org/10.1016/S0893-6080(97)00011-7", id="journal"
        ),
        pytest.param("某会议", 2023, f"{CVF}CVPR2023/papers/x.pdf", id="unknown-venue"),
        pytest.param(
            "CVPR/NeurIPS", 2023, "https://ieeexplore.ieee.org/document/1", id="one-of-two"
        ),
        pytest.param("CVPR/ICCV", 2023, f"{CVF}CVPR2023/papers/x.pdf", id="two-venues"),
        pytest.param(None, 2021, f"{CVF}CVPR2023/papers/x.pdf", id="no-venue"),
        pytest.param("NeurIPS", 2017, "https://dl.acm.org/doi/10.5555/3295222", id="mirror-at-acm"),
    ],
)
def test_a_link_that_fits_or_says_nothing_is_no_error(
    venue: str | None, year: int | None, url: str
) -> None:
    assert problems_of([row(1, venue=venue, year=year, url=url)]) == []


def test_problems_come_in_the_order_of_their_lines() -> None:
    rows = [
        row(1, "A", url=None),
        row(2, "B", venue="ICML", year=2023, url=f"{CVF}CVPR2023/x.pdf"),
        row(3, "A", url=None),
        row(4, "C", url=f"{CVF}CVPR2023/x.pdf"),
    ]

    assert names_of(*rows) == [
        (1, "no-link"),
        (2, "venue-and-link"),
        (3, "same-paper"),
        (3, "no-link"),
        (4, "same-link"),
    ]


def test_an_address_without_proceedings_names_none() -> None:
    assert proceedings_of("https://arxiv.org/abs/2307.01694") is None
    assert proceedings_of("https://proceedings.mlr.press/v1/x.html") is None
