"""Says what a page is: an article, another page of the site, or something that stands in an article's place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.answers import challenge_header
from pipeline.models import Capture, PageKind
from pipeline.parse import obstacles, site_rules
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.prose import WIDE

SHORT_BODY = 140
"""Characters below which a text alone does not make a page an article."""
_SHORT_PAGE: Final = 5 * SHORT_BODY
"""Characters of body from which a title or a sentence does not unmake an article."""
_WALL_WORDS: Final = (
    "cookie", "and/or access", "privatsphäre", "datenschutz", "vie privée", "informations sur", "ملفات تعريف",
)  # fmt: skip
_OPENING: Final = 500
"""Characters of a long text within which a consent wall speaks of nothing but consent."""
_CONSENT: Final = re.compile(
    r"cookie|consent|partner|privacy|personal data|datenschutz|privatsphäre|einwillig|zustimm|vie privée|traceur"
    r"|données personnelles|privacidad|socios|consentimiento|ملفات تعريف الارتباط|خصوصي|شركا[ءئ]نا|موافق",
    re.IGNORECASE,
)
_SOURCE: Final = 150_000
"""Bytes of a page's source that are searched for marks; a challenge or a shell is small."""


_FEW_BLOCKS: Final = 80
_LITTLE_TEXT: Final = 1500
"""A page that shows no more than this is searched as a whole."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page that is no article is, and why, for people."""

    kind: PageKind
    why: str


@dataclass(frozen=True, slots=True)
class _Look:
    """What the kind of a page is told by."""

    document: Document
    claims: Claims
    title: str
    body: str
    capture: Capture

    @property
    def is_short(self) -> bool:
        return len(self.body) < SHORT_BODY and _size(self.body) < SHORT_BODY

    @property
    def shown(self) -> str:
        """All that the page shows, when it is little: the body reader leaves out offers and notices."""
        return "\n".join(self.document.outline.blocks) if self.is_bare else ""

    @property
    def is_bare(self) -> bool:
        """Whether the page shows little of anything; a section page, or an article that was not found, shows more."""
        blocks = self.document.outline.blocks
        return len(blocks) <= _FEW_BLOCKS and sum(map(len, blocks)) <= _LITTLE_TEXT

    @property
    def is_marked(self) -> bool:
        """Whether the page itself says that it is an article."""
        return self.document.meta("og:type") == "article" or any(self.claims.each(lambda findings: findings.published))


def tell_kind(document: Document, claims: Claims, title: str, body: str, capture: Capture) -> Told | None:
    """What a page is when it is not an article; None when it is one."""
    if capture.status >= 400:
        return Told("other", f"the server answered {capture.status}")
    said = site_rules.is_article(document)
    if said and body:
        return None
    look = _Look(document, claims, title, body, capture)
    if (found := _find_obstacle(look)) is not None:
        return found
    if said is not None:
        return Told("other", "the article has no text" if said else "the site's article rule finds nothing")
    if not body:
        return Told("other", "no running text")
    if document.address and document.address.split("/", 3)[3] in ("", "?"):
        return Told("other", "the address is a home page")
    if look.is_short and not look.is_marked:
        return Told("other", "too little text, and nothing says it is an article")
    return None


def _find_obstacle(look: _Look) -> Told | None:
    """What stands in the article's place. A page with enough text costs a look at its opening."""
    if len(look.body) >= _SHORT_PAGE:
        return _long_wall(look)
    for kind, titles in obstacles.TITLES:
        if (found := titles.match(look.title)) and not (kind in _NEEDS_SHORT and look.is_marked):
            return Told(kind, f"its title says {found[0].strip()!r}")
    return (_redirected(look) or _said_in_text(look) or _marked_in_source(look)) if not look.is_marked else _stub(look)


_NEEDS_SHORT: Final = frozenset({"login_page", "paywall_stub", "consent_wall", "maintenance"})
"""Kinds whose wording a short news item's title may have too."""


