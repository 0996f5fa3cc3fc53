"""Moments in time as news pages write them: parsing, precision and zone."""

from __future__ import annotations

from pipeline.dates.address import from_url
from pipeline.dates.moment import Moment, Precision, Zone, utc_iso
from pipeline.dates.reading import read, read_all

__all__ = ["Moment", "Precision", "Zone", "from_url", "read", "read_all", "utc_iso"]
