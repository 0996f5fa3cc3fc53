"""Where the configuration is: the given folder, the working folder's, or the one shipped with the package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigError

SETTINGS_FILE: Final = "warraq.toml"
EXAMPLE_FILE: Final = "example-site.toml"
VARIABLE: Final = "WARRAQ_CONFIG"


def locate(option: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The configuration folder: `option` (--config), else WARRAQ_CONFIG, else `cwd`/config, else the shipped one.

    A folder that was asked for must hold warraq.toml, or ConfigError says which wish was not met.
    """
    if option is not None:
        return _require(cwd / option, "--config")
    if environ.get(VARIABLE):
        return _require(cwd / environ[VARIABLE], VARIABLE)
    own = cwd / "config"
    return own if (own / SETTINGS_FILE).is_file() else shipped_folder()


def shipped_folder() -> Path:
    """The configuration that comes with Warraq: in a wheel inside the package, in a source checkout beside it."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "config"
    return inside if (inside / SETTINGS_FILE).is_file() else package.parent / "config"


def write_starter(folder: Path) -> list[Path]:
    """Write a configuration to start from into `folder`; gives the files written, in order.

    The settings, the templates, every site that uses one, and an example site to copy. When any of the files exists,
    nothing is written and ConfigError names those in the way.
    """
    shipped = shipped_folder()
    copies = {folder / file.relative_to(shipped): file for file in _starter_files(shipped)}
    taken = ", ".join(str(copy) for copy in copies if copy.exists())
    if taken:
        raise ConfigError(f"nothing was written, these files exist: {taken}", file=folder)
    try:
        for copy, file in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            with copy.open("xb") as new:
                new.write(file.read_bytes())
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", file=error.filename or folder) from error
    return list(copies)


def _starter_files(shipped: Path) -> list[Path]:
    sites = sorted((shipped / "sites").glob("*.toml"))
    templated = [file for file in sites if "template" in tomllib.loads(file.read_text(encoding="utf-8"))]
    return [
        shipped / SETTINGS_FILE,
        shipped / EXAMPLE_FILE,
        *sorted((shipped / "templates").glob("*.toml")),
        *templated,
    ]


def _require(folder: Path, wish: str) -> Path:
    if not (folder / SETTINGS_FILE).is_file():
        raise ConfigError(
            f"{wish} asks for this folder, but it holds no {SETTINGS_FILE}; `warraq init DIR` writes one", file=folder
        )
    return folder
