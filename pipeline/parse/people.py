"""Makes names out of bylines as people write them: "By Ida Sund and Per Aas, Reuters | 3 March" holds three."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.dates.names import MONTHS
from pipeline.parse.byline_words import strip_label
from pipeline.text import fold, squeeze, to_lower


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


MAX_NAME = 60
MAX_WORDS = 6
MAX_BYLINE, MAX_BYLINES = 1_000, 100
"""Characters of a byline, and bylines, that are read; the longest of 609 real pages has 300 characters."""

_VERBS = (
    r"(?:(?:guest )?(?:post|article|story|column|opinion|review|report|analysis|words|reporting|interview)"
    r"|written|posted|published"
    r"|reported|created|submitted|geschrieben|erstellt|veröffentlicht|verfasst|publiziert|eingestellt|artikel|beitrag"
    r"|kommentar|interview|kolumne|eine kolumne|ein gastbeitrag|gastbeitrag|reportage|texte?|écrit|publié|rédigé"
    r"|propos recueillis"
    r"|escrito|publicado|texto|scritto|pubblicato|articolo|skrevet|skriven|publicerad|geschreven|napisał[ao]?|tekst)"
)
_PREPOSITIONS = r"by|von|vom|par|por|di|da|de|door|av|af|przez|от|oleh|od|ng|ni"
_NOUNS = (
    r"autor(?:en|in|es|a|as|i|zy|ka|ul|s)?|auteure?s?|authors?|author name|autrice|autore|autori|redactora?"
    r"|redacción|redazione"
    r"|redaktion|redakteur(?:in)?|redakcja|reporters?|journalist|writer|words|text[eo]?|tekst|teksti|автор(?:ы"
    r"|и)?|текст|журналист"
    r"|yazan|yazar|haber|muhabir|penulis|reporter|írta|szerző|tác giả|συντάκτης|γράφει (?:ο|η)|του|της|ingezonden door"
    r"|الكاتب(?:ة)?|المؤلف|المحرر|إعداد|اعداد|تحرير|بقلم|كتبت|كتب|المصدر|نوشته|نویسنده|به قلم|מאת|作者|記者|记者"
    r"|文|撰文|執筆|取材・文|글|作者名|责编|責編|责任编辑|लेखक"
)
_BY = (
    rf"(?:(?:{_VERBS} (?:{_PREPOSITIONS}|of)|{_PREPOSITIONS}|بقلم|كتبت|كتب|إعداد|اعداد|تحرير|مאת)(?:\s*[:：]\s*"
    rf"|\s+)|(?:{_NOUNS})\s*[:：/|–-]\s*)"
)
_PREFIX = re.compile(rf"^(?:{_BY})(?=\S)", re.IGNORECASE)
# Those without IGNORECASE are of text in lower case: they fail at a first letter, and cost a third.
_MAY_BEGIN = re.compile(_BY)
_ONLY_PREFIX = re.compile(rf"(?:{_VERBS}|{_VERBS} )?(?:{_PREPOSITIONS}|{_NOUNS})?\s*[:：]?")
_MEDIUM = (
    r"(?:fotos?|photos?|photographs?|bild(?:er)?|pictures?|videos?|illustrations?|grafik(?:en)?|imágenes"
    r"|fotografías?|kamera|images?)"
)
_WORDED = r"(?:texte?|words|story|texto|tekst|report|bericht|stories)"
_AND = r"\s*(?:&|\+|/|,|und|and|et|y|e|og|och|en)\s*"
_CREDIT = re.compile(
    rf"^{_WORDED}(?:{_AND}{_MEDIUM})+\s*(?::|by|von|par|por|di)\s*|^{_MEDIUM}{_AND}{_WORDED}\s*(?::|by|von|par|por)\s*",
    re.IGNORECASE,
)
_PICTURE_CREDIT = re.compile(rf"^{_MEDIUM}(?:\s*[:：]| (?:by|von|par|por|av|af|di)\b)", re.IGNORECASE)

_LISTED = re.compile(r"\s*(?:,|;|\||•|·|،|、|，|؛|\n|/ | – | — | - |\t)\s*")
_JOINED = re.compile(r"\s+(?:and|und|et|y|e|og|och|ja|en|i|&|و)\s+(?=\S)|\s*&\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:[(\[（].*|@\w+.*|\S+@\S+.*|\b(?:updated|published|posted|veröffentlicht|publié|publicado|pubblicato"
    r"|aktualisiert)\b.*"
    r"|\s(?:in|on|at|for|via|with|from|avec|mit|con|com|med)\s.*"
    r"|(?:^|\s)(?:am |um |le |el |il |den |dne |del |på |the |à |a las |at )?\d.*"
    r"|(?<=[^\W\d_a-zA-Z])\d.*|\bread more\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TAIL_WORDS = _set_of(
    "updated published posted veröffentlicht publié publicado pubblicato aktualisiert in on at for via with from read"
    " avec mit con com med"
    " staff am le el il um the den and und y et e von by"
)
_DANGLING = re.compile(r"\s+(?:am|on|at|le|el|il|um|in|the|den|,|and|und|y|et|e|for|von|by|with)$", re.IGNORECASE)
_NOT_NAME = re.compile(
    r"[@<>{}\[\]\d!?=…#%*]|^[a-z]+(?:-[a-z]+)+$|[^\W\dA-Z_]{5}[A-Z][a-z]{2}|https?:|www\.|\.com\b|\.org\b|\.net\b|: "
)
_NOBODY = re.compile(
    r"(?:admin\w*|administrat(?:or|eur|ör)|super ?user|users?|guest|gast|root|webmaster|unknown|unbekannt"
    r"|anonym(?:ous|us)?|none|null"
    r"|undefined|default|n/?a|nan|author|autor|editor|مدير|الادمن|ادمن|المدير|staff|(?:our|the) (?:staff|team"
    r"|editors?|reporter|correspondent)"
    r"|wordpress|wp|(?:web|news|online|digital|city|sports?|editorial|national) ?desk|contributors?"
    r"|follow(?: us)?|share|e-?mail"
    r"|twitter|tweet|facebook|linkedin|instagram|whatsapp|telegram|youtube|rss|feed|more|profile|bio|about"
    r"|comments?|home|news|login"
    r"|posted|published|updated|publiziert|veröffentlicht|print|contact|website|view|subscribe|tags?|teilen"
    r"|drucken|image|photo|getty"
    r"|kommentare?|commentaires?|comentarios|kommentarer|lesezeit|lesedauer|minut(?:en|es?|os)|min|reading|time"
    r"|articles?|all|alle|keine|no|of|to|previous|next|post|table|contents?|page|part|process|policy|guidelines"
    r"|updated|veröffentlicht|aktualisiert|actualizado|atualizado|publicado|aggiornato|pubblicato|publié(?: le)?"
    r"|mis à jour|actualisé|opdateret|oppdatert|uppdaterad|publicerad|publisert|gepubliceerd|bijgewerkt|zuletzt|last"
    r"|güncelleme|обновлено|опубликовано|تحديث|نشر|son güncelleme|filed under.*|(?:click )?here"
    r"|advertisement|source|close|menu|search|read|watch"
    r"|(?:no|keine?|aucun|sin|nessun|\d+) (?:comments?|kommentare?|commentaires?|comentarios|commento|commenti))"
)
_ROLE = (
    r"editors?|reporters?|correspondents?|journalists?|writers?|redakteur(?:in)?|reporterin|chief|director|columnists?"
    r"|contributors?|photographers?|producers?|managers?|co-?founders?|founder|ceo|cto|korrespondent(?:in)?"
    r"|redactora?|periodista"
    r"|journaliste|rédacteur|rédactrice|giornalista|freelance|freelancer|analyst|professor|lecturer|researcher"
    r"|president|partner"
    r"|head of|volontär(?:in)?|chefredakteur(?:in)?|ressort(?:leiter(?:in)?)?|journalistin|strategist|specialist"
    r"|reporter|muhabiri|기자"
    r"|expert|consultant|engineer|developer|marketer|blogger|coach|advis[eo]r|attorney|scientist|economist|officer"
    r"|moderator|mitglied|member|toimittaja|redaktör|skribent|publisher|anchor|critic|fellow|intern"
)
_RANK = (
    r"senior|junior|staff|chief|deputy|associate|assistant|managing|executive|politics|political|sports?"
    r"|business|news|science|health|city|crime"
    r"|court|education|technology|tech|culture|features?|digital|freelance|national|international|local|lead"
    r"|special|contributing|investigative"
    r"|multimedia|general|economics|environment|defen[cs]e|diplomatic|foreign|home affairs|consumer|money|travel"
    r"|lifestyle|guest|the"
)
_JOB = re.compile(rf"\b(?:{_ROLE})\b")
_JOB_TAIL = re.compile(
    rf"^(?P<name>\S+ \S+(?: \S+)??),? (?:(?:(?:{_RANK})\s+)+(?:\S+ )?)?(?:{_ROLE}|staff)\b.*$", re.IGNORECASE
)
_RANKED = re.compile(_RANK)
_COLLECTIVE = re.compile(
    r"\b(?:staff(?: reports?| writers| reporters)?|team|desk|editors|editorial board|newsroom|bureau|newswire"
    r"|news service|redaktion|redaktionsteam"
    r"|redacción|rédaction|redazione|redactie|redakcja|toimitus|correspondents|web team|reporters)$"
)
_ARTICLE = re.compile(r"^(?:do|da|de|del|dal|della|vom|der|die|das|the|le|la|el|em|en) ", re.IGNORECASE)
_WEEKDAYS = _set_of(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag"
    " sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado"
    " domingo lunedi martedi mercoledi giovedi venerdi domenica segunda terca quarta quinta sexta maandag dinsdag"
    " woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag fredag lordag sondag poniedzialek"
    " wtorek sroda czwartek piatek sobota niedziela понедельник вторник среда четверг пятница суббота воскресенье"
    " pazartesi sali carsamba persembe cuma cumartesi pazar today yesterday heute gestern hoy ayer aujourd'hui"
    " hier"
)
_NUMBERED = re.compile(r"[^\W\d]+\d{1,3} [^\W\d]+")  # a station's or site's own name in its newsroom's
_EDITORS = _set_of("redaktion redaktionsteam redacción rédaction redazione redactie redakcja toimitus")
_GENERIC = _set_of("news web editorial online our the digital senior special city sports from a an by staff")
_PARTICLES = _set_of(
    "von van de der den del della di da do dos das la le el al bin ibn ben ter ten af av zu zum zur vom und and y e i"
    " et og du des of the für d' st na a"
)


def clean_authors(raw: tuple[str, ...], is_site: Callable[[str], bool]) -> tuple[str, ...]:
    """The people named, each once. `is_site` knows the newspaper's and the site's names, which are nobody's."""
    found: dict[str, str] = {}
    for text in raw[:MAX_BYLINES]:
        text = text[:MAX_BYLINE]
        if "://" not in text:
            for name in (text,) if _is_bare_name(text) else names_in(text, is_site):
                key = fold(name)
                if key and not is_site(name) and is_name(name):
                    found.setdefault(key, name)
    return tuple(found.values())


