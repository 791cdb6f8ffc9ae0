"""The container file, as far as it can be tried without a daemon: its files, its commands, its user, its health check.

What it copies is laid out alone and built as it says, so that a folder that it forgets is missed here.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from api.addresses import ROUTES
from kg.cli.serve import command
from tests.service import Service

ROOT = Path(__file__).parents[1]
STORE = "/var/lib/strategraf"
Instruction = tuple[str, str]


def stages() -> list[list[Instruction]]:
    """Return the instructions of each stage, in order, each with its arguments in one line."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8"))
    lines = [line.partition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    found: list[list[Instruction]] = [[]]
    for name, _, rest in lines:
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found[1:]


BUILT, LAST = stages()


def of(stage: list[Instruction], wanted: str) -> list[str]:
    return [rest for name, rest in stage if name == wanted]


def copied() -> list[tuple[list[str], str]]:
    """Return what is copied out of the repository, and where to."""
    return [(words[:-1], words[-1]) for words in map(str.split, of(BUILT, "COPY"))]


def commands() -> list[list[str]]:
    return [shlex.split(each) for rest in of(BUILT, "RUN") for each in rest.split("&&")]


def test_every_path_that_is_copied_exists() -> None:
    sources = [source for names, _ in copied() for source in names]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert len(sources) == len(set(sources))
    workdir, kept = of(BUILT, "WORKDIR")[0], of(LAST, "COPY")
    assert of(BUILT, "FROM")[0].endswith(" AS built")
    assert kept == [
        f"--from=built {workdir}/.venv {workdir}/.venv",
        f"--from=built --chown=10001:10001 {STORE} {STORE}",
    ]
    assert ["python", "-m", "venv", ".venv"] in commands()
    assert [".venv/bin/kg", "build", "--out", STORE] in commands()


def test_it_installs_as_the_makefile_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    ours = [line.split("pip install")[1].split() for line in makefile.splitlines() if "pip install" in line]
    theirs = [each[each.index("install") + 1 :] for each in commands() if "install" in each]
    plain = [[word for word in each if word not in {"--quiet", "--no-cache-dir", "-e"}] for each in (*ours, *theirs)]
    assert plain[:2] == plain[2:] == [["--require-hashes", "-r", "requirements.txt"], plain[1]]
    assert plain[1] == ["--no-deps", "--no-build-isolation", "."]


def test_both_stages_have_the_python_that_the_lock_was_made_for() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    base = re.search(r"^ARG BASE=python:([\d.]+)", text, re.MULTILINE)
    lock = re.search(r"Python (\d+\.\d+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert base
    assert lock
    assert base[1] == lock[1]
    assert [of(stage, "FROM")[0].split()[0] for stage in (BUILT, LAST)] == ["${BASE}"] * 2


def test_it_runs_as_a_user_that_it_makes_who_owns_the_store_alone() -> None:
    assert of(LAST, "USER") == ["10001:10001"]
    names = [name for name, _ in LAST]
    assert not {"RUN", "COPY", "ADD"} & set(names[names.index("USER") :])
    assert [rest for rest in of(LAST, "RUN") if rest.startswith("useradd ") and "--uid 10001 " in rest]
    assert of(LAST, "VOLUME") == of(LAST, "WORKDIR") == [STORE]
    assert f"KG_STORE={STORE}" in of(LAST, "ENV")[0].split()
    assert of(LAST, "STOPSIGNAL") == ["SIGTERM"]


def test_what_it_starts_is_a_command_with_its_options() -> None:
    assert json.loads(of(LAST, "ENTRYPOINT")[0]) == ["kg"]
    name, *options = json.loads(of(LAST, "CMD")[0])
    assert name == command.name
    given = command.make_context(name, options).params
    assert (given["host"], given["port"]) == ("0.0.0.0", int(of(LAST, "EXPOSE")[0]))  # noqa: S104 - inside


def health() -> list[str]:
    return list(json.loads(of(LAST, "HEALTHCHECK")[0].partition(" CMD ")[2]))


def test_the_health_check_asks_a_route_and_tells_whether_it_answers(service: Service) -> None:
    python, option, code = health()
    address = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", code)
    assert address
    assert (python, option, address[1]) == ("python", "-c", of(LAST, "EXPOSE")[0])
    assert ("GET", address[2]) in ROUTES
    for base, status in ((service.url, 0), ("http://127.0.0.1:1", 1)):
        asked = code.replace(f"http://127.0.0.1:{address[1]}", base)
        assert subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True).returncode == status


def test_the_readme_speaks_to_the_container_that_it_starts() -> None:
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    lines = [shlex.split(line, comments=True)[1:] for line in re.findall(r"^\$ (podman .*)$", text, re.MULTILINE)]
    build, run, ask = lines
    assert Path(build[build.index("-f") + 1]) == Path("deploy/Containerfile")
    assert (build[0], build[-1], run[0], run[-1]) == ("build", ".", "run", build[build.index("-t") + 1])
    assert ask[:2] == ["exec", run[run.index("--name") + 1]]
    mounted = [value for option, value in pairwise(run) if option in {"-v", "--tmpfs"}]
    assert mounted == [f"strategraf:{STORE}", "/tmp"]  # noqa: S108 - in the container


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the packages that are built of what is copied, and of nothing else."""
    context, out = (tmp_path_factory.mktemp(name) for name in ("context", "site"))
    for names, to in copied():
        for name in names:
            target = context / to / name if to == "./" else context / to
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, target)
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*wheel, "--wheel-dir", str(out), "."], cwd=context, check=True, capture_output=True)
    with zipfile.ZipFile(next(out.glob("*.whl"))) as packed:
        packed.extractall(out)
    return out


def test_what_is_copied_is_enough_to_build_and_ask_the_graph(installed: Path, store: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(installed), "KG_STORE": str(tmp_path / "store")}

    def kg(*arguments: str) -> str:
        words = [sys.executable, "-c", "from kg.cli import run; run()", *arguments]
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    kg("build", "--out", str(tmp_path / "store"))
    assert (tmp_path / "store" / "current").resolve().name == (store / "current").resolve().name
    assert json.loads(kg("query", "-e", "ASK { ?m a sg:Measure }", "--format", "json"))["boolean"] is True
