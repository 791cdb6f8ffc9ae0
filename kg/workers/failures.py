"""Why a child gave no answer, and its errors as they travel to the parent: as JSON, revived as their own classes."""

import signal
from dataclasses import replace
from typing import Any, Final

from kg.errors import KgError, TimeoutReached
from kg.workers.limits import Limits

OK, REPORTED, OUT_OF_MEMORY = 0, 1, 3
"""The exit statuses of a child."""


class WorkerFailed(KgError):  # noqa: N818 - named for what happened
    """The child used too much memory, wrote too long an answer or one that the disk cannot hold, or crashed."""

    exit_status = 3


_CAUSES: Final = {
    OUT_OF_MEMORY: "memory",
    -signal.SIGABRT: "memory",  # how the engine ends when it gets no memory
    -signal.SIGKILL: "outside",
    -signal.SIGXCPU: "timeout",
}
_FAILURES: Final[dict[str, tuple[type[KgError], str, str]]] = {
    "timeout": (
        TimeoutReached,
        "výpočet byl zastaven po {0.seconds:g} s; zúžte dotaz nebo požádejte o delší lhůtu.",
        "stopped after {0.seconds:g} s; narrow the query or ask for a longer time.",
    ),
    "length": (
        WorkerFailed,
        "odpověď je delší než {0.answer_mb} MiB; omezte ji, například pomocí LIMIT.",
        "the answer is longer than {0.answer_mb} MiB; narrow it, for example with LIMIT.",
    ),
    "disk": (
        WorkerFailed,
        "dočasný disk serveru je plný; správce služby musí uvolnit místo (TMPDIR), zatím omezte odpověď pomocí LIMIT.",
        "the server's temporary disk is full; the operator must free space (TMPDIR), meanwhile narrow it with LIMIT.",
    ),
    "memory": (
        WorkerFailed,
        "výpočet potřeboval více než {0.memory_mb} MiB paměti; zúžte dotaz.",
        "the computation needed more than {0.memory_mb} MiB of memory; narrow the query.",
    ),
    "outside": (
        WorkerFailed,
        "výpočet ukončil operační systém, zpravidla pro nedostatek paměti serveru; zkuste to znovu, nebo zúžte dotaz.",
        "the operating system ended the computation, mostly for lack of the server's memory; try again, or narrow it.",
    ),
    "crash": (
        WorkerFailed,
        "výpočet havaroval ({1}); zjednodušte dotaz, a trvá-li potíž, ohlaste ji.",
        "the computation crashed ({1}); simplify the query, and report it if it persists.",
    ),
}


def described(error: KgError) -> dict[str, Any]:
    """Return what JSON can hold of an error that a task raised."""
    return {"error": type(error).__name__, "cs": error.cs, "en": error.en}


def revived(report: dict[str, Any]) -> KgError:
    """Return the error that a child described, as its own class; only its words travel."""
    kinds: dict[str, type[KgError]] = {}
    waiting: list[type[KgError]] = [KgError]
    while waiting:
        kind = waiting.pop()
        kinds[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    kind = kinds[report["error"]]
    error = kind.__new__(kind)  # some classes make their words of other arguments
    KgError.__init__(error, cs=report["cs"], en=report["en"])
    return error


def cause_of(status: int | None, killed: str) -> str:
    """Return why a child failed: the reason it was killed for, else what its exit status says."""
    return killed if killed not in {"", "abandoned"} else _CAUSES.get(status or 0, "crash")


def failure(cause: str, limits: Limits, what: object = "") -> KgError:
    """Return the error for a cause."""
    kind, cs, en = _FAILURES[cause]
    limits = replace(limits, seconds=round(limits.seconds, 2))  # what is left of a deadline is an odd number
    return kind(cs=cs.format(limits, what), en=en.format(limits, what))
