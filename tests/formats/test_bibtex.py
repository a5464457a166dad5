import logging
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import Entry
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from snnnotes.formats.bibtex import Dialect, dumps
from snnnotes.formats.latex_write import latex_text
from snnnotes.formats.venue_kind import is_journal
from snnnotes.model.markdown import one_line
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

SPIKE_DRIVEN = Paper(
    title="Spike-driven Transformer",
    year=2023,
    authors=("Man Yao", "Jiakui Hu", "Zhaokun Zhou"),
    venue="NeurIPS",
    url="https://openreview.net/forum?id=9FmolyOHi5",
    arxiv="2307.01694",
    openreview="9FmolyOHi5",
    code="https://github.com/BICLab/Spike-Driven-Transformer",
)


def note(citekey: str | None = "key", **paper: Any) -> Note:  # noqa: ANN401 (fields of Paper)
    facts: dict[str, Any] = {"title": "Title", "year": 2023} | paper
    return Note(path=PurePosixPath("notes/x.md"), paper=Paper(**facts), citekey=citekey)


def parsed(text: str) -> Library:
    """What bibtexparser reads; nothing of it may have failed."""
    library = parse_string(text)
    assert library.failed_blocks == []
    assert library.comments == []
    return library


def entry(**paper: Any) -> Entry:  # noqa: ANN401 (see above)
    (found,) = parsed(dumps([note(**paper)])).entries
    return found


def field(name: str, **paper: Any) -> str:  # noqa: ANN401 (see above)
    return str(entry(**paper)[name])


def printed(latex: str) -> str:
    """What LaTeX makes of a text; formulas stay."""
    # pylatexenc does not know these two, and gives ^ as U+02C6.
    latex = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    text: str = LatexNodes2Text(math_mode="verbatim").latex_to_text(latex)
    return text.replace("\u02c6", "^")


