"""An invented newspaper without structured data whose every page repeats itself in the middle of its articles."""

from __future__ import annotations

from html import escape

STORIES: dict[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "Ferry to Halvorn sails again after winter repairs",
        (
            "The ferry to Halvorn left its berth on Monday morning with forty passengers, two goats and a piano.",
            "Its engine had been taken apart in January, when the harbour froze for the first time in eleven years.",
            "The shipyard says the new shaft will last until the bridge is built, whenever that may turn out to be.",
        ),
    ),
    2: (
        "School orchestra of Brekke buys a second bassoon",
        (
            "A bake sale that lasted three weekends has brought the school orchestra of Brekke its second bassoon.",
            "The instrument is older than the school, and the music teacher has asked a goldsmith to look at its keys.",
            "The first concert with both of them is on the last Friday of May in the gymnasium, and entry is free.",
        ),
    ),
    3: (
        "Council counts the lime trees along the old canal",
        (
            "Two gardeners and a surveyor have counted the lime trees along the old canal and come to 406.",
            "Every tree has been given a brass number, since the list of 1931 cannot be told from a list of debtors.",
            "Nine trees are hollow, and owls live in three of these, so that nothing will be felled before the autumn.",
        ),
    ),
    4: (
        "Mill pond drained to look for a bell",
        (
            "The mill pond has been drained because an old letter says that the chapel's bell was sunk in it in 1808.",
            "After two days in the mud the volunteers had found a bicycle, eleven bottles and the wheel of a cart.",
            "They will go on until Sunday, when the sluice has to be closed again for the sake of the carp below.",
        ),
    ),
}
APPEAL = "Readers keep this paper alive: whoever takes it for a year is sent a calendar of the county's lighthouses."
ABOUT = "The Courier has come out on weekdays since 1887 and is owned by the families of those who set its first page."
HINT = "Have you seen something we should know of? Ring the bell beside the door, or write us a letter."
FURNITURE = (APPEAL, HINT, ABOUT)


def title_of(number: int) -> str:
    return STORIES[number][0]


def body_of(number: int) -> str:
    return "\n".join(STORIES[number][1])


def page(number: int, *, title: str = "", lines: tuple[str, ...] = (), byline: str = "", head: str = "") -> str:
    """The page of a story. It has no `<h1>`, and the paper's name stands in the title alone."""
    story_title, story = STORIES[number]
    first, *rest = map(_paragraph, (*(lines or story), HINT, ABOUT))
    words = "".join((first, f"<div>{_paragraph(APPEAL)}</div>", *rest))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>{escape(title or story_title)} - Sandholm Gazette &amp; Courier</title>{head}</head>
<body><div class="page"><div class="line">{byline}</div><div class="words">{words}</div></div></body></html>"""


def _paragraph(line: str) -> str:
    return f"<p>{escape(line)}</p>"
