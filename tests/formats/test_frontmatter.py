from __future__ import annotations

import json
import subprocess
import sys
from pathlib import PurePosixPath

import frontmatter as python_frontmatter
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.formats.frontmatter_block import MAX_LENGTH
from snnnotes.formats.frontmatter_problem import MAX_DEPTH
from snnnotes.model.note import Value

NOTE = PurePosixPath("2023/note.md")


def fields(block: str) -> dict[str, Value]:
    return parse(f"---\n{block}\n---\nBody\n", path=NOTE).fields


def refusal(text: str) -> NoteFormatError:
    with pytest.raises(NoteFormatError) as caught:
        parse(text, path=NOTE)
    return caught.value


# --- values as written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2307.10690", "2307.10690", id="last-zero-of-an-arxiv-identifier"),
        pytest.param("0123", "0123", id="octal"),
        pytest.param("1_000", "1_000", id="integer-with-underscore"),
        pytest.param("1e3", "1e3", id="float"),
        pytest.param("12:30:45", "12:30:45", id="base-60"),
        pytest.param("No", "No", id="boolean"),
        pytest.param("on", "on", id="switch"),
        pytest.param("~", "~", id="tilde"),
        pytest.param("null", "null", id="null"),
        pytest.param("", "", id="nothing"),
        pytest.param("#a", "", id="comment"),
        pytest.param("2025-04-17T19:41:31+08:00", "2025-04-17T19:41:31+08:00", id="time"),
        pytest.param("'2023'", "2023", id="quotes-go"),
        pytest.param("'it''s'", "it's", id="single-quotes"),
        pytest.param('"\\u4e2d\\n"', "中\n", id="escapes"),
        pytest.param("C# and F#", "C# and F#", id="hash-in-a-word"),
        pytest.param("a  # why", "a", id="comment-at-the-end"),
        pytest.param("膜电位：定义", "膜电位：定义", id="full-width-colon"),
        pytest.param("https://a.b/c?d=e#f", "https://a.b/c?d=e#f", id="address"),
        pytest.param("a\n  b\n\n  c", "a b\nc", id="over-lines"),
        pytest.param("|\n  a\n  ---\n  b", "a\n---\nb\n", id="three-dashes-in-a-block"),
        pytest.param("|+\n  a\n\n", "a\n\n\n", id="last-lines-of-a-block"),
        pytest.param(">-\n  a\n  b", "a b", id="folded"),
        pytest.param("!!int 007", "007", id="standard-tag"),
        pytest.param("!mine a", "a", id="own-tag"),
        pytest.param("!!python/object/apply:os.system [echo]", ["echo"], id="dangerous-tag"),
        pytest.param("[a, 1, '2', no]", ["a", "1", "2", "no"], id="list"),
        pytest.param("\n- a\n- - b\n  - c", ["a", ["b", "c"]], id="list-in-a-list"),
        pytest.param("{a: 1, b: {c: ~}}", {"a": "1", "b": {"c": "~"}}, id="keys"),
        pytest.param("[&x a, *x]", ["a", "a"], id="alias"),
        pytest.param("[&x a, &x b, *x]", ["a", "b", "b"], id="anchor-used-twice"),
        pytest.param("{<<: {b: c}}", {"<<": {"b": "c"}}, id="merge-key-is-a-key"),
        pytest.param("膜\u3000", "膜\u3000", id="wide-blank-at-the-end"),
    ],
)
def test_scalar_is_read_as_it_is_written(written: str, expected: Value) -> None:
    assert fields(f"x: {written}") == {"x": expected}


def test_python_frontmatter_reads_what_is_not_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []
    read = python_frontmatter.parse

    def spy(text: str, handler: python_frontmatter.default_handlers.BaseHandler) -> object:
        texts.append(text)
        return read(text, handler=handler)

    monkeypatch.setattr(python_frontmatter, "parse", spy)
    parse("\ufeff---\r\nx: !int 1\r\n---\r\n" + "Body\r\n" * 1000, path=NOTE)

    assert texts == ["---\nx: !int 1\n---"]


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank-lines"),
        pytest.param("# only a comment", id="comment"),
    ],
)
def test_block_without_keys_is_read_as_no_fields(block: str) -> None:
    assert fields(block) == {}


