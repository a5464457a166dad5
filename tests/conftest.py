"""What every test gets: a cache and a state folder of its own, no settings, no network."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from local_server import LocalServer

# CI machines are shared: how long one example takes says nothing about the code. There the
# examples are the same each time, so that a push fails only for its own faults; on a desk they
# differ and look for new ones.
settings.register_profile("shared", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("shared")

# A shell starts what runs in the background with Ctrl-C ignored, and so would be each program that
# a test starts to press Ctrl-C in it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_OURS = (
    "SNNNOTES_ROOT", "SNNNOTES_EDITOR", "VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "CI",
    "COLUMNS", "LINES", "PAGER",
    "SNNNOTES_OFFLINE", "SNNNOTES_MIRRORS", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
)  # fmt: skip

#: Makes the programs that a test starts stay on this computer, too.
_CHILD_GUARD = Path(__file__).parent / "support" / "child_guard"

#: Not to be looked through for doctests: to import it would guard the tests themselves twice.
collect_ignore = [str(_CHILD_GUARD)]


@pytest.fixture(autouse=True)
def _own_environment(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SNNNOTES_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("SNNNOTES_STATE_DIR", str(tmp_path_factory.mktemp("state")))
    paths = (str(_CHILD_GUARD), os.environ.get("PYTHONPATH"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in paths if path))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket leads beyond this computer, and no name is looked up."""

    def watch(owner: object, name: str, place: int) -> None:
        original = getattr(owner, name)

        def only_here(*arguments: object, **options: object) -> object:
            target = arguments[place] if place < len(arguments) else options.get("host")
            host = target[0] if isinstance(target, tuple) else target
            is_path = isinstance(arguments[0], socket.socket) and not isinstance(target, tuple)
            if not is_path and host not in ("127.0.0.1", "::1", "localhost", "", None):
                raise AssertionError(f"a test wants to reach {host!r}")
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, only_here)

    watch(socket.socket, "connect", 1)
    watch(socket.socket, "connect_ex", 1)
    watch(socket.socket, "sendto", -1)
    watch(socket, "getaddrinfo", 0)


@pytest.fixture
def server() -> Iterator[LocalServer]:
    """A server on this computer; its `pages` say what it answers."""
    with LocalServer() as running:
        yield running


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of tests/notebooks/tiny, with the current folder in it."""
    root = tmp_path / "tiny"
    shutil.copytree(Path(__file__).parent / "notebooks" / "tiny", root)
    monkeypatch.chdir(root)
    return root
