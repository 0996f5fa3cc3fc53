"""Which encoding a document is in, and who decided."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.charset import TELLING, Charset, decide, decide_page, find_codec

ARABIC = "قال الوزير إن الحكومة ستعقد اجتماعا طارئا اليوم"
FRENCH = "Les élèves de troisième ont été reçus à l'école"
HTML = "text/html"


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"\xef\xbb\xbfhello", "text/html; charset=windows-1256", Charset("utf-8", "bom")),
        ("\ufeffhello".encode("utf-16-le"), None, Charset("utf-16-le", "bom")),
        ("\ufeffhello".encode("utf-16-be"), None, Charset("utf-16-be", "bom")),
        (b"<meta charset=utf-8>hello", "text/html; charset=windows-1256", Charset("windows-1256", "http")),
        (b"<meta charset=utf-8>hello", 'text/html; Charset="Windows-1251"; x=y', Charset("windows-1251", "http")),
        (b"<meta charset=windows-1256>hello", HTML, Charset("windows-1256", "meta")),
        (
            b"<META http-equiv='Content-Type' content='text/html; charset=windows-1256'>",
            HTML,
            Charset("windows-1256", "meta"),
        ),
        (b"<meta content='text/html; charset=x' charset='iso-8859-1'>", None, Charset("windows-1252", "meta")),
        (b'<meta/charset = "koi8-r" />', HTML, Charset("koi8-r", "meta")),
        (b"<meta name=a content='charset=koi8-r'>" + ARABIC.encode(), HTML, Charset("utf-8", "detected")),
        (b"<!-- <meta charset=koi8-r> --><meta charset=shift_jis>", HTML, Charset("cp932", "meta")),
        (b"<!--><meta charset=euc-kr>-->", HTML, Charset("cp949", "meta")),
        (b"<a title='<meta charset=koi8-r>'><meta charset=big5>", HTML, Charset("big5hkscs", "meta")),
        (b'<html><META Charset="UTF-8">', HTML, Charset("utf-8", "meta")),
        (b'<!-- <meta charset="utf-8"> --><meta charset=shift_jis>', HTML, Charset("cp932", "meta")),
        (b"<a title='<meta charset=\"utf-8\">'><meta charset=big5>", HTML, Charset("big5hkscs", "meta")),
        (b'<a title="<meta charset="utf-8" x"><meta charset=big5>', HTML, Charset("big5hkscs", "meta")),
        (b'<meta charset=big5><meta charset="utf-8">', HTML, Charset("big5hkscs", "meta")),
        (b'<meta charset="utf-8"x charset=big5>', HTML, Charset("utf-8", "meta")),
        (b"<meta charset=utf-16>hello", HTML, Charset("utf-8", "meta")),
        (b"<meta charset=x-user-defined>hello", HTML, Charset("windows-1252", "meta")),
        (b"<?xml version='1.0' encoding='UTF-8' ?><!DOCTYPE html><p>", HTML, Charset("utf-8", "xml")),
        (b"<?xml version='1.0' encoding='windows-1256'?><rss/>", "application/rss+xml", Charset("windows-1256", "xml")),
        (b"<?xml version='1.0' encoding='utf-16'?><rss/>", "text/xml", Charset("utf-8", "xml")),
        (b"<?xml version='1.0'?><rss><meta charset=koi8-r></rss>", "text/xml", Charset("utf-8", "detected")),
        ("<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16-le"), "text/xml", Charset("utf-16-le", "xml")),
        (ARABIC.encode(), None, Charset("utf-8", "detected")),
        (b"plain ascii", None, Charset("utf-8", "detected")),
        (b"", None, Charset("utf-8", "detected")),
        (b"<img alt='\xc7\xe1'>", None, Charset("windows-1252", "default")),
        (f"<p>{ARABIC}</p>".encode("windows-1256") * 500, None, Charset("windows-1256", "detected")),
        (b"caf\xe9", None, Charset("windows-1252", "default")),
    ],
)
def test_the_order_of_the_html_standard(body: bytes, content_type: str | None, expected: Charset) -> None:
    assert decide(body, content_type) == expected


@pytest.mark.parametrize(
    "label",
    [
        "utf-7",
        "hex",
        "rot13",
        "idna",
        "zlib_codec",
        "punycode",
        "x" * 1000,
        "unknown",
        "",
        "iso-2022-kr",
        "utf-8\udc80",
    ],
)
@pytest.mark.parametrize("place", ["http", "meta", "xml"])
def test_h7_only_labels_of_the_standard_count(label: str, place: str) -> None:
    raw = label.encode("utf-8", "surrogateescape")
    body = {"meta": b"<meta charset='" + raw + b"'>", "xml": b"<?xml version='1.0' encoding='" + raw + b"'?>"}.get(
        place, b""
    )
    content_type = f"text/html; charset={label}" if place == "http" else HTML
    assert decide(body + ARABIC.encode(), content_type) == Charset("utf-8", "detected")
    assert find_codec(label) is None


def test_h7_of_two_metas_the_first_counts_and_an_unknown_one_is_passed_over() -> None:
    assert decide(b"<meta charset=koi8-r><meta charset=utf-8>", HTML) == Charset("koi8-r", "meta")
    assert decide(b"<meta charset=utf-7><meta charset=koi8-r>", HTML) == Charset("koi8-r", "meta")


def test_h7_a_meta_beyond_the_first_kilobyte_is_too_late() -> None:
    late = b"<!--" + b" " * 1024 + b"--><meta charset=koi8-r>"
    assert decide(late, HTML) == Charset("utf-8", "detected")


@pytest.mark.parametrize("place", ["http", "meta"])
@pytest.mark.parametrize(("text", "codec"), [(ARABIC, "windows-1256"), (FRENCH, "windows-1252")])
def test_f12_utf8_that_is_none_is_detected(place: str, text: str, codec: str) -> None:
    meta = "<meta charset=utf-8>" if place == "meta" else ""
    body = f"<html>{meta}<p>{text}</p></html>".encode(codec)
    found = decide(body, "text/html; charset=utf-8" if place == "http" else HTML)
    assert found.source in ("detected", "default")
    assert text in body.decode(found.name)


def test_f12_utf8_called_something_else_is_seen() -> None:
    body = f"<p>{ARABIC}</p>".encode()
    assert decide(body, "text/html; charset=iso-8859-1") == Charset("utf-8", "detected")
    assert decide(b"<p>hello</p>", "text/html; charset=utf-16") == Charset("utf-8", "detected")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("content_type", [None, "text/html; charset=utf-8", "text/html; charset=windows-1256"])
def test_f12_utf16_without_a_mark_is_seen(codec: str, content_type: str | None) -> None:
    body = f"<!DOCTYPE html><html><head><title>{ARABIC}</title></head>".encode(codec)
    assert decide(body, content_type) == Charset(codec, "detected")


def test_a_few_broken_bytes_do_not_make_utf8_something_else() -> None:
    body = ARABIC.encode() + b"\xd9 \xff" + ARABIC.encode()
    assert decide(body, "text/html; charset=utf-8") == Charset("utf-8", "http")
    assert decide(body[:-1], None) == Charset("utf-8", "detected")
    upstream = "Le pr\ufffdsident a d\ufffdclar\ufffd".encode()
    assert decide(upstream, "text/html; charset=utf-8") == Charset("utf-8", "http")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ARABIC, "windows-1256"),
        ("عاجل: انفجار في العاصمة", "windows-1256"),
        ("أخبار المغرب", "windows-1256"),
        ("Президент заявил о новых мерах", "windows-1251"),
        ("Новости дня", "windows-1251"),
        ("東京で地震がありました", "cp932"),
        ("ニュース速報", "cp932"),
        ("中国新闻网北京报道", "gb18030"),
        (FRENCH, "windows-1252"),
        ("Été à Marrakech", "windows-1252"),
        ("L’actualité en français : où sont passés les élèves ?", "windows-1252"),
        ("À la une : l’économie française", "windows-1252"),
        ("El niño español corrió por la mañana", "windows-1252"),
        ("Przewodniczący powiedział, że będzie źle", "windows-1250"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["{}", "<html><head><title>{}</title></head><body class='long markup'>{}</body></html>"]
)
def test_short_legacy_text_is_detected(text: str, codec: str, frame: str) -> None:
    body = frame.format(text, text).encode(codec)
    found = decide(body, None)
    assert body.decode(found.name) == frame.format(text, text)


def test_the_detector_finds_the_text_behind_much_markup() -> None:
    body = b"<div class='x'>menu</div>" * 5000 + ARABIC.encode("windows-1256")
    assert decide(body, HTML) == Charset("windows-1256", "detected")


@given(st.binary(max_size=300), st.none() | st.text(max_size=60))
def test_any_bytes_get_an_encoding_that_python_knows(body: bytes, content_type: str | None) -> None:
    found = decide(body, content_type)
    assert isinstance(body.decode(found.name, "replace"), str)


@given(
    st.lists(
        st.sampled_from(
            ["<meta", " charset", "=", "koi8-r", '"', "'", ">", "<!--", "-->", "/", "<a", " ", "<?xml", "utf-8"]
        )
    )
)
def test_any_markup_gets_an_encoding(pieces: list[str]) -> None:
    decide("".join(pieces).encode(), HTML)


@pytest.mark.parametrize(
    "label", ["windows-874", "x-mac-cyrillic", "iso-8859-8-i", "gbk", "utf-16be", "macintosh", "ibm866"]
)
def test_every_encoding_of_the_standard_is_a_python_codec(label: str) -> None:
    codec = find_codec(label)
    assert codec is not None
    assert b"abcdef".decode(codec, "replace")


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("text", [ARABIC, "首相はきょう述べた", "Ελλάδα", "🙂 smile"])
def test_a_long_page_is_not_misread_where_its_telling_part_ends(shift: int, text: str) -> None:
    body = b"<p>" + b"x" * shift + (text * (TELLING // 8)).encode()
    assert len(body) > TELLING
    assert decide_page(body, HTML) == Charset("utf-8", "detected")


def test_a_long_page_is_told_by_its_first_part_that_is_not_ascii_and_by_its_head() -> None:
    markup, text = b"<i class=x></i>" * (TELLING // 5), f"<p>{ARABIC}</p>".encode("windows-1256") * 400
    assert decide_page(markup + text + markup, HTML) == Charset("windows-1256", "detected")
    assert decide_page(b"<meta charset=koi8-r>" + markup + text, HTML) == Charset("koi8-r", "meta")
    assert decide_page(markup, HTML) == Charset("utf-8", "detected")


@given(st.binary(max_size=300), st.none() | st.text(max_size=60))
def test_a_short_page_is_decided_as_any_document(body: bytes, content_type: str | None) -> None:
    assert decide_page(body, content_type) == decide(body, content_type)


def test_letters_that_all_latin_code_pages_share_need_no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chardet", None)  # importing it now fails
    text = "Für die Größe der Räume – „schön“ – zahlt der Café-Händler 5 €."
    assert decide(text.encode("cp1252"), None) == Charset("windows-1252", "default")
