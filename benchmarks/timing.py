"""How long a thing takes: here by a median of repeats, or in a child process that is stopped at a limit."""

import gc
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median

_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a measured run came to; `result` is a figure that both sides must agree on, None if it did not finish."""

    seconds: float
    result: int | None
    failure: str = ""
    """The kind of error that ended the run, empty if there was none."""

    @property
    def finished(self) -> bool:
        """Whether the run came to its end within the limit and without an error."""
        return self.result is not None


def measure(work: Callable[[], int], repeats: int = 1) -> Outcome:
    """Return the median time of several runs in this process, and what the last one returned."""
    times = []
    result = 0
    for _ in range(repeats):
        gc.collect()
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return Outcome(median(times), result)


def measure_apart(work: Callable[[], int], limit: float, repeats: int = 1) -> Outcome:
    """Measure in a forked child, which sees the data of this process; at the limit it is killed.

    Args:
        work: what to measure.
        limit: seconds for all repeats together.
        repeats: how many runs the median is taken of.
    """
    receiver, sender = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_report, args=(sender, work, repeats))
    child.start()
    sender.close()
    try:
        outcome = receiver.recv() if receiver.poll(limit) else None
    except EOFError:
        outcome = Outcome(0, None, "died")
    finally:
        child.kill()
        child.join()
        receiver.close()
    return outcome if isinstance(outcome, Outcome) else Outcome(limit, None)


def _report(sender: Connection, work: Callable[[], int], repeats: int) -> None:
    # What the parent holds is no garbage; a collection that looked through it would copy every page of it.
    gc.freeze()
    try:
        outcome = measure(work, repeats)
    except Exception as error:  # noqa: BLE001 - whatever a peer fails with is what the table says
        outcome = Outcome(0, None, type(error).__name__)
    sender.send(outcome)
