"""Questions that people ask again and again, ready in SQL; each is quick however large the archive is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A question: its name in addresses, and its SQL, whose `:names` are asked for."""

    name: str
    sql: str


READY: Final = (
    ReadyQuery(
        "per_week",
        """SELECT date(day, 'weekday 0', '-6 days') AS week, newspaper, sum(articles) AS articles
FROM newspaper_days
WHERE day BETWEEN coalesce(nullif(:since, ''), '0001') AND coalesce(nullif(:until, ''), '9999')
GROUP BY week, newspaper
ORDER BY week DESC, articles DESC""",
    ),
    ReadyQuery(
        "first_publishers",
        """SELECT first_publisher, count(*) AS stories, sum(copies) - count(*) AS copies_by_others,
  round(avg(publishers), 1) AS newspapers_on_average
FROM stories
WHERE first_publisher IS NOT NULL
GROUP BY first_publisher
ORDER BY stories DESC""",
    ),
    ReadyQuery(
        "stealth_edits",
        """SELECT seen_at, newspaper, article_id, title_before, title_now, kinds, words_added, words_removed
FROM edits
WHERE is_silent AND kind = 'substantive'
LIMIT 200""",
    ),
    ReadyQuery(
        "empty_fields",
        """SELECT newspaper, site, articles, articles - dated AS without_date, articles - dated_exactly AS without_time,
  articles - with_author AS without_author, articles - with_section AS without_section,
  articles - with_image AS without_picture, articles - with_source_link AS without_source_link,
  articles - with_language AS without_language
FROM newspaper_totals
ORDER BY articles DESC""",
    ),
    ReadyQuery(
        "duplicates",
        """SELECT s.first_seen, s.id AS story_id, s.first_publisher, s.first_article_id, a.newspaper,
  a.id AS article_id, a.title, round(a.copy_share, 2) AS copy_share
FROM stories AS s CROSS JOIN articles AS a ON a.story_id = s.id
WHERE a.id <> s.first_article_id
ORDER BY s.first_seen DESC
LIMIT 200""",
    ),
    ReadyQuery(
        "vanished_headlines",
        """SELECT first_seen, last_seen, gone_at, site, text, url, minutes_shown, times_seen, article_id
FROM headlines_vanished
LIMIT 200""",
    ),
    ReadyQuery(
        "coverage_gaps",
        """SELECT site, source, since, until, round(24 * (julianday(until) - julianday(since)), 1) AS hours,
  reason, missed, detail
FROM gaps
WHERE julianday(until) - julianday(since) >= coalesce(nullif(:hours, ''), 0) / 24.0
ORDER BY until DESC
LIMIT 200""",
    ),
    ReadyQuery(
        "words",
        """SELECT a.id AS article_id, a.published, a.newspaper, a.title,
  warraq_snippet(a.body, :words, '', '') AS passage
FROM articles_search
JOIN articles AS a ON a.id = articles_search.rowid
WHERE articles_search MATCH warraq_match(:words)
ORDER BY articles_search.rowid DESC
LIMIT 50""",
    ),
)
"""Every ready question, in the order they are shown."""
