"""Compares two states of an article, field by field and word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.changes.alignment import Block, Words, align_line, align_text
from pipeline.changes.kinds import block_kinds
from pipeline.changes.model import COSMETIC, SUBSTANTIVE, Changes, FieldChange, Mark, Note, Paragraph, Span, State
from pipeline.changes.words import Word

_CONTEXT: Final = 3
"""Words before a change that are looked at for what it is."""

_VALUES: Final = {
    "newspaper": "newspaper",
    "author": "author",
    "published": "date",
    "source_link": "source",
    "section": "section",
    "image": "image",
}
"""Fields that are compared as a whole, with the kind of their difference."""


def compare(old: State, new: State) -> Changes:
    """All that differs between two states, in the order of fields that people read them in; nothing when none does.

    Linear in what is equal; what is not costs a 64th of words times words.
    """
    language = new.language or old.language
    title, body = align_line(old.title, new.title), align_text(old.body, new.body)
    fields = (_text_change("title", title, language), *_value_changes(old, new), _text_change("body", body, language))
    blocks = [block for block in (*title, *body) if not block.is_equal and not block.note]
    return Changes(
        tuple(field for field in fields if field),
        words_added=sum(_count(block.new) for block in blocks),
        words_removed=sum(_count(block.old) for block in blocks),
    )


def _count(words: Words) -> int:
    return sum(not word.is_bare for word in words)


def _value_changes(old: State, new: State) -> Iterator[FieldChange]:
    for field, kind in _VALUES.items():
        was, now = getattr(old, field) or "", getattr(new, field) or ""
        if was != now:
            spans = [Span("removed", was)] * bool(was) + [Span("added", now)] * bool(now)
            yield FieldChange(field, (kind,), (Paragraph(tuple(spans)),))


def _text_change(field: str, blocks: Sequence[Block], language: str | None) -> FieldChange | None:
    found = _kinds(blocks, language)
    if not found:
        return None
    if field == "title" and found & set(SUBSTANTIVE):
        found.add("title")
    ordered = tuple(kind for kind in (*SUBSTANTIVE, *COSMETIC) if kind in found)
    return FieldChange(field, ordered, tuple(_paragraphs(blocks)))


def _kinds(blocks: Sequence[Block], language: str | None) -> set[str]:
    found: set[str] = set()
    before: Words = ()
    for block in blocks:
        if not block.is_equal:
            found.update(block_kinds(block, before, language))
        before = (before + block.new[-_CONTEXT:])[-_CONTEXT:]
    return found


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    spans: list[Span] = []
    for block in blocks:
        for piece in _pieces(block):
            if piece is None:
                if spans:
                    yield Paragraph(tuple(spans))
                spans = []
            else:
                spans.append(piece)
    if spans:
        yield Paragraph(tuple(spans))


def _pieces(block: Block) -> Iterator[Span | None]:
    """The spans of a block, None before each one that begins a paragraph.

    Where a paragraph of the old text has been joined to the one before it, `¶` stands for the break.
    """
    if block.is_equal:
        yield from _lines("equal", block.new, block.note)
        return
    begins = bool(block.new) and block.new[0].before == "\n"
    if begins or (not block.new and block.old and block.old[0].before == "\n"):
        yield None
    yield from _removed(block, is_alone=not block.new)
    yield from list(_lines("added", block.new, block.note))[begins:]


def _lines(mark: Mark, words: Words, note: Note) -> Iterator[Span | None]:
    run: list[Word] = []
    for word in words:
        if word.before == "\n":
            if run:
                yield Span(mark, _join(run), note)
            yield None
            run = []
        run.append(word)
    if run:
        yield Span(mark, _join(run), note)


def _removed(block: Block, *, is_alone: bool) -> Iterator[Span | None]:
    if not block.old:
        return
    if is_alone:
        yield from list(_lines("removed", block.old, block.note))[block.old[0].before == "\n" :]
        return
    breaks = [" ¶ " if word.before == "\n" and at else word.before for at, word in enumerate(block.old)]
    is_joined = block.old[0].before == "\n" and block.new[0].before != "\n"
    first = "¶ " if is_joined else breaks[0].replace("\n", "")
    text = "".join(before + word.text for before, word in zip((first, *breaks[1:]), block.old, strict=True))
    yield Span("removed", text, block.note)


def _join(words: Sequence[Word]) -> str:
    """The text of words; a space stands before the first where one did, a line break does not."""
    return "".join(("" if word.before == "\n" else word.before) + word.text for word in words)
