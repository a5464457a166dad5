"""Whole folders in the shapes that people have, from the texts to what is taken to be true.

What each note is about was written down by hand before the code ran.
"""

from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.formats.foreign_choice import chosen
from snnnotes.formats.foreign_note import facts_of
from snnnotes.formats.foreign_path import folder_pages, reason_not_a_note
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.note import Note, Value

#: Fields that every expectation below speaks of; what it leaves out is not told.
FIELDS = ("title", "year", "venue", "url", "authors", "tags", "added", "status", "citekey")

SDT = "https://arxiv.org/abs/2307.01694"
GLIF = "https://arxiv.org/abs/2210.13768"
SEW = "https://arxiv.org/abs/2102.04159"
OTTT = "https://openreview.net/forum?id=Siv3nHYHheI"

# --- YEAR/Title.md, a heading and a labelled link -----------------------------------------------

YEAR_FOLDERS = {
    "2023/Spike-driven Transformer.md": f"""\
        ## Spike-driven Transformer

        [论文链接]({SDT})

        本文在 [Spikformer](https://arxiv.org/abs/2209.15425) 的基础上去掉了所有乘法。
        """,
    "2022/GLIF, A Unified Gated Leaky Integrate-and-Fire Neuron.md": f"""\
        ## GLIF: A Unified Gated Leaky Integrate-and-Fire Neuron

        [论文链接]({GLIF})

        ![](images/glif.png)
        """,
    "2022/Online Training Through Time.md": f"""\
        ## Online Training Through Time

        [论文链接]({OTTT})
        """,
    "2021/Deep Residual Learning.md": """\
        ## Deep Residual Learning

        [论文链接]()
        """,
}
YEAR_FOLDERS_TOLD = {
    "2023/Spike-driven Transformer.md": {
        "title": "Spike-driven Transformer",
        "year": "2023",
        "url": SDT,
    },
    "2022/GLIF, A Unified Gated Leaky Integrate-and-Fire Neuron.md": {
        "title": "GLIF: A Unified Gated Leaky Integrate-and-Fire Neuron",
        "year": "2022",
        "url": GLIF,
    },
    "2022/Online Training Through Time.md": {
        "title": "Online Training Through Time",
        "year": "2022",
        "url": OTTT,
    },
    "2021/Deep Residual Learning.md": {"title": "Deep Residual Learning", "year": "2021"},
}

# --- [2018 ICLR] Title.md under headings of the reader's own ------------------------------------

VENUE_IN_NAME = {
    "papers/[2018 ICLR] Sparse Coding with Spikes.md": """\
        # 用脉冲做稀疏编码

        论文：https://openreview.net/forum?id=abcdefghij
        """,
    "papers/[NIPS 2017] Learning in Spiking Networks.md": """\
        # 脉冲网络怎么学

        原文链接：https://papers.nips.cc/paper/2017/hash/aa-Abstract.html
        """,
    "papers/[2021 ICCV] Temporal-wise Attention for Events.md": """\
        # 时间注意力

        [pdf](https://openaccess.thecvf.com/content/ICCV2021/papers/Yao_paper.pdf)
        """,
    "papers/2020 Spiking Gradient Descent.md": "# 梯度\n\n很快。\n",
}
VENUE_IN_NAME_TOLD = {
    "papers/[2018 ICLR] Sparse Coding with Spikes.md": {
        "title": "Sparse Coding with Spikes",
        "year": "2018",
        "venue": "ICLR",
        "url": "https://openreview.net/forum?id=abcdefghij",
    },
    "papers/[NIPS 2017] Learning in Spiking Networks.md": {
        "title": "Learning in Spiking Networks",
        "year": "2017",
        "venue": "NeurIPS",
        "url": "https://papers.nips.cc/paper/2017/hash/aa-Abstract.html",
    },
    "papers/[2021 ICCV] Temporal-wise Attention for Events.md": {
        "title": "Temporal-wise Attention for Events",
        "year": "2021",
        "venue": "ICCV",
        "url": "https://openaccess.thecvf.com/content/ICCV2021/papers/Yao_paper.pdf",
    },
    "papers/2020 Spiking Gradient Descent.md": {
        "title": "Spiking Gradient Descent",
        "year": "2020",
    },
}

# --- label lines, files named by short forms ----------------------------------------------------

