"""Notes in the shapes that people have; what they tell was written down before the code ran."""

from pathlib import PurePosixPath
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_note import facts_of
from snnnotes.model.fields import BY_NAME, Kind

HERE = PurePosixPath("x.md")


def told(text: str, path: str = "x.md") -> dict[str, object]:
    """The first fact of each field, without what the file's name tells."""
    found: dict[str, object] = {}
    for fact in facts_of(dedent(text), PurePosixPath(path)):
        if fact.source is not Source.FILE_NAME:
            found.setdefault(fact.field, fact.value)
    return found


def facts(
    text: str, field: str, path: PurePosixPath = HERE
) -> list[tuple[object, Source, int | None]]:
    """The facts of one field, as value, source and line."""
    found = facts_of(dedent(text), path)
    return [(fact.value, fact.source, fact.line) for fact in found if fact.field == field]


# --- whole notes -------------------------------------------------------------------------------

HEADING_AND_LINKS = """\
    ## SparseProp: Efficient Event-Based Simulation

    [论文链接](https://openreview.net/forum?id=yzZbwQPkmP) · [代码](https://github.com/RainerEngelken/SparseProp)

    ![框架图](https://raw.githubusercontent.com/a/b/main/fig.png)

    本文的方法建立在 [STBP](https://arxiv.org/abs/1706.02609) 之上，更新的代价降到 O(log N)。
    """

LIST_UNDER_HEADING = """\
    # UniIR: Training and Benchmarking Universal Multimodal Information Retrievers

    - [论文连接](https://arxiv.org/pdf/2311.17136)
    - [代码连接](https://github.com/TIGER-AI-Lab/UniIR?tab=readme-ov-file)
    - 滑铁卢大学
    - arxiv 2023.11.28
    - ECCV 2024

    ## Kimi总结

    这篇论文介绍了UniIR，这是一个多模态信息检索系统，旨在理解和执行用户的指令。

    ### 标题与作者

    - **标题**: UniIR: Training and Benchmarking Universal Multimodal Information Retrievers
    - **作者**: Cong Wei, Yang Chen, Haonan Chen
    - **机构**: University of Waterloo
    """

INFO_SECTION = """\
    # 31_RRT_MIL_方法总结

    > 证据说明：输入为完整论文文本（共10页），包含摘要、引言、方法、实验。公式提取基本完整。

    ## 一、论文基本信息

    - **论文标题**：Feature Re-Embedding: Towards Foundation Model-Level Performance
    - **作者**：Wenhao Tang, Fengtao Zhou, Sheng Huang
    - **发表年份**：2024 (CVPR)
    - **会议/期刊**：IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)
    - **论文链接/DOI/arXiv ID**：https://github.com/DearCaat/RRT-MIL (代码公开)
    - **代码仓库**：https://github.com/DearCaat/RRT-MIL
    """

INFO_AT_THE_END = """\
    # LServe

    长序列推理的瓶颈在于注意力的平方复杂度，以及键值缓存的大小随着长度线性增长。

    ## 参考信息

    - **论文标题**：LServe: Efficient Long-sequence LLM Serving
    - **作者**：Shang Yang, Junxian Guo, Song Han
    - **机构**：NVIDIA, MIT, 上海交通大学
    - **发表**：MLSys 2025
    - **代码**：https://github.com/mit-han-lab/omniserve
    - **arXiv**：http://arxiv.org/abs/2502.14866v1
    - **关键词**：sparse_pruning, attention_sparsity
    """

EMOJI_LABELS = """\
    - **论文标题**：UniVA: Universal Video Agent towards Open-Source Generalist

    - 👉 **项目主页 & 演示：** http://univa.online/

    - 📄 **论文地址：** https://arxiv.org/abs/2511.08521

    - 💻 **GitHub：** https://github.com/univa-agent/univa

    - 🚩 **Benchmark**: https://huggingface.co/datasets/UniVA-Agent/UniVA-Bench

    ## 🚀 什么是 UniVA？
    """

JEKYLL_POST = """\
    ---
    layout:     post
    title:      ATTENTION, LEARN TO SOLVE ROUTING PROBLEMS
    subtitle:   论文笔记
    date:       2019-06-25
    author:     Sillyman
    header-img: img/blog_Attention.jpg
    tags:
        - Note
        - RL
    ---

    > [论文连接](https://arxiv.org/abs/1803.08475v3) 这篇文章发表在 ICLR 2019。
    > [论文笔记](https://ldy8665.github.io/2019/06/14/ATTENTION/)上一篇所写的笔记。
    """

ITALIC_LABELS = """\
    ### **Prompt Tuning**


    _论文地址：https://arxiv.org/pdf/2104.08691.pdf_


    _论文题目：The Power of Scale for Parameter-Efficient Prompt Tuning_


    _论文源码：https://github.com/google-research/prompt-tuning_
    """

