"""Twice the page costs at most about twice the work: lines run and native calls made are counted, no clock is read.

What one native call costs is not seen here: `test_parse_pathological.py` reads pages with long texts in a child under
limits of CPU time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import pytest

from pipeline.parse import read
from tests.parsing import PROSE, capture

SIZE: Final = 300
FAIR: Final = 2.5
"""How much more work twice as many parts may make; quadratic work makes it 4."""

LINE = "<p>The harbour was closed for the whole day because of the storm, the town says.</p>"
HEADLINE = "<a href='/n/1'>A headline that is as long as headlines are</a>"
ITEMS = f"<ul>{f'<li>{HEADLINE}</li>' * 3}</ul>"
LD = '<script type="application/ld+json">%s</script>'
STORY = '{"@type":"NewsArticle","headline":"Harbour closed","author":{"name":"Ida Sund"}}'


def name(number: int) -> str:
    """One of many names of people, all of two words and about as long."""
    return f"Ida Su{''.join(chr(97 + int(digit)) for digit in str(number).zfill(4))}"


def repeat(part: Callable[[int], str], count: int, between: str = "") -> str:
    return between.join(part(number) for number in range(count))


def people(count: int) -> str:
    return repeat(lambda n: f'{{"@type":"Person","@id":"#{n}","name":"{name(n)}"}}', count, ",")


def pointers(count: int) -> str:
    return repeat(lambda n: f'{{"@id":"#{n}"}}', count, ",")


BODIES: Final[dict[str, Callable[[int], str]]] = {
    "unclosed tags": lambda n: "<a><b><i><p>" * n,
    "unclosed tags with words": lambda n: "<b><i><p>word" * n,
    "nested": lambda n: "<div>" * n,
    "nested with prose": lambda n: f"<div>{LINE}" * n,
    "nested with headlines": lambda n: f"<div>{HEADLINE}" * n,
    "nested bodies": lambda n: "<div class='article-body'><p>A short line.</p>" * n,
    "nested furniture": lambda n: f"<div class='related'>{HEADLINE}{LINE}" * n,
    "nested strips": lambda n: f"<div class='ticker'>{HEADLINE}" * n,
    "nested marquees": lambda n: "<marquee>" * n + HEADLINE,
    "nested tables": lambda n: "<table><tr><td>" * n,
    "nested comments": lambda n: "<div class='comment'>" * n,
    "nested articles": lambda n: f"<article>{LINE}" * n,
    "nested bylines": lambda n: "<div class='byline'>By Ida Sund" * n,
    "links": lambda n: repeat(lambda i: f"<a href='/n/{i}'>A headline that is long enough, number {i}</a>", n),
    "links in items": lambda n: repeat(
        lambda i: f"<li><a href='/n/{i}'>A headline that is long enough, number {i}</a>", n
    ),
    "links in a paragraph": lambda n: "<p>" + "and <a href='/x'>here</a> " * n,
    "links to parts": lambda n: (
        repeat(lambda i: f"<a href='#t{i}'>Latest</a>", n) + repeat(lambda i: f"<div id='t{i}'>{HEADLINE}</div>", n)
    ),
    "strips": lambda n: f"<div class='ticker'>{HEADLINE}</div>" * n,
    "strips of different headlines": lambda n: repeat(
        lambda i: f"<div class='ticker'><a href='/n/{i}'>A headline that is long enough, number {i}</a></div>", n
    ),
    "latest lists": lambda n: f"<div><h3>Latest news</h3>{ITEMS}</div>" * n,
    "latest headings": lambda n: "<h3>Latest news</h3>" * n,
    "one giant paragraph": lambda n: "<p>" + "The harbour was closed. " * 20 * n,
    "one giant word": lambda n: "<p>" + "a" * 200 * n,
    "paragraphs": lambda n: repeat(lambda i: LINE.replace("storm", f"storm {i}"), n),
    "lines": lambda n: "word<br>" * n,
    "small spans": lambda n: "<p>" + "<span>word</span> " * n,
    "h1s": lambda n: f"<h1>A title that is one of many</h1>{LINE}" * n,
    "h2s": lambda n: "<h2>A heading of nothing</h2>" * n,
    "huge attributes": lambda n: f"<div class='{'a' * 50 * n}' id='{'b' * 50 * n}' title='{'c' * 50 * n}'>{LINE}",
    "many classes on one": lambda n: f"<div class='{repeat(lambda i: f'col-{i}', n, ' ')}'>{LINE}",
    "long class names": lambda n: repeat(lambda i: f"<div class='sc-{i}-aB{i}cD block__part--kind{i}'>{LINE}</div>", n),
    "one long class name": lambda n: f"<div class='{'relatedPosts' * n}'>{LINE}",
    "attributes": lambda n: f"<p {repeat(lambda i: f'a{i}=1', n, ' ')}>x</p>",
    "times": lambda n: "<p><time datetime='2024-03-01'>1 March 2024</time></p>" * n,
    "dated lines": lambda n: "<p>Published 1 March 2024</p>" * n,
    "bylines": lambda n: repeat(lambda i: f"<p class='byline'>By {name(i)}</p>", n),
    "one byline": lambda n: f"<p class='byline'>By {repeat(name, n, ', ')}</p>",
    "authors": lambda n: repeat(lambda i: f"<span itemprop='author'>{name(i)}</span>", n),
    "source lines": lambda n: "<p>Source: <a href='/x'>Agency</a></p>" * n,
    "teasers": lambda n: f"<div><h3>{HEADLINE}</h3>{LINE}</div>" * n,
    "pictures": lambda n: "<figure><img src='/x'><figcaption>A caption as long as one is.</figcaption></figure>" * n,
    "options": lambda n: "<select>" + "<option>x" * n + "</select>",
}
HEADS: Final[dict[str, Callable[[int], str]]] = {
    "json-ld scripts": lambda n: LD % STORY * n,
    "empty json-ld scripts": lambda n: LD % "{}" * n,
    "broken json-ld scripts": lambda n: LD % '{"@type": "NewsArticle", "datePublished": "2024' * n,
    "nested json-ld": lambda n: LD % ('{"@type":"NewsArticle","mainEntity":' * n + "1" + "}" * n),
    "items in a graph": lambda n: LD % f'{{"@graph":[{people(n)}]}}',
    "authors in json-ld": lambda n: LD % f'{{"@type":"NewsArticle","author":[{people(n)}]}}',
    "pointers in json-ld": lambda n: (
        LD % f'{{"@graph":[{{"@type":"NewsArticle","author":[{pointers(n)}]}},{people(n)}]}}'
    ),
    "publishers in json-ld": lambda n: LD % f'{{"@type":"NewsArticle","publisher":[{people(n)}]}}',
    "metas": lambda n: repeat(lambda i: f"<meta property='article:author' content='{name(i)}'>", n),
    "canonical links": lambda n: "<link rel='canonical' href='/'>" * n,
    "bases": lambda n: "<base href='https://elsewhere.example/'>" * n,
    "title with separators": lambda n: f"<title>{'a - ' * n}</title>",
}


def page_of(kind: str, count: int) -> str:
    head, body = (HEADS[kind](count), "") if kind in HEADS else ("", BODIES[kind](count))
    return f"<html lang=en><head>{head}</head><body><h1>Harbour closed</h1>{PROSE}{body}</body></html>"


def count_work(html: str) -> int:
    """Lines of Python run and native functions called while a page is read."""
    page, work = capture(html), 0

    def see_line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal work
        work += 1
        return see_line

    def see_call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal work
        work += event == "c_call"

    tracing, profiling = sys.gettrace(), sys.getprofile()
    sys.settrace(see_line)
    sys.setprofile(see_call)
    try:
        read(page)
    finally:
        sys.settrace(tracing)
        sys.setprofile(profiling)
    return work


@pytest.mark.parametrize("kind", [*BODIES, *HEADS])
def test_twice_as_many_parts_make_no_more_than_twice_the_work(kind: str) -> None:
    read(capture(page_of(kind, 2 * SIZE)))  # so that nothing is looked up for the first time while it is counted
    once, twice = (count_work(page_of(kind, count)) for count in (SIZE, 2 * SIZE))
    assert twice <= FAIR * once


def test_the_count_sees_quadratic_work() -> None:
    def compare_all(count: int) -> int:
        return sum(one == other for one in range(count) for other in range(count))

    def work_of(count: int) -> int:
        work = 0

        def see(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal work
            work += 1
            return see

        before = sys.gettrace()
        sys.settrace(see)
        try:
            compare_all(count)
        finally:
            sys.settrace(before)
        return work

    assert work_of(40) > FAIR * work_of(20)
