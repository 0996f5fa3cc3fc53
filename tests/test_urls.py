"""Addresses: what is accepted, what is one page, what is one site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PSLFILE, PublicSuffixList, encode_idn

from pipeline import urls
from pipeline.urls import canonicalise, host_of, is_same_site, normalise, origin_of, registered_domain


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("HTTP://News.Example:80/a/../b#part", None, "http://news.example/b"),
        ("https://news.example:443", None, "https://news.example/"),
        ("https://news.example:8443/", None, "https://news.example:8443/"),
        (" \n /alaoual/1 \t", "https://www.maghress.com/x/y", "https://www.maghress.com/alaoual/1"),
        ("//images2.masress.com/a/1/thumb", "https://www.masress.com/", "https://images2.masress.com/a/1/thumb"),
        ("?page=2", "http://news.example/list?page=1#x", "http://news.example/list?page=2"),
        ("https://news.example/خبر?q=عاجل", None, "https://news.example/%D8%AE%D8%A8%D8%B1?q=%D8%B9%D8%A7%D8%AC%D9%84"),
        ("https://مثال.إختبار/", None, "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("http://example.com\\@127.0.0.1/", None, "http://example.com/@127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]/", None, "http://[::ffff:7f00:1]/"),
    ],
)
def test_normalise_gives_what_a_browser_would_ask_for(url: str, base: str | None, expected: str) -> None:
    assert normalise(url, base) == expected


@pytest.mark.parametrize("spelling", ["127.1", "0x7f000001", "2130706433", "0177.0.0.1", "①②⑦.⓪.⓪.①", "127.0.0.1."])
def test_n11_odd_spellings_of_an_address_become_the_address(spelling: str) -> None:
    assert normalise(f"http://{spelling}/") == "http://127.0.0.1/"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "not http or https: file"),
        ("ftp://news.example/a", "not http or https: ftp"),
        ("data:text/html,x", "not http or https: data"),
        ("javascript:alert(1)", "not http or https: javascript"),
        ("mailto:a@news.example", "not http or https: mailto"),
        ("/alaoual/1", "not absolute"),
        ("", "not absolute"),
        ("http://", "host"),
        ("http://:80/", "host"),
        ("http://a b/", "host"),
        ("http://news.example:99999/", "port out of range: 99999"),
        ("http://news.example:" + "9" * 5000 + "/", "port out of range"),
        ("http://user:pass@news.example/", "user name or password"),
        ("http://user@news.example/", "user name or password"),
        ("http://news.example/a\r\nX-Injected: 1", "control characters"),
        ("http://news.example/a\x00b", "control characters"),
        ("http://ne\tws.example/", "control characters"),
        ("http://news.example/\udc80", "surrogate"),
        ("http://news.example/" + "a" * 9000, "longer than 8000"),
    ],
)
def test_n10_what_cannot_be_fetched_is_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        normalise(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example?", "https://news.example/"),
        ("https://news.example/a/?utm_source=x&UTM_Medium=y&fbclid=z", "https://news.example/a/"),
        ("https://news.example/a?id=1&utm_campaign=x&p=2", "https://news.example/a?id=1&p=2"),
        ("https://news.example/a?page=2&&", "https://news.example/a?page=2"),
        ("https://news.example/a?ref=1&source=rss", "https://news.example/a?ref=1&source=rss"),
        ("https://news.example/%7euser/%d8%ae", "https://news.example/~user/%D8%AE"),
        ("https://news.example/a%2fb", "https://news.example/a%2Fb"),
        ("https://news.example/100%/%zz", "https://news.example/100%25/%25zz"),
        ("https://news.example/%%32e", "https://news.example/%252e"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example:8443/a?xtor=RSS-1", "https://news.example:8443/a"),
        ("https://www.maghress.com/a/1;jsessionid=AB12?x=1", "https://www.maghress.com/a/1?x=1"),
        ("http://[::1]:8080/a?gclid=1", "http://[::1]:8080/a"),
    ],
)
def test_canonicalise_keeps_only_what_tells_pages_apart(url: str, expected: str) -> None:
    assert canonicalise(url) == expected


def test_canonicalise_keeps_scheme_www_and_trailing_slash() -> None:
    spellings = [
        "http://news.example/a",
        "https://news.example/a",
        "https://www.news.example/a",
        "https://news.example/a/",
    ]
    assert [canonicalise(url) for url in spellings] == spellings


URL_TAILS = st.text(alphabet=st.sampled_from("abuU./%?&=;#:@[]+ ~25eEfF0\\é خ_-'\"<>|^`{}"), max_size=40)


@given(URL_TAILS)
def test_canonicalise_is_idempotent_and_normal(tail: str) -> None:
    try:
        once = canonicalise(f"https://news.example/{tail}")
    except ValueError:
        return
    assert canonicalise(once) == once
    assert normalise(once) == once


@given(st.text(max_size=60), st.none() | st.just("https://news.example/a/b?c"))
def test_normalise_never_raises_anything_but_value_error(url: str, base: str | None) -> None:
    try:
        once = normalise(url, base)
    except ValueError:
        return
    assert normalise(once) == once
    assert canonicalise(canonicalise(once)) == canonicalise(once)


def test_host_and_origin() -> None:
    assert host_of("https://WWW.News.example:8443/a") == "www.news.example"
    assert host_of("http://[::1]:80/") == "::1"
    assert origin_of("https://WWW.News.example:443/a") == "https://www.news.example"
    assert origin_of("http://[::1]:8080/a") == "http://[::1]:8080"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.maghress.com", "maghress.com"),
        ("feeds.bbci.co.uk", "bbci.co.uk"),
        ("www.alriyadh.com.sa", "alriyadh.com.sa"),
        ("a.blogspot.com", "a.blogspot.com"),
        ("News.Example.", "news.example"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("com", "com"),
    ],
)
def test_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_registered_domains_are_those_of_the_whole_public_suffix_list() -> None:
    whole = PublicSuffixList()
    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    rules = [line.lstrip("!").replace("*", "any") for line in lines if line and not line.startswith("//")]
    bases = [*rules, *map(encode_idn, rules), "xn--p1ai", "xn--", "xn--\xe9", "nowhere"]
    hosts = [f"{before}{base}" for base in bases for before in ("", "a.", "b.a.")]
    assert len(hosts) > 30_000
    assert [registered_domain(host) for host in hosts] == [whole.privatesuffix(host) or host for host in hosts]


def test_same_site_is_the_registered_domain_and_for_addresses_the_port_too() -> None:
    assert is_same_site("https://www.maghress.com/a", "http://images2.maghress.com/b")
    assert not is_same_site("https://a.blogspot.com/", "https://b.blogspot.com/")
    assert not is_same_site("https://maghress.com.evil.example/", "https://maghress.com/")
    assert is_same_site("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b")
    assert not is_same_site("http://127.0.0.1:8000/a", "http://127.0.0.1:8001/a")


@pytest.fixture(scope="module")
def by_the_parser() -> Callable[[str, str | None], str]:
    """`normalise` without its short cut."""

    def ask(url: str, base: str | None) -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(urls, "_as_it_is", lambda *_: None)
            return normalise(url, base)

    return ask


_BITS = [
    "a",
    "b.com",
    ".",
    "..",
    "/",
    "//",
    "/..",
    "%2e",
    "%2E",
    "%41",
    "%",
    "?",
    "&",
    "=",
    ":",
    "80",
    "@",
    "-",
    "xn--",
]
_BITS += ["1", "de", "A", "ü", "#", "'", "~", "!", "(", "*", "+", ",", ";", "_", "www.", "\\", "|", " ", "\t", "^", "`"]
_HOSTS = [
    "www.example.org",
    "a.b-c.co.uk",
    "ab--c.de",
    "-a.com",
    "a-.com",
    "1.com",
    "a.c0m",
    "a.7",
    "www.xn--a.de",
    "a..b",
]


@given(
    st.sampled_from(["", "/", *(f"https://{host}/" for host in _HOSTS), "https://www.example.org"]),
    st.lists(st.sampled_from(_BITS), max_size=8),
    st.none()
    | st.sampled_from(["https://www.example.org/a/b", "http://1.2.3.4/x", "https://x.org:8080/", "http://A.b/"]),
)
def test_the_short_cut_gives_what_the_parser_gives(
    by_the_parser: Callable[[str, str | None], str], start: str, bits: list[str], base: str | None
) -> None:
    url = start + "".join(bits)
    plain = urls._as_it_is(url.strip(" \t"), base)
    if plain is not None:
        assert plain == by_the_parser(url, base)


@pytest.mark.parametrize("link", ["/news/1?page=2", "https://www.example.org/a/b.html", "/a//b;c=d,e~(f)"])
def test_plain_links_take_the_short_cut(link: str) -> None:
    assert urls._as_it_is(link, "https://www.example.org/x") is not None


@pytest.mark.parametrize(
    "url", ["https://xn--a.de/", "https://a.c/../b", "https://a.de", "https://a.de/%2e", "//a.de/"]
)
def test_other_links_are_left_to_the_parser(url: str) -> None:
    assert urls._as_it_is(url, "https://www.example.org/x") is None
