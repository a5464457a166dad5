import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.model.citekey import (
    Citekeys,
    family_name,
    first_strong_word,
    make_citekey,
    spoken_family_name,
)
from snnnotes.model.paper import Paper


def paper(title: str, year: int, *authors: str, **identifiers: str) -> Paper:
    return Paper(title=title, year=year, authors=authors, **identifiers)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            paper("Spike-driven Transformer", 2023, "Man Yao", "Jiakui Hu"),
            "yao2023spikedriven",
            id="hyphen-joins",
        ),
        pytest.param(
            paper("SEENN: Towards Temporal Spiking Early Exit", 2023, "Yuhang Li"),
            "li2023seenn",
            id="colon-parts",
        ),
        pytest.param(
            paper("A Free Lunch From ANN", 2021, "Yuhang Li"), "li2021free", id="article-goes"
        ),
        pytest.param(
            paper("Multi-Level Firing with Spiking DS-ResNet", 2022, "Lang Feng"),
            "feng2022multilevel",
            id="two-parts-of-a-word",
        ),
        pytest.param(
            paper("Sparse Spiking Gradient Descent", 2021, "Nicolas Perez-Nieves"),
            "pereznieves2021sparse",
            id="family-name-with-hyphen",
        ),
        pytest.param(
            paper("Spiking Graph Convolutional Networks", 2022, "Zulun Zhu"),
            "zhu2022spiking",
            id="common-word-counts",
        ),
        pytest.param(
            paper("MSS-DepthNet: Depth Prediction", 2023), "mssdepthnet2023", id="no-author"
        ),
        pytest.param(
            paper("Spike-driven Transformer", 2023, "姚满"),
            "yao2023spikedriven",
            id="author-in-chinese",
        ),
        pytest.param(
            paper("脉冲神经网络综述", 2021, "Man Yao"), "yao2021maichong", id="title-in-chinese"
        ),
        pytest.param(paper("Spikes", 2021, "김철수"), "spikes2021", id="author-in-korean"),
        pytest.param(paper("스파이킹", 2021, "Man Yao"), "yao2021", id="title-in-korean"),
        pytest.param(
            paper("脉冲神经网络 SNN 综述", 2021, "姚满"), "yao2021snn", id="one-word-in-latin"
        ),
        pytest.param(
            paper("스파이킹 신경망", 2021, "김철수", arxiv="2307.01694", doi="10.1109/x"),
            "arxiv230701694",
            id="all-in-korean-with-arxiv",
        ),
        pytest.param(
            paper("스파이킹 신경망", 2021, "김철수", doi="10.11897/sp.j.1016"),
            "doi1011897spj1016",
            id="all-in-korean-with-doi",
        ),
        pytest.param(
            paper("스파이킹 신경망", 2021, "김철수", openreview="7B3IJMM1k_M"),
            "openreview7b3ijmm1km",
            id="all-in-korean-with-openreview",
        ),
        pytest.param(paper("스파이킹 신경망", 2021, "김철수"), "paper2021", id="nothing-in-latin"),
        pytest.param(paper("2048", 2014, "Ann Bell"), "bell20142048", id="number-for-a-title"),
    ],
)
def test_citekey_is_family_name_year_and_first_strong_word(given: Paper, expected: str) -> None:
    assert make_citekey(given) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        pytest.param([], "yao2023spikedriven", id="free"),
        pytest.param(["yao2023spikedriven"], "yao2023spikedrivena", id="second"),
        pytest.param(["Yao2023SpikeDriven"], "yao2023spikedrivena", id="taken-in-upper-case"),
        pytest.param(
            ["yao2023spikedriven", "yao2023spikedrivena"], "yao2023spikedrivenb", id="third"
        ),
        pytest.param(
            ["yao2023spikedriven", "yao2023spikedrivenb"], "yao2023spikedrivena", id="gap"
        ),
        pytest.param(["yao2023spikedrivena"], "yao2023spikedriven", id="only-the-second-taken"),
        pytest.param(
            [
                "yao2023spikedriven",
                *(f"yao2023spikedriven{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
            ],
            "yao2023spikedrivena1",
            id="all-letters-taken",
        ),
    ],
)
def test_citekey_that_is_taken_gets_a_letter(taken: list[str], expected: str) -> None:
    assert make_citekey(paper("Spike-driven Transformer", 2023, "Man Yao"), taken) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        pytest.param("Man Yao", "yao", id="given-family"),
        pytest.param("Yao, Man", "yao", id="family-comma-given"),
        pytest.param("Timothée Masquelier", "masquelier", id="accent-on-the-given-name"),
        pytest.param("José Müller", "muller", id="umlaut"),
        pytest.param("Anna Weiß", "weiss", id="sharp-s"),
        pytest.param("Nils Bjørn", "bjorn", id="o-with-stroke"),
        pytest.param("Jan Łukasiewicz", "lukasiewicz", id="l-with-stroke"),
        pytest.param("Şule Yılmaz", "yilmaz", id="dotless-i"),
        pytest.param("Laurens van der Maaten", "vandermaaten", id="particles"),
        pytest.param("Guido de Croon", "decroon", id="one-particle"),
        pytest.param("van der Maaten, Laurens", "vandermaaten", id="particles-before-comma"),
        pytest.param("Di Wang", "wang", id="given-name-like-a-particle"),
        pytest.param("di wang", "wang", id="all-in-lower-case"),
        pytest.param("Yann Le Cun", "cun", id="capital-particle-is-a-given-name"),
        pytest.param("Martin Luther King, Jr.", "king", id="generation-after-comma"),
        pytest.param("John Smith III", "smith", id="generation"),
        pytest.param("Wei Wang 0001", "wang", id="number-of-a-namesake"),
        pytest.param("Shaughnessy O'Brien", "obrien", id="apostrophe"),
        pytest.param("Man Yao (姚满)", "yao", id="chinese-in-brackets"),
        pytest.param("OpenAI", "openai", id="one-name"),
        pytest.param("姚满", "", id="chinese"),
        pytest.param("Иван Петров", "", id="cyrillic"),
        pytest.param("", "", id="empty"),
        pytest.param(",", "", id="comma-alone"),
    ],
)
def test_family_name_is_told_apart(author: str, expected: str) -> None:
    assert family_name(author) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Towards Memory- and Time-Efficient Training", "memory", id="towards"),
        pytest.param("On the Role of Spikes", "role", id="two-weak-words"),
        pytest.param("How Do Neurons Learn?", "neurons", id="question"),
        pytest.param("What Is It?", "what", id="only-weak-words"),
        pytest.param("Hodgkin–Huxley Neurons", "hodgkinhuxley", id="en-dash-joins"),
        pytest.param("Spikes — a Review", "spikes", id="em-dash-parts"),
        pytest.param("SEENN:Early Exit", "seenn", id="colon-without-blank"),
        pytest.param("Input/Output", "input", id="slash-parts"),
        pytest.param("“Neurons” don’t lie", "neurons", id="quotes"),
        pytest.param("3D Point Clouds", "3d", id="digit-and-letter"),
        pytest.param("2048 Neurons", "neurons", id="number-before-a-word"),
        pytest.param("snake_case names", "snake", id="underscore-parts"),
        pytest.param("Re\u0301seaux de neurones", "reseaux", id="combining-accent"),
        pytest.param("$\\mu$-SNN", "mu", id="formula"),
        pytest.param("基于SNN的目标检测", "snn", id="latin-within-chinese"),
        pytest.param("🧠 spikes", "spikes", id="emoji"),
        pytest.param("...", "", id="nothing"),
    ],
)
def test_first_strong_word_says_what_the_title_is_about(title: str, expected: str) -> None:
    assert first_strong_word(title) == expected


