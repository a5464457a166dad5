import socket

import httpcore2
import pytest
from local_server import LocalServer, Page, json_page, redirect
from source_client import SITE, client_of

from snnnotes.errors import SourceError
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.http import Client, Kind

FINE = Page(b"here it is")
FORBIDDEN = "lies in your own network"


def names(monkeypatch: pytest.MonkeyPatch, table: dict[str, list[str]]) -> list[str]:
    """Let hosts have these addresses; which were looked up."""
    looked_up: list[str] = []
    original = socket.getaddrinfo

    def look_up(host: str, port: int, *arguments: int, **options: int) -> object:
        if host not in table:
            return original(host, port, *arguments, **options)
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in table[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return looked_up


def test_a_chain_of_redirects_is_followed_as_doi_org_needs_it(server: LocalServer) -> None:
    settings = SourceSettings(
        mirrors=(
            ("https://doi.org/", server.url("/doi/")),
            ("https://api.crossref.org/", server.url("/crossref/")),
        )
    )
    server.pages |= {
        "/doi/10.1038/x": redirect("https://api.crossref.org/v1/works/10.1038%2Fx/transform"),
        "/crossref/v1/works/10.1038%2Fx/transform": redirect("/crossref/there", 303),
        "/crossref/there": json_page('{"DOI": "10.1038/x"}'),
    }

    with client_of(server, settings=settings) as client:
        answer = client.get("https://doi.org/10.1038/x", accept="a/b+json", expect=Kind.JSON)

    assert answer.url == "https://api.crossref.org/there"
    assert [asked.headers["accept"] for asked in server.asked] == ["a/b+json"] * 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(status: int, server: LocalServer) -> None:
    server.pages |= {"/world/a": redirect("b", status), "/world/b": FINE}

    with client_of(server) as client:
        assert client.get(f"{SITE}a").url == f"{SITE}b"


def test_a_redirect_without_place_is_an_error_of_the_source(server: LocalServer) -> None:
    server.pages["/world/a"] = Page(b"moved", 302)

    with client_of(server) as client, pytest.raises(SourceError, match=r"\(302\)"):
        client.get(f"{SITE}a")


def test_what_a_redirect_says_besides_is_not_waited_for(server: LocalServer) -> None:
    server.pages |= {"/world/a": redirect("b")._replace(drip=5.0), "/world/b": FINE}

    with client_of(server, seconds=2.0) as client:
        assert client.get(f"{SITE}a").text == "here it is"


def test_redirects_in_a_circle_end(server: LocalServer) -> None:
    server.pages |= {"/world/a": redirect("b"), "/world/b": redirect("a")}

    with client_of(server) as client, pytest.raises(SourceError) as caught:
        client.get(f"{SITE}a")

    assert "from page to page, more than 10 times" in str(caught.value)
    assert len(server.asked) == 11


def test_ten_redirects_are_followed(server: LocalServer) -> None:
    server.pages |= {f"/world/{n}": redirect(f"{n + 1}") for n in range(10)}
    server.pages["/world/10"] = FINE

    with client_of(server) as client:
        assert client.get(f"{SITE}0").text == "here it is"


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        pytest.param("file:///etc/passwd", "file: are never opened", id="file"),
        pytest.param("FILE:///etc/passwd", "file: are never opened", id="file in upper case"),
        pytest.param("ftp://a.org/x", "ftp: are never opened", id="ftp"),
        pytest.param("javascript:alert(1)", "javascript: are never opened", id="script"),
        pytest.param("http://me:pw@a.org/", "password", id="password"),
        pytest.param("http://[::1", "no web address", id="nonsense"),
        pytest.param("http://10.0.0.1/", FORBIDDEN, id="private address"),
        pytest.param("http://192.168.1.1/admin", FORBIDDEN, id="router"),
        pytest.param("http://169.254.169.254/latest/meta-data/", FORBIDDEN, id="cloud"),
        pytest.param("http://[::1]/", FORBIDDEN, id="loopback in IPv6"),
        pytest.param("http://[::ffff:127.0.0.1]/", FORBIDDEN, id="loopback in disguise"),
        pytest.param("http://localhost/", FORBIDDEN, id="localhost"),
        pytest.param("http://127.1/", FORBIDDEN, id="short loopback"),
        pytest.param("http://2130706433/", FORBIDDEN, id="loopback as a number"),
        pytest.param("http://0/", FORBIDDEN, id="zero"),
        pytest.param("http://198.18.0.5/", FORBIDDEN, id="made-up address as such"),
    ],
)
def test_redirects_to_where_nobody_may_send_us_are_refused(
    place: str, problem: str, server: LocalServer
) -> None:
    server.pages["/world/a"] = redirect(place)

    with client_of(server) as client, pytest.raises(SourceError, match=problem) as caught:
        client.get(f"{SITE}a")

    assert caught.value.hint
    assert server.paths == ["/world/a"]


