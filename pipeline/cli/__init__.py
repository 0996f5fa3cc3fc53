"""The `warraq` command: each command parses its arguments, calls one function and prints."""

from __future__ import annotations

import codecs
import io
import os
import sys
from importlib.metadata import version

import click

from pipeline.cli.alarms import alarms
from pipeline.cli.asking import search, sites
from pipeline.cli.completion import completion
from pipeline.cli.coverage import coverage, why
from pipeline.cli.drafting import site
from pipeline.cli.exporting import export
from pipeline.cli.keeping import backup, merge, prune, verify
from pipeline.cli.options import EXIT_CODES
from pipeline.cli.reparsing import reparse
from pipeline.cli.running import run
from pipeline.cli.showing import show
from pipeline.cli.sql import sql
from pipeline.cli.stats import stats
from pipeline.cli.status import status
from pipeline.cli.stories import stories
from pipeline.cli.ticker import ticker
from pipeline.cli.trying import try_page
from pipeline.cli.web import web
from pipeline.cli.writing import demo, fetch, import_, init

_EPILOG = "Exit codes: " + "; ".join(f"{code} {text.rstrip('.')}" for code, text in EXIT_CODES.items()) + "."


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("warraq"), prog_name="warraq")
def cli() -> None:
    """Warraq archives news: headline ticker, title, body and metadata of pages, in one SQLite file."""


KEEPING = (reparse, verify, backup, merge, prune)

for command in (
    init,
    sites,
    site,
    try_page,
    fetch,
    run,
    import_,
    export,
    search,
    sql,
    show,
    stories,
    ticker,
    status,
    stats,
    coverage,
    why,
    alarms,
    web,
    demo,
    completion,
    *KEEPING,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; ends the process with one of the documented exit codes."""
    _write_anything()
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def _write_anything() -> None:
    """Let an output that is not UTF-8 show what it has no letters for as `\\u0633`: it is no reason to end."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(errors="backslashreplace")