def _is_bare_name(text: str) -> bool:
    """Whether a claim is a first and a last name alone: nine of ten; to take one apart costs ten times as much."""
    first, _, last = text.partition(" ")
    if not (first.istitle() and last.istitle() and first.isalpha() and last.isalpha()) or last in _LAST_WORDS:
        return False
    return not _MAY_BEGIN.match(to_lower(text))


def names_in(text: str, is_site: Callable[[str], bool]) -> Iterator[str]:
    """The parts of a byline that stand where names do, without prefix, tail and job; not yet judged."""
    if not text.isalpha():
        text = _AT.sub("@", _TAG.sub("", text) if "<" in text else text).translate(_BRACKETS)
    for line in without_others(text).split("\n"):
        line = squeeze(line)
        line = (_DEGREE.sub("", line) if not line.islower() else line).strip(" ()（）")
        if _PICTURE_CREDIT.match(line) or _OTHERS.match(line):
            continue
        line = _without_place_behind(strip_by(line))
        parts = [part for part in _LISTED.split(line) if part]
        if len(parts) == 2 and line.count(",") == 1 and not any(" " in part for part in parts) and parts[1].istitle():
            parts = [f"{parts[1]} {parts[0]}"]  # "Last, First"
        for part in _without_place([part for part in parts if not _OTHER_JOB.match(part)] if len(parts) > 1 else parts):
            for name in () if is_site(part) else _split_joined(part):
                if name != part and is_site(name):  # before its tail is cut: a newspaper can be called "Today 24"
                    continue
                bare = strip_tail(strip_by(name))
                is_of_date = (
                    bare != name and " " not in bare and ((len(bare) < 4 and bare.isascii()) or fold(bare) in MONTHS)
                )
                plain = _ARTICLE.sub("", bare)
                if not is_of_date and fold(bare) not in _WEEKDAYS and (plain == name or not is_site(plain)):
                    yield bare  # no "April" of "April 28, 2023", no "Mi" of "Mi 3.4."


