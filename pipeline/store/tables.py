"""What every table, view and column of the archive is for; migrations create them from these declarations.

The descriptions become SQL comments inside the file itself (`sqlite3 archive.db .schema` shows them) and
docs/archive-schema.md. A declaration is never changed once a release has created it: a later migration adds to it.
"""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Column, Table, View, columns

RUNS: Final = Table(
    "runs",
    "One row per run of a command that writes.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the run"),
        ("command", "TEXT NOT NULL", "What was asked for: fetch, import, demo ..."),
        ("sites", "TEXT NOT NULL", "JSON list of the sites it was asked to look at"),
        ("started_at", "TEXT NOT NULL", "UTC"),
        ("finished_at", "TEXT", "UTC; NULL while it runs and when it was killed"),
        ("summary", "TEXT", "JSON object: outcomes by reason, as the run counted them"),
        ("note", "TEXT", "Why it ended early, or what people should know of it"),
    ),
)

SOURCES: Final = Table(
    "sources",
    "Places where links are found: feeds, sitemaps, listings, id ranges. One row per source of a site file.",
    columns(
        ("site", "TEXT NOT NULL", "Name of the site (its file in config/sites)"),
        ("source", "TEXT NOT NULL", "Name of the source within its site"),
        ("kind", "TEXT", "feed, sitemap, listing, ids or urls"),
        ("url", "TEXT", "Its address; with {id} for an id range"),
        ("is_active", "INTEGER NOT NULL DEFAULT 1", "0 when it is no longer in the site's file, or switched off"),
        ("added_at", "TEXT NOT NULL", "UTC; when the archive first heard of it"),
        ("next_due", "TEXT", "UTC; when it is to be looked at again, NULL for at once"),
        ("last_run", "TEXT", "UTC; when it was last looked at"),
        ("last_result", "TEXT", "How that ended: read, empty, not_modified, or the reason of a failure"),
        ("last_detail", "TEXT", "The same for people"),
        ("last_links", "INTEGER", "How many links it gave then"),
        ("failures", "INTEGER NOT NULL DEFAULT 0", "Failures in a row"),
        ("cursor", "TEXT", "Where an id range goes on"),
    ),
    ("PRIMARY KEY (site, source)",),
    options=" WITHOUT ROWID",
)

LINKS: Final = Table(
    "links",
    "One row per address worth fetching, with what the next request must send and when it is due.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the link"),
        ("url", "TEXT NOT NULL UNIQUE", "Canonical address"),
        ("site", "TEXT", "The site it belongs to"),
        ("source", "TEXT", "The source that gave it first"),
        ("how", "TEXT NOT NULL", "feed, sitemap, listing, ticker, ids, urls, command or import"),
        ("found_on", "TEXT", "The page or document it was found on"),
        ("hint", "TEXT", "JSON object: what its finder knew of the article (title, published, newspaper ...)"),
        ("first_seen", "TEXT NOT NULL", "UTC"),
        ("last_seen", "TEXT NOT NULL", "UTC; when it was last found or fetched, within a day"),
        ("priority", "INTEGER NOT NULL DEFAULT 0", "0 for fresh news, 1 for back-fill, which waits for it"),
        ("next_due", "TEXT", "UTC; when it is to be fetched, NULL for never (again)"),
        ("last_fetched", "TEXT", "UTC; the last attempt"),
        ("last_full_fetch", "TEXT", "UTC; the last complete answer that was not 304"),
        ("last_status", "INTEGER", "HTTP status of the last attempt that got one"),
        ("etag", "TEXT", "ETag of the last good answer, verbatim"),
        ("last_modified", "TEXT", "Last-Modified of the last good answer, verbatim"),
        ("failures", "INTEGER NOT NULL DEFAULT 0", "Failed attempts in a row"),
        ("article_id", "INTEGER REFERENCES articles(id) ON DELETE SET NULL", "The article that was read there"),
    ),
    indexes=(
        "CREATE INDEX links_due ON links (site, priority, next_due) WHERE next_due IS NOT NULL",
        "CREATE INDEX links_due_anywhere ON links (priority, next_due) WHERE next_due IS NOT NULL",
    ),
)

