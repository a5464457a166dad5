import textwrap

import pytest

from snnnotes.formats.paper_list import Row, loads

ARXIV, CODE = "https://arxiv.org/abs/2210.04195", "https://github.com/pkuxmq/OTTT-SNN"
TITLE = "Online Training Through Time for Spiking Neural Networks"


def rows_of(text: str) -> tuple[Row, ...]:
    return loads(textwrap.dedent(text), origin="README.md").rows


def table(header: str, *rows: str) -> str:
    delimiter = "|".join("-" for _ in header.split("|"))
    return "\n".join(["", f"|{header}|", f"|{delimiter}|", *(f"|{row}|" for row in rows), ""])


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(
            "Title|Venue|Paper|Code",
            "{title}|NeurIPS 2022|[paper]({url})|[code]({code})",
            id="usual",
        ),
        pytest.param(
            "Title | Venue | Year | PDF | Code",
            "**{title}** | NeurIPS | 2022 | [pdf]({url}) | [github]({code})",
            id="year-apart",
        ),
        pytest.param(
            "Year|Paper|Venue|Links",
            "2022|{title}|NeurIPS|[paper]({url}) [code]({code})",
            id="links-in-one-column",
        ),
        pytest.param(
            "Paper|Conference|Code", "[{title}]({url})|NeurIPS'22|[link]({code})", id="linked-title"
        ),
        pytest.param(
            "#|Paper Title|Publication|Code",
            "1|[**{title}**]({url})|NeurIPS 2022|[★]({code})",
            id="number-first",
        ),
        pytest.param(
            "Name|Title|Venue|Link|Code",
            "OTTT|{title}|2022 NeurIPS|[here]({url})|[here]({code})",
            id="name-and-title",
        ),
        pytest.param(
            "标题|会议|年份|论文|代码",
            "{title}|NeurIPS|2022|[链接]({url})|[链接]({code})",
            id="chinese",
        ),
        pytest.param(
            "论文|会议/期刊|链接|开源",
            "{title}|NeurIPS 2022 (Oral)|[论文]({url})|[源码]({code})",
            id="chinese-paper",
        ),
        pytest.param(
            "论文标题|发表|原文|代码地址",
            "《{title}》|NeurIPS 2022|{url}|{code}",
            id="bare-addresses",
        ),
        pytest.param(
            "📄 Title|🏛 Venue|🔗 Paper|💻 Code",
            "{title}|NeurIPS 2022|[PDF]({url})|[Code]({code})",
            id="emoji",
        ),
        pytest.param(
            "**Title**|**Venue**|**Paper**|**Code**",
            "{title}|*NeurIPS 2022*|[PDF]({url})|[Code]({code})",
            id="bold-header",
        ),
        pytest.param(
            "Title|Venue|arXiv|Code",
            "{title}|NeurIPS 2022|2210.04195|[Code]({code})",
            id="bare-identifier",
        ),
        pytest.param(
            "Title|Venue|Code", "{title}|[NeurIPS 2022]({url})|[code]({code})", id="linked-venue"
        ),
        pytest.param(
            "Title|Venue|Date|Code|Demo",
            "[{title}]({url}) [![Star](https://img.shields.io/github/stars/a/b)]({code})"
            "|NeurIPS 2022|2022-10-13|[GitHub]({code})|-",
            id="stars-beside-the-title",
        ),
        pytest.param(
            "Title|Venue|Code",
            "![Star](https://img.shields.io/github/stars/a/b)<br>[**{title}.**]({url})<br>"
            "|NeurIPS 2022|[GitHub]({code})",
            id="stars-over-the-title",
        ),
        pytest.param(
            "Title|Source|Paper|Code",
            "{title}<br>*Man Yao*|NeurIPS 2022|[paper]({url})|[code]({code})",
            id="authors-under-the-title",
        ),
        pytest.param(
            "Title|Venue|Comment|Extra",
            "{title}|NeurIPS 2022|[paper]({url})|[code]({code})",
            id="links-in-other-columns",
        ),
        pytest.param(
            "Title|Venue|Paper|Code",
            "{title}|NeurIPS 2022|[paper]({code})|[code]({url})",
            id="columns-mixed-up",
        ),
    ],
)
def test_tables_are_read_by_their_headers(header: str, row: str) -> None:
    (found,) = rows_of(table(header, row.format(title=TITLE, url=ARXIV, code=CODE)))

    assert (found.title, found.venue, found.year) == (TITLE, "NeurIPS", 2022)
    assert (found.url, found.code) == (ARXIV, CODE)


@pytest.mark.parametrize(
    ("cell", "venue", "year"),
    [
        pytest.param("NeurIPS 2022", "NeurIPS", 2022, id="both"),
        pytest.param("arXiv", None, None, id="preprint"),
        pytest.param("arXiv'23", None, 2023, id="preprint-with-year"),
        pytest.param("Some Workshop", "Some Workshop", None, id="any-name"),
        pytest.param("自动化学报", "自动化学报", None, id="chinese"),
        pytest.param("-", None, None, id="hyphen"),
        pytest.param("null", None, None, id="null"),
        pytest.param("N/A", None, None, id="not-available"),
        pytest.param("✅", None, None, id="tick"),
        pytest.param("", None, None, id="empty"),
        pytest.param("**FAST 2023 最佳论文**", "FAST", 2023, id="award"),
    ],
)
def test_a_venues_column_may_hold_any_name(cell: str, venue: str | None, year: int | None) -> None:
    (found,) = rows_of(table("Title|Venue", f"{TITLE}|{cell}"))

    assert (found.venue, found.year) == (venue, year)


