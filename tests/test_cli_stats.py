"""`warraq stats` and `warraq completion`, as people run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.plots import columns, sparkline
from tests.showing import fill, fill_nothing


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("stats") / "archive.db")


def _warraq(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_newspapers_stand_in_rows_with_their_shares(full: Path) -> None:
    told = _warraq("stats", "--archive", full)
    assert told.returncode == 0, told.stderr
    line = next(line for line in told.stdout.splitlines() if line.startswith("La Gazette"))
    assert line.split()[-9:] == ["31", "100%", "48%", "97%", "0%", "0%", "100%", "3%", "0%"]


def test_json_has_an_object_a_newspaper(full: Path) -> None:
    found = [json.loads(line) for line in _warraq("stats", "--json", "--archive", full).stdout.splitlines()]
    assert {one["newspaper"]: one["articles"] for one in found} == {
        "الأخبار": 32,
        "La Gazette d'Aïn Zarqa": 31,
        "The Dunes Observer": 31,
    }


def test_one_newspaper_is_told_site_by_site(full: Path) -> None:
    told = json.loads(_warraq("stats", "--newspaper", "The Dunes Observer", "--json", "--archive", full).stdout)
    assert told["sites"]["akhbar"]["articles"] == 31
    assert sum(told["days"].values()) == 31


def test_an_unknown_newspaper_is_named(full: Path) -> None:
    told = _warraq("stats", "--newspaper", "Nobody's Post", "--archive", full)
    assert (told.returncode, "Nobody's Post" in told.stderr) == (7, True)


def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    told = _warraq("stats", "--archive", fill_nothing(tmp_path / "archive.db"))
    assert (told.returncode, "warraq fetch" in told.stdout) == (0, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_for_the_shell_that_is_named(shell: str) -> None:
    told = _warraq("completion", shell)
    assert told.returncode == 0, told.stderr
    assert f"_WARRAQ_COMPLETE={shell}_complete" in told.stdout


def test_a_little_is_not_drawn_as_nothing() -> None:
    assert sparkline([0, 1, 1000]) == " ▁█"


def test_nothing_is_drawn_as_nothing() -> None:
    assert sparkline([0, 0]) == "··"


def test_a_chart_has_its_scale_and_labels() -> None:
    lines = columns([0, 5, 10], ["10-01", "10-02", "10-03"], height=2)
    assert lines == ["10 ┤    █", " 0 ┤  █ █", "    10-01"]
