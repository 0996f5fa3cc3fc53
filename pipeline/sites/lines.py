"""Where the keys of a TOML document stand; asked only when there is something to complain about."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath = tuple[str | int, ...]


def locate_keys(text: str) -> dict[KeyPath, int]:
    """The 1-based line of every key, table and list item of a valid TOML text."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
    walk = _Walk()
    walk.pairs((), tree.root_node)
    for part in tree.root_node.named_children:
        if part.type in ("table", "table_array_element"):
            walk.pairs(walk.header(part), part)
    return walk.lines


@dataclass(slots=True)
class _Walk:
    """One walk over a syntax tree: the lines found, and how many items each array of tables has so far."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    counts: dict[KeyPath, int] = field(default_factory=dict)

    def header(self, table: Node) -> KeyPath:
        """The path of `[a.b]` or `[[a.b]]`; a key that names an array of tables means its last item."""
        line = table.start_point[0] + 1
        path: KeyPath = ()
        for key in _read_key(table.named_children[0]):
            path = (*self._last_item(path), key)
            self.lines.setdefault(path, line)
        if table.type == "table_array_element":
            self.counts[path] = self.counts.get(path, 0) + 1
            path = self._last_item(path)
        self.lines[path] = line
        return path

    def pairs(self, base: KeyPath, table: Node) -> None:
        """Note every `key = value` directly under a table."""
        for pair in table.named_children:
            if pair.type == "pair":
                key, value = _without_comments(pair)
                path = base
                for part in _read_key(key):
                    path = (*path, part)
                    self.lines.setdefault(path, pair.start_point[0] + 1)
                self._value(path, value)

    def _value(self, path: KeyPath, value: Node) -> None:
        if value.type == "inline_table":
            self.pairs(path, value)
        elif value.type == "array":
            for index, item in enumerate(_without_comments(value)):
                self.lines[(*path, index)] = item.start_point[0] + 1
                self._value((*path, index), item)

    def _last_item(self, path: KeyPath) -> KeyPath:
        return (*path, self.counts[path] - 1) if path in self.counts else path


def _without_comments(node: Node) -> Iterator[Node]:
    return (child for child in node.named_children if child.type != "comment")


def _read_key(node: Node) -> Iterator[str]:
    """The parts of a bare, quoted or dotted key; tomllib itself undoes quotes and escapes."""
    if node.type == "dotted_key":
        for part in node.named_children:
            yield from _read_key(part)
    else:
        yield from tomllib.loads(f"{(node.text or b'').decode()} = 0")
