"""The Datasette that serves one archive with Warraq's pages: what it is made of, and how it is started."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from datasette.app import Datasette

from pipeline.web.library import Library

HERE: Final = Path(__file__).parent
STATIC: Final = "-/warraq"
"""Where the style sheet and the scripts are served from, below the site's root."""
SETTINGS: Final = {
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "max_csv_mb": 50,
    "default_page_size": 50,
    "num_sql_threads": 3,
    "facet_time_limit_ms": 200,
    "suggest_facets": False,  # a count over a million rows each
    "allow_download": False,
    "force_https_urls": False,
}


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How the pages are served.

    `hosts` are the names besides loopback that a Host header may have; `is_public` leaves out what is for whoever
    runs the archive: health, politeness, free SQL. `query_seconds` is how long one question may take.
    """

    host: str = "127.0.0.1"
    port: int = 8001
    hosts: tuple[str, ...] = field(default=())
    is_public: bool = False
    query_seconds: float = 5.0


class NewsroomDatasette(Datasette):  # type: ignore[misc]  # Datasette ships no types
    """A Datasette that knows the archive it shows."""

    def __init__(self, archive: Path, options: WebOptions) -> None:
        """StoreError when there is no archive to show."""
        self.options = options
        self.library = Library(archive, options.query_seconds)
        settings: dict[str, Any] = dict(SETTINGS)
        super().__init__(
            files=[str(archive)],
            settings=settings,
            template_dir=str(HERE / "templates"),
            static_mounts=[(STATIC, str(HERE / "static"))],
        )

    @property
    def archive_name(self) -> str:
        """The name under which Datasette shows the archive."""
        return self.library.path.stem

    def close_library(self) -> None:
        """End the archive's connections."""
        self.library.close()
