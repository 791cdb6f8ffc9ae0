"""A query with changes: each is run, and what it gives is what is told of it."""

from collections.abc import Iterable, Mapping

from kg.diagnosis.candidates import Candidate, Source
from kg.diagnosis.findings import Fix
from kg.diagnosis.probe import Count, Prober
from kg.reading.outline import Outline, Part
from kg.results import Graphs


class Trial:
    """The query of one diagnosis."""

    def __init__(self, outline: Outline, prober: Prober) -> None:
        """Begin with the query as it is, but for its order, which takes time and brings no row."""
        self.outline = outline
        self.prober = prober
        self.source = Source(outline, prober)
        self.base = dict.fromkeys(outline.clause("order-by"), "")
        self.matches: dict[Part, Count | None] = {}
        """How many matches each triple pattern has by itself."""

    def of_pattern(self) -> Count | None:
        """Ask for the rows of the pattern from now on, for the answer is made from them; return their number."""
        self.base = self.outline.as_rows()
        return self.rows()

    def rows(
        self,
        recast: Mapping[Part, str] | None = None,
        new: Mapping[int, str] | None = None,
        dataset: Graphs | None = None,
    ) -> Count | None:
        """Count the rows of the query with changes, perhaps in another dataset of the request."""
        return self.prober.rows(self.outline.rewritten({**self.base, **(recast or {})}, new), dataset=dataset)

    def without(self, parts: Iterable[Part]) -> Count | None:
        """Count the rows without some parts; None if there are none or it is not known."""
        count = self.rows(dict.fromkeys(parts, ""))
        return count if count and count.rows else None

    def alone(self, part: Part, new: Mapping[int, str] | None = None) -> Count | None:
        """Count the matches of a triple pattern by itself, perhaps changed."""
        return self.prober.matches(self.source.in_graph(part, self.outline.shown(part, new)))

    def match(self, triples: Iterable[Part]) -> None:
        """Count the matches of triple patterns."""
        self.matches |= {each: self.alone(each) for each in triples}

    def is_idle(self, part: Part) -> bool:
        """Whether a triple pattern is known to match nothing by itself."""
        count = self.matches.get(part)
        return count is not None and count.rows == 0

    def tried(self, candidate: Candidate) -> Fix | None:
        """Return a change with the rows it gives; None if it gives none."""
        count = self.rows(candidate.recast, candidate.new, candidate.dataset)
        if count is None or not count.rows:
            return None
        return Fix(candidate, self.outline.rewritten(candidate.recast, candidate.new), count)
