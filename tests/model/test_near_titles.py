"""Titles that are nearly the same: found without comparing all with all, and none missed."""

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from snnnotes.model.near_titles import (
    FEWEST_CHARACTERS,
    LEAST_LIKENESS,
    MOST_YEARS,
    near_pairs,
    numbers_in,
    years_allow,
)
from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key

TITLE = "Training Spiking Neural Networks with Surrogate Gradients"
CHINESE = "基于替代梯度的深度脉冲神经网络直接训练方法及其在事件相机目标检测中的应用"


def plainly(titles: list[str]) -> list[tuple[int, int]]:
    """All with all: what `near_pairs` must give, as it may be said in four lines."""
    keys = [title_key(title) for title in titles]
    return [
        (one, other)
        for one, other in combinations(range(len(keys)), 2)
        if keys[one] != keys[other]
        and min(len(keys[one]), len(keys[other])) >= FEWEST_CHARACTERS
        and numbers_in(keys[one]) == numbers_in(keys[other])
        and fuzz.ratio(keys[one], keys[other], score_cutoff=LEAST_LIKENESS)
    ]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Training Spiking Neural Network with Surrogate Gradient", id="plural"),
        pytest.param("Training Spiking Neural Netwroks with Surrogate Gradients", id="slip"),
        pytest.param("TRAINING spiking neural network, with: surrogate gradients", id="case"),
        pytest.param("A Training Spiking Neural Networks with Surrogate Gradients", id="article"),
        pytest.param("Training Spiking Neural Networks with Surrogate Grádients!?x", id="accent"),
    ],
)
def test_titles_that_differ_little_are_near(other: str) -> None:
    assert near_pairs([TITLE, other]) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(TITLE, TITLE, id="the same"),
        pytest.param(TITLE, TITLE.upper(), id="the same in capitals"),
        pytest.param(TITLE, TITLE.replace(" ", "-"), id="the same with hyphens"),
        pytest.param(TITLE, TITLE + " for Event Cameras", id="another subtitle"),
        pytest.param(TITLE, TITLE.replace("Training", "Converting"), id="another word"),
        pytest.param(TITLE + " 1", TITLE + " 2", id="another number"),
        pytest.param(TITLE, TITLE + " 2", id="a second version"),
        pytest.param("Spikformer", "Spikeformer", id="short"),
        pytest.param("a" * 19, "a" * 20, id="one of them one letter too short"),
        pytest.param("", "", id="empty"),
        pytest.param(CHINESE, CHINESE.replace("目标检测", "光流估计"), id="Chinese, another task"),
    ],
)
def test_other_titles_are_not_near(one: str, other: str) -> None:
    assert near_pairs([one, other]) == []


def test_chinese_titles_are_compared_too() -> None:
    assert near_pairs([CHINESE, CHINESE.replace("及其", "和其")]) == [(0, 1)]


def test_traditional_letters_make_no_difference() -> None:
    traditional = CHINESE.replace("脉冲神经网络", "脈衝神經網絡")
    assert near_pairs([CHINESE, traditional]) == []
    assert near_pairs([CHINESE + "研", traditional]) == [(0, 1)]


def test_pairs_are_told_in_the_order_of_the_titles() -> None:
    near = [TITLE, "SEENN", TITLE + "s", "Spikformer", TITLE + "es"]
    assert near_pairs(near) == [(0, 2), (0, 4), (2, 4)]
    assert near_pairs(near[::-1]) == [(0, 2), (0, 4), (2, 4)]


def test_a_title_that_is_there_twice_is_near_with_each_of_both() -> None:
    assert near_pairs([TITLE, TITLE + "s", TITLE.lower()]) == [(0, 1), (1, 2)]


@pytest.mark.parametrize("titles", [[], [TITLE], ["", ""]], ids=["none", "one", "empty ones"])
def test_few_titles_have_no_pairs(titles: list[str]) -> None:
    assert near_pairs(titles) == []


