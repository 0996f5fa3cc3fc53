"""Judges field by field: whether the generic readers know it and something confirms them, else what rule would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pipeline import dates
from pipeline.dates import Moment
from pipeline.drafting.model import FieldDraft, RuleDraft, State
from pipeline.drafting.samples import Sample
from pipeline.drafting.seeking import key_of, seek_rule
from pipeline.parse.candidates import list_candidates
from pipeline.text import fold

SHOWABLE: Final = ("title", "published", "modified", "authors", "section")
"""Fields that a person can say from looking at a page."""
ORDER: Final = ("title", "body", "published", "modified", "authors", "section", "image", "language", "newspaper")
STRUCTURED: Final = frozenset({"json-ld", "opengraph", "meta", "microdata"})
"""Readers of what a page says in so many words: they need no second witness."""
OPTIONAL: Final = frozenset({"modified", "authors", "section", "image"})
"""Fields that many an article has not."""
RARE: Final = OPTIONAL - {"authors"}
"""Those of them that nothing is sought for where a page lacks them: it would find the date of publication, a topic."""
SHARED: Final = 0.8
"""The share of our paragraphs that the page's own `articleBody` must hold to confirm them."""
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What the generic readers give for one field on all pages: values, readers, and which of them are confirmed."""

    name: str
    samples: list[Sample]
    values: list[Any]
    readers: list[str | None]
    confirmed: list[bool]

    @property
    def found(self) -> int:
        """On how many pages there is a value."""
        return sum(bool(value) for value in self.values)


def judge_fields(samples: list[Sample], shown: Mapping[str, str]) -> list[FieldDraft]:
    """Every field of the articles; `shown` is what the first page shows, by field, for those a person looked up."""
    return [_judge(read_field(name, samples), shown.get(name)) for name in ORDER]


def read_field(name: str, samples: list[Sample]) -> Reading:
    """A field's values on all pages."""
    values = [getattr(sample.article, name) for sample in samples]
    readers = [sample.article.provenance.get(name) for sample in samples]
    confirm = _CONFIRM.get(name, _by_structure)
    confirmed = [bool(value) and confirm(sample, name) for sample, value in zip(samples, values, strict=True)]
    return Reading(name, samples, values, readers, confirmed)


def _judge(told: Reading, shown: str | None) -> FieldDraft:
    """No rule where the readers are right or nothing is known; a rule where they miss pages; else a proposal."""
    if told.name in ("language", "newspaper"):
        return _judge_shared(told)
    if shown and not _is_read(told, shown):
        return _judge_shown(told, shown)
    pages = len(told.samples)
    if is_stuck(told):
        return _draft(told, "open", "the same on every page, so it is not the story's; say what it is with --shows")
    if sum(told.confirmed) == pages:
        return _draft(told, "generic", "read right without a rule")
    if not told.found:
        return _draft(told, "open", NOTHING if told.name in SHOWABLE else "read on no page")
    is_due = told.found == pages or told.name not in RARE
    rule = seek_rule(told.name, told.samples, told.values) if is_due else None
    if told.found == pages:
        why = "read without a rule, and this selector gives the same" if rule else "read, but nothing confirms it: look"
        return _draft(told, "suggested" if rule else "generic", why, rule, pages if rule else None)
    if rule:
        return _draft(told, "rule", f"without a rule read on {told.found} of {pages} pages", rule)
    return _draft(told, "generic" if told.name in OPTIONAL else "open", _missing(told))


NOTHING: Final = "read on no page; if they show it, say what the first one shows with --shows"


def _judge_shown(told: Reading, shown: str) -> FieldDraft:
    """A rule for what a person sees on the first page and the readers do not read there."""
    value = _understand(told.name, shown, told.samples[0])
    unknown: list[Any] = [None] * (len(told.samples) - 1)
    rule = seek_rule(told.name, told.samples, [value, *unknown]) if value else None
    if rule is None:
        return _draft(told, "open", f"no lasting selector finds {shown!r} on the first page and fits the others")
    return replace(_draft(told, "rule", f"the first page shows {shown!r}", rule), example=show(value))


def _understand(name: str, shown: str, sample: Sample) -> Any:
    """What a person wrote, as the field's value."""
    if name in ("published", "modified"):
        return dates.read(shown, now=sample.capture.fetched_at, language=sample.document.declared_language)
    return tuple(part.strip() for part in shown.split(";")) if name == "authors" else shown