NOTION_PAGE = """\
    # Spike-driven Transformer

    Authors: Man Yao, Jiakui Hu
    Year: 2023
    Venue: NeurIPS
    URL: https://arxiv.org/abs/2307.01694
    Tags: snn, transformer
    Created: May 3, 2023 10:22 AM
    Status: Done

    ## Notes
    """

TABLE = """\
    | Field | Value |
    |-------|-------|
    | **Title** | Spike-driven Transformer |
    | Authors | Man Yao; Guoqi Li |
    | Venue | ICLR'24 |
    | Paper | [arXiv](https://arxiv.org/abs/2307.01694) |
    """

TABLE_ACROSS = """\
    | Title | Authors | Year | Code |
    |:--|:--|:--|:--|
    | Spike-driven Transformer | Man Yao, Guoqi Li | 2023 | [repo](https://github.com/BICLab/SDT) |
    """

HEADING_THAT_SAYS_PAPER = """\
    # Paper

    ## [Spike-driven Transformer](https://arxiv.org/abs/2307.01694)

    **NeurIPS 2023 Spotlight**

    __Authors__ Man Yao, Jiakui Hu
    """

LOGSEQ_PAGE = """\
    title:: @Spike-driven Transformer
    authors:: [[Man Yao]], [[Jiakui Hu]]
    date:: [[Jul 4th, 2023]]
    item-type:: [[journalArticle]]
    publication-title:: Neural Networks
    tags:: #SNN, [[膜电位]]

    - 残差在膜电位之间相加
    """

COMMENT_ABOVE = """\
    <!--
     * @Author: Suez_kip 287140262@qq.com
     * @Date: 2022-11-23 20:32:09
    -->
    # Gemini

    [论文连接](../papers/Neural%20Network-based.pdf)

    基于二进制文件的代码相似性检测，现有问题是图匹配速度很慢、部分情况准确率低。
    """

