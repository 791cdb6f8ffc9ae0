"""Seeded errors: each breaks one statement of one measure, and the truth is told beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.generate.dice import Dice
from kg.generate.frame import Frame
from kg.generate.measures import Draft
from kg.mapping.statements import Statement, day
from kg.namespaces import DCT, SG, SKOS, XSD


class Change(NamedTuple):
    """What becomes of a measure's statements: the right one goes, the wrong one comes; either may be missing."""

    right: Statement | None
    wrong: Statement | None


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in the data: where it is, its kind, and both values in N-Triples form, empty where there is none."""

    node: str
    property: str
    kind: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What an error may draw on: the measure, what it refers to, chance, and the notation of the measure before."""

    draft: Draft
    frame: Frame
    dice: Dice
    notation_before: str | None

    def find(self, predicate: NamedNode, subject: NamedNode | None = None) -> Statement | None:
        """Return the first statement of the source graph with a predicate, of the subject if one is given."""
        return next(
            (
                each
                for each in self.draft.record.source
                if each.predicate == predicate and subject in {None, each.subject}
            ),
            None,
        )

    def own(self, predicate: NamedNode) -> Statement | None:
        """Return the measure's own first statement with a predicate."""
        return self.find(predicate, self.draft.node)


_Make = Callable[[Scene], Change | None]


def _without(predicate: NamedNode) -> _Make:
    """Return the error that leaves out the measure's only statement with a predicate."""

    def make(scene: Scene) -> Change | None:
        found = [each for each in scene.draft.record.source if each.predicate == predicate]
        own = [each for each in found if each.subject == scene.draft.node]
        return Change(own[0], None) if len(own) == 1 else None

    return make


def _other(predicate: NamedNode, value: Callable[[Scene, Statement], NamedNode | Literal | None]) -> _Make:
    """Return the error that puts another value in the place of one; None from `value` means that it does not fit."""

    def make(scene: Scene) -> Change | None:
        right = scene.find(predicate)
        wrong = value(scene, right) if right else None
        return Change(right, Statement(right.subject, predicate, wrong, right.cell)) if right and wrong else None

    return make


def _more(predicate: NamedNode, value: Callable[[Scene], NamedNode | None]) -> _Make:
    def make(scene: Scene) -> Change | None:
        wrong = value(scene)
        return Change(None, Statement(scene.draft.node, predicate, wrong)) if wrong else None

    return make


def _before_start(scene: Scene, end: Statement) -> Literal | None:
    start = scene.find(SG.start, end.subject)
    if start is None:
        return None
    first = date.fromisoformat(start.object.value)
    return day(first.replace(year=first.year - 1, day=1))


def _impossible_day(_: Scene, right: Statement) -> Literal:
    return Literal(f"{right.object.value[:4]}-02-30", datatype=XSD.date)


def _czech_date(_: Scene, right: Statement) -> Literal:
    return Literal("{2}. {1}. {0}".format(*right.object.value.split("-")))


def _strategy_of_new(scene: Scene) -> NamedNode | None:
    return None if _is_existing(scene) else scene.frame.citations.draw(scene.dice)[2]


def _no_strategy(scene: Scene) -> Change | None:
    """Leave out the strategy of an existing measure."""
    right = scene.own(SG.takenFrom) or scene.own(SG.relevantTo)
    return Change(right, None) if right else None


def _is_existing(scene: Scene) -> bool:
    status = scene.own(SG.status)
    return status is not None and status.object == iris.code("statuses", "existing")


def _misspelt(scene: Scene, right: Statement) -> Literal:
    """Return the body's name with two neighbouring letters swapped, as a text."""
    name = next(body.name for body in scene.frame.bodies.items if body.node == right.object)
    places = [at for at in range(1, len(name) - 1) if name[at : at + 2].isalpha() and name[at] != name[at + 1]]
    at = scene.dice.pick(places)
    return Literal(name[:at] + name[at + 1] + name[at] + name[at + 2 :])


def _notation_before(scene: Scene, _: Statement) -> Literal | None:
    return Literal(scene.notation_before) if scene.notation_before else None


def _foreign_goal(scene: Scene) -> NamedNode:
    """Return a goal of a component under which the measure is not listed."""
    others = [each for each in scene.frame.components.items if each.node != scene.draft.component.node]
    return scene.dice.pick(scene.dice.pick(others).goals)


def _other_status(scene: Scene) -> NamedNode:
    return iris.code("statuses", "new" if _is_existing(scene) else "existing")


KINDS: Final[Mapping[str, _Make]] = {
    "missing-status": _without(SG.status),
    "end-before-start": _other(SG.end, _before_start),
    "unknown-code": _other(SG.measureType, lambda *_: iris.code("measure-types", "code-99")),
    "misspelt-body": _other(SG.gestor, _misspelt),
    "duplicate-notation": _other(SKOS.notation, _notation_before),
    "asserted-addresses": _more(SG.addresses, _foreign_goal),
    "missing-title": _without(DCT.title),
    "impossible-day": _other(SG.end, _impossible_day),
    "title-without-language": _other(DCT.title, lambda _, right: Literal(right.object.value)),
    "unknown-strategy": _other(
        SG.takenFrom, lambda scene, _: iris.resource("strategies", f"{scene.frame.prefix}-unknown")
    ),
    "missing-lead-body": _without(SG.gestor),
    "two-statuses": _more(SG.status, _other_status),
    "goal-as-component": _other(SG.listedUnder, lambda scene, _: scene.draft.component.goals[0]),
    "date-as-text": _other(SG.start, _czech_date),
    "new-with-strategy": _more(SG.takenFrom, _strategy_of_new),
    "existing-without-strategy": _no_strategy,
    "edtf-in-words": _other(SG.edtf, lambda *_: Literal("podzim 2025")),
}
"""What may go wrong with a measure, each kind with the function that makes the change, None if it cannot."""


class Saboteur:
    """Breaks one measure in a hundred, or in as many as asked, with the kinds of error in turn."""

    def __init__(self, seed: int, rate: float) -> None:
        """Take the seed and the share of measures to break, from 0 (none) to 1 (all)."""
        self._dice = Dice(f"{seed}/faults")
        self._stride = round(1 / rate) if rate else 0
        self._chosen = 0
        self._kinds = list(KINDS)

    def spoil(self, number: int, draft: Draft, frame: Frame, notation_before: str | None) -> Fault | None:
        """Break a measure if it is the chosen one of its stretch of measures, and return the truth."""
        if not self._stride:
            return None
        place = (number - 1) % self._stride
        if place == 0:
            self._chosen = self._dice.number(0, self._stride - 1)
        return self._break(Scene(draft, frame, self._dice, notation_before)) if place == self._chosen else None

    def _break(self, scene: Scene) -> Fault:
        """Break a measure with the kind that waits longest of those that can; some, such as no status, always can."""
        kind, change = next((kind, change) for kind in self._kinds if (change := KINDS[kind](scene)))
        self._kinds.remove(kind)
        self._kinds.append(kind)
        return _apply(change, kind, scene)


def _apply(change: Change, kind: str, scene: Scene) -> Fault:
    right, wrong = change
    statements = scene.draft.record.source
    if right and wrong:
        statements[statements.index(right)] = wrong
    elif right:
        statements.remove(right)
    elif wrong:
        statements.append(wrong)
    where = right or wrong
    if where is None:
        raise ValueError(kind)
    return Fault(
        node=where.subject.value,
        property=where.predicate.value,
        kind=kind,
        wrong=str(wrong.object) if wrong else "",
        right=str(right.object) if right else "",
    )
