"""Queries widened by terms that mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.model.glossary import Glossary, Widening, widen
from snnnotes.model.query import (
    And,
    Math,
    Not,
    Or,
    Query,
    Words,
    all_of,
    exactly,
    parse_query,
    words_of,
)

GLOSSARY = Glossary(
    (
        ("脉冲神经网络", "spiking neural network", "SNN"),
        ("膜电位", "membrane potential"),
        ("替代梯度", "代理梯度", "surrogate gradient"),
        ("梯度", "gradient"),
        ("漏积分发放", "leaky integrate-and-fire", "LIF"),
        ("IF 神经元", "IF neuron"),
        ("编码器-解码器", "encoder-decoder"),
        ("阈值", "threshold"),
        ("R&D", "research and development"),
    )
)


def plain(*texts: str, field: str | None = None) -> tuple[Words, ...]:
    return tuple(Words(text, field=field) for text in texts)


def widened(text: str) -> Query:
    return widen(parse_query(text), GLOSSARY)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("膜电位", Or(plain("膜电位", "membrane potential")), id="Chinese"),
        pytest.param("膜電位", Or(plain("膜電位", "membrane potential")), id="traditional"),
        pytest.param(
            "SNN", Or(plain("SNN", "脉冲神经网络", "spiking neural network")), id="short form"
        ),
        pytest.param(
            "snns",
            Or(plain("snns", "脉冲神经网络", "spiking neural network")),
            id="plural and case",
        ),
        pytest.param(
            "ＳＮＮ", Or(plain("ＳＮＮ", "脉冲神经网络", "spiking neural network")), id="full width"
        ),
        pytest.param("gradients", Or(plain("gradients", "梯度")), id="plural"),
        pytest.param(
            "surrogate gradient",
            Or((And(plain("surrogate", "gradient")), *plain("替代梯度", "代理梯度"))),
            id="words in a row",
        ),
        pytest.param(
            "surrogate-gradients",
            Or(plain("surrogate-gradients", "替代梯度", "代理梯度")),
            id="hyphen",
        ),
        pytest.param(
            "leaky integrate and fire",
            Or((And(plain("leaky", "integrate", "and", "fire")), *plain("漏积分发放", "LIF"))),
            id="hyphens of the glossary left out",
        ),
        pytest.param("IF神经元", Or(plain("IF神经元", "IF neuron")), id="without the blank"),
        pytest.param(
            "编码器解码器", Or(plain("编码器解码器", "encoder-decoder")), id="without mark"
        ),
        pytest.param(
            "title:SNN",
            Or(plain("SNN", "脉冲神经网络", "spiking neural network", field="title")),
            id="in the title",
        ),
        pytest.param(
            "阈值 OR x",
            Or(plain("阈值", "threshold", "x")),
            id="in an OR",
        ),
        pytest.param(
            "x (阈值 OR y)",
            And((*plain("x"), Or(plain("阈值", "threshold", "y")))),
            id="inside brackets",
        ),
    ],
)
def test_a_term_of_the_glossary_also_finds_its_equals(text: str, expected: Query) -> None:
    assert widened(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="everything"),
        pytest.param("transformer", id="no term"),
        pytest.param('"膜电位"', id="phrase"),
        pytest.param("SNN*", id="beginning"),
        pytest.param("-膜电位", id="not wanted"),
        pytest.param("NOT (膜电位 OR SNN)", id="not wanted, in brackets"),
        pytest.param("tag:SNN", id="another field"),
        pytest.param("math:SNN", id="formula"),
        pytest.param("surrogate", id="half a term"),
        pytest.param("膜电位模型", id="more than a term"),
        pytest.param("membrane x potential", id="words apart"),
        pytest.param("membrane OR potential", id="alternatives"),
        pytest.param('membrane "potential"', id="half in quotes"),
        pytest.param("title:membrane potential", id="half in the title"),
        pytest.param("&", id="a mark"),
    ],
)
def test_a_query_without_such_a_term_stays(text: str) -> None:
    query = parse_query(text)

    assert widen(query, GLOSSARY) == (query, [])


def test_the_longest_term_wins() -> None:
    glossary = Glossary(
        (("spiking", "发放"), ("spiking neural network", "SNN"), ("network", "网络"))
    )

    wide, widenings = widen(parse_query("deep spiking neural networks network"), glossary)

    assert wide == And(
        (
            Words("deep"),
            Or((And(plain("spiking", "neural", "networks")), Words("SNN"))),
            Or(plain("network", "网络")),
        )
    )
    assert [widening.term for widening in widenings] == ["spiking neural networks", "network"]


def test_a_mark_between_words_is_part_of_no_term() -> None:
    assert widened("- SNN") == And(
        (Words("-"), Or(plain("SNN", "脉冲神经网络", "spiking neural network")))
    )
    assert widened("surrogate & gradient") == And(
        (*plain("surrogate", "&"), Or(plain("gradient", "梯度")))
    )


def test_what_was_added_is_told_once_for_each_term_as_typed() -> None:
    _, widenings = widen(parse_query("surrogate Gradients (snn OR x) snn -膜电位"), GLOSSARY)

    assert widenings == [
        Widening("surrogate Gradients", ("替代梯度", "代理梯度")),
        Widening("snn", ("脉冲神经网络", "spiking neural network")),
    ]


def test_a_term_of_two_groups_finds_the_equals_of_both() -> None:
    glossary = Glossary((("SNN", "脉冲网络"), ("other", "x"), ("脉冲神经网络", "snn", "脉冲网络")))

    wide, widenings = widen(parse_query("SNNs"), glossary)

    assert wide == Or(plain("SNNs", "脉冲网络", "脉冲神经网络"))
    assert widenings == [Widening("SNNs", ("脉冲网络", "脉冲神经网络"))]


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param((), id="no groups"),
        pytest.param(((),), id="an empty group"),
        pytest.param((("SNN",),), id="a term alone"),
        pytest.param((("SNN", "snn", "SNNs", "ＳＮＮ"),), id="one term spelt four ways"),
        pytest.param((("&", "。"), ("", " ")), id="terms without words"),
    ],
)
def test_a_glossary_that_says_nothing_changes_nothing(groups: tuple[tuple[str, ...], ...]) -> None:
    query = parse_query("SNN & 。")

    assert widen(query, Glossary(groups)) == (query, [])


def test_a_term_that_begins_with_a_mark_is_found_by_its_words() -> None:
    glossary = Glossary((("(Deep) SNN", "深度脉冲神经网络", "…"),))

    assert widen(parse_query("deep snn"), glossary)[0] == Or(
        (And(plain("deep", "snn")), Words("深度脉冲神经网络"))
    )


def test_an_exact_query_is_not_widened() -> None:
    query = exactly(parse_query("SNN 膜电位"))

    assert widen(query, GLOSSARY) == (query, [])


def test_the_rest_of_the_query_stays_in_its_place() -> None:
    text = r"tag:a 膜电位 -阈值 math:\tau (x y)"

    assert widened(text) == And(
        (
            parse_query("tag:a"),
            Or(plain("膜电位", "membrane potential")),
            Not(Words("阈值")),
            Math(r"\tau"),
            *plain("x", "y"),
        )
    )


TYPED = [
    "SNN",
    "膜电位",
    "surrogate",
    "gradient",
    "x",
    "tag:a",
    '"SNN"',
    "-SNN",
    "title:SNN",
    "LIF",
]


@given(st.lists(st.sampled_from(TYPED), max_size=6), st.sampled_from([" ", " OR "]))
def test_a_widened_query_still_looks_for_every_word_as_typed(
    typed: list[str], between: str
) -> None:
    query = parse_query(between.join(typed))

    wide, widenings = widen(query, GLOSSARY)

    assert [word for word in words_of(wide) if word in words_of(query)] == words_of(query)
    assert (wide == query) is (widenings == [])


@given(st.lists(st.sampled_from(TYPED), max_size=6))
def test_widening_only_adds_alternatives(typed: list[str]) -> None:
    query = parse_query(" ".join(typed))

    def literal(part: Query) -> Query:
        return part.parts[0] if isinstance(part, Or) else part

    wide, _ = widen(query, GLOSSARY)
    parts = wide.parts if isinstance(wide, And) else (wide,)

    assert all_of(map(literal, parts)) == query
