"""Which proxy a request goes through: what the environment says, else the system."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Mapping
from urllib.request import getproxies, proxy_bypass

from snnnotes.sources.addresses import is_loopback


def proxy_for(scheme: str, host: str, environment: Mapping[str, str]) -> str | None:
    """The URL of the proxy for a request; None to go there directly.

    >>> proxy_for("https", "arxiv.org", {"https_proxy": "127.0.0.1:7890"})
    'http://127.0.0.1:7890'
    >>> proxy_for("https", "arxiv.org", {"https_proxy": "127.0.0.1:7890", "no_proxy": ".org"})

    Args:
        scheme: http or https.
        host: Of the request, without port.
        environment: The variables of the process; lower case wins over upper case.
    """
    if is_loopback(host):  # a proxy's own loopback is another computer
        return None
    named = _variable(f"{scheme}_proxy", environment) or _variable("all_proxy", environment)
    if not named:
        return _system_proxy(scheme, host, environment)
    if _is_exempt(host, _variable("no_proxy", environment)):
        return None
    return named if "://" in named else f"http://{named}"


def _variable(name: str, environment: Mapping[str, str]) -> str:
    return (environment.get(name) or environment.get(name.upper()) or "").strip()


def _is_exempt(host: str, exempt: str) -> bool:
    """Is `host` one of the names, suffixes and networks in no_proxy?"""
    name = host.strip("[]").lower()
    for entry in exempt.lower().split(","):
        pattern = entry.strip().removeprefix("*").lstrip(".")
        if entry.strip() == "*" or (pattern and f".{name}".endswith(f".{pattern}")):
            return True
        if _is_in(name, entry.strip()):
            return True
    return False


def _is_in(name: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(name) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _system_proxy(scheme: str, host: str, environment: Mapping[str, str]) -> str | None:
    """What is set in the system's own settings, as most people of macOS and Windows have it."""
    if sys.platform not in ("win32", "darwin") or _variable("no_proxy", environment) == "*":
        return None
    if proxy_bypass(host):
        return None
    found = getproxies().get(scheme)
    return found if not found or "://" in found else f"http://{found}"
