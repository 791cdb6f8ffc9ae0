"""Several changes of a query as one, where none of them alone gives rows."""

from collections.abc import Collection, Iterable, Mapping

from kg.diagnosis.candidates import Candidate
from kg.diagnosis.findings import Drop
from kg.diagnosis.probe import Count
from kg.diagnosis.trial import Trial
from kg.reading.outline import Outline, Part


def together(
    trial: Trial, idle: Iterable[Part], candidates: Collection[Candidate], drops: Iterable[Drop]
) -> Candidate | None:
    """Return one change for each part at fault, where each takes the place of leaving that part out.

    Args:
        trial: the query.
        idle: the triples that match nothing.
        candidates: what may have been meant.
        drops: what lets rows appear when it is left out.
    """
    for drop in drops:
        if len(drop.parts) == 2 and (chosen := _instead(trial, drop, candidates)):
            return _joined(trial.outline, chosen)
    chosen = {}
    for part in idle:
        if (best := matching(trial, part, candidates)) is None:
            return None
        chosen[part] = best[0]
    return _joined(trial.outline, chosen) if len(chosen) > 1 else None


def matching(trial: Trial, part: Part, candidates: Iterable[Candidate]) -> tuple[Candidate, Count] | None:
    """Return the likeliest change by which a triple pattern alone matches something."""
    for each in candidates:
        own = each.part is part and not each.recast
        if own and (count := trial.alone(part, each.new)) and count.rows:
            return each, count
    return None


def _instead(trial: Trial, drop: Drop, candidates: Iterable[Candidate]) -> dict[Part, Candidate] | None:
    """Return for each of two parts a change that gives rows while the other is left out."""
    chosen: dict[Part, Candidate] = {}
    for part in drop.parts:
        rest = {each: "" for each in drop.parts if each is not part}
        for each in candidates:
            if each.part is part and not each.recast and (count := trial.rows(rest, each.new)) and count.rows:
                chosen[part] = each
                break
        else:
            return None
    return chosen


def _joined(outline: Outline, chosen: Mapping[Part, Candidate]) -> Candidate:
    return Candidate(
        "several",
        " + ".join(each.wrong for each in chosen.values()),
        " + ".join(each.right for each in chosen.values()),
        new={place: text for each in chosen.values() for place, text in each.new.items()},
        shown=" . ".join(each.shown or outline.shown(part, each.new) for part, each in chosen.items()),
    )
