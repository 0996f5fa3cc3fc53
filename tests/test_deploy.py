"""config/deploy/: the units, images, alerts and dashboard hold what they promise, by the tools that will read them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import metrics
from pipeline.cli import cli
from pipeline.footprint import measure_footprint
from pipeline.health import Health
from pipeline.store.gauging import Gauges
from tests.serving import PACE

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "config" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
WORST_EXPOSURE = 2.0
"""Of systemd-analyze security, where 0 is best and 10 worst; it calls less than 2 OK."""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    return found or pytest.skip(f"{name} is not installed")


# -- systemd -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def placed(tmp_path: Path) -> Path:
    """The units as they are put in place, with a program that exists here."""
    for unit in (*UNITS, *TIMERS):
        text = unit.read_text(encoding="utf-8").replace("/opt/warraq/bin/warraq", shutil.which("true") or "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_understands_every_line_of_the_units(placed: Path) -> None:
    done = run(tool("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", *sorted(placed.iterdir()))
    ours = [line for line in done.stderr.splitlines() if "warraq" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_hardened(unit: Path) -> None:
    done = run(tool("systemd-analyze"), "security", "--offline=true", "--no-pager", unit)
    score = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    assert score, done.stderr
    assert float(score[1]) <= WORST_EXPOSURE, done.stdout


def test_the_service_waits_longer_than_its_own_limits() -> None:
    """systemd must not kill what is about to end or to notice by itself."""
    unit = (DEPLOY / "warraq.service").read_text(encoding="utf-8")
    assert "Type=notify\n" in unit
    assert "TimeoutStopSec=90" in unit, "service.grace is 45 s"
    assert "WatchdogSec=2min" in unit, "service.watchdog is 1 min"
    assert PACE.beat < 60


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
def test_every_timer_has_its_service_and_a_calendar_that_comes(timer: Path) -> None:
    assert timer.with_suffix(".service").is_file()
    calendar = re.search(r"^OnCalendar=(.+)$", timer.read_text(encoding="utf-8"), re.MULTILINE)
    assert calendar
    assert "Next elapse" in run(tool("systemd-analyze"), "calendar", calendar[1]).stdout


def test_every_command_of_the_units_and_images_exists() -> None:
    lines = [line for unit in UNITS for line in unit.read_text(encoding="utf-8").splitlines() if "bin/warraq " in line]
    words = [re.split(r"\s+", line.partition("bin/warraq ")[2].replace('"', " ")) for line in lines]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    words += [compose["services"][name]["command"] for name in ("run", "web")]
    assert len(words) == 6
    for command, *rest in words:
        known = {name for option in cli.commands[command].params for name in option.opts}
        assert {word for word in rest if word.startswith("--")} <= known, command


# -- images ------------------------------------------------------------------------------------------------------------


def test_hadolint_has_nothing_to_say_against_the_dockerfile() -> None:
    done = run(tool("hadolint"), DEPLOY / "Dockerfile")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_image_is_small_pinned_healthy_and_not_roots() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    froms = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(froms) == 2, "what builds is not what runs"
    assert all(re.fullmatch(r"[a-z]+:[0-9][\w.-]+", base) for base in froms), "a version, and no registry's host"
    assert all("--constraint constraints.txt" in line for line in text.splitlines() if "bin/pip install" in line)
    last = text.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "VOLUME" in last
    assert "HEALTHCHECK" in last
    assert '"warraq"' in last, "no shell between: signals reach the service"
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in ignored, "nothing goes to the builder but what is named"


def test_the_containers_may_do_little_and_show_nothing_to_the_network() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
        named = [volume.partition(":")[0] for volume in service["volumes"]]
        assert all(one in compose["volumes"] or one[0] in ".$" for one in named), name
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert not source.startswith("./") or (DEPLOY / source).is_file(), source
    assert compose["services"]["run"]["stop_grace_period"] == "90s"


def test_docker_compose_understands_the_file() -> None:
    docker = tool("docker")
    if run(docker, "compose", "version").returncode:
        pytest.skip("docker has no compose here")
    done = run(docker, "compose", "-f", DEPLOY / "compose.yaml", "config", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")


# -- Prometheus and Grafana --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("check", "rules", "prometheus-alerts.yaml"),
        ("test", "rules", "prometheus-alerts-test.yaml"),
        ("check", "config", "--syntax-only", "prometheus.yaml"),
    ],
    ids=" ".join,
)
def test_promtool_accepts_the_alerts_and_they_fire_when_they_should(words: tuple[str, ...]) -> None:
    done = run(tool("promtool"), *words[:-1], DEPLOY / words[-1])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all series that a service tells."""
    health = Health(time.monotonic(), 60.0, 60.0)
    health.pages["new"] = health.sources["read"] = 1
    gauges = Gauges({"news": 1}, {"one": 0.0}, {"ok": 1}, {}, datetime.now(UTC))
    footprint = measure_footprint(tmp_path_factory.mktemp("told") / "archive.db")
    snapshot = metrics.Snapshot(health.report(time.monotonic()), health.meter, footprint, gauges, time.time())
    lines = metrics.render(snapshot).decode().splitlines()
    return {re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")}


def used_in(text: str) -> set[str]:
    return set(re.findall(r"\b(?:warraq|process)_[a-z_]+\b", text))


def test_alerts_ask_for_nothing_that_is_not_told(told: set[str]) -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text(encoding="utf-8"))
    asked = used_in(" ".join(rule["expr"] for group in rules["groups"] for rule in group["rules"]))
    assert asked <= told
    for group in rules["groups"]:
        for rule in group["rules"]:
            assert rule["labels"]["severity"] in ("critical", "warning")
            assert {"summary", "description"} <= set(rule["annotations"])


def test_every_alert_is_in_the_documentation() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    names = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_the_dashboard_shows_every_number_and_no_other(told: set[str]) -> None:
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))
    asked = used_in(" ".join(target["expr"] for panel in board["panels"] for target in panel.get("targets", [])))
    assert asked <= told
    left = {name for name in told if name.startswith("warraq_")} - asked
    assert left <= {f"warraq_{one}_seconds_{part}" for one in ("fetch", "read") for part in ("count", "sum")}


def test_the_dashboard_can_be_imported() -> None:
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))
    assert board["schemaVersion"] >= 36
    assert "id" not in board, "Grafana gives the number itself"
    assert [given["pluginId"] for given in board["__inputs"]] == ["prometheus"]
    panels = board["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        place = panel["gridPos"]
        assert 0 <= place["x"] <= place["x"] + place["w"] <= 24
        if panel["type"] != "row":
            assert panel["datasource"]["uid"] == "${datasource}"
            assert {target["refId"] for target in panel["targets"]}
    assert not overlapping(panels)


def overlapping(panels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    cells: dict[tuple[int, int], str] = {}
    found = []
    for panel in panels:
        place = panel["gridPos"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                if (x, y) in cells:
                    found.append((cells[x, y], panel["title"]))
                cells[x, y] = panel["title"]
    return found
