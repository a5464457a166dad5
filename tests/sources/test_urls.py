import pytest

from snnnotes.errors import SourceError
from snnnotes.sources.urls import host_of, joined_url, origin_of, plain_url


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("https://arxiv.org", "https://arxiv.org/"),
        ("HTTP://ArXiv.ORG:80/Abs/1", "http://arxiv.org/Abs/1"),
        ("https://arxiv.org:443/abs/1", "https://arxiv.org/abs/1"),
        ("https://arxiv.org:/abs/1", "https://arxiv.org/abs/1"),
        ("https://arxiv.org:8443/abs/1", "https://arxiv.org:8443/abs/1"),
        ("  https://arxiv.org/abs/1\n", "https://arxiv.org/abs/1"),
        ("https://arxiv.org/abs/1#S1", "https://arxiv.org/abs/1"),
        ("https://a.org/a/../b/./c/..", "https://a.org/b/"),
        ("https://a.org/a/%2e%2E/%2e/b", "https://a.org/b"),
        ("https://a.org/../../b", "https://a.org/b"),
        ("https://a.org/a//b/...", "https://a.org/a//b/..."),
        ("https://a.org/a b", "https://a.org/a%20b"),
        ("https://a.org/a%20b?q=a%2Fb&c", "https://a.org/a%20b?q=a%2Fb&c"),
        ("https://a.org/笔记", "https://a.org/%E7%AC%94%E8%AE%B0"),
        ("https://doi.org/10.1002/(SICI)1<3:A>2", "https://doi.org/10.1002/(SICI)1%3C3:A%3E2"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ],
)
def test_urls_have_one_spelling(written: str, plain: str) -> None:
    assert plain_url(written) == plain
    assert plain_url(plain) == plain


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        pytest.param("file:///etc/passwd", "file:", id="file"),
        pytest.param("ftp://arxiv.org/x", "ftp:", id="ftp"),
        pytest.param("javascript:alert(1)", "javascript:", id="script"),
        pytest.param("data:text/plain,x", "data:", id="data"),
        pytest.param("arxiv.org/abs/1", "no web address", id="no scheme"),
        pytest.param("https:///abs/1", "no web address", id="no host"),
        pytest.param("https://", "no web address", id="nothing behind the scheme"),
        pytest.param("", "no web address", id="empty"),
        pytest.param("https://a.org:99999/", "no web address", id="port too large"),
        pytest.param("https://[::1/", "no web address", id="open bracket"),
        pytest.param("https://a.org/\r\nX: y", "no web address", id="line end"),
        pytest.param("https://a b.org/", "no web address", id="blank in the host"),
        pytest.param("https://a.org\\@b.org/", "no web address", id="backslash"),
        pytest.param("https://me:secret@a.org/", "password", id="password"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as caught:
        plain_url(url)

    assert caught.value.hint
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "joined"),
    [
        ("https://b.org/y", "https://b.org/y"),
        ("//b.org/y", "https://b.org/y"),
        ("/y", "https://a.org/y"),
        ("y", "https://a.org/x/y"),
        ("?q=1", "https://a.org/x/1?q=1"),
    ],
)
def test_redirects_are_read_from_where_they_stand(place: str, joined: str) -> None:
    assert joined_url("https://a.org/x/1", place) == joined


@pytest.mark.parametrize("place", ["file:///etc/passwd", "https://[::1", "gopher://a.org/"])
def test_redirects_to_no_web_address_are_refused(place: str) -> None:
    with pytest.raises(SourceError):
        joined_url("https://a.org/", place)


def test_host_and_origin_are_told_apart() -> None:
    assert host_of("http://[::1]:8000/x") == "::1"
    assert origin_of("http://[::1]:8000/x") == "http://[::1]:8000"
