"""The list way: addresses given by hand, in the site file or in a text file with one a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pipeline import urls
from pipeline.models import Discovery, Hint, Link
from pipeline.sites import Site, UrlsSource

MAX_NOTES: Final = 20
"""Bad lines that are named one by one; the rest is counted."""


def find(source: UrlsSource, site: Site, data: bytes | None = None) -> Discovery:
    """The addresses of the source's `urls`, then those in `data`, the content of its `file`, each once.

    Blank lines and lines that begin with `#` say nothing. A line that is no address of the site is passed over with a
    note that gives its number. `article_url` is not asked: what a person lists is meant.
    """
    links: dict[str, Link] = {}
    notes: list[str] = []
    for place, written in _entries(source, data):
        try:
            url = urls.normalise(written)
            if not site.owns(url):
                raise ValueError(f"not of {site.id}; list its host in `aliases` if it is")
        except ValueError as error:
            notes.append(f"{place}: {written[:200]!r} passed over: {error}")
        else:
            links.setdefault(site.canonical(url), _link(url, source, site))
    return Discovery(tuple(links.values()), notes=tuple(_shorten(notes)))


def _entries(source: UrlsSource, data: bytes | None) -> Iterator[tuple[str, str]]:
    yield from ((f"urls[{index}]", url) for index, url in enumerate(source.urls))
    for number, line in enumerate((data or b"").decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield f"{source.file or 'list'}:{number}", text


def _link(url: str, source: UrlsSource, site: Site) -> Link:
    hint = Hint(language=source.language, newspaper=source.newspaper, section=source.section)
    return Link(url, "urls", site.id, source.id, hint=hint)


def _shorten(notes: list[str]) -> Iterable[str]:
    if len(notes) <= MAX_NOTES:
        return notes
    return [*notes[:MAX_NOTES], f"{len(notes) - MAX_NOTES} more lines passed over"]
