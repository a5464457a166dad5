from pathlib import PurePosixPath

import pytest

from snnnotes.formats.hand_list_row import HandRow, NotePaths, row_on
from snnnotes.formats.hand_list_template import (
    Tokens,
    braced,
    combined,
    with_optional_links,
    written,
)
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.readme_settings import LINE_FIELDS
from snnnotes.model.readme_template import parse_template

PATH = PurePosixPath("2023/SEENN, Early Exit.md")
NOTE = Note(
    path=PATH,
    paper=Paper(
        title="SEENN: Early Exit",
        year=2023,
        authors=("Yuhang Li", "Tamar Geller"),
        venue="NeurIPS",
        url="https://arxiv.org/abs/2304.01230v2",
        arxiv="2304.01230",
        doi="10.1000/a_b",
        openreview="mbaN0Y0QTw",
        code="https://github.com/Intelligent/SEENN",
        pdf="https://a.org/x.pdf",
    ),
    tags=("early exit", "energy"),
    added="2025-04-17T19:41:31+08:00",
    summary="早停",
)


def row(text: str) -> HandRow:
    found = row_on(text, 1, NotePaths([PATH], PurePosixPath()))
    assert found is not None
    return found


def template(text: str, *, is_numbered: bool = False) -> str:
    found = written(row(text), NOTE, target=str(PATH), is_numbered=is_numbered)
    return "".join(found.tokens)


LINK = "2023/SEENN,%20Early%20Exit.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"- SEENN: Early Exit [笔记]({LINK})", "- {title} [{label}]({target})", id="ours"
        ),
        pytest.param(f"- [SEENN: Early Exit]({LINK})", "- [{title}]({target})", id="title-is-link"),
        pytest.param(f"- [*SEENN: Early Exit*]({LINK})", "- [*{title}*]({target})", id="slanted"),
        pytest.param(
            f"- [SEENN: Early Exit (NeurIPS)]({LINK})",
            "- [{title} ({venue})]({target})",
            id="title-and-venue-are-the-link",
        ),
        pytest.param(f"- [笔记]({LINK})", "- [{label}]({target})", id="no-title"),
        pytest.param(f"- [笔记](./{LINK})", "- [{label}](./{target})", id="dot"),
        pytest.param(f"- [笔记](/{LINK}#a)", "- [{label}](/{target}#a)", id="root-and-fragment"),
        pytest.param(f"- [笔记](<{LINK}>)", "- [{label}]({target})", id="angles"),
        pytest.param(f"- [[笔记]]({LINK})", "- [{label}]({target})", id="brackets-in-the-label"),
        pytest.param(f"- [[笔记]({LINK})]", "- [[{label}]({target})]", id="brackets-around"),
        pytest.param(
            f'- SEENN: Early Exit [笔记]({LINK} "to read")',
            '- {title} [{label}]({target} "to read")',
            id="title-of-the-link",
        ),
        pytest.param(
            f"- SEENN: Early Exit, 2023, NeurIPS: [x]({LINK})",
            "- {title}, {year}, {venue}: [{label}]({target})",
            id="year-and-venue",
        ),
        pytest.param(
            f"- 2025-04-17 SEENN: Early Exit {{早停}} [x]({LINK})",
            "- {added} {title} {{{summary}}} [{label}]({target})",
            id="date-and-summary",
        ),
        pytest.param(
            f"- Yuhang Li, Tamar Geller. SEENN: Early Exit (early exit, energy) [x]({LINK})",
            "- {authors}. {title} ({tags}) [{label}]({target})",
            id="authors-and-tags",
        ),
        pytest.param(
            f"- SEENN: Early Exit [x]({LINK}) [p](https://arxiv.org/abs/2304.01230v2)"
            " [c](https://github.com/Intelligent/SEENN) [f](https://a.org/x.pdf)",
            "- {title} [{label}]({target}) [p]({url}) [c]({code}) [f]({pdf})",
            id="addresses",
        ),
        pytest.param(
            f"- SEENN: Early Exit [x]({LINK}) [a](https://arxiv.org/pdf/2304.01230)"
            " [d](https://doi.org/10.1000/a_b)",
            "- {title} [{label}]({target}) [a](https://arxiv.org/pdf/{arxiv})"
            " [d](https://doi.org/{doi})",
            id="identifiers",
        ),
        pytest.param(
            f"| SEENN: Early Exit | arXiv:2304.01230 | [x]({LINK}) |",
            "| {title} | arXiv:{arxiv} | [{label}]({target}) |",
            id="table",
        ),
        pytest.param(
            f"| 2023 | [SEENN: Early Exit]({LINK}) |",
            "| {year} | [{title}]({target}) |",
            id="table-that-begins-with-the-year",
        ),
        pytest.param(
            f"- SEENN: Early Exit (12023) [x]({LINK})",
            "- {title} (12023) [{label}]({target})",
            id="year-within-a-number",
        ),
        pytest.param(
            f"- XSEENN: Early Exits [x]({LINK})",
            "- X{title}s [{label}]({target})",
            id="within-words",
        ),
        pytest.param(f"- seenn [x]({LINK})", "- seenn [{label}]({target})", id="other-title"),
    ],
)
def test_row_tells_its_template(text: str, expected: str) -> None:
    assert template(text) == expected
    parse_template(expected, fields=LINE_FIELDS, where="")


