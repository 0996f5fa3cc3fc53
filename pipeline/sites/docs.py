"""The reference of every setting and site key, written from the models: `python -m pipeline.sites.docs`."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from pipeline.sites.model import FILE_KEYS, SOURCE_KINDS, FieldRule, Rules, Site
from pipeline.sites.settings import Settings
from pipeline.sites.units import format_bytes, format_duration

HEAD: Final = """\
# Configuration

Written from the code by `python -m pipeline.sites.docs > docs/configuration.md`; edit the descriptions there.

The configuration is a folder: `warraq.toml` (settings), `sites/*.toml` (one file per site) and `templates/*.toml`
(what site files share). It is looked for in this order: `--config DIR`, the variable `WARRAQ_CONFIG`, `./config` when
it holds a `warraq.toml`, and else the one shipped with Warraq. `warraq init DIR` writes one to start from.

Everything is checked before anything is fetched. All that is wrong is reported together, one line each:
`config/sites/x.toml:12: sources.0.every: …`.

| written as | means |
|---|---|
| duration | `"90s"`, `"15m"`, `"1h30m"`, `"7d"`; a bare number is refused |
| size in bytes | `"10MiB"`, `"500kB"` or a whole number |
| cron expression | five fields, weekdays by name: `"0 6 * * mon-fri"` |
| CSS selector | what Lexbor understands; `:lexbor-contains("text")` selects by text |
| regular expression | Python's `re`, searched, not anchored; in single quotes backslashes need no doubling |
| web address | absolute, http or https |

How a site file is made, step by step: [adding-a-site.md](adding-a-site.md).
"""

TEMPLATES: Final = """
A template is a site file with gaps. `template = "ress"` lays `templates/ress.toml` under the site file, and a template
may stand on another one. The nearest wins: tables merge key by key; `sources` merge by `id`, further ones are added;
other lists replace. `{name}` in a template's text is filled from `[vars]`; a variable that is not given, or given and
not used, is an error. `{id}` is left alone: it is the number of an `ids` source.
"""


def write_reference() -> str:
    """All keys in Markdown, one table per TOML table: key, type, default, description."""
    return "".join([HEAD, *_write_settings(), *_write_site()])


def _write_settings() -> Iterator[str]:
    yield "\n## Settings: `warraq.toml`\n"
    plain = {name: field for name, field in Settings.model_fields.items() if not _is_model(field.annotation)}
    yield _write_table("settings", plain)
    for name, field in Settings.model_fields.items():
        if _is_model(field.annotation):
            yield f"\n### `[{name}]`\n\n{field.description}\n"
            yield _write_table(name, field.annotation.model_fields)


def _write_site() -> Iterator[str]:
    yield "\n## Sites: `sites/*.toml`\n"
    yield _write_table("site", Site.model_fields)
    yield "\n### Templates\n" + TEMPLATES
    yield "\n| key | type | default | meaning |\n|---|---|---|---|\n"
    yield from (
        _row("site", name, "text" if name == "template" else "table", "", said) for name, said in FILE_KEYS.items()
    )
    yield "\n## Sources: `[[sources]]`\n\nEvery source has a `kind` and these keys:\n"
    shared = set.intersection(*(set(kind.model_fields) for kind in SOURCE_KINDS.values())) - {"kind"}
    common = {name: field for name, field in SOURCE_KINDS["feed"].model_fields.items() if name in shared}
    yield _write_table("source", common)
    for name, kind in SOURCE_KINDS.items():
        yield f'\n### `kind = "{name}"`\n\n{kind.__doc__}\n'
        yield _write_table(
            name, {key: field for key, field in kind.model_fields.items() if key not in shared | {"kind"}}
        )
    yield f"\n## Rules: `[rules]`\n\n{Rules.__doc__}\nRules are one selector, one table, or a list of either.\n"
    yield _write_table("rules", Rules.model_fields)
    yield f"\n### A rule\n\n{FieldRule.__doc__}\n"
    yield _write_table("rule", FieldRule.model_fields)


def _write_table(place: str, fields: dict[str, FieldInfo]) -> str:
    rows = (
        _row(place, name, _type_of(field), _default_of(field), field.description or "")
        for name, field in fields.items()
    )
    return "\n| key | type | default | meaning |\n|---|---|---|---|\n" + "".join(rows)


def _row(place: str, name: str, kind: str, default: str, said: str) -> str:
    words = " ".join(said.split()).replace("|", "\\|")
    return f'| <a id="{place}-{name}"></a>`{name}` | {kind} | {default} | {words} |\n'


def _is_model(annotation: Any) -> typing.TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    return _show(field.default, "size" in _kind_of(field))


def _show(value: Any, is_size: bool = False) -> str:
    if value is None or value == "" or _is_model(type(value)):
        return ""
    if isinstance(value, timedelta):
        return f'`"{format_duration(value)}"`'
    if isinstance(value, tuple):
        return f"`[{', '.join(_show(item).strip('`') for item in value)}]`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int):
        return f'`"{format_bytes(value)}"`' if is_size else f"`{value}`"
    return f'`"{value}"`'


def _type_of(field: FieldInfo) -> str:
    return _kind_of(field) or _name_type(field.annotation)


def _kind_of(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra["kind"]) if isinstance(extra, dict) and "kind" in extra else ""


_PLAIN: Final = {str: "text", SecretStr: "text (secret)", int: "whole number", bool: "true or false", date: "day"}


def _name_type(annotation: Any) -> str:
    """How people call a type: `list of duration`, `text`, `"allow"` or `"deny"`."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        described = [_kind_of(part) for part in parts[1:] if isinstance(part, FieldInfo)]
        return next(filter(None, described), None) or _name_type(parts[0])
    if origin is typing.Literal:
        return " or ".join(f'`"{part}"`' for part in parts)
    if origin is tuple:
        return "rules" if parts[0] is FieldRule else f"list of {_name_type(parts[0])}"
    if origin in (types.UnionType, typing.Union):
        named = [_name_type(part) for part in parts if part is not type(None)]
        return named[0] if len(named) == 1 else "table"
    return "table" if _is_model(annotation) else _PLAIN[annotation]


if __name__ == "__main__":
    print(write_reference(), end="")