def test_keys_come_in_the_order_written() -> None:
    assert list(fields("z: 1\ny: 2\n'a': 3\n膜: 4")) == ["z", "y", "a", "膜"]


def test_dots_in_a_value_are_text() -> None:
    assert fields("x: |\n  ...\ny: wait...\nz: ...and so on\n...w: 1") == {
        "x": "...\n",
        "y": "wait...",
        "z": "...and so on",
        "...w": "1",
    }


# --- which line is which -------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\r\n"], ids=repr)
def test_lines_are_those_of_the_file(line_end: str) -> None:
    text = "\ufeff---\n# c\nx: |\n  a\n\n'y': b\n\nz:\n  w: 1\n---\n"
    lines = {"x": 3, "y": 6, "z": 8}
    if line_end == "\r\r\n":  # what a file becomes that is turned to CRLF twice
        lines = {key: 2 * line - 1 for key, line in lines.items()}

    assert parse(text.replace("\n", line_end), path=NOTE).lines == lines


def test_line_ends_of_yaml_1_1_do_not_count() -> None:
    found = parse("---\nx: a\u2028  b\x85  c\ny: 😀\u2029\nz: 1\n---\n", path=NOTE)

    assert found.lines == {"x": 2, "y": 3, "z": 4}


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "line", "sentence"),
    [
        pytest.param("- a\n- b", 2, "a list stands where keys should be", id="list"),
        pytest.param("[a, b]", 2, "a list stands where keys should be", id="flow-list"),
        pytest.param("\n# c\n\n- a", 5, "a list stands where keys should be", id="list-below"),
        pytest.param("just words", 2, "a line without 'key: '", id="sentence"),
        pytest.param("x: 1\ny: 2\nx: 3", 4, "x is there twice, in lines 2 and 4", id="twice"),
        pytest.param("x: 1\n'x': 3", 3, "x is there twice, in lines 2 and 3", id="twice-quoted"),
        pytest.param(
            "z:\n  x: 1\n  x: 3", 4, "x is there twice, in lines 3 and 4", id="twice-below"
        ),
        pytest.param(
            "z: [{x: 1, x: 3}]", 2, "x is there twice, in lines 2 and 2", id="twice-in-flow"
        ),
        pytest.param("[a]: 1", 2, "a key is not a word", id="key-that-is-a-list"),
        pytest.param("x: 1\n? - a\n: 2", 3, "a key is not a word", id="key-over-lines"),
        pytest.param("{a: b}: 1", 2, "a key is not a word", id="key-with-keys"),
        pytest.param("x: &y 1\n*y : 2", 3, "a key is not a word", id="key-that-is-an-alias"),
        pytest.param("x: 1\n: 2", 3, "a line without 'key: '", id="key-without-name"),
        pytest.param("'': 2", 2, "a key is not a word", id="empty-key"),
        pytest.param("x: 1\n--- y\nz: 1", 3, "a second YAML document begins here", id="document"),
        pytest.param(
            "x: 1\n--- # y\n", 3, "a second YAML document begins here", id="almost-an-end"
        ),
        pytest.param(
            "x: [*a, &a b]", 2, "what stands between the brackets", id="alias-before-anchor"
        ),
        pytest.param("x: *a", 2, "a value cannot begin with *", id="alias-without-anchor"),
        pytest.param("x: &a [*a]", 2, "a value cannot begin with &", id="alias-of-itself"),
        pytest.param(
            "x: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
            2,
            "lists and keys are nested more than 100 deep",
            id="deep",
        ),
        pytest.param("x: " + "[" * 200_000, 2, "lists and keys are nested", id="deep-and-open"),
        pytest.param("x: " + "{a: " * 2000, 2, "lists and keys are nested", id="deep-keys"),
        pytest.param("x:\n" + "- " * 2000 + "a", 3, "lists and keys are nested", id="deep-dashes"),
    ],
)
def test_block_that_is_not_keys_and_values_is_refused(block: str, line: int, sentence: str) -> None:
    error = refusal(f"---\n{block}\n---\nBody\n")

    assert str(error).startswith(f"2023/note.md:{line}: {sentence}")
    assert error.line == line
    assert error.hint


