import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.errors import UsageError
from snnnotes.features.search import compiled_regex, context_lines, marked_lines, regex_lines
from snnnotes.model.query import Words, parse_query, words_of
from snnnotes.model.text import index_terms, run_spans, stem, terms

NOTE = """---
title: LIF神经元的膜电位
tags: [spiking]
---

LIF神经元：膜电位（membrane potential）超过阈值，发放脉冲。

Spikes and spiking neurons;
surrogate
gradients here. 膜电
位也在。 Ｓｐｉｋｅ-driven.

$\\tau \\frac{du}{dt}$ and T, but $T=4$ and `\\tau`
"""
HEAD = NOTE.index("\n\nLIF") + 1


def _shown(query: str, text: str = NOTE) -> list[str]:
    """Each marked line with its number, the marked words in brackets."""
    shown = []
    for line in marked_lines(text, parse_query(query), frontmatter_end=HEAD):
        marked, at = "", 0
        for start, end in line.spans:
            marked += f"{line.text[at:start]}[{line.text[start:end]}]"
            at = end
        shown.append(f"{line.number}:{marked}{line.text[at:]}")
    return shown


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        pytest.param(
            "阈值",
            ["6:LIF神经元：膜电位（membrane potential）超过[阈值]，发放脉冲。"],
            id="chinese",
        ),
        pytest.param(
            "lif",
            [
                "2:title: [LIF]神经元的膜电位",
                "6:[LIF]神经元：膜电位（membrane potential）超过阈值，发放脉冲。",
            ],
            id="half-of-a-mixed-word",
        ),
        pytest.param(
            "spike",
            [
                "3:tags: [[spiking]]",
                "8:[Spikes] and [spiking] neurons;",
                "11:位也在。 [Ｓｐｉｋｅ]-driven.",
            ],
            id="other-forms",
        ),
        pytest.param('"spike"', ["11:位也在。 [Ｓｐｉｋｅ]-driven."], id="exact"),
        pytest.param("neur*", ["8:Spikes and spiking [neurons];"], id="beginning"),
        pytest.param(
            '"surrogate gradients"',
            ["9:[surrogate]", "10:[gradients] here. 膜电"],
            id="over-a-line-end",
        ),
        pytest.param(
            "电位也",
            ["10:gradients here. 膜[电]", "11:[位也]在。 Ｓｐｉｋｅ-driven."],
            id="chinese-over-a-line-end",
        ),
        pytest.param("脉冲Spikes", [], id="not-over-a-paragraph-end"),
        pytest.param("title", [], id="key-of-the-frontmatter-is-no-place"),
        pytest.param(
            "阈值 OR 脉冲 -spike",
            ["6:LIF神经元：膜电位（membrane potential）超过[阈值]，发放[脉冲]。"],
            id="all-words-none-of-the-excluded",
        ),
        pytest.param(
            r"math:\tau", [r"13:$[\tau] \frac{du}{dt}$ and T, but $T=4$ and `\tau`"], id="formula"
        ),
        pytest.param(
            "math:T",
            [r"13:$\tau \frac{du}{dt}$ and T, but $[T]=4$ and `\tau`"],
            id="only-in-formulas",
        ),
        pytest.param("year:2023", [], id="no-words"),
    ],
)
def test_all_words_of_a_line_are_marked(query: str, lines: list[str]) -> None:
    assert _shown(query) == lines


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_lines_are_counted_as_an_editor_counts_them(line_end: str) -> None:
    text = "\ufeff" + NOTE.replace("\n", line_end)

    lines = marked_lines(text, parse_query("阈值"))

    assert [(line.number, line.text[-6:]) for line in lines] == [(6, "，发放脉冲。")]


def test_spans_count_characters_of_the_line_also_behind_emoji_and_accents() -> None:
    (line,) = marked_lines("🧠👩‍🔬 e\u0301 ﬁx 膜电位", parse_query("膜电位"))

    assert [line.text[start:end] for start, end in line.spans] == ["膜电位"]


