import subprocess
import sys
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.bibliography import Bibliography, Entry, Problem
from snnnotes.formats.bibtex import dumps
from snnnotes.formats.bibtex_read import loads
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.title import clean_line

SPIKE_DRIVEN = r"""
@inproceedings{yao2023spike,
  author        = {Yao, Man and Hu, JiaKui and Zhou, Zhaokun},
  title         = {Spike-driven {Transformer}},
  booktitle     = {Advances in Neural Information Processing Systems 36},
  year          = 2023,
  url           = {https://openreview.net/forum?id=9FmolyOHi5},
  eprint        = {2307.01694},
  archivePrefix = {arXiv},
  keywords      = {SNN, 脉冲神经网络},
}
"""


def entry(text: str) -> Entry:
    """The one entry of a file without any problem."""
    found = loads(text)
    assert found.problems == []
    (only,) = found.entries
    return only


def field_entry(**fields: str) -> Entry:
    """An entry with these fields, each in braces; and with those that every entry needs."""
    given = {"title": "T", "year": "2023"} | fields
    return entry(
        "@article{k,\n"
        + "".join(f"{name.replace('_', '-')} = {{{value}}},\n" for name, value in given.items())
        + "}"
    )


def sentences(found: Bibliography) -> list[str]:
    return [f"{problem.line}: {problem.sentence}" for problem in found.problems]


# ---- the whole entry


def test_an_entry_becomes_a_paper() -> None:
    found = entry(SPIKE_DRIVEN)

    assert found.paper == Paper(
        title="Spike-driven Transformer",
        year=2023,
        authors=("Man Yao", "JiaKui Hu", "Zhaokun Zhou"),
        venue="NeurIPS",
        url="https://openreview.net/forum?id=9FmolyOHi5",
        arxiv="2307.01694",
        openreview="9FmolyOHi5",
    )
    assert (found.line, found.kind, found.citekey) == (2, "inproceedings", "yao2023spike")
    assert found.tags == ("SNN", "脉冲神经网络")
    assert found.extra == {"booktitle": "Advances in Neural Information Processing Systems 36"}


def test_a_file_without_entries_is_no_problem() -> None:
    assert loads("") == loads("% nothing\n\n") == Bibliography([], [])


def test_line_ends_and_byte_order_mark_make_no_difference() -> None:
    expected = loads(SPIKE_DRIVEN)

    assert loads("\ufeff" + SPIKE_DRIVEN.replace("\n", "\r\n")) == expected
    assert loads(SPIKE_DRIVEN.replace("\n", "\r")) == expected


def test_text_that_was_gbk_is_read_like_any_other() -> None:
    data = "@article{yao, title = {脉冲神经网络综述}, author = {姚, 满}, year = {2023}}".encode(
        "gbk"
    )

    found = entry(data.decode("gb18030"))

    assert found.paper.title == "脉冲神经网络综述"
    assert found.paper.authors == ("姚满",)


