"""What the tables, columns and views of stories are for; one migration creates them from these declarations."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.store.declaring import Table, View, columns

STORIES: Final = Table(
    "stories",
    "One row per story that at least two articles tell in the same words, whoever printed it and whenever.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the story"),
        ("first_article_id", "INTEGER REFERENCES articles(id) ON DELETE SET NULL", "The article that was known first"),
        ("first_publisher", "TEXT", "Its newspaper"),
        (
            "first_seen",
            "TEXT",
            "UTC; when it was published or, if that is known to the day only, captured, within that day",
        ),
        ("copies", "INTEGER NOT NULL", "Articles that tell it, the first included"),
        ("publishers", "INTEGER NOT NULL", "Newspapers that printed it"),
        ("agency", "TEXT", "The news agency that one of them names as its source"),
    ),
    indexes=("CREATE INDEX stories_first_seen ON stories (first_seen)",),
)

STORY_PRINTS: Final = Table(
    "story_prints",
    "By which texts that share much are found: the twelve smallest of the numbers that stand for a text's passages.",
    columns(
        ("print", "INTEGER NOT NULL", "Number of a passage of three words (of five characters in Chinese, Thai ...)"),
        # Not enforced: twelve look-ups an article for a promise that nothing relies on. What is gone is passed over.
        ("article_id", "INTEGER NOT NULL", "An article whose text has it: articles.id"),
    ),
    ("PRIMARY KEY (print, article_id)",),
    options=" WITHOUT ROWID",
)

STORY_RULES: Final = Table(
    "story_rules",
    "One row: which rules the stories were made with, and how far looking at all articles again has come.",
    columns(
        ("fingerprint", "TEXT NOT NULL", "Hex digest of what the rules make of a sample"),
        ("reached", "INTEGER", "The last article looked at by `warraq stories --rebuild`; NULL when all have been"),
    ),
)

OF_ARTICLES: Final = columns(
    ("story_id", "INTEGER REFERENCES stories(id)", "The story it tells in the same words as others; NULL when alone"),
    ("copy_share", "REAL", "Share (0 to 1) of its words that stand in the story's first article; NULL for that one"),
    ("agency", "TEXT", "The news agency it names as its source: AFP, MAP, Reuters ... or agencies"),
)
"""Columns that `articles` has gained."""

OF_ARTICLES_INDEX: Final = "CREATE INDEX articles_story ON articles (story_id) WHERE story_id IS NOT NULL"

MANY_ADDRESSES: Final = View(
    "many_addresses",
    "Articles that are known by more than one address.",
    columns(
        ("article_id", "", "articles.id"),
        ("newspaper", "", "The newspaper"),
        ("title", "", "Headline"),
        ("addresses", "", "How many addresses it has"),
        ("urls", "", "The addresses, one a line"),
    ),
    """SELECT a.id AS article_id, a.newspaper, a.title, u.addresses, u.urls
FROM (SELECT article_id, count(*) AS addresses, group_concat(url, char(10)) AS urls
  FROM article_urls GROUP BY article_id HAVING count(*) > 1) AS u
JOIN articles AS a ON a.id = u.article_id""",
)

FORMER_DUPLICATES: Final = replace(MANY_ADDRESSES, name="duplicates")
"""What the view `duplicates` was before there were stories."""

DUPLICATES: Final = View(
    "duplicates",
    "Articles that repeat another one's text: `WHERE id NOT IN (SELECT article_id FROM duplicates)` leaves each story "
    "once.",
    columns(
        ("article_id", "", "articles.id of the copy"),
        ("story_id", "", "stories.id"),
        ("newspaper", "", "The newspaper that printed the copy"),
        ("published", "", "Its day or UTC moment of publication"),
        ("title", "", "Its headline"),
        ("copy_share", "", "Share (0 to 1) of its words that stand in the first article"),
        ("agency", "", "The news agency it names as its source"),
        ("first_article_id", "", "articles.id of the article that was known first"),
        ("first_publisher", "", "That one's newspaper"),
        ("first_seen", "", "UTC; when that one was published or captured"),
    ),
    """SELECT a.id AS article_id, a.story_id, a.newspaper, a.published, a.title, a.copy_share, a.agency,
  s.first_article_id, s.first_publisher, s.first_seen
FROM stories AS s JOIN articles AS a ON a.story_id = s.id WHERE a.id <> s.first_article_id""",
)

TABLES: Final = (STORIES, STORY_PRINTS, STORY_RULES)
VIEWS: Final = (DUPLICATES, MANY_ADDRESSES)
