"""robots.txt by RFC 9309: verdicts, odd encodings, hostile files."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.robots import (
    MAX_BODY,
    MemoryRobotsCache,
    RobotsRecord,
    RobotsVerdict,
    crawl_delay,
    read_robots,
    record_answer,
    sitemaps_of,
    verdict,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(hours=24)
SITE = "https://news.example"


def record(body: bytes | str = b"", status: int | None = 200) -> RobotsRecord:
    content = body.encode() if isinstance(body, str) else body
    return record_answer(SITE, status, content, NOW, DAY)


def judge(body: bytes | str, path: str = "/a", agent: str = "Warraq") -> RobotsVerdict:
    return verdict(record(body), SITE + path, agent)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, "no_rules"),
        (204, "no_rules"),
        (404, "no_rules"),
        (410, "no_rules"),
        (302, "unavailable_allowed"),
        (400, "unavailable_allowed"),
        (401, "unavailable_allowed"),
        (403, "unavailable_allowed"),
        (451, "unavailable_allowed"),
        (429, "unavailable"),
        (500, "unavailable"),
        (503, "unavailable"),
        (999, "unavailable"),
        (None, "unavailable"),
    ],
)
def test_r2_r3_what_a_status_means(status: int | None, expected: str) -> None:
    assert verdict(record(status=status), SITE + "/a", "Warraq") == expected


@pytest.mark.parametrize("status", [401, 403])
def test_r3_401_and_403_can_be_told_to_forbid(status: int) -> None:
    assert verdict(record(status=status), SITE + "/a", "Warraq", on_403="deny") == "denied"


@pytest.mark.parametrize(
    ("status", "kept"), [(200, DAY), (404, DAY), (429, timedelta(minutes=10)), (None, timedelta(minutes=10))]
)
def test_r2_records_of_no_answer_are_short_lived(status: int | None, kept: timedelta) -> None:
    found = record_answer(SITE, status, b"", NOW, timedelta(days=30))
    assert found.expires_at - found.fetched_at == kept


def test_a_record_is_fresh_until_it_expires_and_never_before_it_was_made() -> None:
    found = record()
    assert found.is_fresh(NOW)
    assert found.is_fresh(NOW + DAY - timedelta(seconds=1))
    assert not found.is_fresh(NOW + DAY)
    assert not found.is_fresh(NOW - timedelta(seconds=1))


def test_r1_an_html_page_forbids_nothing_and_is_noted() -> None:
    page = "<!DOCTYPE html><html><body>Disallow: everything? <a href='/'>home</a></body></html>"
    assert judge(page) == "no_rules"
    assert "HTML" in record(page).note
    assert record("User-agent: *\nDisallow: /").note == ""


def test_r5_only_whole_lines_within_500_kib_are_kept() -> None:
    body = b"User-agent: *\n" + b"Disallow: /private\n" * 2_000_000
    found = record(body)
    assert MAX_BODY - 20 < len(found.body) <= MAX_BODY
    assert found.body.endswith(b"/private\n")
    assert "first 512000 bytes" in found.note
    assert verdict(found, SITE + "/p", "Warraq") == "allowed"
    assert record(b"x" * (MAX_BODY + 1)).body == b""


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /a",
        "User-agent: *\nDisallow: /a".encode("utf-16"),
        "User-agent: *\nDisallow: /a".encode("utf-16-be"),
        "User-agent: *\nDisallow: /a".encode("utf-16-le"),
        b"User-agent: *\rDisallow: /a\r",
        b"User-agent: *\r\nDisallow: /a\r\n",
        b"User-agent: *\0\nDisallow: /a\0\n",
        b"\n\n  user-AGENT :  * # all\n\tdisallow:/a#b",
        b"\xff\xfe\xff broken line\nUser-agent: *\nDisallow: /a"[2:],
        b"Sitemap: https://news.example/s.xml\nUser-agent: *\nDisallow: /a",
    ],
    ids=["bom", "utf-16", "utf-16-be", "utf-16-le", "CR", "CRLF", "NUL", "spaces", "garbage", "sitemap first"],
)
def test_r6_odd_files_are_read_as_rfc_9309_would(body: bytes) -> None:
    assert judge(body) == "denied"
    assert judge(body, "/b") == "allowed"


def test_r6_groups_of_one_agent_are_merged_wherever_they_stand() -> None:
    rules = "User-agent: warraq\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: WARRAQ\nDisallow: /b\n"
    assert [judge(rules, path) for path in ("/a", "/b", "/c")] == ["denied", "denied", "allowed"]


def test_r6_several_agents_share_a_group_and_a_sitemap_line_does_not_split_it() -> None:
    rules = "User-agent: other\nSitemap: https://news.example/s.xml\nUser-agent: warraq\nDisallow: /a\n"
    assert judge(rules) == "denied"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Warraq", "denied"),
        ("warraq/1.0", "denied"),
        ("WARRAQ (bot; +https://news.example)", "denied"),
        ("War", "no_rules"),
        ("Warraq2", "no_rules"),
        ("MyWarraq", "no_rules"),
        ("raq", "no_rules"),
    ],
)
def test_a_group_is_ours_when_its_product_token_is_our_name(line: str, expected: str) -> None:
    assert judge(f"User-agent: {line}\nDisallow: /") == expected


def test_our_own_group_replaces_the_one_for_all() -> None:
    rules = "User-agent: *\nDisallow: /\nUser-agent: warraq\nAllow: /\n"
    assert judge(rules) == "allowed"
    assert judge(rules, agent="Other") == "denied"


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", "allowed"),
        ("Allow: /a\nDisallow: /a", "/a", "allowed"),
        ("Disallow: /*.pdf$", "/x/y.pdf", "denied"),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", "allowed"),
        ("Disallow: /خبر", "/%D8%AE%D8%A8%D8%B1/1", "denied"),
        ("Disallow: /%d8%ae%d8%a8%d8%b1", "/%D8%AE%D8%A8%D8%B1/1", "denied"),
        ("Disallow: /a?b=", "/a?b=1", "denied"),
        ("Disallow:", "/a", "allowed"),
        ("Disallow: /", "/robots.txt", "allowed"),
    ],
)
def test_the_longest_rule_decides(rules: str, path: str, expected: str) -> None:
    assert judge(f"User-agent: *\n{rules}", path) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("0", 0.0),
        ("1e308", 300.0),
        ("inf", None),
        ("-5", None),
        ("NaN", None),
        ("soon", None),
    ],
)
def test_r7_crawl_delay_is_clamped_or_ignored(value: str, expected: float | None) -> None:
    found = record(f"User-agent: *\nCrawl-delay: {value}\nDisallow: /x")
    assert crawl_delay(found, "Warraq", 300.0) == expected


def test_r7_crawl_delay_is_that_of_our_group() -> None:
    found = record("User-agent: *\nCrawl-delay: 9\nUser-agent: warraq\nCrawl-delay: 3\n")
    assert crawl_delay(found, "Warraq", 300.0) == 3.0
    assert crawl_delay(found, "Other", 300.0) == 9.0
    assert crawl_delay(record(status=500), "Warraq", 300.0) is None


def test_r8_patterns_of_many_stars_do_not_blow_up() -> None:
    rules = "User-agent: *\n" + f"Disallow: /{'*a' * 30}b\n" * 200
    assert judge(rules, "/" + "a" * 2000) == "allowed"


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"User-agent: *\nDisallow: {text}".encode()))
def test_any_bytes_give_a_verdict(body: bytes) -> None:
    assert judge(body) in ("allowed", "denied", "no_rules")
    assert crawl_delay(record(body), "Warraq", 300.0) is None or body
    read_robots(body)


def test_the_memory_cache_keeps_the_latest_and_forgets_the_oldest() -> None:
    cache = MemoryRobotsCache(size=2)
    for host in ("a", "b"):
        cache.put(RobotsRecord(f"https://{host}", NOW, NOW + DAY, 200))
    assert cache.get("https://a") is not None
    cache.put(RobotsRecord("https://c", NOW, NOW + DAY, 404))
    assert cache.get("https://b") is None
    assert cache.get("https://a") is not None
    newer = RobotsRecord("https://a", NOW, NOW + DAY, 500)
    cache.put(newer)
    assert cache.get("https://a") is newer


def test_the_sitemaps_named_are_those_of_a_good_answer() -> None:
    body = "Sitemap: https://example.org/a.xml\nUser-agent: *\nDisallow: /x\nsitemap:https://example.org/b.xml\n"
    assert sitemaps_of(record(body)) == ("https://example.org/a.xml", "https://example.org/b.xml")
    assert sitemaps_of(record(body, status=404)) == ()
    assert sitemaps_of(None) == ()


def test_the_rules_of_many_hosts_with_hostile_files_are_not_all_kept_in_memory() -> None:
    lines = "".join(f"Disallow: /*a{number}$\n" for number in range(2_000))
    kept = [weakref.ref(read_robots(f"User-agent: *\n# {host}\n{lines}".encode())) for host in range(12)]
    gc.collect()
    assert sum(one() is not None for one in kept) <= 4


def test_usual_rules_are_read_once() -> None:
    body = b"User-agent: *\nDisallow: /private/\n"
    assert read_robots(body) is read_robots(body)
