"""What a merge carries over of the ledgers: once, however often it is made."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import keeping
from pipeline.cli import cli
from pipeline.store import Archive
from pipeline.store.files import open_writer
from tests.archiving import rows
from tests.newsroom import Newsroom, open_newsroom

LEDGERS = ("requests", "coverage", "gaps", "standstills", "alarms", "source_habits", "source_rhythms")
FIRST_DAY = " WHERE day = (SELECT min(day) FROM coverage)"


def merge(into: Path, other: Path) -> str:
    done = CliRunner().invoke(cli, ["merge", str(other), "--archive", str(into)])
    assert done.exit_code == 0, done.output
    assert list(keeping.verify(into)) == []
    return done.stdout


def contents(path: Path) -> list[object]:
    return [
        *(rows(path, f"SELECT * FROM {table} ORDER BY 1, 2, 3")  # noqa: S608 own names
            for table in ("coverage", "gaps", "standstills")),
        rows(path, "SELECT r.host, at, why, l.url FROM requests r LEFT JOIN links l ON l.id = link_id ORDER BY 2, 3"),
        rows(path, "SELECT kind, alarms.site, title, raised_at, resolved_at, c.url FROM alarms"
                   " LEFT JOIN captures c ON c.id = first_bad_capture_id WHERE resolved_at IS NOT NULL ORDER BY 1, 4"),
        rows(path, "SELECT * FROM source_habits ORDER BY 1, 2"),
        rows(path, "SELECT * FROM source_rhythms ORDER BY 1, 2"),
    ]  # fmt: skip


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """An archive that a service-like program has kept for two days, with a gap, a standstill and two alarms."""
    (tmp_path / "other").mkdir()
    with open_newsroom(tmp_path / "other") as room:
        asyncio.run(look_twice(room))
        alarm = "INSERT INTO alarms (kind, site, source, title, detail, fields, raised_at, resolved_at,"
        with open_writer(room.archive) as conn:
            conn.execute(
                f"{alarm} resolved_by, first_bad_capture_id, notified_at) VALUES"
                " ('layout', 'one', '', 't', 'd', '[]', '2025-12-11T12:00:00Z', '2025-12-12T12:00:00Z', 'reparse',"
                " 1, 'x')"
            )
            conn.execute(f"{alarm} resolved_by) VALUES ('quiet', 'one', 'feed', 't', 'd', '[]', 'z', NULL, NULL)")
            conn.execute(
                "INSERT INTO standstills VALUES ('', '2025-12-11T01:00:00Z', '2025-12-11T02:00:00Z', 'suspended', NULL)"
            )
        conn.close()
        return room.archive


async def look_twice(room: Newsroom) -> None:
    room.publish(1, 2)
    await room.fetch()
    room.clock.advance(days=1)
    room.publish(1, 2, 3)
    await room.fetch()


def test_ledgers_come_along_once(other: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    assert "requests" in merge(new, other)
    assert contents(new) == contents(other)
    assert rows(new, "SELECT kind, resolution_notified_at FROM alarms") == [("layout", "2025-12-12T12:00:00Z")]
    assert all(rows(new, f"SELECT 1 FROM {table}") for table in LEDGERS)  # noqa: S608 own names
    again = merge(new, other)
    assert "new: nothing" in again
    assert contents(new) == contents(other)


def test_of_a_day_that_both_looked_at_nothing_is_counted_twice(other: Path, tmp_path: Path) -> None:
    ours = Path(shutil.copy(other, tmp_path / "ours.db"))
    with open_writer(ours) as conn:
        conn.execute("DELETE FROM gaps")
        conn.execute("UPDATE coverage SET looked = 40, missed = 0, hours = 'oooooooooooo------------' " + FIRST_DAY)  # noqa: S608
    conn.close()
    with open_writer(other) as conn:
        conn.execute("UPDATE coverage SET looked = 7, missed = 9, hours = '------------xxxxxxxNNNNN' " + FIRST_DAY)  # noqa: S608
    conn.close()
    for _ in range(2):
        merge(ours, other)
        found = rows(ours, "SELECT looked, missed, hours FROM coverage " + FIRST_DAY)  # noqa: S608
        assert found == [(40, 0, "ooooooooooooxxxxxxxNNNNN")]
        assert rows(ours, "SELECT count(*) FROM gaps") == [(0,)]  # it was looked at from here


def test_an_empty_archive_brings_nothing(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        Archive.open(tmp_path / name).close()
    assert "new: nothing" in merge(tmp_path / "a.db", tmp_path / "b.db")
