import threading
import time
from pathlib import Path

import pytest
from fake_clock import FakeClock
from local_server import LocalServer, Page, html_page, redirect
from source_client import SITE, client_of

from snnnotes import __version__
from snnnotes.errors import SourceChallengeError, SourceError, SourceLimitError
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.http import Client, Kind

PAPER = f"{SITE}paper"
FINE = Page(b"%PDF-1.7", type="application/pdf")
LIMIT = Page(b"Too Many Requests", 429, headers=(("Retry-After", "20"),))
#: What Cloudflare answers for publishers such as ACM.
CLOUDFLARE = html_page("<html><title>Just a moment...</title>", 403)._replace(
    headers=(("cf-mitigated", "challenge"), ("Server", "cloudflare"))
)


def status(server: LocalServer, *pages: Page) -> int:
    server.pages["/world/paper"] = pages
    with client_of(server) as client:
        return client.status_of(PAPER)


# The status


@pytest.mark.parametrize("said", [200, 204, 403, 404, 406, 410, 451])
def test_the_status_is_what_the_host_says(said: int, server: LocalServer) -> None:
    assert status(server, Page(b"", said)) == said
    assert server.paths == ["/world/paper"]


@pytest.mark.parametrize(
    ("end", "said"), [(FINE, 200), (Page(b"", 404), 404), (Page(b"", 410), 410)]
)
def test_it_is_that_of_the_end_of_all_redirects(end: Page, said: int, server: LocalServer) -> None:
    server.pages |= {"/world/b": redirect("/world/c", 301), "/world/c": end}

    assert status(server, redirect("b", 303)) == said
    assert server.paths == ["/world/paper", "/world/b", "/world/c"]


def test_redirects_in_a_circle_are_no_answer(server: LocalServer) -> None:
    with pytest.raises(SourceError, match="from page to page"):
        status(server, redirect("paper"))


def test_any_form_of_the_page_will_do(server: LocalServer) -> None:
    status(server, FINE)

    (asked,) = server.asked
    assert asked.headers["accept"] == "*/*"
    assert asked.headers["user-agent"] == f"snnnotes/{__version__}"


# The body


@pytest.mark.parametrize("said", [200, 404])
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(Page(bytes(40_000_000)), id="40 MB"),
        pytest.param(Page(bytes(40_000_000), has_length=False), id="40 MB without length"),
        pytest.param(Page(b"x" * 1000, drip=5.0), id="byte by byte"),
        pytest.param(Page(b"x" * 1000, is_cut=True), id="cut off"),
        pytest.param(Page(b"x", headers=(("Content-Encoding", "br"),)), id="packed"),
    ],
)
def test_the_body_is_not_waited_for(page: Page, said: int, server: LocalServer) -> None:
    start = time.monotonic()

    assert status(server, page._replace(status=said)) == said
    assert time.monotonic() - start < 2.0
    assert len(server.asked) == 1