LABEL_LINES = {
    "SDT.md": f"""\
        # SDT

        * **Title**: Spike-driven Transformer
        * **Authors**: Man Yao, JiaKui Hu, Zhaokun Zhou
        * **Venue**: NeurIPS 2023
        * **Link**: {SDT}
        * **Code**: https://github.com/BICLab/Spike-Driven-Transformer
        * **Tags**: #transformer #attention

        ## 方法

        * **Title**: 表 1 的标题
        """,
    "GLIF.md": f"""\
        # GLIF

        * **Title**: GLIF: A Unified Gated Leaky Integrate-and-Fire Neuron
        * **Authors**: Xingting Yao et al.
        * **Venue**: NeurIPS 2022
        * **Link**: [arXiv]({GLIF})
        * **Tags**: neuron, gating
        """,
    "SEW.md": f"""\
        # SEW ResNet

        __Title__ Deep Residual Learning in Spiking Neural Networks
        __作者__ Wei Fang, Zhaofei Yu
        __发表于__ NeurIPS 2021
        __论文连接__ {SEW}
        __状态__ 已读
        """,
}
LABEL_LINES_TOLD = {
    "SDT.md": {
        "title": "Spike-driven Transformer",
        "authors": ("Man Yao", "JiaKui Hu", "Zhaokun Zhou"),
        "venue": "NeurIPS",
        "year": "2023",
        "url": SDT,
        "tags": ("transformer", "attention"),
    },
    "GLIF.md": {
        "title": "GLIF: A Unified Gated Leaky Integrate-and-Fire Neuron",
        "authors": ("Xingting Yao",),
        "venue": "NeurIPS",
        "year": "2022",
        "url": GLIF,
        "tags": ("neuron", "gating"),
    },
    "SEW.md": {
        "title": "Deep Residual Learning in Spiking Neural Networks",
        "authors": ("Wei Fang", "Zhaofei Yu"),
        "venue": "NeurIPS",
        "year": "2021",
        "url": SEW,
        "status": "read",
    },
}

# --- posts of Jekyll and Hexo -------------------------------------------------------------------

POSTS = {
    "_posts/2023-08-01-spike-driven-transformer.md": f"""\
        ---
        layout: post
        title: "论文笔记：Spike-driven Transformer"
        date: 2023-08-01 20:15:00 +0800
        author: Sillyman
        categories: [论文]
        tags: [SNN, Transformer]
        ---

        > [论文连接]({SDT}) 这篇文章发表在 NeurIPS 2023。
        """,
    "_posts/2022-11-05-glif.md": f"""\
        ---
        layout: post
        title: GLIF: A Unified Gated Neuron
        date: 2022-11-05
        tags: #SNN #neuron
        ---
        [原文]({GLIF})
        """,
    "source/_posts/sew.md": f"""\
        title: Deep Residual Learning
        date: 2021-12-01 08:00:00
        categories:
        - SNN
        ---
        论文地址：{SEW}
        """,
}
POSTS_TOLD = {
    "_posts/2023-08-01-spike-driven-transformer.md": {
        "title": "Spike-driven Transformer",
        "added": "2023-08-01T20:15:00+08:00",
        "tags": ("SNN", "Transformer"),
        "venue": "NeurIPS",
        "year": "2023",
        "url": SDT,
    },
    "_posts/2022-11-05-glif.md": {
        "title": "GLIF: A Unified Gated Neuron",
        "added": "2022-11-05",
        "tags": ("SNN", "neuron"),
        "year": "2022",
        "url": GLIF,
    },
    "source/_posts/sew.md": {
        "title": "Deep Residual Learning",
        "added": "2021-12-01",
        "tags": ("SNN",),
        "year": "2021",
        "url": SEW,
    },
}

# --- Obsidian with citekeys, wikilinks and broken YAML ------------------------------------------

