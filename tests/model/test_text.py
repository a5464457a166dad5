"""Folding, cutting into terms, and finding a phrase in a text."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.model.text import (
    PARAGRAPH,
    RULES,
    fold,
    index_terms,
    is_word,
    run_spans,
    stem_terms,
    terms,
)
from snnnotes.model.traditional import SIMPLIFIED, TRADITIONAL

#: Characters that melt into each other, fold into several, vanish, or part terms.
ODD = (
    "éÉüßİıſﬁŁøœç\u0301\u0308\u0327e\u0345"
    "ΣςτΆ𝜏й́ёЙ"
    "电電臺台神经元膜，。：（）“”‘’《》、…—①㈱㎝½豈﨎\U0002f800\U00020000葛\U000e0100"
    "ｶﾞﾟカガ\u3099\u309a々〇ー・"
    "한글ᄒ\u1161\u11abㄱㅏﾡￂ하가"
    "क्षि\u093f\u09c7\u09be\u0bc6\u0bbe\u0f71\u0f72\u0fb5"
    "אָّשُ\ufc60\ufb2a"
    "😀👨‍👩‍👧✔️"
    "ab1²_-–−‑*.,;!?$\\{}'\"`¶#"
    " \t\n\r\f\x00\x1f\x7f\x85\xa0\xad\u200b\u200d\u2028\u2060\u3000\ufeff"
)
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=[])), max_size=10)
NOTES = st.text(st.sampled_from("spikeSNN膜电位，。-()_ \n"), max_size=40)

many = settings(max_examples=300, deadline=None)


def term_spans(text: str) -> list[tuple[str, int, int]]:
    """The terms of a text with the columns where they stand."""
    spelled = terms(text)
    spans = run_spans(text, [(number, number) for number in range(len(spelled))])
    return [(term, start, end) for term, (start, end) in zip(spelled, spans, strict=True)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("SNN", "snn", id="case"),
        pytest.param("STRASSE Straße", "strasse strasse", id="sharp s"),
        pytest.param("ＳＮＮ２０２３", "snn2023", id="full width"),
        pytest.param("ｽﾊﾟｲｸ", "スパイク", id="half-width kana with a voicing mark"),
        pytest.param("Érdős naïve", "erdos naive", id="accents on Latin"),
        pytest.param("e\u0301", "e", id="accent as a character of its own"),
        pytest.param("x\u0302", "x", id="accent that no letter has"),
        pytest.param("Ήπειρος", "ηπειροσ", id="Greek accent and final sigma"),
        pytest.param("Йёлка", "иелка", id="Cyrillic"),
        pytest.param("Łukasz Bøhm Đặng", "lukasz bohm dang", id="strokes"),
        pytest.param("İstanbul ılık", "istanbul ilik", id="Turkish i"),
        pytest.param("ﬁring œuvre", "firing oeuvre", id="ligatures"),
        pytest.param("脈衝神經網絡", "脉冲神经网络", id="traditional"),
        pytest.param("脉冲神经网络", "脉冲神经网络", id="simplified stays"),
        pytest.param("臺灣大學", "台湾大学", id="Taiwan"),
        pytest.param("が", "が", id="voicing of kana stays"),
        pytest.param("か\u3099", "が", id="voicing mark joins its kana"),
        pytest.param("𝜏 µ", "τ μ", id="letters of formulas"),
        pytest.param("x²", "x2", id="superscript"),
        pytest.param("“膜电位”", '"膜电位"', id="double quotation marks"),
        pytest.param("neuron’s", "neuron's", id="apostrophe"),
        pytest.param("a‐b‑c–d−e", "a-b-c-d-e", id="hyphens and dashes"),
        pytest.param("：，（）", ":,()", id="full-width punctuation"),
        pytest.param("。、《》", "。、《》", id="punctuation without a narrow form"),
        pytest.param("Sur\u00adro\u200bgate\ufeff", "surrogate", id="invisible characters"),
        pytest.param("✔️", "✔", id="variation selector"),
        pytest.param("葛\U000e0100", "葛", id="variant of a Chinese character"),
        pytest.param("", "", id="empty"),
    ],
)
def test_fold_drops_what_readers_do_not_see_as_a_difference(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("膜", "模", id="Chinese characters"),
        pytest.param("n", "m", id="letters"),
        pytest.param("が", "か", id="voiced and plain kana"),
        pytest.param("-", "—", id="hyphen and dash"),
        pytest.param("1", "l", id="one and l"),
        pytest.param("क", "कि", id="a letter and its vowel sign"),
    ],
)
def test_fold_keeps_what_is_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \t\n ", "", id="blanks"),
        pytest.param("LIF神经元", "lif 神 经 元", id="Latin beside Chinese"),
        pytest.param("膜电\n位", "膜 电 位", id="a line end is a blank"),
        pytest.param("膜 电　位", "膜 电 位", id="blanks of both widths"),
        pytest.param("膜电，位", "膜 电 , 位", id="punctuation is a term"),
        pytest.param("spike-driven", "spike driven", id="hyphen between words"),
        pytest.param("CIFAR-10", "cifar 10", id="hyphen before a number"),
        pytest.param("state–of‑the−art", "state of the art", id="other hyphens"),
        pytest.param("a - b", "a - b", id="hyphen between blanks"),
        pytest.param("-a b- --", "- a b - - -", id="hyphens at the edge of words"),
        pytest.param("LIF-神经元", "lif - 神 经 元", id="hyphen before Chinese"),
        pytest.param("a--b", "a - - b", id="two hyphens"),
        pytest.param("a-\u00adb", "a b", id="hyphen beside an invisible one"),
        pytest.param("snake_case", "snake _ case", id="underscore"),
        pytest.param("93.5%", "93 . 5 %", id="number with a point"),
        pytest.param(r"$\tau_m$", r"$ \ tau _ m $", id="formula"),
        pytest.param("neuron's", "neuron ' s", id="apostrophe"),
        pytest.param("10.1109/x", "10 . 1109 / x", id="DOI"),
        pytest.param("……", ". . . . . .", id="Chinese dots"),
        pytest.param("a\n\nb", "a ¶ b", id="paragraph"),
        pytest.param("a\r\n\r\nb", "a ¶ b", id="paragraph with CRLF"),
        pytest.param("a\n \t　\n\n\nb", "a ¶ b", id="several blank lines are one end"),
        pytest.param("a\r\nb", "a b", id="CRLF alone"),
        pytest.param("\n\na\n\n", "¶ a ¶", id="blank lines around"),
        pytest.param("スパイク神経", "ス パ イ ク 神 経", id="Japanese"),
        pytest.param("ｽﾊﾟｲｸ", "ス パ イ ク", id="Japanese, half width"),
        pytest.param("스파이킹", "스 파 이 킹", id="Korean"),
        pytest.param("ㄱ", "ᄀ", id="Korean letter"),
        pytest.param("人々〇", "人 々 〇", id="marks used as characters"),
        pytest.param("玛丽·居里", "玛 丽 · 居 里", id="dot in a name"),
        pytest.param("\U00020000\U0002a6df", "\U00020000 \U0002a6df", id="extension B"),
        pytest.param("😀👍🏽", "😀 👍 🏽", id="emoji"),
        pytest.param("क्षि", "क्षि", id="an Indian word stays whole"),
        pytest.param("a\x00b\x1bc", "a b c", id="control characters"),
        pytest.param("a\ud800b", "a b", id="half a character, from a broken terminal"),
        pytest.param("naïve", "naive", id="accent inside a word"),
        pytest.param("①膜", "1 膜", id="circled number"),
    ],
)
def test_terms_are_words_characters_and_marks(text: str, expected: str) -> None:
    assert terms(text) == expected.split()


@pytest.mark.parametrize(
    ("phrase", "text", "occurs"),
    [
        pytest.param("电位", "膜电位", True, id="inside Chinese"),
        pytest.param("位", "膜电位", True, id="one character"),
        pytest.param("电膜", "膜电位", False, id="other order"),
        pytest.param("電位", "膜电位", True, id="traditional in simplified"),
        pytest.param("膜电位", "膜\n电位", True, id="over a line end"),
        pytest.param("膜电位", "膜，电位", False, id="not over punctuation"),
        pytest.param("膜，电位", "膜，电位", True, id="over punctuation that is typed"),
        pytest.param("膜,电位", "膜，电位", True, id="punctuation of the other width"),
        pytest.param("膜电位", "膜\n\n电位", False, id="not over a paragraph end"),
        pytest.param("神经元", "LIF神经元模型", True, id="Chinese behind Latin"),
        pytest.param("LIF", "LIF神经元", True, id="Latin before Chinese"),
        pytest.param("spike", "spikes", False, id="not part of a word"),
        pytest.param("spike driven", "a Spike-driven network", True, id="over a hyphen"),
        pytest.param("spike-driven", "a Spike driven network", True, id="hyphen typed"),
        pytest.param("", "", True, id="nothing in nothing"),
        pytest.param("膜", "", False, id="something in nothing"),
    ],
)
def test_a_phrase_occurs_where_its_terms_stand_in_a_row(
    phrase: str, text: str, occurs: bool
) -> None:
    assert (index_terms(phrase) in index_terms(text)) is occurs


def test_index_terms_has_one_blank_around_every_term() -> None:
    assert index_terms("LIF神经，") == " lif 神 经 , "
    assert index_terms("  ") == " "


@pytest.mark.parametrize(
    ("term", "expected"),
    [("snn", True), ("2023", True), ("膜", True), ("τ", True)]
    + [(mark, False) for mark in (PARAGRAPH, ",", "。", "$", "😀", "_")],
)
def test_words_are_told_from_marks(term: str, expected: bool) -> None:
    assert is_word(term) is expected


def test_stem_terms_are_the_stemmed_words_without_marks() -> None:
    text = "Spiking (LIF) 神经元：losses.\n\nTwo"

    assert stem_terms(index_terms(text)) == "spike lif 神 经 元 loss two"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(
            "LIF神经", [("lif", 0, 3), ("神", 3, 4), ("经", 4, 5)], id="Latin and Chinese"
        ),
        pytest.param("spike-driven", [("spike", 0, 5), ("driven", 6, 12)], id="hyphen left out"),
        pytest.param("a - b", [("a", 0, 1), ("-", 2, 3), ("b", 4, 5)], id="hyphen kept"),
        pytest.param(
            "cafe\u0301!", [("cafe", 0, 5), ("!", 5, 6)], id="accent marked with its word"
        ),
        pytest.param("ｶﾞ", [("ガ", 0, 2)], id="two characters become one"),
        pytest.param("\u1112\u1161\u11ab", [("한", 0, 3)], id="three characters become one"),
        pytest.param("ﬁt", [("fit", 0, 2)], id="one character becomes two"),
        pytest.param("…", [(".", 0, 1)] * 3, id="one character becomes three terms"),
        pytest.param("a\n \nb", [("a", 0, 1), ("¶", 1, 4), ("b", 4, 5)], id="paragraph end"),
        pytest.param("sur\u00adgate", [("surgate", 0, 8)], id="soft hyphen inside a word"),
        pytest.param("電", [("电", 0, 1)], id="traditional"),
    ],
)
def test_spans_tell_where_each_term_stands(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert term_spans(text) == expected


@many
@given(TEXTS)
def test_spans_have_the_same_terms_as_the_text(text: str) -> None:
    spans = term_spans(text)

    assert [term for term, _, _ in spans] == terms(text)
    assert all(0 <= start < end <= len(text) for _, start, end in spans)
    assert [start for _, start, _ in spans] == sorted(start for _, start, _ in spans)


@many
@given(TEXTS, st.sampled_from(["\n\n膜", " x\u0301", " \u1112\u1161\u11ab", " ｶﾞ", " ✔\ufe0f"]))
def test_spans_do_not_depend_on_what_comes_later(text: str, more: str) -> None:
    """With what comes later, no text is one whose characters can be folded one by one."""
    alone, together = term_spans(f"{text} a"), term_spans(f"{text} a{more}")

    assert together[: len(alone)] == alone


@many
@given(TEXTS, st.data())
def test_a_run_of_terms_reaches_from_its_first_to_its_last(text: str, data: st.DataObject) -> None:
    spans = term_spans(f"{text}膜")
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))

    assert run_spans(f"{text}膜", [(first, last)]) == [(spans[first][1], spans[last][2])]


@many
@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@many
@given(TEXTS)
def test_folded_text_has_the_same_terms(text: str) -> None:
    assert terms(fold(text)) == terms(text)


@many
@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_normal_form_of_a_text_does_not_matter(
    text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    assert terms(unicodedata.normalize(form, text)) == terms(text)


@many
@given(TEXTS)
def test_terms_hold_no_blank_and_no_capital(text: str) -> None:
    assert all(term and term.split() == [term] and fold(term) == term for term in terms(text))


@many
@given(NOTES, st.data())
def test_every_run_of_terms_occurs_in_its_text(text: str, data: st.DataObject) -> None:
    spans = term_spans(text)
    first = data.draw(st.integers(0, max(len(spans) - 1, 0)))
    last = data.draw(st.integers(first, max(len(spans) - 1, 0)))
    piece = text[spans[first][1] : spans[last][2]] if spans else ""

    assert index_terms(piece) in index_terms(text)


@many
@given(TEXTS, TEXTS)
def test_containment_of_index_terms_is_a_run_of_whole_terms(phrase: str, text: str) -> None:
    wanted, given_terms = terms(phrase), terms(text)
    runs = (
        given_terms[start : start + len(wanted)]
        for start in range(len(given_terms) - len(wanted) + 1)
    )

    assert (index_terms(phrase) in index_terms(text)) is any(run == wanted for run in runs)


def test_every_character_of_unicode_is_folded_for_good() -> None:
    # Every 7th, which is all blocks and takes a second instead of ten.
    for character in map(chr, range(0, 0x110000, 7)):
        folded = fold(character)
        assert fold(folded) == folded, hex(ord(character))
        assert terms(folded) == terms(character), hex(ord(character))


def test_the_table_of_characters_leads_straight_to_simplified_ones() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    assert unicodedata.normalize("NFKC", TRADITIONAL + SIMPLIFIED) == TRADITIONAL + SIMPLIFIED


def test_the_rules_of_an_index_change_with_the_version_of_unicode() -> None:
    assert unicodedata.unidata_version in RULES


def test_a_text_of_a_million_blank_lines_is_cut_quickly() -> None:
    assert terms("\n" * 1_000_000 + "a" + "\n" + " " * 1_000_000) == ["¶", "a"]
