import threading
from pathlib import Path

import pytest
from fake_clock import FakeClock
from local_server import LocalServer, Page, html_page, json_page, redirect, zipped
from source_client import SITE, client_of

from snnnotes import __version__
from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.http import Client, Kind

PAPER = f"{SITE}paper"


def test_an_answer_tells_what_came_and_from_where(server: LocalServer) -> None:
    server.pages["/world/paper"] = Page("脉冲".encode(), type="Text/Plain; charset=utf-8")

    with client_of(server) as client:
        answer = client.get(PAPER)

    assert answer == (PAPER, 200, "脉冲", "text/plain", False, "脉冲".encode())


@pytest.mark.parametrize(
    ("kind", "page", "text"),
    [
        (Kind.JSON, json_page('{"title": "脉冲"}'), '{"title": "脉冲"}'),
        (Kind.XML, Page(b"<feed/>", type="application/atom+xml"), "<feed/>"),
        (Kind.HTML, html_page("<html>脉冲</html>"), "<html>脉冲</html>"),
        (Kind.HTML, html_page("<html>脉冲</html>", charset="gbk"), "<html>脉冲</html>"),
        (Kind.TEXT, zipped(Page("# 论文".encode())), "# 论文"),
        (Kind.PDF, Page(b"%PDF-1.7\xff", type="application/pdf"), ""),
    ],
    ids=["JSON", "XML", "page", "page in GBK", "gzip", "PDF"],
)
def test_each_kind_of_answer_is_read(
    kind: Kind, page: Page, text: str, server: LocalServer
) -> None:
    server.pages["/world/paper"] = page

    with client_of(server) as client:
        answer = client.get(PAPER, expect=kind)

    assert answer.text == text
    if not page.headers:
        assert answer.body == page.body


def test_a_page_in_utf_8_that_says_latin_1_is_read(server: LocalServer) -> None:
    server.pages["/world/paper"] = html_page("<html>脉冲</html>")._replace(
        type="text/html; charset=iso-8859-1"
    )

    with client_of(server) as client:
        assert client.get(PAPER, expect=Kind.HTML).text == "<html>脉冲</html>"


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("", f"snnnotes/{__version__}"),
        ("fang@example.org", f"snnnotes/{__version__} (+mailto:fang@example.org)"),
        ("mailto:fang@example.org", f"snnnotes/{__version__} (+mailto:fang@example.org)"),
        ("https://example.org/fang", f"snnnotes/{__version__} (+https://example.org/fang)"),
    ],
)
def test_sources_hear_who_asks_and_whom_to_write_to(
    contact: str, agent: str, server: LocalServer
) -> None:
    server.pages["/world/paper"] = Page(b"x")

    with client_of(server, settings=SourceSettings(contact=contact)) as client:
        client.get(PAPER)

    (asked,) = server.asked
    assert asked.headers["user-agent"] == agent
    assert asked.headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("kind", "accept", "sent"),
    [
        (Kind.JSON, None, "application/json"),
        (
            Kind.JSON,
            "application/vnd.citationstyles.csl+json",
            "application/vnd.citationstyles.csl+json",
        ),
        (Kind.HTML, None, "text/html, application/xhtml+xml"),
    ],
)
def test_sources_hear_which_form_is_wanted(
    kind: Kind, accept: str | None, sent: str, server: LocalServer
) -> None:
    server.pages["/world/paper"] = (
        json_page("{}") if kind is Kind.JSON else html_page("<html></html>")
    )

    with client_of(server) as client:
        client.get(PAPER, accept=accept, expect=kind)

    assert server.asked[0].headers["accept"] == sent


def test_a_query_arrives_as_it_was_written(server: LocalServer) -> None:
    path = "/world/api?id_list=2401.00001,cs/0112017v1&q=a%20b&t=%E8%84%89"
    server.pages[path] = Page(b"x")

    with client_of(server) as client:
        client.get(f"{SITE}api?id_list=2401.00001,cs/0112017v1&q=a b&t=脉")

    assert server.paths == [path]


