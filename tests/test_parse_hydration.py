"""Pages that a script draws: the story is read out of the data that the page hands to its script."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.parse.document import open_document
from pipeline.parse.hydration import Hydrated, read_hydrated
from pipeline.parse.rich_text import write_html
from pipeline.parse.script_data import has_prose, read_values
from pipeline.parse.script_literal import SpentError, decode_string, read_literal
from pipeline.parse.story_data import is_notice
from tests.parsing import PROSE, URL, article_of, capture, read

TITLE = "Fog bell of Sandholm rung by hand"
LINES = [
    "The lighthouse keeper of Sandholm – “la gardienne” – has rung the fog bell by hand for the first time.",
    "A cable had failed at noon, and the motor with it, so she climbed the stairs and pulled the rope herself.",
    "Four ships answered with their horns, and the harbour wrote her a letter of thanks the same evening.",
]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
STORY = "<meta property='og:type' content='article'>"
SECTION = "<meta property='og:type' content='website'>"
TEASER = "The ferry to the outer islands sails again after a winter in the dock, and the fares stay as they were."


def _others() -> list[dict[str, str]]:
    """What other stories' entries look like beside a story."""
    return [
        {"title": f"Ferry number {n} sails again", "url": f"/world/ferry-{n}", "body": f"<p>{TEASER}</p>" * 9}
        for n in range(6)
    ]


def _story(**content: Any) -> dict[str, Any]:
    return {"id": "a-story-1234", "title": TITLE, "description": "A keeper, a bell and a broken cable. " * 9, **content}


def _page(*scripts: str, head: str = "", body: str = "") -> str:
    tags = "".join(text if text.startswith("<") else f"<script>{text}</script>" for text in scripts)
    title = f"<title>{TITLE} | Sandholm Post</title><meta property='og:title' content='{TITLE}'>{head or STORY}"
    return f"<html lang=en><head>{title}</head><body><div id=app>{body}</div>{tags}</body></html>"


def _push(text: str) -> str:
    return f"self.__next_f.push({json.dumps([1, text])})"


