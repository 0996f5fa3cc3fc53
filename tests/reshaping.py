"""The same page written otherwise: rewritings that no browser shows a difference for, and declarations of charset."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

import lxml.html
from selectolax.lexbor import LexborHTMLParser

_TOKEN = re.compile(
    r"(?P<whole><!--.*?-->|<!doctype[^>]*>|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>)"
    r"|(?P<tag></?[a-z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>)"
    r"|(?P<text>[^<]+|<)",
    re.IGNORECASE | re.DOTALL,
)
_START = re.compile(r"<([a-z][^\s/>]*)(.*?)(/?)>\Z", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_SPACE = re.compile(r"[ \t\r\n]+")
_BLOCKS = (
    "html head body title meta link p div section article main aside header footer form nav figure figcaption h1 h2 "
    "h3 h4 ul ol li table tbody thead tr td th caption blockquote br hr"
)
_BLOCK = re.compile(rf"</?(?:{'|'.join(_BLOCKS.split())})\b", re.IGNORECASE)
_META_CHARSET = re.compile(r"<meta[^>]*charset[^>]*>", re.IGNORECASE)

Token = tuple[str, str]  # what it is (whole, tag or text), and its text
Attribute = tuple[str, str | None]


def split_html(html: str) -> list[Token]:
    """The page's tags, texts, and what is left alone: comments, doctype, scripts and styles."""
    return [
        (next(kind for kind in ("whole", "tag", "text") if found[kind] is not None), found[0])
        for found in _TOKEN.finditer(html)
    ]


def is_block(token: Token) -> bool:
    """Whether white space beside a token is not shown."""
    return token[0] == "tag" and _BLOCK.match(token[1]) is not None


def _each_tag(html: str, write: Callable[[str, list[Attribute], str], str]) -> str:
    """The page with each start tag written anew from its name, attributes and closing slash."""

    def rewrite(token: Token) -> str:
        found = _START.match(token[1]) if token[0] == "tag" else None
        if found is None:
            return token[1]
        attributes = [
            (each[1], next((value for value in each.groups()[1:] if value is not None), None))
            for each in _ATTRIBUTE.finditer(found[2])
        ]
        return write(found[1], attributes, found[3])

    return "".join(map(rewrite, split_html(html)))


def _quote(value: str | None, mark: str) -> str:
    code = {"'": "&#39;", '"': "&quot;"}[mark]
    return "" if value is None else f"={mark}{value.replace(mark, code)}{mark}"


def quote_singly(html: str) -> str:
    return _each_tag(
        html, lambda name, found, end: f"<{name}{''.join(f' {k}{_quote(v, chr(39))}' for k, v in found)}{end}>"
    )


def turn_attributes_round(html: str) -> str:
    return _each_tag(
        html,
        lambda name, found, end: f"<{name}{''.join(f' {k}{_quote(v, chr(34))}' for k, v in reversed(found))}{end}>",
    )


def shout(html: str) -> str:
    """Names of tags and attributes in capitals."""
    loud = _each_tag(
        html,
        lambda name, found, end: (
            f"<{name.upper()}{''.join(f' {k.upper()}{_quote(v, chr(34))}' for k, v in found)}{end}>"
        ),
    )
    return re.sub(r"</[a-z][a-z0-9]*", lambda found: found[0].upper(), loud)


def spread_out(html: str) -> str:
    """Line breaks and spaces wherever they are not shown."""
    tokens = split_html(html)
    parts: list[str] = []
    for token in tokens:
        text = _SPACE.sub(" \r\n\t ", token[1]) if token[0] == "text" else token[1]
        parts.append(f"\n\n    {text}\n" if is_block(token) else text)
    return "".join(parts)


