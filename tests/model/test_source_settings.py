import pytest

from snnnotes.errors import ConfigError
from snnnotes.model.source_settings import (
    SourceSettings,
    mirrors_from_table,
    source_settings_from_tables,
)


def settings(
    sources: dict[str, object] | None = None, mirrors: dict[str, object] | None = None
) -> SourceSettings:
    return source_settings_from_tables(sources or {}, mirrors or {}, origin="snnnotes.toml")


def test_without_tables_the_usual_settings_hold() -> None:
    assert settings() == SourceSettings(
        contact="", offline=False, cache_days=7.0, timeout=60.0, mirrors=()
    )


def test_every_key_is_read() -> None:
    table = {"contact": "fang@example.org", "offline": True, "cache_days": 0.5, "timeout": 180}

    assert settings(table) == SourceSettings("fang@example.org", True, 0.5, 180.0)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        pytest.param({"contac": "a@b.c"}, "no key 'contac'", id="unknown key"),
        pytest.param({"contact": 5}, "no e-mail or web address", id="contact is a number"),
        pytest.param({"contact": "a@b\r\nX: y"}, "no e-mail", id="contact with a line end"),
        pytest.param({"contact": "a) (b"}, "no e-mail", id="contact that ends the remark"),
        pytest.param({"contact": "方@例子"}, "no e-mail", id="contact that no header can carry"),
        pytest.param({"offline": "yes"}, "true or false", id="offline is a text"),
        pytest.param({"offline": 1}, "true or false", id="offline is a number"),
        pytest.param({"cache_days": -1}, "sources.cache_days", id="negative days"),
        pytest.param({"cache_days": True}, "sources.cache_days", id="days are no yes or no"),
        pytest.param({"cache_days": "7"}, "sources.cache_days", id="days in quotes"),
        pytest.param({"timeout": 0}, "sources.timeout", id="no time at all"),
        pytest.param({"timeout": 1e9}, "sources.timeout", id="time without end"),
        pytest.param({"timeout": float("nan")}, "sources.timeout", id="time is no number"),
    ],
)
def test_wrong_settings_are_named_with_the_mend(table: dict[str, object], problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(table)

    assert str(caught.value).startswith("snnnotes.toml: sources")
    assert problem in str(caught.value)
    assert caught.value.hint


def test_mirrors_for_longer_prefixes_come_first() -> None:
    mirrors = mirrors_from_table(
        {
            "https://arxiv.org/": "http://127.0.0.1:8000/a/",
            "https://arxiv.org/abs/": "http://127.0.0.1:8000/b/",
            "https://doi.org/": "http://127.0.0.1:8000/c/",
        },
        origin="x",
    )

    assert [prefix for prefix, _ in mirrors] == [
        "https://arxiv.org/abs/", "https://arxiv.org/", "https://doi.org/"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTPS://ArXiv.ORG/", "https://arxiv.org/"),
        ("https://arxiv.org:443/", "https://arxiv.org/"),
        ("http://arxiv.org:80/Abs/", "http://arxiv.org/Abs/"),
        ("http://arxiv.org:8080/", "http://arxiv.org:8080/"),
        (" https://arxiv.org/ ", "https://arxiv.org/"),
        ("https://gh.example/https://github.com/", "https://gh.example/https://github.com/"),
        ("https://get.example/?url=https://a.org/", "https://get.example/?url=https://a.org/"),
    ],
)
def test_prefixes_get_the_spelling_of_requests(written: str, kept: str) -> None:
    assert mirrors_from_table({written: written}, origin="x") == ((kept, kept),)


@pytest.mark.parametrize(
    ("prefix", "target", "problem", "mend"),
    [
        pytest.param("https://arxiv.org", "https://m.org/", "no slash", '"https://arxiv.org/"',
                     id="host without slash"),
        pytest.param("https://arxiv.org/abs", "https://m.org/", "not end in a slash",
                     '"https://arxiv.org/abs/"', id="path without slash"),
        pytest.param("https://arxiv.org/", "https://m.org", "no slash", '"https://m.org/"',
                     id="stand-in without slash"),
        pytest.param("arxiv.org/", "https://m.org/", "no URL prefix", "http", id="no scheme"),
        pytest.param("ftp://arxiv.org/", "https://m.org/", "no URL prefix", "http", id="ftp"),
        pytest.param("https://a.org/", "file:///tmp/", "no URL prefix", "http", id="to a file"),
        pytest.param("https://a.org/", "https://me:pw@m.org/", "no URL prefix", "password",
                     id="password"),
        pytest.param("https:///x/", "https://m.org/", "no URL prefix", "host", id="no host"),
        pytest.param("https://a.org/", 5, "no text", "=", id="a number"),
        pytest.param("https://a.org/", {"org": "x"}, "no text", "=", id="a table"),
    ],
)  # fmt: skip
def test_wrong_mirrors_are_named_with_the_mend(
    prefix: str, target: object, problem: str, mend: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(mirrors={prefix: target})

    assert str(caught.value).startswith("snnnotes.toml: mirrors: ")
    assert problem in str(caught.value)
    assert mend in caught.value.hint


def test_two_spellings_of_one_prefix_are_refused() -> None:
    with pytest.raises(ConfigError, match="two mirrors"):
        settings(mirrors={"https://a.org/": "https://x.org/", "https://A.org/": "https://y.org/"})
