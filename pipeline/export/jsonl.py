"""JSON lines: one article a line, as the archive has it or as corpus scripts expect it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Final

from pipeline.export.base import Options, Shelf
from pipeline.export.places import Place, file_stem
from pipeline.models import ArchivedArticle

OPTIONS: Final = frozenset({"per_newspaper", "corpus"})


def write(shelf: Shelf, place: Place, options: Options) -> None:
    """One file, or a folder with one for each newspaper; UTF-8, one object a line."""
    if not options.per_newspaper:
        with place.open_file() as file:
            _write_lines(file, shelf.articles("id"), options)
        return
    with place.open_folder(".jsonl") as folder:
        for newspaper, articles in groupby(shelf.articles("newspaper"), lambda article: article.newspaper):
            with _free(folder, newspaper).open("xb") as file:
                _write_lines(file, articles, options)


def _write_lines(file: BinaryIO, articles: Iterable[ArchivedArticle], options: Options) -> None:
    for record in _records(articles, options):
        file.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _records(articles: Iterable[ArchivedArticle], options: Options) -> Iterator[dict[str, Any]]:
    return (corpus_record(article) if options.corpus else asdict(article) for article in articles)


def corpus_record(article: ArchivedArticle) -> dict[str, Any]:
    """`content, author, date, newspaper`, then what else is known; `date` is the day of publication."""
    return {
        "content": article.body,
        "author": article.author,
        "date": article.published[:10] if article.published else None,
        "newspaper": article.newspaper,
        "title": article.title,
        "url": article.url,
        "language": article.language,
    }


def _free(folder: Path, newspaper: str | None) -> Path:
    """A file that is not there yet: names that differ in case are one on some disks."""
    stem = file_stem(newspaper)
    path = folder / f"{stem}.jsonl"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.jsonl"
    return path
