from collections.abc import Sequence
from pathlib import PurePosixPath
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from snnnotes.errors import ReadmeMarkerError
from snnnotes.features.readme import BEGIN, END, plan_markers, plan_readme, plan_readmes
from snnnotes.model.markdown import one_line
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.readme_settings import LINE_FIELDS, ReadmeFile, ReadmeSettings

README = PurePosixPath("README.md")
CHINESE = PurePosixPath("README.zh-CN.md")
FILE = ReadmeFile(path=README)
PAIR = f"{BEGIN}\n{END}\n"


def note(
    title: str = "A",
    year: int = 2023,
    *,
    path: str = "",
    venue: str | None = None,
    authors: Sequence[str] = (),
    added: str | None = None,
    tags: Sequence[str] = (),
    status: str | None = None,
    rating: int | None = None,
    citekey: str | None = None,
) -> Note:
    return Note(
        path=PurePosixPath(path or f"notes/{year}/{title}.md"),
        paper=Paper(title=title, year=year, venue=venue, authors=tuple(authors)),
        added=added,
        tags=tuple(tags),
        status=status,
        rating=rating,
        citekey=citekey,
    )


def built(notes: Sequence[Note], file: ReadmeFile = FILE) -> str:
    """The list without the markers."""
    change = plan_readme(PAIR, notes, file=file)
    return change.text.removeprefix(f"{BEGIN}\n").removesuffix(f"{END}\n") if change else ""


def titles(notes: Sequence[Note], *sort: str) -> str:
    file = ReadmeFile(path=README, group="none", line="{title}", sort=sort)
    return " ".join(built(notes, file).split("\n")).strip()


def test_list_has_the_form_of_the_existing_readme() -> None:
    notes = [
        note("Spike-driven Transformer", added="2025-04-08T22:42:14+08:00"),
        note(
            "SparseProp: Efficient (v2) [x]",
            path="notes/2023/SparseProp, Efficient (v2) x.md",
            added="2025-04-17T19:41:31+08:00",
        ),
        note("脉冲神经网络", 2022),
    ]

    change = plan_readme(f"# 笔记\n\n{PAIR}\nbye\n", notes, file=FILE)

    assert change is not None
    assert change.path == README
    assert change.text == (
        "# 笔记\n\n"
        "<!-- snnnotes:begin papers -->\n"
        "#### 2023\n"
        "\n"
        r"- SparseProp: Efficient (v2) \[x\]"
        " [笔记](notes/2023/SparseProp,%20Efficient%20%28v2%29%20x.md)\n"
        "- Spike-driven Transformer [笔记](notes/2023/Spike-driven%20Transformer.md)\n"
        "\n"
        "#### 2022\n"
        "\n"
        "- 脉冲神经网络 [笔记](notes/2022/脉冲神经网络.md)\n"
        "<!-- snnnotes:end papers -->\n"
        "\nbye\n"
    )


def test_empty_notebook_gives_an_empty_list() -> None:
    change = plan_readme(f"{BEGIN}\nold\n{END}\n", [], file=FILE)

    assert change is not None
    assert change.text == PAIR


def test_list_that_is_up_to_date_needs_no_change() -> None:
    assert plan_readme(PAIR, [], file=FILE) is None


def test_missing_markers_are_refused() -> None:
    with pytest.raises(ReadmeMarkerError, match=r"^README\.md: no markers$"):
        plan_readme("# Mine\n", [note()], file=FILE)


def test_line_ends_and_byte_order_mark_of_the_file_are_kept() -> None:
    change = plan_readme(f"\ufeff# Mine\r\n{BEGIN}\r\n{END}\r\nbye", [note()], file=FILE)

    assert change is not None
    assert change.text == (
        f"\ufeff# Mine\r\n{BEGIN}\r\n#### 2023\r\n\r\n- A [笔记](notes/2023/A.md)\r\n{END}\r\nbye"
    )


