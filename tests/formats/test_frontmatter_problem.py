from __future__ import annotations

from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_problem import problem_in

NOTE = PurePosixPath("2023/note.md")


def refusal(block: str) -> NoteFormatError:
    with pytest.raises(NoteFormatError) as caught:
        parse(f"---\n{block}\n---\nBody\n", path=NOTE)
    return caught.value


def mended(block: str, error: NoteFormatError) -> str:
    """The block after its writer did what the hint says."""
    assert error.hint.startswith("write  ")
    lines = block.split("\n")
    at = error.line - 2  # counted from 0, without the opening ---
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(" "))]
    lines[at] = indent + error.hint.removeprefix("write  ")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("block", "line", "sentence", "answer", "key", "value"),
    [
        pytest.param(
            "title: A: B\nyear: 2023",
            2,
            "a value without quotes cannot hold ': '",
            'title: "A: B"',
            "title",
            "A: B",
            id="colon",
        ),
        pytest.param(
            "title: A:",
            2,
            "a value without quotes cannot hold ': '",
            'title: "A:"',
            "title",
            "A:",
            id="colon-at-the-end",
        ),
        pytest.param(
            "title: 脉冲: 膜电位 # c",
            2,
            "a value without quotes cannot hold ': '",
            'title: "脉冲: 膜电位" # c',
            "title",
            "脉冲: 膜电位",
            id="colon-and-comment",
        ),
        pytest.param(
            'year: 1\ntitle: The "tau": x',
            3,
            "a value without quotes cannot hold ': '",
            "title: 'The \"tau\": x'",
            "title",
            'The "tau": x',
            id="colon-and-quotes-inside",
        ),
        pytest.param(
            '"title": A: B',
            2,
            "a value without quotes cannot hold ': '",
            '"title": "A: B"',
            "title",
            "A: B",
            id="key-in-quotes",
        ),
        pytest.param(
            "my key: A: B",
            2,
            "a value without quotes cannot hold ': '",
            'my key: "A: B"',
            "my key",
            "A: B",
            id="key-of-two-words",
        ),
        pytest.param(
            "title: *Fast* LIF",
            2,
            "a value cannot begin with *",
            'title: "*Fast* LIF"',
            "title",
            "*Fast* LIF",
            id="star",
        ),
        pytest.param(
            "title: & more",
            2,
            "a value cannot begin with &",
            'title: "& more"',
            "title",
            "& more",
            id="ampersand",
        ),
        pytest.param(
            "title: @x", 2, "a value cannot begin with @", 'title: "@x"', "title", "@x", id="at"
        ),
        pytest.param(
            "title: `x`",
            2,
            "a value cannot begin with `",
            'title: "`x`"',
            "title",
            "`x`",
            id="tick",
        ),
        pytest.param(
            "title: %x",
            2,
            "a value cannot begin with %",
            'title: "%x"',
            "title",
            "%x",
            id="percent",
        ),
        pytest.param(
            "title: - x",
            2,
            "a value cannot begin with -",
            'title: "- x"',
            "title",
            "- x",
            id="dash",
        ),
        pytest.param(
            "title: > x",
            2,
            "a value cannot begin with >",
            'title: "> x"',
            "title",
            "> x",
            id="greater",
        ),
        pytest.param(
            "title: |x|", 2, "a value cannot begin with |", 'title: "|x|"', "title", "|x|", id="bar"
        ),
        pytest.param(
            "title: !a!b",
            2,
            "a value cannot begin with !",
            'title: "!a!b"',
            "title",
            "!a!b",
            id="tag-nobody-knows",
        ),
        pytest.param(
            "title: , x",
            2,
            "a value cannot begin with ,",
            'title: ", x"',
            "title",
            ", x",
            id="comma",
        ),
        pytest.param(
            "title: ] x",
            2,
            "a value cannot begin with ]",
            'title: "] x"',
            "title",
            "] x",
            id="closing-bracket",
        ),
        pytest.param(
            "title: [Re] Spiking",
            2,
            "a value cannot begin with [, unless it is a list",
            'title: "[Re] Spiking"',
            "title",
            "[Re] Spiking",
            id="bracket",
        ),
        pytest.param(
            "title: {A} b",
            2,
            "a value cannot begin with {, unless it is a list",
            'title: "{A} b"',
            "title",
            "{A} b",
            id="brace",
        ),
        pytest.param(
            "title: 'it's'",
            2,
            "something follows after the closing quotation mark (')",
            "title: \"'it's'\"",
            "title",
            "'it's'",
            id="quote-inside-quotes",
        ),
        pytest.param(
            'title: "A" B',
            2,
            'something follows after the closing quotation mark (")',
            "title: '\"A\" B'",
            "title",
            '"A" B',
            id="text-after-quotes",
        ),
        pytest.param(
            'title: "A\nyear: 2023',
            2,
            'a quotation mark (") is not closed',
            'title: "A"',
            "title",
            "A",
            id="quotes-not-closed",
        ),
        pytest.param(
            "x: 1\ntitle: 'A: B",
            3,
            "a quotation mark (') is not closed",
            'title: "A: B"',
            "title",
            "A: B",
            id="single-quotes-not-closed",
        ),
        pytest.param(
            'title: "the $\\sigma$"',
            2,
            "in double quotes, \\s means nothing",
            "title: 'the $\\sigma$'",
            "title",
            "the $\\sigma$",
            id="formula-in-double-quotes",
        ),
        pytest.param(
            "tags: [a, b\nyear: 2023",
            2,
            "a bracket ([) is not closed",
            "tags: [a, b]",
            "tags",
            ["a", "b"],
            id="list-not-closed",
        ),
        pytest.param(
            "tags: [a, @b, 'c']",
            2,
            "what stands between the brackets ([) cannot be read",
            'tags: [a, "@b", c]',
            "tags",
            ["a", "@b", "c"],
            id="item-that-needs-quotes",
        ),
        pytest.param(
            "tags: [a: b: c, d]",
            2,
            "what stands between the brackets ([) cannot be read",
            'tags: ["a: b: c", d]',
            "tags",
            ["a: b: c", "d"],
            id="item-with-colons",
        ),
        pytest.param(
            "authors:\n  - A\n  - @b",
            4,
            "a value cannot begin with @",
            '- "@b"',
            "authors",
            ["A", "@b"],
            id="item-in-a-line",
        ),
        pytest.param(
            "title:SEENN\nyear: 2023",
            2,
            "there is no blank after the colon",
            "title: SEENN",
            "title",
            "SEENN",
            id="no-blank",
        ),
        pytest.param(
            "title: A\nyear：2023\nvenue: B",
            3,
            "the colon is a full-width one (：)",
            "year: 2023",
            "year",
            "2023",
            id="full-width-colon",
        ),
        pytest.param(
            "title：脉冲",
            2,
            "the colon is a full-width one (：)",
            "title: 脉冲",
            "title",
            "脉冲",
            id="full-width-colon-alone",
        ),
    ],
)
def test_hint_is_the_line_that_mends_it(
    block: str, line: int, sentence: str, answer: str, key: str, value: str | list[str]
) -> None:
    error = refusal(block)

    assert (error.line, error.problem) == (line, sentence)
    assert error.hint == f"write  {answer}"
    assert parse(f"---\n{mended(block, error)}\n---\n", path=NOTE).fields[key] == value