def test_one_connection_serves_several_questions_and_their_cookies(server: LocalServer) -> None:
    server.pages["/world/in"] = Page(b"x", headers=(("Set-Cookie", "seen=yes; Path=/"),))
    server.pages["/world/paper"] = Page(b"x")

    with client_of(server) as client:
        client.get(f"{SITE}in")
        client.get(PAPER)

    assert "cookie" not in server.asked[0].headers
    assert server.asked[1].headers["cookie"] == "seen=yes"


def test_a_closed_client_can_be_used_again(server: LocalServer) -> None:
    server.pages["/world/paper"] = Page(b"x")
    client = client_of(server)
    client.get(PAPER)
    client.close()
    client.close()

    assert client.get(PAPER).text == "x"
    client.close()


# Kept answers


def test_the_same_question_is_asked_once(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = Page("脉冲".encode())

    with client_of(server, tmp_path) as client:
        first = client.get(PAPER)
    with client_of(server, tmp_path) as client:
        second = client.get(PAPER)

    assert server.paths == ["/world/paper"]
    assert (first.from_cache, second.from_cache) == (False, True)
    assert second._replace(from_cache=False) == first


def test_another_form_is_another_question(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = json_page("{}")

    with client_of(server, tmp_path) as client:
        client.get(PAPER, expect=Kind.JSON)
        client.get(PAPER, expect=Kind.JSON, accept="application/ld+json")

    assert len(server.asked) == 2


def test_a_fresh_answer_is_asked_for_and_kept(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = [Page(b"old"), Page(b"new")]

    with client_of(server, tmp_path) as client:
        texts = [client.get(PAPER).text, client.get(PAPER, fresh=True).text, client.get(PAPER).text]

    assert texts == ["old", "new", "new"]


def test_old_answers_are_asked_for_again(server: LocalServer, tmp_path: Path) -> None:
    server.pages["/world/paper"] = [Page(b"old"), Page(b"new")]
    time = FakeClock()
    settings = SourceSettings(cache_days=2)
    with client_of(server, tmp_path, time=time, settings=settings) as client:
        client.get(PAPER)
    time.time += 2.1 * 86_400

    with client_of(server, tmp_path, time=time, settings=settings) as client:
        assert client.get(PAPER).text == "new"


def test_that_a_source_knows_nothing_is_believed_for_a_while(
    server: LocalServer, tmp_path: Path
) -> None:
    time = FakeClock()
    server.pages["/world/paper"] = [Page(b"no such paper", 404), Page(b"here")]
    for _ in range(2):
        with client_of(server, tmp_path, time=time) as client:
            with pytest.raises(SourceStatusError) as caught:
                client.get(PAPER)
            assert (caught.value.status, caught.value.text) == (404, "no such paper")
    assert len(server.asked) == 1
    time.time += 3601

    with client_of(server, tmp_path, time=time) as client:
        assert client.get(PAPER).text == "here"


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        pytest.param(Page(b"oops", 500), Kind.TEXT, id="error"),
        pytest.param(json_page('{"a": '), Kind.JSON, id="damaged JSON"),
        pytest.param(Page(b"<feed>", type="text/xml"), Kind.XML, id="damaged XML"),
        pytest.param(html_page("<html>"), Kind.JSON, id="another kind"),
        pytest.param(html_page("<title>Client Challenge</title>"), Kind.HTML, id="bot check"),
    ],
)
def test_what_is_no_answer_is_not_kept(
    page: Page, kind: Kind, server: LocalServer, tmp_path: Path
) -> None:
    server.pages["/world/paper"] = page
    for _ in range(2):
        with client_of(server, tmp_path) as client, pytest.raises(SourceError):
            client.get(PAPER, expect=kind, tries=1)

    assert len(server.asked) == 2


def test_an_answer_is_kept_for_the_question_not_for_where_it_ended(
    server: LocalServer, tmp_path: Path
) -> None:
    server.pages |= {"/world/paper": redirect("/world/there"), "/world/there": Page(b"x")}

    with client_of(server, tmp_path) as client:
        client.get(PAPER)
        assert client.get(PAPER).url == f"{SITE}there"

    assert server.paths == ["/world/paper", "/world/there"]


def test_without_a_cache_folder_all_works(server: LocalServer) -> None:
    server.pages["/world/paper"] = Page(b"x")

    with client_of(server, None) as client:
        assert [client.get(PAPER).from_cache for _ in range(2)] == [False, False]


# Mirrors


def test_mirrors_of_the_environment_are_asked_and_do_not_show(server: LocalServer) -> None:
    server.pages["/arxiv/abs/2307.01694"] = html_page("<html></html>")
    environment = {"SNNNOTES_MIRRORS": f'{{"https://arxiv.org/": "{server.url("/arxiv/")}"}}'}

    with Client(environment, SourceSettings(), cache_folder=None) as client:
        answer = client.get("https://arxiv.org/abs/2307.01694", expect=Kind.HTML)

    assert server.paths == ["/arxiv/abs/2307.01694"]
    assert answer.url == "https://arxiv.org/abs/2307.01694"


def test_a_mirror_of_arxiv_need_not_be_spared(server: LocalServer) -> None:
    server.pages["/arxiv/a"] = Page(b"x")
    time = FakeClock()
    settings = SourceSettings(mirrors=(("https://arxiv.org/", server.url("/arxiv/")),))

    with client_of(server, time=time, settings=settings) as client:
        client.get("https://arxiv.org/a")
        client.get("https://arxiv.org/a")

    assert time.slept == []


def test_another_mirror_is_asked_anew(server: LocalServer, tmp_path: Path) -> None:
    server.pages |= {"/one/a": Page(b"damaged"), "/two/a": Page(b"whole")}

    texts = []
    for mirror in ("/one/", "/two/"):
        settings = SourceSettings(mirrors=(("https://a.org/", server.url(mirror)),))
        with client_of(server, tmp_path, settings=settings) as client:
            texts.append(client.get("https://a.org/a").text)

    assert texts == ["damaged", "whole"]


# Proxies


def test_a_proxy_is_asked_for_the_whole_url(server: LocalServer) -> None:
    server.pages["http://papers.example/x"] = Page(b"by proxy")

    with Client({"http_proxy": server.url()}, SourceSettings(), cache_folder=None) as client:
        assert client.get("http://papers.example/x").text == "by proxy"


def test_a_password_of_the_proxy_is_sent_to_it(server: LocalServer) -> None:
    server.pages["http://papers.example/x"] = Page(b"by proxy")
    proxy = f"http://me:secret@127.0.0.1:{server.port}"

    with Client({"http_proxy": proxy}, SourceSettings(), cache_folder=None) as client:
        client.get("http://papers.example/x")

    assert server.asked[0].headers["proxy-authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("proxy", "problem"),
    [("socks5://127.0.0.1:7891", "SOCKS"), ("gopher://127.0.0.1", "no proxy that we can use")],
)
def test_a_proxy_that_we_cannot_use_is_named_with_the_mend(proxy: str, problem: str) -> None:
    client = Client({"all_proxy": proxy}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match=problem) as caught:
        client.get("https://papers.example/x")

    assert "https_proxy=" in caught.value.hint


def test_a_proxy_that_refuses_is_named(server: LocalServer) -> None:
    # It answers CONNECT with 501, as a proxy does that takes no such requests.
    client = Client({"https_proxy": server.url()}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match="proxy does not let us through"):
        client.get("https://papers.example/x")


# Several at once


def test_threads_share_a_client_and_ask_a_host_one_at_a_time(server: LocalServer) -> None:
    for number in range(8):
        server.pages[f"/world/{number}"] = Page(str(number).encode(), pause=0.01)
    texts: list[str] = []

    with client_of(server, seconds=30.0) as client:
        threads = [
            threading.Thread(target=lambda n=n: texts.append(client.get(f"{SITE}{n}").text))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(texts) == [str(number) for number in range(8)]
    asked = sorted(server.asked, key=lambda one: one.start)
    assert all(asked[n].end <= asked[n + 1].start for n in range(7))
