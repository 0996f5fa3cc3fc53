"""What the asking commands print: tables for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from rich.text import Text

from pipeline import due, query
from pipeline.cli.differing import version_lines
from pipeline.cli.output import console, plain, print_json, table
from pipeline.cli.stories import story_as_json, story_fields
from pipeline.sites import Config, Site, Source
from pipeline.text import clean_display


def print_sites(config: Config, known: Iterable[query.SourceLine]) -> None:
    """A line per source, and what `verified` and `enabled` say of its site."""
    lines = {(line.site, line.source): line for line in known}
    rows = table(f"sites of {config.folder}", "site", "source", "schedule", "last result", "last look", "next due")
    for site in config.sites.values():
        state = "" if site.enabled else " (off)"
        for source in site.sources:
            line = lines.get((site.id, source.id))
            rows.add_row(
                site.id + state,
                source.id if source.enabled else f"{source.id} (off)",
                _schedule(site, source),
                plain(line and line.last_result),
                plain(line and line.last_run),
                plain(line and line.next_due),
            )
    console().print(rows, markup=False)
    unverified = sum(not site.verified for site in config.sites.values())
    if unverified:
        sites, their = ("site is", "its") if unverified == 1 else ("sites are", "their")
        console().print(f"{unverified} {sites} unverified: no run has proved {their} sources and selectors yet")
    for one, other in config.rivals():
        console().print(
            f"{one} and {other} have a host in common: its pages are read by the rules of {one}", markup=False
        )


def print_sites_json(config: Config, known: Iterable[query.SourceLine]) -> None:
    """One object per source."""
    lines = {(line.site, line.source): line for line in known}
    for site in config.sites.values():
        for source in site.sources:
            line = lines.get((site.id, source.id))
            print_json(
                {
                    "site": site.id,
                    "source": source.id,
                    "kind": source.kind,
                    "url": getattr(source, "url", None),
                    "enabled": site.enabled and source.enabled,
                    "verified": site.verified,
                    "schedule": _schedule(site, source),
                    "last_result": line and line.last_result,
                    "last_detail": line and line.last_detail,
                    "last_run": line and line.last_run,
                    "failures": line.failures if line else 0,
                    "next_due": line and line.next_due,
                }
            )


def _schedule(site: Site, source: Source) -> str:
    cron, every = due.schedule_of(source, site)
    told = "auto" if due.is_adaptive(source, site) else _duration(every)
    return f"cron {cron} {site.time_zone}" if cron else f"every {told}"


def _duration(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def print_article(view: query.ArticleView, *, why: bool) -> None:
    """The article for reading: what is known of it first, then the text."""
    article, screen = view.article, console()
    rows = table(None, "field", "value", *(["read by"] if why else []))
    for name, value in _article_fields(view).items():
        shown = "\n".join(plain(part) for part in value or (None,)) if isinstance(value, tuple) else plain(value)
        rows.add_row(name, shown, *([article.provenance.get(name, "")] if why else []))
    screen.print(rows, markup=False)
    screen.print()
    for paragraph in article.body.split("\n"):
        screen.print(Text(clean_display(paragraph)), soft_wrap=not screen.is_terminal)
        screen.print()


def _article_fields(view: query.ArticleView) -> dict[str, Any]:
    article, line = view.article, view.article.line
    published = f"{line.published} ({article.published_precision})" if line.published else None
    return {
        "title": line.title,
        "newspaper": line.newspaper,
        "published": published,
        "published_raw": article.published_raw,
        "modified": article.modified,
        "authors": line.author,
        "section": article.section,
        "language": line.language,
        "source_link": line.source_link,
        "source_text": article.source_text,
        "image": article.image,
        "url": line.url,
        "urls": view.urls,
        "words": article.word_count,
        "agency": view.agency,
        **story_fields(view.story, line.article_id),
        "first_seen": line.first_seen,
        "last_seen": article.last_seen,
        "versions": version_lines(view.versions),
    }


def article_as_json(view: query.ArticleView) -> dict[str, Any]:
    """The whole view as one object, the article's own columns on top."""
    article = asdict(view.article)
    line = article.pop("line")
    return {
        **line,
        **article,
        "urls": list(view.urls),
        "versions": [asdict(version) for version in view.versions],
        "capture": asdict(view.capture) if view.capture else None,
        "agency": view.agency,
        "story": story_as_json(view.story) if view.story else None,
    }


def print_ticker(views: Sequence[query.TickerView]) -> None:
    """A table per site and language, in the order the headlines stood."""
    if not views:
        console().print("no ticker has been seen by then")
    for view in views:
        rows = table(f"{view.site} ({view.language}), seen {view.seen_at}", "#", "article", "first seen", "headline")
        for line in view.headlines:
            rows.add_row(str(line.position), plain(line.article_id), plain(line.first_seen), plain(line.text))
        console().print(rows, markup=False)


def print_ticker_json(views: Sequence[query.TickerView]) -> None:
    """One object per headline."""
    for view in views:
        for line in view.headlines:
            print_json({"site": view.site, "language": view.language, "seen_at": view.seen_at, **asdict(line)})
