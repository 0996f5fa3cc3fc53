"""How versions of an article and their differences are printed, on a terminal, as plain text and as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from pipeline import history
from pipeline.changes import Paragraph, Span
from pipeline.cli.output import console, plain, table
from pipeline.text import clean_display

_STYLES: Final = {"equal": "", "removed": "red strike", "added": "green underline"}
_MARKERS: Final = {"equal": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_ISOLATE: Final = ("\u2068", "\u2069")
"""FSI and PDI (UAX #9): what stands between is ordered by itself, so that a marker stays with its words."""

_SHOWN: Final = ("newspaper", "published", "modified", "author", "section", "language", "source_link", "image", "url")


def version_lines(lines: Sequence[history.VersionLine]) -> tuple[str, ...]:
    """A line per version, the first one seen first; nothing for an article that never changed."""
    if not lines:
        return ()
    return (f"1: seen {lines[0].seen_at}", *map(version_line, lines))


def version_line(line: history.VersionLine) -> str:
    """How the version after a former state came to be, in a line."""
    kinds = ", ".join(kind.replace("_", " ") for kind in line.kinds) or ", ".join(line.changed)
    parts = [f"{line.kind or 'changed'}: {kinds}"]
    if line.words_added or line.words_removed:
        parts.append(f"+{line.words_added} -{line.words_removed} words")
    if line.is_silent:
        parts.append("silent")
    if line.returns_to is not None:
        parts.append(f"back to version {line.returns_to}")
    return f"{line.number + 1}: seen {line.replaced_at}, {'; '.join(parts)}"


def print_state(state: history.StoredState) -> None:
    """A state for reading: what was known then, and the text."""
    screen = console()
    rows = table(None, "field", "value")
    rows.add_row("version", str(state.number))
    rows.add_row("seen", f"{state.seen_at} to {state.replaced_at or 'now'}")
    rows.add_row("capture", plain(state.capture_id))
    rows.add_row("title", plain(state.record.title))
    for name in _SHOWN:
        rows.add_row(name, plain(getattr(state.record, name)))
    screen.print(rows, markup=False)
    for paragraph in state.record.body.split("\n"):
        screen.print()
        screen.print(Text(clean_display(paragraph)), soft_wrap=not screen.is_terminal)


def state_as_json(state: history.StoredState) -> dict[str, Any]:
    """A state as one object, its fields on top."""
    return {
        "version": state.number,
        "seen_at": state.seen_at,
        "replaced_at": state.replaced_at,
        "capture_id": state.capture_id,
        **asdict(state.record),
    }


def print_difference(found: history.Difference) -> None:
    """What differs: the kinds first, then each field's changed paragraphs; `…` stands for those that are equal."""
    screen = console()
    screen.print(_heading(found), markup=False)
    if found.line:
        screen.print(version_line(found.line), markup=False)
    else:
        kinds = ", ".join(kind.replace("_", " ") for kind in found.changes.kinds)
        screen.print(f"{found.changes.weight or 'no difference'}{': ' if kinds else ''}{kinds}", markup=False)
    for field in found.changes.fields:
        screen.print()
        screen.print(Text(f"{field.field} ({', '.join(field.kinds)})", "bold"))
        for paragraph in _with_gaps(field.paragraphs):
            screen.print(_drawn(paragraph, screen) if paragraph else Text("…", "dim"), soft_wrap=not screen.is_terminal)


def _heading(found: history.Difference) -> str:
    old, new = found.old, found.new
    modified = "" if old.record.modified == new.record.modified else f" (modified {plain(new.record.modified)})"
    return f"article {found.article_id}, version {old.number} ({old.seen_at}) to {new.number} ({new.seen_at}){modified}"


def _with_gaps(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph | None]:
    """The paragraphs that differ, and None for each run of those that do not."""
    was_equal = False
    for paragraph in paragraphs:
        if not paragraph.is_equal:
            yield paragraph
        elif not was_equal:
            yield None
        was_equal = paragraph.is_equal


def _drawn(paragraph: Paragraph, screen: Console) -> Text:
    """A paragraph with its changes: in colours, or between markers where there are none."""
    has_colours = screen.is_terminal and not screen.no_color
    is_isolated = any(unicodedata.bidirectional(char) in ("R", "AL") for span in paragraph.spans for char in span.text)
    drawn = Text()
    for span in paragraph.spans:
        text = clean_display(span.text).replace("\n", " ")
        bare = text.lstrip(" ")
        start, end = ("", "") if has_colours else _MARKERS[span.mark]
        shown = f"{start}{bare}{end}"
        before = text[: len(text) - len(bare)]
        drawn.append(before).append(_isolate(shown) if is_isolated and span.mark != "equal" else shown, _style(span))
    return drawn


def _isolate(text: str) -> str:
    return f"{_ISOLATE[0]}{text}{_ISOLATE[1]}"


def _style(span: Span) -> str:
    return f"{_STYLES[span.mark]} {'dim' if span.note else ''}".strip()


def difference_as_json(found: history.Difference) -> dict[str, Any]:
    """A difference as one object; a field's paragraphs are lists of spans."""
    line, changes = found.line, found.changes
    return {
        "article_id": found.article_id,
        "from": found.old.number,
        "to": found.new.number,
        "from_seen_at": found.old.seen_at,
        "to_seen_at": found.new.seen_at,
        "kind": changes.weight,
        "kinds": list(changes.kinds),
        "is_silent": line.is_silent if line else None,
        "returns_to": line.returns_to if line else None,
        "words_added": changes.words_added,
        "words_removed": changes.words_removed,
        "fields": [
            {
                "field": field.field,
                "kinds": list(field.kinds),
                "paragraphs": [[asdict(span) for span in paragraph.spans] for paragraph in field.paragraphs],
            }
            for field in changes.fields
        ],
    }
