"""Addresses: what is a fetchable URL, when two are one page, and whose site they are on (WHATWG URL)."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from ada_url import URL
from publicsuffixlist import PSLFILE, PublicSuffixList, encode_idn

MAX_LENGTH: Final = 8000
"""Octets of a serialised URL; RFC 9110 §4.1 asks recipients for 8000 at least, servers refuse more."""

TRACKING_PREFIXES: Final = ("utm_", "hsa_", "mtm_", "pk_", "at_custom", "at_link_", "at_ptr_")
# fmt: off
TRACKING_NAMES: Final = frozenset(
    {
        "__s", "__twitter_impression", "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "at_bbc_team", "at_campaign",
        "at_campaign_type", "at_format", "at_medium", "dclid", "ef_id", "fb_action_ids", "fb_action_types", "fb_ref",
        "fb_source", "fbclid", "gbraid", "gclid", "gclsrc", "guccounter", "guce_referrer", "guce_referrer_sig", "igsh",
        "igshid", "jsessionid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ns_campaign", "ns_fee",
        "ns_linkname", "ns_mchannel", "ns_source", "ocid", "oly_anon_id", "oly_enc_id", "phpsessid", "rb_clickid",
        "ref_src", "ref_url", "s_kwcid", "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "wickedid", "wt_mc",
        "xtor", "yclid",
    }
)
# fmt: on
"""Query parameters that say who clicked where, never what is shown; compared in lower case."""

# Addresses that the WHATWG parser gives back as they are: most links of a page, at a tenth of the parser's price. Lower
# case, no user, port, backslash or "xn--", a host that ends in letters (one that ends in a number is an IPv4 address).
_ORIGIN = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,})(?=/)")
_TARGET = re.compile(r"/[A-Za-z0-9_~!$&()*+,;=:@/.%-]*(?:\?[A-Za-z0-9_~!$&()*+,;=:@/.%?-]*)?")
_REWRITTEN = ("/.", "%2e", "%2E")  # dot segments, which the parser takes away

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PORT = re.compile(r"[A-Za-z]+:[/\\]*[^/\\?#]*:([0-9]+)(?=[/\\?#]|$)")
_PERCENT = re.compile(r"%(?:([0-9A-Fa-f]{2})|)")
_SESSION_ID = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HTML_SPACE = " \t\n\f\r"


def normalise(url: str, base: str | None = None) -> str:
    """The absolute http(s) URL that a browser would ask for, in WHATWG serialisation, without fragment.

    Space around the URL is dropped (HTML: "potentially surrounded by spaces"). ValueError, with the reason, for
    other schemes, no or bad host, a port out of range, credentials, control characters inside, over-long URLs.
    """
    url = url.strip(_HTML_SPACE)
    if (plain := _as_it_is(url, base)) is not None:
        return plain
    if _CONTROLS.search(url):
        raise ValueError("control characters in the address")
    try:
        href: str = URL(url, base).href
    except ValueError as error:  # UnicodeEncodeError (a lone surrogate) is one too
        raise ValueError(_why_invalid(url, base, error)) from None
    href = href.partition("#")[0]
    if not href.startswith(("http://", "https://")):
        raise ValueError(f"not http or https: {href.partition(':')[0][:40]}:")
    if "@" in href.split("/", 3)[2]:
        raise ValueError("user name or password in the address")
    if len(href) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} octets")
    return href


def _as_it_is(url: str, base: str | None) -> str | None:
    """The absolute URL where the parser would change nothing; None where only the parser can tell."""
    found = _ORIGIN.match(url)
    if found:
        start, origin = found.end(), ""
    elif base and url.startswith("/") and not url.startswith("//"):
        start, origin = 0, _plain_origin(base)
    else:
        return None
    is_plain = (found or origin) and _TARGET.fullmatch(url, start) and len(origin) + len(url) <= MAX_LENGTH
    if not is_plain or any(part in url for part in _REWRITTEN) or "xn--" in (found[1] if found else origin):
        return None
    return origin + url


@lru_cache(maxsize=64)
def _plain_origin(url: str) -> str:
    found = _ORIGIN.match(url)
    return found[0] if found else ""


def _why_invalid(url: str, base: str | None, error: ValueError) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "a character that is not Unicode text (a lone surrogate)"
    if base is None and not _SCHEME.match(url):
        return "not absolute: it names no scheme and host"
    port = _PORT.match(url)
    if port and int(port[1][:9]) > 65535:
        return f"port out of range: {port[1][:9]}"
    return "the host is missing or not valid"


def canonicalise(url: str) -> str:
    """The identity of a page: `normalise`, less what does not tell pages apart; idempotent.

    Dropped: tracking parameters and session ids, an empty query, the dot that ends a host name. Percent-encoding in
    the one form of RFC 3986 §6.2.2 (upper-case hex, unreserved characters decoded). A trailing slash stays.
    """
    href = normalise(url)
    scheme, _, rest = href.partition("://")
    authority, _, target = rest.partition("/")
    path, _, query = target.partition("?")
    path = _SESSION_ID.sub("", _normalise_percent(path))
    kept = [part for part in _normalise_percent(query).split("&") if part and not _is_tracking(part)]
    host, colon, port = authority.partition(":") if not authority.startswith("[") else (authority, "", "")
    canonical = f"{scheme}://{host.rstrip('.')}{colon}{port}/{path}"
    return f"{canonical}?{'&'.join(kept)}" if kept else canonical


def _normalise_percent(text: str) -> str:
    return _PERCENT.sub(_normalise_octet, text) if "%" in text else text


def _normalise_octet(found: re.Match[str]) -> str:
    # A "%" without two hex digits is data: left bare, "%%32e" would become "%2e" and then "." at the next pass.
    if not found[1]:
        return "%25"
    char = chr(int(found[1], 16))
    return char if char in _UNRESERVED else found[0].upper()


def _is_tracking(part: str) -> bool:
    name = part.partition("=")[0].lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def host_of(url: str) -> str:
    """The host of an absolute http(s) URL, lower case, punycode, without port and brackets."""
    plain = _ORIGIN.match(url)
    if plain and "xn--" not in plain[1]:
        return plain[1]
    hostname: str = URL(url).hostname
    return hostname.strip("[]")


def origin_of(url: str) -> str:
    """`https://host` of an absolute http(s) URL, with `:port` when it is not the scheme's default (RFC 6454)."""
    origin: str = URL(url).origin
    return origin


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """The domain its owner registered: `www.bbc.co.uk` -> `bbc.co.uk`, by the Public Suffix List.

    Private suffixes count (`a.blogspot.com` is its own site). Addresses and suffixes are returned as they are.
    """
    host = host.strip("[]").rstrip(".").lower()
    if _is_address(host):
        return host
    return _suffixes_under(host.rpartition(".")[2]).privatesuffix(host) or host