def test_a_redirect_to_the_same_server_beside_its_mirror_is_refused(server: LocalServer) -> None:
    server.pages |= {"/world/a": redirect("/other"), "/other": FINE}

    with client_of(server) as client, pytest.raises(SourceError, match=FORBIDDEN):
        client.get(f"{SITE}a")


@pytest.mark.parametrize("step", ["..", "%2e%2e", ".%2E"])
def test_a_redirect_out_of_a_mirror_by_steps_up_is_refused(step: str, server: LocalServer) -> None:
    server.pages |= {"/world/a": redirect(server.url(f"/world/{step}/other")), "/other": FINE}

    with client_of(server) as client, pytest.raises(SourceError, match=FORBIDDEN):
        client.get(f"{SITE}a")


def test_a_redirect_into_a_mirror_that_the_user_wrote_is_followed(server: LocalServer) -> None:
    server.pages |= {"/world/a": redirect(server.url("/second/b")), "/second/b": FINE}
    settings = SourceSettings(mirrors=(("https://b.org/", server.url("/second/")),))

    with client_of(server, settings=settings) as client:
        assert client.get(f"{SITE}a").url == "https://b.org/b"


def test_a_private_address_is_not_even_asked_first(server: LocalServer) -> None:
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match=FORBIDDEN):
        client.get(server.url("/a"))

    assert server.asked == []


def test_a_private_address_that_the_user_typed_is_asked(server: LocalServer) -> None:
    server.pages |= {"/a": redirect("/b"), "/b": FINE}

    with Client({}, SourceSettings(), cache_folder=None) as client:
        assert client.get(server.url("/a"), typed=True).text == "here it is"


def test_from_there_no_other_private_address_is_asked(server: LocalServer) -> None:
    with LocalServer() as other, Client({}, SourceSettings(), cache_folder=None) as client:
        server.pages["/a"] = redirect(other.url("/b"))
        other.pages["/b"] = FINE

        with pytest.raises(SourceError, match=FORBIDDEN):
            client.get(server.url("/a"), typed=True)

        assert other.asked == []


# Names that lead into the own network


def test_a_name_that_leads_into_the_own_network_is_refused_before_anything_is_sent(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, {"inner.example": ["127.0.0.1"]})
    server.pages |= {"/world/a": redirect(f"http://inner.example:{server.port}/b"), "/b": FINE}

    with client_of(server) as client, pytest.raises(SourceError, match=FORBIDDEN):
        client.get(f"{SITE}a")

    assert server.paths == ["/world/a"]


def test_one_private_address_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"inner.example": ["151.101.3.42", "10.0.0.1"]})
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match=FORBIDDEN):
        client.get("http://inner.example/")


def test_a_connection_that_the_user_allowed_is_not_used_where_he_did_not(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, {"mirror.example": ["127.0.0.1"]})
    place = f"http://mirror.example:{server.port}"
    settings = SourceSettings(mirrors=(("https://a.org/", f"{place}/a/"),))
    server.pages |= {"/a/x": FINE, "/a/y": redirect(f"{place}/secret"), "/secret": FINE}

    with client_of(server, settings=settings) as client:
        assert client.get("https://a.org/x").text == "here it is"
        with pytest.raises(SourceError, match=FORBIDDEN):
            client.get("https://a.org/y")


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A name that changes its address between a look and the connection gains nothing.
    looked_up = names(monkeypatch, {"papers.example": ["151.101.3.42"]})
    connected: list[str] = []

    def connect(self: object, host: str, *_: object) -> object:
        connected.append(host)
        raise httpcore2.ConnectError("x")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError):
        client.get("https://papers.example/")

    assert (looked_up, connected) == (["papers.example"], ["151.101.3.42"])


def test_all_addresses_of_a_name_are_tried_within_the_time_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, {"papers.example": ["151.101.3.42", "151.101.67.42"]})
    tried: list[tuple[str, float]] = []

    def connect(self: object, host: str, port: int, timeout: float, *_: object) -> object:
        tried.append((host, timeout))
        raise httpcore2.ConnectTimeout

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match="no connection within 5 seconds"):
        client.get("https://papers.example/")

    assert tried == [("151.101.3.42", 2.5), ("151.101.67.42", 2.5)]


def test_made_up_addresses_of_a_proxy_on_this_computer_are_fine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, {"papers.example": ["198.18.0.12"]})
    connected: list[str] = []

    def connect(self: object, host: str, *_: object) -> object:
        connected.append(host)
        raise httpcore2.ConnectError("x")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    client = Client({}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match="cannot be reached"):
        client.get("https://papers.example/")

    assert connected == ["198.18.0.12"]


def test_behind_a_proxy_private_addresses_are_refused_all_the_same(server: LocalServer) -> None:
    server.pages["http://papers.example/a"] = redirect("http://192.168.1.1/")
    client = Client({"http_proxy": server.url()}, SourceSettings(), cache_folder=None)

    with client, pytest.raises(SourceError, match=FORBIDDEN):
        client.get("http://papers.example/a")

    assert server.paths == ["http://papers.example/a"]
