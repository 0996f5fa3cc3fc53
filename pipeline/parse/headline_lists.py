"""Lists of the latest headlines, found by what stands above them: a heading, or the label of a tab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pipeline.parse.document import Document
from pipeline.parse.headlines import Links, Story, is_time, pick_list, width_of_letters
from pipeline.parse.latest import MAX_HEADING, find_headings, says_latest, says_other, says_plain
from pipeline.parse.outline import BREAK

MIN_STORIES: Final = 3
MAX_BETWEEN: Final = 6
"""Blocks between a heading and its first headline: a picture's credit, a time, a section's name."""
MAX_AHEAD: Final = 30
"""Blocks behind a heading of which some must be headlines."""
MAX_SAMPLE: Final = 21
MIN_NAME: Final = 5
MEAN_LINK: Final = 15
"""Characters of the links behind a heading on average, shorter than `MIN_NAME` left out: 113 real lists have 17.5 or
more, 78 of 180 menus and the like less than 16."""
MAX_HEADINGS: Final = 60
MAX_UP: Final = 8
MAX_DEPTH: Final = 100
"""Elements around a heading, so that a page nested without end takes no time without end."""
MAX_BLOCKS: Final = 250
MAX_TABS: Final = 6
MAX_PANELS: Final = 40
"""Elements looked at behind a row of labels, and children of each."""
MAX_TAB: Final = 40
MAX_NEXT: Final = 60
"""Characters of the next list's heading."""
PROSE: Final = 160
"""Characters of unlinked text that no teaser has."""

_DIGIT: Final = re.compile(r"\d")
_LEVELS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def find_lists(document: Document, links: Links) -> Iterator[tuple[int, list[Story]]]:
    """Each heading's block with the headlines of its list."""
    blocks = document.outline.blocks
    for number in find_headings(blocks, _short_before_headlines(document))[:MAX_HEADINGS]:
        if not _has_headlines(document, number):  # told without a look at the words, as a menu's names are many
            continue
        if says_latest(blocks[number]):
            stories = _of_panel(document, links, number) or _below(document, links, number)
        elif says_plain(blocks[number]) and _is_timed(document, number):
            stories = _below(document, links, number)
        else:
            continue
        if len(stories) >= MIN_STORIES:
            yield number, stories


def find_regions(document: Document, links: Links) -> Iterator[list[Story]]:
    """The headlines of each section whose label for screen readers alone says what it is."""
    outline = document.outline
    for element in outline.find("section"):
        label = outline.attribute(element, "aria-label")
        if label and says_latest(label) and len(outline.blocks_of(element)) <= MAX_BLOCKS:
            stories = pick_list(_stories_of(document, links, element))
            if len(stories) >= MIN_STORIES and document.title_block not in outline.blocks_of(element):
                yield stories


def _is_timed(document: Document, block: int) -> bool:
    """Whether times stand among the lines after a heading, one per headline or nearly so."""
    outline = document.outline
    first = outline.block_piece[block] + 1
    pieces = (piece for piece in outline.pieces[first : first + 60] if piece is not BREAK and _DIGIT.search(piece))
    times = (None for piece in pieces if is_time(" ".join(piece.split())))
    return len(list(islice(times, MIN_STORIES))) == MIN_STORIES


def _short_before_headlines(document: Document) -> list[int]:
    """The blocks as short as a heading behind which as many headlines, or headings, follow as make a list."""
    outline, linked, size = document.outline, document.linked_before, len(document.outline.blocks)
    tags, levels, headings = outline.tags, [0], 0
    for owner in outline.block_owner:
        if tags[owner] in _LEVELS:
            headings += 1
        levels.append(headings)
    short = list[int]()
    for number, text in enumerate(outline.blocks):
        if len(text) <= MAX_HEADING:
            end = min(number + MAX_AHEAD, size)
            if linked[end] - linked[number + 1] + levels[end] - levels[number + 1] >= MIN_STORIES:
                short.append(number)
    return short


