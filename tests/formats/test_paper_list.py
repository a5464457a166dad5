"""Whole lists, each in the form of one that people keep, with what is in it written by hand."""

import textwrap
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.formats.paper_list import Link, PaperList, Row, loads

AWESOME = """\
# Awesome Spiking Neural Networks[![Awesome](https://cdn.rawgit.com/x/badge.svg)](https://github.com/sindresorhus/awesome)

Collect some spiking neural network papers & codes.  (**Actively keep updating**)

If you own or find some overlooked SNN papers, you can add them to this document by pull request.

## News

<details>

<summary> News 2025 </summary>

[2025.02.06] Update SNN-related papers in AAAI 2025 (18 papers).

- Update SNN-related papers in ICLR 2025 (**ICLR 2025**).

</details>

## Papers

### 2025
**AAAI**
- SpikeGS: Reconstruct 3D scene captured by a fast moving bio-inspired camera (**AAAI 2025**). [[paper](https://arxiv.org/pdf/2407.03771v2)]
- Spiking Point Transformer for Point Cloud Classification (**AAAI 2025**).
- SpikingSSMs: Learning Long Sequences with Sparse and Parallel Spiking State Space Models (**AAAI 2025**). [[paper](https://arxiv.org/pdf/2408.14909)][[code](https://github.com/shenshuaijie/SDN
)]
- SpikingYOLOX: Improved YOLOX Object Detection with Spiking Neural Networks(**AAAI 2025**).

### 2024

**Review**
- Direct Training High-Performance Deep Spiking Neural Networks: A Review of Theories and Methods (**Frontiers in Neuroscience 2024**). [[paper]](https://www.frontiersin.org/articles/10.3389/fnins.2024.1383844/full) [[arxiv](https://arxiv.org/abs/2405.04289v2)]\x20

**NeurIPS, ACM MM, ECCV, AAAI, ICLR, Frontiers in Neuroscience, CVPR, ICML, IJCAI**
- EC-SNN: Splitting Deep Spiking Neural Networks on Edge Devices (**IJCAI 2024**). [[code](https://github.com/AmazingDD/EC-SNN)]\x20
- High-Performance Temporal Reversible Spiking Neural Networks with $O(L)$ Training Memory and $O(1)$ Inference Cost (**ICML 2024**). [[paper](https://arxiv.org/pdf/2405.16466)]
- Towards Energy Efficient Spiking Neural Networks: An Unstructured Pruning Framework  (**ICLR 2024**). [[paper](https://openreview.net/forum?id=eoSeaK4QJo&referrer=%5Bthe%20profile%5D(%2Fprofile%3Fid%3D~Zecheng_Hao1))]
- Can we get the best of both Binary Neural Networks and Spiking Neural Networks? (**ICLR 2024**). [[paper](https://openreview.net/pdf?id=lGUyAuuTYZ)] [[code](https://github.com/godatta/Ultra-Low-Latency-SNN)]
- Q-SNNs: Quantized Spiking Neural Networks (**ACM MM 2024**). [[paper](https://dl.acm.org/doi/10.1145/3664647.3681186)]

**Arxiv**
- Q-SNNs: Quantized Spiking Neural Networks. [[paper](https://arxiv.org/pdf/2406.13672)]

### 2023

**AAAI, ICLR, CVPR, ICML, IJCAI, ICCV, NeurIPS, TPAMI, Science Advances**
- Spike-driven Transformer [[paper](https://arxiv.org/pdf/2307.01694.pdf)] [[code](https://github.com/BICLab/Spike-Driven-Transformer)]
- RMP-Loss: Regularizing Membrane Potential Distribution\t(**ICCV 2023**). [[paper](https://arxiv.org/abs/2308.06787)]
- Attention Spiking Neural Networks  (**TPAMI 2023**) .[[paper](https://ieeexplore.ieee.org/abstract/document/10032591)] [[code](https://github.com/fangwei123456/spikingjelly/pull/329)]

**Arxiv**
- MSS-DepthNet: Depth Prediction with Multi-Step Spiking Neural Network [[paper](https://arxiv.org/abs/2211.12156)]

### 2021

**NeurIPS, ICCV, IJCAI, ICML, AAAI**

- Spiking Deep Residual Network[[paper](https://arxiv.org/pdf/1805.01352.pdf)]
- Optimal Conversion of Conventional Artificial Neural Networks (**ICLR 2022**).  [[paper](https://arxiv.org/pdf/2103.00476.pdf)]
- A Free Lunch From ANN: Towards Efficient, Accurate SNN Calibration  (**ICML 2021**).  [[paper](https://arxiv.org/pdf/2103.00476.pdf)] [[code](https://github.com/yhhhli/SNN_Calibration)]
- Temporal-wise Attention Spiking Neural Networks. (**ECCV 2021**). [[paper](https://openaccess.thecvf.com/content/ICCV2021/papers/Yao_Temporal-Wise_Attention_ICCV_2021_paper.pdf)]

### Reference
If you find this repo useful, please consider citing:
```
@article{zhou2024direct,
- title={Direct training (**Frontiers 2024**)},
}
```
"""  # noqa: E501 (lines as lists have them)

