"""Commands that ask: sites, search. None of them writes to the archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipeline import app as composition
from pipeline import query
from pipeline.cli import answers, finding
from pipeline.cli.options import Time, common, json_option


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


class QueryCommand(click.Command):
    """A command whose arguments may begin with a dash that means "without"."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; what is no option is told to be a query's word perhaps."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            hint = "a query that begins with a dash is written after --: warraq search -- -word"
            raise click.NoSuchOption(
                error.option_name, f"{error.message} ({hint})", possibilities=error.possibilities, ctx=ctx
            ) from None


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option("--newspaper", help="Only of this newspaper.")
@click.option("--lang", help="Only in this language (ar, fr, en …).")
@click.option("--section", help="Only of this section.")
@click.option("--since", type=Time(keep_day=True), help="Only published from this time on.")
@click.option("--until", type=Time(keep_day=True), help="Only published up to this time; a day is included.")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", help="Best or newest first.")
@click.option("--facets", is_flag=True, help="Count what matches by newspaper, language and year instead.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most this many.")
@json_option
@common
def search(
    words: tuple[str, ...],
    newspaper: str | None,
    lang: str | None,
    section: str | None,
    since: date | None,
    until: date | None,
    sort: query.Sort,
    facets: bool,
    limit: int,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Search title, body, author and newspaper, best match first.

    Words match in any form: hamza, diacritics, case, Arabic prefixes, endings and plurals do not matter. "a phrase"
    matches words in a row, begin* beginnings, one OR other either; -word leaves out (write -- before a query that
    begins with a dash). title:, body:, author: and newspaper: look there only; since:, until:, lang: and section:
    narrow as the options do.

    \b
    Examples:
      warraq search القضاء
      warraq search '"مكافحة الإرهاب" -كرة' --since 2025-12-01
      warraq search 'title:élections OR title:انتخابات' --sort date
    """
    only = query.articles_from(newspaper, lang, since, until, section)
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        if facets:
            finding.print_facets(query.facets(opened, " ".join(words), only), as_json=as_json)
        else:
            finding.print_found(query.find(opened, " ".join(words), only, limit, sort=sort), as_json=as_json)
