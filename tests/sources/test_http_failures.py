import socket
from pathlib import Path

import pytest
from fake_clock import FakeClock
from local_server import CERTIFICATE, LocalServer, Page, html_page, json_page, zipped
from source_client import SITE, client_of

from snnnotes.errors import (
    SourceChallengeError,
    SourceError,
    SourceLimitError,
    SourceStatusError,
)
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.http import Client, Kind

PAPER = f"{SITE}paper"
BUSY = Page(b"Rate exceeded.", 429)
FINE = Page(b"here it is")


def failure(server: LocalServer, page: Page, **options: object) -> SourceError:
    """What asking for a page comes to."""
    server.pages["/world/paper"] = page
    with client_of(server) as client, pytest.raises(SourceError) as caught:
        client.get(PAPER, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "does not understand the question (400)"),
        (403, "does not let us in (403)"),
        (404, "has nothing there (404)"),
        (410, "has nothing there any more (410)"),
        (300, "does not answer the question (300)"),
        (499, "does not answer the question (499)"),
        (501, "does not answer the question (501)"),
    ],
)
def test_errors_of_a_source_are_told_apart_by_their_status(
    status: int, words: str, server: LocalServer
) -> None:
    error = failure(server, Page(b"Resource not found.", status))

    assert isinstance(error, SourceStatusError)
    assert str(error) == f"papers.example: {words}"
    assert (error.status, error.text) == (status, "Resource not found.")
    assert len(server.asked) == 1


def test_messages_name_the_host_that_the_user_knows(server: LocalServer) -> None:
    assert failure(server, Page(b"", 404)).source == "papers.example"


@pytest.mark.parametrize(
    ("page", "kind", "problem"),
    [
        pytest.param(Page(b""), Kind.TEXT, "answered with nothing", id="nothing"),
        pytest.param(Page(b"", 204), Kind.TEXT, "answered with nothing", id="no content"),
        pytest.param(html_page("<html>"), Kind.JSON, "text/html, not JSON", id="page for JSON"),
        pytest.param(json_page("<html>"), Kind.JSON, "else than JSON", id="page called JSON"),
        pytest.param(json_page('{"a": 1'), Kind.JSON, "damaged JSON", id="damaged JSON"),
        pytest.param(Page(b"<feed><entry></feed>", type="application/atom+xml"), Kind.XML,
                     "damaged XML", id="damaged XML"),
        pytest.param(Page(b"Rate exceeded."), Kind.XML, "else than XML", id="words for XML"),
        pytest.param(html_page("<html>"), Kind.TEXT, "web page, not plain text", id="page"),
        pytest.param(Page(b"x", headers=(("Content-Encoding", "br"),)), Kind.TEXT,
                     "packed in a way we did not ask for: br", id="brotli"),
    ],
)  # fmt: skip
def test_what_was_not_asked_for_is_no_answer(
    page: Page, kind: Kind, problem: str, server: LocalServer
) -> None:
    assert problem in str(failure(server, page, expect=kind))
    assert len(server.asked) == 1


# Too large, cut off, slow


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(Page(bytes(10_000_001)), id="says so"),
        pytest.param(Page(bytes(11_000_000), has_length=False), id="does not say so"),
        pytest.param(zipped(Page(bytes(10_000_001))), id="packed small"),
    ],
)
def test_more_than_ten_megabytes_are_cut_off(page: Page, server: LocalServer) -> None:
    error = failure(server, page)

    assert "larger than 10 MB" in str(error)
    assert not error.is_passing
    assert len(server.asked) == 1


def test_an_answer_that_says_it_is_too_large_is_not_waited_for(server: LocalServer) -> None:
    server.pages["/world/paper"] = Page(bytes(10_000_001), drip=5.0)

    with client_of(server, seconds=2.0) as client, pytest.raises(SourceError, match="10 MB"):
        client.get(PAPER)


def test_ten_megabytes_are_taken(server: LocalServer) -> None:
    server.pages["/world/paper"] = Page(b"x" * 10_000_000)

    with client_of(server) as client:
        assert len(client.get(PAPER).body) == 10_000_000


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (Page(b"x" * 1000, is_cut=True), "broke before the answer was whole"),
        (zipped(Page(b"x" * 1000))._replace(is_cut=True, has_length=False), "was cut off"),
    ],
    ids=["in its length", "in its compression"],
)
def test_a_cut_off_answer_is_asked_for_again_and_then_given_up(
    page: Page, problem: str, server: LocalServer
) -> None:
    error = failure(server, page)

    assert problem in str(error)
    assert error.is_passing
    assert len(server.asked) == 3


def test_a_cut_off_answer_is_not_asked_for_again_when_no_time_is_left(server: LocalServer) -> None:
    server.pages["/world/paper"] = FINE._replace(is_cut=True)
    time = FakeClock()
    client = client_of(server, time=time, settings=SourceSettings(timeout=2))

    with client, pytest.raises(SourceError, match="the 2 seconds that the command may wait"):
        client.get(PAPER)

    assert time.slept == [1.0]