ARXIV, GITHUB = "https://arxiv.org/", "https://github.com/"


def rows_of(text: str, origin: str = "README.md") -> tuple[Row, ...]:
    return loads(textwrap.dedent(text), origin=origin).rows


def row_of(text: str) -> Row:
    (row,) = rows_of(text)
    return row


@pytest.fixture(scope="module")
def awesome() -> PaperList:
    return loads(AWESOME, origin="https://github.com/a/b")


@pytest.mark.parametrize(
    ("line", "title", "venue", "year", "url", "code"),
    [
        pytest.param(
            23,
            "SpikeGS: Reconstruct 3D scene captured by a fast moving bio-inspired camera",
            "AAAI",
            2025,
            f"{ARXIV}pdf/2407.03771v2",
            None,
            id="the-usual-row",
        ),
        pytest.param(
            24,
            "Spiking Point Transformer for Point Cloud Classification",
            "AAAI",
            2025,
            None,
            None,
            id="no-link-yet",
        ),
        pytest.param(
            25,
            "SpikingSSMs: Learning Long Sequences with Sparse and Parallel Spiking State Space"
            " Models",
            "AAAI",
            2025,
            f"{ARXIV}pdf/2408.14909",
            f"{GITHUB}shenshuaijie/SDN",
            id="link-broken-over-two-lines",
        ),
        pytest.param(
            27,
            "SpikingYOLOX: Improved YOLOX Object Detection with Spiking Neural Networks",
            "AAAI",
            2025,
            None,
            None,
            id="no-blank-before-the-venue",
        ),
        pytest.param(
            32,
            "Direct Training High-Performance Deep Spiking Neural Networks: A Review of Theories"
            " and Methods",
            "Frontiers in Neuroscience",
            2024,
            "https://www.frontiersin.org/articles/10.3389/fnins.2024.1383844/full",
            None,
            id="brackets-within-the-label",
        ),
        pytest.param(
            35,
            "EC-SNN: Splitting Deep Spiking Neural Networks on Edge Devices",
            "IJCAI",
            2024,
            None,
            f"{GITHUB}AmazingDD/EC-SNN",
            id="code-only",
        ),
        pytest.param(
            36,
            "High-Performance Temporal Reversible Spiking Neural Networks with $O(L)$ Training"
            " Memory and $O(1)$ Inference Cost",
            "ICML",
            2024,
            f"{ARXIV}pdf/2405.16466",
            None,
            id="formulas-in-the-title",
        ),
        pytest.param(
            37,
            "Towards Energy Efficient Spiking Neural Networks: An Unstructured Pruning Framework",
            "ICLR",
            2024,
            "https://openreview.net/forum?id=eoSeaK4QJo"
            "&referrer=%5Bthe%20profile%5D(%2Fprofile%3Fid%3D~Zecheng_Hao1)",
            None,
            id="brackets-within-the-address",
        ),
        pytest.param(
            38,
            "Can we get the best of both Binary Neural Networks and Spiking Neural Networks?",
            "ICLR",
            2024,
            "https://openreview.net/pdf?id=lGUyAuuTYZ",
            f"{GITHUB}godatta/Ultra-Low-Latency-SNN",
            id="question",
        ),
        pytest.param(
            39,
            "Q-SNNs: Quantized Spiking Neural Networks",
            "ACM MM",
            2024,
            "https://dl.acm.org/doi/10.1145/3664647.3681186",
            None,
            id="two-words-of-venue",
        ),
        pytest.param(
            42,
            "Q-SNNs: Quantized Spiking Neural Networks",
            None,
            2024,
            f"{ARXIV}pdf/2406.13672",
            None,
            id="preprint-by-its-section",
        ),
        pytest.param(
            47,
            "Spike-driven Transformer",
            None,
            2023,
            f"{ARXIV}pdf/2307.01694.pdf",
            f"{GITHUB}BICLab/Spike-Driven-Transformer",
            id="no-venue-under-a-heading-of-nine",
        ),
        pytest.param(
            48,
            "RMP-Loss: Regularizing Membrane Potential Distribution",
            "ICCV",
            2023,
            f"{ARXIV}abs/2308.06787",
            None,
            id="tab-before-the-venue",
        ),
        pytest.param(
            49,
            "Attention Spiking Neural Networks",
            "TPAMI",
            2023,
            "https://ieeexplore.ieee.org/abstract/document/10032591",
            f"{GITHUB}fangwei123456/spikingjelly/pull/329",
            id="full-stop-behind-a-blank",
        ),
        pytest.param(
            52,
            "MSS-DepthNet: Depth Prediction with Multi-Step Spiking Neural Network",
            None,
            2023,
            f"{ARXIV}abs/2211.12156",
            None,
            id="the-section-has-a-later-year-than-arxiv",
        ),
        pytest.param(
            58,
            "Spiking Deep Residual Network",
            None,
            2021,
            f"{ARXIV}pdf/1805.01352.pdf",
            None,
            id="no-blank-before-the-link",
        ),
        pytest.param(
            59,
            "Optimal Conversion of Conventional Artificial Neural Networks",
            "ICLR",
            2022,
            f"{ARXIV}pdf/2103.00476.pdf",
            None,
            id="the-row-has-another-year-than-its-section",
        ),
        pytest.param(
            61,
            "Temporal-wise Attention Spiking Neural Networks",
            "ECCV",
            2021,
            "https://openaccess.thecvf.com/content/ICCV2021/papers/"
            "Yao_Temporal-Wise_Attention_ICCV_2021_paper.pdf",
            None,
            id="full-stop-before-the-venue",
        ),
    ],
)
def test_rows_of_the_awesome_list_are_read(
    awesome: PaperList,
    line: int,
    title: str,
    venue: str | None,
    year: int,
    url: str | None,
    code: str | None,
) -> None:
    (row,) = [row for row in awesome.rows if row.line == line]

    assert (row.title, row.venue, row.year, row.url, row.code) == (title, venue, year, url, code)


