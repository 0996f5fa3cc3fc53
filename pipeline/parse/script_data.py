"""The values that a page's inline scripts hand to its own code: JSON, JavaScript literals, and their packed forms.

Every value is a graph of lists, dicts and strings; references (flight rows, devalue indexes, cache keys) are resolved
in place, so a value may be shared and may even hold itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.parse.script_literal import SpentError, read_call, read_literal

MAX_TEXT: Final = 4_000_000
"""Characters of script read per page; the largest of 609 real pages has 845,000 in one script."""
MIN_SCRIPT: Final = 200
"""Characters from which a script can hold a story."""
MAX_FAILED: Final = 300_000
"""Characters of text that may turn out to be code after all, per page: what bounds trying again further on."""
MAX_PARAMETERS: Final = 20_000
"""Characters before a `return` in which its function's parameters are looked for."""
CODE_SHARE: Final = 250
"""Characters per function below which a script is a program; data with programs in its strings has 400 and more."""

MIN_SENTENCE: Final = 40
"""Characters from which a string counts as prose."""
MAX_WORD: Final = 25
"""Characters to a space that prose has at most, with the tags and addresses in it."""
MAX_CODE: Final = 300
"""Characters of a line of code with the spaces of prose, at most; longer ones are minified and have hardly any."""

_CODE_MARKS = ("{", "  ", " = ", ");")
_START = re.compile(r"(?:[=(,:]|\breturn)\s*(?=[\[{])|JSON\.parse\(\s*(?=[\"'])|enqueue\(\s*(?=\")")
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\"\[\]{\d\-tfn]")
_CALL = re.compile(r"\bfunction\s*\(([\w$,\s]{0,19900})\)\s*\{")
_FLIGHT_ROW = re.compile(r"([0-9a-f]{0,8}):(?:T([0-9a-f]{1,8}),|[A-Z]{0,3})")
_FLIGHT_LINK = re.compile(r"\$[L@]?([0-9a-f]{1,8})((?::[\w-]{1,60}){0,12})$")
_DECODER = json.JSONDecoder(strict=False)
_PACKED_HINTS = ("ShallowReactive", "Reactive", "ShallowRef", "Ref")

Value = Any


def read_values(scripts: list[str]) -> list[Value]:
    """The lists, dicts and long texts in these scripts, in order; text that is no value is passed over."""
    reader, values, flight = _Reader(), list[Value](), list[str]()
    room = MAX_TEXT
    for script in scripts:
        room -= len(script)
        if room < 0:
            break
        if (len(script) < MIN_SCRIPT and "__next_f" not in script) or _is_code(script):
            continue
        for value in reader.read(script):
            if "__next_f" in script[:200] and isinstance(value, list) and _is_flight(value):
                flight.append(value[1])
            else:
                values.append(_join_caches(_unpack(value)) if isinstance(value, list | dict) else value)
    return [*values, *_read_flight("".join(flight))]


def _is_code(script: str) -> bool:
    """Whether a script is a program: a function in every few lines."""
    return script.count("function") + script.count("=>") > 10 + len(script) // CODE_SHARE


def has_prose(script: str, least: int) -> bool:
    """Whether a script may hold as much running text in its strings: a look at a tenth of the price of reading it.

    Strings lie between double quotes and on one line; code between them or in other quotes may pass for prose, prose
    with letters written as codes or in a script without spaces always does. What `_read_flight` reads has pieces only.
    """
    if "__next_f" in script:
        return True
    found = 0
    for part in script.replace("\n", '"').split('"'):
        if len(part) >= MIN_SENTENCE and _may_be_prose(part):
            found += len(part)
            if found >= least:
                return True
    return False


def _may_be_prose(part: str) -> bool:
    """Whether a piece of a script has the spaces of running text and, when it is short, no marks of code."""
    if not part.isascii() or "\\u" in part or "\\x" in part:
        return True
    spaces = part.count(" ")
    if spaces < 5 or spaces * MAX_WORD < len(part):
        return False
    return len(part) >= MAX_CODE or not any(mark in part for mark in _CODE_MARKS)