SECTIONS_AS_LABELS = """\
    # Title（文章标题）

    Deep Residual Learning in Spiking Neural Networks

    ## Authors

    - [[Wei Fang]]
    - [[Yonghong Tian]]

    ## 论文链接

    https://arxiv.org/abs/2102.04159

    ## 发表于

    NeurIPS 2021
    """


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param(
            HEADING_AND_LINKS,
            "2023/SparseProp, Efficient Event-Based Simulation.md",
            {
                "title": "SparseProp: Efficient Event-Based Simulation",
                "url": "https://openreview.net/forum?id=yzZbwQPkmP",
                "openreview": "yzZbwQPkmP",
                "code": "https://github.com/RainerEngelken/SparseProp",
                "year": "2023",
            },
            id="heading-and-labelled-links",
        ),
        pytest.param(
            LIST_UNDER_HEADING,
            "UniIR.md",
            {
                "title": (
                    "UniIR: Training and Benchmarking Universal Multimodal Information Retrievers"
                ),
                "authors": ("Cong Wei", "Yang Chen", "Haonan Chen"),
                "venue": "ECCV",
                "year": "2024",
                "url": "https://arxiv.org/pdf/2311.17136",
                "pdf": "https://arxiv.org/pdf/2311.17136",
                "arxiv": "2311.17136",
                "code": "https://github.com/TIGER-AI-Lab/UniIR?tab=readme-ov-file",
            },
            id="list-under-heading-and-typo-in-link",
        ),
        pytest.param(
            INFO_SECTION,
            "31_RRT_MIL.md",
            {
                "title": "Feature Re-Embedding: Towards Foundation Model-Level Performance",
                "authors": ("Wenhao Tang", "Fengtao Zhou", "Sheng Huang"),
                "year": "2024",
                "venue": "CVPR",
                "code": "https://github.com/DearCaat/RRT-MIL",
            },
            id="section-of-labels-and-link-that-is-code",
        ),
        pytest.param(
            INFO_AT_THE_END,
            "lserve.md",
            {
                "title": "LServe: Efficient Long-sequence LLM Serving",
                "authors": ("Shang Yang", "Junxian Guo", "Song Han"),
                "venue": "MLSys",
                "year": "2025",
                "url": "http://arxiv.org/abs/2502.14866v1",
                "arxiv": "2502.14866",
                "code": "https://github.com/mit-han-lab/omniserve",
                "tags": ("sparse_pruning", "attention_sparsity"),
            },
            id="section-of-labels-at-the-end",
        ),
        pytest.param(
            EMOJI_LABELS,
            "univa.md",
            {
                "title": "UniVA: Universal Video Agent towards Open-Source Generalist",
                "url": "https://arxiv.org/abs/2511.08521",
                "arxiv": "2511.08521",
                "code": "https://github.com/univa-agent/univa",
                "year": "2025",
            },
            id="labels-with-emoji",
        ),
        pytest.param(
            JEKYLL_POST,
            "_posts/2019-06-25-attention.md",
            {
                "title": "ATTENTION, LEARN TO SOLVE ROUTING PROBLEMS",
                "added": "2019-06-25",
                "tags": ("Note", "RL"),
                "url": "https://arxiv.org/abs/1803.08475v3",
                "arxiv": "1803.08475",
                "venue": "ICLR",
                "year": "2019",
            },
            id="jekyll-post-whose-author-is-the-blogger",
        ),
        pytest.param(
            ITALIC_LABELS,
            "pt.md",
            {
                "title": "The Power of Scale for Parameter-Efficient Prompt Tuning",
                "url": "https://arxiv.org/pdf/2104.08691.pdf",
                "pdf": "https://arxiv.org/pdf/2104.08691.pdf",
                "arxiv": "2104.08691",
                "code": "https://github.com/google-research/prompt-tuning",
                "year": "2021",
            },
            id="labels-in-italics",
        ),
        pytest.param(
            NOTION_PAGE,
            "Spike-driven Transformer 0123456789abcdef0123456789abcdef.md",
            {
                "title": "Spike-driven Transformer",
                "authors": ("Man Yao", "Jiakui Hu"),
                "year": "2023",
                "venue": "NeurIPS",
                "url": "https://arxiv.org/abs/2307.01694",
                "arxiv": "2307.01694",
                "tags": ("snn", "transformer"),
                "added": "2023-05-03",
                "status": "read",
            },
            id="notion-page-with-plain-labels",
        ),
        pytest.param(
            TABLE,
            "sdt.md",
            {
                "title": "Spike-driven Transformer",
                "authors": ("Man Yao", "Guoqi Li"),
                "venue": "ICLR",
                "year": "2024",
                "url": "https://arxiv.org/abs/2307.01694",
                "arxiv": "2307.01694",
            },
            id="table-with-a-label-in-each-row",
        ),
        pytest.param(
            TABLE_ACROSS,
            "sdt.md",
            {
                "title": "Spike-driven Transformer",
                "authors": ("Man Yao", "Guoqi Li"),
                "year": "2023",
                "code": "https://github.com/BICLab/SDT",
            },
            id="table-with-labels-in-its-first-row",
        ),
        pytest.param(
            HEADING_THAT_SAYS_PAPER,
            "sdt.md",
            {
                "title": "Spike-driven Transformer",
                "authors": ("Man Yao", "Jiakui Hu"),
                "url": "https://arxiv.org/abs/2307.01694",
                "arxiv": "2307.01694",
                "venue": "NeurIPS",
                "year": "2023",
            },
            id="heading-that-only-says-paper-and-a-linked-one",
        ),
        pytest.param(
            LOGSEQ_PAGE,
            "sdt.md",
            {
                "title": "Spike-driven Transformer",
                "authors": ("Man Yao", "Jiakui Hu"),
                "year": "2023",
                "venue": "Neural Networks",
                "tags": ("SNN", "膜电位"),
            },
            id="logseq-page-from-zotero",
        ),
        pytest.param(
            COMMENT_ABOVE, "g.md", {"title": "Gemini"}, id="comment-of-an-editor-and-local-link"
        ),
        pytest.param(
            SECTIONS_AS_LABELS,
            "sew.md",
            {
                "title": "Deep Residual Learning in Spiking Neural Networks",
                "authors": ("Wei Fang", "Yonghong Tian"),
                "url": "https://arxiv.org/abs/2102.04159",
                "arxiv": "2102.04159",
                "venue": "NeurIPS",
                "year": "2021",
            },
            id="a-section-for-each-label",
        ),
        pytest.param("", "x.md", {}, id="empty"),
        pytest.param("```\n# not a heading\n```\n", "x.md", {}, id="only-code"),
    ],
)
def test_a_note_of_real_life_tells_of_its_paper(
    text: str, path: str, expected: dict[str, object]
) -> None:
    assert told(text, path) == expected


def test_every_fact_says_where_it_comes_from() -> None:
    text = (
        "---\ntags: [snn]\n---\n# [LIF](https://arxiv.org/abs/2307.01694)\nICLR 2023\n\n作者：姚满"
    )

    found = facts_of(text, PurePosixPath("2022/GLIF.md"))

    assert found == [
        Fact("tags", ("snn",), Source.FRONTMATTER, 2),
        Fact("authors", ("姚满",), Source.LABEL, 7),
        Fact("title", "LIF", Source.HEADING, 4),
        Fact("url", "https://arxiv.org/abs/2307.01694", Source.HEADING, 4),
        Fact("arxiv", "2307.01694", Source.HEADING, 4),
        Fact("venue", "ICLR", Source.LINE_BELOW, 5),
        Fact("year", "2023", Source.LINE_BELOW, 5),
        Fact("url", "https://arxiv.org/abs/2307.01694", Source.LINK, 4),
        Fact("arxiv", "2307.01694", Source.LINK, 4),
        Fact("title", "GLIF", Source.FILE_NAME, None),
        Fact("year", "2022", Source.FOLDER, None),
        Fact("year", "2023", Source.ARXIV, 4),
    ]