def _next_pages() -> str:
    data = {"props": {"pageProps": {"story": _story(content=HTML), "related": _others()}}, "page": "/[slug]"}
    return _page(f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>')


def _next_app() -> str:
    """A text row whose length is in bytes, split over two pushes, linked from the row that names the story."""
    row = f"1f:T{len(HTML.encode()):x},{HTML}"
    story = json.dumps(["$", "$L9", None, {"state": {"data": _story(contentHtml="$1f"), "more": _others()}}])
    stream = f'9:I[77,["static/chunks/77.js"],"default"]\n{row}5:{story}\n'
    parts = [stream[:90], stream[90:200], stream[200:]]
    return _page("(self.__next_f=self.__next_f||[]).push([0])", *map(_push, parts))


def _next_app_elements() -> str:
    children = [["$", "p", str(n), {"className": "text", "children": line}] for n, line in enumerate(LINES)]
    children.insert(1, ["$", "figure", "x", {"children": ["$", "figcaption", None, {"children": LINES[0] + "?"}]}])
    tree = ["$", "article", None, {"headline": TITLE, "children": ["$", "div", None, {"children": children}]}]
    return _page(_push(f"0:{json.dumps(tree)}\n"))


def _react_query() -> str:
    data = {"queries": [{"state": {"data": {"code": 200, "detail": _story(contentHtml=HTML)}}}]}
    return _page(f'window["__Q"] = window["__Q"] || [];window["__Q"].push({json.dumps(data)});')


def _nuxt_2() -> str:
    text = json.dumps(HTML).replace("/", "\\u002F")
    return _page(
        "window.__NUXT__=(function(a,b,c){b.x=1;return {layout:a,data:[{story:{title:b,isLive:!1,at:new Date(1e3),"
        f'body:c}}}}],error:null}}}}("default",{json.dumps(TITLE)},{text}));'
    )


def _nuxt_3() -> str:
    packed = [["ShallowReactive", 1], {"data": 2, "state": 6}, {"story": 3}, {"title": 4, "body": 5}, TITLE, HTML, {}]
    return _page(f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(packed)}</script>')


def _initial_state() -> str:
    body = HTML.replace("/", "\\/").replace("’", "\\u2019")
    return _page(
        "var cfg = {debug: false, hosts: ['a', 'b']};\nwindow.__INITIAL_STATE__ = {story: {id: 7, 'title': "
        f"'{TITLE}', paragraphs: '{body}', tags: [,]}}, user: undefined}};(function(){{}})();"
    )


def _preloaded_string() -> str:
    state = json.dumps({"story": _story(body={"json": json.dumps([{"type": "p", "text": line} for line in LINES])})})
    return _page(f"window.__PRELOADED_STATE__ = JSON.parse({json.dumps(state)});")


def _apollo() -> str:
    cache = {
        "ROOT_QUERY": {"story": {"__ref": "Story:1"}, "latest": [{"__ref": "Story:2"}]},
        "Story:1": {"__typename": "Story", "title": TITLE, "body": [{"__ref": f"Part:{n}"} for n in range(3)]},
        "Story:2": {"__typename": "Story", "title": "Ferry sails again", "url": "/ferry", "body": HTML + HTML},
        **{f"Part:{n}": {"__typename": "Paragraph", "text": line} for n, line in enumerate(LINES)},
    }
    return _page(f"window.__APOLLO_STATE__={json.dumps(cache)};")


def _arc() -> str:
    elements: list[Any] = [{"type": "text", "_id": f"E{n}", "content": line} for n, line in enumerate(LINES)]
    elements.insert(1, {"type": "image", "caption": LINES[0] + " Photo.", "url": "https://news.example.org/b.jpg"})
    elements.append({"type": "interstitial_link", "content": TEASER, "url": "/ferry"})
    story = {"type": "story", "headlines": {"basic": TITLE}, "canonical_url": "/x", "content_elements": elements}
    return _page(f"window.Fusion=window.Fusion||{{}};Fusion.arcSite='post';Fusion.globalContent={json.dumps(story)};")


def _sveltekit() -> str:
    return _page(
        "{ __sveltekit_1 = { base: new URL('.', location).pathname };\n const data = [null,"
        f'{{"type":"data","data":{{story:{{title:{json.dumps(TITLE)},html:{json.dumps(HTML)}}}}},uses:{{}}}}];\n'
        "Promise.all([import('./a.js')]).then(([kit]) => { kit.start({data, form: null}); }); }"
    )


def _remix() -> str:
    packed = [{"_1": 2}, "loaderData", {"_3": 4}, "routes/story", {"_5": 6, "_7": 8}, "title", TITLE, "body", HTML]
    text = json.dumps(json.dumps(packed))
    return _page(f"window.__remixContext.streamController.enqueue({text});")


def _amp_state() -> str:
    data = json.dumps({"story": _story(content=HTML)})
    return _page(f'<amp-state id="s"><script type="application/json">{data}</script></amp-state>')


def _named_by_address() -> str:
    """No title in the data: the address says whose text it is."""
    return _page(f"window.__DATA__={json.dumps({'page': {'slug': '/world/a-story-1234', 'content': HTML}})}")


FORMS: list[Callable[[], str]] = [
    _next_pages,
    _next_app,
    _next_app_elements,
    _react_query,
    _nuxt_2,
    _nuxt_3,
    _initial_state,
    _preloaded_string,
    _apollo,
    _arc,
    _sveltekit,
    _remix,
    _amp_state,
    _named_by_address,
]


@pytest.mark.parametrize("form", FORMS)
def test_a_page_drawn_by_script_is_an_article_with_the_text_of_its_data(form: Callable[[], str]) -> None:
    article = article_of(form())
    assert article.body.split("\n") == LINES
    assert article.title == TITLE
    assert article.provenance["body"] == "script-data"


def _runs(line: str) -> list[str]:
    """A line as formatting cuts it."""
    words = line.split(" ")
    return [" ".join(words[:4]) + " ", words[4], " " + " ".join(words[5:])]


RICH_TEXTS: dict[str, Any] = {
    "lines": "\n\n".join(LINES),
    "list of texts": LINES,
    "escaped html": escape(HTML),
    "prosemirror": {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": run} for run in _runs(line)]} for line in LINES
        ],
    },
    "contentful": {
        "nodeType": "document",
        "content": [
            {
                "nodeType": "paragraph",
                "content": [{"nodeType": "text", "value": run, "marks": []} for run in _runs(line)],
            }
            for line in LINES
        ],
    },
    "slate": [{"type": "paragraph", "children": [{"text": run} for run in _runs(line)]} for line in LINES],
    "sanity": [
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": run} for run in _runs(line)]}
        for line in LINES
    ],
    "lexical": {
        "root": {
            "type": "root",
            "children": [{"type": "paragraph", "children": [{"type": "text", "text": line}]} for line in LINES],
        }
    },
    "editor.js": {
        "blocks": [{"id": str(n), "type": "paragraph", "data": {"text": line}} for n, line in enumerate(LINES)]
    },
    "gutenberg": [{"blockName": "core/paragraph", "attrs": {}, "innerHTML": f"<p>{line}</p>"} for line in LINES],
    "wordpress": {"rendered": HTML, "protected": False},
    "jsonml": ["div", {"className": "body"}, *(["p", *_runs(line)] for line in LINES)],
    "drupal": [
        {"component": "text", "props": {"body": {"value": f"<p>{line}</p>", "format": "full"}}} for line in LINES
    ],
}


