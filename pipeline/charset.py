"""Which character encoding a document is in, and who said so (WHATWG Encoding and HTML standards)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import webencodings

CharsetSource = Literal["bom", "http", "meta", "xml", "detected", "default"]

HEAD: Final = 1024
"""Bytes searched for a declaration (HTML standard, "prescan a byte stream to determine its encoding")."""
SAMPLE: Final = 4096
"""Bytes of text shown to the detector; 23 bytes of an Arabic headline are enough for it."""
LATIN_SHARE: Final = 0.4
"""Text with fewer bytes above 0x7F among its letters is in a Latin script, whatever bytes those are."""
SURE_LATIN: Final = 0.14
"""Confidence a rarer Latin code page needs against windows-1252: short French scores up to 0.11 as cp1250."""
TELLING: Final = 2**15
"""Bytes with others than ASCII that decide; decoding a whole page (190 kB on average) takes as long as parsing it."""
MULTIBYTE_PROOF: Final = 4
"""Well-formed UTF-8 sequences that outweigh another declared encoding: legacy text is well-formed by chance < 1e-4."""

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# WHATWG encodings that Python knows under another name, or decodes more strictly under the WHATWG one.
_PYTHON_NAMES: Final = {**webencodings.PYTHON_NAMES, "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "gbk": "gb18030"}
_REFUSED: Final = frozenset({"replacement", "x-user-defined"})
_DETECTED_NAMES: Final = {
    **{f"cp125{digit}": f"windows-125{digit}" for digit in range(9)},
    **{name: name for name in ("cp932", "cp949", "big5hkscs", "gb18030", "euc_jp", "koi8-r", "koi8-u", "cp874")},
    "euc_jis_2004": "euc_jp",
    "shift_jis_2004": "cp932",
    "iso2022_jp_2": "iso-2022-jp",
}
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257", "cp1258")

_ATTRIBUTE = rb"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_MARKUP = re.compile(
    rb"<!--(?:-?>|.*?-->)|<meta(?=[\s/])((?:" + _ATTRIBUTE.replace(rb"([", rb"(?:[") + rb")*+)"
    rb"|</?[a-z][^\s>]*+(?:" + _ATTRIBUTE.replace(rb"([", rb"(?:[") + rb")*+|<[!/?][^>]*+",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_VALUE = (b">", b" ", b"/")
_MISLEADING = (b"charset", b"<!--", b"'")
"""What may stand before a meta that is none (within a comment or a value), or is not the first to say it."""
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]{1,64})["']""")
_CHARSET_IN_TEXT = re.compile(r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE)
_TEXT = re.compile(rb"[^<>]++")  # no legacy multi-byte encoding uses these two as trail bytes


@dataclass(frozen=True, slots=True)
class Charset:
    """`name` is a Python codec that decodes the WHATWG encoding; `source` says who decided."""

    name: str
    source: CharsetSource


