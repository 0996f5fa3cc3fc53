"""Drafting a site file: which names last, what is furniture, what links look like, and TOML that always loads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import parse
from pipeline.drafting import (
    Asked,
    Draft,
    Facts,
    FieldDraft,
    RuleDraft,
    SourceDraft,
    draft_site,
    list_stories,
    write_toml,
)
from pipeline.drafting.checking import check_draft, with_links
from pipeline.drafting.facts import propose_id
from pipeline.drafting.furniture import find_furniture
from pipeline.drafting.links import article_pattern
from pipeline.drafting.samples import Sample, open_samples
from pipeline.drafting.selectors import is_lasting
from pipeline.errors import NotAnArticle
from pipeline.models import Article, Capture, Page
from pipeline.sites import Site
from pipeline.survey import as_site
from tests import parsing
from tests.quotidien import SHELL, STORIES, front_page, story

HOME = "https://www.quotidien.example"


NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def capture(body: str | bytes, url: str) -> Capture:
    return parsing.capture(body, url, fetched_at=NOW)


def pages(*paths: str) -> list[Capture]:
    return [capture(story(path), HOME + path) for path in paths or STORIES]


def draft(captures: list[Capture], others: Iterable[Capture] = (), **shown: str) -> Draft:
    return draft_site(captures, list(others), (), Asked(None, tuple(shown.items())))


def field(made: Draft, name: str) -> FieldDraft:
    return next(one for one in made.fields if one.name == name)


@pytest.mark.parametrize(
    "name",
    [
        "article-body",
        "titre",
        "meta",
        "post_content",
        "texte2",
        "نص-الخبر",
        "mainContent",
        "本文",
        "carte__titre",
        "y__date--published",
    ],
)
def test_words_of_people_last(name: str) -> None:
    assert is_lasting(name)


@pytest.mark.parametrize(
    "name",
    [
        *("css-1x2y3z", "sc-bdVaJa1", "jsx-3456789", "svelte-1abc9f", "Article_body__3xK2d", "_a8Bc1", "post-123456"),
        *("mt-4", "col-md-8", "text-xl", "md:flex", "w-1/2", "a3f9c2", "x" * 60, "", "9lives", "container"),
        *("rrzYl", "d_h", "undefined", "no-print", "bQdXz", "grid_bar__Y83X_"),
    ],
)
def test_hashes_numbers_and_looks_do_not_last(name: str) -> None:
    assert not is_lasting(name)


def test_a_site_without_structured_data_is_read_without_rules_and_says_so() -> None:
    made = draft(pages())
    assert {one.name: one.state for one in made.fields} == {
        "title": "generic",
        "body": "suggested",
        "published": "suggested",
        "modified": "open",
        "authors": "open",
        "section": "open",
        "image": "open",
        "language": "site",
        "newspaper": "site",
    }
    assert field(made, "body").rule == RuleDraft("div.texte")
    assert field(made, "published").rule == RuleDraft("p.meta")
    assert (made.facts.id, made.facts.name, made.facts.language) == ("quotidien", "Le Quotidien d'Exemple", "fr")


def test_what_repeats_in_the_text_is_dropped_by_its_element() -> None:
    made = draft(pages())
    assert made.drop == ("p.devise",)
    ruled = check_draft(made, pages(), as_site(made))
    assert not ruled.warnings
    assert "Ce journal" not in "".join(read_with(as_site(made)))
    assert "Ce journal" in "".join(read_with(None))


def read_with(site: Site | None) -> list[str]:
    articles = [parse.read(page, site=site).article for page in pages()]
    return [article.body for article in articles if article]


def sample(path: str, *lines: str) -> Sample:
    """A page whose text is these lines, all taken for the article."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = SHELL.format(title="Une histoire", main=f"<main><h1>Une histoire</h1>{body}</main>")
    opened = open_samples([capture(page, HOME + path)])[0]
    text = "\n".join(" ".join(re.sub("<[^>]*>", "", line).split()) for line in lines)
    return replace(opened, page=Page("article", Article(None, "Une histoire", text)))


def test_what_repeats_without_an_element_of_its_own_is_dropped_by_its_words() -> None:
    motto = "Ce journal (fondé en 1931) paraît tous les jours, même quand il neige sur la mer."
    link = '<a href="/{0}x">Un titre qui varie, {0}</a>'
    samples = [
        sample(f"/{n}", f"Une phrase de la page {n}. " * 9, motto, f"À lire aussi : {link.format(n)}") for n in range(3)
    ]
    drop, drop_text = find_furniture(samples)
    assert drop == ()
    assert drop_text == ("^À lire aussi ?[:：]", r"^Ce journal \(fondé en 1931\) paraît tous les jours, même")
    assert all(any(re.search(pattern, line) for pattern in drop_text) for line in (motto, "À lire aussi : une autre"))


