"""Gives back to the system the memory that a long-running process has freed but keeps."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

ALL: Final = 0
"""Bytes to be kept at the top of the heap: none beyond what is in use."""


def give_back() -> bool:
    """Return free pages from within the C library's heaps to the system; whether there were any.

    Blocks of many sizes and lives (pages being packed, answers, SQLite's) leave gaps, which glibc keeps for ever:
    0.45 MiB in 10,000 pages, while what is in use stays the same. See malloc_trim(3); elsewhere nothing happens.
    """
    trim = _trim()
    return trim is not None and bool(trim(ALL))


@cache
def _trim() -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
