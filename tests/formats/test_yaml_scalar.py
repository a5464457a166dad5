from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.errors import UsageError
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.yaml_scalar import (
    in_double_quotes,
    in_one_line,
    in_single_quotes,
    quoted,
    quoted_for,
)
from snnnotes.model.note import Value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SEENN, Early Exit (v2)", id="title"),
        pytest.param("膜电位", id="chinese"),
        pytest.param("脉冲神经网络：综述", id="full-width-colon"),
        pytest.param("Ünïcode — dash", id="accents"),
        pytest.param("Emoji 😀", id="emoji"),
        pytest.param("C# and F#", id="hash-in-a-word"),
        pytest.param("a:b", id="colon-in-a-word"),
        pytest.param("https://openreview.net/forum?id=yzZbwQPkmP#x", id="address"),
        pytest.param("it's", id="apostrophe"),
        pytest.param("a \\ b", id="backslash"),
        pytest.param("10.1109/TNNLS.2021.3111897", id="doi"),
        pytest.param("yes and no", id="word-in-a-sentence"),
        pytest.param("3D-SNN", id="digit-in-front"),
        pytest.param("unread", id="status"),
        pytest.param("Neuron", id="word"),
    ],
)
def test_text_that_nobody_takes_for_something_else_stays_plain(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("2048", id="integer"),
        pytest.param("2307.10690", id="float"),
        pytest.param("0x1F", id="hexadecimal"),
        pytest.param("0o17", id="octal"),
        pytest.param("1_000", id="underscore"),
        pytest.param("1,000", id="comma"),
        pytest.param("12:30:45", id="base-60"),
        pytest.param("1e3", id="exponent"),
        pytest.param("-1", id="negative"),
        pytest.param(".5", id="point"),
        pytest.param(".inf", id="infinity"),
        pytest.param("2025-04-17", id="date"),
        pytest.param("2025-04-17 19:41:31 +08:00", id="time"),
        pytest.param("No", id="no"),
        pytest.param("yes", id="yes"),
        pytest.param("ON", id="on"),
        pytest.param("y", id="y"),
        pytest.param("True", id="true"),
        pytest.param("null", id="null"),
        pytest.param("~", id="tilde"),
        pytest.param("=", id="default"),
        pytest.param("<<", id="merge"),
        pytest.param("A: B", id="colon"),
        pytest.param("A:", id="colon-at-the-end"),
        pytest.param("A #1", id="comment"),
        pytest.param("#1", id="hash"),
        pytest.param("- a", id="dash"),
        pytest.param("---", id="three-dashes"),
        pytest.param("...", id="three-dots"),
        pytest.param("? a", id="question-mark"),
        pytest.param("[a] b", id="bracket"),
        pytest.param("{a} b", id="brace"),
        pytest.param("*a*", id="star"),
        pytest.param("&a", id="ampersand"),
        pytest.param("!a", id="exclamation-mark"),
        pytest.param("@a", id="at"),
        pytest.param("`a`", id="tick"),
        pytest.param("%a", id="percent"),
        pytest.param("|", id="bar"),
        pytest.param("> a", id="greater"),
        pytest.param("'a'", id="single-quotes"),
        pytest.param('"a"', id="double-quotes"),
        pytest.param(" a", id="blank-in-front"),
        pytest.param("a ", id="blank-at-the-end"),
        pytest.param("a\u3000", id="wide-blank-at-the-end"),
        pytest.param("a\nb", id="line-end"),
        pytest.param("a\rb", id="carriage-return"),
        pytest.param("a\tb", id="tab"),
        pytest.param("a\x00b", id="nul"),
        pytest.param("a\x1bb", id="escape"),
        pytest.param("a\x85b", id="next-line"),
        pytest.param("a\u2028b", id="line-separator"),
        pytest.param("a\ufeffb", id="byte-order-mark"),
        pytest.param("a\uffffb", id="no-character"),
    ],
)
def test_text_that_means_something_to_yaml_gets_double_quotes(text: str) -> None:
    shown = quoted(text)

    assert shown.startswith('"')
    assert shown.endswith('"')
    assert yaml.safe_load(shown) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param('the "\\tau"', '"the \\"\\\\tau\\""', id="quote-and-backslash"),
        pytest.param("a\n\t\r", '"a\\n\\t\\r"', id="short-escapes"),
        pytest.param("\x00\x7f\x85", '"\\x00\\x7f\\x85"', id="two-digits"),
        pytest.param("\u2028\ufeff", '"\\u2028\\ufeff"', id="four-digits"),
        pytest.param("膜😀", '"膜😀"', id="chinese-and-emoji-as-they-are"),
    ],
)
def test_double_quotes_escape_what_cannot_stand_in_a_file(text: str, shown: str) -> None:
    assert in_double_quotes(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a", "'a'", id="word"),
        pytest.param("it's", "'it''s'", id="apostrophe"),
        pytest.param('the "$\\tau$"', "'the \"$\\tau$\"'", id="formula"),
        pytest.param("a\tb", None, id="tab"),
        pytest.param("a\nb", None, id="line-end"),
        pytest.param("a\u2029b", None, id="line-end-of-yaml-1.1"),
    ],
)
def test_single_quotes_are_only_for_what_needs_no_escape(text: str, shown: str | None) -> None:
    assert in_single_quotes(text) == shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        pytest.param("year", "2023", "2023", id="year"),
        pytest.param("year", "in press", "in press", id="year-that-is-none"),
        pytest.param("year", "- 2023", '"- 2023"', id="year-that-is-a-list"),
        pytest.param("rating", "4", "4", id="rating"),
        pytest.param("added", "2025-04-17", "2025-04-17", id="date"),
        pytest.param("added", "2025-04-17 19:41:31", "2025-04-17 19:41:31", id="date-and-time"),
        pytest.param("added", "2025-04-17T19:41:31+08:00", "2025-04-17T19:41:31+08:00", id="zone"),
        pytest.param("added", "2025: x", '"2025: x"', id="date-that-is-none"),
        pytest.param("added", "2025 #x", '"2025 #x"', id="date-with-a-comment"),
        pytest.param("added", "2025:", '"2025:"', id="date-with-a-colon"),
        pytest.param("title", "2048", '"2048"', id="title"),
        pytest.param("arxiv", "2307.01694", '"2307.01694"', id="arxiv"),
        pytest.param("mine", "2023", '"2023"', id="own-key"),
    ],
)
def test_years_ratings_and_dates_stand_without_quotes(name: str, text: str, shown: str) -> None:
    assert quoted_for(name, text) == shown
    assert read(f"x: {shown}") == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param([], "[]", id="empty"),
        pytest.param(["a", "b c"], "[a, b c]", id="words"),
        pytest.param(
            ["a, b", "c]", "d: e", "f?", ""], '["a, b", "c]", "d: e", "f?", ""]', id="signs"
        ),
        pytest.param({"a": "1", "b,": {}}, '{a: "1", "b,": {}}', id="keys"),
        pytest.param([["a"], {"b": ["c"]}], "[[a], {b: [c]}]", id="nested"),
    ],
)
def test_value_of_any_depth_stands_in_one_line(value: Value, shown: str) -> None:
    assert in_one_line(value) == shown
    assert read(f"x: {shown}") == value