@pytest.mark.parametrize(
    ("header", "row", "year"),
    [
        pytest.param("Title|Year", "{title}|2021", 2021, id="year"),
        pytest.param("Title|年份", "{title}|2021年", 2021, id="chinese-year"),
        pytest.param(
            "Title|Date|PDF", "{title}|2023-01-07|[2210.04195]({url})", 2022, id="arxiv-before-date"
        ),
        pytest.param("Title|Date", "{title}|2025.03", 2025, id="date"),
        pytest.param("Title|Date", "{title}|published in 2025", 2025, id="words"),
        pytest.param("Title|Date", "{title}|soon", None, id="no-date"),
        pytest.param("Title|Venue|Date", "{title}|ICLR 2024|2023.05", 2024, id="venue-before-date"),
    ],
)
def test_the_year_is_that_of_the_paper_and_not_of_an_update(
    header: str, row: str, year: int | None
) -> None:
    (found,) = rows_of(table(header, row.format(title=TITLE, url=ARXIV)))

    assert found.year == year


@pytest.mark.parametrize(
    ("cell", "authors", "more"),
    [
        pytest.param("G. J. Holzmann", ("G. J. Holzmann",), False, id="one"),
        pytest.param("T. Ball, S. K. Rajamani", ("T. Ball", "S. K. Rajamani"), False, id="two"),
        pytest.param("Siyuan Yang et.al.", ("Siyuan Yang",), True, id="more"),
        pytest.param(
            "[Man Yao](https://a.org), Guoqi Li", ("Man Yao", "Guoqi Li"), False, id="linked"
        ),
        pytest.param("MIT", (), False, id="institution"),
    ],
)
def test_authors_are_read(cell: str, authors: tuple[str, ...], more: bool) -> None:
    (found,) = rows_of(table("Title|Authors", f"{TITLE}|{cell}"))

    assert (found.authors, found.more_authors) == (authors, more)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param("#|Section|Scope", "1|Introduction|Motivation", id="other-table"),
        pytest.param("Model|Params|Accuracy", "ResNet|11M|95%", id="models-without-papers"),
        pytest.param("数据集|会议|说明", "StockEmotions|AAAI 2023|推文", id="data-sets"),
        pytest.param("Title|Venue", "|NeurIPS 2022", id="no-title-in-the-row"),
        pytest.param("Title|Venue", "**2022**|", id="row-that-parts-years"),
        pytest.param(
            "Title|Venue", "[paper](https://arxiv.org/abs/1)|ICLR", id="label-for-a-title"
        ),
    ],
)
def test_other_tables_and_rows_are_left_out(header: str, row: str) -> None:
    assert rows_of(table(header, row)) == ()


def test_a_table_of_methods_is_one_of_papers_where_it_tells_where_they_came_out() -> None:
    rows = rows_of(table("Method|Venue|Links", f"**FinPT**|arXiv'23|[paper]({ARXIV})"))

    assert [(row.title, row.year, row.url) for row in rows] == [("FinPT", 2023, ARXIV)]


def test_a_cell_with_line_ends_does_not_cost_the_rows_below() -> None:
    rows = rows_of(
        """
        |Publish Date|Title|Authors|PDF|Code|
        | :---: | :---: | :---: | :---: | :---: |
        |**2024-04-26**|**Twisted Spikes**|Neurons are known to fire,
        sometimes in sequences. We show
        that they do.|Stephen Zhao et.al.|[2404.17546](http://arxiv.org/abs/2404.17546)|null|
        |**2024-04-25**|**Straight Spikes**|Short.|[2404.17000](http://arxiv.org/abs/2404.17000)||
        """
    )

    assert [(row.title, row.url) for row in rows] == [
        ("Twisted Spikes", "http://arxiv.org/abs/2404.17546"),
        ("Straight Spikes", "http://arxiv.org/abs/2404.17000"),
    ]


@pytest.mark.parametrize("header", ["Codes", "Code", "Official Code", "源码"])
def test_a_bare_address_in_a_column_of_code_is_the_code(header: str) -> None:
    (row,) = rows_of(table(f"Papers|{header}", f"[{TITLE}]({ARXIV})|{CODE}"))

    assert (row.title, row.url, row.code) == (TITLE, ARXIV, CODE)


def test_a_column_of_notes_gives_targets() -> None:
    rows = rows_of(
        """
        ## 2023

        | 标题 | 会议 | 笔记 |
        |------|------|------|
        | Spikformer | ICLR | [笔记](notes/2023/Spikformer.md) |
        | [SEENN](notes/2023/SEENN.md) | NeurIPS | |
        | GPTQ | ICLR | [[notes/GPTQ\\|GPTQ 笔记]] |
        """
    )

    assert [(row.title, row.year, row.target) for row in rows] == [
        ("Spikformer", 2023, "notes/2023/Spikformer.md"),
        ("SEENN", 2023, "notes/2023/SEENN.md"),
        ("GPTQ", 2023, "notes/GPTQ.md"),
    ]


def test_a_wiki_link_in_any_column_gives_the_target() -> None:
    (row,) = rows_of(table("页面|标题|会议", "[[wiki/sources/GPTQ]]|GPTQ: Quantization|ICLR 2023"))

    assert (row.title, row.target) == ("GPTQ: Quantization", "wiki/sources/GPTQ.md")


def test_tables_take_year_and_venue_from_their_section() -> None:
    (row,) = rows_of(f"## 2023\n### ICLR\n{table('Title|Paper', f'{TITLE}|[pdf]({ARXIV})')}")

    assert (row.year, row.venue, row.section) == (2023, "ICLR", ("2023", "ICLR"))
