"""Lines that are part of the page and not of the article: clocks, counters, weather, advertisements, see-also lines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.changes.lexicon import CLOCK, COUNTED_WITH, COUNTER
from pipeline.dates.names import HALVES, MONTHS
from pipeline.text import fold, fold_letters

_LONGEST: Final = 160
"""Characters; no counter or label is longer, and a story's paragraph mostly is."""

_ADVERT: Final = re.compile(
    r"(?:اعلان(?:ات)?|ماده اعلانيه|مساحه اعلانيه|ads?|advert(?:isement|orial)?|sponsored(?: content)?|publicite|annonce"
    r"|contenu sponsorise|anzeige|werbung|publicidad|anuncio)\s*(?:$|[:|]|-\s)"
)
_SEE_ALSO: Final = re.compile(
    r"(?:ا?قرا[ءؤ]?(?:وا)? ايضا|شاهد(?:وا)? ايضا|طالع ايضا|اقرا المزيد|للمزيد|مواضيع ذات صله|اخبار ذات صله"
    r"|(?:a )?lire aussi|a lire|voir aussi|sur le meme sujet|(?:read|see|watch) (?:also|more)|also read"
    r"|related(?: (?:stories|articles|news))?"
    r"|(?:lesen|sehen) sie auch|mehr zum thema|lee (?:tambien|mas)|te puede interesar)\s*(?:$|[:|]|-\s)"
)
_WEATHER: Final = re.compile(
    r"(?:[^\W\d_]+ ){0,3}[-+]?\d{1,2} ?(?:°|º) ?[cf]?(?: [-/]? ?[-+]?\d{1,2} ?(?:°|º) ?[cf]?)?"
)
_DIGITS: Final = re.compile(r"\d+")


@lru_cache(maxsize=1 << 12)
def is_furniture(line: str) -> bool:
    """Whether a line is a clock, a counter, the weather, a labelled advertisement or a pointer to other articles."""
    if not line or len(line) > _LONGEST:
        return False
    lettered = fold_letters(line).strip()
    if _ADVERT.match(lettered) or _SEE_ALSO.match(lettered):
        return True
    return bool(_DIGITS.search(lettered)) and (_WEATHER.fullmatch(lettered) is not None or _is_figures(line))


def _is_figures(line: str) -> bool:
    """Whether a line has figures and nothing beside them but the words of clocks, or of counters."""
    words = set(_DIGITS.sub(" ", fold(line)).split())
    is_clock = all(word in CLOCK or word in MONTHS or word in HALVES for word in words)
    return bool(words or ":" in line) and (is_clock or (words <= COUNTER and not words <= COUNTED_WITH))


def without_furniture(body: str) -> str:
    """A text without such lines."""
    return "\n".join(line for line in body.split("\n") if not is_furniture(line))