def test_most_of_a_large_body_is_never_sent(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, is_over = [0], threading.Event()

    def send(self: object, page: Page) -> None:
        try:
            for _ in range(400):
                self.wfile.write(page.body)  # type: ignore[attr-defined]
                sent[0] += len(page.body)
        finally:
            is_over.set()

    monkeypatch.setattr("local_server._Handler._send", send)

    assert status(server, Page(bytes(100_000), has_length=False)) == 200
    assert is_over.wait(5.0)
    assert sent[0] < 20_000_000


def test_the_next_address_of_a_host_is_asked_after_a_body_that_was_not_read(
    server: LocalServer,
) -> None:
    server.pages |= {"/world/one": Page(b"x" * 10_000), "/world/two": Page(b"", 410)}

    with client_of(server) as client:
        assert [client.status_of(f"{SITE}{name}") for name in ("one", "two")] == [200, 410]


# No answer


def test_a_host_that_does_not_answer_is_not_waited_for(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.sources.wire.READ_SECONDS", 0.1)

    with pytest.raises(SourceError, match=r"no answer within 0\.1 seconds") as caught:
        status(server, Page(b"x", pause=5.0))

    assert caught.value.is_passing
    assert len(server.asked) <= 1


def test_a_refused_connection_is_no_status(server: LocalServer) -> None:
    with LocalServer() as other:
        gone = other.url("/")
    settings = SourceSettings(mirrors=(("https://a.org/", gone),))

    with client_of(server, settings=settings) as client:
        with pytest.raises(SourceError, match="refuses the connection") as caught:
            client.status_of("https://a.org/x")
        assert caught.value.is_passing


@pytest.mark.parametrize("said", [403, 503])
def test_a_check_for_browsers_is_no_status(said: int, server: LocalServer) -> None:
    with pytest.raises(SourceChallengeError, match="asks for a browser \\(Cloudflare\\)") as caught:
        status(server, CLOUDFLARE._replace(status=said))

    assert caught.value.hint == f"open it in one: {PAPER}"
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["ftp://a.org/x", "https://", "https://me:secret@a.org/", "x"])
def test_what_is_no_address_that_we_ask_is_no_status(url: str, server: LocalServer) -> None:
    with client_of(server) as client, pytest.raises(SourceError):
        client.status_of(url)


def test_a_private_address_is_asked_only_if_the_user_typed_it(server: LocalServer) -> None:
    server.pages["/a"] = FINE

    with Client({}, SourceSettings(), cache_folder=None) as client:
        with pytest.raises(SourceError, match="lies in your own network"):
            client.status_of(server.url("/a"))
        assert server.asked == []
        assert client.status_of(server.url("/a"), typed=True) == 200


def test_a_redirect_into_the_own_network_is_refused(server: LocalServer) -> None:
    with pytest.raises(SourceError, match="lies in your own network"):
        status(server, redirect("http://192.168.1.1/admin"))


# Hosts that limit us or are in trouble


@pytest.mark.parametrize("bad", [Page(b"", 500), Page(b"", 502), Page(b"", 503)])
def test_a_host_in_trouble_is_asked_once_more(bad: Page, server: LocalServer) -> None:
    assert status(server, bad, FINE) == 200
    assert len(server.asked) == 2


def test_a_host_that_stays_in_trouble_says_so_with_its_status(server: LocalServer) -> None:
    assert status(server, Page(b"", 502)) == 502
    assert len(server.asked) == 2


def test_a_short_rest_is_given_once(server: LocalServer) -> None:
    server.pages["/world/paper"] = [LIMIT, FINE]
    clock = FakeClock()

    with client_of(server, time=clock) as client:
        assert client.status_of(PAPER) == 200

    assert clock.slept == [20.0]


def test_a_host_that_limits_us_twice_is_left_alone_and_not_waited_for(server: LocalServer) -> None:
    server.pages |= {"/world/one": LIMIT, "/world/two": FINE}
    clock = FakeClock()

    with client_of(server, time=clock) as client:
        for name in ("one", "two", "two"):
            with pytest.raises(SourceLimitError, match="asked too often"):
                client.status_of(f"{SITE}{name}")
        assert server.paths == ["/world/one", "/world/one"]
        clock.time += 20
        assert client.status_of(f"{SITE}two") == 200

    assert clock.slept == [20.0]


def test_a_long_rest_is_not_waited_for(server: LocalServer) -> None:
    with pytest.raises(SourceLimitError) as caught:
        status(server, LIMIT._replace(headers=(("Retry-After", "3600"),)))

    assert caught.value.wait == 3600.0
    assert len(server.asked) == 1


def test_arxiv_is_asked_no_sooner_than_it_wants(server: LocalServer) -> None:
    clock = FakeClock()
    urls = ["http://arxiv.org/abs/2307.01694", "http://www.arxiv.org/abs/2209.15425"]
    server.pages |= dict.fromkeys(urls, FINE)
    # By a proxy, so that it is arXiv's name that is asked for.
    proxy = {"http_proxy": server.url()}

    with Client(proxy, SourceSettings(), cache_folder=None, clock=clock.clock()) as client:
        assert [client.status_of(url) for url in urls] == [200, 200]

    assert server.paths == urls
    assert clock.slept == [3.0]


# Time


def test_each_address_has_the_time_of_a_command_to_itself(server: LocalServer) -> None:
    clock = FakeClock()
    server.pages |= {f"/world/{number}": FINE for number in range(3)}

    with client_of(server, time=clock) as client:
        for number in range(3):
            assert client.status_of(f"{SITE}{number}") == 200
            clock.time += 3600


def test_its_time_is_over_as_that_of_a_command_is(server: LocalServer) -> None:
    server.pages["/world/paper"] = Page(b"x", pause=5.0)

    with client_of(server, seconds=0.15) as client, pytest.raises(SourceError) as caught:
        client.status_of(PAPER)

    assert "the 0.15 seconds that one address may take are over" in str(caught.value)


def test_the_time_of_other_questions_runs_on_beside_it(server: LocalServer) -> None:
    clock = FakeClock()
    server.pages |= {"/world/paper": Page(b"x"), "/world/b": FINE}

    with client_of(server, time=clock) as client:
        client.get(PAPER)
        clock.time += 61
        assert client.status_of(f"{SITE}b") == 200
        with pytest.raises(SourceError, match="60 seconds that the command may wait"):
            client.get(PAPER)


def test_several_threads_may_ask_at_once(server: LocalServer) -> None:
    with LocalServer() as other:
        sites = {"https://one.example/": server, "https://two.example/": other}
        settings = SourceSettings(
            mirrors=tuple((site, place.url("/")) for site, place in sites.items())
        )
        for place in sites.values():
            place.pages |= {f"/{number}": Page(b"", 200 + number % 3) for number in range(30)}
        with client_of(server, settings=settings, seconds=20.0) as client:
            urls = [f"{site}{number}" for site in sites for number in range(30)]
            answers: dict[str, int] = {}

            def ask(url: str) -> None:
                answers[url] = client.status_of(url)

            threads = [threading.Thread(target=ask, args=(url,)) for url in urls]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    assert answers == {url: 200 + int(url.rpartition("/")[2]) % 3 for url in urls}


# What is kept


@pytest.mark.parametrize(
    ("said", "age", "times"),
    [
        pytest.param(200, 6.9 * 86_400, 1, id="there, lately"),
        pytest.param(200, 7.1 * 86_400, 2, id="there, long ago"),
        pytest.param(404, 3000, 1, id="not there, lately"),
        pytest.param(404, 4000, 2, id="not there, an hour ago"),
        pytest.param(410, 3000, 1, id="gone"),
        pytest.param(403, 0, 2, id="not let in"),
    ],
)
def test_answers_are_kept_as_those_of_other_questions(
    said: int, age: float, times: int, server: LocalServer, tmp_path: Path
) -> None:
    server.pages["/world/paper"] = Page(b"x", said)
    clock = FakeClock()

    for _ in range(2):
        with client_of(server, tmp_path, time=clock) as client:
            assert client.status_of(PAPER) == said
        clock.time += age

    assert len(server.asked) == times


def test_who_keeps_nothing_asks_each_time(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = FINE

    with client_of(server, tmp_path, settings=SourceSettings(cache_days=0)) as client:
        client.status_of(PAPER)
        client.status_of(PAPER)

    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("kind", "page"),
    [(Kind.HTML, html_page("<html>")), (Kind.PDF, FINE)],
    ids=["page", "PDF"],
)
def test_a_page_that_was_read_lately_is_there(
    kind: Kind, page: Page, server: LocalServer, tmp_path: Path
) -> None:
    server.pages["/world/paper"] = page

    with client_of(server, tmp_path) as client:
        client.get(PAPER, expect=kind)
        assert client.status_of(PAPER) == 200

    assert len(server.asked) == 1


def test_a_status_is_not_taken_for_the_page(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = Page(b"here it is")

    with client_of(server, tmp_path) as client:
        client.status_of(PAPER)
        assert client.get(PAPER, accept="*/*").text == "here it is"


def test_offline_only_what_is_kept_has_a_status(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = FINE
    clock = FakeClock()
    with client_of(server, tmp_path, time=clock) as client:
        client.status_of(PAPER)
    clock.time += 100 * 86_400
    offline = SourceSettings(offline=True)

    with client_of(server, tmp_path, time=clock, settings=offline) as client:
        assert client.status_of(PAPER) == 200
        with pytest.raises(SourceError, match="since we are offline"):
            client.status_of(f"{SITE}other")

    assert server.paths == ["/world/paper"]
