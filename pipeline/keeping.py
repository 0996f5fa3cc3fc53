"""KEEPING the archive for years: verified, backed up, merged with others, pruned of old captures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from pipeline import dedupe
from pipeline.errors import ArchiveMissing, InputError
from pipeline.store import Archive, Reader, backups, pruning, verifying
from pipeline.store.pruning import Loss
from pipeline.store.verifying import Damage, Tell

__all__ = ["Damage", "Loss", "back_up", "loss_before", "merge", "prune", "verify"]


def verify(archive: Path, tell: Tell = lambda table, row: None) -> Iterator[Damage]:
    """All that is wrong with an archive, as it is found; nothing is written. StoreError when it cannot be opened."""
    return verifying.verify(archive, dedupe, tell)


def back_up(archive: Path, destination: Path) -> tuple[Path, list[Damage]]:
    """Copy an archive, which may be written to meanwhile; gives the copy's path and what is wrong with its records.

    A copy whose pages or references are damaged is not kept (ArchiveDamaged).
    """
    copy = backups.back_up(archive, destination)
    return copy, list(verify(copy))


def loss_before(archive: Path, before: datetime) -> Loss:
    """What giving up the captures fetched before a moment would lose."""
    with Reader(archive) as reader:
        return reader.ask(lambda conn: pruning.loss_before(conn, before))


async def merge(archive: Path, other: Path, wait: float, clock: Callable[[], datetime]) -> Counter[str]:
    """Take another archive in, which is only read; gives what was new by table. Twice is as good as once.

    InputError when both are one file; what `open_reader` raises for the other.
    """
    if _is_same_file(archive, other):
        raise InputError(f"{other}: this is the archive itself; name another one to take in")
    _check_other(other)  # before an archive is made to take it in
    with Archive.open(archive, wait=wait, clock=clock) as opened:
        return await opened.merge(other)


def _check_other(other: Path) -> None:
    if not other.exists():
        raise ArchiveMissing(f"{other}: there is no such archive to take in")
    Reader(other).close()


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


async def prune(archive: Path, before: datetime, wait: float, clock: Callable[[], datetime]) -> int:
    """Give up the captures fetched before a moment; gives how many. A kill loses nothing but the rest of the work."""
    with Archive.open(archive, wait=wait, clock=clock) as opened:
        return await opened.prune(before)
