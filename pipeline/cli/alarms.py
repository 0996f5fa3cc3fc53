"""The command that says what a person should look at, and hears what they say of it: `warraq alarms`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from pipeline import alarms as wishes
from pipeline import app as composition
from pipeline.alarms import Asked
from pipeline.cli.options import common, json_option
from pipeline.cli.output import NOTHING_FETCHED, console, plain, print_json, table
from pipeline.errors import InputError
from pipeline.sites import parse_duration
from pipeline.store.alarms import Alarm


class _Duration(click.ParamType[timedelta]):
    """A duration: 12h, 7d."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration that the text says."""
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("alarm_id", type=int, required=False, metavar="[ID]")
@click.option("--all", "with_resolved", is_flag=True, help="Those that are over too.")
@click.option("--ack", type=int, metavar="ID", help="Say that you know of it: no message is sent of it any more.")
@click.option("--release", type=int, metavar="ID", help="Take what it is about as the usual from now on; ends it.")
@click.option("--mute", metavar="SITE[/SOURCE]", help="Send no messages of a site, or of one of its sources.")
@click.option("--for", "length", type=_Duration(), default="7d", show_default=True, help="How long --mute holds.")
@click.option("--test-notify", is_flag=True, help="Send a test message to everybody in the setting `notify`.")
@json_option
@common
def alarms(
    alarm_id: int | None,
    with_resolved: bool,
    ack: int | None,
    release: int | None,
    mute: str | None,
    length: timedelta,
    test_notify: bool,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """List what a person should look at: sites read otherwise, feeds held back, sources broken or gone quiet.

    With ID, one alarm at length. Each is told once through the setting `notify`, and once more when it is over.
    --ack, --release and --mute can be given while a program writes to the archive: it hears of them within its round.

    \b
    Examples:
      warraq alarms
      warraq alarms 12
      warraq alarms --release 12
      warraq alarms --mute maghress/feed --for 2d
    """
    if test_notify:
        _test(archive, config)
    elif (asked := _wish(ack, release, mute, length)) is not None:
        _answer(composition.open_app(archive, config), asked)
    else:
        _show(composition.archive_path(archive, config), alarm_id, with_resolved=with_resolved, as_json=as_json)


def _wish(ack: int | None, release: int | None, mute: str | None, length: timedelta) -> Asked | None:
    given = [name for name, value in (("--ack", ack), ("--release", release), ("--mute", mute)) if value is not None]
    if len(given) > 1:
        raise click.UsageError(f"give one of {' and '.join(given)}")
    if ack is not None:
        return Asked("ack", ack)
    if release is not None:
        return Asked("release", release)
    return wishes.mute_wish(mute, datetime.now(UTC) + length) if mute else None


def _answer(app: composition.App, asked: Asked) -> None:
    if asked.what == "mute":
        app.site(asked.site)
    is_done = asyncio.run(composition.answer_alarm(app, asked))
    when = (
        "done" if is_done else "written down; the program that is writing to the archive takes it in within its round"
    )
    click.echo(f"{asked.what} {asked.alarm_id or '/'.join(filter(None, (asked.site, asked.source)))}: {when}")


def _test(archive: Path | None, config: Path | None) -> None:
    count, failed = asyncio.run(composition.send_test(composition.open_app(archive, config)))
    for name in failed:
        click.echo(f"warraq: could not be sent: {name}", err=True)
    click.echo(f"sent to {count - len(failed)} of {count}")
    if len(failed) == count:
        sys.exit(NOTHING_FETCHED)


def _show(path: Path, alarm_id: int | None, *, with_resolved: bool, as_json: bool) -> None:
    found = wishes.list_alarms(path, datetime.now(UTC), with_resolved=with_resolved or alarm_id is not None)
    chosen = [alarm for alarm in found if alarm_id is None or alarm.id == alarm_id]
    if alarm_id is not None and not chosen:
        raise InputError(f"there is no alarm {alarm_id}; `warraq alarms --all` lists them")
    if as_json:
        for alarm in chosen:
            print_json(asdict(alarm))
    elif alarm_id is not None:
        _print_one(chosen[0])
    else:
        print_alarms(chosen, with_resolved=with_resolved)


def print_alarms(found: Sequence[Alarm], *, with_resolved: bool) -> None:
    """A line per alarm."""
    if not found:
        console().print("nothing was ever wrong" if with_resolved else "nothing is wrong")
        return
    rows = table(None, "alarm", "kind", "since", "state", "what")
    for alarm in found:
        rows.add_row(str(alarm.id), alarm.kind, alarm.raised_at, _state(alarm), plain(alarm.title))
    console().print(rows, markup=False)


def _state(alarm: Alarm) -> str:
    if alarm.resolved_at:
        return f"over since {alarm.resolved_at} ({alarm.resolved_by})"
    return ", ".join(
        [
            "open",
            *(["known"] if alarm.acked_at else []),
            *(["told"] if alarm.notified_at else []),
            *(["muted"] if alarm.is_muted else []),
        ]
    )


def _print_one(alarm: Alarm) -> None:
    pages = {"last good page": alarm.last_good, "first bad page": alarm.first_bad}
    click.echo(f"{alarm.id}: {plain(alarm.title)}")
    click.echo(f"since {alarm.raised_at}, {_state(alarm)}")
    for line in alarm.detail.split("\n"):
        click.echo(f"  {plain(line)}")
    for name, url in pages.items():
        if url:
            click.echo(f"{name}: {plain(url)}")
