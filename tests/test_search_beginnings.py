"""Beginnings of words, spelled out to words: the same articles are found, whatever number of words begins so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import query
from pipeline.store import Archive, Reader, beginnings, searching
from pipeline.store.wording import read_query
from tests.archiving import article, store, visit

COMMON = "مدينة"
RARE = 7
"""Words that begin as the common one does, each in one article."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty articles with a common word, and after them one for each of the rare ones; one of something else."""
    place = tmp_path_factory.mktemp("beginnings") / "archive.db"
    with Archive.open(place) as archive:
        store(archive, *(visit(article(number, title="خبر", body=f"{COMMON} {number}")) for number in range(20)))
        rare = [visit(article(100 + n, title="زلزال", body=f"مدي{'بجدهوز'[n % 6] * (n + 1)} {n}")) for n in range(RARE)]
        store(archive, *rare, visit(article(200, title="قطار", body="سكة الحديد")))
    return place


def found(path: Path, asked: str) -> tuple[list[int], int, bool]:
    with Reader(path) as reader:
        told, _ = query.look(reader, asked, cut=query.Cut(100))
    return [hit.line.article_id for hit in told.hits], told.total, told.is_more


@pytest.mark.parametrize("asked", ["مدي*", "مدي* زلزال", "title:زلز* مدي*", "قطا* OR مدي*", "مدي* -قطار", "غير*"])
@pytest.mark.parametrize("most", [1, 3, 256])
def test_as_many_words_as_may_be_spelled_out_the_same_articles_are_found(
    path: Path, asked: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginnings, "spell_out", lambda conn, wanted: (wanted, True))
    monkeypatch.setattr(searching, "spell_out", lambda conn, wanted: (wanted, True))
    as_asked = found(path, asked)
    monkeypatch.undo()
    monkeypatch.setattr(beginnings, "MOST_WORDS", most)
    assert found(path, asked) == as_asked


def test_of_more_articles_than_are_counted_those_with_the_commonest_words_are_found(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 10)
    monkeypatch.setattr(beginnings, "MOST_WORDS", 1)
    ids, total, is_more = found(path, "مدي*")
    assert is_more
    assert total == 10
    assert set(ids) <= set(range(1, 21))  # rare words that begin so are left out: it is said that there are more


def test_what_is_not_wanted_is_never_cut_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "MOST_WORDS", 1)
    assert found(path, "سكة -مدي*")[1] == 1
    assert found(path, "زلزال -مدي*")[1] == 0


@pytest.mark.parametrize("odd", ["abc*", '"abc*"', "abc* xyz*", "title:abc*", 'a"bc*', "ابج* -دهو*", "abc**", "'''*"])
def test_any_beginning_can_be_spelled_out(path: Path, odd: str) -> None:
    with Reader(path) as reader:
        wanted = read_query(odd)
        spelled, is_whole = reader.ask(lambda conn: beginnings.spell_out(conn, wanted))
        assert len(spelled.groups) == len(wanted.groups)
        assert spelled.exclude == wanted.exclude
        assert is_whole
        query.look(reader, query=odd)


def test_the_words_of_many_beginnings_are_no_more_than_those_of_one(path: Path) -> None:
    with Reader(path) as reader:
        asked = read_query("مدي* " + " ".join(f"{letter}بج*" for letter in "قكلمنه"))
        spelled, is_whole = reader.ask(lambda conn: beginnings.spell_out(conn, asked))
    assert is_whole
    assert spelled.match.count(" OR ") <= beginnings.MOST_WORDS + len(asked.groups)
