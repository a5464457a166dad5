"""A client whose world is the local server."""

from collections.abc import Mapping
from pathlib import Path

from fake_clock import FakeClock
from local_server import LocalServer

from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.clock import Clock
from snnnotes.sources.http import Client

#: The server's pages below /world/ are those of this site.
SITE = "https://papers.example/"


def client_of(
    server: LocalServer,
    cache: Path | None = None,
    *,
    time: FakeClock | None = None,
    settings: SourceSettings | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> Client:
    """A client for which `SITE` lies on `server`; its sleeps take no time."""
    wanted = settings or SourceSettings()
    mirrors = ((SITE, server.url("/world/")), *wanted.mirrors)
    clock = (time or FakeClock()).clock() if seconds is None else Clock()
    return Client(
        environment or {},
        wanted._replace(mirrors=mirrors),
        cache_folder=cache,
        deadline_seconds=seconds,
        clock=clock,
    )
