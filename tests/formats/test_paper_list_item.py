"""Bullets and paragraphs in the forms that lists have, each read alone or with what is in it."""

import textwrap

import pytest

from snnnotes.formats.paper_list import Row, loads
from snnnotes.formats.paper_list_prose import clean_title, segments, without_noise
from snnnotes.formats.paper_list_prose import without_publication as parted
from snnnotes.formats.paper_list_venue import Published

ARXIV, CODE = "https://arxiv.org/abs/2210.04195", "https://github.com/pkuxmq/OTTT-SNN"
TITLE = "Online Training Through Time for Spiking Neural Networks"


def rows_of(text: str) -> tuple[Row, ...]:
    return loads(textwrap.dedent(text), origin="README.md").rows


def row_of(text: str) -> Row:
    (row,) = rows_of(text)
    return row


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(
            "- {title} (**NeurIPS 2022**). [[paper]({url})] [[code]({code})]", id="brackets"
        ),
        pytest.param(
            "- **{title}**, *NeurIPS 2022*. [[paper]({url})] [[code]({code})]", id="bold-and-italic"
        ),
        pytest.param("* [{title}]({url}) (NeurIPS 2022) [code]({code})", id="linked-title"),
        pytest.param("* [**{title}**]({url}) (NeurIPS'22) [[Code]({code})]", id="bold-link"),
        pytest.param("* **[{title}]({url})** *NeurIPS, 2022* [Code]({code})", id="link-in-bold"),
        pytest.param(
            "- [NeurIPS 2022] {title} [[paper]({url})][[code]({code})]", id="venue-before"
        ),
        pytest.param("- [2022 NeurIPS] {title} [[paper]({url})][[code]({code})]", id="year-before"),
        pytest.param(
            "- (NeurIPS 22') **{title}** [[paper]({url})] [[code]({code})]", id="short-year-before"
        ),
        pytest.param("- `NeurIPS 2022` [{title}]({url}) [[code]({code})]", id="code-span-before"),
        pytest.param(
            "- **[NeurIPS 2022]** {title} [paper]({url}) / [code]({code})", id="bold-venue-before"
        ),
        pytest.param(
            "- 【NeurIPS 2022】{title} [论文]({url}) [代码]({code})", id="chinese-brackets"
        ),
        pytest.param(
            "- [[NeurIPS 2022]({url})] {title} [[code]({code})]", id="linked-venue-before"
        ),
        pytest.param(
            "- {title} [[NeurIPS 2022]({url})] [[code]({code})]", id="linked-venue-behind"
        ),
        pytest.param('- "{title}". (**[NeurIPS 2022]({url})**) [code]({code})', id="quoted"),
        pytest.param("- “{title}” (NeurIPS 2022): [PDF]({url}), [Code]({code})", id="curly-quotes"),
        pytest.param(
            "- 《{title}》 NeurIPS 2022 [原文]({url}) [源码]({code})", id="chinese-quotes"
        ),
        pytest.param(
            "- {title}, NeurIPS 2022. [[PDF]]({url}) [[Github]]({code})",
            id="comma-before-the-venue",
        ),
        pytest.param(
            "- {title} - NeurIPS 2022 [[PDF]]({url}) [[Github]]({code})",
            id="hyphen-before-the-venue",
        ),
        pytest.param(
            "- {title} NeurIPS 2022 [[PDF]]({url}) [[Github]]({code})",
            id="nothing-before-the-venue",
        ),
        pytest.param(
            "- {title}. In *NeurIPS 2022*. [[pdf]({url})] [[code]({code})]", id="preposition"
        ),
        pytest.param("- {title} | NeurIPS 2022 | [paper]({url}) | [code]({code})", id="pipes"),
        pytest.param("- {title} · NeurIPS 2022 · [paper]({url}) · [code]({code})", id="dots"),
        pytest.param("- {title} – NeurIPS 2022 – [paper]({url}) – [code]({code})", id="dashes"),
        pytest.param(
            "- [x] {title} (NeurIPS 2022, Spotlight) [paper]({url}) [code]({code})", id="ticked"
        ),
        pytest.param(
            "- 🔥 {title} 🔥 (NeurIPS 2022) ⭐ [📄 paper]({url}) [💻 code]({code})", id="emoji"
        ),
        pytest.param(
            "- :fire: {title} (NeurIPS 2022) [paper]({url}) [code]({code})", id="emoji-by-name"
        ),
        pytest.param(
            r"- {title} (**NeurIPS 2022**) 🧠. \[[paper]({url})\]\[[code]({code})\]",
            id="escaped-brackets",
        ),
        pytest.param(
            "- {title}<br>NeurIPS 2022<br>[paper]({url}) [code]({code})", id="html-line-ends"
        ),
        pytest.param(
            '- {title} (NeurIPS 2022) <a href="{url}">paper</a> <a href={code}>code</a>',
            id="html-links",
        ),
        pytest.param(
            "- {title} (NeurIPS 2022) [paper][p] [code][c]\n\n[p]: {url}\n[c]: {code}",
            id="references",
        ),
        pytest.param("- {title} (NeurIPS 2022). Paper: <{url}> Code: {code}", id="bare-addresses"),
        pytest.param(
            "- {title} (NeurIPS 2022). Paper: [link]({url}), Code: [link]({code})",
            id="neutral-labels",
        ),
        pytest.param(
            "- {title} (NeurIPS 2022) 论文：[链接]({url}) 代码：[链接]({code})",
            id="chinese-neutral-labels",
        ),
        pytest.param(
            "- {title} (NeurIPS 2022) [project](https://a.github.io) [paper]({url}) [code]({code})",
            id="project",
        ),
        pytest.param(
            "- {title} ![](https://img.shields.io/badge/NeurIPS2022-orange) ![](https://img.shields.io/badge/SNN-red)"
            " [[pdf]({url})] [[code]({code})]",
            id="badges-of-venue-and-topic",
        ),
        pytest.param(
            "- {title} (NeurIPS 2022) [![arXiv](https://img.shields.io/badge/arXiv-2210.04195-b31b1b)]({url})"
            " [![Star](https://img.shields.io/github/stars/pkuxmq/OTTT-SNN)]({code})",
            id="badges-as-links",
        ),
        pytest.param(
            "- 2022 | NeurIPS | {title} | [paper]({url}) | [code]({code})", id="pipes-before"
        ),
        pytest.param("- NeurIPS 2022: {title} [paper]({url}) [code]({code})", id="colon-before"),
        pytest.param("- NeurIPS 2022 - {title} [pdf]({url}) [code]({code})", id="hyphen-before"),
        pytest.param(
            "- ![](https://img.shields.io/badge/SNN-red) {title} (NeurIPS 2022)"
            " [paper]({url}) [code]({code})",
            id="badge-of-a-topic-before",
        ),
        pytest.param(
            "- {title} (Best Paper Award, NeurIPS 2022) [paper]({url}) [code]({code})",
            id="award-before-the-venue",
        ),
        pytest.param(
            "- {title}, [NeurIPS]({url}), 2022 [code]({code})", id="linked-venue-and-year-apart"
        ),
        pytest.param(
            "- <b>{title}</b>, <i>NeurIPS 2022</i>, <a href='{url}'>pdf</a>"
            " <a href={code}>code</a>",
            id="html-throughout",
        ),
        pytest.param(
            "- 📄 **{title}** (`NeurIPS 2022`) [📄]({url}) [💻]({code})", id="emoji-as-labels"
        ),
        pytest.param(
            "- **{title}.**<br>\n*Jane Doe, John Roe.*<br>\nNeurIPS 2022. [[PDF]({url})]"
            " [[Code]({code})]",
            id="html-line-ends-at-the-margin",
        ),
        pytest.param(
            "- Fang W, Yu Z, et al. {title}[J]. NeurIPS, 2022, 34: 21056. [paper]({url})"
            " [code]({code})",
            id="as-chinese-journals-cite",
        ),
        pytest.param(
            "- {title} (NeurIPS 2022)\n  - [paper]({url})\n  - [code]({code})", id="nested-links"
        ),
        pytest.param(
            "- [{title}]({url})\n  - Publisher: NeurIPS 2022\n  - Key: SNN\n"
            "  - Code: [official]({code})",
            id="nested-fields",
        ),
        pytest.param(
            "- {title}\n  - 会议：NeurIPS 2022\n  - 论文：[链接]({url})\n  - 代码：[链接]({code})",
            id="nested-chinese-fields",
        ),
        pytest.param(
            "1. **{title}**. NeurIPS 2022\n\n   [[pdf]({url})] [[code]({code})]",
            id="paragraph-in-an-item",
        ),
        pytest.param(
            "**{title}** \\\nNeurIPS 2022. [[Paper]({url})] [[Github]({code})]", id="paragraph"
        ),
        pytest.param(
            "[{title}]({url})  \nNeurIPS 2022. [[Github]({code})]", id="paragraph-with-linked-title"
        ),
    ],
)
def test_a_row_is_read_in_every_form(form: str) -> None:
    row = row_of(form.format(title=TITLE, url=ARXIV, code=CODE))

    assert (row.title, row.venue, row.year) == (TITLE, "NeurIPS", 2022)
    assert (row.url, row.code) == (ARXIV, CODE)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "- **MaskINT**: Video Editing via Masked Transformers (CVPR 2024)",
            "MaskINT: Video Editing via Masked Transformers",
            id="bold-name-goes-on",
        ),
        pytest.param(
            "- **MaskINT:** Video Editing (CVPR 2024)", "MaskINT: Video Editing", id="colon-in-bold"
        ),
        pytest.param(
            f"- [MaskINT]({ARXIV}): Video Editing (CVPR 2024)",
            "MaskINT: Video Editing",
            id="linked-name-goes-on",
        ),
        pytest.param(
            f"- **ToT**: [Tree of Thoughts]({ARXIV}), NeurIPS 2023",
            "Tree of Thoughts",
            id="name-before-a-linked-title",
        ),
        pytest.param(
            "- Exact gradients on the *time* of the first spike (ICML 2018)",
            "Exact gradients on the time of the first spike",
            id="italic-word",
        ),
        pytest.param(
            "- Integrate-and-Fire (1907) (**Brain Res. Bull. 1999**)",
            "Integrate-and-Fire (1907)",
            id="year-in-the-title",
        ),
        pytest.param(
            "- Learnable Membrane Time (PLIF) (**ICCV 2021**)",
            "Learnable Membrane Time (PLIF)",
            id="short-form-in-the-title",
        ),
        pytest.param(
            "- Spiking [Deep] Networks (ICML 2020)",
            "Spiking [Deep] Networks",
            id="brackets-in-the-title",
        ),
        pytest.param(
            "- How Can We Know What Models Know? (ACL 2020)",
            "How Can We Know What Models Know?",
            id="question",
        ),
        pytest.param("- Attention! (ACL 2020)", "Attention!", id="exclamation"),
        pytest.param(
            "- Efficient vs. Accurate. Spikes in SNNs (ACL 2020)",
            "Efficient vs. Accurate. Spikes in SNNs",
            id="full-stops",
        ),
        pytest.param("- 1000 FPS HDR Video (CVPR 2023)", "1000 FPS HDR Video", id="number-first"),
        pytest.param("- 2048 Neurons (CVPR 2023)", "2048 Neurons", id="number-like-a-year"),
        pytest.param("- 3D-SNN：脉冲点云（CVPR 2023）", "3D-SNN：脉冲点云", id="chinese-colon"),
        pytest.param(
            "- C++ for Spikes & $O(n)$ _Search_ (CVPR 2023)",
            "C++ for Spikes & $O(n)$ Search",
            id="signs",
        ),
        pytest.param("- VO<sub>2</sub> Neurons (CVPR 2023)", "VO2 Neurons", id="subscript"),
        pytest.param(
            "- Spike\u00addriven\u200b Net (CVPR 2023)",
            "Spikedriven Net",
            id="invisible-characters",
        ),
        pytest.param("- Scaling\n  over lines (CVPR 2023)", "Scaling over lines", id="two-lines"),
        pytest.param(
            "- **N-MNIST / N-Caltech101** — recorded by an ATIS camera (CVPR 2023)",
            "N-MNIST / N-Caltech101",
            id="description-behind",
        ),
        pytest.param(
            "- 2022-11-30, **MVRackLay, Layout Estimation**, CVPR 2023",
            "MVRackLay, Layout Estimation",
            id="date-before",
        ),
    ],
)
def test_titles_are_as_written_but_for_markdown(text: str, title: str) -> None:
    assert row_of(text).title == title