@pytest.mark.parametrize(
    ("block", "line", "sentence", "hint"),
    [
        pytest.param(
            "title: A\nvenue ICLR\nyear: 2023",
            3,
            "a line without 'key: '",
            "write it as  key: value",
            id="no-colon",
        ),
        pytest.param(
            "title: A\n<<<<<<< HEAD\nyear: 2023\n=======\nyear: 2022\n>>>>>>> x",
            3,
            "a Git conflict is not settled",
            "keep what is right of it, and remove the lines <<<<<<<, ======= and >>>>>>>",
            id="git-conflict",
        ),
        pytest.param(
            "venue ICLR\nyear: 2023",
            2,
            "a line without 'key: '",
            "write it as  key: value",
            id="no-colon-in-the-first-line",
        ),
        pytest.param(
            "venue ICLR\n# c\n\nyear: 2023",
            2,
            "a line without 'key: '",
            "write it as  key: value",
            id="no-colon-above-a-comment",
        ),
        pytest.param(
            "title: A\n## Heading\n\n脉冲神经网络。\n",
            5,
            "a line without 'key: '",
            "or close the frontmatter above it",
            id="body-in-it",
        ),
        pytest.param(
            "title: A\n[论文链接](https://a.b)\n",
            3,
            "a line without 'key: '",
            "or close the frontmatter above it",
            id="link-in-it",
        ),
        pytest.param(
            "title: A\nhttps://a.b c\n",
            3,
            "a line without 'key: '",
            "or close the frontmatter above it",
            id="address-in-it",
        ),
        pytest.param(
            "%YAML 1.2", 2, "a line without 'key: '", "write it as  key: value", id="directive"
        ),
        pytest.param(
            "title: A\n\tyear: 2023",
            3,
            "the line is indented with a tab",
            "indent it with blanks",
            id="tab",
        ),
        pytest.param(
            "\ttitle: A", 2, "the line is indented with a tab", "indent it with blanks", id="tab-1"
        ),
        pytest.param(
            "authors:\n  - A\n \t- B",
            4,
            "the line is indented with a tab",
            "indent it with blanks",
            id="tab-after-a-blank",
        ),
        pytest.param(
            "title: A\n year: 2023",
            3,
            "the line is indented, but belongs to no list",
            "write  year: 2023  without the blanks in front",
            id="indented-key",
        ),
        pytest.param(
            "title: SEENN\n  Early: Exit",
            3,
            "the line is indented, but belongs to no list",
            "or put the value above in quotes if it goes on here",
            id="colon-in-the-second-line",
        ),
        pytest.param(
            "tags:\n - a\n  - b: c",
            4,
            "the line is indented, but belongs to no list",
            "write  - b: c",
            id="indented-item",
        ),
        pytest.param(
            "title: SEENN:\n  Early Exit",
            2,
            "a value without quotes cannot hold ': '",
            "put quotes around the whole value",
            id="colon-in-the-first-of-two-lines",
        ),
        pytest.param(
            " title: A\nyear: 2023",
            3,
            "the line is indented less than the keys above it",
            "begin all keys in the first",
            id="first-key-indented",
        ),
        pytest.param(
            "tags: [a,\n  b\nyear: 2023",
            2,
            "a bracket ([) is not closed",
            "close it with ]",
            id="list-over-lines-not-closed",
        ),
        pytest.param(
            "mine: {a: b",
            2,
            "a bracket ({) is not closed",
            "close it with }",
            id="brace-not-closed",
        ),
        pytest.param(
            'title: "\n\n',
            2,
            'a quotation mark (") is not closed',
            'close it with "',
            id="one-quote",
        ),
        pytest.param(
            "x:\n  - 'a\n  - b",
            3,
            "a quotation mark (') is not closed",
            'write  - "a"',
            id="quote-in-item",
        ),
        pytest.param(
            'title: "a\n  $\\sigma$\n  b"',
            3,
            "in double quotes, \\s means nothing",
            "write it with two backslashes: \\\\s",
            id="formula-in-the-second-line",
        ),
        pytest.param(
            "title: A\x07B",
            2,
            "the character U+0007 is not allowed in the frontmatter",
            "delete it",
            id="bell",
        ),
        pytest.param(
            "year: 1\ntitle: A\x00", 3, "the character U+0000 is not allowed", "delete it", id="nul"
        ),
        pytest.param(
            "year: 1\ntitle: \x7f",
            3,
            "the character U+007F is not allowed",
            "delete it",
            id="delete",
        ),
        pytest.param(
            "title: \ud800", 2, "the character U+D800 is not allowed", "delete it", id="half"
        ),
        pytest.param(
            "title: \ufffe", 2, "the character U+FFFE is not allowed", "delete it", id="none"
        ),
        pytest.param(
            "title: A: " + "b" * 600,
            2,
            "a value without quotes cannot hold ': '",
            "put quotes around the whole value",
            id="too-long-to-be-shown",
        ),
        pytest.param(
            "title: A\n" + "b" * 600 + "：c",
            3,
            "a line without 'key: '",
            "write it as  key: value",
            id="too-long-to-be-looked-at",
        ),
        pytest.param(
            "mine:\n  a: 1\n b: 2\n",
            4,
            "the line is not indented like those around it",
            "begin it",
            id="half-indented",
        ),
        pytest.param(
            "mine:\n  - a\n  b: 2\n",
            4,
            "the line is not indented like those around it",
            "begin it",
            id="key-after-items",
        ),
        pytest.param(
            "title: A\n\t",
            3,
            "the line is indented with a tab",
            "indent it with blanks",
            id="nothing-but-a-tab",
        ),
        pytest.param(
            "tags: a\n- b\nyear: 2023",
            3,
            "an item of a list, but the key above has a value already",
            "write the key alone in its line",
            id="item-below-a-value",
        ),
    ],
)
def test_line_sentence_and_hint_say_what_is_wrong(
    block: str, line: int, sentence: str, hint: str
) -> None:
    error = refusal(block)

    assert error.problem.startswith(sentence)
    assert hint in error.hint
    assert error.line == line
    assert str(error).startswith(f"2023/note.md:{line}: ")


