"""The one writing thread: takes all work that waits, commits it as one transaction, then says so."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from pipeline.errors import StoreError
from pipeline.store.failures import FATAL, is_of_the_file, primary_code, store_error

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

MOST_PER_COMMIT: Final = 200
LONGEST_COMMIT: Final = 0.2
"""Seconds after which a transaction takes no further work: who waits for an acknowledgement waits little longer.

Every commit writes a segment of the search index and each page of the file that has changed: at 0.05 seconds, on a
machine that others use, pages took a sixth more of the processor's time.
"""


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, conn: sqlite3.Connection) -> None:
        """Do the work in a savepoint; keep its result, or its error after its changes are taken back."""
        conn.execute("SAVEPOINT piece")
        try:
            self.result = self.work(conn)
        except Exception as error:
            if isinstance(error, sqlite3.Error) and is_of_the_file(error):
                raise
            self.error = error
            conn.execute("ROLLBACK TO piece")
        conn.execute("RELEASE piece")

    def resolve(self) -> None:
        """Tell who waits how it ended."""
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """Group commit over one connection.

    Work runs in a savepoint of its own: a piece that fails takes back its own changes only. A Future is resolved after
    its transaction is committed, never before. After damage or a disk error nothing more is written.
    """

    def __init__(self, conn: sqlite3.Connection, path: Path, finish: Work[None] = lambda conn: None) -> None:
        """`finish` is the last work of every transaction: what its pieces have left to be done for all of them."""
        self._conn, self._path, self._finish = conn, path, finish
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._is_closed = False
        self._broken: StoreError | None = None
        self._thread = threading.Thread(target=self._run, name="archive-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        """Queue a piece of work; its Future gives the result once it is committed."""
        future: Future[T] = Future()
        with self._closing:
            if self._is_closed:
                raise StoreError(f"{self._path}: the archive is closed")
            self._queue.put(_Job(work, future))
        return future

    @property
    def is_sound(self) -> bool:
        """Whether nothing has happened after which the file must not be written to."""
        return self._broken is None

    def close(self) -> None:
        """Commit what was submitted, then end the thread; the connection stays open."""
        with self._closing:
            if not self._is_closed:
                self._is_closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            if not self._commit_group(job):
                return

    def _commit_group(self, first: _Job) -> bool:
        """Commit `first` and what waits behind it; False when the end of the queue came along."""
        taken: list[_Job] = []
        goes_on = True
        try:
            self._begin()
            goes_on = self._take(first, taken)
            self._finish(self._conn)
            self._conn.execute("COMMIT")
        except Exception as error:
            self._fail(taken or [first], error)
        else:
            for job in taken:
                job.resolve()
        return goes_on

    def _begin(self) -> None:
        if self._broken:
            raise self._broken
        self._conn.execute("BEGIN IMMEDIATE")

    def _take(self, first: _Job, taken: list[_Job]) -> bool:
        """Run `first` and all that waits, within the limits of one transaction."""
        end = time.monotonic() + LONGEST_COMMIT
        job: _Job | None = first
        while job is not None:
            if job.future.set_running_or_notify_cancel():
                taken.append(job)
                job.run(self._conn)
            if len(taken) >= MOST_PER_COMMIT or time.monotonic() >= end:
                return True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return True
        return False

    def _fail(self, jobs: list[_Job], error: Exception) -> None:
        """Nothing of the group is stored: say so to all of it."""
        known = store_error(error, self._path) if isinstance(error, sqlite3.Error) else None
        if known is not None:
            known.__cause__ = error
        if isinstance(error, sqlite3.Error) and primary_code(error) in FATAL:
            self._broken = known
        self._roll_back()
        for job in jobs:
            if job.future.running() or job.future.set_running_or_notify_cancel():
                job.error = job.error or known or error
                job.resolve()

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself after some errors (a full disk, an I/O error).
        if not self._conn.in_transaction:
            return
        try:
            self._conn.execute("ROLLBACK")
        except sqlite3.Error as error:
            # Who waits must still be told; the next open rolls back from the journal.
            self._broken = StoreError(f"{self._path}: a failed write could not be taken back ({error}); run it again")