@pytest.mark.parametrize(
    ("text", "authors", "more"),
    [
        pytest.param(
            f"- {TITLE}. Man Yao, Guoqi Li. NeurIPS 2022. [[Paper]]({ARXIV})",
            ("Man Yao", "Guoqi Li"),
            False,
            id="sentence",
        ),
        pytest.param(
            f"- **{TITLE}**. Man Yao, Guoqi Li. [[Paper]]({ARXIV})",
            ("Man Yao", "Guoqi Li"),
            False,
            id="behind-bold",
        ),
        pytest.param(
            f"- **{TITLE}**  \n  *Man Yao, Guoqi Li*. [[pdf]({ARXIV})], 2022.10.",
            ("Man Yao", "Guoqi Li"),
            False,
            id="italic-line",
        ),
        pytest.param(
            f"- {TITLE}, *Singer et al.* [paper]({ARXIV})", ("Singer",), True, id="italic-et-al"
        ),
        pytest.param(
            f"- {TITLE}, *Rainer Engelken* [paper]({ARXIV})",
            ("Rainer Engelken",),
            False,
            id="one-in-italics",
        ),
        pytest.param(
            f"1. [{TITLE}]({ARXIV}), Maass W (1996) - pioneering work",
            ("Maass W",),
            False,
            id="one-before-a-year",
        ),
        pytest.param(
            f"1. [{TITLE}]({ARXIV}), Maass W and Markram H (2004) - work",
            ("Maass W", "Markram H"),
            False,
            id="two-before-a-year",
        ),
        pytest.param(
            f"1. [{TITLE}]({ARXIV}) - Roy et al. (2019) - overview",
            ("Roy",),
            True,
            id="behind-a-hyphen",
        ),
        pytest.param(
            f"- 2022-11-30, **{TITLE}**, Pranjali Pathre et.al., Paper: [{ARXIV}]({ARXIV})",
            ("Pranjali Pathre",),
            True,
            id="daily-bullet",
        ),
        pytest.param(
            f"- [{TITLE}]({ARXIV})\n  - Man Yao, Guoqi Li\n  - Key: SNN",
            ("Man Yao", "Guoqi Li"),
            False,
            id="nested",
        ),
        pytest.param(f"- [{TITLE}]({ARXIV})\n  - 作者：姚满", ("姚满",), False, id="nested-field"),
        pytest.param(f"- [{TITLE}]({ARXIV})\n  - Anonymous Authors", (), False, id="anonymous"),
        pytest.param(
            f"- [{TITLE}]({ARXIV}) - Python code, PyTorch models", (), False, id="description"
        ),
    ],
)
def test_authors_are_told_from_descriptions(
    text: str, authors: tuple[str, ...], more: bool
) -> None:
    row = row_of(text)

    assert (row.title, row.authors, row.more_authors) == (TITLE, authors, more)