def decide(body: bytes, content_type: str | None) -> Charset:
    """The encoding of a text document, from its bytes and its Content-Type header.

    In order: byte order mark, HTTP charset, `meta` (prescan of 1024 bytes) or XML declaration, detection,
    windows-1252. Only WHATWG labels count; anything else (utf-7, zlib_codec …) is passed over. A declaration that the
    bytes plainly contradict is passed over too, and the source is then "detected". Never raises.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Charset(name, "bom")
    if b"\x00" in body[:HEAD] and (utf16 := _detect_utf16(body[:HEAD])):
        # "<?xml" in UTF-16 declares itself by its first bytes (HTML standard, prescan step 3)
        return Charset(utf16, "xml" if body[:6].replace(b"\x00", b"") == b"<?x" else "detected")
    declared = _declared(body, content_type)
    is_utf8, proof = _weigh_utf8(body)
    if declared is None:
        return Charset("utf-8", "detected") if is_utf8 else _detect(body)
    if declared.name == "utf-8":
        return declared if is_utf8 else _detect(body)
    if declared.name.startswith("utf-16") or (is_utf8 and proof >= MULTIBYTE_PROOF):
        return Charset("utf-8", "detected") if is_utf8 else _detect(body)
    return declared


def decide_page(body: bytes, content_type: str | None) -> Charset:
    """`decide` for a long page: its head and the first 32 kB in which a byte is no ASCII tell, the rest is not read."""
    if len(body) <= TELLING or body.isascii():
        return decide(body, content_type)
    start = next(at for at in range(0, len(body), TELLING) if not body[at : at + TELLING].isascii())
    part = body[start : start + TELLING]
    if start + TELLING < len(body):
        part = _end_at_character(part)
    return decide(body[:HEAD] + part if start else part, content_type)


def _end_at_character(part: bytes) -> bytes:
    """The part without the beginning of a UTF-8 sequence at its end: cut in two it would look broken."""
    return next((part[:-back] for back in (1, 2, 3) if part[-back] >= 0xC0), part)


def find_codec(label: str) -> str | None:
    """The Python codec of a WHATWG encoding label, None for labels that the standard does not know."""
    try:
        encoding = webencodings.lookup(label)
    except UnicodeEncodeError:
        return None
    if encoding is None or encoding.name in _REFUSED:
        return None
    return _PYTHON_NAMES.get(encoding.name, encoding.name)


def _declared(body: bytes, content_type: str | None) -> Charset | None:
    http = _CHARSET_IN_TEXT.search(content_type or "")
    if http and (name := find_codec(http[1] or http[2] or http[3] or "")):
        return Charset(name, "http")
    head = body[:HEAD]
    is_xml = "xml" in (content_type or "") and "html" not in (content_type or "")
    if not is_xml and (name := _prescan(head)):
        return Charset(name, "meta")
    xml = _XML_ENCODING.match(head)
    if xml and (name := find_codec(xml[1].decode("latin-1"))):
        return Charset(_utf16_means_utf8(name), "xml")
    return None


def _prescan(head: bytes) -> str | None:
    if _says_utf8(head):
        return "utf-8"
    for tag in _MARKUP.finditer(head):
        if tag[1] and (name := _meta_charset(tag[1])):
            return name
    return None


def _says_utf8(head: bytes) -> bool:
    """Whether the first that says `charset` is a plain `<meta charset="utf-8">`: half of all pages, quick to see."""
    begin, meta, rest = head.lower().partition(b'<meta charset="utf-8"')
    is_whole = meta and rest[:1] in _AFTER_VALUE and begin.count(b'"') % 2 == 0
    return bool(is_whole) and not any(mark in begin for mark in _MISLEADING)


def _meta_charset(attributes: bytes) -> str | None:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTES.findall(attributes):
        found.setdefault(name.decode("latin-1").lower(), b"".join(values).decode("latin-1"))
    label = found.get("charset")
    if label is None and found.get("http-equiv", "").strip().lower() == "content-type":
        content = _CHARSET_IN_TEXT.search(found.get("content", ""))
        label = content and (content[1] or content[2] or content[3])
    if (label or "").strip().lower() == "x-user-defined":
        return "windows-1252"
    name = find_codec(label or "")
    return name and _utf16_means_utf8(name)


def _utf16_means_utf8(name: str) -> str:
    # The declaration was readable as ASCII, so the document cannot be UTF-16 (HTML standard, prescan).
    return "utf-8" if name.startswith("utf-16") else name


def _detect_utf16(head: bytes) -> str | None:
    at_even, at_odd = head[::2].count(0), head[1::2].count(0)
    if at_odd > len(head) // 8 and at_even * 8 < at_odd:
        return "utf-16-le"
    if at_even > len(head) // 8 and at_odd * 8 < at_even:
        return "utf-16-be"
    return None


def _weigh_utf8(body: bytes) -> tuple[bool, int]:
    """Whether the bytes are UTF-8, a few broken ones forgiven; and how many well-formed sequences say so."""
    if body.isascii():
        return True, 0
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body[: 64 * SAMPLE].decode("utf-8", "replace")
        bad = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
        good = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        return bad <= good, 0
    return True, min(len(body) - len(text), MULTIBYTE_PROOF)


@cache
def _undisputed() -> bytes:
    """The bytes above 0x7F that all code pages of Latin scripts read alike: umlauts, é, quotes, dashes …"""
    every = [bytes((byte,)) for byte in range(0x80, 0x100)]
    return b"".join(byte for byte in every if len({byte.decode(name, "replace") for name in _LATIN}) == 1)


def _detect(body: bytes) -> Charset:
    sample = _sample_text(body)
    is_latin = _is_latin(sample)
    if not sample or (is_latin and sample.translate(None, _undisputed()).isascii()):
        return Charset("windows-1252", "default")
    # chardet loads its models (60 ms) at the first call; most runs never need them.
    from chardet import detect
    from chardet.enums import EncodingEra

    found = detect(
        sample,
        encoding_era=EncodingEra.MODERN_WEB,
        prefer_superset=True,
        compat_names=False,
        include_encodings=_LATIN if is_latin else None,
    )
    name = _DETECTED_NAMES.get(str(found["encoding"]).lower())
    if name is None or (is_latin and found["confidence"] < SURE_LATIN):
        return Charset("windows-1252", "default")
    return Charset(name, "detected")


def _sample_text(body: bytes) -> bytes:
    parts: list[bytes] = []
    size = 0
    for found in _TEXT.finditer(body):
        if not found[0].isascii():
            parts.append(found[0])
            size += len(found[0])
        if size >= SAMPLE:
            break
    return b"\n".join(parts)[:SAMPLE]


def _is_latin(sample: bytes) -> bool:
    high = sum(byte > 0x7F for byte in sample)
    letters = sum(byte > 0x7F or bytes((byte,)).isalpha() for byte in sample)
    return high < letters * LATIN_SHARE
