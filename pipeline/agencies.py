"""Which news agency a text names as its source: in its dateline, in brackets, on its last line, as its author. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.text import fold

_SPELLINGS: Final = {
    "AA": ("anadolu", "anadolu agency", "anadolu ajansi", "aa", "الأناضول"),
    "AFP": ("afp", "agence france presse", "أ ف ب", "أف ب", "أفب", "ا.ف.ب", "فرانس برس", "الفرنسية"),
    "ANSA": ("ansa",),
    "AP": ("ap", "associated press", "the associated press", "أ ب", "أسوشيتد برس", "أسوشييتد برس"),
    "APA": ("apa",),
    "APS": ("aps", "algerie presse service", "و أ ج", "وأج", "واج", "الأنباء الجزائرية"),
    "BNA": ("bna", "بنا", "أنباء البحرين"),
    "DPA": ("dpa", "د ب أ", "دب أ", "دبأ", "الأنباء الألمانية", "الألمانية"),
    "EFE": ("efe", "إفي"),
    "INA": ("ina", "واع", "الأنباء العراقية"),
    "IRNA": ("irna", "إرنا"),
    "KUNA": ("kuna", "كونا"),
    "Kyodo": ("kyodo", "kyodo news", "共同", "共同通信"),
    "MAP": ("map", "maghreb arabe presse", "و م ع", "ومع", "المغرب العربي للأنباء"),
    "MENA": ("أ ش أ", "أش أ", "أشأ", "أنباء الشرق الأوسط"),
    "NNA": ("nna", "الوطنية للإعلام"),
    "Petra": ("petra", "بترا"),
    "QNA": ("qna", "قنا", "الأنباء القطرية"),
    "RIA": ("ria", "ria novosti", "риа новости", "рия новости"),
    "Reuters": ("reuters", "رويترز", "рейтер"),
    "Saba": ("saba", "سبأ"),
    "SANA": ("sana", "سانا"),
    "SPA": ("spa", "واس", "الأنباء السعودية"),
    "SUNA": ("suna", "سونا"),
    "TAP": ("tap", "وات", "تونس أفريقيا للأنباء"),
    "TASS": ("tass", "тасс", "تاس"),
    "UPI": ("upi",),
    "WAFA": ("wafa", "وفا"),
    "WAM": ("wam", "وام", "أنباء الإمارات"),
    "Xinhua": ("xinhua", "شينخوا", "新华社", "新華社"),
    "Yonhap": ("yonhap", "يونهاب", "연합뉴스"),
    "agencies": ("agencies", "news agencies", "agences", "agenturen", "agencias", "agenzie", "وكالات", "الوكالات"),
}
"""The names people write for each agency, and `agencies` for those that name none."""

_NAMES: Final = {fold(spelling): name for name, spellings in _SPELLINGS.items() for spelling in spellings}
_ALSO_WORDS: Final = frozenset(
    fold(name)
    for names in ("aa ap apa bna ina map nna ria saba sana spa tap wam", "بنا واج واع ومع قنا سبأ سانا وات وفا واس وام")
    for name in names.split()
)
"""Names that are words or cities too: Latin ones count in capitals, Arabic ones in the brackets of a source line."""

_BEFORE: Final = re.compile(
    r"^(?:(?:source|quelle|fuente|fonte|avec|with|from|by|par|von|agence|agentur|agencia|المصدر|عن|نقلا|وكاله) )+(?=.)"
)
_AFTER: Final = re.compile(r"(?<=.)(?: (?:news agency|agency|للانباء|بتصرف|\d{4}))+$")
_HEAD, _TAIL, _DATELINE, _LINE = 240, 160, 90, 60  # characters looked at: of the text's ends, a dateline, a last line
_MARKS: Final = r"[(\[«\"“„/]\s*([^()\[\]«»\"“”„/\n]{2,50}?)\s*[)\]»\"”“/]"
_ENCLOSED: Final = re.compile(_MARKS)
_ENCLOSED_IN_LINE: Final = re.compile(rf"{_MARKS}\s*(?:[-–—:ـ]|[.…]?\s*(?:\n|$))")
_PARTS: Final = re.compile(r"\s*[/|,،;+&]\s*|\s+(?:et|and|und|y|e)\s+|\s+و(?=[أ-ي]{3})")
_BREAKS: Final = re.compile(r"\s*[-–—:/|ـ]\s*|,\s+|،\s*")


def find_agency(body: str, author: str | None = None) -> str | None:
    """The agency a text gives as its source (AFP, MAP, Reuters, `agencies` …), None when it names none."""
    text = body.strip()
    head, tail = text[:_HEAD], text[max(_HEAD, len(text) - _TAIL) :]
    for piece in (*_ENCLOSED_IN_LINE.findall(head), *_ENCLOSED_IN_LINE.findall(tail)):
        if name := _name_of(piece, is_enclosed=True):
            return name
    mentioned = (piece for piece in _ENCLOSED.findall(head[:_DATELINE]) if fold(piece) not in _ALSO_WORDS)
    bare = (*mentioned, *_bare_places(text, author or ""))
    return next(filter(None, map(_name_of, bare)), None)


def _bare_places(text: str, author: str) -> Iterator[str]:
    """Where an agency is named without brackets as a source and not as a subject."""
    first, last = text.partition("\n")[0], text.rpartition("\n")[2]
    yield from _BREAKS.split(first[:_DATELINE])[:-1]
    for line in (first, last):
        if len(line) <= _LINE:
            yield from (line, *_BREAKS.split(line))
    yield from author.split("; ")


def _name_of(piece: str, *, is_enclosed: bool = False) -> str | None:
    for part in (piece, *_PARTS.split(piece)):
        words = fold(part)
        for spelling in (words, bare := _BEFORE.sub("", words), _AFTER.sub("", bare)):
            if spelling in _NAMES and (spelling not in _ALSO_WORDS or _is_meant(part, is_enclosed=is_enclosed)):
                return _NAMES[spelling]
    return None


def _is_meant(part: str, *, is_enclosed: bool) -> bool:
    return part.isupper() if part.isascii() else is_enclosed
