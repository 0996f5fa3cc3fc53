"""The commands of the ledgers: coverage and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click
from rich.text import Text

from pipeline import app as composition
from pipeline import politeness, query
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.cli.plots import sparkline
from pipeline.coverage import REASONS, Coverage, GapLine
from pipeline.coverage import coverage as read_coverage
from pipeline.errors import InputError
from pipeline.politeness import HostView, LinkView, RequestLine

_CELLS: Final = {
    ".": ("·", "dim"),
    "-": ("-", "red"),
    "x": ("x", "yellow"),
    "o": ("o", "green"),
    "N": ("N", "bold green"),
}
_LEGEND: Final = (
    "each letter is an hour (UTC): N new links, o looked, x looked in vain, - due and not looked, · nothing due"
)
_MOST: Final = 20
"""Gaps, visits and requests shown to people; --json gives all."""
_YEAR: Final = timedelta(days=365)


@click.command()
@click.option("--since", type=Time(), help="From this time on (2025-12-11, or 7d back); default: the last 14 days.")
@click.option("--site", help="Only this site.")
@click.option("--source", help="Only the source of this name.")
@json_option
@common
def coverage(
    since: datetime | None,
    site: str | None,
    source: str | None,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Show what was to be looked at, what was, and what was missed and why: no news is not the same as not looked.

    A strip of 24 letters for each source and day, then the gaps with their reasons. What is missed right now is shown
    too, as an open gap.

    \b
    Examples:
      warraq coverage --since 3d
      warraq coverage --site maghress --json | jq 'select(.reason == "not_running")'
    """
    now = datetime.now(UTC)
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        found = read_coverage(opened, now, since, site, source)
    (_print_coverage_json if as_json else _print_coverage)(found)


def _print_coverage_json(found: Coverage) -> None:
    for source in found.sources:
        for day in source.days:
            print_json(asdict(day))
    for gap in found.gaps:
        print_json({**asdict(gap), "about": REASONS[gap.reason]})


def _print_coverage(found: Coverage) -> None:
    screen = console()
    if not found.sources:
        screen.print("nothing has been looked at yet; `warraq fetch` or `warraq run` begins")
    for source in found.sources:
        share = "" if source.share is None else f", {_percent(source.share)} of {source.total('due'):,} times looked at"
        name = f"{plain(source.site)}/{plain(source.source)}"
        screen.print(
            f"{name}: {source.total('looked'):,} looks, {source.total('new_links'):,} new links{share}", markup=False
        )
        for day in source.days:
            missed = f"  {day.missed:,} missed" if day.missed else ""
            failed = f"  {day.failed:,} failed" if day.failed else ""
            screen.print(
                Text(f"  {day.day} ") + _strip(day.hours) + Text(f" {day.looked:,}/{day.due:,}{missed}{failed}")
            )
    if found.sources:
        screen.print(_LEGEND, style="dim")
    _print_gaps(found.gaps)


def _percent(share: float) -> str:
    """Rounded down: 100% means every one."""
    return f"{int(share * 1000) / 10:g}%"


def _strip(hours: str) -> Text:
    return Text.assemble(*(_CELLS.get(hour, (hour, "")) for hour in hours))


def _print_gaps(gaps: tuple[GapLine, ...]) -> None:
    screen = console()
    for gap in sorted(gaps, key=lambda gap: (gap.is_open, gap.until), reverse=True)[:_MOST]:
        end = "open" if gap.is_open else f"until {gap.until}"
        why = f"{gap.reason}: {REASONS[gap.reason]}" + (f" ({plain(gap.detail)})" if gap.detail else "")
        times = f"{gap.missed:,} missed" + (f" in {gap.pieces:,} parts" if gap.pieces > 1 else "")
        screen.print(f"gap {plain(gap.site)}/{plain(gap.source)} {gap.since} {end}, {times}", markup=False)
        screen.print(f"    {why}", markup=False)
    if len(gaps) > _MOST:
        screen.print(f"{len(gaps) - _MOST:,} more gaps: --site, --since or --json show them")


