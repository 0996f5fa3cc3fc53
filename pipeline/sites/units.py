"""The small values of a configuration: durations, byte sizes, schedules, selectors, addresses and zones."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from apscheduler.triggers.cron import CronTrigger
from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, TypeAdapter, ValidationError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from pipeline import urls

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9}(?:\.[0-9]{1,6})?)s)?")
_MAILTO = re.compile(r"mailto:[!-?A-~]+@[!-?A-~]+")
_BYTES: TypeAdapter[ByteSize] = TypeAdapter(ByteSize)
_LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)  # a leap year: `0 0 29 2 *` has a next time within four years of it


def parse_duration(value: object) -> timedelta:
    """`"90s"`, `"15m"`, `"1h30m"`, `"7d"` as a timedelta; ValueError for anything else, a bare number too.

    A number without a unit is refused because `every = 30` reads as minutes to one and seconds to another.
    """
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found or not value:
        raise ValueError(f'{value!r} is not a duration; write it with units, like "90s", "15m", "1h30m" or "7d"')
    return timedelta(**{unit: float(part) for unit, part in zip(_UNITS.values(), found.groups(), strict=True) if part})


def check_positive(value: timedelta) -> timedelta:
    """The duration itself when there is any; ValueError otherwise."""
    if not value:
        raise ValueError("must be more than 0s")
    return value


def parse_every(value: object) -> object:
    """`"auto"` as it is, else a duration; ValueError for anything else."""
    return value if value == "auto" else check_positive(parse_duration(value))


def check_contact(contact: str) -> str:
    """The contact itself when it is a web or mailto address that fits a header; ValueError otherwise."""
    if not _MAILTO.fullmatch(contact) and not (contact.isascii() and _is_address(contact)):
        raise ValueError(f"{contact!r} is neither a web address nor mailto:NAME@HOST")
    return contact


def _is_address(url: str) -> bool:
    try:
        return bool(urls.normalise(url))
    except ValueError:
        return False


def format_duration(value: timedelta) -> str:
    """The shortest way to write a duration: `15m`, `1h30m`, `0s`; `parse_duration` reads it back."""
    parts = []
    for letter, size in (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("m", timedelta(minutes=1))):
        count, value = divmod(value, size)
        parts += [f"{count}{letter}"] if count else []
    seconds = f"{value.seconds}.{value.microseconds:06}".rstrip("0").rstrip(".") if value else ""
    return "".join([*parts, f"{seconds}s"] if seconds else parts) or "0s"


def parse_bytes(value: object) -> int:
    """`"10MiB"`, `"500kB"` or a plain integer as a number of bytes; ValueError for anything else."""
    if not isinstance(value, bool):
        try:
            return int(_BYTES.validate_python(value))
        except ValidationError:
            pass
    raise ValueError(f'{value!r} is not a size; write it like "10MiB", "500kB" or 1048576')


def format_bytes(value: int) -> str:
    """The shortest exact way to write a size: `10MiB`, `1500`; `parse_bytes` reads it back."""
    for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if value and value % size == 0:
            return f"{value // size}{unit}"
    return str(value)


def check_selector(css: str) -> str:
    """The selector itself when Lexbor can use it; ValueError otherwise."""
    try:
        LexborHTMLParser("").css(css)
    except SelectolaxError:
        raise ValueError(f"{css!r} is not a CSS selector that Lexbor understands") from None
    return css


def check_address(url: str) -> str:
    """The URL itself when it is an absolute http or https address that can be fetched; ValueError otherwise."""
    try:
        urls.normalise(url)
    except ValueError as error:
        raise ValueError(f"{url!r} is not a web address that can be fetched: {error}") from None
    return url


def check_host(host: str) -> str:
    """A host name, with its port when not the scheme's own, as it stands in normalised URLs; ValueError otherwise."""
    try:
        address = urls.normalise(f"https://{host}")
    except ValueError as error:
        raise ValueError(f"{host!r} is not a host name: {error}") from None
    if address != f"{urls.origin_of(address)}/":
        raise ValueError(f"{host!r} is not a host name; write it like m.example.org")
    return urls.origin_of(address).removeprefix("https://")


def compile_regex(value: object) -> re.Pattern[str]:
    """A regular expression of Python's `re`; ValueError that says where it is wrong."""
    if isinstance(value, re.Pattern):
        return value
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {value!r}")
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from None


def check_zone(name: str) -> str:
    """The IANA name itself when the time zone database knows it; ValueError otherwise."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no IANA time zone; write it like Africa/Casablanca") from None
    return name


def read_cron(expression: str, time_zone: str) -> CronTrigger:
    """The trigger of a five-field cron expression in a time zone; ValueError says what is wrong with it.

    Weekdays must be names: APScheduler counts them from Monday = 0, crontab(5) from Sunday = 0.
    """
    try:
        trigger = CronTrigger.from_crontab(expression, timezone=check_zone(time_zone))
    except ValueError as error:
        raise ValueError(f"{expression!r} is not a cron expression: {error}") from None
    if re.search(r"\d", expression.split()[4].partition("/")[0]):
        raise ValueError(f"{expression!r}: write weekdays by name (mon, tue … sun), their numbers are ambiguous")
    if trigger.get_next_fire_time(None, _LONG_AGO) is None:
        raise ValueError(f"{expression!r} never comes: there is no such day")
    return trigger


def check_cron(expression: str) -> str:
    """The expression itself when it can be followed (the zone does not matter for that); ValueError otherwise."""
    read_cron(expression, "UTC")
    return expression


def _named(kind: str) -> Any:
    return Field(json_schema_extra={"kind": kind})


Duration = Annotated[timedelta, BeforeValidator(parse_duration), _named("duration")]
Period = Annotated[Duration, AfterValidator(check_positive)]
Every = Annotated[timedelta | Literal["auto"], BeforeValidator(parse_every), _named('duration or `"auto"`')]
Contact = Annotated[str, AfterValidator(check_contact), _named("web or mailto address")]
Bytes = Annotated[int, BeforeValidator(parse_bytes), _named("size in bytes")]
Regex = Annotated[re.Pattern[str], BeforeValidator(compile_regex), _named("regular expression")]
HostName = Annotated[str, AfterValidator(check_host), _named("host name")]
Flag = Annotated[bool, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Selector = Annotated[str, AfterValidator(check_selector), _named("CSS selector")]
Address = Annotated[str, AfterValidator(check_address), _named("web address")]
ZoneName = Annotated[str, AfterValidator(check_zone), _named("IANA time zone")]
Cron = Annotated[str, AfterValidator(check_cron), _named("cron expression")]
