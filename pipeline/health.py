"""How a service is doing: what is under way, when something last got done, what is wrong. Pure; told, never asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.meter import Meter

State = Literal["starting", "ok", "degraded", "stuck", "stopping"]


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a service at one moment; durations are in seconds.

    `state` is "degraded" while something in `troubles` (name -> what people should know) is wrong though the rest goes
    on, and "stuck" when the event loop does not turn, or nothing gets done although something is under way.
    `pages` and `sources` count outcomes by reason since the start.
    """

    state: State
    uptime: float
    since_beat: float
    since_progress: float
    under_way: tuple[str, ...]
    troubles: Mapping[str, str]
    pages: Mapping[str, int]
    sources: Mapping[str, int]
    rounds: int
    sites: int


@dataclass(slots=True)
class Health:
    """What the parts of a service tell of themselves. Moments are monotonic seconds of one clock.

    `loop_limit` is how long the event loop may stand still, `work_limit` how long a piece of work may be under way with
    nothing done. Other threads than the one that tells may ask at any time: they are answered from snapshots.
    """

    started: float
    loop_limit: float
    work_limit: float
    beat_at: float = 0.0
    progress_at: float = 0.0
    is_ready: bool = False
    is_stopping: bool = False
    sites: int = 0
    rounds: int = 0
    pages: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, str] = field(default_factory=dict)
    meter: Meter = field(default_factory=Meter)
    _under_way: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.beat_at = self.progress_at = self.started

    def beat(self, now: float) -> None:
        """The event loop turns."""
        self.beat_at = now

    def progress(self, work: str, now: float) -> None:
        """Something of this work got done."""
        self.progress_at = now
        if work in self._under_way:
            self._under_way[work] = now

    def begin(self, work: str, now: float) -> None:
        """Work of this name is under way."""
        self._under_way[work] = now

    def end(self, work: str, now: float) -> None:
        """Work of this name is done, in whatever way."""
        self._under_way.pop(work, None)
        self.progress_at = now

    def trouble(self, name: str, told: str) -> bool:
        """Something is wrong; whether that is news."""
        is_news = name not in self.troubles
        self.troubles[name] = told
        return is_news

    def relieve(self, name: str) -> bool:
        """It is no longer wrong; whether it was."""
        return self.troubles.pop(name, None) is not None

    def stuck_reason(self, now: float) -> str | None:
        """Why the service does not get on; None while it does."""
        if now - self.beat_at > self.loop_limit:
            return f"the event loop has stood still for {now - self.beat_at:.0f} s"
        lost = self.stalled(now, 2 * self.work_limit)  # work that could not even be given up
        return f"nothing gets done for {', '.join(lost)}" if lost else None

    def stalled(self, now: float, limit: float | None = None) -> tuple[str, ...]:
        """Work that is under way though nothing of it got done for longer than `limit` (default: `work_limit`)."""
        longest = self.work_limit if limit is None else limit
        return tuple(sorted(work for work, at in self._under_way.copy().items() if now - at > longest))

    def report(self, now: float) -> Report:
        """The state at a moment."""
        return Report(
            state=self._state(now),
            uptime=now - self.started,
            since_beat=now - self.beat_at,
            since_progress=now - self.progress_at,
            under_way=tuple(sorted(self._under_way.copy())),
            troubles=self.troubles.copy(),
            pages=self.pages.copy(),
            sources=self.sources.copy(),
            rounds=self.rounds,
            sites=self.sites,
        )

    def _state(self, now: float) -> State:
        if self.stuck_reason(now):
            return "stuck"
        if self.is_stopping:
            return "stopping"
        if not self.is_ready:
            return "starting"
        return "degraded" if self.troubles else "ok"
