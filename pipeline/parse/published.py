"""Reader of the dates a page shows around its story: `time` elements and dated lines, each with how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.parse.document import Document
from pipeline.parse.place import Place, elements_in, is_aside
from pipeline.parse.words import Mark

MAX_TIMES = 60
"""`time` elements looked at near the title, and from the top: a hostile page has as many as it likes."""
MAX_TEXT = 140
"""Characters of a line that is a dateline; longer ones are running text."""
_FIGURES = re.compile(r"\d{4}|\d ?[./|-] ?\d")  # looked for first: it costs a tenth of the next
_DATED = re.compile(
    r"\d{1,2}.{0,14}\d{4}|\d{4}.{0,14}\d{1,2}|(?<!\d)\d{1,2} ?[./|-] ?\d{1,2} ?[./|-] ?\d{2}(?!\d)"
    r"|\d{1,2}\D{1,14}\d{1,2}, \d{4}"
)
_PUBLISHED = re.compile(
    r"publi(?:shed|zie|cer|sh|sert|cad|caç|é|cat|ceret)|posted|created|first (?:on|aired)|released|issued|date[: ]"
    r"|paru |mis en ligne|fecha|data (?:di )?pubb|pubblicat|veröffentlicht|erstellt|erschienen|geschrieben|datum"
    r"|eingestellt"
    r"|udgivet|offentliggjort|julkaist|gepubliceerd|geplaatst|opublikowan|data publikacji|dodan[oay]|publikov"
    r"|zveřejněn|vydáno|közzét|megjelen|objavljen|опублик|публик|дата|δημοσι|yayın|eklenme|oluştur|giriş tarihi"
    r"|diterbitkan|tayang|ngày đăng|نشر|انتشار|شائع|פורסם|प्रकाशित|প্রকাশ|เผยแพร่|发布|發布|发表|發表|公開|掲載|配信|投稿"
    r"|입력|등록|작성|승인",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updated?\b|modified|revised|last (?:change|review)|reviewed|aktualisier|geändert|überarbeitet|zuletzt"
    r"|mis(?:e)? à jour|m[àa]j\b|modifié|actualisé|actualizad|modificad|atualizad|aggiornat|modificat|uppdatera"
    r"|oppdatert"
    r"|opdateret|ændret|päivitet|muokattu|bijgewerkt|gewijzigd|aktualiz|обновл|измен|оновлен|güncel"
    r"|تحديث|تعديل|بروزرسانی|به‌روز|ویرایش|更新|수정|diperbarui|cập nhật|actualitza|frissít|עודכן|अपडेट|ενημερ",
    re.IGNORECASE,
)
_NOT_THE_STORYS = re.compile(
    r"©|copyright|原文|original|all rights|alle rechte|expires?|event|deadline|born|geboren|valid|gültig|as of|kl\. ",
    re.IGNORECASE,
)
_MARKS = str.maketrans(dict.fromkeys("•·●▪■|│｜►▸◦⋅\u200e\u200f", " "))
LAST_RESORT = 0.1
"""Belief in a date of change: told under the reader's name "updated" when the page dates itself by nothing else."""
_ENOUGH = 70  # characters beside the date that a dateline may have: weekday, byline, place, reading time


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with a date in it, how far it is believed (0 not at all), and the reader's name."""

    text: str
    weight: float
    source: str


def read_shown_dates(document: Document, place: Place) -> list[Shown]:
    """Every dated `time` element and line around the story that can be its publication."""
    shown = [*_read_times(document, place), *islice(_read_lines(document, place), MAX_TIMES)]
    return [replace(one, text=one.text.translate(_MARKS).lstrip(" :：")) for one in shown if one.weight > 0]


def weigh_block(place: Place, block: int) -> float:
    """How well a block is placed to date the story: best between title and first paragraph."""
    if place.title <= block < place.head().stop:
        return 3 - 0.02 * (block - place.title)
    if block in place.above():
        return 2.9 - 0.1 * (place.title - block)
    if block in place.tail():
        return 1.2 - 0.02 * (block - place.last)
    return 0