def _has_headlines(document: Document, block: int) -> bool:
    """Whether as many headlines as make a list follow: linked, or headings that links cover; and links no menu has."""
    outline, linked = document.outline, document.linked_before
    links = [length for length in outline.block_links[block + 1 : block + MAX_SAMPLE] if length >= MIN_NAME]
    if sum(links) < MEAN_LINK * len(links) // width_of_letters(outline.blocks[block]):
        return False
    end = min(block + MAX_AHEAD, len(outline.blocks))
    missing = MIN_STORIES - linked[end] + linked[block + 1]
    for number in range(block + 1, end if missing > 0 else 0):
        if linked[number] == linked[number + 1] and outline.tags[outline.block_owner[number]] in _LEVELS:
            missing -= 1
    return missing <= 0


def _has_links_near(document: Document, block: int) -> bool:
    """Whether a headline follows soon: linked, or a heading that a link covers."""
    outline, linked = document.outline, document.linked_before
    end = min(block + MAX_BETWEEN + 2, len(outline.blocks))
    if linked[end] > linked[block + 1]:
        return True
    return any(outline.tags[owner] in _LEVELS for owner in outline.block_owner[block + 1 : end])


def _below(document: Document, links: Links, block: int) -> list[Story]:
    """The headlines below a heading: in the smallest element around it that has some, up to the next heading."""
    outline, start = document.outline, document.outline.block_owner[block]
    if not _has_links_near(document, block):
        return []
    element, seen = start, 0
    for _ in range(MAX_UP):
        if element < 0:
            break
        end = outline.block_to[element]
        if end <= max(block + 1, seen):  # nothing behind the heading, or nothing more
            element = outline.up[element]
            continue
        stop, seen = _end_of_list(document, block, end), end
        found = links.stories_in(start, outline.last[element] if stop == end else _first_element(document, stop, start))
        if len(found) >= MIN_STORIES:
            stories = pick_list(found)
            return stories if stories and _is_list(document, block, stop, stories) else []
        if block + 1 < stop < end:
            return []
        element = outline.up[element]
    return []


def _end_of_list(document: Document, block: int, end: int) -> int:
    """The block of the next heading of its kind, of one that says what else follows, or of the page's title."""
    outline = document.outline
    owner = outline.block_owner[block]
    tag, name = outline.tags[owner], outline.attribute(owner, "class")
    level, above = _LEVELS.get(tag, 0), _above(document, owner)
    end = min(end, block + MAX_BLOCKS)
    for number in range(block + 1, end):
        other, text = outline.block_owner[number], outline.blocks[number]
        if number == document.title_block:
            return number
        if len(text) > MAX_NEXT:
            continue
        its_level = _LEVELS.get(outline.tags[other], 9)
        if its_level <= level and not _is_item(document, other, above):
            return number
        if name and outline.tags[other] == tag and outline.attribute(other, "class") == name:
            return number
        is_other = not outline.block_links[number] and says_other(text)
        if is_other and (its_level < 9 or len(_above(document, other)) <= len(above)):
            return number
    return end


def _above(document: Document, element: int) -> list[int]:
    """The elements around an element, nearest first, of which there may be thousands."""
    up, chain = document.outline.up, list[int]()
    while (element := up[element]) >= 0 and len(chain) < MAX_DEPTH:
        chain.append(element)
    return chain


def _is_item(document: Document, element: int, above: list[int]) -> bool:
    """Whether a heading is one of the list below a heading with these ancestors.

    It lies in a link, or a link in it, or it lies in an item that has none like it beside the list's heading.
    """
    outline = document.outline
    if "a" in outline.tags[element + 1 : outline.last[element]]:
        return True
    around = [element, *_above(document, element)]
    inner = [n for n in around if n not in above]
    if any(outline.tags[n] == "a" for n in inner):
        return True
    top = inner[-1]
    beside = next((outline.tags[n] for n in above if outline.up[n] == outline.up[top]), "")
    return any(outline.tags[n] in ("li", "article") and (n != top or beside != outline.tags[n]) for n in inner)


def _first_element(document: Document, block: int, start: int) -> int:
    """The first element behind `start` that begins with a block or a later one."""
    outline = document.outline
    return next((n for n in range(start + 1, len(outline.tags)) if outline.block_from[n] >= block), len(outline.tags))