def test_every_phrase_of_a_note_is_marked_where_it_stands() -> None:
    """The quick look at paragraphs leaves out nothing that a look at every term finds."""
    choose = random.Random(7)
    for _ in range(400):
        start = choose.randrange(len(NOTE) - 8)
        phrase = NOTE[start : start + choose.randrange(1, 8)]
        if index_terms(phrase) not in index_terms(NOTE) or "\n\n" in phrase or not phrase.strip():
            continue
        if any(character in phrase for character in "\"'\\"):
            continue
        assert marked_lines(NOTE, parse_query(f'"{phrase}"')), phrase


SPELLINGS = (
    "spikes", "Spiking", "spiked", "going", "go", "膜电位", "膜電位", "膜 电\n位", "CIFAR-10",
    "surrogate-gradients", "e.g.", "LIF神经元", "ｶﾞ", "cafe\u0301", "✔\ufe0f", "\n\n",
    "\r\n \r\n", "--", " ", "a",
)  # fmt: skip
QUERIES = (
    "spike", '"spiking"', "spik*", "go", "膜电位", "電位", "膜电*", "surrogate gradient",
    '"surrogate gradient"', "CIFAR-10", "LIF神经元", "e.g.", "ガ", "café", "位 OR spikes", "✔",
    '"-"', "a",
)  # fmt: skip


def _plainly_marked(text: str, query: str) -> set[int]:
    """The characters of a text that a query marks, found by trying every place."""
    marked: set[int] = set()
    spelled = terms(text)
    for leaf in words_of(parse_query(query)):
        assert isinstance(leaf, Words)
        wanted = terms(leaf.text)
        for at in range(len(spelled) - len(wanted) + 1):
            run = spelled[at : at + len(wanted)]
            if leaf.prefix:
                fits = run[:-1] == wanted[:-1] and run[-1].startswith(wanted[-1])
            elif leaf.exact:
                fits = run == wanted
            else:
                fits = list(map(stem, run)) == list(map(stem, wanted))
            if fits:
                ((start, end),) = run_spans(text, [(at, at + len(wanted) - 1)])
                marked |= {place for place in range(start, end) if text[place] not in "\r\n"}
    return marked


@settings(max_examples=400)
@given(st.lists(st.sampled_from(SPELLINGS), max_size=12), st.sampled_from(QUERIES))
def test_exactly_what_fits_is_marked(pieces: list[str], query: str) -> None:
    text = "".join(pieces)
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    marked = {
        starts[line.number - 1] + column
        for line in marked_lines(text, parse_query(query))
        for start, end in line.spans
        for column in range(start, end)
    }

    assert marked == _plainly_marked(text, query)


def test_context_lines_have_no_marks_and_stop_at_both_ends() -> None:
    text = "a\nb\nhit\nd"
    hits = marked_lines(text, parse_query("hit"))

    lines = context_lines(text, hits, 2)

    assert [(line.number, line.text, bool(line.spans)) for line in lines] == [
        (1, "a", False), (2, "b", False), (3, "hit", True), (4, "d", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        pytest.param("SPIK", [3, 8], id="case-does-not-matter"),
        pytest.param("(?-i:Spik)", [8], id="unless-it-says-so"),
        pytest.param(r"^surrogate$", [9], id="anchors-are-the-lines"),
        pytest.param("x*", list(range(1, 14)), id="empty-fits-count"),
    ],
)
def test_regular_expression_is_tried_on_each_line(pattern: str, numbers: list[int]) -> None:
    lines = regex_lines(NOTE, compiled_regex(pattern))

    assert [line.number for line in lines] == numbers
    assert all(start < end for line in lines for start, end in line.spans)


def test_wrong_regular_expression_says_where() -> None:
    with pytest.raises(UsageError, match="at character 3 of"):
        compiled_regex("ab(")


def test_repository_notes_have_a_line_for_every_hit_of_a_word() -> None:
    for file in sorted(Path(__file__).parents[2].glob("notes/20*/*.md")):
        text = file.read_text("utf-8")
        has = index_terms("膜电位") in index_terms(text)
        assert bool(marked_lines(text, parse_query('"膜电位"'))) is has