_LAST_WORDS = _set_of("Agencies Am On At By Von Updated Published Posted")
_OTHERS = re.compile(
    r"(?:(?:fact|data)[- ]check(?:ed)?|(?:medically |expert |peer )?(?:edited|reviewed|tested|translated|updated"
    r"|approved|verified)"
    r"|photos?|photography|photographs?|illustrat(?:ed|ions?)|graphics?|video|art(?:work)?) by\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(r",? *\b(?:Ph\.?D|M\.?D|M\.?B\.?A|MPH|J\.?D|RDN?|CPA|CFP|M\.?Sc|B\.?Sc|LCSW|DVM|Esq)\b\.?")
_COMPANY = re.compile(r"\b(?:inc|ltd|gmbh|ag|llc|corp|co|plc|s\.?a|s\.?r\.?l|s\.?p\.?a|kg|b\.?v|a/s|pty)$")
_AT = re.compile(r" ?[\[(](?:at|ät)[\])] ?")
_TAG = re.compile(r"<[^<>]{1,60}>")
_BRACKETS = str.maketrans("[]【】《》「」", "        ")


def _without_place_behind(line: str) -> str:
    """A line without what stands behind a dash after a full name: "Ida Sund — Rio de Janeiro", "Ida Sund - Desk"."""
    if not (found := _DASH.search(line)):
        return line
    before = line[: found.start()]
    is_person = 2 <= len(before.split()) <= 3 and is_full_name(before)
    return before if is_person and not _is_agency(line[found.end() :]) else line


_DASH = re.compile(r"\s[–—-]\s")
_OTHER_JOB = re.compile(
    r"(?:editor|edited|editing|editör|redaktur|penyunting|fotos?|photos?|photographs?|bild(?:er)?|illustrations?|video|"
    r"камера|фото|编辑|編輯|摄影|攝影|校对|写真)\s*[:：]",
    re.IGNORECASE,
)


def _without_place(parts: list[str]) -> list[str]:
    """The parts without a single word behind a full name: "Ida Sund, Oslo". An agency is none."""
    if not parts or " " not in parts[0].strip():
        return parts
    return [
        parts[0],
        *(part for part in parts[1:] if " " in part.strip() or _is_agency(part) or part.islower()),
    ]


def strip_by(text: str) -> str:
    """A byline without "By", "Text & Fotos:" and the like before it."""
    text = _CREDIT.sub("", text)
    if (labelled := strip_label(text)) is not None:
        text = labelled
    while _MAY_BEGIN.match(to_lower(text)) and (shorter := _PREFIX.sub("", text)) != text:
        text = shorter
    return text


def _split_joined(text: str) -> list[str]:
    """Names joined by "and" when each is a full name: "Linny and Peter" and a ministry "for A and B" stay one."""
    parts = [part for part in _JOINED.split(text) if part]
    if all(" " in part.strip() or _is_agency(part) for part in parts):
        return parts
    return [text]


def _is_agency(text: str) -> bool:
    """Whether a single word is an agency's: all capitals, or one of the best known."""
    return (text.isupper() and 2 <= len(text) <= 6) or to_lower(text) in _AGENCIES


_AGENCIES = _set_of(
    "reuters agencies agenturen agences agencias bloomberg dpa afp ap sid apa ansa efe lusa ntb tt ritzau"
)


def strip_tail(text: str) -> str:
    """A name without what follows it: a date, an address, a handle, a job."""
    if _has_no_tail(text):
        return _undoubled(text.strip(_EDGE))
    cut = _DANGLING.sub("", _TAIL.sub("", text).strip(_EDGE))
    if (capitals := _CAPITALS.match(cut)) and capitals.end() < len(cut):
        cut = capitals[0].rstrip()  # "IDA SUND Associated Press"
    before, _, month = cut.rpartition(" ")
    text = before.strip(_EDGE) if cut != text and before and fold(month) in MONTHS else cut
    job = None if _COLLECTIVE.search(to_lower(text)) else _JOB_TAIL.match(text)
    return _undoubled((job["name"] if job else text).strip(_EDGE))


_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+)+ (?=[A-ZÀ-Þ][a-zß-ÿ])")