def test_fault_without_a_place_is_reported_at_the_top() -> None:
    problem = problem_in("---\nx: 1\n", yaml.YAMLError())

    assert (problem.line, problem.sentence) == (1, "the frontmatter is not YAML")


def test_fault_in_a_line_that_looks_right_is_reported_with_the_line() -> None:
    text = "---\nx: 1\ny: 2\n"
    mark = yaml.Mark("", text.index("2"), 2, 3, None, 0)

    problem = problem_in(text, yaml.MarkedYAMLError(problem="not known yet", problem_mark=mark))

    assert (problem.line, problem.sentence) == (3, "the frontmatter is not YAML")
    assert problem.hint.startswith("compare it with a note that is read")


TITLES = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters=":#'\"[]{}&*"),
    min_size=1,
    max_size=30,
).map(str.strip)


@example("[0{")
@given(TITLES.filter(lambda title: " #" not in title and title))
def test_hint_for_any_title_mends_it(title: str) -> None:
    block = f"title: {title}"
    error = None
    try:
        parse(f"---\n{block}\n---\n", path=NOTE)
    except NoteFormatError as raised:
        error = raised

    if error is not None and error.hint.startswith("write  title: "):
        said = parse(f"---\n{mended(block, error)}\n---\n", path=NOTE).fields["title"]
        # A list was meant, or only the quotes at its ends may have gone.
        assert not isinstance(said, str) or said in title


def test_the_limit_of_libyaml_is_told_as_ours() -> None:
    text = "---\ntitle: x\ny: " + "[" * 2000
    mark = yaml.Mark("n", len(text) - 1, 2, 1003, None, None)  # type: ignore[arg-type]

    problem = problem_in(
        text,
        yaml.MarkedYAMLError(
            "while increasing flow level", mark, "exceeded maximum nesting depth", mark
        ),
    )

    assert problem.line == 3
    assert problem.sentence == "lists and keys are nested more than 100 deep"
