"""The frame around every page: words, preferences, the shield, errors; from the outside, over HTTP."""

from __future__ import annotations

import http.client
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import Archive
from pipeline.web.pages.preferences import safe_place
from pipeline.web.words import LANGUAGES, choose_language, keys_of, words_of
from tests.browsing import served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("web") / "archive.db"
    with Archive.open(path):
        pass
    with served(path, hosts=("news.example.org",)) as url:
        yield url


def _ask(site: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    connection.close()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    assert keys_of(language) == keys_of("en")


def test_a_word_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such-key"):
        words_of("en")("no-such-key")


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        (None, None, "en"),
        (None, "ar-MA,ar;q=0.9,fr;q=0.8", "ar"),
        (None, "de, fr;q=0.5, en;q=0.4", "fr"),
        (None, "en;q=zero, ar;q=0.1", "ar"),
        ("fr", "ar", "fr"),
        ("xx", "ar", "ar"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_browsers(
    wanted: str | None, accepted: str | None, language: str
) -> None:
    assert choose_language(wanted, accepted) == language


def test_the_page_speaks_the_browsers_language(site: str) -> None:
    _, _, page = _ask(site, "/", Accept_Language="ar")
    assert '<html lang="ar" dir="rtl"' in page


@pytest.mark.parametrize("path", ["/", "/no/such/page", "/archive", "/-/warraq/warraq.css"])
def test_every_answer_allows_no_inline_script_and_no_other_site(site: str, path: str) -> None:
    _, headers, _ = _ask(site, path)
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:8001", "127.0.0.1@evil"])
def test_q8_another_host_is_refused(site: str, host: str) -> None:
    assert _ask(site, "/", Host=host)[0] in (400, 421)


def test_q8_a_host_that_was_allowed_is_heard(site: str) -> None:
    assert _ask(site, "/", Host="News.Example.org:8080")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_q8_nothing_but_reading(site: str, method: str) -> None:
    assert _ask(site, "/", method)[0] == 405


def test_an_address_too_long_is_refused(site: str) -> None:
    assert _ask(site, "/?q=" + "x" * 9000)[0] == 414


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\\\\evil",
    ],
)
def test_q8_preferences_lead_to_no_other_site(wanted: str) -> None:
    assert safe_place(wanted) == "/"


@given(st.text(alphabet=string.printable))
def test_a_safe_place_is_a_path_of_this_site(wanted: str) -> None:
    place = urlsplit(safe_place(wanted))
    assert (place.scheme, place.netloc) == ("", "")
    assert safe_place(wanted).startswith("/")


def test_preferences_are_kept(site: str) -> None:
    status, headers, _ = _ask(site, "/-/preferences?lang=fr&theme=dark&next=/search%3Fq%3Dx")
    assert (status, headers["location"]) == (302, "/search?q=x")
    _, _, page = _ask(site, "/", Cookie="warraq_lang=fr; warraq_theme=dark")
    assert 'lang="fr"' in page
    assert 'data-theme="dark"' in page


def test_an_error_gives_nothing_away(site: str) -> None:
    status, _, page = _ask(site, "/archive/no_such_table")
    assert status == 404
    assert "Nothing is here" in page
    assert str(Path.cwd()) not in page


def test_an_error_to_a_program_is_json(site: str) -> None:
    status, headers, text = _ask(site, "/archive/no_such_table.json")
    assert status == 404
    assert headers["content-type"].startswith("application/json")
    assert '"ok": false' in text
