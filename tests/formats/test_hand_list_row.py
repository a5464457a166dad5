from pathlib import PurePosixPath

import pytest

from snnnotes.formats.hand_list_row import HandRow, NotePaths, row_on

NOTES = (
    "2023/A b.md",
    "2023/A, b (v2).md",
    "2022/膜电位.md",
    "2022/C#.md",
    "2022/100%.md",
    "2022/Folder/README.md",
    "2021/Other/index.md",
    "docs/In docs.md",
)


def row(line: str, folder: str = "") -> HandRow | None:
    paths = NotePaths([PurePosixPath(name) for name in NOTES], PurePosixPath(folder))
    return row_on(line, 7, paths)


def target(line: str, folder: str = "") -> str | None:
    found = row(line, folder)
    return None if found is None else str(found.target)


@pytest.mark.parametrize(
    "before",
    [
        "- ",
        "* ",
        "+ ",
        "1. ",
        "12) ",
        "  - ",
        "-\t",
        "| ",
        "| 1 | ",
        "- [x] ",
        "- [A](https://a.org) ",
    ],
)
def test_rows_begin_as_items_and_rows_of_tables_do(before: str) -> None:
    assert target(f"{before}A b [笔记](2023/A%20b.md)") == "2023/A b.md"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("A b [笔记](2023/A%20b.md)", id="sentence"),
        pytest.param("> - A b [笔记](2023/A%20b.md)", id="quotation"),
        pytest.param("    - A b [笔记](2023/A%20b.md)", id="nested-deep"),
        pytest.param("-A b [笔记](2023/A%20b.md)", id="no-blank"),
        pytest.param("- A b", id="no-link"),
        pytest.param("- A b [论文](https://a.org/2023/A%20b.md)", id="address"),
        pytest.param("- A b [论文](//a.org/2023/A%20b.md)", id="address-without-protocol"),
        pytest.param("- A b [mail](mailto:a@b.md)", id="mail"),
        pytest.param("- A b [笔记]()", id="empty"),
        pytest.param("- [2023](#2023)", id="anchor"),
        pytest.param("- [中文](README.zh-CN.md)", id="readme"),
        pytest.param("- [中文](README_CN.md)", id="readme-with-underscore"),
        pytest.param("- [how](CONTRIBUTING.md)", id="contributing"),
        pytest.param("- ![A](2023/A.png)", id="image"),
        pytest.param("- A b [[2023/A b.md]]", id="wikilink"),
        pytest.param(f"- {'a' * 4000} [笔记](2023/A%20b.md)", id="much-too-long"),
    ],
)
def test_other_lines_are_no_rows(line: str) -> None:
    assert row(line) is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        pytest.param("2023/A%20b.md", "2023/A b.md", id="percent-signs"),
        pytest.param("<2023/A b.md>", "2023/A b.md", id="angles"),
        pytest.param("2023/A b.md", "2023/A b.md", id="blanks"),
        pytest.param('2023/A%20b.md "A title"', "2023/A b.md", id="title-of-the-link"),
        pytest.param("2023/A%2C%20b%20(v2).md", "2023/A, b (v2).md", id="brackets-in-pairs"),
        pytest.param(r"2023/A,%20b%20\(v2\).md", "2023/A, b (v2).md", id="backslashes"),
        pytest.param("2022/%E8%86%9C电位.md", "2022/膜电位.md", id="half-encoded"),
        pytest.param("2022/C%23.md", "2022/C#.md", id="sharp"),
        pytest.param("2022/C#.md", "2022/C#.md", id="sharp-as-it-is"),
        pytest.param("2022/100%.md", "2022/100%.md", id="percent-sign-as-it-is"),
        pytest.param("2023/A%20b.md#结论", "2023/A b.md", id="fragment"),
        pytest.param("./2022/../2023//A%20b.md", "2023/A b.md", id="dots-and-slashes"),
        pytest.param("/2023/A%20b.md", "2023/A b.md", id="from-the-root"),
        pytest.param("2023/A%20b", "2023/A b.md", id="no-suffix"),
        pytest.param("2022/Folder/", "2022/Folder/README.md", id="folder"),
        pytest.param("2022/Folder/README.md", "2022/Folder/README.md", id="readme-that-is-a-note"),
        pytest.param("2021/Other", "2021/Other/index.md", id="folder-with-index"),
        pytest.param(
            "https://github.com/me/n/blob/main/2023/A%20b.md", "2023/A b.md", id="at-github"
        ),
        pytest.param("2023/Gone.md", "2023/Gone.md", id="no-such-file"),
    ],
)
def test_links_open_notes_in_many_spellings(link: str, expected: str) -> None:
    assert target(f"- A b [笔记]({link})") == expected


@pytest.mark.parametrize(
    ("folder", "link", "expected"),
    [
        pytest.param("docs", "In%20docs.md", "docs/In docs.md", id="beside"),
        pytest.param("docs", "../2023/A%20b.md", "2023/A b.md", id="upwards"),
        pytest.param("docs/zh", "/2023/A%20b.md", "2023/A b.md", id="from-the-root"),
        pytest.param(
            "docs", "https://github.com/me/n/blob/main/2023/A%20b.md", "2023/A b.md", id="at-github"
        ),
    ],
)
def test_links_go_from_the_folder_of_the_readme(folder: str, link: str, expected: str) -> None:
    assert target(f"- A b [笔记]({link})", folder) == expected


def test_row_knows_its_link_and_place() -> None:
    found = row("- **A b** [[笔记]](<2023/A b.md>) [code](https://a.org)")

    assert found is not None
    assert found.label == "[笔记]"
    assert found.line == 7
    assert found.text[slice(*found.target_span)] == "2023/A b.md"
    assert found.heading == ""


def test_link_to_a_note_comes_before_one_to_a_missing_file() -> None:
    assert target("- [A b](2023/Gone.md) [笔记](2023/A%20b.md)") == "2023/A b.md"


def test_code_at_github_is_no_note() -> None:
    assert row("- A [code](https://github.com/me/n/blob/main/docs.md)") is None


@pytest.mark.parametrize("sign", ["[", "](", "- [a](", "\\", "<"])
def test_endless_signs_are_read_quickly(sign: str) -> None:
    assert row("- ](" + sign * 1300) is None
