"""What class names, ids and tags say of an element: words of many sites' markup, matched whole, never as substrings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final


class Mark:
    """What an element's name says it is: bits of an int. No `IntFlag`: its operators took a quarter of a page's time."""

    NOISE: Final = 1  # furniture: navigation, sharing, related stories, advertisement
    CAPTION: Final = 2
    AUTHOR: Final = 4
    DATE: Final = 8
    TITLE: Final = 16
    LEAD: Final = 32
    BODY: Final = 64
    TICKER: Final = 128
    LATEST: Final = 256
    WRAPPER: Final = 512  # html, body, main, article: never furniture, whatever their class
    HEADER: Final = 1024
    SECTION: Final = 2048
    SOURCE: Final = 4096
    MODIFIED: Final = 8192
    COMMENTS: Final = 16384
    PICTURE: Final = 131072
    FOOT: Final = 65536  # the page's foot and its legal layers: furniture however much text they hold
    PAYWALL: Final = 32768


_WORDS: dict[int, str] = {
    Mark.NOISE: """
        ad ads advert adverts advertisement advertising adsense adslot adbox adunit adv anzeige anzeigen werbung publicidad
        pub pubs sponsor sponsored sponsors promo promos promoted promotion promotions banner banners billboard outbrain taboola
        shares share sharing sharebar sharedaddy sharetools addtoany addthis social socials socialmedia sociales
        whatsapp telegram pinterest linkedin flattr teilen compartir partager
        related relatedposts relatedarticles relacionadas relacionados similares recommended recommendation
        recommendations recommend recirc recirculation recommender readmore morelike mostread mostviewed mostpopular popular
        trending trend trends bestof
        newsletter newsletters subscribe subscription subscriptions signup abo abonnement optin mailchimp
        sidebar aside rail rightrail rightcol rightcolumn leftcol leftcolumn
        nav navi navbar navigation menu menus submenu breadcrumb breadcrumbs crumb crumbs pagination pager paginator paging
        popup modal lightbox overlay tooltip toast skip skiplink
        login signin register password
        toolbar tools buttons button btn print printer
        tags tag taglist taxonomy topics keywords schlagworte stichworte
        rating ratings vote votes poll quiz survey
        disclaimer screenreader sr offscreen
        carousel slider bio
        player jwplayer videoplayer audio podcast podcasts
        weather stocks horoscope gameswidget
        ticker newsticker marquee
        correction errata feedback report
    """,
    Mark.FOOT: "footer foot copyright colophon sitemap cookie cookies consent gdpr cmp dsgvo onetrust",
    Mark.WRAPPER: "hentry typepost statuspublish typearticle nodearticle",
    Mark.COMMENTS: "comment comments commentlist respond replies reply disqus kommentare kommentar comentarios commentaires "
    "discussion forum leserkommentare livefyre coral",
    Mark.PAYWALL: "paywall piano regwall premiumwall",
    Mark.CAPTION: "caption captions figcaption figure credit credits legend legende bildunterschrift bildtext photocredit "
    "imagecredit pie piedefoto",
    Mark.PICTURE: "photo image img picture thumbnail thumb bild foto imagen",
    Mark.AUTHOR: "author authors byline bylines auteur auteurs autor autoren autores autore autori writer writers reporter "
    "journalist journalists contributor contributors columnist creator kirjoittaja autorbox skribent redakteur verfasser "
    "katib editor firma firmante yazar muellif penulis tacgia",
    Mark.DATE: "date dates datetime time timestamp datum fecha data published publish pubdate pubtime publishdate posted "
    "dateline datepublished created zeit uhrzeit tarih tanggal waktu dato datablock hora heure tid aika",
    Mark.MODIFIED: "modified updated update lastmod lastmodified aktualisiert actualizado datemodified maj",
    Mark.TITLE: "title headline heading titre titel titulo titolo entrytitle posttitle articletitle name h1",
    Mark.LEAD: "lead lede leadin intro introduction standfirst summary excerpt deck dek subtitle subtitles subheadline subhead "
    "subheading chapo chapeau abstract entradilla bajada copete sumario sommario occhiello vorspann anreisser description "
    "sapo ingress ingresso manchet perex zajawka annotation strapline teasertext headnote",
    Mark.BODY: "articlebody articlecontent articletext storybody storycontent storytext entrycontent postcontent postbody "
    "newsbody newscontent newstext bodytext bodycopy maintext paragraph paragraphs richtext wysiwyg fulltext",
    Mark.TICKER: "ticker newsticker tickers breaking breakingnews marquee justin flashnews newsflash newsticker bnews "
    "headlinesticker eilmeldung ultimahora urgent عاجل",
    Mark.LATEST: "latest latestnews recent recentposts recents newest neueste ultimas ultimos ultime derniere dernieres "
    "timeline liveticker justnow lastnews",
    Mark.HEADER: "header masthead heading head hero",
    Mark.SECTION: "section category categories kicker rubric rubrik rubrique seccion categoria overline eyebrow topline dachzeile",
    Mark.SOURCE: "source sources sourcelink quelle fuente fonte agency agentur",
}

_FURNITURE = Mark.NOISE | Mark.COMMENTS | Mark.FOOT

_BODY_FIRST = frozenset("article story post entry news content main text body single page".split())
_BODY_SECOND = frozenset("body content text copy inner main maincontent container wrapper detail details".split())

_SWITCHES = frozenset("enabled disabled closed open on off allowed embed embedded".split())
_DENYING = frozenset("has with no not without is hide enable show".split())
_SHORT = frozenset({"ad", "ads", "sr", "pub"})

_TAGS = {
    "nav": Mark.NOISE,
    "footer": Mark.NOISE,
    "aside": Mark.NOISE,
    "form": Mark.NOISE,
    "button": Mark.NOISE,
    "input": Mark.NOISE,
    "figure": Mark.CAPTION,
    "figcaption": Mark.CAPTION,
    "caption": Mark.CAPTION,
    "marquee": Mark.TICKER | Mark.NOISE,
    "time": Mark.DATE,
    "html": Mark.WRAPPER,
    "body": Mark.WRAPPER,
    "main": Mark.WRAPPER,
    "article": Mark.WRAPPER,
    "header": Mark.HEADER,
    "h1": Mark.TITLE,
}

_DIGITS = "0123456789"
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")


@cache
def _meanings() -> dict[str, int]:
    table: dict[str, int] = {}
    for mark, words in _WORDS.items():
        for word in words.split():
            table[word] = table.get(word, 0) | mark
    return table


@cache
def _telling() -> frozenset[str]:
    return frozenset(_meanings()) | _BODY_SECOND


@lru_cache(maxsize=1 << 15)
def marks_of(tag: str, label: str) -> int:
    """The `Mark` bits of an element with this tag, class and id. Remembered: pages of a site share their names.

    Labels without a known word, two thirds of all, are told by one look at their letters.
    """
    marks = _TAGS.get(tag, 0)
    if label.islower() and _telling().isdisjoint(_LETTERS.findall(label)):
        return marks
    for name in label.split():
        marks |= _marks_of_name(name)
    return marks


@lru_cache(maxsize=1 << 15)
def _marks_of_name(name: str) -> int:
    """The `Mark` bits of one class name or id, word by word."""
    table, marks, before = _meanings(), 0, ""
    words = name.replace("_", "-").split("-") if name.islower() and name.isascii() else _WORD.findall(name)
    for word in words:
        word = word.strip(_DIGITS).lower()  # noqa: PLW2901 - a plain loop is twice as fast as a generator here
        meaning = table.get(word, 0) | (table.get(before + word, 0) if before else 0)
        if meaning & _FURNITURE and (before in _DENYING or (word in _SHORT and not _stands_alone(word, name))):
            meaning &= ~_FURNITURE
        if word in _BODY_SECOND and before in _BODY_FIRST:
            meaning |= Mark.BODY
        if word in _SWITCHES:  # "comments-enabled" of an article, "social-media-embed" of a quoted post
            marks &= ~_FURNITURE
        marks |= meaning
        before = word
    return marks


def _stands_alone(word: str, label: str) -> bool:
    """Whether a two-letter word is set off by separators: "ad" in "top-ad", not in the hash "x__zAd3"."""
    return re.search(rf"(?<![A-Za-z0-9]){word}(?![A-Za-z0-9])", label) is not None