PAYLOADS: Final = Table(
    "payloads",
    "Bodies of captures. Identical bodies are stored once.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the payload"),
        ("sha256", "TEXT NOT NULL UNIQUE", "Hex digest of the decoded body; checked when it is read"),
        ("size", "INTEGER NOT NULL", "Bytes of the decoded body"),
        ("codec", "TEXT NOT NULL", "How `body` is packed: zstd"),
        ("body", "BLOB NOT NULL", "The packed body"),
    ),
)

CAPTURES: Final = Table(
    "captures",
    "Answers as they came: every page, error pages and broken sources as evidence, and where a ticker was seen.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the capture"),
        ("link_id", "INTEGER NOT NULL REFERENCES links(id)", "The address in `links`"),
        ("site", "TEXT NOT NULL", "The site, or the host for an address of no site"),
        ("fetched_at", "TEXT NOT NULL", "UTC"),
        ("url", "TEXT NOT NULL", "The address asked for"),
        ("final_url", "TEXT", "The address that answered; NULL when it is `url`"),
        ("redirects", "TEXT", "JSON list of the addresses passed through; NULL without redirects"),
        ("status", "INTEGER NOT NULL", "HTTP status"),
        ("encoding", "TEXT", "WHATWG name of the charset the body is read with; NULL for binary"),
        ("encoding_source", "TEXT", "Who decided that: bom, http, meta, xml, detected or default"),
        ("robots", "TEXT NOT NULL", "The robots.txt verdict it was fetched under"),
        ("elapsed", "REAL NOT NULL", "Seconds the request took"),
        ("is_truncated", "INTEGER NOT NULL", "1 when the body ended early"),
        ("headlines", "INTEGER NOT NULL", "How many headlines of either kind were read on it"),
        (
            "ticker_language",
            "TEXT",
            "Language of its ticker, und when it cannot be told; NULL without headlines of kind ticker",
        ),
        (
            "payload_id",
            "INTEGER REFERENCES payloads(id)",
            "The body; NULL for a source's document that was read without trouble",
        ),
        ("headers", "BLOB NOT NULL", "Response headers in order: zstd of a JSON list of [name, value]"),
    ),
    indexes=(
        "CREATE INDEX captures_link ON captures (link_id)",
        "CREATE INDEX captures_ticker ON captures (site, ticker_language, fetched_at)"
        " WHERE ticker_language IS NOT NULL",
    ),
)

ARTICLES: Final = Table(
    "articles",
    "One row per article, as it was last read.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the article"),
        ("published", "TEXT", "Day (2025-12-11) or UTC moment (2025-12-11T09:30:00Z) of publication"),
        ("newspaper", "TEXT", "The newspaper that published it"),
        ("title", "TEXT NOT NULL", "Headline"),
        ("author", "TEXT", "Authors, separated by `; `"),
        ("url", "TEXT", "Canonical address; NULL for a text that came without one"),
        ("source_link", "TEXT", "The original of a republished story"),
        ("source_text", "TEXT", "The line that carries that link"),
        ("language", "TEXT", "BCP 47 language code"),
        ("section", "TEXT", "Section or category"),
        ("image", "TEXT", "Address of the picture"),
        ("word_count", "INTEGER NOT NULL", "Words of the body"),
        ("published_precision", "TEXT", "year, month, day, minute or second"),
        ("published_zone", "TEXT", "Where the offset is from: given, site, assumed, or none (a day or coarser)"),
        ("published_raw", "TEXT", "The text the date was read from"),
        ("modified", "TEXT", "Day or UTC moment of the last change, as the publisher says"),
        ("modified_precision", "TEXT", "As published_precision"),
        ("modified_zone", "TEXT", "As published_zone"),
        ("modified_raw", "TEXT", "The text that date was read from"),
        ("site", "TEXT", "The site it was read on"),
        ("first_seen", "TEXT NOT NULL", "UTC; first captured"),
        ("last_seen", "TEXT NOT NULL", "UTC; last captured, changed or not"),
        ("capture_id", "INTEGER REFERENCES captures(id) ON DELETE SET NULL", "The capture this text was read from"),
        ("content_hash", "TEXT NOT NULL", "Hex sha256 over title, body and newspaper: the article's identity"),
        ("provenance", "TEXT NOT NULL", "JSON object: field -> the reader that gave it"),
        ("body", "TEXT NOT NULL", "Text, one paragraph a line"),
    ),
    indexes=(
        "CREATE INDEX articles_published ON articles (published)",
        "CREATE INDEX articles_newspaper ON articles (newspaper, published)",
        "CREATE INDEX articles_content ON articles (content_hash)",
    ),
)

