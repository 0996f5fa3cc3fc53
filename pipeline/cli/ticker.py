"""The command that tells the ticker's story: `warraq ticker`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from pipeline import app as composition
from pipeline import query, ticker_history
from pipeline.cli import answers
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.models import HeadlineKind
from pipeline.ticker_history import HeadlineLine, Stay, Timeline

BARS: Final = "▁▂▃▄▅▆▇█"
WIDTH: Final = 48
"""Columns of a line of ranks, each for some looks."""

ABSENT: Final = "·"

MOST_GAPS: Final = 3

_ALONE: Final = "--{0} shows one thing by itself; leave out {1}"


@click.command()
@click.option("--at", type=Time(), help="The ticker as it was last seen by this time; default: now.")
@click.option("--headline", metavar="TEXT|ID", help="The life of one headline: ranks, gaps, wordings, article.")
@click.option("--since", type=Time(keep_day=True), help="List headlines first seen from this time on (2h, 2026-03-01).")
@click.option("--until", type=Time(keep_day=True), help="List those first seen up to this time; a day is included.")
@click.option("--site", "--source", help="Only this site's.")
@click.option("--kind", type=click.Choice(["ticker", "latest"]), help="List only those of tickers, or of latest news.")
@click.option("--orphans", is_flag=True, help="List only those of which no wording became an article.")
@click.option("--vanished", is_flag=True, help="List only those that were gone within an hour, and not reworded.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="List at most so many."
)
@json_option
@common
def ticker(
    at: datetime | None,
    headline: str | None,
    since: date | None,
    until: date | None,
    site: str | None,
    kind: HeadlineKind | None,
    orphans: bool,
    vanished: bool,
    limit: int,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Show the headline ticker as it is now or was, the headlines of a time, or the life of one.

    Without options, the ticker now. A headline is gone when a later look at its own ticker did not find it; what
    nobody looked at again is not. --json gives one object a headline, as docs/formats.md says.

    \b
    Examples:
      warraq ticker --at 2026-03-01T12:00Z --site maghress
      warraq ticker --headline 'زلزال'
      warraq ticker --since 24h --vanished --json
    """
    listing = {"since": since, "until": until, "kind": kind, "orphans": orphans, "vanished": vanished}
    given = [f"--{name}" for name, value in listing.items() if value]
    _refuse_together(at, headline, given, site)
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        if headline is not None:
            told = ticker_history.timeline(opened, headline)
            (_print_timeline_json if as_json else print_timeline)(told)
        elif given:
            only = ticker_history.headlines_from(since, until, site, kind, orphans=orphans, vanished=vanished)
            found = ticker_history.headlines(opened, only, limit)
            (_print_headlines_json if as_json else print_headlines)(found)
        else:
            (answers.print_ticker_json if as_json else answers.print_ticker)(query.ticker(opened, at, site))


def _refuse_together(at: datetime | None, headline: str | None, given: Sequence[str], site: str | None) -> None:
    if headline is not None and (at or given or site):
        others = [*(["--at"] if at else []), *(["--site"] if site else []), *given]
        raise click.BadOptionUsage("headline", _ALONE.format("headline", ", ".join(others)))
    if at is not None and given:
        raise click.BadOptionUsage("at", _ALONE.format("at", ", ".join(given)))


def print_headlines(found: Sequence[HeadlineLine]) -> None:
    """A line per headline."""
    if not found:
        console().print("no such headline has been seen")
        return
    rows = table(None, "id", "first seen", "shown", "gone by", "site", "seen", "wordings", "article", "headline")
    for line in found:
        shown = _duration(line.first_seen, line.last_seen)
        told = (line.first_seen, shown, line.gone_at, line.site, line.times_seen, line.wordings, line.article_id)
        rows.add_row(str(line.headline_id), *map(plain, told), plain(line.text))
    console().print(rows, markup=False)


def _print_headlines_json(found: Iterable[HeadlineLine]) -> None:
    for line in found:
        print_json(asdict(line))


def print_timeline(told: Timeline) -> None:
    """The life of a headline: facts, a line of ranks, its wordings."""
    screen = console()
    rows = table(None, "", "")
    for name, value in _facts(told).items():
        rows.add_row(name, plain(value))
    screen.print(rows, markup=False)
    wordings = table("wordings", "id", "first seen", "last seen", "gone by", "headline")
    for line in told.wordings:
        seen = (line.first_seen, line.last_seen, line.gone_at)
        wordings.add_row(str(line.headline_id), *map(plain, seen), plain(line.text))
    screen.print()
    screen.print(wordings, markup=False)
    for line in told.others:
        screen.print(f"also: {line.headline_id}  {line.first_seen}  {plain(line.text)}", markup=False)


def _facts(told: Timeline) -> dict[str, object]:
    asked, article = told.asked, told.article
    became = f"{article.article_id} (by {article.article_by}): {article.article_title}" if article else None
    places = [stay.position + 1 for stay in told.stays if stay.position is not None]
    return {
        "headline": asked.text,
        "where": f"{asked.kind} of {asked.site}" + (f" ({asked.language})" if asked.language else ""),
        "address": asked.url,
        "first seen": told.wordings[0].first_seen,
        "last seen": max(line.last_seen for line in told.wordings),
        "gone by": told.gone_at or f"still there at the last look, {told.looked_until or 'which was given up'}",
        "shown": _written(told.shown),
        "places": f"{sparkline(told.stays)}  best {min(places)}, last {places[-1]}" if places else None,
        "gaps": _gaps(told.gaps),
        "article": became,
    }


def _gaps(gaps: Sequence[Stay]) -> str:
    named = "; ".join(f"{gap.first} – {gap.last}" for gap in gaps[:MOST_GAPS])
    return named + (f"; and {len(gaps) - MOST_GAPS} more" if len(gaps) > MOST_GAPS else "")


def sparkline(stays: Sequence[Stay]) -> str:
    """The places over the looks, the top of the ticker as the tallest bar; a dot where it was missing."""
    looks = [stay.position for stay in stays for _ in range(stay.looks)]
    columns = min(len(looks), WIDTH)
    drawn = [looks[at * len(looks) // columns] for at in range(columns)]
    lowest = max((position for position in drawn if position is not None), default=0)
    return "".join(ABSENT if position is None else _bar(position, lowest) for position in drawn)


def _bar(position: int, lowest: int) -> str:
    return BARS[-1 - round(position * (len(BARS) - 1) / max(lowest, 1))]


def _print_timeline_json(told: Timeline) -> None:
    print_json(timeline_as_json(told))


def timeline_as_json(told: Timeline) -> dict[str, Any]:
    """The life of a headline as one object."""
    return {
        **asdict(told.asked),
        "wordings": [asdict(line) for line in told.wordings],
        "ranks": [
            {**asdict(stay), "rank": None if stay.position is None else stay.position + 1} for stay in told.stays
        ],
        "gaps": [{"first": gap.first, "last": gap.last} for gap in told.gaps],
        "shown_seconds": int(told.shown.total_seconds()),
        "thread_gone_at": told.gone_at,
        "looked_until": told.looked_until,
        "article": told.article
        and {
            "article_id": told.article.article_id,
            "article_by": told.article.article_by,
            "title": told.article.article_title,
        },
    }


def _duration(first: str, last: str) -> str:
    return _written(datetime.fromisoformat(last) - datetime.fromisoformat(first))


def _written(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    hours, days = minutes // 60, minutes // 1440
    return f"{days}d {hours % 24}h" if days else f"{hours}h {minutes % 60}m" if hours else f"{minutes}m"
