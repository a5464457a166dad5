import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.bibliography import Bibliography, Entry, Problem
from snnnotes.formats.csl_json import loads
from snnnotes.model.paper import Paper

ZOTERO = """\
[
  {
    "id": "yao2023spike",
    "type": "paper-conference",
    "title": "Spike-driven Transformer",
    "author": [
      {"family": "Yao", "given": "Man"},
      {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
      {"family": "姚", "given": "满"},
      {"literal": "Google, Inc."}
    ],
    "container-title": "Advances in Neural Information Processing Systems 36",
    "issued": {"date-parts": [[2023, 7, 4]]},
    "DOI": "10.1109/X.1",
    "URL": "https://openreview.net/forum?id=9FmolyOHi5",
    "abstract": "<p>We spike.</p>",
    "keyword": "SNN, 脉冲",
    "page": "1-10"
  }
]
"""


def items(*given_items: Any) -> str:  # noqa: ANN401 (what JSON can hold)
    return json.dumps(given_items, ensure_ascii=False)


def entry(text: str) -> Entry:
    """The one entry of a file without any problem."""
    found = loads(text)
    assert found.problems == []
    (only,) = found.entries
    return only


def item(**fields: Any) -> Entry:  # noqa: ANN401 (see above)
    """An item with these fields, and with what every item needs."""
    given: dict[str, Any] = {"title": "T", "issued": {"date-parts": [[2023]]}}
    return entry(items(given | {name.replace("_", "-"): value for name, value in fields.items()}))


# ---- the whole item


def test_an_item_becomes_a_paper() -> None:
    found = entry(ZOTERO)

    assert found.paper == Paper(
        title="Spike-driven Transformer",
        year=2023,
        authors=("Man Yao", "Laurens van der Maaten", "姚满", "Google, Inc."),
        venue="NeurIPS",
        url="https://openreview.net/forum?id=9FmolyOHi5",
        doi="10.1109/x.1",
        openreview="9FmolyOHi5",
        abstract="We spike.",
    )
    assert (found.line, found.kind, found.citekey) == (2, "paper-conference", "yao2023spike")
    assert found.tags == ("SNN", "脉冲")
    assert found.extra == {
        "container-title": "Advances in Neural Information Processing Systems 36",
        "page": "1-10",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"title": "T", "issued": {"raw": "2023"}}', id="one-item"),
        pytest.param('\ufeff [{"title": "T", "issued": {"raw": "2023"}}]\n', id="byte-order-mark"),
        pytest.param('{"items": [{"title": "T", "issued": {"raw": "2023"}}]}', id="zotero"),
        pytest.param(
            '{"status": "ok", "message": {"title": ["T"], "issued": {"date-parts": [[2023]]}}}',
            id="crossref",
        ),
        pytest.param(
            '{"message": {"items": [{"title": ["T"], "issued": {"raw": "2023"}}]}}',
            id="crossref-list",
        ),
    ],
)
def test_items_are_found_in_each_wrapping(text: str) -> None:
    assert entry(text).paper == Paper(title="T", year=2023)


@pytest.mark.parametrize("text", ["", " \n", "[]", "\ufeff[ ]"])
def test_a_file_without_items_is_no_problem(text: str) -> None:
    assert loads(text) == Bibliography([], [])


def test_items_have_the_line_in_which_they_begin() -> None:
    one = '{"title": "T",\n"issued": {"raw": "2023"}}'

    assert [entry.line for entry in loads(f"[\n{one},\n\n{one},{one}\n]").entries] == [2, 5, 6]


# ---- what cannot be read


def test_items_before_a_fault_are_read_and_the_fault_is_named() -> None:
    found = loads('[\n{"title": "T", "issued": {"raw": "2023"}},\n{"title": }\n]')

    assert len(found.entries) == 1
    assert found.problems == [Problem(3, "not JSON here; nothing from here on is read")]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        pytest.param("hello", 1, "not JSON here; nothing from here on is read", id="text"),
        pytest.param("[\n", 2, "not JSON here; nothing from here on is read", id="open"),
        pytest.param(
            '[\n"a"\n"b"]',
            3,
            "not JSON: a comma or ] is missing before this; nothing after it is read",
            id="no-comma",
        ),
        pytest.param('{"items": []}\n{}', 2, "text after the end of the JSON", id="json-lines"),
    ],
)
def test_what_is_no_json_is_named(text: str, line: int, sentence: str) -> None:
    assert Problem(line, sentence) in loads(text).problems


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        pytest.param('"yao"', "'yao'", id="text"),
        pytest.param('"' + "x" * 50 + '"', "'" + "x" * 40 + "…'", id="long-text"),
        pytest.param("[1]", "a list", id="list"),
        pytest.param("null", "null", id="null"),
    ],
)
def test_what_is_no_item_is_left_out_and_named(inner: str, shown: str) -> None:
    found = loads(f"[{inner}]")

    sentence = f"not an item of CSL-JSON, which has its fields in {{}}: {shown}"
    assert found.problems == [Problem(1, sentence, leaves_out=True)]


