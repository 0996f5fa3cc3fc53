"""Writes a draft as a site file: TOML with a comment for every decision, so that it can be checked and cut down."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import tomlkit
from tomlkit.items import AoT, InlineTable, String, Table

from pipeline import urls
from pipeline.drafting.checking import is_usable
from pipeline.drafting.fields import NOTHING
from pipeline.drafting.model import Draft, Facts, FieldDraft, RuleDraft, SourceDraft
from pipeline.text import clean_display

_NOWHERE: Final = "no source was found: give a feed, a sitemap or a listing, see docs/adding-a-site.md"


def write_toml(draft: Draft) -> str:
    """The site file; it loads as it is, disabled and unverified."""
    file = tomlkit.document()
    pages = f"{len(draft.pages)} page{'' if len(draft.pages) == 1 else 's'}"
    file.add(
        tomlkit.comment(f"Drafted by `warraq site new` from {pages}. Read them again with `warraq try URL --why`,")
    )
    file.add(tomlkit.comment("look at `warraq fetch ID --dry-run`, then set enabled = true."))
    for warning in draft.warnings:
        file.add(tomlkit.comment(f"Warning: {_line(warning)}"))
    _add_facts(file, draft.facts)
    file.add(tomlkit.nl())
    _add_sources(file, draft)
    file.add("rules", _write_rules(draft))
    return tomlkit.dumps(file)


def _line(text: str) -> str:
    return clean_display(text).replace("\n", " ")


def _add_facts(file: tomlkit.TOMLDocument, facts: Facts) -> None:
    file.add("id", tomlkit.item(facts.id))
    file.add("name", tomlkit.item(facts.name))
    file.add("home", tomlkit.item(facts.home))
    file.add("enabled", tomlkit.item(False))
    file.add("verified", tomlkit.item(False))
    if facts.country:
        file.add("country", tomlkit.item(facts.country).comment("by the address; check it"))
    else:
        file.add(tomlkit.comment('country = "…"'))
    if facts.language:
        file.add("language", tomlkit.item(facts.language))
    if facts.time_zone:
        file.add("time_zone", tomlkit.item(facts.time_zone).comment("the country's; of times that name no zone"))
    else:
        file.add(tomlkit.comment('time_zone = "…" # of times that name no zone; without it UTC'))
    if facts.newspaper:
        file.add("newspaper", tomlkit.item(facts.newspaper))
    if facts.article_url and facts.is_article_url_proven:
        file.add("article_url", _text(facts.article_url).comment("fits all links of the feeds; others are passed over"))
    elif facts.article_url:
        line = f"article_url = {_text(facts.article_url).as_string()} # fits the stories given, perhaps no others"
        file.add(tomlkit.comment(line))


def _text(value: str) -> String:
    """A pattern or selector in single quotes where it holds backslashes or double quotes."""
    is_literal = ("\\" in value or '"' in value) and "'" not in value and value.isprintable()
    return tomlkit.string(value, literal=is_literal)


def _add_sources(file: tomlkit.TOMLDocument, draft: Draft) -> None:
    usable = [source for source in draft.sources if is_usable(source)]
    for source in draft.sources:
        if source not in usable:
            why = source.problem or "it gave no link of this site"
            file.add(tomlkit.comment(f"Left out: {source.kind} {source.url}: {_line(why)}"))
    if not usable:
        file.add(tomlkit.comment(f"Warning: {_NOWHERE}"))
        file.add("sources", tomlkit.array())
        return
    array: AoT = tomlkit.aot()
    is_needed = all(source.kind == "sitemap" for source in usable)
    for source in usable:
        array.append(_write_source(source, draft.facts.home, is_needed=is_needed))
    file.add("sources", array)


def _write_source(source: SourceDraft, home: str, *, is_needed: bool) -> Table:
    table = tomlkit.table()
    table.add("id", source.id)
    table.add("kind", source.kind)
    found = _line(f"{source.found}; {'not looked at' if source.links is None else f'{source.links} links'}")
    table.add("url", _text(_relative(source.url, home)).comment(found))
    if source.link:
        table.add("link", _text(source.link))
    if source.kind == "sitemap":
        table.add("enabled", tomlkit.item(is_needed).comment("for back-fill; a feed or listing finds what is new"))
    return table


def _relative(url: str, home: str) -> str:
    """An address as the file needs it: from the root of the same site."""
    if urls.origin_of(url) != urls.origin_of(home):
        return url
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _write_rules(draft: Draft) -> Table:
    rules = tomlkit.table()
    nothing = ", ".join(field.name for field in draft.fields if field.why == NOTHING)
    if nothing:
        rules.add(tomlkit.comment(f"{nothing}: {NOTHING}"))
    for field in draft.fields:
        is_said = field.state == "site" or field.why == NOTHING
        for line in [] if is_said else _comments(field):
            rules.add(tomlkit.comment(line))
        if field.rule and field.state == "rule":
            rules.add(field.name, _write_rule(field.rule))
    for name, values in (("drop", draft.drop), ("drop_text", draft.drop_text)):
        if values:
            rules.add(tomlkit.comment(f"{name}: it was read as text on several of the pages"))
            rules.add(name, _list(values))
    return rules


def _comments(field: FieldDraft) -> list[str]:
    """Why a field has a rule or none, and the rule that could be tried."""
    count = f"{field.agreed} of {field.pages}"
    if field.state == "rule":
        return [_line(f"{field.name}: {field.why}")]
    by = f" ({field.readers}, {count})" if field.readers != "–" else ""
    lines = [f"{field.name}: {field.why}{by}"]
    if field.rule:
        lines.append(f"{field.name} = {_write_rule(field.rule).as_string()}")
    return [_line(line) for line in lines]


def _write_rule(rule: RuleDraft) -> String | InlineTable:
    if rule.attr is None and not rule.all:
        return _text(rule.css)
    table = tomlkit.inline_table()
    table.add("css", _text(rule.css))
    if rule.attr is not None:
        table.add("attr", rule.attr)
    if rule.all:
        table.add("all", True)
    return table


def _list(values: tuple[str, ...]) -> Any:
    array = tomlkit.array()
    for value in values:
        array.append(_text(value))
    return array.multiline(len(values) > 2)