def test_depth_up_to_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 1

    value = fields(f"x: {'[' * depth}a{']' * depth}")["x"]

    for _ in range(depth):
        assert isinstance(value, list)
        value = value[0]
    assert value == "a"


def test_aliases_that_grow_without_end_are_refused_at_once() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for name, below in zip("bcdefghijk", "abcdefghij", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]")

    error = refusal("---\n" + "\n".join(lines) + "\n---\n")

    assert error.problem == "aliases (*name) make it longer than 3,000,000 characters"
    assert error.line == 8


def test_aliases_of_a_long_text_are_refused() -> None:
    error = refusal(f"---\na: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 40)}]\n---\n")

    assert error.line == 3
    assert "aliases" in error.problem


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("x: a: " + " " * MAX_LENGTH + "b", id="too-long"),
        pytest.param("x: a: " + " " * (MAX_LENGTH - 50) + "b", id="blanks"),
        pytest.param("x: a\n" + "#\n" * (MAX_LENGTH // 2 - 50) + " y: b: c", id="comments"),
        pytest.param("x: a\n" + "\n" * (MAX_LENGTH - 50) + " y: b", id="blank-lines"),
        pytest.param("x: [" + "a," * (MAX_LENGTH // 2 - 50), id="open-list"),
        pytest.param('x: "' + "a " * (MAX_LENGTH // 2 - 50), id="open-quotes"),
        pytest.param('x: "' + "\\\\" * (MAX_LENGTH // 2 - 50), id="backslashes"),
        pytest.param("a\n" * (MAX_LENGTH // 2 - 50), id="words"),
        pytest.param(":" * (MAX_LENGTH - 50), id="colons"),
        pytest.param("- " * (MAX_LENGTH // 2 - 50), id="dashes"),
        pytest.param("x: " + "[" * (MAX_LENGTH - 50), id="brackets"),
    ],
)
def test_a_million_characters_are_refused_in_no_time(block: str) -> None:
    # Anything quadratic would take minutes here, and be seen.
    assert refusal(f"---\n{block}\n---\n").hint


def test_a_million_characters_are_read() -> None:
    pairs = {f"key{number}": f"值{number}" for number in range(40_000)}
    block = "\u2028\n".join(f"{key}: {value}" for key, value in pairs.items())

    found = parse(f"---\n{block}\n---\n", path=NOTE)

    assert found.fields == pairs
    assert found.lines["key39999"] == 40_001


def test_long_body_costs_nothing() -> None:
    text = "---\nx: 1\n---\n" + "---\nbody [ { & *\n" * 1_000_000

    assert parse(text, path=NOTE).fields == {"x": "1"}


# --- notes --------------------------------------------------------------------------------------


def test_note_is_read_with_all_its_fields() -> None:
    note = read_note(
        "---\ntitle: 'SEENN: Early Exit'\nyear: 2023\narxiv: 2304.01230\n"
        "tags: [early-exit, 推理]\nmine: {a: [b]}\n---\n\nBody\n",
        path=NOTE,
    )

    assert (note.path, note.paper.title, note.paper.year) == (NOTE, "SEENN: Early Exit", 2023)
    assert note.paper.arxiv == "2304.01230"
    assert note.tags == ("early-exit", "推理")
    assert note.extra == {"mine": {"a": ["b"]}}


@pytest.mark.parametrize(
    ("block", "message"),
    [
        pytest.param("year: 2023", "1: title is missing", id="no-title"),
        pytest.param("title: A\n# c\nyear: soon", "4: year is not a year", id="wrong-year"),
        pytest.param(
            "title:\n  - A\nyear: 2023", "2: title takes one value", id="list-for-a-title"
        ),
    ],
)
def test_field_that_does_not_fit_is_named_with_its_line(block: str, message: str) -> None:
    with pytest.raises(NoteFormatError) as caught:
        read_note(f"---\n{block}\n---\n", path=NOTE)

    assert str(caught.value).startswith(f"2023/note.md:{message}")


# --- whatever comes -----------------------------------------------------------------------------

YAML_SIGNS = st.text(
    st.sampled_from("ab12 -:[]{}#&*!|>'\"%@`,?\\~=.<\n\n\n\t\r\x00\x85\u2028\ufeff膜😀\ud800")
)


@settings(max_examples=1000)
@given(YAML_SIGNS, st.sampled_from(["", "x: ", "x:\n  - ", "x: [", 'x: "', "x: |\n  "]))
def test_any_text_is_read_or_refused_with_a_line_that_it_has(block: str, start: str) -> None:
    text = f"---\n{start}{block}\n---\nBody\n"

    found, error = None, None
    try:
        found = parse(text, path=NOTE)
    except NoteFormatError as raised:
        error = raised

    if error is not None:
        # splitlines would count more line ends than an editor does.
        count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        assert 1 <= error.line <= count
        assert error.problem
        assert error.hint
        assert not error.problem.endswith(".")
    if found is not None:
        assert found.lines.keys() == found.fields.keys()
        assert 0 < found.body_start <= len(text)


SIMPLE_VALUES = st.recursive(
    # PyYAML itself writes these line ends of YAML 1.1 so that it reads blanks.
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029")),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(st.text("ab膜-", min_size=1), values, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abc膜_", min_size=1), SIMPLE_VALUES, max_size=4))
def test_what_another_program_writes_is_read_back(written: dict[str, Value]) -> None:
    block = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)

    # An empty list of keys is written as {}, which is not a line of key: value but can be read.
    assert parse(f"---\n{block}---\n", path=NOTE).fields == written


def test_without_the_c_library_the_answers_are_the_same() -> None:
    blocks = [
        "x: 2307.10690\ny: [a, 'b', {c: d}]\nz: |+\n  e\n\n",
        "x: &a [1]\ny: *a\n膜: 😀\u2028\nw: 1",
        "x: a: b",
        "x: 'a' b",
        'x: "a',
        'x: "$\\sigma$"',
        "x: [a\ny: b",
        "x: [a] b",
        "x: @a",
        "x: b\n\ty: c",
        "x: b\n y: c",
        "x: b\ny c\nz: d",
        "x b\nz: d",
        "x：b\nz: d",
        "x: \x07",
        "x: \ud800",
        "x: 1\n--- y",
        "x: 1\nx: 2",
        "- x",
        "%YAML 1.2",
        "x: *y",
        "x: !a!b c",
        "x: |y\n a",
        "x: " + "[" * 3000,
    ]
    program = """
import json, sys
from pathlib import PurePosixPath
sys.modules["yaml._yaml"] = None
import yaml
assert not yaml.__with_libyaml__
from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse
answers = []
for block in json.load(sys.stdin):
    try:
        found = parse(f"---\\n{block}\\n---\\n", path=PurePosixPath("n.md"))
        answers.append([found.fields, found.lines])
    except NoteFormatError as error:
        answers.append([str(error), error.hint])
json.dump(answers, sys.stdout)
"""
    # -W error: what a test run turns into a failure, this one does too.
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        input=json.dumps(blocks),
        capture_output=True,
        text=True,
        check=True,
    )
    expected: list[list[object]] = []
    for block in blocks:
        try:
            found = parse(f"---\n{block}\n---\n", path=PurePosixPath("n.md"))
            expected.append([found.fields, found.lines])
        except NoteFormatError as error:
            expected.append([str(error), error.hint])

    assert json.loads(run.stdout) == expected
