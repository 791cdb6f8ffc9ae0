"""wrk, a load generator, from Debian."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.peers.base import debian

_SCRIPT: Final = Path(__file__).with_name("wrk.lua")
CONNECTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of wrk came to."""

    per_second: float
    failed: int
    """Answers that were no success, and connections that broke."""
    p99_ms: float


class Wrk:
    """The load generator, and how it is told what to ask."""

    name = "wrk"

    def install(self) -> None:
        """Install it."""
        debian("wrk", "wrk")

    def lack(self) -> str:
        """Say what is missing."""
        return "" if shutil.which("wrk") else "wrk"

    def load(self, address: str, template: str, constants: Mapping[str, list[str]], seconds: int, first: int) -> Load:
        """Ask an address again and again from one thread over four connections.

        Args:
            address: of the server: scheme, host and port.
            template: path and query of a request; `@name@` stands for a constant, `@n@` for a number that grows
                whenever all combinations of constants have been asked, so that no request ever comes twice.
            constants: the values of each constant, as they stand in an address.
            seconds: how long.
            first: the number of the first request, for runs that must not repeat each other's.
        """
        spoken = [f"{name}={','.join(values)}" for name, values in constants.items()]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(_SCRIPT)]
        # The command is wrk, and constants of this package.
        ended = subprocess.run(  # noqa: S603
            [*command, address, "--", template, str(first), *spoken], capture_output=True, text=True, check=True
        )
        found = json.loads(ended.stdout.rpartition("RESULT")[2])
        return Load(found["requests"] / found["seconds"], found["failed"], found["p99_ms"])
