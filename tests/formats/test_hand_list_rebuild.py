from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.features.readme import plan_readme
from snnnotes.formats.hand_list import NoHandList, with_markers
from snnnotes.formats.hand_list_rebuild import TakeOver, take_over
from snnnotes.formats.readme_block import BEGIN, END
from snnnotes.formats.readme_list import list_lines
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.readme_settings import BLANK_LINES, ReadmeFile

README = PurePosixPath("readme.md")
FILE = ReadmeFile(path=README)


def note(
    title: str,
    path: str,
    *,
    year: int = 2023,
    venue: str | None = "NeurIPS",
    code: str | None = None,
    url: str | None = None,
    added: str | None = None,
    tags: Sequence[str] = (),
    authors: Sequence[str] = (),
) -> Note:
    paper = Paper(title=title, year=year, venue=venue, code=code, url=url, authors=tuple(authors))
    return Note(path=PurePosixPath(path), paper=paper, added=added, tags=tuple(tags))


SPARSE = note(
    "SparseProp: Efficient Simulation",
    "2023/SparseProp, Efficient Simulation.md",
    code="https://github.com/r/SparseProp",
    url="https://openreview.net/forum?id=yz",
    added="2025-04-17T19:41:31+08:00",
    tags=("simulation",),
)
DRIVEN = note(
    "Spike-driven Transformer",
    "2023/Spike-driven Transformer.md",
    url="https://arxiv.org/abs/2307.01694",
    added="2025-04-16T19:41:31+08:00",
    tags=("attention",),
)
GRAPH = note(
    "Spiking Graph Convolutional Networks (v2)",
    "2022/Spiking Graph Convolutional Networks (v2).md",
    year=2022,
    venue="IJCAI",
    url="https://ijcai.org/1",
    added="2025-04-15T19:41:31+08:00",
    tags=("graph",),
)
CHINESE = note(
    "脉冲神经网络综述",
    "2022/脉冲神经网络综述.md",
    year=2022,
    venue=None,
    added="2025-04-14T19:41:31+08:00",
)
NOTES = {one.path: one for one in (SPARSE, DRIVEN, GRAPH, CHINESE)}
SPARSE_PATH = "2023/SparseProp,%20Efficient%20Simulation.md"
DRIVEN_PATH = "2023/Spike-driven%20Transformer.md"
GRAPH_PATH = "2022/Spiking%20Graph%20Convolutional%20Networks%20%28v2%29.md"
CHINESE_PATH = "2022/脉冲神经网络综述.md"


def taken(text: str, path: PurePosixPath = README) -> TakeOver:
    found = take_over(text, path=path, notes=NOTES)
    assert isinstance(found, TakeOver), found
    return found


def built_again(text: str, path: PurePosixPath = README) -> str:
    """The README after its list was built, without the markers."""
    found = taken(text, path)
    marked = with_markers(text, found.found, path=path)
    change = plan_readme(marked, NOTES.values(), file=found.file)
    after = marked if change is None else change.text
    for marker in (BEGIN, END):
        line = next(line for line in after.splitlines(keepends=True) if marker in line)
        after = after.replace(line, "\ufeff" if line.startswith("\ufeff") else "", 1)
    return after


def filled(template: str) -> str:
    """A README with the paths and titles of the four notes."""
    return template.format(
        SPARSE=SPARSE.paper.title,
        DRIVEN=DRIVEN.paper.title,
        GRAPH=GRAPH.paper.title,
        CHINESE=CHINESE.paper.title,
        sparse=SPARSE_PATH,
        driven=DRIVEN_PATH,
        graph=GRAPH_PATH,
        chinese=CHINESE_PATH,
    )


