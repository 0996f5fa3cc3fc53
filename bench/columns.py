"""Shows an evaluation on a terminal: what changed, and pages beside their truth in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest
from urllib.parse import unquote

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bench.runs import Change, Scores
from bench.views import NOWHERE, Kind, Row, View
from pipeline.text import clean_display

MARKS: dict[Kind, tuple[str, str]] = {
    "same": (" ", ""),
    "changed": ("~", "yellow"),
    "missing": ("-", "red"),
    "surplus": ("+", "magenta"),
    "heading": ("#", "bold"),
}
COUNTS = ("n", "n_body", "n_with", "n_title", "n_date", "n_au", "n_pages", "n_none", "n_ticker", "n_latest", "pps")
"""Entries of a table that are no figure to be better or worse at; speed depends on what else the machine does."""
LOWER = ("d_wrong", "d_missing", "d_near", "errors", "false")
"""Figures of which less is better."""
_START, _END, _LEFT = "\u2068", "\u2069", "\u200e"
"""First-strong isolate and its end, and the left-to-right mark (UAX #9): Arabic cells stay in their columns."""


def compare_tables(before: Scores, after: Scores) -> Iterator[str]:
    """Each group's figures that are not what they were, with an arrow for better or worse."""
    for group, table in after.tables.items():
        old = before.tables.get(group, {})
        moved = [told for name, figure in table.items() if (told := _moved(name, old.get(name), figure))]
        if moved:
            yield f"{group:12s} {'  '.join(moved)}"


def _moved(name: str, before: float | None, after: float | None) -> str | None:
    if name in COUNTS or before is None or after is None or abs(after - before) < 0.0005:
        return None
    is_better = (after > before) != (name in LOWER)
    places = 3 if abs(after - before) >= 0.002 else 4
    return f"{name} {before:.{places}f}→{after:.{places}f} {'▲' if is_better else '▼'}"


def list_changes(changes: Iterable[Change], after: Scores, most: int) -> Iterator[str]:
    """The pages that got better and worse, by field, at most so many each way."""
    for field, group in groupby(changes, key=lambda change: change.field):
        ours = list(group)
        better = [change for change in ours if change.after > change.before]
        worse = [change for change in ours if change.after < change.before]
        yield f"{field}: {len(better)} better, {len(worse)} worse"
        for sign, some in (("▲", better), ("▼", worse)):
            yield from (_change_line(sign, change, after) for change in some[:most])
            if len(some) > most:
                yield f"  {sign} … {len(some) - most} more"


def _change_line(sign: str, change: Change, after: Scores) -> str:
    word = after.words[change.field, change.case["id"]]
    return f"  {sign} {change.before:.3f}→{change.after:.3f} {change.case['id']} [{word}] {change.case['url']}"


def show_view(screen: Console, view: View, *, lines: int = 5, offers: int = 30) -> None:
    """One page: what it is, truth and ours side by side, each paragraph cut after `lines` lines, then its offers."""
    case = view.case
    head = (
        f"\n══ {view.field} {view.verdict}  {case['id']}  {case['lang']}  {_START}{clean_display(unquote(case['url']))}"
    )
    screen.print(Text(head, "bold"), no_wrap=True, overflow="ellipsis")
    screen.print(Text(f"   read by {view.reader}; - missing, + surplus, ~ not the same" if view.reader else "", "dim"))
    for folded, group in groupby(view.rows, key=lambda row: _folded(view, row)):
        rows = list(group)
        if folded and len(rows) > 3:
            _show_rows(screen, rows[:1], lines)
            screen.print(Text(f"  ⋮ {len(rows) - 2} paragraphs {folded}", "dim"))
            _show_rows(screen, rows[-1:], lines)
        else:
            _show_rows(screen, rows, lines)
    for line in view.offers[:offers]:
        screen.print(Text(f"   {_LEFT}{clean_display(line)}"), overflow="ellipsis", no_wrap=True)


def _folded(view: View, row: Row) -> str:
    """What is said of many rows of a body in a row, instead of showing them; empty for rows that are shown."""
    if view.field != "body" or row.kind == "same":
        return "the same" if view.field == "body" else ""
    return NOWHERE if row.place == NOWHERE else ""


def _show_rows(screen: Console, rows: list[Row], lines: int) -> None:
    for row in rows:
        for line in lay_out(screen, row, lines):
            screen.print(Text(line, MARKS[row.kind][1]), no_wrap=True, overflow="crop")


def lay_out(screen: Console, row: Row, lines: int) -> Iterator[str]:
    """A row in the columns of the screen: mark, truth, ours; below them where the odd one stands."""
    mark = MARKS[row.kind][0]
    if row.kind == "heading":
        yield f"{_LEFT}{mark} {_START}{clean_display(row.truth or row.ours)}{_END}"
        return
    width = (screen.width - 5) // 2
    sides = (_wrap(screen, row.truth, width, lines), _wrap(screen, row.ours, width, lines))
    for left, right in zip_longest(*sides, fillvalue=""):
        space = " " * (width - cell_len(left))
        yield f"{_LEFT}{mark} {_START}{left}{_END}{space} │ {_START}{right}{_END}{_LEFT}"
    if row.place and row.kind != "same":
        place, most = row.place, screen.width - 8
        yield f"{_LEFT}    ↳ {place if len(place) <= most else '…' + place[1 - most :]}"


def _wrap(screen: Console, text: str, width: int, lines: int) -> list[str]:
    found = [str(line).rstrip() for line in Text(clean_display(text).replace("\n", " ")).wrap(screen, width)]
    return found if len(found) <= lines else [*found[: lines - 1], f"… {len(found) - lines + 1} lines"]
