"""One job in a ready child, seen from the parent: its answer so far, and the future of the whole."""

import asyncio
import json

from kg.workers import ready
from kg.workers.answer import Answer
from kg.workers.failures import OK, cause_of, failure, revived
from kg.workers.limits import MIB, Limits


class Running:
    """One job in a child: its answer so far, and the future of the whole."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limits: Limits) -> None:
        self.limits = limits
        self.answer = Answer(limits)
        self.answered: asyncio.Future[Answer] = loop.create_future()
        self.killed = ""

    @property
    def is_over(self) -> bool:
        """Whether the child has reported or ended; cancelling whoever waits ends nothing in the child."""
        return self.answered.done() and not self.answered.cancelled()

    def add(self, piece: bytes) -> str:
        """Take a piece; return what to kill the child for, if there was no room for it."""
        try:
            self.answer.add(piece)
        except OSError:
            return "disk"
        return "length" if self.answer.size > self.limits.answer_mb * MIB else ""

    def report(self, kind: bytes, payload: bytes) -> bool:
        """Take the report; return whether the child is to be replaced."""
        report = json.loads(payload)
        if kind == ready.DONE:
            self.answer.result = report["result"]
            self.answered.set_result(self.answer)
        elif kind == ready.FAILED:
            self.answered.set_exception(revived(report))
        else:
            self.answered.set_exception(failure("crash", self.limits, report["crash"]))
        return bool(report["grown"]) or kind == ready.BROKEN

    def refuse(self, error: Exception) -> None:
        """Say why there will be no answer, as others know it."""
        if not self.answered.done():
            self.answered.set_exception(error)

    def fail(self, status: int) -> None:
        """Say why there will be no answer."""
        why = f"status {status}" if status != OK else "no report"
        self.refuse(failure(cause_of(status, self.killed), self.limits, why))