@pytest.mark.parametrize(
    ("template", "settings"),
    [
        pytest.param(
            "#### 2023\n\n- {SPARSE} [笔记]({sparse})\n- {DRIVEN} [笔记]({driven})\n\n"
            "#### 2022\n\n- {GRAPH} [笔记]({graph})\n- {CHINESE} [笔记]({chinese})\n",
            {},
            id="as-ours",
        ),
        pytest.param(
            "## 2023\n\n- [{SPARSE}]({sparse})\n- [{DRIVEN}]({driven})\n\n"
            "## 2022\n\n- [{GRAPH}]({graph})\n- [{CHINESE}]({chinese})\n",
            {"heading": "## {group}", "line": "- [{title}]({target})"},
            id="title-is-the-link",
        ),
        pytest.param(
            "### 2023年\n* {SPARSE} [[笔记]]({sparse})\n* {DRIVEN} [[笔记]]({driven})\n\n"
            "### 2022年\n* {GRAPH} [[笔记]]({graph})\n* {CHINESE} [[笔记]]({chinese})\n",
            {
                "heading": "### {group}年",
                "line": "* {title} [{label}]({target})",
                "label": "[笔记]",
                "blank_lines": "groups",
            },
            id="no-blank-line-under-headings",
        ),
        pytest.param(
            "## 2023\n\n+ {SPARSE}: [note]({sparse})\n+ {DRIVEN}: [note]({driven})\n"
            "## 2022\n\n+ {GRAPH}: [note]({graph})\n+ {CHINESE}: [note]({chinese})\n",
            {
                "heading": "## {group}",
                "line": "+ {title}: [{label}]({target})",
                "label": "note",
                "blank_lines": "headings",
            },
            id="no-blank-line-between-groups",
        ),
        pytest.param(
            "**2023**\n- {SPARSE} ([Notes]({sparse}))\n- {DRIVEN} ([Notes]({driven}))\n"
            "**2022**\n- {GRAPH} ([Notes]({graph}))\n- {CHINESE} ([Notes]({chinese}))\n",
            {
                "heading": "**{group}**",
                "line": "- {title} ([{label}]({target}))",
                "label": "Notes",
                "blank_lines": "none",
            },
            id="bold-headings-and-no-blank-line",
        ),
        pytest.param(
            "1. [{SPARSE}]({sparse})\n2. [{DRIVEN}]({driven})\n3. [{GRAPH}]({graph})\n"
            "4. [{CHINESE}]({chinese})\n",
            {"group": "none", "line": "{number}. [{title}]({target})"},
            id="numbered",
        ),
        pytest.param(
            "## 2022\n\n1. [{GRAPH}]({graph})\n1. [{CHINESE}]({chinese})\n\n"
            "## 2023\n\n1. [{SPARSE}]({sparse})\n1. [{DRIVEN}]({driven})\n",
            {
                "heading": "## {group}",
                "line": "1. [{title}]({target})",
                "sort": ("year", "-added", "title"),
            },
            id="all-number-one-and-oldest-year-first",
        ),
        pytest.param(
            "#### 2023 (2)\n\n- {DRIVEN} [笔记]({driven})\n- {SPARSE} [笔记]({sparse})\n\n"
            "#### 2022 (2)\n\n- {CHINESE} [笔记]({chinese})\n- {GRAPH} [笔记]({graph})\n",
            {"heading": "#### {group} ({count})", "sort": ("added", "title")},
            id="oldest-note-first-and-counts",
        ),
        pytest.param(
            "## IJCAI\n\n- {GRAPH} [笔记]({graph})\n\n"
            "## NeurIPS\n\n- {SPARSE} [笔记]({sparse})\n- {DRIVEN} [笔记]({driven})\n\n"
            "## 中文与预印本\n\n- {CHINESE} [笔记]({chinese})\n",
            {"heading": "## {group}", "group": "venue", "others": "中文与预印本"},
            id="venues",
        ),
        pytest.param(
            "### attention\n\n- {DRIVEN} [笔记]({driven})\n\n"
            "### graph\n\n- {GRAPH} [笔记]({graph})\n\n"
            "### simulation\n\n- {SPARSE} [笔记]({sparse})\n\n"
            "### misc\n\n- {CHINESE} [笔记]({chinese})\n",
            {"heading": "### {group}", "group": "tag", "others": "misc"},
            id="topics-that-are-tags",
        ),
        pytest.param(
            "- **{SPARSE}** (NeurIPS 2023) [note]({sparse}) [code](https://github.com/r/SparseProp)\n"
            "- **{DRIVEN}** (NeurIPS 2023) [note]({driven})\n"
            "- **{GRAPH}** (IJCAI 2022) [note]({graph})\n"
            "- **{CHINESE}** (2022) [note]({chinese})\n",
            {
                "group": "none",
                "label": "note",
                "line": "- **{title}** ({venue?{venue} }{year}) [{label}]({target})"
                "{code? [code]({code})}",
            },
            id="venue-and-code-where-there-are",
        ),
        pytest.param(
            "#### 2023\n\n| 标题 | 会议 | 笔记 |\n|---|:--:|---|\n"
            "| {SPARSE} | NeurIPS | [笔记]({sparse}) |\n"
            "| {DRIVEN} | NeurIPS | [笔记]({driven}) |\n\n"
            "#### 2022\n\n| 标题 | 会议 | 笔记 |\n|---|:--:|---|\n"
            "| {GRAPH} | IJCAI | [笔记]({graph}) |\n| {CHINESE} |  | [笔记]({chinese}) |\n",
            {
                "heading": "#### {group}\n\n| 标题 | 会议 | 笔记 |\n|---|:--:|---|",
                "line": "| {title} | {venue} | [{label}]({target}) |",
            },
            id="a-table-for-each-year",
        ),
        pytest.param(
            "| # | Paper | Year |\n| - | - | - |\n| 1 | [{SPARSE}]({sparse}) | 2023 |\n"
            "| 2 | [{DRIVEN}]({driven}) | 2023 |\n| 3 | [{GRAPH}]({graph}) | 2022 |\n"
            "| 4 | [{CHINESE}]({chinese}) | 2022 |\n",
            {
                "group": "none",
                "heading": "| # | Paper | Year |\n| - | - | - |",
                "line": "| {number} | [{title}]({target}) | {year} |",
            },
            id="one-table",
        ),
        pytest.param(
            "- {SPARSE} [笔记](./{sparse})  \n- {DRIVEN} [笔记](./{driven})  \n"
            "- {GRAPH} [笔记](./{graph})  \n- {CHINESE} [笔记](./{chinese})  \n",
            {"group": "none", "line": "- {title} [{label}](./{target})  "},
            id="dot-before-paths-and-blanks-at-the-end",
        ),
        pytest.param(
            "- [{SPARSE}](https://openreview.net/forum?id=yz) [笔记]({sparse})\n"
            "- [{DRIVEN}](https://arxiv.org/abs/2307.01694) [笔记]({driven})\n"
            "- [{GRAPH}](https://ijcai.org/1) [笔记]({graph})\n- {CHINESE} [笔记]({chinese})\n",
            {"group": "none"},
            id="title-leads-to-the-paper",
        ),
        pytest.param(
            "- 2025-04-17 {{{SPARSE}}} [笔记](https://github.com/me/n/blob/main/{sparse})\n"
            "- 2025-04-16 {{{DRIVEN}}} [笔记](https://github.com/me/n/blob/main/{driven})\n"
            "- 2025-04-15 {{{GRAPH}}} [笔记](https://github.com/me/n/blob/main/{graph})\n"
            "- 2025-04-14 {{{CHINESE}}} [笔记](https://github.com/me/n/blob/main/{chinese})\n",
            {
                "group": "none",
                "line": "- {added} {{{title}}} [{label}](https://github.com/me/n/blob/main/{target})",
            },
            id="dates-braces-and-addresses-at-github",
        ),
    ],
)
@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param("", "", id="alone"),
        pytest.param(
            "# My notes\n\nHello\n\n", "\n## Bye\n\n- see [1](https://a.org)\n", id="text"
        ),
        pytest.param("\ufeff", "\n\n", id="byte-order-mark"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_list_of_a_usual_kind_is_built_again_as_it_was(
    template: str, settings: dict[str, object], above: str, below: str, line_end: str
) -> None:
    text = f"{above}{filled(template)}{below}".replace("\n", line_end)

    found = taken(text)

    assert built_again(text) == text
    assert len(found.rebuild.kept) == 4
    assert found.rebuild.moved == found.rebuild.changed == found.rebuild.gone == ()
    differing = {
        name: value for name, value in found.file._asdict().items() if value != getattr(FILE, name)
    }
    if "{url" in found.file.line:
        del differing["line"]
    assert differing == settings


ROWS = (
    f"- {SPARSE.paper.title} [笔记]({SPARSE_PATH})",
    f"- {DRIVEN.paper.title} [笔记]({DRIVEN_PATH})",
    f"- {GRAPH.paper.title} [笔记]({GRAPH_PATH})",
    f"- {CHINESE.paper.title} [笔记]({CHINESE_PATH})",
)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(ROWS[0].replace(",", "%2C"), id="comma"),
        pytest.param(ROWS[0].replace("(2023", "(./2023"), id="dot"),
        pytest.param(
            ROWS[0].replace("(", "(<").replace(")", ">)").replace("%20", " "), id="angles"
        ),
        pytest.param(ROWS[0].replace("%20", "%20").replace("-", "-"), id="as-ours"),
    ],
)
def test_spelling_of_a_link_stays(row: str) -> None:
    text = "\n".join((row, *ROWS[1:])) + "\n"

    assert built_again(text) == text
    assert len(taken(text).rebuild.kept) == 4


