from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.bibliography import (
    Bibliography,
    Entry,
    Example,
    Problem,
    Record,
    bibliography,
    split_tags,
    year_in,
)

EXAMPLE = Example(title="title = {…}", year="year = {2023}")


def read(*records: Record, problems: tuple[Problem, ...] = ()) -> Bibliography:
    return bibliography(records, problems, example=EXAMPLE)


def record(**facts: Any) -> Record:  # noqa: ANN401 (fields of Record)
    given: dict[str, Any] = {"line": 1, "kind": "article", "title": "T", "dates": ("2023",)} | facts
    return Record(**given)


def entry(**facts: Any) -> Entry:  # noqa: ANN401 (see above)
    (found,) = read(record(**facts)).entries
    return found


# ---- what a note needs


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        pytest.param("2023", 2023, id="year"),
        pytest.param("2023-05-01", 2023, id="iso"),
        pytest.param("2023/05/01/", 2023, id="ris"),
        pytest.param("20230501", 2023, id="without-separators"),
        pytest.param("2023a", 2023, id="letter"),
        pytest.param("c. 1998", 1998, id="circa"),
        pytest.param("2019/2020", 2019, id="range"),
        pytest.param("21 June 2023", 2023, id="in-words"),
        pytest.param("2023年5月", 2023, id="chinese"),
        pytest.param("２０２３", 2023, id="full-width"),
        pytest.param("in press", None, id="in-press"),
        pytest.param("12345", None, id="five-digits"),
        pytest.param("0023", None, id="no-year-of-a-paper"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_year_is_found_in_any_form_of_date(date: str, expected: int | None) -> None:
    assert year_in(date) == expected


def test_the_first_date_with_a_year_counts() -> None:
    assert entry(dates=("in press", "2021", "2022")).paper.year == 2021


def test_without_a_date_the_arxiv_identifier_dates_the_paper() -> None:
    assert entry(dates=("n.d.",), arxiv="2307.01694").paper.year == 2023


def test_an_entry_without_year_is_left_out_and_named() -> None:
    found = read(record(line=7, citekey="yao", dates=()))

    assert found.entries == []
    assert found.problems == [
        Problem(7, "yao: no year, and a note needs one; write  year = {2023}", leaves_out=True)
    ]


def test_an_entry_without_title_is_left_out_and_named() -> None:
    found = read(record(line=7, title=" <i> </i>"))

    assert found.problems == [
        Problem(
            7, "the article: no title, and a note needs one; write  title = {…}", leaves_out=True
        )
    ]


def test_an_entry_without_key_is_named_by_its_title() -> None:
    (problem,) = read(record(title="Spikes\n in time", dates=())).problems

    assert problem.sentence.startswith("Spikes in time: no year")


# ---- identifiers and links


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"doi": "10.1109/X.1"}, {"doi": "10.1109/x.1"}, id="doi"),
        pytest.param(
            {"doi": "https://doi.org/10.1109/X.1"}, {"doi": "10.1109/x.1"}, id="doi-address"
        ),
        pytest.param({"doi": "10.1109/x.1 (open)"}, {"doi": "10.1109/x.1"}, id="doi-and-words"),
        pytest.param(
            {"doi": "10.48550/arXiv.2307.01694"}, {"arxiv": "2307.01694"}, id="doi-of-arxiv"
        ),
        pytest.param({"arxiv": "2307.01694v2"}, {"arxiv": "2307.01694"}, id="arxiv-version"),
        pytest.param({"arxiv": "math.GT/0309136"}, {"arxiv": "math/0309136"}, id="arxiv-old"),
        pytest.param(
            {"mentions": ("arXiv:2307.01694 [cs.NE]",)}, {"arxiv": "2307.01694"}, id="note"
        ),
        pytest.param(
            {"mentions": ("Accepted\narXiv: 2307.01694, 10 pages",)},
            {"arxiv": "2307.01694"},
            id="line-of-a-note",
        ),
        pytest.param({"mentions": ("extends arXiv:2307.01694",)}, {}, id="somebody-else's"),
        pytest.param(
            {"venues": ("arXiv preprint arXiv:2307.01694",)}, {"arxiv": "2307.01694"}, id="venue"
        ),
        pytest.param(
            {"addresses": ("https://openreview.net/forum?id=9FmolyOHi5",)},
            {"openreview": "9FmolyOHi5"},
            id="openreview",
        ),
        pytest.param(
            {"pdf": "https://arxiv.org/pdf/2307.01694"}, {"arxiv": "2307.01694"}, id="pdf"
        ),
        pytest.param(
            {"arxiv": "2307.01694", "mentions": ("arXiv:1706.03762",)},
            {"arxiv": "2307.01694"},
            id="stated-before-mentioned",
        ),
    ],
)
def test_identifiers_are_found_wherever_they_stand(
    facts: dict[str, Any], expected: dict[str, str]
) -> None:
    paper = entry(**facts).paper

    found = {"arxiv": paper.arxiv, "doi": paper.doi, "openreview": paper.openreview}
    assert {name: value for name, value in found.items() if value} == expected


