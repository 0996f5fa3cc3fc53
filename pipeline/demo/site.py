"""What the demo's site answers to each path: pure but for the generator that shuffles its tickers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from random import Random
from urllib.parse import unquote_plus

from pipeline.demo.feed import render_feed
from pipeline.demo.news import SECTIONS, Language, Story, load_news
from pipeline.demo.pages import Chance, Head, render_article, render_listing, render_message
from pipeline.demo.preset import HOME

_HTML = "text/html; charset=utf-8"
_FEED_ITEMS = 30
_HOME_TEASERS = 20
_ROBOTS = "User-agent: *\nDisallow: /faces/\nCrawl-delay: 0\n"
_HOMES: dict[str, tuple[Language, str]] = {"/": ("ar", "/rss"), "/fr": ("fr", "/fr/rss")}
_FEEDS: dict[str, Language] = {"/rss": "ar", "/fr/rss": "fr"}
_TITLES: dict[Language, str] = {"ar": "ورّاق : أخبار متخيلة", "fr": "Warraq : nouvelles imaginaires"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send: a status, a media type with charset, a body, and for feeds a validator."""

    status: HTTPStatus
    content_type: str
    body: bytes
    etag: str | None = None
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class _Listing:
    title: str
    language: Language
    links: list[tuple[str, Story]]
    feed: str | None = None


class DemoSite:
    """The whole site. Two of the same `seed` that are asked the same in the same order answer the same."""

    def __init__(self, seed: int) -> None:
        self.news = load_news()
        self._chance = Chance(self.news, Random(seed))  # noqa: S311 - shuffles headlines
        self._lock = threading.Lock()  # the generator is shared by the server's threads

    def answer(self, path: str, pass_number: int) -> Answer:
        """The answer to a path (percent-encoded, without query) at that pass."""
        with self._lock:
            self._chance = replace(self._chance, pass_number=pass_number)
            if path == "/robots.txt":
                return Answer(HTTPStatus.OK, "text/plain; charset=utf-8", _ROBOTS.encode())
            if path in _FEEDS:
                return self._answer_feed(path)
            if story := self.news.by_path.get(path):
                return self._answer_story(story, path, pass_number)
            return self._answer_listing(path) or self._answer_message(path, HTTPStatus.NOT_FOUND, "الصفحة غير موجودة")

    def _answer_feed(self, path: str) -> Answer:
        language = _FEEDS[path]
        stories = [story for story in self.news.of(language) if story.is_listed]
        body = render_feed(_TITLES[language], path, stories[:_FEED_ITEMS]).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        return Answer(HTTPStatus.OK, "application/rss+xml; charset=utf-8", body, etag)

    def _answer_story(self, story: Story, path: str, pass_number: int) -> Answer:
        if story.traits & {"gone", "vanishing"}:
            return self._answer_message(path, HTTPStatus.GONE, "تم حذف هذا المقال")
        page = render_article(story, path, pass_number, self._chance)
        return Answer(HTTPStatus.OK, _HTML, page.encode(), is_slow="slow" in story.traits)

    def _answer_message(self, path: str, status: HTTPStatus, words: str) -> Answer:
        return Answer(status, _HTML, render_message(words, HOME + path, self._chance).encode())

    def _answer_listing(self, path: str) -> Answer | None:
        found = (
            self._find_home(path) or self._find_section(path) or self._find_newspaper(path) or self._find_author(path)
        )
        if found is None:
            return None
        page = render_listing(Head(found.title, HOME + path, found.language), found.links, found.feed, self._chance)
        return Answer(HTTPStatus.OK, _HTML, page.encode())

    def _find_home(self, path: str) -> _Listing | None:
        if path not in _HOMES:
            return None
        language, feed = _HOMES[path]
        return _Listing(_TITLES[language], language, _link(self._listed(language)[:_HOME_TEASERS]), feed)

    def _find_section(self, path: str) -> _Listing | None:
        section = path.removeprefix("/")
        if section not in SECTIONS:
            return None
        # Section pages never learned of new addresses: that is how one article is found at two.
        links = [(story.old_path or story.path, story) for story in self._listed("ar") if story.section == section]
        return _Listing(SECTIONS[section], "ar", links)

    def _find_newspaper(self, path: str) -> _Listing | None:
        newspaper = next((paper for paper in self.news.newspapers if f"/{paper.slug}" == path), None)
        if newspaper is None:
            return None
        stories = [story for story in self._listed(newspaper.language) if story.newspaper == newspaper]
        return _Listing(newspaper.name, newspaper.language, _link(stories))

    def _find_author(self, path: str) -> _Listing | None:
        name = unquote_plus(path.removeprefix("/author/"))
        stories = [
            story
            for language in _TITLES
            for story in self._listed(language)
            if path.startswith("/author/") and name == (story.author or story.newspaper.name)
        ]
        return _Listing(name, stories[0].newspaper.language, _link(stories)) if stories else None

    def _listed(self, language: Language) -> list[Story]:
        """The stories that listings name, newest first."""
        return [story for story in self.news.of(language) if story.is_listed and "gone" not in story.traits]


def _link(stories: Iterable[Story]) -> list[tuple[str, Story]]:
    return [(story.path, story) for story in stories]
