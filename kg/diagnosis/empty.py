"""Why a query gives no row: what to leave out, and what was probably meant. Nothing is claimed that was not run."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, Final

import pyoxigraph as ox

from kg.diagnosis import wording
from kg.diagnosis.candidates import Candidate, Source
from kg.diagnosis.datasets import of_graphs
from kg.diagnosis.filters import of_filter, of_values
from kg.diagnosis.findings import Drop, Findings, Fix
from kg.diagnosis.limits import FIXES, PAIRS, SECONDS
from kg.diagnosis.prefixes import of_prefixes
from kg.diagnosis.probe import Count, Prober
from kg.diagnosis.triples import of_triple
from kg.guard import check_query
from kg.reading.limits import Unreadable
from kg.reading.outline import Outline, Part
from kg.reading.query import read
from kg.results import Graphs

_DROPPED: Final = frozenset(
    {"triple", "filter", "exists", "not-exists", "minus", "values", "bind", "optional", "graph", "union", "subquery"}
    | {"having", "slice", "end-values"}
)
_HOLDING: Final = frozenset({"graph", "union", "subquery"})
_SUSPICIOUS: Final = ("not-exists", "minus", "filter", "exists", "triple", "values", "end-values", "having", "slice")


def explain_empty(
    store: ox.Store, query: str, graphs: Graphs | None = None, seconds: float = SECONDS, *, base: str | None = None
) -> dict[str, Any]:
    """Tell why a query gives no row, or ASK false.

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
    return _Search(outline, prober).report()


