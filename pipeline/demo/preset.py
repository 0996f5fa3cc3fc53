"""The demo's site as configuration: `demo.toml` over the shipped template."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.sites import Site, read_site, shipped_folder

HOST: Final = "www.warraq-demo.example"
"""The demo's host name; reserved by RFC 2606, so it has to be mapped to the server's address."""

HOME: Final = f"http://{HOST}"


def demo_site() -> Site:
    """The site that reads the demo's pages; ConfigError when the installation lacks the shipped template."""
    return read_site(Path(__file__).with_name("demo.toml"), shipped_folder())
