import pytest

from snnnotes.formats.foreign_label import (
    Label,
    cells_of,
    labels_in_table,
    labels_on,
    values_below,
)
from snnnotes.formats.foreign_markdown import Line
from snnnotes.formats.foreign_words import meaning_of


def lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        pytest.param("Title", "title", id="title"),
        pytest.param("论文题目", "title", id="chinese"),
        pytest.param("Author(s)", "authors", id="plural-in-brackets"),
        pytest.param("**AUTHORS**", "authors", id="bold-and-capitals"),
        pytest.param("会议/期刊", "venue", id="two-with-one-meaning"),
        pytest.param("论文链接/DOI/arXiv ID", "url", id="first-of-three"),
        pytest.param("标题 (Title)", "title", id="both-languages"),
        pytest.param("Title（文章标题）", "title", id="full-width-brackets"),
        pytest.param("date_added", "added", id="underscore"),
        pytest.param("publication-title", "venue", id="hyphen"),
        pytest.param("ｔｉｔｌｅ", "title", id="full-width"),
        pytest.param("📄 论文地址", "url", id="emoji"),
        pytest.param("日期", "date", id="date"),
        pytest.param("Method", None, id="other"),
        pytest.param("Title and method", None, id="one-of-two"),
        pytest.param("", None, id="empty"),
        pytest.param("title " * 20, None, id="long"),
    ],
)
def test_labels_in_both_languages_have_a_meaning(text: str, meaning: str | None) -> None:
    assert meaning_of(text) == meaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("* **Title**: A: B", [("title", "A: B", True)], id="list-and-bold"),
        pytest.param("**Title:** A", [("title", "A", True)], id="colon-within"),
        pytest.param("**Title** : A", [("title", "A", True)], id="blank-before-colon"),
        pytest.param("***Title***: A", [("title", "A", True)], id="bold-italics"),
        pytest.param("__Title__ A", [("title", "A", True)], id="no-colon"),
        pytest.param("**Title** - A", [("title", "A", True)], id="dash"),
        pytest.param("_Title: A_", [("title", "A", True)], id="italics-around-both"),
        pytest.param("`Title`: A", [("title", "A", True)], id="code-label"),
        pytest.param("<b>Title:</b> A", [("title", "A", True)], id="html"),
        pytest.param("【标题】A", [("title", "A", True)], id="box"),
        pytest.param("标题：A", [("title", "A", False)], id="plain"),
        pytest.param("> 标题：A", [("title", "A", True)], id="quotation"),
        pytest.param("2、标题：A", [("title", "A", True)], id="chinese-number"),
        pytest.param("- [x] Title: A", [("title", "A", True)], id="check-box"),
        pytest.param("📄 Title: A", [("title", "A", False)], id="emoji"),
        pytest.param("- 📄 **Title：** A", [("title", "A", True)], id="emoji-in-list"),
        pytest.param("Title:", [("title", "", False)], id="no-value"),
        pytest.param(
            "作者：A | 年份：2023；会议：B",
            [("authors", "A", False), ("year", "2023", False), ("venue", "B", False)],
            id="three-in-a-line",
        ),
        pytest.param(
            "**Year:** 2023 **Venue:** B",
            [("year", "2023", True), ("venue", "B", True)],
            id="bold-ones-in-a-line",
        ),
        pytest.param("Title: A; B: C", [("title", "A; B: C", False)], id="no-second-label"),
        pytest.param("[Title](https://x.org)", [], id="link"),
        pytest.param("Title", [], id="word"),
        pytest.param("Title 2023", [], id="no-colon-and-not-bold"),
        pytest.param("https://x.org", [], id="address"),
        pytest.param("`Title: A`", [], id="code"),
        pytest.param("Method: A", [], id="other"),
        pytest.param("   ", [], id="blank"),
    ],
)
def test_label_lines_are_found_however_they_are_marked(
    text: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert [(label.meaning, label.value, label.is_marked) for label in labels_on(text)] == expected


def test_a_label_keeps_its_own_words() -> None:
    assert labels_on("- **阅读状态**：已读") == [
        Label("status", "阅读状态", "已读", is_marked=True)
    ]


def test_cells_are_cut_at_bars_that_are_not_escaped() -> None:
    assert cells_of("| a | b \\| c |") == ["a", "b | c"]
    assert cells_of("a | b") == []


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        pytest.param("| **Title** | A |", 0, [("title", "A")], id="label-in-row"),
        pytest.param("| Title | A | more |", 0, [("title", "A")], id="third-cell"),
        pytest.param("| Title | |", 0, [], id="empty-cell"),
        pytest.param("| Method | A |", 0, [], id="no-label"),
        pytest.param("| Title |", 0, [], id="one-cell"),
        pytest.param("| Title | Year | Code |", 0, [], id="row-of-labels"),
        pytest.param(
            "| Title | Year |\n|---|---|\n| A | 2023 |",
            2,
            [("title", "A"), ("year", "2023")],
            id="labels-above",
        ),
        pytest.param("| Title | Year |\n|---|---|\n| A | 1 |\n| B | 2 |", 2, [], id="many-rows"),
        pytest.param("| Title | Note |\n|---|---|\n| A | good |", 2, [], id="one-label-above"),
        pytest.param("| A | 2023 |", 0, [], id="no-labels"),
    ],
)
def test_labels_in_tables_stand_before_or_above(
    text: str, index: int, expected: list[tuple[str, str]]
) -> None:
    found = labels_in_table(lines(text), index)

    assert [(label.meaning, label.value) for label in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Title:\nA", ("A",), id="next-line"),
        pytest.param("Title:\n\n> A", ("A",), id="after-a-blank-line"),
        pytest.param("Authors:\n- A\n- B\n\n- C", ("A", "B"), id="list"),
        pytest.param("- Authors:\n  - A\n  - B\n- C", ("A", "B"), id="list-within"),
        pytest.param("- Authors:\n- A", (), id="next-item"),
        pytest.param("Title:\nYear: 2023", (), id="next-label"),
        pytest.param("Authors:\n- Year: 2023", (), id="list-of-labels"),
        pytest.param("Title:\n## A", (), id="heading"),
        pytest.param("Title:\n---", (), id="rule"),
        pytest.param("Title:\n![](a.png)", (), id="image"),
        pytest.param("Title:", (), id="end"),
    ],
)
def test_the_value_of_a_bare_label_stands_below(text: str, expected: tuple[str, ...]) -> None:
    assert values_below(lines(text), 0) == expected
