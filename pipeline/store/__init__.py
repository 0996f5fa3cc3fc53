"""The archive: every line of SQL, and the one SQLite file behind it."""

from __future__ import annotations

from pipeline.store.archive import Archive
from pipeline.store.articles import Judge
from pipeline.store.captures import CaptureMeta
from pipeline.store.files import open_reader
from pipeline.store.links import DueLink
from pipeline.store.memory import Memory
from pipeline.store.reader import Reader
from pipeline.store.sources import Look, SourceState

__all__ = ["Archive", "CaptureMeta", "DueLink", "Judge", "Look", "Memory", "Reader", "SourceState", "open_reader"]
