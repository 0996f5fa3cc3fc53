"""The two passes of the demo, run with the real code: only the site and where its host name leads are the demo's."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from pipeline.app import App, fetch
from pipeline.demo.preset import HOST, demo_site
from pipeline.demo.server import DemoServer
from pipeline.rounds import Plan
from pipeline.run import Observer, Summary
from pipeline.sites import Config, Network, Settings, shipped_folder

PASSES: Final = (1, 2)
"""At the second pass one story has been edited, one headline reworded and one taken down; all else is as it was."""


def archive_pass(number: int, archive: Path, observe: Observer) -> Summary:
    """Serve the demo's site as it is at pass `number` and archive it; StoreError when the archive cannot be written."""
    site = demo_site()
    config = Config(Settings(network=Network(allow_loopback=True)), {site.id: site}, shipped_folder())
    with DemoServer() as server:
        server.pass_number = number
        app = App(config, archive, connect_to={HOST: server.address})
        return asyncio.run(fetch(app, Plan((site,), look_now=True), observe))
