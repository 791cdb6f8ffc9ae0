"""Several changes of a query as one, where none of them alone gives rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

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


def in_one_part(outline: Outline, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield two changes of one part as one, the likeliest first."""
    own = [each for each in candidates if each.part and each.new and not each.recast and each.dataset is None]
    for first, second in combinations(own, 2):
        part = first.part
        if part is None or part is not second.part:
            continue
        for new in filter(None, (_both(outline, first, second), _both(outline, second, first))):
            yield Candidate("several", outline.shown(part), outline.shown(part, new), part, new=new)


def _both(outline: Outline, inner: Candidate, outer: Candidate) -> dict[int, str] | None:
    """Return two changes together; a token that both change is written anew within what surrounds it in the second."""
    new = {**outer.new, **inner.new}
    for place in inner.new.keys() & outer.new.keys():
        text = outline.tokens[place].text
        if text == outer.new[place] or text not in outer.new[place]:
            return None
        new[place] = outer.new[place].replace(text, inner.new[place], 1)
    return new


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
