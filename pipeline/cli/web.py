"""The command that shows the archive in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import app
from pipeline.cli.options import common


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--public", "is_public", is_flag=True, help="Leave out what is for whoever runs the archive.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="A name this site is reached by; repeatable."
)
@click.option("--open", "is_opening", is_flag=True, help="Open the front page in the browser.")
@common
def web(
    archive: Path | None,
    config: Path | None,
    host: str,
    port: int,
    is_public: bool,
    hosts: tuple[str, ...],
    is_opening: bool,
) -> None:
    """Show the archive in the browser: ticker, articles, search, stories, newspapers, health, data.

    \b
    Examples:
      warraq web                        # then open http://127.0.0.1:8001/
      warraq web --open --port 0
      warraq web --public --allow-host news.example.org    # behind a proxy
    """
    from pipeline.web.newsroom import WebOptions
    from pipeline.web.serving import serve  # needs the extra `browse`, which a fetcher does without

    serve(app.archive_path(archive, config), WebOptions(host, port, hosts, is_public), is_opening=is_opening)
