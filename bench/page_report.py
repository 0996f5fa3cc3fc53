"""Writes an evaluation as one self-contained HTML page: tables, changes, and pages beside their truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final
from urllib.parse import unquote

from bench.runs import Scores
from bench.views import Row, View

COLUMNS: Final = (
    *("n", "F1", "P", "R", "tokF1", "with", "without", "t_ex", "d_right", "d_wrong", "d_missing", "auF1"),
    *("tF1", "lF1", "pageF1", "found", "false", "errors"),
)
OPENED: Final = 60
"""Lines of changes up to which they are shown unfolded."""
STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --same: transparent; --changed: #e0a80026; --missing: #d0302026;
  --surplus: #a030c026; }
body { font: 15px/1.5 system-ui, "Noto Sans", "Noto Naskh Arabic", sans-serif; margin: 1.5rem; max-width: 110rem; }
table.figures { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
table.figures th, table.figures td { padding: .15rem .6rem; border-bottom: 1px solid var(--line); text-align: end; }
table.figures th:first-child { text-align: start; }
pre { white-space: pre-wrap; font-size: 13px; }
details { border: 1px solid var(--line); border-radius: 6px; margin: 1rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { margin-inline-end: .6rem; }
.rows { display: grid; grid-template-columns: 1fr 1fr; gap: 2px 8px; margin-top: .6rem; }
.rows > * { padding: .25rem .5rem; overflow-wrap: anywhere; border-radius: 3px; min-width: 0; }
.rows > .head { font-weight: 600; border-bottom: 1px solid var(--line); }
.wide { grid-column: 1 / -1; }
.changed { background: var(--changed); }
.missing { background: var(--missing); }
.surplus { background: var(--surplus); }
.place, .offers { direction: ltr; unicode-bidi: isolate; font: 12px/1.4 ui-monospace, monospace; opacity: .75; }
.offers li { unicode-bidi: plaintext; text-align: left; }
"""


def write_report(title: str, scores: Scores, changed: Iterable[str], views: Iterable[View]) -> str:
    """The whole page. Every text of a case stands in an element of its own with `dir="auto"`."""
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1>",
            *_tables(scores),
            *_changes(changed),
            *(part for view in views for part in _page(view)),
            "</body></html>\n",
        ]
    )


def _tables(scores: Scores) -> Iterator[str]:
    used = [name for name in COLUMNS if any(table.get(name) is not None for table in scores.tables.values())]
    yield '<table class="figures"><tr><th></th>' + "".join(f"<th>{name}</th>" for name in used) + "</tr>"
    for group, table in scores.tables.items():
        cells = "".join(f"<td>{_figure(name, table.get(name))}</td>" for name in used)
        yield f"<tr><th>{escape(group)}</th>{cells}</tr>"
    yield "</table>"


def _figure(name: str, figure: Any) -> str:
    if figure is None:
        return ""
    return str(figure) if name in ("n", "errors") else f"{figure:.3f}"


def _changes(changed: Iterable[str]) -> Iterator[str]:
    lines = list(changed)
    if lines:
        told = escape("\n".join(lines))
        is_open = " open" if len(lines) < OPENED else ""
        yield f'<details{is_open}><summary><b>since the earlier run</b></summary><pre dir="ltr">{told}</pre></details>'


def _page(view: View) -> Iterator[str]:
    case = view.case
    head = f"{view.verdict} · {case['id']} · {case['lang']}"
    yield f"<details open><summary><b>{escape(view.field)}</b> {escape(head)} "
    yield f'<a href="{escape(case["url"])}" dir="ltr">{escape(unquote(case["url"]))}</a></summary>'
    yield '<div class="rows"><div class="head">truth</div>'
    yield f'<div class="head">ours <span class="place">{escape(view.reader)}</span></div>'
    for row in view.rows:
        yield from _row(row)
    yield "</div>"
    if view.offers:
        offers = "".join(f"<li>{escape(line)}</li>" for line in view.offers)
        yield f'<details><summary>what the page offers</summary><ul class="offers">{offers}</ul></details>'
    yield "</details>"


def _row(row: Row) -> Iterator[str]:
    if row.kind == "heading":
        yield f'<div class="wide head" dir="auto">{escape(row.truth or row.ours)}</div>'
        return
    for side, text in (("truth", row.truth), ("ours", row.ours)):
        has_place = row.place and row.kind != "same" and bool(text) and (side == "ours" or not row.ours)
        place = f'<div class="place">↳ {escape(row.place)}</div>' if has_place else ""
        kind = row.kind if text else "none"
        yield f'<div class="{kind}"><div dir="auto">{escape(text)}</div>{place}</div>'
