"""Reading with the memory of a site: what other articles show too is left out, and what changed is said."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import parse
from pipeline.models import Article, Capture, Page, Unaided
from pipeline.parse.document import open_document
from pipeline.parse.familiar import print_of, title_ends
from pipeline.site_memory import SiteMemory, from_json, learn, to_json
from tests.courier import ABOUT, APPEAL, FURNITURE, STORIES, body_of, page, title_of
from tests.parsing import capture

ADVERT = "Lanterns, ropes and dry boots are sold behind the customs house every day from eight until the lamps are lit."
HOST = "https://courier.example.org"


def answer(number: int, html: str = "") -> Capture:
    return capture(html or page(number), f"{HOST}/news/{number}")


def read(got: Capture, memory: SiteMemory | None) -> tuple[Page, Article]:
    found = parse.read(got, memory=memory)
    assert found.article is not None, found.why
    return found, found.article


def memory_of(*answers: Capture) -> SiteMemory:
    memory = SiteMemory()
    for got in answers:
        facts = parse.read(got, memory=memory).facts
        assert facts is not None
        memory = learn(memory, facts)
    return memory


def test_without_a_memory_the_furniture_stays_and_nothing_is_learned() -> None:
    found, article = read(answer(1), None)
    assert [line for line in article.paragraphs if line in FURNITURE] == list(FURNITURE)
    assert found.facts is None
    assert article.unaided is None


def test_an_empty_memory_changes_nothing_but_asks_for_facts() -> None:
    plain, told = parse.read(answer(1)), parse.read(answer(1), memory=SiteMemory())
    assert told.facts is not None
    assert replace(told, facts=None) == plain


@pytest.mark.parametrize("others", [(2,), (2, 3), (2, 3, 4)])
def test_what_other_articles_show_too_is_no_part_of_this_one(others: tuple[int, ...]) -> None:
    _, article = read(answer(1), memory_of(*map(answer, others)))
    assert article.body == body_of(1)
    assert article.provenance["body"] == "heuristic+site-memory"


def test_the_end_that_all_titles_share_is_the_papers_name() -> None:
    plain = read(answer(1), None)[1]
    _, article = read(answer(1), memory_of(answer(2)))
    assert plain.title == f"{title_of(1)} - Sandholm Gazette & Courier"
    assert article.title == title_of(1)
    assert article.provenance["title"].endswith("+site-memory")
    assert article.unaided == Unaided(plain.title, plain.body)


def test_the_same_memory_gives_the_same_page_also_after_a_journey() -> None:
    memory = memory_of(answer(2), answer(3))
    first, again = (parse.read(answer(1), memory=known) for known in (memory, from_json(to_json(memory))))
    assert first == again == parse.read(answer(1), memory=memory)


def test_a_page_that_taught_the_memory_alone_reads_as_before() -> None:
    memory = memory_of(answer(1))
    assert read(answer(1), memory)[1] == read(answer(1), None)[1]


def test_an_edited_page_keeps_the_lines_it_taught_itself() -> None:
    longer = page(1, lines=(*STORIES[1][1], *STORIES[4][1]))
    _, article = read(answer(1, longer), memory_of(answer(1), answer(2)))
    assert article.body == f"{body_of(1)}\n{body_of(4)}"


def test_a_copy_of_a_known_story_is_read_whole() -> None:
    """Its lines are known from the other address; they are the story all the same."""
    memory = memory_of(answer(1), answer(2))
    copy = capture(page(1, title=f"{title_of(1)}, updated"), f"{HOST}/amp/1")
    _, article = read(copy, memory)
    assert set(STORIES[1][1]) <= set(article.paragraphs)


def test_a_longer_copy_at_another_address_keeps_the_lines_of_the_shorter() -> None:
    memory = memory_of(answer(1), answer(2))
    longer = page(1, lines=(*STORIES[1][1], *STORIES[4][1]))
    for url in (f"{HOST}/news/1?utm_source=letter", f"{HOST}/amp/1"):
        _, article = read(capture(longer, url), memory)
        assert article.body == f"{body_of(1)}\n{body_of(4)}"


def test_a_page_of_known_furniture_alone_is_read_as_without_memory() -> None:
    wall = capture(page(1, title="Please take the paper", lines=(APPEAL, ABOUT, *FURNITURE)), f"{HOST}/wall")
    _, article = read(wall, memory_of(answer(2), answer(3)))
    assert article.body == read(wall, None)[1].body


def test_background_that_stands_amid_new_lines_is_no_furniture() -> None:
    """A running story repeats how it began; furniture stands at the edges, or on far more pages."""
    known = STORIES[4][1][0]
    first, second, third = STORIES[1][1]
    running = page(2, lines=(*STORIES[2][1], known))
    _, article = read(answer(1, page(1, lines=(first, second, known, third))), memory_of(answer(2, running)))
    assert known in article.paragraphs


def test_a_heading_that_many_stories_have_stays_above_its_new_line() -> None:
    def with_heading(number: int) -> Capture:
        second = f"<p>{escape(STORIES[number][1][1])}</p>"
        return answer(number, page(number).replace(second, f"<h2>How it came about</h2>{second}"))

    _, article = read(with_heading(1), memory_of(*map(with_heading, (2, 3, 4))))
    first, second, third = STORIES[1][1]
    assert article.paragraphs == [first, "How it came about", second, third]


def test_what_most_articles_show_is_furniture_even_amid_new_lines() -> None:
    def with_appeal(number: int) -> Capture:
        first, second, third = STORIES[number][1]
        return answer(number, page(number, lines=(first, second, ADVERT, third)))

    _, article = read(with_appeal(1), memory_of(*map(with_appeal, (2, 3))))
    assert ADVERT in article.paragraphs
    _, article = read(with_appeal(1), memory_of(*map(with_appeal, (2, 3, 4))))
    assert article.body == body_of(1)


def teasing(number: int, other: int) -> Capture:
    """A page that shows the heading and the first lines of another story."""
    lead = "".join(f"<p>{line}</p>" for line in STORIES[other][1][:2])
    teaser = f"<section><h3><a href='/news/{other}'>{title_of(other)}</a></h3>{lead}</section>"
    return answer(number, page(number).replace("</body>", f"{teaser}</body>"))


def test_a_story_keeps_the_lines_that_other_pages_tease_it_with() -> None:
    headed = page(1).replace('<div class="words">', f'<div class="words"><h1>{title_of(1)}</h1>')
    _, article = read(answer(1, headed), memory_of(teasing(2, 1), teasing(3, 1), answer(4)))
    assert article.body == body_of(1)


def test_a_story_keeps_its_own_summary() -> None:
    lead = STORIES[1][1][0]
    told = page(1, head=f'<meta name="description" content="{lead}">')
    _, article = read(answer(1, told), memory_of(teasing(2, 1), teasing(3, 1)))
    assert lead in article.paragraphs


def test_a_part_that_never_holds_anything_new_is_furniture_unread() -> None:
    """Not so its first time, nor once it has held something new."""

    def boxed(number: int, text: str) -> Capture:
        box = f"<div class='box'><div><p>{text}</p></div></div>"
        return answer(number, page(number).replace('<div class="words">', f'<div class="words">{box}'))

    stale, fresh = "Send us your pictures of the storm by pigeon before the end of the week.", "Ropes are dear."
    pages = [boxed(number, stale) for number in (2, 3, 4)] + [
        capture(page(4, title="Bell", lines=tuple(f"{line} Again!" for line in STORIES[n][1])), f"{HOST}/more/{n}")
        for n in (2, 3)
    ]
    memory = memory_of(*pages)
    part = parse.read(boxed(4, stale), memory=memory_of(*pages[:2])).facts
    assert part is not None
    assert part.stale
    assert replace(memory, parts=dict.fromkeys(part.stale, 3)).parts
    known = replace(memory, parts=dict.fromkeys(part.stale, 3))
    assert fresh not in read(boxed(1, fresh), known)[1].paragraphs
    live = parse.read(
        boxed(1, f"{fresh} So is the tar, which nobody had expected after the long and dry winter."), memory=memory
    )
    assert live.facts is not None
    assert set(live.facts.live) & set(part.stale)


def test_the_place_of_the_article_is_known_from_other_pages() -> None:
    memory = memory_of(answer(2), answer(3))
    document = open_document(answer(1), "utf-8").remembering(memory)
    assert document.known_container() is None
    assert not any(document.is_known_furniture(block) for block in range(len(document.outline.blocks)))
    recalling = document.recalling()
    container = recalling.known_container()
    assert container is not None
    assert recalling.outline.attribute(container, "class") == "words"
    blocks = enumerate(recalling.outline.blocks)
    assert [text for block, text in blocks if recalling.is_known_furniture(block)] == list(FURNITURE)


some_lines = st.lists(st.sampled_from([*FURNITURE, *(line for _, story in STORIES.values() for line in story)]))
some_pages = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 9), some_lines, st.sampled_from(["p", "div", "li", "h2"])), max_size=6
)


@given(some_pages, some_lines)
def test_whatever_a_site_has_shown_a_page_is_read_from_its_own_lines(
    others: list[tuple[int, int, list[str], str]], lines: list[str]
) -> None:
    memory = SiteMemory()
    for story, number, told, tag in others:
        html = page(story, lines=("Once more.", *told)).replace("<p>", f"<{tag}>").replace("</p>", f"</{tag}>")
        facts = parse.read(answer(number, html), memory=memory).facts
        memory = learn(memory, facts) if facts else memory
    got = answer(1, page(1, lines=("Once more.", *lines)))
    plain, aided = parse.read(got), parse.read(got, memory=memory)
    assert parse.read(got, memory=memory) == aided
    assert (plain.article is None) == (aided.article is None)
    if plain.article and aided.article:
        assert set(aided.article.paragraphs) <= set(plain.article.paragraphs)
        assert (aided.article.body == plain.article.body) == ("site-memory" not in aided.article.provenance["body"])


def test_a_page_that_is_no_article_teaches_nothing() -> None:
    section = capture("<title>Courier</title><ul><li><a href='/1'>One</a></ul>", f"{HOST}/section/sport")
    assert parse.read(section, memory=SiteMemory()).facts is None
    gone = replace(answer(1), status=404)
    assert parse.read(gone, memory=SiteMemory()).facts is None


def test_a_byline_is_read_where_other_pages_confirm_theirs() -> None:
    def signed(number: int, name: str, *, is_told: bool) -> Capture:
        told = f'<meta name="author" content="{name}">' if is_told else ""
        head = f"<h1>{title_of(number)}</h1>"
        html = page(number, byline=f"{head}<i>Sandholm</i><div class='who'>{name}</div>", head=told)
        return answer(number, html)

    memory = memory_of(signed(2, "Ida Norberg", is_told=True), signed(3, "Tor Vik", is_told=True))
    unsigned = signed(1, "Marit Hauge", is_told=False)
    assert read(unsigned, None)[1].authors == ()
    _, article = read(unsigned, memory)
    assert article.authors == ("Marit Hauge",)
    assert article.provenance["authors"] == "site-memory"


def test_numbers_in_short_lines_and_case_make_no_other_text() -> None:
    assert print_of("17 readers online") == print_of("5603 Readers online")
    assert print_of(APPEAL) != print_of(ABOUT)


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("Ferry sails - News - Courier", ["News", "Courier", "Ferry sails"]),
        ("Ferry sails | Courier", ["Ferry sails", "Courier"]),
        ("Ferry sails", []),
        (f"{'Ferry sails again ' * 5}| Courier", ["Courier"]),
    ],
)
def test_the_ends_of_a_title_are_set_off_and_short(title: str, ends: list[str]) -> None:
    assert title_ends(title) == ends
