"""How publishing systems and languages of the world date, sign and name a story: an invented page for each way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.parsing import PROSE, article_of, read

TITLE = "Keeper rings the fog bell by hand"
URL = "https://news.example.org/sea/fog-bell-1234"
ISO = "2024-03-12T10:30:00+00:00"


def page(head: str = "", above: str = "", below: str = "", end: str = "", after: str = "", lang: str = "en") -> str:
    return (
        f"<html lang={lang}><head><title>{TITLE} - Harbour Post</title>{head}</head><body>"
        f'<header><div class="logo"><a href="/">Harbour Post</a></div></header><main>{above}<h1>{TITLE}</h1>{below}'
        f"<div class=story>{PROSE}{end}</div>{after}</main></body></html>"
    )


def day_of(html: str, url: str = URL) -> str | None:
    published = article_of(html, url).published
    return published.value.date().isoformat() if published else None


def ld(*items: dict[str, Any]) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items)


METAS = """
    cXenseParse:publishtime citation_online_date prism.publicationDate article:created_time og:release_date pub_date
    published_date date_published shareaholic:article_published_time mediator_published_time vr:published_time rbpubdate
    publishTime published-date created_at releaseDate DC.date.available DC.issued eprints.date article:publishdate
    article-date firstPublished original-publish-date news_date dateposted sort_date nyt:pdate iso-8601-publish-date
