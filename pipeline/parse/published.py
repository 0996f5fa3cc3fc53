"""Reader of the dates a page shows around its story: `time` elements and dated lines, each with how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.parse.byline_words import strip_label, strip_opener
from pipeline.parse.document import Document
from pipeline.parse.outline import Outline
from pipeline.parse.place import Place, elements_in, is_aside
from pipeline.parse.shown import Shown, weigh_block, weigh_surroundings
from pipeline.parse.stamps import MAX_ELEMENTS, read_attributes
from pipeline.parse.vocabulary import marks_of_label
from pipeline.parse.words import Mark
from pipeline.text import to_lower

MAX_TIMES = 60
"""`time` elements looked at near the title, and from the top: a hostile page has as many as it likes."""
MAX_TEXT = 140
"""Characters of a line that is a dateline; longer ones are running text."""
_FIGURES = re.compile(r"\d(?:\d{3}| ?[./|-] ?\d| ?年|[^\d,:;]{2,14}\d\d(?!\d))")  # looked for first, being cheaper
_DATED = re.compile(
    r"\d{1,2}.{0,18}\d{4}|\d{4}.{0,18}\d{1,2}|(?<!\d)\d{1,2} ?[./|-] ?\d{1,2} ?[./|-] ?\d{2}(?!\d)"
    r"|\d{1,2}\D{1,14}\d{1,2}, \d{4}|\d{1,3} ?年 ?\d|(?<!\d)1[01]\d([/-])\d\d\1\d\d(?!\d)"  # years of eras
    r"|(?<![\d:])\d{1,2}[ .-]{0,2}[^\W\d_][^\d,:;()]{1,12}[ .'’-]{1,2}\d\d(?![\d:h])"  # 12 มี.ค. 67, 12 Mar '24
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of many languages that are looked for in a line. Looking for each plainly costs a tenth of the pattern."""

    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    ascii_stems: tuple[str, ...]

    def search(self, text: str) -> re.Match[str] | None:
        """The first of the words in a text."""
        return self.pattern.search(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every one of the words in a text."""
        return self.pattern.finditer(text) if self._may_be_in(text) else iter(())

    def match(self, text: str) -> re.Match[str] | None:
        """The word that a text begins with."""
        return self.pattern.match(text)

    def _may_be_in(self, text: str) -> bool:
        lower = to_lower(text)
        stems = self.stems if not text.isascii() else self.ascii_stems
        return any(stem in lower for stem in stems)


def _word(stems: str) -> Wording:
    """A wording of stems between bars; what follows a tilde in one is a pattern."""
    words = [stem.partition("~") for stem in stems.split("|")]
    pattern = "|".join(re.escape(stem) + tail for stem, _, tail in words)
    return _wording(tuple(stem for stem, _, _ in words), re.compile(pattern, re.IGNORECASE))


def _wording(stems: tuple[str, ...], pattern: re.Pattern[str]) -> Wording:
    return Wording(stems, pattern, tuple(stem for stem in stems if stem.isascii()))


_PUBLISHED = _word(
    "published|publizie|publicer|publish|publisert|publicad|publicaç|publicació|publicare|publicări|publié|publicat"
    "|publiceret|publikac|publikuota|publikuar|publikál|posted|created|submitted|uploaded|first on|first aired|released"
    "|issued|issue date|date~[: ]|paru |mis en ligne|créé|créée|diffusé|fecha|creado|creada|data pubb|data di pubb"
    "|pubblicat|inserito|creato|criado|criada|postad|veröffentlicht|erstellt|erschienen|geschrieben|datum|eingestellt"
    "|udgivet|oprettet|offentliggjort|opprettet|skapad|julkaist|luotu|gepubliceerd|geplaatst|aangemaakt|opublikowan"
    "|data publikacji|dodano|dodana|dodany|utworzon|publikov|zveřejněn|vydáno|vytvořen|zverejnen|pridan|vytvoren|közzét"
    "|megjelen|létrehoz|objavljen|ustvarjen|postat|adăugat|avaldatud|loodud|lisatud|publicēt|pievienot|paskelbt|sukurta"
    "|įkelta|birt:|опублик|публик|опублік|апублік|дата|размещ|добавл|создан|створен|розміщ|додано|објав|поставено"
    "|създаден|добавен|жариялан|δημοσι|καταχώρ|καταχωρ|αναρτ|ανάρτ|yayın|yayım|eklenme|oluştur|giriş|ekleme|dərc|botuar"
    "|chop etil|diterbitkan|dipublikasi|dimuat|diposting|disiarkan|tayang|inilathala|nai-publish|imechapish|đăng"
    "|xuất bản"
    "|نشر|نُشر|كتب في|أضيف|أُضيف|الإضافة|الاضافة|انتشار|منتشر|شائع|اشاعت|פורסם|פרסום|הועלה|प्रकाशित|प्रकाशन|पब्लिश"
    "|প্রকাশ|প্ৰকাশ|પ્રકાશિત|પબ્લિશ|வெளியிட|பதிவு|ప్రచురి|పబ్లిష్|ಪ್ರಕಟ|പ്രസിദ്ധീ|გამოქვეყნ|հրապարակ|เผยแพร่|โพสต์"
    "|发布|發布|发佈|發佈|发表|發表|刊登|刊出|日期|公開|掲載|配信|投稿|発行|입력|등록|작성|승인|게시|송고|발행"
)
_UPDATED = _word(
    "update~d?\\b|modified|modificat|revised|edited~(?! by)|last change|last review|reviewed~(?! by)|aktualisier"
    "|geändert|überarbeitet|bearbeitet|zuletzt|stand~:|mis à jour|mise à jour|màj~\\b|maj~\\b|modifié|modification"
    "|actualis|actualiz|modificad|modificac|atualiz|aggiorna|actualitz|eguneratu|uppdatera|ändrad|oppdater|endret|opdater"
    "|ændret|päivit|muokattu|bijgewerkt|gewijzigd|aktualiz|modyfik|zmienion|edytow|upraven|změněn|zmenen|posodobljen"
    "|spremenjen|ažurir|izmijenjen|izmenjen|muudetud|uuendatud|atjaunot|labots|atnaujint|pakeist|uppfært|përditës"
    "|ndryshuar|обновл|обновен|измен|отредакт|редактир|актуализ|оновлен|змінен|відредаг|абноўлен|ажурир|измењ|güncel"
    "|düzenle|yenilən|жаңарт|yangilan|تحديث|تعديل|بروزرسانی|به‌روز|به روز|ویرایش|اپ ڈیٹ|اپڈیٹ|更新|修改|编辑于"
    "|改訂|수정|업데이트|갱신"
    "|diperbarui|diperbaharui|pembaruan|dikemas|imesasishwa|cập nhật|frissít|módosít|עודכן|עדכון"
    "|अपडेट|আপডেট|અપડેટ|புதுப்பி|అప్|ನವೀಕರಿ|അപ്ഡേ|განახლ|թարմաց|ενημερ|τροποποι|อัปเดต|อัพเดท|อัพเดต|ปรับปรุง|แก้ไข"
)
_NOT_THE_STORYS = _wording(
    (
        *("©", "copyright", "原文", "original", "all rights", "alle rechte", "expire", "event", "deadline", "born"),
        *(
            "geboren",
            "valid",
            "gültig",
            "as of",
            "(@",
            "joined",
            "since",
            "seit",
            "depuis",
            "registered",
            "established",
        ),
        *("founded", "регистр"),
    ),
    re.compile(
        r"©|copyright|原文|original(?!ly|(?: date of)? publi)|all rights|alle rechte|\bexpir|\bevents? ?(?:date ?)?:"
        r"|\bdeadline ?(?::|is|for)|\bborn:? (?:on |in )?(?:\w+ )?\d|\bgeboren|\bvalid\b|\bgültig|\bas of\b"
        r"|\b(?:joined|registered|established|founded)\b|\b(?:member|mitglied|membre|inscrite?) (?:since|seit|depuis)\b"
        r"|зарегистр|регистрация|^[—–-] .{2,60}\(@",
        re.IGNORECASE,
    ),
)
_MARKS = str.maketrans(dict.fromkeys("•·●▪■|│｜►▸◦⋅\u200e\u200f", " "))
LAST_RESORT = 0.1
"""Belief in a date of change: told under the reader's name "updated" when the page dates itself by nothing else."""
MAX_PIECE = 12
"""Characters of a part of a date that stands in three boxes."""
MAX_BESIDE = 12
"""Characters beside a date that stands alone: a weekday, "at", a time."""
MIN_MACHINE = 6
"""Characters of a `datetime` from which it is more than a time of day."""
SURE = 3.3
"""Weight of a `time` that dates the story, so that attributes, which cost most, need not be read."""
PLAIN = 2.7
"""Weight of a line that does; then it is no loss when they are found beside the title only."""
FEW_ELEMENTS = 24
_MAX_LABEL = 30  # characters of a line that only says what the next is
_ENOUGH = 70  # characters beside the date that a dateline may have: weekday, byline, place, reading time


def read_shown_dates(document: Document, place: Place) -> list[Shown]:
    """Every dated `time` element and line around the story that can be its publication."""
    times, lines = list(_read_times(document, place)), list(islice(_read_lines(document, place), MAX_TIMES))
    is_dated = any(one.weight >= SURE and _FIGURES.search(one.text) for one in times)
    is_told = any(one.weight >= PLAIN and one.source != "updated" for one in lines)
    attributes = () if is_dated else islice(_read_attributes(document, place, is_told=is_told), MAX_TIMES)
    shown = [*times, *attributes, *lines]
    return [replace(one, text=one.text.translate(_MARKS).lstrip(" :：")) for one in shown if one.weight > 0]


def _read_times(document: Document, place: Place) -> Iterator[Shown]:
    """`time` elements: near the title, else those that say they are the publication or stand in no furniture."""
    outline = document.outline
    times = outline.find("time")
    near = [number for number in times if weigh_block(place, outline.block_from[number])]
    for number in dict.fromkeys([*near[:MAX_TIMES], *times[:MAX_TIMES]]):
        attributes = outline.attributes[number]
        weight = weigh_block(place, block := outline.block_from[number])
        if weight and (weight := weight - weigh_surroundings(document, number, block, place)) <= 0:
            continue
        if "pubdate" in attributes or "datepublished" in (attributes.get("itemprop") or "").lower():
            weight = max(weight, 1) + 1
        elif not weight:
            weight = 0.3
        named = marks_of_label(attributes.get("class") or "")
        if named & Mark.MODIFIED and not named & Mark.DATE:
            weight -= 1.5
        elif _PUBLISHED_CLASS.search(attributes.get("class") or ""):
            weight += 1
        weight += _weigh_wording(_words_before(outline, number))
        if weight > 0 and not is_aside(document, number, place):
            yield Shown(_text_of_time(outline, number), weight + 0.4, "time")


def _read_attributes(document: Document, place: Place, *, is_told: bool) -> Iterator[Shown]:
    """The moments kept in attributes, weighed by the words before their elements."""
    for number, shown in read_attributes(document, place, FEW_ELEMENTS if is_told else MAX_ELEMENTS):
        yield replace(shown, weight=shown.weight + _weigh_wording(_words_before(document.outline, number)))


def _words_before(outline: Outline, element: int) -> str:
    """What stands before an element on its line, when that is short."""
    line = outline.line_at(element)
    before, found, _ = line.partition(outline.text_of(element) or "\0")
    return before if found and len(line) <= 2 * MAX_TEXT else ""


_PUBLISHED_CLASS = re.compile(r"publish(?!er)|pubdate|posted|creat(?:ed|ion)(?![\w-]*by)", re.IGNORECASE)


def _text_of_time(outline: Outline, element: int) -> str:
    """What a `time` says: its `datetime` unless that is only a time of day, else its text."""
    told = outline.attribute(element, "datetime")
    return told if len(told) >= MIN_MACHINE else outline.text_of(element)


def _weigh_wording(before: str) -> float:
    """What the words before a date make of it: the last of "published" and "updated" counts."""
    published = max((found.start() for found in _PUBLISHED.finditer(before)), default=-1)
    updated = max((found.start() for found in _UPDATED.finditer(before)), default=-1)
    if published == updated:
        return 0
    return 2 if published > updated else -2.4


def _read_lines(document: Document, place: Place) -> Iterator[Shown]:
    outline, head = document.outline, place.head()
    texts = outline.blocks
    for block in (*head, *place.above(), *place.tail()):
        if block >= len(texts):
            continue
        if not _is_dated(text := texts[block]):
            if len(text) <= MAX_PIECE or (len(text) > MAX_TEXT and place.title <= block <= place.first + 1):
                yield from _read_unlike(texts, block, place)
            continue
        owner = outline.block_owner[block]
        weight = weigh_block(place, block) - weigh_surroundings(document, owner, block, place)
        if weight <= 0 or _is_caption(document, owner):
            continue
        is_named = _is_named(document, place, block)
        is_tail = block >= place.last and block not in head
        needs_wording = (
            is_tail and not is_named and not _is_signed(texts, block) and not _is_bare(document, block, place)
        )
        yield from _weigh_line(
            _with_label(texts, block), weight + (0.5 if is_named else 0), needs_wording=needs_wording
        )
    yield from _read_inside(texts, range(head.stop, place.last))


def _is_bare(document: Document, block: int, place: Place) -> bool:
    """Whether a line directly behind the story is a date and nothing else, and no link: old systems sign so."""
    outline, linked = document.outline, document.linked_before
    is_of_next = (
        block + 2 < len(linked) and linked[block + 2] > linked[block + 1]
    )  # a headline follows: it is that one's
    beside = _DATED.sub("", outline.blocks[block])
    return (
        block == place.last + 1
        and not is_of_next
        and not outline.block_links[block]
        and len(beside) <= MAX_BESIDE
        and not _LABELLED.search(beside)
        and not is_aside(document, outline.block_owner[block], place)
    )


_LABELLED = re.compile(r"[^\W\d] ?[:：]")


def _is_caption(document: Document, owner: int) -> bool:
    """Whether a block is the text of a picture, which is dated by when that was taken."""
    outline = document.outline
    for _ in range(3):
        if outline.tags[owner] in ("figcaption", "caption") or "caption" in outline.attribute(owner, "class").lower():
            return True
        if (owner := outline.up[owner]) < 0:
            break
    return False


def _read_unlike(texts: list[str], block: int, place: Place) -> Iterator[Shown]:
    """Dates that do not stand on a line: in three boxes for day, month and year, and before a story's first words."""
    text = texts[block]
    if len(text) > MAX_PIECE:
        if _FOUR.search(text, 0, MAX_PLACED) and (placed := _PLACED.match(text)):
            yield Shown(placed[0], 2, "text")
        return
    parts = texts[block : block + 3]
    if len(parts) == 3 and _YEAR.fullmatch(parts[2]) and len(parts[1]) <= MAX_PIECE and _PIECE.search(text):
        yield Shown(" ".join(parts), weigh_block(place, block), "text")


_PIECE = re.compile(r"^(?:\d{1,2}\W*|[^\W\d]{3,10}\W*|[^\W\d]{3,10}\W+\d{1,2}\W*|\d{1,2}\W+[^\W\d]{3,10}\W*)$")
_YEAR = re.compile(r"\W*(?:19|20)\d\d")
MAX_PLACED = 120
_FOUR = re.compile(r"\d{4}")
_PLACED = re.compile(
    r"[^\d.!?]{3,60}(?:\.,? )?\(?[^\d.!?]{0,20}\d[^!?]{3,24}?\d{4}\)?,? ?[^\d]{0,45}?(?: ?--| ?[–—]|/ ?-? | - )"
)
"""A dispatch: "SANDHOLM, Norway, March 12, 2024 (Harbour Wire) --"."""


def _read_inside(texts: list[str], blocks: range) -> Iterator[Shown]:
    """Lines inside the story that begin with "published" or "updated"."""
    for block in blocks:
        if len(texts[block]) <= MAX_TEXT // 2 and _FIGURES.search(texts[block]) and _is_dated(texts[block]):
            text = _with_label(texts, block)
            if said := _PUBLISHED.match(text):
                yield Shown(text[said.end() :], 2, "text")
            elif _UPDATED.match(text):
                yield Shown(text, LAST_RESORT, "updated")


def _is_dated(text: str) -> bool:
    """Whether a line has a date that can be the story's."""
    if not 6 <= len(text) <= MAX_TEXT or not _FIGURES.search(text) or not _DATED.search(text):
        return False
    return not _NOT_THE_STORYS.search(text)


def _with_label(texts: list[str], block: int) -> str:
    """A line with the one above when this is a label: "Published on:" or "Last changed", and the date on the next."""
    text, above = texts[block], texts[block - 1] if block else ""
    if len(text) > _MAX_LABEL or not 3 < len(above) <= _MAX_LABEL or _FIGURES.search(above):
        return text
    return f"{above} {text}" if _PUBLISHED.match(above) or _UPDATED.search(above) else text


def _is_signed(texts: list[str], block: int) -> bool:
    """Whether a byline stands on this line or the one above."""
    return any(
        len(text) <= MAX_TEXT and (_SIGNED.search(text) or strip_label(text) or strip_opener(text))
        for text in texts[max(block - 1, 0) : block + 1]
    )


_SIGNED = re.compile(
    r"^(?:written |posted |words |text |geschrieben |écrit )?(?:by|von|par|por|autor(?:in)?|authors?|text)\b"
    r"|, (?:by|von|par|por) ",
    re.IGNORECASE,
)


def _weigh_line(text: str, weight: float, *, needs_wording: bool) -> Iterator[Shown]:
    """A line's date of publication: what follows "published", else what precedes "updated", else the line."""
    published, updated = _PUBLISHED.search(text), _UPDATED.search(text)
    if published and updated and updated.start() <= published.start() and _is_plain(text, published, updated):
        published = None
    is_of_change = updated and published and published.end() <= updated.start()
    between = text[published.end() : updated.start()] if published and updated else ""
    if published and _DATED.search(text, published.end()) and not (is_of_change and not _DATED.search(between)):
        yield Shown(text[published.end() :], weight + 2, "text")
        return
    if updated:
        if _DATED.search(text[: updated.start()]):
            yield Shown(text[: updated.start()], weight, "text")
        elif (first := _DATED.search(text, updated.end())) and _DATED.search(text, first.end()):
            yield Shown(text[first.end() :], weight, "text")  # "Updated 14 March 2024 | 12 March 2024"
        else:
            yield Shown(text, max(weight - 2.4, LAST_RESORT), "updated")
        return
    if needs_wording or (_is_prose(text) and not _PLACED.match(text)):
        return
    spare = len(_DATED.sub("", text))
    yield Shown(text, weight - (1.5 if spare > _ENOUGH else 0), "text")


def _is_prose(text: str) -> bool:
    """Whether a line without "published" is a sentence with a day in it, or names a first and a last day."""
    if text[-1:] in ".!?" and not _SIGNED.search(text) and sum(map(_is_lower_word, text.split())) >= MIN_PROSE:
        return True
    first = _DATED.search(text)
    return first is not None and _UNTIL.match(text, first.end()) is not None


def _is_lower_word(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.islower()


MIN_PROSE = 3
"""Words in small letters that make a dated line with a full stop a sentence."""
_UNTIL = re.compile(
    r" ?(?:-|–|—|to|until|till|bis|au|al|hasta|até|до|tot|til|till) ?(?:\d{1,2}\W+[^\W\d]+\W+\d{4}|\d{1,2}[./]\d)"
)


def _is_plain(text: str, published: re.Match[str], updated: re.Match[str]) -> bool:
    """Whether what was taken for "published" is no more than "date", in "Update date: 14 March"."""
    is_near = updated.end() >= published.start() or not _FIGURES.search(text[updated.end() : published.start()])
    return is_near and _DATE_WORD.match(published[0]) is not None


_DATE_WORD = re.compile(r"(?:date|datum|fecha|дата|日期)", re.IGNORECASE)


def _is_named(document: Document, place: Place, block: int) -> bool:
    """Whether an element named for a date begins with this block and holds little more, outside furniture."""
    outline = document.outline
    return any(
        outline.block_to[number] - block <= 2
        and document.mark(number) & Mark.DATE
        and not is_aside(document, number, place)
        for number in elements_in(document, range(block, block + 1))
    )


def read_walls(document: Document, place: Place) -> Iterator[Shown]:
    """The dates with a time of day between title and text, as the page's own clock shows them."""
    outline = document.outline
    for block in place.head():
        text = outline.blocks[block] if block < len(outline.blocks) else ""
        if len(text) <= MAX_TEXT and _CLOCK.search(text) and _DATED.search(text):
            yield from _weigh_line(text, 3, needs_wording=False)
    for number in outline.find("time"):
        if outline.block_from[number] in place.head():
            yield Shown(outline.attribute(number, "datetime"), 3, "time")


_CLOCK = re.compile(r"\d[:.h]\d\d(?!\d)")
