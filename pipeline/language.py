"""Which language a text is written in: by its script, by letters of its own, by its commonest words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import chain, repeat

from pipeline.text import fold

_SAMPLE = 1000  # characters looked at: the first paragraphs of an article
_SURE_WORDS = 12  # fewer words than this prove nothing against what the page declares

# Scripts by the first code of their blocks; "" is no script that tells.
_BLOCKS = (
    *((0, "Latn"), (0x370, "Grek"), (0x400, "Cyrl"), (0x530, "Armn"), (0x590, "Hebr"), (0x600, "Arab"), (0x700, "")),
    *(
        (0x750, "Arab"),
        (0x780, "Thaa"),
        (0x7C0, ""),
        (0x8A0, "Arab"),
        (0x900, "Deva"),
        (0x980, "Beng"),
        (0xA00, "Guru"),
    ),
    *((0xA80, "Gujr"), (0xB00, "Orya"), (0xB80, "Taml"), (0xC00, "Telu"), (0xC80, "Knda"), (0xD00, "Mlym")),
    *((0xD80, "Sinh"), (0xE00, "Thai"), (0xE80, "Laoo"), (0xF00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor")),
    *(
        (0x1100, "Hang"),
        (0x1200, "Ethi"),
        (0x13A0, ""),
        (0x1780, "Khmr"),
        (0x1800, ""),
        (0x1C80, "Cyrl"),
        (0x1C90, "Geor"),
    ),
    *(
        (0x1CC0, ""),
        (0x1E00, "Latn"),
        (0x1F00, "Grek"),
        (0x2000, ""),
        (0x2E80, "Hani"),
        (0x3040, "Kana"),
        (0x3100, "Hani"),
    ),
    *(
        (0x3130, "Hang"),
        (0x3190, "Hani"),
        (0xA000, ""),
        (0xAC00, "Hang"),
        (0xD800, ""),
        (0xF900, "Hani"),
        (0xFB00, "Latn"),
    ),
    *((0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFF00, "Latn"), (0xFF66, "Kana"), (0xFFA0, "Hang"), (0x10000, "")),
    *((0x20000, "Hani"), (0x40000, "")),
)
_STARTS = [start for start, _ in _BLOCKS]

# The languages of each script but Latin; the first is meant when nothing says otherwise.
_LANGUAGES = {
    script: tuple(languages.split())
    for script, languages in {
        "Arab": "ar fa ur ps ckb ku sd ug az ks pa uz",
        "Cyrl": "ru uk bg sr be mk kk ky tg mn uz tt ba az os ce",
        "Hebr": "he yi",
        "Deva": "hi mr ne sa mai bho kok",
        "Beng": "bn as",
        "Ethi": "am ti",
        "Geor": "ka",
        **{"Grek": "el", "Armn": "hy", "Thaa": "dv", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta"},
        **{"Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Tibt": "bo"},
        **{"Mymr": "my", "Khmr": "km", "Hang": "ko", "Kana": "ja", "Hani": "zh ja"},
    }.items()
}
_ALSO_LATIN = frozenset({"az", "uz", "sr", "ku", "tt", "mn"})
_NEVER_LATIN = frozenset(language for languages in _LANGUAGES.values() for language in languages) - _ALSO_LATIN

# Letters that one language of a script uses and those before it in the list do not, and their least share.
_OWN_LETTERS = {
    "Arab": (
        ("ckb", frozenset("ێڵڕ"), 0.005),
        ("ug", frozenset("ۇۈ"), 0.03),
        ("sd", frozenset("ٻڀٺٽٿڄڃڇڏڌڍڊڙڦڳڱڻ"), 0.02),
        ("ps", frozenset("ښځڅډړټڼۍ"), 0.01),
        ("ur", frozenset("ٹڈڑںےہ"), 0.02),
        ("fa", frozenset("پچژگیک"), 0.02),
    ),
    "Cyrl": (
        ("sr", frozenset("јљњћђ"), 0.01),
        ("mk", frozenset("ѓќѕ"), 0.002),
        ("tg", frozenset("ҷӣӯ"), 0.005),
        ("kk", frozenset("әұқ"), 0.02),
        ("ky", frozenset("ңөү"), 0.01),
        ("be", frozenset("ў"), 0.005),
        ("uk", frozenset("іїєґ"), 0.02),
    ),
}
_LATIN_LETTERS = (  # languages whose words vary too much for the list below, and those it would take for others
    ("az", frozenset("əƏ"), 0.02),
    ("tr", frozenset("ğışİ"), 0.03),
    ("vi", frozenset("ạảấầẩậắặẹếềểệịọốồổộờớởợụủứừửữựđơư"), 0.05),
    ("pl", frozenset("łąęśż"), 0.015),
    ("cs", frozenset("ěřů"), 0.01),
    ("hu", frozenset("őű"), 0.003),
    ("ro", frozenset("țșţş"), 0.004),
    ("is", frozenset("ðþ"), 0.01),
)
_TELLING_LETTERS = frozenset(chain.from_iterable(own for _, own, _ in _LATIN_LETTERS))
_ASCII = re.compile("[\0-\x7f]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_RUSSIAN_LETTERS = frozenset("ыэё")

# The commonest words, folded, of languages in Latin letters. Near languages (da nb, id ms, cs sk, hr sl) differ by few.
_COMMON_WORDS = {
    "en": "the of and to in a is that for it was on with as be at by this from are have has he his said will who",
    "fr": "le la les de des et du un une en est que qui dans pour sur par au aux avec il ce cette ont ete plus se pas",
    "de": "der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus bei",
    "es": "de la que el en y a los del se las por un para con no una su al lo como mas pero sus es fue ha este",
    "pt": "de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao das foi ele sao",
    "it": "di e il la che in un a per del non una sono le della con i da si al dei nel anche alla piu gli ha come",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook als bij maar door naar uit wordt",
    "ca": "de la que i el en a els les per amb un una del no es al dels ha mes com pel aquest va seva",
    "ro": "de si in a la cu pe un o care nu din pentru este mai fi au ca sa al fost lui ale prin dupa",
    "sv": "och att det i som en pa ar av for med till den har inte om ett han men de sig fran var kan vid",
    "da": "og i at det er en til af der pa for med den som ikke har de et om men var fra kan efter ved blev",
    "nb": "og i a det er en til av pa som for med den ikke har de et om men var fra kan etter ved ble sier",
    "is": "og i ad er a sem til um vid fyrir hann en ekki hefur var med thad af hafa eru verid",
    "fi": "ja on ei etta se oli mutta kun myos ovat han joka mukaan kuin sen tai jos vuoden ovat olla",
    "et": "ja on ei et see oli aga ka ning mis kui oma ta kes selle siis eesti voi pole",
    "pl": "i w z na do sie nie to ze jest o jak po za od przez dla jego przed czy ale oraz roku ktore ktory",
    "cs": "a v se na je ze s z o i do to pro za by po jsou jako ale podle nebo ktery ktere uz bude pri",
    "sk": "a v sa na je ze s z o i do to pre za by po su ako ale podla alebo ktory ktore uz bude pri",
    "sl": "in je v na se za da so z ki pa po od tudi s bo ne do bi kot pri ob njegov",
    "hr": "i u je na se da za su od o s iz sa koji ne koja kao ali to bi nije nakon te bio prema",
    "hu": "a az es hogy nem is egy van volt meg ez csak szerint de mar mint el kell ki azt ezt",
    "sq": "ne e te dhe nje per me se ka nga qe eshte si do ky kjo tha nuk por jane",
    "lt": "ir kad i su is yra ne o kaip bet tai po apie uz buvo dar jau del metu pat",
    "lv": "un ir ka ar no par uz bija ari vai to gada tas lai bet pec ta kas",
    "tr": "ve bir bu da de ile icin olarak cok daha gibi olan kadar sonra ama ne en oldu dedi turkiye",
    "az": "ve bir bu da de ile ucun olan ki en sonra olub edib azerbaycan bildirib hem gore ilde",
    "uz": "va bilan bu uchun ham bir esa deb edi bo lgan yil emas kerak u ning",
    "ku": "u ku di de bi ji li ye be ew re me dike ser bo her",
    "id": "dan yang di ini untuk dengan dari pada itu tidak akan dalam ke juga oleh telah bisa karena bahwa ada",
    "ms": "dan yang di ini untuk dengan dari pada itu tidak akan dalam ke juga oleh telah boleh kerana bahawa ada",
    "fil": "ang ng sa na mga at ay ni si para ito kay hindi may ang nang kung siya niya",
    "vi": "va cua la co cho khong trong duoc voi mot nguoi nhung cac de khi tai nay da ong nam",
    "sw": "ya wa na kwa ni katika za la cha hiyo huo kuwa hii kama yake alisema baada lakini watu",
    "so": "oo ka ku iyo in la ay u waa uu soo ah ayaa lagu waxaa si kale",
    "ha": "da a ya na ta ba ne ce cewa shi su wa don an kuma sun wannan yi",
    "af": "die en van in te is dat n wat het vir op met nie om as hy aan was sy deur",
    "eu": "eta da ez du dute zen ere bat izan dira baina hau egin duen behar",
    "ga": "an na agus ar go i a is le bhi ag ta sa do seo nach gur",
    "cy": "y yn a i o ar ei bod wedi mae yr am ac oedd gan fel hyn",
}
_WORDS_OF = {language: frozenset(words.split()) for language, words in _COMMON_WORDS.items()}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _COMMON_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)
_RTL = frozenset({"ar", "fa", "ur", "he", "iw", "ps", "sd", "ug", "ckb", "yi", "dv", "ks", "syr", "arc"})
_SAME = {"iw": "he", "in": "id", "no": "nb", "nn": "nb", "tl": "fil", "bs": "hr", "sh": "hr", "cmn": "zh", "arz": "ar"}


def is_rtl(language: str | None) -> bool:
    """Whether the language (a BCP 47 tag) is written from right to left."""
    return _primary(language) in _RTL


def _primary(tag: str | None) -> str | None:
    """`ar` for `ar-MA` or `AR_ma`; None for what is no language tag."""
    subtag = (tag or "").strip().replace("_", "-").split("-")[0].lower()
    return subtag if 2 <= len(subtag) <= 3 and subtag.isascii() and subtag.isalpha() else None


def language_of(text: str, declared: str | None = None) -> str | None:
    """The text's language as a BCP 47 primary subtag; None when it cannot be told.

    `declared` is what the page says of itself (a tag such as `ar-MA`). It decides among languages that the text's
    script and words leave open, and loses where they contradict it: themes leave `lang="en"` on pages in any language.
    """
    claim, text = _primary(declared), text[:_SAMPLE]
    return _told(text, claim) or _identify(text)


def _told(text: str, claim: str | None) -> str | None:
    """What script, letters and commonest words say; None when they leave it open."""
    if text.isascii():
        return _latin(text, Counter(), 0, claim) if any(map(str.isalpha, text)) else claim
    letters, plain = Counter(_ASCII.sub("", text)), _count_plain(text)
    scripts = _count_scripts(letters, plain)
    if not scripts:
        return claim
    script = max(scripts, key=lambda name: scripts[name])
    if script == "Latn":
        return _latin(text, letters, scripts[script], claim)
    if script in ("Hani", "Kana"):
        return _han(scripts, claim)
    return _other_script(script, letters, scripts[script], claim)


def _identify(text: str) -> str | None:
    """What CLD2 says of a text, for the languages that have no table here; None where it is not installed or unsure."""
    try:
        import pycld2
    except ImportError:
        return None
    try:
        is_reliable, _, found = pycld2.detect(text.encode("utf-8", "ignore"))
    except (pycld2.error, ValueError):  # half a character, or no text at all
        return None
    code = found[0][1].split("-")[0]
    return _SAME.get(code, code) if is_reliable and code != "un" else None


def _count_plain(text: str) -> int:
    """The letters A to Z of a text, counted in C."""
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def _count_scripts(letters: Counter[str], plain: int) -> Counter[str]:
    """Letters by script, of a text with so many plain ones besides."""
    scripts = Counter({"Latn": plain} if plain else {})
    for letter, times in letters.items():
        if script := _script_of(letter):
            scripts[script] += times
    return scripts


@lru_cache(maxsize=1 << 13)
def _script_of(letter: str) -> str:
    """The script of a letter; empty for what is none, or tells nothing. Remembered: a text has few different ones."""
    return _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1] if letter.isalpha() else ""


def _han(scripts: Counter[str], claim: str | None) -> str | None:
    """Japanese where a twentieth of the characters is kana, as hardly any sentence lacks; a mere title may."""
    han, kana = scripts["Hani"], scripts["Kana"]
    if kana * 20 >= han + kana:
        return "ja"
    return claim if claim == "ja" and han < 20 else "zh"


def _other_script(script: str, letters: Counter[str], total: int, claim: str | None) -> str | None:
    languages = _LANGUAGES.get(script, ())
    for language, own, share in _OWN_LETTERS.get(script, ()):
        if _count(letters, own) >= share * total:
            return claim if claim in languages and _count(letters, _own(script, claim)) else language
    if script == "Cyrl" and claim != "ru" and not _count(letters, _RUSSIAN_LETTERS):
        return claim if claim in languages else "bg" if letters["ъ"] * 200 > total else "ru"
    if script in _OWN_LETTERS and total > 60:
        return languages[0]  # enough text to show letters of its own, and it shows none
    return claim if claim in languages else languages[0] if languages else None


def _own(script: str, language: str) -> frozenset[str]:
    return next((own for name, own, _ in _OWN_LETTERS[script] if name == language), frozenset())


def _count(letters: Counter[str], wanted: frozenset[str]) -> int:
    return sum(letters[letter] for letter in wanted.intersection(letters))


def _latin(text: str, letters: Counter[str], total: int, claim: str | None) -> str | None:
    """The declared language unless the text's own commonest words speak clearly for another or not at all for it."""
    words = fold(text).split()
    if claim in _NEVER_LATIN:
        claim = None
    if len(words) < _SURE_WORDS and claim:
        return claim
    for language, own, share in () if _TELLING_LETTERS.isdisjoint(letters) else _LATIN_LETTERS:
        if _count(letters, own) >= share * total and (claim is None or claim in _COMMON_WORDS):
            return language
    known = _SAME.get(claim or "", claim or "")
    if known in _WORDS_OF and _is_plainly(known, words):
        return claim
    scores = Counter(chain.from_iterable(map(_LANGUAGES_OF.get, words, repeat(()))))
    if not scores:
        return None if claim in _COMMON_WORDS else claim
    best = max(scores, key=lambda language: scores[language])
    if known not in _COMMON_WORDS:
        return claim if claim and scores[best] < 0.25 * len(words) else _clear(best, scores, len(words))
    claimed = scores[known]
    return claim if claimed >= 0.6 * scores[best] and claimed * 20 >= len(words) else _clear(best, scores, len(words))


def _is_plainly(language: str, words: list[str]) -> bool:
    """Whether a text has words enough of the declared language that none can beat it: four texts of five."""
    own = sum(map(_WORDS_OF[language].__contains__, words))
    return own * 20 >= len(words) and own >= 0.6 * sum(map(_LANGUAGES_OF.__contains__, words))


def _clear(best: str, scores: Counter[str], total: int) -> str | None:
    """The best language when a tenth of all words are its commonest ones and no other has as many."""
    ahead = all(score < scores[best] for language, score in scores.items() if language != best)
    return best if ahead and scores[best] >= max(3, total / 10) else None
