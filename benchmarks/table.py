"""The one table that a run prints."""

from dataclasses import dataclass

from tabulate import tabulate

from benchmarks.timing import Outcome

_HEADERS = ("what", "data", "ratio", "ours", "peer", "its time")


@dataclass(frozen=True, slots=True)
class Line:
    """A thing measured on some data, beside a peer, or as a share of a whole that `whole` names."""

    what: str
    data: str
    ours: Outcome
    peer: str = ""
    theirs: Outcome | None = None
    whole: bool = False

    @property
    def ratio(self) -> str:
        """How many times the peer's time ours is contained in, or which part of the whole it is."""
        if self.theirs is None:
            return ""
        if self.whole:
            return f"{self.ours.seconds / self.theirs.seconds:.0%}"
        if not self.ours.finished or self.theirs.failure:
            return "–"
        more = "" if self.theirs.finished else "> "
        return f"{more}{_figure(self.theirs.seconds / self.ours.seconds)} ×"

    @property
    def note(self) -> str:
        """A warning where both sides finished and came to different results."""
        theirs = self.theirs
        if self.whole or theirs is None or not theirs.finished or not self.ours.finished:
            return ""
        return "" if theirs.result == self.ours.result else f" ({self.ours.result} ≠ {theirs.result})"

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the table."""
        theirs = _time(self.theirs) if self.theirs else ""
        return self.what, self.data, self.ratio, _time(self.ours), self.peer, theirs + self.note


def rendered(lines: list[Line]) -> str:
    """Return the table as text that is valid Markdown."""
    return tabulate([line.cells() for line in lines], headers=_HEADERS, tablefmt="pipe", disable_numparse=True)


def total(what: str, lines: list[Line]) -> Line:
    """Return the sum of lines of the same data and peer; a run stopped at its limit counts with that limit.

    A line that either side failed on is left out.
    """
    pairs = [
        (line.ours, line.theirs) for line in lines if line.theirs and not line.ours.failure and not line.theirs.failure
    ]
    return Line(
        what,
        lines[0].data,
        _sum([ours for ours, _ in pairs]),
        lines[0].peer,
        _sum([theirs for _, theirs in pairs]),
    )


def _sum(outcomes: list[Outcome]) -> Outcome:
    results = [each.result for each in outcomes]
    known = [result for result in results if result is not None]
    return Outcome(sum(each.seconds for each in outcomes), sum(known) if len(known) == len(results) else None)


def _time(outcome: Outcome) -> str:
    if outcome.failure:
        return outcome.failure
    mark = "" if outcome.finished else "> "
    return f"{mark}{_figure(outcome.seconds)} s"


def _figure(number: float) -> str:
    """Return a number with about three digits that mean something."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2g}"
