"""How commands speak: tables and progress for people, JSON lines for programs, one line for cron."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self

import click
from rich.console import Console
from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.dates import utc_iso
from pipeline.models import SUCCESSES, Link, Receipt
from pipeline.rounds import Plan
from pipeline.run import Summary
from pipeline.text import clean_display

NOTHING_FETCHED: Final = 6
PIPE_WIDTH: Final = 200
"""Columns for tables that go to a file or a pipe."""


def console(*, to_stderr: bool = False) -> Console:
    """A console that knows whether it is a terminal; wide and plain when it is not."""
    stream = sys.stderr if to_stderr else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else PIPE_WIDTH, highlight=False, soft_wrap=False)


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON object on one line; Arabic stays readable."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_written))


def _written(value: object) -> str:
    """What JSON has no form for, as text; moments as everywhere else."""
    return utc_iso(value) if isinstance(value, datetime) else str(value)


def plain(value: object) -> str:
    """A value as it may safely be shown on a terminal, on one line; `–` for nothing."""
    return clean_display(str(value)).replace("\n", " ") if value not in (None, "") else "–"


def table(title: str | None, *columns: str) -> Table:
    """A light table; the columns are its headings."""
    made = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


class Progress:
    """Counts outcomes while a run goes on, and keeps the last article of each; drawn on a terminal only."""

    def __init__(self, *, is_shown: bool) -> None:
        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        screen = console(to_stderr=True)
        is_drawn = is_shown and screen.is_terminal
        self._bar = RichProgress(*columns, console=screen, transient=True, disable=not is_drawn)
        self._task = self._bar.add_task("starting")
        self._counts: Counter[str] = Counter()
        self._started = time.monotonic()
        self.seconds = 0.0
        self.article_by_reason: dict[str, int | None] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._bar.stop()
        self.seconds = time.monotonic() - self._started

    def observe(self, link: Link, receipt: Receipt) -> None:
        """Take note of one receipt."""
        self._counts[receipt.reason] += 1
        self.article_by_reason[receipt.reason] = receipt.article_id
        where = plain(link.url)[:70]
        self._bar.update(self._task, description=f"{_counted(self._counts)}  {where}")


def report_run(summary: Summary, seconds: float, plan: Plan | None, *, as_json: bool) -> None:
    """The outcome of a run; ends the command with exit code 6 when nothing that was asked for could be had."""
    if as_json:
        print_json(_run_as_json(summary, seconds))
    else:
        for link in summary.would_fetch:
            click.echo(plain(link.url))
        for note in summary.notes:
            click.echo(f"warraq: {plain(note)}", err=True)
        click.echo(run_line(summary, seconds, plan))
    if is_fruitless(summary, plan):
        if plan and plan.urls and not as_json:
            click.echo("warraq: `warraq why URL` says more", err=True)
        raise SystemExit(NOTHING_FETCHED)


def run_line(summary: Summary, seconds: float, plan: Plan | None) -> str:
    """What a run did, in one line."""
    if plan and plan.dry_run:
        return f"dry run: {_many(len(summary.would_fetch), 'page')} would be fetched; nothing was stored"
    if not summary.reasons:
        if not summary.new_links and not plan:
            return "nothing new"
        if plan and not plan.sites and not plan.urls:
            return "no site is enabled; set `enabled = true` in its file, or name one: `warraq fetch ID`"
        found = _many(summary.new_links, "new link") if summary.new_links else "nothing is due"
        return f"{found}; `warraq sites` shows when, `warraq fetch --now` does not wait"
    looked = f"{_many(summary.sources.total(), 'source')} ({_counted(summary.sources)}), " if summary.sources else ""
    found = f"{_many(summary.new_links, 'new link')}, {_many(summary.new_headlines, 'new headline')}"
    if summary.back_fill:
        found += f", {_many(summary.back_fill, 'old link')} to back-fill"
    return f"{looked}{_many(summary.pages.total(), 'page')} ({_counted(summary.pages)}), {found}, {seconds:.1f} s"


def is_fruitless(summary: Summary, plan: Plan | None) -> bool:
    """Whether everything that was tried failed."""
    tried = summary.pages if plan and plan.urls else summary.reasons
    return bool(tried) and not SUCCESSES & set(tried)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in counts.most_common()) or "none"


def _run_as_json(summary: Summary, seconds: float) -> dict[str, Any]:
    return {
        "pages": dict(summary.pages),
        "sources": dict(summary.sources),
        "new_links": summary.new_links,
        "new_headlines": summary.new_headlines,
        "back_fill": summary.back_fill,
        "would_fetch": [link.url for link in summary.would_fetch],
        "notes": summary.notes,
        "seconds": round(seconds, 3),
    }