@pytest.mark.parametrize(
    ("readme", "target"),
    [
        pytest.param("README.md", "notes/2023/A.md", id="at-the-root"),
        pytest.param("docs/papers.md", "../notes/2023/A.md", id="in-another-folder"),
        pytest.param("docs/en/papers.md", "../../notes/2023/A.md", id="two-folders-down"),
        pytest.param("notes/README.md", "2023/A.md", id="beside-the-years"),
        pytest.param("notes/2023/README.md", "A.md", id="beside-the-notes"),
        pytest.param("notes/2022/README.md", "../2023/A.md", id="in-another-year"),
        pytest.param("notes/2023/A.md/README.md", "../A.md", id="in-a-folder-named-like-it"),
    ],
)
def test_links_lead_from_the_readme_to_the_note(readme: str, target: str) -> None:
    file = ReadmeFile(path=PurePosixPath(readme), group="none", line="{target}")

    assert built([note()], file) == f"{target}\n"


def test_years_are_newest_first() -> None:
    list_text = built([note("A", 2021), note("B", 2023), note("C", 999 + 1), note("D", 2022)])

    assert [line for line in list_text.split("\n") if line.startswith("#")] == [
        "#### 2023",
        "#### 2022",
        "#### 2021",
        "#### 1000",
    ]


@pytest.mark.parametrize(
    ("notes", "sort", "expected"),
    [
        pytest.param(
            [note("A", added="2025-03-01"), note("B", added="2025-04-01"), note("C")],
            ("-added", "title"),
            "B A C",
            id="newest-first-then-those-without-date",
        ),
        pytest.param(
            [note("C"), note("A", added="2025-03-01"), note("B", added="2025-04-01")],
            ("added",),
            "A B C",
            id="oldest-first-then-those-without-date",
        ),
        pytest.param(
            [
                note("A", added="2025-04-01T01:00:00+08:00"),
                note("B", added="2025-03-31T18:00:00Z"),
                note("C", added="2025-03-31"),
            ],
            ("-added",),
            "B A C",
            id="times-of-different-zones",
        ),
        pytest.param(
            [note("A", added="0001-01-01T00:00:00+08:00"), note("B", added="9999-12-31")],
            ("-added",),
            "B A",
            id="ends-of-time",
        ),
        pytest.param(
            [note("b", added="2025-04-01"), note("C", added="2025-04-01"), note("A")],
            ("-added", "title"),
            "b C A",
            id="title-whatever-the-case",
        ),
        pytest.param(
            [note("A", path="b.md"), note("a", path="a.md"), note("A", path="c.md")],
            ("title",),
            "a A A",
            id="path-decides-in-the-end",
        ),
        pytest.param([note("B", 2021), note("A", 2022)], ("year",), "B A", id="year"),
        pytest.param([note("B", 2021), note("A", 2022)], ("-year",), "A B", id="year-turned"),
        pytest.param(
            [note("A"), note("B", venue="neurips"), note("C", venue="ICLR")],
            ("venue",),
            "C B A",
            id="venue",
        ),
        pytest.param(
            [note("A", authors=["Zoe Fang"]), note("B", authors=["Al Yao", "X"]), note("C")],
            ("authors",),
            "A B C",
            id="family-name-of-the-first-author",
        ),
        pytest.param(
            [note("A", citekey="z"), note("B", citekey="a")], ("citekey",), "B A", id="citekey"
        ),
        pytest.param(
            [note("A", rating=3), note("B"), note("C", rating=5)],
            ("-rating",),
            "C A B",
            id="rating",
        ),
        pytest.param(
            [
                note("A", status="read"),
                note("B", status="unread"),
                note("C", status="skimmed"),
                note("D", status="reading"),
            ],
            ("status",),
            "B D A C",
            id="status-as-reading-goes",
        ),
        pytest.param(
            [note("A", path="2"), note("B", path="1")], ("-path",), "A B", id="path-turned"
        ),
        pytest.param([note("A", path="2"), note("B", path="1")], (), "B A", id="no-key"),
    ],
)
def test_rows_are_sorted(notes: list[Note], sort: tuple[str, ...], expected: str) -> None:
    assert titles(notes, *sort) == expected
    assert titles(notes[::-1], *sort) == expected