@pytest.mark.parametrize(
    ("text", "year", "venue"),
    [
        pytest.param(f"- {TITLE} [paper]({ARXIV})", 2022, None, id="arxiv-identifier"),
        pytest.param(f"## 2023\n- {TITLE} [paper]({ARXIV})", 2023, None, id="section-before-arxiv"),
        pytest.param(
            f"## 2023\n- {TITLE} (ICLR 2024) [paper]({ARXIV})",
            2024,
            "ICLR",
            id="row-before-section",
        ),
        pytest.param(f"- {TITLE} [pdf]({ARXIV}), 2023.06.", 2022, None, id="arxiv-before-a-date"),
        pytest.param(f"- {TITLE} [pdf](https://a.org/x.pdf), 2023.06.", 2023, None, id="date"),
        pytest.param(f"- {TITLE} (2021) [pdf]({ARXIV})", 2021, None, id="year-alone"),
        pytest.param(
            f"- {TITLE} [arXiv 2022]({ARXIV}) [ICLR 2023](https://openreview.net/forum?id=9FmolyOHi5)",
            2023,
            "ICLR",
            id="venue-before-preprint",
        ),
        pytest.param(
            f"### NeurIPS 2022\n- {TITLE} (arXiv 2023) [paper]({ARXIV})",
            2023,
            None,
            id="preprint-in-a-venues-section",
        ),
        pytest.param(
            f"### NeurIPS 2022\n- {TITLE} (ICLR) [paper]({ARXIV})",
            2022,
            "ICLR",
            id="venue-without-year",
        ),
        pytest.param(
            "- Ion Currents (1952) (**J. Physiology 1999**)",
            1999,
            "J. Physiology",
            id="venue-before-year",
        ),
        pytest.param("- A Title Without Anything (NeurIPS)", None, "NeurIPS", id="no-year-at-all"),
    ],
)
def test_what_the_row_says_counts_before_section_arxiv_and_date(
    text: str, year: int | None, venue: str | None
) -> None:
    row = row_of(text)

    assert (row.year, row.venue) == (year, venue)


