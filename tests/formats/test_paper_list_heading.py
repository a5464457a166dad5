"""Papers that are headings, with their facts in bullets below."""

import textwrap

import pytest

from snnnotes.formats.paper_list import Row, loads

URL, CODE = "https://ojs.aaai.org/index.php/AAAI/article/view/17329", "https://github.com/a/stdp"


def rows_of(text: str) -> tuple[Row, ...]:
    return loads(textwrap.dedent(text), origin="README.md").rows


@pytest.mark.parametrize(
    "bullets",
    [
        pytest.param(
            f"- **Conf. & Year**: AAAI, 2021\n- **Summary**: TBW\n- [**Link**]({URL})\n"
            f"- **Code**: {CODE}",
            id="english",
        ),
        pytest.param(
            f"* 论文：[链接]({URL})\n* 会议：AAAI 2021\n* 代码：{CODE}\n* 用时间编码", id="chinese"
        ),
        pytest.param(
            f"1. Paper: <{URL}>\n2. Venue: AAAI 2021\n3. Code: [GitHub]({CODE})\n\nVery good.",
            id="numbered",
        ),
    ],
)
def test_a_heading_with_labelled_bullets_is_a_paper(bullets: str) -> None:
    (row,) = rows_of(
        f"# Papers\n## STDP\n### Temporal-Coded Deep Spiking Network\n{bullets}\n### Empty\n"
    )

    assert (row.line, row.title) == (4, "Temporal-Coded Deep Spiking Network")
    assert (row.venue, row.year, row.url, row.code) == ("AAAI", 2021, URL, CODE)
    assert row.section == ("Papers", "STDP")


def test_each_such_heading_is_a_paper_of_the_year_above_it() -> None:
    rows = rows_of(
        f"""
        ## 2021
        ### First of the papers
        - Paper: {URL}
        - Code: {CODE}
        ### Second of the papers
        - Paper: {URL}/2
        - Code: {CODE}2
        """
    )

    assert [(row.title, row.year) for row in rows] == [
        ("First of the papers", 2021),
        ("Second of the papers", 2021),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(
            f"### Training of spiking networks\n- A paper on spikes (**AAAI 2021**) [paper]({URL})"
            f"\n- Another one on spikes (**AAAI 2021**) [paper]({URL}2)",
            ["A paper on spikes", "Another one on spikes"],
            id="topic-with-rows",
        ),
        pytest.param(
            f"### Training of spiking networks\n- Paper: {URL}\n- Code: {CODE}\n"
            f"- Another one on spikes (**AAAI 2021**) [paper]({URL}2)",
            ["Another one on spikes"],
            id="facts-and-rows",
        ),
        pytest.param(f"### Training of spiking networks\n- Paper: {URL}", [], id="one-fact"),
        pytest.param("### Training of networks\n- Code: x\n- Notes: y", [], id="nothing-told"),
        pytest.param(f"### Code\n- Paper: {URL}\n- Code: {CODE}", [], id="heading-is-a-label"),
        pytest.param(f"## NeurIPS, 2021 (oral)\n- Paper: {URL}\n- Code: {CODE}", [], id="venue"),
        pytest.param(f"- Paper: {URL}\n- Code: {CODE}", [], id="no-heading"),
        pytest.param(
            f"### Training of spiking networks\nText first.\n\n- Paper: {URL}\n- Code: {CODE}",
            [],
            id="text-first",
        ),
        pytest.param(
            f"## Citation of this work\n- Paper: {URL}\n- Code: {CODE}", [], id="about-the-list"
        ),
    ],
)
def test_other_headings_are_no_papers(text: str, titles: list[str]) -> None:
    assert [row.title for row in rows_of(text)] == titles
