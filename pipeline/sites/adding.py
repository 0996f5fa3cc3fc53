"""Puts a new site file into a configuration folder: never over another one unasked, never one that does not load."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipeline.errors import ConfigError
from pipeline.sites.load import read_site
from pipeline.sites.locate import shipped_folder
from pipeline.sites.model import Site

_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")


def check_id(site_id: str) -> str:
    """The id itself when a site can be called so; ConfigError otherwise."""
    if not _ID.fullmatch(site_id):
        raise ConfigError(f"{site_id!r} cannot be a site's id: small letters, digits, - and _; give one with --id")
    return site_id


def new_site_file(folder: Path, site_id: str, *, may_replace: bool = False) -> Path:
    """Where a new site's file goes; ConfigError for an id that cannot be, and for one that is taken.

    The configuration inside the installed package is nobody's own, so nothing is added to it.
    """
    path = folder / "sites" / f"{check_id(site_id)}.toml"
    if folder == shipped_folder() and (folder.parent / "__main__.py").exists():
        raise ConfigError("this is Warraq's own configuration; make one of yours with `warraq init DIR`", file=folder)
    if path.exists() and not may_replace:
        raise ConfigError(
            "exists already; --force replaces it, --id gives another name, --stdout only shows", file=path
        )
    return path


def check_site_text(text: str, site_id: str, folder: Path) -> Site:
    """The site that a file of this text would be in the folder; ConfigErrors when it could not be used."""
    with TemporaryDirectory(prefix="warraq-") as place:
        draft = Path(place) / f"{site_id}.toml"
        draft.write_text(text, encoding="utf-8")
        return read_site(draft, folder)


def write_site_file(text: str, path: Path, folder: Path) -> Site:
    """Write a site file after checking that it loads; ConfigError when it cannot be written."""
    site = check_site_text(text, path.stem, folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", file=path) from error
    return site