def test_an_identifier_that_is_none_is_reported_and_left_out() -> None:
    found = read(record(line=3, citekey="yao", doi="10,1109/x", arxiv="2307.1069"))

    assert [entry.paper.arxiv or entry.paper.doi for entry in found.entries] == [None]
    assert found.problems == [
        Problem(3, "yao: '10,1109/x' is not a DOI, so the note gets none; look it up"),
        Problem(
            3, "yao: '2307.1069' is not an arXiv identifier, so the note gets none; look it up"
        ),
    ]


@pytest.mark.parametrize("text", ["", "N/A", "none", "-"])
def test_a_word_for_nothing_is_no_wrong_identifier(text: str) -> None:
    assert read(record(doi=text)).problems == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            {"addresses": ("https://a.org/x", "https://b.org")}, "https://a.org/x", id="first"
        ),
        pytest.param(
            {"addresses": ("https://a.org/x https://b.org",)}, "https://a.org/x", id="two-in-one"
        ),
        pytest.param({"addresses": ("see <https://a.org/x>.",)}, "https://a.org/x", id="in-text"),
        pytest.param({"addresses": ("(https://a.org/x(1))",)}, "https://a.org/x(1)", id="brackets"),
        pytest.param(
            {"addresses": ("www.a.org/x.pdf",)}, "https://www.a.org/x.pdf", id="no-protocol"
        ),
        pytest.param({"addresses": ("file:///x.pdf", "x")}, None, id="no-web-address"),
        pytest.param({"doi": "10.1109/x.1"}, "https://doi.org/10.1109/x.1", id="from-the-doi"),
        pytest.param(
            {"doi": "10.1109/x.1", "arxiv": "2307.01694"},
            "https://arxiv.org/abs/2307.01694",
            id="arxiv-is-free-to-read",
        ),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_the_link_is_an_address_or_follows_from_an_identifier(
    facts: dict[str, Any], expected: str | None
) -> None:
    assert entry(**facts).paper.url == expected


# ---- venue


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"venues": ("Nat. Commun.",)}, "Nature Communications", id="known"),
        pytest.param({"venues": ("Annals of X",)}, "Annals of X", id="unknown"),
        pytest.param({"venues": ("Annals of X", "NeurIPS 2023")}, "NeurIPS", id="known-one-first"),
        pytest.param(
            {"venues": ("Some Proceedings",), "venue_hints": ("NIPS'17",)}, "NeurIPS", id="hint"
        ),
        pytest.param({"venue_hints": ("Springer Theses",)}, None, id="hint-that-is-no-venue"),
        pytest.param({"venues": ("arXiv preprint",)}, None, id="preprint"),
        pytest.param({"venues": ("CoRR", "ICLR")}, "ICLR", id="preprint-and-venue"),
        pytest.param(
            {"venues": ("Lecture Notes in Computer Science", "Foo Symposium")},
            "Foo Symposium",
            id="series-last",
        ),
        pytest.param(
            {"venues": ("Lecture Notes in Computer Science",)},
            "Lecture Notes in Computer Science",
            id="series-alone",
        ),
        pytest.param({}, None, id="none"),
    ],
)
def test_the_venue_is_as_short_as_the_entry_allows(
    facts: dict[str, Any], expected: str | None
) -> None:
    assert entry(**facts).paper.venue == expected


