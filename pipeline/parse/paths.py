"""Writes where an element stands: its tag, id and classes and those of the elements around it."""

from __future__ import annotations

from pipeline.parse.document import Document

SHOWN = 5
"""Elements of a path that are shown, the innermost ones; further out it is wrappers."""
CLASSES = 3
"""Classes of an element that are shown: utility frameworks give it dozens."""


def name_of(document: Document, element: int) -> str:
    """An element as a selector would name it: `div#story.text.wide`."""
    outline = document.outline
    number = outline.attribute(element, "id")
    classes = outline.attribute(element, "class").split()[:CLASSES]
    return "".join([outline.tags[element], f"#{number}" if number else "", *(f".{name}" for name in classes)])


def path_of(document: Document, element: int) -> str:
    """The element with those around it, outermost first: `main > article.story > div.text`."""
    chain = [element, *document.ancestors(element)]
    inside = [one for one in chain if document.outline.tags[one] not in ("html", "body")] or chain[:1]
    names = [name_of(document, one) for one in inside[:SHOWN]]
    return " > ".join([*(["…"] if len(inside) > SHOWN else []), *reversed(names)])