def test_venues_are_groups_by_name_and_preprints_come_last() -> None:
    file = ReadmeFile(
        path=README, group="venue", others="Preprints", line="{title}", heading="# {group}"
    )
    notes = [
        note("A", venue="NeurIPS"),
        note("B"),
        note("C", venue="ICLR"),
        note("D", venue="neurips"),
        note("E", venue="NeurIPS"),
    ]

    assert built(notes, file) == ("# ICLR\n\nC\n\n# NeurIPS\n\nA\nD\nE\n\n# Preprints\n\nB\n")


def test_note_is_listed_once_under_each_of_its_tags() -> None:
    file = ReadmeFile(path=README, group="tag", line="{title}", heading="# {group}")
    notes = [note("A", tags=["snn", "attention", "SNN"]), note("B", tags=["snn"]), note("C")]

    assert built(notes, file) == "# attention\n\nA\n\n# snn\n\nA\nB\n\n# 其他\n\nC\n"


def test_list_without_groups_is_one_run_of_rows() -> None:
    file = ReadmeFile(path=README, group="none", line="{title}")

    assert built([note("A", 2021), note("B", 2023)], file) == "A\nB\n"


def test_heading_can_say_how_many_rows_follow() -> None:
    file = ReadmeFile(path=README, line="{title}", heading="## {group} ({count})")

    assert built([note("A"), note("B")], file) == "## 2023 (2)\n\nA\nB\n"


def test_heading_of_a_list_without_groups_can_count() -> None:
    file = ReadmeFile(path=README, group="none", line="{title}", heading="{group}{count} papers:")

    assert built([note("A"), note("B")], file) == "2 papers:\n\nA\nB\n"


def test_groups_without_headings_are_parted_by_blank_lines() -> None:
    file = ReadmeFile(path=README, line="{title}", heading="")

    assert built([note("A", 2021), note("B", 2023)], file) == "B\n\nA\n"


@pytest.mark.parametrize(
    ("blank_lines", "expected"),
    [
        ("both", "## 2023\n\n- A\n\n## 2022\n\n- B\n"),
        ("headings", "## 2023\n\n- A\n## 2022\n\n- B\n"),
        ("groups", "## 2023\n- A\n\n## 2022\n- B\n"),
        ("none", "## 2023\n- A\n## 2022\n- B\n"),
    ],
)
def test_blank_lines_stand_where_they_are_wanted(blank_lines: str, expected: str) -> None:
    file = FILE._replace(heading="## {group}", line="- {title}", blank_lines=blank_lines)

    assert built([note("A"), note("B", 2022)], file) == expected


def test_table_has_no_blank_line_under_its_head_whatever_is_wanted() -> None:
    file = FILE._replace(heading="| {group} |\n|---|", line="| {title} |", blank_lines="headings")

    assert built([note("A"), note("B", 2022)], file) == (
        "| 2023 |\n|---|\n| A |\n| 2022 |\n|---|\n| B |\n"
    )


def test_rows_are_numbered_under_each_heading() -> None:
    file = FILE._replace(heading="## {group}", line="{number}. {title}", blank_lines="none")
    notes = [note("A"), note("B"), note("C", 2022)]

    assert built(notes, file) == "## 2023\n1. A\n2. B\n## 2022\n1. C\n"


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        pytest.param(("title",), "2023 B C 2022 A", id="newest-first"),
        pytest.param(("year", "title"), "2022 A 2023 B C", id="turned-round"),
        pytest.param(("-title", "year"), "2022 A 2023 C B", id="turned-round-by-a-later-key"),
        pytest.param(("-year", "title"), "2023 B C 2022 A", id="newest-first-in-so-many-words"),
    ],
)
def test_years_are_turned_round_by_sorting_by_them(sort: tuple[str, ...], expected: str) -> None:
    file = FILE._replace(heading="{group}", line="{title}", blank_lines="none", sort=sort)
    notes = [note("A", 2022), note("B"), note("C")]

    assert " ".join(built(notes, file).split()) == expected