@pytest.mark.parametrize(
    ("text", "literal", "numbered"),
    [
        pytest.param(
            f"3. [x]({LINK})", "1. [{label}]({target})", "{number}. [{label}]({target})", id="point"
        ),
        pytest.param(
            f"3) [x]({LINK})",
            "1) [{label}]({target})",
            "{number}) [{label}]({target})",
            id="bracket",
        ),
        pytest.param(
            f"| 3 | [x]({LINK}) |",
            "| 3 | [{label}]({target}) |",
            "| {number} | [{label}]({target}) |",
            id="table-does-not-count-by-itself",
        ),
    ],
)
def test_numbers_count_or_are_one(text: str, literal: str, numbered: str) -> None:
    assert template(text) == literal
    assert template(text, is_numbered=True) == numbered


@pytest.mark.parametrize(
    ("text", "label", "has_title"),
    [
        pytest.param(f"- SEENN: Early Exit [笔记]({LINK})", "笔记", True, id="label"),
        pytest.param(f"- [SEENN: Early Exit]({LINK})", "", True, id="title"),
        pytest.param(f"- [SEENN: Early Exit!]({LINK})", "", True, id="title-and-more"),
        pytest.param(f"- [笔记]({LINK})", "笔记", False, id="no-title"),
        pytest.param(f"- Seen [[Note]]({LINK})", "[Note]", False, id="other-title"),
    ],
)
def test_row_tells_the_words_of_its_link(text: str, label: str, has_title: bool) -> None:
    found = written(row(text), NOTE, target=str(PATH), is_numbered=False)

    assert (found.label, found.has_title) == (label, has_title)


def tokens(text: str) -> Tokens:
    return written(row(text), NOTE, target=str(PATH), is_numbered=False).tokens


