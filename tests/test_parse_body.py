"""Where the body is found, and which of its blocks count: misleading containers, and what the learned judge decides."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.parse import block_trees
from pipeline.parse.block_features import FEATURES, BlockMeasure, Guess
from pipeline.parse.block_judge import choose_blocks
from pipeline.parse.body import read_body
from pipeline.parse.document import Document, open_document
from tests.parsing import PROSE, article_of, capture

LINES = [
    f"Paragraph {n} of the harbour story says, in as many words as it needs, what the council decided on day {n}."
    for n in range(12)
]
STORY = "".join(f"<p>{line}</p>" for line in LINES[:6])
SECOND = "".join(
    f"<p>Another story, its {n}th line, tells of the mountain railway and of its new blue carriages at length.</p>"
    for n in range(10)
)


def document_of(html: str) -> Document:
    return open_document(capture(html), "utf-8")


def paragraphs_of(html: str) -> list[str]:
    found = read_body(document_of(html))
    assert found is not None
    return found.paragraphs


def test_account_forms_under_a_short_article_are_not_its_body() -> None:
    forms = "".join(
        f"<section id='form{n}'><h3>Welcome back</h3><p>Please sign in to write a comment under article {n}.</p>"
        f"<p>We have sent you a code; enter it below, and mind that it is valid for {n} minutes only.</p></section>"
        for n in range(6)
    )
    html = f"<body><main><article><h1>Harbour closed</h1>{STORY}</article></main>{forms}</body>"
    assert paragraphs_of(html) == LINES[:6]


def test_a_longer_second_story_below_is_left_to_itself() -> None:
    html = (
        f"<body><main><article id='one'><h1>Harbour closed</h1>{STORY}</article></main>"
        f"<div class='under'><article id='two'><h2>Blue carriages</h2>{SECOND}</article></div></body>"
    )
    assert paragraphs_of(html) == LINES[:6]


def test_a_story_of_a_few_lines_stands_against_a_wordy_rail() -> None:
    rail = "".join(
        f"<div class='module'><p>{'Click the picture and see all times and places of the season. ' * 3}</p></div>"
        for _ in range(5)
    )
    rounds = "".join(f"<p>Round {n}: {7 * n + 3} May, in the town of Sandholm North</p>" for n in range(5))
    html = (
        f"<body><div class='main'><div class='articleBody'><h1>The season's rounds</h1>{rounds}</div></div>"
        f"<aside class='sidebar'>{rail}</aside></body>"
    )
    assert [line for line in paragraphs_of(html) if "Click" in line] == []
    assert "Round 0: 3 May, in the town of Sandholm North" in paragraphs_of(html)


def test_a_breaking_block_with_teasers_is_no_part_of_the_body() -> None:
    said = "The ferry company said so on Monday. " * 6
    items = "".join(
        f"<li><a href='/n/{n}'>Ferry number {n} runs again after the storm</a> {said}</li>" for n in range(6)
    )
    html = (
        f"<body><div class='left'><div class='breaking-news'><div>Breaking</div><ul>{items}</ul></div>"
        f"<h1>Harbour closed</h1>{STORY}</div></body>"
    )
    assert paragraphs_of(html) == LINES[:6]


def test_a_table_in_the_story_is_kept_with_all_its_cells() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{n}</td></tr>" for n, name in enumerate(("North pier", "South pier", "Dock"))
    )
    html = (
        f"<body><article><h1>Harbour closed</h1>{STORY}<table><tr><th>Pier</th><th>Ships</th></tr>{rows}</table>{STORY}"
    )
    found = paragraphs_of(html)
    assert [cell for cell in ("North pier", "South pier", "Dock") if cell in found] == [
        "North pier",
        "South pier",
        "Dock",
    ]


def test_a_copy_of_a_paragraph_counts_once_and_a_repeated_label_each_time() -> None:
    label = "<p><strong>What we know:</strong></p>"
    html = f"<body><article><h1>Closed</h1>{STORY}{label}{PROSE}{label}<p>{LINES[7]}</p><p>{LINES[0]}</p></article>"
    found = paragraphs_of(html)
    assert found.count(LINES[0]) == 1
    assert found.count("What we know:") == 2


def test_a_call_to_follow_behind_the_story_is_dropped_and_its_last_line_kept() -> None:
    html = (
        f"<body><article class='post'><h1>Harbour closed</h1><div class='entry-content'>{STORY}</div>"
        "<div class='cta follow'><p>Follow us for more news of the harbour, and never miss a ship.</p></div></article>"
    )
    assert article_of(html).body.splitlines()[-1] == LINES[5]


def test_the_trees_take_one_number_for_each_feature() -> None:
    row: Any = (0.0,) * len(FEATURES)
    assert isinstance(block_trees.score(row), float)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(("p", "li", "h2", "div", "td", "blockquote")), min_size=1, max_size=12), st.data())
def test_the_judge_answers_for_every_block_whatever_was_guessed(tags: list[str], data: st.DataObject) -> None:
    body = "".join(f"<{tag} class='c{n % 3}'>{LINES[n % 12][: 8 * n + 5]}</{tag}>" for n, tag in enumerate(tags))
    document = document_of(f"<body><h1>T</h1><div>{body}</div></body>")
    blocks = range(len(document.outline.blocks))
    kept = data.draw(st.lists(st.booleans(), min_size=len(blocks), max_size=len(blocks)))
    container = data.draw(st.integers(0, len(document.outline.tags) - 1))
    guess = Guess(container, blocks, kept, [len(text) for text in document.outline.blocks])
    rows = list(BlockMeasure(document, guess).settle())
    assert len(rows) == len(blocks)
    assert all(isinstance(row, bool) or len(row) == len(FEATURES) for row in rows)
    chosen = choose_blocks(document, guess)
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= set(blocks)