def _is_read(told: Reading, shown: str) -> bool:
    """Whether the readers read on the first page what a person sees there."""
    value = _understand(told.name, shown, told.samples[0])
    return bool(value) and key_of(told.name, value) == key_of(told.name, told.values[0])


def _missing(told: Reading) -> str:
    lost = next(sample.url for sample, value in zip(told.samples, told.values, strict=True) if not value)
    return f"found on {told.found} of {len(told.samples)} pages; not on {lost}"


def is_stuck(told: Reading) -> bool:
    """Whether a title, body or moment is the same on several pages: the site's, or the time of the request."""
    if told.name == "published":
        fine = [value for value in told.values if isinstance(value, Moment) and value.precision not in COARSE]
        return len(fine) == len(told.values) > 1 and len({value.value for value in fine}) == 1
    if told.name not in ("title", "body", "image"):
        return False
    return len(told.values) > 1 and told.found == len(told.values) and len(set(told.values)) == 1


COARSE: Final = ("year", "month", "day")


def _judge_shared(told: Reading) -> FieldDraft:
    """Language and newspaper: said once for the whole site when all pages agree."""
    known = Counter(value for value in told.values if value)
    if not known:
        return _draft(told, "open", "no page says it")
    if len(known) == 1:
        return _draft(told, "site", f"set for the site as `{told.name}`", agreed=known.total())
    return _draft(told, "generic", f"differs from page to page ({', '.join(map(str, known))}), so left to the readers")


def _draft(
    told: Reading, state: State, why: str, rule: RuleDraft | None = None, agreed: int | None = None
) -> FieldDraft:
    count = sum(told.confirmed) if agreed is None else agreed
    readers = Counter(reader for reader, value in zip(told.readers, told.values, strict=True) if reader and value)
    shown = ", ".join(name if number == told.found else f"{name} {number}×" for name, number in readers.most_common())
    example = next((show(value) for value in told.values if value), "")
    return FieldDraft(told.name, state, shown or "–", count, len(told.samples), why, rule, example)


def show(value: Any) -> str:
    """A value on one short line."""
    if isinstance(value, Moment):
        return value.iso()
    text = "; ".join(value) if isinstance(value, tuple) else " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _by_structure(sample: Sample, name: str) -> bool:
    return sample.article.provenance.get(name) in STRUCTURED


def _confirm_title(sample: Sample, name: str) -> bool:
    """Two of heading, `<title>` and the structured readers say the title, perhaps with more around it."""
    title, outline = fold(sample.article.title), sample.document.outline
    shown = [[outline.text_of(number) for number in outline.find(tag)] for tag in ("title", "h1")]
    said = [[text] for _, text in sample.claims.each(lambda findings: findings.title)]
    return sum(any(title in fold(text) for text in texts) for texts in [*shown, *said]) >= 2


def _confirm_body(sample: Sample, name: str) -> bool:
    """The page's own `articleBody` holds the paragraphs; or its container is named as the text."""
    told = fold(sample.claims.of("json-ld").body or "")
    paragraphs = [fold(text)[:SAMPLE] for text in sample.article.paragraphs]
    if len(told) > 200:
        return sum(text in told for text in paragraphs) >= SHARED * len(paragraphs)
    if sample.body is None:
        return False
    element = sample.document.outline.nodes[sample.body.container]
    return "articlebody" in f"{element.attributes.get('itemprop') or ''}".lower()


SAMPLE: Final = 60


def _confirm_published(sample: Sample, name: str) -> bool:
    """A structured claim, or two readers that give the same day."""
    if _by_structure(sample, name):
        return True
    moment = sample.article.published
    offered = list_candidates(sample.capture, "published")
    return (
        moment is not None and len({one.reader for one in offered if one.moment and one.moment.day == moment.day}) > 1
    )


_CONFIRM: Final[dict[str, Callable[[Sample, str], bool]]] = {
    "title": _confirm_title,
    "body": _confirm_body,
    "published": _confirm_published,
}


def list_blocks(samples: list[Sample]) -> Iterator[str]:
    """What headline blocks the pages have, for people."""
    kinds = Counter(line.kind for sample in samples for line in sample.page.ticker)
    for kind, count in kinds.most_common():
        pages = sum(any(line.kind == kind for line in sample.page.ticker) for sample in samples)
        yield f"{count} headlines of kind {kind} on {pages} of {len(samples)} pages"