# --- headings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("# Sparse Coding\n", "Sparse Coding", id="atx"),
        pytest.param("##Sparse Coding\n", "Sparse Coding", id="atx-without-blank"),
        pytest.param("Sparse Coding\n======\n", "Sparse Coding", id="underlined"),
        pytest.param("<h1 align='center'>Sparse Coding</h1>\n", "Sparse Coding", id="html"),
        pytest.param("# **Sparse** Coding ##\n", "Sparse Coding", id="bold-and-closing-signs"),
        pytest.param(r"# \*Sparse\* Coding", "*Sparse* Coding", id="escapes"),
        pytest.param(
            "# Coding in $O(N_iN_j)$ &amp; *more*\n", "Coding in $O(N_iN_j)$ & more", id="formula"
        ),
        pytest.param("# ⚡ Sparse Coding 🔥\n", "⚡ Sparse Coding 🔥", id="emoji-stay"),
        pytest.param("# 论文笔记：Sparse Coding\n", "Sparse Coding", id="words-on-the-note"),
        pytest.param("# 《Sparse Coding》阅读笔记\n", "Sparse Coding", id="book-title"),
        pytest.param('# Notes of "Sparse Coding"\n', "Sparse Coding", id="notes-of"),
        pytest.param(
            "# Sparse Coding [[paper](https://x.org/a.pdf)]\n", "Sparse Coding", id="link-behind"
        ),
        pytest.param(
            "# 论文\n\n# Notes\n\n## Sparse Coding\n", "Sparse Coding", id="third-after-words"
        ),
        pytest.param(
            "[论文](https://x.org/a)\n\n# Sparse Coding\n", "Sparse Coding", id="links-above"
        ),
        pytest.param("![](a.png)\n\n# Sparse Coding\n", "Sparse Coding", id="image-above"),
        pytest.param("# Sparse Coding\r\n\r\nText\r\n", "Sparse Coding", id="crlf"),
        pytest.param("\ufeff# Sparse Coding\n", "Sparse Coding", id="byte-order-mark"),
        pytest.param("---\n# Sparse Coding\n---\n", "Sparse Coding", id="between-two-rules"),
        pytest.param("# Paper\n", None, id="only-paper"),
        pytest.param("# 📝 论文笔记\n", None, id="only-note-words"),
        pytest.param("# Introduction\n", None, id="section"),
        pytest.param("# 一、研究背景\n", None, id="chinese-section"),
        pytest.param("## 2.1 编码方式\n", None, id="numbered-section"),
        pytest.param("# 摘要\n\n# Sparse Coding\n", None, id="after-a-section"),
        pytest.param(
            "脉冲神经网络的训练主要有两条路线，一条是转换，另一条是直接训练。\n\n## LIF\n",
            None,
            id="after-text",
        ),
        pytest.param("<!-- # Sparse Coding -->\n", None, id="comment"),
        pytest.param("#\n", None, id="empty"),
    ],
)
def test_the_title_is_the_first_heading_that_names_the_paper(text: str, title: str | None) -> None:
    found = [value for value, source, _ in facts(text, "title") if source is Source.HEADING]

    assert found == ([title] if title else [])


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param(
            "## [LIF](https://arxiv.org/abs/2307.01694)",
            {"url": "https://arxiv.org/abs/2307.01694"},
            id="paper",
        ),
        pytest.param(
            "## [LIF](https://example.org/lif)", {"url": "https://example.org/lif"}, id="any-page"
        ),
        pytest.param(
            "## [LIF](https://github.com/a/lif)", {"code": "https://github.com/a/lif"}, id="code"
        ),
        pytest.param(
            "## [LIF][1]\n\n[1]: https://example.org/lif",
            {"url": "https://example.org/lif"},
            id="reference",
        ),
        pytest.param(
            "## [LIF][] [code][c]\n\n[LIF]: https://example.org/lif\n[c]: https://github.com/a/b",
            {"url": "https://example.org/lif", "code": "https://github.com/a/b"},
            id="references-to-paper-and-code",
        ),
        pytest.param("## [LIF](https://zhuanlan.zhihu.com/p/1)", {}, id="blog"),
        pytest.param("## [LIF](lif.pdf)", {}, id="file"),
        pytest.param("## [LIF]()", {}, id="nothing"),
    ],
)
def test_a_linked_heading_gives_the_link_by_its_kind(
    heading: str, expected: dict[str, str]
) -> None:
    found = told(f"{heading}\n")

    assert found["title"] == "LIF"
    assert {name: found[name] for name in ("url", "code") if name in found} == expected


