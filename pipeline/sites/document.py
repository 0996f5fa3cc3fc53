"""TOML files as trees in which every value knows its file and line."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.sites.lines import KeyPath, locate_keys


@dataclass(frozen=True)
class Document:
    """One TOML file, read. `file` is its path as people are shown it."""

    file: Path
    text: str

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """The 1-based line of every key, table and list item."""
        return locate_keys(self.text)

    def line_of(self, path: KeyPath) -> int:
        """The line of the value at `path`, or of the nearest table around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. `value` is a dict or list of nodes, or a plain TOML value."""

    value: Any
    document: Document
    path: KeyPath = ()

    def error(self, problem: str, *below: str) -> ConfigError:
        """A ConfigError about this value, or about a key `below` it that is not there."""
        key = ".".join(str(part) for part in (*self.path, *below))
        return ConfigError(problem, file=self.document.file, line=self.document.line_of(self.path), key=key or None)


def read_document(path: Path) -> Node:
    """The root table of a TOML file; ConfigError with file and line when it cannot be read as one."""
    shown = show_path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=shown) from error
    text = _decode(raw, shown)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _explain_syntax(str(error), text, shown) from None
    return _plant(data, Document(shown, text), ())


def strip_places(node: Node) -> Any:
    """The plain TOML value of a tree."""
    if isinstance(node.value, dict):
        return {key: strip_places(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [strip_places(child) for child in node.value]
    return node.value


def show_path(path: Path) -> Path:
    """A path as people are shown it: relative when it is below the working folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _plant(value: Any, document: Document, path: KeyPath) -> Node:
    if isinstance(value, dict):
        value = {key: _plant(child, document, (*path, key)) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_plant(child, document, (*path, index)) for index, child in enumerate(value)]
    return Node(value, document, path)


def _decode(raw: bytes, shown: Path) -> str:
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ConfigError("starts with a byte order mark; save the file as UTF-8 without BOM", file=shown, line=1)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 (byte 0x{raw[error.start]:02x}); save the file as UTF-8 without BOM"
        raise ConfigError(problem, file=shown, line=raw.count(b"\n", 0, error.start) + 1) from None


def _explain_syntax(message: str, text: str, shown: Path) -> ConfigError:
    found = re.search(r"\(at line (\d+), column \d+\)$", message)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    what = re.sub(r" \(at .*\)$", "", message)
    return ConfigError(f"is not TOML: {what[:1].lower()}{what[1:]}", file=shown, line=line)