def test_year_among_the_keys_leaves_venues_in_their_order() -> None:
    file = FILE._replace(group="venue", heading="{group}", line="{title}", sort=("-year",))
    notes = [note("B", 2022, venue="ICLR"), note("A", 2023, venue="AAAI")]

    assert " ".join(built(notes, file).split()) == "AAAI A ICLR B"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("- A, b [笔记](notes/2023/A%2C%20b.md)", id="comma-encoded"),
        pytest.param("- A, b [笔记](./notes/2023/A,%20b.md)", id="dot"),
        pytest.param("- A, b [笔记](<notes/2023/A, b.md>)", id="angles"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_link_that_leads_to_the_same_note_stays_as_it_is_written(row: str, line_end: str) -> None:
    text = f"{BEGIN}\n#### 2023\n\n{row}\n{END}\n".replace("\n", line_end)

    assert plan_readme(text, [note("A, b")], file=FILE) is None
    # Also where something else changes.
    change = plan_readme(text, [note("A, b"), note("C")], file=FILE)
    assert change is not None
    assert f"{row}{line_end}- C [笔记]" in change.text


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("- A b [笔记](notes/2023/A b.md)", id="blanks-make-it-no-link"),
        pytest.param("- A b [笔记](notes/2023/A%20B.md)", id="other-file"),
        pytest.param("- A  b [笔记](notes/2023/A%20b.md)", id="other-title"),
        pytest.param("- A b [note](notes/2023/A%20b.md)", id="other-words"),
    ],
)
def test_row_that_differs_otherwise_is_written_anew(row: str) -> None:
    change = plan_readme(f"{BEGIN}\n#### 2023\n\n{row}\n{END}\n", [note("A b")], file=FILE)

    assert change is not None
    assert "- A b [笔记](notes/2023/A%20b.md)\n" in change.text


def test_rows_of_a_table_stand_right_under_its_head() -> None:
    file = ReadmeFile(
        path=README,
        heading="## {group}\n\n| Paper | Venue |\n|---|---|",
        line="| [{title}]({target}) | {venue} |",
    )
    table = built([note("P(y|x)", venue="ICLR"), note("B")], file)

    assert table == (
        "## 2023\n\n| Paper | Venue |\n|---|---|\n"
        "| [B](notes/2023/B.md) |  |\n"
        "| [P(y\\|x)](notes/2023/P%28y%7Cx%29.md) | ICLR |\n"
    )
    html = MarkdownIt("commonmark").enable("table").render(table)
    assert html.count("<tr>") == 3
    assert '<a href="notes/2023/P%28y%7Cx%29.md">P(y|x)</a>' in html


def test_row_can_say_everything_that_the_frontmatter_says() -> None:
    paper = Paper(
        title="Spike_",
        year=2023,
        authors=("Man Yao", "胡佳琪"),
        venue="NeurIPS",
        url="https://x.org/a?b=1",
        arxiv="2307.01694",
        doi="10.1/a_b",
        openreview="yzZ_",
        code="https://c.org/(x)",
        pdf="https://p.org",
    )
    full = Note(
        path=PurePosixPath("notes/a.md"),
        paper=paper,
        citekey="yao2023spike",
        tags=("attention", "snn"),
        status="read",
        rating=4,
        added="2025-04-17T23:30:00+08:00",
        summary="一句话",
    )
    file = ReadmeFile(
        path=README,
        label="note",
        group="none",
        line=" · ".join(f"{{{name}}}" for name in LINE_FIELDS),
    )

    assert built([full], file) == (
        r"Spike\_ · note · notes/a.md · 2023 · NeurIPS · Man Yao, 胡佳琪 · yao2023spike"
        " · attention, snn · read · 4 · 2025-04-17 · https://x.org/a?b=1 · https://c.org/%28x%29"
        " · https://p.org · 2307.01694 · 10.1/a_b · yzZ\\_ · 一句话 · 1\n"
    )
    bare = ReadmeFile(
        path=README, group="none", line="".join(f"{{{name}? {name}}}" for name in LINE_FIELDS)
    )
    assert built([note()], bare) == " title label target year number\n"