ARTICLE_URLS: Final = Table(
    "article_urls",
    "Every address an article is known by; an address belongs to one article.",
    columns(
        ("url", "TEXT PRIMARY KEY", "Canonical form of the address"),
        ("article_id", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
        ("first_seen", "TEXT NOT NULL", "UTC"),
    ),
    indexes=("CREATE INDEX article_urls_article ON article_urls (article_id)",),
    options=" WITHOUT ROWID",
)

VERSIONS: Final = Table(
    "versions",
    "Former states of articles: what a row of `articles` said before an edit of title, body or newspaper (outcome "
    "updated), or another author, section, date, source_link or image (outcome unchanged), replaced it.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the version"),
        ("article_id", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
        ("replaced_at", "TEXT NOT NULL", "UTC; when the change was seen"),
        ("changed", "TEXT NOT NULL", "JSON list of the columns that changed"),
        (
            "capture_id",
            "INTEGER REFERENCES captures(id) ON DELETE SET NULL",
            "The capture the former text was read from",
        ),
        ("content_hash", "TEXT NOT NULL", "Hash of the former text"),
        ("title", "TEXT NOT NULL", "Former headline"),
        ("newspaper", "TEXT", "Former newspaper"),
        ("author", "TEXT", "Former authors"),
        ("published", "TEXT", "Former publication date"),
        ("modified", "TEXT", "What the publisher then gave as last change"),
        ("record", "TEXT NOT NULL", "JSON object: the other columns of the former row that were filled"),
        ("body", "TEXT NOT NULL", "Former text"),
    ),
    indexes=("CREATE INDEX versions_article ON versions (article_id)",),
)

HEADLINES: Final = Table(
    "headlines",
    "One row per distinct headline of a site's ticker: same kind, link and text, however spaced.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the headline"),
        ("site", "TEXT NOT NULL", "The site whose pages showed it, or the host"),
        ("kind", "TEXT NOT NULL", "ticker (a breaking-news bar) or latest (a latest-news list)"),
        ("text", "TEXT NOT NULL", "As first shown"),
        ("url", "TEXT", "Where it leads, canonical; NULL without a link"),
        ("article_id", "INTEGER REFERENCES articles(id) ON DELETE SET NULL", "The article it leads to, when archived"),
        ("first_seen", "TEXT NOT NULL", "UTC"),
        ("last_seen", "TEXT NOT NULL", "UTC"),
        ("times_seen", "INTEGER NOT NULL", "Captures that showed it"),
        ("fingerprint", "BLOB NOT NULL UNIQUE", "16 bytes of SHA-256 over site, kind, text and link"),
    ),
    indexes=("CREATE INDEX headlines_unlinked ON headlines (url) WHERE article_id IS NULL AND url IS NOT NULL",),
)

