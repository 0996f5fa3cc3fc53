"""Vocabulary: what stands before the writer's name in a byline, in the languages of news."""

from __future__ import annotations

import re
from typing import Final

from pipeline.text import to_lower

MAX_PHRASE: Final = 40
"""Characters of the longest phrase here, and some."""
LABELS: Final = """
    autor/in, autor/-in, autor:in, autor*in, autorin/autor, redakteur, redakteurin, protokoll, reporter, journalist,
    journaliste, correspondant, correspondante, redactor, redactora, redacció, verslaggever, redacteur, teksts,
    autors, autore, autorius, autorė, autoriai, tekstas, parengė, autorka, autorzy, opracowanie, opracował,
    opracowała, oprac., opr., napisał, napisała, przygotował, przygotowała, rozmawiał, rozmawiała, napsal, napsala,
    připravil, připravila, zpracoval, zpracovala, napísal, napísala, spracoval, spracovala, pripravil, pripravila,
    szerkesztő, szöveg, kirjoittaja, kirjoittanut, toimittaja, toimetaja, toimetas, kirjutas, piše, pišu, napisao,
    pripremio, pripremila, priredio, priredila, novinar, novinarka, autorica, avtor, avtorica, besedilo, shkruan,
    shkroi, nga, editör, hazırlayan, müəllif, muallif, höfundur, egilea, testua, qore, w/q, mwandishi, editor,
    kontributor, pewarta, laporan, bài viết, thực hiện, tác giả, ulat, forfatter, skribent, journalistin,
    tekst og foto, text och foto, text och bild, teksti ja kuvat, корреспондент, журналист, журналистка, редактор,
    подготовил, подготовила, подготовили, беседовал, беседовала, записал, записала, автор текста, авторы текста,
    репортер, материал подготовил, материал подготовила, авторка, автори, журналіст, журналістка, кореспондент,
    підготував, підготувала, спілкувався, спілкувалася, розмовляла, записав, редакторка, аўтар, тэкст, аутор, пише,
    пишува, написао, написала, подготви, припремио, припремила, новинар, авторы, от, γραφει, γραφει ο, γραφει η,
    κειμενο, συντακτης, συντακτρια, επιμελεια, συντάκτης, συντάκτρια, γράφει, γράφει ο, γράφει η, γράφουν, επιμέλεια,
    από, κείμενο, ανταπόκριση, ავტორი, ჟურნალისტი, հեղինակ, լրագրող, الكاتب, الكاتبة, المحرر, المحررة, محرر, متابعة,
    مراسل, مراسلة, مراسلنا, مراسلتنا, بواسطة, الصحفي, الصحفية, حاوره, حاورته, حاورها, أعد, أعده, أعدته, أعدها, كتب,
    كتبت, إعداد, تحرير, حوار, أجرى الحوار, بقلم, نوشته, نوشتهٔ, خبرنگار, گزارشگر, گردآوری, تهیه و تنظیم, تهیه‌کننده,
    گفت‌وگو, نگارنده, تحریر, از, نمائندہ, نووسینی, نووسەر, ئامادەکردنی, כתב, כתבה, כתבת, כותב, כותבת, लेखक, लेखिका,
    रिपोर्टर, संवाददाता, द्वारा, लेखन, লেখক, লেখা, প্রতিবেদক, লিখেছেন, લેખક, ਲੇਖਕ, எழுதியவர், எழுத்து, రచయిత, రచన,
    ಲೇಖಕ, ലേഖകൻ, തയ്യാറാക്കിയത്, โดย, เขียนโดย, ผู้เขียน, เรื่อง, เรื่องโดย, ผู้สื่อข่าว, ដោយ, ໂດຍ, ရေးသားသူ, ရေး,
    ዘጋቢ, አዘጋጅ, 著者, ライター, 筆者, 取材・文, 取材/文, 文・写真, 写真・文, 構成・文, 聞き手, 編集, 文字, 采写, 採訪,
    采访, 编辑, 編輯, 记者, 記者, 撰稿, 撰文, 图文, 圖文, 글, 글쓴이, 기자, 취재, 정리
"""
"""Before a colon, a slash or a bar: "Piše: Ida Sund"."""
OPENERS: Final = """
    aufgezeichnet von, protokolliert von, zusammengestellt von, recherchiert von, a cura di, dal nostro inviato,
    dalla nostra inviata, dal nostro corrispondente, testo di, articolo di, servizio di, de notre correspondant,
    de notre correspondante, de notre envoyé spécial, de notre envoyée spéciale, un article de, une enquête de,
    texte de, texto de, un texto de, una crónica de, reportagem de, door onze verslaggever, door onze correspondent,
    door onze redacteur, van onze verslaggever, een artikel van, deur, scris de, un articol de, text de, nga,
    shkruan, bởi, thực hiện bởi, ditulis oleh, dilaporkan oleh, laporan, isinulat ni, ulat ni, imeandikwa na, eftir,
    minn, text, tekst, teksti, text av, tekst av, tekst af, en artikel av, oprac., opracował, opracowała, napisał,
    napisała, rozmawiał, rozmawiała, napsal, napsala, napísal, napísala, írta, kirjoittanut, kirjutas, parengė, piše,
    napisao, pripremio, pripremila, автор, автор текста, подготовил, подготовила, беседовал, беседовала, записал,
    записала, материал подготовил, материал подготовила, авторка, підготував, підготувала, спілкувалася, записав,
    аўтар, пише, пишува, от, του, της, των, γράφει ο, γράφει η, γράφει, γράφουν οι, από τον, από την, από, επιμέλεια,
    հեղինակ՝, بواسطة, الكاتب, الكاتبة, نوشته, نوشتهٔ, نوشته‌ی, به قلم, به گزارش خبرنگار, द्वारा, लेखक, লিখেছেন, โดย,
    เขียนโดย, ដោយ, ໂດຍ
"""
"""Directly before a full name, and nothing else on the line but what follows names."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLACES_BEGIN: Final = _set_of(
    """
    new south north east west united los las hong middle latin central real public breaking top latest world
    local social tel cape rio buenos great costa puerto sri saudi sierra burkina ivory kuala addis dar port fort
    mount lake northern southern eastern western upper lower inner outer global higher human climate foreign
    home your our neue neues neu noticias nuestra nueva nuevo notre nouvelle nova novo nuova nuovo bad sankt
    """
)
_PLACES_END: Final = _set_of(
    """
    news city county state states island islands kingdom coast affairs sport sports business politics health
    tech technology opinion estate reviews review style life lifestyle culture europe america africa asia
    zealand emirates arabia republic region beach park street university times post daily herald tribune world
    economy finance markets science education travel food entertainment music video videos photos gallery
    minutes analysis features nachrichten politik wirtschaft kultur welt noticias actualités politique économie
    monde cultura economia economía política mundo deportes deporte notizie cronaca nieuws nyheter nyheder
    uutiset
    """
)
"""The first and last words of places and sections that are written like a first and last name."""


def _split(words: str) -> list[str]:
    phrases = {" ".join(phrase.split()).lower() for phrase in words.split(",")}
    return sorted((phrase for phrase in phrases if phrase), key=len, reverse=True)


_MARK: Final = re.compile(r"(?:\s*[:：՝/／|｜・=]| [-–—]|[-–] )\s*(?=\S)")
_SPACE: Final = re.compile(r"\s+(?=[^\W\d_])")
_BEFORE: Final = re.compile(r"[\W_]{1,3}")


def _by_start(words: str) -> dict[str, tuple[str, ...]]:
    """The phrases by their first three letters, or by all they have and what may follow; the longest first."""
    found: dict[str, list[str]] = {}
    for phrase in _split(words):
        for start in {(phrase + mark)[:3] for mark in " :/：|／=・-"}:
            found.setdefault(start, []).append(phrase)
    return {start: tuple(phrases) for start, phrases in found.items()}


_LABELS: Final = _by_start(LABELS)
_OPENERS: Final = _by_start(OPENERS)
STARTS: Final = frozenset((*_LABELS, *_OPENERS))
"""The first three letters of all that a byline begins with."""


def strip_label(text: str) -> str | None:
    """What follows a label for the writer, such as "Piše:"; None when a text begins with none."""
    return _strip(text, _LABELS, _MARK)


def strip_opener(text: str) -> str | None:
    """What follows words that only a full name can follow, such as "Napsala"; None when a text begins with none."""
    return _strip(text, _OPENERS, _SPACE)


def _strip(text: str, phrases: dict[str, tuple[str, ...]], between: re.Pattern[str]) -> str | None:
    if text and not text[0].isalnum() and (before := _BEFORE.match(text)):
        text = text[before.end() :]
    lower = to_lower(text[:MAX_PHRASE])
    for phrase in phrases.get(lower[:3], ()):
        if lower.startswith(phrase) and (found := between.match(text, len(phrase))):
            return text[found.end() :]
    return None


def is_place_or_section(name: str) -> bool:
    """Whether two capitalised words beside a date are a place's or section's name rather than a person's."""
    words = name.lower().split()
    return words[0] in _PLACES_BEGIN or words[-1] in _PLACES_END
