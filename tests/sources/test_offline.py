import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fake_clock import FakeClock
from local_server import LocalServer, Page
from source_client import SITE, client_of

from snnnotes.errors import ConfigError, SourceError
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.http import Client

PAPER = f"{SITE}paper"
OFFLINE = SourceSettings(offline=True)

#: Runs with a `socket` that cannot be used, and says what of the network was loaded.
PROCESS = """
import socket, sys
def never(*_, **__):
    raise AssertionError("a socket was opened")
socket.socket = socket.create_connection = socket.getaddrinfo = never
from pathlib import Path
from snnnotes.errors import SourceError
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.http import Client
folder = Path(sys.argv[1])
with Client({"SNNNOTES_OFFLINE": sys.argv[2]}, SourceSettings(), cache_folder=folder) as client:
    try:
        print(client.get(sys.argv[3]).text)
    except SourceError as error:
        print(error)
print(*sorted({"httpx2", "httpcore2", "ssl", "h11"} & set(sys.modules)))
"""


def run(
    folder: Path, offline: str, url: str, environment: dict[str, str] | None = None
) -> list[str]:
    shown = subprocess.run(
        [sys.executable, "-c", PROCESS, str(folder), offline, url],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"} | (environment or {}),
    )  # fmt: skip
    return shown.stdout.splitlines()


def test_offline_opens_no_socket_and_loads_nothing_that_could(tmp_path: Path) -> None:
    assert run(tmp_path, "1", "https://arxiv.org/abs/2307.01694") == [
        "arxiv.org: was not asked, since we are offline", ""
    ]  # fmt: skip


def test_a_kept_answer_loads_nothing_of_the_network_either(tmp_path: Path) -> None:
    with LocalServer() as server:
        url = server.url("/a")
        server.pages["/a"] = Page("脉冲".encode())
        with Client({}, SourceSettings(), cache_folder=tmp_path) as client:
            client.get(url, typed=True)

    assert run(tmp_path, "0", url) == ["脉冲", ""]
    assert run(tmp_path, "1", url) == ["脉冲", ""]


@pytest.mark.parametrize("said", ["1", "true", "YES", " on "])
def test_the_environment_can_say_so(said: str) -> None:
    client = Client({"SNNNOTES_OFFLINE": said}, SourceSettings(), cache_folder=None)

    assert client.is_offline
    with pytest.raises(SourceError, match="since we are offline") as caught:
        client.get(PAPER)
    assert caught.value.is_passing
    assert "--offline" in caught.value.hint


@pytest.mark.parametrize("said", ["", "0", "false", "No", "off"])
def test_the_environment_can_say_no(said: str) -> None:
    assert not Client({"SNNNOTES_OFFLINE": said}, SourceSettings(), cache_folder=None).is_offline


def test_what_the_environment_says_must_be_understood() -> None:
    with pytest.raises(ConfigError, match="SNNNOTES_OFFLINE is 'maybe'") as caught:
        Client({"SNNNOTES_OFFLINE": "maybe"}, SourceSettings(), cache_folder=None)

    assert caught.value.hint == "SNNNOTES_OFFLINE=1"


def test_the_settings_can_say_so(server: LocalServer) -> None:
    with client_of(server, settings=OFFLINE) as client, pytest.raises(SourceError):
        client.get(PAPER, fresh=True, typed=True)

    assert server.asked == []


@pytest.mark.parametrize("fresh", [False, True])
def test_offline_an_old_answer_is_better_than_none(
    fresh: bool, server: LocalServer, tmp_path: Path
) -> None:
    server.pages["/world/paper"] = Page(b"x")
    time = FakeClock()
    with client_of(server, tmp_path, time=time) as client:
        client.get(PAPER)
    time.time += 100 * 86_400

    with client_of(server, tmp_path, time=time, settings=OFFLINE) as client:
        answer = client.get(PAPER, fresh=fresh)

    assert (answer.text, answer.from_cache) == ("x", True)
    assert len(server.asked) == 1


def test_no_test_reaches_beyond_this_computer() -> None:
    with socket.socket() as one, socket.socket(type=socket.SOCK_DGRAM) as other:
        for reach in (
            lambda: socket.create_connection(("192.0.2.1", 80), 0.1),
            lambda: one.connect(("192.0.2.1", 80)),
            lambda: one.connect_ex(("192.0.2.1", 80)),
            lambda: other.sendto(b"x", ("192.0.2.1", 53)),
            lambda: socket.getaddrinfo("arxiv.org", 443),
        ):
            with pytest.raises(AssertionError, match="a test wants to reach"):
                reach()


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('192.0.2.1', 80), 0.1)",
        "socket.getaddrinfo('arxiv.org', 443)",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_no_program_that_a_test_starts_does_either(code: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", f"import socket; {code}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "a test wants to reach" in shown.stderr
