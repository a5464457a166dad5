"""On PYTHONPATH of every program that a test starts: it reaches nothing but this computer."""

import sys

_HERE = ("127.0.0.1", "::1", "localhost", "", None)


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name not in _HERE:
        raise AssertionError(f"a test wants to reach {name}")


sys.addaudithook(_stay_here)