@pytest.mark.parametrize("name", RICH_TEXTS)
def test_rich_text_of_a_content_system_is_read_in_its_order_and_paragraphs(name: str) -> None:
    data = {"story": _story(body=RICH_TEXTS[name]), "others": _others()}
    assert _hydrated(_page(f"x={json.dumps(data)}")) == LINES


def _hydrated(html: str, *, is_story: bool = True, url: str = URL) -> list[str] | None:
    found = read_hydrated(open_document(capture(html, url), "utf-8"), is_story=is_story)
    return found.paragraphs if found else None


def test_headings_stay_and_captions_placeholders_and_furniture_go() -> None:
    html = (
        f"<figure><img src=x.jpg><figcaption>{LINES[0]} Photo</figcaption></figure>$$AD$$<p>{LINES[0]}</p>"
        f'<div class="img-box"><div class="caption"><p>{LINES[1]} Picture</p></div></div>[[ad-slot 3]]'
        f"<h2>The rope</h2><p>{LINES[1]}</p><p>Read more: <a href=/f>{TEASER}</a></p>{{{{ newsletter }}}}"
        f'[caption id="9"]Old[/caption]<p>{LINES[2]}</p><h2>Related articles</h2>'
    )
    paragraphs = _hydrated(_page(f"x={json.dumps(_story(body=html))}"))
    assert paragraphs is not None
    assert [text for text in paragraphs if text != "Old"] == [LINES[0], "The rope", *LINES[1:]]


def test_of_copies_of_the_text_one_is_read() -> None:
    data = _story(bodyText="\n".join(LINES), bodyHtml=HTML, plain=" ".join(LINES))
    assert _hydrated(_page(f"x={json.dumps(data)}")) == LINES


def test_a_text_kept_as_description_is_the_story_when_it_is_that_long() -> None:
    assert _hydrated(_page(f"x={json.dumps(_story(description=HTML * 6))}")) is not None
    assert _hydrated(_page(f"x={json.dumps(_story(description=HTML))}")) is None


def test_a_text_that_nothing_names_counts_on_a_page_that_says_it_is_a_story() -> None:
    script = f"x={json.dumps({'data': {'articleBody': HTML * 2}, 'teasers': _others()})}"
    assert _hydrated(_page(script), is_story=False) is None
    assert _hydrated(_page(script), is_story=True) is not None
    two = f"x={json.dumps([{'body': HTML * 2}, {'body': '<p>Other.</p>' + HTML * 2}])}"
    assert _hydrated(_page(two), is_story=True) is None


@pytest.mark.parametrize("head", [SECTION, STORY])
def test_a_page_with_other_stories_data_only_stays_other(head: str) -> None:
    data = {"title": TITLE, "url": "/world/a-story-1234", "teasers": _others(), "messages": {"a": TEASER, "b": TEASER}}
    page = read(_page(f'<script type="application/json">{json.dumps(data)}</script>', head=head))
    assert page.kind != "article"
    assert page.article is None


def test_a_section_page_drawn_by_script_stays_other() -> None:
    stories = [{"id": 4411 + n, "headline": f"Ferry number {n} sails again", "intro": TEASER} for n in range(9)]
    section = {
        "id": 7,
        "title": TITLE,
        "text": f"All about the bell, its keeper and its rope. {LINES[2]}",
        "list": stories,
    }
    page = read(_page(f"x={json.dumps({'page': section})}", head=SECTION))
    assert page.kind != "article"
    assert page.article is None


def test_visible_prose_is_never_replaced() -> None:
    longer = _story(body=HTML * 5 + f"<p>{TEASER}</p>")
    html = _page(f"x={json.dumps(longer)}", body=f"<article><h1>{TITLE}</h1>{PROSE}</article>")
    article = article_of(html)
    assert article.provenance["body"] != "script-data"
    assert TEASER not in article.body