@pytest.mark.parametrize(
    ("at", "row"),
    [
        pytest.param(2, ROWS[2].replace("%28v2%29", "(v2)"), id="brackets-in-pairs"),
        pytest.param(3, ROWS[3].replace("/脉", "/%E8%84%89"), id="encoded-chinese"),
        pytest.param(3, ROWS[3].replace("/脉", "/%e8%84%89"), id="small-hexadecimal"),
    ],
)
def test_spelling_of_signs_stays(at: int, row: str) -> None:
    text = "\n".join((*ROWS[:at], row, *ROWS[at + 1 :])) + "\n"

    assert built_again(text) == text


def test_blanks_that_made_it_no_link_are_mended() -> None:
    text = "\n".join((ROWS[0].replace("%20", " "), *ROWS[1:])) + "\n"

    assert built_again(text) == "\n".join(ROWS) + "\n"
    assert [row.line for row in taken(text).rebuild.changed] == [1]


def test_row_that_opens_another_note_is_the_only_one_that_changes() -> None:
    wrong = f"- {DRIVEN.paper.title} [笔记]({GRAPH_PATH})"
    text = "\n".join((ROWS[0], wrong, *ROWS[2:])) + "\n"

    assert built_again(text) == "\n".join(ROWS) + "\n"
    rebuild = taken(text).rebuild
    assert [row.line for row in rebuild.kept] == [1, 3, 4]
    assert [row.line for row in rebuild.changed] == [2]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(f"- Spike driven transfomer [笔记]({DRIVEN_PATH})", id="typing-errors"),
        pytest.param(f"- 脉冲驱动 [笔记]({DRIVEN_PATH})", id="translation"),
        pytest.param(f"- SDT [笔记]({DRIVEN_PATH})", id="initials"),
    ],
)
def test_other_spelling_of_a_title_is_no_obstacle(row: str) -> None:
    text = "\n".join((ROWS[0], row, *ROWS[2:])) + "\n"

    assert built_again(text) == "\n".join(ROWS) + "\n"
    assert [row.line for row in taken(text).rebuild.changed] == [2]