# ---- how entries are written


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@article{k, title={T}, year={2023}}", id="one-line"),
        pytest.param('@ARTICLE{k, TITLE="T", Year="2023"}', id="quotes-and-capitals"),
        pytest.param("@article(k, title={T}, year=2023)", id="round-brackets"),
        pytest.param("@article\n{k,\ntitle={T},\nyear=2023}", id="brace-on-the-next-line"),
        pytest.param("@ article {k, title={T}, year=2023}", id="blanks-around-the-type"),
        pytest.param("  @article{k, title={T}, year=2023}", id="indented"),
        pytest.param("@article{k, title={T}, year=2023,}", id="comma-at-the-end"),
        pytest.param("@article{ k , title = {T} , year = 2023 }", id="blanks"),
        pytest.param("@article{k, title={T} year=2023}", id="comma-forgotten"),
        pytest.param("@article{k,\n% remark\ntitle={T}, % why\nyear=2023 % when\n}", id="comments"),
        pytest.param("@article{k, title={T}, year=2023} @comment{x}", id="comment-behind"),
        pytest.param(
            "jane@lab (Paris)\n@article{k, title={T}, year=2023}", id="mail-address-before"
        ),
        pytest.param('@preamble{"x" # {y}} @article{k, title={T}, year=2023}', id="preamble"),
        pytest.param("@Comment{jabref-meta: a:b;}@article{k, title={T}, year=2023}", id="jabref"),
        pytest.param(
            "@article{k, title={T}, year={in press}, date={2023-05-01}}", id="biblatex-date"
        ),
    ],
)
def test_an_entry_is_read_however_it_is_laid_out(text: str) -> None:
    found = entry(text)

    assert (found.citekey, found.paper.title, found.paper.year) == ("k", "T", 2023)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param('{a} # "b"', "ab", id="joined"),
        pytest.param('word # " and more"', "Word and more", id="macro-joined"),
        pytest.param("WORD", "Word", id="macro-of-another-case"),
        pytest.param("both", "Word twice", id="macro-of-macros"),
        pytest.param("{a {b} c}", "a b c", id="nested"),
        pytest.param('"a {"}b{"} c"', 'a "b" c', id="quotes-in-braces"),
        pytest.param('"a "b" c"', 'a "b" c', id="quotes-in-quotes"),
        pytest.param('"a {b"', "a b", id="open-brace-in-quotes"),
        pytest.param("{a, b = c}", "a, b = c", id="comma-and-equals"),
        pytest.param("{a@b.org}", "a@b.org", id="at-sign"),
        pytest.param("2023", "2023", id="number"),
        pytest.param("jan", "January", id="month"),
        pytest.param("sept # {~5}", "September 5", id="month-and-day"),
        pytest.param("{}", "", id="empty"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_value_is_read_in_each_of_its_forms(value: str, expected: str) -> None:
    macros = '@string{word = "Word"}\n@STRING(both = word # { twice})\n'

    found = entry(f"{macros}@article{{k, title={{T}}, year=2023, x = {value}}}")

    assert found.extra.get("x", "") == expected


def test_a_field_that_is_commented_out_is_not_read() -> None:
    found = entry("@misc{k, title={T},\n% note = {old},\n% doi = {10.1109/x},\nyear=2020\n}")

    assert (found.paper.doi, found.extra) == (None, {})


def test_a_macro_that_nobody_defines_is_taken_as_text_and_reported_once() -> None:
    text = "@article{a, title={T}, year=2020, journal=nips}\n" * 2

    found = loads(text.replace("{a", "{b", 1))

    assert [entry.paper.venue for entry in found.entries] == ["NeurIPS", "NeurIPS"]
    assert sentences(found) == ["1: b: nips is not defined by @string, so it is taken as text"]


def test_a_field_that_stands_twice_is_read_once_and_reported() -> None:
    found = loads("@article{k, title={T},\ntitle={U},\nyear=2020,\nyear={2020}}")

    assert found.entries[0].paper.title == "T"
    assert sentences(found) == ["2: k: title stands twice; the first one is read"]


def test_keywords_and_files_may_stand_in_several_fields() -> None:
    found = entry(
        "@misc{k, title={T}, year=2020, keywords={a, b}, keywords={c}, file={x}, file={y}}"
    )

    assert found.tags == ("a", "b", "c")


# ---- keys


def test_the_second_entry_with_a_key_gets_a_new_one_and_is_reported() -> None:
    found = loads("@article{k, title={A}, year=2020}\n@article{k, title={B}, year=2021}")

    assert [(e.citekey, e.paper.title) for e in found.entries] == [("k", "A"), ("k-2", "B")]
    assert sentences(found) == ["2: k: the key is that of line 1 too; here it is read as k-2"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@article{\n  title = {T},\n  year = {2023}\n}", id="endnote"),
        pytest.param("@article{,\n  title = {T},\n  year = {2023}\n}", id="comma-alone"),
        pytest.param("@article{title = {T}, year = {2023}}", id="one-line"),
    ],
)
def test_an_entry_without_key_is_read_without_key(text: str) -> None:
    found = entry(text)

    assert (found.citekey, found.paper.title) == (None, "T")


def test_many_entries_without_key_are_all_read() -> None:
    found = loads("@article{\ntitle = {T},\nyear = {2023}\n}\n" * 3)

    assert [entry.line for entry in found.entries] == [1, 5, 9]
    assert found.problems == []


