"""Takes another archive in: what both know stays once, what only the other knows is added.

Rows are the same by what they say, never by number: links and articles by address, captures by address, moment and
body, headlines by fingerprint, versions by text and capture, outcomes by link, moment and reason. So a merge that was
killed, or is made twice, adds nothing twice. Stories are found by `articles`, as for any article that comes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.errors import ArchiveDamaged
from pipeline.store import headline_merging, headline_ties, versions
from pipeline.store.articles import Seen, read_stored, take_stored
from pipeline.store.captures import keep_payload, read_body
from pipeline.store.codec import fill_hint, from_time, hint_from_json, hint_to_json
from pipeline.store.dictionaries import Packed, consider, pack_for, unpack_with
from pipeline.store.reader import Reader
from pipeline.store.records import COLUMNS, Record
from pipeline.store.sightings import keep_sightings

Tell = Callable[[str, int], None]
Row = Sequence[Any]

AT_ONCE: Final = 100
_LINK: Final = (
    "url", "site", "source", "how", "found_on", "hint", "first_seen", "last_seen", "priority", "next_due",
    "last_fetched", "last_full_fetch", "last_status", "etag", "last_modified", "failures",
)  # fmt: skip
_OF_FETCH: Final = (
    "next_due", "last_fetched", "last_full_fetch", "last_status", "etag", "last_modified", "failures",
)  # fmt: skip
_CAPTURE: Final = (
    "site", "fetched_at", "url", "final_url", "redirects", "status", "encoding", "encoding_source", "robots",
    "elapsed", "is_truncated", "headlines", "ticker_language",
)  # fmt: skip
_VERSION: Final = (
    "replaced_at", "changed", "content_hash", "title", "newspaper", "author", "published", "modified", "record",
    "body", "seen_at",
)  # fmt: skip
_OUTCOME: Final = (
    "site", "source", "at", "reason", "detail", "status", "bytes", "elapsed", "tries", "robots",
    "robots_version", "is_clock_suspect",
)  # fmt: skip
_HEADLINE: Final = ("site", "kind", "text", "url", "first_seen", "last_seen", "fingerprint", "language")


@dataclass(frozen=True, slots=True)
class Part:
    """What one transaction took in: rows by table, and the number of the last row looked at (None at the end)."""

    last: int | None
    added: Counter[str]


def merge_links(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Addresses: new ones as they stand, known ones with the later fetch's state and what their hints lacked."""
    rows, added = rows_beyond(other, "links", _LINK, after), Counter[str]()
    for _, *values in rows:
        link = dict(zip(_LINK, values, strict=True))
        known = conn.execute("SELECT id, hint, last_fetched FROM links WHERE url = ?", (link["url"],)).fetchone()
        if known is None:
            insert_row(conn, "links", link)
            added["links"] += 1
        else:
            _join_link(conn, known, link)
    return part_after(rows, added)


def _join_link(conn: sqlite3.Connection, known: Row, link: dict[str, Any]) -> None:
    link_id, hint, last_fetched = known
    filled = hint_to_json(fill_hint(hint_from_json(hint), hint_from_json(link["hint"])))
    conn.execute(
        "UPDATE links SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?), hint = ? WHERE id = ?",
        (link["first_seen"], link["last_seen"], filled, link_id),
    )
    if (link["last_fetched"] or "") > (last_fetched or ""):
        assigned = ", ".join(f"{name} = ?" for name in _OF_FETCH)
        conn.execute(
            f"UPDATE links SET {assigned} WHERE id = ?",  # noqa: S608 own names
            (*(link[name] for name in _OF_FETCH), link_id),
        )


