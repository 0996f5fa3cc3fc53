"""A reading connection: sees every commit, never waits for the writer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from pipeline.store.failures import translated
from pipeline.store.files import open_reader

T = TypeVar("T")


class Reader:
    """Answers questions from what is committed; safe to use from any thread, and as a context manager."""

    def __init__(self, path: Path) -> None:
        """Raises what `open_reader` does."""
        self.path, self._lock = path, threading.Lock()
        self._conn = open_reader(path)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """The answer to a question, from one state of the archive; it must be read whole, not lazily."""
        with self._lock, translated(self.path):
            self._conn.execute("BEGIN")
            try:
                return question(self._conn)
            finally:
                self._conn.execute("ROLLBACK")

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
