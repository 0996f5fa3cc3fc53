"""Serves the pages with uvicorn until it is told to stop."""

from __future__ import annotations

import gc
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import click
import uvicorn
from datasette.plugins import pm

from pipeline.errors import InputError
from pipeline.web import hooks
from pipeline.web.newsroom import NewsroomDatasette, WebOptions


def build(archive: Path, options: WebOptions) -> NewsroomDatasette:
    """The pages of an archive; StoreError when there is none to show."""
    if not pm.is_registered(hooks):
        pm.unregister(name="datasette.handle_exception")  # hooks.handle_exception asks it where it is wanted
        pm.register(hooks, "warraq-pages")
    return NewsroomDatasette(archive, options)


def serve(archive: Path, options: WebOptions, *, is_opening: bool = False) -> None:
    """Listen until Ctrl-C or SIGTERM. InputError when the address cannot be listened on."""
    newsroom = build(archive, options)
    try:
        with listen(options) as listener:
            url = address_of(listener)
            server = uvicorn.Server(configure(newsroom))
            _announce(url, archive)
            _open(url, is_opening, webbrowser.open)
            settle_memory()
            server.run(sockets=[listener])
    finally:
        newsroom.close_desk()


def settle_memory() -> None:
    """Let the garbage collector pass over what is there to stay: walking it made one page in fifty 100 ms later."""
    gc.collect()
    gc.freeze()


def configure(newsroom: NewsroomDatasette) -> uvicorn.Config:
    """How uvicorn runs: quiet but for warnings, and without saying what it is."""
    return uvicorn.Config(
        newsroom.app(),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
    )


def listen(options: WebOptions) -> socket.socket:
    """A listening socket; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        listener = socket.create_server((options.host, options.port), family=family, backlog=128)
        # asyncio sets it only on sockets that say which protocol they are; without it a page waits 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        raise InputError(
            f"--host {options.host} --port {options.port}: cannot listen there ({error.strerror}); "
            "another program may hold the port: take another with --port, or --port 0 for a free one"
        ) from error


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 compared, not listened on
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _announce(url: str, archive: Path) -> None:
    click.echo(f"{archive} is shown at {url} (Ctrl-C ends it)")


def _open(url: str, is_opening: bool, open_url: Callable[[str], bool]) -> None:
    if is_opening and not open_url(url):
        click.echo("no browser could be opened; open the address yourself", err=True)