@example("", ["℠"], 1000)
@given(st.text(), st.lists(st.text(), max_size=2), st.integers(1000, 2999))
def test_every_citekey_is_plain_and_new(title: str, authors: list[str], year: int) -> None:
    written = paper(title, year, *authors)

    first = make_citekey(written)
    second = make_citekey(written, [first])

    assert re.fullmatch("[a-z0-9]+", first)
    assert str(year) in first
    assert second == f"{first}a"


# Many keys


def test_each_key_is_given_out_once_whatever_case() -> None:
    keys = Citekeys(["Taken"])
    assert [keys.take("taken"), keys.take("mine"), keys.take("MINE")] == [False, True, False]


def test_many_namesakes_get_suffixes_of_their_own() -> None:
    keys = Citekeys()
    made = [keys.make(Paper(title="막전위", year=2020)) for _ in range(2000)]
    assert made[:4] == ["paper2020", "paper2020a", "paper2020b", "paper2020c"]
    assert len(set(made)) == 2000


@pytest.mark.parametrize(
    ("name", "family"),
    [
        pytest.param("姚满", "yao", id="chinese"),
        pytest.param("欧阳修", "ouyang", id="two-characters"),
        pytest.param("歐陽修", "ouyang", id="traditional"),
        pytest.param("单田芳", "shan", id="spoken-otherwise-as-a-name"),
        pytest.param("吕布", "lyu", id="u-with-dots"),
        pytest.param("Man Yao (姚满)", "yao", id="latin-goes-first"),
        pytest.param("김철수", "", id="korean"),
    ],
)
def test_family_name_in_chinese_is_spelt_in_pinyin(name: str, family: str) -> None:
    assert spoken_family_name(name) == family
