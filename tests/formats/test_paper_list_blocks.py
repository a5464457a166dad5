import textwrap

import pytest

from snnnotes.formats.paper_list_blocks import (
    Blocks,
    Item,
    Section,
    Table,
    blocks_of,
    heading_facts,
)
from snnnotes.formats.paper_list_venue import Published


def read(text: str) -> Blocks:
    return blocks_of(textwrap.dedent(text))


def items_of(text: str) -> list[Item]:
    return [block for block in read(text).blocks if isinstance(block, Item)]


def table_of(text: str) -> Table:
    (table,) = [block for block in read(text).blocks if isinstance(block, Table)]
    return table


def sources(text: str) -> list[str]:
    return [item.source for item in items_of(text)]


@pytest.mark.parametrize(
    ("heading", "year", "venue"),
    [
        pytest.param("2023", 2023, None, id="year"),
        pytest.param("2023年", 2023, None, id="chinese-year"),
        pytest.param("🔥 2023 🔥", 2023, None, id="emoji"),
        pytest.param("Papers of 2023", 2023, None, id="year-behind"),
        pytest.param("2023 Papers", 2023, None, id="year-before"),
        pytest.param("2023年论文", 2023, None, id="chinese-year-before"),
        pytest.param("Papers (2023)", 2023, None, id="year-in-brackets"),
        pytest.param("NeurIPS", None, "NeurIPS", id="venue"),
        pytest.param("NeurIPS 2023", 2023, "NeurIPS", id="venue-and-year"),
        pytest.param("2023 NeurIPS", 2023, "NeurIPS", id="year-and-venue"),
        pytest.param("ICLR'24", 2024, "ICLR", id="short-year"),
        pytest.param("Nature Communications", None, "Nature Communications", id="journal"),
        pytest.param("SNN 2023", 2023, None, id="topic-that-looks-like-a-venue"),
        pytest.param("Event Cameras 2023", 2023, None, id="topic-and-year"),
        pytest.param("AAAI, ICLR, CVPR 2023", 2023, None, id="three-venues"),
    ],
)
def test_headings_give_year_and_venue(heading: str, year: int | None, venue: str | None) -> None:
    said = heading_facts(heading)

    assert said is not None
    assert (said.year, said.venue) == (year, venue)


def test_a_heading_of_preprints_gives_no_venue_and_takes_that_above_away() -> None:
    assert heading_facts("Arxiv") == Published(None, None, is_preprint=True)
    assert Section().under("NeurIPS 2023").under("Arxiv").venue is None


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("", id="empty"),
        pytest.param("STDP", id="acronym"),
        pytest.param("Survey", id="word"),
        pytest.param("Updated on 2025.03.25", id="date-of-update"),
        pytest.param("更新于 2025", id="chinese-update"),
        pytest.param("2019-2023", id="span"),
        pytest.param("Since 2020", id="since"),
        pytest.param("2048", id="game"),
        pytest.param("NeurIPS, ICCV, IJCAI", id="three-venues"),
    ],
)
def test_other_headings_say_nothing_of_their_rows(heading: str) -> None:
    assert heading_facts(heading) is None


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("# A\n## B\n- x", ("A", "B"), id="levels"),
        pytest.param("# A\n## B\n# C\n- x", ("C",), id="back-up"),
        pytest.param("## B ##\n- x", ("B",), id="closing-signs"),
        pytest.param("##B\n- x", ("B",), id="no-blank"),
        pytest.param("#B\n- x", (), id="hash-tag"),
        pytest.param("A\n===\n- x", ("A",), id="underlined"),
        pytest.param("A\n---\n- x", ("A",), id="underlined-with-hyphens"),
        pytest.param("<h2 align=center>A</h2>\n- x", ("A",), id="html"),
        pytest.param("<details>\n<summary><b>A</b></summary>\n\n- x", ("A",), id="summary"),
        pytest.param("<details><summary>A</summary>\n\n- x", ("A",), id="summary-on-one-line"),
        pytest.param(
            "# A\n<summary>B</summary>\n<summary>C</summary>\n- x", ("A", "C"), id="two-summaries"
        ),
        pytest.param("# A\n**B**\n- x", ("A", "B"), id="bold-line"),
        pytest.param("# A\n**B**\n\n- y\n\n**C:**\n- x", ("A", "C"), id="two-bold-lines"),
        pytest.param("# A\n**B**\n## C\n- x", ("A", "C"), id="heading-ends-a-bold-line"),
        pytest.param("# A\n2023：\n- x", ("A", "2023"), id="line-of-a-year"),
        pytest.param("# A\nNeurIPS 2023\n\n- x", ("A", "NeurIPS 2023"), id="line-of-a-venue"),
        pytest.param("# A\nSome words\n\n- x", ("A",), id="line-of-words"),
        pytest.param("# A\n**B** and more\n- x", ("A",), id="bold-and-more"),
        pytest.param("# [A](x) `b` &amp; **c**\n- x", ("b & c",), id="markdown-in-a-heading"),
        pytest.param("- # A\n- x", ("A",), id="heading-in-a-bullet"),
        pytest.param("```\n# A\n```\n- x", (), id="in-code"),
        pytest.param("<!-- # A -->\n- x", (), id="in-a-comment"),
    ],
)
def test_rows_know_the_headings_over_them(text: str, headings: tuple[str, ...]) -> None:
    assert items_of(text)[-1].section.headings == headings


