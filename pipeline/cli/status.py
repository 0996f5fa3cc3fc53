"""The command that shows the state of things, once or as a live screen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from pipeline import app as composition
from pipeline import query
from pipeline.cli.options import common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.state import SiteLine, Status, has_failed
from pipeline.state import status as read_status
from pipeline.store.state_reading import MOST_DUE

EVERY: Final = 2.0
"""Seconds between two looks of the live screen."""


@click.command()
@click.option("--watch", is_flag=True, help="Show it again every two seconds, until Ctrl-C.")
@click.option(
    "--every", type=click.FloatRange(0.1), default=EVERY, show_default=True, help="Seconds between two looks."
)
@json_option
@common
def status(watch: bool, every: float, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Show what is in the archive, who writes to it, how its sites are doing and what happened in the last hour.

    \b
    Examples:
      warraq status --archive /srv/news/archive.db
      warraq status --watch
    """
    path = composition.archive_path(archive, config)
    if watch:
        _watch(path, every, as_json=as_json)
        return
    with query.open_archive(path) as opened:
        found = read_status(opened)
    if as_json:
        print_json(asdict(found))
    else:
        console().print(_once(found))


def _watch(path: Path, every: float, *, as_json: bool) -> None:
    screen = console()
    try:
        if as_json or not screen.is_terminal:
            for found in _looks(path, every):
                print_json(asdict(found)) if as_json else screen.print(_live(found), "")
        else:
            _draw(path, every, screen)
    except KeyboardInterrupt:  # the way to end it
        return


def _draw(path: Path, every: float, screen: Console) -> None:
    with Live(console=screen, screen=True, auto_refresh=False) as live:
        for found in _looks(path, every):
            live.update(_fitting(found, screen), refresh=True)


def _looks(path: Path, every: float) -> Iterator[Status]:
    """One look after the other; each opens the archive anew, so that none keeps its journal from being folded in."""
    while True:
        with query.open_archive(path) as opened:
            found = read_status(opened)
        yield found
        time.sleep(every)


def _once(found: Status) -> RenderableType:
    rows = table(None, "what", "count")
    for name, count in found.rows.items():
        rows.add_row(name, f"{count:,}")
    rows.add_row("links due", _due(found))
    lines = [
        Text(line) for line in (_last_run(found), *_newest(found), *_broken(found), *_to_do(found), *_notes(found))
    ]
    return Group(
        Text(f"{plain(found.path)}  {_bytes(found.size)}"),
        rows,
        *lines,
        Text(_lately("last hour", found.last_hour)),
        Text(_lately("last day", found.last_day)),
    )


def _live(found: Status) -> RenderableType:
    return Group(*map(Text, _head(found)), _sites(found, len(found.sites)))


def _fitting(found: Status, screen: Console) -> RenderableType:
    """What fits on a screen: on a small one each line is cut at its end, and the sites in trouble come first."""
    head = [Text(line) for line in _head(found)]
    if _height(Group(*head), screen) > screen.height // 2:
        head = [Text(line, no_wrap=True, overflow="ellipsis") for line in _head(found)]
    room = screen.height - _height(Group(*head), screen)
    count = max(min(len(found.sites), room), 1)
    while count > 1 and _height(_sites(found, count), screen) > room:
        count -= 1
    return Group(*head, _sites(found, count))


def _height(shown: RenderableType, screen: Console) -> int:
    return len(screen.render_lines(shown, screen.options.update(height=None)))


def _head(found: Status) -> list[str]:
    counted = "  ".join(f"{count:,} {name}" for name, count in found.rows.items() if name != "article_urls")
    due = sum(site.is_due(found.now) for site in found.sites)
    return [
        f"{found.now}  {plain(found.path)}",
        *_notes(found),
        _last_run(found),
        counted,
        f"due now: {due:,} sites, {_due(found)} links   {found.pages_per_minute:.1f} pages a minute",
        _lately("last hour", found.last_hour),
        *_newest(found),
    ]


def _sites(found: Status, count: int) -> RenderableType:
    rows = table(None, "site", "last look", "result", "next", "trouble")
    for site in found.sites[: max(count, 0)]:
        rows.add_row(plain(site.site), _ago(site.last_run, found.now), plain(site.last_result), _when(site, found.now),
                     ", ".join(_troubles(site)))  # fmt: skip
    more = len(found.sites) - count
    return Group(rows, Text(f"{more:,} more sites")) if more > 0 else rows


def _notes(found: Status) -> list[str]:
    size = f"archive {_bytes(found.size)}, journal {_bytes(found.journal)}, {_bytes(found.disk_free)} free on its disk"
    return [_writer(found), size, *([found.journal_note] if found.journal_note else [])]


def _writer(found: Status) -> str:
    owner = found.writer
    if owner is None:
        return "nobody writes to it now"
    if not owner.is_service:
        return f"being written by process {owner.pid} ({plain(owner.command)})"
    sign = f", last sign of life {_ago(found.seen_at, found.now)}" if found.seen_at else ""
    return f"the service runs: process {owner.pid}, since {owner.started_at}{sign} ({plain(owner.command)})"


def _last_run(found: Status) -> str:
    run = found.last_run
    if run is None:
        return "no run yet; `warraq fetch` makes one"
    end = f"ended {run.finished_at}" if run.finished_at else "not ended (running, or killed)"
    return f"last run: {run.command}, began {run.started_at}, {end}: {_counted(run.outcomes)}"


def _newest(found: Status) -> list[str]:
    line = found.newest
    return [f"newest: {plain(line.published)}  {plain(line.newspaper)}  {plain(line.title)}"] if line else []


def _broken(found: Status) -> list[str]:
    return [
        f"broken: {plain(line.site)}/{plain(line.source)} ({line.failures} in a row), {plain(line.last_result)}:"
        f" {plain(line.last_detail)}"
        for line in found.sources
        if line.failures
    ]


def _to_do(found: Status) -> list[str]:
    return [line for one in found.to_do for line in (f"to do: {plain(one.about)}", f"    {one.do}")]


def _lately(name: str, outcomes: Mapping[str, int]) -> str:
    failed = sum(count for reason, count in outcomes.items() if has_failed(reason))
    return f"{name}: {_counted(outcomes)}" + (f" ({failed:,} failed)" if failed else "")


def _counted(outcomes: Mapping[str, Any]) -> str:
    return ", ".join(f"{count:,} {plain(reason)}" for reason, count in outcomes.items()) or "nothing"


def _troubles(site: SiteLine) -> Iterator[str]:
    if site.paused_until:
        yield f"host in peace until {site.paused_until[11:16]}"
    if site.failing:
        yield f"{site.failing}/{site.sources} failing"
    if site.quarantined:
        yield f"{site.quarantined} quarantined"
    if site.alarms:
        yield f"{site.alarms} alarm{'' if site.alarms == 1 else 's'}"


def _when(site: SiteLine, now: str) -> str:
    return "now" if site.next_due is None or site.is_due(now) else f"in {_length(_seconds(now, site.next_due))}"


def _ago(moment: str | None, now: str) -> str:
    return "never" if moment is None else f"{_length(max(_seconds(moment, now), 0))} ago"


def _seconds(since: str, until: str) -> float:
    return (datetime.fromisoformat(until) - datetime.fromisoformat(since)) / timedelta(seconds=1)


def _length(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _due(found: Status) -> str:
    return f"{found.due_links:,}" + (" or more" if found.due_links >= MOST_DUE else "")


def _bytes(size: int) -> str:
    return f"{size / 2**30:,.1f} GiB" if size >= 2**30 else f"{size / 2**20:.1f} MiB"
