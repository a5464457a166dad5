import pytest

from snnnotes.formats.foreign_layout import Zone, headings_of, is_prose, zones_of
from snnnotes.formats.foreign_markdown import lines_of

PROSE = "本文提出了一种新的训练方法，在三个数据集上都比此前的方法好，而且更省电。"


def zones(text: str) -> list[Zone]:
    lines = lines_of(text)
    return zones_of(lines, headings_of(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# A\n### B ###\n", [(1, 1, "A"), (2, 3, "B ###")], id="atx"),
        pytest.param("##A\n", [(1, 2, "A")], id="no-blank"),
        pytest.param("#tag\n", [], id="tag"),
        pytest.param("#\n", [(1, 1, "")], id="empty"),
        pytest.param("A\n===\n\nB\n---\n", [(1, 1, "A"), (4, 2, "B")], id="underlined"),
        pytest.param("text\nA\n---\n", [], id="end-of-a-paragraph"),
        pytest.param("- a\n---\n", [], id="list-before-rule"),
        pytest.param("作者：姚满\n---\n", [], id="label-before-rule"),
        pytest.param("\n---\n", [], id="rule"),
        pytest.param('<h2 align="center">A</h2>\n', [(1, 2, "A")], id="html"),
        pytest.param("```\n# A\n```\n", [], id="code"),
        pytest.param("    # A\n", [], id="indented-code"),
        pytest.param("####### A\n", [], id="seven-signs"),
    ],
)
def test_headings_are_found_in_every_form(text: str, expected: list[tuple[int, int, str]]) -> None:
    found = headings_of(lines_of(text))

    assert [(heading.line, heading.level, heading.text) for heading in found] == expected


def test_the_head_ends_at_the_second_heading() -> None:
    assert zones("# A\nx\n## B\ny") == [Zone.HEAD, Zone.HEAD, Zone.BODY, Zone.BODY]


def test_the_head_ends_at_the_first_sentence() -> None:
    assert zones(f"# A\n{PROSE}\nx") == [Zone.HEAD, Zone.BODY, Zone.BODY]


def test_headings_that_say_paper_or_name_a_label_do_not_end_the_head() -> None:
    assert zones("# Paper\n# A\n## Authors\nx\n## 论文链接\ny") == [Zone.HEAD] * 6


def test_a_section_of_information_is_told_from_the_text_around_it() -> None:
    text = f"# A\n{PROSE}\n## 一、论文基本信息\nx\n### Authors\ny\n## 方法\nz"

    assert zones(text) == [
        *(Zone.HEAD, Zone.BODY),
        *(Zone.INFO, Zone.INFO, Zone.INFO, Zone.INFO),
        *(Zone.BODY, Zone.BODY),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "论文信息",
        "1. 基本信息",
        "Metadata",
        "Paper Information",
        "参考信息",
        "标题与作者",
        "文献信息 (Info)",
    ],
)
def test_sections_of_information_have_many_names(heading: str) -> None:
    assert zones(f"# A\n## B\n## {heading}\nx")[-1] is Zone.INFO


def test_the_text_ends_after_sixty_lines() -> None:
    text = "# A\n## B\n" + "x\n" * 80

    assert zones(text).count(Zone.REST) == 22 + 1  # with the empty last line


def test_lines_of_code_are_not_counted() -> None:
    text = "# A\n## B\n```\n" + "x\n" * 80 + "```\ny"

    assert zones(text)[-1] is Zone.BODY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PROSE, True, id="chinese"),
        pytest.param(
            "We propose a method that is better than all others. It is fast.", True, id="english"
        ),
        pytest.param(
            "Man Yao, Jiakui Hu, Zhaokun Zhou, Li Yuan, Yonghong Tian, Bo Xu", False, id="authors"
        ),
        pytest.param("很好。", False, id="short"),
        pytest.param(f"摘要：{PROSE}", False, id="label"),
        pytest.param(
            "[论文链接](https://proceedings.neurips.cc/paper/2021/file/61f2585b.pdf)",
            False,
            id="link",
        ),
        pytest.param("", False, id="empty"),
    ],
)
def test_sentences_are_told_from_lines_of_facts(text: str, expected: bool) -> None:
    assert is_prose(text) is expected