# --- the line below ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("NeurIPS 2022", ("NeurIPS", "2022"), id="venue-year"),
        pytest.param("ICLR2023 oral", ("ICLR", "2023"), id="joined-and-oral"),
        pytest.param("(CVPR 2021)", ("CVPR", "2021"), id="brackets"),
        pytest.param("> *AAAI-22*", ("AAAI", "2022"), id="quoted-italics-two-digits"),
        pytest.param("**2021 ICCV**", ("ICCV", "2021"), id="year-first"),
        pytest.param("- NIPS'17", ("NeurIPS", "2017"), id="apostrophe"),
        pytest.param("Man Yao et al., NeurIPS 2023", ("NeurIPS", "2023"), id="behind-authors"),
        pytest.param("清华大学 | ICML 2022", ("ICML", "2022"), id="behind-institute"),
        pytest.param("Kingma, Ba. ICLR 2015. Notes of May", ("ICLR", "2015"), id="in-a-reference"),
        pytest.param(
            "Y. Li, T. Geller et al. We beat CVPR 2020.",
            (None, None),
            id="after-authors-in-a-sentence",
        ),
        pytest.param("本文发表于 NeurIPS 2022。", ("NeurIPS", "2022"), id="published-in"),
        pytest.param("Accepted by ICCV 2023 (Oral)", ("ICCV", "2023"), id="accepted-by"),
        pytest.param("DASFAA 2024", ("DASFAA", "2024"), id="unknown-acronym"),
        pytest.param("arXiv 2023", (None, "2023"), id="preprint"),
        pytest.param("LIF 2020", (None, None), id="acronym-of-the-subject"),
        pytest.param("Going deeper since 2021", (None, None), id="sentence"),
        pytest.param("2023-05-03", (None, None), id="date"),
        pytest.param(
            "比 CVPR 2020 的方法快三倍，而且在 ImageNet 上的准确率更高。",
            (None, None),
            id="in-a-sentence",
        ),
    ],
)
def test_a_venue_and_year_stand_under_the_title(
    line: str, expected: tuple[str | None, str | None]
) -> None:
    found = told(f"# Sparse Coding\n\n{line}\n")

    assert (found.get("venue"), found.get("year")) == expected


def test_a_preprint_gives_way_to_where_the_paper_appeared() -> None:
    text = "# Sparse Coding\narXiv 2022\nICML 2023\n"

    assert facts(text, "year") == [("2023", Source.LINE_BELOW, 3)]
    assert facts("# Sparse Coding\narXiv 2022\n", "year") == [("2022", Source.ARXIV, 2)]


def test_a_venue_further_down_is_of_another_paper() -> None:
    text = "# Sparse Coding\n\n## 相关工作\n\nNeurIPS 2022\n"

    assert facts(text, "venue") == []


