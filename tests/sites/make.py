"""Writes the JSON of golden pages from what the parser reads: `python -m tests.sites.make SITE…`, then check by eye."""

from __future__ import annotations

import json
import sys

from pipeline.sites import load
from tests.sites import FOLDER, list_pairs, read_fields


def main(names: list[str]) -> None:
    """Write the JSON of every page of these sites."""
    sites = load(FOLDER.parent.parent / "config").sites
    pairs = [pair for pair in list_pairs() if pair.site_id in names]
    for pair in pairs:
        fields = read_fields(pair, sites[pair.site_id])
        text = json.dumps(fields, ensure_ascii=False, indent=2)
        pair.html.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")
        print(f"{pair.name}: check {pair.html.with_suffix('.json')} by eye")
    unknown = sorted(set(names) - {pair.site_id for pair in pairs})
    if unknown or not names:
        sys.exit(
            f"no pages for {', '.join(unknown)}" if unknown else "which sites? e.g. python -m tests.sites.make maghress"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
