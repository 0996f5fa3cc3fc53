"""The command that writes the archive out for other programs: export."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline import app as composition
from pipeline import export as formats
from pipeline import query
from pipeline.cli.options import Time, common
from pipeline.cli.output import console, plain
from pipeline.errors import ArchiveDamaged


@click.command()
@click.argument("name", type=click.Choice(list(formats.FORMATS)), metavar="FORMAT")
@click.argument("dest", type=click.Path(path_type=Path, allow_dash=True), metavar="DEST")
@click.option("--since", type=Time(keep_day=True), help="Only published from this time on (warc: captured).")
@click.option("--until", type=Time(keep_day=True), help="Only published up to this time; a day is included.")
@click.option("--newspaper", help="Only of this newspaper.")
@click.option("--lang", help="Only in this language (ar, fr, en …).")
@click.option("--source", help="Only of this site, or of one of its sources: maghress, or maghress/feed.")
@click.option("--per-newspaper", is_flag=True, help="jsonl: DEST is a folder with one file for each newspaper.")
@click.option("--corpus", is_flag=True, help="jsonl: the names that corpus scripts expect: content, author, date ….")
@click.option(
    "--formula-safe", is_flag=True, help="csv: put ' before cells that a spreadsheet would take for formulas."
)
@click.option("--force", is_flag=True, help="Replace what is at DEST.")
@common
def export(
    name: str,
    dest: Path,
    since: date | None,
    until: date | None,
    newspaper: str | None,
    lang: str | None,
    source: str | None,
    per_newspaper: bool,
    corpus: bool,
    formula_safe: bool,
    force: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Write articles (jsonl, csv, parquet, atom) or the pages as they were fetched (warc) to DEST.

    DEST is there whole or not at all; - is standard output. parquet makes a folder, partitioned by newspaper and year,
    and needs `pip install 'warraq[parquet]'`. warc is gzip, a member a record, unless DEST ends in .warc.

    \b
    Examples:
      warraq export jsonl articles.jsonl --since 2025-12-01
      warraq export jsonl corpus --per-newspaper --corpus
      warraq export csv - --newspaper هسبريس --formula-safe > articles.csv
      warraq export warc pages.warc.gz
    """
    options = formats.Options(per_newspaper, corpus, formula_safe)
    _check_options(name, options)
    site, _, source_id = (source or "").partition("/")
    chosen = query.Selection(query.articles_from(newspaper, lang, since, until), site or None, source_id or None)
    place = formats.Place(None if str(dest) == "-" else dest, force)
    with query.open_archive(composition.archive_path(archive, config)) as opened, _Progress(name) as progress:
        formats.FORMATS[name].write(query.Shelf(opened, chosen, progress.observe), place, options)
    progress.report(dest)


def _check_options(name: str, options: formats.Options) -> None:
    known = formats.FORMATS[name].OPTIONS
    for option in _given(options):
        if option not in known:
            raise click.UsageError(f"--{option.replace('_', '-')} is not for {name}")


def _given(options: formats.Options) -> Iterable[str]:
    return (option for option in options.__slots__ if getattr(options, option))


class _Progress(RichProgress):
    """Counts what was written, drawn on a terminal only; everything it says goes to standard error."""

    def __init__(self, name: str) -> None:
        screen = console(to_stderr=True)
        columns = SpinnerColumn(), TextColumn("{task.completed:,.0f} {task.description}"), TimeElapsedColumn()
        super().__init__(*columns, console=screen, transient=True, disable=not screen.is_terminal)
        self._what = "captures" if name == "warc" else "articles"
        self._main = self.add_task(self._what, total=None)
        self._started = time.monotonic()
        self._written = self._damaged = 0

    def observe(self, error: ArchiveDamaged | None) -> None:
        """Take note of one thing written, or of one that is damaged."""
        if error is None:
            self._written += 1
            self.update(self._main, completed=self._written)
            return
        self._damaged += 1
        click.echo(f"warraq: passed over: {plain(error)}", err=True)

    def report(self, dest: Path) -> None:
        """One line: what was written, where, how long it took."""
        damaged = f", {self._damaged:,} damaged" if self._damaged else ""
        where = "standard output" if str(dest) == "-" else plain(dest)
        seconds = time.monotonic() - self._started
        click.echo(f"{self._written:,} {self._what} written to {where}{damaged}, {seconds:.1f} s", err=True)
