"""The reader's compiled modules: taken only where they belong to these very sources, and they read the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import parse
from pipeline.compiled import FOLDER, PURE, STAMP, describe, find_compiled
from tests.golden import NAMES

READ_ALL = """
from tests.golden import NAMES, load_golden
print([repr(load_golden(name).page()) for name in NAMES])
"""


def package_with_stamp(root: Path) -> Path:
    """A package of one module, and a stamp that says it was compiled."""
    package = root / "shop" / "till"
    package.mkdir(parents=True)
    (package / "coins.py").write_text("COINS = 3\n")
    folder = root / FOLDER
    folder.mkdir(parents=True)
    (folder / STAMP).write_text(json.dumps(describe(package, ["coins"])))
    return package


@pytest.fixture(autouse=True)
def _compiled_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PURE, raising=False)


def test_modules_compiled_from_these_sources_are_found(tmp_path: Path) -> None:
    assert find_compiled(package_with_stamp(tmp_path)) == tmp_path / FOLDER


def test_a_source_changed_since_makes_them_stale(tmp_path: Path) -> None:
    package = package_with_stamp(tmp_path)
    (package / "coins.py").write_text("COINS = 4\n")
    assert find_compiled(package) is None


def test_modules_for_another_python_are_not_taken(tmp_path: Path) -> None:
    package = package_with_stamp(tmp_path)
    stamp = json.loads((tmp_path / FOLDER / STAMP).read_text())
    (tmp_path / FOLDER / STAMP).write_text(json.dumps(stamp | {"python": "cpython-27-amiga"}))
    assert find_compiled(package) is None


@pytest.mark.parametrize("stamp", ["", "{", "[]", "3", '{"sources": {"gone": "0"}}', '{"sources": 3}'])
def test_a_broken_stamp_is_none(tmp_path: Path, stamp: str) -> None:
    package = package_with_stamp(tmp_path)
    (tmp_path / FOLDER / STAMP).write_text(stamp)
    assert find_compiled(package) is None


def test_the_variable_turns_them_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PURE, "1")
    assert find_compiled(package_with_stamp(tmp_path)) is None


@pytest.mark.skipif(parse.COMPILED is None, reason="the reader is not compiled here")
def test_compiled_and_plain_modules_read_the_same() -> None:
    root = Path(__file__).parents[1]
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-c", READ_ALL],
            cwd=root,
            env=os.environ | extra,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for extra in ({PURE: "1"}, {})
    )
    assert len(NAMES) > 40
    assert plain == compiled