NOTE_LINK = f"[x]({LINK})"
CODE = "[code](https://github.com/Intelligent/SEENN)"
PDF = "[pdf](https://a.org/x.pdf)"
TITLE = "SEENN: Early Exit"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [f"- {TITLE} {NOTE_LINK}", f"- {TITLE} {NOTE_LINK} {CODE}"],
            "- {title} [{label}]({target}){code? [code]({code})}",
            id="code",
        ),
        pytest.param(
            [f"- {TITLE} {CODE} {NOTE_LINK}", f"- {TITLE} {NOTE_LINK}"],
            "- {title}{code? [code]({code})} [{label}]({target})",
            id="code-before-the-note",
        ),
        pytest.param(
            [
                f"- {TITLE} {NOTE_LINK}",
                f"- {TITLE} {NOTE_LINK} {CODE}",
                f"- {TITLE} {NOTE_LINK} {PDF}",
                f"- {TITLE} {NOTE_LINK} {PDF} {CODE}",
            ],
            "- {title} [{label}]({target}){pdf? [pdf]({pdf})}{code? [code]({code})}",
            id="either-both-or-none",
        ),
        pytest.param(
            [f"- {TITLE} (NeurIPS 2023) {NOTE_LINK}", f"- {TITLE} (2023) {NOTE_LINK}"],
            "- {title} ({venue?{venue} }{year}) [{label}]({target})",
            id="venue-in-brackets",
        ),
        pytest.param(
            [f"- {TITLE} (NeurIPS) {NOTE_LINK}", f"- {TITLE} {NOTE_LINK}"],
            "- {title}{venue? ({venue})} [{label}]({target})",
            id="brackets-with-the-venue",
        ),
        pytest.param(
            [f"- [NeurIPS] {TITLE} {NOTE_LINK}", f"- {TITLE} {NOTE_LINK}"],
            "-{venue? [{venue}]} {title} [{label}]({target})",
            id="venue-before-the-title",
        ),
        pytest.param(
            [f"- {TITLE} {NOTE_LINK} · {CODE}", f"- {TITLE} {NOTE_LINK}"],
            "- {title} [{label}]({target}){code? · [code]({code})}",
            id="dot-before-the-code",
        ),
        pytest.param(
            [f"- {TITLE} {NOTE_LINK} {CODE}", f"* {TITLE} {NOTE_LINK}"],
            "- {title} [{label}]({target}) [code]({code})",
            id="other-bullet-is-passed-over",
        ),
        pytest.param(
            [f"- {TITLE} great {NOTE_LINK}", f"- {TITLE} {NOTE_LINK}"],
            "- {title} great [{label}]({target})",
            id="words-are-no-optional-part",
        ),
        pytest.param(
            [f"- {TITLE} {NOTE_LINK} }}NeurIPS", f"- {TITLE} {NOTE_LINK}"],
            "- {title} [{label}]({target}) }}{venue}",
            id="brace-that-would-close-the-part",
        ),
    ],
)
def test_rows_with_and_without_a_part_share_a_template(rows: list[str], expected: str) -> None:
    found = "".join(combined([tokens(one) for one in rows]))

    assert found == expected
    parse_template(found, fields=LINE_FIELDS, where="")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"- {TITLE} {NOTE_LINK} {CODE}",
            "- {title} [{label}]({target}){code? [code]({code})}",
            id="link",
        ),
        pytest.param(
            f"- {TITLE} {NOTE_LINK} [{CODE}]",
            "- {title} [{label}]({target}){code? [[code]({code})]}",
            id="brackets-around",
        ),
        pytest.param(
            f"- {TITLE} {NOTE_LINK} / {CODE} / {PDF}",
            "- {title} [{label}]({target}){code? / [code]({code})}{pdf? / [pdf]({pdf})}",
            id="slashes",
        ),
        pytest.param(
            f"- [{TITLE}](https://a.org/x.pdf) {NOTE_LINK}",
            "- {pdf?[}{title}{pdf?]({pdf})} [{label}]({target})",
            id="title-is-the-link",
        ),
        pytest.param(
            f"- {TITLE} [2304.01230](https://arxiv.org/abs/2304.01230) {NOTE_LINK}",
            "- {title}{arxiv? [{arxiv}](https://arxiv.org/abs/{arxiv})} [{label}]({target})",
            id="identifier",
        ),
        pytest.param(
            f"| {TITLE} | {NOTE_LINK} | {CODE} |",
            "| {title} | [{label}]({target}) | {code?[code]({code})} |",
            id="table",
        ),
        pytest.param(
            f"- {TITLE} arXiv:2304.01230 {NOTE_LINK}",
            "- {title} arXiv:{arxiv} [{label}]({target})",
            id="no-link",
        ),
    ],
)
def test_links_to_the_web_are_there_only_if_they_lead_somewhere(text: str, expected: str) -> None:
    found = "".join(with_optional_links(tokens(text)))

    assert found == expected
    parse_template(found, fields=LINE_FIELDS, where="")


def test_braces_are_doubled() -> None:
    assert braced("{a} b") == "{{a}} b"
