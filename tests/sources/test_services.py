"""Each service's answers, in its real shapes, as records."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from answers import (
    CROSSREF_WORK,
    DATACITE,
    ERROR_ENTRY,
    OLD_FEED,
    SEMANTIC_SCHOLAR,
    Scripted,
    arxiv_entry,
    arxiv_feed,
    openreview_note,
)

from snnnotes.errors import SourceChallengeError, SourceError, SourceStatusError
from snnnotes.model.identifiers import ArxivId, OpenReviewId
from snnnotes.model.source_record import SourceRecord
from snnnotes.sources import (
    arxiv,
    code_links,
    crossref,
    datacite,
    doi_agency,
    openreview,
    semantic_scholar,
)
from snnnotes.sources.http import Client
from snnnotes.sources.record import iso_date, venue_mentioned

SDT = ArxivId("2307.01694")


def scripted(answers: dict[str, object]) -> Client:
    client: Client = Scripted(answers)  # type: ignore[assignment]
    return client


def parsed(feed: str) -> dict[str, SourceRecord]:
    return arxiv.parse_feed(ET.fromstring(feed))


# --- arXiv --------------------------------------------------------------------------------------


def test_entry_of_the_new_feed_is_a_preprint() -> None:
    found = arxiv.fetch(scripted({arxiv.API: arxiv_feed(arxiv_entry())}), [SDT])["2307.01694"]

    assert found.fields == {
        "title": "Spike-driven Transformer with $O(ND)$ & SNNs",
        "authors": ("Man Yao", "ALICE Collaboration"),
        "year": 2023,
        "url": "https://arxiv.org/abs/2307.01694",
        "arxiv": "2307.01694",
        "code": "https://github.com/BICLab/Spike-Driven-Transformer",
        "abstract": "A model. Code: https://github.com/BICLab/Spike-Driven-Transformer.",
    }
    assert found.is_preprint
    assert found.guessed == {"code"}


def test_entry_of_the_old_feed_is_read_by_its_namespaces() -> None:
    found = parsed(OLD_FEED)["1706.03762"]

    assert found.paper.title == "Attention Is All You Need"
    assert found.paper.authors == ("Ashish Vaswani",)
    assert (found.paper.venue, found.paper.doi) == ("NeurIPS", "10.5555/abc")
    assert found.guessed == {"venue", "doi"}


def test_all_identifiers_are_asked_for_at_once() -> None:
    client = Scripted({arxiv.API: arxiv_feed(arxiv_entry())})

    found = arxiv.fetch(client, [SDT, ArxivId("cs/0112017")])  # type: ignore[arg-type]

    assert client.asked == [f"{arxiv.API}?id_list=2307.01694,cs/0112017&max_results=2"]
    assert list(found) == ["2307.01694"]  # the other is silently missing


def test_unknown_identifier_is_missing() -> None:
    assert arxiv.fetch(scripted({arxiv.API: arxiv_feed()}), [SDT]) == {}


def test_another_paper_than_the_one_asked_for_is_not_taken() -> None:
    assert arxiv.fetch(scripted({arxiv.API: OLD_FEED}), [SDT]) == {}


@pytest.mark.parametrize("status", [200, 400])
def test_error_that_comes_as_an_entry_is_an_error(status: int) -> None:
    body = arxiv_feed(ERROR_ENTRY)
    answers: dict[str, object] = {arxiv.API: body if status == 200 else (400, body)}

    with pytest.raises(SourceError, match="arXiv: says: incorrect id format for abc"):
        arxiv.fetch(scripted(answers), [SDT])


def test_feed_that_is_something_else_is_an_error() -> None:
    with pytest.raises(SourceError, match="something else than its feed"):
        parsed("<rss></rss>")


@pytest.mark.parametrize(
    "more",
    [
        "<arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment>",
        "<arxiv:comment>Withdrawn: error in Lemma 2</arxiv:comment>",
    ],
)
def test_withdrawn_paper_is_marked(more: str) -> None:
    found = parsed(arxiv_feed(arxiv_entry(more)))["2307.01694"]

    assert found.is_withdrawn
    assert found.remarks == ("arXiv says that it was withdrawn",)


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("Accepted by NeurIPS 2023, 16 pages", "NeurIPS"),
        ("Accepted at the International Conference on Machine Learning (ICML 2024)", "ICML"),
        ("37th Conference on Neural Information Processing Systems (NeurIPS 2023)", "NeurIPS"),
        ("Published in IEEE Transactions on Neural Networks and Learning Systems", "TNNLS"),
        ("Neural Networks 166 (2023) 410-423", "Neural Networks"),
        ("ICLR 2022", "ICLR"),
        ("Camera-ready for AAAI 2023", "AAAI"),
        ("Accepted as an oral paper at CVPR 2022", "CVPR"),
        ("44 pages, 5 figures", ""),
        ("Submitted to ICML 2024", ""),
        ("Under review at NeurIPS 2023", ""),
        ("Code will be released in May 2023", ""),
        ("", ""),
    ],
)
def test_venue_is_read_from_what_authors_remark(text: str, venue: str) -> None:
    assert venue_mentioned(text)[0] == venue


def test_year_of_the_venue_goes_before_that_of_the_preprint() -> None:
    more = "<arxiv:comment>Accepted by ICLR 2024</arxiv:comment>"

    found = parsed(arxiv_feed(arxiv_entry(more)))["2307.01694"]

    assert (found.paper.venue, found.paper.year) == ("ICLR", 2024)


@pytest.mark.parametrize(
    ("text", "date"),
    [("2017-06-12T17:57:34Z", "2017-06-12"), ("2025/3/7", "2025-03-07"), ("2024/00/00", ""),
     ("2023", ""), ("Apr 22, 2019", ""), ("0000-01-01", "")],
)  # fmt: skip
def test_only_dates_of_the_calendar_are_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


# --- DOIs ---------------------------------------------------------------------------------------


def test_work_of_crossref_is_a_record() -> None:
    client = Scripted({crossref.API: {"status": "ok", "message": CROSSREF_WORK}})

    found = crossref.fetch(client, "10.1109/iccv48922.2021.00266")  # type: ignore[arg-type]

    assert found is not None
    assert found.fields == {
        "title": "Incorporating Learnable Membrane Time Constant: to Enhance Learning",
        "authors": ("Wei Fang", "PengCheng Laboratory", "李国齐"),
        "year": 2021,
        "venue": "ICCV",
        "url": "https://doi.org/10.1109/ICCV48922.2021.00266",
        "doi": "10.1109/iccv48922.2021.00266",
        "abstract": "Spiking & more",
    }
    assert not found.is_preprint
    assert client.asked == [
        f"{crossref.API}/10.1109%2Ficcv48922.2021.00266?mailto=me%40example.org"
    ]


def test_authors_that_neurips_sorted_by_name_are_a_guess() -> None:
    found = crossref.parse_work(CROSSREF_WORK | {"DOI": "10.52202/068431-0001"})

    assert found.guessed == {"authors"}


def test_retracted_paper_is_marked() -> None:
    found = crossref.parse_work(CROSSREF_WORK | {"updated-by": [{"type": "retraction"}]})

    assert found.is_withdrawn
    assert found.remarks == ("Crossref says that it was retracted",)


def test_preprint_at_crossref_has_no_venue() -> None:
    found = crossref.parse_work(CROSSREF_WORK | {"type": "posted-content"})

    assert found.is_preprint
    assert found.paper.venue is None


def test_book_series_is_no_venue_where_the_event_is_known() -> None:
    series = {
        "container-title": ["Lecture Notes in Computer Science", "Computer Vision – ECCV 2022"]
    }

    assert crossref.parse_work(CROSSREF_WORK | series).paper.venue == "ECCV"


def test_search_at_crossref_gives_records_best_first() -> None:
    answer = {"message": {"items": [CROSSREF_WORK, CROSSREF_WORK | {"title": ["Other"]}]}}

    found = crossref.search(scripted({crossref.API: answer}), "Incorporating", family="Fang")

    assert [one.paper.title[:5] for one in found] == ["Incor", "Other"]


@pytest.mark.parametrize("fetch", [crossref.fetch, datacite.fetch, doi_agency.fetch])
def test_unknown_doi_is_none(fetch: object) -> None:
    assert fetch(scripted({}), "10.1234/x") is None  # type: ignore[operator]


@pytest.mark.parametrize("fetch", [crossref.fetch, datacite.fetch, doi_agency.fetch])
def test_trouble_of_a_service_is_no_answer(fetch: object) -> None:
    with pytest.raises(SourceStatusError):
        fetch(scripted({"https://": (503, "")}), "10.1234/x")  # type: ignore[operator]


@pytest.mark.parametrize("answer", [{}, {"message": []}, [], {"data": None}])
def test_json_of_another_shape_is_an_error(answer: object) -> None:
    for fetch in (crossref.fetch, datacite.fetch):
        with pytest.raises(SourceError, match="something else than a record"):
            fetch(scripted({"https://": answer}), "10.1234/x")


def test_record_of_datacite_is_that_of_the_first_version() -> None:
    found = datacite.fetch(scripted({datacite.API: DATACITE}), "10.48550/arxiv.2307.01694")

    assert found is not None
    assert found.fields == {
        "title": "Spike-driven Transformer",
        "authors": ("Man Yao", "ALICE Collaboration", "Jiakui Hu"),
        "year": 2023,
        "arxiv": "2307.01694",
        "doi": "10.1234/published",
        "url": "https://arxiv.org/abs/2307.01694",
        "abstract": "A model",
    }
    assert found.is_preprint


@pytest.mark.parametrize(
    ("answer", "agency"),
    [
        ([{"DOI": "10.48550", "RA": "DataCite"}], "DataCite"),
        ([{"DOI": "10.1109", "RA": "Crossref"}], "Crossref"),
        ([{"DOI": "10.9999/x", "status": "DOI does not exist"}], None),
        ((404, "<html>DOI not found"), None),
    ],
)
def test_agency_of_a_doi_is_told(answer: object, agency: str | None) -> None:
    assert doi_agency.agency_of(scripted({"https://doi.org/ra/": answer}), "10.1/x") == agency


def test_doi_of_a_small_agency_comes_as_csl() -> None:
    answer = {"title": "论文", "DOI": "10.3969/j.x", "issued": {"date-parts": [[2020]]},
              "author": [{"literal": "张三"}]}  # fmt: skip

    found = doi_agency.fetch(scripted({"https://doi.org/10.3969": answer}), "10.3969/j.x")

    assert found is not None
    assert (found.paper.title, found.paper.year, found.paper.authors) == ("论文", 2020, ("张三",))


# --- where it has appeared, and its code --------------------------------------------------------


def test_semantic_scholar_knows_the_venue_of_a_preprint() -> None:
    client = Scripted({semantic_scholar.API: SEMANTIC_SCHOLAR})

    found = semantic_scholar.fetch(client, SDT)  # type: ignore[arg-type]

    assert found is not None
    assert (found.paper.venue, found.paper.year, found.paper.arxiv) == (
        "NeurIPS",
        2023,
        "2307.01694",
    )
    assert found.guessed == {"authors"}
    assert not found.is_preprint
    assert client.asked[0].startswith(f"{semantic_scholar.API}/ARXIV:2307.01694?fields=title,")


def test_venue_arxiv_at_semantic_scholar_is_none() -> None:
    found = semantic_scholar.parse(
        SEMANTIC_SCHOLAR | {"venue": "arXiv.org", "publicationVenue": None}
    )

    assert found is not None
    assert found.paper.venue is None
    assert found.is_preprint


def test_unknown_paper_at_semantic_scholar_is_none() -> None:
    assert semantic_scholar.parse(None) is None
    assert semantic_scholar.fetch(scripted({}), SDT) is None
    assert semantic_scholar.match(scripted({}), "Title") is None


def test_nearest_title_at_semantic_scholar_is_a_record() -> None:
    answer = {"data": [SEMANTIC_SCHOLAR | {"matchScore": 170.1}]}

    found = semantic_scholar.match(scripted({semantic_scholar.API: answer}), "Spike driven")

    assert found is not None
    assert found.paper.title == "Spike-driven Transformer"


@pytest.mark.parametrize(("added_by", "guessed"), [("user", set()), ("auto", {"code"})])
def test_code_that_hugging_face_found_by_machine_is_a_guess(
    added_by: str, guessed: set[str]
) -> None:
    answer = {
        "id": "2307.01694",
        "githubRepo": "https://github.com/a/b",
        "githubRepoAddedBy": added_by,
    }

    found = code_links.fetch_hugging_face(scripted({"https://huggingface.co/api/": answer}), SDT)

    assert found is not None
    assert found.fields == {"code": "https://github.com/a/b"}
    assert found.guessed == guessed


@pytest.mark.parametrize(
    ("links", "code", "guessed"),
    [
        ([{"url": "https://github.com/x/y", "is_official": False},
          {"url": "https://github.com/a/b", "is_official": True}], "https://github.com/a/b", set()),
        ([{"url": "https://github.com/x/y", "is_official": False}], "https://github.com/x/y",
         {"code"}),
        ([{"url": "https://github.com/x/y"}, {"url": "https://github.com/z/y"}], None, set()),
        ([], None, set()),
    ],
)  # fmt: skip
def test_official_code_goes_before_other_code(
    links: list[object], code: str | None, guessed: set[str]
) -> None:
    answer = {"repositories": links}
    found = code_links.fetch_papers_with_code(
        scripted({"https://paperswithcode.co/api/": answer}), SDT
    )

    assert (found.paper.code if found else None) == code
    assert (found.guessed if found else set()) == guessed


def test_paper_without_code_is_none() -> None:
    assert code_links.fetch_hugging_face(scripted({}), SDT) is None
    assert code_links.parse_hugging_face({"id": "2307.01694"}) is None


# --- OpenReview ---------------------------------------------------------------------------------

FORUM = OpenReviewId("yzZbwQPkmP")


@pytest.mark.parametrize("api", [0, 1], ids=["v2", "v1"])
def test_forum_is_found_at_the_api_that_has_it(api: int) -> None:
    note = openreview_note(wrapped=api == 0)
    answers: dict[str, object] = {
        openreview.APIS[api]: {"notes": [note]},
        openreview.APIS[1 - api]: {"notes": []},
    }

    found = openreview.fetch(scripted(answers), FORUM)

    assert found is not None
    assert found.fields == {
        "title": "SparseProp",
        "authors": ("Rainer Engelken",),
        "year": 2023,
        "venue": "NeurIPS",
        "url": "https://openreview.net/forum?id=yzZbwQPkmP",
        "openreview": "yzZbwQPkmP",
        "code": "https://github.com/RainerEngelken/SparseProp",
        "abstract": "Fast. https://github.com/RainerEngelken/SparseProp",
    }
    assert found.guessed == {"code"}


@pytest.mark.parametrize(
    ("venue", "venue_id"),
    [
        ("Submitted to ICLR 2024", "ICLR.cc/2024/Conference/Submission"),
        (
            "ICLR 2024 Conference Withdrawn Submission",
            "ICLR.cc/2024/Conference/Withdrawn_Submission",
        ),
        ("Submitted to NeurIPS 2023", "NeurIPS.cc/2023/Conference/Rejected_Submission"),
        ("", "ICLR.cc/2024/Conference"),
    ],
)
def test_submission_that_was_not_accepted_has_no_venue(venue: str, venue_id: str) -> None:
    found = openreview.parse_note(openreview_note(wrapped=True, venue=venue, venueid=venue_id))

    assert found.paper.venue is None
    assert found.is_preprint


def test_blind_submission_has_no_authors() -> None:
    note = openreview_note(wrapped=True)
    content = note["content"]
    assert isinstance(content, dict)
    del content["authors"]

    assert openreview.parse_note(note).paper.authors == ()


def test_venue_may_be_a_list() -> None:
    found = openreview.parse_note(openreview_note(wrapped=True, venue=["ICLR 2022 Spotlight"]))

    assert (found.paper.venue, found.paper.year) == ("ICLR", 2022)


def test_openreview_that_wants_a_browser_says_what_to_do() -> None:
    refused = (403, '{"name":"ForbiddenError","message":"ChallengeRequiredError"}')
    answers: dict[str, object] = dict.fromkeys(openreview.APIS, refused)

    with pytest.raises(SourceError, match="answers nobody without a token") as caught:
        openreview.fetch(scripted(answers), FORUM)
    challenged: dict[str, object] = dict.fromkeys(
        openreview.APIS, SourceChallengeError("api2.openreview.net", "the site asks for a browser")
    )
    with pytest.raises(SourceError, match="answers nobody without a token"):
        openreview.fetch(scripted(challenged), FORUM)
    assert "SNNNOTES_OPENREVIEW_TOKEN" in caught.value.hint


def test_unknown_forum_is_none() -> None:
    assert openreview.fetch(scripted({}), FORUM) is None


@pytest.mark.parametrize("answer", [None, [], "x", {"notes": "x"}, {"content": 3}])
def test_odd_shapes_break_no_reader(answer: object) -> None:
    openreview.parse_note(answer)
    crossref.parse_work(answer)
    semantic_scholar.parse(answer)
    code_links.parse_hugging_face(answer)
    code_links.parse_papers_with_code(answer)