def test_a_macro_is_not_taken_for_an_entry_without_key() -> None:
    found = loads('@string{nips = "Advances in Neural Information Processing Systems"}')

    assert found == Bibliography([], [])


# ---- what cannot be read


BEFORE, AFTER = "@misc{a, title={A}, year=2020}\n", "@misc{z, title={Z}, year=2020}\n"


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        pytest.param(
            "@misc{k,\n  title = {An {Unclosed Title},\n  year = {2020},\n}\n",
            3,
            "a { of this field has no }; mend it there",
            id="brace-in-a-field",
        ),
        pytest.param(
            "@misc{k,\n  year = {2020},\n  title = {An {Unclosed Title},\n}\n",
            4,
            "a { of this field has no }; mend it there",
            id="brace-in-the-last-field",
        ),
        pytest.param(
            "@misc{k,\n  title = {T},\n  year = {2020}\n\n",
            4,
            "its last } is missing; add it after this line",
            id="last-brace",
        ),
        pytest.param(
            "@misc{k\n  title = {T},\n  year = {2020}\n}\n",
            2,
            "a comma is missing after the key; write  k,",
            id="comma-after-the-key",
        ),
        pytest.param(
            '@misc{k,\n  title = "T,\n  year = "2020"\n}\n',
            2,
            "it cannot be read; look for a missing comma, = or quotation mark",
            id="quotation-mark",
        ),
        pytest.param(
            "@misc{k,, title = {T}, year = {2020}}\n",
            2,
            "it cannot be read; look for a missing comma, = or quotation mark",
            id="two-commas",
        ),
    ],
)
def test_a_broken_entry_is_named_with_its_line_and_harms_no_other(
    broken: str, line: int, reason: str
) -> None:
    found = loads(BEFORE + broken + AFTER)

    assert [entry.citekey for entry in found.entries] == ["a", "z"]
    assert found.problems == [Problem(line, f"k: left out, since {reason}", leaves_out=True)]
    assert found.found == 3


def test_a_broken_entry_at_the_end_of_the_file_is_named_too() -> None:
    found = loads(BEFORE + "@misc{k,\n title={T},\n year={2020}")

    assert sentences(found) == [
        "4: k: left out, since its last } is missing; add it after this line"
    ]


def test_a_broken_entry_behind_another_on_its_line_is_named_by_its_own_key() -> None:
    found = loads("@misc{a, title={A}, year=2020} @misc{k,, title={T}}")

    assert sentences(found)[0].startswith("1: k: left out")


def test_fields_behind_a_brace_too_many_are_named() -> None:
    found = loads("@misc{k,\n  year = {2020},\n  title = {A}},\n  doi = {10.1109/x.1}\n}\n" + AFTER)

    assert [entry.citekey for entry in found.entries] == ["k", "z"]
    assert sentences(found) == [
        "4: not read, since the entry above has ended; is there a } too many before it?"
    ]


def test_an_entry_behind_a_percent_sign_is_left_out_and_named() -> None:
    found = loads(
        "% @misc{k,\n%  title = {T},\n%  year = 2020\n% }\n%@misc{l, title={T}, year=1}\n" + AFTER
    )

    assert [entry.citekey for entry in found.entries] == ["z"]
    assert sentences(found) == [
        "1: k: left out, since a % stands before it",
        "5: l: left out, since a % stands before it",
    ]


def test_a_broken_macro_is_named_and_is_no_entry() -> None:
    found = loads('@string{nips "x"}\n' + AFTER)

    assert found.found == 1
    assert sentences(found)[0].startswith("1: @string: it cannot be read")


def test_an_entry_in_a_comment_is_read_as_bibtex_reads_it() -> None:
    assert [entry.citekey for entry in loads("@comment{\n" + AFTER + "}").entries] == ["z"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "@IEEEtranBSTCTL{k, CTLuse = {yes}}",
            "it is a setting for LaTeX, not a paper",
            id="ieee",
        ),
        pytest.param(
            "@xdata{k, publisher = {P}}", "it only holds fields for other entries", id="xdata"
        ),
        pytest.param("@set{k, entryset = {a,b}}", "it only names other entries", id="set"),
    ],
)
def test_what_is_no_paper_is_left_out_and_named(text: str, reason: str) -> None:
    assert sentences(loads(text)) == [f"1: k: left out, since {reason}"]


