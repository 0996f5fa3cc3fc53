"""The `site` commands: a new site's file drafted from a few of its pages."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path
from typing import Final

import click

from pipeline import app as composition
from pipeline.cli.options import common
from pipeline.cli.output import console, plain, table
from pipeline.drafting import SHOWABLE, Asked, Draft, FieldDraft, write_toml
from pipeline.sites import check_id, check_site_text, new_site_file, write_site_file

MOST: Final = 20
"""Pages of one draft: every selector is tried on each."""
_MARK: Final = "\u200e"


@click.group()
def site() -> None:
    """Make site files.

    \b
    Example:
      warraq site new https://www.example.org/a-story https://www.example.org/another-story
    """


@site.command("new")
@click.argument("targets", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--id", "site_id", help="The site's id, which names its file; default: from the address.")
@click.option(
    "--shows",
    multiple=True,
    metavar="FIELD=TEXT",
    help=f"What the first page shows, for a field that is not read right ({', '.join(SHOWABLE)}); repeatable.",
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the file instead of writing it.")
@click.option("--force", is_flag=True, help="Replace a file of this id.")
@common
def new(
    targets: tuple[str, ...],
    site_id: str | None,
    shows: tuple[str, ...],
    to_stdout: bool,
    force: bool,
    archive: Path | None,
    config: Path | None,
) -> None:
    """Draft config/sites/ID.toml from a few pages of one site: stories, and section pages if you like.

    Finds feeds, sitemaps and listings, and says for each field whether the generic readers get it right. A rule is
    written only where they miss it on some page. Give three to five stories, of different authors and sections; given
    the home page alone, four of the stories it links are taken. With an address among them, robots.txt, the home page
    and the sources found are fetched too; with files alone, nothing.

    \b
    Examples:
      warraq site new https://www.example.org/1 https://www.example.org/2 https://www.example.org/3
      warraq site new page1.html page2.html --id example --stdout
      warraq site new https://www.example.org/1 https://www.example.org/2 --shows 'authors=Jane Roe; John Doe'
    """
    if len(targets) > MOST:
        raise click.UsageError(f"{len(targets)} pages: at most {MOST} are compared; three to five do")
    app = composition.open_app(archive, config)
    if site_id:
        new_site_file(app.config.folder, check_id(site_id), may_replace=force or to_stdout)
    asked = Asked(site_id, tuple(_split_shown(text) for text in shows))
    draft = asyncio.run(composition.draft_site(app, targets, asked, lambda line: click.echo(plain(line), err=True)))
    text = write_toml(draft)
    if to_stdout:
        check_site_text(text, draft.facts.id, app.config.folder)
        _report(draft)
        click.echo(text, nl=False)
        return
    path = new_site_file(app.config.folder, draft.facts.id, may_replace=force)
    write_site_file(text, path, app.config.folder)
    _report(draft)
    if (known := app.site_of(draft.facts.home)) and known.id != draft.facts.id:
        click.echo(
            f"warning: these addresses are of the site {known.id!r} already; keep one of the two files", err=True
        )
    click.echo(f"wrote {path}")
    given = f" --config {shlex.quote(str(config))}" if config else ""
    click.echo(
        f"next: warraq try URL --site {draft.facts.id} --why{given}; warraq fetch {draft.facts.id} --dry-run{given};"
        " then set enabled = true in the file",
        err=True,
    )


def _split_shown(text: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if name not in SHOWABLE or not equals or not value:
        raise click.BadParameter(f"{text!r}: write FIELD=TEXT, FIELD being one of {', '.join(SHOWABLE)}")
    return name, value


def _report(draft: Draft) -> None:
    """Fields, sources and warnings, on stderr."""
    screen = console(to_stderr=True)
    rows = table(None, "field", "read by", "agree", "selector", "the first page says")
    for field in draft.fields:
        rows.add_row(
            field.name, field.readers, f"{field.agreed} of {field.pages}", _selector(field), plain(field.example)
        )
    for name, values in (("drop", draft.drop), ("drop_text", draft.drop_text)):
        if values:
            rows.add_row(name, "–", "–", _closed(plain("  ".join(values))), "–")
    screen.print(rows, markup=False)
    for source in draft.sources:
        links = "not looked at" if source.links is None else f"{source.links} links"
        screen.print(f"{source.kind}: {plain(source.url)}  {plain(source.problem or links)}", markup=False)
    for line in draft.blocks:
        screen.print(f"headline blocks: {line}", markup=False)
    for warning in draft.warnings:
        screen.print(f"warning: {plain(warning)}", markup=False)


def _selector(field: FieldDraft) -> str:
    if field.rule is None:
        return "no rule"
    shown = field.rule.css + (f" [{field.rule.attr}]" if field.rule.attr else "")
    return _closed(plain(shown if field.state == "rule" else f"({shown})"))


def _closed(text: str) -> str:
    """A cell that draws no figures of the next one to its side: a left-to-right mark ends Arabic (UAX #9)."""
    return text if text.isascii() else f"{text}{_MARK}"
