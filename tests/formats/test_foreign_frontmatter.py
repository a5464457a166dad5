from pathlib import PurePosixPath

import pytest

from snnnotes.formats.foreign_frontmatter import Carrier, foreign_frontmatter
from snnnotes.formats.foreign_lines import read_by_line, value_written
from snnnotes.model.note import Value

# --- lines that no parser takes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SEENN: Towards", "SEENN: Towards", id="colon"),
        pytest.param('"A: B"', "A: B", id="double-quotes"),
        pytest.param("'it''s'", "it's", id="single-quotes"),
        pytest.param('"a \\"b\\""', 'a "b"', id="escaped-quotes"),
        pytest.param("[[Man Yao]], [[Bo Xu]]", ["Man Yao", "Bo Xu"], id="pages"),
        pytest.param("[[Man Yao|Yao]]", ["Man Yao"], id="page-with-shown-name"),
        pytest.param("[ [[A]], [[B]] ]", ["A", "B"], id="pages-in-a-list"),
        pytest.param("about [[A]] and more", "about [[A]] and more", id="page-in-a-text"),
        pytest.param("#SNN #LIF", ["SNN", "LIF"], id="hashtags"),
        pytest.param("[#SNN, #LIF]", ["SNN", "LIF"], id="hashtags-in-a-list"),
        pytest.param("#SNN, #膜电位", ["SNN", "膜电位"], id="hashtags-and-commas"),
        pytest.param("[a, 'b, c', \"d\"]", ["a", "b, c", "d"], id="list"),
        pytest.param("[]", [], id="empty-list"),
        pytest.param("2023 # the year", "2023", id="comment"),
        pytest.param("C# in SNNs", "C# in SNNs", id="sharp"),
        pytest.param("Issue #12", "Issue #12", id="number-sign"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_value_is_read_as_it_was_meant(text: str, expected: Value) -> None:
    assert value_written(text) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("a: 1\nb: 2", {"a": "1", "b": "2"}, id="two"),
        pytest.param("a:1", {"a": "1"}, id="no-blank"),
        pytest.param("a： 1", {"a": "1"}, id="full-width-colon"),
        pytest.param("'a b': 1", {"a b": "1"}, id="quoted-key"),
        pytest.param("论文 标题: 膜", {"论文 标题": "膜"}, id="chinese-key"),
        pytest.param("a:\n- x\n- y: z", {"a": ["x", "y: z"]}, id="list"),
        pytest.param("a:\n  - [[X]]\n  - Y", {"a": ["X", "Y"]}, id="list-with-page"),
        pytest.param("a:\nb: 1", {"a": "", "b": "1"}, id="empty-value"),
        pytest.param("a: |\n  x\n\n  y\nb: 1", {"a": "x\ny", "b": "1"}, id="block"),
        pytest.param("a: x\n  y: z", {"a": "x y: z"}, id="continued"),
        pytest.param("# comment\na: 1", {"a": "1"}, id="comment"),
        pytest.param("u: https://x.org", {"u": "https://x.org"}, id="address"),
        pytest.param("", {}, id="nothing"),
    ],
)
def test_lines_of_keys_are_read_without_a_parser(block: str, expected: dict[str, Value]) -> None:
    read = read_by_line(block, first_line=2)

    assert read.fields == expected
    assert read.unread == ()


def test_lines_that_are_in_no_field_are_named() -> None:
    read = read_by_line("a: 1\n- lost\na: 2\nhttps://x.org\nb: 3", first_line=2)

    assert read.fields == {"a": "1", "b": "3"}
    assert read.lines == {"a": 2, "b": 6}
    assert read.unread == (3, 4, 5)


def test_lines_may_have_another_separator() -> None:
    read = read_by_line('title = "A = B"\ntags = [a, b]', first_line=1, separator="=")

    assert read.fields == {"title": "A = B", "tags": ["a", "b"]}


