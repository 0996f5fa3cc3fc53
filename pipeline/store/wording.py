"""What people type into a search box, as expressions of FTS5. Any text is a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from pipeline.arabic import strip_article
from pipeline.store.search_index import facet
from pipeline.text import fold, terms

MOST_PARTS: Final = 64
"""Words and phrases of a query that count; FTS5 reads a list of postings for each, whoever asks for 5000."""

SHORTEST_PREFIX: Final = 3
"""Letters before a star: FTS5 joins the postings of all words that begin so before it gives the first article."""

FIELDS: Final[Mapping[str, str]] = {
    **{"title": "title", "titre": "title", "عنوان": "title", "العنوان": "title"},
    **{"body": "body", "text": "body", "texte": "body", "نص": "body", "النص": "body"},
    **{"author": "author", "auteur": "author", "كاتب": "author", "الكاتب": "author"},
    **{"newspaper": "newspaper", "journal": "newspaper", "جريدة": "newspaper", "الجريدة": "newspaper"},
}
"""Names before a colon, and the column of the index they stand for."""

_PART = re.compile(r'([-\u2212]?)(?:(\w{1,20}):)?(?:"([^"]*)"|(\S+))')
_ELIDED = re.compile("^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=..)", re.IGNORECASE)
_EXCLUDABLE: Final = frozenset({"language", "section"})
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Query:
    """A query as FTS5 expressions. `groups` must all be met, `exclude` must not; an empty expression asks nothing.

    `terms` and `prefixes` are what to mark in a text. The rest are filters, None when not asked for: `since` and
    `until` bound `published` as ISO text, `until` itself left out.
    """

    groups: tuple[str, ...] = ()
    exclude: str = ""
    terms: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    language: str | None = None
    section: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def match(self) -> str:
        """All that is wanted as one expression, without what is not."""
        return " AND ".join(self.groups)

    @property
    def expression(self) -> str:
        """All that is wanted, without what is not wanted, for MATCH; empty when nothing is wanted."""
        return f"({self.match}) NOT ({self.exclude})" if self.groups and self.exclude else self.match


@dataclass(slots=True)
class _Reading:
    """What has been read of a query so far."""

    groups: list[dict[str, None]] = field(default_factory=list)
    unwanted: dict[str, None] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    filters: dict[str, str] = field(default_factory=dict)
    is_alternative: bool = False

    def want(self, expression: str) -> None:
        """Take a part in: beside the one before it after an OR, else by itself."""
        if self.is_alternative and self.groups:
            self.groups[-1][expression] = None
        elif {expression: None} not in self.groups:
            self.groups.append({expression: None})
        self.is_alternative = False


def read_query(query: str) -> Query:
    """Words, `"phrases"`, `beginnings*`, `-without`, `one OR other`, `title:word` and filters; the rest is text.

    Fields are those of FIELDS, filters are `since:`, `until:` (2025, 2025-12 or 2025-12-11), `lang:` and `section:`,
    the last two also with a minus sign.
    Brackets, AND, NEAR, carets and unknown names before colons are text like all else.
    """
    reading = _Reading()
    for minus, name, phrase, word in _parts(query):
        if word in ("OR", "|") and not minus:
            reading.is_alternative = bool(reading.groups)
        elif not _read_filter(reading, name, phrase or word, is_excluded=bool(minus)):
            _read_part(reading, (phrase, word, name), is_excluded=bool(minus))
    return Query(
        groups=tuple(_any_of(group) for group in reading.groups),
        exclude=" OR ".join(reading.unwanted),
        terms=frozenset(reading.terms),
        prefixes=tuple(sorted(reading.prefixes)),
        **reading.filters,
    )


def _parts(query: str) -> Iterator[tuple[str, str, str, str]]:
    """Minus sign, name, phrase and word of each part that counts; a name that means nothing is part of the word."""
    for count, found in enumerate(_PART.finditer(query)):
        if count >= MOST_PARTS * 4:
            return
        minus, name, phrase, word = (part or "" for part in found.groups())
        if name and name.lower() not in FIELDS and name.lower() not in _FILTERS:
            # An address or a time of day: its name is a word as well.
            yield minus, "", f"{name} {phrase or word}", ""
        else:
            yield minus, name.lower(), phrase, word


def _read_part(reading: _Reading, part: tuple[str, str, str], *, is_excluded: bool) -> None:
    phrase, word, name = part
    if name in _FILTERS:
        phrase, word, name = f"{name} {phrase or word}", "", ""  # a filter whose value means nothing is text
    expression, found, prefix = _express(phrase, word)
    if not expression or sum(map(len, reading.groups)) + len(reading.unwanted) >= MOST_PARTS:
        return
    if name:
        expression = f"{FIELDS[name]} : {expression}"
    if is_excluded:
        reading.unwanted[expression] = None
        reading.is_alternative = False
        return
    reading.want(expression)
    reading.terms.update(found.split())
    reading.prefixes.update(prefix)


def _express(phrase: str, word: str) -> tuple[str, str, tuple[str, ...]]:
    """A phrase or word as an expression of FTS5, the terms in it, and the beginning it asks for."""
    if not phrase and len(word) > 1 and word.endswith("*"):
        beginning = strip_article(fold(word))
        if len(beginning) >= SHORTEST_PREFIX and " " not in beginning:
            # What is typed so far may be longer than the stem of the whole word: `studie*` is for `studi` too.
            found = terms(word)
            either = [f"{_quoted(beginning)} *", *([_quoted(found)] if found and found != beginning else [])]
            return f"({' OR '.join(either)})", found, (beginning,)
    found = terms(phrase or _ELIDED.sub("", word))
    return (_quoted(found) if found else ""), found, ()


def _any_of(group: Mapping[str, None]) -> str:
    return next(iter(group)) if len(group) == 1 else f"({' OR '.join(group)})"


def _quoted(part: str) -> str:
    # A quoted string is data to FTS5, several words in it are a phrase (https://sqlite.org/fts5.html#fts5_strings).
    return '"' + part.replace('"', '""') + '"'


# -- filters ----------------------------------------------------------------------------------------------------------


def _read_filter(reading: _Reading, name: str, value: str, *, is_excluded: bool) -> bool:
    """Take a part in if it is a filter with a value that means something; dates cannot be excluded."""
    if name not in _FILTERS:
        return False
    key, read = _FILTERS[name]
    found = read(value)
    if found is None or (is_excluded and key not in _EXCLUDABLE):
        return False
    if is_excluded:
        reading.unwanted[_quoted(facet(key, found))] = None
    else:
        reading.filters[key] = found
    return True


def read_since(value: str) -> str | None:
    """The first day of a year, month or day as ISO text; None when it is none."""
    found = _period(value)
    return found and found[0].isoformat()


def read_until(value: str) -> str | None:
    """The day after a year, month or day as ISO text; None when it is none."""
    found = _period(value)
    return found and found[1].isoformat()


def _period(value: str) -> tuple[date, date] | None:
    """The first day of a period and the first after it; digits of any script, `/` or `.` for `-`."""
    found = _DAY.fullmatch(fold(value).replace(" ", "-"))
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first + timedelta(days=1)
        return first, date(first.year + 1, 1, 1) if not month else (first + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError):
        return None


def _text(value: str) -> str | None:
    return value if fold(value) else None


_FILTERS: Final[Mapping[str, tuple[str, Callable[[str], str | None]]]] = {
    "since": ("since", read_since),
    "until": ("until", read_until),
    "lang": ("language", _text),
    "language": ("language", _text),
    "section": ("section", _text),
}
