from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from snnnotes.errors import SourceError
from snnnotes.features.resolving import Prefer, Resolved, resolve
from snnnotes.model.identifiers import ArxivId, Doi, OpenReviewId
from snnnotes.model.paper import Paper
from snnnotes.model.source_record import SourceRecord

SDT = ArxivId("2307.01694")
DOI = Doi("10.1109/iccv48922.2021.00266")
FORUM = OpenReviewId("yzZbwQPkmP")
DOWN = SourceError("example.org", "is not at work just now")

Told = SourceRecord | SourceError | str | list[SourceRecord] | None


@dataclass
class Sources:
    """Sources with answers made up for a test; what is not named has no such paper."""

    answers: dict[str, Told]
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[[object], Told]:
        def ask(*_subject: object) -> Told:
            self.asked.append(name)
            answer = self.answers.get(name)
            if isinstance(answer, SourceError):
                raise answer
            return answer

        return ask


def record(source: str, title: str = "", year: int = 0, **paper: object) -> SourceRecord:
    made = Paper(title=title, year=year, **paper)  # type: ignore[arg-type]
    return SourceRecord(source=source, paper=made)


ARXIV = replace(
    record("arXiv", "Spike-driven Transformer", 2022, authors=("Man Yao",), arxiv="2307.01694",
           url="https://arxiv.org/abs/2307.01694"),
    is_preprint=True,
)  # fmt: skip
PUBLISHED = record("Semantic Scholar", "Spike-Driven Transformers", 2023, venue="NeurIPS")
CROSSREF = record("Crossref", "Learnable Time Constant", 2021, authors=("Wei Fang",), venue="ICCV")


def values(found: Resolved) -> dict[str, object]:
    return {name: one.value for name, one in found.fields.items()}


def asked(
    wanted: object, answers: dict[str, Told], **options: object
) -> tuple[Resolved, list[str]]:
    sources = Sources(answers)
    return resolve(wanted, sources, **options), sources.asked  # type: ignore[arg-type]


# --- which source is asked, and which one next


@pytest.mark.parametrize(
    ("wanted", "answers", "order"),
    [
        pytest.param(
            SDT, {"arxiv": ARXIV},
            ["arxiv", "semantic_scholar", "hugging_face", "papers_with_code"], id="arxiv",
        ),
        pytest.param(SDT, {"arxiv": None}, ["arxiv"], id="arxiv-does-not-know-it"),
        pytest.param(
            SDT, {"arxiv": DOWN, "arxiv_page": DOWN, "datacite": ARXIV},
            ["arxiv", "arxiv_page", "datacite", "semantic_scholar", "hugging_face",
             "papers_with_code"],
            id="arxiv-down-and-its-page",
        ),
        pytest.param(
            SDT,
            {"arxiv": replace(ARXIV, paper=replace(ARXIV.paper, doi="10.1/x", venue="NeurIPS",
                                                   code="https://github.com/a/b"))},
            ["arxiv", "crossref"], id="arxiv-knows-doi-venue-and-code",
        ),
        pytest.param(
            DOI, {"agency": "Crossref", "crossref": CROSSREF},
            ["agency", "crossref", "semantic_scholar"], id="doi-of-crossref",
        ),
        pytest.param(DOI, {"agency": None}, ["agency"], id="no-such-doi"),
        pytest.param(
            DOI, {"agency": "mEDRA", "any_agency": CROSSREF},
            ["agency", "any_agency", "semantic_scholar"], id="doi-of-a-small-agency",
        ),
        pytest.param(
            DOI, {"agency": DOWN, "crossref": CROSSREF},
            ["agency", "crossref", "semantic_scholar"], id="doi.org-down",
        ),
        pytest.param(
            DOI, {"agency": "Crossref", "crossref": DOWN, "any_agency": CROSSREF},
            ["agency", "crossref", "any_agency", "semantic_scholar"], id="crossref-down",
        ),
        pytest.param(FORUM, {"openreview": CROSSREF}, ["openreview"], id="openreview"),
        pytest.param(
            FORUM, {"openreview": DOWN, "page": DOWN, "semantic_scholar": ARXIV},
            ["openreview", "page", "semantic_scholar", "hugging_face", "papers_with_code"],
            id="openreview-and-its-page-down",
        ),
        pytest.param("https://x.org/1", {"page": CROSSREF}, ["page"], id="page"),
        pytest.param(
            "https://doi.org.example/10.1109/x.1", {"page": DOWN, "crossref": CROSSREF},
            ["page", "crossref"], id="page-down-with-a-doi-in-its-address",
        ),
    ],
)  # fmt: skip
def test_sources_are_asked_in_their_order(
    wanted: object, answers: dict[str, Told], order: list[str]
) -> None:
    assert asked(wanted, answers)[1] == order