def test_the_json_of_zotero_itself_is_named_as_such() -> None:
    found = loads('{"config": {}, "items": [{"itemType": "book", "title": "T", "date": "2023"}]}')

    sentence = "this is Zotero's own JSON; export as Better CSL JSON or as BibTeX"
    assert found.problems == [Problem(1, sentence, leaves_out=True)]


def test_an_item_without_year_or_title_is_left_out_and_named() -> None:
    found = loads('[{"id": "a1", "title": "T"},\n{"id": "b1", "issued": {"raw": "2023"}}]')

    assert [problem.sentence for problem in found.problems] == [
        'a1: no year, and a note needs one; write  "issued": {"date-parts": [[2023]]}',
        'b1: no title, and a note needs one; write  "title": "…"',
    ]
    assert found.found == 2


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"message":' * 500 + "1"])
def test_json_nested_too_deep_is_named(text: str) -> None:
    assert loads(text).problems


# ---- single fields


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"issued": {"date-parts": [["2023", "7"]]}}, 2023, id="texts"),
        pytest.param({"issued": {"date-parts": [[2023], [2024]]}}, 2023, id="range"),
        pytest.param({"issued": {"literal": "May 2023"}}, 2023, id="literal"),
        pytest.param({"issued": {"raw": "2023-05"}}, 2023, id="raw"),
        pytest.param({"issued": "2023-05-01"}, 2023, id="text"),
        pytest.param({"issued": 2023}, 2023, id="number"),
        pytest.param(
            {"issued": {"date-parts": [[None]]}, "published": {"date-parts": [[2023]]}},
            2023,
            id="null",
        ),
        pytest.param(
            {"issued": {"date-parts": []}, "DOI": "10.48550/arXiv.2307.01694"}, 2023, id="arxiv"
        ),
        pytest.param(
            {"issued": {"date-parts": [[2022, 12]]}, "published-print": {"date-parts": [[2023]]}},
            2023,
            id="print-counts",
        ),
    ],
)
def test_years(fields: dict[str, Any], expected: int) -> None:
    assert item(**fields).paper.year == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"title": ["T"]}, "T", id="list"),
        pytest.param({"title": "NeRF", "subtitle": ["Scenes"]}, "NeRF: Scenes", id="subtitle"),
        pytest.param({"title": "NeRF: Scenes", "subtitle": "Scenes"}, "NeRF: Scenes", id="twice"),
        pytest.param({"title": "NeRF", "subtitle": []}, "NeRF", id="no-subtitle"),
        pytest.param({"title": "The <i>fly</i> &amp; CO<sub>2</sub>"}, "The fly & CO2", id="html"),
        pytest.param({"title": '&lt;span class="x"&gt;A&lt;/span&gt;'}, "A", id="escaped-html"),
        pytest.param({"title": "half \ud800"}, "half \ufffd", id="surrogate"),
    ],
)
def test_titles(fields: dict[str, Any], expected: str) -> None:
    # Escapes for half of a surrogate pair are JSON, if not text.
    text = json.dumps([{"issued": {"raw": "2023"}} | fields])

    assert entry(text).paper.title == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param(
            [{"family": "King", "given": "M", "suffix": "Jr."}], ("M King Jr.",), id="suffix"
        ),
        pytest.param(
            [{"family": "Beauvoir", "given": "S", "dropping-particle": "de"}],
            ("S de Beauvoir",),
            id="particle",
        ),
        pytest.param(
            [{"name": "ATLAS Collaboration"}], ("ATLAS Collaboration",), id="crossref-group"
        ),
        pytest.param([{"given": "Plato"}, {"family": "Cher"}], ("Plato", "Cher"), id="one-name"),
        pytest.param(["Yao, Man"], ("Man Yao",), id="texts"),
        pytest.param([{}, None, []], (), id="nobody"),
        pytest.param("Yao", (), id="no-list"),
    ],
)
def test_authors(people: Any, expected: tuple[str, ...]) -> None:  # noqa: ANN401 (see above)
    assert item(author=people).paper.authors == expected