TICKER_SIGHTINGS: Final = Table(
    "ticker_sightings",
    "Which headline stood where in the ticker of a capture.",
    columns(
        ("capture_id", "INTEGER NOT NULL REFERENCES captures(id) ON DELETE CASCADE", "The capture"),
        ("position", "INTEGER NOT NULL", "Place in the ticker, from 0"),
        ("headline_id", "INTEGER NOT NULL REFERENCES headlines(id)", "The headline"),
    ),
    # About 60 rows a page, the archive's most numerous: no second index. A headline's sightings are found
    # through the captures of its site between its first_seen and last_seen.
    ("PRIMARY KEY (capture_id, position, headline_id)",),
    options=" WITHOUT ROWID",
)

OUTCOMES: Final = Table(
    "outcomes",
    "Exactly one row per attempt to fetch or import something, whatever happened.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the attempt"),
        ("run_id", "INTEGER REFERENCES runs(id)", "The run that made it"),
        ("link_id", "INTEGER NOT NULL REFERENCES links(id)", "The address"),
        ("site", "TEXT", "Its site"),
        ("source", "TEXT", "The source that gave the address, or that it is"),
        ("at", "TEXT NOT NULL", "UTC; when the attempt began"),
        ("reason", "TEXT NOT NULL", "How it ended; every code is listed below"),
        ("detail", "TEXT", "The same for people"),
        ("status", "INTEGER", "HTTP status, when there was an answer"),
        ("bytes", "INTEGER", "Bytes of the decoded body"),
        ("elapsed", "REAL", "Seconds the request took"),
        ("tries", "INTEGER NOT NULL", "Requests made for it, retries included"),
        ("robots", "TEXT", "The robots.txt verdict"),
        ("capture_id", "INTEGER REFERENCES captures(id) ON DELETE SET NULL", "The answer, when kept"),
        ("article_id", "INTEGER REFERENCES articles(id) ON DELETE SET NULL", "The article, when there was one"),
    ),
    indexes=(
        "CREATE INDEX outcomes_run ON outcomes (run_id, reason)",
        "CREATE INDEX outcomes_link ON outcomes (link_id)",
    ),
)

ROBOTS: Final = Table(
    "robots",
    "The last answer to each robots.txt, so that the next run need not ask for it again.",
    columns(
        ("authority", "TEXT PRIMARY KEY", "scheme://host[:port] it holds for"),
        ("fetched_at", "TEXT NOT NULL", "UTC"),
        ("expires_at", "TEXT NOT NULL", "UTC; believed until then"),
        ("status", "INTEGER", "HTTP status; NULL when there was no answer"),
        ("note", "TEXT NOT NULL", "What was odd about it, for people"),
        ("body", "BLOB NOT NULL", "The file, 500 KiB at most"),
    ),
)

SITE_MEMORY: Final = Table(
    "site_memory",
    "What the articles of each site have taught: the texts they all show, and where on the page the article stands.",
    columns(
        ("site", "TEXT PRIMARY KEY", "The site, or the registered domain for addresses of no site"),
        ("pages", "INTEGER NOT NULL", "Articles it was learned from"),
        ("updated_at", "TEXT NOT NULL", "UTC; when the last of them was captured"),
        ("version", "INTEGER NOT NULL", "Of the rules of learning; a memory of other rules is begun anew"),
        ("memory", "TEXT NOT NULL", "JSON object: prints (32-bit numbers) of texts and places with their counts"),
    ),
)

ARTICLES_SEARCH: Final = Table(
    "articles_search",
    "Full-text index (FTS5) of the articles' folded and stemmed words; its rowid is articles.id, it keeps no text.",
    columns(
        ("title", "", "Words of the headline"),
        ("newspaper", "", "Words of the newspaper's name"),
        ("author", "", "Words of the authors' names"),
        ("body", "", "Words of the text"),
    ),
)

OF_SEARCH: Final = Column("facets", "", "Newspaper, section, language, year, month and day, each as a word of its own")