# --- blocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "carrier", "fields", "body"),
    [
        pytest.param("---\ntitle: A\n---\nB", Carrier.YAML, {"title": "A"}, "B", id="yaml"),
        pytest.param(
            "---\ntags: #SNN #LIF\nby: [[A]]\n---\nB",
            Carrier.YAML,
            {"tags": ["SNN", "LIF"], "by": [["A"]]},
            "B",
            id="tags-that-yaml-takes-for-a-comment",
        ),
        pytest.param(
            "\ufeff---\r\ntags: #SNN\r\n---\r\nB",
            Carrier.YAML,
            {"tags": ["SNN"]},
            "B",
            id="byte-order-mark-and-crlf",
        ),
        pytest.param(
            "---\narxiv: 2307.10690\nread: # not yet\n---\n",
            Carrier.YAML,
            {"arxiv": "2307.10690", "read": ""},
            "",
            id="scalars-as-written-and-real-comment",
        ),
        pytest.param("---\n---\nB", Carrier.YAML, {}, "B", id="empty-yaml"),
        pytest.param(
            "---\ntitle: A: B\nby: [[X]], [[Y]]\n---\nB",
            Carrier.BROKEN_YAML,
            {"title": "A: B", "by": ["X", "Y"]},
            "B",
            id="unquoted-colon-and-pages",
        ),
        pytest.param(
            "\n\n---\ntitle: A\n---\nB", Carrier.BROKEN_YAML, {"title": "A"}, "B", id="blank-lines"
        ),
        pytest.param(
            "---\ntitle: A\n...\nB", Carrier.BROKEN_YAML, {"title": "A"}, "B", id="dots-at-the-end"
        ),
        pytest.param(
            "---\na: 1\na: 2\n---\nB", Carrier.BROKEN_YAML, {"a": "1"}, "B", id="key-twice"
        ),
        pytest.param(
            '+++\ntitle = "A"\narxiv = 2307.10690\ntoc = true\n[taxonomies]\ntags = ["x"]\n+++\nB',
            Carrier.TOML,
            {
                "tags": ["x"],
                "title": "A",
                "arxiv": "2307.10690",
                "toc": "true",
                "taxonomies": {"tags": ["x"]},
            },
            "B",
            id="toml-with-table-and-float",
        ),
        pytest.param(
            "+++\ndate = 2021-05-03T20:15:00+08:00\nweight = 3\n+++\n",
            Carrier.TOML,
            {"date": "2021-05-03 20:15:00+08:00", "weight": "3"},
            "",
            id="toml-date-and-number",
        ),
        pytest.param(
            "+++\ntitle = A\ntags = [a, b]\n+++\nB",
            Carrier.TOML,
            {"title": "A", "tags": ["a", "b"]},
            "B",
            id="broken-toml",
        ),
        pytest.param(
            "title:: A: B\nauthors:: [[X]], [[Y]]\nread::\n\nB",
            Carrier.LOGSEQ,
            {"title": "A: B", "authors": "[[X]], [[Y]]", "read": ""},
            "\nB",
            id="logseq-page",
        ),
        pytest.param(
            "- title:: A\n  tags:: #x\n- B", Carrier.LOGSEQ, {"title": "A", "tags": "#x"}, "- B",
            id="logseq-block",
        ),
        pytest.param(
            "title: A: B\ntags:\n- x\n- y\ndate: 2021-05-03\n---\nB",
            Carrier.HEXO,
            {"title": "A: B", "tags": ["x", "y"], "date": "2021-05-03"},
            "B",
            id="hexo-without-opening",
        ),
        pytest.param(
            "---\r\ntitle: A: B\r\ntags:\r\n- x\r\nyear: 2022\r\n\r\nB", Carrier.BROKEN_YAML,
            {"title": "A: B", "tags": ["x"], "year": "2022"}, "\r\nB", id="yaml-without-end",
        ),
        pytest.param(
            "---\ntitle: A\nyear: 2022", Carrier.BROKEN_YAML, {"title": "A", "year": "2022"}, "",
            id="yaml-without-end-or-body",
        ),
    ],
)  # fmt: skip
def test_metadata_is_read_from_every_carrier(
    text: str, carrier: Carrier, fields: dict[str, Value], body: str
) -> None:
    found = foreign_frontmatter(text)

    assert found is not None
    assert found.carrier is carrier
    assert found.fields == fields
    assert text[found.body_start :] == body


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("# A\n\ntitle:: B", id="heading"),
        pytest.param("---\n\ntext\n", id="rule"),
        pytest.param("---\n\nTitle: A\nYear: 2022\n\ntext\n", id="labels-below-a-rule"),
        pytest.param("---\nNote: A\nThen: B\n\ntext\n", id="words-with-colons-below-a-rule"),
        pytest.param("---\nTitle: A\nYear: 2022\ntext\n", id="text-at-once-below-a-rule"),
        pytest.param("---\nsome text\nand more\n---\nB", id="text-between-rules"),
        pytest.param("---\n# A\n---\nB", id="heading-between-rules"),
        pytest.param("---\nfoo\nbar\nbaz\nNote: x\n---\nB", id="text-with-a-colon-between-rules"),
        pytest.param("+++\ntitle = 'A'\n", id="toml-without-end"),
        pytest.param("Title: A\n\ntext\n---\n", id="label-line"),
        pytest.param("a: 1\nb: 2\ntext\n---\n", id="text-before-the-end"),
        pytest.param("std::vector\n", id="c-plus-plus"),
        pytest.param("a: 1\nb: 2", id="keys-to-the-end"),
        pytest.param("a: 1\nb: 2\n" + "- x\n" * 60 + "---\n", id="end-far-down"),
    ],
)
def test_a_text_without_metadata_has_none(text: str) -> None:
    assert foreign_frontmatter(text) is None


