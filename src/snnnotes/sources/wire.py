"""Single requests: what is sent, and what comes back."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Final, NamedTuple

import httpcore2
import httpx2

from snnnotes.errors import SourceError
from snnnotes.sources.clock import Deadline
from snnnotes.sources.compression import (
    CutOffError,
    TooLargeError,
    UnknownCompressionError,
    unpacked,
)
from snnnotes.sources.network import PRIVATE_OK, Transport
from snnnotes.sources.urls import host_of

#: A paper's page has 0.3 MB, its PDF mostly less than this.
MAX_BYTES: Final = 10_000_000

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 20.0

_COMMAND_WAITS = "the command may wait for sources"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Reply(NamedTuple):
    """What came back from one request."""

    status: int
    #: By their names in lower case.
    headers: Mapping[str, str]
    #: Without its compression; empty for a redirect, and if only the status was asked for.
    body: bytes

    @property
    def redirect(self) -> str:
        """Where it sends us; empty if it does not."""
        return self.headers.get("location", "") if self.status in _REDIRECTS else ""


class DroppedError(SourceError):
    """The connection broke; the next one may hold."""


class Wire:
    """Connections that are kept for the next request. May be used by several threads."""

    def __init__(self, environment: Mapping[str, str], deadline: Deadline, patience: float) -> None:
        """Open nothing yet.

        Args:
            environment: Names the proxies.
            deadline: When the whole command gives up.
            patience: What the usual waiting times are multiplied with.
        """
        self._deadline = deadline
        self._read_seconds = READ_SECONDS * patience
        self._connect_seconds = CONNECT_SECONDS * patience
        self._client = httpx2.Client(
            transport=Transport(environment, deadline),
            timeout=httpx2.Timeout(self._read_seconds, connect=self._connect_seconds),
            trust_env=False,  # we choose the proxy, and no password is sent from ~/.netrc
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(
        self, url: str, headers: Mapping[str, str], *, private_ok: bool, only_status: bool = False
    ) -> Reply:
        """Ask for one URL; redirects are not followed.

        Args:
            url: In plain spelling.
            headers: Of the request.
            private_ok: May it lie in the user's own network?
            only_status: Hang up once the headers are there, however long the body is.

        Raises:
            SourceError: There is no answer, or too much of it.
        """
        host = host_of(url)
        try:
            request = self._client.build_request(
                "GET", url, headers=dict(headers), extensions={PRIVATE_OK: private_ok}
            )
            response = self._client.send(request, stream=True)
            try:
                return self._read(host, response, only_status=only_status)
            finally:
                response.close()
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise SourceError(host, f"the address cannot be asked for: {url}") from error
        except httpcore2.TimeoutException as error:
            raise self._timeout(host, error) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError) as error:
            raise _failure(host, error) from error

    def _read(self, host: str, response: httpx2.Response, *, only_status: bool) -> Reply:
        headers = {name.lower(): value for name, value in response.headers.items()}
        reply = Reply(response.status_code, headers, b"")
        if only_status or reply.redirect:
            return reply
        size = headers.get("content-length", "")
        if size.isdigit() and int(size[:20]) > MAX_BYTES:
            raise _too_large(host)
        try:
            body = unpacked(response.iter_raw(), headers.get("content-encoding", ""), MAX_BYTES)
        except TooLargeError as error:
            raise _too_large(host) from error
        except CutOffError as error:
            raise DroppedError(host, "the answer was cut off", is_passing=True) from error
        except UnknownCompressionError as error:
            raise SourceError(
                host, f"the answer is packed in a way we did not ask for: {error}"
            ) from error
        return reply._replace(body=body)

    def _timeout(self, host: str, error: httpcore2.TimeoutException) -> SourceError:
        if self._deadline.left() <= 0:
            return too_late(host, self._deadline)
        if isinstance(error, httpcore2.ConnectTimeout):
            problem = f"no connection within {self._connect_seconds:g} seconds"
        else:
            problem = f"no answer within {self._read_seconds:g} seconds"
        return SourceError(
            host, problem, hint="try again later, or give it more time: [sources] timeout = 180",
            is_passing=True,
        )  # fmt: skip


def _too_large(host: str) -> SourceError:
    return SourceError(
        host, f"the answer is larger than {MAX_BYTES // 1_000_000} MB, so it was cut off"
    )


def too_late(host: str, deadline: Deadline) -> SourceError:
    """The error for a command whose time is over, or for a question that had its own."""
    waits = "one address may take" if deadline.is_for_one_question else _COMMAND_WAITS
    return SourceError(
        host,
        f"the {deadline.seconds:g} seconds that {waits} are over",
        hint="try again, or give it more time: [sources] timeout = 180",
        is_passing=True,
    )


def _failure(host: str, error: Exception) -> SourceError:
    """What broke a connection, in words."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return SourceError(
            host,
            f"its certificate is not trusted: {cause.verify_message}",
            hint="look at this computer's date; behind a company's proxy, name the file of its"
            " certificate:  SSL_CERT_FILE=/path/company.pem",
        )
    if isinstance(cause, ssl.SSLError):
        return SourceError(host, "no safe connection (TLS) is possible", is_passing=True)
    if isinstance(error, httpcore2.ProxyError):
        return SourceError(
            host, f"the proxy does not let us through: {error}",
            hint="look at https_proxy and no_proxy",
        )  # fmt: skip
    if isinstance(error, httpcore2.ConnectError):
        refused = isinstance(cause, ConnectionRefusedError)
        problem = "refuses the connection" if refused else "cannot be reached; is there a network?"
        return SourceError(host, problem, is_passing=True)
    return DroppedError(host, "the connection broke before the answer was whole", is_passing=True)
