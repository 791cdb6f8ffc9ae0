"""Implementing measures: what each row of the right half of the table states, cell by cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.errors import InputError
from kg.mapping.bodies import parse_bodies
from kg.mapping.funding import parse_funding
from kg.mapping.measure_types import parse_types
from kg.mapping.plan import involvement
from kg.mapping.reference import agent_iri, law_iris
from kg.mapping.schedule import Milestone, parse_schedule
from kg.mapping.statements import Statement, day, typed, year
from kg.mapping.status import parse_status
from kg.mapping.strategies import parse_strategy
from kg.mapping.wordbook import Wordbook
from kg.namespaces import DCT, SG, SKOS
from kg.tables import Row, Tables

_PLAN_CELLS: Final = {"deadline": "schedules", "funding": "fundings"}


@dataclass(frozen=True)
class Reading:
    """A cell about to be read, with what its reading needs to know."""

    cell: Row
    measure: Row
    node: NamedNode
    plan: "MeasurePlan"

    @property
    def words(self) -> str:
        """The verbatim of the cell."""
        return self.cell["verbatim"]

    def says(self, predicate: NamedNode, value: NamedNode | Literal) -> Statement:
        """State something of the measure with this cell as its proof."""
        return Statement(self.node, predicate, value, self.cell["id"])


class MeasurePlan:
    """The rows of the table as measures, with the look-ups that their cells share."""

    def __init__(self, tables: Tables, book: Wordbook) -> None:
        """Index the tables once."""
        self.book = book
        self.agents = {row["id"]: agent_iri(row) for row in tables["agents"]}
        self.dragged = {row["thing"].removeprefix("cells/") for row in tables["defects"] if row["defect"] == "d1"}
        self._measures = tables["measures"].by_key()
        self._rows = tables["rows"]
        self._cells: dict[str, list[Row]] = {}
        for cell in tables["cells"]:
            self._cells.setdefault(cell["row"], []).append(cell)
        self._places: dict[tuple[str, str], list[Row]] = {}
        for row in tables["measure-places"]:
            self._places.setdefault((row["measure"], row["column"]), []).append(row)
        laws = law_iris(tables)
        self.laws: dict[str, list[NamedNode]] = {}
        for row in tables["measure-laws"]:
            self.laws.setdefault(row["measure"], []).append(laws[row["law"]])
        self._nodes: dict[tuple[str, str, str], str] = {}

    def statements(self, component: NamedNode, component_cell: str) -> Iterator[Statement]:
        """Yield what the rows state; all of them stand under the component."""
        for row in self._rows:
            measure = self._measures[row["measure"]]
            node = iris.resource("measures", measure["id"])
            yield typed(node, SG.ImplementingMeasure, f"{row['id']}-c08")
            yield Statement(node, SG.listedUnder, component, component_cell)
            for cell in self._cells[row["id"]]:
                try:
                    yield from READERS[cell["column"]](Reading(cell, measure, node, self))
                except InputError as error:
                    raise cell.error(cs=error.cs, en=error.en) from error

    def places(self, measure: str, column: str) -> list[tuple[str, NamedNode]]:
        """Return the wordings of a measure's cell that name a place, with the places."""
        return [
            (row["wording"], iris.resource("places", row["place"])) for row in self._places.get((measure, column), [])
        ]

    def shared_node(self, reading: Reading) -> tuple[NamedNode, bool]:
        """Return the node of a schedule or funding, one for a measure and wording, and whether it is new."""
        kind = _PLAN_CELLS[reading.cell["column"]]
        key = (kind, reading.measure["id"], reading.words)
        new = key not in self._nodes
        return iris.resource(kind, self._nodes.setdefault(key, reading.cell["id"])), new


def _title(reading: Reading) -> Iterator[Statement]:
    measure = reading.measure
    title = reading.words
    if measure["notation"]:
        title = title.removeprefix(f"{measure['notation']}: ")
        yield reading.says(SKOS.notation, Literal(measure["notation"]))
    yield reading.says(DCT.title, Literal(title, language=measure["lang"]))
    yield reading.says(SKOS.prefLabel, Literal(title, language=measure["lang"]))
    if measure["realises"]:
        yield reading.says(SG.realises, iris.resource("programmes", measure["realises"]))
    for _, place in reading.plan.places(measure["id"], "measure"):
        yield reading.says(DCT.spatial, place)
    for law in reading.plan.laws.get(measure["id"], []):
        yield reading.says(DCT.references, law)


