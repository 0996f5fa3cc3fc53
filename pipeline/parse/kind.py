"""Says whether a page holds an article, and for people why it does not."""

from __future__ import annotations

import re

from pipeline.parse import site_rules
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.prose import WIDE

_ERROR_TITLE = re.compile(
    r"^(?:(?:error )?(?:403|404|410|500|502|503)\b|page not found|not found|access denied|forbidden|just a moment"
    r"|attention required"
    r"|are you a robot|robot check|checking your browser|seite nicht gefunden|page introuvable|página no encontrada"
    r"|الصفحة غير موجودة)",
    re.IGNORECASE,
)
SHORT_BODY = 140
"""Characters below which a text alone does not make a page an article."""


def why_no_article(document: Document, claims: Claims, title: str, body: str, status: int) -> str | None:
    """The reason a page is not an article; None when it is one."""
    said = site_rules.is_article(document)
    if status >= 400:
        return f"the server answered {status}"
    if said is not None:
        return (
            None
            if said and body
            else "the site's article rule finds nothing"
            if not said
            else "the article has no text"
        )
    if not body:
        return "no running text"
    if document.address and document.address.split("/", 3)[3] in ("", "?"):
        return "the address is a home page"
    if len(body) < 5 * SHORT_BODY and _ERROR_TITLE.search(title):
        return "an error or challenge page"
    if len(body) < SHORT_BODY and _size(body) < SHORT_BODY and not _is_marked_article(document, claims):
        return "too little text, and nothing says it is an article"
    return None


def _size(body: str) -> int:
    """Characters of a text's beginning; one that stands for a syllable or a word counts twice."""
    return len(body) + len(WIDE.findall(body[:SHORT_BODY]))


def _is_marked_article(document: Document, claims: Claims) -> bool:
    return document.meta("og:type") == "article" or any(claims.each(lambda findings: findings.published))
