"""The `try` command: one page, every field, nothing stored."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import click

from pipeline import app as composition
from pipeline.cli.options import common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.dates import Moment
from pipeline.models import Article, Capture, Page

FIELDS: Final = tuple(field.name for field in fields(Article) if field.name != "provenance")


@click.command("try")
@click.argument("target", metavar="URL|FILE")
@click.option("--site", help="Read the page with this site's rules; default: the site that owns the address.")
@json_option
@common
def try_page(target: str, site: str | None, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Fetch or open one page, read it, and show every field with where it came from. Nothing is stored.

    \b
    Examples:
      warraq try https://www.maghress.com/alaoual/999001
      warraq try page.html --site maghress
    """
    app = composition.open_app(archive, config)
    capture, page = asyncio.run(composition.read_one(app, target, site))
    (_print_page_json if as_json else _print_page)(capture, page)
    if page.article is None:
        raise SystemExit(6)


def _print_page(capture: Capture, page: Page) -> None:
    screen = console()
    charset = f"{capture.encoding or 'binary'} ({capture.encoding_source or 'not text'})"
    screen.print(f"{plain(capture.final_url)}  {capture.status}  {len(capture.body):,} bytes  {charset}", markup=False)
    if page.article is None:
        screen.print(f"no article here: {plain(page.why)}", markup=False)
    else:
        _print_fields(page.article)
    if page.ticker:
        _print_ticker(page)


def _print_fields(article: Article) -> None:
    rows = table(None, "field", "value", "read by")
    for name in FIELDS:
        value = getattr(article, name)
        rows.add_row(name, "\n".join(_lines(value)), article.provenance.get(name, "–"))
    console().print(rows, markup=False)


def _lines(value: Any) -> list[str]:
    if isinstance(value, Moment):
        return [f"{value.iso()}  (precision: {value.precision}, zone: {value.zone}, read from: {plain(value.raw)})"]
    if isinstance(value, tuple):
        return [plain("; ".join(value))]
    return [plain(line) for line in str(value or "").split("\n")]


def _print_ticker(page: Page) -> None:
    rows = table(f"ticker: {len(page.ticker)} headlines", "#", "headline", "link", "kind")
    for headline in page.ticker:
        rows.add_row(str(headline.position), plain(headline.text), plain(headline.url), headline.kind)
    console().print(rows, markup=False)


def _print_page_json(capture: Capture, page: Page) -> None:
    article = page.article
    found = {name: _plain_value(getattr(article, name)) for name in FIELDS} if article else {}
    print_json(
        {
            "final_url": capture.final_url,
            "status": capture.status,
            "encoding": capture.encoding,
            "encoding_source": capture.encoding_source,
            "kind": page.kind,
            "why": page.why,
            **found,
            "provenance": dict(article.provenance) if article else {},
            "ticker": [{"text": line.text, "url": line.url, "kind": line.kind} for line in page.ticker],
        }
    )


def _plain_value(value: Any) -> Any:
    if isinstance(value, Moment):
        return {"value": value.iso(), "precision": value.precision, "zone": value.zone, "raw": value.raw}
    return list(value) if isinstance(value, tuple) else value
