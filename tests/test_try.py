"""`warraq try`: every field with its reader, where the text stands, the dates on offer, rules that find nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.parse.explain import explain
from pipeline.sites import Site
from tests import parsing, quotidien
from tests.badserver import BadServer, answer

PATH = "/2026/03/la-mer"
RULES = '[rules]\nauthors = "span.plume"\nsection = "nav.rubrique"\nimage = ["img.grande", "img.petite"]\n'
BLOCKS = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>بيت</title></head><body>
<div class="breaking-news-ticker"><a href="/n/1">عاجل: الجسر القديم يعود إلى الخدمة هذا الصباح</a>
<a href="/n/2">القطار يصل إلى المدينة بعد توقف دام سنتين</a></div>
<main><h1>القرية تفتح مكتبتها على ضفة الوادي</h1><time datetime="2026-03-01T09:30:00Z">1 مارس 2026</time>
<div class="story"><p>افتتحت القرية صباح السبت مكتبة عمومية من طابقين تضم أربعة آلاف كتاب بالعربية والأمازيغية.</p>
<p>وقال عمدة القرية إن القاعة ستبقى مفتوحة حتى العاشرة ليلا طوال أيام الأسبوع، بما فيها أيام العطل.</p></div></main>
<section class="side"><h3>آخر الأخبار</h3><ul><li><a href="/n/3">الصيادون يعثرون على سفينة قديمة قرب الميناء</a></li>
<li><a href="/n/4">مدرسة الجبل تستقبل تلاميذها قبل الموعد بأسبوع</a></li>
<li><a href="/n/5">سوق الخميس ينتقل إلى ساحة أوسع من القديمة</a></li></ul></section></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    (tmp_path / "warraq.toml").write_text('[network]\nallow_loopback = true\n[politeness]\ndelay = "0s"\n')
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[BadServer]:
    with BadServer() as running:
        quotidien.serve(running)
        head = f'id = "q"\nname = "Q"\nhome = "{running.url("")}"\n[[sources]]\nkind = "feed"\nurl = "/feed"\n'
        (folder / "sites" / "q.toml").write_text(head + RULES + 'drop = ["p.devise", "div.gone"]\n')
        yield running


def warraq_try(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["try", *map(str, arguments)], catch_exceptions=False)


def test_it_says_where_the_text_stands_and_how_long_it_took(folder: Path, server: BadServer) -> None:
    told = warraq_try(server.url(PATH), "--config", folder)
    assert "the text stands in: main.page.css-9k8j7h > div.texte" in told.stdout
    assert "  read in " in told.stdout.splitlines()[0]
    assert "dates that the page offers" not in told.stdout


def test_rules_that_find_nothing_are_warned_of(folder: Path, server: BadServer) -> None:
    told = warraq_try(server.url(PATH), "--config", folder)
    assert told.stderr.splitlines() == [
        "warraq: the site's rule for section finds nothing here: nav.rubrique",
        "warraq: the site's rule for image finds nothing here: img.grande, img.petite",
    ]
    assert "div.gone" not in told.output
    assert (
        "drop rule that finds nothing here: div.gone"
        in warraq_try(server.url(PATH), "--why", "--config", folder).stdout
    )


def test_why_lists_the_dates_with_reader_and_confidence(folder: Path, server: BadServer) -> None:
    told = warraq_try(server.url(PATH), "--why", "--config", folder)
    lines = [line.split() for line in told.stdout.splitlines() if line.startswith("→")]
    assert [line[1:4] for line in lines] == [["published", "2026-03-14T09:30:00Z", "text"]]
    assert 0 < float(lines[0][4]) <= 1


def test_json_has_the_same(folder: Path, server: BadServer) -> None:
    found = json.loads(warraq_try(server.url(PATH), "--json", "--config", folder).stdout)
    assert found["container"].endswith("div.texte")
    assert found["idle_rules"] == {"section": ["nav.rubrique"], "image": ["img.grande", "img.petite"]}
    assert [one["value"] for one in found["dates"] if one["is_chosen"]] == ["2026-03-14T09:30:00Z"]
    assert found["seconds"] > 0


def test_headline_blocks_are_shown_by_kind_in_the_order_of_their_letters(folder: Path, server: BadServer) -> None:
    server.on("/n/9", answer(BLOCKS, "Content-Type: text/html; charset=utf-8"))
    told = warraq_try(server.url("/n/9"), "--config", folder).stdout
    assert "headline ticker: 2 headlines" in told
    assert "latest news: 3 headlines" in told
    assert told.index("headline ticker") < told.index("عاجل: الجسر القديم") < told.index("latest news")
    assert not {"\u202a", "\u202b", "\u202e", "\u2067"} & set(told)


def test_a_page_without_an_article_still_says_what_is_known(folder: Path, server: BadServer) -> None:
    told = warraq_try(server.url("/"), "--why", "--config", folder)
    assert told.exit_code == 6
    assert "no article here: " in told.stdout
    assert "dates: the page offers none" in told.stdout


def test_rules_of_a_former_layout_are_not_idle() -> None:
    source = {"kind": "feed", "url": "/feed"}
    rules = {
        "title": [{"css": "h1.old", "until": "2020-01-01"}, "h1"],
        "section": {"css": "b.old", "until": "2020-01-01"},
    }
    site = Site.model_validate(
        {"id": "q", "name": "Q", "home": "https://q.example/", "sources": [source], "rules": rules}
    )
    told = explain(parsing.capture(quotidien.story(PATH)), site)
    assert told.idle == ()


def test_a_text_dump_has_no_container() -> None:
    dump = parsing.capture("عنوان الخبر\n\nنص الخبر الأول في سطر طويل بما يكفي ليكون فقرة.\n", kind="text/plain")
    assert explain(dump).container is None