def test_bibtexparser_says_nothing_on_its_own() -> None:
    # In a process of its own: pytest takes what is logged before it can reach stderr.
    code = "from snnnotes.formats.bibtex_read import loads; loads('@misc{k, title={T}\\n@misc{l,')"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert (shown.stdout, shown.stderr) == ("", "")


# ---- fields from other entries


PROCEEDINGS = (
    "@proceedings{eccv, title={Computer Vision -- {ECCV} 2022}, year={2022}, editor={X, Y},"
    " doi={10.1007/volume}, url={https://volume.org}}\n"
)


@pytest.mark.parametrize("key", ["eccv", "ECCV"])
@pytest.mark.parametrize("order", [1, -1], ids=["before", "after"])
def test_a_paper_gets_venue_and_year_of_its_proceedings(key: str, order: int) -> None:
    paper = f"@inproceedings{{k, title={{T}}, author={{姚, 满}}, crossref={{{key}}}}}\n"

    found = loads("".join([paper, PROCEEDINGS][::order]))

    (entry,) = found.entries
    assert entry.paper == Paper(title="T", year=2022, authors=("姚满",), venue="ECCV")
    assert [problem.sentence for problem in found.problems] == [
        "eccv: left out, since it is read only for the papers that refer to it"
    ]


def test_proceedings_that_nobody_refers_to_are_read_as_a_book() -> None:
    found = entry(PROCEEDINGS)

    assert (found.paper.title, found.paper.authors) == ("Computer Vision – ECCV 2022", ("Y X",))


def test_what_a_paper_says_itself_goes_before_its_proceedings() -> None:
    found = loads(
        "@inproceedings{k, title={T}, year=2021, booktitle={Own}, crossref={eccv}}" + PROCEEDINGS
    )

    assert (found.entries[0].paper.year, found.entries[0].paper.venue) == (2021, "Own")


def test_a_chain_of_references_is_followed_and_a_ring_ends() -> None:
    text = (
        "@inproceedings{a, title={A}, crossref={b}}\n"
        "@inproceedings{b, title={B}, booktitle={ICML}, crossref={c}}\n"
        "@inproceedings{c, title={C}, year=2020, crossref={a}}\n"
    )

    found = loads(text)

    assert [(e.citekey, e.paper.year, e.paper.venue) for e in found.entries] == [
        ("a", 2020, "ICML"),
        ("b", 2020, "ICML"),
        ("c", 2020, "ICML"),
    ]


def test_a_reference_to_nobody_is_reported() -> None:
    found = loads("@inproceedings{k, title={T}, year=2020, crossref={gone}}")

    assert sentences(found) == ["1: k: refers to gone, which is not in this file"]
    assert found.entries[0].citekey == "k"


def test_fields_of_xdata_are_taken_over() -> None:
    found = loads("@article{k, title={T}, xdata={x}}\n@xdata{x, year=2020, journal={Nature}}")

    assert (found.entries[0].paper.year, found.entries[0].paper.venue) == (2020, "Nature")


