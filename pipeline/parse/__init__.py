"""Reads a captured page: ticker, title, body and metadata, each field by the first reader that knows it.

from pipeline import parse
page = parse.read(capture, site=site, hint=hint)
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.compiled import find_compiled

COMPILED = find_compiled(Path(__file__).parent)
"""Where the busiest modules below are taken from when they were compiled; None when all run as Python."""
if COMPILED:  # before any of them is imported
    sys.path.append(str(COMPILED))
    __path__.insert(0, str(COMPILED / "pipeline" / "parse"))

from pipeline.parse.reading import read  # noqa: E402

__all__ = ["COMPILED", "read"]