class _Reader:
    """Finds the values in scripts; what turned out to be code uses up its patience, so that work stays linear."""

    def __init__(self) -> None:
        self.patience = MAX_FAILED

    def read(self, script: str) -> Iterator[Value]:
        text = script.strip()
        if text[:1] in ("{", "["):
            try:
                yield json.loads(text, strict=False)
                return
            except (ValueError, RecursionError):
                self.patience -= len(text) // 4
        position = 0
        while self.patience > 0 and (found := _START.search(text, position)):
            start = found.end()
            value, position = self._read_at(text, start, is_returned=found[0].startswith("return"))
            if value is not None and (position - start >= MIN_SCRIPT or "__next_f" in text[:200]):
                yield value

    def _read_at(self, text: str, start: int, *, is_returned: bool) -> tuple[Value, int]:
        """The value that begins here and where it ends; None and the next place to look when there is none."""
        if text[start] in "\"'":
            return self._read_quoted(text, start)
        if _JSON.match(text, start):
            try:
                return _DECODER.raw_decode(text, start)
            except json.JSONDecodeError as error:  # which counts the lines before it: 0.1 ms in a script of 1 MB
                self.patience -= 20 + max(error.pos - start, 0) + error.pos // 100
            except (RecursionError, ValueError):  # too deep, or an integer of too many digits
                self.patience -= len(text) - start
                return None, len(text)
        try:
            if is_returned and (names := self._find_parameters(text, start)):
                return read_call(text, start, names)
            return read_literal(text, start)
        except SpentError as error:
            self.patience -= 20 + error.looked_at
            return None, start

    def _find_parameters(self, text: str, start: int) -> list[str]:
        """The parameters of the function that returns what begins here."""
        self.patience -= 2_000
        calls = list(_CALL.finditer(text, max(0, start - MAX_PARAMETERS), start))
        return [name.strip() for name in calls[-1][1].split(",")] if calls else []

    def _read_quoted(self, text: str, start: int) -> tuple[Value, int]:
        """The value written as JSON in a string, as in `JSON.parse("…")`."""
        try:
            inner, end = read_literal(text, start)
            return json.loads(inner, strict=False), end
        except SpentError as error:
            self.patience -= 20 + error.looked_at
        except (ValueError, RecursionError):
            self.patience -= end - start
            return None, end
        return None, start + 1


def _is_flight(value: list[Value]) -> bool:
    return len(value) == 2 and value[0] == 1 and isinstance(value[1], str)


def _read_flight(text: str) -> list[Value]:
    """The rows of a React flight stream (`ID:JSON` lines, `ID:Tlength,text`), their `$ID` links resolved."""
    rows: dict[str, Value] = {}
    position = 0
    while position < len(text):
        row = _FLIGHT_ROW.match(text, position)
        if row and row[2]:
            size = int(row[2], 16)  # in bytes of UTF-8, of which a character has one to four
            told = text[row.end() : row.end() + size].encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")
            rows[row[1]] = told
            position = row.end() + max(len(told), 1)
            continue
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if row and (value := load_text(text[row.end() : end])) is not None:
            rows[row[1]] = value
        position = end + 1
    used: dict[str, None] = {}
    for value in rows.values():
        replace_leaves(
            value, lambda leaf: _follow(leaf, rows, used) if isinstance(leaf, str) and leaf[:1] == "$" else leaf
        )
    roots = [value for name, value in rows.items() if name not in used]
    seen = set[int]()
    reached = {id(child) for root in roots if isinstance(root, list | dict) for _, _, child in walk(root, seen)}
    for name in used:
        value = rows[name]
        if isinstance(value, list | dict) and id(value) not in reached and id(value) not in seen:  # rows in a ring
            roots.append(value)
            reached.update(id(child) for _, _, child in walk(value, seen))
    return roots


