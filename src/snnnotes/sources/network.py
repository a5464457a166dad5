"""Connections: which proxy they take, which addresses they may lead to, how long they may last."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import httpcore2
import httpx2

from snnnotes.errors import SourceError
from snnnotes.sources.addresses import is_private
from snnnotes.sources.clock import Deadline
from snnnotes.sources.proxies import proxy_for

#: Of a request: may it lead into the user's own network?
PRIVATE_OK: Final = "snnnotes.private_ok"


class Transport(httpx2.BaseTransport):
    """Chooses the proxy and watches where connections lead; httpx2's own does not let us."""

    def __init__(self, environment: Mapping[str, str], deadline: Deadline) -> None:
        self._environment = environment
        self._deadline = deadline
        self._pools: dict[tuple[str, str | None, bool], httpcore2.ConnectionPool] = {}
        self._door = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request."""
        url = request.url
        proxy = proxy_for(url.scheme, url.host, self._environment)
        private_ok = bool(request.extensions.get(PRIVATE_OK))
        pool = self._pool(url.scheme, proxy, private_ok=private_ok)
        response = pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            response.status, headers=response.headers, stream=_Body(response),
            extensions=response.extensions,
        )  # fmt: skip

    def close(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            pool.close()

    def _pool(
        self, scheme: str, proxy: str | None, *, private_ok: bool
    ) -> httpcore2.ConnectionPool:
        """Connections of one sort: one that may be private is not used where none may."""
        key = scheme, proxy, private_ok
        with self._door:
            if key not in self._pools:
                self._pools[key] = httpcore2.ConnectionPool(
                    ssl_context=_certificates() if scheme == "https" else None,
                    proxy=None if proxy is None else _proxy(proxy),
                    keepalive_expiry=5.0,
                    # A proxy looks names up itself, so only it can know where they lead.
                    network_backend=_Network(
                        self._deadline, private_ok=private_ok or proxy is not None
                    ),
                )
            return self._pools[key]


def _certificates() -> ssl.SSLContext:
    """Whom we trust: the system, or the file that the user names. Takes 20 ms.

    Raises:
        SourceError: That file cannot be used.
    """
    try:
        return httpx2.create_ssl_context()
    except OSError as error:
        raise SourceError(
            "certificates", f"they cannot be read: {error.strerror or error}",
            hint="look at where SSL_CERT_FILE and SSL_CERT_DIR point to",
        ) from error  # fmt: skip


def _proxy(url: str) -> httpcore2.Proxy:
    """A proxy as httpcore2 wants it.

    Raises:
        SourceError: It is none that we can use.
    """
    try:
        parsed = httpx2.Proxy(url)
    except (ValueError, httpx2.InvalidURL) as error:
        raise SourceError(
            "proxy", f"{url} is no proxy that we can use", hint="https_proxy=http://127.0.0.1:7890"
        ) from error
    if parsed.url.scheme.startswith("socks"):
        raise SourceError(
            "proxy",
            f"{parsed.url} speaks SOCKS, which we do not",
            hint="most such programs speak HTTP, too:  https_proxy=http://127.0.0.1:7890",
        )
    place = parsed.url
    return httpcore2.Proxy(
        httpcore2.URL(
            scheme=place.raw_scheme, host=place.raw_host, port=place.port, target=place.raw_path
        ),
        auth=parsed.raw_auth,
    )


class _Body(httpx2.SyncByteStream):
    """The body of a response, as it arrives."""

    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Network(httpcore2.NetworkBackend):
    """Connects to addresses that were looked at, and waits no longer than the command may."""

    def __init__(self, deadline: Deadline, *, private_ok: bool) -> None:
        self._deadline = deadline
        self._private_ok = private_ok
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Look a name up once, and connect to what was found then."""
        addresses = _addresses(host, port)
        if not self._private_ok:
            for address in addresses:
                # One is enough: which of them is taken is up to chance.
                if is_private(address, looked_up=address != host):
                    raise private_error(host)
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for address in addresses:
            share = (timeout or self._deadline.seconds) / len(addresses)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, _capped(share, self._deadline), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure or httpcore2.ConnectError(f"{host} has no address")


class _Stream(httpcore2.NetworkStream):
    """A connection that ends with the command's time, also if it drips byte by byte."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _capped(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _capped(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(
            ssl_context, server_hostname, _capped(timeout, self._deadline)
        )
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (as httpcore2 has it)
        return self._stream.get_extra_info(info)


def _capped(timeout: float | None, deadline: Deadline) -> float:
    """Seconds to wait for one step of a request."""
    left = deadline.left()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left if timeout is None else min(timeout, left)


def _addresses(host: str, port: int) -> list[str]:
    """The addresses of a host; how long the system looks for them is up to the system.

    Raises:
        SourceError: It has none, or there is no network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            problem = "its address cannot be looked up; is there a network?"
        else:
            problem = "there is no such host, or no network"
        raise SourceError(
            host, problem, hint="look at the connection and at how the host is spelled",
            is_passing=True,
        ) from error  # fmt: skip
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def private_error(host: str) -> SourceError:
    """The error for an address that nobody but the user may name."""
    return SourceError(
        host,
        "lies in your own network, and only an address you wrote may lead there",
        hint="if it is meant, name it below [mirrors] in snnnotes.toml",
    )
