"""What a soak shows: the slope of each measure over pages, whether that is flat, and the figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import sqrt
from statistics import fmean, linear_regression, quantiles
from typing import Final, Self, TextIO

WARM_UP: Final = 1 / 3
"""Share of the pages that is left out: caches fill (SQLite may take 32 MiB for its pages, and does), children start."""

BLOCKS: Final = 20
T_95: Final = 2.101
"""Student's t for 20 blocks (18 degrees of freedom), two-sided 95%."""

PER: Final = 10_000
"""Pages that a slope is told for."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: seconds since the start, pages done, memory in KiB, sizes in bytes, the loop's longest delay in s."""

    seconds: float
    pages: int
    rss: int
    anon: int
    descriptors: int
    threads: int
    children: int
    child_rss: int
    children_anon: int
    children_descriptors: int
    lag: float
    wal: int
    archive: int

    @classmethod
    def from_text(cls, row: Mapping[str, str]) -> Self:
        """A line of the CSV."""
        return cls(**{field.name: (float if field.type == "float" else int)(row[field.name]) for field in fields(cls)})  # type: ignore[arg-type]


Measure = Callable[[Sample], float]


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure, and what it may grow by in PER pages and still be called flat."""

    name: str
    unit: str
    measure: Measure
    most: float


LIMITS: Final = (
    Limit("memory of the service", "MiB", lambda sample: sample.anon / 1024, 0.5),
    Limit("memory of its largest child", "MiB", lambda sample: sample.child_rss / 1024, 1.0),
    Limit("memory of all children", "MiB", lambda sample: sample.children_anon / 1024, 2.0),
    Limit("descriptors", "", lambda sample: sample.descriptors, 0.5),
    Limit("descriptors of the children", "", lambda sample: sample.children_descriptors, 1.0),
    Limit("threads", "", lambda sample: sample.threads, 0.2),
    Limit("children", "", lambda sample: sample.children, 0.1),
    Limit("write-ahead log", "MiB", lambda sample: sample.wal / 2**20, 0.5),
)
"""What must be flat. Memory without the pages of mapped files, which the kernel takes back when it needs them."""


@dataclass(frozen=True, slots=True)
class Slope:
    """Growth in PER pages, give or take `error` (95%), from a level at the end of the warm-up."""

    level: float
    growth: float
    error: float

    def is_flat(self, most: float) -> bool:
        """Whether the growth is surely below what is allowed."""
        return self.growth + self.error <= most


def warm(samples: Sequence[Sample]) -> list[Sample]:
    """The samples after the warm-up."""
    return [sample for sample in samples if sample.pages >= WARM_UP * samples[-1].pages]


def slope_of(samples: Sequence[Sample], measure: Measure) -> Slope:
    """A straight line through the means of BLOCKS equal stretches.

    Samples that follow each other are alike, so the line's error by single samples would be far too small.
    """
    blocks = [samples[len(samples) * at // BLOCKS : len(samples) * (at + 1) // BLOCKS] for at in range(BLOCKS)]
    means = [(fmean(sample.pages for sample in block) / PER, fmean(map(measure, block))) for block in blocks if block]
    across, up = [mean[0] for mean in means], [mean[1] for mean in means]
    growth, start = linear_regression(across, up)
    left = sum((value - start - growth * at) ** 2 for at, value in means) / (len(means) - 2)
    spread = sum((at - fmean(across)) ** 2 for at in across)
    return Slope(start + growth * across[0], growth, T_95 * sqrt(left / spread))


def tell_verdicts(samples: Sequence[Sample], out: TextIO) -> bool:
    """Say pages a second, the loop's delay and each slope; whether all are flat."""
    used = warm(samples)
    lags = quantiles([sample.lag * 1000 for sample in used], n=100)
    last = samples[-1]
    out.write(
        f"{last.pages:,} pages in {last.seconds / 60:.1f} min, {last.pages / last.seconds:.0f} pages/s;"
        f" archive {last.archive / 2**20:.0f} MiB\n"
        f"longest delay of the event loop in a sample: median {lags[49]:.0f} ms, 99% {lags[98]:.0f} ms\n\n"
        f"| after the first {WARM_UP:.0%} | level | growth in {PER:,} pages (95%) | allowed | |\n"
        "|---|--:|--:|--:|---|\n"
    )
    is_flat = True
    for limit in LIMITS:
        slope = slope_of(used, limit.measure)
        verdict, unit = slope.is_flat(limit.most), limit.unit and f" {limit.unit}"
        is_flat &= verdict
        out.write(
            f"| {limit.name} | {slope.level:.1f}{unit} | {slope.growth:+.3f} ± {slope.error:.3f}{unit}"
            f" | {limit.most:g}{unit} | {'flat' if verdict else 'NOT FLAT'} |\n"
        )
    return is_flat


def draw(samples: Sequence[Sample]) -> bytes:
    """The figure as SVG: memory in MiB, and descriptors, threads and children, over thousands of pages."""
    import pygal  # an extra's library: the rest works without
    from pygal.style import CleanStyle

    most = max(sample.anon for sample in samples) / 1024
    chart = pygal.XY(
        show_dots=False,
        style=CleanStyle(legend_font_size=12, title_font_size=14, label_font_size=11, major_label_font_size=11),
        width=960,
        height=480,
        title="The service page by page: memory in MiB (left); descriptors, threads, children (right)",
        x_title="thousands of pages",
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        js=(),
        range=(0, 50 * (most // 50 + 1)),
        secondary_range=(0, 100),
        value_formatter=lambda value: f"{value:.0f}",
    )
    for name, measure, is_second in _LINES:
        chart.add(name, [(sample.pages / 1000, measure(sample)) for sample in _thin(samples)], secondary=is_second)
    return bytes(chart.render())


_LINES: Final[tuple[tuple[str, Measure, bool], ...]] = (
    ("service", lambda sample: sample.anon / 1024, False),
    ("largest child", lambda sample: sample.child_rss / 1024, False),
    ("write-ahead log", lambda sample: sample.wal / 2**20, False),
    ("descriptors", lambda sample: sample.descriptors, True),
    ("threads", lambda sample: sample.threads, True),
    ("children", lambda sample: sample.children, True),
)


def _thin(samples: Sequence[Sample], most: int = 240) -> list[Sample]:
    return [samples[len(samples) * at // most] for at in range(most)] if len(samples) > most else list(samples)