def test_the_awesome_list_has_no_row_too_many(awesome: PaperList) -> None:
    assert [row.line for row in awesome.rows] == [
        *(23, 24, 25, 27, 32, 35, 36, 37, 38, 39, 42, 47, 48, 49, 52, 58, 59, 60, 61)
    ]


def test_a_row_knows_the_headings_over_it_and_all_its_links(awesome: PaperList) -> None:
    row = awesome.rows[4]

    assert row.section == ("Awesome Spiking Neural Networks", "Papers", "2024", "Review")
    assert row.links == (
        Link("paper", "https://www.frontiersin.org/articles/10.3389/fnins.2024.1383844/full"),
        Link("arxiv", "https://arxiv.org/abs/2405.04289v2"),
    )


def test_errors_of_the_awesome_list_are_named(awesome: PaperList) -> None:
    assert [(problem.line, problem.name) for problem in awesome.problems] == [
        (24, "no-link"),
        (27, "no-link"),
        (35, "no-link"),
        (42, "same-paper"),
        (60, "same-link"),
        (61, "venue-and-link"),
    ]
    assert awesome.origin == "https://github.com/a/b"


def test_venue_sections_under_years_are_those_of_their_rows() -> None:
    rows = rows_of(
        """
        ## 2023
        ### NeurIPS
        - Parallel Spiking Neurons [[paper](https://arxiv.org/abs/2304.12760)]
        - Evolving Connectivity for Recurrent SNNs
        ### ICLR 2022
        - Online Training Through Time. [[paper](https://arxiv.org/abs/2210.04195)]
        ### Preprints
        - SpikeGPT [[paper](https://arxiv.org/abs/2302.13939)]
        ### Topic: STDP
        - A Paper on STDP [[paper](https://arxiv.org/abs/2301.00001)]
        ## Older
        - Networks of Spiking Neurons [[paper](https://arxiv.org/abs/cs/0112017)]
        """
    )

    assert [(row.title, row.venue, row.year) for row in rows] == [
        ("Parallel Spiking Neurons", "NeurIPS", 2023),
        ("Evolving Connectivity for Recurrent SNNs", "NeurIPS", 2023),
        ("Online Training Through Time", "ICLR", 2022),
        ("SpikeGPT", None, 2023),
        ("A Paper on STDP", None, 2023),
        ("Networks of Spiking Neurons", None, 2001),
    ]


