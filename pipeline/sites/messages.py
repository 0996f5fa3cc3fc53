"""What pydantic finds wrong, said to people: file, line, key, and what to write instead."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.errors import ConfigError
from pipeline.sites.document import Node
from pipeline.sites.model import FILE_KEYS, SOURCE_KINDS, Site
from pipeline.sites.template import suggest


def explain_errors(error: ValidationError, root: Node, model: type[BaseModel]) -> list[ConfigError]:
    """One ConfigError per finding, at the line of its key. `root` is the tree the data came from."""
    return [_explain(finding, root, model) for finding in error.errors()]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a type annotation mentions, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from models_in(part)


def _explain(finding: ErrorDetails, root: Node, model: type[BaseModel]) -> ConfigError:
    facts: Mapping[str, Any] = finding.get("ctx", {})
    location = (*finding["loc"], *facts.get("at", ()))
    kind, node = finding["type"], _descend(root, location)
    if kind == "missing":
        return node.error("missing key", str(location[-1]))
    if kind == "extra_forbidden":
        return node.error(_unknown_key(str(location[-1]), _model_at(model, location[:-1])))
    if kind == "union_tag_invalid":
        return _descend(node, ("kind",)).error(f"unknown kind {facts['tag']!r}{suggest(facts['tag'], SOURCE_KINDS)}")
    if kind == "union_tag_not_found":
        return node.error(f"missing key: one of {', '.join(SOURCE_KINDS)}", "kind")
    if kind in _WRONG_TYPE:
        return node.error(f"must be {_WRONG_TYPE[kind]}, not {_show(finding['input'])}")
    if kind in _OUT_OF_RANGE:
        name, words = _OUT_OF_RANGE[kind]
        return node.error(f"must be {words} {facts[name]}, not {_show(finding['input'])}")
    if kind == "misfit" and location and location[-1] not in node.path:
        return node.error(finding["msg"], str(location[-1]))
    return node.error(finding["msg"].removeprefix("Value error, "))


def _descend(node: Node, location: tuple[Any, ...]) -> Node:
    """The node at a pydantic location, which has steps that the file has not.

    These are the kind of a source, and the 0 of a rule that is not written as a list; they are passed over.
    """
    for step in location:
        is_item = isinstance(node.value, list) and isinstance(step, int) and step < len(node.value)
        if is_item or (isinstance(node.value, dict) and step in node.value):
            node = node.value[step]
    return node


def _unknown_key(key: str, model: type[BaseModel]) -> str:
    known = [*model.model_fields, *(FILE_KEYS if model is Site else ())]
    return f"unknown key{suggest(key, known) or '; known here: ' + ', '.join(sorted(known))}"


def _model_at(model: type[BaseModel], location: tuple[Any, ...]) -> type[BaseModel]:
    """The model that the table at a pydantic location is read with."""
    choices = [model]
    for step in location:
        if len(choices) > 1 and step in SOURCE_KINDS:
            choices = [SOURCE_KINDS[step]]
        elif step in choices[0].model_fields:
            choices = list(models_in(choices[0].model_fields[step].annotation))
    return choices[0]


def _show(value: object) -> str:
    """A value as TOML writes it, near enough."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    return repr(value)


_WRONG_TYPE: Final = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a day like 2025-12-31",
    "date_parsing": "a day like 2025-12-31",
    "date_from_datetime_parsing": "a day like 2025-12-31",
    "date_from_datetime_inexact": "a day like 2025-12-31",
}
_OUT_OF_RANGE: Final = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "literal_error": ("expected", "one of"),
    "string_pattern_mismatch": ("pattern", "text that fits"),
    "string_too_short": ("min_length", "text with a length of at least"),
}
