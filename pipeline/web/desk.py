"""Questions to the archive from the event loop: a few reading connections in threads, each question with a deadline."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from pipeline.store import Reader

T = TypeVar("T")
READERS: Final = 4
"""Connections, and so questions at once: two cores answer no more than that sooner."""


class Desk:
    """Answers questions without holding up the event loop; an answer is from one state of the archive."""

    def __init__(self, archive: Path, seconds: float) -> None:
        """Opens the archive once at once: StoreError says why it cannot be shown."""
        self.path, self._seconds = archive, seconds
        self._mine = threading.local()
        self._opened: list[Reader] = [Reader(archive, seconds=seconds)]
        self._spare = list(self._opened)
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="archive")

    async def ask(self, question: Callable[[Reader], T]) -> T:
        """The answer to a question; QueryTooLong when it takes longer than may be."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)

    def close(self) -> None:
        """End the threads and their connections."""
        self._threads.shutdown()
        for reader in self._opened:
            reader.close()

    def _answer(self, question: Callable[[Reader], T]) -> T:
        return question(self._reader())

    def _reader(self) -> Reader:
        reader: Reader | None = getattr(self._mine, "reader", None)
        if reader is None:
            reader = self._mine.reader = self._take()
        return reader

    def _take(self) -> Reader:
        with self._lock:
            if self._spare:
                return self._spare.pop()
            reader = Reader(self.path, seconds=self._seconds)
            self._opened.append(reader)
            return reader
