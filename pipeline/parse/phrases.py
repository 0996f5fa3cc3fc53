"""Phrases of furniture inside a story: headings of related boxes, share and newsletter lines, in many languages."""

from __future__ import annotations

import re
from typing import Final

_HEADING: Final = re.compile(
    r"^(?:related (?:articles|stories|news|posts|topics|content|links|coverage)|related:?$|read (?:also|more|next)"
    r"|see also|more (?:from|on|stories|news|in|like)|also read|recommended|you may (?:also )?like|you might"
    r"|most (?:read|popular|viewed)|popular|trending|latest (?:news|stories)|comments?\b|leave a (?:reply|comment)"
    r"|share (?:this|on)|newsletter|sign up|subscribe|about the author"
    r"|further reading|don.t miss|editor.s picks|top stories|what to read next|join the|follow us|tags?$|topics$"
    r"|sponsored|advertisement"
    r"|mehr (?:zum|zu|aus|von)|lesen sie|auch interessant|weitere (?:artikel|themen|meldungen|nachrichten|beiträge"
    r"|infos?)|das könnte|themen$|kommentare?\b|newsletter|zum thema|empfohlen|meistgelesen|verwandte"
    r"|lire aussi|à lire|sur le même|voir aussi|articles? (?:liés|similaires)|les plus lus|commentaires?\b"
    r"|à découvrir|plus d"
    r"|relacionad|noticias relacionadas|te puede|lee también|lea también|más (?:leíd|notici|sobre|de)|comentarios"
    r"|le puede|también te|mira también"
    r"|leggi anche|potrebbe|articoli correlati|commenti|veja (?:também|mais)|leia (?:também|mais)|mais lidas"
    r"|comentários"
    r"|اقرأ أيض|اقرا ايض|إقرأ أيض|مواضيع|أخبار ذات|ذات صلة|مقالات|شاهد أيض|تعليق|التعليقات|المزيد|قد يعجبك|الأكثر"
    r"|ذات علاقة|آخر الأخبار"
    r"|читайте|по теме|комментарии|ещё|смотрите|lees ook|meer (?:over|nieuws)|läs (?:också|mer|även)|les også"
    r"|læs også|lue myös|czytaj|przeczytaj|zobacz"
    r"|関連|あわせて|おすすめ|ランキング|相关|推荐|延伸閱讀|관련)",
    re.IGNORECASE,
)
_LINE: Final = re.compile(
    r"^(?:(?:read|see|watch|listen)(?: (?:also|more|next|now))\s*[:：]|also read|advertisement|anzeige|publicidad"
    r"|publicité|إعلان|реклама|story continues|"
    r"continue reading|share (?:this|on)|follow us|click here to|sign up for|subscribe to|get the latest"
    r"|(?:à )?lire (?:aussi|également)\s*:|lees ook|lesen sie auch|mehr zum thema"
    r"|leggi anche|lee también|lea también|leia (?:também|mais)|veja também|read more|mehr dazu|اقرأ أيضا|إقرأ أيضا"
    r"|اقرأ أيضًا|شاهد أيضا|читайте также|"
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos reserv"
    r"|tutti i diritti riserv|все права защищены|wszelkie prawa|جميع الحقوق|alla rättigheter|tüm hakları"
    r"|have (?:a (?:tip|story)|something to say)\b|got a (?:tip|story)\b|do you have (?:an opinion|a (?:tip|story))"
    r"|copyright ©|©|photo\s*:|foto\s*:|image\s*:|bild\s*:|getty images|credit\s*:|\(?photo by"
    r"|<img|<iframe)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"\{[|*]|[{};]\s*(?:var|function|if|return)\b|\bfunction\s*\(")


MAX_LINE: Final = 200


def is_furniture_heading(text: str) -> bool:
    """Whether a heading opens a box of related stories, comments, a newsletter …"""
    return len(text) < 80 and _HEADING.match(text) is not None


def is_furniture_line(text: str) -> bool:
    """Whether a short line is an invitation, a credit or a piece of script."""
    if len(text) < MAX_LINE and _LINE.match(text):
        return True
    return "{" in text and _CODE.search(text[:300]) is not None