def _read_times(document: Document, place: Place) -> Iterator[Shown]:
    """`time` elements: near the title, else those that say they are the publication or stand in no furniture."""
    outline = document.outline
    times = outline.find("time")
    near = [number for number in times if weigh_block(place, outline.block_from[number])]
    for number in dict.fromkeys([*near[:MAX_TIMES], *times[:MAX_TIMES]]):
        attributes = outline.attributes[number]
        weight = weigh_block(place, outline.block_from[number])
        if "pubdate" in attributes or "datepublished" in (attributes.get("itemprop") or "").lower():
            weight = max(weight, 1) + 1
        elif not weight:
            weight = 0.3
        if document.mark(number) & Mark.MODIFIED and not document.mark(number) & Mark.DATE:
            weight -= 1
        line = outline.line_at(number)
        before, found, _ = line.partition(outline.text_of(number) or "\0")
        if found and len(line) <= 2 * MAX_TEXT:
            weight += _weigh_wording(before)
        if weight > 0 and not is_aside(document, number):
            yield Shown(outline.attribute(number, "datetime") or outline.text_of(number), weight + 0.4, "time")


def _weigh_wording(before: str) -> float:
    """What the words before a date make of it: the last of "published" and "updated" counts."""
    published = max((found.start() for found in _PUBLISHED.finditer(before)), default=-1)
    updated = max((found.start() for found in _UPDATED.finditer(before)), default=-1)
    if published == updated:
        return 0
    return 2 if published > updated else -2.4


def _read_lines(document: Document, place: Place) -> Iterator[Shown]:
    outline = document.outline
    inside = range(place.head().stop, place.last)
    for block in (*place.head(), *place.above(), *place.tail(), *inside):
        text = outline.blocks[block] if block < len(outline.blocks) else ""
        if not 6 <= len(text) <= MAX_TEXT or not _FIGURES.search(text):
            continue
        if not _DATED.search(text) or _NOT_THE_STORYS.search(text):
            continue
        if block in inside:
            if len(text) > MAX_TEXT // 2:
                continue
            if said := _PUBLISHED.match(text):
                yield Shown(text[said.end() :], 2, "text")
            elif _UPDATED.match(text):
                yield Shown(text, LAST_RESORT, "updated")
            continue
        is_named = _is_named(document, block)
        is_tail = block >= place.last and block not in place.head()
        weight = weigh_block(place, block) + (0.5 if is_named else 0)
        needs_wording = is_tail and not is_named and not _is_signed(outline.blocks, block)
        yield from _weigh_line(text, weight, needs_wording=needs_wording)


def _is_signed(texts: list[str], block: int) -> bool:
    """Whether a byline stands on this line or the one above."""
    return any(len(text) <= MAX_TEXT and _SIGNED.search(text) for text in texts[max(block - 1, 0) : block + 1])


_SIGNED = re.compile(
    r"^(?:written |posted |words |text |geschrieben |écrit )?(?:by|von|par|por|autor(?:in)?|authors?|text)\b"
    r"|, (?:by|von|par|por) ",
    re.IGNORECASE,
)


def _weigh_line(text: str, weight: float, *, needs_wording: bool) -> Iterator[Shown]:
    """A line's date of publication: what follows "published", else what precedes "updated", else the line."""
    published, updated = _PUBLISHED.search(text), _UPDATED.search(text)
    is_of_change = updated and published and published.end() <= updated.start()
    between = text[published.end() : updated.start()] if published and updated else ""
    if published and _DATED.search(text, published.end()) and not (is_of_change and not _DATED.search(between)):
        yield Shown(text[published.end() :], weight + 2, "text")
        return
    if updated:
        if _DATED.search(text[: updated.start()]):
            yield Shown(text[: updated.start()], weight, "text")
        else:
            yield Shown(text, max(weight - 2.4, LAST_RESORT), "updated")
        return
    if needs_wording:
        return
    spare = len(_DATED.sub("", text))
    yield Shown(text, weight - (1.5 if spare > _ENOUGH else 0), "text")


def _is_named(document: Document, block: int) -> bool:
    """Whether an element named for a date begins with this block and holds little more, outside furniture."""
    outline = document.outline
    return any(
        outline.block_to[number] - block <= 2 and document.mark(number) & Mark.DATE and not is_aside(document, number)
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
