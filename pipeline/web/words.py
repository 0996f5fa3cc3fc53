"""The interface's words in each language: Fluent messages (projectfluent.org) from words/*.ftl."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

from pipeline.text import clean_display

FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = {"en": "English", "ar": "العربية", "fr": "Français"}
"""Languages of the interface, each by its own name; the first is the one to fall back on."""
RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left."""


def direction_of(language: str | None) -> str:
    """`rtl` or `ltr`; `auto` (by the first letter) when the language is not known."""
    if not language or language == "und":
        return "auto"
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


class Words:
    """The interface in one language; numbers and dates as that language writes them."""

    def __init__(self, language: str) -> None:
        """KeyError for a language that is not there."""
        self.language, self.direction = language, direction_of(language)
        self.name = LANGUAGES[language]
        self.locale = Locale.parse(language)
        self._bundles = [_bundle(language), _bundle("en")]

    def __call__(self, key: str, **values: str | int | float) -> str:
        """The message of this key with its values, which are isolated from the direction around them.

        What is in a value and could end that isolation is left out.
        """
        cleaned = {name: clean_display(value) if isinstance(value, str) else value for name, value in values.items()}
        for bundle in self._bundles:
            if bundle.has_message(key):
                return _written(bundle, key, cleaned)
        raise KeyError(f"no message {key!r} in {FOLDER}/en.ftl")

    def has(self, key: str) -> bool:
        """Whether there is a message of this key."""
        return any(bundle.has_message(key) for bundle in self._bundles)

    def number(self, value: float, places: int = 0) -> str:
        """A number with the language's separators."""
        return str(format_decimal(round(value, places), locale=self.locale))

    def share(self, value: float) -> str:
        """A share of one as a percentage."""
        return str(format_percent(value, locale=self.locale, format="#,##0 %" if self.language == "fr" else None))

    def day(self, moment: date | str | None) -> str:
        """The day of a moment, as `12 October 2026`; empty when there is none, the text itself when it is no date."""
        found = _moment(moment)
        return str(format_date(found, "d MMMM y", locale=self.locale)) if isinstance(found, date) else found

    def short_day(self, moment: date | str | None) -> str:
        """The day of a moment without its year, as `12 Oct`."""
        found = _moment(moment)
        return str(format_skeleton("MMMd", found, locale=self.locale)) if isinstance(found, date) else found

    def time(self, moment: datetime | str | None) -> str:
        """A moment in UTC to the minute; a day stays a day, a text that is no date stays as it is."""
        found = _moment(moment)
        if not isinstance(found, datetime):
            return self.day(found)
        return f"{format_datetime(found, 'd MMM y HH:mm', locale=self.locale)} UTC"

    def language_name(self, code: str) -> str:
        """The name of a language (an ISO 639 code); the code itself when it is not known."""
        return str(self.locale.languages.get(code, code))

    def size(self, octets: int) -> str:
        """A size in bytes, kB, MB or GB (powers of 1000)."""
        for unit, places in (("B", 0), ("kB", 0), ("MB", 1), ("GB", 1)):
            if octets < 1000 or unit == "GB":
                return f"{self.number(octets, places)} {unit}"
            octets = octets / 1000  # type: ignore[assignment]  # bytes are whole, kilobytes are not
        raise AssertionError("every size has a unit")


@functools.cache
def words_of(language: str) -> Words:
    """The words of a language, made once."""
    return Words(language)


def choose_language(wanted: str | None, accepted: str | None) -> str:
    """The interface's language: the one that was chosen, else the best of an Accept-Language header (RFC 9110)."""
    if wanted in LANGUAGES:
        return str(wanted)
    for tag in _by_weight(accepted or ""):
        if tag in LANGUAGES:
            return tag
    return next(iter(LANGUAGES))


def keys_of(language: str) -> set[str]:
    """The keys that a language's file has."""
    return set(_bundle(language)._messages)  # the bundle offers no other way to list them


def _by_weight(header: str) -> Iterable[str]:
    weighed = []
    for part in header[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighed, key=lambda pair: pair[0])]


@functools.cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language])
    bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle


def _written(bundle: FluentBundle, key: str, values: dict[str, str | int | float]) -> str:
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(f"the message {key!r} has no text")
    text, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise errors[0]
    return str(text)


def _moment(value: date | str | None) -> date | str:
    if value is None or isinstance(value, date):
        return value or ""
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return value
