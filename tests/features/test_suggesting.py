import pytest

from snnnotes.features.suggesting import nearest
from snnnotes.model.query import parse_query

VOCABULARY = ["surrogate", "gradient", "spiking", "transformer", "膜"]
TITLES = [
    ("spike driven transformer", "Spike-driven Transformer"),
    ("膜 电 位 归 一 化", "膜电位归一化"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("surogate", "surrogate", id="one-word"),
        pytest.param("surogate gradient", "surrogate gradient", id="the-right-word-stays"),
        pytest.param("SUROGATE", "surrogate", id="case-does-not-matter"),
        pytest.param("sspiikng", "spiking", id="letters-turned-round"),
        pytest.param("膜电位归一话", "膜电位归一化", id="chinese-title"),
        pytest.param("spik drivn transformr", "Spike-driven Transformer", id="title"),
        pytest.param("quantum", "", id="another-word-is-no-misspelling"),
        pytest.param("year:2023", "", id="no-words"),
        pytest.param("gradient", "", id="nothing-to-mend"),
        pytest.param("NOT surogate", "", id="what-must-not-be-there-is-not-mended"),
    ],
)
def test_the_nearest_word_or_title_is_what_was_meant(typed: str, meant: str) -> None:
    assert nearest(parse_query(typed), VOCABULARY, TITLES) == meant


def test_an_empty_notebook_suggests_nothing() -> None:
    assert nearest(parse_query("surogate"), [], []) == ""