def _status(reading: Reading) -> Iterator[Statement]:
    status = parse_status(reading.words)
    yield reading.says(SG.status, iris.code("statuses", status.code))
    if status.since is not None:
        yield reading.says(SG.statusFrom, year(status.since))
    if status.until is not None:
        yield reading.says(SG.statusUntil, year(status.until))
    if status.note is not None:
        yield reading.says(SG.statusNote, Literal(status.note, language="cs"))


def _bodies(reading: Reading) -> Iterator[Statement]:
    for body in parse_bodies(reading.words, reading.plan.book.agents):
        agent = reading.plan.agents[body.agent]
        yield reading.says(SG.gestor if body.role == "gestor" else SG.cooperatingParty, agent)
        yield from involvement(reading.node, agent, body.role, body.words, reading.cell["id"])


def _deadline(reading: Reading) -> Iterator[Statement]:
    node, new = reading.plan.shared_node(reading)
    cell = reading.cell["id"]
    yield reading.says(SG.schedule, node)
    yield typed(node, SG.Schedule, cell)
    if not new:
        return
    schedule = parse_schedule(reading.words)
    yield from _words(node, reading)
    yield Statement(node, SG.scheduleKind, iris.code("schedule-kinds", schedule.kind), cell)
    for stated in schedule.stated_years:
        yield Statement(node, SG.statedYear, year(stated), cell)
    if cell not in reading.plan.dragged:
        yield from _bounds(node, schedule.edtf, schedule.start, schedule.end, cell)
    for milestone in schedule.milestones:
        yield from _milestone(node, milestone, reading)


def _milestone(schedule: NamedNode, milestone: Milestone, reading: Reading) -> Iterator[Statement]:
    cell = reading.cell["id"]
    places = dict(reading.plan.places(reading.measure["id"], "deadline"))
    node = iris.resource("milestones", f"{cell}-{milestone.edtf}")
    yield Statement(schedule, SG.milestone, node, cell)
    yield typed(node, SG.Milestone, cell)
    yield Statement(node, SG.verbatim, Literal(milestone.words), cell)
    yield Statement(node, SKOS.prefLabel, Literal(milestone.words, language="cs"), cell)
    yield from _bounds(node, milestone.edtf, milestone.start, milestone.end, cell)
    if milestone.place_words is not None:
        if milestone.place_words not in places:
            raise InputError(
                cs=f"místo „{milestone.place_words}“ není v tabulce measure-places; doplňte je tam.",
                en=f"the place “{milestone.place_words}” is not in the table measure-places; add it there.",
            )
        yield Statement(node, DCT.spatial, places[milestone.place_words], cell)


def _bounds(node: NamedNode, edtf: str | None, start: date | None, end: date | None, cell: str) -> Iterator[Statement]:
    if edtf is not None:
        yield Statement(node, SG.edtf, Literal(edtf), cell)
    if start is not None:
        yield Statement(node, SG.start, day(start), cell)
    if end is not None:
        yield Statement(node, SG.end, day(end), cell)


def _funding(reading: Reading) -> Iterator[Statement]:
    node, new = reading.plan.shared_node(reading)
    cell = reading.cell["id"]
    yield reading.says(SG.funding, node)
    yield typed(node, SG.Funding, cell)
    if not new:
        return
    yield from _words(node, reading)
    words = parse_funding(reading.words, reading.plan.book.agents, reading.plan.book.instruments)
    for funder in words.funders:
        yield Statement(node, SG.funder, reading.plan.agents[funder.id], cell)
    for instrument in words.instruments:
        yield Statement(node, SG.fundingInstrument, iris.resource_path(instrument.id), cell)


def _words(node: NamedNode, reading: Reading) -> Iterator[Statement]:
    yield Statement(node, SG.verbatim, Literal(reading.words), reading.cell["id"])
    yield Statement(node, SKOS.prefLabel, Literal(reading.words, language="cs"), reading.cell["id"])


def _types(reading: Reading) -> Iterator[Statement]:
    for kind in parse_types(reading.words, reading.plan.book.measure_types):
        yield reading.says(SG.measureType, iris.code("measure-types", kind.id))


def _strategy(reading: Reading) -> Iterator[Statement]:
    citation = parse_strategy(reading.words, reading.plan.book.strategies)
    yield reading.says(SG[citation.relation], iris.resource("strategies", citation.strategy))


READERS: Final[dict[str, Callable[[Reading], Iterator[Statement]]]] = {
    "measure": _title,
    "status": _status,
    "measure-gestor": _bodies,
    "deadline": _deadline,
    "funding": _funding,
    "measure-type": _types,
    "source-strategy": _strategy,
}
"""How each column of a measure is read."""