# ---- single fields


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"title": r"{SNN}s: 100% of {$T_1$} \& more"}, "SNNs: 100% of $T_1$ & more", id="latex"
        ),
        pytest.param({"title": "A <i>b</i> &amp; c"}, "A b & c", id="html"),
        pytest.param(
            {"title": r"\textless i\textgreater{}b\textless/i\textgreater"}, "b", id="html-in-latex"
        ),
        pytest.param({"title": "Main", "subtitle": "Sub"}, "Main: Sub", id="subtitle"),
        pytest.param({"title": "", "booktitle": "Book"}, "Book", id="booktitle"),
        pytest.param({"title": "GLIF\n   for all"}, "GLIF for all", id="two-lines"),
        pytest.param({"title": r"a \textbraceleft{}b"}, "a {b", id="named-brace"),
    ],
)
def test_titles(fields: dict[str, str], expected: str) -> None:
    assert field_entry(**fields).paper.title == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "@article{k, author={A B and {ALICE Collaboration} and others}, %}",
            ("A B", "ALICE Collaboration"),
            id="group",
        ),
        pytest.param(
            "@article{k, editor={A B}, %}", (), id="editors-of-proceedings-are-no-authors"
        ),
        pytest.param("@book{k, editor={A B}, %}", ("A B",), id="editors-of-a-book"),
        pytest.param("@book{k, author={C D}, editor={A B}, %}", ("C D",), id="author-and-editor"),
        pytest.param("@article{k, collaboration={ATLAS}, %}", ("ATLAS",), id="collaboration"),
        pytest.param(
            '@article{k, author="M{\\"u}ller, J", %}', ("J Müller",), id="accent-in-quotes"
        ),
    ],
)
def test_authors(text: str, expected: tuple[str, ...]) -> None:
    assert entry(text.replace("%", "title={T}, year=2020")).paper.authors == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"eprint": "2307.01694", "archivePrefix": "arXiv"}, "2307.01694", id="eprint"),
        pytest.param(
            {"eprint": "2307.01694v3", "eprinttype": "arxiv"}, "2307.01694", id="biblatex"
        ),
        pytest.param({"eprint": "2307.01694"}, "2307.01694", id="eprint-without-archive"),
        pytest.param({"eprint": "28890745", "eprinttype": "pmid"}, None, id="eprint-of-another"),
        pytest.param({"arxivId": "2307.01694"}, "2307.01694", id="mendeley"),
        pytest.param({"journal": "arXiv preprint arXiv:2307.01694"}, "2307.01694", id="scholar"),
        pytest.param({"journal": "CoRR", "volume": "abs/2307.01694"}, "2307.01694", id="dblp"),
        pytest.param({"number": "arXiv:2307.01694"}, "2307.01694", id="zotero-number"),
        pytest.param({"note": "arXiv:2307.01694 [cs]"}, "2307.01694", id="zotero-note"),
        pytest.param(
            {"howpublished": r"\url{https://arxiv.org/abs/2307.01694}"},
            "2307.01694",
            id="howpublished",
        ),
        pytest.param({"doi": r"10.48550/ARXIV.2307.01694"}, "2307.01694", id="doi"),
    ],
)
def test_the_arxiv_identifier_is_found_where_programs_put_it(
    fields: dict[str, str], expected: str | None
) -> None:
    found = field_entry(**fields).paper

    assert found.arxiv == expected
    assert found.venue is None


def test_an_eprint_that_is_no_identifier_is_reported() -> None:
    found = loads("@misc{k, title={T}, year=2023, eprint={2307.1069}, archiveprefix={arXiv}}")

    assert sentences(found) == [
        "1: k: '2307.1069' is not an arXiv identifier, so the note gets none; look it up"
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"doi": r"10.1007/978-3-031-1\_2"}, "10.1007/978-3-031-1_2", id="underscore"),
        pytest.param({"doi": "https://doi.org/10.1109/X"}, "10.1109/x", id="address"),
        pytest.param({"url": "https://doi.org/10.1109/X"}, "10.1109/x", id="in-url"),
        pytest.param({"DOI": "10.1109/x"}, "10.1109/x", id="crossref-capitals"),
    ],
)
def test_the_doi_is_bare_and_in_lower_case(fields: dict[str, str], expected: str) -> None:
    assert field_entry(**fields).paper.doi == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"url": r"https://a.org/x\_y\%20z"}, "https://a.org/x_y%20z", id="escaped"),
        pytest.param({"url": r"\url{https://a.org/x}"}, "https://a.org/x", id="command"),
        pytest.param({"ee": "https://a.org/x"}, "https://a.org/x", id="dblp"),
        pytest.param({"howpublished": r"\url{https://a.org/x}"}, "https://a.org/x", id="misc"),
        pytest.param({"note": "Available at https://a.org/x."}, "https://a.org/x", id="note"),
        pytest.param({"note": "Code: https://github.com/a/b"}, None, id="code-is-no-paper"),
        pytest.param({"bdsk_url_1": "https://a.org/x"}, "https://a.org/x", id="bibdesk"),
        pytest.param({"doi": "10.1109/x"}, "https://doi.org/10.1109/x", id="doi"),
        pytest.param({}, None, id="none"),
    ],
)
def test_the_link_is_found(fields: dict[str, str], expected: str | None) -> None:
    assert field_entry(**fields).paper.url == expected


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"code": "https://github.com/a/b"}, id="field"),
        pytest.param({"note": r"Code: \url{https://github.com/a/b}"}, id="note"),
    ],
)
def test_the_code_is_found(fields: dict[str, str]) -> None:
    assert field_entry(**fields).paper.code == "https://github.com/a/b"


