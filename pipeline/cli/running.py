"""The command that stays: run."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import cast

import click

from pipeline import app as composition
from pipeline import service
from pipeline.cli.options import common


@click.command()
@click.option(
    "--log-format",
    type=click.Choice(["people", "json"]),
    default="people",
    show_default=True,
    envvar="WARRAQ_LOG_FORMAT",
    help="A line per event on standard error, for people or as a JSON object. [env: WARRAQ_LOG_FORMAT]",
)
@click.option(
    "--health",
    metavar="HOST:PORT",
    envvar="WARRAQ_HEALTH",
    help="Answer /health and /metrics there, like 127.0.0.1:9464. [env: WARRAQ_HEALTH; default: `service.health`, off]",
)
@click.option(
    "--health-public",
    is_flag=True,
    envvar="WARRAQ_HEALTH_PUBLIC",
    help="Let --health be an address that others can reach. [env: WARRAQ_HEALTH_PUBLIC]",
)
@common
def run(log_format: str, health: str | None, health_public: bool, archive: Path | None, config: Path | None) -> None:
    """Keep the schedule of all enabled sites: look at each source when it is due, until told to stop.

    SIGTERM or Ctrl-C ends the pages under way and stops; once more stops at once. SIGHUP reads the configuration anew;
    one that is wrong is refused and the old one kept. One service per archive; `warraq status` shows it.

    \b
    Examples:
      warraq run --config news
      warraq run --log-format json 2>> warraq.log
      warraq run --health 127.0.0.1:9464
    """
    service.set_up_logs(cast(service.Format, log_format))
    app = composition.open_app(archive, config)
    place = service.find_place(health or app.config.settings.service.health, is_public=health_public)
    notifier, every = service.find_notifier(os.environ), service.ping_interval(os.environ, os.getpid())
    attach = partial(service.listen, place, app.archive)
    asyncio.run(service.serve(app, service.Surroundings(notifier=notifier, ping_every=every, attach=attach)))
