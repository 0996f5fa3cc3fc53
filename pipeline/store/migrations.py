"""How an archive's tables came to be: small named steps, each with its reason, applied in order, never edited."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

from pipeline.likeness import rules_fingerprint
from pipeline.robots import version_of
from pipeline.store import (
    alarm_tables,
    headline_filling,
    headline_tables,
    keeping_tables,
    ledger_tables,
    rhythm_tables,
    service_tables,
    sighting_tables,
    sightings,
    story_tables,
    summary_tables,
    tables,
    version_tables,
    versions,
)
from pipeline.store.codec import pack
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


@MIGRATIONS()
def m12_service(db: Database) -> None:
    """A service goes on for years: what it learned of hosts and sources in trouble outlives it.

    The rules of robots.txt are kept as they were, so that each fetch can name those it was made under.
    """
    _create(db, *service_tables.TABLES)
    db.execute(service_tables.OF_SOURCES.add_sql("sources"))
    for column in service_tables.OF_OUTCOMES:
        db.execute(column.add_sql("outcomes"))
    for authority, fetched_at, status, body in db.execute("SELECT authority, fetched_at, status, body FROM robots"):
        db.execute(
            "INSERT INTO robots_versions (authority, version, first_seen, status, body) VALUES (?, ?, ?, ?, ?)",
            (authority, version_of(status, body), fetched_at, status, pack(body)),
        )


@MIGRATIONS()
def m13_summaries(db: Database) -> None:
    """A page that counts a million articles keeps its reader waiting; triggers count them as they come."""
    _create(db, *summary_tables.TABLES)
    for statement in (*summary_tables.fill_sql(), *summary_tables.trigger_sql()):
        db.execute(statement)


@MIGRATIONS()
def m14_dictionaries_that_go_on(db: Database) -> None:
    """Tickers and lists of latest news age a dictionary within hours: a newer page is put behind its two."""
    db.execute(keeping_tables.OF_DICTIONARIES.add_sql("dictionaries"))


@MIGRATIONS()
def m15_search_by_facets(db: Database) -> None:
    """What a search is narrowed by stands in the index too: rows looked up one by one made it a matter of seconds.

    The index is made anew at the next opening for writing, since it has no rules any more.
    """
    columns = ", ".join(column.name for column in (*tables.ARTICLES_SEARCH.columns, tables.OF_SEARCH))
    db.execute("DROP TABLE articles_search")
    db.execute(f"CREATE VIRTUAL TABLE articles_search USING fts5({columns}, content='', tokenize='ascii')")
    db.execute("DELETE FROM search_rules")


@MIGRATIONS()
def m16_ticker_history(db: Database) -> None:
    """People ask when a headline went, what it was reworded to, what became of it; finding out takes all its looks.

    So it is written down as it happens. Headlines of before are gone through once here.
    """
    for column in headline_tables.OF_HEADLINES:
        db.execute(column.add_sql("headlines"))
    for index in headline_tables.INDEXES:
        db.execute(index)
    headline_filling.fill_all(db.conn)
    _create(db, *headline_tables.VIEWS)


@MIGRATIONS()
def m17_alarms(db: Database) -> None:
    """Nobody watches: what each site and source usually gives is kept, and a person is told when it changes."""
    _create(db, *alarm_tables.TABLES, *alarm_tables.VIEWS)


@MIGRATIONS()
def m18_edits(db: Database) -> None:
    """People ask what was changed, whether it matters and whether it was announced, not only that a row was replaced.

    Versions of before are gone through once here.
    """
    for column in version_tables.OF_VERSIONS:
        db.execute(column.add_sql("versions"))
    db.execute(version_tables.OF_EDITS_INDEX)
    versions.fill(db.conn)
    _create(db, version_tables.EDITS)


@MIGRATIONS()
def m19_ledgers(db: Database) -> None:
    """What was not looked at must not look like no news, and what hosts were asked for must be provable.

    The counts of `status` took a second at a million articles; triggers keep them from here on.
    """
    _create(db, *ledger_tables.TABLES)
    db.execute(ledger_tables.OF_RUNS.add_sql("runs"))
    db.execute(ledger_tables.OF_SOURCES.add_sql("sources"))
    db.execute(ledger_tables.OUTCOMES_INDEX)
    for statement in ledger_tables.count_sql():
        db.execute(statement)


@MIGRATIONS()
def m20_rhythms(db: Database) -> None:
    """A request at an hour when nothing ever comes is wasted; when each source publishes is learned with every look."""
    _create(db, *rhythm_tables.TABLES)


@MIGRATIONS()
def m21_readings_in_portions(db: Database) -> None:
    """A re-parse is put in beside a running service, some at a time: where it is must be in the same transaction."""
    for column in keeping_tables.OF_GENERATIONS:
        db.execute(column.add_sql("generations"))
    db.execute(keeping_tables.BATCH_INDEX)


@MIGRATIONS()
def m22_rolls_of_tickers(db: Database) -> None:
    """The places of 55 headlines were 0.7 kB a page, and the page before had 54 of them in the same order.

    `ticker_sightings` is a view with the look it had.
    """
    for column in sighting_tables.OF_HEADLINES:
        db.execute(column.add_sql("headlines"))
    _create(db, *sighting_tables.TABLES)
    sightings.carry_over(db.conn, "ticker_sightings")
    db.execute("DROP TABLE ticker_sightings")
    _create(db, sighting_tables.TICKER_SIGHTINGS)


@MIGRATIONS()
def m23_search_by_body_first(db: Database) -> None:
    """A word's places in the first column take two bytes less for each article, and nearly all words are the body's.

    The index is made anew at the next opening for writing, since it has no rules any more.
    """
    db.execute("DROP TABLE articles_search")
    db.execute(
        f"CREATE VIRTUAL TABLE articles_search USING fts5({', '.join(tables.SEARCHED)}, content='', tokenize='ascii')"
    )
    db.execute("DELETE FROM search_rules")