def test_a_pdf_on_the_web_is_a_link_and_one_on_the_disk_is_a_file() -> None:
    web, disk = field_entry(pdf="https://a.org/x.pdf"), field_entry(pdf="papers/x.pdf")

    assert (web.paper.pdf, web.files) == ("https://a.org/x.pdf", ())
    assert (disk.paper.pdf, disk.files) == (None, ("papers/x.pdf",))


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        pytest.param("inproceedings", "booktitle={Proc. of the 38th ICML}", "ICML", id="booktitle"),
        pytest.param(
            "article", "journal={{IEEE} Trans. Neural Networks Learn. Syst.}", "TNNLS", id="journal"
        ),
        pytest.param(
            "article", "journaltitle={Nat. Commun.}", "Nature Communications", id="biblatex"
        ),
        pytest.param("article", "journal={Physics \\& Biology}", "Physics & Biology", id="unknown"),
        pytest.param("article", "journal={R&amp;D}", "R&D", id="crossref-entity"),
        pytest.param(
            "inproceedings", "booktitle={Proceedings of X}, series={KDD '20}", "KDD", id="series"
        ),
        pytest.param(
            "inproceedings", "series={LNCS}, booktitle={Foo}", "Foo", id="series-of-books"
        ),
        pytest.param(
            "inproceedings", "eventtitle={NeurIPS}, booktitle={Foo}", "NeurIPS", id="event"
        ),
        pytest.param("misc", "howpublished={ICLR 2024}", "ICLR", id="howpublished"),
        pytest.param("misc", "howpublished={Blog}", None, id="howpublished-elsewhere"),
        pytest.param("book", "series={Neural Networks}, publisher={MIT Press}", None, id="book"),
        pytest.param("phdthesis", "school={ETH}", None, id="thesis"),
        pytest.param("misc", "publisher={arXiv}", None, id="preprint"),
    ],
)
def test_the_venue_is_short(kind: str, fields: str, expected: str | None) -> None:
    assert entry(f"@{kind}{{k, title={{T}}, year=2020, {fields}}}").paper.venue == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("/home/u/x.pdf", ["/home/u/x.pdf"], id="path"),
        pytest.param(
            "Yao - 2023 - Spike.pdf:/home/u/Zotero/x.pdf:application/pdf",
            ["/home/u/Zotero/x.pdf"],
            id="better-bibtex",
        ),
        pytest.param(":papers/x.pdf:PDF", ["papers/x.pdf"], id="jabref"),
        pytest.param(r"PDF:C\:\\Papers\\x.pdf:PDF", [r"C:\Papers\x.pdf"], id="windows-escaped"),
        pytest.param("/a/x.pdf;/a/y.html", ["/a/x.pdf", "/a/y.html"], id="two"),
        pytest.param(
            r"pdf:/b\;c.pdf:PDF;:d.pdf:PDF", ["/b;c.pdf", "d.pdf"], id="semicolon-in-a-name"
        ),
        pytest.param(r"/a/x\_y.pdf", ["/a/x_y.pdf"], id="underscore"),
        pytest.param("/论文/膜电位.pdf", ["/论文/膜电位.pdf"], id="chinese"),
        pytest.param(";;", [], id="none"),
    ],
)
def test_attached_files_are_paths(value: str, expected: list[str]) -> None:
    assert list(field_entry(file=value).files) == expected


