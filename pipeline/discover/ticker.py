"""The ticker way: the headlines of a page that was fetched for something else are links too."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.discover.gather import Gatherer
from pipeline.discover.wording import clean
from pipeline.models import Headline, Hint, Link
from pipeline.sites import Site


def links(headlines: Iterable[Headline], site: Site, found_on: str) -> tuple[Link, ...]:
    """A link for every headline that leads to an article of the site, each address once, in order.

    Headlines without an address, of other sites, or that `article_url` passes over give none. Never raises.
    """
    gatherer = Gatherer("ticker", found_on, site)
    for headline in headlines:
        if headline.url is not None:
            gatherer.add((headline.url,), Hint(title=clean(headline.text)))
    return gatherer.links()
