from pathlib import PurePosixPath

import pytest

from snnnotes.model.formula import formulas, math_terms
from snnnotes.model.note import Note
from snnnotes.model.text import index_terms, stem
from snnnotes.storage import index_text
from snnnotes.storage.index_text import (
    column_parts,
    field_texts,
    folded_key,
    headings,
    is_english,
    stream,
    texts_of,
)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param([""], "", id="empty"),
        pytest.param(["膜电位"], "膜 电 位", id="no-english-no-stems"),
        pytest.param(["spikes"], "spikes ~~ ~spike", id="one-word"),
        pytest.param(["spiking neurons"], "spiking neurons ~~ ~spike ~neuron", id="words-in-a-row"),
        pytest.param(["spikes, trains"], "spikes , trains ~~ ~spike ~~ ~train", id="gap"),
        pytest.param(["膜spikes电位nets"], "膜 spikes 电 位 nets ~~ ~spike ~~ ~net", id="gaps"),
        pytest.param(["spikes", "nets"], "spikes ~~ nets ~~ ~spike ~~ ~net", id="two-parts"),
        pytest.param(["CIFAR-10"], "cifar 10 ~~ ~cifar ~10", id="numbers-stand-beside-words"),
        pytest.param(["one.\n\ntwo"], "one . ¶ two ~~ ~one ~~ ~two", id="paragraphs"),
    ],
)
def test_stream_has_the_terms_and_then_the_stems(parts: list[str], expected: str) -> None:
    assert stream(parts) == expected


def test_stems_are_the_same_after_many_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_text, "_MOST_MARKED", 3)
    text = "zebras yaks newts otters owls zebras"

    assert stream([text]).split(" ~~ ")[1] == "~zebra ~yak ~newt ~otter ~owl ~zebra"


@pytest.mark.parametrize("length", [5, 300])
def test_short_and_long_texts_are_treated_alike(length: int) -> None:
    text = ("膜电位 LIF, " * length)[:length]

    assert f" {index_text.joined([text])} " == index_terms(text)


def test_every_token_that_is_added_begins_with_the_mark() -> None:
    terms = index_terms("~ a ~~ ~b").split()

    assert all(term == "~" or "~" not in term for term in terms)
    assert not is_english("~b")


@pytest.mark.parametrize(
    "word",
    [
        "indices",
        "matrices",
        "analyses",
        "used",
        "aged",
        "tied",
        "dying",
        "buses",
        "nuclei",
        "agreed",
    ],
)
def test_forms_share_their_first_two_letters(word: str) -> None:
    assert stem(word)[:2] == word[:2]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("# A\n## 膜电位\n###### F\n", ["A", "膜电位", "F"], id="levels"),
        pytest.param("####### no\n#no\n    # no\n", [], id="no-headings"),
        pytest.param("## A ##\n## B #\n## C#\n", ["A", "B", "C#"], id="closing-signs"),
        pytest.param("## A\r\n\r\ntext\r\n## B\r\n", ["A", "B"], id="crlf"),
        pytest.param("```sh\n# no\n```\n# yes\n", ["yes"], id="code"),
        pytest.param("~~~\n# no\n~~~\n# yes\n", ["yes"], id="code-in-tildes"),
        pytest.param("```\n# never closed\n", [], id="open-code"),
        pytest.param("##\n## \n# \t\n", [], id="empty"),
    ],
)
def test_headings(body: str, expected: list[str]) -> None:
    assert headings(body) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$u$ and $v$", ["u", "v"], id="in-a-line"),
        pytest.param("$$u$$", ["u"], id="display"),
        pytest.param("$$\nu\n+v\n$$", ["u + v"], id="display-over-lines"),
        pytest.param("$u\n+v$", ["u + v"], id="over-a-line-end"),
        pytest.param("$u\n\nv$", [], id="not-over-a-paragraph-end"),
        pytest.param("$`u`$", ["u"], id="quoted"),
        pytest.param("```math\nu\n```", ["u"], id="block"),
        pytest.param("```math\r\nu\r\n```\r\n", ["u"], id="block-crlf"),
        pytest.param("```math\nu", ["u"], id="open-block"),
        pytest.param("```python\nx = '$u$'\n```\n$v$", ["v"], id="code-block"),
        pytest.param("~~~\n$u$\n~~~ $v$", ["v"], id="code-block-in-tildes"),
        pytest.param("`$u$` $v$", ["v"], id="code-in-a-line"),
        pytest.param("``a ` $u$`` $v$", ["v"], id="code-with-a-backtick"),
        pytest.param("a ` $v$", ["v"], id="single-backtick"),
        pytest.param(r"\$u\$ $v$", ["v"], id="after-a-backslash"),
        pytest.param(r"$a \$ b$", [r"a \$ b"], id="dollar-in-a-formula"),
        pytest.param("$5 and $6", [], id="prices"),
        pytest.param("costs $5, or $ 6 $", [], id="blanks"),
        pytest.param("膜电位$V_{th}$为", ["V _ { t h }"], id="between-chinese"),
        pytest.param("no dollar, but math", [], id="nothing"),
    ],
)
def test_formulas(text: str, expected: list[str]) -> None:
    assert formulas([text]) == "\n".join(f" {formula} " for formula in expected)


