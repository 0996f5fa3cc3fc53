"""Undoing Content-Encoding under a cap."""

from __future__ import annotations

import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadEncoding, TooLarge
from pipeline.inflate import Inflated, inflate

TEXT = b"<p>hello</p>" * 500
LIMIT = 10_000
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": lambda body: zlib.compress(body, wbits=-15),
    "zstd": zstandard.compress,
    "identity": bytes,
    "": bytes,
}


@pytest.mark.parametrize("name", ENCODERS)
def test_each_encoding_is_undone(name: str) -> None:
    assert inflate(ENCODERS[name](TEXT), name, LIMIT) == Inflated(TEXT)


@pytest.mark.parametrize("name", ENCODERS)
@given(body=st.binary(max_size=200))
def test_each_encoding_is_undone_for_any_body(name: str, body: bytes) -> None:
    assert inflate(ENCODERS[name](body), name, LIMIT) == Inflated(body)


def test_two_layers_are_undone_in_reverse() -> None:
    assert inflate(gzip.compress(zlib.compress(TEXT)), "deflate, gzip", LIMIT).body == TEXT


def test_all_members_of_a_gzip_file_count_and_padding_does_not() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two ") + gzip.compress(b"three") + b"\0" * 99
    assert inflate(packed, "gzip", LIMIT) == Inflated(b"one two three")
    assert inflate(zstandard.compress(b"one ") + zstandard.compress(b"two"), "zstd", LIMIT).body == b"one two"


def test_the_limit_is_exact() -> None:
    assert inflate(gzip.compress(b"x" * LIMIT), "gzip", LIMIT).body == b"x" * LIMIT
    with pytest.raises(TooLarge) as caught:
        inflate(gzip.compress(b"x" * (LIMIT + 1)), "gzip", LIMIT)
    assert caught.value.facts["limit"] == LIMIT


def test_many_small_members_count_together() -> None:
    with pytest.raises(TooLarge):
        inflate(gzip.compress(b"x" * 100) * 200, "gzip", LIMIT)


def test_a_prefix_can_be_asked_for() -> None:
    found = inflate(gzip.compress(b"x" * 50_000), "gzip", LIMIT, only_prefix=True)
    assert found.body == b"x" * LIMIT


@pytest.mark.parametrize("name", ["gzip", "deflate", "zstd"])
def test_n15_a_bomb_costs_no_more_memory_than_the_limit(name: str) -> None:
    packed = ENCODERS[name](b"\0" * 200_000_000) if name != "zstd" else zstandard.compress(b"\0" * 200_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        inflate(packed, name, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


def test_n15_a_bomb_within_a_bomb_is_stopped_at_the_first_layer() -> None:
    inner = gzip.compress(b"\0" * 100_000_000)
    with pytest.raises(TooLarge):
        inflate(gzip.compress(inner), "gzip, gzip", LIMIT)


def test_n15_a_zstd_window_beyond_8_mib_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = packed.compress(b"x" * 1000) + packed.flush()
    with pytest.raises(BadEncoding):
        inflate(body, "zstd", LIMIT)


@pytest.mark.parametrize("header", ["br", "compress", "rot13", "gzip, gzip, gzip", ", ".join(["gzip"] * 200), "utf-8"])
def test_n15_other_encodings_are_refused(header: str) -> None:
    with pytest.raises(BadEncoding):
        inflate(gzip.compress(TEXT), header, LIMIT)


@pytest.mark.parametrize("name", ["gzip", "deflate", "zstd"])
def test_n15_text_that_was_never_encoded_is_taken_as_it_is(name: str) -> None:
    assert inflate(b"<p>\xd8\xa7 plain</p>", name, LIMIT) == Inflated(b"<p>\xd8\xa7 plain</p>")
    with pytest.raises(BadEncoding):
        inflate(b"\x89PNG\r\n\x1a\n\0", name, LIMIT)


def test_a_stream_that_stops_early_is_told() -> None:
    packed = gzip.compress(bytes(range(256)) * 30)
    found = inflate(packed[:-20], "gzip", LIMIT)
    assert not found.is_complete
    assert bytes(range(256)).startswith(found.body[:256])
    assert inflate(b"", "gzip", LIMIT) == Inflated(b"")


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "zstd", "gzip, deflate", "x", "br, gzip", ",,"]))
def test_any_bytes_are_a_body_or_a_typed_error(body: bytes, header: str) -> None:
    with contextlib.suppress(BadEncoding, TooLarge):
        assert len(inflate(body, header, LIMIT).body) <= LIMIT