def _has_no_tail(text: str) -> bool:
    """Whether a text is of letters and spaces and no word begins a tail: asked first, being 5 times cheaper."""
    lower = to_lower(text)
    if text[:2].isupper() and _CAPITALS.match(text):
        return False
    if not lower.replace(" ", "").isalpha() or not _TAIL_WORDS.isdisjoint(lower.split()):
        return False
    return _JOB.search(lower) is None


def _undoubled(text: str) -> str:
    """A name that stands twice in a row, once for a small screen and once for a large one, once."""
    half = len(text) // 2
    return text[:half] if len(text) % 2 and text[half] == " " and text[:half] == text[half + 1 :] else text


_EDGE = " .~-–—|:*\"'“”«»,/"


@lru_cache(maxsize=1 << 12)
def is_name(text: str) -> bool:
    """Whether a text can be a person's or an agency's name: short, no job title, no address, no bare "by".

    Remembered: a page says a name in several places, and its site on several pages.
    """
    if not 2 <= len(text) <= MAX_NAME:
        return False
    lower, words = to_lower(text), text.split()
    if _NOBODY.fullmatch(lower) or (len(words) > 1 and _COMPANY.search(lower)):
        return False
    found = _COLLECTIVE.search(lower)
    if _NOT_NAME.search(text) and not (found and _NUMBERED.fullmatch(text)):
        return False
    if len(words) > MAX_WORDS or (len(words) > 1 and max(map(len, words)) < 3 and text.isascii()):
        return False
    if found:
        rest = lower[: found.start()].split()
        return found[0] in _EDITORS if not rest else not _GENERIC.issuperset(rest)
    if _ONLY_PREFIX.fullmatch(lower) or all(map(_RANKED.fullmatch, lower.split())):
        return False
    return not (_JOB.search(lower) and len(words) < 5)