def is_same_site(a: str, b: str) -> bool:
    """Whether two absolute URLs are on one site: the same registered domain; for IP addresses, host and port."""
    host, other = host_of(a), host_of(b)
    if _is_address(host):
        return bool(URL(a).host == URL(b).host)
    return host == other or registered_domain(host) == registered_domain(other)


def _is_address(host: str) -> bool:
    if ":" not in host and not host[-1:].isdigit():
        return False  # asked first: a name costs 5 us to refuse
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _suffixes_under(top: str) -> PublicSuffixList:
    """The public suffixes under one top-level domain. Those under all take 35 ms to parse, in every process."""
    try:
        name = top.encode().decode("idna") if top.startswith("xn--") else top
    except UnicodeError:  # no punycode: no rule is of it
        name = top
    rules = _rules_by_top().get(name, [])
    encoded = [_in_punycode(rule) for rule in rules if not rule.isascii()]  # the list's own way encodes all 10,000
    return PublicSuffixList([*rules, *encoded], accept_encoded_idn=False)


def _in_punycode(rule: str) -> str:
    return ("!" if rule.startswith("!") else "") + encode_idn(rule.lstrip("!"))


@cache
def _rules_by_top() -> dict[str, list[str]]:
    """The rules of the Public Suffix List by the top-level domain they are under, as it is written there."""
    rules: dict[str, list[str]] = {}
    for line in Path(PSLFILE).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("//"):
            rules.setdefault(line.rpartition(".")[2], []).append(line)
    return rules
