"""The writer's lock: one writing process per archive, released by the kernel when that process dies."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipeline.dates import utc_iso
from pipeline.errors import ArchiveBusy, StoreError

RETRY_EVERY: Final = 0.05
"""Seconds between two tries while waiting; flock has no timeout of its own."""

OWNER_BYTES: Final = 16_384
"""More than an owner's introduction can be: 1000 characters of command, escaped."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds the lock, as it introduced itself.

    `born` tells it from a later process of the same pid: the boot and the moment of its start, as the kernel counts.
    """

    pid: int
    started_at: str
    command: str
    born: str | None = None

    @property
    def is_service(self) -> bool:
        """Whether it is `warraq run`, which does not end by itself."""
        return self.command.split()[1:2] == ["run"]

    def is_alive(self) -> bool:
        """Whether this very process lives."""
        born = read_birth(self.pid)
        return born is not None and self.born in (None, born)


class WriterLock:
    """flock on `<archive>.lock` beside the archive's real path, so that symlinks to it lead to one lock.

    flock rather than fcntl locks: those are lost when any part of the process closes the file, and do not keep one
    process from opening an archive twice. The file is never truncated before the lock is held: it names the owner.
    """

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.path = lock_path(archive)
        self._fd: int | None = None

    def acquire(self, wait: float) -> None:
        """Take the lock within `wait` seconds; ArchiveBusy names the owner."""
        end = time.monotonic() + wait
        while not self._try():
            if time.monotonic() >= end:
                raise self._busy()
            time.sleep(RETRY_EVERY)

    def release(self) -> None:
        """Give the lock up and remove its file; nothing happens when it is not held."""
        if self._fd is None:
            return
        self.path.unlink(missing_ok=True)
        # Unlocked by name, not only closed: a forked child may still hold a copy of the descriptor.
        fcntl.flock(self._fd, fcntl.LOCK_UN)
        os.close(self._fd)
        self._fd = None

    def _try(self) -> bool:
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot write beside the archive: {error.strerror}") from error
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        if not self._is_current(fd):
            os.close(fd)
            return False
        _introduce(fd)
        self._fd = fd
        return True

    def _is_current(self, fd: int) -> bool:
        """Whether the locked file still is the one at the path: its last owner may have removed it meanwhile."""
        try:
            return os.path.samestat(os.fstat(fd), self.path.stat())
        except FileNotFoundError:
            return False

    def _busy(self) -> ArchiveBusy:
        owner = read_owner(self.archive)
        who = f"process {owner.pid} ({owner.command}, since {owner.started_at})" if owner else "another process"
        if owner is None or not owner.is_service:
            return ArchiveBusy(f"{self.archive}: {who} is writing to this archive; wait for it to end, or use --wait")
        told = f"{self.archive}: the service, {who}, is writing to this archive; stop it first (kill {owner.pid})"
        error = ArchiveBusy(told)
        error.by_service = True
        return error


def _introduce(fd: int) -> None:
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])[:1000]
    owner = json.dumps(asdict(Owner(os.getpid(), utc_iso(datetime.now(UTC)), command, read_birth(os.getpid()))))
    os.ftruncate(fd, 0)
    os.pwrite(fd, owner.encode(), 0)


def lock_path(archive: Path) -> Path:
    """Where the lock of an archive is."""
    real = archive.resolve()
    return real.with_name(real.name + ".lock")


def read_owner(archive: Path) -> Owner | None:
    """Who introduced itself last in the lock file; None when there is none or it is half written."""
    try:
        return Owner(**json.loads(lock_path(archive).read_bytes()[:OWNER_BYTES]))
    except (OSError, ValueError, TypeError):
        return None


def read_writer(archive: Path) -> Owner | None:
    """The process that writes to the archive now; None when nobody does."""
    owner = read_owner(archive)
    # Asks for the process: trying the lock itself would be in a starting writer's way.
    return owner if owner and owner.is_alive() else None


def read_birth(pid: int) -> str | None:
    """The boot and the clock tick in which a process was started (proc(5)); None when there is no such process."""
    try:
        # The command's name, the second field, may hold spaces and parentheses; the start is the 22nd.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    return f"{boot} {fields[19]}" if fields[0] != "Z" else None
