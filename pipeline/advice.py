"""What a person should do about each kind of trouble: alarms, back-offs and holds, in a sentence each. Pure."""

from __future__ import annotations

from typing import Final

ALARMS: Final = {
    "layout": "look at the first bad page with `warraq try`, mend the site's rules, then `warraq reparse`",
    "feed": "look at the feed; if it is right so, `warraq alarms --release ID`, else wait: it ends by itself",
    "source": "open its address in a browser; if it has moved, mend `url` in the site's file, else wait",
    "quiet": "look at the site; if it publishes, its source has moved: mend it, else `warraq alarms --release ID`",
    "configuration": "mend the file at the line it names, then reload (kill -HUP); the old one is in use until then",
}
"""By kind of alarm."""

REASONS: Final = {
    "robots_denied": "robots.txt forbids it: set `enabled = false` for the source, or ask the site's people",
    "robots_unavailable": "nothing to do: robots.txt cannot be read, and is asked for again by itself",
    "blocked_address": "its name leads to an address of a private network: look at the machine's DNS and at `url`",
    "dns_failed": "look whether the name still exists; if it has moved, mend `home` and `url`, else wait",
    "connect_failed": "nothing to do if others reach it neither; else look at the machine's network and firewall",
    "tls_failed": "its certificate is bad: wait for the site, or set `bad_certificate` if its pages may be forged ones",
    "not_found": "its address has gone: find the new one and mend `url`, or set `enabled = false`",
    "gone": "its address has gone for good: find the new one and mend `url`, or set `enabled = false`",
    "rate_limited": "the host wants fewer requests: raise the site's `delay` and `every`",
    "challenged": "the site keeps robots out: ask its people for leave, or set `enabled = false`",
    "not_a_feed": "its address gives something else now: open it in a browser and mend `url`",
    "not_a_sitemap": "its address gives something else now: open it in a browser and mend `url`",
    "not_a_listing": "the page's layout has changed: mend the source's `link` selector (`warraq try`)",
    "held_back": "look at the feed; if it is right so, `warraq alarms --release ID`",
    "parse_crashed": "its document breaks the reader: please report it with the capture (`warraq show --raw`)",
    "parse_timeout": "its document is too large to read: raise `reading.cpu` and `reading.wall`, or report it",
    "parse_memory": "its document is too large to read: raise `reading.memory`, or report it",
}
"""By the reason of a source that fails, or of a host that is left in peace."""

WAIT: Final = "nothing to do at first: it is tried again by itself, ever more rarely; after days look at its address"

HOLDS: Final = {
    "archive": "make room on the archive's disk (`warraq prune`, or move backups away); it goes on by itself",
    "machine": "raise the limit of open files (LimitNOFILE, ulimit -n) or end other programs; it goes on by itself",
    "network": "look at the machine's network and DNS; it goes on by itself",
    "configuration": ALARMS["configuration"],
    "stuck": "start the service again; its supervisor does that by itself",
    "reload": "nothing to do: it takes seconds",
    "stop": "nothing to do: the service ends",
}
"""By the name of what holds the service, or of its trouble."""

BUG: Final = "a bug of Warraq's: please report it with the log; the site is tried again by itself"


def for_alarm(kind: str) -> str:
    """What to do about an alarm of this kind."""
    return ALARMS[kind]


def for_reason(reason: str | None) -> str:
    """What to do about a source or host that fails for this reason."""
    return REASONS.get(reason or "", WAIT)


def for_hold(name: str) -> str:
    """What to do about what holds or troubles the service."""
    return HOLDS.get(name, BUG)