OBSIDIAN = {
    "Papers/@yao2023spike.md": f"""\
        ---
        title: Spike-driven Transformer
        authors: ["[[Man Yao]]", "[[Jiakui Hu]]"]
        year: 2023
        conference: NeurIPS
        url: {SDT}
        tags: [paper/snn, transformer]
        read: true
        created: 2023-08-01
        ---

        See [[@fang2021deep]] for the residuals.
        """,
    "Papers/@fang2021deep.md": f"""\
        ---
        title: SEW: Deep Residual Learning
        authors: [[Wei Fang]], [[Zhaofei Yu]]
        tags: #snn #residual
        status: 在读
        date: [[2021-12-01]]
        ---

        # @fang2021deep

        [PDF]({SEW})
        """,
    "Papers/Online Training Through Time.md": f"""\
        ---
        aliases: [OTTT]
        citekey: xiao2022online
        ---
        #snn #training

        # Online Training Through Time
        NeurIPS 2022

        <{OTTT}>
        """,
}
OBSIDIAN_TOLD = {
    "Papers/@yao2023spike.md": {
        "title": "Spike-driven Transformer",
        "authors": ("Man Yao", "Jiakui Hu"),
        "year": "2023",
        "venue": "NeurIPS",
        "url": SDT,
        "tags": ("paper/snn", "transformer"),
        "status": "read",
        "added": "2023-08-01",
        "citekey": "yao2023spike",
    },
    "Papers/@fang2021deep.md": {
        "title": "SEW: Deep Residual Learning",
        "authors": ("Wei Fang", "Zhaofei Yu"),
        "year": "2021",
        "url": SEW,
        "tags": ("snn", "residual"),
        "status": "reading",
        "added": "2021-12-01",
        "citekey": "fang2021deep",
    },
    "Papers/Online Training Through Time.md": {
        "title": "Online Training Through Time",
        "year": "2022",
        "venue": "NeurIPS",
        "url": OTTT,
        "tags": ("snn", "training"),
        "citekey": "xiao2022online",
    },
}

# --- Logseq -------------------------------------------------------------------------------------

LOGSEQ = {
    "pages/Spike-driven Transformer.md": f"""\
        title:: Spike-driven Transformer
        authors:: [[Man Yao]], [[Jiakui Hu]]
        year:: 2023
        url:: {SDT}
        tags:: [[paper]], #SNN
        status:: [[To Read]]

        - 残差在膜电位之间相加
        """,
    "pages/SEW%3A Deep Residual Learning.md": f"""\
        - type:: [[paper]]
          link:: {SEW}
          venue:: NeurIPS'21
        - 残差是逐元素的函数
        """,
    "pages/@Online Training Through Time.md": f"""\
        title:: @Online Training Through Time
        item-type:: [[conferencePaper]]
        date:: [[Nov 1st, 2022]]
        conference-name:: NeurIPS
        url:: {OTTT}
        """,
}
LOGSEQ_TOLD = {
    "pages/Spike-driven Transformer.md": {
        "title": "Spike-driven Transformer",
        "authors": ("Man Yao", "Jiakui Hu"),
        "year": "2023",
        "url": SDT,
        "tags": ("paper", "SNN"),
        "status": "unread",
    },
    "pages/SEW%3A Deep Residual Learning.md": {
        "title": "SEW: Deep Residual Learning",
        "url": SEW,
        "venue": "NeurIPS",
        "year": "2021",
    },
    "pages/@Online Training Through Time.md": {
        "title": "Online Training Through Time",
        "year": "2022",
        "venue": "NeurIPS",
        "url": OTTT,
    },
}

# --- a folder for each paper --------------------------------------------------------------------

FOLDER_EACH = {
    "Spike-driven Transformer/README.md": f"[paper]({SDT}) [code](https://github.com/BICLab/SDT)\n",
    "GLIF/index.md": f"# GLIF: A Gated Neuron (NeurIPS 2022)\n\n- Paper: {GLIF}\n",
    "[NeurIPS 2021] Deep Residual Learning/README.md": f"""\
        # 论文笔记

        ## [Deep Residual Learning]({SEW})
        """,
}
FOLDER_EACH_TOLD = {
    "Spike-driven Transformer/README.md": {
        "title": "Spike-driven Transformer",
        "year": "2023",
        "url": SDT,
    },
    "GLIF/index.md": {
        "title": "GLIF: A Gated Neuron",
        "venue": "NeurIPS",
        "year": "2022",
        "url": GLIF,
    },
    "[NeurIPS 2021] Deep Residual Learning/README.md": {
        "title": "Deep Residual Learning",
        "venue": "NeurIPS",
        "year": "2021",
        "url": SEW,
    },
}

# --- folders for the year of reading ------------------------------------------------------------

