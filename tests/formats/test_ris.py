import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.bibliography import Bibliography, Entry, Problem
from snnnotes.formats.ris import loads
from snnnotes.model.paper import Paper

IEEE = """\
TY  - JOUR
TI  - Training Deep Spiking
      Neural Networks
T2  - IEEE Transactions on Neural Networks and Learning Systems
SP  - 5200
EP  - 5205
AU  - Yao, Man
AU  - Hu, Jiakui
PY  - 2023/07/01
DO  - 10.1109/TNNLS.2021.3111897
KW  - Neurons
KW  - Networks, Neural
AB  - First line
second line
UR  - https://ieeexplore.ieee.org/document/1;x=2
ER  -\x20
"""


def entry(text: str) -> Entry:
    """The one entry of a file without any problem."""
    found = loads(text)
    assert found.problems == []
    (only,) = found.entries
    return only


def record(*lines: str, kind: str = "JOUR", title: str = "T", date: str = "2023") -> Entry:
    """A record with these lines, and with what every record needs."""
    needed = [f"TY  - {kind}", f"TI  - {title}", f"PY  - {date}"]
    return entry("\n".join([*needed, *lines, "ER  - "]))


# ---- the whole record


def test_a_record_becomes_a_paper() -> None:
    found = entry(IEEE)

    assert found.paper == Paper(
        title="Training Deep Spiking Neural Networks",
        year=2023,
        authors=("Man Yao", "Jiakui Hu"),
        venue="TNNLS",
        url="https://ieeexplore.ieee.org/document/1;x=2",
        doi="10.1109/tnnls.2021.3111897",
        abstract="First line second line",
    )
    assert (found.line, found.kind, found.citekey) == (1, "jour", None)
    assert found.tags == ("Neurons", "Networks, Neural")
    assert found.extra == {
        "t2": "IEEE Transactions on Neural Networks and Learning Systems",
        "sp": "5200",
        "ep": "5205",
    }


def test_line_ends_and_byte_order_mark_make_no_difference() -> None:
    expected = loads(IEEE)

    assert loads("\ufeff" + IEEE.replace("\n", "\r\n")) == expected
    assert loads(IEEE.replace("\n", "\r")) == expected


def test_records_have_the_line_in_which_they_begin() -> None:
    text = "Provider: X\n\n" + IEEE + "\n\n" + IEEE

    assert [entry.line for entry in loads(text).entries] == [3, 21]


def test_an_empty_file_is_no_problem() -> None:
    assert loads("") == loads("\n \n") == Bibliography([], [])


# ---- departures from the standard


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("TY - JOUR\nTI - T\nPY - 2023\nER -", id="one-blank"),
        pytest.param("TY- JOUR\nTI- T\nPY- 2023\nER-", id="no-blank"),
        pytest.param("TY\t- JOUR\nTI\t- T\nPY\t- 2023\nER\t-", id="tabs"),
        pytest.param(" TY  - JOUR\n TI  - T\n PY  - 2023\n ER  - ", id="indented"),
        pytest.param("TY  - JOUR\nTI  -  T \nPY  - 2023\nER  -", id="blanks-around-the-value"),
        pytest.param("TY  - JOUR\n\nTI  - T\n\nPY  - 2023\n\nER  - \n", id="empty-lines"),
    ],
)
def test_a_record_is_read_however_its_tags_are_set(text: str) -> None:
    found = entry(text)

    assert (found.kind, found.paper.title, found.paper.year) == ("jour", "T", 2023)


def test_a_line_that_looks_loosely_like_a_tag_stays_in_the_abstract() -> None:
    assert record("AB  - About", "AI - a survey").paper.abstract == "About AI - a survey"


def test_a_record_without_end_is_read_and_reported() -> None:
    found = loads("TY  - JOUR\nTI  - A\nPY  - 2001\n\n" + IEEE)

    assert [entry.paper.year for entry in found.entries] == [2001, 2023]
    assert found.problems == [
        Problem(1, "this record has no ER line at its end; it is read up to the next one")
    ]


def test_a_record_without_title_is_left_out_and_named() -> None:
    found = loads("\nTY  - JOUR\nPY  - 2001\nER  - \n" + IEEE)

    assert len(found.entries) == 1
    assert found.problems == [
        Problem(2, "the jour: no title, and a note needs one; write  TI  - …", leaves_out=True)
    ]


