"""The command that asks which texts were printed more than once: `warraq stories`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline import app as composition
from pipeline import query
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import console, plain, print_json, table


@click.command()
@click.option(
    "--since", type=Time(keep_day=True), help="Only those first seen from this time on (2025-12-11, or 7d back)."
)
@click.option("--newspaper", help="Only those that this newspaper printed.")
@click.option(
    "--min-copies", type=click.IntRange(2), default=2, show_default=True, help="Articles, the first included."
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="At most this many.")
@click.option("--rebuild", is_flag=True, help="Look at all articles again first; goes on where it was interrupted.")
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0.0,
    help="With --rebuild: seconds to wait for another writer to end.",
)
@json_option
@common
def stories(
    since: date | None,
    newspaper: str | None,
    min_copies: int,
    limit: int,
    rebuild: bool,
    wait: float,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """List texts that several articles print: who was first, how many followed, and the agency they name.

    Articles count as one story when most of the words of one stand in the other, whatever the title, the spelling and
    the newspaper. --json gives each story with its articles and the share of each that stands in the first one.

    \b
    Examples:
      warraq stories --since 7d --min-copies 5
      warraq stories --newspaper هسبريس --json
    """
    path = composition.archive_path(archive, config)
    if rebuild:
        asyncio.run(composition.rebuild_stories(path, _tell, wait))
    with query.open_archive(path) as opened:
        found = query.stories(opened, query.stories_from(since, newspaper, min_copies), limit)
        _warn(query.story_coverage(opened))
    (print_stories_json if as_json else print_stories)(found)


def _tell(reached: int) -> None:
    if reached // 10_000 > max(reached - composition.STORIES_AT_ONCE, 0) // 10_000:
        click.echo(f"warraq: looked at the articles up to {reached:,}", err=True)


def _warn(coverage: query.Coverage) -> None:
    """Say on standard error when not all articles have been looked at."""
    if coverage.waiting:
        click.echo(f"warraq: {coverage.waiting:,} articles wait for `warraq stories --rebuild`", err=True)
    elif not coverage.is_of_todays_rules:
        click.echo("warraq: these were found by other rules; `warraq stories --rebuild` looks again", err=True)


def print_stories(found: Sequence[query.Story]) -> None:
    """A line per story."""
    if not found:
        console().print("no text was printed more than once")
        return
    rows = table(None, "story", "first seen", "first in", "articles", "newspapers", "agency", "article", "title")
    for story in found:
        line = story.line
        told = (line.first_seen, line.first_publisher, line.copies, line.publishers, line.agency)
        rows.add_row(str(line.story_id), *map(plain, told), str(line.first_article_id), plain(line.title))
    console().print(rows, markup=False)


def print_stories_json(found: Iterable[query.Story]) -> None:
    """One object per story, with its articles."""
    for story in found:
        print_json(story_as_json(story))


def story_as_json(story: query.Story) -> dict[str, Any]:
    """A story and its articles as one object."""
    return {**asdict(story.line), "articles": [asdict(copy) for copy in story.articles]}


def story_fields(story: query.Story | None, article_id: int) -> dict[str, Any]:
    """What `show` says of an article's story: who was first, and a line for each other article; nothing without one."""
    if story is None:
        return {}
    line, others = story.line, [copy for copy in story.articles if copy.article_id != article_id]
    first = "this article" if line.first_article_id == article_id else f"article {line.first_article_id}"
    return {
        "first": f"{first}, {plain(line.first_publisher)}, {line.first_seen}",
        "copies": tuple(map(_copy_line, others)),
    }


def _copy_line(copy: query.CopyLine) -> str:
    how_much = "first" if copy.is_first else f"{copy.copy_share or 0:.0%} of it in the first"
    parts = (copy.published or copy.first_seen, copy.newspaper, copy.title)
    return f"{copy.article_id}: {how_much}, {', '.join(plain(part) for part in parts)}"
