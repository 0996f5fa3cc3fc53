"""The demo's HTML: frame, ticker, article and listing of the *ress template, filled with invented news."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from urllib.parse import quote_plus

from pipeline.demo.news import SECTIONS, Language, News, Story
from pipeline.demo.preset import HOME, HOST

_VIEW_STATE_BYTES = 1500  # 2 kB as base64, as on the real pages
_TICKER_STORIES = 44
_TICKER_REPEATED = 3
_TICKER_EMPTY = 5
_LEAD_LENGTH = 160
_GAP = "&nbsp;" * 4
_IMAGES = f"//{HOST.replace('www.', 'images2.')}"
_SITE_NAMES: dict[Language, str] = {"ar": "ورّاق", "fr": "Warraq"}
_BOILERPLATE = "شكرا على الإبلاغ!\n<br />سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص."


@dataclass(frozen=True, slots=True)
class Chance:
    """What differs from request to request, the ticker and the view states, out of one seeded generator."""

    news: News
    random: Random
    pass_number: int = 1

    def draw_ticker(self, language: Language) -> list[Story | None]:
        """Stories in random order, the page's language first; a few stand twice, None is an empty anchor."""
        stories = [story for story in self.news.stories if self.pass_number == 1 or "vanishing" not in story.traits]
        always = [story for story in stories if not story.is_listed or "gone" in story.traits or story.later]
        rest = [story for story in stories if story not in always]
        self.random.shuffle(rest)
        rest.sort(key=lambda story: story.newspaper.language != language)
        drawn = [*always, *rest][:_TICKER_STORIES]
        slots = [*drawn, *self.random.sample(drawn, _TICKER_REPEATED), *[None] * _TICKER_EMPTY]
        self.random.shuffle(slots)
        return slots

    def draw_view_state(self) -> str:
        """A new view state, as a JSF server sends with each page."""
        return base64.b64encode(self.random.randbytes(_VIEW_STATE_BYTES)).decode()


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says of it; `image` is an address without scheme."""

    title: str
    url: str
    language: Language
    image: str | None = None


def render_article(story: Story, path: str, pass_number: int, chance: Chance) -> str:
    """The story's page at one of its addresses."""
    image = _image_of(story)
    head = Head(story.title, HOME + path, story.newspaper.language, image)
    title = "" if "untitled" in story.traits else escape(story.title)
    picture = f'<img class="articleimage" src="{image}" alt="{escape(story.title)}" />\n' if image else ""
    main = f"""<div class="ui-dialog">{_BOILERPLATE}</div>
{picture}<span class="articletitle">{title}</span>
<br /><span class="articlenewspaper">{_render_byline(story)}</span>
<br /><br />
{_render_body(story, pass_number)}
<br /><br />{_render_source(story)}"""
    return _render_frame(head, main, chance)


def render_listing(head: Head, links: Sequence[tuple[str, Story]], feed: str | None, chance: Chance) -> str:
    """A page that lists stories, each under the path to link it by; `feed` is the path of the list's own feed."""
    anchor = f' <a href="{feed}"><img src="/resources/rss.png" alt="RSS" /></a>' if feed else ""
    teasers = "\n".join(_render_teaser(path, story) for path, story in links)
    main = f"""<div class="pagetitlewraper"><h1 class="pagetitle">{escape(head.title)}</h1>{anchor}</div>
<div class="maincontainer">
{teasers}
</div>"""
    return _render_frame(head, main, chance)


def render_message(title: str, url: str, chance: Chance) -> str:
    """A page that only says one thing: that there is nothing here, or no longer."""
    return _render_frame(Head(title, url, "ar"), f'<div class="message">{escape(title)}</div>', chance)


def _image_of(story: Story) -> str | None:
    slug = story.newspaper.slug
    if "plain" in story.traits:
        return None
    return f"{_IMAGES}/{slug}/{slug}/thumb" if "logo" in story.traits else f"{_IMAGES}/{slug}/{story.id}"


def _render_byline(story: Story) -> str:
    day = f"{story.published:%d - %m - %Y}"
    newspaper = f'<a href="/{story.newspaper.slug}">{escape(story.newspaper.name)}</a>'
    author = f"{_render_author(story.author)} " if story.author else ""
    if story.newspaper.language == "fr":
        return f"{author}Publié dans {newspaper} le {day}"
    return f"{author}نشر في {newspaper} يوم {day}"


def _render_author(name: str, css_class: str = "articleauthor") -> str:
    return f'<a class="{css_class}" href="/author/{quote_plus(name)}">{escape(name)}</a>'


def _render_body(story: Story, pass_number: int) -> str:
    paragraphs = [escape(paragraph) for paragraph in story.read(pass_number)]
    parts = paragraphs if "split" in story.traits else ["\n<br />".join(paragraphs)]
    return "\n".join(f'<span class="articlecontent">{part}</span>' for part in parts)


def _render_source(story: Story) -> str:
    words = ("Cliquez", "ici", "pour lire l'article depuis sa source.")
    before, here, after = words if story.newspaper.language == "fr" else ("انقر", "هنا", "لقراءة الخبر من مصدره.")
    return f'{before} <a href="{escape(story.source)}" target="_blank">{here}</a> {after}'


