"""Reader of JavaScript literals as bundlers write them: unquoted keys, single quotes, `void 0`, arguments for names."""

from __future__ import annotations

import re
from typing import Any, Final

MAX_DEPTH: Final = 400
"""Lists and objects inside each other; deeper is no data."""

_TOKEN = re.compile(
    r"""\s*+(?:
        (?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'|`[^`\\]*+(?:\\.[^`\\]*+)*+`)
        |(?P<mark>[\[\]{}:,()])
        |(?P<word>[^\s\[\]{}:,()"'`;]++)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))", re.DOTALL)
_CALLED = re.compile(r"\s*;?\s*\}\s*\)?\s*(?=\()")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": ""}
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS: dict[str, Any] = {"true": True, "false": False, "!0": True, "!1": False, "null": None, "undefined": None}
_PASSED_OVER = frozenset({"new", "void", "return", "typeof", "await"})


class SpentError(ValueError):
    """A text is no literal; `looked_at` characters were read to find out."""

    def __init__(self, looked_at: int) -> None:
        super().__init__("not a literal")
        self.looked_at = looked_at


def read_literal(text: str, start: int) -> tuple[Any, int]:
    """The literal that begins at `start`, and where it ends; names become None. SpentError when there is none."""
    value, end, _ = _Parser(text).read(start)
    return value, end


def read_call(text: str, start: int, names: list[str]) -> tuple[Any, int]:
    """The literal that a function with these parameters returns, the arguments of its call put in their places."""
    value, end, holes = _Parser(text).read(start)
    call = _CALLED.match(text, end)
    if not call:
        return value, end
    arguments, after, _ = _Parser(text).read(call.end())
    bound = dict(zip(names, arguments, strict=False))
    for node, key, name in holes:
        node[key] = bound.get(name)
    return value, after


def decode_string(token: str) -> str:
    """The text of a quoted JavaScript string (ECMA-262 §12.9.4)."""
    inner = token[1:-1]
    if "\\" not in inner:
        return inner
    text = _ESCAPE.sub(_decode_escape, inner)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _decode_escape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
    return "" if found[4] else _LETTERS.get(found[5], found[5])


class _Parser:
    """One pass over the tokens with a stack; nothing is looked at twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.holes: list[tuple[Any, Any, str]] = []

    def read(self, start: int) -> tuple[Any, int, list[tuple[Any, Any, str]]]:
        root: list[Any] = []
        stack: list[tuple[Any, str]] = [(root, "")]
        key: str | None = None
        position = start
        while not root or len(stack) > 1:
            token = _TOKEN.match(self.text, position)
            if token is None or len(stack) > MAX_DEPTH:
                is_open = self.text[position : position + 200].lstrip()[:1] in ('"', "'", "`")
                raise SpentError((len(self.text) if is_open else position + 1) - start)
            position = token.end()
            node, closing = stack[-1]
            mark = token["mark"]
            if mark in ("{", "[", "("):
                child: Any = {} if mark == "{" else []
                if mark == "(" and self.holes and self.holes[-1][0] is node:
                    self._forget_name(node, key)
                _put(node, key, child)
                stack.append((child, {"{": "}", "[": "]", "(": ")"}[mark]))
                key = None
            elif mark in ("}", "]", ")"):
                if mark != closing:
                    raise SpentError(position - start)
                stack.pop()
                key = None
            elif mark == ",":
                key = None
            elif mark != ":":
                key = self._take(node, key, token, start)
        return root[0], position, self.holes

    def _forget_name(self, node: Any, key: str | None) -> None:
        """A name before `(` is called: its arguments stand for its value."""
        if isinstance(node, list) and self.holes[-1][1] == len(node) - 1:
            node.pop()
            self.holes.pop()
        elif isinstance(node, dict) and self.holes[-1][1] == key:
            self.holes.pop()

    def _take(self, node: Any, key: str | None, token: re.Match[str], start: int) -> str | None:
        """Put a string or a word in its place; the key that it is, when it is one."""
        quoted, word = token["text"], token["word"]
        is_key = isinstance(node, dict) and key is None
        if is_key:
            return decode_string(quoted) if quoted else str(word)
        if quoted:
            _put(node, key, decode_string(quoted))
        elif word in _WORDS or word[0] in "-.0123456789":
            _put(node, key, _WORDS.get(word, _number(word)))
        elif word in ("function", "=>", "=") or "=" in word:
            raise SpentError(token.end() - start)
        elif word not in _PASSED_OVER:
            _put(node, key, None)
            self.holes.append((node, key if isinstance(node, dict) else len(node) - 1, word))
        return key


def _put(node: Any, key: str | None, value: Any) -> None:
    if isinstance(node, list):
        node.append(value)
    elif key is not None:
        node[key] = value


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 20 else None
