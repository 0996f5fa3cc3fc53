"""Templates: what several site files share, laid under each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, ConfigErrors
from pipeline.sites.document import Node, read_document

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_VARIABLE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")  # never matches a regular expression's {2,4}
_NUMBER = "id"  # `{id}` is the place of the number in an ids source
LIST_BY_ID = "sources"


def resolve_template(site: Node, folder: Path) -> Node:
    """A site's tree over its templates', with `template` and `vars` taken out and variables filled in.

    The nearest wins: tables merge key by key, sources merge by `id` (further ones are added), other lists replace.
    ConfigErrors for a template that is missing, circular or uses a variable that `[vars]` does not give.
    """
    layers = [site, *_read_chain(site, folder)]
    variables: dict[str, Node] = {}
    for layer in reversed(layers):
        variables |= _read_variables(layer)
    merged = Node({}, site.document)
    errors: list[ConfigError] = []
    for layer in reversed(layers[1:]):
        merged = _lay_over(merged, _fill(layer, variables, errors))
    errors += _find_unused(layers, variables)
    if errors:
        raise ConfigErrors(errors)
    return _without_keys(_lay_over(merged, site), "template", "vars")


def suggest(word: str, known: Mapping[str, object] | list[str]) -> str:
    """`; did you mean 'x'?` when a known word is near, else the empty string."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _read_chain(site: Node, folder: Path) -> Iterator[Node]:
    """The templates a site stands on, nearest first."""
    seen: list[str] = []
    layer = site
    while "template" in layer.value:
        wish: Node = layer.value["template"]
        if not isinstance(wish.value, str) or not _NAME.fullmatch(wish.value):
            raise wish.error(
                f"{wish.value!r} is no template name; write the name of a file in templates/ without .toml"
            )
        if wish.value in seen:
            raise wish.error(f"templates stand on each other in a circle: {' -> '.join([*seen, wish.value])}")
        seen.append(wish.value)
        layer = _read_template(wish, folder)
        yield layer


def _read_template(wish: Node, folder: Path) -> Node:
    path = folder / "templates" / f"{wish.value}.toml"
    if not path.is_file():
        known = sorted(file.stem for file in path.parent.glob("*.toml"))
        raise wish.error(f"there is no template {wish.value!r} in templates/{suggest(wish.value, known)}")
    return read_document(path)


def _read_variables(layer: Node) -> dict[str, Node]:
    table: Node | None = layer.value.get("vars")
    if table is None:
        return {}
    if not isinstance(table.value, dict):
        raise table.error("must be a table")
    for name, node in table.value.items():
        if not isinstance(node.value, str):
            raise node.error(f"must be text in quotes, not {node.value!r}")
        if name == _NUMBER or not _VARIABLE.fullmatch(f"{{{name}}}"):
            raise node.error("cannot be the name of a variable: use lower-case letters, digits and _, and not `id`")
    return dict(table.value)


def _fill(node: Node, variables: Mapping[str, Node], errors: list[ConfigError]) -> Node:
    """The tree with every `{name}` in its texts replaced."""
    if isinstance(node.value, dict):
        return replace(node, value={key: _fill(child, variables, errors) for key, child in node.value.items()})
    if isinstance(node.value, list):
        return replace(node, value=[_fill(child, variables, errors) for child in node.value])
    if not isinstance(node.value, str):
        return node
    unknown = [name for name in _VARIABLE.findall(node.value) if name not in variables and name != _NUMBER]
    errors += [node.error(f"{{{name}}} is not given in [vars]{suggest(name, variables)}") for name in unknown]
    return replace(node, value=_VARIABLE.sub(lambda found: _text_of(found, variables), node.value))


def _text_of(found: re.Match[str], variables: Mapping[str, Node]) -> str:
    return str(variables[found[1]].value) if found[1] in variables else found[0]


def _find_unused(layers: list[Node], variables: Mapping[str, Node]) -> list[ConfigError]:
    used = {name for layer in layers[1:] for text in _texts(layer) for name in _VARIABLE.findall(text)}
    return [
        node.error("no template of this site uses this variable")
        for name, node in variables.items()
        if name not in used
    ]


def _texts(node: Node) -> Iterator[str]:
    children = (
        node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    )
    for child in children:
        yield from _texts(child)
    if isinstance(node.value, str):
        yield node.value


def _lay_over(base: Node, top: Node, key: str = "") -> Node:
    """`top`, completed by what only `base` has."""
    if isinstance(base.value, dict) and isinstance(top.value, dict):
        both = {
            name: _lay_over(base.value[name], node, name) if name in base.value else node
            for name, node in top.value.items()
        }
        return replace(top, value={**base.value, **both})
    if key == LIST_BY_ID and isinstance(base.value, list) and isinstance(top.value, list):
        return replace(top, value=_lay_items_over(base.value, top.value))
    return top


def _lay_items_over(base: list[Node], top: list[Node]) -> list[Node]:
    places = {_id_of(node): index for index, node in enumerate(base)}
    laid = list(base)
    for node in top:
        place = places.pop(_id_of(node), None)  # taken once: a second of the same id is kept, and found as duplicate
        if _id_of(node) is None or place is None:
            laid.append(node)
        else:
            laid[place] = _lay_over(base[place], node)
    return laid


def _id_of(node: Node) -> Any:
    found = node.value.get("id") if isinstance(node.value, dict) else None
    return found.value if found is not None and isinstance(found.value, str) else None


def _without_keys(node: Node, *keys: str) -> Node:
    return replace(node, value={key: child for key, child in node.value.items() if key not in keys})