def test_labels_of_speech_and_lines_of_one_page_stay() -> None:
    samples = [
        sample(f"/{n}", f"Le ministre : nous verrons bien, dit-il en {n}.", f"Seul sur la page {n}.") for n in range(3)
    ]
    assert find_furniture(samples) == ((), ())
    assert find_furniture([sample("/1", "Toujours la même phrase.")]) == ((), ())


def test_one_story_given_twice_makes_no_furniture_of_its_text() -> None:
    path = "/2026/03/la-mer"
    twice = [*pages(path, path), capture(story(path), f"{HOME}/amp{path}")]
    made = draft(twice)
    assert (made.drop, made.drop_text, made.pages) == ((), (), (HOME + path,))
    changed = [*pages(path), capture(story(path).replace("Le navire, long", "Le bateau, long"), f"{HOME}/amp{path}")]
    assert (draft(changed).drop, draft(changed).drop_text) == ((), ())


def test_one_page_makes_a_draft_with_a_warning_and_no_furniture() -> None:
    made = draft(pages("/2026/03/la-mer"))
    assert made.drop == made.drop_text == ()
    assert any("learnt from one page" in warning for warning in made.warnings)
    as_site(made)


def test_what_a_person_saw_on_the_first_page_becomes_a_rule_for_all() -> None:
    made = draft(pages(), authors="Sami Exemple")
    assert field(made, "authors").rule == RuleDraft("span.plume", all=True)
    checked = check_draft(made, pages(), as_site(made))
    assert (field(checked, "authors").agreed, field(checked, "authors").readers) == (5, "site:css")


def test_what_is_not_on_the_first_page_is_not_guessed_at() -> None:
    made = draft(pages(), authors="Nobody Here")
    assert (field(made, "authors").state, field(made, "authors").rule) == ("open", None)
    assert "'Nobody Here'" in field(made, "authors").why


def test_what_the_readers_know_already_needs_no_rule_though_it_was_said() -> None:
    made = draft(pages(), title=STORIES["/2026/03/la-mer"][0], published="14/03/2026")
    assert field(made, "title").state == "generic"
    assert field(made, "published").state == "suggested"


def test_a_field_missed_on_some_pages_gets_a_rule() -> None:
    named = '<meta name="author" content="{}">'
    some = [
        capture(
            story(path).replace("<title>", named.format(STORIES[path][2]) + "<title>") if at < 3 else story(path),
            HOME + path,
        )
        for at, path in enumerate(STORIES)
    ]
    authors = field(draft(some), "authors")
    assert (authors.state, authors.rule) == ("rule", RuleDraft("span.plume", all=True))
    assert authors.why == "without a rule read on 3 of 5 pages"


def test_selectors_never_use_hashed_classes() -> None:
    text = write_toml(draft(pages(), [capture(front_page(), f"{HOME}/")], authors="Sami Exemple"))
    assert "css-" not in text


def test_the_front_page_gives_a_listing_of_its_headlines() -> None:
    made = draft(pages(), [capture(front_page(), f"{HOME}/")])
    listing = next(source for source in made.sources if source.kind == "listing")
    assert (listing.id, listing.url, listing.link) == ("front-page", f"{HOME}/", "h2.carte-titre > a")


def test_an_article_that_is_not_read_is_no_listing() -> None:
    links = "".join(f'<li><a href="/{n}">Une autre histoire de la semaine passée, la {n}e</a></li>' for n in range(30))
    head = '<meta property="og:type" content="article"><title>'
    empty = SHELL.format(title="Une histoire", main=f"<main><ul>{links}</ul></main>").replace("<title>", head, 1)
    made = draft([*pages(), capture(empty, f"{HOME}/2026/05/vide")])
    assert [source.kind for source in made.sources] == ["feed"]
    assert any("no article is read on https://www.quotidien.example/2026/05/vide" in line for line in made.warnings)


def test_a_home_page_names_stories_of_one_shape() -> None:
    home = [capture(front_page(), f"{HOME}/")]
    assert list_stories(home, 3) == [HOME + path for path in list(STORIES)[:3]]
    assert list_stories([*home, *pages()], 3) == []


def test_a_small_home_page_names_its_stories_too() -> None:
    few = "".join(f'<h2><a href="/2026/03/{n}">Une histoire de la semaine passée, la {n}e</a></h2>' for n in range(8))
    page = SHELL.format(title="Accueil", main=f"<main>{few}</main>")
    assert list_stories([capture(page, f"{HOME}/")], 3) == [f"{HOME}/2026/03/{n}" for n in range(3)]
    assert list_stories([capture(page, f"{HOME}/ville")], 3) == []


def test_feeds_are_named_once_and_those_of_comments_are_not() -> None:
    assert [source.url for source in draft(pages()).sources] == [f"{HOME}/feed"]


