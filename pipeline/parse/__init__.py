"""Reads a captured page: ticker, title, body and metadata, each field by the first reader that knows it.

from pipeline import parse
page = parse.read(capture, site=site, hint=hint)
"""

from __future__ import annotations

from pipeline.parse.reading import read

__all__ = ["read"]