@click.command()
@click.argument("target", metavar="URL|HOST")
@click.option("--since", type=Time(), help="From this time on (2025-12-11, or 7d back); default: a year back.")
@json_option
@common
def why(target: str, since: datetime | None, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Show why an address was, or is not, asked for; or, for a host, every promise that it was given.

    An address: where it was found, each visit, when it is due next and why. A host: requests per hour, the pause
    between two of them against the one that was promised, its robots.txt, and whether it is left in peace.

    \b
    Examples:
      warraq why https://www.maghress.com/alaoual/999001
      warraq why www.maghress.com --since 2d
    """
    app, now = composition.open_app(archive, config), datetime.now(UTC)
    agent, begin = app.config.settings.agent.name, since or now - _YEAR
    with query.open_archive(app.archive) as opened:
        if "/" not in target:
            host = politeness.why_host(opened, target, agent, begin)
            _show_host(host, as_json=as_json)
            return
        view = politeness.why_link(opened, target, agent, begin, now)
    if view is None:
        raise InputError(f"{target}: the archive does not know this address; `warraq fetch --url` asks for it")
    (_print_link_json if as_json else _print_link)(view)


def _print_link_json(view: LinkView) -> None:
    print_json(asdict(view))


def _print_link(view: LinkView) -> None:
    screen, link = console(), view.link
    screen.print(plain(link.url), markup=False)
    found = f"found {link.first_seen} by {link.how}" + (f" on {plain(link.found_on)}" if link.found_on else "")
    screen.print(
        f"  {found}, source {plain(link.site)}/{plain(link.source)}, article {plain(link.article_id)}", markup=False
    )
    for reason in view.reasons:
        screen.print(f"  {plain(reason)}", markup=False)
    rows = table("visits", "at", "outcome", "status", "robots", "detail")
    for visit in view.visits[-_MOST:]:
        rows.add_row(visit.at, visit.reason, plain(visit.status), plain(visit.robots), plain(visit.detail))
    if view.visits:
        screen.print(rows, markup=False)
    if view.requests:
        _print_requests("requests", view.requests)
    _print_gaps(view.gaps)


def _print_requests(title: str, made: tuple[RequestLine, ...]) -> None:
    rows = table(title, "at", "why", "answer", "promised", "had", "waited", "bytes", "robots", "address")
    for one in made[-_MOST:]:
        more = (f", try {one.tries}" if one.tries > 1 else "") + (f", redirect {one.hop}" if one.hop else "")
        answer = str(one.status) if one.status and not one.failure else plain(one.failure)
        rows.add_row(
            one.at, one.why + more, answer, _seconds(one.delay), _seconds(one.pause), _seconds(one.waited),
            f"{one.bytes:,}", plain(one.robots_version)[:8], plain(one.url),
        )  # fmt: skip
    console().print(rows, markup=False)


def _seconds(length: float | None) -> str:
    return "–" if length is None else f"{length:.1f} s"


def _show_host(view: HostView, *, as_json: bool) -> None:
    if as_json:
        robots = [{**asdict(line), "body": line.body.decode("utf-8", "replace")} for line in view.robots]
        print_json({**asdict(view), "robots": robots, "is_promise_kept": _is_kept(view)})
        return
    rows = table(view.host, "what", "")
    for name, value in _host_facts(view).items():
        rows.add_row(name, plain(value))
    console().print(rows, markup=False)
    if view.requests:
        _print_requests("last requests", view.requests)


def _is_kept(view: HostView) -> bool | None:
    # Half a millisecond is what rounding takes.
    return None if view.totals.least_spare is None else view.totals.least_spare > -0.001


def _host_facts(view: HostView) -> Mapping[str, Any]:
    totals = view.totals
    if not totals.requests:
        return {"requests": "none in this time"}
    hours = list(view.per_hour.values())
    kept = {None: "nothing to measure", True: "kept by every request", False: "BROKEN"}[_is_kept(view)]
    spare = "" if totals.least_spare is None else f", {totals.least_spare:+.1f} s at the least"
    blocked = f"until {view.pause.until}: {view.pause.reason} since {view.pause.since}" if view.pause else "no"
    return {
        "requests": f"{totals.requests:,} from {totals.first_at} to {totals.last_at}, {totals.bytes:,} bytes",
        "per hour": f"{sparkline(hours[-48:])}  {max(hours):,} at most",
        "failed": f"{totals.failed:,}, of these {totals.refused:,} answers 429 or 503",
        "promised pause": f"{_seconds(view.delay)} (Crawl-delay: {_seconds(view.crawl_delay)})",
        "pause": f"{_seconds(totals.shortest_pause)} at the least, {_seconds(totals.longest_pause)} at most",
        "promise": kept + spare,
        "left in peace": blocked,
        **{
            f"robots.txt of {line.authority}": f"version {line.version}, status {line.status}, read {line.fetched_at},"
            f" believed until {line.expires_at} {line.note}"
            for line in view.robots
        },
    }
