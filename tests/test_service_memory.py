"""Memory that was freed goes back to the system, also from between what is still in use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.service import memory

FRAGMENTS = """
import ctypes, re
from pathlib import Path
from pipeline.service.memory import give_back

def used():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
blocks = [libc.malloc(2000) for _ in range(40_000)]
for block in blocks:
    ctypes.memset(block, 1, 2000)
for number, block in enumerate(blocks):
    if number % 100:
        libc.free(block)
before = used()
print(give_back(), before - used())
"""


@pytest.mark.skipif(memory._trim() is None, reason="the C library has no malloc_trim")
def test_freed_memory_between_what_is_in_use_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", FRAGMENTS], capture_output=True, text=True, check=True, timeout=60)
    has_given, kib = done.stdout.split()
    assert has_given == "True"
    assert int(kib) > 50_000  # of the 78,000 that were freed


def test_without_such_a_c_library_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_trim", lambda: None)
    assert not memory.give_back()