READING_YEARS = {
    f"2025/{name}.md": f"# {name}\n\n[arXiv](https://arxiv.org/abs/{number})\n"
    for name, number in (
        ("Surrogate Gradient Learning", "1901.09948"),
        ("Deep Residual Learning", "2102.04159"),
        ("Spike-driven Transformer", "2307.01694"),
        ("A Paper of the Year", "2501.00001"),
    )
}
READING_YEARS_TOLD = {
    "2025/Surrogate Gradient Learning.md": {
        "title": "Surrogate Gradient Learning",
        "year": "2019",
        "url": "https://arxiv.org/abs/1901.09948",
    },
    "2025/Deep Residual Learning.md": {
        "title": "Deep Residual Learning",
        "year": "2021",
        "url": SEW,
    },
    "2025/Spike-driven Transformer.md": {
        "title": "Spike-driven Transformer",
        "year": "2023",
        "url": SDT,
    },
    "2025/A Paper of the Year.md": {
        "title": "A Paper of the Year",
        "year": "2025",
        "url": "https://arxiv.org/abs/2501.00001",
    },
}

# --- Hugo with TOML -----------------------------------------------------------------------------

HUGO = {
    "content/posts/sdt.md": f"""\
        +++
        title = "Spike-driven Transformer"
        date = 2023-08-01T20:15:00+08:00
        authors = ["Man Yao", "Jiakui Hu"]
        arxiv = 2307.01690
        [taxonomies]
        tags = ["SNN"]
        +++
        [Paper]({SDT})
        """,
    "content/posts/glif.md": f"""\
        +++
        title = "[NeurIPS 2022] GLIF: A Gated Neuron"
        date = 2022-11-05
        tags = [SNN, neuron]
        +++
        [Paper]({GLIF})
        """,
}
HUGO_TOLD = {
    "content/posts/sdt.md": {
        "title": "Spike-driven Transformer",
        "authors": ("Man Yao", "Jiakui Hu"),
        "added": "2023-08-01T20:15:00+08:00",
        "year": "2023",
        "url": SDT,
        "tags": ("SNN",),
    },
    "content/posts/glif.md": {
        "title": "GLIF: A Gated Neuron",
        "venue": "NeurIPS",
        "year": "2022",
        "added": "2022-11-05",
        "url": GLIF,
        "tags": ("SNN", "neuron"),
    },
}

# --- tables -------------------------------------------------------------------------------------

TABLES = {
    "a.md": f"""\
        | 项目 | 内容 |
        | --- | --- |
        | 标题 | Spike-driven Transformer |
        | 作者 | Man Yao, Jiakui Hu |
        | 会议 | NeurIPS 2023 |
        | 链接 | [论文]({SDT}), [代码](https://github.com/BICLab/SDT) |
        | 标签 | SNN、Transformer |
        """,
    "b.md": f"""\
        # 笔记

        | Title | Venue | Year | Paper |
        | --- | --- | --- | --- |
        | GLIF: A Gated Neuron | NeurIPS | 2022 | [pdf]({GLIF}) |
        """,
}
TABLES_TOLD = {
    "a.md": {
        "title": "Spike-driven Transformer",
        "authors": ("Man Yao", "Jiakui Hu"),
        "venue": "NeurIPS",
        "year": "2023",
        "url": SDT,
        "tags": ("SNN", "Transformer"),
    },
    "b.md": {
        "title": "GLIF: A Gated Neuron",
        "venue": "NeurIPS",
        "year": "2022",
        "url": GLIF,
    },
}

# --- names that are identifiers or citekeys -----------------------------------------------------

IDENTIFIERS = {
    "2307.01694.md": "# Spike-driven Transformer\n\n很快。\n",
    "2210.13768v2 GLIF.md": "## 动机\n\n神经元各不相同。\n",
    "fang2021deep.md": "Deep Residual Learning\n======\n\n*NeurIPS 2021*\n",
}
IDENTIFIERS_TOLD = {
    "2307.01694.md": {"title": "Spike-driven Transformer", "year": "2023"},
    "2210.13768v2 GLIF.md": {"title": "GLIF", "year": "2022"},
    "fang2021deep.md": {
        "title": "Deep Residual Learning",
        "venue": "NeurIPS",
        "year": "2021",
        "citekey": "fang2021deep",
    },
}

# --- Chinese labels without any Markdown, Windows line ends, byte order mark --------------------