@pytest.mark.parametrize(
    ("links", "url", "code"),
    [
        pytest.param(f"[arxiv]({ARXIV}) [paper](https://a.org/x)", ARXIV, None, id="first-label"),
        pytest.param(
            f"[here](https://b.org) [paper]({ARXIV})", ARXIV, None, id="label-before-host"
        ),
        pytest.param(f"[mirror]({ARXIV})", ARXIV, None, id="host-alone"),
        pytest.param("[mirror](https://b.org/x)", None, None, id="unknown-host"),
        pytest.param(f"[code]({ARXIV})", ARXIV, None, id="code-label-on-a-paper"),
        pytest.param(f"[paper]({CODE})", None, CODE, id="paper-label-on-code"),
        pytest.param(
            "[code](https://a.github.io/x)", None, "https://a.github.io/x", id="code-elsewhere"
        ),
        pytest.param(
            f"[code]({CODE}) [code2](https://github.com/x/y)", None, CODE, id="two-repositories"
        ),
        pytest.param("[code]()", None, None, id="empty-address"),
        pytest.param("[paper](papers/x.pdf)", None, None, id="file-beside-the-list"),
        pytest.param(f"[demo]({ARXIV}) [project]({CODE})", None, CODE, id="demo-and-project"),
        pytest.param("[author](https://github.com/BICLab)", None, None, id="person"),
    ],
)
def test_paper_and_code_are_told_apart(links: str, url: str | None, code: str | None) -> None:
    row = row_of(f"- {TITLE} (NeurIPS 2022) {links}")

    assert (row.url, row.code) == (url, code)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        pytest.param(
            f"- [{TITLE}](https://lab.org/x) (NeurIPS 2022)", "https://lab.org/x", id="with-venue"
        ),
        pytest.param(
            f"## 2022\n- [{TITLE}](https://lab.org/x)", "https://lab.org/x", id="under-a-year"
        ),
        pytest.param(
            f"- [{TITLE}](https://lab.org/x) [[pdf]({ARXIV})]", ARXIV, id="with-labelled-link"
        ),
        pytest.param(f"- [{TITLE}]({CODE}) (NeurIPS 2022)", None, id="repository"),
    ],
)
def test_the_titles_link_is_the_papers_where_more_speaks_for_it(text: str, url: str | None) -> None:
    assert row_of(text).url == url


