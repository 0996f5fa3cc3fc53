"""What the demo says: what it is about to do, what came in, the ticker, a search, and what to try next."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from pipeline import query
from pipeline.cli.finding import print_found
from pipeline.cli.output import console, plain, run_line, table
from pipeline.run import Summary

SEARCHED: Final = "سوق"
"""Asks for words that the demo's pages have with other prefixes and endings."""

SHOWN: Final = 8


def announce(path: Path) -> None:
    """Say what will happen, before it does."""
    click.echo("Warraq demo: a news site of invented newspapers is served on loopback and archived with the real code,")
    click.echo(f"twice, into {path}. Nothing leaves this machine.\n")


def describe_pass(number: int, summary: Summary, seconds: float) -> None:
    """One pass, in one line, and what to see in it."""
    if number == 1 and summary.pages["new"]:
        meaning = "first sight: everything is new; one story stands at two addresses, two have been removed (410)"
    elif number == 1:
        meaning = "the archive knows this site from an earlier demo: nothing is added"
    else:
        meaning = "the same site again: no article is added; one had been edited in between, one headline reworded"
    click.echo(f"pass {number}: {run_line(summary, seconds, None)}")
    click.echo(f"        {meaning}\n")


def show_archive(path: Path, edited: int | None) -> None:
    """What is in the archive, and where to go from here; `edited` is the number of the article that was updated."""
    with query.open_archive(path) as archive:
        _print_newspapers(query.newspapers(archive))
        _print_latest(query.latest(archive, limit=SHOWN))
        for view in query.ticker(archive, site="demo"):
            _print_ticker(view)
        console().print(f"\nsearch: {SEARCHED}", style="bold")
        print_found(query.find(archive, SEARCHED, limit=3), as_json=False)
    _print_next(path, edited)


def _print_newspapers(lines: list[query.NewspaperLine]) -> None:
    rows = table("newspapers", "newspaper", "articles", "from", "to")
    for line in lines:
        rows.add_row(plain(line.name), str(line.articles), plain(line.earliest)[:10], plain(line.latest)[:10])
    console().print(rows, markup=False)


def _print_latest(lines: list[query.ArticleLine]) -> None:
    rows = table("\nlatest articles", "id", "published", "newspaper", "title")
    for line in lines:
        rows.add_row(str(line.article_id), plain(line.published), plain(line.newspaper), plain(line.title))
    console().print(rows, markup=False)


def _print_ticker(view: query.TickerView) -> None:
    title = f"\nticker ({view.language}), seen {view.seen_at}: {len(view.headlines)} headlines"
    rows = table(title, "#", "article", "headline")
    for line in view.headlines[:SHOWN]:
        rows.add_row(str(line.position), plain(line.article_id), plain(line.text))
    console().print(rows, markup=False)


def _print_next(path: Path, edited: int | None) -> None:
    where = "" if path == Path("archive.db") else f" --archive {path}"
    article = edited or 1
    click.echo("\ntry next (.venv/bin/warraq, or `. .venv/bin/activate` first):")
    for command in (
        f"warraq search 'سوق -سردين'{where}",
        f"warraq show {article} --why{where}",
        f"warraq ticker{where}",
        f"warraq status{where}",
        f'sqlite3 {path} "select published, newspaper, title, source_link from articles"',  # noqa: S608 shown to people, not run
        "warraq init news && warraq sites --config news",
    ):
        click.echo(f"  {command}")
    click.echo(f"\nsee it all in the browser:\n  .venv/bin/warraq web --open{where}")
