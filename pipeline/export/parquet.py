"""Parquet (an extra: pyarrow): a folder partitioned by newspaper and year, for DuckDB, pandas and Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

from pipeline.errors import ConfigError
from pipeline.export.base import Options, Shelf
from pipeline.export.places import Place, file_stem
from pipeline.models import ArchivedArticle

OPTIONS: Final[frozenset[str]] = frozenset()
ROW_GROUP: Final = 2_000
"""Articles in memory at once: about 10 MB."""

_COLUMNS: Final = tuple(field.name for field in fields(ArchivedArticle))
_NUMBERS: Final = ("id", "word_count")


def write(shelf: Shelf, place: Place, options: Options) -> None:
    """`newspaper=NAME/year=YYYY/articles.parquet`, each with every column; zstd. ConfigError without pyarrow."""
    writer = _load()
    with place.open_folder(".parquet") as folder:
        for part, articles in groupby(shelf.articles("newspaper"), _partition):
            _write_part(writer, folder / part, articles)


class _Pyarrow:
    """The parts of pyarrow that are needed, imported only when something is exported with it."""

    def __init__(self) -> None:
        import pyarrow as arrow
        import pyarrow.parquet as files

        self.arrow, self.files = arrow, files
        self.schema = arrow.schema([(name, arrow.int64() if name in _NUMBERS else arrow.string()) for name in _COLUMNS])


def _load() -> _Pyarrow:
    try:
        return _Pyarrow()
    except ImportError as error:
        raise ConfigError("Parquet needs pyarrow, which is not installed: pip install 'warraq[parquet]'") from error


def _partition(article: ArchivedArticle) -> str:
    """Hive style; the exact name stands in the file's own column, which a path's name cannot always hold."""
    year = article.published[:4] if article.published else "0000"
    return f"newspaper={file_stem(article.newspaper)}/year={year}"


def _write_part(pyarrow: _Pyarrow, folder: Path, articles: Iterator[ArchivedArticle]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in folder.iterdir())
    path = folder / (f"articles-{number}.parquet" if number else "articles.parquet")
    with pyarrow.files.ParquetWriter(path, pyarrow.schema, compression="zstd") as file:
        while rows := [_row(article) for article in islice(articles, ROW_GROUP)]:
            file.write_table(pyarrow.arrow.Table.from_pylist(rows, schema=pyarrow.schema))


def _row(article: ArchivedArticle) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in _COLUMNS}
    row["provenance"] = json.dumps(dict(article.provenance), ensure_ascii=False)
    return row
