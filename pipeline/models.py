"""The life of a page as values: one frozen dataclass per stage, in the order they happen.

Link -> Request -> Capture -> Page (Article + Headlines) -> Verdict -> Attempt -> Receipt
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from pipeline.dates import Moment
from pipeline.errors import Obstructed, PageError
from pipeline.site_memory import PageFacts

HowFound = Literal["feed", "sitemap", "listing", "ticker", "ids", "urls", "command", "import"]
HeadlineKind = Literal["ticker", "latest"]
PageKind = Literal[
    "article", "other",
    "consent_wall", "challenged", "login_page", "paywall_stub", "soft_not_found", "script_needed", "maintenance",
    "parked_domain",
]  # fmt: skip
"""What a page is; all but the first two are the reason of an Obstructed error."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What the finder of a link already knew about the article; fills what the page itself lacks."""

    title: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    newspaper: str | None = None
    section: str | None = None
    language: str | None = None
    image: str | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address worth fetching and how it was found. `url` is absolute http(s)."""

    url: str
    how: HowFound
    site: str | None = None
    source: str | None = None
    found_on: str | None = None
    hint: Hint = Hint()


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one source document gave: links to pages, and further documents of the same source.

    No links and no `more` is "empty", which is fine; "broken" is a DiscoverError.
    `notes` say what was cut or passed over, for people.
    """

    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


RequestWhy = Literal["source", "new", "back_fill", "revisit", "asked", "robots"]


