"""The command that asks the archive in SQL."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Literal

import click

from pipeline import app as composition
from pipeline import query
from pipeline.cli.options import common
from pipeline.cli.output import console, plain, print_json, table


def _read_values(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if not all(sign for _, sign, _ in pairs):
        raise click.BadParameter("write it as name=value")
    return {name: value for name, _, value in pairs}


@click.command("sql")
@click.argument("statement", metavar="SELECT")
@click.option("--set", "values", multiple=True, callback=_read_values, help="Bind :name to a value, as name=value.")
@click.option("--limit", type=click.IntRange(1, 10_000_000), default=1000, show_default=True, help="At most this many.")
@click.option("--seconds", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Give up after so long.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
@click.option("--json", "form", flag_value="json", help="Print JSON, one object a line, for programs.")
@click.option("--table", "form", flag_value="table", default="table", help="Print a table; the default.")
@common
def sql(
    statement: str,
    values: dict[str, str],
    limit: int,
    seconds: float,
    form: Literal["csv", "json", "table"],
    archive: Path | None,
    config: Path | None,
) -> None:
    """Ask the archive in SQL. It is opened for reading only, and whatever is not reading is refused.

    warraq_match(text) is a search as `warraq search` understands it, for the index; warraq_snippet(body, text) is
    the passage that fits; warraq_fold(text) is a text as search compares it.

    \b
    Examples:
      warraq sql "select newspaper, count(*) from articles group by 1 order by 2 desc"
      warraq sql "select id, title, warraq_snippet(body, :q) from articles where id in
        (select rowid from articles_search where articles_search match warraq_match(:q))" --set q='السدود -كرة'
    """
    found = query.ask_sql(composition.archive_path(archive, config), statement, values, seconds=seconds, limit=limit)
    {"csv": _print_csv, "json": _print_json, "table": _print_table}[form](found)
    if found.is_more:
        click.echo(f"only the first {limit} rows are shown; --limit gives more", err=True)


def _print_csv(found: query.Table) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(found.rows)


def _print_json(found: query.Table) -> None:
    for row in found.rows:
        print_json(dict(zip(found.columns, map(_as_json, row), strict=True)))


def _as_json(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _print_table(found: query.Table) -> None:
    rows = table(None, *map(plain, found.columns))
    for row in found.rows:
        rows.add_row(*(f"{len(value)} bytes" if isinstance(value, bytes) else plain(value) for value in row))
    console().print(rows, markup=False)