def _render_teaser(path: str, story: Story) -> str:
    newspaper = story.newspaper
    lead = story.paragraphs[0][:_LEAD_LENGTH].rsplit(" ", 1)[0]
    return f"""<div class="teasercontainer"><a class="teasertitle" href="{path}">{escape(story.title)}</a><br />
{_render_author(story.author or newspaper.name, "teaserauthor")}
<a class="teasernewspaper" href="/{newspaper.slug}">{escape(newspaper.name)}</a>
<div class="teasertext">{escape(lead)} (...)</div></div>"""


def _render_ticker(language: Language, chance: Chance) -> str:
    anchors = (
        f'<a href="{story.path}">{escape(story.headline(chance.pass_number))}</a>'
        if story
        else '<a href="/mawjatdiffa/100002"></a>'
        for story in chance.draw_ticker(language)
    )
    return "".join(anchor + _GAP for anchor in anchors)


def _render_view_state(number: int, chance: Chance) -> str:
    return (
        f'<input type="hidden" name="javax.faces.ViewState" id="j_id1:javax.faces.ViewState:{number}"'
        f' value="{chance.draw_view_state()}" autocomplete="off" />'
    )


def _render_metas(head: Head) -> str:
    facts = {
        "og:title": head.title,
        "og:url": head.url,
        "og:image": f"http:{head.image}" if head.image else None,
        "og:site_name": _SITE_NAMES[head.language],
    }
    return "\n".join(f'<meta property="{name}" content="{escape(value)}" />' for name, value in facts.items() if value)


def _render_frame(head: Head, main: str, chance: Chance) -> str:
    name = _SITE_NAMES[head.language]
    return f"""<?xml version='1.0' encoding='UTF-8' ?>
<!DOCTYPE html>
<html xmlns="//www.w3.org/1999/xhtml"><head>
<link type="text/css" rel="stylesheet" href="/faces/javax.faces.resource/theme.css?ln=primefaces-aristo" />
<script type="text/javascript" src="/faces/javax.faces.resource/jquery/jquery.js?ln=primefaces&amp;v=5.2"></script>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<link href="/resources/layout_{head.language}.css" rel="stylesheet" type="text/css" />
{_render_metas(head)}
<title>{name} : {escape(head.title)}
        </title>
</head><body class="Link body" onload="document.getElementById('queryText').focus()">
<div class="wrap">
<div id="firstColumn"></div>
<div id="container">
{_render_menu(chance)}
<div id="belowheader">
<marquee direction="right" id="marquee" onmouseout="this.start();" onmouseover="this.stop();"><span class="marquee">\
{_render_ticker(head.language, chance)}</span>
</marquee>
<br /><br />
<div id="sideBar">
<div class="mainvideosgroup"><div class="tableheader">بالصوت والصورة</div>
<div class="teasercontainer">
<a href="/video/700001" class="teasertitle" title="جولة في الأسواق">جولة في الأسواق</a>
</div></div>
</div>
<div id="mainContent">
{main}
</div>
<div id="footer"><div id="footermenu"><ul><li><a href="/about">حول {name}</a></li></ul></div></div>
</div></div></div>
<form id="j_idt155" name="j_idt155" method="post" action="/faces/index.xhtml">\
<button id="j_idt156" type="submit"><span class="ui-button-text">أبلغ عن إشهار غير لائق</span></button>
{_render_view_state(3, chance)}</form>
</body>
</html>
"""


def _render_menu(chance: Chance) -> str:
    """The menu, with the search form inside another form: invalid, and so on the real pages."""
    return f"""<div class="header">
<div id="logoWrapper"><a href="/"><img src="/resources/logo-ar.png" alt="" /></a></div>
</div>
<form id="j_idt34" name="j_idt34" method="post" action="/faces/index.xhtml">
<div id="centeredmenu" class="ui-menu ui-menubar" role="menubar"><ul class="ui-menu-list">
{_render_menu_items({f"/{path}": name for path, name in SECTIONS.items()})}
<li class="ui-menuitem" role="menuitem">
<form id="searchForm" name="searchForm" method="post" action="/faces/index.xhtml">
<input id="queryText" type="text" name="queryText" size="10" />
<select id="j_idt47_input" name="j_idt47_input"><option value="search" selected="selected">موضوع</option>\
<option value="author">كاتب</option></select>
{_render_view_state(0, chance)}
</form></li>
<li class="ui-menuitem ui-menu-parent" role="menuitem"><a href="#"><span class="ui-menuitem-text">قائمة الصحف</span></a>
<ul class="ui-menu-list ui-menu-child" role="menu">
{_render_menu_items({f"/{paper.slug}": paper.name for paper in chance.news.newspapers})}
</ul></li>
{_render_menu_items({"/fr": "Warraq en français"})}
</ul></div>
{_render_view_state(1, chance)}
</form>
<form id="j_idt90" name="j_idt90" method="post" action="/faces/index.xhtml">{_render_view_state(2, chance)}</form>"""


def _render_menu_items(items: dict[str, str]) -> str:
    return "\n".join(
        f'<li class="ui-menuitem" role="menuitem"><a class="ui-menuitem-link" href="{path}">'
        f'<span class="ui-menuitem-text">{escape(name)}</span></a></li>'
        for path, name in items.items()
    )
