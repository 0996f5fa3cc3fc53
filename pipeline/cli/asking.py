"""Commands that ask: sites, search, show, ticker, status. None of them writes to the archive."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from pipeline import app as composition
from pipeline import query
from pipeline.cli import answers
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import print_json


@click.command()
@json_option
@common
def sites(as_json: bool, archive: Path | None, config: Path | None) -> None:
    """List the configured sites and their sources: schedule, last result, next time.

    \b
    Example:
      warraq sites --json | jq 'select(.last_result == "not_a_feed")'
    """
    app = composition.open_app(archive, config)
    known = _known_sources(app.archive)
    (answers.print_sites_json if as_json else answers.print_sites)(app.config, known)


def _known_sources(archive: Path) -> tuple[query.SourceLine, ...]:
    if not archive.exists():
        return ()
    with query.open_archive(archive) as opened:
        return query.sources(opened)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option("--newspaper", help="Only of this newspaper.")
@click.option("--lang", help="Only in this language (ar, fr, en …).")
@click.option("--since", type=Time(keep_day=True), help="Only published from this time on.")
@click.option("--until", type=Time(keep_day=True), help="Only published up to this time; a day is included.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most this many.")
@json_option
@common
def search(
    words: tuple[str, ...],
    newspaper: str | None,
    lang: str | None,
    since: date | None,
    until: date | None,
    limit: int,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Search title, body, author and newspaper, best match first.

    Words match in any form: hamza, diacritics, case, Arabic prefixes and endings do not matter. "a phrase" in double
    quotes matches words in a row; -word leaves out (write -- before a query that begins with a dash).

    \b
    Examples:
      warraq search القضاء
      warraq search '"مكافحة الإرهاب" -كرة' --since 2025-12-01
    """
    only = query.articles_from(newspaper, lang, since, until)
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        hits = query.search(opened, " ".join(words), only, limit)
    (answers.print_hits_json if as_json else answers.print_hits)(hits)


@click.command()
@click.argument("article", metavar="ID|URL")
@click.option("--why", is_flag=True, help="Show where each field came from.")
@click.option("--raw", is_flag=True, help="Write the page as it was fetched to standard output, byte for byte.")
@json_option
@common
def show(article: str, why: bool, raw: bool, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Show one article, by its number (as `search` prints it) or any of its addresses.

    \b
    Examples:
      warraq show 17 --why
      warraq show 17 --raw > page.html
    """
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        if raw:
            sys.stdout.buffer.write(query.raw(opened, article).body)
            return
        view = query.show(opened, article)
    if as_json:
        print_json(answers.article_as_json(view))
    else:
        answers.print_article(view, why=why)


@click.command()
@click.option("--at", type=Time(), help="The ticker as it was last seen by this time; default: now.")
@click.option("--site", help="Only this site's.")
@json_option
@common
def ticker(at: datetime | None, site: str | None, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Show the headline ticker, as it is now or as it was.

    \b
    Example:
      warraq ticker --at 2026-03-01T12:00Z --site maghress
    """
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        views = query.ticker(opened, at, site)
    (answers.print_ticker_json if as_json else answers.print_ticker)(views)


@click.command()
@json_option
@common
def status(as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Show what is in the archive and how the last run went.

    \b
    Example:
      warraq status --archive /srv/news/archive.db
    """
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        found = query.status(opened)
    if as_json:
        print_json(answers.status_as_json(found))
    else:
        answers.print_status(found)
