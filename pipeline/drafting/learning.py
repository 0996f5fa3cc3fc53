"""The draft itself, top to bottom: open the pages, judge each field, find furniture, sources and what the site is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import urls
from pipeline.drafting.facts import gather_facts
from pipeline.drafting.fields import judge_fields, list_blocks
from pipeline.drafting.furniture import find_furniture
from pipeline.drafting.links import article_pattern, find_feeds, find_listings, find_sitemaps, pick_stories
from pipeline.drafting.model import Asked, Draft
from pipeline.drafting.samples import Sample, open_samples
from pipeline.errors import NotAnArticle
from pipeline.models import Capture


def draft_site(pages: Sequence[Capture], others: Sequence[Capture], sitemaps: Sequence[str], asked: Asked) -> Draft:
    """A draft learnt from `pages`, of which those that list stories are taken as listings, as `others` are.

    NotAnArticle when no page holds an article, ParseError for a page that cannot be read at all.
    """
    given, beside = open_samples(pages), open_samples(others)
    stories = _distinct([sample for sample in given if not sample.is_listing])
    lists = [sample for sample in given + beside if sample.is_listing]
    _require_article(given, stories)
    home = f"{urls.origin_of(stories[0].url)}/"
    articles = list(dict.fromkeys(urls.canonicalise(sample.url) for sample in stories))
    pattern = article_pattern(articles, [sample.url for sample in lists])
    drop, drop_text = find_furniture(stories)
    listings = find_listings(_each_once(lists), articles, pattern)
    return Draft(
        facts=replace(gather_facts(stories, home, asked.site_id), article_url=pattern),
        pages=tuple(sample.url for sample in stories),
        sources=(*find_feeds([*lists, *stories], home), *find_sitemaps(sitemaps, home), *listings),
        fields=tuple(judge_fields(stories, dict(asked.shown))),
        drop=drop,
        drop_text=drop_text,
        warnings=tuple(_warn(stories)),
        blocks=tuple(list_blocks([*stories, *_each_once(lists)])),
    )


def list_stories(pages: Sequence[Capture], most: int) -> list[str]:
    """When none of the pages is a story: addresses of stories that they list; else nothing."""
    samples = open_samples(pages)
    if any(not sample.is_listing for sample in samples):
        return []
    return list(dict.fromkeys(url for sample in samples for url in pick_stories(sample, most)))[:most]


def _require_article(given: list[Sample], stories: list[Sample]) -> None:
    if any(sample.page.article for sample in stories):
        return
    why = "; ".join(f"{sample.url}: {sample.page.why or 'it lists stories'}" for sample in given)
    raise NotAnArticle(f"no article on any page given ({why}); give addresses of stories")


def _each_once(samples: list[Sample]) -> list[Sample]:
    return list({urls.canonicalise(sample.url): sample for sample in samples}.values())


def _distinct(stories: list[Sample]) -> list[Sample]:
    """The stories, each once: the same one at two addresses would make furniture of its whole text."""
    found = list[Sample]()
    for sample in _each_once(stories):
        if not sample.article.body or all(sample.article.body != other.article.body for other in found):
            found.append(sample)
    return found


def _warn(stories: list[Sample]) -> Iterator[str]:
    if len(stories) == 1:
        yield "learnt from one page: what repeats on a site cannot be told, and no rule has been tried on another page"
    for sample in stories:
        if sample.page.article is None:
            yield f"no article is read on {sample.url}: {sample.page.why}"