@pytest.mark.parametrize(
    "bullet",
    [
        pytest.param("- x", id="hyphen"),
        pytest.param("* x", id="asterisk"),
        pytest.param("+ x", id="plus"),
        pytest.param("• x", id="dot"),
        pytest.param("1. x", id="number"),
        pytest.param("12) x", id="bracket"),
        pytest.param("(3) x", id="brackets"),
        pytest.param("4、x", id="chinese-comma"),
        pytest.param("5．x", id="full-width-stop"),
        pytest.param("   - x", id="set-in"),
        pytest.param("\t- x", id="tab"),
        pytest.param("-   x", id="blanks"),
    ],
)
def test_bullets_of_every_kind_are_items(bullet: str) -> None:
    (item,) = items_of(f"# A\n\n{bullet}\n")

    assert (item.source, item.line, item.is_paragraph) == ("x", 3, False)


def test_a_bullet_without_blank_is_one_before_a_link() -> None:
    assert sources("-[a](b)\n-x\n") == ["[a](b)\n-x"]


@pytest.mark.parametrize("rule", ["---", "***", "* * *", "___", "- - -"])
def test_rules_are_no_items(rule: str) -> None:
    assert items_of(f"# A\n\n{rule}\n") == []


def test_lines_that_go_on_belong_to_their_item() -> None:
    items = items_of(
        """
        - one
        goes on
          and on

          paragraph of its own

        not of the list
        - two
        """
    )

    assert [item.source for item in items] == [
        "one\ngoes on\nand on<br>paragraph of its own",
        "not of the list",
        "two",
    ]
    assert [item.is_paragraph for item in items] == [False, True, False]


def test_items_are_nested_by_their_indentation() -> None:
    (one, two) = items_of(
        """
        - one
          - inner
              - innermost
           - inner by three
         - two, since one blank is a slip
        """
    )

    assert [item.source for item in one.nested] == ["inner", "inner by three"]
    assert [item.source for item in one.nested[0].nested] == ["innermost"]
    assert two.source == "two, since one blank is a slip"


def test_a_description_in_a_quotation_is_skipped() -> None:
    (one, two) = items_of("- one\n  > told\n- two\n")

    assert (one.source, one.nested, two.source) == ("one", [], "two")


def test_references_are_found_wherever_they_stand() -> None:
    found = read(
        """
        - [a][Paper One]

        [paper one]: https://a.org/x "Title"
        [2]: <https://b.org>
        [Paper  ONE]: https://second.org
        [^1]: a footnote
        """
    )

    assert found.references == {"paper one": "https://a.org/x", "2": "https://b.org"}


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        pytest.param(
            "| A | B |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n",
            ["A", "B"],
            [(3, ["1", "2"]), (4, ["3", "4"])],
            id="usual",
        ),
        pytest.param("A | B\n--|--\n1 | 2\n", ["A", "B"], [(3, ["1", "2"])], id="no-outer-pipes"),
        pytest.param("|A|\n|-|\n|1|\n", ["A"], [(3, ["1"])], id="one-column"),
        pytest.param("|A|B|\n|-|-|\n|a\\|b|\\||\n", ["A", "B"], [(3, ["a|b", "|"])], id="escaped"),
        pytest.param("|A|B|\n|-|-|\n|1|\n", ["A", "B"], [(3, ["1"])], id="too-few-cells"),
        pytest.param(
            "|A|B|\n|-|-|\n|1|2|\n\n|3|4|\n", ["A", "B"], [(3, ["1", "2"])], id="blank-line"
        ),
        pytest.param("x\n|A|\n|-|\n|1|\n", ["A"], [(4, ["1"])], id="text-right-before"),
        pytest.param("- x\n|A|\n|-|\n|1|\n", ["A"], [(4, ["1"])], id="item-right-before"),
        pytest.param("  |A|\n  |-|\n  |1|\n", ["A"], [(3, ["1"])], id="set-in"),
        pytest.param(
            "|A|B|C|\n|-|-|-|\n|1|two\nlines, and\nmore|3|\n|4|5|6|\n",
            ["A", "B", "C"],
            [(3, ["1", "two lines, and more", "3"]), (6, ["4", "5", "6"])],
            id="line-ends-in-a-cell",
        ),
        pytest.param(
            "|A|B|C|\n|-|-|-|\n|1|cut off\n\ntext | text\n",
            ["A", "B", "C"],
            [(3, ["1", "cut off"])],
            id="blank-line-in-a-cell",
        ),
    ],
)
def test_tables_are_read(text: str, header: list[str], rows: list[tuple[int, list[str]]]) -> None:
    table = table_of(text)

    assert (table.header, table.rows) == (header, rows)


def test_the_header_of_a_table_is_not_in_the_item_before_it() -> None:
    assert sources("- x\n|A|\n|-|\n|1|\n") == ["x"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("- a <!-- b --> c", ["a  c"], id="within-a-line"),
        pytest.param("<!-- a\n- b\n--> - c\n- d", ["c", "d"], id="over-lines"),
        pytest.param("- a <!-- b\n- c", ["a <!-- b", "c"], id="begun-within-a-line"),
        pytest.param("```\n<!--\n```\n- a", ["a"], id="in-code"),
        pytest.param("- `<!--` a\n- b", ["`<!--` a", "b"], id="in-inline-code"),
    ],
)
def test_comments_are_not_shown(text: str, shown: list[str]) -> None:
    assert sources(text) == shown


def test_line_numbers_are_those_of_the_file() -> None:
    text = "---\ntitle: x\n---\n<!--\nhidden\n-->\n```\ncode\n```\n- a\n"

    assert [item.line for item in items_of(text)] == [10]
