import json

import pytest

from snnnotes.errors import ConfigError
from snnnotes.sources.mirrors import Mirrors, mirrors_from

ARXIV = ("https://arxiv.org/", "http://127.0.0.1:8000/arxiv/")
ABSTRACTS = ("https://arxiv.org/abs/", "http://127.0.0.1:8000/abstracts/")
MIRRORS = Mirrors((ABSTRACTS, ARXIV))


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://arxiv.org/abs/2307.01694", "http://127.0.0.1:8000/abstracts/2307.01694"),
        ("https://arxiv.org/pdf/2307.01694", "http://127.0.0.1:8000/arxiv/pdf/2307.01694"),
        ("https://arxiv.org/", "http://127.0.0.1:8000/arxiv/"),
        ("http://arxiv.org/abs/1", "http://arxiv.org/abs/1"),
        ("https://arxiv.org.evil.example/", "https://arxiv.org.evil.example/"),
        ("https://doi.org/https://arxiv.org/", "https://doi.org/https://arxiv.org/"),
    ],
)
def test_the_longest_prefix_counts(url: str, there: str) -> None:
    assert MIRRORS.there(url) == there


@pytest.mark.parametrize(
    "url", ["https://arxiv.org/abs/2307.01694", "https://arxiv.org/pdf/1", "https://doi.org/10.1/x"]
)
def test_there_and_back_is_the_same(url: str) -> None:
    assert MIRRORS.back(MIRRORS.there(url)) == url


def test_only_what_lies_below_a_mirror_is_one() -> None:
    assert MIRRORS.has("http://127.0.0.1:8000/arxiv/abs/1")
    assert not MIRRORS.has("http://127.0.0.1:8000/other")


def test_mirrors_of_the_environment_join_and_win() -> None:
    environment = {
        "SNNNOTES_MIRRORS": json.dumps(
            {"https://arxiv.org/": "https://cn.example/", "https://doi.org/": "https://d.example/"}
        )
    }

    mirrors = mirrors_from((ABSTRACTS, ARXIV), environment)

    assert mirrors.there("https://arxiv.org/pdf/1") == "https://cn.example/pdf/1"
    assert mirrors.there("https://arxiv.org/abs/1") == "http://127.0.0.1:8000/abstracts/1"
    assert mirrors.there("https://doi.org/10.1/x") == "https://d.example/10.1/x"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{'a': 'b'}", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["https://arxiv.org/"]', "no JSON object"),
        ('{"https://arxiv.org": "https://m.example/"}', "no slash"),
        ('{"https://arxiv.org/": null}', "no text"),
    ],
    ids=["not JSON", "too deep", "a list", "no slash", "null"],
)
def test_a_variable_that_cannot_be_read_is_named_with_the_mend(text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        mirrors_from((), {"SNNNOTES_MIRRORS": text})

    assert str(caught.value).startswith("$SNNNOTES_MIRRORS")
    assert problem in str(caught.value)
    assert caught.value.hint


def test_an_empty_variable_says_nothing() -> None:
    url = "https://arxiv.org/pdf/1"

    assert mirrors_from((ARXIV,), {"SNNNOTES_MIRRORS": " "}).there(url) == MIRRORS.there(url)
