"""What a search prints: hits with their matches emphasised, counts, facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rich.text import Text

from pipeline import query
from pipeline.cli.output import console, plain, print_json, table
from pipeline.text import clean_display


def print_found(found: query.Findings, *, as_json: bool) -> None:
    """The hits, and how many articles match in all."""
    if as_json:
        for hit in found.hits:
            print_json({**asdict(hit.line), "snippet": hit.snippet.text, "score": hit.score})
        return
    print_hits(found.hits)
    console().print(_count(found))


def _count(found: query.Findings) -> str:
    shown = len(found.hits)
    if not shown:
        return "nothing found; fewer or shorter words, or fewer filters, find more"
    total = f"more than {found.total:,}" if found.is_more else f"{found.total:,}"
    return f"{shown} found" if shown == found.total and not found.is_more else f"{shown} of {total} that match"


def print_hits(hits: Sequence[query.Hit]) -> None:
    """Each hit as a heading line and a passage."""
    screen = console()
    for hit in hits:
        line = hit.line
        screen.print(
            Text.assemble((f"{line.article_id:>6}  ", "bold"), _marked(hit.title)), soft_wrap=not screen.is_terminal
        )
        screen.print(
            f"        {plain(line.published)}  {plain(line.newspaper)}  {plain(line.url)}",
            markup=False,
            soft_wrap=not screen.is_terminal,
        )
        screen.print(Text.assemble("        ", _marked(hit.snippet)), soft_wrap=not screen.is_terminal)


def print_facets(facets: query.Facets, *, as_json: bool) -> None:
    """How many articles match, by newspaper, language and year."""
    kinds = {"newspaper": facets.newspapers, "language": facets.languages, "year": facets.years}
    if as_json:
        for kind, counts in kinds.items():
            for value, count in counts.items():
                print_json({"facet": kind, "value": value, "articles": count})
        return
    for kind, counts in kinds.items():
        rows = table(None, kind, "articles")
        for value, count in counts.items():
            rows.add_row(plain(value), f"{count:,}")
        console().print(rows, markup=False)
    if facets.is_more:
        console().print("more match than are counted: these are the newest of them")


def _marked(marked: query.Marked) -> Text:
    """A text with its matches emphasised; cleaned piece by piece, so that the emphasis stays in place."""
    shown, at = Text(), 0
    for start, end in (*marked.marks, (len(marked.text), len(marked.text))):
        shown.append(_one_line(marked.text[at:start])).append(_one_line(marked.text[start:end]), "bold yellow")
        at = end
    return shown


def _one_line(text: str) -> str:
    return clean_display(text).replace("\n", " ")