def test_venue_and_tag_in_a_heading_are_escaped() -> None:
    file = ReadmeFile(path=README, group="venue", line="{title}")

    assert built([note("A", venue="*SEM #")], file).startswith("#### \\*SEM \\#\n")


TITLES = st.one_of(
    st.text(max_size=20), st.text(st.sampled_from("a <!->*_[]()#`$:|\\\n"), max_size=30)
)
NOTES = st.lists(
    st.builds(
        note,
        TITLES,
        st.integers(2020, 2024),
        path=st.text(st.characters(exclude_characters="\0/", codec="utf-8"), min_size=1).map(
            lambda name: f"notes/{name}.md"
        ),
        added=st.sampled_from([None, "2025-01-01", "2025-01-02T00:00:00+08:00"]),
    ),
    max_size=6,
    unique_by=lambda note: note.path,
)
GROUPS = st.sampled_from(["year", "venue", "tag", "none"])


@given(NOTES, GROUPS)
def test_planning_twice_plans_nothing_the_second_time(notes: list[Note], group: str) -> None:
    file = ReadmeFile(path=README, group=group)
    change = plan_readme(f"x\n{BEGIN}\nold\n{END}\n", notes, file=file)

    assert change is not None
    assert plan_readme(change.text, notes, file=file) is None


@given(NOTES, st.randoms())
def test_order_of_the_notes_does_not_matter(notes: list[Note], random: Random) -> None:
    shuffled = list(notes)
    random.shuffle(shuffled)

    assert built(shuffled) == built(notes)


@given(NOTES)
def test_each_note_has_one_row_with_its_title_and_a_link_to_it(notes: list[Note]) -> None:
    tokens = [
        token
        for token in MarkdownIt("commonmark").parse(built(notes, ReadmeFile(path=README)))
        if token.type == "inline" and token.level == 3
    ]
    shown = sorted(
        "".join(child.content for child in token.children or [] if child.type == "text")
        for token in tokens
    )

    assert shown == sorted(f"{one_line(note.paper.title)} 笔记".lstrip(" ") for note in notes)


# --init


def with_markers(text: str | None, notes: Sequence[Note] = ()) -> str:
    change = plan_markers(text, notes, file=FILE)
    assert change is not None
    assert change.before == text
    return change.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(None, PAIR, id="no-file"),
        pytest.param("", PAIR, id="empty"),
        pytest.param("\ufeff", f"\ufeff{PAIR}", id="byte-order-mark-alone"),
        pytest.param("# A\n", f"# A\n\n{PAIR}", id="text"),
        pytest.param("# A\n\n", f"# A\n\n{PAIR}", id="blank-line-at-the-end"),
        pytest.param("# A", f"# A\n\n{PAIR}", id="no-line-end-at-the-end"),
        pytest.param("# A\r\n", f"# A\r\n\r\n{BEGIN}\r\n{END}\r\n", id="crlf"),
        pytest.param("a\r\nb", f"a\r\nb\r\n\r\n{BEGIN}\r\n{END}\r\n", id="crlf-without-the-last"),
        pytest.param("# A\r\n\r\n", f"# A\r\n\r\n{BEGIN}\r\n{END}\r\n", id="crlf-and-blank-line"),
        pytest.param("```\ncode\n```\n", f"```\ncode\n```\n\n{PAIR}", id="code-at-the-end"),
    ],
)
def test_markers_go_to_the_end(text: str | None, expected: str) -> None:
    assert with_markers(text) == expected


def test_markers_that_are_there_stay_where_they_are() -> None:
    assert plan_markers(f"{PAIR}\n# A\n", [], file=FILE) is None


