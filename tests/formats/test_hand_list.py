from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.hand_list import (
    HandList,
    NoHandList,
    find_hand_list,
    is_year_heading,
    with_markers,
)
from snnnotes.formats.readme_block import BEGIN, END

README = PurePosixPath("README.md")
A, B, C = "- A [笔记](2023/A.md)", "* [B](2022/B.md)", "1. C [note](./2022/C.md)"
GONE = "- Gone [笔记](2021/Gone.md)"
NOTES = [PurePosixPath(name) for name in ("2023/A.md", "2022/B.md", "2022/C.md", "2022/D d.md")]
TABLE = ("| Paper | Note |", "|---|:-:|", "| A | [笔记](2023/A.md) |", "| B | [笔记](2022/B.md) |")


def find(lines: Sequence[str]) -> HandList | NoHandList:
    return find_hand_list("\n".join(lines), folder=PurePosixPath(), notes=NOTES)


def found(lines: Sequence[str]) -> HandList:
    result = find(lines)
    assert isinstance(result, HandList), result
    return result


@pytest.mark.parametrize(
    ("above", "rows", "below"),
    [
        pytest.param([], [A], [], id="one-row"),
        pytest.param(["# Notes", "", "Hi", ""], [A, B, C], ["", "Bye"], id="text-around"),
        pytest.param(
            ["# Notes", ""], ["#### 2023", "", A, "", "#### 2022", "", B, C], [], id="years"
        ),
        pytest.param(["Hi"], ["## 2023年", A, "## 2022年", B], ["## Thanks"], id="no-blank-lines"),
        pytest.param([], ["## 2023", "", A, B, C], [], id="one-year"),
        pytest.param(["## Notes", ""], [A, B], [], id="heading-of-the-section-stays"),
        pytest.param(["# Papers of 2023", ""], [A, B], [], id="title-with-a-year-stays"),
        pytest.param(
            ["# Notes", ""], [A, "", "## 2022", "", B], [], id="first-rows-without-heading"
        ),
        pytest.param(["# Notes", ""], ["## NeurIPS", A, "## IJCAI", B], [], id="venues"),
        pytest.param(
            ["# Notes", ""], ["**2023**", "", A, "", "__2022__", B], [], id="bold-headings"
        ),
        pytest.param(
            ["## Papers", ""], ["### 2023", A, "", "### 2022", B], ["", "## 2021"], id="chapter"
        ),
        pytest.param(
            ["# Notes", ""], ["## 2023", A, "", "## 2022", "", "## 2021", B], [], id="empty-year"
        ),
        pytest.param(["Hi", ""], list(TABLE), ["", "Bye"], id="table"),
        pytest.param(
            ["# Notes", ""],
            ["## 2023", "", *TABLE[:3], "", "## 2022", "", *TABLE[:2], TABLE[3]],
            [],
            id="tables",
        ),
        pytest.param([], [A, GONE, B], [], id="row-without-file-within"),
        pytest.param(
            ["- [中文](docs/zh.md)", ""], ["## 2023", A, "## 2022", B], [], id="other-links-above"
        ),
        pytest.param(
            [],
            ["## 2023", A, "## 2022", B],
            ["", "## 2021", GONE],
            id="section-of-missing-files-below",
        ),
        pytest.param(["- [2023](#2023)", ""], ["## 2023", A], [], id="contents-above"),
        pytest.param(["```", B, "```", ""], [A, C], [], id="example-in-code"),
        pytest.param(["<!--", B, "-->", ""], [A, C], ["", f"<!-- {B} -->"], id="rows-in-comments"),
        pytest.param(["---", "title: x", "---", ""], [A], [], id="frontmatter"),
        pytest.param(
            ["## 最近更新", "", A, "", "all of them:", ""], [A, B, C], [], id="last-notes-above"
        ),
        pytest.param(
            ["## New", "", A, "", "## All", ""],
            ["### 2023", A, "", "### 2022", B],
            [],
            id="last-notes-in-a-chapter-of-their-own",
        ),
        pytest.param([], [A, B, C], ["", "Best:", "", C, A], id="favourites-below"),
    ],
)
def test_list_is_found(above: list[str], rows: list[str], below: list[str]) -> None:
    text = [*above, *rows, *below]

    result = found(text)

    assert text[result.start : result.stop] == rows
    assert list(result.lines) == rows


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param(["# Notes"], "", id="nothing"),
        pytest.param(["- [Gone](2021/Gone.md)"], "", id="only-missing-files"),
        pytest.param(["See [A](2023/A.md)"], "line 1 leads to a note and is no row", id="sentence"),
        pytest.param(
            ["- 2023", "    - A [笔记](2023/A.md)"],
            "line 2 leads to a note and is no row: - A [笔记](2023/A.md)",
            id="nested",
        ),
        pytest.param(["```", A, "```"], "line 2 stands in code or in a comment", id="code"),
        pytest.param(["<!--", A, "-->"], "line 2 stands in code or in a comment", id="comment"),
        pytest.param(
            [A, "- Later", B], "line 2 stands among its rows and is none: - Later", id="row"
        ),
        pytest.param([A, "  a remark", B], "line 2 stands among its rows and is none", id="remark"),
        pytest.param([A, "", "Older ones:", "", B], "line 3 stands among its rows", id="text"),
        pytest.param([A, "<!-- old -->", B], "line 2 stands among its rows", id="comment-between"),
        pytest.param([A, "", "---", "", B], "line 3 stands among its rows", id="rule"),
        pytest.param(["- Later", A], "line 1 stands right above it: - Later", id="row-above"),
        pytest.param([A, "- Later"], "line 2 stands right below it: - Later", id="row-below"),
        pytest.param([A, "  a remark"], "line 2 stands right below it", id="remark-below"),
        pytest.param(
            ["## 2023", "### NeurIPS", A, "## 2022", "### IJCAI", B],
            "line 4 stands among its rows and is none: ## 2022",
            id="two-levels",
        ),
        pytest.param(
            ["## 2023", A, "### IJCAI", B],
            "its headings are of several levels, as in line 3",
            id="levels-mixed",
        ),
        pytest.param(
            ["| A | [笔记](2023/A.md) |"], "line 1 leads to a note", id="table-without-head"
        ),
    ],
)
def test_list_is_left_alone_and_it_is_said_why(lines: list[str], reason: str) -> None:
    result = find(lines)

    assert isinstance(result, NoHandList)
    assert result.reason.startswith(reason)
    assert bool(result.reason) == bool(reason)