def _is_list(document: Document, block: int, stop: int, stories: list[Story]) -> bool:
    """Whether the headlines begin near the heading, with little prose and no sections' headings among them."""
    outline = document.outline
    first, last = outline.block_from[stories[0].element], outline.block_to[stories[-1].element]
    if not -1 <= first - block <= MAX_BETWEEN:
        return False
    prose = sum(
        len(outline.blocks[n]) >= PROSE and not outline.block_links[n] for n in range(block + 1, min(last, stop))
    )
    return prose <= len(stories) + 1 and not _has_sections(document, block, stories)


def _has_sections(document: Document, block: int, stories: list[Story]) -> bool:
    """Whether headings that are no headlines, nor look like those that are, part the list as on a front page."""
    outline, anchors = document.outline, {story.element for story in stories}
    texts = {story.text for story in stories}
    last = outline.block_from[stories[-1].element]
    theirs, others = Counter[str](), Counter[str]()
    for element in dict.fromkeys(outline.block_owner[block + 1 : last + 1]):
        if outline.tags[element] in _LEVELS:
            near = {element, *_above(document, element), *range(element, outline.last[element])}
            look = f"{outline.tags[element]} {outline.attribute(element, 'class')}"
            is_other = anchors.isdisjoint(near) and outline.text_of(element) not in texts
            (others if is_other else theirs)[look] += 1
    sections = sum(count for look, count in others.items() if count > theirs[look])
    return 2 <= sections <= len(stories) / 2


def _of_panel(document: Document, links: Links, block: int) -> list[Story]:
    """The headlines of the panel that a tab label opens; none when it is no label of a tab."""
    panel = _named_panel(document, links, block)
    if panel is None:
        panel = _panel_in_order(document, links, block)
    return [] if panel is None else pick_list(_stories_of(document, links, panel))


def _stories_of(document: Document, links: Links, element: int) -> list[Story]:
    return links.stories_in(element, document.outline.last[element])


def _named_panel(document: Document, links: Links, block: int) -> int | None:
    """The element that the label's `href="#id"`, `aria-controls` or `data-target` names."""
    outline, owner = document.outline, document.outline.block_owner[block]
    for element in (outline.up[owner], *range(owner, min(outline.last[owner], owner + MAX_PANELS))):
        if element < 0 or outline.tags[element] not in ("a", "li", "div", "span", "h2", "h3", "h4", "label"):
            continue
        href = outline.attribute(element, "href")
        names = [href] if href.startswith("#") else []
        names += [outline.attribute(element, key) for key in ("aria-controls", "data-target", "data-bs-target")]
        name = next((name.lstrip("#") for name in names if len(name.lstrip("#"))), "")
        if name:
            return links.element_called(name)
    return None


def _panel_in_order(document: Document, links: Links, block: int) -> int | None:
    """The panel at the label's place: behind a row of labels, as many siblings with headlines follow."""
    outline, linked = document.outline, document.linked_before
    label, labels = _row_of_tabs(document, block)
    if len(labels) < 2:
        return None
    row = outline.up[label]
    end = outline.block_to[row]
    if linked[min(end + MAX_BETWEEN, len(outline.blocks))] == linked[end] or outline.up[row] < 0:
        return None
    around = max(outline.up[outline.up[row]], outline.up[row])
    for number in range(outline.last[row], min(outline.last[around], outline.last[row] + MAX_PANELS)):
        panels = [n for n in _children(document, number) if _stories_of(document, links, n)]
        if len(panels) == len(labels):
            return panels[labels.index(label)]
        if len(panels) > 1:
            return None
    return None


def _row_of_tabs(document: Document, block: int) -> tuple[int, list[int]]:
    """The label's element, and with it those beside it that hold a few words each; none when it stands alone."""
    outline, label = document.outline, document.outline.block_owner[block]
    for _ in range(3):
        row = outline.up[label]
        if row < 0 or len(outline.blocks_of(row)) > MAX_TABS:
            break
        labels = [n for n in _children(document, row) if len(outline.blocks_of(n))]
        if len(labels) > 1:
            are_short = all(len(outline.blocks[n]) <= MAX_TAB for n in outline.blocks_of(row))
            return label, labels if are_short and label in labels else []
        label = row
    return label, []


def _children(document: Document, element: int) -> Iterator[int]:
    outline = document.outline
    number = element + 1
    for _ in range(MAX_PANELS):
        if number >= outline.last[element]:
            break
        yield number
        number = outline.last[number]
