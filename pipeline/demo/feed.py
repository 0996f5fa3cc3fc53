"""The demo's feeds: RSS 2.0 as the *ress sites write it."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from pipeline.demo.news import Story
from pipeline.demo.preset import HOME

_TEXT_LENGTH = 330  # characters, as measured on the real feeds; never the whole body


def render_feed(title: str, path: str, stories: Sequence[Story]) -> str:
    """The stories as RSS: time to the second, the newspaper as creator, the beginning of the text."""
    items = "\n".join(_render_item(story) for story in stories)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{escape(title)}</title>
<link>{HOME}{path}</link>
<description>{escape(title)}</description>
{items}
</channel>
</rss>
"""


def _render_item(story: Story) -> str:
    text = " ".join(story.paragraphs)
    cut = text if len(text) <= _TEXT_LENGTH else f"{text[:_TEXT_LENGTH]}..."
    return f"""<item>
<title>{escape(story.title)}</title>
<link>{story.url}</link>
<description>{escape(cut)}</description>
<pubDate>{format_datetime(story.published, usegmt=True)}</pubDate>
<dc:creator>{escape(story.newspaper.name)}</dc:creator>
<guid isPermaLink="true">{story.url}</guid>
</item>"""