"""


@pytest.mark.parametrize("name", METAS.split())
def test_a_meta_is_a_date_by_the_words_of_its_name(name: str) -> None:
    later = '<meta property="article:modified_time" content="2024-05-05T10:00:00+00:00">'
    assert day_of(page(f'<meta name="{name}" content="{ISO}">{later}')) == "2024-03-12"


@pytest.mark.parametrize(
    "name", ["last-updated-date", "expiration_date", "event-start-date", "copyright-date", "build_date"]
)
def test_a_meta_that_dates_something_else_is_none(name: str) -> None:
    assert day_of(page(f'<meta name="{name}" content="{ISO}">')) is None


def test_a_template_that_nobody_filled_in_hides_no_other_meta() -> None:
    head = f'<meta name="pubdate" content="0000-00-00"><meta name="publish_date" content="{ISO}">'
    assert day_of(page(head)) == "2024-03-12"


@pytest.mark.parametrize(
    "value", ["/Date(1710239400000)/", "1710239400.0", "3/12/2024 10:30:00 AM", "2024-03-12 10:30:00 +0000 UTC"]
)
def test_values_that_programs_write_by_default(value: str) -> None:
    assert day_of(page(f'<meta property="article:published_time" content="{value}">')) == "2024-03-12"


@pytest.mark.parametrize(
    "element",
    [
        '<span class="timeago" data-timestamp="1710239400">3 months ago</span>',
        '<span class="js-time" data-timestamp="1710239400000"></span>',
        '<div data-date="2024-03-12T10:30:00Z"></div>',
        '<div data-publish-date="2024-03-12"></div>',
        '<relative-time datetime="2024-03-12T10:30:00Z">long ago</relative-time>',
        '<amp-timeago layout="fixed" datetime="2024-03-12T10:30:00Z">long ago</amp-timeago>',
        '<abbr class="published" title="2024-03-12T10:30:00+00:00">Tuesday morning</abbr>',
        '<span class="date" title="2024-03-12 10:30">2 weeks ago</span>',
        '<time title="12 March 2024 10:30">2 weeks ago</time>',
        '<span property="dc:date dc:created" content="2024-03-12T10:30:00+00:00">12 mars</span>',
        '<span property="schema:datePublished" content="2024-03-12T10:30:00+00:00">long ago</span>',
        '<time datetime="10:30">12 March 2024, 10:30</time>',
        '<p>Updated: <span class="ago" title="Mar 14, 2024">1 day ago</span></p><p><span class="ago"'
        ' title="Mar 12, 2024">3 days ago</span></p>',
    ],
)
def test_a_moment_in_an_attribute_dates_the_story(element: str) -> None:
    assert day_of(page(below=element)) == "2024-03-12"


@pytest.mark.parametrize(
    "element",
    [
        '<div data-expires="2024-03-12T10:30:00Z"></div>',
        '<div class="countdown" data-end-time="1710239400"></div>',
        '<span class="last-updated" data-timestamp="1710239400">long ago</span>',
        '<div class="quiz" data-id="1710239400"></div>',
    ],
)
def test_other_moments_in_attributes_date_nothing(element: str) -> None:
    assert day_of(page(below=element)) is None


SPLIT = '<div class="d"><div>12</div><div>Mar</div><div>2024</div></div>'
UPDATED_FIRST = (
    '<time class="updated" datetime="2024-03-14T10:30:00+00:00">March 14, 2024</time>'
    '<time class="entry-date published" datetime="2024-03-12T10:30:00+00:00">March 12, 2024</time>'
)
CARD = (
    '<article><a href="/q/some-top-story-of-the-day-1"><h3>Some top story of the day</h3></a>'
    '<time datetime="2025-12-11T10:00:00Z">11 Dec 2025</time></article>'
)
TODAY = '<div class="top-bar"><span class="current-date">Friday, December 12, 2025</span></div>'


@pytest.mark.parametrize(
    "places",
    [
        {"below": SPLIT},
        {"below": UPDATED_FIRST},
        {"above": TODAY, "below": "<div>12 March 2024</div>"},
        {"above": TODAY, "end": '<p class="meta">Posted March 12, 2024 in Sea</p>'},
        {"above": CARD, "below": '<time datetime="2024-03-12T10:30:00Z">12 March</time>'},
        {"end": "<p>12.03.2024</p>"},
        {"below": "<p>Ida Sund joined the Harbour Post on 3 May 2011</p><p>12 March 2024</p>"},
        {"below": "<figure><img src=a.jpg><figcaption>The bell, 3 May 2011</figcaption></figure><p>12 March 2024</p>"},
        {"below": "<p>Wed, 03/06/2024 - 10:30</p>", "day": "2024-03-06"},
        {"below": "<p>Max Born | March 12, 2024</p>"},
        {"below": "<p>Originally published on March 12, 2024</p>"},
        {"below": "<p>Events | March 12, 2024</p>"},
        {"below": "<p>Updated 14 March 2024 | 12 March 2024</p>"},
        {"below": "<p>Last update: 14 March 2024</p>", "day": "2024-03-14"},
    ],
)
def test_where_a_date_stands_says_whose_it_is(places: dict[str, str]) -> None:
    expected = places.get("day", "2024-03-12")
    assert day_of(page(**{name: text for name, text in places.items() if name != "day"})) == expected


@pytest.mark.parametrize(
    "places",
    [
        {"below": "<p class=lead>On 12 March 2011 the bell fell silent for the first time.</p>"},
        {"below": "<p>Open from 12 March 2024 to 3 May 2024</p>"},
        {"below": "<figure><img src=a.jpg><figcaption>Sandholm, 12 March 2011</figcaption></figure>"},
        {"below": '<div class="player" data-published="2019-03-12T00:00:00Z">Video: seals on the beach</div>'},
        {"after": '<div><div>11.03.2024</div><a href="/q/1"><h4>A story of the old harbour lamp</h4></a></div>'},
    ],
)
def test_what_only_looks_like_a_date_of_the_story(places: dict[str, str]) -> None:
    assert day_of(page(**places)) is None


def test_a_dispatch_begins_with_its_day() -> None:
    start = "SANDHOLM, Norway, March 12, 2024 (Harbour Wire) -- "
    assert day_of(page().replace("<p>The lighthouse", f"<p>{start}The lighthouse")) == "2024-03-12"


LINES = {
    "ar": ("آخر تحديث: 14 مارس 2024 - نُشر: 12 مارس 2024", "أخر تعديل 14 مارس 2024 كتب في 12 مارس 2024"),
    "as": ("১২ মাৰ্চ ২০২৪",),
    "am": ("መጋቢት 3 2016",),
    "bg": ("Публикация 12.03.2024 / Редактирано 14.03.2024", "10:30, 12 мар 24"),
    "el": ("Καταχωρήθηκε 12/03/2024, Τροποποιήθηκε 14/03/2024",),
    "es": ("Última actualización: 14/03/2024. Creado: 12/03/2024",),
    "eu": ("2024-ko martxoak 12",),
    "fa": ("۱۴۰۲ اسفند ۲۲, سه‌شنبه", "اسفند ۲۲, ۱۴۰۲"),
    "ha": ("12 ga Maris 2024",),
    "he": ("12 במרס 2024", "עודכן לאחרונה: 14.3.2024, פורסם ב-12.3.2024"),
    "hi": ("अपडेटेड: 14 मार्च 2024 10:30 IST | पब्लिश्ड: 12 मार्च 2024",),
    "hr": ("Objavljeno: 12. ožujka 2024. u 10:30 Ažurirano: 14. ožujka 2024.",),
    "hu": ("Módosítva: 2024. március 14. | Publikálva: 2024. március 12.",),
    "ja": ("令和6年3月12日", "更新日：2024年3月14日 公開日：2024年3月12日"),
    "ko": ("최종수정 2024-03-14 10:30 기사입력 2024-03-12 10:30", "업데이트 2024.03.14 10:30 입력 2024.03.12 10:30"),
    "ky": ("2024-жылдын 12-марты",),
    "mn": ("2024 оны 03 сарын 12",),
    "my": ("၂၀၂၄ ခုနှစ် မတ်လ ၁၂ ရက်",),
    "ne": ("२०८० फागुन २९", "फाल्गुन २९, २०८०"),
    "or": ("12 ମାର୍ଚ୍ଚ 2024",),
    "pl": ("Aktualizacja: 14.03.2024 Publikacja: 12.03.2024",),
    "ro": ("Data actualizării: 14-03-2024 | Data publicării: 12-03-2024",),
    "rw": ("12 Werurwe 2024",),
    "th": ("12 มี.ค. 67", "อัปเดต 14 มี.ค. 67 เผยแพร่ 12 มี.ค. 67"),
    "vi": ("Tháng Ba 12, 2024", "Tháng 3 12, 2024", "Cập nhật: 14/03/2024 Đăng ngày: 12/03/2024"),
    "zh": ("三月 12, 2024", "12 3 月, 2024", "更新：2024-03-14 发布：2024-03-12"),
    "zh-TW": ("民國113年3月12日", "113/03/12"),
}


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in LINES.items() for line in lines])
def test_a_dated_line_in_the_calendar_and_words_of_its_language(lang: str, line: str) -> None:
    assert day_of(page(below=f"<div>{line}</div>", lang=lang)) == "2024-03-12"


OTHER = {
    "@type": "NewsArticle",
    "headline": "Another story of the sea and its people",
    "url": "https://news.example.org/a/other-story-of-the-sea-11",
    "datePublished": "2025-11-30T10:00:00+00:00",
    "author": {"@type": "Person", "name": "Per Aas"},
    "image": "https://news.example.org/i.jpg",
    "description": "About the sea",
    "publisher": {"@type": "Organization", "name": "Harbour Post"},
}
OWN = {"@type": "NewsArticle", "headline": TITLE, "datePublished": ISO}


@pytest.mark.parametrize(
    "items",
    [
        ({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}, OWN),
        (OTHER, OWN),
        (OWN, OTHER),
        ({**OWN, "hasPart": [OTHER]},),
        ({"@type": "VideoObject", "name": "Seals on the beach", "uploadDate": "2023-01-05", "description": "x"}, OWN),
    ],
)
def test_structured_data_of_other_stories_dates_and_signs_nothing(items: tuple[dict[str, Any], ...]) -> None:
    html = page(ld(*items))
    assert day_of(html) == "2024-03-12"
    assert article_of(html, URL).authors == ()


def test_escaped_structured_data_is_read() -> None:
    escaped = json.dumps(OWN).replace('"', "&quot;")
    assert day_of(page(f'<script type="application/ld+json">{escaped}</script>')) == "2024-03-12"


BYLINES = """
    en|By Ida Sund, Harbour Post
    en|By Ian Smith=Ian Smith
    en|Marc Julius | March 12, 2024=Marc Julius
    en|By IDA SUND Associated Press=IDA SUND
    de|Autor/in: Ida Sund
    de|Aufgezeichnet von Ida Sund
    fr|Par Ida Sund avec AFP
    fr|De notre correspondante Ida Sund
    it|a cura di Ida Sund
    it|dal nostro inviato Ida Sund
    pt|Por Ida Sund — Rio de Janeiro
    nl|Door onze verslaggever Ida Sund
    sv|Text Ida Sund
    fi|Kirjoittaja: Ida Sund
    et|Toimetaja: Ida Sund
    lv|Teksts: Ida Sund
    lt|Autorė: Ida Sund
    pl|Opracowanie: Ida Sund
    pl|Napisała Ida Sund
    cs|Napsala Ida Sund
    sk|Napísal: Per Aas=Per Aas
    hu|Írta Ida Sund
    ro|Scris de Ida Sund
    hr|Piše: Ida Sund
    sl|Avtor: Ida Sund
    sq|Nga: Ida Sund
    tr|Editör: Ida Sund
    az|Müəllif: Ida Sund
    is|Höfundur: Ida Sund
    eu|Egilea: Ida Sund
    id|Ditulis oleh Ida Sund
    id|Penulis: Ida Sund | Editor: Per Aas
    vi|Bởi Ida Sund
    sw|Mwandishi: Ida Sund
    af|Deur Ida Sund
    ru|Автор Ида Сунд=Ида Сунд
    ru|Подготовила Ида Сунд=Ида Сунд
    uk|Авторка: Іда Сунд=Іда Сунд
    be|Аўтар: Іда Сунд=Іда Сунд
    sr|Аутор: Ида Сунд=Ида Сунд
    mk|Пишува: Ида Сунд=Ида Сунд
    el|Γράφει η Ίδα Σουντ=Ίδα Σουντ
    el|Του Πέτρου Άας=Πέτρου Άας
    ka|ავტორი: იდა სუნდი=იდა სუნდი
    hy|Հեղինակ՝ Իդա Սունդ=Իդա Սունդ
    ar|بواسطة إيدا سوند=إيدا سوند
    ar|الكاتب: إيدا سوند=إيدا سوند
    fa|خبرنگار: ایدا سوند=ایدا سوند
    ur|تحریر: ایدا سوند=ایدا سوند
    ckb|نووسینی: ئایدا سوند=ئایدا سوند
    he|כתבה: אידה סונד=אידה סונד
    hi|लेखक: इडा सुंद=इडा सुंद
    bn|প্রতিবেদক: ইদা সুন্দ=ইদা সুন্দ
    ta|எழுதியவர்: இடா சுந்த்=இடா சுந்த்
    th|เขียนโดย ไอดา ซุนด์=ไอดา ซุนด์
    zh|记者 王小明=王小明
    zh|本报记者 王小明=王小明
    zh|来源：港口报 作者：王小明=王小明
    zh-TW|記者王小明／台北報導=王小明
    zh-TW|中央社記者王小明台北12日電=王小明
    ja|取材・文／山田太郎=山田太郎
    ja|山田太郎 記者=山田太郎
    ko|홍길동·김철수 기자=홍길동;김철수
    ko|홍길동 특파원=홍길동
    ko|글 홍길동=홍길동