# --- labels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        pytest.param(
            "* **Title**: SEENN: Towards Early Exit",
            "title",
            "SEENN: Towards Early Exit",
            id="star-list",
        ),
        pytest.param("**Authors**: Man Yao", "authors", ("Man Yao",), id="bold"),
        pytest.param("**Authors:** Man Yao", "authors", ("Man Yao",), id="colon-in-bold"),
        pytest.param(
            "__Authors__ Man Yao", "authors", ("Man Yao",), id="underscores-without-colon"
        ),
        pytest.param("<b>Authors:</b> Man Yao", "authors", ("Man Yao",), id="html"),
        pytest.param("> Authors: Man Yao", "authors", ("Man Yao",), id="quotation"),
        pytest.param("1. **Author(s)**: Man Yao", "authors", ("Man Yao",), id="numbered"),
        pytest.param("- [ ] Authors: Man Yao", "authors", ("Man Yao",), id="check-box"),
        pytest.param("作者：姚满、李国齐 等", "authors", ("姚满", "李国齐"), id="chinese"),
        pytest.param(
            "标题: 脉冲驱动的变换器", "title", "脉冲驱动的变换器", id="chinese-and-ascii-colon"
        ),
        pytest.param("【题目】Sparse Coding", "title", "Sparse Coding", id="boxed"),
        pytest.param(
            "论文题目：Rethinking Decoders(CVPR 2025)",
            "title",
            "Rethinking Decoders",
            id="venue-in-title",
        ),
        pytest.param("**Paper**: Sparse Coding", "title", "Sparse Coding", id="paper-is-title"),
        pytest.param(
            "**Paper**: https://arxiv.org/abs/2307.01694",
            "url",
            "https://arxiv.org/abs/2307.01694",
            id="paper-is-link",
        ),
        pytest.param(
            "中文题目：脉冲编码", "aliases", ("脉冲编码",), id="chinese-title-is-an-alias"
        ),
        pytest.param("发表于：ICLR 2024", "venue", "ICLR", id="published-in"),
        pytest.param("会议：NIPS 2017", "year", "2017", id="year-in-venue"),
        pytest.param(
            "期刊：*Brain Informatics* (2021), 8(1):26",
            "venue",
            "Brain Informatics",
            id="journal-with-volume",
        ),
        pytest.param("年份：2023", "year", "2023", id="year"),
        pytest.param("发表时间：2023年7月4日", "year", "2023", id="date-of-publication"),
        pytest.param("Date: 2021", "year", "2021", id="date-that-is-a-year"),
        pytest.param("日期：2021-05-03", "added", "2021-05-03", id="date-of-the-note"),
        pytest.param("阅读日期：2021年5月3日", "added", "2021-05-03", id="date-of-reading"),
        pytest.param("**arXiv**: 2307.01694v2", "arxiv", "2307.01694", id="bare-arxiv"),
        pytest.param("**DOI**: `10.3389/NEURO.01`", "doi", "10.3389/neuro.01", id="bare-doi"),
        pytest.param("**OpenReview**: 9FmolyOHi5", "openreview", "9FmolyOHi5", id="bare-forum"),
        pytest.param("标签：#SNN #注意力", "tags", ("SNN", "注意力"), id="hashtags"),
        pytest.param(
            "Keywords: SNN, early exit; 脉冲", "tags", ("SNN", "early exit", "脉冲"), id="keywords"
        ),
        pytest.param("状态：已读", "status", "read", id="status"),
        pytest.param("评分：⭐⭐⭐⭐", "rating", "4", id="stars"),
        pytest.param("Citekey: @yao2023spike", "citekey", "yao2023spike", id="citekey"),
        pytest.param(
            "链接：[代码](https://github.com/a/b) [论文](https://x.org/p)",
            "url",
            "https://x.org/p",
            id="several-links",
        ),
        pytest.param(
            "链接：[代码](https://github.com/a/b) [论文](https://x.org/p)",
            "code",
            "https://github.com/a/b",
            id="code-among-links",
        ),
        pytest.param(
            "论文链接：[X][1]\n\n[1]: https://x.org/p",
            "url",
            "https://x.org/p",
            id="reference-link",
        ),
        pytest.param("PDF: <https://x.org/p.pdf>", "pdf", "https://x.org/p.pdf", id="pdf"),
        pytest.param(
            "作者：姚满 | 会议：NeurIPS | 年份：2023", "venue", "NeurIPS", id="several-in-a-line"
        ),
        pytest.param(
            "**Authors**:\n- Man Yao\n- Guoqi Li",
            "authors",
            ("Man Yao", "Guoqi Li"),
            id="list-below",
        ),
        pytest.param(
            "- Authors:\n  - Man Yao\n  - Guoqi Li\n- Year: 2023",
            "authors",
            ("Man Yao", "Guoqi Li"),
            id="list-within-list",
        ),
        pytest.param("**Title**\n\nSparse Coding", "title", "Sparse Coding", id="value-below"),
    ],
)
def test_a_label_gives_its_field(line: str, field: str, value: object) -> None:
    found = [found_value for found_value, _, _ in facts(f"# Note\n\n{line}\n", field)]

    assert found[:1] == [value]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        pytest.param(
            "作者：提出了一种新的方法，效果很好。", "authors", id="sentence-about-the-author"
        ),
        pytest.param("代码：论文页面未提供公开代码", "code", id="no-code"),
        pytest.param("论文链接：", "url", id="nothing-behind"),
        pytest.param("论文链接：https://github.com/a/b", "url", id="link-to-code"),
        pytest.param("论文链接：[看这里](notes/a.md)", "url", id="link-to-a-file"),
        pytest.param("项目主页：https://a.github.io/b", "url", id="project-page"),
        pytest.param("会议：暂无", "venue", id="no-venue"),
        pytest.param("年份：待定", "year", id="no-year"),
        pytest.param("arXiv: 2313.99999", "arxiv", id="no-arxiv-identifier"),
        pytest.param("状态：随便看看", "status", id="unknown-status"),
        pytest.param("评分：8/10", "rating", id="mark-out-of-ten"),
        pytest.param("日期：2021-13-45", "added", id="no-date"),
        pytest.param("方法：NeurIPS 2022", "venue", id="no-label"),
        pytest.param("`**Title**: in code`", "title", id="code"),
        pytest.param("```\nTitle: in a block\n```", "title", id="code-block"),
    ],
)
def test_a_label_without_a_value_of_its_kind_gives_nothing(line: str, field: str) -> None:
    assert [fact for fact in facts(f"# Note\n\n{line}\n", field) if fact[1] is Source.LABEL] == []


def test_labels_in_the_text_count_only_if_they_can_mean_nothing_else() -> None:
    text = """\
        # Sparse Coding

        本文提出了一种新的稀疏编码，在三个数据集上都比此前的方法更好，而且更省电。

        ## 实验

        - **标签**：猫, 狗
        - **日期**：2021-05-03
        - **论文链接**：https://x.org/p
        """

    assert told(text) == {"title": "Sparse Coding", "url": "https://x.org/p"}


def test_labels_far_down_are_of_other_papers() -> None:
    text = "# Sparse Coding\n" + "一段话。\n" * 80 + "- **作者**：姚满\n"

    assert facts(text, "authors") == []


