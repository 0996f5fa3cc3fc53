"""One day of a news site, through the real commands: the layout breaks, one alarm comes, a mended rule ends it."""

from __future__ import annotations

import io
from pathlib import Path

from bench.one_day import live


def test_a_broken_template_raises_one_alarm_and_a_mended_rule_with_reparse_ends_it(tmp_path: Path) -> None:
    out = io.StringIO()
    day = live(tmp_path, 0.0, out)
    assert 1 <= day.bad_pages <= 20
    assert day.resolved_by in {"reparse", "itself"}
    assert day.exit_codes == [0]
    assert day.ask("SELECT kind, fields FROM alarms") == [("layout", '["title"]')]
    articles = day.ask("SELECT title, json_extract(provenance, '$.title') FROM articles")
    assert len(articles) == day.expected()
    assert all(title for title, _ in articles)
    told = out.getvalue()
    assert told.index("the alarm came") < told.index("warraq reparse --site demo\n") < told.rindex("nothing is wrong")
