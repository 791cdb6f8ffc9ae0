"""The unit: it names what exists, and allows what the service needs and no more."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.settings import Settings

DEPLOY = Path(__file__).parents[1] / "deploy"
UNIT = (DEPLOY / "strategraf.service").read_text(encoding="utf-8")


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


def test_the_readme_installs_by_a_target_that_makes_the_program_of_the_unit() -> None:
    text, makefile = ((DEPLOY.parent / name).read_text("utf-8") for name in ("deploy/README.md", "Makefile"))
    assert "make -C /opt/strategraf .venv/.installed" in text
    assert "STAMP  := $(VENV)/.installed" in makefile
    assert "VENV   := .venv" in makefile
    assert unit()["ExecStart"][0].startswith("/opt/strategraf/.venv/bin/kg serve ")