def test_of_several_papers_in_a_note_the_first_comes_first() -> None:
    text = "论文题目：Sparse Coding\n\n论文题目：Dense Coding\n"

    assert [value for value, _, _ in facts(text, "title")][:2] == ["Sparse Coding", "Dense Coding"]


def test_a_table_of_many_papers_is_no_table_of_labels() -> None:
    text = """\
        | Title | Venue | Code |
        |---|---|---|
        | Sparse Coding | ICLR | - |
        | Dense Coding | ICML | - |
        """

    assert facts(text, "title") == [("x", Source.FILE_NAME, None)]


def test_a_line_of_nothing_but_hashtags_gives_tags() -> None:
    assert facts("# LIF\n\n#SNN #膜电位\n", "tags") == [(("SNN", "膜电位"), Source.LABEL, 3)]


# --- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[论文链接](https://x.org/p)", ["https://x.org/p"], id="labelled"),
        pytest.param("[论文连接](https://x.org/p)", ["https://x.org/p"], id="typo"),
        pytest.param("[原文链接](https://x.org/p)", ["https://x.org/p"], id="original"),
        pytest.param("[[Paper]](https://x.org/p)", ["https://x.org/p"], id="brackets-in-text"),
        pytest.param(
            "[![Paper](https://img.shields.io/b.svg)](https://x.org/p)",
            ["https://x.org/p"],
            id="badge",
        ),
        pytest.param(
            "[📄 PDF (arXiv)](https://x.org/p)", ["https://x.org/p"], id="emoji-and-bracket"
        ),
        pytest.param('<a href="https://x.org/p">paper</a>', ["https://x.org/p"], id="html"),
        pytest.param(
            '[paper][p]\n\n[p]: <https://x.org/p> "T"', ["https://x.org/p"], id="reference"
        ),
        pytest.param(
            "https://arxiv.org/abs/2307.01694",
            ["https://arxiv.org/abs/2307.01694"],
            id="bare-paper-host",
        ),
        pytest.param(
            "<https://arxiv.org/abs/2307.01694>",
            ["https://arxiv.org/abs/2307.01694"],
            id="autolink",
        ),
        pytest.param(
            "[LIF](https://arxiv.org/abs/2307.01694)",
            ["https://arxiv.org/abs/2307.01694"],
            id="title-as-text",
        ),
        pytest.param(
            "[Man Yao's page](https://arxiv.org/abs/2307.01694)",
            ["https://arxiv.org/abs/2307.01694"],
            id="alone-in-line",
        ),
        pytest.param(
            "[论文](https://x.org/p_(1).pdf)", ["https://x.org/p_(1).pdf"], id="brackets-in-address"
        ),
        pytest.param(
            "[论文](https://x.org/p) [arXiv](https://arxiv.org/abs/2307.01694)",
            ["https://x.org/p", "https://arxiv.org/abs/2307.01694"],
            id="two",
        ),
        pytest.param("[论文链接]()", [], id="empty"),
        pytest.param("[论文链接](../p.pdf)", [], id="file"),
        pytest.param("![论文](https://x.org/p)", [], id="image"),
        pytest.param("[论文](https://x.org/p.png)", [], id="picture"),
        pytest.param("[代码](https://github.com/a/b)", [], id="code"),
        pytest.param("[paper](https://github.com/a/b)", [], id="code-called-paper"),
        pytest.param("[Project Page](https://arxiv.org/abs/2307.01694)", [], id="project-page"),
        pytest.param("[解读](https://zhuanlan.zhihu.com/p/1)", [], id="blog"),
        pytest.param("`[论文](https://x.org/p)`", [], id="code-span"),
        pytest.param("```\n[论文](https://x.org/p)\n```", [], id="code-block"),
        pytest.param(
            "本文改进了 [STBP](https://arxiv.org/abs/1706.02609) 的训练方法", [], id="in-a-sentence"
        ),
        pytest.param("https://arxiv.org/list/cs.NE/new", [], id="list-of-arxiv"),
    ],
)
def test_the_papers_link_is_told_from_others(text: str, expected: list[str]) -> None:
    found = [value for value, _, _ in facts(f"# LIF\n\n{text}\n", "url")]

    assert found == expected


def test_a_labelled_link_further_down_counts_if_there_is_only_one() -> None:
    one = "# LIF\n\n## 参考\n\n[论文链接](https://x.org/a)\n"
    two = one + "\n[论文链接](https://x.org/b)\n"

    assert [value for value, _, _ in facts(one, "url")] == ["https://x.org/a"]
    assert facts(two, "url") == []


def test_a_label_further_down_says_what_its_link_is() -> None:
    text = "# 总结\n\n稀疏编码可以由带泄漏的神经元完成。\n\n论文：https://x.org/p\n链接：https://x.org/q\n"

    assert facts(text, "url") == [("https://x.org/p", Source.LINK, 5)]


