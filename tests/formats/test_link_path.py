import pytest

from snnnotes.formats.link_path import normal_path, spelling_key
from snnnotes.model.identifiers import percent_decoded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A%20b%2c%2C.md", "A b,,.md", id="ascii"),
        pytest.param("%E8%86%9C%e7%94%b5.md", "膜电.md", id="chinese"),
        pytest.param("100%.md", "100%.md", id="alone"),
        pytest.param("%2", "%2", id="cut-off"),
        pytest.param("%E8%86", "\ufffd", id="no-utf-8"),
    ],
)
def test_percent_signs_become_characters(text: str, expected: str) -> None:
    assert percent_decoded(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("./a//b/./c.md", "a/b/c.md", id="dots-and-slashes"),
        pytest.param("a/../b.md", "b.md", id="upwards"),
        pytest.param("../../b.md", "../../b.md", id="out-of-the-root"),
        pytest.param("/a/b.md", "a/b.md", id="from-the-root"),
        pytest.param("", "", id="empty"),
    ],
)
def test_paths_lose_what_says_nothing(path: str, expected: str) -> None:
    assert normal_path(path) == expected


ROW = "- A, b [笔记](2023/A,%20b.md)"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("- A, b [笔记](2023/A%2C%20b.md)", id="comma"),
        pytest.param("- A, b [笔记](2023/A%2c%20%62.md)", id="letter-and-small-hexadecimal"),
        pytest.param("- A, b [笔记](./2023/A,%20b.md)", id="dot"),
        pytest.param("- A, b [笔记](<2023/A, b.md>)", id="angles"),
        pytest.param("- A, b [笔记](<./2023/A,%20b.md>)", id="angles-and-all"),
    ],
)
def test_spellings_of_one_link_have_one_key(row: str) -> None:
    assert spelling_key(row) == spelling_key(ROW)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("- A, b [笔记](2023/A, b.md)", id="blanks-make-it-no-link"),
        pytest.param("- A%2C b [笔记](2023/A,%20b.md)", id="percent-signs-in-the-title"),
        pytest.param("* A, b [笔记](2023/A,%20b.md)", id="other-bullet"),
        pytest.param("- A, b [note](2023/A,%20b.md)", id="other-words"),
        pytest.param("- A, b [笔记](2023/a,%20b.md)", id="other-case"),
        pytest.param("- A, b [笔记](2023%2FA,%20b.md)", id="encoded-slash"),
        pytest.param("- A, b  [笔记](2023/A,%20b.md)", id="other-blanks"),
    ],
)
def test_other_rows_have_other_keys(row: str) -> None:
    assert spelling_key(row) != spelling_key(ROW)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param("C%23.md", "C#.md", id="fragment"),
        pytest.param("a%3F.md", "a?.md", id="query"),
        pytest.param("100%25.md", "100%.md", id="percent-sign"),
        pytest.param("a%24b%24.md", "a$b$.md", id="formula"),
        pytest.param("a%5C_b.md", "a\\_b.md", id="backslash"),
        pytest.param("a%26amp;.md", "a&amp;.md", id="entity"),
        pytest.param("a%3Ab.md", "a:b.md", id="protocol"),
        pytest.param("%E8%86.md", "%E8%87.md", id="no-utf-8"),
        pytest.param("https://a.org/x%20y", "https://a.org/x y", id="address"),
        pytest.param("https://a.org/x%2Cy", "https://a.org/x,y", id="comma-of-an-address"),
    ],
)
def test_links_that_lead_elsewhere_have_other_keys(ours: str, theirs: str) -> None:
    assert spelling_key(f"- A [笔记]({ours})") != spelling_key(f"- A [笔记]({theirs})")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("- A [笔记](2023/A%20%28v2%29.md)", id="ours"),
        pytest.param("- A [笔记](2023/A%20(v2).md)", id="brackets-in-pairs"),
    ],
)
def test_brackets_in_pairs_may_stand_as_they_are(row: str) -> None:
    assert spelling_key(row) == "- A [笔记](<2023/A (v2).md>)"
