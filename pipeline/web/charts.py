"""Charts as SVG that stands in the page: drawn by pygal, coloured by the style sheet, readable without a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import pygal
from lxml import etree
from markupsafe import Markup

from pipeline.overview import DayCount
from pipeline.web.words import Words

_OLD_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_LOOKS: Final = {
    "css": (), "js": (), "disable_xml_declaration": True, "no_prefix": True, "show_legend": False, "margin": 6,
    "truncate_label": -1, "show_minor_x_labels": False, "spacing": 8, "print_values": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, where a click on it leads (a path of ours), and what is said of it."""

    label: str
    value: float
    tip: str
    link: str | None = None


def days_chart(words: Words, days: Sequence[DayCount], *, newspaper: str | None = None) -> Markup | None:
    """Articles per day, each day leading to its articles; None without days."""
    if not days:
        return None
    also = f"&newspaper={quote(newspaper)}" if newspaper else ""
    given = [
        Bar(
            words.short_day(count.day),
            count.articles,
            words("day-tip", day=words.day(count.day), count=count.articles),
            f"/search?since={count.day}&until={count.day}{also}",
        )
        for count in days
    ]
    return bars(words("articles-per-day"), given, words.number)


def bars(caption: str, given: Sequence[Bar], number: Callable[[float], str], *, every: int = 7) -> Markup:
    """A bar chart; each `every`th label stands under it. `caption` says to a screen reader what it shows."""
    chart = pygal.Bar(width=960, height=220, x_labels_major_every=every, formatter=number, **_LOOKS)
    chart.x_labels = [bar.label for bar in given]
    chart.y_labels = _ticks(max((bar.value for bar in given), default=0))
    chart.add("", [_value(bar) for bar in given])
    return embed(chart, caption, [bar.tip for bar in given])


def embed(chart: Any, caption: str, tips: Sequence[str]) -> Markup:
    """A pygal chart as an element of the page: no styles or scripts of its own, its tips as titles."""
    root = chart.render_tree()
    for element in list(root.iter(etree.Comment, "defs", "desc", "title")):
        element.getparent().remove(element)
    for element in root.iter():
        element.attrib.pop("style", None)
    root.attrib.pop("id", None)
    root.set("role", "group")
    root.set("aria-label", caption)
    for group, tip in zip(_bars(root), tips, strict=True):
        etree.SubElement(group, "title").text = tip
    for link in root.iter("a"):
        link.set("href", link.attrib.pop(_OLD_HREF))  # SVG 2; a browser sees no link in an old one without a script
        link.set("role", "link")
        link.set("aria-label", str(link.getparent().findtext("title")))
        link.set("tabindex", "-1")  # forty stops on the way through the page would help nobody
    # pygal escapes what it is given (lxml); the tree holds nothing but elements of ours and text.
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704


def _value(bar: Bar) -> dict[str, Any]:
    link = {"xlink": {"href": bar.link, "target": "_self"}} if bar.link else {}
    return {"value": bar.value, "label": bar.tip, **link}


def _bars(root: Any) -> list[Any]:
    return [group for group in root.iter("g") if group.get("class") == "bar"]


def _ticks(most: float) -> list[float]:
    """Zero and a few whole steps up to at least `most`."""
    step = 10.0 ** max(len(str(int(most))) - 1, 0)
    for part in (0.2, 0.5, 1, 2):
        if step * part >= 1 and most / (step * part) <= 5:
            step *= part
            break
    return [step * count for count in range(int(-(-most // step)) + 1)] if most else [0.0, 1.0]
