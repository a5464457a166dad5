import sys

import pytest

from snnnotes.sources import proxies
from snnnotes.sources.proxies import proxy_for

CLASH = "http://127.0.0.1:7890"


@pytest.mark.parametrize(
    ("scheme", "environment", "proxy"),
    [
        pytest.param("https", {"https_proxy": CLASH}, CLASH, id="https"),
        pytest.param("http", {"http_proxy": CLASH}, CLASH, id="http"),
        pytest.param("http", {"HTTP_PROXY": CLASH}, CLASH, id="upper case"),
        pytest.param("http", {"http_proxy": CLASH, "HTTP_PROXY": "http://b:1"}, CLASH, id="both"),
        pytest.param("https", {"http_proxy": CLASH}, None, id="for the other scheme"),
        pytest.param("https", {"all_proxy": CLASH}, CLASH, id="for all schemes"),
        pytest.param("https", {"all_proxy": "http://b:1", "https_proxy": CLASH}, CLASH,
                     id="own before all"),
        pytest.param("https", {"https_proxy": "127.0.0.1:7890"}, CLASH, id="without scheme"),
        pytest.param("https", {"https_proxy": "  "}, None, id="blank"),
        pytest.param("https", {}, None, id="none"),
    ],
)  # fmt: skip
def test_the_environment_names_the_proxy(
    scheme: str, environment: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    assert proxy_for(scheme, "arxiv.org", environment) == proxy


@pytest.mark.parametrize(
    ("host", "exempt"),
    [
        ("export.arxiv.org", "arxiv.org"),
        ("export.arxiv.org", ".arxiv.org"),
        ("export.arxiv.org", "*.arxiv.org"),
        ("arxiv.org", "arxiv.org"),
        ("arxiv.org", "example.org, ARXIV.org"),
        ("arxiv.org", "*"),
        ("10.1.2.3", "10.0.0.0/8"),
        ("10.1.2.3", "10.1.2.3"),
    ],
)
def test_exempt_hosts_are_asked_directly(host: str, exempt: str) -> None:
    assert proxy_for("https", host, {"https_proxy": CLASH, "no_proxy": exempt}) is None


@pytest.mark.parametrize(
    ("host", "exempt"), [("notarxiv.org", "arxiv.org"), ("11.1.2.3", "10.0.0.0/8"), ("a.b", ",")]
)
def test_other_hosts_are_not_exempt(host: str, exempt: str) -> None:
    assert proxy_for("https", host, {"https_proxy": CLASH, "no_proxy": exempt}) == CLASH


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_computer_is_never_asked_through_a_proxy(host: str) -> None:
    assert proxy_for("http", host, {"http_proxy": CLASH}) is None


@pytest.mark.parametrize(
    ("found", "bypassed", "proxy"),
    [
        ({"https": "http://127.0.0.1:7890"}, False, CLASH),
        ({"https": "127.0.0.1:7890"}, False, CLASH),
        ({"https": "127.0.0.1:7890"}, True, None),
        ({"http": "127.0.0.1:7890"}, False, None),
    ],
    ids=["with scheme", "without scheme", "host is exempt", "other scheme"],
)
@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_where_people_set_it_in_the_system_that_counts(
    found: dict[str, str],
    bypassed: bool,
    proxy: str | None,
    system: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(proxies, "getproxies", lambda: found)
    monkeypatch.setattr(proxies, "proxy_bypass", lambda _: bypassed)

    assert proxy_for("https", "arxiv.org", {}) == proxy