def test_authors_before_a_title_are_read_as_chinese_journals_cite() -> None:
    row = row_of(f"- 方维, 余肇飞, 田永鸿. 深度脉冲残差学习[J]. 软件学报, 2021. [论文]({ARXIV})")

    assert (row.title, row.venue, row.year) == ("深度脉冲残差学习", "软件学报", 2021)
    assert row.authors == ("方维", "余肇飞", "田永鸿")


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("* Qing Xiao, Ling Zhang <br />\n{quoted}.\n [[paper]({url})]", id="line"),
        pytest.param("* Qing Xiao and Ling Zhang, {quoted} [paper]({url})", id="comma"),
        pytest.param("* Qing Xiao, Ling Zhang: {quoted} ([pdf]({url}))", id="colon"),
        pytest.param(
            "* Qing Xiao, Ling Zhang<br>\n**OTTT:** {quoted} [[paper]({url})]", id="name-before"
        ),
    ],
)
@pytest.mark.parametrize("quotes", ['""', "“”", "《》"])
def test_authors_before_a_quoted_title_are_read(form: str, quotes: str) -> None:
    text = form.format(quoted=f"{quotes[0]}{TITLE}{quotes[1]}", url=ARXIV)

    row = row_of(f"### ICLR2020\n{text}\n")

    name = "OTTT: " if "OTTT" in form else ""
    assert (row.title, row.url, row.venue, row.year) == (f"{name}{TITLE}", ARXIV, "ICLR", 2020)
    assert row.authors == ("Qing Xiao", "Ling Zhang")