def test_row_without_file_goes_and_is_told() -> None:
    text = "\n".join((*ROWS[:2], "- Not here [笔记](2023/Not%20here.md)", *ROWS[2:])) + "\n"

    assert built_again(text) == "\n".join(ROWS) + "\n"
    assert [row.line for row in taken(text).rebuild.gone] == [3]


def test_second_row_for_a_note_goes_and_is_told() -> None:
    text = "\n".join((*ROWS, ROWS[0])) + "\n"

    assert [row.line for row in taken(text).rebuild.gone] == [5]


def test_row_whose_file_was_renamed_is_changed_and_not_gone() -> None:
    renamed = f"- {DRIVEN.paper.title} [笔记](2023/Old%20name.md)"
    text = "\n".join((ROWS[0], renamed, *ROWS[2:])) + "\n"

    rebuild = taken(text).rebuild
    assert built_again(text) == "\n".join(ROWS) + "\n"
    assert [row.line for row in rebuild.changed] == [2]
    assert rebuild.gone == ()


def test_rows_that_no_order_explains_are_told_as_moved() -> None:
    text = "\n".join((ROWS[0], ROWS[3], ROWS[1], ROWS[2])) + "\n"

    rebuild = taken(text).rebuild
    assert len(rebuild.moved) == 1
    assert len(rebuild.kept) == 3


