"""Vocabulary: what people write above a list of the latest headlines, and above lists that are something else."""

from __future__ import annotations

import re
from functools import cache, lru_cache

MAX_HEADING = 48

_LATEST = (
    r"(?:the |our |more )?(?:latest|newest|recent)(?: (?:news|stories|story|articles?|headlines|updates|posts"
    r"|entries|reports|in|from|on)\b.{0,30})?",
    r"(?:the )?latest (?!comment|video|podcast|photo|picture|tweet|issue|job|review|offer|deal|magazine|edition"
    r"|episode|price|question)"
    r"[\w&' .-]{2,30}",
    r"[\w&' -]{2,30} latest(?: news| articles| stories)?|just in|breaking(?: news)?|news ?(?:feed|ticker|flash"
    r"|wire)|in brief|newsflash|live news",
    r"(?:las |los |lo |la )?[uú]ltim[oa]s?(?: (?:noticias|hora|minuto|artículos|entradas|notas|de|del|en"
    r"|notícias)\b.{0,30})?|al minuto",
    r"mais recentes|más recientes?|recentes|recientes|hoy es noticia",
    r"(?:les |toutes les )?derni[èe]re?s? (?:infos?|actualit[ée]s?|actus?|news|articles?|nouvelles|minutes?|heure"
    r"|publications).{0,20}",
    r"(?:articles )?r[ée]cents?|flash infos?|(?:l.info )?en continu|fil (?:info|actu).{0,15}|à la minute|en ce moment",
    r"ultim.ora|ultime(?: notizie| news)?.{0,20}|ultimissime|notizie recenti|articoli recenti",
    r"(?:das |die )?neueste[nrs]?(?:\s.{0,30})?|neu|aktuelle(?:s| nachrichten| meldungen| news| artikel| beiträge)"
    r"|[\w\d ]{3,20} aktuell",
    r"newsticker|eilmeldungen?|letzte (?:meldungen|nachrichten|beiträge)|neueste[\w]*.{0,25}",
    r"(?:het )?laatste(?: nieuws| berichten)?|net binnen|nieuwste.{0,15}|seneste(?: nyt| nyheder)?.{0,15}"
    r"|siste(?: nytt| nyheter)?|nyeste",
    r"senaste(?: nytt| nyheterna| nyheter)?|nyaste|tuoreimmat|uusimmat|viimeisimmät|najnowsze.{0,20}"
    r"|ostatnie (?:wpisy|wiadomości)",
    r"nejnovější.{0,15}|poslední zprávy|najnovšie.{0,15}|najnovije.{0,15}|zadnje vijesti|poslednje vesti"
    r"|најновије.{0,10}",
    r"(?:последние|свежие|все|срочные|другие) (?:новости|материалы|статьи).{0,20}|новости(?: (?:региона|дня|часа))?"
    r"|лента(?: новостей)?",
    r"[cс]рочная новость|останні новини|новини(?: дня)?|стрічка новин|последно.{0,20}|последни новини",
    r"cele mai noi.{0,15}|ultimele.{0,20}|legfrissebb.{0,15}|friss hírek|son dakika.{0,20}|son haberler"
    r"|τελευταία(?: νέα)?|ροή(?: ειδήσεων)?",
    r"(?:آخر|اخر|أحدث|احدث) (?:ال)?(?:أخبار|اخبار|أنباء|انباء|خبر|مقالات|مستجدات|مواضيع|إضافات|تطورات).{0,20}"
    r"|الأحدث|عاجل|أخبار عاجلة",
    r"شريط (?:الأحداث|الأخبار|الاخبار)|على مدار الساعة|آخرین (?:اخبار|خبرها|مطالب).{0,15}|جدیدترین.{0,15}"
    r"|تازہ ترین.{0,10}",
    r"חדשות אחרונות|מבזקים|אחרונות|ताज़?ा .{2,12}|সর্বশেষ.{0,12}|ข่าวล่าสุด|ล่าสุด|ข่าวรอบวัน",
    r".{0,6}(?:新着|最新|速報).{0,10}|即時.{0,6}|即时.{0,6}|快訊|快讯|滚动.{0,4}"
    r"|최신.{0,8}|속보|실시간.{0,6}|tin mới.{0,12}"
    r"|(?:berita )?ter(?:baru|kini)",
)
_IS_LATEST = re.compile(rf"(?:{'|'.join(_LATEST)})[\s:：.!>»›]*", re.IGNORECASE)
_MARKS = " :.!>"
_OTHER = re.compile(
    r"most|popular|trending|top |read|viewed|commented|comment|related|recommend|you may|more (?:from|in|on)|editor"
    r"|sponsor|video|photo|gallery|podcast"
    r"|más (?:leíd|vist|coment)|lo más|mais lidas|mais vistas|plus lus|les plus|meist|beliebt|kommentar|più letti"
    r"|популярн|самое|читаем|обсужда"
    r"|найпопулярн|الأكثر|الاكثر|تعليق|مختارات|ランキング|アクセス|人気|热门|熱門|排行|많이|인기|najczęściej|popularne|mest|nejčtenější"
    r"|čitan",
    re.IGNORECASE,
)


_ASCII_HINTS = """
    latest newest recent just breaking news newsfeed newsflash newsticker brief new ultimas ultimos ultima
    ultimo ultime ultim'ora ultimissime minuto recentes recientes noticia flash infos info fil recenti neueste
    neuester neuestes neuesten neu aktuelle aktuelles aktuell eilmeldungen letzte laatste net nieuwste seneste
    siste nyeste senaste nyaste tuoreimmat uusimmat najnowsze ostatnie najnovije zadnje poslednje cele ultimele
    legfrissebb son terbaru terkini dernier derniers derniere dernieres continu
"""
"""Words of which an ASCII heading of latest news has one: asking for them first spares most texts the expression."""


@cache
def _hints() -> frozenset[str]:
    return frozenset(_ASCII_HINTS.split())


def says_latest(text: str) -> bool:
    """Whether a heading announces the latest headlines."""
    if len(text) > MAX_HEADING or (text.isascii() and _hints().isdisjoint(text.lower().rstrip(_MARKS).split())):
        return False
    return _matches_latest(text)


@lru_cache(maxsize=1 << 14)
def _matches_latest(text: str) -> bool:
    """Remembered: headings recur on every page of a site."""
    return _IS_LATEST.fullmatch(text) is not None


def says_other(text: str) -> bool:
    """Whether a heading announces another kind of list: most read, related, comments."""
    return len(text) <= MAX_HEADING and _OTHER.search(text) is not None