def test_a_quoted_title_that_begins_with_the_name_before_it_has_it_once() -> None:
    row = row_of(f'- **STCA:** "STCA: Credit Assignment in Spiking Networks". [[paper]({ARXIV})]')

    assert row.title == "STCA: Credit Assignment in Spiking Networks"


def test_words_before_a_quotation_that_are_no_names_belong_to_the_title() -> None:
    row = row_of(f'- What is a "spike"? A survey (ICML 2022) [[paper]({ARXIV})]')

    assert row.title == 'What is a "spike"? A survey'


def test_an_honour_in_brackets_is_no_venue() -> None:
    row = row_of(f'### AAAI2020\n* "{TITLE}" AAAI (2020 **Oral**).\n [[paper]({ARXIV})]')

    assert (row.title, row.venue, row.year) == (TITLE, "AAAI", 2020)


def test_a_label_that_says_nothing_is_no_title() -> None:
    assert rows_of(f"### 2021\n- [**Link**]({ARXIV})\n- [here]({ARXIV})") == ()


def test_a_cited_book_without_venue_has_none() -> None:
    row = row_of("## 2020\n- 张三, 李四. 脉冲神经网络导论[M]. 北京: 某某出版社")

    assert (row.title, row.venue, row.authors) == ("脉冲神经网络导论", None, ("张三", "李四"))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("- 2021: A Spiking Odyssey (ICML 2022)", "2021: A Spiking Odyssey", id="year"),
        pytest.param("- SNN: A Survey (ICML 2022)", "SNN: A Survey", id="topic"),
        pytest.param("- Nature: A Survey (ICML 2022)", "Nature: A Survey", id="word-and-journal"),
        pytest.param("- *Brain Informatics* (ICML 2022)", "Brain Informatics", id="italic-title"),
        pytest.param("- **LIF 2000** (ICML 2022)", "LIF 2000", id="bold-title-with-a-number"),
    ],
)
def test_the_first_words_of_a_title_are_not_taken_for_a_venue(text: str, title: str) -> None:
    row = row_of(text)

    assert (row.title, row.venue, row.year) == (title, "ICML", 2022)


def test_the_year_in_a_title_stays_there_where_a_venue_follows() -> None:
    assert row_of("- Ion Currents (1952) (**J. Physiology 1999**)").title == "Ion Currents (1952)"


def test_an_italic_venue_is_no_author() -> None:
    row = row_of(f"- **{TITLE}**, *Brain Informatics*, 2021 [paper]({ARXIV})")

    assert (row.authors, row.year) == ((), 2021)


def test_nested_rows_are_rows_of_their_own() -> None:
    rows = rows_of(
        f"""
        - Spiking transformers:
          - [Spikformer]({ARXIV}) (ICLR 2023)
            - an early one
            - [Spikingformer](https://arxiv.org/abs/2304.11954)
          - Spike-driven Transformer [paper](https://arxiv.org/abs/2307.01694)
        """
    )

    assert [(row.title, row.section, row.line) for row in rows] == [
        ("Spikformer", ("Spiking transformers",), 3),
        ("Spikingformer", ("Spiking transformers",), 5),
        ("Spike-driven Transformer", ("Spiking transformers",), 6),
    ]


def test_a_topic_under_a_year_is_no_row() -> None:
    rows = rows_of(
        f"""
        ## 2023
        - Spiking transformers
          - [Spikformer]({ARXIV})
        - A Title That Has No Link Yet
        """
    )

    assert [(row.title, row.section) for row in rows] == [
        ("Spikformer", ("2023", "Spiking transformers")),
        ("A Title That Has No Link Yet", ("2023",)),
    ]


