"""The command that shows how much there is: days, newspapers, how complete their articles are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
from rich.table import Table

from pipeline import app, overview, query
from pipeline.cli.options import common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.cli.plots import columns, sparkline
from pipeline.overview import DayCount, NewspaperRow, NewspaperView
from pipeline.store.summaries import NewspaperTotals

_FIELDS: Final = ("dated", "with_author", "with_section", "with_image", "with_source_link", "with_language")


@click.command()
@click.option("--newspaper", metavar="NAME", help="One newspaper by itself, site by site.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many newspapers.")
@json_option
@common
def stats(archive: Path | None, config: Path | None, newspaper: str | None, limit: int, as_json: bool) -> None:
    """Show how much there is: articles per day, newspapers, and how often each field is filled.

    \b
    Examples:
      warraq stats
      warraq stats --newspaper 'La Gazette'
      warraq stats --json | jq -r '[.newspaper, .articles, .with_author] | @tsv'
    """
    now = datetime.now(UTC)
    with query.open_archive(app.archive_path(archive, config)) as opened:
        if newspaper:
            view = overview.view_newspaper(opened, newspaper, now)
            (_print_one_json if as_json else _print_one)(view)
        else:
            rows = overview.list_newspapers(opened, now, limit)
            days = () if as_json else overview.last_days(opened, now)
            if as_json:
                _print_json(rows)
            else:
                _print_all(rows, days)


def _print_json(rows: Sequence[NewspaperRow]) -> None:
    for row in rows:
        print_json({**asdict(row.totals), "weeks": row.weeks})


def _print_one_json(view: NewspaperView) -> None:
    sites = {site: asdict(totals) for site, totals in view.by_site.items()}
    print_json({**asdict(view.totals), "sites": sites, "days": {day.day: day.articles for day in view.days}})


def _print_all(rows: Sequence[NewspaperRow], days: Sequence[DayCount]) -> None:
    if not rows:
        click.echo("the archive is empty; `warraq fetch` fills it")
        return
    _print_days(days)
    made = _newspaper_table("newspaper", f"last {len(rows[0].weeks)} weeks")
    for row in rows:
        made.add_row(plain(row.totals.newspaper), sparkline(row.weeks), *_cells(row.totals))
    console().print(made)


def _print_one(view: NewspaperView) -> None:
    _print_days(view.days)
    made = _newspaper_table("site")
    for site, totals in view.by_site.items():
        made.add_row(plain(site), *_cells(totals))
    console().print(made)


def _newspaper_table(*first: str) -> Table:
    made = table(None, *first)
    for name in ("articles", "date", "author", "section", "picture", "source", "language", "copies", "within 1 h"):
        made.add_column(name, justify="right")
    return made


def _print_days(days: Sequence[DayCount]) -> None:
    if days:
        click.echo("articles per day of publication")
        lines = columns([day.articles for day in days], [day.day[5:] for day in days])
        click.echo("\n".join(lines) + "\n")


def _cells(totals: NewspaperTotals) -> tuple[str, ...]:
    filled = (_share(getattr(totals, field), totals.articles) for field in _FIELDS)
    copies = _share(totals.copies, totals.articles)
    return (f"{totals.articles:,}", *filled, copies, _share(totals.seen_within_hour, totals.dated_exactly))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"
