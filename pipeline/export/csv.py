"""CSV (RFC 4180): one article a row, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final, TextIO

from pipeline.export.base import Options, Shelf
from pipeline.export.places import Place
from pipeline.models import ArchivedArticle

OPTIONS: Final = frozenset({"formula_safe"})
COLUMNS: Final = tuple(field.name for field in fields(ArchivedArticle))
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV injection)."""


def write(shelf: Shelf, place: Place, options: Options) -> None:
    """One file in UTF-8 with a header; unknown values are empty cells."""
    with place.open_file() as file:
        text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=True)
        write_rows(text, shelf.articles("id"), is_safe=options.formula_safe)
        text.detach()


def write_rows(text: TextIO, articles: Iterable[ArchivedArticle], *, is_safe: bool) -> None:
    """A header and a row for each article; `is_safe` keeps a spreadsheet from taking any cell for a formula."""
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows(_rows(articles, is_safe=is_safe))


def _rows(articles: Iterable[ArchivedArticle], *, is_safe: bool) -> Iterable[list[Any]]:
    for article in articles:
        cells = [_cell(getattr(article, name)) for name in COLUMNS]
        yield [_without_formula(cell) for cell in cells] if is_safe else cells


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")  # the csv module of some Pythons refuses NUL, and readers stop at it
    return value if value is None or isinstance(value, int) else json.dumps(dict(value), ensure_ascii=False)


def _without_formula(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