def _long_wall(look: _Look) -> Told | None:
    """A wall of much text: it comes from a consent host, or its opening speaks of consent and of nothing else."""
    opening = look.body[:_OPENING].lower()
    if not any(word in opening for word in _WALL_WORDS) or look.is_marked:
        return None
    if found := _redirected(look):
        return found
    if len(_CONSENT.findall(look.body[: 2 * _OPENING])) >= _DENSE and any(
        texts.search(look.body[: 4 * _OPENING]) for kind, texts in obstacles.TEXTS if kind == "consent_wall"
    ):
        return Told("consent_wall", "its text asks for consent before anything is shown")
    return None


_DENSE: Final = 6
"""Words of consent in a thousand characters; an article about cookies has three or four."""


def _redirected(look: _Look) -> Told | None:
    """Told by the address that answered instead of the one that was asked."""
    final = look.capture.final_url
    if obstacles.CONSENT_HOSTS.match(final):
        return Told("consent_wall", f"the address that answered is a consent page: {final[:120]}")
    if look.capture.redirects and obstacles.LOGIN_PATHS.search(final) and _asks_password(look):
        return Told("login_page", f"the address that answered asks for a password: {final[:120]}")
    return None


def _said_in_text(look: _Look) -> Told | None:
    """Told by what a short page says, when little else stands there."""
    shown = look.shown if look.is_short else ""
    for kind, texts in obstacles.TEXTS:
        found = texts.search(look.body) or texts.search(look.title) or texts.search(shown)
        if found and _is_about(look.body, found[0]):
            return Told(kind, f"it says {found[0][:80]!r}")
    return None


def _is_about(body: str, phrase: str) -> bool:
    """Whether next to no text is left beside the lines with the phrase."""
    left = sum(len(line) for line in body.split("\n") if phrase not in line)
    return left < SHORT_BODY


def _stub(look: _Look) -> Told | None:
    """A page that calls itself an article, of which next to nothing is shown but an offer."""
    texts = next(texts for kind, texts in obstacles.TEXTS if kind == "paywall_stub")
    found = texts.search(look.body or look.shown)
    if found and _is_about(look.body, found[0]) and len(look.body) < 3 * SHORT_BODY:
        return Told("paywall_stub", f"it says {found[0][:80]!r} and next to nothing else")
    return _challenged(look) if look.is_short else None


def _marked_in_source(look: _Look) -> Told | None:
    """Told by the source and the headers of a page that shows next to no text."""
    if not look.is_short:
        return None
    if found := _challenged(look):
        return found
    if not look.is_bare:
        return None
    source = look.capture.body[:_SOURCE]
    for kind, marks in obstacles.MARKS:
        if mark := marks.search(source):
            return Told(kind, f"its source has {mark[0].decode('latin-1')!r} and next to no text")
    if _asks_password(look):
        return Told("login_page", "it asks for a password")
    return _unfilled_shell(look, source)


def _challenged(look: _Look) -> Told | None:
    sent = challenge_header(look.capture.headers)
    return Told("challenged", f"an anti-robot service answered (header {sent})") if sent else None


def _unfilled_shell(look: _Look, source: bytes) -> Told | None:
    if obstacles.EMPTY_SHELL.search(source):
        return Told("script_needed", "an empty shell that a script would fill")
    texts = next(texts for kind, texts in obstacles.TEXTS if kind == "script_needed")
    found = None if look.body else texts.search(source.decode("utf-8", "replace"))
    return Told("script_needed", f"it says {found[0][:80]!r} and nothing else") if found else None


def _asks_password(look: _Look) -> bool:
    return look.document.tree.css_first("input[type=password]") is not None


def _size(body: str) -> int:
    """Characters of a text's beginning; one that stands for a syllable or a word counts twice."""
    return len(body) + len(WIDE.findall(body[:SHORT_BODY]))
