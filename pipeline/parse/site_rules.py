"""Reader of site files: the selectors a site's TOML gives per field, each valid until its day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from pipeline.parse.document import Document
from pipeline.parse.findings import Findings
from pipeline.parse.outline import BREAK, draw_outline
from pipeline.sites import FieldRule

Rules = tuple[FieldRule, ...]


def is_article(document: Document) -> bool | None:
    """Whether the site's `article` rules find their element; None when the site has none."""
    rules = document.site.rules.article if document.site else ()
    if not rules:
        return None
    return any(document.tree.css_first(rule.css) is not None for rule in _valid(document, rules))


def read(document: Document) -> Findings:
    """The site's own rules, field by field; nothing for a site without rules."""
    if document.site is None:
        return Findings()
    rules = document.site.rules
    source_link, source_text = _source(document, rules.source_link)
    return Findings(
        title=_first(document, rules.title),
        published=_first(document, rules.published),
        modified=_first(document, rules.modified),
        authors=tuple(_every(document, rules.authors)),
        newspaper=_first(document, rules.newspaper),
        source_link=source_link,
        source_text=source_text,
        section=_first(document, rules.section),
        language=_first(document, rules.language),
        image=_first(document, rules.image),
        body=_body(document.without(rules.drop), rules.body),
    )


def ticker_anchors(document: Document) -> list[tuple[str, str | None]]:
    """Text and href of what the `ticker` rules select, empty slots included; nothing without rules."""
    rules = document.site.rules.ticker if document.site else ()
    for rule in _valid(document, rules):
        nodes = document.tree.css(rule.css)
        if nodes:
            return [(_value(node, rule) or "", node.attributes.get("href")) for node in nodes]
    return []


def _valid(document: Document, rules: Rules) -> Iterable[FieldRule]:
    """The rules that hold on the day the page was fetched."""
    day = document.fetched_at.date()
    return (rule for rule in rules if rule.until is None or day <= rule.until)


def _first(document: Document, rules: Rules) -> str | None:
    return next(iter(_every(document, rules)), None)


def _every(document: Document, rules: Rules) -> list[str]:
    """What the first rule that gives anything gives: the first match, or every one with `all`."""
    for rule in _valid(document, rules):
        found = [text for node in document.tree.css(rule.css) if (text := _value(node, rule))]
        if found:
            return found if rule.all else found[:1]
    return []


def _value(node: LexborNode, rule: FieldRule) -> str | None:
    text = node.attributes.get(rule.attr) if rule.attr else text_of(node)
    return _cut(rule.regex, " ".join((text or "").split()))


def _cut(regex: re.Pattern[str] | None, text: str) -> str | None:
    if regex is None:
        return text or None
    found = regex.search(text)
    if found is None:
        return None
    return (found.group(1) if regex.groups else found.group()) or None


def text_of(node: LexborNode) -> str:
    """A node's text on one line, words kept apart at `<br>` and blocks, which `node.text()` glues."""
    return " ".join("".join(draw_outline(node).pieces).replace(BREAK, " ").split())


def _source(document: Document, rules: Rules) -> tuple[str | None, str | None]:
    """The link to the original, and the line it stands in."""
    for rule in _valid(document, rules):
        for node in document.tree.css(rule.css):
            href = _cut(rule.regex, node.attributes.get(rule.attr or "href") or "")
            if href:
                return href, line_around(document, node)
    return None, None


def line_around(document: Document, node: LexborNode) -> str:
    """The rendered line an inline node stands in: its neighbours up to the next `<br>` or block."""
    outline = document.outline
    href, text = node.attributes.get("href"), text_of(node)
    for number in outline.find("a"):
        if outline.attributes[number].get("href") == href and outline.text_of(number) == text:
            return outline.line_at(number)
    return text


def _body(document: Document, rules: Rules) -> str | None:
    """The blocks inside every selected element, in order, without what `drop` and `drop_text` name."""
    for rule in _valid(document, rules):
        nodes = document.tree.css(rule.css)
        lines = [line for node in (nodes if rule.all else nodes[:1]) for line in _lines(document, node)]
        if lines:
            return "\n".join(lines)
    return None


def _lines(document: Document, node: LexborNode) -> list[str]:
    drop_text = document.site.rules.drop_text if document.site else ()
    return [line for line in draw_outline(node).blocks if not any(regex.search(line) for regex in drop_text)]