class _Search:
    """One diagnosis."""

    def __init__(self, outline: Outline, prober: Prober) -> None:
        self.outline = outline
        self.prober = prober
        self.source = Source(outline, prober)
        self.base = outline.as_rows()
        self.parts = [each for each in outline.parts() if each.inside is None or each.inside.gives]
        self.triples = [each for each in self.parts if each.pieces]
        self.matches: dict[Part, Count | None] = {}

    def report(self) -> dict[str, Any]:
        """Search, and tell what was found."""
        own = self.prober.rows(self.outline.text, seconds=self.prober.patience)
        if own is None or self.outline.pattern is None:
            return wording.report(self.outline, self.prober, Findings(own))
        if self.outline.counts_everything or (own.rows == 0 and self.outline.form != "SELECT"):
            pattern = self.rows()
            if self.outline.form in {"CONSTRUCT", "DESCRIBE"} and pattern and pattern.rows:
                return wording.report(self.outline, self.prober, Findings(own, built_from=pattern))
            own = pattern or own
        if own.rows:
            return wording.report(self.outline, self.prober, Findings(own))
        self.matches = {each: self._alone(each) for each in self.triples}
        drops = self._drops()
        candidates = self._candidates(self._suspects(drops))
        fixes = self._fixes(candidates, drops)
        patterns = self._patterns([] if fixes else candidates)
        return wording.report(self.outline, self.prober, Findings(own, patterns, fixes, drops))

    def rows(self, recast: Mapping[Part, str] | None = None, new: Mapping[int, str] | None = None) -> Count | None:
        """Count the rows of the query with changes."""
        return self.prober.rows(self.outline.rewritten({**self.base, **(recast or {})}, new))

    def _alone(self, part: Part, new: Mapping[int, str] | None = None) -> Count | None:
        return self.prober.matches(self.source.in_graph(part, self.outline.shown(part, new)))

    def _drops(self) -> list[Drop]:
        """Return the parts that, left out alone, let rows appear; if none, pairs, or all that match nothing."""
        clauses = [each for each in self.outline.clauses if each not in self.base]
        parts = [each for each in (*self.parts, *clauses) if each.kind in _DROPPED and self._leaves_a_triple((each,))]
        single = [Drop((each,), count) for each in parts if (count := self._without((each,)))]
        if single:
            return sorted(self._innermost(single), key=lambda each: self._suspicion(each.parts[0]))
        flat = sorted((each for each in parts if each.kind not in _HOLDING), key=self._suspicion)
        pairs = [each for each in combinations(flat, 2) if self._leaves_a_triple(each)][:PAIRS]
        found = [Drop(each, count) for each in pairs if (count := self._without(each))]
        if found:
            return found
        idle = tuple(each for each in self.triples if self._matches_nothing(each))
        if len(idle) > 2 and self._leaves_a_triple(idle) and (count := self._without(idle)):
            return [Drop(idle, count)]
        return []

    def _without(self, parts: Iterable[Part]) -> Count | None:
        """Count the rows without some parts; None if there are none or it is not known."""
        count = self.rows(dict.fromkeys(parts, ""))
        return count if count and count.rows else None

    def _leaves_a_triple(self, parts: Iterable[Part]) -> bool:
        """Whether something is left to be sought; a query without patterns gives one row that says nothing."""
        gone = set(parts)
        held = {inner for part in gone for group in part.groups for inner in self.outline.parts(group)}
        return any(each not in gone and each not in held for each in self.triples)

    def _innermost(self, drops: list[Drop]) -> list[Drop]:
        """Leave out groups of which a part alone is at fault."""
        guilty = {each.parts[0] for each in drops}
        return [
            drop
            for drop in drops
            if not any(inner in guilty for group in drop.parts[0].groups for inner in self.outline.parts(group))
        ]

    def _suspicion(self, part: Part) -> tuple[int, int]:
        if self._matches_nothing(part):
            return -1, part.start
        return (_SUSPICIOUS.index(part.kind) if part.kind in _SUSPICIOUS else len(_SUSPICIOUS)), part.start

    def _matches_nothing(self, part: Part) -> bool:
        count = self.matches.get(part)
        return count is not None and count.rows == 0

    def _suspects(self, drops: Iterable[Drop]) -> list[Part]:
        """Return the parts where a fault may lie: those that match nothing or are in the way, else all."""
        guilty = {part for drop in drops for part in drop.parts}
        guilty |= {inner for part in guilty for group in part.groups for inner in self.outline.parts(group)}
        found = [each for each in self.parts if each in guilty or self._matches_nothing(each)]
        return found or self.parts

    def _candidates(self, suspects: Iterable[Part]) -> list[Candidate]:
        """Return what may have been meant, the likeliest first, each change once."""
        distinct: dict[str, Candidate] = {}
        for each in sorted(self._possible(suspects), key=lambda each: each.order):
            distinct.setdefault(f"{each.dataset} {self.outline.rewritten(each.recast, each.new)}", each)
        return list(distinct.values())

    def _possible(self, suspects: Iterable[Part]) -> Iterator[Candidate]:
        yield from of_prefixes(self.source)
        for part in suspects:
            if self.prober.left <= 0:
                break
            if part.pieces:
                yield from of_triple(self.source, part)
            elif part.kind == "filter":
                yield from of_filter(self.source, part)
            elif part.kind in {"values", "bind"}:
                yield from of_values(self.source, part)
        idle = [each for each in self.triples if self._matches_nothing(each)]
        yield from of_graphs(self.source, self.triples, idle)

    def _fixes(self, candidates: Collection[Candidate], drops: Iterable[Drop]) -> list[Fix]:
        """Try what may have been meant; if nothing alone gives rows, several changes together."""
        fixes: list[Fix] = []
        for each in candidates:
            if len(fixes) < FIXES and (fix := self._tried(each)):
                fixes.append(fix)
        if not fixes and (together := self._together(candidates, drops)) and (fix := self._tried(together)):
            fixes.append(fix)
        return fixes

    def _tried(self, candidate: Candidate) -> Fix | None:
        changed = self.outline.rewritten({**self.base, **candidate.recast}, candidate.new)
        count = self.prober.rows(changed, dataset=candidate.dataset)
        if count is None or not count.rows:
            return None
        return Fix(candidate, self.outline.rewritten(candidate.recast, candidate.new), count)

    def _together(self, candidates: Collection[Candidate], drops: Iterable[Drop]) -> Candidate | None:
        """Return one change for each part at fault, where each takes the place of leaving that part out."""
        for drop in drops:
            if len(drop.parts) == 2 and (chosen := self._instead(drop, candidates)):
                return self._joined(chosen)
        idle = [each for each in self.triples if self._matches_nothing(each)]
        chosen = {}
        for part in idle:
            if (best := self._matching(part, candidates)) is None:
                return None
            chosen[part] = best[0]
        return self._joined(chosen) if len(chosen) > 1 else None

    def _matching(self, part: Part, candidates: Iterable[Candidate]) -> tuple[Candidate, Count] | None:
        """Return the likeliest change by which a triple pattern alone matches something."""
        for each in candidates:
            own = each.part is part and not each.recast
            if own and (count := self._alone(part, each.new)) and count.rows:
                return each, count
        return None

    def _instead(self, drop: Drop, candidates: Iterable[Candidate]) -> dict[Part, Candidate] | None:
        """Return for each of two parts a change that gives rows while the other is left out."""
        chosen: dict[Part, Candidate] = {}
        for part in drop.parts:
            rest = {each: "" for each in drop.parts if each is not part}
            for each in candidates:
                if each.part is part and not each.recast and (count := self.rows(rest, each.new)) and count.rows:
                    chosen[part] = each
                    break
            else:
                return None
        return chosen

    def _joined(self, chosen: Mapping[Part, Candidate]) -> Candidate:
        return Candidate(
            "several",
            " + ".join(each.wrong for each in chosen.values()),
            " + ".join(each.right for each in chosen.values()),
            new={place: text for each in chosen.values() for place, text in each.new.items()},
            shown=" . ".join(each.shown or self.outline.shown(part, each.new) for part, each in chosen.items()),
        )

    def _patterns(self, candidates: Collection[Candidate]) -> list[dict[str, Any]]:
        """Return each triple pattern with how often it matches alone, the terms nothing has, and what is near."""
        told: list[dict[str, Any]] = []
        for part in self.triples:
            near = self._matching(part, candidates) if self._matches_nothing(part) else None
            told.append(wording.pattern(self.outline, part, self.matches[part], self._unknown(part), near))
        return told

    def _unknown(self, part: Part) -> list[str]:
        if not self._matches_nothing(part) or part.pieces is None:
            return []
        places = [place for piece in part.pieces if not isinstance(piece, str) for place in range(*piece)]
        terms = [(place, self.source.term(place)) for place in places]
        found = [place for place, term in terms if isinstance(term, ox.NamedNode) and not self.source.occurs(term)]
        return [self.outline.tokens[place].text for place in found]
