"""Tasks that can be killed: each runs in a forked child under limits, and its answer is whole or an error.

The engine can neither be stopped nor trusted not to crash, so it never runs in the process that serves. A child shares
the parent's store copy-on-write, can open no file and no socket, and dies at its limits. `run` and `run_async` fork a
child for one task; a `Pool` keeps children ready for one job after another, and may lend one the connection of a
client, to answer it without the parent.

The parent must have a single thread when it forks; an in-memory store starts none.
"""

from kg.workers.answer import Answer
from kg.workers.child import Task, run, run_async
from kg.workers.failures import WorkerFailed, described, failure, revived
from kg.workers.ledger import Ledger
from kg.workers.limits import DEFAULT_LIMITS, Limits
from kg.workers.member import POLITE_AFTER, Member
from kg.workers.pool import Pool
from kg.workers.ready import GROWTH, Job, Lent, peak

__all__ = [
    "DEFAULT_LIMITS",
    "GROWTH",
    "POLITE_AFTER",
    "Answer",
    "Job",
    "Ledger",
    "Lent",
    "Limits",
    "Member",
    "Pool",
    "Task",
    "WorkerFailed",
    "described",
    "failure",
    "peak",
    "revived",
    "run",
    "run_async",
]
