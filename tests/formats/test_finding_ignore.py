from pathlib import PurePosixPath

import pytest

from snnnotes.formats.finding_ignore import (
    Ignore,
    read_ignores,
    unknown_ignores,
    without_ignored,
)
from snnnotes.model.checks import found

NOTE = PurePosixPath("notes/2023/SEENN.md")
DEBT = "<!-- snnnotes: ignore formula-debt -->"


def reaches(text: str, body_start: int = 0) -> list[tuple[str, range | None]]:
    return [(ignore.name, ignore.lines) for ignore in read_ignores(text, body_start)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(f"one\n\n{DEBT}\n\ntwo\n", None, id="between-blank-lines"),
        pytest.param(f"one\n\n{DEBT}", None, id="last-line"),
        pytest.param(f"one\n{DEBT}\n", None, id="below-text"),
        pytest.param(f"\ufeff{DEBT}\n\none\n", None, id="behind-a-byte-order-mark"),
        pytest.param(f"one\r\n\r\n{DEBT}\r\n\r\ntwo\r\n", None, id="crlf"),
        pytest.param(f"{DEBT}\n把公式 7 代入\n\ntwo\n", range(2, 3), id="above-a-line"),
        pytest.param(f"{DEBT}\r\none\r\n\r\ntwo\r\n", range(2, 3), id="above-a-line-crlf"),
        pytest.param(f"\n{DEBT}\n$$\nu\n$$\n\ntwo\n", range(3, 6), id="above-a-block"),
        pytest.param(f"  {DEBT}\none", range(2, 3), id="set-in"),
        pytest.param(f"one\n把公式 7 代入 {DEBT}\ntwo\n", range(2, 3), id="behind-text"),
        pytest.param(f"{DEBT} one\ntwo\n", range(1, 2), id="before-text"),
        pytest.param(f"`one` {DEBT}\ntwo\n", range(1, 2), id="behind-code"),
    ],
)
def test_a_comment_holds_for_its_line_the_lines_below_or_the_file(
    text: str, lines: range | None
) -> None:
    assert reaches(text) == [("formula-debt", lines)]


def test_comments_above_each_other_hold_for_the_same_lines() -> None:
    text = f"{DEBT}\n<!-- snnnotes: ignore venue-spelling -->\none\n"
    assert reaches(text) == [("formula-debt", range(3, 4)), ("venue-spelling", range(3, 4))]


def test_two_comments_in_a_line_with_nothing_else_are_alone() -> None:
    text = f"{DEBT} <!-- snnnotes: ignore links -->\n"
    assert reaches(text) == [("formula-debt", None), ("links", None)]


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("<!-- snnnotes: ignore formula-debt links -->", id="blank"),
        pytest.param("<!-- snnnotes: ignore formula-debt, links -->", id="comma"),
        pytest.param("<!-- snnnotes: ignore formula-debt，links -->", id="chinese-comma"),
        pytest.param("<!--snnnotes:ignore formula-debt links-->", id="tight"),
        pytest.param("<!--  snnnotes:  ignore\tformula-debt \t links  -->", id="wide"),
    ],
)
def test_a_comment_may_have_several_names(comment: str) -> None:
    assert reaches(comment) == [("formula-debt", None), ("links", None)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("one\n", id="no-comment"),
        pytest.param("<!-- snnnotes:begin papers -->\n", id="marker"),
        pytest.param("<!-- snnnotes: ignored formula-debt -->\n", id="other-word"),
        pytest.param("<!-- ignore formula-debt -->\n", id="not-for-us"),
        pytest.param(f"`{DEBT}`\n", id="code"),
        pytest.param(f"``a ` {DEBT}``\n", id="code-with-a-tick"),
        pytest.param(f"```html\n{DEBT}\n```\n", id="code-block"),
        pytest.param("<!-- snnnotes: ignore formula-debt\n", id="not-closed"),
    ],
)
def test_what_is_no_comment_for_check_ignores_nothing(text: str) -> None:
    assert read_ignores(text) == []


def test_lines_are_counted_in_the_file_and_the_frontmatter_has_no_comments() -> None:
    frontmatter = f"---\ntitle: SEENN\nabstract: {DEBT}\n---\n"
    text = f"{frontmatter}\none\n\n{DEBT}\ntwo\n"
    assert read_ignores(text, len(frontmatter)) == [Ignore("formula-debt", 8, 23, range(9, 10))]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("one\n", ["formula-debt 1", "venue-spelling 1", "formula-debt 2"], id="none"),
        pytest.param(f"{DEBT}\n", ["venue-spelling 1"], id="whole-file"),
        pytest.param(f"a {DEBT}\n", ["venue-spelling 1", "formula-debt 2"], id="one-line"),
        pytest.param("<!-- snnnotes: ignore formulas -->\n", ["venue-spelling 1"], id="group"),
        pytest.param(
            "<!-- snnnotes: ignore formula-dept -->\n",
            ["formula-debt 1", "venue-spelling 1", "formula-debt 2"],
            id="mistyped",
        ),
    ],
)
def test_only_findings_that_a_comment_names_are_left_out(text: str, kept: list[str]) -> None:
    findings = [
        found("formula-debt", NOTE, (1, 4), "what"),
        found("venue-spelling", NOTE, (1, 1), "what"),
        found("formula-debt", NOTE, (2, 1), "what"),
    ]
    left = without_ignored(findings, read_ignores(text))
    assert [f"{finding.name} {finding.line}" for finding in left] == kept


def test_a_mistyped_name_is_found_at_its_place() -> None:
    text = "one\n\n<!-- snnnotes: ignore formula-debt formula-dept -->\n"
    (finding,) = unknown_ignores(read_ignores(text), NOTE)
    assert (finding.name, finding.path, finding.line, finding.column) == (
        "ignore-unknown", NOTE, 3, 36,
    )  # fmt: skip
    assert finding.message == "there is no check 'formula-dept' to ignore"
    assert finding.mend


def test_a_comment_without_name_is_found_and_ignores_nothing() -> None:
    ignores = read_ignores("one <!-- snnnotes: ignore -->\n")
    (finding,) = unknown_ignores(ignores, NOTE)
    assert (finding.line, finding.column) == (1, 5)
    assert finding.message == "the comment does not say which check to ignore"
    debt = found("formula-debt", NOTE, (1, 1), "what")
    assert list(without_ignored([debt], ignores)) == [debt]
