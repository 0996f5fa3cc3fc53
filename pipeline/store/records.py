"""An article as its row: made from what was read, and joined with what the archive had. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Literal

from pipeline.dates import Moment
from pipeline.models import Article
from pipeline.store.codec import AUTHORS_JOINED, identity_of, join_authors, to_json, to_text
from pipeline.text import count_words, fold

_FINENESS: Final = {None: -1, "year": 0, "month": 1, "day": 2, "minute": 3, "second": 4}
_CHARACTERS: Final = (4, 7, 10, 16, 20)
"""Of an ISO text, those that count at each fineness."""

FROM_LINK: Final = "feed"
"""Provenance of a field that came with the link: it fills gaps, but is no reason to replace what a page said."""


@dataclass(frozen=True, slots=True)
class Record:
    """The columns of `articles` that hold what was read."""

    title: str
    body: str
    content_hash: str
    url: str | None = None
    published: str | None = None
    published_precision: str | None = None
    published_zone: str | None = None
    published_raw: str | None = None
    modified: str | None = None
    modified_precision: str | None = None
    modified_zone: str | None = None
    modified_raw: str | None = None
    author: str | None = None
    newspaper: str | None = None
    source_link: str | None = None
    source_text: str | None = None
    language: str | None = None
    section: str | None = None
    image: str | None = None
    provenance: str = "{}"

    @property
    def word_count(self) -> int:
        """Words of the body."""
        return count_words(self.body)


COLUMNS: Final = tuple(field.name for field in fields(Record))
_PLAIN: Final = ("url", "author", "newspaper", "source_link", "source_text", "language", "section", "image")
_READ_AS: Final = {"author": "authors", "source_text": "source_link"}
"""Columns whose provenance stands under another name."""


def to_record(article: Article, content_hash: str) -> Record:
    """What was read, as a row."""
    columns: dict[str, str | None] = dict(
        title=article.title,
        body=article.body,
        content_hash=content_hash,
        url=identity_of(article.url) if article.url else None,
        author=join_authors(article.authors),
        newspaper=article.newspaper,
        source_link=article.source_link,
        source_text=article.source_text,
        language=article.language,
        section=article.section,
        image=article.image,
        provenance=to_json(dict(article.provenance)),
        **_date_columns("published", article.published),
        **_date_columns("modified", article.modified),
    )
    storable: dict[str, Any] = {name: value if value is None else to_text(value) for name, value in columns.items()}
    return Record(**storable)


def _date_columns(name: str, moment: Moment | None) -> dict[str, Any]:
    if moment is None:
        return {}
    return {
        name: moment.iso(),
        f"{name}_precision": moment.precision,
        f"{name}_zone": moment.zone,
        f"{name}_raw": moment.raw,
    }


def join_records(old: Record, new: Record, *, is_same_address: bool) -> Record:
    """The article after it was read again: nothing it had is lost, what it lacked is gained.

    At the same address a new value replaces the old one, except that an empty one or one that only came with the link
    never does, and that of two dates a day apart at most the finer one stays. Another address only fills gaps.
    """
    given = {"old": json.loads(old.provenance), "new": json.loads(new.provenance)}
    chosen = {name: _choose(name, old, new, is_same_address, given) for name in (*_PLAIN, "published", "modified")}
    changes: dict[str, Any] = {}
    for name, side in chosen.items():
        changes |= _columns_of(name, new if side == "new" else old)
    for name in ("title", "body"):
        side = "new" if getattr(new, name) and (is_same_address or not getattr(old, name)) else "old"
        changes[name], chosen[name] = getattr(new if side == "new" else old, name), side
    provenance = _join_provenance(chosen, given)
    return replace(old, **changes, content_hash=new.content_hash, provenance=to_json(provenance))


Side = Literal["old", "new"]


def _choose(name: str, old: Record, new: Record, is_same_address: bool, given: Mapping[str, Mapping[str, str]]) -> Side:
    was, now = getattr(old, name), getattr(new, name)
    if now is None or was is None:
        return "old" if now is None else "new"
    read_as = _READ_AS.get(name, name)
    is_weaker = given["new"].get(read_as) == FROM_LINK != given["old"].get(read_as)
    if not is_same_address or is_weaker:
        return "old"
    return _finer(name, old, new) if name in ("published", "modified") else "new"


def _finer(name: str, old: Record, new: Record) -> Side:
    was, now = (_FINENESS[getattr(record, f"{name}_precision")] for record in (old, new))
    return "old" if _days_apart(name, old, new) <= 1 and was > now else "new"


def _days_apart(name: str, old: Record, new: Record) -> int:
    one, other = (date.fromisoformat(getattr(record, name)[:10]) for record in (old, new))
    return abs((one - other).days)


def _columns_of(name: str, record: Record) -> dict[str, Any]:
    names = (name, f"{name}_precision", f"{name}_zone", f"{name}_raw") if name in ("published", "modified") else (name,)
    return {column: getattr(record, column) for column in names}


def _join_provenance(chosen: Mapping[str, str], given: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    joined = {**given["new"], **given["old"]}
    for name, side in chosen.items():
        read_as = _READ_AS.get(name, name)
        if read_as in given[side]:
            joined[read_as] = given[side][read_as]
    return joined


def replaced_columns(old: Record, new: Record) -> list[str]:
    """The columns besides the text whose known value another one has replaced.

    Not those that were gained or only written otherwise: a name in other case or order, a picture's query string, a
    date in another precision or, within a day, by another reader.
    """
    return [
        name
        for name, is_same in _SAMENESS.items()
        if getattr(old, name) is not None and getattr(new, name) is not None and not is_same(old, new)
    ]


def _is_same_author(old: Record, new: Record) -> bool:
    one, other = (sorted(map(fold, (record.author or "").split(AUTHORS_JOINED))) for record in (old, new))
    return one == other


def _is_same_section(old: Record, new: Record) -> bool:
    return fold(old.section or "") == fold(new.section or "")


def _is_same_date(old: Record, new: Record) -> bool:
    was, now = old.published or "", new.published or ""
    coarser = min(_FINENESS[old.published_precision], _FINENESS[new.published_precision])
    if was[: _CHARACTERS[coarser]] == now[: _CHARACTERS[coarser]]:
        return True
    readers = {json.loads(record.provenance).get("published") for record in (old, new)}
    is_read_otherwise = len(readers) > 1 or old.published_precision != new.published_precision
    return is_read_otherwise and _days_apart("published", old, new) <= 1


def _is_same_source(old: Record, new: Record) -> bool:
    return _address(old.source_link) == _address(new.source_link)


def is_same_image(old: Record, new: Record) -> bool:
    """Whether two states show the same picture, in whatever size."""
    one, other = (_address(record.image).partition("?")[0] for record in (old, new))
    return one == other


def _address(url: str | None) -> str:
    """An address as far as it says where something is: sites that move to https change nothing."""
    return identity_of(url or "").partition("://")[2] or url or ""


_SAMENESS: Final[Mapping[str, Callable[[Record, Record], bool]]] = {
    "author": _is_same_author,
    "section": _is_same_section,
    "published": _is_same_date,
    "source_link": _is_same_source,
    "image": is_same_image,
}


def changed_columns(old: Record, new: Record) -> list[str]:
    """The columns in which two states of an article differ, besides its hash and provenance."""
    return [
        name
        for name in COLUMNS
        if name not in ("content_hash", "provenance") and getattr(old, name) != getattr(new, name)
    ]
