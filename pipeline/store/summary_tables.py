"""Counts kept beside the articles by triggers, in the transaction that changes them: no page counts a million rows."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Table, columns

NEWSPAPER_DAYS: Final = Table(
    "newspaper_days",
    "How many articles each newspaper published on each day, kept up to date with the articles.",
    columns(
        ("newspaper", "TEXT NOT NULL", "The newspaper; empty when it is not known"),
        ("day", "TEXT NOT NULL", "Day of publication; empty when it is not known"),
        ("articles", "INTEGER NOT NULL", "Articles of that day"),
    ),
    ("PRIMARY KEY (newspaper, day)",),
    ("CREATE INDEX newspaper_days_day ON newspaper_days (day)",),
    " WITHOUT ROWID",
)

NEWSPAPER_TOTALS: Final = Table(
    "newspaper_totals",
    "What is known of each newspaper's articles on each site, kept up to date with the articles.",
    columns(
        ("newspaper", "TEXT NOT NULL", "The newspaper; empty when it is not known"),
        ("site", "TEXT NOT NULL", "The site its articles were read on; empty when it is not known"),
        ("articles", "INTEGER NOT NULL", "Articles"),
        ("words", "INTEGER NOT NULL", "Words of their bodies together"),
        ("dated", "INTEGER NOT NULL", "Articles with a date of publication"),
        ("dated_exactly", "INTEGER NOT NULL", "Articles whose moment of publication is known"),
        ("with_author", "INTEGER NOT NULL", "Articles with an author"),
        ("with_section", "INTEGER NOT NULL", "Articles with a section"),
        ("with_image", "INTEGER NOT NULL", "Articles with a picture"),
        ("with_source_link", "INTEGER NOT NULL", "Articles that name the original they republish"),
        ("with_language", "INTEGER NOT NULL", "Articles whose language is known"),
        ("copies", "INTEGER NOT NULL", "Articles that repeat another one's text"),
        ("seen_within_hour", "INTEGER NOT NULL", "Of those dated exactly, articles first captured within the hour"),
        ("seen_within_day", "INTEGER NOT NULL", "Of those dated exactly, articles first captured within 24 hours"),
    ),
    ("PRIMARY KEY (newspaper, site)",),
    options=" WITHOUT ROWID",
)

TABLES: Final = (NEWSPAPER_DAYS, NEWSPAPER_TOTALS)

_DAY_KEY: Final = ("coalesce({row}.newspaper, '')", "coalesce(substr({row}.published, 1, 10), '')")
_TOTAL_KEY: Final = ("coalesce({row}.newspaper, '')", "coalesce({row}.site, '')")
_EXACT: Final = "coalesce({row}.published_precision IN ('minute', 'second'), 0)"
_DELAY: Final = "(julianday({row}.first_seen) - julianday({row}.published))"
_COUNTED: Final = (
    "1",
    "{row}.word_count",
    "{row}.published IS NOT NULL",
    _EXACT,
    "{row}.author IS NOT NULL",
    "{row}.section IS NOT NULL",
    "{row}.image IS NOT NULL",
    "{row}.source_link IS NOT NULL",
    "coalesce({row}.language <> 'und', 0)",
    "{row}.copy_share IS NOT NULL",
    f"({_EXACT} AND coalesce({_DELAY} <= 1.0 / 24, 0))",
    f"({_EXACT} AND coalesce({_DELAY} <= 1.0, 0))",
)
"""What an article adds to its newspaper's totals, in the order of the columns."""
_WATCHED: Final = (
    "newspaper, site, published, published_precision, author, section, image, source_link, language, word_count, "
    "copy_share, first_seen"
)


def trigger_sql() -> tuple[str, ...]:
    """The triggers that keep the counts; together they see every insert, change and removal of an article."""
    return (
        f"CREATE TRIGGER articles_counted AFTER INSERT ON articles BEGIN\n{_add('new', '')}END",
        f"CREATE TRIGGER articles_uncounted AFTER DELETE ON articles BEGIN\n{_add('old', '-')}{_sweep()}END",
        f"CREATE TRIGGER articles_recounted AFTER UPDATE OF {_WATCHED} ON articles BEGIN\n"
        f"{_add('old', '-')}{_add('new', '')}{_sweep()}END",
    )


def fill_sql() -> tuple[str, ...]:
    """The statements that count the articles that are there already."""
    return (
        _counting(NEWSPAPER_DAYS, _DAY_KEY, ("1",)),
        _counting(NEWSPAPER_TOTALS, _TOTAL_KEY, _COUNTED),
    )


def _counting(table: Table, key: tuple[str, ...], counted: tuple[str, ...]) -> str:
    keys = ", ".join(part.format(row="a") for part in key)
    sums = ", ".join(f"sum({part.format(row='a')})" for part in counted)
    return f"INSERT INTO {table.name} SELECT {keys}, {sums} FROM articles AS a GROUP BY 1, 2"  # noqa: S608 own text


def _add(row: str, sign: str) -> str:
    return _upsert(NEWSPAPER_DAYS, _DAY_KEY, ("1",), row, sign) + _upsert(
        NEWSPAPER_TOTALS, _TOTAL_KEY, _COUNTED, row, sign
    )


def _upsert(table: Table, key: tuple[str, ...], counted: tuple[str, ...], row: str, sign: str) -> str:
    names = [column.name for column in table.columns]
    values = [part.format(row=row) for part in key] + [f"{sign}({part.format(row=row)})" for part in counted]
    changes = ", ".join(f"{name} = {name} + excluded.{name}" for name in names[2:])
    return (
        f"  INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(values)})\n"  # noqa: S608 own text
        f"    ON CONFLICT ({names[0]}, {names[1]}) DO UPDATE SET {changes};\n"
    )


def _sweep() -> str:
    """Remove what has come to nothing, looked up by key."""
    parts = ((NEWSPAPER_DAYS, _DAY_KEY), (NEWSPAPER_TOTALS, _TOTAL_KEY))
    return "".join(
        f"  DELETE FROM {table.name} WHERE {table.columns[0].name} = {key[0].format(row='old')}"  # noqa: S608 own text
        f" AND {table.columns[1].name} = {key[1].format(row='old')} AND articles = 0;\n"
        for table, key in parts
    )
