"""One page, written and sent in many ways, is one page to the reader."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.models import Page
from pipeline.parse import read
from tests.golden import NAMES, Golden, load_golden
from tests.reshaping import WAYS, codecs_for, declare_charset, encode_as


def read_as(golden: Golden, body: bytes, content_type: str = "text/html") -> Page:
    return read(golden.capture(body, content_type))


def _rewritings() -> list[Any]:
    return [pytest.param(name, way, id=f"{name}-{way}") for way in WAYS for name in NAMES]


@pytest.mark.parametrize(("name", "way"), _rewritings())
def test_html_written_otherwise_gives_the_same_page(name: str, way: str) -> None:
    golden = load_golden(name)
    again = declare_charset(WAYS[way](golden.html), "utf-8")
    assert read_as(golden, again.encode()) == golden.page()


@pytest.mark.parametrize("name", NAMES)
def test_any_unicode_encoding_gives_the_same_page(name: str) -> None:
    golden = load_golden(name)
    bare = declare_charset(golden.html, None)
    expected = read_as(golden, declare_charset(bare, "utf-8").encode())
    assert read_as(golden, bare.encode()) == expected, "undeclared"
    assert read_as(golden, bare.encode(), "text/html; charset=utf-8") == expected, "in the header"
    assert read_as(golden, bare.encode("utf-8-sig")) == expected, "byte order mark"
    for codec in ("utf-16-le", "utf-16-be"):
        marked = ("\ufeff" + bare).encode(codec)
        assert read_as(golden, marked) == expected, codec
        assert read_as(golden, marked, "text/html; charset=iso-8859-1") == expected, "a mark outweighs the header"
        assert read_as(golden, bare.encode(codec), f"text/html; charset={codec.replace('16-', '16')}") == expected


@pytest.mark.parametrize("name", NAMES)
def test_any_code_page_that_holds_the_text_gives_the_same_page(name: str) -> None:
    golden = load_golden(name)
    expected = read_as(golden, declare_charset(golden.html, "utf-8").encode())
    for label in codecs_for(golden.html):
        header = f"text/html; charset={label}"
        bare, declared = (encode_as(declare_charset(golden.html, told), label) for told in (None, label))
        contradicted = encode_as(declare_charset(golden.html, "utf-8"), label)
        assert read_as(golden, declared) == expected, f"{label} in a meta"
        assert read_as(golden, bare, header) == expected, f"{label} in the header"
        assert read_as(golden, declared, header) == expected, f"{label} in both"
        assert read_as(golden, contradicted, header) == expected, f"{label} in the header, utf-8 in a meta"


def test_each_script_among_the_golden_pages_has_a_code_page_of_its_own() -> None:
    held = {label for name in NAMES for label in codecs_for(load_golden(name).html)}
    assert {"windows-1256", "windows-1251", "windows-1255", "windows-1253", "windows-1250", "windows-874"} <= held
    assert {"shift_jis", "gb18030", "big5", "euc-kr", "euc-jp"} <= held


@pytest.mark.parametrize("name", [name for name in NAMES if "encoding" in load_golden(name).expected])
def test_an_old_page_that_declares_nothing_is_read_all_the_same(name: str) -> None:
    golden = load_golden(name)
    undeclared = declare_charset(golden.html, None).encode(golden.encoding)
    assert read_as(golden, undeclared) == golden.page()
