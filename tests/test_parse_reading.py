"""The reading of a page as a whole: what it asks whom, and how it leaves the process."""

from __future__ import annotations

import gc
import json

import pytest

from pipeline import parse
from pipeline.errors import ParseError
from pipeline.models import Capture
from pipeline.parse import claims, document, reading
from pipeline.parse.claims import gather_claims
from pipeline.parse.document import open_document
from pipeline.sites import Site
from tests.parsing import PROSE, capture, read

NEWS = {
    "@type": "NewsArticle",
    "headline": "Keeper rings the fog bell",
    "datePublished": "2024-03-01T10:00:00Z",
    "author": {"name": "Ida Sund"},
}


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def look(page: Capture, encoding: str, site: Site | None) -> document.Document:
        seen.append(gc.isenabled())
        return open_document(page, encoding, site)

    monkeypatch.setattr(reading, "open_document", look)
    try:
        (gc.enable if was_on else gc.disable)()
        assert read(f"<h1>Keeper rings</h1>{PROSE}").article
        with pytest.raises(ParseError):
            parse.read(capture(b"%PDF-1.7"))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
    assert seen == [False]


def test_the_collector_is_on_again_after_a_reader_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> document.Document:
        raise RuntimeError("broken")

    monkeypatch.setattr(reading, "open_document", fail)
    with pytest.raises(RuntimeError, match="broken"):
        read(f"<h1>Keeper rings</h1>{PROSE}")
    assert gc.isenabled()


@pytest.mark.parametrize("missing", [None, "headline", "datePublished", "author"])
def test_microdata_is_asked_where_json_ld_leaves_something_open(missing: str | None) -> None:
    told = {key: value for key, value in NEWS.items() if key != missing}
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    html = f"<head>{script}</head><h1 itemprop=headline>Keeper rings</h1>{PROSE}"
    found = gather_claims(open_document(capture(html), "utf-8"))
    assert (claims.SPARE[0] in dict(found.found)) is (missing is not None)
