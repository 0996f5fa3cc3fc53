"""The command that shows an article, as it is, as it was, and what was changed: `warraq show`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

import click

from pipeline import app as composition
from pipeline import history, query
from pipeline.cli import answers, differing
from pipeline.cli.options import common, json_option
from pipeline.cli.output import print_json

LAST: Final = (None, None)
"""Of the option --diff without a value: the last change."""


class Versions(click.ParamType[tuple[int | None, int | None]]):
    """`N` (what changed from the version before to version N) or `N..M`; gives (old or None, new or None)."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The numbers that the text says."""
        if isinstance(value, tuple):
            return value
        if value == "last":
            return LAST
        found = re.fullmatch(r"(?:(\d{1,9})\.\.)?(\d{1,9})", str(value), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no version; write 3 (what changed from 2 to 3) or 1..3", param, ctx)
        return (int(found[1]) if found[1] else None, int(found[2]))


@click.command()
@click.argument("article", metavar="ID|URL")
@click.option("--why", is_flag=True, help="Show where each field came from.")
@click.option("--raw", is_flag=True, help="Write the page as it was fetched to standard output, byte for byte.")
@click.option("--version", "number", type=click.IntRange(1), help="Show it as it was in this version; 1 is the first.")
@click.option(
    "--diff",
    "versions",
    type=Versions(),
    is_flag=False,
    flag_value="last",
    metavar="[N|N..M]",
    help="Show what was changed, word by word: by the last edit, to version N, or from N to M. After ID.",
)
@json_option
@common
def show(
    article: str,
    why: bool,
    raw: bool,
    number: int | None,
    versions: tuple[int | None, int | None] | None,
    as_json: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Show one article, by its number (as `search` prints it) or any of its addresses.

    Its versions are listed with what changed: substantive edits (numbers, names, negation, title, text added, removed
    or moved ...) or cosmetic ones (spacing, punctuation, case ...), and whether they were silent: the publisher's own
    time of change did not move. --diff shows them coloured on a terminal, as [-removed-] and {+added+} elsewhere.

    \b
    Examples:
      warraq show 17 --why
      warraq show 17 --raw > page.html
      warraq show 17 --version 1
      warraq show 17 --diff
      warraq show 17 --diff 1..3 --json
    """
    if sum((raw, number is not None, versions is not None)) > 1:
        raise click.UsageError("--raw, --version and --diff exclude each other")
    with query.open_archive(composition.archive_path(archive, config)) as opened:
        if raw:
            sys.stdout.buffer.write(query.raw(opened, article).body)
        elif number is not None:
            state = history.version(opened, article, number)
            (print_state_json if as_json else differing.print_state)(state)
        elif versions is not None:
            _show_difference(history.difference(opened, article, versions[1], versions[0]), as_json=as_json)
        else:
            view = query.show(opened, article)
            print_json(answers.article_as_json(view)) if as_json else answers.print_article(view, why=why)


def print_state_json(state: history.StoredState) -> None:
    """The state as one object."""
    print_json(differing.state_as_json(state))


def _show_difference(found: history.Difference | None, *, as_json: bool) -> None:
    if as_json:
        print_json(differing.difference_as_json(found) if found else {"fields": []})
    elif found is None:
        click.echo("this is the first version; nothing was changed before it")
    else:
        differing.print_difference(found)
