"""A reading connection: sees every commit, never waits for the writer."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self, TypeVar

from pipeline.store.failures import translated
from pipeline.store.files import open_reader

T = TypeVar("T")
_STEPS: Final = 10_000
"""Steps of SQLite's machine between two looks at the clock: about half a millisecond."""


class Reader:
    """Answers questions from what is committed; safe to use from any thread, and as a context manager."""

    def __init__(self, path: Path, seconds: float | None = None) -> None:
        """Raises what `open_reader` does. `seconds` is how long one question may take; no limit when None."""
        self.path, self._lock = path, threading.Lock()
        self._conn = open_reader(path)
        self._seconds, self._deadline = seconds, 0.0
        if seconds is not None:
            self._conn.set_progress_handler(self._is_late, _STEPS)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """The answer to a question, from one state of the archive; it must be read whole, not lazily.

        QueryTooLong when it takes longer than it may.
        """
        with self._lock, translated(self.path):
            self._deadline = time.monotonic() + (self._seconds or 0.0)
            self._conn.execute("BEGIN")
            try:
                return question(self._conn)
            finally:
                self._conn.execute("ROLLBACK")

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