@pytest.mark.parametrize("text", ["\ud800", "a\udcffb"], ids=["half", "byte-of-a-terminal"])
def test_half_a_character_is_refused_with_the_mend(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        quoted(text)

    assert "is not made of whole characters" in str(caught.value)
    assert caught.value.hint == "type it again, in a terminal that is set to UTF-8"


# --- any text ------------------------------------------------------------------------------------

SIGNS = st.sampled_from(
    "-+.~=<?:,[]{}#&*!|>'\"%@` \\\t\n\r\0\x7f\x85\xa0\u2028\u2029\u3000\ufeff\ufffe\uffff"
    "abefnotxyTZ0123456789_：é中😀"
)
TEXTS = st.text(SIGNS | st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["1:30", "0b1", "0o7", "+.INF", ".NaN", "12e03", "2001-1-1", "0.", "1.5_0", "NULL", "Off", "<<"]
)

#: What YAML 1.2 takes for something else than text, word for word from its core schema:
#: https://yaml.org/spec/1.2.2/#1032-tag-resolution
CORE_SCHEMA = re.compile(
    r"""null|Null|NULL|~|
    true|True|TRUE|false|False|FALSE|
    [-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|
    [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|
    [-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN|
    """,
    re.VERBOSE,
)


def read(block: str) -> Value:
    return parse(f"---\n{block}\n---\n", path=PurePosixPath("n.md")).fields["x"]


@settings(max_examples=500)
@given(TEXTS)
def test_any_text_is_read_back_as_the_same_text_by_every_loader(text: str) -> None:
    line = f"x: {quoted(text)}"

    assert "\n" not in line
    assert read(line) == text
    assert yaml.safe_load(line) == {"x": text}
    assert yaml.load(line, Loader=yaml.FullLoader) == {"x": text}


@settings(max_examples=500)
@given(st.lists(TEXTS, max_size=3))
def test_any_list_of_texts_is_read_back(texts: list[str]) -> None:
    line = f"x: {in_one_line([*texts])}"

    assert read(line) == texts
    assert yaml.safe_load(line) == {"x": texts}


@settings(max_examples=500)
@given(TEXTS)
def test_plain_text_is_text_by_the_rules_of_yaml_1_2(text: str) -> None:
    shown = quoted(text)

    if not shown.startswith('"'):
        assert shown == text
        assert not CORE_SCHEMA.fullmatch(shown)
        # ns-plain-first, ns-plain-safe and the rules on ": " and " #":
        assert shown[0] not in "-?:,[]{}#&*!|>'\"%@`"
        assert not re.search(r":(\s|\Z)|\s#", shown)
        assert re.fullmatch(r"[\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+", shown)
        assert shown == shown.strip()
    else:
        # Only escapes that YAML 1.2 has, and no line end of any kind within the quotes.
        assert re.fullmatch(
            r'"(?:[^"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]'
            r'|\\(?:["\\ntr]|x[0-9a-f]{2}|u[0-9a-f]{4}))*"',
            shown,
        )


@given(TEXTS)
def test_single_quotes_are_read_back(text: str) -> None:
    shown = in_single_quotes(text)

    if shown is not None:
        assert read(f"x: {shown}") == text
        assert yaml.safe_load(f"x: {shown}") == {"x": text}


@given(TEXTS.filter(bool))
def test_any_text_can_be_a_key(text: str) -> None:
    assert yaml.safe_load(f"{quoted(text, in_list=True)}: a") == {text: "a"}