TITLE = record("a.pdf", "Spike-Driven transformer")


@pytest.mark.parametrize(
    ("answers", "order"),
    [
        pytest.param(
            {"nearest_title": ARXIV, "arxiv": ARXIV},
            ["nearest_title", "arxiv", "semantic_scholar", "hugging_face", "papers_with_code"],
            id="found",
        ),
        pytest.param(
            {"nearest_title": record("x", "Another one"), "near_titles": [CROSSREF]},
            ["nearest_title", "near_titles"], id="another-title",
        ),
        pytest.param({"nearest_title": DOWN}, ["nearest_title", "near_titles"], id="down"),
    ],
)  # fmt: skip
def test_pdf_without_identifier_is_looked_for_by_its_title(
    answers: dict[str, Told], order: list[str]
) -> None:
    assert asked("", answers, given=[TITLE])[1] == order


def test_file_that_names_its_authors_asks_nobody() -> None:
    page = record("page.html", "Title", 2020, authors=("A B",))

    assert asked("", {}, given=[page])[1] == []


@pytest.mark.parametrize(
    ("published", "venue"),
    [
        pytest.param({}, "NeurIPS", id="the-same"),
        pytest.param({"title": "Spike-driven Transformer V2"}, None, id="another-title"),
        pytest.param({"authors": ("Wei Fang",)}, None, id="another-first-author"),
        pytest.param({"year": 2026}, None, id="years-later"),
    ],
)
def test_published_version_is_looked_for_by_title_author_and_year(
    published: dict[str, object], venue: str | None
) -> None:
    usual = record(
        "Crossref", "Spike-Driven Transformer.", 2023, authors=("M. Yao",), venue="NeurIPS"
    )
    other = replace(usual, paper=replace(usual.paper, **published))  # type: ignore[arg-type]

    found, _ = asked(SDT, {"arxiv": ARXIV, "near_titles": [other]}, seek_published=True)

    assert values(found).get("venue") == venue


# --- what is taken from whom


def test_venue_and_year_of_the_published_paper_go_together() -> None:
    found, _ = asked(SDT, {"arxiv": ARXIV, "semantic_scholar": PUBLISHED})

    assert (found.fields["venue"].value, found.fields["year"].value) == ("NeurIPS", 2023)
    assert found.fields["year"].source == "Semantic Scholar"


def test_title_of_the_published_paper_is_taken_only_when_asked() -> None:
    answers: dict[str, Told] = {"arxiv": ARXIV, "semantic_scholar": PUBLISHED}

    assert values(asked(SDT, answers)[0])["title"] == "Spike-driven Transformer"
    assert values(asked(SDT, answers, prefer=Prefer.PUBLISHED)[0])["title"] == (
        "Spike-Driven Transformers"
    )


def test_identifiers_of_preprint_and_published_paper_are_kept_together() -> None:
    published = replace(PUBLISHED, paper=replace(PUBLISHED.paper, doi="10.1/x"))

    found = values(asked(SDT, {"arxiv": ARXIV, "semantic_scholar": published})[0])

    assert (found["arxiv"], found["doi"]) == ("2307.01694", "10.1/x")