def is_capitalised(name: str) -> bool:
    """Whether a name is written as one: in scripts with capitals every word but "von", "de", "al" has one."""
    words = [word for word in name.split() if to_lower(word) not in _PARTICLES]
    cased = [word for word in words if word[0].lower() != word[0].upper() and not "ა" <= word[0] <= "ჿ"]  # Georgian
    return bool(words) and all(word[0].isupper() for word in cased)


def is_full_name(text: str) -> bool:
    """Whether a text is first and last name and nothing else, so that it can stand without "by"."""
    words = text.split()
    return (
        2 <= len(words) <= 4
        and is_name(text)
        and is_capitalised(text)
        and not any(
            _NOBODY.fullmatch(to_lower(word)) or ((key := fold(word)) in MONTHS and key not in _NAMES_OF_PEOPLE)
            for word in words
        )
    )


_NAMES_OF_PEOPLE = _set_of(
    """
    abe adar afi agosti agosto ago ara april apr aprile aug august augusta augusti augusto augusts augustus avril bal
    elo eka gen gulan gun haz helmi ian ion ira iraila jaan jan jona jul jula julai juli julia julie julij julio julius
    jun juna june juni junie junij junio junius juny kas lis lug lun mac mae mag mai maj maja majo marc marco marca
    march maris mars marta marto marts mart marz may mayo mayu medi mee mei mej nis nisan noll out pri prill sat seb sen
    set sie tem tet uno vas xan xul yan yul yuli yun yuni zar zari maio marcius mata mashi nzeri
    """
)
"""Given and family names that are months in some language, folded."""


def is_writers_credit(text: str) -> bool:
    """Whether a line credits the text, or text and pictures: "Text & Fotos: Ida Sund"."""
    return _CREDIT.match(text) is not None


def without_others(text: str) -> str:
    """A byline up to where it names others: "fact-checked by", "photos by"."""
    found = _OTHERS.search(text) if "by" in text else None
    return text[: found.start()] if found and found.start() > 2 else text


def is_others(text: str) -> bool:
    """Whether the words before a name say that it is not the author's: "fact-checked by", "photos by"."""
    return _OTHERS.search(text) is not None