CHINESE = {
    "膜电位批归一化.md": (
        "\ufeff标题：膜电位批归一化\r\n作者：郭宇帆、张晓燕\r\n"
        "发表于：ICCV 2023\r\n链接：https://arxiv.org/abs/2308.08359\r\n"
        "标签：归一化，膜电位\r\n日期：2024年1月5日\r\n\r\n正文。\r\n"
    ),
    "损失函数.md": (
        "# 脉冲网络的损失函数\r\n\r\n作者：朱耀宇 | 会议：NeurIPS | 年份：2023\r\n\r\n"
        "论文地址：https://openreview.net/forum?id=8IvW2k5VeA\r\n"
    ),
}
CHINESE_TOLD = {
    "膜电位批归一化.md": {
        "title": "膜电位批归一化",
        "authors": ("郭宇帆", "张晓燕"),
        "venue": "ICCV",
        "year": "2023",
        "url": "https://arxiv.org/abs/2308.08359",
        "tags": ("归一化", "膜电位"),
        "added": "2024-01-05",
    },
    "损失函数.md": {
        "title": "脉冲网络的损失函数",
        "authors": ("朱耀宇",),
        "venue": "NeurIPS",
        "year": "2023",
        "url": "https://openreview.net/forum?id=8IvW2k5VeA",
    },
}


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        pytest.param(YEAR_FOLDERS, YEAR_FOLDERS_TOLD, id="year-folders"),
        pytest.param(VENUE_IN_NAME, VENUE_IN_NAME_TOLD, id="venue-in-file-name"),
        pytest.param(LABEL_LINES, LABEL_LINES_TOLD, id="label-lines"),
        pytest.param(POSTS, POSTS_TOLD, id="posts"),
        pytest.param(OBSIDIAN, OBSIDIAN_TOLD, id="obsidian"),
        pytest.param(LOGSEQ, LOGSEQ_TOLD, id="logseq"),
        pytest.param(FOLDER_EACH, FOLDER_EACH_TOLD, id="folder-for-each-paper"),
        pytest.param(READING_YEARS, READING_YEARS_TOLD, id="folders-by-year-of-reading"),
        pytest.param(HUGO, HUGO_TOLD, id="hugo"),
        pytest.param(TABLES, TABLES_TOLD, id="tables"),
        pytest.param(IDENTIFIERS, IDENTIFIERS_TOLD, id="identifiers-as-names"),
        pytest.param(CHINESE, CHINESE_TOLD, id="chinese-labels"),
    ],
)
def test_a_folder_of_notes_is_understood(
    notes: dict[str, str], expected: dict[str, dict[str, object]]
) -> None:
    paths = [PurePosixPath(path) for path in notes]
    pages = folder_pages(paths)
    facts = {path: facts_of(dedent(notes[str(path)]), path) for path in paths}

    found = {
        str(path): {name: choice.facts[name].value for name in FIELDS if name in choice.facts}
        for path, choice in chosen(facts).items()
    }

    assert found == expected
    for path in paths:
        assert path in pages or reason_not_a_note(path, dedent(notes[str(path)])) is None


NOTES = Path(__file__).parents[2] / "notes"


@pytest.mark.skipif(not NOTES.is_dir(), reason="the notes of the repository are not here")
def test_the_notes_of_this_repository_are_understood_without_their_frontmatter() -> None:
    known: dict[PurePosixPath, tuple[str, str, str | None]] = {}
    facts = {}
    for file in sorted(NOTES.glob("20??/*.md")):
        text = file.read_text(encoding="utf-8")
        path = PurePosixPath(file.relative_to(NOTES).as_posix())
        paper = read_note(text, path=path).paper
        known[path] = paper.title, str(paper.year), paper.url
        facts[path] = facts_of(text[parse(text, path=path).body_start :], path)

    found = {
        path: tuple(
            choice.facts[name].value if name in choice.facts else None
            for name in ("title", "year", "url")
        )
        for path, choice in chosen(facts).items()
    }

    assert len(found) > 30
    assert found == known


PIECES = st.sampled_from(
    [
        *("---\n", "+++\n", "title: ", "title:: ", "title = ", "# ", "**Title**: ", "作者：", "\n"),
        *("[paper](", "https://arxiv.org/abs/2307.01694", ")", "NeurIPS 2023", "2023-05-03"),
        *("tags: #a [[b]]\n", "date: ", "rating: 9\n", "year: 99999\n", "status: x\n", "\r\n"),
        *(
            "| Title | Year |\n|---|---|\n| A | 2023 |\n",
            "authors:\n  - a\n",
            "{{title}}",
            "\ufeff",
        ),
    ]
) | st.text(max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_is_chosen_is_a_note_whatever_the_text(text: str) -> None:
    path = PurePosixPath("2023/a.md")

    choice = chosen({path: facts_of(text, path)})[path]

    fields: dict[str, Value] = {"title": "A", "year": "2023"}
    for name, fact in choice.facts.items():
        fields[name] = fact.value if isinstance(fact.value, str) else [*fact.value]
    Note.from_fields(fields, path=path, lines={})