def press_together(html: str) -> str:
    """No white space but single spaces, and those only where they are shown."""
    tokens = split_html(html)
    parts: list[str] = []
    for number, (kind, text) in enumerate(tokens):
        around = [*tokens[max(number - 1, 0) : number], *tokens[number + 1 : number + 2]]
        line = _SPACE.sub(" ", text) if kind == "text" else text
        parts.append("" if line == " " and any(map(is_block, around)) else line)
    return "".join(parts)


def write_references(html: str) -> str:
    """Every letter beyond ASCII as a character reference, but in scripts."""

    def refer(token: Token) -> str:
        return token[1] if token[0] == "whole" else token[1].encode("ascii", "xmlcharrefreplace").decode()

    return "".join(map(refer, split_html(html)))


def add_comments(html: str) -> str:
    """Comments behind every tag of the body, as frameworks leave them between pieces of text."""
    head, mark, body = html.partition("<h1")
    return (
        head + mark + "".join(f"{text}<!-- -->" if kind == "tag" else text for kind, text in split_html(body))
        if body
        else html
    )


def leave_out_end_tags(html: str) -> str:
    """Without the end tags of list items, rows and cells, which HTML does not ask for."""
    return re.sub(r"</(?:li|td|tr|th)>(?=\s*<(?:li|td|th|tr|/tr|/ul|/ol|/table|/tbody|/thead)\b)", "", html, flags=re.I)


def _each_text(html: str, write: Callable[[str], str]) -> str:
    return "".join(write(text) if kind == "text" else text for kind, text in split_html(html))


def decompose_letters(html: str) -> str:
    """Every letter of the text apart from its accents (Unicode NFD), as some editors send it."""
    return _each_text(html, lambda text: unicodedata.normalize("NFD", text))


def bind_words(html: str) -> str:
    """No-break spaces between all words."""
    return _each_text(html, lambda text: re.sub(r"(?<=\S) (?=\S)", "\u00a0", text))


def serialise_by_lexbor(html: str) -> str:
    again = LexborHTMLParser(html, scripting=True).html
    assert again is not None
    return again


def serialise_by_libxml2(html: str) -> str:
    root = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return "<!DOCTYPE html>\n" + lxml.html.tostring(root, encoding="unicode")


WAYS: Final[dict[str, Callable[[str], str]]] = {
    "single quotes": quote_singly,
    "attributes turned round": turn_attributes_round,
    "capitals": shout,
    "spread out": spread_out,
    "pressed together": press_together,
    "character references": write_references,
    "comments between": add_comments,
    "end tags left out": leave_out_end_tags,
    "letters decomposed": decompose_letters,
    "no-break spaces": bind_words,
    "lexbor": serialise_by_lexbor,
    "libxml2": serialise_by_libxml2,
}


def declare_charset(html: str, label: str | None) -> str:
    """The page with this charset declared in a meta, or none."""
    bare = _META_CHARSET.sub("", html)
    if label is None:
        return bare
    meta = f'<meta charset="{label}">'
    with_head = re.sub(r"(<head[^>]*>)", lambda found: found[0] + meta, bare, count=1, flags=re.IGNORECASE)
    return with_head if with_head != bare else meta + bare


LEGACY: Final = (
    *(f"windows-125{digit}" for digit in range(9)),
    *(f"iso-8859-{part}" for part in (2, 5, 6, 7, 8)),
    *("windows-874", "koi8-r", "koi8-u", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"),
)


def codecs_for(text: str, names: Iterable[str] = LEGACY) -> list[str]:
    """Those code pages that hold every letter of a text."""
    return [name for name in names if can_hold(text, name)]


def can_hold(text: str, label: str) -> bool:
    try:
        return encode_as(text, label).decode(_CODECS.get(label, label)) == text
    except UnicodeError:
        return False


_CODECS = {"windows-874": "cp874", "shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs"}  # WHATWG's, in Python


def encode_as(text: str, label: str) -> bytes:
    """Text in the encoding of a WHATWG label; UnicodeError when it does not hold it."""
    return text.encode(_CODECS.get(label, label))
