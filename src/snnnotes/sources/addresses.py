"""Addresses that belong to the user's own computer or network, where no page may send us."""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from typing import Final

#: A page that sends us to one of these wants something of the user's own machines.
_PRIVATE: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers and VPNs; 100.100.100.200 tells secrets of Alibaba's machines
        "127.0.0.0/8",
        "169.254.0.0/16",  # 169.254.169.254 does so in most other clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "::/127",
        "fc00::/7",
        "fe80::/9",  # link-local and the old site-local
        "ff00::/8",
    )
)

#: Proxies such as Clash and sing-box, common in China, answer every look-up of a name with a
#: made-up address of these ranges and send the connection on to the true host.
_MADE_UP: Final = (ipaddress.ip_network("198.18.0.0/15"), ipaddress.ip_network("fc00::/18"))

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def is_private(address: str, *, looked_up: bool) -> bool:
    """Does `address` belong to the user's own network?

    >>> is_private("192.168.1.1", looked_up=False), is_private("151.101.3.42", looked_up=True)
    (True, False)

    Args:
        address: An IPv4 or IPv6 address in its usual spelling.
        looked_up: Is it the answer to the look-up of a name? Then the made-up addresses of
            proxies are fine.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip in network for network in _MADE_UP if network.version == ip.version):
        return not looked_up
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(str(inner), looked_up=looked_up)
    return any(ip in network for network in _PRIVATE if network.version == ip.version)


def names_private_host(host: str) -> bool:
    """Does a URL's host say by itself that it is private? A name must be looked up to know.

    >>> [names_private_host(host) for host in ("localhost", "0x7f.1", "[::1]", "arxiv.org")]
    [True, True, True, False]
    """
    name = _plain(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    literal = _literal(name)
    return literal is not None and is_private(literal, looked_up=False)


def is_loopback(host: str) -> bool:
    """Is it this computer, by a name or address that needs no look-up?"""
    name = _plain(host)
    literal = _literal(name)
    return name == "localhost" or (
        literal is not None and ipaddress.ip_address(literal.partition("%")[0]).is_loopback
    )


def _plain(host: str) -> str:
    """A host as look-ups understand it: they take full-width letters and stops, too."""
    name = unicodedata.normalize("NFKC", host).replace("。", ".").lower()
    return name.strip("[]").rstrip(".")


def _literal(name: str) -> str | None:
    """An address in its usual spelling; None for a name.

    Systems also take 127.1, 0x7f000001 and 2130706433 for 127.0.0.1.
    """
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except (OSError, UnicodeError):
        return None
