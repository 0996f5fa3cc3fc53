"""Says what an article is to the archive: new, updated, unchanged or a duplicate. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from pipeline.changes import without_furniture
from pipeline.models import Article, Known, Verdict
from pipeline.text import fingerprint_text, fold

LEAST_TEXT: Final = 80
"""Characters of body below which equal content is no identity: bulletins and video pages repeat title and lead."""

RELATED: Final = 0.2
"""Share of the shorter text's words that two states of one article have in common at least."""


def fingerprint(article: Article) -> str:
    """Hex sha256 of the article's own text: title, body and newspaper.

    Not the date, which feeds and pages state in different precision; not the address, of which one article has many;
    not the ticker, which differs at every fetch. The newspaper counts: two newspapers that print one agency text
    are two articles.
    """
    return _digest(article.title, article.body, article.newspaper)


def _digest(title: str, body: str, newspaper: str | None) -> str:
    # Fingerprint text has no control characters, so a separator keeps ("a", "bc") and ("ab", "c") apart.
    parts = (fingerprint_text(part) for part in (title, body, newspaper or ""))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def judge(article: Article, fingerprint: str, known: Sequence[Known]) -> Verdict:
    """What an article is, given those of its addresses (the canonical one's first) and those of equal content.

    At a known address it is that article: unchanged, or updated when title or body differ; a field that is gained or
    not found this time is no edit, nor is a clock, a counter or a labelled advertisement that stands in the text. An
    unchanged article at an address that is new to it is a duplicate, and so is equal content elsewhere, if there is
    enough of it.
    """
    for candidate in known:
        if _is_at_address_of(article, candidate):
            return _judge_again(article, candidate)
    for candidate in known:
        if candidate.content_hash == fingerprint and _is_enough(article):
            is_elsewhere = article.url is not None and candidate.url is not None
            return Verdict("duplicate" if is_elsewhere else "unchanged", fingerprint, candidate.article_id)
    return Verdict("new", fingerprint)


def _is_at_address_of(article: Article, known: Known) -> bool:
    if known.has_canonical and known.has_asked:
        return True
    # Only one of the two addresses is the known article's: a redirect of a dead page to some other one, or a canonical
    # link that is the same on all pages. Then the texts must have something in common.
    return (known.has_canonical or known.has_asked) and _is_related(article, known)


def _is_related(article: Article, known: Known) -> bool:
    if fold(article.title) == fold(known.title) != "":
        return True
    one, other = (set(fold(f"{text.title} {text.body}").split()) for text in (article, known))
    return len(one & other) >= RELATED * min(len(one), len(other))


def _judge_again(article: Article, known: Known) -> Verdict:
    merged = _digest(article.title or known.title, article.body or known.body, article.newspaper or known.newspaper)
    filled = _digest(known.title, known.body, article.newspaper or known.newspaper)
    is_gain = known.newspaper is None and merged == filled
    is_same = merged == known.content_hash or is_gain
    if not is_same and not _is_cleaner(article, known) and not _is_same_but_for_furniture(article, known):
        return Verdict("updated", merged, known.article_id)
    return Verdict("unchanged" if known.has_asked else "duplicate", merged, known.article_id)


def _is_cleaner(article: Article, known: Known) -> bool:
    """Whether the known text is this one before the reader learned which of its lines the site shows everywhere."""
    unaided = article.unaided
    if unaided is None or (known.newspaper and article.newspaper and known.newspaper != article.newspaper):
        return False
    was, now = set(known.body.split("\n")), set(article.body.split("\n"))
    return known.title in (unaided.title, article.title) and now <= was <= set(unaided.body.split("\n"))


def _is_same_but_for_furniture(article: Article, known: Known) -> bool:
    """Whether only lines differ that are part of the page and not of the text."""
    newspaper = article.newspaper or known.newspaper
    now = _digest(article.title or known.title, without_furniture(article.body or known.body), newspaper)
    return now == _digest(known.title, without_furniture(known.body), known.newspaper or newspaper)


def _is_enough(article: Article) -> bool:
    """Whether equal content means the same article. A text without an address has nothing else to go by."""
    return article.url is None or len(fingerprint_text(article.body)) >= LEAST_TEXT
