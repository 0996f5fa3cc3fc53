"""Formats out: what is in the archive, written for other programs, one thing at a time.

A format is one file with `OPTIONS` and `write(shelf, place, options)`, and a line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.export import atom, csv, jsonl, parquet, warc
from pipeline.export.base import Format, Options, Order, Shelf
from pipeline.export.places import Place

__all__ = ["FORMATS", "Format", "Options", "Order", "Place", "Shelf"]

FORMATS: Final[Mapping[str, Format]] = {"jsonl": jsonl, "csv": csv, "parquet": parquet, "warc": warc, "atom": atom}
