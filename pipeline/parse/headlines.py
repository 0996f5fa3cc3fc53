"""The headlines among a page's links: which links lead to stories, and which of their words are the headline."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from pipeline.parse.document import Document
from pipeline.parse.latest import may_announce, says_latest
from pipeline.parse.outline import BREAK
from pipeline.parse.prose import WIDE
from pipeline.parse.vocabulary import marks_of_label
from pipeline.parse.words import Mark
from pipeline.urls import is_same_site

MIN_HEADLINE: Final = 15
MAX_HEADLINE: Final = 300
MAX_LINKS: Final = 500
MAX_PART: Final = 40
"""Characters of a time, a section or a badge beside a headline; what is longer is no label."""
SHORT: Final = 22
LONG: Final = 30
"""Characters on average: below, links are a menu; from there on headlines."""

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS: Final = frozenset({"li", "article", "tr", "dd", "dt"})
_DEAD: Final = ("#", "javascript:", "mailto:", "tel:", "whatsapp:", "data:")
_UNITS: Final = """
    s sec secs seconds? m min mins minutes? h hr hrs hours? d days? w wk weeks? mon months? yr years? ago am pm
    jst gmt utc hace minutos? horas? dias? días? il y a vor minuten? stunden? std tagen? uhr há atrás fa ore ora
    minuti giorni geleden uur dagen sedan timmar minuter siden timer minutter tuntia sitten minuuttia temu godz
    godzin minut dni před hod hodinami minutami pred hodín prije sati minuta sada sad dakika önce saat dk gün
    часов часа час мин минут минуты назад дней дня сегодня вчера тому годин хвилин сьогодні вчора преди минути منذ
    قبل دقيقة دقائق ساعة ساعات يوم أيام ساعت پیش دقیقه روز today yesterday heute gestern hoy ayer hoje ontem oggi
    ieri at um menit jam lalu yang phút giờ trước perccel órája ezelőtt dienos val prieš pirms stundas tunti tundi
    tagasi minutit urmă minute acum πριν ώρες λεπτά ώρα לפני דקות שעות שעה
"""
"""What times and ages of news are written with beside digits."""
_BETWEEN: Final = r"[\s\d:./,|•·()\[\]–—-]*"
_FIRST_WORDS: Final = frozenset(
    word for unit in _UNITS.split() for word in (unit.replace("?", ""), re.sub(r".\?", "", unit))
)
"""The units, "hours?" in both forms. The first word of each time is one: looked at first, being cheap."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_MAY_DATE: Final = re.compile(r"[\d年月日時分前]")
_TIME: Final = re.compile(rf"{_BETWEEN}(?:(?:{'|'.join(_UNITS.split())})\b\.?{_BETWEEN})*", re.IGNORECASE)
_NAME: Final = r"(?:[^\W\d]{3,12}\.?,?\W+)?"
_DATE: Final = re.compile(
    rf"\W*(?:\d{{1,2}}\W+)?{_NAME}(?:\d{{1,2}}(?:st|nd|rd|th|\.)?,?\W+)?(?:de |of )?{_NAME}(?:de )?(?:19|20)\d\d\b"
    r"[\W\d]*(?:[ap]\.?m\.?)?\W*|[\d年月日時分\s/:.-]+前?|\d+\s?(?:分|時間|小时|小時|分钟|分鐘|天|시간|분|일)\s?[前전]"
)
_LABEL: Final = re.compile(
    r"(?<![a-z])(?:time|date|hours?|hora|fecha|datum|zeit|uhrzeit|ago|badge|label|categ\w*|cat|section|seccion|rubri\w+"
    r"|channel|source|autor|index|number|numero|count|counter|hidden|visually|sr|offscreen|premium|paywall|icon|tags?"
    r"|topic|views|comments?|seriesname|cta)(?![a-z])|(?:time|date|category|hidden)(?![a-z])"
)
_KICKER: Final = re.compile(
    r"(?<![a-z])(?:overline|eyebrow|prefix|suffix|pretitle|antetitulo|volanta|cintillo|dachzeile|spitzmarke|author|byline)"
    r"(?![a-z])|(?:kicker|author)(?![a-z])"
)
"""What may be as long as a headline and is none."""
_IS_KICKER: Final = 2
_JOINT: Final = "\1"
_GLUED: Final = re.compile("(?<=[^\\W\\dA-Z_])\1(?=[A-ZÀ-ÞА-Я])")
"""Where inline elements without a space between them meet as a section and a headline do."""
_NUMBER: Final = re.compile(r"\d{3}")
_ASIDE: Final = re.compile(
    r"/(?:authors?|autor(?:es|en|a)?|auteurs?|profiles?|people|person|staff|columnists?|contributors?|reporter|journalist"
    r"|users?|member|by|byline|tags?|topics?|temas?|themen|thema|categor\w+|labels?|rubrics?|keywords?|search|hashtag)"
    r"/[^/]*/?$|/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/?$|/(?:subscri\w+|newsletters?|abo|abonnements?|suscri\w+|shop|store"
    r"|register|login|signin|account|coupons?|gutscheine?|promo\w*|advert\w*)(?:/|$)"
)
"""Addresses in lower case of authors, tags, archives of a month or day, and of what a paper sells."""
_STORY: Final = re.compile(
    r"\d{4,}|(?:[^/-]+-){3,}[^/-]+|(?:[^/_]+_){3,}[^/_]+|(?:%\w\w){12}|\.s?html?\b|[?&]\w*id=\d|(?:/\d+){2,}",
    re.IGNORECASE,
)