SEARCHED: Final = ("body", "title", "newspaper", "author", "facets")
"""The columns of articles_search in today's order."""

SEARCH_RULES: Final = Table(
    "search_rules",
    "One row: which folding and stemming rules the index was made with; other rules make it anew.",
    columns(("fingerprint", "TEXT NOT NULL", "Hex digest of what the rules make of a sample")),
)

LATEST: Final = View(
    "latest",
    "Articles, newest first.",
    columns(
        ("id", "", "articles.id"),
        ("published", "", "Day or UTC moment of publication"),
        ("newspaper", "", "The newspaper"),
        ("title", "", "Headline"),
        ("author", "", "Authors"),
        ("language", "", "Language code"),
        ("url", "", "Canonical address"),
        ("first_seen", "", "UTC; first captured"),
    ),
    "SELECT id, published, newspaper, title, author, language, url, first_seen FROM articles ORDER BY published DESC",
)

TICKER_NOW: Final = View(
    "ticker_now",
    "The ticker of each site's editions (one for each language) as it was last seen, in order.",
    columns(
        ("site", "", "The site"),
        ("language", "", "Language of the ticker; und when it cannot be told"),
        ("seen_at", "", "UTC; when its ticker was last seen"),
        ("position", "", "Place in the ticker, from 0"),
        ("text", "", "The headline"),
        ("url", "", "Where it leads"),
        ("article_id", "", "The article it leads to, when archived"),
        ("first_seen", "", "UTC; when the headline was first seen"),
        ("times_seen", "", "Captures that showed it"),
    ),
    # Hops through the index captures_ticker from the last capture of one edition to that of the one before it:
    # GROUP BY would read every capture that ever showed a ticker. The `+` takes away the column's affinity, with which
    # SQLite would look up the site alone (whereRangeVectorLen in where.c); the '' makes it begin below the edition's
    # first capture, where it would else pass over all of them: 0.02 ms instead of 20 ms with 300,000 captures.
    """WITH RECURSIVE seen(id, site, language) AS (
  SELECT * FROM (
    SELECT id, site, ticker_language FROM captures WHERE ticker_language IS NOT NULL
    ORDER BY site DESC, ticker_language DESC, fetched_at DESC, id DESC LIMIT 1)
  UNION ALL
  SELECT c.id, c.site, c.ticker_language FROM seen
  JOIN captures AS c ON c.id = (
    SELECT id FROM captures WHERE ticker_language IS NOT NULL
      AND (site, ticker_language, fetched_at) < (seen.site, +seen.language, '')
    ORDER BY site DESC, ticker_language DESC, fetched_at DESC, id DESC LIMIT 1)
)
SELECT c.site, c.ticker_language AS language, c.fetched_at AS seen_at, s.position, h.text, h.url, h.article_id,
  h.first_seen, h.times_seen
FROM seen
JOIN captures AS c ON c.id = seen.id
JOIN ticker_sightings AS s ON s.capture_id = c.id
JOIN headlines AS h ON h.id = s.headline_id
WHERE h.kind = 'ticker'
ORDER BY c.site, c.ticker_language, s.position""",
)

HEALTH: Final = View(
    "health",
    "How each active source is doing.",
    columns(
        ("site", "", "The site"),
        ("source", "", "The source"),
        ("kind", "", "feed, sitemap, listing, ids or urls"),
        ("last_run", "", "UTC; when it was last looked at"),
        ("last_result", "", "read, empty, not_modified, or the reason of a failure"),
        ("failures", "", "Failures in a row"),
        ("next_due", "", "UTC; when it is to be looked at again"),
        ("is_overdue", "", "1 when that moment has passed"),
        ("url", "", "Its address"),
    ),
    """SELECT site, source, kind, last_run, last_result, failures, next_due,
  coalesce(next_due, '') < strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS is_overdue, url
FROM sources WHERE is_active ORDER BY failures DESC, site, source""",
)