def test_a_consent_notice_gives_way_to_the_story_but_not_to_a_shorter_one() -> None:
    notice = "We and our partners store cookies on your device, and we need your consent for every one of them."
    shown = (
        f"<div><p>{notice}</p><p>{notice.replace('store', 'read')}</p><p>{notice.replace('every', 'each')}</p></div>"
    )
    assert article_of(_page(f"x={json.dumps(_story(body=HTML * 3))}", body=shown)).body.startswith(LINES[0])
    assert article_of(_page(f"x={json.dumps(_story(body=HTML))}", body=shown)).body.startswith(notice)


def test_a_summary_gives_way_to_the_story() -> None:
    dated = "<meta property='article:published_time' content='2025-12-11'>"
    head = f"<meta property='og:description' content='{TEASER}'>{dated}"
    html = _page(f"x={json.dumps(_story(body=HTML))}", head=head)
    assert article_of(html).body.split("\n") == LINES
    assert article_of(_page("x=1", head=head)).body == TEASER


def test_settings_and_consent_texts_are_no_story() -> None:
    texts = {f"text{n}": f"We use cookies and need your consent, says our privacy policy, point {n}." for n in range(9)}
    assert (
        _hydrated(_page(f"x={json.dumps({'title': TITLE, 'i18n': {'body': texts}, 'html': texts})}"), is_story=True)
        is None
    )


def test_a_program_is_not_searched_for_values() -> None:
    program = 'a({"title":"' + TITLE + '"},function(){return 1});' * 400
    assert read_values([program]) == []


SETTINGS = (
    """
    window.dataLayer = window.dataLayer || [];
    function gtag() { dataLayer.push(arguments); }
    gtag("config", "G-SANDHOLM01", {"page_title": "Fog bell of Sandholm rung by hand", "anonymize_ip": true});
    var widget = {"server": "https://example.com/a/b", "size": [[300, 250], [728, 90]], "lazy": false};
"""
    + "x={"
    + ",".join(f'"slot_{n}":{{"id":"div-{n}","path":"/{n}/news/top"}}' for n in range(40))
    + "}"
)
QUOTED = {
    "double quotes": json.dumps(HTML),
    "single quotes": f"'{HTML}'",
    "backticks": f"`{HTML}`",
    "lines": json.dumps({"texts": LINES}, indent=1),
    "codes for letters": json.dumps("\u0627\u0644\u0641\u0646\u0627\u0631 " * 40),
    "no spaces": json.dumps("\u706f\u53f0\u306e\u9418\u304c\u9cf4\u3063\u305f\u3002" * 30, ensure_ascii=False),
    "double spaces": json.dumps(HTML.replace(". ", ".  ").replace(", ", ",  ")),
    "placeholders": json.dumps(HTML.replace(", ", " {{ad}}, ")),
}


@pytest.mark.parametrize("form", QUOTED)
def test_a_script_with_running_text_is_worth_reading(form: str) -> None:
    assert has_prose(f"window.data = {QUOTED[form]};", 150)


def test_a_script_of_settings_is_not_read() -> None:
    assert len(SETTINGS) > 1_500
    assert not has_prose(SETTINGS, 125)


def test_a_story_no_longer_than_is_wanted_is_not_looked_for() -> None:
    document = open_document(capture(_next_pages()), "utf-8")
    found = read_hydrated(document, is_story=True, beyond=100)
    assert found is not None
    assert found.paragraphs == LINES
    assert read_hydrated(document, is_story=True, beyond=20_000) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("We value your PRIVACY and that of our partners.", True),
        ("Cookies help us", True),
        ("Ein Wort zum Datenschutz auf dieser Seite.", True),
        ("Please enable JavaScript to read this page.", True),
        ("The AD BLOCKER hides this page.", True),
        ("The cookiejar stood on the shelf of the lighthouse.", False),
        ("The keeper rang the bell. " * 3, False),
        ("Consent was given. " * 300, False),
    ],
)
def test_short_texts_about_consent_or_the_browser_are_notices(text: str, is_one: bool) -> None:
    assert is_notice(text) is is_one