def test_a_daily_arxiv_table_is_read() -> None:
    rows = rows_of(
        """
        ## Updated on 2025.03.25
        > Usage instructions: [here](./docs/README.md#usage)

        ## Spiking Neural Networks

        {{< table "table-responsive" >}}
        |Publish Date|Title|Authors|PDF|Code|
        |---|---|---|---|---|
        |**2025-03-21**|**Temporal-Guided Spiking Neural Networks**|Siyuan Yang et.al.|[2503.17132](http://arxiv.org/abs/2503.17132)|null|
        |**2025-01-07**|**Gradient Diffusion: Enhancing Models**|Lennart P. L. Landsmeer et.al.|[2412.07327](http://arxiv.org/abs/2412.07327)|**[link](https://github.com/a/b)**|

        {{< /table >}}
        """
    )

    assert rows == (
        Row(
            line=10,
            title="Temporal-Guided Spiking Neural Networks",
            year=2025,
            url="http://arxiv.org/abs/2503.17132",
            authors=("Siyuan Yang",),
            more_authors=True,
            links=(Link("2503.17132", "http://arxiv.org/abs/2503.17132"),),
            section=("Spiking Neural Networks",),
        ),
        Row(
            line=11,
            title="Gradient Diffusion: Enhancing Models",
            # The day is that of a new version; the paper is of the year before.
            year=2024,
            url="http://arxiv.org/abs/2412.07327",
            code="https://github.com/a/b",
            authors=("Lennart P. L. Landsmeer",),
            more_authors=True,
            links=(
                Link("2412.07327", "http://arxiv.org/abs/2412.07327"),
                Link("link", "https://github.com/a/b"),
            ),
            section=("Spiking Neural Networks",),
        ),
    )


