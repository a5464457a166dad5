from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter_block import find_block, has_frontmatter, line_at

NOTE = PurePosixPath("2023/note.md")


def refusal(text: str) -> NoteFormatError:
    with pytest.raises(NoteFormatError) as caught:
        find_block(text, path=NOTE)
    return caught.value


@pytest.mark.parametrize(
    ("text", "body"),
    [
        pytest.param("---\nx: 1\n---\nBody\n", "Body\n", id="usual"),
        pytest.param("---\nx: 1\n---", "", id="no-line-end"),
        pytest.param("---\nx: 1\n---\n", "", id="no-body"),
        pytest.param("--- \t\nx: 1\n--- \nBody", "Body", id="blanks-behind-the-dashes"),
        pytest.param("---\r\nx: 1\r\n---\r\nBody\r\n", "Body\r\n", id="crlf"),
        pytest.param("---\rx: 1\r---\rBody\r", "Body\r", id="cr"),
        pytest.param("---\nx: 1\r\n---\r\n\nBody", "\nBody", id="mixed"),
        pytest.param("\ufeff---\nx: 1\n---\nBody", "Body", id="bom"),
        pytest.param(
            "---\nx: 1\n---\n---\ny: 2\n---\n", "---\ny: 2\n---\n", id="dashes-in-the-body"
        ),
        pytest.param("---\nx: |\n  ---\n---\nBody", "Body", id="dashes-in-a-block"),
        pytest.param("---\nx: 1\n----: 2\n---\nBody", "Body", id="four-dashes"),
        pytest.param("---\n---\nBody", "Body", id="empty-block"),
        pytest.param("---\nx: 1\n---\n\ufeff \u2028Body", "\ufeff \u2028Body", id="odd-body"),
    ],
)
def test_body_begins_after_the_closing_line(text: str, body: str) -> None:
    assert text[find_block(text, path=NOTE).body :] == body


def test_block_is_found_to_the_character() -> None:
    text = "\ufeff--- \r\nx: 1\r\n---  \r\nBody"

    block = find_block(text, path=NOTE)

    assert text[block.start :].startswith("--- \r\nx")
    assert text[block.closing :].startswith("---  \r\n")
    assert text[block.body :] == "Body"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("---\nx: 1\n---\n", True, id="usual"),
        pytest.param("\ufeff---\r\nx: 1\r\n---", True, id="bom-and-crlf"),
        pytest.param("---\n---\n", True, id="empty-block"),
        pytest.param("---\nx: [\n---\n", True, id="unreadable"),
        pytest.param("", False, id="empty"),
        pytest.param("\ufeff", False, id="only-bom"),
        pytest.param("# Title\n\n---\na\n---\n", False, id="rules-in-the-text"),
        pytest.param("\n---\nx: 1\n---\n", False, id="not-in-the-first-line"),
        pytest.param("---\nx: 1\n", False, id="not-closed"),
        pytest.param("---", False, id="one-line"),
        pytest.param("----\nx: 1\n---\n", False, id="four-dashes"),
        pytest.param("--- x\n---\n", False, id="text-behind-the-dashes"),
    ],
)
def test_has_frontmatter_needs_both_lines(text: str, *, expected: bool) -> None:
    assert has_frontmatter(text) is expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param("", "1: the file is empty", "title: Title of the paper", id="empty"),
        pytest.param("\ufeff \n\n", "1: the file is empty", "year: 2023", id="only-blanks"),
        pytest.param(
            "# SEENN: Early\n\nText", "1: no frontmatter", 'title: "SEENN: Early"', id="heading"
        ),
        pytest.param(
            "x\r\n## 膜电位 ##\r\n", "1: no frontmatter", "title: 膜电位\n", id="heading-2"
        ),
        pytest.param("# # #\n", "1: no frontmatter", "title: Title of", id="heading-without-text"),
        pytest.param("Text\n", "1: no frontmatter", "title: Title of the paper", id="no-heading"),
        pytest.param("----\nx: 1\n---\n", "1: no frontmatter", "---\n", id="four-dashes"),
        pytest.param(
            "\n \n---\nx: 1\n---\n",
            "1: the frontmatter does not begin in the first line",
            "delete the blank lines above the first ---",
            id="blank-lines-above",
        ),
        pytest.param(
            "---\nx: 1\n", "1: the frontmatter has no end", "after the last key", id="not-closed"
        ),
        pytest.param(
            "---\r\nx: 1\r\ny: 2\r\n\r\n# Title\r\n",
            "1: the frontmatter has no end",
            "put a line of --- after line 3",
            id="not-closed-but-a-blank-line",
        ),
        pytest.param(
            "---\n\nText\n", "1: the frontmatter has no end", "after the last key", id="only-a-rule"
        ),
        pytest.param("---", "1: the frontmatter has no end", "after the last key", id="one-line"),
        pytest.param(
            "---\nx: 1\n...\nText\n",
            "3: ... does not end the frontmatter",
            "write --- instead",
            id="dots",
        ),
        pytest.param(
            "---\r\nx: 1\r\n...\r\nText\r\n---\r\n",
            "3: ... does not end the frontmatter",
            "write --- instead",
            id="dots-above-a-rule",
        ),
        pytest.param("---\n...\n---\n", "2: ... does not end", "write --- instead", id="only-dots"),
    ],
)
def test_text_without_a_block_is_refused(text: str, message: str, hint: str) -> None:
    error = refusal(text)

    assert str(error).startswith(f"2023/note.md:{message}")
    assert hint in error.hint


def test_block_of_20_megabytes_is_refused() -> None:
    error = refusal("---\n" + "x: y\n" * 4_000_000 + "---\n")

    assert error.problem == "the frontmatter is longer than 1,000,000 characters"


def test_20_megabytes_without_an_end_are_refused() -> None:
    error = refusal("---\n" + "x: y\n" * 4_000_000)

    assert error.problem == "the frontmatter has no end"


def test_line_is_counted_with_the_line_ends_of_every_system() -> None:
    text = "a\r\nb\rc\n\u2028d"

    assert [line_at(text, text.index(letter)) for letter in "abcd"] == [1, 2, 3, 4]
