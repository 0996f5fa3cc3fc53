"""Commands that write: init, fetch, import, demo."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import click

from pipeline import app as composition
from pipeline import demo as demonstration
from pipeline.cli import demo_report
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import Progress, plain, report_run
from pipeline.rounds import Plan
from pipeline.sites import write_starter


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@common
def init(folder: Path, archive: Path | None, config: Path | None) -> None:
    """Write a starter configuration into DIR: settings, the *ress sites and a commented example site.

    \b
    Example:
      warraq init news && warraq sites --config news
    """
    for file in write_starter(folder):
        click.echo(f"wrote {file}")
    click.echo(f"next: set agent.contact in {folder / 'warraq.toml'}, then `warraq fetch --config {folder}`")


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--url", "addresses", multiple=True, help="Fetch this address instead of looking at sites; repeatable.")
@click.option("--max", "max_pages", type=click.IntRange(min=0), help="Fetch at most this many pages.")
@click.option("--since", type=Time(), help="Leave out links known to be older than this (2025-12-11, or 7d back).")
@click.option("--now", "look_now", is_flag=True, help="Look at all sources, also those not due yet.")
@click.option("--dry-run", is_flag=True, help="Look at the sources, list what would be fetched, store nothing.")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, help="Seconds to wait for another writer to end.")
@json_option
@common
def fetch(
    names: tuple[str, ...],
    addresses: tuple[str, ...],
    max_pages: int | None,
    since: datetime | None,
    look_now: bool,
    dry_run: bool,
    wait: float,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Find links, fetch pages, read them, and store what is new.

    Without SITE, the sources of all enabled sites that are due by their schedule are looked at; named sites are looked
    at now. Made for cron: it takes the archive's lock and says what it did in one line.

    \b
    Examples:
      warraq fetch
      warraq fetch maghress --max 20
      warraq fetch --url https://www.maghress.com/alaoual/999001
    """
    app = composition.open_app(archive, config)
    if address := next((name for name in names if "://" in name), None):
        raise click.UsageError(f"{plain(address)[:200]} is an address, not a site's id; write --url before it")
    links = composition.asked_links(app, addresses)
    sites = app.chosen_sites(names) if not links else tuple(app.config.sites.values())
    plan = Plan(sites, links, look_now or bool(names), max_pages, since, dry_run)
    with Progress(is_shown=not as_json) as progress:
        summary = asyncio.run(composition.fetch(app, plan, progress.observe, wait))
    report_run(summary, progress.seconds, plan, as_json=as_json)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--site", help="Read the pages with this site's rules.")
@json_option
@common
def import_(
    files: tuple[Path, ...], site: str | None, as_json: bool, archive: Path | None, config: Path | None
) -> None:
    """Take in WARC and WET files (plain, .gz, .zst), JSON lines of articles, saved HTML pages, text dumps, and lists.

    A list has an address a line; the next fetch gets them. A record is taken once: an import that was stopped goes on
    when it is given again. Damaged records are named and passed over.

    \b
    Examples:
      warraq import page.html dump.txt urls.txt
      warraq import CC-NEWS-20260301-00001.warc.gz articles.jsonl
    """
    app = composition.open_app(archive, config)
    with Progress(is_shown=not as_json) as progress:
        summary = asyncio.run(composition.import_files(app, files, site, progress.observe))
    report_run(summary, progress.seconds, None, as_json=as_json)


@click.command()
@common
def demo(archive: Path | None, config: Path | None) -> None:
    """Archive a bundled news site from loopback, twice, and show what is in the archive; needs no internet.

    \b
    Example:
      warraq demo --archive /tmp/demo.db
    """
    path = archive or Path("archive.db")
    demo_report.announce(path)
    for number in demonstration.PASSES:
        with Progress(is_shown=True) as progress:
            summary = demonstration.archive_pass(number, path, progress.observe)
        demo_report.describe_pass(number, summary, progress.seconds)
    demo_report.show_archive(path, progress.article_by_reason.get("updated"))
