"""A service seen from the outside, as the system sees it: its children and their memory."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.reliability.conversation import Conversation
from tests.service import Service

AFFORDABLE = 200
"""Ticks of processor time that an attack may cost at most: two seconds, however many others the machine works for."""


def children(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    own = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    theirs: list[int] = []
    for child in own:
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            theirs += children(child)
    return own + theirs


def worked(service: Service) -> dict[int, int]:
    """Return how much processor time each child has used, in the system's ticks, a hundredth of a second each."""
    found = {}
    for pid in children(service.pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            found[pid] = sum(_ticks(pid))
    return found


def work(service: Service) -> tuple[int, int]:
    """Return how much processor time the serving process has used, and its children, those that have ended included."""
    own, ended = _ticks(service.pid)
    return own, ended + sum(worked(service).values())


def _ticks(pid: int) -> tuple[int, int]:
    """Return what a process has used, and those of its children that have ended (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


@contextmanager
def affordable(service: Service) -> Iterator[None]:
    """See that what is done in the block costs the service little, and that it answers afterwards.

    It is the processor time of all its processes that is held to a bound: no load of the machine can change it.
    """
    before = sum(work(service))
    yield
    used = sum(work(service)) - before
    assert used <= AFFORDABLE, f"{used} ticks"
    assert service.get("/health").json()["ready"] is True
    assert service.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True


def busy(service: Service, before: dict[int, int], conversation: Conversation, ticks: int = 5) -> list[int]:
    """Wait for children that have worked so long since a former moment, of which `worked` told, and return them.

    What was asked on the connection must keep them busy: nothing may be answered before they are found.
    """
    while not (found := [pid for pid, used in worked(service).items() if used - before.get(pid, 0) >= ticks]):
        assert conversation.is_silent(0.01)
    return found


def memory(service: Service) -> dict[str, int]:
    """Return the memory of all processes of a service in KiB: RSS, which counts a shared page for each, and PSS."""
    total = {"Rss": 0, "Pss": 0}
    for pid in [service.pid, *children(service.pid)]:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        for line in lines:
            name, _, rest = line.partition(":")
            if name in total:
                total[name] += int(rest.split()[0])
    return total


def settle(service: Service) -> None:
    """Wait until all children are ready and none is left over."""
    while not service.is_at_rest():
        service.get("/health")
