"""What every command shares: options, errors that speak to people, exit codes."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from pipeline import dates
from pipeline.errors import ArchiveBusy, PipelineError
from pipeline.sites import parse_duration
from pipeline.text import clean_display

EXIT_CODES: Final = {
    0: "Done.",
    1: "A bug in Warraq: please report the traceback.",
    2: "The command line is wrong (unknown option, missing argument).",
    3: "The configuration is wrong: file, line and key are named; nothing was fetched.",
    4: "The archive failed: missing, foreign, newer, full or damaged; the message says what to do.",
    5: "Another process is writing to this archive (see --wait).",
    6: "Nothing that was asked for could be fetched or read.",
    7: "A file or address given on the command line cannot be used.",
    8: "The archive, or a copy of it, holds damaged records; each is named.",
    9: "The service stopped without draining: a second signal, or it no longer got on; the archive is consistent.",
    130: "Stopped by Ctrl-C; what was acknowledged is in the archive.",
}

BESIDE_A_SERVICE: Final = {
    "fetch": "the service looks by its schedule already; an address of its sites is fetched when a source names it",
    "import": "import into an archive of its own (--archive); `warraq merge` takes that in once the service is stopped",
    "merge": "what is merged is only read and can wait: stop the service, merge, start it again",
    "prune": "it can wait: stop the service, prune, start it again",
    "demo": "give the demo an archive of its own by --archive",
}
"""What to do instead when a service has the archive, by command; `reparse` and `alarms` do not need it."""

F = TypeVar("F", bound=Callable[..., Any])


def common(command: F) -> F:
    """Add --archive and --config, and turn Warraq's own errors into a message and an exit code."""
    command = click.option(
        "--archive",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="WARRAQ_ARCHIVE",
        help="The archive file. [env: WARRAQ_ARCHIVE; default: the setting `archive`, archive.db]",
    )(command)
    command = click.option(
        "--config",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="WARRAQ_CONFIG",
        help="The configuration folder. [env: WARRAQ_CONFIG; default: ./config, else the shipped one]",
    )(command)
    return _speaking(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line, for programs.")


def _speaking(command: F) -> F:
    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except PipelineError as error:
            click.echo(f"warraq: {clean_display(str(error))}", err=True)
            if isinstance(error, ArchiveBusy) and error.by_service and (instead := _instead()):
                click.echo(f"warraq: {instead}", err=True)
            sys.exit(error.exit_code)

    return run  # type: ignore[return-value]  # the wrapper keeps the command's signature (functools.wraps)


def _instead() -> str | None:
    context = click.get_current_context(silent=True)
    return BESIDE_A_SERVICE.get(context.info_name or "") if context else None


class Time(click.ParamType[date]):
    """A day or time, ISO 8601 (2025-12-11, 2025-12-11T09:30Z) or a duration back from now (2h, 7d).

    Gives an aware datetime in UTC; with `keep_day`, a day stays a date, so that "until" can include it.
    """

    name = "time"

    def __init__(self, *, keep_day: bool = False) -> None:
        self.keep_day = keep_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The moment that the text says."""
        if isinstance(value, date):
            return value
        now = datetime.now(UTC)
        try:
            return now - parse_duration(str(value))
        except ValueError:
            found = dates.read(str(value)) or dates.read(str(value), now=now)
        if found is None:
            self.fail(f"{value!r} is no time; write 2025-12-11, 2025-12-11T09:30Z, or 7d for a week back", param, ctx)
        return found.day if self.keep_day and found.precision == "day" else found.value.astimezone(UTC)