def test_a_record_without_year_is_left_out_and_named() -> None:
    found = loads("TY  - JOUR\nTI  - Spikes\nER  - \n")

    assert found.problems == [
        Problem(1, "Spikes: no year, and a note needs one; write  PY  - 2023", leaves_out=True)
    ]


@pytest.mark.parametrize(
    ("text", "format_name"),
    [
        pytest.param("%0 Journal Article\n%T X\n", "EndNote's own format", id="endnote"),
        pytest.param("PMID- 123\nTI  - X\n", "PubMed's own format", id="pubmed"),
        pytest.param("FN Clarivate\nPT J\nAU Yao\n", "Web of Science's own format", id="wos"),
        pytest.param("@article{x, title={y}}", "BibTeX", id="bibtex"),
        pytest.param('[{"title": "x"}]', "JSON", id="json"),
    ],
)
def test_a_file_in_another_format_is_named_as_such(text: str, format_name: str) -> None:
    assert loads(text).problems == [
        Problem(
            1,
            "no record of RIS, which begins with a line  TY  - , this looks like "
            f"{format_name}; export it as RIS",
        )
    ]


def test_a_file_of_who_knows_what_is_no_ris() -> None:
    (problem,) = loads("hello").problems

    assert problem.sentence == (
        "no record of RIS, which begins with a line  TY  - ; export it as RIS"
    )


# ---- single fields


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["A1  - Yao, Man", "AU  - Hu, J", "A1  - Li, G"],
            ("Man Yao", "J Hu", "G Li"),
            id="both-tags-in-order",
        ),
        pytest.param(["AU  - King, Martin, Jr."], ("Martin King Jr.",), id="generation"),
        pytest.param(["AU  - 姚, 满", "AU  - 李国齐"], ("姚满", "李国齐"), id="chinese"),
        pytest.param(["AU  - ALICE Collaboration"], ("ALICE Collaboration",), id="group"),
        pytest.param(["AU  - Yao, Man; Hu, Jiakui"], ("Man Yao", "Jiakui Hu"), id="in-one-line"),
        pytest.param(["AU  - ", "AU  - et al."], (), id="nobody"),
        pytest.param(["ED  - Foo, Bar"], (), id="editors-of-a-volume"),
    ],
)
def test_authors(lines: list[str], expected: tuple[str, ...]) -> None:
    assert record(*lines).paper.authors == expected


def test_editors_and_title_of_a_book() -> None:
    found = entry("TY  - BOOK\nBT  - Spikes\nA2  - Foo, Bar\nPY  - 1997\nT3  - Series\nER  - ")

    assert found.paper == Paper(title="Spikes", year=1997, authors=("Bar Foo",))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["JO  - Nat. Commun."], "Nature Communications", id="journal"),
        pytest.param(["JF  - Annals of X", "JO  - Ann X"], "Annals of X", id="full-name-first"),
        pytest.param(["T2  - Foo", "C3  - NeurIPS 2023"], "NeurIPS", id="proceedings"),
        pytest.param(["T2  - Foo", "T3  - Lecture Notes in Computer Science"], "Foo", id="series"),
        pytest.param(["JO  - arXiv preprint arXiv:2307.01694"], None, id="preprint"),
        pytest.param([], None, id="none"),
    ],
)
def test_the_venue_is_short(lines: list[str], expected: str | None) -> None:
    assert record(*lines).paper.venue == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["DO  - https://doi.org/10.1109/X"], {"doi": "10.1109/x"}, id="doi-address"),
        pytest.param(["M3  - doi: 10.1109/X"], {"doi": "10.1109/x"}, id="m3"),
        pytest.param(["N1  - doi: 10.1109/X"], {"doi": "10.1109/x"}, id="pubmed"),
        pytest.param(["ID  - 10.1109/X"], {"doi": "10.1109/x"}, id="id"),
        pytest.param(
            ["UR  - https://arxiv.org/abs/2307.01694v2"], {"arxiv": "2307.01694"}, id="url"
        ),
        pytest.param(["AN  - arXiv:2307.01694"], {"arxiv": "2307.01694"}, id="accession-number"),
        pytest.param(["VL  - abs/2307.01694"], {"arxiv": "2307.01694"}, id="dblp"),
        pytest.param(
            ["DO  - 10.48550/arXiv.2307.01694"], {"arxiv": "2307.01694"}, id="doi-of-arxiv"
        ),
        pytest.param(["VL  - 12", "AN  - WOS:000123"], {}, id="none"),
    ],
)
def test_identifiers(lines: list[str], expected: dict[str, str]) -> None:
    paper = record(*lines).paper

    found = {"arxiv": paper.arxiv, "doi": paper.doi}
    assert {name: value for name, value in found.items() if value} == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("ID  - Yao2023", "Yao2023", id="springer"),
        pytest.param("LB  - yao2023spike", "yao2023spike", id="label"),
        pytest.param("ID  - 姚2023", "姚2023", id="chinese"),
        pytest.param("ID  - 123", None, id="number-of-endnote"),
        pytest.param("ID  - 10.1007/x", None, id="doi"),
        pytest.param("ID  - WOS:000123", None, id="web-of-science"),
        pytest.param("LB  - two words", None, id="words"),
    ],
)
def test_a_citekey_is_what_was_made_for_citing(line: str, expected: str | None) -> None:
    assert record(line).citekey == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["KW  - a", "KW  - b, c"], ("a", "b, c"), id="one-a-line"),
        pytest.param(["KW  - a, b; c"], ("a, b", "c"), id="all-in-one-with-semicolons"),
        pytest.param(["KW  - a, b"], ("a", "b"), id="all-in-one-with-commas"),
        pytest.param(["KW  - a", "b", "c"], ("a", "b", "c"), id="lines-under-one-tag"),
        pytest.param(["KW  - 脉冲，膜电位"], ("脉冲", "膜电位"), id="chinese"),
        pytest.param(["KW  - "], (), id="empty"),
    ],
)
def test_keywords(lines: list[str], expected: tuple[str, ...]) -> None:
    assert record(*lines).tags == expected


