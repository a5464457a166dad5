"""A server on this computer that answers as the sources of the world do, also in bad moods."""

import gzip
import ssl
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from typing import NamedTuple, Self

CERTIFICATE = Path(__file__).with_name("localhost.pem")


class Page(NamedTuple):
    """One answer."""

    body: bytes = b""
    status: int = 200
    type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    #: Seconds before anything is sent, or until the server stops.
    pause: float = 0.0
    #: Seconds between one byte of the body and the next.
    drip: float = 0.0
    #: Close the connection in the middle of the body.
    is_cut: bool = False
    #: Say nothing of the length, so that only the end of the connection ends the body.
    has_length: bool = True


class Asked(NamedTuple):
    """One question that was put."""

    path: str
    headers: dict[str, str]
    #: When it came, and when its answer was ready; in seconds of `time.monotonic`.
    start: float
    end: float


def redirect(place: str, status: int = 302) -> Page:
    return Page(b"moved", status, headers=(("Location", place),))


def json_page(text: str, status: int = 200) -> Page:
    return Page(text.encode(), status, "application/json")


def html_page(text: str, status: int = 200, charset: str = "utf-8") -> Page:
    return Page(text.encode(charset), status, f"text/html; charset={charset}")


def zipped(page: Page) -> Page:
    packed = gzip.compress(page.body, mtime=0)
    return page._replace(body=packed, headers=(*page.headers, ("Content-Encoding", "gzip")))


class LocalServer:
    """Answers with `pages`: for a path with one page, or with several one after the other.

    A path is the whole target with its question mark; the last page of several stays. What is
    not there gets 404 in text.
    """

    def __init__(self, *, is_safe: bool = False) -> None:
        self.pages: dict[str, Page | Sequence[Page]] = {}
        self.asked: list[Asked] = []
        self.stopping = threading.Event()
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        if is_safe:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._start = f"{'https' if is_safe else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "") -> str:
        return self._start + path

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def next_page(self, path: str) -> Page:
        with self._lock:
            count = self._counts[path] = self._counts.get(path, 0) + 1
        pages = self.pages.get(path, Page(b"there is no such page", 404))
        return pages if isinstance(pages, Page) else pages[min(count, len(pages)) - 1]


class _Server(ThreadingMixIn, TCPServer):
    # Not `HTTPServer`, which looks up the name of this computer and may wait for it.
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 50
    owner: LocalServer

    def handle_error(self, *_: object) -> None:
        """A client that gives up, or does not trust us, is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        owner, start = self.server.owner, time.monotonic()
        page = owner.next_page(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner.stopping.wait(page.pause)
        # Before it is sent, so that a client which has its answer finds the question here.
        owner.asked.append(Asked(self.path, headers, start, time.monotonic()))
        self.send_response(page.status)
        if page.type:
            self.send_header("Content-Type", page.type)
        for name, value in page.headers:
            self.send_header(name, value)
        if page.has_length:
            self.send_header("Content-Length", str(len(page.body)))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        self._send(page)
        self.close_connection |= page.is_cut or not page.has_length

    def _send(self, page: Page) -> None:
        body = page.body[: len(page.body) // 2] if page.is_cut else page.body
        if not page.drip:
            self.wfile.write(body)
            return
        for number in range(len(body)):
            self.wfile.write(body[number : number + 1])
            self.wfile.flush()
            if self.server.owner.stopping.wait(page.drip):
                return

    def log_message(self, *_: object) -> None:
        """Say nothing."""