def test_a_second_try_mends_a_cut_off_answer(server: LocalServer) -> None:
    server.pages["/world/paper"] = [FINE._replace(is_cut=True), FINE]

    with client_of(server) as client:
        assert client.get(PAPER).text == "here it is"


def test_a_slow_source_is_not_waited_for_and_not_asked_again(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.sources.wire.READ_SECONDS", 0.1)
    error = failure(server, Page(b"x", pause=5.0))

    assert str(error) == "127.0.0.1: no answer within 0.1 seconds"
    assert error.is_passing
    assert "timeout" in error.hint


def test_who_gives_a_command_more_time_gives_it_to_each_step(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.sources.wire.READ_SECONDS", 0.05)
    server.pages["/world/paper"] = Page(b"x", pause=5.0)
    client = client_of(server, settings=SourceSettings(timeout=180))

    with client, pytest.raises(SourceError, match=r"no answer within 0\.15 seconds"):
        client.get(PAPER)


@pytest.mark.parametrize(
    "page",
    [Page(b"x" * 1000, drip=0.02), Page(b"x", pause=5.0)],
    ids=["byte by byte", "says nothing"],
)
def test_a_command_never_lasts_longer_than_it_may(page: Page, server: LocalServer) -> None:
    server.pages["/world/paper"] = page

    with client_of(server, seconds=0.15) as client, pytest.raises(SourceError) as caught:
        client.get(PAPER)

    assert "the 0.15 seconds that the command may wait for sources are over" in str(caught.value)
    assert caught.value.hint


def test_once_its_time_is_over_a_command_asks_nobody_any_more(server: LocalServer) -> None:
    server.pages["/world/paper"] = FINE
    time = FakeClock()
    with client_of(server, time=time) as client:
        client.get(PAPER)
        time.time += 61

        with pytest.raises(SourceError, match="60 seconds that the command may wait"):
            client.get(PAPER)
    assert len(server.asked) == 1


def test_who_needs_more_time_gets_it(server: LocalServer) -> None:
    server.pages["/world/paper"] = FINE
    time = FakeClock()

    with client_of(server, time=time, settings=SourceSettings(timeout=180)) as client:
        client.get(PAPER)
        time.time += 170
        assert client.get(PAPER).text == "here it is"


# Asked too often, or in trouble


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_source_in_trouble_is_asked_again_after_longer_and_longer_pauses(
    status: int, server: LocalServer
) -> None:
    server.pages["/world/paper"] = [Page(b"", status), Page(b"", status), FINE]
    time = FakeClock()

    with client_of(server, time=time) as client:
        assert client.get(PAPER).text == "here it is"

    assert time.slept == [1.0, 2.0]


def test_a_source_that_stays_in_trouble_is_given_up_after_three_tries(server: LocalServer) -> None:
    error = failure(server, Page(b"Internal Server Error", 500))

    assert isinstance(error, SourceStatusError)
    assert (error.status, error.is_passing) == (500, True)
    assert len(server.asked) == 3


def test_pauses_are_left_to_chance(server: LocalServer) -> None:
    server.pages["/world/paper"] = [Page(b"", 500), FINE]
    time = FakeClock()
    time.chance = 0.9

    with client_of(server, time=time) as client:
        client.get(PAPER)

    assert time.slept == [1.4]


@pytest.mark.parametrize(
    ("header", "slept"),
    [
        pytest.param("7", [7.0], id="seconds"),
        pytest.param("Fri, 15 Jan 2027 08:00:09 GMT", [9.0], id="date"),
        pytest.param("soon", [1.0], id="words"),
        pytest.param(None, [1.0], id="nothing"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_source_is_left_alone_for_as_long_as_it_wants(
    status: int, header: str | None, slept: list[float], server: LocalServer
) -> None:
    headers = () if header is None else (("Retry-After", header),)
    server.pages["/world/paper"] = [Page(b"", status, headers=headers), FINE]
    time = FakeClock()

    with client_of(server, time=time) as client:
        assert client.get(PAPER).text == "here it is"

    assert time.slept == slept


def test_a_wait_that_is_longer_than_the_command_may_last_is_named_at_once(
    server: LocalServer,
) -> None:
    error = failure(server, Page(b"", 429, headers=(("Retry-After", "600"),)))

    assert isinstance(error, SourceLimitError)
    assert str(error) == "127.0.0.1: is asked too often and limits its answers"
    assert (error.wait, error.hint) == (600.0, "try again in 10 minutes")
    assert len(server.asked) == 1


def test_a_source_that_rests_for_long_is_named_so(server: LocalServer) -> None:
    error = failure(server, Page(b"", 503, headers=(("Retry-After", "80"),)))

    assert isinstance(error, SourceLimitError)
    assert str(error) == "127.0.0.1: is not at work just now"
    assert error.hint == "try again in 80 seconds"


def test_a_source_that_limits_us_is_given_up_after_three_tries(server: LocalServer) -> None:
    error = failure(server, BUSY)

    assert isinstance(error, SourceLimitError)
    assert (error.wait, error.hint, error.is_passing) == (None, "try again in a minute", True)
    assert len(server.asked) == 3


def test_who_knows_another_source_need_not_try_again(server: LocalServer) -> None:
    failure(server, BUSY, tries=1)

    assert len(server.asked) == 1


def test_a_source_that_limits_us_is_left_alone_before_the_next_question(
    server: LocalServer,
) -> None:
    server.pages |= {"/world/one": BUSY, "/world/two": FINE}
    time = FakeClock()

    with client_of(server, time=time) as client:
        with pytest.raises(SourceLimitError):
            client.get(f"{SITE}one", tries=1)
        with pytest.raises(SourceLimitError) as caught:
            client.get(f"{SITE}two", tries=1)
        assert time.slept == []
        assert client.get(f"{SITE}two").text == "here it is"

    assert caught.value.wait == 30.0
    assert time.slept == [30.0]
    assert server.paths == ["/world/one", "/world/two"]


# Browsers wanted


@pytest.mark.parametrize("status", [200, 403, 418, 429, 500, 503])
def test_a_check_for_browsers_is_named_as_such_and_never_asked_twice(
    status: int, server: LocalServer
) -> None:
    page = html_page("<html><title>Just a moment...</title><script>_cf_chl_opt={}", status)

    error = failure(server, page, expect=Kind.HTML)

    assert isinstance(error, SourceChallengeError)
    assert str(error) == "papers.example: the site asks for a browser (Cloudflare)"
    assert error.hint == f"open it in one: {PAPER}"
    assert len(server.asked) == 1


def test_a_check_for_browsers_in_place_of_json_is_named_too(server: LocalServer) -> None:
    page = html_page('<html><script id="anubis_challenge">{}</script>')

    error = failure(server, page, expect=Kind.JSON)

    assert isinstance(error, SourceChallengeError)


# No connection


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (socket.EAI_NONAME, "there is no such host, or no network"),
        (socket.EAI_AGAIN, "its address cannot be looked up; is there a network?"),
    ],
)
def test_a_host_that_is_not_found_is_named(
    number: int, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise socket.gaierror(number, "x")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError) as caught:
        client.get("https://papers.example/x")

    assert str(caught.value) == f"papers.example: {problem}"
    assert caught.value.is_passing


@pytest.mark.parametrize("host", ["a..example", "a" * 64 + ".example", "*.example"])
def test_a_host_that_cannot_exist_is_named(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(host: str, *_: object, **__: object) -> object:
        host.encode("idna")  # as Python does it, which fails for some
        raise socket.gaierror(socket.EAI_NONAME, "x")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match="there is no such host"):
        client.get(f"https://{host}/x")


def test_an_address_that_cannot_be_sent_is_named() -> None:
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match="cannot be asked for: https://😇"):
        client.get("https://😇.example/x")


def test_a_refused_connection_is_named(server: LocalServer) -> None:
    server.pages["/world/paper"] = FINE
    with LocalServer() as other:
        gone = other.url("/")
    settings = SourceSettings(mirrors=(("https://a.org/", gone),))

    with client_of(server, settings=settings) as client, pytest.raises(SourceError) as caught:
        client.get("https://a.org/x")

    assert str(caught.value) == "127.0.0.1: refuses the connection"
    assert caught.value.is_passing


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(101, "Network is unreachable"), "cannot be reached; is there a network?"),
        (TimeoutError(), "no connection within 5 seconds"),
    ],
)
def test_a_missing_network_is_named(
    error: OSError, problem: str, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr(socket, "create_connection", fail)

    assert problem in str(failure(server, FINE))


def test_an_untrusted_certificate_is_named() -> None:
    with LocalServer(is_safe=True) as server:
        error = failure(server, FINE)

    assert "its certificate is not trusted: self-signed certificate" in str(error)
    assert "SSL_CERT_FILE" in error.hint
    assert server.asked == []


def test_a_certificate_that_the_user_names_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))

    with LocalServer(is_safe=True) as server, client_of(server) as client:
        server.pages["/world/paper"] = FINE
        assert client.get(PAPER).text == "here it is"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_certificates_that_cannot_be_read_is_named(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "company.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match="certificates: they cannot be read") as caught:
        client.get("https://papers.example/x")

    assert "SSL_CERT_FILE" in caught.value.hint


def test_a_server_that_speaks_no_tls_is_named(server: LocalServer) -> None:
    safe = server.url("/").replace("http://", "https://")
    settings = SourceSettings(mirrors=(("https://a.org/", safe),))

    client = client_of(server, settings=settings)
    with client, pytest.raises(SourceError, match="no safe connection"):
        client.get("https://a.org/x")


def test_a_full_disk_costs_no_answer(
    server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    server.pages["/world/paper"] = FINE

    with client_of(server, tmp_path) as client:
        assert client.get(PAPER).text == "here it is"
