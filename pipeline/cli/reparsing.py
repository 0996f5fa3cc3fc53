"""The command that reads captures again: reparse."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from pipeline import app as composition
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.reparsing import NO_SITE_FILE, Chosen, SiteReport

SHOWN: Final = 70
"""Characters of a sample in the table; JSON has them whole."""


@click.command()
@click.option("--site", help="Only this site's captures.")
@click.option("--since", type=Time(), help="Only captures fetched since (2025-12-11, or 30d back).")
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing; what was read is kept for later.")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, help="Seconds to wait for another writer to end.")
@json_option
@common
def reparse(
    site: str | None,
    since: datetime | None,
    dry_run: bool,
    wait: float,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Read captures again with today's rules, say what comes out otherwise, and put it in the archive.

    What a re-parse replaces stays in `versions`, marked as our doing and not the publisher's. Killed at any moment, it
    goes on when it is called again. Fetching may go on meanwhile: while `warraq run` has the archive, the service puts
    what was read in between its pages, and the command waits for it.

    \b
    Example:
      warraq reparse --site maghress --dry-run
    """
    app = composition.open_app(archive, config)
    screen = console(to_stderr=True)
    with screen.status("reading captures again") as line:
        reports, done = asyncio.run(
            composition.reparse(
                app,
                Chosen(site, since),
                is_dry=dry_run,
                wait=wait,
                tell=line.update,
            )
        )
    if as_json:
        for name, report in sorted(reports.items()):
            print_json(_as_json(name, report))
    else:
        _print_report(reports)
        changed = f"{done.changed:,} articles changed, as a new generation"
        click.echo("dry run: nothing was changed" if dry_run else changed)
    if done.service:
        told = "warraq: the service put it in; new pages it reads by the rules it has loaded, which it reads anew by"
        click.echo(f"{told}: kill -HUP {done.service.pid}", err=True)


def _as_json(site: str, report: SiteReport) -> dict[str, Any]:
    fields = {
        name: {
            "counts": {str(kind): count for kind, count in found.counts.items()},
            "samples": [asdict(sample) for sample in found.samples],
        }
        for name, found in report.fields.items()
    }
    read = {"read": report.read, "different": report.different, "problems": dict(report.problems)}
    return {"site": site, **read, "fields": fields}


def _print_report(reports: Mapping[str, SiteReport]) -> None:
    for name, report in sorted(reports.items()):
        problems = "".join(f", {count:,} {reason}" for reason, count in report.problems.most_common())
        click.echo(f"{plain(name)}: {report.read:,} read again, {report.different:,} differ{problems}")
        if report.problems[NO_SITE_FILE]:
            told = f"warraq: {plain(name)} has no site file in this configuration, so its pages stay as they were read"
            click.echo(f"{told}; give the folder with its file by --config", err=True)
        if report.fields:
            console().print(_fields_of(report))


def _fields_of(report: SiteReport) -> Any:
    made = table(None, "field", "gained", "lost", "changed", "article", "was", "now")
    for name, found in report.fields.items():
        counts = [f"{found.counts[kind]:,}" for kind in ("gained", "lost", "changed")]
        for number, sample in enumerate(found.samples):
            head = [name, *counts] if number == 0 else [""] * 4
            made.add_row(*head, str(sample.article_id), plain(sample.was)[:SHOWN], plain(sample.now)[:SHOWN])
    return made