def test_a_windows_path_without_escapes_is_one_path() -> None:
    assert field_entry(file="C:/Papers/x.pdf").files == ("C:/Papers/x.pdf",)


def test_what_the_reader_wrote_keeps_its_paragraphs() -> None:
    found = field_entry(annote="膜电位 \\& $V_m$\nis here.\n\nRead {twice}.", comment_me="Mine.")

    assert found.remarks == ("膜电位 & $V_m$ is here.\n\nRead twice.", "Mine.")
    assert found.extra == {}


def test_the_abstract_is_one_line() -> None:
    assert field_entry(abstract="We\nuse 5% \\emph{less}.").paper.abstract == "We use 5% less."


def test_all_other_fields_are_kept_under_their_names() -> None:
    found = field_entry(
        Pages="1--10",
        month="5",
        publisher=r"Springer \& Co",
        note="oral",
        biburl="https://a.org/x_y",
    )

    assert found.extra == {
        "pages": "1–10",
        "month": "5",
        "publisher": "Springer & Co",
        "note": "oral",
        "biburl": "https://a.org/x_y",
    }


# ---- properties


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], exclude_characters="<&-`'"),
    max_size=20,
).map(clean_line)
NAMES = st.sampled_from(
    ["Man Yao", "Ludwig van Beethoven", "姚满", "ALICE Collaboration", "Ørjan É"]
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    facts: dict[str, Any] = {
        "title": draw(WORDS.filter(bool)),
        "year": draw(st.integers(1000, 2999)),
        "authors": tuple(draw(st.lists(NAMES, max_size=3))),
        "venue": draw(st.sampled_from([None, "NeurIPS", "TNNLS", "Annals of X & Y", "计算机学报"])),
        "url": draw(st.sampled_from([None, "https://a.org/x_y%20z?a=1&b=~c#d"])),
    }
    return Paper(**facts)


@given(st.lists(papers(), max_size=3))
def test_what_the_writer_writes_is_read_back(papers: list[Paper]) -> None:
    notes = [Note(path=PurePosixPath("n.md"), paper=paper) for paper in papers]

    found = loads(dumps(notes))

    assert [entry.paper for entry in found.entries] == papers
    assert found.problems == []


BLOCKS = {
    "good": ("@misc{key, title={T}, year=2020}\n", 1),
    "keyless": ("@misc{\n title={T}, year=2020}\n", 1),
    "open": ("@misc{key, title={T, year=2020}\n", 1),
    "commas": ("@misc{key,, title={T}}\n", 1),
    "commented": ("% @misc{key, title={T}}\n", 1),
    "no-year": ("@misc{key, title={T}}\n", 1),
    "no-title": ("@misc{key, year=2020}\n", 1),
    "child": ("@inproceedings{c, title={T}, crossref={p}}\n", 1),
    "parent": ("@proceedings{p, title={P}, year=2020}\n", 1),
    "setting": ("@IEEEtranBSTCTL{x, y={z}}\n", 1),
    "string": ("@string{a = {b}}\n", 0),
    "comment": ("@comment{a}\n", 0),
    "text": ("something else\n", 0),
}


@given(st.lists(st.sampled_from(sorted(BLOCKS))))
def test_as_many_entries_come_out_or_are_reported_as_went_in(names: list[str]) -> None:
    text = "".join(BLOCKS[name][0] for name in names)

    assert loads(text).found == sum(BLOCKS[name][1] for name in names)


PIECES = st.sampled_from([
    "@article{", "@inproceedings(", "@string{", "@comment{", "@", "{", "}", "(", ")", '"', "=", ",",
    "\n", "\r\n", "#", "%", "\\", "$", "key", "title", "author", "2023", " and ", " ", "crossref",
    "title={x},", "year=2020,", '\\"', "\\url{http://a}", "姚", "\x00", "\ufeff", "a:b;c", "\ud800",
])  # fmt: skip


@given(st.text() | st.lists(PIECES, max_size=40).map("".join))
def test_no_text_is_too_broken(text: str) -> None:
    found = loads(text)

    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= last for problem in found.problems)
    assert all(1 <= entry.line <= last for entry in found.entries)