@pytest.mark.parametrize("date", ["2023", "2023/07/01", "2023///", "2023/07//Summer", "2023-07"])
def test_years(date: str) -> None:
    assert record(date=date).paper.year == 2023


def test_the_first_year_counts() -> None:
    assert record("Y1  - 2021", "DA  - 2020/01/01", date="2022").paper.year == 2022
    assert record("Y1  - 2021", date="in press").paper.year == 2021


def test_links_files_and_pdf() -> None:
    found = record(
        "UR  - https://a.org/x",
        "UR  - https://b.org",
        "L1  - https://a.org/x.pdf",
        "L1  - /home/x.pdf",
    )

    assert (found.paper.url, found.paper.pdf) == ("https://a.org/x", "https://a.org/x.pdf")
    assert found.files == ("/home/x.pdf",)


def test_notes_are_remarks_and_keep_their_lines_and_the_second_one_is_not_lost() -> None:
    found = record("N1  - 膜电位", "threshold", "N1  - Read <b>twice</b>.", "RN  - Third.")

    assert found.remarks == ("膜电位\nthreshold", "Read twice.", "Third.")


def test_the_second_of_two_titles_or_abstracts_is_not_mixed_in() -> None:
    found = record("T1  - Other", "AB  - One", "N2  - Two")

    assert (found.paper.title, found.paper.abstract) == ("T", "One")


def test_all_other_fields_are_kept_under_their_tags() -> None:
    found = record("VL  - 3", "XX  - own", "XX  - twice", "UK  - unknown", "PB  - IEEE &amp; Co")

    assert found.extra == {"vl": "3", "xx": "own; twice", "uk": "unknown", "pb": "IEEE & Co"}


# ---- properties


BLOCKS = {
    "good": IEEE,
    "loose": "TY - CONF\nTI - T\nPY - 2020\nER -\n",
    "open": "TY  - JOUR\nTI  - T\nPY  - 2020\n",
    "no-year": "TY  - JOUR\nTI  - T\nER  - \n",
    "empty": "TY  - \nER  - \n",
}


@given(st.lists(st.sampled_from(sorted(BLOCKS))))
def test_as_many_records_come_out_or_are_reported_as_went_in(names: list[str]) -> None:
    assert loads("".join(BLOCKS[name] for name in names)).found == len(names)


PIECES = st.sampled_from([
    "TY  - JOUR\n", "ER  - \n", "TY - A\n", "AU  - ", "A1  - ", "TI  - T", "PY  - 2020", "KW  - ",
    "\n", "x", "a, b", " ", "UK  - ", "ER", "TY", "\u2028", "\t", "  - ", "N1  - doi: 10.1/x",
    "\x00", "UR  - http://x\n", "1A  - ", "\ud800", "\r",
])  # fmt: skip


@given(st.text() | st.lists(PIECES, max_size=40).map("".join))
def test_no_text_is_too_broken(text: str) -> None:
    found = loads(text)

    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= last for problem in found.problems)
