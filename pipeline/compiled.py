"""Finds the reader's busiest modules as compiled by mypyc, where somebody compiled these very sources.

`python -m bench.compile_reader` (part of `make test` where there is a C compiler) puts them under `build/reader`,
outside of the package, with a stamp of what they were made of. Sources that differ by a character make the stamp stale:
then the Python modules are imported, and nothing but time is lost.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER: Final = "build/reader"
STAMP: Final = "stamp.json"
PURE: Final = "WARRAQ_PURE"
"""An environment variable; set, it makes Python modules be used everywhere."""


def find_compiled(package: Path) -> Path | None:
    """The folder with a package's compiled modules; None where there are none of these sources for this Python."""
    if os.environ.get(PURE):
        return None
    folder = package.parents[1] / FOLDER
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        is_fresh = stamp == describe(package, stamp["sources"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if is_fresh else None


def describe(package: Path, names: dict[str, str] | list[str]) -> dict[str, object]:
    """What a stamp says: the Python that can load the modules, and the digest of each source."""
    sources = {name: sha256((package / f"{name}.py").read_bytes()).hexdigest() for name in sorted(names)}
    return {"python": f"{sys.implementation.cache_tag}-{sys.platform}", "sources": sources}
