"""The query language: what each form means, and where the caret stands when it means nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import QueryError
from snnnotes.model.fields import FIELDS, Field, Kind
from snnnotes.model.query import (
    And,
    FieldIs,
    Has,
    Math,
    Not,
    Or,
    Query,
    Range,
    Words,
    all_of,
    any_of,
    exactly,
    field_query,
    needs_text,
    parse_query,
    words_of,
)

EVERYTHING = And(())
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "query-language.md"


def words(text: str, *, prefix: bool = False) -> Words:
    return Words(text, prefix=prefix)


def phrase(text: str) -> Words:
    return Words(text, exact=True)


def title(text: str, *, exact: bool = False, prefix: bool = False) -> Words:
    return Words(text, exact=exact, prefix=prefix, field="title")


def tag(value: str) -> FieldIs:
    return FieldIs("tags", value, whole=True)


def year(value: str) -> FieldIs:
    return FieldIs("year", value, whole=True)


A, B, C = words("a"), words("b"), words("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", EVERYTHING, id="empty"),
        pytest.param(" \t　", EVERYTHING, id="blanks"),
        pytest.param("膜电位", words("膜电位"), id="word"),
        pytest.param("膜电位 threshold", And((words("膜电位"), words("threshold"))), id="words"),
        pytest.param("a　b", And((A, B)), id="full-width blank"),
        pytest.param('"surrogate gradient"', phrase("surrogate gradient"), id="phrase"),
        pytest.param('"a" b', And((phrase("a"), B)), id="phrase and word"),
        pytest.param('a"b c"d', And((A, phrase("b c"), words("d"))), id="phrase without blanks"),
        pytest.param(r'"say \"no\""', phrase('say "no"'), id="quotation mark in a phrase"),
        pytest.param(r'"\tau"', phrase(r"\tau"), id="backslash in a phrase"),
        pytest.param(r'"a \\" b', And((phrase(r"a \\"), B)), id="two backslashes end no phrase"),
        pytest.param("spik*", words("spik", prefix=True), id="prefix"),
        pytest.param("state-sp*", words("state-sp", prefix=True), id="prefix with a hyphen"),
        pytest.param(
            '"surrogate grad"*',
            Words("surrogate grad", exact=True, prefix=True),
            id="prefix of a phrase",
        ),
        pytest.param("*", words("*"), id="star alone"),
        pytest.param("**bold**", words("**bold**"), id="two stars are text"),
        pytest.param("a*b", words("a*b"), id="star inside"),
        pytest.param("$*", words("$*"), id="star behind a mark"),
        pytest.param('"a*"', phrase("a*"), id="star in a phrase"),
    ],
)
def test_words_and_phrases(text: str, expected: Query) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a AND b", And((A, B)), id="AND"),
        pytest.param("a OR b", Or((A, B)), id="OR"),
        pytest.param("NOT a", Not(A), id="NOT"),
        pytest.param("-a", Not(A), id="minus"),
        pytest.param('-"a b"', Not(phrase("a b")), id="minus phrase"),
        pytest.param("-(a b)", Not(And((A, B))), id="minus group"),
        pytest.param("-tag:a", Not(tag("a")), id="minus field"),
        pytest.param("a -b", And((A, Not(B))), id="word and minus"),
        pytest.param("NOT NOT a", A, id="NOT twice"),
        pytest.param("NOT -a", A, id="NOT minus"),
        pytest.param("NOT NOT NOT a", Not(A), id="NOT three times"),
        pytest.param("a OR b c", Or((A, And((B, C)))), id="AND binds closer than OR"),
        pytest.param("a b OR c", Or((And((A, B)), C)), id="AND binds closer, before OR"),
        pytest.param("(a OR b) c", And((Or((A, B)), C)), id="group"),
        pytest.param("NOT a OR b", Or((Not(A), B)), id="NOT binds closest"),
        pytest.param("NOT (a OR b)", Not(Or((A, B))), id="NOT group"),
        pytest.param("NOT(a)", Not(A), id="operator beside a bracket"),
        pytest.param("(a)OR(b)", Or((A, B)), id="OR between brackets"),
        pytest.param('a OR"b"', Or((A, phrase("b"))), id="operator beside a quotation mark"),
        pytest.param("(a)b(c)", And((A, words("b(c)"))), id="group beside words"),
        pytest.param("((((a))))", A, id="brackets around brackets"),
        pytest.param("(a b) c", And((A, B, C)), id="brackets that change nothing"),
        pytest.param("a OR (b OR c)", Or((A, B, C)), id="OR in OR"),
        pytest.param("a and b", And((A, words("and"), B)), id="small letters are words"),
        pytest.param('"OR"', phrase("OR"), id="operator in quotes"),
        pytest.param(
            "ORDER NOTE ANDY",
            And((words("ORDER"), words("NOTE"), words("ANDY"))),
            id="beginning like operators",
        ),
        pytest.param("a - b", And((A, words("-"), B)), id="minus between blanks is text"),
        pytest.param("a -> b", And((A, words("->"), B)), id="arrow is text"),
        pytest.param("--a", words("--a"), id="two minuses are text"),
        pytest.param("spike-driven", words("spike-driven"), id="hyphen inside"),
    ],
)
def test_operators_and_brackets(text: str, expected: Query) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("f(x)", words("f(x)"), id="bracket that closes inside the word"),
        pytest.param("f(g(x))y", words("f(g(x))y"), id="brackets inside each other"),
        pytest.param("(f(x))", words("f(x)"), id="in a group"),
        pytest.param(
            "膜电位（membrane potential）",
            And((words("膜电位"), words("membrane"), words("potential"))),
            id="bracket that closes behind a blank",
        ),
        pytest.param('f("a")', And((words("f"), phrase("a"))), id="quotation marks inside"),
        pytest.param("http://x.org/a:b", words("http://x.org/a:b"), id="web address"),
        pytest.param("ftp://x", words("ftp://x"), id="other address"),
        pytest.param("std::vector", words("std::vector"), id="two colons"),
        pytest.param("SEENN: early", And((words("SEENN:"), words("early"))), id="title with colon"),
        pytest.param("SEENN:", words("SEENN:"), id="colon at the end"),
        pytest.param("(SEENN:)", words("SEENN:"), id="colon before a bracket"),
        pytest.param("10:30", words("10:30"), id="time"),
        pytest.param("膜电位：阈值", words("膜电位：阈值"), id="full-width colon in a text"),
        pytest.param(":a", words(":a"), id="colon in front"),
        pytest.param("a, b.", And((words("a,"), words("b."))), id="punctuation stays"),
        pytest.param(r"\tau", words(r"\tau"), id="backslash"),
        pytest.param("C++", words("C++"), id="plus"),
        pytest.param("[bold]", words("[bold]"), id="square brackets"),
    ],
)
def test_marks_inside_words_are_text(text: str, expected: Query) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("title:transformer", title("transformer"), id="title"),
        pytest.param("title:trans*", title("trans", prefix=True), id="title-prefix"),
        pytest.param('title:"early exit"', title("early exit", exact=True), id="title-phrase"),
        pytest.param("author:Fang", FieldIs("authors", "Fang", whole=False), id="author"),
        pytest.param(
            'authors:"Wei Fang"', FieldIs("authors", "Wei Fang", whole=False), id="authors"
        ),
        pytest.param("venue:NeurIPS", FieldIs("venue", "NeurIPS", whole=True), id="venue"),
        pytest.param("tag:attention", tag("attention"), id="tag"),
        pytest.param("tags:attention", tag("attention"), id="tags"),
        pytest.param(
            "tag:atten*", FieldIs("tags", "atten", whole=True, prefix=True), id="tag-prefix"
        ),
        pytest.param('tag:"a*"', tag("a*"), id="star in quotes"),
        pytest.param("alias:SDT", FieldIs("aliases", "SDT", whole=False), id="alias"),
        pytest.param("status:unread", FieldIs("status", "unread", whole=True), id="status"),
        pytest.param(
            "status:later", FieldIs("status", "later", whole=True), id="status of one's own"
        ),
        pytest.param("year:2023", year("2023"), id="year"),
        pytest.param("year:2021..2023", Range("year", "2021", "2023"), id="years"),
        pytest.param("year:2021..", Range("year", "2021", None), id="from a year"),
        pytest.param("year:..2022", Range("year", None, "2022"), id="to a year"),
        pytest.param("year:2022..2022", Range("year", "2022", "2022"), id="one year as a range"),
        pytest.param('year:"2023"', year("2023"), id="year in quotes"),
        pytest.param("rating:4", FieldIs("rating", "4", whole=True), id="rating"),
        pytest.param("rating:3..", Range("rating", "3", None), id="ratings"),
        pytest.param("added:2025", Range("added", "2025", "2025"), id="added in a year"),
        pytest.param("added:2025-03", Range("added", "2025-03", "2025-03"), id="added in a month"),
        pytest.param(
            "added:2024-02-29", Range("added", "2024-02-29", "2024-02-29"), id="added on a day"
        ),
        pytest.param(
            "added:2025-03..2025", Range("added", "2025-03", "2025"), id="bounds of two lengths"
        ),
        pytest.param(
            "added:..2025-03-01", Range("added", None, "2025-03-01"), id="added up to a day"
        ),
        pytest.param("arxiv:2307.01694", FieldIs("arxiv", "2307.01694", whole=True), id="arxiv"),
        pytest.param(
            "doi:10.1016/S0092-8674(00)80000-1",
            FieldIs("doi", "10.1016/S0092-8674(00)80000-1", whole=True),
            id="doi with brackets",
        ),
        pytest.param("url:https://x.org", FieldIs("url", "https://x.org", whole=False), id="url"),
        pytest.param("YEAR:2023", year("2023"), id="capitals in the key"),
        pytest.param("lab:PKU", FieldIs("lab", "PKU", whole=False), id="unknown key"),
        pytest.param(
            "Lab-2_x:PKU", FieldIs("Lab-2_x", "PKU", whole=False), id="unknown key stays as written"
        ),
        pytest.param("领域:视觉", FieldIs("领域", "视觉", whole=False), id="unknown Chinese key"),
        pytest.param('lab:"a b"', FieldIs("lab", "a b", whole=False), id="unknown key, phrase"),
        pytest.param("has:code", Has("code"), id="has"),
        pytest.param("has:author", Has("authors"), id="has, other name"),
        pytest.param("HAS:lab", Has("lab"), id="has unknown key"),
        pytest.param(r"math:\tau", Math(r"\tau"), id="math"),
        pytest.param(r'math:"\frac{du}{dt}"', Math(r"\frac{du}{dt}"), id="math phrase"),
        pytest.param(r'math:"a \\"', Math(r"a \\"), id="math that ends in a line break"),
        pytest.param("math:f(x)", Math("f(x)"), id="math with brackets"),
        pytest.param("math:(x+y)", Math("(x+y)"), id="math in brackets"),
        pytest.param(r"math:$\tau$", Math(r"\tau"), id="math with dollars"),
        pytest.param("math:2*x*", Math("2*x*"), id="star in math"),
    ],
)
def test_fields(text: str, expected: Query) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("tag:(a OR b)", Or((tag("a"), tag("b"))), id="or"),
        pytest.param("tag:(a -b)", And((tag("a"), Not(tag("b")))), id="and-not"),
        pytest.param("tag:((a OR b) c)", And((Or((tag("a"), tag("b"))), tag("c"))), id="nested"),
        pytest.param("-tag:(a OR b) c", And((Not(Or((tag("a"), tag("b")))), C)), id="negated"),
        pytest.param('tag:("a b")', tag("a b"), id="phrase"),
        pytest.param(
            "year:(2021 OR 2023..)", Or((year("2021"), Range("year", "2023", None))), id="years"
        ),
        pytest.param("has:(code pdf)", And((Has("code"), Has("pdf"))), id="has"),
        pytest.param('title:(a "b c")', And((title("a"), title("b c", exact=True))), id="title"),
        pytest.param(
            "lab:(a OR b)",
            Or((FieldIs("lab", "a", whole=False), FieldIs("lab", "b", whole=False))),
            id="unknown key",
        ),
        pytest.param("tag:(x:y)", tag("x:y"), id="unknown key inside is text"),
    ],
)
def test_brackets_of_a_field_hold_its_values(text: str, expected: Query) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("chinese", "ascii_form"),
    [
        pytest.param("（a OR b） c", "(a OR b) c", id="brackets"),
        pytest.param("(a OR b） c", "(a OR b) c", id="mixed brackets"),
        pytest.param("“a b”", '"a b"', id="quotation marks"),
        pytest.param("”a b“", '"a b"', id="quotation marks the wrong way"),
        pytest.param('“a b"', '"a b"', id="mixed quotation marks"),
        pytest.param("＂a b＂", '"a b"', id="full-width quotation marks"),
        pytest.param("year：2023", "year:2023", id="colon"),
        pytest.param("year：２０２１．．２０２３", "year:2021..2023", id="digits and dots"),
        pytest.param("added：２０２５－０３", "added:2025-03", id="date"),
        pytest.param("tag：“a b”", 'tag:"a b"', id="colon and phrase"),
        pytest.param("tag：（a OR b）", "tag:(a OR b)", id="colon and group"),
        pytest.param(r"math：\tau", r"math:\tau", id="math"),
        pytest.param("has：code", "has:code", id="has"),
        pytest.param("－a", "-a", id="minus"),
        pytest.param("spik＊", "spik*", id="star"),
        pytest.param("a　OR　b", "a OR b", id="blanks"),
    ],
)
def test_what_a_chinese_keyboard_gives_means_the_same(chinese: str, ascii_form: str) -> None:
    assert parse_query(chinese) == parse_query(ascii_form)


@pytest.mark.parametrize(
    ("text", "caret", "problem"),
    [
        pytest.param("a OR", "  ^", "nothing follows OR", id="OR at the end"),
        pytest.param("OR a", "^", "nothing stands before OR", id="OR at the start"),
        pytest.param("AND", "^", "nothing stands before AND", id="AND alone"),
        pytest.param("a OR OR b", "  ^", "nothing follows OR", id="OR twice"),
        pytest.param("a AND OR b", "  ^", "nothing follows AND", id="AND OR"),
        pytest.param("a OR AND b", "  ^", "nothing follows OR", id="OR AND"),
        pytest.param("x NOT", "  ^", "nothing follows NOT", id="NOT at the end"),
        pytest.param("NOT OR a", "^", "nothing follows NOT", id="NOT OR"),
        pytest.param("(a OR )", "   ^", "nothing follows OR", id="OR before a bracket"),
        pytest.param("(-)", " ^", "nothing follows -", id="minus before a bracket"),
        pytest.param("a (b", "  ^", "a bracket is not closed", id="open bracket"),
        pytest.param("((a)", "^", "a bracket is not closed", id="outer bracket open"),
        pytest.param("a (", "  ^", "a bracket is not closed", id="bracket at the end"),
        pytest.param("tag:(a", "    ^", "a bracket is not closed", id="open field bracket"),
        pytest.param("a) b", " ^", "a bracket closes that was never opened", id="closing bracket"),
        pytest.param(")", "^", "a bracket closes that was never opened", id="only closing"),
        pytest.param("a ()", "   ^", "there is nothing in the brackets", id="empty brackets"),
        pytest.param('a "b c', "  ^", "a quotation mark is not closed", id="open phrase"),
        pytest.param('"', "^", "a quotation mark is not closed", id="only a quotation mark"),
        pytest.param('"a\\"', "^", "a quotation mark is not closed", id="closed by none"),
        pytest.param('a ""', "  ^", "there is nothing to look for", id="empty phrase"),
        pytest.param('tag:" "', "    ^", "there is nothing to look for", id="empty value"),
        pytest.param("\u200b", "^", "there is nothing to look for", id="only invisible"),
        pytest.param("has:\u200b", "    ^", "there is nothing to look for", id="has nothing"),
        pytest.param("tag:", "    ^", "nothing follows tag:", id="no value"),
        pytest.param("Title: x", "      ^", "nothing follows title:", id="value behind a blank"),
        pytest.param("(tag:)", "     ^", "nothing follows tag:", id="no value before a bracket"),
        pytest.param("math:", "     ^", "nothing follows math:", id="no formula"),
        pytest.param("math:$$", "     ^", "there is no formula", id="only dollars"),
        pytest.param(
            "math:(a b)",
            "     ^",
            "a bracket is not closed within the word",
            id="blank in a formula",
        ),
        pytest.param(
            "tag:(author:x)",
            "     ^",
            "author: stands in the brackets of tag:",
            id="field in a field",
        ),
        pytest.param(
            "a year:soon", "       ^", "'soon' is not a year from 1000 to 2999", id="year"
        ),
        pytest.param("year:20233", "     ^", "'20233' is not a year", id="year too long"),
        pytest.param(
            "year:2021-2023", "     ^", "'2021-2023' is not a year", id="range with a hyphen"
        ),
        pytest.param("year:2021...2023", "     ^", "'2021...2023' is not a year", id="three dots"),
        pytest.param("year:1..2..3", "     ^", "'1..2..3' is not a year", id="two ranges"),
        pytest.param("year:..", "     ^", "'..' is not a year", id="no bounds"),
        pytest.param("year:202*", "     ^", "'202*' is not a year", id="prefix of a year"),
        pytest.param('year:"a b"', "     ^", "'a b' is not a year", id="phrase for a year"),
        pytest.param(
            "year:2023..2021", "     ^", "the range ends before it begins", id="backwards"
        ),
        pytest.param(
            "year:(2021 OR x)", "              ^", "'x' is not a year", id="inside a group"
        ),
        pytest.param("rating:6", "       ^", "'6' is not a whole number from 1 to 5", id="rating"),
        pytest.param("rating:4.5", "       ^", "'4.5' is not a whole number", id="half a point"),
        pytest.param("added:today", "      ^", "'today' is not a date", id="date"),
        pytest.param("added:2025-13", "      ^", "'2025-13' is not a date", id="month 13"),
        pytest.param(
            "added:2025-02-29", "      ^", "'2025-02-29' is not a date", id="no leap year"
        ),
        pytest.param("added:2025-3", "      ^", "'2025-3' is not a date", id="month of one digit"),
        pytest.param(
            "added:2025-03-01-02", "      ^", "'2025-03-01-02' is not a date", id="four parts"
        ),
        pytest.param(
            "added:2025-04..2025-03",
            "      ^",
            "the range ends before it begins",
            id="dates backwards",
        ),
        pytest.param("膜 year:晚", "       ^", "'晚' is not a year", id="columns count characters"),
        pytest.param("(" * 51 + "a", " " * 50 + "^", "more than 50 brackets", id="too deep"),
    ],
)
def test_a_query_that_means_nothing_is_refused_at_the_right_place(
    text: str, caret: str, problem: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)

    assert " " * caught.value.column + "^" == caret
    assert problem in str(caught.value)
    assert caught.value.query == text
    assert caught.value.hint
    assert not caught.value.hint.endswith(".")


def test_the_hint_for_a_year_shows_how_ranges_are_written() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("year:2021-2023")

    assert "year:2021..2023" in caught.value.hint


@pytest.mark.parametrize("known", FIELDS, ids=lambda known: known.name)
def test_every_field_can_be_asked_for_by_each_of_its_names(known: Field) -> None:
    value = {Kind.YEAR: "2023", Kind.RATING: "4", Kind.DATE: "2025-03"}.get(known.kind, "some")

    for name in (known.name, *known.query_names):
        query = parse_query(f"{name}:{value}")
        assert isinstance(query, FieldIs | Range | Words)
        assert query.field == known.name
        assert parse_query(f"has:{name}") == Has(known.name)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        pytest.param("year", "2023", year("2023"), id="year"),
        pytest.param("year", "2021..2023", Range("year", "2021", "2023"), id="years"),
        pytest.param("venue", "NeurIPS", FieldIs("venue", "NeurIPS", whole=True), id="venue"),
        pytest.param(
            "author", "Wei Fang", FieldIs("authors", "Wei Fang", whole=False), id="author"
        ),
        pytest.param("tag", 'a "b" OR c', tag('a "b" OR c'), id="not a query itself"),
        pytest.param("tag", "(a)", tag("(a)"), id="brackets"),
        pytest.param(
            "tag", "atten*", FieldIs("tags", "atten", whole=True, prefix=True), id="prefix"
        ),
        pytest.param("title", "膜电位", title("膜电位"), id="title"),
    ],
)
def test_a_short_option_is_a_field_with_its_whole_value(
    field: str, value: str, expected: Query
) -> None:
    assert field_query(field, value, f"--{field}") == expected


@pytest.mark.parametrize("value", ["soon", "", "2023..2021"])
def test_a_short_option_with_an_impossible_value_is_named(value: str) -> None:
    with pytest.raises(QueryError) as caught:
        field_query("year", value, "--year")

    assert caught.value.query == f"--year {value}"
    assert caught.value.column == len("--year ")


def test_an_empty_value_of_a_short_option_is_refused() -> None:
    with pytest.raises(QueryError, match="there is nothing to look for"):
        field_query("tag", " ", "--tag")


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        pytest.param([], EVERYTHING, id="none"),
        pytest.param([A], A, id="one"),
        pytest.param([A, B], And((A, B)), id="two"),
        pytest.param([And((A, B)), C], And((A, B, C)), id="and in and"),
        pytest.param([EVERYTHING, A], A, id="everything adds nothing"),
        pytest.param([Or((A, B)), C], And((Or((A, B)), C)), id="or in and"),
    ],
)
def test_all_of_joins_without_needless_levels(queries: list[Query], expected: Query) -> None:
    assert all_of(queries) == expected


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        pytest.param([A], A, id="one"),
        pytest.param([A, B], Or((A, B)), id="two"),
        pytest.param([Or((A, B)), C], Or((A, B, C)), id="or in or"),
        pytest.param([And((A, B)), C], Or((And((A, B)), C)), id="and in or"),
    ],
)
def test_any_of_joins_without_needless_levels(queries: list[Query], expected: Query) -> None:
    assert any_of(queries) == expected


def test_any_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        any_of([])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("a", True),
        ("title:a", True),
        (r"math:\tau", True),
        ("tag:a year:2023 has:code", False),
        ("tag:a OR b", True),
        ("-a", True),
        ("tag:a -(year:2023 OR a)", True),
    ],
)
def test_text_is_needed_for_words_and_formulas_only(text: str, expected: bool) -> None:
    assert needs_text(parse_query(text)) is expected


def test_exactly_takes_every_word_as_typed_and_leaves_the_rest() -> None:
    query = parse_query(r"a OR -title:b spik* tag:c math:d")

    assert exactly(query) == Or(
        (
            phrase("a"),
            And(
                (
                    Not(title("b", exact=True)),
                    Words("spik", exact=True, prefix=True),
                    tag("c"),
                    Math("d"),
                )
            ),
        )
    )


def test_words_to_mark_are_those_that_a_note_should_have() -> None:
    query = parse_query(r'a (b OR "c d") -e NOT (f g) math:\tau -math:x title:h tag:i has:code')

    assert words_of(query) == [A, B, phrase("c d"), Math(r"\tau"), title("h")]


def printed(query: Query) -> str:
    """The query as somebody could type it; brackets everywhere, most texts in quotes."""
    match query:
        case And(parts) | Or(parts):
            between = " " if isinstance(query, And) else " OR "
            return "(" + between.join(map(printed, parts)) + ")"
        case Not(part):
            return f"-({printed(part)})"
        case _:
            return printed_leaf(query)


def printed_leaf(leaf: Query) -> str:
    match leaf:
        case Words(text, exact, prefix, field):
            key = f"{field}:" if field else ""
            return key + (quoted(text) if exact else text) + ("*" if prefix else "")
        case FieldIs(field, value, _, prefix):
            return f"{field}:" + (value + "*" if prefix else quoted(value))
        case Range(field, low, high):
            return f"{field}:{low or ''}..{high or ''}"
        case Has(field):
            return f"has:{field}"
        case Math(formula):
            return f"math:{quoted(formula)}"
        case _:
            raise AssertionError(leaf)


def quoted(text: str) -> str:
    return '"' + re.sub('(["“])', r"\\\1", text) + '"'


PLAIN = st.text("abz膜电0-", min_size=1, max_size=6).filter(
    lambda text: text[0] not in "-0" and text[-1] != "-" and "--" not in text
)
ANY = st.text('ab膜 "():*-,$“OR', min_size=1, max_size=8).map(lambda text: f"x{text}x")
YEARS = st.integers(1000, 2999).map(str)
LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Words, PLAIN, st.just(value=False), st.booleans(), st.sampled_from([None, "title"])),
    st.builds(Words, ANY, st.just(value=True), st.booleans(), st.sampled_from([None, "title"])),
    st.builds(FieldIs, st.sampled_from(["tags", "venue"]), ANY, st.just(value=True)),
    st.builds(FieldIs, st.sampled_from(["authors", "lab", "领域"]), ANY, st.just(value=False)),
    st.builds(FieldIs, st.just("tags"), PLAIN, st.just(value=True), st.just(value=True)),
    st.tuples(YEARS, YEARS).map(lambda pair: Range("year", min(pair), max(pair))),
    YEARS.map(lambda low: Range("year", low, None)),
    st.builds(Has, st.sampled_from(["code", "lab"])),
    st.builds(Math, ANY.filter(lambda text: text.strip("$ ") == text)),
)


def levels(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        several.map(all_of),
        several.map(any_of),
        parts.map(lambda part: part.part if isinstance(part, Not) else Not(part)),
    )


@given(st.recursive(LEAVES, levels, max_leaves=8))
def test_a_printed_query_is_read_back_as_itself(query: Query) -> None:
    assert parse_query(printed(query)) == query


@given(st.text('ab膜( )（）:："“”*-－\\ANDORT.tagmath$', max_size=30))
def test_every_text_is_a_query_or_refused_at_a_column_of_it(text: str) -> None:
    try:
        parse_query(text)
        column = 0
    except QueryError as error:
        column = error.column

    assert 0 <= column <= len(text)


def examples(*, wrong: bool) -> list[str]:
    """The first column of the tables in the reference page."""
    page = PAGE.read_text(encoding="utf-8")
    part = page.partition("## Errors")[2 if wrong else 0]
    return re.findall(r"^\| `(.+?)` \|", part, re.MULTILINE)


@pytest.mark.parametrize("text", examples(wrong=False))
def test_every_example_of_the_docs_is_a_query(text: str) -> None:
    assert parse_query(text) != EVERYTHING


@pytest.mark.parametrize("text", examples(wrong=True))
def test_every_wrong_example_of_the_docs_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse_query(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a " * 20_000, id="words"),
        pytest.param("NOT " * 20_000 + "a", id="nots"),
        pytest.param("a OR " * 20_000 + "a", id="ors"),
        pytest.param("x" * 200_000, id="one word"),
        pytest.param('"' + "x " * 100_000 + '"', id="one phrase"),
        pytest.param("f(" + "(" * 100_000 + ")" * 100_000 + ")", id="brackets in a word"),
    ],
)
def test_a_long_query_is_read_in_reasonable_time(text: str) -> None:
    parse_query(text)