class Story:
    """A link that may lead to a story; nobody changes it.

    `is_titled` when a heading or a name says that its text is a headline; `is_own` when it stays on the page's site;
    `shape` is how it stands in its item.
    """

    def __init__(self, element: int, href: str, text: str, *, is_titled: bool, is_own: bool, shape: str) -> None:
        self.element, self.href, self.text = element, href, text
        self.is_titled, self.is_own, self.shape = is_titled, is_own, shape

    @property
    def is_told(self) -> bool:
        """By the address: a section's has neither number nor long slug. Seldom asked, and slow to say."""
        return _STORY.search(_path(self.href)) is not None


class Links:
    """The links of a page, each read once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.read: dict[int, Story | None] = {}
        self.ids: dict[str, int] = {}

    def element_called(self, name: str) -> int | None:
        """The first element with an id."""
        if not self.ids:
            for number, node in enumerate(self.document.outline.nodes):
                self.ids.setdefault(node.id or "", number)
        return self.ids.get(name)

    def leads_home(self, story: Story) -> bool:
        """Whether a story is the page's own."""
        document = self.document
        return document.address is not None and document.resolve(story.href, document.base) == document.address

    def stories_in(self, start: int, end: int) -> list[Story]:
        """The stories linked from the elements `start .. end - 1`, in order, one per address.

        Of a picture's, a title's and a teaser's link to one story the title counts, else the first with text.
        """
        anchors = self.document.outline.find("a")
        found: dict[str, Story] = {}
        for anchor in anchors[bisect_left(anchors, start) : bisect_left(anchors, end)][:MAX_LINKS]:
            if anchor not in self.read:
                self.read[anchor] = _read_link(self.document, anchor)
            story = self.read[anchor]
            if story is not None:
                address = story.href.partition("#")[0]
                if address not in found or (story.is_titled and not found[address].is_titled):
                    found[address] = story
        return list(found.values())


def _read_link(document: Document, anchor: int) -> Story | None:
    outline = document.outline
    href = outline.attribute(anchor, "href")
    if not href or href.lower().startswith(_DEAD):
        return None
    text, is_titled = headline_of(document, anchor)
    if not text:
        text, is_titled = _title_beside(document, anchor), True
    if not is_headline(text) or (may_announce(text) and says_latest(text)):
        return None
    path = _path(href)
    if path == "/" or _ASIDE.search(path.partition("?")[0].lower()):
        return None
    is_own, shape = _is_own(document, href), _shape_of(document, anchor)
    return Story(anchor, href, text, is_titled=is_titled, is_own=is_own, shape=shape)