def depth_as_bibtex_counts(value: str) -> int:
    """Braces left open at the end, -1 if one closes too early; a backslash makes no difference."""
    depth = 0
    for brace in re.findall("[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return -1
    return depth


# ---- the whole entry


def test_an_entry_has_all_that_a_bibliography_prints() -> None:
    text = dumps([Note(path=PurePosixPath("n.md"), paper=SPIKE_DRIVEN, citekey="yao2023spike")])

    assert text == (
        "@inproceedings{yao2023spike,\n"
        "  author = {Man Yao and Jiakui Hu and Zhaokun Zhou},\n"
        "  title = {Spike-driven Transformer},\n"
        "  booktitle = {NeurIPS},\n"
        "  year = {2023},\n"
        "  eprint = {2307.01694},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://openreview.net/forum?id=9FmolyOHi5},\n"
        "  openreview = {9FmolyOHi5},\n"
        "  code = {https://github.com/BICLab/Spike-Driven-Transformer},\n"
        "}\n"
    )


def test_entries_stand_in_the_order_given_with_an_empty_line_between() -> None:
    text = dumps([note("b", year=2022), note("a", year=2021)])

    assert [found.key for found in parsed(text).entries] == ["b", "a"]
    assert text.count("}\n\n@") == 1
    assert text.endswith("}\n")


def test_no_notes_give_no_text() -> None:
    assert dumps([]) == ""


def test_a_field_without_a_value_is_left_out() -> None:
    assert list(entry(venue=None, authors=("Wei Fang",)).fields_dict) == ["author", "title", "year"]


def test_notes_may_come_from_a_generator() -> None:
    assert dumps(note(key) for key in "ab") == dumps([note("a"), note("b")])


def test_writing_thousands_of_entries_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        dumps(note(f"key{number}") for number in range(10_001))

    assert caplog.records == []


# ---- kind of entry


@pytest.mark.parametrize(
    ("venue", "kind", "venue_field"),
    [
        pytest.param("NeurIPS", "inproceedings", "booktitle", id="conference"),
        pytest.param("CVPR 2022", "inproceedings", "booktitle", id="conference-with-year"),
        pytest.param("某某会议", "inproceedings", "booktitle", id="unknown"),
        pytest.param("TNNLS", "article", "journal", id="journal"),
        pytest.param(None, "misc", None, id="none"),
        pytest.param("arXiv", "misc", None, id="arxiv"),
        pytest.param("arXiv preprint arXiv:2305.05954", "misc", None, id="arxiv-long"),
        pytest.param("CoRR abs/2305.05954", "misc", None, id="corr"),
        pytest.param("bioRxiv", "misc", None, id="biorxiv"),
    ],
)
def test_the_venue_decides_the_kind_of_entry(
    venue: str | None, kind: str, venue_field: str | None
) -> None:
    found = entry(venue=venue)

    assert found.entry_type == kind
    assert (found[venue_field] if venue_field else None) == (venue if venue_field else None)
    assert {"booktitle", "journal"} & found.fields_dict.keys() == {venue_field} - {None}


@pytest.mark.parametrize(
    "venue",
    [
        "TNNLS", "IEEE TNNLS", "TPAMI", "IEEE T-PAMI", "TPAMI 2023", "TCAS-I", "IEEE RA-L", "PNAS",
        "IEEE Transactions on Neural Networks and Learning Systems", "IEEE Trans. Cybern.",
        "Nature", "Nature Communications", "Nature Machine Intelligence", "Science Advances",
        "Neural Networks", "Neural Computation", "Neurocomputing", "Neuron", "IEEE Access",
        "Journal of Machine Learning Research", "J. Neurosci.", "Pattern Recognition Letters",
        "Frontiers in Neuroscience", "Front. Neurosci.", "npj Unconventional Computing",
        "Proceedings of the IEEE", "PLoS Computational Biology", "Physical Review X",
        "Communications of the ACM", "计算机学报", "科学通报",
    ],
)  # fmt: skip
def test_a_journal_is_known_by_its_name(venue: str) -> None:
    assert is_journal(venue)


@pytest.mark.parametrize(
    "venue",
    [
        "NeurIPS", "ICML", "ICLR 2024", "AAAI", "IJCAI", "ICCV", "ECCV", "CVPR", "IJCNN", "DAC",
        "Advances in Neural Information Processing Systems",
        "International Conference on Frontiers in Handwriting Recognition",
        "Proceedings of Machine Learning Research", "NeurIPS Workshop on Patterns and Letters",
        "Interspeech", "Naturally Speaking", "Cognitive Computational Neuroscience", "2023", "",
    ],
)  # fmt: skip
def test_every_other_venue_counts_as_a_conference(venue: str) -> None:
    assert not is_journal(venue)


# ---- title


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        pytest.param("Deep SNN with LIF", "Deep {SNN} with {LIF}", id="all-capitals"),
        pytest.param("Spiking ResNet", "Spiking {ResNet}", id="capital-inside"),
        pytest.param("SNNs on CIFAR-10", "{SNNs} on {CIFAR}-10", id="plural-and-number"),
        pytest.param("ANN-SNN Conversion", "{ANN}-{SNN} Conversion", id="both-sides-of-a-hyphen"),
        pytest.param("High-Performance", "High-Performance", id="capitals-of-title-case"),
        pytest.param("A Q-learning", "A {Q}-learning", id="single-capital"),
        pytest.param("3D Vision in V1", "{3D} Vision in {V1}", id="digit-beside-a-capital"),
        pytest.param("GLIF: A Neuron", "{GLIF}: A Neuron", id="sign-behind"),
        pytest.param("SNN's (DNN)", "{SNN}'s ({DNN})", id="signs-around"),
        pytest.param("基于SNN的分类", "基于{SNN}的分类", id="in-chinese"),
        pytest.param("脉冲神经网络综述", "脉冲神经网络综述", id="chinese"),
        pytest.param("ÉTÉ Élan", r"{{\'E}T{\'E}} {\'E}lan", id="accents"),
        pytest.param("E\u0301TE\u0301", r"{{\'E}T{\'E}}", id="accents-of-their-own"),
        pytest.param("Łódź und Straße", r"{\L}{\'o}d{\'z} und Stra{\ss}e", id="letters-of-latex"),
        pytest.param(
            "Δ-SNN: τ ≤ 1",
            r"{{\ensuremath{\Delta}}}-{SNN}: {\ensuremath{\tau}} {\ensuremath{\leq}} 1",
            id="greek",
        ),
        pytest.param("RNN_XOR", r"{RNN}\_{XOR}", id="no-sign-inside-of-the-braces"),
        pytest.param("#SNN", r"\#{SNN}", id="no-sign-at-the-start-of-the-braces"),
    ],
)
def test_capitals_that_a_style_must_keep_stand_in_braces(title: str, latex: str) -> None:
    assert field("title", title=title) == latex


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        pytest.param("a & b", r"a \& b", id="ampersand"),
        pytest.param("100% sure", r"100\% sure", id="percent"),
        pytest.param("item #1", r"item \#1", id="hash"),
        pytest.param("a_b", r"a\_b", id="underscore"),
        pytest.param("~a", r"\textasciitilde{}a", id="tilde"),
        pytest.param("a^2", r"a\textasciicircum{}2", id="caret"),
        pytest.param(r"a\b", r"a\textbackslash{}b", id="backslash"),
        pytest.param("ends with \\", r"ends with \textbackslash{}", id="backslash-at-the-end"),
        pytest.param("set {a, b}", r"set \{a, b\}", id="braces"),
        pytest.param("one { only", r"one \textbraceleft{} only", id="lone-opening-brace"),
        pytest.param("a } b {", r"a \textbraceright{} b \textbraceleft{}", id="turned-braces"),
        pytest.param("one\nline\u2028only", "one line only", id="line-ends"),
        pytest.param("@misc{x, 😀", r"@misc\textbraceleft{}x, 😀", id="looks-like-bibtex"),
        pytest.param('say "spike"', 'say "spike"', id="quotes"),
    ],
)  # fmt: skip
def test_signs_that_latex_reads_as_commands_are_written_out(title: str, latex: str) -> None:
    assert field("title", title=title) == latex


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        pytest.param(r"of $\tau_m$ and $u^2$", r"of $\tau_m$ and $u^2$", id="inline"),
        pytest.param(r"at $$\frac{du}{dt}$$", r"at $$\frac{du}{dt}$$", id="display"),
        pytest.param("with $T=4$ steps", "with {$T=4$} steps", id="capital-in-a-formula"),
        pytest.param(r"$\Delta$ rule", r"{$\Delta$} rule", id="capital-in-a-command"),
        pytest.param(r"$\{0, 1\}$ spikes", r"$\{0, 1\}$ spikes", id="braces-shown"),
        pytest.param(r"$a\$b$ c", r"$a\$b$ c", id="dollar-in-a-formula"),
        pytest.param("for $5 to $10", r"for \$5 to \$10", id="money"),
        pytest.param("a $5-$10 chip", r"a \$5-\$10 chip", id="money-without-blanks"),
        pytest.param("$5", r"\$5", id="one-dollar"),
        pytest.param("$ a $", r"\$ a \$", id="blank-inside"),
        pytest.param("$a%b$", r"\$a\%b\$", id="comment-in-a-formula"),
        pytest.param(r"$a_{1$ x", r"\$a\_\textbraceleft{}1\$ x", id="brace-left-open"),
        pytest.param(r"$\\{x}$",
                     r"\$\textbackslash{}\textbackslash{}\textbraceleft{}x\textbraceright{}\$",
                     id="brace-that-bibtexparser-does-not-count"),
        pytest.param("$$", r"\$\$", id="nothing-between"),
    ],
)  # fmt: skip
def test_formulas_stay_and_other_dollar_signs_are_written_out(title: str, latex: str) -> None:
    assert field("title", title=title) == latex


