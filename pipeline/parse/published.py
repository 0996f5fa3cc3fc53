"""Reader of the dates a page shows around its story: `time` elements and dated lines, each with how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.parse.document import Document
from pipeline.parse.place import Place, elements_in, is_aside
from pipeline.parse.words import Mark
from pipeline.text import to_lower

MAX_TIMES = 60
"""`time` elements looked at near the title, and from the top: a hostile page has as many as it likes."""
MAX_TEXT = 140
"""Characters of a line that is a dateline; longer ones are running text."""
_FIGURES = re.compile(r"\d(?:\d{3}| ?[./|-] ?\d)")  # looked for first: it costs a tenth of the next
_DATED = re.compile(
    r"\d{1,2}.{0,18}\d{4}|\d{4}.{0,18}\d{1,2}|(?<!\d)\d{1,2} ?[./|-] ?\d{1,2} ?[./|-] ?\d{2}(?!\d)"
    r"|\d{1,2}\D{1,14}\d{1,2}, \d{4}"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of many languages that are looked for in a line. Looking for each plainly costs a tenth of the pattern."""

    stems: tuple[str, ...]
    pattern: re.Pattern[str]

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
        return any(stem in lower for stem in self.stems)


def _word(stems: str) -> Wording:
    """A wording of stems between bars; what follows a tilde in one is a pattern."""
    words = [stem.partition("~") for stem in stems.split("|")]
    pattern = "|".join(re.escape(stem) + tail for stem, _, tail in words)
    return Wording(tuple(stem for stem, _, _ in words), re.compile(pattern, re.IGNORECASE))


_PUBLISHED = _word(
    "published|publizie|publicer|publish|publisert|publicad|publicaç|publié|publicat|publiceret|posted|created"
    "|first on|first aired|released|issued|date~[: ]"
    "|paru |mis en ligne|fecha|data pubb|data di pubb|pubblicat|veröffentlicht|erstellt|erschienen|geschrieben|datum"
    "|eingestellt|udgivet|offentliggjort|julkaist|gepubliceerd|geplaatst|opublikowan|data publikacji|dodano|dodana"
    "|dodany|publikov|zveřejněn|vydáno|közzét|megjelen|objavljen|опублик|публик|дата|δημοσι|yayın|eklenme|oluştur"
    "|giriş tarihi|diterbitkan|tayang|ngày đăng|نشر|انتشار|شائع|פורסם|प्रकाशित|প্রকাশ|เผยแพร่|发布|發布|发表|發表|公開|掲載"
    "|配信|投稿|입력|등록|작성|승인"
)
_UPDATED = _word(
    "update~d?\\b|modified|revised|last change|last review|reviewed|aktualisier|geändert|überarbeitet|zuletzt"
    "|mis à jour|mise à jour|màj~\\b|maj~\\b|modifié|actualisé|actualizad|modificad|atualizad|aggiornat|modificat"
    "|uppdatera|oppdatert|opdateret|ændret|päivitet|muokattu|bijgewerkt|gewijzigd|aktualiz|обновл|измен|оновлен|güncel"
    "|تحديث|تعديل|بروزرسانی|به‌روز|ویرایش|更新|수정|diperbarui|cập nhật|actualitza|frissít|עודכן|अपडेट|ενημερ"
)
_NOT_THE_STORYS = Wording(
    (
        *("©", "copyright", "原文", "original", "all rights", "alle rechte", "expire", "event", "deadline", "born"),
        *("geboren", "valid", "gültig", "as of", "(@"),
    ),
    re.compile(
        r"©|copyright|原文|original|all rights|alle rechte|expires?|event|deadline|born|geboren|valid|gültig|as of"
        r"|^[—–-] .{2,60}\(@",
        re.IGNORECASE,
    ),
)
_MARKS = str.maketrans(dict.fromkeys("•·●▪■|│｜►▸◦⋅\u200e\u200f", " "))
INSIDE = 0.8
"""What a date loses behind the first paragraph, where boxes with other stories stand."""
LAST_RESORT = 0.1
"""Belief in a date of change: told under the reader's name "updated" when the page dates itself by nothing else."""
_MAX_LABEL = 30  # characters of a line that only says what the next is
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
        return 3 - 0.02 * (block - place.title) - (INSIDE if block > place.first else 0)
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
        if weight > 0 and not is_aside(document, number, place):
            yield Shown(outline.attribute(number, "datetime") or outline.text_of(number), weight + 0.4, "time")


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
        if block >= len(texts) or not _is_dated(texts[block]):
            continue
        is_named = _is_named(document, place, block)
        is_tail = block >= place.last and block not in head
        weight = weigh_block(place, block) + (0.5 if is_named else 0)
        needs_wording = is_tail and not is_named and not _is_signed(texts, block)
        yield from _weigh_line(_with_label(texts, block), weight, needs_wording=needs_wording)
    yield from _read_inside(texts, range(head.stop, place.last))


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