def _path(href: str) -> str:
    """What stands behind the host, without the fragment."""
    if "//" in href[:9]:
        href = href.partition("//")[2].partition("/")[2]
    return "/" + href.lstrip("/").partition("#")[0]


def _is_own(document: Document, href: str) -> bool:
    if "//" not in href[:9] or not document.address:
        return True
    if document.address.split("/", 3)[:3] == href.split("/", 3)[:3]:
        return True
    url = document.resolve(href, document.address)
    return url is not None and is_same_site(url, document.address)


def _shape_of(document: Document, anchor: int) -> str:
    """How a link stands in its item: its class, and the tags from it up to the item."""
    outline, shape, element = document.outline, document.outline.attribute(anchor, "class"), anchor
    for _ in range(4):
        shape = f"{shape}>{outline.tags[element]}"
        if outline.tags[element] in _ITEMS or outline.up[element] < 0:
            break
        element = outline.up[element]
    return shape


def width_of_letters(text: str) -> int:
    """How many letters one letter of a text says as much as: 2 in scripts that write a word in one or two."""
    return 2 if not text.isascii() and WIDE.search(text) else 1


def _width(text: str) -> int:
    return len(text) * width_of_letters(text)


@lru_cache(maxsize=1 << 12)
def is_time(text: str) -> bool:
    """Whether a text is nothing but a date, a time of day or an age."""
    if len(text) > MAX_PART:
        return False
    found = _WORD.search(text)
    word = found[0].lower() if found else ""
    if (word in _FIRST_WORDS or not word or not word.isascii()) and _TIME.fullmatch(text):
        return True
    return _MAY_DATE.search(text) is not None and _DATE.fullmatch(text) is not None


def is_headline(text: str) -> bool:
    """Whether a text is long enough for a headline and no time."""
    size = len(text)
    if size > MAX_PART:  # no time
        return size <= MAX_HEADLINE
    return size * width_of_letters(text) >= MIN_HEADLINE and not is_time(text)


def headline_of(document: Document, anchor: int) -> tuple[str, bool]:
    """A link's headline, and whether a heading or a name says that it is one; empty when it has none.

    The innermost title in the link counts, else its first line of a headline's length, without the times, sections and
    authors that stand in elements of their own.
    """
    outline = document.outline
    if outline.piece_to[anchor] == outline.piece_from[anchor]:
        return "", False
    inside = range(anchor + 1, outline.last[anchor])
    parts = [n for n in inside if _is_part(document, n)]
    title = _title_in(document, anchor, parts) if inside else None
    if title is not None:
        return " ".join(_lines_without(document, title, parts)), True
    parent = outline.up[anchor]
    is_titled = parent >= 0 and (_is_title(document, parent) or _is_title(document, max(outline.up[parent], 0)))
    line = _first_headline(_lines_without(document, anchor, parts))
    if not line and parts:
        line = _first_headline(_lines_without(document, anchor, [n for n in parts if is_time(outline.text_of(n))]))
    return line, is_titled


def _first_headline(lines: list[str]) -> str:
    for line in lines:
        if is_headline(line):
            return line
    return ""


def _title_beside(document: Document, anchor: int) -> str:
    """The title of the item that a link without words of its own covers; empty when the item has other links."""
    outline, element = document.outline, anchor
    for _ in range(3):
        element = outline.up[element]
        if (
            element < 0
            or "a" in outline.tags[element + 1 : anchor]
            or "a" in outline.tags[anchor + 1 : outline.last[element]]
        ):
            return ""
        for number in range(element + 1, outline.last[element]):
            if _is_title(document, number) and is_headline(text := outline.text_of(number)):
                return text
        if outline.tags[element] in _ITEMS:
            return ""
    return ""


