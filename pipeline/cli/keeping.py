"""Commands that keep the archive: verify, backup, merge, prune."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from pipeline import app as composition
from pipeline import keeping
from pipeline.cli.options import Time, common, json_option
from pipeline.cli.output import plain, print_json
from pipeline.errors import InputError
from pipeline.keeping import Damage, Loss

DAMAGED: Final = 8


@click.command()
@json_option
@common
def verify(as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Check everything in the archive: each capture, hash, reference and index; exit code 8 when something is wrong.

    Reads only, also while another command writes. One damaged record does not hide the next.

    \b
    Example:
      warraq verify --archive /srv/news/archive.db
    """
    path = composition.archive_path(archive, config)
    found = _report(keeping.verify(path), as_json=as_json)
    if not as_json:
        click.echo(f"{path}: " + (f"{found:,} damaged" if found else "everything is whole"))
    if found:
        sys.exit(DAMAGED)


@click.command()
@click.argument("destination", type=click.Path(), metavar="DEST")
@common
def backup(destination: str, archive: Path | None, config: Path | None) -> None:
    """Copy the archive to DEST (a file or a folder), also while it is written to, and verify the copy.

    The copy takes its name only when it is whole; an older one of that name stays until then. A file that is no older
    copy is not replaced.

    \b
    Example:
      warraq backup /mnt/disk/archive-monday.db
    """
    if destination.endswith(os.sep) and not Path(destination).is_dir():
        raise InputError(f"{destination}: there is no such folder; create it first")
    copy, damages = keeping.back_up(composition.archive_path(archive, config), Path(destination))
    found = _report(damages, as_json=False)
    click.echo(f"{copy}: {copy.stat().st_size:,} bytes, " + (f"{found:,} damaged" if found else "verified"))
    if found:
        sys.exit(DAMAGED)


@click.command()
@click.argument("other", type=click.Path(path_type=Path, dir_okay=False), metavar="OTHER")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, help="Seconds to wait for another writer to end.")
@json_option
@common
def merge(other: Path, wait: float, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Take everything of the archive OTHER in: captures, articles, versions, headlines, links, outcomes.

    OTHER is only read. What both know stays once; doing it twice, or again after a kill, adds nothing twice.

    \b
    Example:
      warraq merge laptop.db --archive /srv/news/archive.db
    """
    path = composition.archive_path(archive, config)
    added = asyncio.run(keeping.merge(path, other, wait, lambda: datetime.now(UTC)))
    if as_json:
        print_json(dict(added))
    else:
        new = ", ".join(f"{count:,} {table}" for table, count in added.items() if count and table != "damaged")
        click.echo(f"{path}: new: {new or 'nothing'}")
    if added["damaged"]:
        click.echo(f"warraq: {added['damaged']:,} damaged captures of {other} were passed over", err=True)
        sys.exit(DAMAGED)


@click.command()
@click.option(
    "--captures-older-than",
    "before",
    type=Time(),
    required=True,
    metavar="AGE",
    help="Give up captures fetched before this: 365d, or a day.",
)
@click.option("--yes", is_flag=True, help="Do it; without it, only what would be lost is said.")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, help="Seconds to wait for another writer to end.")
@json_option
@common
def prune(before: datetime, yes: bool, wait: float, as_json: bool, archive: Path | None, config: Path | None) -> None:
    """Give up old captures to save room. Articles, versions, headlines and outcomes stay.

    Says what is lost first and does nothing without --yes.

    \b
    Example:
      warraq prune --captures-older-than 730d --yes
    """
    path = composition.archive_path(archive, config)
    loss = keeping.loss_before(path, before)
    if as_json:
        print_json({**asdict(loss), "before": before, "is_done": yes})
    else:
        click.echo(_loss_line(loss, before))
    if not yes:
        click.echo("nothing was changed: add --yes to do it", err=True)
        return
    size = path.stat().st_size
    pruned = asyncio.run(keeping.prune(path, before, wait, lambda: datetime.now(UTC)))
    if not as_json:
        click.echo(f"{pruned:,} captures given up, {max(0, size - path.stat().st_size):,} bytes given back")


def _report(damages: Iterable[Damage], *, as_json: bool) -> int:
    found = 0
    for damage in damages:
        found += 1
        if as_json:
            print_json(asdict(damage))
        else:
            click.echo(plain(damage))
    return found


def _loss_line(loss: Loss, before: datetime) -> str:
    return (
        f"captures before {before:%Y-%m-%dT%H:%M:%SZ}: {loss.captures:,}, with {loss.payloads:,} bodies "
        f"({loss.packed:,} bytes) and {loss.sightings:,} ticker sightings; {loss.articles:,} articles stay, "
        "but can no longer be re-parsed or shown --raw"
    )