def test_the_lines_of_keys_are_those_of_the_file() -> None:
    texts = [
        "---\nb: 1\na: [\n---\n",
        "\n---\nb: 1\n---\n",
        "+++\nx = 1\nb = 2\n+++\n",
        "\ufeff\nb:: 1\n",
        "a: 1\nb: 2\n---\n",
    ]

    blocks = [foreign_frontmatter(text) for text in texts]

    assert [block and block.lines["b"] for block in blocks] == [2, 3, 3, 2, 2]


def test_what_is_wrong_is_said_with_the_place() -> None:
    found = foreign_frontmatter("---\ntitle: A: B\n---\n", path=PurePosixPath("2023/a.md"))

    assert found is not None
    assert str(found.problem) == "2023/a.md:2: a value without quotes cannot hold ': '"


def test_a_block_without_end_is_said_to_have_none() -> None:
    found = foreign_frontmatter("---\ntitle: A\nyear: 2022\n\nB\n", path=PurePosixPath("a.md"))

    assert found is not None
    assert str(found.problem).startswith("a.md:1: ")
    assert found.lines == {"title": 2, "year": 3}


def test_broken_toml_is_said_to_be_so() -> None:
    found = foreign_frontmatter("+++\ntitle = A\n+++\n", path=PurePosixPath("a.md"))

    assert found is not None
    assert str(found.problem) == "a.md:1: the frontmatter is not TOML"


def test_a_line_that_is_in_no_field_is_named() -> None:
    found = foreign_frontmatter("---\ntitle: A: B\n- lost\n---\n")
    twice = foreign_frontmatter("title:: A\ntitle:: B\n")

    assert found is not None
    assert found.unread == (3,)
    assert twice is not None
    assert (twice.fields, twice.unread) == ({"title": "A"}, (2,))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\na: " + "[" * 5000 + "\n---\n", id="yaml"),
        pytest.param("+++\na = " + "[" * 5000 + "\n+++\n", id="toml"),
    ],
)
def test_deep_nesting_is_no_danger(text: str) -> None:
    found = foreign_frontmatter(text)

    assert found is not None
    assert found.problem is not None
