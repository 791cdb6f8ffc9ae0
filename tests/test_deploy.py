"""The unit and the container file: they name what exists, and allow what the service needs and no more."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.addresses import ROUTES
from kg.settings import Settings

DEPLOY = Path(__file__).parents[1] / "deploy"
UNIT = (DEPLOY / "strategraf.service").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def unit() -> dict[str, list[str]]:
    pairs = [line.partition("=") for line in UNIT.splitlines() if "=" in line and not line.startswith("#")]
    found: dict[str, list[str]] = {}
    for name, _, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_every_setting_that_is_named_exists() -> None:
    names = {name for path in DEPLOY.iterdir() for name in re.findall(r"\bKG_([A-Z_]+)\b", path.read_text("utf-8"))}
    assert {name.lower() for name in names} - {"name"} <= set(Settings.model_fields)


def test_a_stop_has_time_for_the_longest_query() -> None:
    seconds = Settings.model_fields["query_timeout"].default
    assert float(unit()["TimeoutStopSec"][0]) > seconds + 1
    assert unit()["KillMode"] == ["mixed"]


def test_the_unit_forks_writes_its_store_and_survives_its_children() -> None:
    given = unit()
    assert given["OOMPolicy"] == ["continue"]
    assert given["StateDirectory"] == ["strategraf"]
    assert "KG_STORE=/var/lib/strategraf" in given["Environment"]
    assert given["SystemCallFilter"] == ["@system-service", "~@privileged"]  # in which are fork, setrlimit, prctl
    assert "AF_UNIX" in given["RestrictAddressFamilies"][0]  # the children's connections
    assert given["CapabilityBoundingSet"] == given["AmbientCapabilities"] == [""]


def test_systemd_finds_nothing_wrong_but_the_missing_program() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd here")
    done = subprocess.run(
        [analyze, "verify", str(DEPLOY / "strategraf.service")], capture_output=True, text=True, check=False
    )
    rest = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in rest if "strategraf" in line] == []


def test_the_container_is_nobody_and_its_health_is_a_route() -> None:
    last = CONTAINER.rpartition("FROM ")[2]
    user = re.findall(r"^USER (.+)$", last, re.MULTILINE)
    assert user == ["10001:10001"]
    path = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", last)
    assert [("GET", each) in ROUTES for each in path] == [True]
    assert "STOPSIGNAL SIGTERM" in last


def test_the_container_copies_what_exists() -> None:
    root = DEPLOY.parent
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    assert [name for line in copied for name in line.split() if not (root / name).exists()] == []
    assert {"kg", "api", "ontology", "shapes", "data"} <= {name for line in copied for name in line.split()}