def test_rows_know_their_headings() -> None:
    result = found([A, "## 2022", "", B, C])

    assert [row.heading for row in result.rows] == ["", "## 2022", "## 2022"]
    assert [row.line for row in result.rows] == [1, 4, 5]
    assert [(heading.line, heading.text) for heading in result.headings] == [(2, "## 2022")]


def test_head_of_a_table_belongs_to_the_heading_above() -> None:
    result = found(["## 2023", "", *TABLE, "", "## 2022", "", *TABLE[:2], TABLE[3]])

    assert [heading.text for heading in result.headings] == [
        "## 2023\n\n| Paper | Note |\n|---|:-:|",
        "## 2022\n\n| Paper | Note |\n|---|:-:|",
    ]
    assert [heading.line for heading in result.headings] == [1, 8]


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    text = f"## 2023\n\n{A}\n{B}"

    plain = find_hand_list(text, folder=PurePosixPath(), notes=NOTES)
    marked = find_hand_list(
        "\ufeff" + text.replace("\n", "\r\n"), folder=PurePosixPath(), notes=NOTES
    )

    assert plain == marked


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["### 2023 年（2）", "", A, C, "", "### 2022", B], True, id="years-and-titles"
        ),
        pytest.param([A, GONE, B], False, id="row-without-file"),
        pytest.param(["## Great", A, "## Good", B], False, id="headings-that-are-no-years"),
        pytest.param([f"{A}, great", B], False, id="remark"),
        pytest.param(["- A [论文](https://x.org) [笔记](2023/A.md)"], False, id="two-links"),
        pytest.param(
            ["1. **[A](2023/A.md)**", "- B [[笔记]](2022/B.md)"], True, id="bold-and-brackets"
        ),
        pytest.param(list(TABLE), False, id="table"),
    ],
)
def test_plain_lists_hold_nothing_but_years_and_titles(lines: list[str], expected: bool) -> None:
    assert found(lines).is_plain(NOTES) is expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("#### 2023", True, id="plain"),
        pytest.param("# 2023 年（15 篇）", True, id="chinese-with-count"),
        pytest.param("**2023:**", True, id="bold"),
        pytest.param("## [2023] (3)", True, id="brackets"),
        pytest.param("## 2023, a good year", False, id="words"),
        pytest.param("## 1.2023", False, id="number"),
        pytest.param("## NeurIPS 2023", False, id="venue"),
        pytest.param("## 12023", False, id="too-many-digits"),
    ],
)
def test_headings_of_years(heading: str, expected: bool) -> None:
    assert is_year_heading(heading) is expected


# with_markers


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no-mark", "byte-order-mark"])
@pytest.mark.parametrize(
    ("above", "below"),
    [("", ""), ("", "\n"), ("# A\n\n", "\n\nbye"), ("text\n", "\n## B\n")],
    ids=["alone", "line-end", "around", "close"],
)
def test_markers_go_round_the_list(above: str, below: str, mark: str, line_end: str) -> None:
    rows = f"## 2023\n\n{A}\n{B}"
    text = f"{mark}{above}{rows}{below}".replace("\n", line_end)
    place = find_hand_list(text, folder=PurePosixPath(), notes=NOTES)
    assert isinstance(place, HandList)

    expected = f"{mark}{above}{BEGIN}\n{rows}\n{END}{below}".replace("\n", line_end)
    # Without a line end in the text there is none to follow.
    assert with_markers(text, place, path=README) == expected


def test_markers_without_list_go_to_the_end() -> None:
    assert with_markers("# A\n", None, path=README) == f"# A\n\n{BEGIN}\n{END}\n"


def test_markers_are_not_put_into_open_code() -> None:
    with pytest.raises(ReadmeMarkerError, match=r"README\.md: the file ends in a code block"):
        with_markers("```\ncode\n", None, path=README)


LINES = st.sampled_from(
    [
        A,
        B,
        C,
        GONE,
        "",
        "",
        "## 2023",
        "## 2022",
        "### X",
        "text",
        "- x",
        "```",
        *TABLE,
        "<!--",
        "-->",
    ]
)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n"]))
def test_markers_add_lines_and_change_none(lines: list[str], line_end: str) -> None:
    text = line_end.join(lines)
    place = find_hand_list(text, folder=PurePosixPath(), notes=NOTES)
    if isinstance(place, NoHandList):
        return

    after = with_markers(text, place, path=README)

    # A text of one line shows no line end to go by.
    end = line_end if line_end in text else "\n"
    assert after.replace(f"{BEGIN}{end}", "").replace(f"{end}{END}", "") == text
    rows = after[after.index(BEGIN) : after.index(END)].splitlines()[1:]
    assert list(place.lines) == rows
    assert not {"text", "- x", "```", "<!--", "-->"} & set(rows)
