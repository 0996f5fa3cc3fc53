"""Whatever pages come in whatever order, the tables and the search index agree with each other."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pipeline.store import Archive
from tests.archiving import BODY, NOON, OTHER_BODY, article, check_index, headlines, rows, store, url_of, visit

BODIES = (BODY, OTHER_BODY, f"{BODY} وأمطار جديدة.", "قصير", "")
TITLES = ("السدود تمتلئ", "معرض الكتاب", "")
NEWSPAPERS = (None, "الأخبار", "الصباح")


class Pages(RuleBasedStateMachine):
    """Pages of few addresses, titles, texts and newspapers, so that all of them meet again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.archive = Archive.open(Path(self.folder.name) / "archive.db")
        self.updates = 0
        self.pages = 0

    @rule(
        number=st.integers(1, 3),
        asked=st.sampled_from([1, 2, 3, "old"]),
        title=st.sampled_from(TITLES),
        body=st.sampled_from(BODIES),
        newspaper=st.sampled_from(NEWSPAPERS),
        hours=st.integers(0, 5),
    )
    def visit(self, number: int, asked: int | str, title: str, body: str, newspaper: str | None, hours: int) -> None:
        read = article(number, title=title, body=body, newspaper=newspaper)
        self.take(visit(read, url=url_of(asked), at=NOON + timedelta(hours=hours), ticker=headlines(f"{number} عاجل")))

    @rule(title=st.sampled_from(TITLES), body=st.sampled_from(BODIES))
    def import_dump(self, title: str, body: str) -> None:
        self.take(visit(replace(article(title=title, body=body), url=None), url="file:///dump.txt"))

    def take(self, attempt: object) -> None:
        (receipt,) = store(self.archive, attempt)  # type: ignore[arg-type]
        self.pages += 1
        self.updates += receipt.reason == "updated"
        assert receipt.article_id

    @invariant()
    @precondition(lambda self: self.pages)
    def check_index(self) -> None:
        check_index(self.archive)

    @invariant()
    def check_tables(self) -> None:
        def count(of: str) -> int:
            number: int = rows(self.archive, f"SELECT count(*) FROM {of}")[0][0]  # noqa: S608
            return number

        assert rows(self.archive, "PRAGMA foreign_key_check") == []
        assert count("outcomes") == count("captures") == self.pages
        assert count("versions") == self.updates
        assert count("articles WHERE url IS NOT NULL") == count(
            "(SELECT DISTINCT url FROM articles WHERE url IS NOT NULL)"
        )
        assert count("articles AS a JOIN article_urls AS u ON u.url = a.url WHERE u.article_id <> a.id") == 0
        assert count("articles WHERE first_seen > last_seen") == 0
        assert count("headlines AS h JOIN article_urls AS u ON u.url = h.url WHERE h.article_id IS NULL") == 0

    def teardown(self) -> None:
        self.archive.close()
        self.folder.cleanup()


TestPages = Pages.TestCase
TestPages.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