"""


@pytest.mark.parametrize("case", [line.strip() for line in BYLINES.strip().splitlines()])
def test_a_byline_in_the_words_of_its_language(case: str) -> None:
    lang, _, rest = case.partition("|")
    line, _, names = rest.partition("=")
    html = page(below=f"<div>{line}</div><div>12 March 2024</div>", lang=lang)
    assert article_of(html, URL).authors == tuple((names or "Ida Sund").split(";"))


@pytest.mark.parametrize(
    "line",
    [
        "New York, 12 March 2024",
        "World News · 12 March 2024",
        '<a href="/c/south-korea">South Korea</a> | 12 March 2024',
        "Reportage: Das Haus am Meer",
        "记者从省政府获悉",
    ],
)
def test_places_sections_and_openings_are_nobody(line: str) -> None:
    assert article_of(page(below=f"<div>{line}</div>"), URL).authors == ()


def test_the_byline_of_another_storys_card_is_not_the_storys() -> None:
    card = '<article><h3><a href="/o/1">Other story of the far sea</a></h3><span>By Per Aas</span></article>'
    assert article_of(page(after=f"<div>{card}</div>"), URL).authors == ()


def test_a_name_set_beside_the_date_in_an_element_of_its_own() -> None:
    below = '<div class="m"><img alt="Ida Sund"><span>Ida Sund</span><span>12 March 2024</span></div>'
    assert article_of(page(below=below), URL).authors == ("Ida Sund",)


@pytest.mark.parametrize(
    "name", ["mediator_author", "vr:author", "article-author", "page.author", "authorName", "rbauthors"]
)
def test_a_meta_is_an_author_by_the_words_of_its_name(name: str) -> None:
    assert article_of(page(f'<meta name="{name}" content="Ida Sund">'), URL).authors == ("Ida Sund",)


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "givenName": "Ida", "familyName": "Sund"},
        {"@type": "Person", "name": {"@value": "Ida Sund", "@language": "en"}},
        {"@type": "Person", "name": "Piše: Ida Sund"},
    ],
)
def test_a_name_in_structured_data_in_its_other_forms(author: dict[str, Any]) -> None:
    assert article_of(page(ld({**OWN, "author": author})), URL).authors == ("Ida Sund",)


HEADS = {
    "a logo in the h1": f"<h1><a href=/>Harbour Post</a></h1><h2>{TITLE}</h2>",
    "a section in the h1": f"<h1>Sea</h1><h2>{TITLE}</h2>",
    "a division for a heading": f'<div class="x">{TITLE}</div>',
    "a small heading": f"<h3>{TITLE}</h3>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_the_title_is_the_part_of_the_heads_title_that_the_page_shows(head: str) -> None:
    assert article_of(page().replace(f"<h1>{TITLE}</h1>", head), URL).title == TITLE


def test_a_page_whose_head_names_the_site_alone_is_called_as_its_heading() -> None:
    html = page('<meta property="og:site_name" content="Harbour Post">')
    html = html.replace(f"<title>{TITLE} - Harbour Post</title>", "<title>Harbour Post</title>")
    html = html.replace(f"<h1>{TITLE}</h1>", f'<h2 class="article-title">{TITLE}</h2>')
    assert article_of(html, URL).title == TITLE


STORIES = "".join(
    f'<li><a href="/sea/story-of-the-harbour-{number}">{text}</a></li>'
    for number, text in enumerate(
        (
            "Harbour council votes to keep the old lighthouse lamp",
            "Fishing fleet returns with the largest catch of the year",
            "Storm warning issued for the northern coast of the island",
        ),
        start=4411,
    )
)


@pytest.mark.parametrize(
    "heading",
    ["Al momento", "As mais recentes", "L'info en direct", "Soeben erschienen", "Nyast", "Τα τελευταία νέα", "实时新闻",
     "अलीकडील पोस्ट", "Nedavne objave", "Entrades recents", "Today's headlines", "خبرهای فوری"],
)  # fmt: skip
def test_headings_of_latest_news(heading: str) -> None:
    box = f"<div><h3>{heading}</h3><ul>{STORIES}</ul></div>"
    assert [headline.kind for headline in read(page(after=box), URL).ticker] == ["latest"] * 3


@pytest.mark.parametrize(
    "heading",
    ["Latest e-paper", "Viimeisimmät kommentit", "ความเห็นล่าสุด", "Nowe książki", "Últimas vagas", "Срочно требуется"],
)
def test_headings_of_other_lists(heading: str) -> None:
    assert read(page(after=f"<div><h3>{heading}</h3><ul>{STORIES}</ul></div>"), URL).ticker == ()


@pytest.mark.parametrize("name", ["news-crawl", "haber-bandi", "kayan-haber", "begushaya-stroka", "running-text"])
def test_names_of_strips(name: str) -> None:
    strip = f'<div class="{name}"><ul>{STORIES}</ul></div>'
    assert [headline.kind for headline in read(page(above=strip), URL).ticker] == ["ticker"] * 3
