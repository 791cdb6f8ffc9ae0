"""Why a query gives no row: what to leave out, and what was probably meant. Nothing is claimed that was not run."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.diagnosis import wording
from kg.diagnosis.candidates import Candidate
from kg.diagnosis.cells import of_values
from kg.diagnosis.datasets import of_graphs
from kg.diagnosis.described import of_described
from kg.diagnosis.drops import Drops
from kg.diagnosis.filters import of_filter
from kg.diagnosis.findings import Drop, Findings, Fix
from kg.diagnosis.limits import FIXES, PAIRS, SECONDS
from kg.diagnosis.prefixes import of_prefixes
from kg.diagnosis.probe import Count, Prober
from kg.diagnosis.together import in_one_part, matching, together
from kg.diagnosis.trial import Trial
from kg.diagnosis.triples import of_triple
from kg.diagnosis.variables import of_having
from kg.guard import check_query
from kg.reading.limits import Unreadable
from kg.reading.outline import Outline, Part
from kg.reading.query import read
from kg.results import Graphs


def explain_empty(
    store: ox.Store, query: str, graphs: Graphs | None = None, seconds: float = SECONDS, *, base: str | None = None
) -> dict[str, Any]:
    """Tell why a query gives no row, or ASK false, or an aggregate has nothing to aggregate.

    It forks children and waits for them, so it runs in a worker or a command, never in the process that serves.

    Args:
        store: the store.
        query: a query; it need not have been checked.
        graphs: the dataset that a request names.
        seconds: how long it may take; what was not tried by then is left out, and the answer says so.
        base: what relative IRIs are resolved against.

    Raises:
        KgError: the query is refused or malformed.
    """
    check_query(query)
    prober = Prober(store, query, graphs, seconds, base)
    prober.check(query)
    try:
        outline = read(query)
    except Unreadable:
        return wording.report(None, prober, Findings(prober.rows(query, seconds=prober.patience)))
    return wording.report(outline, prober, _Search(outline, prober).findings())


def _is_optional(part: Part) -> bool:
    """Whether a triple stands in OPTIONAL, where what it matches may be asked for elsewhere."""
    around = {kind for kind in ("optional", "minus", "not-exists") if part.inside and any(part.inside.within(kind))}
    return around == {"optional"}


class _Search:
    """One diagnosis."""

    def __init__(self, outline: Outline, prober: Prober) -> None:
        self.outline = outline
        self.prober = prober
        self.trial = Trial(outline, prober)
        self.source = self.trial.source
        self.parts = [each for each in outline.parts() if each.inside is None or each.inside.gives]
        self.triples = [each for each in self.parts if each.pieces]
        self.optional = [each for each in outline.parts() if each.pieces and _is_optional(each)]

    def findings(self) -> Findings:
        """Search."""
        own = self.prober.rows(self.outline.text, seconds=self.prober.patience)
        if own is None:
            return Findings(own)
        matched = self.trial.of_pattern() if self._is_made(own) else None
        if matched.rows if matched else own.rows:
            return Findings(own, matched)
        self.trial.match([*self.triples, *self.optional])
        drops = Drops(self.trial, self.parts).found()
        candidates = self._candidates(self._suspects(drops))
        fixes = self._fixes(candidates, drops)
        return Findings(own, matched, self._patterns([] if fixes else candidates), fixes, drops)

    def _is_made(self, own: Count) -> bool:
        """Whether the answer is made from the rows of the pattern, and does not tell whether there were any."""
        if self.outline.form == "SELECT":
            return self.outline.counts_everything and own.rows > 0
        return self.outline.pattern is not None and own.rows == 0

    def _idle(self) -> list[Part]:
        return [each for each in self.triples if self.trial.is_idle(each)]

    def _suspects(self, drops: Iterable[Drop]) -> list[Part]:
        """Return the parts where a fault may lie: those that match nothing or are in the way, else all.

        What is optional is in no one's way, but what would be bound there may be asked for elsewhere.
        """
        clauses = [each for each in self.outline.clauses if each.kind in {"having", "end-values"}]
        guilty = {part for drop in drops for part in drop.parts}
        guilty |= {inner for part in guilty for group in part.groups for inner in self.outline.parts(group)}
        parts = [*self.parts, *self.optional, *clauses]
        return [each for each in parts if each in guilty or self.trial.is_idle(each)] or parts

    def _candidates(self, suspects: Iterable[Part]) -> list[Candidate]:
        """Return what may have been meant, the likeliest first, each change once."""
        distinct: dict[str, Candidate] = {}
        for each in sorted(self._possible(suspects), key=lambda each: each.order):
            distinct.setdefault(f"{each.dataset} {self.outline.rewritten(each.recast, each.new)}", each)
        return list(distinct.values())

    def _possible(self, suspects: Iterable[Part]) -> Iterator[Candidate]:
        yield from of_prefixes(self.source)
        if self.outline.form == "DESCRIBE":
            yield from of_described(self.source)
        for part in suspects:
            if self.prober.left <= 0:
                break
            if part.pieces:
                yield from of_triple(self.source, part)
            elif part.kind == "filter":
                yield from of_filter(self.source, part)
            elif part.kind in {"values", "bind", "end-values"}:
                yield from of_values(self.source, part)
            elif part.kind == "having":
                yield from of_having(self.source, part)
        yield from of_graphs(self.source, self.triples, self._idle())

    def _fixes(self, candidates: Collection[Candidate], drops: Iterable[Drop]) -> list[Fix]:
        """Try what may have been meant; if nothing alone gives rows, several changes together."""
        fixes: list[Fix] = []
        for each in candidates:
            if len(fixes) < FIXES and (fix := self.trial.tried(each)):
                fixes.append(fix)
        return fixes or list(islice(self._several(candidates, drops), 1))

    def _several(self, candidates: Collection[Candidate], drops: Iterable[Drop]) -> Iterator[Fix]:
        """Try several changes together: one for each part at fault, or two of one part."""
        several = together(self.trial, self._idle(), candidates, drops)
        if several and (fix := self.trial.tried(several)):
            yield fix
        for each in islice(in_one_part(self.outline, candidates), PAIRS):
            if fix := self.trial.tried(each):
                yield fix

    def _patterns(self, candidates: Collection[Candidate]) -> list[dict[str, Any]]:
        """Return each triple pattern with how often it matches alone, the terms nothing has, and what is near."""
        told: list[dict[str, Any]] = []
        for part in (each for each in self.outline.parts() if each in self.trial.matches):
            near = matching(self.trial, part, candidates) if self.trial.is_idle(part) else None
            told.append(wording.pattern(self.outline, part, self.trial.matches[part], self._unknown(part), near))
        return told

    def _unknown(self, part: Part) -> list[str]:
        if not self.trial.is_idle(part) or part.pieces is None:
            return []
        places = [place for piece in part.pieces if not isinstance(piece, str) for place in range(*piece)]
        terms = [(place, self.source.term(place)) for place in places]
        found = [place for place, term in terms if isinstance(term, ox.NamedNode) and not self.source.occurs(term)]
        return [self.outline.tokens[place].text for place in found]
