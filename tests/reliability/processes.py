"""A service seen from the outside, as the system sees it: its children and their memory."""

from pathlib import Path

from tests.service import Service


def children(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    own = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return own + [each for child in own for each in children(child)]


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