def test_what_is_sure_goes_before_a_guess() -> None:
    guess = replace(
        ARXIV, paper=replace(ARXIV.paper, code="https://a/guess"), guessed=frozenset({"code"})
    )
    sure = record("Hugging Face", code="https://a/sure")

    found, _ = asked(SDT, {"arxiv": guess, "hugging_face": sure})

    assert found.fields["code"].value == "https://a/sure"
    assert not found.fields["code"].is_guess


def test_guess_is_better_than_nothing_and_is_called_one() -> None:
    guess = replace(record("Hugging Face", code="https://a/guess"), guessed=frozenset({"code"}))

    found, _ = asked(SDT, {"arxiv": ARXIV, "hugging_face": guess})

    assert found.fields["code"].is_guess


def test_files_of_the_user_come_first() -> None:
    pdf = record("a.pdf", "Title in the PDF", 2023)

    found, _ = asked(SDT, {"arxiv": ARXIV}, given=[pdf])

    assert found.fields["title"].source == "a.pdf"


# --- when sources disagree or fail


def test_disagreement_is_told_with_who_says_what() -> None:
    other = record("Semantic Scholar", "Another Title", 2023, authors=("J. Hu",), venue="NeurIPS")

    found, _ = asked(SDT, {"arxiv": ARXIV, "semantic_scholar": other})

    assert {one.field: one.values for one in found.disagreements} == {
        "title": (("arXiv", "Spike-driven Transformer"), ("Semantic Scholar", "Another Title")),
        "authors": (("arXiv", ("Man Yao",)), ("Semantic Scholar", ("J. Hu",))),
    }


def test_case_punctuation_and_the_year_of_a_preprint_are_no_disagreement() -> None:
    other = record("Semantic Scholar", "Spike-Driven  transformer.", 2023, venue="NeurIPS")

    assert asked(SDT, {"arxiv": ARXIV, "semantic_scholar": other})[0].disagreements == ()


def test_all_that_failed_is_pending() -> None:
    found, _ = asked(SDT, dict.fromkeys(["arxiv", "arxiv_page", "datacite"], DOWN))

    assert found.fields == {}
    assert found.pending == ("title", "authors", "year", "venue")
    assert [one.source for one in found.failures] == ["arXiv", "arXiv page", "DataCite"]


def test_failure_that_another_source_made_good_leaves_nothing_pending() -> None:
    found, _ = asked(SDT, {"arxiv": DOWN, "arxiv_page": ARXIV})

    assert found.pending == ()
    assert [one.source for one in found.failures] == ["arXiv"]


def test_extra_source_that_fails_leaves_nothing_pending() -> None:
    found, _ = asked(SDT, {"arxiv": ARXIV, "semantic_scholar": DOWN, "hugging_face": DOWN})

    assert found.pending == ()
    assert [one.source for one in found.failures] == ["Semantic Scholar", "Hugging Face"]


@pytest.mark.parametrize(
    ("wanted", "answers", "who"),
    [(SDT, {}, "arXiv"), (DOI, {}, "doi.org"), (FORUM, {}, "OpenReview"),
     (DOI, {"agency": "Crossref"}, "Crossref")],
    ids=["arxiv", "doi", "openreview", "doi-that-its-agency-lacks"],
)  # fmt: skip
def test_paper_that_nobody_has_is_unknown(
    wanted: object, answers: dict[str, Told], who: str
) -> None:
    found, _ = asked(wanted, answers)

    assert found.unknown_to == who
    assert found.pending == ()


def test_remarks_of_sources_are_passed_on_once() -> None:
    withdrawn = replace(ARXIV, remarks=("arXiv says that it was withdrawn",))

    assert asked(SDT, {"arxiv": withdrawn})[0].remarks == ("arXiv says that it was withdrawn",)