def _follow(link: str, rows: dict[str, Value], used: dict[str, None]) -> Value:
    """What a flight link leads to: a row, which is then used, or a part of one; the link itself when it is none."""
    found = _FLIGHT_LINK.match(link)
    if not found or found[1] not in rows:
        return link
    value = rows[found[1]]
    if not found[2]:
        used[found[1]] = None
    for step in filter(None, found[2].split(":")):
        if step == "props" and isinstance(value, list) and len(value) > 3:
            value = value[3]
        elif isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return link
    return value


def load_text(text: str) -> Value:
    """The list, dict or string that a text is the JSON of; None when it is not."""
    if text[:1] not in ("{", "[", '"'):
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def replace_leaves(value: Value, replacement: Any) -> None:
    """Put `replacement(leaf)` in the place of everything in a graph that is no list and no dict."""
    queue, seen = [value], set[int]()
    while queue:
        node = queue.pop()
        if not isinstance(node, list | dict) or id(node) in seen:
            continue
        seen.add(id(node))
        for key, child in list(node.items()) if isinstance(node, dict) else enumerate(node):
            if isinstance(child, list | dict):
                queue.append(child)
            else:
                node[key] = replacement(child)


def _unpack(value: Value) -> Value:
    """A value whose parts refer to each other by index (devalue, turbo-stream) as the graph that it stands for."""
    if not isinstance(value, list) or len(value) < 3 or not isinstance(value[0], list | dict):
        return value
    if not all(isinstance(child, int) or child in _PACKED_HINTS for child in _children(value[0])):
        return value
    parts = [part.copy() if isinstance(part, list | dict) else part for part in value]
    for part in parts:
        if isinstance(part, dict):
            items = [(_key_of(key, value), _part_at(index, parts)) for key, index in part.items()]
            part.clear()
            part.update(items)
        elif isinstance(part, list):
            part[:] = [_part_at(index, parts) for index in part]
    return parts[0]


def _children(value: Value) -> list[Value]:
    return list(value.values()) if isinstance(value, dict) else value


def _key_of(key: str, packed: list[Value]) -> str:
    """A key; turbo-stream writes `_7` for the string at 7."""
    if key[:1] == "_" and key[1:].isdecimal() and len(key) < 8 and int(key[1:]) < len(packed):
        return str(packed[int(key[1:])])
    return key


def _part_at(index: Value, parts: list[Value]) -> Value:
    if isinstance(index, bool) or not isinstance(index, int):
        return index
    return parts[index] if 0 <= index < len(parts) else None


def _join_caches(value: Value) -> Value:
    """A normalised cache (Apollo, Relay) with `{"__ref": key}` replaced by the entry of that key, which moves there."""
    entries: dict[str, tuple[Value, Value]] = {}
    links: list[tuple[Value, Any, str]] = []
    for node, key, child in walk(value, set()):
        if isinstance(child, dict):
            if isinstance(key, str):
                entries.setdefault(key, (node, child))
            if (link := _cache_link(child)) is not None:
                links.append((node, key, link))
    moved = {link: entries[link] for _, _, link in links if link in entries}
    for node, key, link in links:
        if link in moved:
            node[key] = moved[link][1]
    for link, (owner, _) in moved.items():
        owner.pop(link, None)
    reached = {id(child) for _, _, child in walk(value, set())} if moved else set()
    for link, (owner, child) in moved.items():
        if id(child) not in reached:  # only entries that nothing else holds lead to it
            owner[link] = child
    return value


def walk(value: Value, seen: set[int]) -> Iterator[tuple[Value, Any, Value]]:
    """Every list and dict in a graph with its holder and its key there; each holder's content once."""
    queue = [value]
    while queue:
        node = queue.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for key, child in list(node.items()) if isinstance(node, dict) else enumerate(node):
            if isinstance(child, list | dict):
                yield node, key, child
                queue.append(child)


def _cache_link(value: dict[str, Value]) -> str | None:
    link = value.get("__ref") if len(value) == 1 else value.get("id") if value.get("type") == "id" else None
    return link if isinstance(link, str) else None