def test_a_readme_made_by_hand_points_to_its_notes() -> None:
    rows = rows_of(
        """
        ---
        title: 我的 SNN 笔记
        ---
        # SNN 论文笔记

        - [中文版](README.zh-CN.md)

        #### 2023

        - Spike-driven Transformer [笔记](notes/2023/Spike-driven%20Transformer.md)
        - [SEENN: Towards Early Exit](notes/2023/SEENN,%20Towards%20Early%20Exit.md)
        * SparseProp: Efficient Simulation [笔记](<notes/2023/SparseProp, Efficient.md>)
        + EICIL, Joint Excitatory [笔记](notes/2023/EICIL, Joint Excitatory.md)
        1. 脉冲神经网络综述（软件学报 2022）[笔记](./notes/2022/综述.md)
        2、[膜电位批归一化](2023/膜电位.md)
        - [x] [2018 ICLR] Some Great Title [note](2018/x.md#结论)
        """
    )

    assert [(row.title, row.year, row.venue, row.target) for row in rows] == [
        ("Spike-driven Transformer", 2023, None, "notes/2023/Spike-driven Transformer.md"),
        ("SEENN: Towards Early Exit", 2023, None, "notes/2023/SEENN, Towards Early Exit.md"),
        ("SparseProp: Efficient Simulation", 2023, None, "notes/2023/SparseProp, Efficient.md"),
        ("EICIL, Joint Excitatory", 2023, None, "notes/2023/EICIL, Joint Excitatory.md"),
        ("脉冲神经网络综述", 2022, "软件学报", "notes/2022/综述.md"),
        ("膜电位批归一化", 2023, None, "2023/膜电位.md"),
        ("Some Great Title", 2018, "ICLR", "2018/x.md"),
    ]


@pytest.mark.parametrize(
    ("origin", "link", "target"),
    [
        pytest.param("README.md", "notes/x.md", "notes/x.md", id="at-the-root"),
        pytest.param("docs/README.md", "../notes/x.md", "notes/x.md", id="in-a-folder"),
        pytest.param("docs/zh/README.md", "x.md", "docs/zh/x.md", id="deeper"),
        pytest.param("docs/README.md", "/notes/x.md", "notes/x.md", id="from-the-root-on"),
        pytest.param("README.md", "../other/x.md", "../other/x.md", id="out-of-the-notebook"),
        pytest.param("https://github.com/a/b", "notes/x.md", "notes/x.md", id="address"),
    ],
)
def test_links_to_notes_go_from_the_lists_own_folder(origin: str, link: str, target: str) -> None:
    (row,) = loads(f"- Spike-driven Transformer [笔记]({link})", origin=origin).rows

    assert row.target == target


def test_rows_of_our_own_readme_block_are_read() -> None:
    rows = rows_of(
        r"""
        ## Papers

        <!-- snnnotes:begin papers -->
        #### 2023

        - A\* search \[v2\]: 100% &lt;b> [note](notes/2023/A%20search,%20100%25.md)
        <!-- snnnotes:end papers -->
        """
    )

    assert [(row.title, row.target) for row in rows] == [
        ("A* search [v2]: 100% <b>", "notes/2023/A search, 100%.md")
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(
            "# Awesome\n\nText with [a link](https://arxiv.org/abs/2301.1).\n", id="prose"
        ),
        pytest.param("- [Papers](#papers)\n  - [2023](#2023)\n", id="table-of-contents"),
        pytest.param("## 2023\n- [2023](#2023)\n", id="anchor-under-a-year"),
        pytest.param("- [SNN Toolbox](https://github.com/a/b) - a tool\n", id="tool"),
        pytest.param("- [Brain Project](https://brain.eu) - a project\n", id="home-page"),
        pytest.param("- **Event-driven and sparse** → computation\n", id="bullet-of-prose"),
        pytest.param("```\n- Title (**ICLR 2023**)\n```\n", id="code"),
        pytest.param("~~~md\n- Title (**ICLR 2023**)\n~~~\n", id="code-with-tildes"),
        pytest.param("<!-- - Title (**ICLR 2023**) -->\n", id="comment"),
        pytest.param("<!--\n- Title (**ICLR 2023**)\n-->\n", id="long-comment"),
        pytest.param("<!--\n- Title (**ICLR 2023**)\n", id="comment-that-never-ends"),
        pytest.param("> - Title (**ICLR 2023**)\n", id="quotation"),
        pytest.param("## News\n- 2024.05.29 Papers of **ICML 2024**\n", id="news"),
        pytest.param("## 📰 Latest Updates (2024)\n- Papers of **ICML 2024**\n", id="updates"),
        pytest.param(
            "## 更新日志\n- 加入 ICML 2024 的论文 (**ICML 2024**)\n", id="chinese-updates"
        ),
        pytest.param("## License\n- MIT License (**MIT 2023**)\n", id="licence"),
        pytest.param("- [论文](https://arxiv.org/abs/2301.00001)\n", id="label-without-title"),
        pytest.param("- NeurIPS 2023\n", id="venue-without-title"),
        pytest.param("- [NeurIPS 2023](lists/neurips2023.md)\n", id="list-of-a-venue"),
        pytest.param("- [License](LICENSE.md)\n- [Contributing](CONTRIBUTING.md)\n", id="files"),
        pytest.param(
            "| # | Section | Scope |\n|---|---|---|\n| 1 | Intro | x |\n", id="other-table"
        ),
        pytest.param("---\ntitle: (**ICLR 2023**)\n- x (**ICLR 2023**)\n---\n", id="frontmatter"),
        pytest.param(
            "Our paper **Direct Learning of Deep SNNs** ([pdf](https://arxiv.org/abs/2305.19725))\n",
            id="paragraph-that-begins-with-words",
        ),
        pytest.param(
            "**BrainCog is an engine** for brain-inspired intelligence that spans perception,"
            " decision, motor control and social cognition, as told in the"
            " [paper](https://arxiv.org/abs/2207.08533).\n",
            id="paragraph-of-prose",
        ),
    ],
)
def test_what_is_no_row_on_a_paper_is_left_out(text: str) -> None:
    assert loads(text, origin="README.md").rows == ()


