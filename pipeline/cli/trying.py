"""The `try` command: one page, every field, why it was read so; nothing stored."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import click

from pipeline import app as composition
from pipeline.cli.options import common, json_option
from pipeline.cli.output import console, plain, print_json, table
from pipeline.dates import Moment
from pipeline.models import Article, Capture, Headline, Page
from pipeline.parse.candidates import Candidate
from pipeline.parse.explain import Explanation

_OF_THE_READING: Final = frozenset({"provenance", "unaided"})
FIELDS: Final = tuple(field.name for field in fields(Article) if field.name not in _OF_THE_READING)
_BLOCKS: Final = {"ticker": "headline ticker", "latest": "latest news"}


@click.command("try")
@click.argument("target", metavar="URL|FILE")
@click.option("--site", help="Read the page with this site's rules; default: the site that owns the address.")
@click.option("--why", is_flag=True, help="Also list every date that the page offers, with its reader and confidence.")
@json_option
@common
def try_page(
    target: str, site: str | None, why: bool, as_json: bool, archive: Path | None, config: Path | None
) -> None:
    """Fetch or open one page, read it, and show every field with where it came from. Nothing is stored.

    \b
    Examples:
      warraq try https://www.maghress.com/alaoual/999001
      warraq try page.html --site maghress --why
    """
    app = composition.open_app(archive, config)
    capture, page, told = asyncio.run(composition.explain_one(app, target, site))
    if as_json:
        _print_page_json(capture, page, told)
    else:
        _print_page(capture, page, told, why=why)
    _warn(told)
    if page.article is None:
        raise SystemExit(6)


def _print_page(capture: Capture, page: Page, told: Explanation, *, why: bool) -> None:
    screen = console()
    charset = f"{capture.encoding or 'binary'} ({capture.encoding_source or 'not text'})"
    size = f"{len(capture.body):,} bytes  {charset}  read in {told.seconds * 1000:.1f} ms"
    screen.print(f"{plain(capture.final_url)}  {capture.status}  {size}", markup=False)
    if page.article is None:
        screen.print(f"no article here: {plain(page.why)}", markup=False)
    else:
        _print_fields(page.article)
        screen.print(f"the text stands in: {plain(told.container)}", markup=False)
    if why:
        _print_dates(told.dates)
        for css in told.idle_drops:
            screen.print(f"drop rule that finds nothing here: {plain(css)}", markup=False)
    for kind, headlines in groupby(page.ticker, key=lambda line: line.kind):
        _print_block(kind, list(headlines))


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


def _print_dates(candidates: tuple[Candidate, ...]) -> None:
    """Every date the page offers, the chosen one of each field marked."""
    if not candidates:
        console().print("dates: the page offers none")
        return
    rows = table("dates that the page offers", "", "field", "date", "read by", "confidence", "read from")
    for one in candidates:
        mark = "→" if one.is_chosen else ""
        rows.add_row(mark, one.field, one.value, one.reader, f"{one.confidence:.2f}", plain(one.raw))
    console().print(rows, markup=False)


def _print_block(kind: str, headlines: list[Headline]) -> None:
    title = f"{_BLOCKS[kind]}: {len(headlines)} headline{'' if len(headlines) == 1 else 's'}"
    rows = table(title, "#", "headline", "link", "kind")
    for headline in headlines:
        rows.add_row(str(headline.position), plain(headline.text), plain(headline.url), headline.kind)
    console().print(rows, markup=False)


def _warn(told: Explanation) -> None:
    """Say which of the site's rules find nothing: the layout has changed, or this is another kind of page."""
    for idle in told.idle:
        selectors = ", ".join(plain(css) for css in idle.selectors)
        click.echo(f"warraq: the site's rule for {idle.field} finds nothing here: {selectors}", err=True)


def _print_page_json(capture: Capture, page: Page, told: Explanation) -> None:
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
            "container": told.container,
            "dates": [_date_as_json(one) for one in told.dates],
            "idle_rules": {idle.field: list(idle.selectors) for idle in told.idle},
            "seconds": round(told.seconds, 6),
        }
    )


def _date_as_json(one: Candidate) -> dict[str, Any]:
    return {
        "field": one.field,
        "value": one.value,
        "reader": one.reader,
        "raw": one.raw,
        "confidence": round(one.confidence, 3),
        "is_chosen": one.is_chosen,
    }


def _plain_value(value: Any) -> Any:
    if isinstance(value, Moment):
        return {"value": value.iso(), "precision": value.precision, "zone": value.zone, "raw": value.raw}
    return list(value) if isinstance(value, tuple) else value