def merge_captures(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Captures with their bodies, checked, and the ticker that stood on them. A damaged one is passed over, counted."""
    rows, added = rows_beyond(other, "captures", _CAPTURE, after), Counter[str]()
    for capture_id, *values in rows:
        try:
            added += _merge_capture(conn, other, capture_id, dict(zip(_CAPTURE, values, strict=True)))
        except ArchiveDamaged:
            added["damaged"] += 1
    return part_after(rows, added)


def _merge_capture(conn: sqlite3.Connection, other: Reader, capture_id: int, capture: dict[str, Any]) -> Counter[str]:
    if our_capture(conn, other, capture_id) is not None:
        return Counter()
    link, sha256, headers, headers_dictionary = ask_other(
        other,
        "SELECT l.url, p.sha256, c.headers, c.headers_dictionary_id FROM captures AS c"
        " JOIN links AS l ON l.id = c.link_id LEFT JOIN payloads AS p ON p.id = c.payload_id WHERE c.id = ?",
        capture_id,
    )[0]
    plain = other.ask(lambda theirs: unpack_with(theirs, Packed(headers, headers_dictionary)))
    packed = pack_for(conn, capture["site"], plain)
    values = {
        **capture,
        "link_id": conn.execute("SELECT id FROM links WHERE url = ?", (link,)).fetchone()[0],
        "payload_id": _merge_payload(conn, other, sha256, capture) if sha256 else None,
        "headers": packed.data,
        "headers_dictionary_id": packed.dictionary_id,
    }
    ours = insert_row(conn, "captures", values)
    return Counter({"captures": 1, "headlines": _merge_sightings(conn, other, capture_id, ours)})


def _merge_payload(conn: sqlite3.Connection, other: Reader, sha256: str, capture: dict[str, Any]) -> int:
    known = conn.execute("SELECT id FROM payloads WHERE sha256 = ?", (sha256,)).fetchone()
    if known:
        return int(known[0])
    body = other.ask(lambda theirs: read_body(theirs, sha256, f"a capture of {capture['url']}"))
    kept = keep_payload(conn, body, sha256, capture["site"])
    consider(conn, capture["site"], sha256, capture["fetched_at"])
    return kept


def _merge_sightings(conn: sqlite3.Connection, other: Reader, capture_id: int, ours: int) -> int:
    """The headlines that stood on a capture; gives how many of them are new."""
    rows = ask_other(
        other,
        "SELECT s.position, h.id FROM ticker_sightings AS s JOIN headlines AS h ON h.id = s.headline_id"
        " WHERE s.capture_id = ? ORDER BY h.kind, s.position",
        capture_id,
    )
    found = {theirs: _our_headline(conn, other, theirs) for _, theirs in rows}
    keep_sightings(conn, ours, [(position, found[theirs][0]) for position, theirs in rows])
    conn.executemany(
        "UPDATE headlines SET times_seen = times_seen + 1 WHERE id = ?", [(number,) for number, _ in found.values()]
    )
    headline_merging.note_look(conn, ours)
    return sum(is_new for _, is_new in found.values())


def _our_headline(conn: sqlite3.Connection, other: Reader, headline_id: int) -> tuple[int, bool]:
    """The number of a headline here, and whether it is new; never seen yet, for the caller counts its sightings."""
    row = ask_other(other, f"SELECT {', '.join(_HEADLINE)} FROM headlines WHERE id = ?", headline_id)[0]  # noqa: S608
    headline = dict(zip(_HEADLINE, row, strict=True))
    known = conn.execute("SELECT id FROM headlines WHERE fingerprint = ?", (headline["fingerprint"],)).fetchone()
    if known is None:
        owner = conn.execute("SELECT article_id FROM article_urls WHERE url = ?", (headline["url"],)).fetchone()
        tied = {"article_id": owner and owner[0], "article_by": owner and "url"}
        return insert_row(conn, "headlines", {**headline, **tied, "times_seen": 0}), True
    conn.execute(
        "UPDATE headlines SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?) WHERE id = ?",
        (headline["first_seen"], headline["last_seen"], known[0]),
    )
    return int(known[0]), False


def merge_headlines(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Headlines whose captures the other archive has pruned, and how often it has seen the rest at least."""
    rows, added = rows_beyond(other, "headlines", ("times_seen",), after), Counter[str]()
    for theirs, times_seen in rows:
        ours, is_new = _our_headline(conn, other, theirs)
        conn.execute("UPDATE headlines SET times_seen = max(times_seen, ?) WHERE id = ?", (times_seen, ours))
        headline_merging.carry_history(conn, other, theirs, ours)
        added["headlines"] += is_new
    return part_after(rows, added)


def merge_articles(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Articles with their addresses and versions: the state that was read later stands, the other is a version."""
    names = (*COLUMNS, "site", "first_seen", "last_seen", "capture_id")
    rows, added = rows_beyond(other, "articles", names, after), Counter[str]()
    for article_id, *values in rows:
        record, (site, first_seen, last_seen, capture_id) = Record(*values[: len(COLUMNS)]), values[len(COLUMNS) :]
        urls = ask_other(other, "SELECT url, first_seen FROM article_urls WHERE article_id = ?", article_id)
        capture = our_capture(conn, other, capture_id)
        seen = Seen(from_time(last_seen), site, capture, record.url, tuple(url for url, _ in urls))
        newest, former = _newest(conn), _former_state(conn, urls)
        ours = take_stored(conn, record, seen)
        added["articles"] += _newest(conn) > newest
        conn.execute("UPDATE articles SET first_seen = min(first_seen, ?) WHERE id = ?", (first_seen, ours))
        _merge_addresses(conn, ours, urls)
        added["versions"] += _merge_versions(conn, other, article_id, ours)
        if former and former.change.article_id == ours:
            added["versions"] += versions.restore_former(conn, former)
        versions.retell(conn, ours)
    return part_after(rows, added)


def _former_state(conn: sqlite3.Connection, urls: Sequence[Row]) -> versions.Former | None:
    """What the article of any of these addresses is here before another archive's states come in."""
    for url, _ in urls:
        if owner := conn.execute("SELECT article_id FROM article_urls WHERE url = ?", (url,)).fetchone():
            return versions.present_state(conn, owner[0], *read_stored(conn, owner[0]))
    return None


def _newest(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0])


def _merge_addresses(conn: sqlite3.Connection, article_id: int, urls: Sequence[Row]) -> None:
    for url, first_seen in urls:
        added = conn.execute(
            "INSERT INTO article_urls (url, article_id, first_seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (url, article_id, first_seen),
        )
        conn.execute("UPDATE links SET article_id = ? WHERE url = ? AND article_id IS NULL", (article_id, url))
        if added.rowcount:
            headline_ties.link_to_article(conn, url, article_id)


def _merge_versions(conn: sqlite3.Connection, other: Reader, theirs: int, ours: int) -> int:
    listed = ", ".join(_VERSION)
    rows = ask_other(
        other,
        f"SELECT capture_id, generation_id, {listed} FROM versions WHERE article_id = ? ORDER BY id",  # noqa: S608
        theirs,
    )
    new = 0
    for capture_id, generation_id, *values in rows:
        version = dict(zip(_VERSION, values, strict=True))
        capture = our_capture(conn, other, capture_id)
        # Not by `changed`, nor by `replaced_at` alone: a state that comes in between changes both.
        known = conn.execute(
            "SELECT 1 FROM versions WHERE article_id = ? AND content_hash = ? AND (generation_id IS NULL) = ?"
            " AND (replaced_at = ? OR (seen_at = ? AND generation_id IS NULL))",
            (ours, version["content_hash"], generation_id is None, version["replaced_at"], version["seen_at"]),
        ).fetchone()
        if known is None:
            generation = _our_generation(conn, other, generation_id)
            insert_row(
                conn, "versions", {**version, "article_id": ours, "capture_id": capture, "generation_id": generation}
            )
            new += 1
    return new


def merge_outcomes(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Outcomes with their runs."""
    rows, added = rows_beyond(other, "outcomes", ("run_id", "link_id", "capture_id", *_OUTCOME), after), Counter[str]()
    for _, run_id, link_id, capture_id, *values in rows:
        outcome = dict(zip(_OUTCOME, values, strict=True))
        url = ask_other(other, "SELECT url FROM links WHERE id = ?", link_id)[0][0]
        link, article = conn.execute("SELECT id, article_id FROM links WHERE url = ?", (url,)).fetchone()
        known = conn.execute(
            "SELECT 1 FROM outcomes WHERE link_id = ? AND at = ? AND reason = ?",
            (link, outcome["at"], outcome["reason"]),
        ).fetchone()
        if known is None:
            ids = {"run_id": _our_run(conn, other, run_id), "link_id": link}
            ids |= {"capture_id": our_capture(conn, other, capture_id), "article_id": article}
            insert_row(conn, "outcomes", {**outcome, **ids})
            added["outcomes"] += 1
    return part_after(rows, added)


def merge_sources(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Sources and memories of sites that are not known here."""
    added: Counter[str] = Counter()
    for table in ("sources", "site_memory"):
        names = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
        listed = ", ".join(names)
        rows = ask_other(other, f"SELECT {listed} FROM {table}")  # noqa: S608 own names
        done = conn.executemany(
            f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
            rows,
        )
        added[table] += done.rowcount if rows else 0
    return Part(None, added)


def merge_robots(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """The rules that pages were fetched under, and of each robots.txt the answer that came later."""
    answers = ask_other(other, "SELECT authority, fetched_at, expires_at, status, note, body FROM robots")
    conn.executemany(
        "INSERT INTO robots (authority, fetched_at, expires_at, status, note, body) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (authority) DO UPDATE SET fetched_at = excluded.fetched_at, expires_at = excluded.expires_at,"
        " status = excluded.status, note = excluded.note, body = excluded.body"
        " WHERE excluded.fetched_at > robots.fetched_at",
        answers,
    )
    before = conn.execute("SELECT count(*) FROM robots_versions").fetchone()[0]
    conn.executemany(
        "INSERT INTO robots_versions (authority, version, first_seen, status, body) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET first_seen = min(first_seen, excluded.first_seen)",
        ask_other(other, "SELECT authority, version, first_seen, status, body FROM robots_versions"),
    )
    now = conn.execute("SELECT count(*) FROM robots_versions").fetchone()[0]
    return Part(None, Counter({"robots_versions": now - before}))


STEPS: Final = (
    merge_links,
    merge_captures,
    merge_articles,
    merge_headlines,
    merge_outcomes,
    merge_sources,
    merge_robots,
)
"""In this order: what refers to rows comes after them."""


def our_capture(conn: sqlite3.Connection, other: Reader, capture_id: int | None) -> int | None:
    """The capture here that is the other's: of one link, moment, address and body."""
    if capture_id is None:
        return None
    theirs = ask_other(
        other,
        "SELECT l.url, c.fetched_at, c.url, c.status, p.sha256 FROM captures AS c JOIN links AS l ON l.id = c.link_id"
        " LEFT JOIN payloads AS p ON p.id = c.payload_id WHERE c.id = ?",
        capture_id,
    )[0]
    row = conn.execute(
        "SELECT c.id FROM captures AS c LEFT JOIN payloads AS p ON p.id = c.payload_id"
        " WHERE c.link_id = (SELECT id FROM links WHERE url = ?) AND c.fetched_at = ? AND c.url = ? AND c.status = ?"
        " AND p.sha256 IS ?",
        theirs,
    ).fetchone()
    return int(row[0]) if row else None


def _our_run(conn: sqlite3.Connection, other: Reader, run_id: int | None) -> int | None:
    same = ("command", "sites", "started_at")
    return _our_row(conn, other, "runs", run_id, (same, ("finished_at", "summary", "note")))


def _our_generation(conn: sqlite3.Connection, other: Reader, generation_id: int | None) -> int | None:
    same = ("rules", "site", "since", "started_at")
    return _our_row(conn, other, "generations", generation_id, (same, ("finished_at", "articles")))


def _our_row(
    conn: sqlite3.Connection, other: Reader, table: str, row_id: int | None, names: tuple[Sequence[str], Sequence[str]]
) -> int | None:
    """The row here that says the same in the first names, made with the rest where there is none."""
    if row_id is None:
        return None
    same, rest = names
    values = ask_other(other, f"SELECT {', '.join((*same, *rest))} FROM {table} WHERE id = ?", row_id)[0]  # noqa: S608
    where = " AND ".join(f"{name} IS ?" for name in same)
    known = conn.execute(f"SELECT id FROM {table} WHERE {where}", values[: len(same)]).fetchone()  # noqa: S608
    return int(known[0]) if known else insert_row(conn, table, dict(zip((*same, *rest), values, strict=True)))


def rows_beyond(other: Reader, table: str, names: Sequence[str], after: int) -> list[Row]:
    """Rows of the other archive's table beyond a number, the number first, so many as are merged at once."""
    query = f"SELECT id, {', '.join(names)} FROM {table} WHERE id > ? ORDER BY id LIMIT {AT_ONCE}"  # noqa: S608
    return ask_other(other, query, after)


def ask_other(other: Reader, query: str, *values: object) -> list[Any]:
    """What the other archive answers."""
    return other.ask(lambda theirs: theirs.execute(query, values).fetchall())


def insert_row(conn: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    """Write a row here; gives its number."""
    places = ", ".join("?" * len(values))
    row = conn.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places}) RETURNING id",  # noqa: S608 own names
        tuple(values.values()),
    ).fetchone()
    return int(row[0])


def part_after(rows: Sequence[Row], added: Counter[str]) -> Part:
    """The part that these rows were."""
    return Part(rows[-1][0] if rows else None, added)