def test_a_venue_keeps_its_capitals_without_braces() -> None:
    # Styles do not touch booktitle and journal.
    assert field("booktitle", venue="ACM MM & Friends") == r"ACM MM \& Friends"


signs = st.sampled_from([*'&%#_~^\\{}$"@,=()', " ", "\n", "{SNN}", r"\frac{a}{b}", "$x_t$", "@a{"])
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=5)
titles = st.lists(signs | words | st.sampled_from(["SNN", "Spike", "膜电位"])).map("".join)


@given(titles)
@example("}{")
@example("\\}")
@example("$a}$ {b$")
@example("\n@article{x,\n")
@example(r"$\{$ {")
@example("SNN\\SNN{$\\$}")
def test_any_title_leaves_an_entry_that_can_be_read(title: str) -> None:
    (found,) = parsed(dumps([note(title=f"x {title}", authors=(title,), venue=title)])).entries

    assert found["year"] == "2023"
    assert {depth_as_bibtex_counts(value.value) for value in found.fields} == {0}


@given(titles)
def test_latex_prints_any_title_as_the_note_has_it(title: str) -> None:
    latex = latex_text(title, keep_capitals=True)

    # What LaTeX itself does to text: ligatures, and blanks behind a command. A formula is kept.
    ligatures = str.maketrans(dict.fromkeys("`'\"-–—‘’“”!?¡¿", "-"))
    shown = re.sub("-+", "-", printed(latex).translate(ligatures))
    wanted = re.sub("-+", "-", one_line(title).translate(ligatures))

    def bare(text: str) -> str:
        # Formulas may be spelt anew by pylatexenc; NFC, since it composes accents.
        return unicodedata.normalize("NFC", "".join(text.split()))

    assert bare(shown) == bare(wanted)


