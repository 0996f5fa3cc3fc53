"""Drafts a site file from a few pages: what the generic readers already know, and rules for what they miss.

`draft_site` learns from captures and is pure; it reads hostile pages, so it runs in a parsing child. `write_toml` says
the draft as a site file, `check_draft` reads the pages again with it.
"""

from pipeline.drafting.checking import check_draft, with_links
from pipeline.drafting.facts import propose_id
from pipeline.drafting.fields import SHOWABLE
from pipeline.drafting.learning import draft_site, list_stories
from pipeline.drafting.model import Asked, Draft, Facts, FieldDraft, RuleDraft, SourceDraft
from pipeline.drafting.writing import write_toml

__all__ = [
    "SHOWABLE",
    "Asked",
    "Draft",
    "Facts",
    "FieldDraft",
    "RuleDraft",
    "SourceDraft",
    "check_draft",
    "draft_site",
    "list_stories",
    "propose_id",
    "with_links",
    "write_toml",
]