def test_markers_are_not_put_into_open_code() -> None:
    with pytest.raises(ReadmeMarkerError, match=r"README\.md: the file ends in a code block"):
        plan_markers("# A\n\n```\ncode\n", [], file=FILE)


A_ROW = "- A [笔记](notes/2023/A.md)\n"
B_ROW = "* B, by hand [note](<notes/2022/B (v2).md>)\n"
KEPT = [note("A"), note("B", 2022, path="notes/2022/B (v2).md"), note("膜 电", 2022)]


@pytest.mark.parametrize(
    ("above", "rows", "below"),
    [
        pytest.param("", A_ROW, "", id="one-row"),
        pytest.param("# A\n\n", f"{A_ROW}{B_ROW}", "\nbye\n", id="rows"),
        pytest.param(
            "# A\n\n", f"#### 2023\n\n{A_ROW}\n#### 2022\n\n{B_ROW}", "\n# B\n", id="years"
        ),
        pytest.param("text\n", f"## 2023\n{A_ROW}", "# B\n", id="no-blank-lines"),
        pytest.param("## List\n", A_ROW, "", id="heading-of-the-section-stays"),
        pytest.param("", "- [膜 电](notes/2022/%E8%86%9C%20电.md)\n", "", id="percent-signs"),
        pytest.param("", "+ A [笔记](./notes/2023/A.md)  \n", "", id="dot-and-blanks"),
        pytest.param(
            "", "1. [A](notes/2023/A.md)\n2. [膜 电](<notes/2022/膜 电.md>)\n", "", id="numbers"
        ),
        pytest.param("", "- **A** [[笔记]](notes/2023/A.md)\n", "", id="bold-and-brackets"),
        pytest.param("# A\n\n", f"### 2023 年\n{A_ROW}", "", id="chinese-years"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_markers_go_round_a_list_kept_by_hand(
    above: str, rows: str, below: str, line_end: str
) -> None:
    text = f"{above}{rows}{below}".replace("\n", line_end)

    assert with_markers(text, KEPT) == (
        f"{above}{BEGIN}\n{rows}{END}\n{below}".replace("\n", line_end)
    )


def test_markers_go_round_a_list_at_the_end_of_a_file_without_line_end() -> None:
    assert with_markers(A_ROW.rstrip(), KEPT) == f"{BEGIN}\n{A_ROW}{END}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{A_ROW}- Not read yet\n{B_ROW}", id="row-without-link"),
        pytest.param(f"{A_ROW}- C [笔记](notes/2023/C.md)\n{B_ROW}", id="row-of-no-note"),
        pytest.param(f"{A_ROW}\nA word on the next:\n\n{B_ROW}", id="text-between"),
        pytest.param(f"{A_ROW}\n## Favourites\n\n{B_ROW}", id="heading-that-is-no-year"),
        pytest.param(f"- C\n{A_ROW}", id="row-above"),
        pytest.param(f"{A_ROW}- C\n", id="row-below"),
        pytest.param(f"{A_ROW}  a remark\n", id="remark-below"),
        pytest.param("- A [笔记](notes/2023/A.md), great\n", id="remark-behind-the-link"),
        pytest.param("- A [论文](https://x.org) [笔记](notes/2023/A.md)\n", id="two-links"),
        pytest.param(f"```\n{A_ROW}```\n", id="code"),
        pytest.param("See [A](notes/2023/A.md)\n", id="sentence"),
    ],
)
def test_markers_go_to_the_end_when_a_list_holds_something_else(text: str) -> None:
    assert with_markers(text, KEPT) == f"{text}\n{PAIR}"


@given(st.text(st.sampled_from("a#-`> \r\n\ufeff")), NOTES)
def test_markers_change_nothing_else(text: str, notes: list[Note]) -> None:
    try:
        change = plan_markers(text, notes, file=FILE)
    except ReadmeMarkerError:
        return

    assert change is not None
    assert change.text.startswith(text)


# Several files