def test_note_without_row_is_no_obstacle() -> None:
    text = "\n".join(ROWS[:3]) + "\n"

    assert built_again(text) == "\n".join(ROWS) + "\n"
    assert len(taken(text).rebuild.kept) == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("\n".join((f"{ROWS[0]} great!", *ROWS[1:])), 1, id="remark-behind-a-row"),
        pytest.param(
            "\n".join((ROWS[0], ROWS[1].replace(" [", " (must read) ["), *ROWS[2:])),
            2,
            id="remark-behind-a-title",
        ),
        pytest.param("\n".join((ROWS[0], f"{ROWS[1]} ⭐", *ROWS[2:])), 2, id="star"),
        pytest.param("\n".join((ROWS[0], f"{ROWS[1]} :star:", *ROWS[2:])), 2, id="emoji-by-name"),
        pytest.param(
            "\n".join((ROWS[0], f"{ROWS[1]} [code](https://github.com/a/b)", *ROWS[2:])),
            2,
            id="link-that-the-note-does-not-know",
        ),
        pytest.param(
            "\n".join((*(row.replace("- ", "- [x] ") for row in ROWS[:3]), "- [ ] " + ROWS[3][2:])),
            4,
            id="boxes-to-tick",
        ),
        pytest.param(
            "\n".join((*(f"{row} (NIPS)" for row in ROWS[:3]), ROWS[3])),
            4,
            id="words-that-only-most-rows-have",
        ),
        pytest.param(
            "\n".join(("## Energy", ROWS[0], ROWS[1], "", "## Graphs", ROWS[2], ROWS[3])),
            1,
            id="topics-that-are-no-tags",
        ),
        pytest.param(
            "\n".join(("## 2023, a good year", *ROWS[:2], "", "## 2022", *ROWS[2:])),
            1,
            id="heading-with-a-remark",
        ),
        pytest.param(
            "\n".join((f"- {SPARSE.paper.title} [笔记]({GRAPH_PATH}) oral", *ROWS[1:])),
            1,
            id="remark-in-a-row-that-opens-another-note",
        ),
    ],
)
def test_list_is_left_alone_where_words_would_be_lost(text: str, line: int) -> None:
    found = take_over(text, path=README, notes=NOTES)

    assert isinstance(found, NoHandList)
    assert found.reason.startswith(f"line {line} says what a built list would not")


def test_other_name_of_a_venue_is_no_loss() -> None:
    rows = [
        row.replace(" [", f" ({venue}) [")
        for row, venue in zip(ROWS[:3], ("NIPS", "NeurIPS", "IJCAI"), strict=True)
    ]

    found = taken("\n".join((*rows, ROWS[3])) + "\n")

    assert [row.line for row in found.rebuild.changed] == [1]
    assert found.file.line == "- {title}{venue? ({venue})} [{label}]({target})"


def test_words_of_the_link_may_change() -> None:
    text = "\n".join((*ROWS[:3], ROWS[3].replace("[笔记]", "[note]"))) + "\n"

    assert built_again(text) == "\n".join(ROWS) + "\n"


def test_settings_that_hold_already_are_asked_whether_they_lose_words() -> None:
    rows = [row.replace(" [", " (v1) [") for row in ROWS]

    found = take_over("\n".join(rows), path=README, notes=NOTES, file=FILE)

    assert found == NoHandList(f"line 1 says what a built list would not (1, v): {rows[0]}")


def test_list_in_another_folder_is_built_again_as_it_was() -> None:
    text = "\n".join(ROWS).replace("(20", "(../20") + "\n"

    assert built_again(text, PurePosixPath("docs/list.md")) == text


def test_file_names_of_a_mac_are_found_by_their_composed_links() -> None:
    composed = "2023/caf\u00e9.md"
    mac = note("Café", "2023/cafe\u0301.md")

    found = take_over(f"- Café [笔记]({composed})", path=README, notes={mac.path: mac})

    assert isinstance(found, TakeOver)
    assert found.found.rows[0].target == mac.path


# The notebook of the issue


def thirty_nine() -> list[Note]:
    """Notes of three years that came in five commits, newest first in the list."""
    titles = [
        "SparseProp: Efficient Event-Based Simulation {}",
        "Spike-driven Transformer {}, with (brackets)",
        "膜电位批归一化 {}",
        "100% of C# & more? {}",
    ]
    notes = []
    for number in range(39):
        title = titles[number % 4].format(number)
        year = 2023 - number // 13
        # One second before the one above it, as of one commit; a day before for the next one.
        added = f"2025-04-{20 - number // 8:02}T10:00:{59 - number % 8:02}+08:00"
        name = title.replace(":", ",").replace("?", "")
        notes.append(note(title, f"{year}/{name}.md", year=year, added=added))
    return notes