# ---- the rest


def test_all_texts_lose_markup_and_line_ends() -> None:
    found = entry(
        title="The <i>SNN</i>\n &amp; more",
        authors=("Man\n Yao", " "),
        abstract="<p>One.</p>\n<p>Two.</p>",
        extra={"note": "a\n<b>b</b>", "empty": " "},
    )

    assert found.paper.title == "The SNN & more"
    assert found.paper.authors == ("Man Yao",)
    assert found.paper.abstract == "One. Two."
    assert found.extra == {"note": "a b"}


def test_what_the_reader_wrote_keeps_its_lines() -> None:
    assert entry(remarks=("膜电位\n\nthreshold", "<p> </p>")).remarks == ("膜电位\n\nthreshold",)


def test_the_long_name_of_a_venue_stays_among_the_rest_and_the_short_one_does_not() -> None:
    found = entry(venues=("NIPS", "x"), extra={"series": "NeurIPS", "booktitle": "Advances in …"})

    assert found.extra == {"booktitle": "Advances in …"}


def test_tags_are_kept_once_whatever_their_case() -> None:
    assert entry(tags=("SNN", "#snn", " 脉冲 ", "", "#")).tags == ("SNN", "脉冲")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a, b,c", ["a", "b", "c"], id="commas"),
        pytest.param("a; b, c", ["a", "b, c"], id="semicolons"),
        pytest.param("脉冲，膜电位、阈值", ["脉冲", "膜电位", "阈值"], id="chinese"),
        pytest.param("脉冲；膜电位", ["脉冲", "膜电位"], id="chinese-semicolon"),
        pytest.param("one", ["one"], id="one"),
        pytest.param(" , ", [], id="none"),
    ],
)
def test_keywords_in_one_text_are_parted(text: str, expected: list[str]) -> None:
    assert split_tags(text) == expected


# ---- keys and counts


def keys(*citekeys: str) -> list[str | None]:
    records = [record(line=number, citekey=key) for number, key in enumerate(citekeys, 1)]
    return [found.citekey for found in read(*records).entries]


def test_a_second_entry_with_a_key_gets_a_number_and_is_reported() -> None:
    found = read(record(line=2, citekey="yao"), record(line=9, citekey="Yao"))

    assert [entry.citekey for entry in found.entries] == ["yao", "Yao-2"]
    assert found.problems == [
        Problem(9, "Yao: the key is that of line 2 too; here it is read as Yao-2")
    ]


def test_numbered_keys_keep_clear_of_keys_in_the_file() -> None:
    assert keys("a", "a-2", "a", "A") == ["a", "a-2", "a-3", "A-4"]


def test_entries_without_key_have_none() -> None:
    assert keys("", " ", "") == [None, None, None]


@given(st.lists(st.sampled_from(["", "a", "A", "a-2", "姚"])))
def test_keys_are_unique_whatever_the_file_has(citekeys: list[str]) -> None:
    found = [key.casefold() for key in keys(*citekeys) if key]

    assert len(found) == len(set(found)) == sum(map(bool, citekeys))


@given(st.lists(st.tuples(st.sampled_from(["", "T"]), st.sampled_from(["", "2023"]))))
def test_every_record_comes_out_or_is_reported(facts: list[tuple[str, str]]) -> None:
    found = read(*(record(title=title, dates=(date,)) for title, date in facts))

    assert found.found == len(facts)
    assert len(found.entries) == sum(title != "" and date != "" for title, date in facts)


def test_problems_stand_in_the_order_of_their_lines() -> None:
    found = read(record(line=5, dates=()), problems=(Problem(9, "later"), Problem(1, "first")))

    assert [problem.line for problem in found.problems] == [1, 5, 9]
