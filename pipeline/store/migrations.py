"""How an archive's tables came to be: small named steps, each with its reason, applied in order, never edited."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

from pipeline.likeness import rules_fingerprint
from pipeline.store import keeping_tables, story_tables, tables
from pipeline.store.declaring import Table, View

MIGRATIONS: Final = Migrations("warraq")


def applied_names(db: Database) -> list[str]:
    """The steps this archive has been through, in order."""
    return [step.name for step in MIGRATIONS.applied(db)]


def known_names() -> list[str]:
    """The steps this version of Warraq knows, in order."""
    return [step.name for step in MIGRATIONS.pending(Database(memory=True))]


def apply_all(db: Database) -> None:
    """Bring the archive to today's schema in one transaction: a kill leaves the old schema or the new one."""
    with db.atomic():
        MIGRATIONS.apply(db)


def _create(db: Database, *declared: Table | View) -> None:
    for item in declared:
        db.execute(item.create_sql())
        for index in item.indexes if isinstance(item, Table) else ():
            db.execute(index)


@MIGRATIONS()
def m01_runs_and_sources(db: Database) -> None:
    """Due times live in the archive, so that a killed or paused program goes on where it was."""
    _create(db, tables.RUNS, tables.SOURCES)


@MIGRATIONS()
def m02_links(db: Database) -> None:
    """What is to be fetched, when, and with which validators."""
    _create(db, tables.LINKS)


@MIGRATIONS()
def m03_captures(db: Database) -> None:
    """Raw first: whatever is read later can be read again. Bodies apart, so that equal ones are stored once."""
    _create(db, tables.PAYLOADS, tables.CAPTURES)


@MIGRATIONS()
def m04_articles(db: Database) -> None:
    """One current row per article; its addresses and former states beside it."""
    _create(db, tables.ARTICLES, tables.ARTICLE_URLS, tables.VERSIONS)


@MIGRATIONS()
def m05_headlines(db: Database) -> None:
    """The ticker is news of its own: what stood there, where and when."""
    _create(db, tables.HEADLINES, tables.TICKER_SIGHTINGS)


@MIGRATIONS()
def m06_outcomes_and_robots(db: Database) -> None:
    """Failures are rows; robots.txt is remembered over restarts, so that cron runs do not ask for it each time."""
    _create(db, tables.OUTCOMES, tables.ROBOTS)


@MIGRATIONS()
def m07_search(db: Database) -> None:
    """The words of the articles.

    Contentless (`content=''`): the index keeps no second copy of the text, a third of its size. The words come folded
    and stemmed, so the tokenizer only splits at spaces: `ascii` takes every non-ASCII character as part of a word.
    """
    columns = ", ".join(column.name for column in tables.ARTICLES_SEARCH.columns)
    db.execute(f"CREATE VIRTUAL TABLE articles_search USING fts5({columns}, content='', tokenize='ascii')")
    _create(db, tables.SEARCH_RULES)


@MIGRATIONS()
def m08_views(db: Database) -> None:
    """Answers to what people ask first."""
    _create(db, tables.LATEST, tables.TICKER_NOW, tables.HEALTH, story_tables.FORMER_DUPLICATES)


@MIGRATIONS()
def m09_site_memory(db: Database) -> None:
    """What all pages of a site show is no part of an article; it takes several pages, and often several runs, to see.

    Archives that come from before begin with their next new article.
    """
    _create(db, tables.SITE_MEMORY)


@MIGRATIONS()
def m10_stories(db: Database) -> None:
    """One text in many newspapers is one story. Articles of before are looked at by `warraq stories --rebuild`.

    `duplicates` was the view of articles with many addresses, which is `many_addresses` now; it lists copies.
    """
    _create(db, *story_tables.TABLES)
    for column in story_tables.OF_ARTICLES:
        db.execute(column.add_sql("articles"))
    db.execute(story_tables.OF_ARTICLES_INDEX)
    db.execute("DROP VIEW duplicates")
    _create(db, *story_tables.VIEWS)
    db.execute(
        "INSERT INTO story_rules (fingerprint, reached) VALUES (?, (SELECT 0 FROM articles LIMIT 1))",
        (rules_fingerprint(),),
    )


@MIGRATIONS()
def m11_keeping(db: Database) -> None:
    """Pages are packed against dictionaries of their site, and what a re-parse replaced is told from edits.

    A re-parse marks the versions it makes (`generation_id`) instead of having a table of its own: a former state is a
    former state, whoever caused the change, and every question about edits gains one condition.
    """
    _create(db, *keeping_tables.TABLES)
    db.execute(keeping_tables.OF_PACKED.add_sql("payloads"))
    db.execute(keeping_tables.OF_CAPTURES.add_sql("captures"))
    db.execute(keeping_tables.OF_VERSIONS.add_sql("versions"))
    for index in keeping_tables.CHILD_INDEXES:
        db.execute(index)
