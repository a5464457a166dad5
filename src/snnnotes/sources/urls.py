"""URLs in one spelling."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from snnnotes.errors import SourceError

_USUAL_PORTS = {"http": ":80", "https": ":443"}
_NOT_IN_URLS = re.compile(r"[\x00-\x1f\x7f\\]")


def plain_url(url: str) -> str:
    """A URL as we compare, keep and send it.

    >>> plain_url("HTTPS://ArXiv.org:443/abs/2307.01694#S1")
    'https://arxiv.org/abs/2307.01694'
    >>> plain_url("https://example.org/神经 元")
    'https://example.org/%E7%A5%9E%E7%BB%8F%20%E5%85%83'

    Raises:
        SourceError: It is no URL, or one that we never ask for.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # brackets of an IPv6 address, a port beyond 65535
        parts, port = urlsplit(""), None
    if parts.scheme not in _USUAL_PORTS and parts.scheme:
        raise SourceError(
            text, f"addresses that begin with {parts.scheme}: are never opened",
            hint="only http:// and https:// are",
        )  # fmt: skip
    if not parts.hostname or " " in parts.netloc or _NOT_IN_URLS.search(text):
        raise SourceError(text, "this is no web address", hint="https://example.org/page is one")
    if "@" in parts.netloc:
        raise SourceError(
            parts.hostname, "the address holds a name or password, and we send none",
            hint="write it without what stands before the @",
        )  # fmt: skip
    host = parts.netloc.lower()
    if port is None or f":{port}" == _USUAL_PORTS[parts.scheme]:
        host = host.removesuffix(":").removesuffix(_USUAL_PORTS[parts.scheme])
    query = f"?{_escaped(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{host}{_without_dots(_escaped(parts.path))}{query}"


def joined_url(base: str, place: str) -> str:
    """Where a redirect from `base` leads.

    Raises:
        SourceError: It leads to what is no web address, or one that we never ask for.
    """
    try:
        return plain_url(urljoin(base, place.strip()))
    except (SourceError, ValueError) as error:
        problem = error.problem if isinstance(error, SourceError) else "this is no web address"
        raise SourceError(
            host_of(base), f"sends us to another place, and {problem}",
            hint=f"look at it in a browser: {base}",
        ) from error  # fmt: skip


def host_of(url: str) -> str:
    """The host in a plain URL, without its port; of what is no URL, all of it.

    >>> host_of("https://export.arxiv.org/api/query?id_list=1")
    'export.arxiv.org'
    """
    try:
        return urlsplit(url).hostname or url
    except ValueError:  # brackets that hold no IPv6 address
        return url


def origin_of(url: str) -> str:
    """Scheme, host and port of a plain URL.

    >>> origin_of("http://127.0.0.1:8000/arxiv/")
    'http://127.0.0.1:8000'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _without_dots(path: str) -> str:
    """The path without steps to here and up, so that it lies where its beginning says.

    >>> _without_dots("/arxiv/./abs/../%2E%2e/secret")
    '/secret'
    """
    kept: list[str] = []
    steps = path.split("/")[1:]
    for number, step in enumerate(steps, 1):
        plain = step.lower().replace("%2e", ".")
        if plain not in (".", ".."):
            kept.append(step)
            continue
        if plain == "..":
            kept = kept[:-1]
        if number == len(steps):
            kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str) -> str:
    """Percent signs for what may not stand in a URL; what is escaped already stays."""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]|{}")
