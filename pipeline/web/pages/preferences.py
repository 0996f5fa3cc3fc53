"""Language and theme of the interface: kept in cookies, chosen by plain links."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from datasette import Response

from pipeline.web.visit import THEMES, Visit
from pipeline.web.words import LANGUAGES

YEAR: Final = 365 * 86400


async def choose(visit: Visit) -> Response:
    """Keep what was chosen and go back to the page it was chosen on."""
    answer = Response.redirect(safe_place(visit.value("next", 2000)))
    for name, allowed in (("lang", LANGUAGES), ("theme", THEMES)):
        wanted = visit.value(name)
        if wanted in allowed:
            answer.set_cookie(f"warraq_{name}", wanted, max_age=YEAR, httponly=True, samesite="lax")
    return answer


def safe_place(wanted: str | None) -> str:
    """A path of this site; the front page for anything that may lead elsewhere (CWE-601)."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or "\\" in wanted:
        return "/"
    if any(letter < " " for letter in wanted) or urlsplit(wanted).netloc:
        return "/"
    return wanted