@pytest.mark.parametrize("escape_comma", [False, True], ids=["as-ours", "commas-encoded"])
def test_thirty_nine_rows_are_built_again_but_for_the_wrong_one(escape_comma: bool) -> None:
    notes = {one.path: one for one in thirty_nine()}
    rows = list_lines(notes.values(), FILE)
    if escape_comma:
        rows = [row.replace(",", "%2C") if "](" in row and ": " in row else row for row in rows]
        rows = [re_escaped_title(row) for row in rows]
    wrong = next(at for at, row in enumerate(rows) if row.startswith("- SparseProp"))
    other = rows[wrong + 1]
    right = rows[wrong]
    rows[wrong] = right.partition(" [笔记]")[0] + " [笔记]" + other.partition(" [笔记]")[2]
    text = "# 论文笔记\n\n说明。\n\n" + "\n".join(rows) + "\n\n## 其他\n\n再见\n"

    found = take_over(text, path=README, notes=notes)
    assert isinstance(found, TakeOver)
    marked = with_markers(text, found.found, path=README)
    change = plan_readme(marked, notes.values(), file=found.file)

    assert found.file == FILE
    assert len(found.rebuild.kept) == 38
    assert change is not None
    before, after = marked.split("\n"), change.text.split("\n")
    assert len(before) == len(after)
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert [before[at] for at in changed] == [rows[wrong]]


def re_escaped_title(row: str) -> str:
    """The row with its commas encoded in the link only."""
    title, label, link = row.partition(" [笔记]")
    return title.replace("%2C", ",") + label + link


# Any list that we build can be found and built again


LINES = (
    "- {title} [{label}]({target})",
    "* [{title}]({target})",
    "1. {title} [[{label}]({target})]",
    "{number}. **{title}** [{label}]({target})",
    "- {title}{venue? ({venue})} [{label}]({target}){code? · [code]({code})}",
    "| {title} | {year} | [{label}]({target}) |",
)
GROUPS = (
    ("year", "#### {group}"),
    ("year", "## {group} 年（{count}）"),
    ("venue", "### {group}"),
    ("none", ""),
)
TABLE_HEAD = "| 标题 | 年 | 链接 |\n|---|---|---|"
SORTS = (("-added", "title"), ("title",), ("added", "title"), ("year", "-added", "title"))
TITLES = st.text(st.sampled_from("ab 膜电:,?%#&()-C3"), min_size=3, max_size=12).map(str.strip)


@st.composite
def notebooks(draw: st.DrawFn) -> list[Note]:
    titles = draw(
        st.lists(
            TITLES.filter(lambda title: title.strip(" :,?%#&()-")),
            max_size=8,
            min_size=2,
            unique=True,
        )
    )
    notes = []
    for number, title in enumerate(titles):
        notes.append(
            note(
                f"Paper {number} {title}",
                f"{2020 + number % 3}/{number} {title.strip('.')}.md".replace("?", ""),
                year=2020 + number % 3,
                venue=draw(st.sampled_from(["NeurIPS", "ICLR", "AAAI"])),
                code=draw(st.sampled_from([None, f"https://github.com/a/{number}"])),
                added=f"2025-04-{draw(st.integers(10, 12))}T10:00:{number:02}+08:00",
            )
        )
    return notes


@given(
    notebooks(),
    st.sampled_from(LINES),
    st.sampled_from(GROUPS),
    st.sampled_from(SORTS),
    st.sampled_from(BLANK_LINES),
)
def test_built_list_without_its_markers_is_built_again_as_it_was(
    notes: list[Note],
    line: str,
    group: tuple[str, str],
    sort: tuple[str, ...],
    blank_lines: str,
) -> None:
    is_table = line.startswith("|")
    heading = group[1]
    if is_table:
        heading = f"{heading}\n\n{TABLE_HEAD}" if heading else TABLE_HEAD
    file = ReadmeFile(
        path=README, line=line, group=group[0], heading=heading, sort=sort, blank_lines=blank_lines
    )
    by_path = {one.path: one for one in notes}
    text = "# Notes\n\n" + "\n".join(list_lines(notes, file)) + "\n\n## Bye\n"

    found = take_over(text, path=README, notes=by_path)

    assert isinstance(found, TakeOver), found
    assert len(found.rebuild.kept) == len(notes)
    marked = with_markers(text, found.found, path=README)
    assert plan_readme(marked, notes, file=found.file) is None