def test_sitemaps_of_the_site_are_taken_those_of_news_first() -> None:
    told = ["/all.xml", "https://other.example/x.xml", "no address:", f"{HOME}/news.xml", f"{HOME}/third.xml"]
    found = draft_site(pages(), [], told, Asked()).sources
    assert [source.url for source in found if source.kind == "sitemap"] == [f"{HOME}/news.xml", f"{HOME}/all.xml"]


def test_pages_without_an_article_are_refused_with_what_to_do() -> None:
    with pytest.raises(NotAnArticle, match="give addresses of stories"):
        draft([capture(front_page(), f"{HOME}/")])
    empty = SHELL.format(title="Connexion", main="<main><form><input></form></main>")
    with pytest.raises(NotAnArticle):
        draft([capture(empty, f"{HOME}/login")])


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["/2026/03/la-mer", "/2025/12/le-port"], r"/\d{4}/\d{2}/[^/]+"),
        (["/news/a-b-123456.html", "/news/c-d-99.html"], r"/news/[^/]*\d+\.html$"),
        (["/a/b", "/a/c"], None),
        (["/2026/a", "/2026/03/b"], None),
        (["/story/12", "/story/99"], r"/story/\d{2}$"),
    ],
)
def test_what_addresses_of_stories_have_in_common(paths: list[str], pattern: str | None) -> None:
    assert article_pattern([HOME + path for path in paths], [f"{HOME}/", f"{HOME}/sport"]) == pattern


def test_a_pattern_that_a_listed_page_fits_too_says_nothing() -> None:
    assert article_pattern([f"{HOME}/n/12", f"{HOME}/n/13"], [f"{HOME}/n/44"]) is None


def test_only_a_pattern_that_the_feed_proves_is_put_in_force() -> None:
    made = draft(pages())
    fits = with_links(made, {"feed": [HOME + path for path in STORIES]}, {})
    assert tomllib.loads(write_toml(fits))["article_url"] == r"/\d{4}/\d{2}/[^/]+"
    misfit = with_links(made, {"feed": [f"{HOME}/breves/{number}" for number in range(9)]}, {})
    assert "article_url" not in tomllib.loads(write_toml(misfit))
    assert "# article_url = " in write_toml(misfit)


def test_sources_that_fail_are_left_out_and_said() -> None:
    text = write_toml(with_links(draft(pages()), {}, {"feed": "not_found: status 404"}))
    assert tomllib.loads(text)["sources"] == []
    assert "# Left out: feed https://www.quotidien.example/feed: not_found: status 404" in text


@pytest.mark.parametrize(
    ("home", "site_id"),
    [
        ("https://www.example.org/", "example"),
        ("https://fr.example.co.uk/", "example-fr"),
        ("http://127.0.0.1:8080/", "127-0-0-1"),
        ("http://[::1]:8080/", "1"),
        ("http://[fe80::2]/", "fe80-2"),
        ("https://a.b.example.org/", "example-a-b"),
        ("https://xn--mgbai9azgqp6j.example/", "xn-mgbai9azgqp6j"),
    ],
)
def test_an_id_is_made_of_the_address(home: str, site_id: str) -> None:
    assert propose_id(home) == site_id


texts = st.text(max_size=60)


@given(name=texts.filter(bool), why=texts, css=texts, line=texts, warning=texts)
def test_whatever_the_pages_say_the_file_is_toml_and_says_it(
    name: str, why: str, css: str, line: str, warning: str
) -> None:
    facts = Facts("x", name, "https://www.example.org/", "fr", name, "FR", "Europe/Paris", line)
    fields = (
        FieldDraft("title", "rule", "site:css", 1, 2, why, RuleDraft(css, all=True)),
        FieldDraft("body", "suggested", why, 1, 2, why, RuleDraft(css), line),
    )
    sources = (
        SourceDraft("feed", "feed", "https://www.example.org/feed", why),
        SourceDraft("s", "listing", "https://www.example.org/", why, css),
    )
    made = Draft(facts, ("https://www.example.org/1",), sources, fields, (css,), (line,), (warning,))
    read = tomllib.loads(write_toml(made))
    assert (read["name"], read["rules"]["title"]["css"]) == (name, css)
    assert (read["rules"]["drop"], read["rules"]["drop_text"]) == ([css], [line])
    assert "body" not in read["rules"]


@given(st.lists(st.sampled_from(sorted(STORIES)), min_size=1, max_size=3), st.binary(max_size=300))
def test_hostile_pages_among_others_never_break_a_draft(paths: list[str], junk: bytes) -> None:
    broken = capture(story(paths[0]).encode() + junk, HOME + paths[0])
    as_site(draft([broken, *pages(*paths)]))