@pytest.mark.parametrize(
    "sign", ["$", "$$", "`", "``", "```", "~~~", "$`", "\\", "$a", "$a\\", "`a"]
)
def test_formulas_take_no_long_time_whatever_is_written(sign: str) -> None:
    formulas([f"$ {sign} " * 4000])
    formulas([f"${sign}" * 4000])


@pytest.mark.parametrize(
    ("wanted", "formula", "found"),
    [
        pytest.param(r"\tau", r"\tau_m", True, id="command"),
        pytest.param(r"\tau", r"\taut", False, id="longer-command"),
        pytest.param(r"\tau", r"\tau m", True, id="command-and-letter"),
        pytest.param(r"\ta", r"\tau", False, id="shorter-command"),
        pytest.param("au", r"\tau", False, id="letters-of-a-command"),
        pytest.param("u", "du", True, id="letter"),
        pytest.param(r"\frac{du}{dt}", r"\frac {d u} {d t}", True, id="blanks"),
        pytest.param(r"\Delta", r"\delta", False, id="case"),
        pytest.param(r"\{", r"\left\{ x", True, id="bracket"),
        pytest.param("{", r"\{", False, id="bracket-without-backslash"),
    ],
)
def test_piece_of_latex_stands_in_a_formula(wanted: str, formula: str, found: bool) -> None:
    assert (math_terms(wanted) in math_terms(formula)) is found


def note(**fields: object) -> Note:
    return Note.from_fields(
        {"title": "T", "year": "2023", **fields},  # type: ignore[dict-item]
        path=PurePosixPath("x.md"),
        lines={},
    )


def test_columns_hold_what_is_searched_and_nothing_else() -> None:
    one = note(
        title="Title", venue="ICLR", tags="a, b", authors=["Ann"], aliases="Alias", arxiv="1.2",
        doi="10.1/x", openreview="forum", citekey="key", url="https://u", code="https://c",
        pdf="https://p", status="read", rating="3", added="2025-01-01", abstract="Abstract",
        summary="Summary", mine=["x", {"y": "z"}],
    )  # fmt: skip

    assert column_parts(one, "## H\nbody\n") == {
        "title": ["Title"],
        "names": ["Alias", "a", "b", "ICLR", "Ann", "key", "1.2", "10.1/x", "forum"],
        "headings": ["H"],
        "body": ["Summary", "Abstract", "x", "z", "## H\nbody\n"],
    }


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("tags", "a, b", ["a", "b"], id="list"),
        pytest.param("venue", "null", [], id="no-name"),
        pytest.param("summary", "null", ["null"], id="text-that-says-null"),
        pytest.param("rating", "3", ["3"], id="number"),
    ],
)
def test_texts_of_a_field(name: str, value: str, expected: list[str]) -> None:
    assert field_texts(note(**{name: value}), name) == expected
    assert field_texts(note(), name) == []


def test_texts_of_a_value_that_nests() -> None:
    assert list(texts_of({"a": ["b", "~", {"c": "d"}], "e": "", "f": "null"})) == ["b", "d"]


@pytest.mark.parametrize(
    ("key", "same"), [("Lab", "ＬＡＢ"), ("a b", "A\tB"), ("實驗室", "实验室"), ("a\nb", "a b")]
)
def test_keys_of_ones_own_compare_without_case_and_width(key: str, same: str) -> None:
    assert folded_key(key) == folded_key(same)
