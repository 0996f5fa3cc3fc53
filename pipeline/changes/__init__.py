"""Says what changed between two states of an article, word by word, and whether it matters; pure."""

from pipeline.changes.compare import compare
from pipeline.changes.furniture import is_furniture, without_furniture
from pipeline.changes.model import COSMETIC, SUBSTANTIVE, Changes, FieldChange, Paragraph, Span, State

__all__ = [
    "COSMETIC",
    "SUBSTANTIVE",
    "Changes",
    "FieldChange",
    "Paragraph",
    "Span",
    "State",
    "compare",
    "is_furniture",
    "without_furniture",
]
