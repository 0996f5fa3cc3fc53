"""Bylines of Chinese, Japanese and Korean pages, where a writer's job stands before or behind the name."""

from __future__ import annotations

import re
from typing import Final

MAX_LINE: Final = 70
"""Characters of a line that is such a byline; longer ones are running text in which a reporter is spoken of."""
_KEYS: Final = (
    "记者",
    "記者",
    "作者",
    "기자",
    "특파원",
    "撰文",
    "撰稿",
    "文",
    "글",
    "著者",
    "執筆",
    "筆者",
    "ライター",
)
_HAN: Final = r"[\u4e00-\u9fff·]"
_KANA: Final = r"[\u4e00-\u9fff\u3040-\u30ff]"
_JAPANESE_NAME: Final = rf"{_KANA}{{2,6}}(?:[ \u3000]{_KANA}{{1,5}})?"
_REPORTER: Final = re.compile(
    # 本报记者 王小明 李四 | 記者王小明／台北報導 | 記者 王小明 報導
    rf"[\[［〔【(（]?(?:[^\s，。：:]{{0,12}})?[记記]者[：:／/\s]*(?P<names>{_HAN}{{2,4}}(?:[\s、，,/]{{1,2}}{_HAN}{{2,4}}){{0,4}})"
    rf"\s*(?:[\]］〕】)）]|$|[／/|｜]|(?:[綜综]合)?[报報][导導道]|[摄攝]|\d)"
    # 中央社記者王小明台北12日電: surname and given name have three characters
    rf"|[^\s，。]{{0,8}}[记記]者(?P<wired>{_HAN}{{3}}){_HAN}{{2,4}}\d{{1,2}}日"
    # 山田太郎 記者
    rf"|(?P<before>{_JAPANESE_NAME})\s*[（(\s]記者[）)]?$"
)
_INSIDE: Final = re.compile(
    rf"(?:作者|撰文|撰稿|(?:^|\s)文)\s*[：:／/|｜]\s*(?P<names>{_HAN}{{2,5}}(?:[、，]{_HAN}{{2,5}}){{0,4}})(?=$|[\s／/|｜）)])"
)
_JAPANESE: Final = re.compile(
    rf"(?:取材|写真|構成)?・?(?:取材|文)(?:・写真)?\s*[：:／/・=＝]\s*(?P<name>{_JAPANESE_NAME})$"
    rf"|(?:著者|執筆者?|筆者|ライター)[ \u3000：:]+(?P<writer>{_JAPANESE_NAME})$"
)
_JOB: Final = r"(?:선임|수습|인턴|객원|전문|편집|사진)?\s?(?:기자|특파원|논설위원)"
_KOREAN: Final = re.compile(
    rf"(?:^|[\s=\]】)])(?P<names>[가-힣]{{2,4}}(?:\s?[·,ㆍ/]\s?[가-힣]{{2,4}}){{0,4}})"
    rf"\s?{_JOB}(?![가-힣])"
)
_KOREAN_FIRST: Final = re.compile(r"^(?:글|기자|취재)(?:\s*[=:]\s*|\s+)(?P<names>[가-힣]{2,4})$")
_BETWEEN: Final = re.compile(r"[\s、，,/·ㆍ]+")
_NO_NAMES: Final = frozenset(
    ["인턴", "수습", "선임", "시민", "본지", "취재", "报道", "報導", "综合", "綜合", "整理", "台北", "北京"]
)


def may_be_wide(text: str) -> bool:
    """Whether `read_wide_byline` need be asked: asked first, being cheap."""
    return len(text) <= MAX_LINE and any(key in text for key in _KEYS)


def read_wide_byline(text: str) -> str:
    """The names of a byline in Chinese, Japanese or Korean, one a line; empty when a text that may be one is none."""
    if found := _KOREAN.search(text) or _KOREAN_FIRST.match(text):
        return _each(found["names"])
    if found := _REPORTER.match(text):
        return found["before"] or found["wired"] or _each(found["names"])
    if found := _JAPANESE.match(text):
        return found["name"] or found["writer"]
    found = _INSIDE.search(text)
    return _each(found["names"]) if found else ""


def _each(names: str) -> str:
    return "\n".join(name for name in _BETWEEN.split(names.replace("·", "·")) if name and name not in _NO_NAMES)