def test_editors_are_authors_of_a_book_alone() -> None:
    editor = [{"family": "Yao", "given": "Man"}]

    assert item(type="book", editor=editor).paper.authors == ("Man Yao",)
    assert item(type="chapter", editor=editor).paper.authors == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"container-title": ["Nat. Commun."]}, "Nature Communications", id="list"),
        pytest.param(
            {"event": {"name": "Conference on X", "acronym": "NeurIPS '23"}},
            "NeurIPS",
            id="crossref-event",
        ),
        pytest.param({"event-title": "ICML"}, "ICML", id="event"),
        pytest.param(
            {"container-title": "Lecture Notes in Computer Science", "event-title": "Foo"},
            "Foo",
            id="series",
        ),
        pytest.param(
            {"container-title": "X", "collection-title": "KDD '20"}, "KDD", id="collection"
        ),
        pytest.param({"container-title": "Springer Book", "type": "book"}, None, id="book"),
        pytest.param({"publisher": "arXiv"}, None, id="preprint"),
    ],
)
def test_the_venue_is_short(fields: dict[str, Any], expected: str | None) -> None:
    assert item(**fields).paper.venue == expected


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"number": "arXiv:2307.01694"}, id="number"),
        pytest.param({"note": "arXiv:2307.01694 [cs]\nSource: arXiv.org"}, id="note"),
        pytest.param({"URL": "http://arxiv.org/abs/2307.01694v2"}, id="url"),
        pytest.param({"DOI": "10.48550/ARXIV.2307.01694"}, id="datacite"),
        pytest.param({"id": "https://doi.org/10.48550/arxiv.2307.01694"}, id="id"),
    ],
)
def test_the_arxiv_identifier_is_found_where_programs_put_it(fields: dict[str, Any]) -> None:
    assert item(**fields).paper.arxiv == "2307.01694"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"id": "yao2023"}, "yao2023", id="id"),
        pytest.param(
            {"id": "http://zotero.org/users/1/items/AB", "citation-key": "yao"}, "yao", id="stated"
        ),
        pytest.param({"id": "http://zotero.org/users/1/items/AB"}, None, id="zotero"),
        pytest.param({"id": 123}, None, id="number"),
        pytest.param({"id": "ITEM-1"}, None, id="mendeley"),
        pytest.param({"id": "10.1109/x"}, None, id="doi"),
    ],
)
def test_a_citekey_is_what_was_made_for_citing(
    fields: dict[str, Any], expected: str | None
) -> None:
    assert item(**fields).citekey == expected


def test_numbers_stay_as_they_are_written() -> None:
    found = entry('{"title": 2048, "issued": {"raw": 2023}, "volume": 2307.10690, "issue": 1e999}')

    assert found.paper.title == "2048"
    assert found.extra == {"volume": "2307.10690", "issue": "1e999"}


def test_tags_may_be_a_list() -> None:
    assert item(categories=["Neural (cs.NE)", "AI"], keyword="a; b").tags == (
        "a",
        "b",
        "Neural (cs.NE)",
        "AI",
    )


def test_what_the_reader_wrote_keeps_its_lines() -> None:
    assert item(annote="<p>膜电位</p><p>threshold</p>").remarks == ("膜电位\nthreshold",)


def test_structures_that_are_no_text_are_not_among_the_rest() -> None:
    assert item(license=[{"URL": "x"}], link=None, ISSN=["1", "2"], is_open=True).extra == {
        "ISSN": "1"
    }


# ---- size and properties


def test_lines_of_a_large_file_are_counted_once() -> None:
    text = "[" + ",".join(["\n" * 1000 + "1"] * 5000) + "]"
    start = time.perf_counter()

    found = loads(text)

    assert found.problems[-1].line == 5_000_001
    assert time.perf_counter() - start < 2  # counted from the start each time: 10 s and more


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "title",
                    "issued",
                    "date-parts",
                    "author",
                    "family",
                    "DOI",
                    "URL",
                    "items",
                    "message",
                    "event",
                    "type",
                    "id",
                    "keyword",
                    "name",
                    "literal",
                    "container-title",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(st.lists(JSON))
def test_every_item_comes_out_or_is_reported(given_items: list[Any]) -> None:
    assert loads(json.dumps(given_items)).found == len(given_items)


PIECES = st.sampled_from([
    "[", "]", "{", "}", '"title"', ":", '"x"', ",", '"issued"', '{"raw":"2023"}', "null", "1", "\n",
    "1e999", '{"title":"a"}', "Infinity", '"message"', "\ufeff",
])  # fmt: skip


@given(st.text() | st.lists(PIECES).map("".join))
def test_no_text_is_too_broken(text: str) -> None:
    found = loads(text)

    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in found.problems)
