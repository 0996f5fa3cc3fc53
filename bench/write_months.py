"""Writes pipeline/dates/months.py from the Unicode CLDR, by way of Babel: `python -m bench.write_months`."""

from __future__ import annotations

import copy
import re
import textwrap
from collections import defaultdict
from pathlib import Path

from babel import localedata
from babel.core import get_cldr_version

from pipeline.text import fold_letters

TARGET = Path(__file__).parent.parent / "pipeline" / "dates" / "months.py"
# The languages news is written in. Croatian (whose listopad is October) stays out of the common table: see CLASHING.
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "ar fa ur he ps sd ug ku ckb en fr de es pt it nl sv da nb nn no fi pl cs sk hu ro bg ru uk be el tr "
        "id ms vi sw sr bs sl mk sq lt lv et ka hy az kk uz ky tg tk mn am ti so ha af ca eu gl ga cy is mt "
        "lb eo fil bn hi mr ne ta te ml kn gu pa si th my km lo ",
    )
)
CLASHING = frozenset({"hr"})
RARE_SCRIPTS = re.compile("_(Mong|Dsrt|Shaw)")

TWELVE_HOUR = re.compile("[aB]")  # pattern letters of UTS #35: the locale's clock names the half of the day

HEADER = '''"""Month names and halves of the day in the languages of news; generated: `python -m bench.write_months`.

Source: Unicode CLDR {version} (Unicode License V3), wide and abbreviated, in a date and standing alone; folded.
"""

from __future__ import annotations

# fmt: off
'''


def cldr_names(languages: frozenset[str]) -> dict[int, set[str]]:
    """Month number -> folded names in every country variant of the languages."""
    names: dict[int, set[str]] = defaultdict(set)
    for identifier in localedata.locale_identifiers():
        if identifier.split("_")[0] not in languages or RARE_SCRIPTS.search(identifier):
            continue
        months = _copied(identifier, "months")["months"]
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names[number] |= _spellings(name)
    return names


def cldr_halves(half: str) -> set[str]:
    """The folded names of "am" or "pm" where clocks count to twelve, without dots and spaces.

    Elsewhere they are words like any other: Hungarian "du." would turn French "10:30 du matin" into the evening.
    """
    found = set()
    for identifier in localedata.locale_identifiers():
        if identifier.split("_")[0] not in LANGUAGES | {"ja", "ko", "zh"} or RARE_SCRIPTS.search(identifier):
            continue
        data = _copied(identifier, "time_formats", "day_periods")
        if not TWELVE_HOUR.search(str(data["time_formats"]["short"])):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                name = fold_letters(data["day_periods"][context][width].get(half, ""))
                found.add(re.sub(r"(?<=\.) |\.", "", name))
    return {name for name in found if name and " " not in name}


def _copied(identifier: str, *keys: str) -> localedata.LocaleDataDict:
    """Parts of a locale's data, from a copy: Babel 2.18 writes resolved aliases back into data that locales share, so
    that after ms_Arab other locales' missing names come out in Jawi."""
    raw = localedata.load(identifier)
    return localedata.LocaleDataDict({key: copy.deepcopy(raw[key]) for key in keys})


def _spellings(name: str) -> set[str]:
    """A name as text bears it: folded, without its last dot, article and bare numbers."""
    folded = " ".join(fold_letters(name).strip(" .׳॰").removeprefix("de ").split())
    folded = re.sub(r"^d['’]", "", folded)
    return set() if re.search(r"\d", folded) or len(folded) < 2 else {folded}


def render() -> str:
    """The module's text."""
    common = cldr_names(LANGUAGES)
    lines = [HEADER.format(version=get_cldr_version())]
    lines += _table("COMMON", common, "Names that mean one month, whatever the language.")
    clashing = {number: names - common[number] for number, names in cldr_names(CLASHING).items()}
    lines += _table("CROATIAN", clashing, "Croatian names, some of which are other months in Czech and Polish.")
    lines += ["", "# Names of the halves of the day where clocks count to twelve."]
    for half in ("am", "pm"):
        lines += [f"{half.upper()} = (", *_rows(cldr_halves(half)), ")"]
    return "\n".join(lines) + "\n"


def _table(title: str, names: dict[int, set[str]], meaning: str) -> list[str]:
    lines = ["", f"# {meaning} One string a month, January first.", f"{title} = ("]
    for number in range(1, 13):
        *rows, last = _rows(names[number])
        lines += [*rows, f"{last},"]
    return [*lines, ")"]


def _rows(names: set[str]) -> list[str]:
    rows = textwrap.wrap(" ".join(name.replace(" ", "_") for name in sorted(names)), 105)
    return [f"    {_quoted(row + ' ')}" for row in rows[:-1]] + [f"    {_quoted(rows[-1])}"]


def _quoted(text: str) -> str:
    """A Python string literal in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