def test_what_a_paper_uses_is_not_its_link() -> None:
    rows = rows_of(
        f"""
        - [{TITLE}]({ARXIV})
          - Code: [official]()
          - ExpEnv: [D4RL](https://github.com/rail-berkeley/d4rl), [MuJoCo](https://arxiv.org/abs/1)
          - TL;DR: see [this paper](https://arxiv.org/abs/2004.07219)
        """
    )

    assert [(row.title, row.url, row.code) for row in rows] == [(TITLE, ARXIV, None)]


def test_a_method_with_a_badge_of_its_venue_is_not_called_by_the_badge() -> None:
    row = row_of(
        "- **MiniLLM: On-Policy Distillation**  \n"
        f"  *Yuxian Gu, Li Dong*. [[pdf]({ARXIV})], 2023.06. "
        "![](https://img.shields.io/badge/ICLR2024-orange)"
    )

    assert (row.title, row.venue, row.year) == ("MiniLLM: On-Policy Distillation", "ICLR", 2024)


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        pytest.param("A Title, ICML 2019", "A Title", Published("ICML", 2019), id="comma"),
        pytest.param("A Title. ICML 2019.", "A Title", Published("ICML", 2019), id="full-stop"),
        pytest.param("A Title, Proc. ICML 2019", "A Title", Published("ICML", 2019), id="proc"),
        pytest.param("A Title @ ICML 2019", "A Title", Published("ICML", 2019), id="at"),
        pytest.param("A Title ICML 2019", "A Title", Published("ICML", 2019), id="nothing"),
        pytest.param("A Title, IEEE TPAMI 2022", "A Title", Published("TPAMI", 2022), id="society"),
        pytest.param(
            "A Title, Journal of Spiking Systems 2022",
            "A Title",
            Published("Journal of Spiking Systems", 2022),
            id="long-name",
        ),
        pytest.param(
            "A Title, arXiv 2023", "A Title", Published(None, 2023, is_preprint=True), id="preprint"
        ),
        pytest.param("A Title of 2019", "A Title of 2019", None, id="year-of-the-title"),
        pytest.param("A Title on COCO 2017", "A Title on COCO 2017", None, id="data-set"),
        pytest.param("A Title, COCO 2017", "A Title", Published("COCO", 2017), id="acronym"),
        pytest.param("A Title, 2019", "A Title", Published(None, 2019), id="year-behind-a-comma"),
        pytest.param("ICML 2019", "ICML 2019", None, id="nothing-but-the-venue"),
    ],
)
def test_the_venue_at_the_end_of_a_title_is_parted(
    text: str, title: str, said: Published | None
) -> None:
    assert parted(text) == (title, said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            ". Man Yao, Guoqi Li. ICLR 2023. ", ["Man Yao, Guoqi Li", "ICLR 2023"], id="stops"
        ),
        pytest.param("J. Ho, P. Abbeel", ["J. Ho, P. Abbeel"], id="initials"),
        pytest.param("a | b · c", ["a", "b", "c"], id="separators"),
        pytest.param("a - b — c–d", ["a", "b", "c–d"], id="dashes"),
        pytest.param("[] () a", ["a"], id="empty-brackets"),
        pytest.param("", [], id="empty"),
    ],
)
def test_running_text_is_cut_into_segments(text: str, expected: list[str]) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("🔥⭐ :tada: [x] , Title", "Title", id="all"),
        pytest.param("✔️ Title", "Title", id="variation-selector"),
        pytest.param("[x](y)", "[x](y)", id="link-that-looks-like-a-box"),
        pytest.param("Title 🔥", "Title 🔥", id="only-at-the-start"),
        pytest.param("", "", id="empty"),
    ],
)
def test_noise_before_a_title_goes(text: str, expected: str) -> None:
    assert without_noise(text) == expected


def test_a_title_ends_without_punctuation_and_emoji() -> None:
    assert clean_title("“A Title”. 🧠 — ") == "A Title"
    assert clean_title("Why?") == "Why?"
    assert clean_title(" .,; ") == ""
