"""The Datasette that serves one archive with Warraq's pages: what it is made of, and how it is started."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from datasette.app import Datasette

from pipeline.web.catalogue import ARCHIVE, metadata
from pipeline.web.desk import Desk
from pipeline.web.tables import ArchiveDatabase

HERE: Final = Path(__file__).parent
STATIC: Final = "-/warraq"
"""Where the style sheet and the scripts are served from, below the site's root."""
SETTINGS: Final = {
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "max_csv_mb": 50,
    "default_page_size": 50,
    "default_cache_ttl": 0,  # a page is as the archive is now, and in the language of whoever asks
    "truncate_cells_html": 200,
    "num_sql_threads": 3,
    "facet_time_limit_ms": 200,
    "suggest_facets": False,  # a count over a million rows each
    "allow_download": False,
    "force_https_urls": False,
}
PUBLIC_SETTINGS: Final = {"default_allow_sql": False, "allow_csv_stream": False, "max_csv_mb": 10}
"""What is otherwise where everybody may ask."""


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
        self.desk = Desk(archive, options.query_seconds)
        self.static = f"{STATIC}/{_version(HERE / 'static')}"
        settings: dict[str, Any] = {**SETTINGS, **(PUBLIC_SETTINGS if options.is_public else {})}
        super().__init__(
            files=[],
            metadata=metadata(),
            settings=settings,
            template_dir=str(HERE / "templates"),
            static_mounts=[(self.static, str(HERE / "static")), (STATIC, str(HERE / "static"))],
        )
        self.remove_database("_memory")  # which Datasette adds where it is given no file
        self.add_database(ArchiveDatabase(self, path=str(archive), is_mutable=True), name=ARCHIVE)

    @property
    def archive_name(self) -> str:
        """The name under which Datasette shows the archive."""
        return ARCHIVE

    def close_desk(self) -> None:
        """End the archive's connections."""
        self.desk.close()


def _version(folder: Path) -> str:
    """Digits that change with any file of a folder: files whose address has them may be kept for ever."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