def test_a_link_that_is_only_called_one_comes_after_that_of_the_paper() -> None:
    text = "# LIF\n\n[link](https://x.org/slides.pdf) [原文](https://x.org/p)\n"
    alone = "# LIF\n\n[link](https://x.org/lif.pdf)\n"

    assert told(text)["url"] == "https://x.org/p"
    assert facts(text, "pdf") == []
    assert facts(alone, "url") == [("https://x.org/lif.pdf", Source.LINK, 3)]


def test_links_of_related_work_do_not_hide_that_the_papers_link_is_missing() -> None:
    text = """\
        # Sparse Coding

        ## 相关工作

        - STBP [[paper](https://arxiv.org/abs/1706.02609)]
        - SLAYER [[paper](https://arxiv.org/abs/1810.08646)] [[code](https://github.com/b/slayer)]
        - TSSL [[code](https://github.com/b/tssl)]
        """

    assert told(text) == {"title": "Sparse Coding"}


def test_a_publishers_address_tells_venue_and_year() -> None:
    text = "# LIF\n\n[paper](https://proceedings.neurips.cc/paper/2021/file/61f2-Paper.pdf)\n"

    assert facts(text, "venue") == [("NeurIPS", Source.LINK, 3)]
    assert facts(text, "year") == [("2021", Source.LINK, 3)]


# --- the place ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "[2018 ICLR] Sparse Coding.md",
            {"title": "Sparse Coding", "venue": "ICLR", "year": "2018"},
            id="bracket",
        ),
        pytest.param(
            "2020 Sparse Coding.md", {"title": "Sparse Coding", "year": "2020"}, id="year"
        ),
        pytest.param(
            "[NIPS 2024] Sparse Coding.md",
            {"title": "Sparse Coding", "venue": "NeurIPS", "year": "2024"},
            id="old-name",
        ),
        pytest.param(
            "2021-05-03-Sparse Coding.md",
            {"title": "Sparse Coding", "added": "2021-05-03"},
            id="date-of-the-note",
        ),
        pytest.param(
            "Sparse Coding (NeurIPS 2022).md",
            {"title": "Sparse Coding", "venue": "NeurIPS", "year": "2022"},
            id="behind",
        ),
        pytest.param(
            "2023/Sparse Coding.md", {"title": "Sparse Coding", "year": "2023"}, id="year-folder"
        ),
        pytest.param(
            "2024/ICLR2023/Sparse.md",
            {"title": "Sparse", "venue": "ICLR", "year": "2023"},
            id="nearest-folder",
        ),
        pytest.param(
            "ICLR/2023/Sparse.md",
            {"title": "Sparse", "venue": "ICLR", "year": "2023"},
            id="two-folders",
        ),
        pytest.param(
            "2023/Sparse Coding/README.md",
            {"title": "Sparse Coding", "year": "2023"},
            id="folder-of-its-own",
        ),
        pytest.param(
            "_posts/2021/2021-05-03-sparse.md",
            {"title": "sparse", "added": "2021-05-03"},
            id="folder-of-posts",
        ),
        pytest.param("2307.01694.md", {"arxiv": "2307.01694", "year": "2023"}, id="identifier"),
        pytest.param("@yao2023spike.md", {"citekey": "yao2023spike"}, id="citekey"),
        pytest.param("Sparse%3A Coding.md", {"title": "Sparse: Coding"}, id="logseq"),
    ],
)
def test_names_of_file_and_folders_tell_of_the_paper(path: str, expected: dict[str, str]) -> None:
    found = {fact.field: fact.value for fact in facts_of("Text\n", PurePosixPath(path))}

    assert found == expected


# --- anything ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("---\n", "+++\n", "title: ", "title:: ", "# ", "**Title**: ", "作者：", "#a [[b]]\n"),
        *("[paper](", "https://arxiv.org/abs/2307.01694", ")", "]", "[", "[[", "|", "\n", "\r\n"),
        *("NeurIPS 2023", "'22", "（", "》", "- ", "  ", "```", "<!--", "-->", "<a href='", "==="),
        *("2023-05-03", "@yao2023", "{{title}}", "$x_i$", "*", "_", "\ufeff", "&#xd800;", "\\"),
        *("date: ", "authors:\n  - a\n", "Year: 99999", "\u2028", "\ud800"),
    ]
) | st.text(max_size=6)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)
NAMES = TEXTS.map(lambda text: text.replace("/", "").replace("\0", "")[:100] or "x")


@settings(max_examples=400, deadline=None)
@given(TEXTS, NAMES)
def test_no_text_and_no_name_is_too_odd(text: str, name: str) -> None:
    for fact in facts_of(text, PurePosixPath("2023") / f"{name}.md"):
        assert fact.value, fact
        assert isinstance(fact.value, tuple) == (BY_NAME[fact.field].kind is Kind.NAMES), fact
        lines = text.count("\n") + text.count("\r") + 1
        assert fact.line is None or 1 <= fact.line <= lines, fact