def _is_title(document: Document, element: int) -> bool:
    tag = document.outline.tags[element]
    if tag in _HEADINGS:
        return True
    # Not `Document.mark`, which marks the whole page when first asked.
    return tag != "a" and bool(marks_of_label(document.outline.attribute(element, "class")) & Mark.TITLE)


def _title_in(document: Document, anchor: int, parts: list[int]) -> int | None:
    """The innermost heading, or element named as title, that has a headline's length and most of what is around it."""
    outline, found, needed = document.outline, None, 0
    end = outline.last[anchor]
    for number in range(anchor + 1, end):
        if number >= end:
            break
        if number not in parts and _is_title(document, number):
            text = " ".join(_lines_without(document, number, parts))
            if is_headline(text) and len(text) * 2 >= needed:
                found, end, needed = number, outline.last[number], len(text)
    return found


def _is_part(document: Document, element: int) -> bool:
    """Whether an element in a link holds a time, or is short and named as a section, an author or the like."""
    outline = document.outline
    if outline.piece_to[element] == outline.piece_from[element] or not (text := outline.text_of(element)):
        return False
    if len(text) > MAX_PART:
        return _names_part(*_names_of(document, element)) & _IS_KICKER > 0
    if outline.tags[element] == "time" or is_time(text) or (may_announce(text) and says_latest(text)):
        return True
    return _names_part(*_names_of(document, element)) > 0


def _names_of(document: Document, element: int) -> tuple[str | None, str | None]:
    """An element's class and id."""
    attributes = document.outline.attributes[element]
    return attributes.get("class"), attributes.get("id")


@lru_cache(maxsize=1 << 12)
def _names_part(name: str | None, number: str | None) -> int:
    """Whether a class and id name what is no headline: `_IS_KICKER`, were it as long as one, or else 1; 0 for no."""
    label = f"{name or ''} {number or ''}".replace("_", "-").lower()
    return _IS_KICKER if _KICKER.search(label) else int(_LABEL.search(label) is not None)


def _lines_without(document: Document, element: int, parts: list[int]) -> list[str]:
    """The lines of an element's text without that of its parts."""
    outline = document.outline
    first, kept = outline.piece_from[element], outline.pieces[outline.piece_from[element] : outline.piece_to[element]]
    for part in parts:
        for n in range(max(outline.piece_from[part] - first, 0), min(outline.piece_to[part] - first, len(kept))):
            kept[n] = BREAK if kept[n] == BREAK else " "
    text = _GLUED.sub(" ", _JOINT.join(kept))
    return [line for run in text.split(BREAK) if (line := " ".join(run.replace(_JOINT, "").split()))]


def pick_list(stories: list[Story], *, is_named: bool = False) -> list[Story]:
    """The headlines among the stories found in one place; none when they look like a menu or like other sites' offers.

    A list repeats one shape: what stands otherwise ("more news", authors, regions) is left out unless it is long. In a
    box that is named as a strip, shorter texts will do.
    """
    width: dict[str, int] = {}
    for story in stories:
        width[story.shape] = width.get(story.shape, 0) + _width(story.text)
    shape = max(width, key=lambda shape: width[shape], default="")
    kept = [s for s in stories if s.shape == shape or (_is_sure(s) and _width(s.text) >= LONG)]
    own = [story for story in kept if story.is_own]
    return kept if len(own) * 2 > len(kept) and not _is_menu(kept, SHORT if is_named else LONG) else []


def _is_sure(story: Story) -> bool:
    return story.is_own and (story.is_told or story.is_titled)


def _is_menu(stories: list[Story], enough: int) -> bool:
    """Whether the texts are as short as sections' names; a little longer ones need numbers in their addresses."""
    mean = sum(_width(story.text) for story in stories) / len(stories)
    numbered = sum(_NUMBER.search(story.href) is not None for story in stories)
    return mean < SHORT or (mean < enough and numbered * 2 < len(stories))