@pytest.mark.parametrize(
    ("before", "between"),
    [
        pytest.param("", "\n", id="line-feed"),
        pytest.param("", "\r\n", id="carriage-return-and-line-feed"),
        pytest.param("", "\r", id="carriage-return"),
        pytest.param("\ufeff", "\r\n", id="byte-order-mark"),
    ],
)
def test_line_ends_and_byte_order_mark_make_no_difference(before: str, between: str) -> None:
    text = before + between.join(AWESOME.split("\n"))

    assert loads(text, origin="") == loads(AWESOME, origin="")


def test_a_byte_order_mark_does_not_hide_the_first_heading() -> None:
    row = row_of("\ufeff## 2023\n- Some Paper Title")

    assert row.year == 2023


def test_nothing_stands_between_a_year_and_its_rows_but_topics() -> None:
    rows = rows_of(
        """
        - 2021
          - Deep Residual Learning in SNNs [笔记](/notes/2021/SEW.md)
          - NeurIPS
            - Sparse Spiking Gradient Descent [笔记](notes/2021/Sparse.md)
        - 2020
          - T2FSNN [paper](https://arxiv.org/abs/2003.11741)
        """
    )

    assert [(row.title, row.year, row.venue, row.section) for row in rows] == [
        ("Deep Residual Learning in SNNs", 2021, None, ("2021",)),
        ("Sparse Spiking Gradient Descent", 2021, "NeurIPS", ("2021", "NeurIPS")),
        ("T2FSNN", 2020, None, ("2020",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 20_000, id="opening-brackets"),
        pytest.param("- " + "[a](" * 10_000, id="links-without-end"),
        pytest.param("- " + "(" * 10_000 + ")" * 10_000, id="nested-brackets"),
        pytest.param("- " + "*a " * 10_000, id="asterisks"),
        pytest.param("`" * 20_000, id="backticks"),
        pytest.param("- " + "<a href=x>" * 3_000, id="html-links-without-end"),
        pytest.param("- Title. " + "A B, " * 5_000, id="names"),
        pytest.param("- " + " " * 20_000 + "x", id="blanks"),
        pytest.param("- " + "a. " * 10_000, id="sentences"),
        pytest.param("- " + "a. " * 10_000 + "[J", id="citation-without-end"),
        pytest.param("|a" * 10_000, id="pipes"),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()

    loads(text, origin="README.md")

    # About 0.1 s; what grows with the square of the length takes ten and more.
    assert time.process_time() - start < 3


_PIECES = st.sampled_from(
    [
        *("- ", "* ", "1. ", "  - ", "\n", "\n\n", "**", "*", "_", "[", "]", "(", ")", "[[paper]("),
        *("https://arxiv.org/abs/2307.01694", "https://github.com/a/b", ")]", "|", "|---|---|\n"),
        *("| Title | Venue |\n", " (**ICLR 2023**)", "## 2023\n", "# NeurIPS\n", "<!--", "-->"),
        *("```\n", "`", "<br>", '<a href="x">', "</a>", "![](https://img.shields.io/badge/a-b-c)"),
        *(
            "$",
            "\\",
            "2023",
            "NeurIPS",
            "Title of a Paper",
            "Man Yao, Guoqi Li",
            "et al.",
            "📄",
            "²",
        ),
        *(
            "《",
            "》",
            '"',
            "：",
            "，",
            "笔记",
            "notes/x.md",
            "\x00",
            "\x03",
            "\U000f0000",
            "\ud800",
        ),
        *("---\n", "===\n", "&amp;", "&#0;", ": ", "[x]: https://a.org\n", "[x]", "[[a/b]]", "\t"),
        *("\r", "\u2028", "~~", "> "),
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=40).map("".join))
@example("https://arxiv.org/abs/2307.01694* \n* ")
@example("- - ## 2023\n²")
@example("- " + "[a](" * 3000)
@example("".join("  " * depth + "- x\n" for depth in range(400)))
def test_every_text_is_read_and_no_mark_of_ours_gets_out(text: str) -> None:
    found = loads(text, origin="docs/README.md")

    shown = [
        part
        for row in found.rows
        for part in (
            row.title,
            row.venue,
            row.url,
            row.code,
            row.target,
            *row.authors,
            *row.section,
        )
        if part
    ]
    assert all(row.title and row.line >= 1 for row in found.rows)
    assert not any(
        character < " " or "\U000f0000" <= character <= "\U000ffffd"
        for part in shown
        for character in part
    )
    assert all("\n" not in problem.sentence for problem in found.problems)


@given(
    title=st.text("abcdefghijklmnop", min_size=3, max_size=9).map(lambda word: f"Learning {word}"),
    year=st.integers(1990, 2030),
    venue=st.sampled_from(["NeurIPS", "ICML", "AAAI", "TPAMI", "Nature Communications"]),
    form=st.sampled_from(
        [
            "- {title} (**{venue} {year}**). [[paper]({url})]",
            "- {title}, *{venue} {year}*. [[paper]({url})]",
            "- **{title}**. {venue} {year}. [[paper]({url})]",
            "- [{title}]({url}) ({venue} {year})",
            "- [{venue} {year}] [{title}]({url})",
            "- [{year} {venue}] {title} [paper]({url})",
            "- [[{venue} {year}]({url})] {title}",
            "- {title} [{venue} {year}]({url})",
            "- 【{venue} {year}】{title}：[论文]({url})",
            "* `{venue} {year}` **{title}** [[PDF]]({url})",
            "1. {title}. Man Yao, Guoqi Li. {venue} {year}. [[Paper]]({url})",
            "| Title | Venue | Paper |\n|---|---|---|\n| {title} | {venue} {year} | [pdf]({url}) |",
            "## {year}\n### {venue}\n- {title} [paper]({url})",
            "### {venue} {year}\n- {title} [paper]({url})",
            "**{title}** \\\n*Man Yao, Guoqi Li* \\\n{venue} {year}. [[Paper]({url})]",
        ]
    ),
)
def test_title_venue_year_and_link_come_back_from_every_form(
    title: str, year: int, venue: str, form: str
) -> None:
    url = "https://example.org/paper.pdf"
    if form.startswith("**"):
        title = f"{title} deeply"

    row = row_of(form.format(title=title, year=year, venue=venue, url=url))

    assert (row.title, row.year, row.venue, row.url) == (title, year, venue, url)