@pytest.mark.parametrize(
    ("length", "added", "is_near"),
    [
        pytest.param(20, 2, True, id="20 and 22"),
        pytest.param(20, 3, False, id="20 and 23"),
        pytest.param(38, 4, True, id="38 and 42, just near enough"),
        pytest.param(37, 4, False, id="37 and 41, just too far"),
        pytest.param(190, 20, True, id="190 and 210, just near enough"),
        pytest.param(190, 21, False, id="190 and 211"),
    ],
)
def test_the_lengths_may_differ_as_far_as_the_likeness_allows(
    length: int, added: int, is_near: bool
) -> None:
    one = ("spikingneuralnetwork" * 10)[:length]
    titles = [one + "z" * added, one]
    assert bool(near_pairs(titles)) == is_near
    assert near_pairs(titles) == plainly(titles)


@pytest.mark.parametrize(
    ("one", "other", "allow"),
    [
        pytest.param(2023, 2023, True, id="same year"),
        pytest.param(2022, 2022 + MOST_YEARS, True, id="preprint and publication"),
        pytest.param(2022 + MOST_YEARS, 2022, True, id="the other way round"),
        pytest.param(2021, 2022 + MOST_YEARS, False, id="too far"),
        pytest.param(0, 2023, True, id="not known"),
        pytest.param(2023, 0, True, id="the other not known"),
    ],
)
def test_the_years_tell_whether_it_may_be_one_paper(one: int, other: int, allow: bool) -> None:
    assert years_allow(Paper(title="a", year=one), Paper(title="b", year=other)) == allow


# Few letters, so that many titles come near one another; and edits of one title, so that some
# stand at the very edge of what is near.
_LETTERS = st.text("spike 网络2é", min_size=16, max_size=48)


@st.composite
def edited_titles(draw: st.DrawFn) -> list[str]:
    """Titles of which each comes from one before by taking out, putting in or moving letters."""
    titles = [draw(_LETTERS)]
    for _ in range(draw(st.integers(1, 10))):
        letters = list(titles[draw(st.integers(0, len(titles) - 1))])
        for _ in range(draw(st.integers(0, 5))):
            place = draw(st.integers(0, len(letters)))
            if draw(st.booleans()):
                letters.insert(place, draw(st.sampled_from("spke网zx")))
            else:
                letters[place : place + 1] = []
        titles.append("".join(letters))
    return titles


@given(st.one_of(edited_titles(), st.lists(_LETTERS, max_size=10)))
def test_no_pair_is_missed_and_none_is_made_up(titles: list[str]) -> None:
    assert near_pairs(titles) == plainly(titles)


@pytest.mark.parametrize("seed", range(3))
def test_no_pair_is_missed_among_titles_of_real_words(seed: int) -> None:
    chance = random.Random(seed)
    words = f"{TITLE} deep temporal efficient event driven attention of in for a the 2".split()
    titles = [" ".join(chance.choices(words, k=chance.randint(3, 9))) for _ in range(150)]
    for title in titles[:60]:
        letters = list(title)
        for _ in range(chance.randint(1, 4)):
            letters.insert(chance.randrange(len(letters)), chance.choice("aeinst"))
        titles.append("".join(letters))
    pairs = near_pairs(titles)
    assert pairs == plainly(titles)
    assert len(pairs) > 30


def test_ten_thousand_titles_are_quick() -> None:
    chance = random.Random(1)
    words = ["".join(chance.choices("aeiounrstlkpdm", k=chance.randint(2, 11))) for _ in range(600)]
    titles = [
        " ".join(chance.choices(words, k=chance.randint(4, 10))) + " for Spiking Neural Networks"
        for _ in range(10_000)
    ]
    start = time.perf_counter()
    near_pairs(titles)
    assert time.perf_counter() - start < 3.0  # 0.3 s on a quiet machine; 2 s all with all
