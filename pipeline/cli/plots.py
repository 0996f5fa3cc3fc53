"""Plots made of letters, for terminals: bars over days, a line of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


def sparkline(counts: Sequence[float]) -> str:
    """A letter for each number, as high as its share of the largest; what is not nothing is never drawn as nothing."""
    most = max(counts, default=0)
    return "".join(_EIGHTHS[_eighths(count, most, 8)] for count in counts) if most else "·" * len(counts)


def columns(counts: Sequence[float], labels: Sequence[str], *, height: int = 8, width: int = 2) -> list[str]:
    """Lines of a bar chart, the highest first, with the scale before it and a label under each seventh bar."""
    most = max(counts, default=0)
    scale = len(f"{most:,.0f}")
    lines = []
    for row in reversed(range(height)):
        bars = "".join(_cell(count, most, row, height) * (width - 1) + " " for count in counts)
        tick = f"{most:,.0f}" if row == height - 1 else "0" if row == 0 else ""
        lines.append(f"{tick:>{scale}} ┤{bars}".rstrip())
    below = "".join(f"{label[: 7 * width - 1]:<{7 * width}}" for label in labels[::7])
    return [*lines, f"{'':>{scale}}  {below}".rstrip()]


def _cell(count: float, most: float, row: int, height: int) -> str:
    filled = _eighths(count, most, 8 * height) - 8 * row
    return _EIGHTHS[min(max(filled, 0), 8)]


def _eighths(count: float, most: float, steps: int) -> int:
    return max(round(steps * count / most), 1) if count and most else 0
