"""What the service costs the machine: its children and their memory (proc(5)), its files, the room on their disk."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Sizes are in bytes; `children` counts all descendants, the fork server included."""

    children: int
    children_resident: int
    archive: int
    journal: int
    disk_free: int


def measure_footprint(archive: Path) -> Footprint:
    """The costs now."""
    family = _descendants(os.getpid())
    return Footprint(
        children=len(family),
        children_resident=sum(map(_resident, family)),
        archive=_size(archive),
        journal=_size(archive.with_name(f"{archive.name}-wal")),
        disk_free=shutil.disk_usage(archive.resolve().parent).free,
    )


def _descendants(ancestor: int) -> list[int]:
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdecimal() and (parent := _parent(entry)) is not None:
            children[parent].append(int(entry.name))
    found = list(children[ancestor])
    for pid in found:  # grows while it is gone through
        found += children[pid]
    return found


def _parent(process: Path) -> int | None:
    """The parent of a process; None for one that has just ended, or that is not to be seen."""
    try:
        # The name, in brackets, may hold anything: what counts comes after the last one.
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return None


def _resident(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
