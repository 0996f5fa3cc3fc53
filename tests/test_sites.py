"""A site as a value: which addresses are its own, how they are written, and the small values of its file."""

from __future__ import annotations

import pickle
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.sites import FeedSource, Limits, Site
from pipeline.sites.lines import locate_keys
from pipeline.sites.units import check_zone, format_bytes, format_duration, parse_bytes, parse_duration, read_cron


def make_site(**more: object) -> Site:
    return Site.model_validate(
        {
            "id": "maghress",
            "name": "Maghress",
            "home": "https://www.maghress.com/",
            "aliases": ["m.maghress.example", "مغرس.example"],
            "sources": [{"kind": "feed", "url": "/rss"}],
            **more,
        }
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://www.maghress.com/alaoual/1",
        "http://maghress.com/alaoual/1",
        "HTTP://WWW.MAGHRESS.COM:80/alaoual/1",
        "https://m.maghress.example/",
        "https://www.m.maghress.example/",
        "https://مغرس.example/",
        "https://xn--wgbet7b.example/",
        "https://www.maghress.com\\@other.example/",  # to browsers, a path on www.maghress.com (WHATWG URL)
    ],
)
def test_a_site_owns_its_home_and_its_aliases_with_and_without_www(url: str) -> None:
    assert make_site().owns(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://fr.maghress.com/alaoual/1",
        "https://images2.maghress.com/alaoual/1",
        "https://www.maghress.com.evil.example/",
        "https://notmaghress.com/",
        "https://www.maghress.com:8443/",
        "https://user:secret@www.maghress.com/",
        "ftp://www.maghress.com/",
        "javascript:alert(1)",
        "/alaoual/1",
        "",
    ],
)
def test_a_site_does_not_own_other_hosts_ports_or_schemes(url: str) -> None:
    assert not make_site().owns(url)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://maghress.com/fr/alaoual/1", "https://www.maghress.com/fr/alaoual/1"),
        ("https://www.maghress.com/alaoual/1#top", "https://www.maghress.com/alaoual/1"),
        ("http://www.maghress.com/alaoual/1?utm_source=x&page=2", "https://www.maghress.com/alaoual/1?page=2"),
        ("https://m.maghress.example", "https://www.maghress.com/"),
        ("http://other.example/a", "http://other.example/a"),
    ],
)
def test_the_canonical_address_has_the_scheme_and_host_of_home(url: str, canonical: str) -> None:
    assert make_site().canonical(url) == canonical


def test_a_site_on_a_port_of_its_own_owns_that_port_only() -> None:
    site = make_site(home="http://127.0.0.1:8001/", aliases=[])
    assert site.owns("http://127.0.0.1:8001/a")
    assert not site.owns("http://127.0.0.1:8002/a")
    assert site.canonical("http://127.0.0.1:8001/a") == "http://127.0.0.1:8001/a"


@given(st.text())
def test_owning_never_raises_and_canonical_is_stable(text: str) -> None:
    site = make_site()
    if site.owns(text):
        assert site.canonical(site.canonical(text)) == site.canonical(text)
        assert site.canonical(text).startswith("https://www.maghress.com/")


def test_sources_are_found_by_id_and_the_nameless_are_numbered() -> None:
    site = make_site(
        sources=[
            {"kind": "feed", "url": "/rss"},
            {"kind": "feed", "url": "/fr/rss"},
            {"kind": "feed", "url": "/en/rss", "id": "en"},
            {"kind": "sitemap", "url": "https://other.example/sitemap.xml"},
        ]
    )
    assert [source.id for source in site.sources] == ["feed-1", "feed-2", "en", "sitemap"]
    assert site.source("en").model_dump()["url"] == "https://www.maghress.com/en/rss"
    with pytest.raises(KeyError, match="maghress has no source 'rss'"):
        site.source("rss")


def test_a_rule_may_be_a_selector_a_table_or_a_list_of_either() -> None:
    rules = {"title": "h1", "body": {"css": "p", "all": True}, "published": ["time", {"css": "b", "attr": "title"}]}
    read = make_site(rules=rules).rules
    assert [rule.css for rule in (*read.title, *read.body, *read.published)] == ["h1", "p", "time", "b"]


def test_a_site_survives_the_way_to_a_child_process() -> None:
    site = make_site(article_url="/[0-9]+$", rules={"drop_text": ["^x$"]})
    assert pickle.loads(pickle.dumps(site)) == site  # noqa: S301 - our own bytes


def test_values_never_change() -> None:
    with pytest.raises(ValidationError):
        make_site().id = "other"  # type: ignore[misc]


def test_given_source_objects_are_taken_as_they_are() -> None:
    source = FeedSource(kind="feed", url="https://x.example/rss", id="x")
    assert make_site(sources=[source]).sources == (source,)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("1h30m", 5400), ("7d", 604_800), ("0s", 0), ("0.5s", 0.5), ("1d2h3m4.25s", 93_784.25)],
)
def test_durations_are_read_and_written(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)
    assert format_duration(timedelta(seconds=seconds)) == (text if text != "90s" else "1m30s")