def changes(
    texts: dict[PurePosixPath, str | None],
    settings: ReadmeSettings | None = None,
    *,
    add_markers: bool = False,
) -> dict[str, str]:
    planned = plan_readmes(
        texts, [note()], settings=settings or ReadmeSettings(), add_markers=add_markers
    )
    for change in planned:
        assert change.before == texts[change.path]
    return {str(change.path): change.text for change in planned}


LIST = f"{BEGIN}\n#### 2023\n\n- A [笔记](notes/2023/A.md)\n{END}\n"
NAMED = ReadmeSettings(files=(FILE, ReadmeFile(path=CHINESE, label="注")), named=True)


def test_each_file_is_built_with_its_own_label() -> None:
    assert changes({README: PAIR, CHINESE: PAIR}, NAMED) == {
        "README.md": LIST,
        "README.zh-CN.md": LIST.replace("笔记", "注"),
    }


def test_files_that_are_up_to_date_are_no_change() -> None:
    assert changes({README: LIST, CHINESE: PAIR}) == {"README.zh-CN.md": LIST}


@pytest.mark.parametrize(
    "chinese", [pytest.param(None, id="not-there"), pytest.param("# 笔记\n", id="no-markers")]
)
def test_usual_file_without_markers_is_left_alone(chinese: str | None) -> None:
    assert changes({README: PAIR, CHINESE: chinese}) == {"README.md": LIST}


def test_one_usual_file_with_markers_is_enough() -> None:
    assert changes({README: "# A\n", CHINESE: PAIR}) == {"README.zh-CN.md": LIST}


def test_some_usual_file_must_have_markers() -> None:
    with pytest.raises(ReadmeMarkerError, match=r"README\.md: no markers"):
        changes({README: "# A\n", CHINESE: None})


def test_usual_file_with_half_a_pair_is_refused() -> None:
    with pytest.raises(ReadmeMarkerError, match=r"README\.zh-CN\.md:1: the end marker is missing"):
        changes({README: PAIR, CHINESE: f"{BEGIN}\n"})


def test_named_file_must_have_markers() -> None:
    with pytest.raises(ReadmeMarkerError, match=r"README\.zh-CN\.md: no markers"):
        changes({README: PAIR, CHINESE: "# 笔记\n"}, NAMED)


def test_named_file_must_be_there() -> None:
    with pytest.raises(ReadmeMarkerError, match="there is no such file") as caught:
        changes({README: PAIR, CHINESE: None}, NAMED)

    assert "snnnotes build-readme --init" in caught.value.hint


def test_only_files_that_are_given_are_built() -> None:
    assert changes({CHINESE: PAIR}, NAMED).keys() == {"README.zh-CN.md"}
    assert changes({}) == {}


def test_init_puts_markers_in_and_builds_at_once() -> None:
    assert changes({README: "# A\n", CHINESE: PAIR}, add_markers=True) == {
        "README.md": f"# A\n\n{LIST}",
        "README.zh-CN.md": LIST,
    }


def test_init_takes_over_a_list_kept_by_hand() -> None:
    by_hand = "# A\n\n## 2023\n\n* A, as I called it [x](notes/2023/A.md)\n\nbye\n"

    assert changes({README: by_hand, CHINESE: None}, add_markers=True) == {
        "README.md": f"# A\n\n{LIST}\nbye\n"
    }


def test_init_makes_a_readme_where_there_is_none_at_all() -> None:
    assert changes({README: None, CHINESE: None}, add_markers=True) == {"README.md": LIST}


def test_init_makes_the_files_that_the_user_named() -> None:
    assert changes({README: None, CHINESE: None}, NAMED, add_markers=True).keys() == {
        "README.md",
        "README.zh-CN.md",
    }


def test_init_changes_nothing_the_second_time() -> None:
    assert changes({README: f"# A\n\n{LIST}", CHINESE: None}, add_markers=True) == {}


def test_init_refuses_half_a_pair() -> None:
    with pytest.raises(ReadmeMarkerError, match="the end marker is missing"):
        changes({README: f"{BEGIN}\n"}, add_markers=True)
