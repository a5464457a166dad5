"""What every test gets: a cache folder of its own, no settings of the user's, no network."""

import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings

# CI machines are shared: how long one example takes says nothing about the code. There the
# examples are the same each time, so that a push fails only for its own faults; on a desk they
# differ and look for new ones.
settings.register_profile("shared", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("shared")

_OURS = (
    "SNNNOTES_ROOT", "SNNNOTES_EDITOR", "VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "CI",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_environment(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SNNNOTES_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wants to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of tests/notebooks/tiny, with the current folder in it."""
    root = tmp_path / "tiny"
    shutil.copytree(Path(__file__).parent / "notebooks" / "tiny", root)
    monkeypatch.chdir(root)
    return root