# ---- authors


@pytest.mark.parametrize(
    "name",
    [
        "Man Yao", "Dan F. M. Goodman", "Nicolas Perez-Nieves", "Timothée Masquelier",
        "Laurens van der Maaten", "Ana de la Cruz", "Yao, Man", "van der Maaten, Laurens",
        "Plato", "姚满", "欧阳修", "Иван Петров", "The Anh Han", "Sander M. Bohte",
    ],
)  # fmt: skip
def test_a_name_that_bibtex_splits_rightly_stands_as_it_is(name: str) -> None:
    assert field("author", authors=(name,)) == latex_text(name, ascii_letters=True)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ALICE Collaboration", id="collaboration"),
        pytest.param("Gemini Team, Google", id="team-with-comma"),
        pytest.param("University of Zurich", id="institution"),
        pytest.param("Ernst and Young", id="and"),
        pytest.param("Salt AND Pepper", id="and-in-capitals"),
        pytest.param("张 三", id="chinese-with-a-blank"),
        pytest.param("Man Yao (姚满)", id="two-scripts"),
        pytest.param("Martin Luther King, Jr.", id="generation-behind-a-comma"),
        pytest.param("John Smith III", id="generation"),
        pytest.param("José Ortega y Gasset", id="unknown-particle"),
        pytest.param("Wei Wang 0001", id="number-of-dblp"),
        pytest.param("A, B, C, D", id="commas"),
        pytest.param("Yao,", id="comma-at-the-end"),
    ],
)
def test_a_group_or_a_name_that_bibtex_splits_wrongly_stands_in_braces(name: str) -> None:
    latex = latex_text(name, ascii_letters=True)
    assert field("author", authors=("Man Yao", name)) == f"Man Yao and {{{latex}}}"


@given(st.lists(titles.map(one_line).filter(bool), min_size=1, max_size=4))
@example(["and", "AND and"])
@example(["{", "and }"])
def test_bibtex_finds_as_many_authors_as_there_are(names: list[str]) -> None:
    author = field("author", authors=tuple(names))

    found = split_multiple_persons_names(author)
    assert len(found) == len(names)
    for name in found:
        parse_single_name_into_parts(name)  # raises where it cannot be split


@pytest.mark.parametrize("last", ["others", "et al.", "et al", "等"])
def test_a_last_author_that_stands_for_more_is_others(last: str) -> None:
    assert field("author", authors=("Man Yao", last)) == "Man Yao and others"


def test_names_are_escaped_and_empty_ones_left_out() -> None:
    found = field("author", authors=("A & B\nLtd", " ", "Man Yao"))

    assert found == r"{A \& B Ltd} and Man Yao"


# ---- addresses


def test_link_and_doi_are_not_escaped() -> None:
    found = entry(url="https://x.org/a_b%20c?d=1&e=~f#g", doi="10.1007/978-3-031_8<1::aid>3.0.co;2")

    assert found["url"] == "https://x.org/a_b%20c?d=1&e=~f#g"
    assert found["doi"] == "10.1007/978-3-031_8<1::aid>3.0.co;2"


def test_what_would_end_an_address_is_percent_encoded() -> None:
    found = entry(url="https://x.org/{a}\\ b", doi="10.1/}", arxiv="2307.0169 4{")

    assert found["url"] == "https://x.org/%7Ba%7D%5C%20b"
    assert found["doi"] == "10.1/%7D"
    assert found["eprint"] == "2307.0169%204%7B"


# ---- keys


def keys(*notes: Note) -> list[str]:
    return [found.key for found in parsed(dumps(notes)).entries]


def test_a_note_without_citekey_gets_one_made_for_it() -> None:
    assert keys(note(None, title="Spike-driven Transformer", authors=("Man Yao",))) == [
        "yao2023spikedriven"
    ]


