import pytest
from local_server import LocalServer, Page, html_page
from source_client import client_of

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.github_list import fetch_list, is_online
from snnnotes.sources.http import Client

LIST = Page("# 脉冲神经网络\n".encode(), type="text/plain; charset=utf-8")
RAW = "/raw/Tab-ct/Awesome-SNN"
SHOWN = "https://github.com/Tab-ct/Awesome-SNN/blob"


def client(server: LocalServer) -> Client:
    """A client for which the hosts of lists lie on `server`."""
    return client_of(
        server,
        settings=SourceSettings(
            mirrors=(
                ("https://raw.githubusercontent.com/", server.url("/raw/")),
                ("https://gist.githubusercontent.com/", server.url("/gist/")),
                ("https://gitee.com/", server.url("/gitee/")),
                ("https://gitlab.com/", server.url("/gitlab/")),
                ("https://a.org/", server.url("/a/")),
            )
        ),
    )


@pytest.mark.parametrize(
    ("place", "path", "origin"),
    [
        pytest.param("Tab-ct/Awesome-SNN", f"{RAW}/HEAD/README.md", f"{SHOWN}/HEAD/README.md",
                     id="owner and repository"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN", f"{RAW}/HEAD/README.md",
                     f"{SHOWN}/HEAD/README.md", id="repository"),
        pytest.param("https://www.github.com/Tab-ct/Awesome-SNN/", f"{RAW}/HEAD/README.md",
                     f"{SHOWN}/HEAD/README.md", id="with www and slash"),
        pytest.param("github.com/Tab-ct/Awesome-SNN", f"{RAW}/HEAD/README.md",
                     f"{SHOWN}/HEAD/README.md", id="without scheme"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN.git", f"{RAW}/HEAD/README.md",
                     f"{SHOWN}/HEAD/README.md", id="to clone from"),
        pytest.param("git@github.com:Tab-ct/Awesome-SNN.git", f"{RAW}/HEAD/README.md",
                     f"{SHOWN}/HEAD/README.md", id="to clone from by SSH"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN?tab=readme-ov-file#neurips",
                     f"{RAW}/HEAD/README.md", f"{SHOWN}/HEAD/README.md", id="with a heading"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN/tree/dev", f"{RAW}/dev/README.md",
                     f"{SHOWN}/dev/README.md", id="branch"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN/tree/main/lists/",
                     f"{RAW}/main/lists/README.md", f"{SHOWN}/main/lists/README.md", id="folder"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN/blob/main/lists/snn.md#2023",
                     f"{RAW}/main/lists/snn.md", f"{SHOWN}/main/lists/snn.md", id="file"),
        pytest.param("https://github.com/Tab-ct/Awesome-SNN/raw/main/snn.md",
                     f"{RAW}/main/snn.md", f"{SHOWN}/main/snn.md", id="file as it is"),
        pytest.param("https://raw.githubusercontent.com/Tab-ct/Awesome-SNN/main/snn.md",
                     f"{RAW}/main/snn.md", f"{SHOWN}/main/snn.md", id="raw host"),
        pytest.param("https://gist.github.com/fang/0123abcd", "/gist/fang/0123abcd/raw",
                     "https://gist.github.com/fang/0123abcd", id="gist"),
        pytest.param("https://gitee.com/fang/snn/blob/master/README.md",
                     "/gitee/fang/snn/raw/master/README.md",
                     "https://gitee.com/fang/snn/blob/master/README.md", id="Gitee"),
        pytest.param("https://gitlab.com/fang/snn/-/blob/main/README.md",
                     "/gitlab/fang/snn/-/raw/main/README.md",
                     "https://gitlab.com/fang/snn/-/blob/main/README.md", id="GitLab"),
        pytest.param("https://a.org/list.md", "/a/list.md", "https://a.org/list.md", id="any URL"),
    ],
)  # fmt: skip
def test_a_list_is_fetched_from_wherever_people_point_to(
    place: str, path: str, origin: str, server: LocalServer
) -> None:
    server.pages[path] = LIST

    assert is_online(place)
    with client(server) as online:
        assert fetch_list(online, f" {place} ") == ("# 脉冲神经网络\n", origin)
    assert server.paths == [path]


@pytest.mark.parametrize(
    "place", ["list.md", "lists/snn.md", "/home/fang/list.md", "./Tab-ct/x", "a", "a/b/c", "笔记/x"]
)
def test_what_looks_like_a_file_is_not_online(place: str) -> None:
    assert not is_online(place)


@pytest.mark.parametrize("name", ["readme.md", "Readme.md"])
def test_other_spellings_of_readme_are_tried(name: str, server: LocalServer) -> None:
    server.pages[f"{RAW}/HEAD/{name}"] = LIST

    with client(server) as online:
        assert fetch_list(online, "Tab-ct/Awesome-SNN").origin == f"{SHOWN}/HEAD/{name}"


def test_a_repository_that_is_not_there_or_not_public_is_named(server: LocalServer) -> None:
    with client(server) as online, pytest.raises(SourceError) as caught:
        fetch_list(online, "Tab-ct/Awesome-SNN")

    assert str(caught.value) == (
        "github.com: there is no Tab-ct/Awesome-SNN HEAD/README.md that everybody may read"
    )
    assert "download" in caught.value.hint
    assert len(server.asked) == 3


def test_another_address_that_is_not_there_is_named(server: LocalServer) -> None:
    with client(server) as online, pytest.raises(SourceStatusError, match=r"^a\.org: .* \(404\)$"):
        fetch_list(online, "https://a.org/list.md")


def test_other_failures_end_the_search(server: LocalServer) -> None:
    server.pages[f"{RAW}/HEAD/README.md"] = Page(b"", 403)

    with client(server) as online, pytest.raises(SourceStatusError, match=r"\(403\)"):
        fetch_list(online, "Tab-ct/Awesome-SNN")
    assert len(server.asked) == 1


def test_a_page_is_no_list(server: LocalServer) -> None:
    server.pages["/a/list"] = html_page("<!DOCTYPE html><html></html>")

    with client(server) as online, pytest.raises(SourceError, match="web page, not plain text"):
        fetch_list(online, "https://a.org/list")


def test_a_list_is_asked_for_each_time_since_people_look_for_what_is_new(
    server: LocalServer,
) -> None:
    server.pages["/a/list.md"] = LIST

    with client(server) as online:
        fetch_list(online, "https://a.org/list.md")
        fetch_list(online, "https://a.org/list.md")

    assert len(server.asked) == 2


def test_a_list_on_the_users_own_computer_is_fetched(server: LocalServer) -> None:
    server.pages["/list.md"] = LIST

    with Client({}, SourceSettings(), cache_folder=None) as online:
        assert fetch_list(online, server.url("/list.md")).text == "# 脉冲神经网络\n"