@dataclass(frozen=True, slots=True)
class Request:
    """One GET: the address, the validators to send back verbatim (RFC 9110 §13.1), and what it is made for."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    why: RequestWhy = "new"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it went to a host, for the ledger of politeness; lengths of time are in seconds.

    `asked` is the address it was made for, None for a robots.txt; `url` the one it went to. `tries` counts from 1,
    `hop` from 0. `status` is None without an answer, `failure` says why it failed on the way. `size` is in bytes as
    sent. `delay` is the peace that the host was promised, `pause` that which it had (None: no earlier request is known
    of), `waited` how long the request waited for its turn.
    """

    url: str
    asked: str | None
    why: RequestWhy
    tries: int
    hop: int
    is_conditional: bool
    at: datetime
    delay: float
    pause: float | None
    waited: float
    robots_version: str | None = None
    status: int | None = None
    failure: str | None = None
    size: int = 0
    elapsed: float = 0.0


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer as it came: status, headers in order, body after content decoding.

    `url` is what was asked for, `final_url` what answered after `redirects` (the URLs passed through).
    `encoding` is the WHATWG name of the charset to read the body with, None for binary;
    `encoding_source` says who decided: bom, http, meta, xml, detected or default.
    `robots` is the verdict the page was fetched under: allowed, no_rules, unavailable_allowed or not_asked.
    `robots_version` names the rules that said so. `elapsed` is in seconds. `truncated` bodies are evidence only and are
    never parsed as complete. `tries` counts the requests it took, those that failed before included. `distrust` says
    what was wrong with the server's certificate where the site's file accepts that: anybody may have sent the page.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    elapsed: float = 0.0
    encoding: str | None = None
    encoding_source: str | None = None
    redirects: tuple[str, ...] = ()
    robots: str = "not_asked"
    truncated: bool = False
    tries: int = 1
    robots_version: str | None = None
    distrust: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, by case-insensitive name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def media_type(self) -> str:
        """`text/html` and the like, lower case, without parameters; empty when not declared."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def sha256(self) -> str:
        """Hex digest of the decoded body."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def text(self) -> str:
        """The body decoded by `encoding`; undecodable bytes become U+FFFD."""
        return self.body.decode(self.encoding or "utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline of a page's ticker. `position` counts from 0 over the slots kept."""

    text: str
    url: str | None
    position: int
    kind: HeadlineKind = "ticker"


@dataclass(frozen=True, slots=True)
class Unaided:
    """How an article's title and body read without the memory of its site."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Article:
    """The extracted record. `body` has one paragraph a line. `provenance` maps field -> reader.

    `url` is the canonical address, None when the article came without any (a text dump).
    `source_link` points to the original of a republished story, `source_text` is that line's text. `unaided` is there
    when the memory of its site changed what was read: a page is not edited because its reader has learned something.
    """

    url: str | None
    title: str
    body: str
    published: Moment | None = None
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    newspaper: str | None = None
    source_link: str | None = None
    source_text: str | None = None
    language: str | None = None
    section: str | None = None
    image: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    unaided: Unaided | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return self.body.split("\n") if self.body else []


@dataclass(frozen=True, slots=True)
class Page:
    """What was read on one capture. A page that is no article can still carry a ticker.

    `why` says, for people, why a page that is not an article is none. `facts` are what an article's page, read with a
    memory of its site, has to teach that memory.
    """

    kind: PageKind
    article: Article | None
    ticker: tuple[Headline, ...] = ()
    why: str | None = None
    facts: PageFacts | None = None


VerdictKind = Literal["new", "updated", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive already holds of an article: what dedupe needs to judge.

    `has_canonical`: the canonical address that the page just read gives is one of this article's; `has_asked`: so is
    the address that was asked for, or the one that answered.
    """

    article_id: int
    url: str | None
    content_hash: str
    title: str = ""
    body: str = ""
    newspaper: str | None = None
    has_canonical: bool = False
    has_asked: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an article is to the archive. `article_id` is the article it belongs to, None when new."""

    kind: VerdictKind
    content_hash: str
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One trip for one address, ended: all that the archive commits for it in one transaction.

    Exactly one of `page`, `discovery`, `error` and `unmodified` says how it ended.
    `links` are addresses found on the way (the ticker's headlines, a source's links).
    `next_due` is when the address is to be fetched again, None for never. `is_clock_suspect` says that the machine's
    clock had just been set anew, so its times may be wrong.
    """

    link: Link
    started_at: datetime
    capture: Capture | None = None
    page: Page | None = None
    discovery: Discovery | None = None
    error: PageError | None = None
    unmodified: bool = False
    links: tuple[Link, ...] = ()
    next_due: datetime | None = None
    tries: int = 1
    is_clock_suspect: bool = False

    @property
    def reason(self) -> str | None:
        """How it ended, as in OUTCOMES; None for a page that was read, since the archive's verdict says that."""
        if self.error:
            return self.error.reason
        if self.unmodified:
            return "not_modified"
        if self.discovery is None:
            return None
        return "read" if self.discovery.links or self.discovery.more else "empty"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the archive did with an attempt; given only after the transaction is committed.

    `back_fill` counts links that are new, but so many at once that they are an archive and no news.
    """

    reason: str
    article_id: int | None = None
    new_links: int = 0
    new_headlines: int = 0
    detail: str | None = None
    back_fill: int = 0


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article as the archive keeps it, on its way out: the columns of `articles`, under their names.

    Dates and times are ISO 8601 text; `author` holds the authors separated by `; `.
    """

    id: int
    url: str | None
    title: str
    body: str
    published: str | None
    published_precision: str | None
    published_zone: str | None
    published_raw: str | None
    modified: str | None
    author: str | None
    newspaper: str | None
    source_link: str | None
    source_text: str | None
    language: str | None
    section: str | None
    image: str | None
    word_count: int
    site: str | None
    first_seen: str
    last_seen: str
    content_hash: str
    provenance: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ArchivedCapture:
    """An answer that the archive kept, on its way out, and the link it was fetched for, hint included."""

    capture: Capture
    link: Link


OUTCOMES: dict[str, str] = {
    "new": "An article the archive did not have.",
    "updated": "A known article whose title, body or newspaper changed; its former state is in `versions`.",
    "unchanged": "A known article, fetched again, the same.",
    "duplicate": "A known article at another address.",
    "not_modified": "The server said 304: nothing changed.",
    "read": "A source (feed, sitemap, listing) was read and gave links.",
    "empty": "A source was read and gave no link; not an error.",
}
"""Reasons of attempts that did not fail; failures use the `reason` of their PageError class."""


SUCCESSES: Final = frozenset(OUTCOMES)
"""Reasons of attempts that did what they were to do."""


OBSTACLES: Final[dict[str, type[Obstructed]]] = {kind.reason: kind for kind in Obstructed.__subclasses__()}
"""The errors that pages standing in an article's place end in, by kind of page."""


def _with_failures(kind: type[PageError]) -> None:
    for sub in kind.__subclasses__():
        OUTCOMES.setdefault(sub.reason, (sub.__doc__ or "").strip().splitlines()[0])
        _with_failures(sub)


_with_failures(PageError)