def test_data_that_holds_itself_is_read() -> None:
    rows = {"1": {"title": TITLE, "body": ["$2", "$3"], "up": "$1"}, "2": HTML, "3": {"children": ["$3", "$1"]}}
    stream = "".join(f"{name}:{json.dumps(row)}\n" for name, row in rows.items())
    paragraphs = _hydrated(_page(_push(stream)))
    assert paragraphs is not None
    assert paragraphs[:3] == LINES


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a:1,'b':[!0,void 0,null],\"c\":{d:-1.5}}", {"a": 1, "b": [True, 0, None], "c": {"d": None}}),
        ("[f('x'),new Map([[1,2]]),a.b,]", [["x"], [[[1, 2]]], None]),
        ("{}", {}),
        ("`one\ntwo`", "one\ntwo"),
    ],
)
def test_literals_of_bundlers(text: str, value: Any) -> None:
    assert read_literal(text, 0) == (value, len(text))


@pytest.mark.parametrize("text", ["{a:", "[1,2", "{a:1]", "[" * 1000, '["x', "{var a=1}", ""])
def test_what_is_no_literal_says_so(text: str) -> None:
    with pytest.raises(SpentError):
        read_literal(text, 0)


def test_strings_are_decoded_as_javascript_does() -> None:
    assert decode_string(r'"\x3cp\u003e \u{1F600} \ud83d\ude00 \/ \'\q\n"') == "<p> 😀 😀 / 'q\n"
    assert decode_string('"\\ud83d"') == "�"


def test_halves_of_characters_are_replaced() -> None:
    script = "x=" + json.dumps(_story(body=HTML.replace("The lighthouse", "The \ud83d lighthouse")))
    paragraphs = _hydrated(_page(script))
    assert paragraphs is not None
    assert "�" in paragraphs[0]


_WHOLE = [form() for form in FORMS]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(_WHOLE),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 9), st.text("\\\"'`[]{}(),:$<>/ =aT0n\0é", max_size=4))),
)
def test_no_change_to_a_script_makes_the_reader_raise(html: str, changes: list[tuple[int, int, str]]) -> None:
    for at, length, text in changes:
        html = html[:at] + text + html[at + length :]
    assert _hydrated(html, is_story=True) == _hydrated(html, is_story=True)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60) | st.just(HTML) | st.just("$1"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "type", "body", "text", "url", "children", "$", "p", "__ref"]), inner, max_size=4
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(_JSON)
def test_any_data_is_read_and_written(value: Any) -> None:
    assert isinstance(write_html(value), str)
    text = json.dumps({"title": TITLE, "data": value}).replace("</", "<\\/")
    found = read_hydrated(open_document(capture(_page(f"x={text}", _push(f"1:{text}\n"))), "utf-8"), is_story=True)
    assert found is None or (isinstance(found, Hydrated) and all(found.paragraphs))


HOSTILE: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "x=" + "[" * n,
    "open objects": lambda n: '={"a":' * (n // 6),
    "open names": lambda n: "={a:" * (n // 4),
    "open strings": lambda n: '=["' * (n // 3),
    "backslashes": lambda n: 'x=["' + "\\" * n,
    "strings to parse": lambda n: 'JSON.parse("' * (n // 12),
    "functions": lambda n: "(function(a,b){return {" * (n // 22),
    "row lengths": lambda n: _push("1:Tffffffff,x\n" * (n // 14)),
    "rows in a ring": lambda n: _push("".join(f'{i:x}:["${i + 1:x}","${i:x}"]\n' for i in range(n // 20))),
    "tags": lambda n: "x=" + json.dumps({"title": TITLE, "body": "<p " * (n // 3)}),
    "nested captions": lambda n: "x=" + json.dumps({"title": TITLE, "body": HTML + "<div class=caption>" * (n // 25)}),
    "same story": lambda n: "x=" + json.dumps([{"title": TITLE, "body": TEASER * 3}] * (n // 350)),
    "references": lambda n: "x=" + json.dumps({f"A:{i}": {"__ref": f"A:{i + 1}"} for i in range(n // 30)}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scripts_cost_work_in_proportion(name: str) -> None:
    small, large = (_count_calls(HOSTILE[name](size)) for size in (20_000, 80_000))
    assert large < 6 * small + 2_000


def _count_calls(script: str) -> int:
    """Function calls made while a script is read: a measure of work that does not hang on the machine."""
    document, calls = open_document(capture(_page(script)), "utf-8"), 0

    def count(_frame: object, event: str, _value: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_hydrated(document, is_story=True)
    finally:
        sys.setprofile(None)
    return calls
