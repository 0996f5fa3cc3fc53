"""The archive's own reading connection, for look-ups between the writer's transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipeline.store.failures import translated
from pipeline.store.files import open_reader

T = TypeVar("T")


class Reader:
    """Answers questions from what is committed; safe to use from any thread."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self._conn = open_reader(path)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """The answer to a question; it must be read whole, not lazily."""
        with self._lock, translated(self._path):
            return question(self._conn)

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._conn.close()