@pytest.mark.parametrize("value", ["", "5", "5 m", "m", "1m1h", "-1s", "1.5h", "٣m", "1s ", 5, 1.5, True, None, []])
def test_what_is_no_duration_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        parse_duration(value)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=999_999)))
def test_a_duration_written_is_read_back(value: timedelta) -> None:
    assert parse_duration(format_duration(value)) == value


@given(st.one_of(st.text(), st.from_regex(r"[0-9.]+[dhms]([0-9.]+[dhms])*", fullmatch=True)))
def test_reading_a_duration_gives_one_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert parse_duration(text) >= timedelta(0)


@pytest.mark.parametrize(("text", "size"), [("10MiB", 10 * 2**20), ("500kB", 500_000), (7, 7), ("1.5GiB", 3 * 2**29)])
def test_sizes_are_read(text: object, size: int) -> None:
    assert parse_bytes(text) == size


@pytest.mark.parametrize("value", [True, -1, "x", "10QB", "-1", None, 1.5, [], ""])
def test_what_is_no_size_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a size"):
        parse_bytes(value)


@given(st.integers(min_value=0, max_value=2**50))
def test_a_size_written_is_read_back(size: int) -> None:
    assert parse_bytes(format_bytes(size)) == size


def test_a_size_is_a_plain_integer() -> None:
    assert type(Limits.model_validate({"max_encoded": "1MiB"}).max_encoded) is int


@pytest.mark.parametrize("zone", ["Africa", "", "../etc/passwd", "x\x00", "Africa/Casablanca "])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="is no IANA time zone"):
        check_zone(zone)


@pytest.mark.parametrize("cron", ["*/15 * * * *", "0 6 * * mon-fri", "0 6,18 1 jan *", "0 0 29 2 *", "0 6 * * */2"])
def test_cron_expressions_that_come_are_taken(cron: str) -> None:
    assert read_cron(cron, "Africa/Casablanca").timezone.key == "Africa/Casablanca"


@given(st.text(alphabet="0123456789*/,- amonsu\x00", max_size=20))
def test_any_text_is_a_cron_expression_that_comes_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert read_cron(text, "UTC").get_next_fire_time(None, datetime(2024, 1, 1, tzinfo=UTC))


TOML = '''\
# comment
a.b = 1
"q.x" = [ # comment
  1,
  { z = 2, "y\\u0041" = [3] },
]

[t.u]
k = """
two lines"""
l = 5
[[s]]
i = 1
[s.sub]
j = 2
[[s]]
i = 3
[[s.deep]]
x = 1
'''


def test_every_key_table_and_item_has_its_line() -> None:
    expected = {
        ("a",): 2,
        ("a", "b"): 2,
        ("q.x",): 3,
        ("q.x", 0): 4,
        ("q.x", 1): 5,
        ("q.x", 1, "z"): 5,
        ("q.x", 1, "yA"): 5,
        ("q.x", 1, "yA", 0): 5,
        ("t",): 8,
        ("t", "u"): 8,
        ("t", "u", "k"): 9,
        ("t", "u", "l"): 11,
        ("s",): 12,
        ("s", 0): 12,
        ("s", 0, "i"): 13,
        ("s", 0, "sub"): 14,
        ("s", 0, "sub", "j"): 15,
        ("s", 1): 16,
        ("s", 1, "i"): 17,
        ("s", 1, "deep"): 18,
        ("s", 1, "deep", 0): 18,
        ("s", 1, "deep", 0, "x"): 19,
    }
    assert locate_keys(TOML) == expected
    assert locate_keys(TOML.replace("\n", "\r\n")) == expected


KEYS = st.one_of(st.from_regex(r"[a-z]{1,3}", fullmatch=True), st.sampled_from(["a.b", "مغرس", 'q"', "", "x y", "\\"]))
VALUES = st.recursive(
    st.one_of(
        st.integers(0, 9).map(str), st.sampled_from(['"x"', "'''a\nb'''", '"""\nc\n\nd"""', "true", "2025-12-11"])
    ),
    lambda inner: st.lists(inner, max_size=3).map(
        lambda items: "[\n" + "".join(f"{item}, # c\n" for item in items) + "]"
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(KEYS, VALUES), unique_by=lambda pair: pair[0], max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_keys_are_on_the_lines_they_were_written_to(pairs: list[tuple[str, str]], newline: str) -> None:
    text, lines = "", {}
    for key, value in pairs:
        text += "# comment\n\n"
        lines[key] = text.count("\n") + 1
        quoted = key.replace("\\", "\\\\").replace('"', '\\"')
        text += f'"{quoted}" = {value}\n'
    found = locate_keys(text.replace("\n", newline))
    assert {path[0]: line for path, line in found.items() if len(path) == 1} == lines
