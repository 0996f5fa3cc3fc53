"""What a site as a whole is: its id, name, home, language, country and time zone, as far as its pages tell."""

from __future__ import annotations

import importlib.resources
import re
from collections import Counter, defaultdict
from functools import cache
from typing import Final

from pipeline import urls
from pipeline.drafting.model import Facts
from pipeline.drafting.samples import Sample
from pipeline.text import squeeze

_FOR_ALL: Final = frozenset({"ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "to", "tv", "vc", "ws"})
"""Country domains that sites of any country take."""


def gather_facts(samples: list[Sample], home: str, site_id: str | None) -> Facts:
    """The site's facts; what no page says is None."""
    host = urls.host_of(home)
    language = _most([sample.article.language for sample in samples])
    newspapers = {sample.article.newspaper for sample in samples if sample.article.newspaper}
    named = _most([squeeze(sample.document.meta("og:site_name") or "") for sample in samples])
    newspaper = next(iter(newspapers)) if len(newspapers) == 1 else None
    country = _country(host)
    return Facts(
        id=site_id or propose_id(home),
        name=newspaper or named or host.removeprefix("www."),
        home=home,
        language=language,
        newspaper=newspaper,
        country=country,
        time_zone=_zone(country),
    )


def propose_id(home: str) -> str:
    """`www.example.org` -> `example`, `fr.example.org` -> `example-fr`, `127.0.0.1` -> `127-0-0-1`."""
    host = urls.host_of(home).removeprefix("www.")
    domain = urls.registered_domain(host)
    before = host.removesuffix(domain).strip(".")
    is_address = ":" in host or host.replace(".", "").isdigit()
    name = host if is_address else f"{domain.partition('.')[0]} {before}"
    return _NO_ID.sub("-", name.lower()).strip("-") or "site"


_NO_ID: Final = re.compile(r"[^a-z0-9_]+")


def _most(values: list[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None


def _country(host: str) -> str | None:
    end = host.rpartition(".")[2]
    if len(end) != 2 or not end.isalpha() or end in _FOR_ALL or end == "eu":
        return None
    return {"uk": "GB"}.get(end, end.upper())


def _zone(country: str | None) -> str | None:
    """The time zone of a country that has only one."""
    zones = _zones().get(country or "", [])
    return zones[0] if len(zones) == 1 else None


@cache
def _zones() -> dict[str, list[str]]:
    """Time zones by country, from the zone.tab of the tz database."""
    text = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    found = defaultdict[str, list[str]](list)
    for country, _, zone, *_ in rows:
        found[country].append(zone)
    return dict(found)
