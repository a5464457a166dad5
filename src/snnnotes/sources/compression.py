"""Bodies that come compressed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_STEP = 1 << 20


class CutOffError(Exception):
    """The body ends before its compression does."""


class TooLargeError(Exception):
    """The body is larger than allowed."""


class UnknownCompressionError(Exception):
    """The source used a compression that we did not ask for."""


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The body in `chunks` without its compression.

    Args:
        chunks: As they come from the network.
        encoding: The header Content-Encoding.
        limit: Bytes that neither side of the compression may exceed: a small file can hold
            gigabytes of zeros.

    Raises:
        CutOffError: The compressed body has no end, or is damaged.
        TooLargeError: There is more than `limit`.
        UnknownCompressionError: It is not compressed with gzip.
    """
    names = [name.strip() for name in encoding.lower().split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if not names:
        return b"".join(_limited(chunks, limit))
    if names not in (["gzip"], ["x-gzip"]):
        raise UnknownCompressionError(encoding)
    return _gunzipped(_limited(chunks, limit), limit)


def _limited(chunks: Iterable[bytes], limit: int) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLargeError
        yield chunk


def _gunzipped(chunks: Iterable[bytes], limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    member = _new_member()  # a body may hold several, one after the other
    for chunk in chunks:
        rest = chunk
        while rest:
            if member.eof:
                rest = rest.lstrip(b"\0")  # some fill up with zeros
                if not rest:
                    break
                member = _new_member()
            try:
                part = member.decompress(rest, _STEP)
            except zlib.error as error:
                raise CutOffError from error
            rest = member.unused_data if member.eof else member.unconsumed_tail
            size += len(part)
            if size > limit:
                raise TooLargeError
            parts.append(part)
    if not member.eof:
        raise CutOffError
    return b"".join(parts)


def _new_member() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
