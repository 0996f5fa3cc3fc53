"""The speed benchmarks run and print a line for each contender; how fast anything is, is not tested."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.parsing import PROSE, URL

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "html").mkdir()
    lines = []
    for number in range(2):
        (tmp_path / f"html/{number}.html.gz").write_bytes(gzip.compress(f"<h1>Keeper rings</h1>{PROSE}".encode()))
        lines.append(json.dumps({"url": URL, "html_file": f"html/{number}.html.gz"}))
    (tmp_path / "cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout


def test_readers_take_turns_in_processes_of_their_own(folder: Path) -> None:
    rows = [line.split() for line in run("bench.speed_peers", str(folder), "--rounds", "1").splitlines()]
    assert [row[0] for row in rows[1:]] == ["warraq", "lexbor"]
    assert rows[1][3:] == ["1.00", "x"]


def test_every_stage_of_the_reader_is_named(folder: Path) -> None:
    printed = run("bench.parse_speed", str(folder), "--rounds", "1")
    stages = {line[:20].strip() for line in printed.splitlines()[1:]}
    assert {"lexbor", "outline", "ticker", "structured data", "body", "dates", "authors", "rest"} <= stages


def test_two_checkouts_take_turns_and_agree(folder: Path) -> None:
    printed = run("bench.speed_turns", str(ROOT), str(folder), "--rounds", "1")
    assert printed.startswith("other ")
    assert len(printed.splitlines()) == 1
