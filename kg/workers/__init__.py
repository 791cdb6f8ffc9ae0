"""Tasks that can be killed: each runs in a forked child under limits, and its answer is whole or an error.

The engine can neither be stopped nor trusted not to crash, so it never runs in the process that serves. A child shares
the parent's store copy-on-write, can open no file and no socket, and dies at its limits. `run` and `run_async` fork a
child for one task; a `Pool` keeps children ready for one job after another.

The parent must have a single thread when it forks; an in-memory store starts none.
"""

from kg.workers.answer import Answer
from kg.workers.child import Task, run, run_async
from kg.workers.failures import WorkerFailed
from kg.workers.limits import DEFAULT_LIMITS, Limits
from kg.workers.pool import Pool
from kg.workers.ready import Job

__all__ = ["DEFAULT_LIMITS", "Answer", "Job", "Limits", "Pool", "Task", "WorkerFailed", "run", "run_async"]