def test_a_made_key_keeps_clear_of_one_that_was_chosen_further_down() -> None:
    made = note(None, title="Spike", authors=("Man Yao",))

    found = keys(made, note("yao2023spike"), made)

    assert found == ["yao2023spikea", "yao2023spike", "yao2023spikeb"]


def test_the_second_note_with_a_citekey_gets_a_number_whatever_the_case() -> None:
    assert keys(note("Yao"), note("yao"), note("yao-2")) == ["Yao", "yao-3", "yao-2"]


@pytest.mark.parametrize(
    ("citekey", "key"),
    [
        pytest.param("yao, 2023 {x}", "yao2023x", id="blanks-commas-braces"),
        pytest.param("DBLP:conf/nips/Yao-23+a.b", "DBLP:conf/nips/Yao-23+a.b", id="dblp"),
        pytest.param("姚2023", "姚2023", id="chinese"),
        pytest.param("%#'\"", "title2023", id="nothing-left"),
        pytest.param("title2023\\", "title2023", id="backslash"),
    ],
)
def test_signs_that_end_a_key_are_left_out_of_it(citekey: str, key: str) -> None:
    assert keys(note(citekey)) == [key]


@given(st.lists(st.none() | st.sampled_from(["a", "A", "a-2", "x y", "{", "2023title"]) | words))
def test_keys_are_unique_whatever_the_notes_have(citekeys: list[str | None]) -> None:
    found = keys(*map(note, citekeys))

    assert len(found) == len(citekeys)
    assert len({key.casefold() for key in found}) == len(citekeys)
    assert all(found)


# ---- biblatex, and what only some entries have


def biblatex(**paper: Any) -> dict[str, str]:  # noqa: ANN401 (see above)
    (found,) = parsed(dumps([note(**paper)], dialect=Dialect.BIBLATEX)).entries
    return {"type": found.entry_type} | {name: str(found[name]) for name in found.fields_dict}


def test_biblatex_has_its_own_names_and_keeps_letters() -> None:
    found = biblatex(title="Über τ", authors=("Jörg Müller",), venue="TNNLS", arxiv="2307.01694")

    assert found == {
        "type": "article",
        "author": "Jörg Müller",
        "title": "Über τ",
        "journaltitle": "TNNLS",
        "date": "2023",
        "eprint": "2307.01694",
        "eprinttype": "arxiv",
    }


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        pytest.param({"venue": "arXiv", "arxiv": "2307.01694"}, "online", id="arxiv"),
        pytest.param({"url": "https://example.org"}, "online", id="address"),
        pytest.param({}, "misc", id="nothing"),
        pytest.param({"venue": "NeurIPS"}, "inproceedings", id="meeting"),
    ],
)
def test_biblatex_has_a_type_for_what_is_online(paper: dict[str, Any], kind: str) -> None:
    assert biblatex(**paper)["type"] == kind


def test_a_preprint_shows_its_number_in_styles_that_know_no_eprint() -> None:
    found = entry(venue="arXiv", arxiv="2307.01694")

    assert (found["howpublished"], found["notevenue"]) == ("arXiv:2307.01694", "arXiv")
    assert "howpublished" not in entry(venue="NeurIPS", arxiv="2307.01694").fields_dict


def test_a_paper_of_nobody_has_something_to_be_sorted_by() -> None:
    assert field("key", title="The SNN") == "The {SNN}"
    assert "key" not in entry(title="SNN", authors=("Wei Fang",)).fields_dict


@pytest.mark.parametrize(
    ("venue", "names"),
    [
        pytest.param("TNNLS", ["volume", "number", "pages"], id="journal"),
        pytest.param("NeurIPS", ["volume", "pages", "publisher"], id="meeting"),
        pytest.param(None, [], id="preprint"),
    ],
)
def test_what_citing_needs_stands_where_the_type_has_it(
    venue: str | None, names: list[str]
) -> None:
    extra = {"volume": "34", "number": "2", "pages": "1–10", "publisher": "MIT", "own": "x"}
    paper = Paper(title="T", year=2023, venue=venue)
    written = Note(path=PurePosixPath("n.md"), paper=paper, citekey="key", extra=extra)

    (found,) = parsed(dumps([written])).entries

    details = [name for name in found.fields_dict if name in extra]
    assert details == names
    assert found.fields_dict.get("pages") is None or found["pages"] == "1--10"
