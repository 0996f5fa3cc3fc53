"""Words of the search index, read off its leaves: the same as FTS5 itself tells, whatever shape its segments have."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import query
from pipeline.store import Archive, Reader, tables, vocabulary
from tests.archiving import article, store, visit

LETTERS = "abcdeابتثé漢𐍈"
OUT_OF = "SELECT term, doc FROM temp.words WHERE term >= ? AND term < ?"


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    """An empty index as an archive has it, and FTS5's own vocabulary of it."""
    with closing(sqlite3.connect(":memory:")) as conn:
        columns = ", ".join(tables.SEARCHED)
        conn.execute(f"CREATE VIRTUAL TABLE articles_search USING fts5({columns}, content='', tokenize='ascii')")
        conn.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_search, 'row')")
        yield conn


def write(conn: sqlite3.Connection, number: int, text: str) -> None:
    conn.execute("INSERT INTO articles_search (rowid, body) VALUES (?, ?)", (number, text))


def told(conn: sqlite3.Connection, beginning: str) -> dict[str, int]:
    return dict(conn.execute(OUT_OF, (beginning, beginning + "\U0010ffff")).fetchall())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("at_once", [1, 60, 4000])
def test_the_words_are_those_that_fts5_counts_the_common_ones_ahead(
    conn: sqlite3.Connection, seed: int, at_once: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 which words, no secret
    words = ["".join(chance.choices(LETTERS, k=chance.randint(1, 9))) for _ in range(chance.choice([20, 3000]))]
    for number in range(1, 4001):
        write(conn, number, " ".join(chance.choices(words, cum_weights=range(1, len(words) + 1), k=12)))
        if number % at_once == 0:
            conn.commit()  # a segment each, merged with others by and by
    conn.commit()
    for beginning in ["", *LETTERS, "ab", "abc", "اب", "漢𐍈", words[0], words[0] + "x", "\U0010fffe"]:
        sizes, counts = vocabulary.word_sizes(conn, beginning), told(conn, beginning)
        assert sizes is not None
        assert set(sizes) == set(counts)
        if counts:
            assert counts[sizes.most_common(1)[0][0]] >= 0.8 * max(counts.values())


def test_words_whose_places_fill_many_leaves_are_told_large(conn: sqlite3.Connection) -> None:
    for number in range(1, 20_001):
        write(conn, number, f"ship {'shore' if number % 3 == 0 else ''} shoal{number}")
    conn.commit()
    sizes = vocabulary.word_sizes(conn, "sh")
    assert sizes is not None
    assert [word for word, _ in sizes.most_common(2)] == ["ship", "shore"]
    assert sizes["ship"] > 2 * sizes["shore"] > 1000 * sizes["shoal17"]
    assert len(sizes) == 20_002


def test_an_empty_index_has_no_words(conn: sqlite3.Connection) -> None:
    assert vocabulary.word_sizes(conn, "sh") == {}


def test_an_index_of_another_format_is_not_guessed_at(conn: sqlite3.Connection) -> None:
    write(conn, 1, "ship")
    conn.commit()
    conn.execute("UPDATE articles_search_config SET v = 5 WHERE k = 'version'")
    assert vocabulary.word_sizes(conn, "sh") is None


@pytest.mark.parametrize("seed", range(30))
def test_no_damaged_leaf_raises_or_never_ends(conn: sqlite3.Connection, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for number in range(1, 200):
        write(conn, number, f"ship shoal{number} ship{number % 7}")
    conn.commit()
    for leaf, block in conn.execute("SELECT id, block FROM articles_search_data WHERE id > 10").fetchall():
        wrong = bytearray(block)
        for _ in range(3):
            wrong[chance.randrange(len(wrong))] = chance.randrange(256)
        cut = bytes(wrong[: chance.choice([3, len(wrong) // 2, len(wrong)])])
        conn.execute("UPDATE articles_search_data SET block = ? WHERE id = ?", (cut, leaf))
    sizes = vocabulary.word_sizes(conn, "sh")
    assert sizes is None or all(word.startswith("sh") for word in sizes)


def test_a_leaf_that_is_missing_is_told_by_none(conn: sqlite3.Connection) -> None:
    write(conn, 1, "ship")
    conn.commit()
    conn.execute("DELETE FROM articles_search_data WHERE id > 10")
    assert vocabulary.word_sizes(conn, "sh") is None


def test_where_the_format_is_another_beginnings_are_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        store(archive, *(visit(article(number, title="خبر", body=f"مدينة {number}")) for number in range(5)))
    with Reader(path) as reader:
        expected = query.find(reader, "مدي*")
        monkeypatch.setattr(vocabulary, "KNOWN_FORMAT", 0)
        assert query.find(reader, "مدي*") == expected
    assert expected.total == 5
