import gzip
import tracemalloc

import pytest

from snnnotes.sources.compression import (
    CutOffError,
    TooLargeError,
    UnknownCompressionError,
    unpacked,
)

TEXT = b"A spiking neural network. " * 200
PACKED = gzip.compress(TEXT)


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "identity, gzip"])
def test_gzip_is_unpacked_however_it_arrives(encoding: str, size: int) -> None:
    assert unpacked(pieces(PACKED, size), encoding, 10_000) == TEXT


@pytest.mark.parametrize("encoding", ["", "identity", " "])
def test_what_is_not_packed_stays(encoding: str) -> None:
    assert unpacked(pieces(TEXT, 100), encoding, 10_000) == TEXT


@pytest.mark.parametrize("size", [1, 100_000])
def test_several_parts_are_one_body(size: int) -> None:
    data = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"

    assert unpacked(pieces(data, size), "gzip", 100) == b"one two"


def test_an_empty_packed_body_is_empty() -> None:
    assert unpacked([gzip.compress(b"")], "gzip", 100) == b""


@pytest.mark.parametrize(
    "data",
    [b"", PACKED[:20], PACKED[:-1], b"no gzip at all", PACKED[:-8] + b"12345678"],
    ids=["nothing", "cut off early", "last byte missing", "not packed", "checksum is wrong"],
)
def test_a_body_that_ends_too_early_or_is_damaged_is_no_body(data: bytes) -> None:
    with pytest.raises(CutOffError):
        unpacked([data], "gzip", 100_000)


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip"])
def test_a_compression_that_we_did_not_ask_for_is_named(encoding: str) -> None:
    with pytest.raises(UnknownCompressionError, match=encoding):
        unpacked([PACKED], encoding, 100_000)


def test_a_body_may_be_as_large_as_the_limit_and_not_a_byte_larger() -> None:
    assert unpacked([b"12", b"34"], "", 4) == b"1234"
    with pytest.raises(TooLargeError):
        unpacked([b"12", b"345"], "", 4)


def test_nothing_more_is_read_once_the_limit_is_passed() -> None:
    chunks = iter([b"123", b"45", b"never read"])

    with pytest.raises(TooLargeError):
        unpacked(chunks, "", 4)

    assert next(chunks) == b"never read"


def test_gigabytes_of_zeros_in_a_small_body_cost_no_memory() -> None:
    bomb = gzip.compress(bytes(200_000_000), 1)

    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpacked([bomb], "gzip", 10_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 30_000_000


def test_output_that_waits_behind_a_full_step_is_not_lost() -> None:
    text = bytes(3_000_000)

    assert unpacked(pieces(gzip.compress(text), 1), "gzip", 4_000_000) == text
